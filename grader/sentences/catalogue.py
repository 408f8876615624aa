"""Find what is said to a student by its code, and fill its named gaps.

The texts stand in `english/`. A code is that of the feedback and, after a dot, the case: `placeholder.function`
is feedback of the code `placeholder`, so that programs which read JSON know few codes and wording knows all cases.

A sentence that names a cause has a check: what decides that this is so, and could decide that it is not. Each file of
`english/` names the checks of its sentences in `CHECKS`, by their dotted names; what has none says only what was seen, or asks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from grader.model import Audience, Feedback, Place
from grader.sentences.english import (
    about_answers,
    about_examples,
    about_formulas,
    about_pictures,
    about_programs,
    about_python,
    about_runs,
    about_scores,
    about_slips,
    about_submissions,
    about_values,
    in_letters,
)
from grader.sentences.sentence import Number, Sentence, filled

# In the order in which a reader would want them: answers, the code behind them, what lies around.
TABLES = (
    about_answers,
    about_formulas,
    about_values,
    about_slips,
    about_examples,
    about_programs,
    about_runs,
    about_python,
    about_submissions,
    about_scores,
    about_pictures,
    in_letters,
)
# All of them by code; a code stands in one table alone, which a test holds.
SENTENCES: Mapping[str, str] = MappingProxyType({code: text for table in TABLES for code, text in table.SENTENCES.items()})
CHECKS: Mapping[str, str] = MappingProxyType(
    {code: check for table in TABLES for check, codes in getattr(table, "CHECKS", {}).items() for code in codes}
)
"""The dotted name of what decides a cause, by the code of the sentence that names it."""


def sentence(code: str, **gaps: object) -> Sentence:
    """Return the sentence of a code with its gaps filled.

    Raises KeyError where there is no such code, or a gap of the sentence is not given.
    """
    fillings = {name: _filling(value) for name, value in gaps.items()}
    return Sentence(filled(SENTENCES[code], fillings), code, fillings)


def _filling(value: object) -> object:
    """Return what fills a gap as it is kept: a sentence, a number or a text."""
    match value:
        case Sentence() | Number() | int() | float():
            return value
        case Place():
            return place_called(value)
    return str(value)


def place_called(place: Place) -> Sentence:
    """Return a place as it is called in a sentence: `line 2`, or `cell 3, line 2`."""
    if place.cell is None:
        return sentence("place.line", line=place.line)
    return sentence("place.text" if place.text else "place.cell", cell=place.cell, line=place.line)


def slip_text(name: str, case: str = "", **gaps: object) -> Sentence:
    """Return what is said of a slip in the case where it was made, such as `step` or `program`; else its usual sentence.

    Raises KeyError as `sentence` does.
    """
    code = f"slip.{name}.{case}"
    return sentence(code if code in SENTENCES else f"slip.{name}", **gaps)


def say(code: str, *, under: str = "", audience: Audience = Audience.STUDENT, **gaps: object) -> Feedback:
    """Return feedback that says the sentence of a code, filed under the part of the code before its first dot.

    `under` is the feedback's code where one sentence is said under several.
    """
    return Feedback(code=under or code.partition(".")[0], text=sentence(code, **gaps), audience=audience)


def recognised(text: str, kind: str) -> str:
    """Return a text as the sentence of a kind that it says, its gaps likewise; every other text as it is.

    For what came back from a student's code, which forgets how it was made.

    >>> recognised("f takes one number; here are 2", "handed").gaps["wanted"].code
    'handed.one'
    """
    for code, pattern in _patterns(kind):
        found = pattern.fullmatch(text)
        if found is not None:
            return sentence(code, **{gap: recognised(filling, kind) for gap, filling in found.groupdict().items()})
    return text


@cache
def _patterns(kind: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the sentences of a kind as patterns, those without gaps first."""
    codes = sorted((code for code in SENTENCES if code.startswith(f"{kind}.")), key=lambda code: "{" in SENTENCES[code])
    return tuple((code, re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(SENTENCES[code])))) for code in codes)


# --- As JSON: of a sentence its code and gaps alone, which is shorter than its text and outlives a better wording ---


def to_plain(text: object) -> object:
    """Return a text as JSON-like data that `from_plain` reads."""
    match text:
        case Sentence():
            return ["s", text.code, {name: to_plain(value) for name, value in text.gaps.items()}]
        case Number():
            return ["n", str(text)]
    return text


def from_plain(plain: Any) -> Any:  # noqa: ANN401  (JSON)
    """Return what `to_plain` wrote. Raises KeyError for a sentence of an earlier catalogue: it is gone, or has other gaps."""
    match plain:
        case ["s", str(code), dict(gaps)]:
            return sentence(code, **{name: from_plain(value) for name, value in gaps.items()})
        case ["n", str(text)]:
            return Number(text)
    return plain
