"""The cell: what a notebook and a script have in common for everything that reads their text."""

from __future__ import annotations

from dataclasses import dataclass, field

from grader.model import Feedback


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """A piece of a student's file: `code`, or `text` in Markdown.

    `number` counts cells of code and cells of text apart, from 1; it is None in a script, where
    `line` is the line of the file that the source begins at.
    """

    kind: str
    source: str
    number: int | None
    line: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """A file's cells in the order of the file, with what is worth telling about the file itself."""

    cells: tuple[Cell, ...]
    remarks: tuple[Feedback, ...] = field(default=())
