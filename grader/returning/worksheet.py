"""A platform's file as it was downloaded: its students, the columns that scores can go into, and where a comment goes.

Platforms read a `CellTable` into a `Worksheet`; whoever fills it knows no platform.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction

from grader.collect.roster import spellings
from grader.errors import UsageError
from grader.returning.cell_table import CellTable
from grader.submission.spelling import folded, harmless

_NUMBER = re.compile(r"-?[0-9]+(?:[.,][0-9]+)*%?")  # with a decimal sign, and marks of thousands before it


class Above(Enum):
    """What a platform does with a score above the maximum."""

    EXTRA = "it counts as extra credit there"
    DROPPED = "it is dropped there without a word"
    CAPPED = "it is cut down there to the maximum, unless the item may exceed it"


@dataclass(frozen=True, kw_only=True, slots=True)
class Platform:
    """What is said of a platform in one place. `name` chooses it, `known_by` is what its accounts are called at intake.

    `read` returns the worksheet in a table, or None where it is another platform's; the second argument is the column that
    somebody named. `kept` says why a cell with such a text stays as it is. `excused` is what an excused student gets.
    """

    name: str
    title: str
    known_by: str
    read: Callable[[CellTable, str], Worksheet | None]
    upload: str
    above: Above
    kept: Mapping[str, str] = field(default_factory=dict)
    excused: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column for scores, as its title calls it. `closed` says why the platform takes nothing in it.

    Of a `scale` one of these texts is a score, and there is no maximum.
    """

    at: int
    title: str
    number: str = ""
    maximum: Fraction | None = None
    scale: tuple[str, ...] = ()
    closed: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A student of the file: the row, the platform's own id, all other ids, and how the name may be spelled.

    `locked` says why the platform takes no score for this student.
    """

    at: int
    account: str = ""
    ids: tuple[str, ...] = ()
    name: str = ""
    names: frozenset[str] = frozenset()
    locked: str = ""

    @property
    def shown(self) -> str:
        """Return the name with an id, for a list that staff reads."""
        number = self.account or next(filter(None, self.ids), "")
        return harmless(f"{self.name} ({number})" if self.name and number else self.name or number)


@dataclass(frozen=True, kw_only=True, slots=True)
class Worksheet:
    """What a file holds. `comment` is the column for text to the student, and `beside` what else is written with one.

    `decimal` is the sign in which the file writes fractions, and `remarks` what the platform will say of the file.
    """

    table: CellTable
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    comment: int | None = None
    beside: Mapping[int, str] = field(default_factory=dict)
    decimal: str = "."
    remarks: tuple[str, ...] = ()

    def text(self, row: int, column: int) -> str:
        """Return what a cell says, without blanks around it."""
        return self.table.rows[row][column].text.strip()

    def column_called(self, wanted: str) -> Column:
        """Return the column that somebody named, else the only one. Raises UsageError, with the choice, for none or several."""
        meant = [column for column in self.columns if _is_called(column, wanted)] if wanted else list(self.columns)
        if wanted and len(meant) != 1:
            what = f"No column for scores is called '{harmless(wanted)}'" if not meant else f"'{harmless(wanted)}' are several"
            raise UsageError(f"{what}. There {_choice(self.columns)}")
        usable = [column for column in meant if not column.closed]
        if len(usable) == 1:
            return usable[0]
        if len(usable) > 1:
            raise UsageError(f"The file has several columns for scores. Choose one with --column. There {_choice(usable)}")
        if len(meant) == 1:
            raise UsageError(f"The column '{harmless(meant[0].title)}' cannot be filled: {meant[0].closed}.")
        raise UsageError("The file has no column that scores can go into. Make the assignment on the platform and export again.")


def _is_called(column: Column, wanted: str) -> bool:
    words = folded(wanted)
    return words in (folded(column.title), column.number, folded(column.title.removesuffix(f"({column.number})")))


def _choice(columns: Sequence[Column]) -> str:
    names = [f"'{harmless(column.title)}'" for column in columns]
    return f"{'is' if len(names) == 1 else 'are'} {', '.join(names)}." if names else "are none."


def number_in(text: str) -> Fraction | None:
    """Return the number that a cell says, in either decimal sign; None for anything else.

    The last point or comma is the decimal sign, as Canvas reads it: `1,234.5` is 1234.5, and `1,234` is 1.234.
    """
    if not _NUMBER.fullmatch(text.strip()):
        return None
    digits = text.strip().removesuffix("%")
    decimal = max(digits.rfind("."), digits.rfind(","))
    if decimal < 0:
        return Fraction(digits)
    return Fraction(f"{re.sub('[.,]', '', digits[:decimal])}.{digits[decimal + 1 :]}")


def decimal_sign(texts: Sequence[str]) -> str:
    """Return the sign with which these numbers write fractions, by default a point."""
    signs = [found[-1] for text in texts if number_in(text) is not None and (found := re.findall("[.,]", text))]
    return "," if signs and signs.count(",") > signs.count(".") else "."


def spelled(name: str, first: str = "", last: str = "") -> frozenset[str]:
    """Return all that a name may be written as."""
    return frozenset(spellings(name or f"{first} {last}".strip(), first, last))
