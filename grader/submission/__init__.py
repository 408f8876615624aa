"""Take one student's files apart: an `Entry` goes in, a `Submission` comes out.

What is done where:

    one entry to one submission ........................ intake
    what was found of a student ........................ entries
    what a notebook was handed out for ................. handed_out
    files in folders and archives ...................... file_listing, archive, opening, merging
    what lies beside the work .......................... files_beside, data_files
    bytes and names of files ........................... decoding, file_types
    notebooks and what holds cells ..................... notebook, script, marimo, fenced, cells
    what notebooks add to Python ....................... magics, exported, pasted
    code to statements ................................. logical_lines, parsing, statements, bindings
    code that is no code ............................... syntax_faults, lost, spelling, program_cells
    what a template or a course wrote .................. placeholders, prompts
    text to answers .................................... markdown, text_cells, labels, formulas, step_lists
    answers that nobody handed in ...................... asides, disowned
    what a name meant earlier .......................... earlier_state
"""
