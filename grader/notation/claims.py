"""Finds in a sentence what is said to depend on what: `∂f/∂x depends on x and y`, `f_x hängt von x und y ab`, `f_x 与 x 有关`.

Knows the verbs of the languages; which variables are named is for `named_variables`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from grader.notation.languages import AND, words_of
from grader.notation.wording import denies_a_clause

_ENDS = (";", "；", "。", ". ", "\n")  # of a clause
_WEAK = frozenset("与 跟 與 は contains involves enthält 包含 含有 关于 包含着".split())  # these say it of variables alone
_AROUND = (
    *(("与", "有关"), ("跟", "有关"), ("和", "有关"), ("與", "有關")),
    *(("は", "に依存"), ("は", "の関数"), ("は", "による"), ("は", "によって決まる")),
    *(("ist nur von", "abhängig"), ("ist von", "abhängig")),
)
"""What stands before the names and what behind them, where the verb comes last."""
# Words between what depends and the verb that turn it round, with their auxiliaries.
_DENYING = frozenset("does do did not doesn't don't ne nicht non não niet inte nie не n't cannot".split())
_MOST_LENGTH = 300  # characters of a clause that is looked at; an essay is no claim


@dataclass(frozen=True, slots=True)
class Claim:
    """What depends, and the names on which it does as they are written; none of a list below."""

    subject: str
    names: str
    weak: bool = False


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[str, bool], ...]:
    """Return the phrases, the longest first, and whether one is a word between blanks."""
    longest_first = sorted(words_of("depends") - {"与", "跟", "與", "は", "是关于"}, key=len, reverse=True)
    return tuple((phrase, phrase[0].isascii() or phrase[0] < "\u2e80") for phrase in longest_first)


def claims(text: str) -> Iterator[Claim]:
    """Yield the claims of a text."""
    if len(text) > 20 * _MOST_LENGTH:
        return
    pieces = [text]
    for end in _ENDS:
        pieces = [part for piece in pieces for part in piece.split(end)]
    for clause in (piece for piece in pieces if piece.strip() and len(piece) <= _MOST_LENGTH):
        around = list(_around(clause))
        yield from around or _between(clause)


def _around(clause: str) -> Iterator[Claim]:
    """Yield the claims whose verb stands around the names, one behind the other."""
    for before, behind in _AROUND:
        place = 0
        while (end := clause.find(behind, place)) > 0:
            start = clause.find(before, place, end) if before == "は" else clause.rfind(before, place, end)
            if start <= place and not clause[place:start].strip():
                break
            subject = clause[place:start].strip(" ,，、").rstrip("只仅僅 ")
            subject = subject.removeprefix("und ").removeprefix("nur ")
            names = _bare(clause[start + len(before) : end])
            denied = clause[end + len(behind) :].lstrip().startswith(("しな", "せず", "しません"))
            yield Claim(subject, f"not {names}" if denied else names)
            place = end + len(behind)
        if place:
            return


def _between(clause: str) -> Iterator[Claim]:
    """Yield the claims whose verb stands between what depends and the names, one behind the other."""
    places = _places(clause)
    weak = not places
    places = places or _places(clause, weak=True)
    start = 0
    for number, (at, end) in enumerate(places):
        following = places[number + 1][0] if number + 1 < len(places) else len(clause)
        stop = _last_separator(clause, end, following) if number + 1 < len(places) else following
        subject, denied = _without_denial(clause[start:at].rstrip(" :*,_").rpartition(":")[2].rpartition("：")[2])
        names = _bare(_without_particle(clause[end:stop]))
        if "=" in names:
            return
        denied |= denies_a_clause(subject.rpartition(" ")[0])
        yield Claim(subject.strip(" ,;"), f"not {names}" if denied and names else names, weak)
        start = stop


def _places(clause: str, *, weak: bool = False) -> list[tuple[int, int]]:
    """Return where the verbs stand in a clause."""
    lower = clause.lower() if "depends_on" in clause else clause.lower().replace("_", " ")
    found: list[tuple[int, int]] = []
    for phrase, spaced in _phrases():
        if (phrase in _WEAK) != weak:
            continue
        at = lower.find(phrase)
        while at > 0:
            end = at + len(phrase)
            alone = not spaced or (not lower[at - 1].isalnum() and not lower[end : end + 1].isalnum())
            if alone and not any(at < other_end and end > other for other, other_end in found):
                found.append((at, end))
            at = lower.find(phrase, end)
    return sorted(found)


def _last_separator(clause: str, start: int, end: int) -> int:
    """Return where the names of one claim end, before the subject of the next."""
    best = max((clause.rfind(sign, start, end) for sign in (",", "，", "、", "|")), default=-1)
    if best < 0:
        words = [clause.lower().rfind(f" {word} ", start, end) for word in AND if word[0].isalpha()]
        best = max(words, default=-1)
    return best if best >= 0 else end


def _without_denial(subject: str) -> tuple[str, bool]:
    """Return what depends without the words that deny it: `f_x does not`."""
    words = subject.split()
    denied = False
    while words and words[-1].lower().strip(",") in _DENYING:
        denied |= words.pop().lower().strip(",") not in ("does", "do", "did")
    return " ".join(words), denied


def _without_particle(names: str) -> str:
    """Return the names without the particle of a separable verb: `hängt von x und y ab`."""
    stripped = names.rstrip(" .!")
    for particle in (" ab", " af"):
        if stripped.endswith(particle):
            return stripped[: -len(particle)]
    return names


def _bare(names: str) -> str:
    return names.translate({ord(sign): None for sign in "\x02\x03\x04\x05"}).strip(" :*.：")
