"""Finds in a sentence what is said to depend on what: `∂f/∂x depends on x and y`, `f_x hängt von x und y ab`, `f_x 与 x 有关`.

Knows the verbs of the languages; which variables are named is for `named_variables`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from grader.notation.languages import words_of

_ENDS = (";", "；", "。", ". ", "\n")  # of a clause
_WEAK = frozenset("与 跟 與 は contains involves enthält 包含 含有 关于 包含着".split())  # these say it of variables alone
_AROUND = (("与", "有关"), ("跟", "有关"), ("和", "有关"), ("與", "有關"), ("は", "に依存"), ("は", "による"), ("は", "によって決まる"))
"""What stands before the names and what behind them, where the verb comes last."""
_MOST_LENGTH = 300  # characters of a clause that is looked at; an essay is no claim


@dataclass(frozen=True, slots=True)
class Claim:
    """What depends, and the names on which it does, as they are written; no names where these stand below."""

    subject: str
    names: str


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[str, bool], ...]:
    """Return the phrases, the longest first, and whether one is a word between blanks."""
    longest_first = sorted(words_of("depends") - {"与", "跟", "與", "は", "是关于"}, key=len, reverse=True)
    return tuple((phrase, phrase[0].isascii() or phrase[0] < "\u2e80") for phrase in longest_first)


def claims(text: str) -> Iterator[Claim]:
    """Yield the claims of a text."""
    if len(text) > 20 * _MOST_LENGTH:
        return
    for clause in _clauses(text):
        found = _around(clause) or _between(clause)
        if found is not None:
            yield found


def _clauses(text: str) -> Iterator[str]:
    pieces = [text]
    for end in _ENDS:
        pieces = [part for piece in pieces for part in piece.split(end)]
    return (piece for piece in pieces if piece.strip() and len(piece) <= _MOST_LENGTH)


def _around(clause: str) -> Claim | None:
    for before, behind in _AROUND:
        end = clause.find(behind)
        start = clause.rfind(before, 0, end) if end > 0 and before != "は" else clause.find(before, 0, max(end, 0))
        if 0 < start < end:
            return Claim(clause[:start].rstrip("只仅僅 "), _bare(clause[start + len(before) : end]))
    return None


def _between(clause: str) -> Claim | None:
    lower = clause.lower().replace("_", " ") if "depends_on" not in clause else clause.lower()
    for phrase, spaced in _phrases():
        at = lower.find(phrase)
        while at > 0:
            end = at + len(phrase)
            if not spaced or (not lower[at - 1].isalnum() and not lower[end : end + 1].isalnum()):
                subject, names = clause[:at], clause[end:]
                if phrase in _WEAK or "=" in names:
                    return None
                return Claim(subject.rstrip(" :*,_"), _bare(_without_particle(names)))
            at = lower.find(phrase, end)
    return None


def _without_particle(names: str) -> str:
    """Return the names without the particle of a separable verb: `hängt von x und y ab`."""
    stripped = names.rstrip(" .!")
    for particle in (" ab", " af"):
        if stripped.endswith(particle):
            return stripped[: -len(particle)]
    return names


def _bare(names: str) -> str:
    return names.translate({ord(sign): None for sign in "\x02\x03\x04\x05"}).strip(" :*.：")
