"""Remember how a text was made, so that it can be said again: in another language, or in a teacher's own words.

A `Sentence` is an ordinary text in English that also knows its code and what fills its gaps; a `Number` is a text of numbers that
a language may write with a decimal comma. Both pass for texts everywhere. What they know is lost where a text is cut or put
together by hand, and then the English stays: put texts together by a sentence of the catalogue. A gap that begins a sentence is
written `{whose!C}`: what fills it begins with a capital there, and in `{slip!c}`, after a colon, with a small letter. Knows no
catalogue and no language.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import Any


class Sentence(str):
    """A text with the code of its sentence and what fills the gaps: texts, numbers, and other sentences."""

    __slots__ = ("code", "gaps")
    code: str
    gaps: Mapping[str, object]

    def __new__(cls, text: str, code: str, gaps: Mapping[str, object]) -> Sentence:
        """Return the text, which remembers the rest."""
        made = super().__new__(cls, text)
        made.code, made.gaps = code, gaps
        return made

    def __reduce__(self) -> tuple[type[Sentence], tuple[str, str, dict[str, object]]]:
        return Sentence, (str(self), self.code, dict(self.gaps))

    def strip(self, chars: str | None = None, /) -> str:
        """Return the text without blanks around it; itself where there are none."""
        bare = super().strip(chars)
        return self if len(bare) == len(self) else bare


class Number(str):
    """Numbers as text, written with points, as `0.05` or `(0.4, 1.9)`; what a student could type as code is none."""

    __slots__ = ()


BEGINNINGS = {"C": str.upper, "c": str.lower}  # what the conversion of a gap makes of the first letter


class _Filler(string.Formatter):
    """Fills gaps as `str.format` does, and begins what fills `{gap!C}` and `{gap!c}` with such a letter."""

    def convert_field(self, value: object, conversion: Any) -> object:  # noqa: ANN401  (as in the standard library)
        """Return what fills a gap, its first letter as it is asked for."""
        if conversion not in BEGINNINGS:
            return super().convert_field(value, conversion)
        text = str(value)
        return BEGINNINGS[conversion](text[:1]) + text[1:]


_FILLER = _Filler()  # one for all: it keeps nothing from one text to the next


def filled(text: str, gaps: Mapping[str, object]) -> str:
    """Return a sentence with its gaps filled. Raises KeyError for one that is not given.

    >>> filled("{whose!C} is {value}.", {"whose": "your answer", "value": 3})
    'Your answer is 3.'
    """
    return _FILLER.vformat(text, (), gaps) if "!" in text else text.format_map(gaps)
