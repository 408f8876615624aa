"""Write a gradebook in the formats that people and systems read: one format a file.

What is done where:

    for a class ........................................ class_table, class_page, gradebook_csv, gradebook_json
    for a student ...................................... student_letter, markdown_letter, student_page
    what pages are made with ........................... page_markup
    for CI systems ..................................... github_actions, junit
    for graders of a platform .......................... classroom, classroom50, gradescope_results

What a format is stands here, so that one pass over the grades can feed all of them; `FORMATS` in `grader.reports` lists those
that are files below `--out`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from grader.model import Grade, Gradebook


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A grade on its way into the reports, and the name of its feedback file."""

    grade: Grade
    feedback_file: str


AddRow = Callable[[Row], None]
OpenFormat = Callable[[Gradebook, Path], AbstractContextManager[AddRow]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """One report format that is a file or a folder below `--out`.

    `open(gradebook, path)` gives a function that takes row after row; what was written stands at
    `path` when the block ends, and is not there when it ends with an error. With a `suffix` it is a folder of files, one a
    student; further files that are written with it lie `beside` it.
    """

    name: str
    path: str
    suffix: str = ""
    beside: tuple[str, ...] = ()
    summary: str
    open: OpenFormat
