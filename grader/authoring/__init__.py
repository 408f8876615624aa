"""What authors of exercises use: verification, templates and handouts, made from the same files that grading reads.

holding an exercise to every rule ............. verify (the table of rules, and what is shown), bench (where it is tried out)
the rules ..................................... rules_answers, rules_prompt, rules_terms, rules_wrong
what must not pass ............................ wrong_programs; wrong answers are made by each shape
what nobody can tell apart .................... alike_mistakes (in a descent, by its points)
a first exercise that asks a question ........... new, questions (the table, each with a whole file)
an exercise as a page for its author .......... exercise_page, function_pictures
what students are given ....................... handout, students_copy (templates, files without answers),
                                                leaks (whether an answer stands in any of it)
the grader itself, and Gradescope's archive ... archives
"""
