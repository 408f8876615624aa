"""What is said: every sentence that a student reads, found by its code.

Wording has one door here: whoever reads all sentences aloud, tests them or translates them opens this room alone.
It knows no exercise, no verdict and no format of a report.

.catalogue        find a sentence by its code, fill its gaps, and make feedback of it; which check decides a cause
.sentence         a text that remembers how it was made
.figures          numbers, points and lists of things as a person reads them
.examples         every sentence with an example in its gaps
.worked_examples  with which numbers worked examples are told
.languages        say it again in another language, or in a teacher's own words
.english          the sentences themselves, a file for each thing that is talked about
"""
