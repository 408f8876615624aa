"""What is said: every sentence that a student reads, found by its code.

Wording has one door here: whoever reads all sentences aloud, tests them or translates them opens this room alone.
It knows no exercise, no verdict and no format of a report.

.catalogue   find a sentence by its code, fill its gaps, and make feedback of it
.figures     numbers, points and lists of things as a person reads them
.english     the sentences themselves, a file for each thing that is talked about
"""
