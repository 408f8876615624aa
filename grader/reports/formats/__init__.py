"""Write a gradebook in the formats that people and systems read: one format a file.

What is done where:

    what a format is ................................... report_format
    for a class ........................................ class_table, gradebook_csv, gradebook_json
    for a student ...................................... student_letter, markdown_letter
    for CI systems ..................................... annotations, step_summary, junit
    for graders of a platform .......................... classroom, classroom50, gradescope_results
"""
