"""The words and signs that are the same in every report: for a verdict, for how code was kept apart, for counts and lists.

A first-year student reads these: they are kind, they are true, and they say what to do when a
check had nothing more exact to say. Knows no points, no format, and nothing of how isolation was measured.
"""

from __future__ import annotations

from collections.abc import Sequence

from grader.model import Verdict

WORDS = {
    Verdict.CORRECT: "correct",
    Verdict.PARTIAL: "partly right",
    Verdict.INCORRECT: "not right yet",
    Verdict.UNANSWERED: "no answer found",
    Verdict.DID_NOT_RUN: "did not run",
    Verdict.SKIPPED: "not checked",
    Verdict.NEEDS_REVIEW: "a person will look at it",
}
SIGNS = {
    Verdict.CORRECT: "✓",
    Verdict.PARTIAL: "◐",
    Verdict.INCORRECT: "✗",
    Verdict.UNANSWERED: "○",
    Verdict.DID_NOT_RUN: "!",
    Verdict.SKIPPED: "–",
    Verdict.NEEDS_REVIEW: "?",
}
ASCII_SIGNS = {
    **SIGNS,
    Verdict.CORRECT: "+",
    Verdict.PARTIAL: "~",
    Verdict.INCORRECT: "x",
    Verdict.UNANSWERED: "o",
    Verdict.SKIPPED: "-",
}
COLOURED_SIGNS = {
    Verdict.CORRECT: "✅",
    Verdict.PARTIAL: "🟡",
    Verdict.INCORRECT: "❌",
    Verdict.UNANSWERED: "⚪",
    Verdict.DID_NOT_RUN: "🛑",
    Verdict.SKIPPED: "⏸️",
    Verdict.NEEDS_REVIEW: "🔍",
}
STYLES = {
    Verdict.CORRECT: "green",
    Verdict.PARTIAL: "yellow",
    Verdict.INCORRECT: "red",
    Verdict.UNANSWERED: "bright_black",
    Verdict.DID_NOT_RUN: "red",
    Verdict.SKIPPED: "bright_black",
    Verdict.NEEDS_REVIEW: "magenta",
}
STAFF_WORDS = {verdict: str(verdict).replace("_", " ") for verdict in Verdict}

_UNSAID = {
    Verdict.PARTIAL: "Part of `{name}` is right. Look once more at the rest, one term or one step at a time.",
    Verdict.INCORRECT: "`{name}` is not right yet. Work it out once more on paper and compare it term by term.",
    Verdict.UNANSWERED: "No answer was found for `{name}`. Define it under just this name and hand in again.",
    Verdict.DID_NOT_RUN: "`{name}` could not be run. Restart the kernel, run all cells in order, mend the first error.",
    Verdict.SKIPPED: "`{name}` builds on an answer that is not right yet. Mend that one first.",
    Verdict.NEEDS_REVIEW: "`{name}` could not be judged here. It is not your fault: a person will look at it.",
}


def unsaid(verdict: Verdict, name: str) -> str:
    """Return what to tell a student about an item when its check said nothing; empty where all is right."""
    return _UNSAID.get(verdict, "").format(name=name)


def signs(encoding: str) -> dict[Verdict, str]:
    """Return one sign a verdict, from those that the encoding has."""
    try:
        "".join(SIGNS.values()).encode(encoding)
    except UnicodeEncodeError:
        return ASCII_SIGNS
    return SIGNS


def counted(number: int, noun: str) -> str:
    """`1 answer`, `2 answers`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(words: Sequence[str], most: int = 3, *, count: int | None = None) -> str:
    """`a, b and c`, or `a, b, c and 4 more`; with semicolons where a word has a comma of its own.

    `count` is how many there are, where `words` are only the first of them.
    """
    between = "; " if any("," in word for word in words) else ", "
    shown, whole = words[:most], len(words) if count is None else count
    if whole > len(shown):
        return f"{between.join(shown)} and {whole - len(shown)} more"
    return " and ".join([between.join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


_LABEL = "isolation:"


def is_full(isolation: str) -> bool:
    """Tell whether the isolation line says that every layer held."""
    return _bare(isolation).casefold().startswith("full")


def isolation_line(isolation: str) -> str:
    """`isolation: full (…)`, whether or not the label stands there already."""
    return f"{_LABEL} {_bare(isolation) or 'not known'}"


def isolation_level(isolation: str) -> str:
    """`full`, `partial` or `none`: the line's first word."""
    return _bare(isolation).partition(":")[0].partition(" ")[0]


def _bare(isolation: str) -> str:
    return isolation.strip().removeprefix(_LABEL).strip()
