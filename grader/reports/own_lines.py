"""Find the student's own line that something is said about, and tell whether it says what was read from it.

Knows the source of a submission's statements, and no grade.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from grader.model import Feedback, Place, Submission

_TOLD = re.compile(r"\((?:cell (?P<cell>\d{1,6}), )?line (?P<line>\d{1,6})\)")
"""A place as feedback names it: `(cell 3, line 2)`."""
_LENGTH = 100  # of the student's own line: more of it would hide what is said about it
_HEAD = re.compile(r"^\s*(?:return\b|[A-Za-z_]\w*\s*=(?!=)|lambda[^:]*:)\s*")  # before the answer itself, in a line of code
_DRESS = re.compile(r"\\cdot|\\,|[\s*·⋅×$`\"'{}\\]|(?<=\d)\.0\b")  # signs that change no formula: times, blanks, quotation, LaTeX
_POWERS = str.maketrans({"²": "^2", "³": "^3", "−": "-", "–": "-", "[": "(", "]": ")"})  # other ways to type the same


def line_at(place: Place, submission: Submission) -> str | None:
    """Return the student's own line at a place of a statement; "" for the head of a function, which says nothing."""
    for statement in () if place.text else submission.statements:
        start, lines = statement.place, statement.source.splitlines()
        offset = place.line - start.line
        if (start.file, start.cell) == (place.file or start.file, place.cell) and 0 <= offset < len(lines):
            line = lines[offset].strip()
            if line.startswith("def ") and line.endswith(":"):
                return ""
            return line if len(line) <= _LENGTH else line[: _LENGTH - 1] + "…"
    return None


def place_told(feedback: Iterable[Feedback], submission: Submission) -> Place | None:
    """Return the place as the feedback names it, which outlives the student's code."""
    told = next(filter(None, (_TOLD.search(remark.text) for remark in feedback)), None)
    if told is None or len(submission.files) != 1:
        return None
    cell = int(told["cell"]) if told["cell"] else None
    return Place(file=submission.files[0], line=int(told["line"]), cell=cell)


def is_spelled(understood: str, line: str) -> bool:
    """Tell whether a line says what was understood, but for spelling: blanks, signs of multiplication, ways to write a power.

    >>> is_spelled("4*x - 3*y", "df_dx = 4x - 3y")
    True
    >>> is_spelled("(1/2)*x", "df_dx = 1/2x")
    False
    """
    return _bare(understood) == _bare(_HEAD.sub("", line.partition("#")[0]))


def _bare(text: str) -> str:
    bare = _DRESS.sub("", text.translate(_POWERS).replace("**", "^")).casefold()
    while bare.startswith("(") and bare.endswith(")") and _closes_at_end(bare):
        bare = bare[1:-1]
    return bare


def _closes_at_end(text: str) -> bool:
    """Tell whether the bracket that a text begins with is closed by its last sign."""
    depth = 0
    for number, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return number == len(text) - 1
    return False
