"""What is said about files, notebooks and cells as they were handed in."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    # what a handout's README says of its exercises, and of notebooks without the grader
    "handout.exercise": "Exercise",
    "handout.points": "Points",
    "handout.all": "all",
    "handout.cell": "In a notebook the first cell does the same: `%pip install \"{source}\"`.",
    "handout.colab": "In Colab do that first, and upload the folder `exercises` beside the notebook.",
    "handout.colab.wheel": "In Colab upload `{file}` and the folder `exercises` beside the notebook first.",
    "handout.colab.address":
        "In Colab upload the folder `exercises` beside the notebook first; the cell is\n`%pip install \"{source}\"`.",
    # text cells
    "unread_text": "{place!C} holds {characters:,} characters of text, more than is read. Hand in your answers in a shorter cell.",
    # files
    "empty.nothing": "No notebook and no Python file was found in your submission. Hand in your notebook (.ipynb).",
    "empty.file": "`{name}` is empty. Save your work and hand it in again.",
    "empty.no_cells": "This notebook has no cells. Save it with your work in it and hand it in again.",
    "unreadable.no_archive": "`{name}` is damaged or no .zip file. Hand in the notebook itself.",
    "unreadable.too_many_archives": "`{name}` lies in too many archives. Hand in the notebook itself.",
    "unreadable.password": "`{name}` is protected by a password. Hand in the notebook itself.",
    "unreadable.damaged_in_archive": "`{name}` is damaged in the archive. Hand in the notebook itself.",
    "unreadable.too_large_in_archive": (
        "`{name}` is too large (more than {most}). Clear all outputs, save, and hand it in again."
    ),
    "unreadable.archive_without_work": "`{name}` holds no notebook and no Python file. Hand in your notebook.",
    "unreadable.not_opened": "`{name}` could not be opened. Hand it in again.",
    "unreadable.link": "`{name}` is a link to another place, not a file. Hand in the file itself.",
    "unreadable.not_permitted": (
        "`{name}` may not be read by the grader. Whoever runs it must be given the right to read the file."
    ),
    "unreadable.no_file": "`{name}` is not a file that can be read. Hand in the notebook itself.",
    "unreadable.device": "`{name}` is a folder, pipe or device, not a file. Hand in the notebook itself.",
    "unreadable.too_large": (
        "`{name}` is too large ({size}; at most {most} are read). Clear all outputs in Jupyter, save, and hand it in again."
    ),
    "unreadable.too_much_code": (
        "`{name}` holds {size} characters of code, more than is read. "
        "Put large tables into a file of their own and hand it in again."
    ),
    "unreadable.other_content": "`{name}` is {content}, not a notebook or a Python file. Hand in your notebook (.ipynb).",
    "unreadable.text_file": (
        "`{name}` is a text file, and not all of it is Python. Hand in your notebook (.ipynb) or your program (.py)."
    ),
    "unreadable.other_file": (
        "`{name}` is no notebook and no Python file. Hand in your notebook (.ipynb) or your program (.py)."
    ),
    "unreadable.no_python": (
        "`{name}` holds no Python that can be read. Write it between ```python and ```, or hand in a notebook (.ipynb)."
    ),
    "content.page": "a web page",
    "content.pdf": "a PDF document",
    "content.packed": "an archive or an Office document",
    "content.office": "an Office document",
    "content.text": "a text document",
    "content.picture": "a picture",
    "content.archive": "an archive",
    "content.database": "a database",
    "content.git_lfs": "a pointer of Git LFS without the file that it stands for",
    "content.compiled": "a compiled program",
    "unreadable_file.on_paper": "`{name}` was not read: only notebooks and Python files are.",
    "encoding": "`{name}` is not saved as UTF-8, so some letters may have been read wrongly.",
    "several_files": "Your files were read together: {names}.",
    "older_file": "`{older}` answers the same questions as `{newer}` and is the older one, so it was not graded.",
    "elsewhere": "No file of yours lies here; what a person decided counts.",
    "grader_failed.reader": "The grader failed to read this file. It is not your fault; a person will look at it.",
    "grader_failed.reader_note": "The reader failed: {error}: {message}. Please report it with the file.",
    # notebooks
    "unreadable.other_language": (
        "This notebook is written for {language}, not for Python. "
        "Choose a Python kernel, write your answers in Python and hand it in again."
    ),
    "unreadable.too_deep": "This notebook is nested too deeply to be read. Save it again in Jupyter.",
    "unreadable.no_notebook": (
        "This file is no Jupyter notebook: it has no cells. Save the notebook in Jupyter and hand that file in."
    ),
    "unreadable.merge_marks": (
        "This notebook holds the marks of an unfinished Git merge. Resolve the merge and hand it in again."
    ),
    "unreadable.damaged": "This notebook is damaged and does not open. Download it again from Jupyter and hand in that copy.",
    "unreadable.damaged_at": (
        "This notebook is damaged and does not open (line {line}). Download it again from Jupyter and hand in that copy."
    ),
    "unreadable.too_many_cells": "This notebook has more than {most} cells. Hand in one with your answers only.",
    # statements; `line` is empty or the student's own line in brackets
    "not_filled_in.no_body": "{place!C} was not filled in: `{name}` has no body{line}. Put your answer there.",
    "not_filled_in.mark": "{place!C} was not filled in: it still has `{mark}`{line}. Put your answer there.",
    "not_filled_in.missing": "{place!C} was not filled in: something is missing in it{line}. Put your answer there.",
    "syntax": (
        "{place!C} is no valid Python, so it was not run{line}. Python says: {message}. Mend it and run the cell again."
    ),
    "syntax.means": "{place!C}{line} could not be read, so it was not run. {means} Python says: {message}.",
    "syntax.body": "{place!C}{line}: what belongs to this line must be indented below it. Mend that; it was not run.",
    "syntax.typographic": "the quotes are typographic ones; type them again on the keyboard",
    "syntax.too_much": "there is more code in it than can be read",
    "syntax.too_deep": "it is nested too deeply",
    "syntax.decimal_comma": (
        "{place!C} is no valid Python, so it was not run{line}. A decimal comma separates two numbers there: "
        "write `{number}` with a point and run the cell again."
    ),
    "syntax.outside": (
        "{place!C} stands outside of `{function}`{line}, because it is not indented, so Python does not run it. "
        "Indent what belongs to the function and run the cell again."
    ),
    "python2.numbers": "plain whole numbers",
    "python2.string": "a plain string",
    "python2": (
        "{place!C} is Python 2, which does not run in Python 3{line}. "
        "Write it the new way, with `{newer}`, and run the cell again."
    ),
}

CHECKS: dict[str, tuple[str, ...]] = {
    "grader.submission.syntax_faults.explain": (
        "not_filled_in.no_body", "not_filled_in.missing", "python2", "syntax.decimal_comma",
    ),
    "grader.submission.syntax_faults.Lost.statement": ("syntax.body",),
    "grader.submission.statements._returns": ("syntax.outside",),
    "grader.submission.placeholders.placeholder_mark": ("not_filled_in.mark",),
}  # fmt: skip
