"""The letter to a student in a few lines, for the cell in which a platform shows a comment.

It begins with a word and is one line of plain HTML. Knows letters; no platform and no table.
"""

from __future__ import annotations

import html
import re
from functools import cache

from grader.model import Assignment, Grade
from grader.reports.book import score
from grader.reports.escaping import harmless
from grader.reports.letter import letter
from grader.sentences.catalogue import sentence
from grader.sentences.languages import LANGUAGES, Language

_MOST = 4_000  # characters; two screens, and far below the 32,767 that a cell of a spreadsheet holds
_CODE = re.compile(r"`([^`]+)`")  # what our sentences mark as code
_TAGS = re.compile(r"<[^>]*>")  # what a platform's editor may put around the text
_LEAD = ":"  # what ends the words by which a comment is known as ours


def comment(grade: Grade, assignment: Assignment) -> str:
    """Return score, next step, and what was wrong with the questions that the letter tells of first."""
    told = letter(grade, assignment)
    say = told.language.retell
    lines = [
        say(sentence("returned.score", score=score(grade))),
        told.right,
        f"{say(sentence('next_step.title'))} {told.next_step}",
        *(*told.patterns, told.provisional, *told.remarks),
        *(" ".join([f"`{each.name}` ({each.exercise}) {each.word}, {say(each.score)}.", *each.messages[:1]]) for each in told.told),
        told.untouched,
    ]
    shown: list[str] = []
    for line in map(marked, filter(None, lines)):
        if sum(map(len, shown)) + len(line) > _MOST:
            return "<br>".join([*shown, say(sentence("returned.more"))])
        shown.append(line)
    return "<br>".join(shown)


def marked(text: str) -> str:
    """Return a sentence as HTML, in which nothing of a student's is markup."""
    pieces = _CODE.split(harmless(text))
    return "".join(f"<code>{html.escape(piece)}</code>" if at % 2 else html.escape(piece) for at, piece in enumerate(pieces))


def is_ours(cell: str, said: str = "") -> bool:
    """Tell whether a comment is one of ours, which what is said now may replace; a person's own never is."""
    leads = [*_leads(), said.partition(_LEAD)[0] + _LEAD]
    return html.unescape(_TAGS.sub("", cell)).strip().startswith(tuple(leads))


@cache
def _leads() -> tuple[str, ...]:
    """Return how our comments begin in each language."""
    return tuple(Language(code=code).text("returned.score").partition(_LEAD)[0] + _LEAD for code in LANGUAGES)
