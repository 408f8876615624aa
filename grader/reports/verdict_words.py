"""The words and signs that are the same in every report: for a verdict, for isolation, for counts and lists.

A first-year student reads these: they are kind and they are true. Knows no points, no format, and nothing of how
isolation was measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from grader.model import Verdict
from grader.sentences.catalogue import sentence

WORDS = {verdict: sentence(f"verdict.{verdict}") for verdict in Verdict}  # as students read them
# For terminals, where each has one column.
SIGNS = {
    Verdict.CORRECT: "✓",
    Verdict.PARTIAL: "◐",
    Verdict.INCORRECT: "✗",
    Verdict.UNANSWERED: "○",
    Verdict.DID_NOT_RUN: "!",
    Verdict.SKIPPED: "–",
    Verdict.NEEDS_REVIEW: "?",
}
# For encodings that lack them.
ASCII_SIGNS = {
    **SIGNS,
    Verdict.CORRECT: "+",
    Verdict.PARTIAL: "~",
    Verdict.INCORRECT: "x",
    Verdict.UNANSWERED: "o",
    Verdict.SKIPPED: "-",
}
# For pages, where they are seen at a glance.
COLOURED_SIGNS = {
    Verdict.CORRECT: "✅",
    Verdict.PARTIAL: "🟡",
    Verdict.INCORRECT: "❌",
    Verdict.UNANSWERED: "⚪",
    Verdict.DID_NOT_RUN: "🛑",
    Verdict.SKIPPED: "⏸️",
    Verdict.NEEDS_REVIEW: "🔍",
}
# Colours by name, so that each terminal uses those its owner can tell apart.
STYLES = {
    Verdict.CORRECT: "green",
    Verdict.PARTIAL: "yellow",
    Verdict.INCORRECT: "red",
    Verdict.UNANSWERED: "bright_black",
    Verdict.DID_NOT_RUN: "red",
    Verdict.SKIPPED: "bright_black",
    Verdict.NEEDS_REVIEW: "magenta",
}
STAFF_WORDS = {verdict: str(verdict).replace("_", " ") for verdict in Verdict}  # as `gradebook.json` spells them


def unsaid(verdict: Verdict, name: str) -> str:
    """Return what to tell a student about an item when its check said nothing; empty where all is right."""
    return "" if verdict is Verdict.CORRECT else sentence(f"unsaid.{verdict}", name=name)


def signs(encoding: str) -> dict[Verdict, str]:
    """Return one sign a verdict, from those that the encoding has."""
    try:
        "".join(SIGNS.values()).encode(encoding)
    except UnicodeEncodeError:
        return ASCII_SIGNS
    return SIGNS


def counted(number: int, noun: str) -> str:
    """Return the number with its noun: `1 answer`, `2 answers`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(words: Sequence[str], most: int = 3, *, count: int | None = None) -> str:
    """Return `a, b and c`, or `a, b, c and 4 more`; with semicolons where a word has a comma of its own.

    `count` is how many there are, where `words` are only the first of them.
    """
    between = "; " if any("," in word for word in words) else ", "
    shown, whole = words[:most], len(words) if count is None else count
    if whole > len(shown):
        return sentence("list.more", first=between.join(shown), count=whole - len(shown))
    return sentence("list", first=between.join(shown[:-1]), last=shown[-1]) if len(shown) > 1 else "".join(shown)


def joined(parts: Sequence[str]) -> str:
    """Return sentences one after the other with semicolons, so that each can still be said in another language."""
    return reduce(lambda before, part: sentence("list.next", before=before, part=part), parts) if parts else ""


_LABEL = "isolation:"  # what the line begins with, wherever it stands


def is_full(isolation: str) -> bool:
    """Tell whether the isolation line says that every layer held."""
    return _bare(isolation).casefold().startswith("full")


def isolation_line(isolation: str) -> str:
    """Return `isolation: full (…)`, whether or not the label stands there already."""
    return f"{_LABEL} {_bare(isolation) or 'not known'}"


def isolation_level(isolation: str) -> str:
    """Return `full`, `partial` or `none`: the line's first word."""
    return _bare(isolation).partition(":")[0].partition(" ")[0]


def _bare(isolation: str) -> str:
    return isolation.strip().removeprefix(_LABEL).strip()
