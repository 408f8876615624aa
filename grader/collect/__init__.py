"""Find whose files there are at a path: an `Intake` with an `Entry` for each student.

What is done where:

    where a command begins ............................. entry_search
    folders that hold submissions ...................... roots
    a student's files, and files that nobody named ..... places
    how each layout lies about, as a table ............. layouts
    downloads that write students into names ........... platforms
    nbgrader, Gradescope, clones ....................... nbgrader, gradescope_export, clones
    a course's list of students ........................ roster, lookup
    which attempt counts, and when it came ............. attempts, times
    an entry's files, carried and known again .......... parcels

What stands in the files is for `submission`.
"""
