"""The letter to a student in a few lines, for the cell in which a platform shows a comment.

It begins with a word and is one line of plain HTML. Knows letters; no platform and no table.
"""

from __future__ import annotations

import html
import re

from grader.model import Assignment, Grade
from grader.reports import points
from grader.reports import verdict_words as wording
from grader.reports.escaping import harmless
from grader.reports.letter import Answer, letter
from grader.sentences.catalogue import sentence

_MOST = 4_000  # characters; two screens, and far below the 32,767 that a cell of a spreadsheet holds
_CODE = re.compile(r"`([^`]+)`")  # what our sentences mark as code
_TAGS = re.compile(r"<[^>]*>")  # what a platform's editor may put around the text


def comment(grade: Grade, assignment: Assignment) -> str:
    """Return score, next step, and for each question that lost points what was wrong with it."""
    told = letter(grade, assignment)
    lines = [sentence("returned.score", score=told.score), *([told.provisional] if told.provisional else [])]
    lines += [*told.remarks, f"{sentence('next_step.title')} {told.next_step}"]
    lines += [_of(answer) for section in told.sections for answer in section.answers if answer.is_lost or answer.waits]
    shown: list[str] = []
    for line in map(marked, lines):
        if sum(map(len, shown)) + len(line) > _MOST:
            return "<br>".join([*shown, sentence("returned.more")])
        shown.append(line)
    return "<br>".join(shown)


def is_ours(cell: str) -> bool:
    """Tell whether a comment is one of ours, which a newer one may replace; a person's own is never replaced."""
    start = sentence("returned.score", score="\0").partition("\0")[0].strip()
    return html.unescape(_TAGS.sub("", cell)).strip().startswith(start)


def _of(answer: Answer) -> str:
    word = wording.WORDS[answer.verdict]
    score = f"{points.text(answer.earned)} / {points.text(answer.points)}"
    return " ".join([f"`{answer.name}` {word}, {score}.", *answer.messages[:2]])


def marked(text: str) -> str:
    """Return a sentence as HTML, in which nothing of a student's is markup."""
    pieces = _CODE.split(harmless(text))
    return "".join(f"<code>{html.escape(piece)}</code>" if at % 2 else html.escape(piece) for at, piece in enumerate(pieces))
