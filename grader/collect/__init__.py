"""Find whose files there are at a path: an `Intake` with an `Entry` for each student.

What is done where:

    where a command begins ............................. entry_search
    folders that hold submissions ...................... roots, places
    how each layout lies about, as a table ............. layouts
    downloads that write students into names ........... platforms
    nbgrader, Gradescope, clones ....................... nbgrader, gradescope_export, clones
    a course's list of students ........................ roster, lookup
    files that no platform named ....................... foreign_files
    which attempt counts, and when it came ............. attempts, times
    whether an entry is as it was graded ............... fingerprint
    a path that is not there ........................... missing_path
    an entry for a machine without the files ........... carrying

What stands in the files is for `submission`.
"""
