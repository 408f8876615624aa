"""Take one student's files apart: an `Entry` goes in, a `Submission` comes out.

What is done where:

    one entry to one submission, which files count ..... intake
    what one file holds ................................ handed_in_work
    what was found of a student ........................ entries
    files in folders and archives ...................... file_listing, archive
    names of files, their bytes and their text ......... file_types, file_content
    what lies beside the work .......................... files_beside
    notebooks, scripts and what else holds cells ....... cells, marimo, fenced
    what notebooks add to Python ....................... magics
    code to statements ................................. logical_lines, syntax_trees, statements
    code that is no code ............................... syntax_faults, spelling, program_cells
    what a template or a course wrote .................. placeholders
    text to answers .................................... text_cells, tables, numbered_points
    what a name meant earlier .......................... earlier_state
"""
