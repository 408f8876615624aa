"""Tells what an exercise asks for from what a student says: `Define df_dx, for example df_dx = 3*x`.

Knows the verbs of the languages and nothing of exercises.
"""

from __future__ import annotations

from functools import lru_cache

from grader.notation.languages import words_of

_ENDS = ".!?:\n"  # behind which a sentence begins


@lru_cache(maxsize=1)
def _verbs() -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the words that ask where they begin a sentence, and those that do so anywhere."""
    words = words_of("asks")
    anywhere = tuple(word for word in words if " " in word or "." in word or word in ("should", "must"))
    return words - {*anywhere}, anywhere


def asks_for_something(text: str) -> bool:
    """Tell whether a text asks somebody to do something."""
    lower = text.lower()
    verbs, anywhere = _verbs()
    if any(f" {phrase} " in f" {lower} " or f" {phrase}," in lower for phrase in anywhere):
        return True
    for sign in _ENDS:
        lower = lower.replace(sign, "\n")
    heads = (
        sentence.strip(" \t*_`#>-–0123456789()[]\x02\x03\x04\x05").split(maxsplit=1) for sentence in lower.split("\n")
    )
    return any(head and head[0].strip(",") in verbs for head in heads)
