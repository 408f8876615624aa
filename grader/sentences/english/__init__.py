"""The sentences in English: one table a file, from a code to a text with named gaps.

A code is the feedback's own, as programs find it in JSON, and after a dot the case: `placeholder.function`.
`CHECKS` names what decides a cause, by its dotted name, with the sentences that it decides: every slip, and all whose words give
a reason. A sentence with such words that is merely seen stands in `SEEN`, with the reason why.

.about_answers      answers of all kinds: missing, placeholders, forms, where an answer stands
.about_formulas     what cannot be read, and what was read
.about_values       how two values differ, and steps by hand
.about_slips        each slip by its name: in values, in steps by hand, in programs
.about_examples     worked examples, said when a slip is made again
.about_programs     programs that descend, beside their slips
.about_runs         what happened when code ran
.about_python       what Python's own exceptions mean
.about_submissions  files, notebooks, cells
.about_pictures     what pictures show, and what their marks mean
.about_scores       points, lateness, attempts, groups
.in_letters         the words of a letter around all that
"""
