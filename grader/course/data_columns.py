"""The numbers in a column of a CSV beside an exercise file: `data: {X: houses.csv:area}`."""

from __future__ import annotations

import csv
import re
from fractions import Fraction
from pathlib import Path

from grader.course.exercise_files import text_of
from grader.errors import SpecError

_NAMED = re.compile(r"([^/\\:]+\.csv)\s*:\s*(.+)")  # a file beside the exercise and the heading of a column


_IN_A_FILE = re.compile(_NAMED.pattern.removesuffix("(.+)") + r"(\w+)")  # the same anywhere in a text


class NoColumnError(ValueError):
    """There is no such column of numbers; the message is a sentence for the author."""


def headings_in(text: str) -> frozenset[str]:
    """Return the headings of the columns that the text of an exercise file names, as far as they are words."""
    return frozenset(found[2] for found in _IN_A_FILE.finditer(text))


def column_of(named: str, folder: Path | None) -> list[str]:
    """Return the numbers of a column as they are written, top down; empty lines are none.

    Raises:
        NoColumnError: the file, the column or a number in it is not there.
    """
    found = _NAMED.fullmatch(named.strip())
    if found is None:
        raise NoColumnError(f"`{named}` is no list of numbers and names no column of a CSV beside this file, as in houses.csv:area")
    if folder is None:
        raise NoColumnError(f"`{named}` lies beside a file, and this exercise was not read from one; write the numbers as a list")
    file, heading = found[1].strip(), found[2].strip()
    try:
        lines = text_of(folder / file).splitlines()
    except SpecError as error:
        raise NoColumnError(error.problems[0].replace(str(folder / file), file)) from None
    separator = ";" if lines and ";" in lines[0] else ","
    headings, *rows = [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=separator)] or [[]]
    if headings.count(heading) != 1:
        twice = "two columns" if heading in headings else "no column"
        raise NoColumnError(f"{file} has {twice} called `{heading}`; there are {', '.join(headings) or 'none'}")
    at = headings.index(heading)
    numbers = [(line, row[at] if at < len(row) else "") for line, row in enumerate(rows, start=2) if any(row)]
    for line, number in numbers:
        try:
            Fraction(number)
        except (ValueError, ZeroDivisionError):
            raise NoColumnError(f"{file}:{line}: `{number}` in the column `{heading}` is no number") from None
    return [number for _, number in numbers]
