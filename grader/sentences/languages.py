"""Say a sentence again in another language, or in a teacher's own words.

A translation is a file of gettext in `translations/`, whose contexts are the codes and whose messages are the English sentences: a
sentence that was reworded has no translation until somebody has read it again. What has none is said in English.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

from grader.model import Assignment
from grader.sentences.catalogue import SENTENCES
from grader.sentences.sentence import Number, Sentence, filled

TRANSLATIONS = Path(__file__).parent / "translations"  # packed with the code, read where a course wants one
LANGUAGES = ("en", *sorted(file.stem for file in TRANSLATIONS.glob("*.po")))
"""What a course may set as its language, by the codes of ISO 639."""
_DECIMAL_COMMA = frozenset(("de",))  # languages that write one; the others of `LANGUAGES` write a point
_POINT = re.compile(r"(?<=\d)\.(?=\d)")  # one between digits: the end of a sentence is none


@dataclass(frozen=True, kw_only=True, slots=True)
class Language:
    """A way to say things: the language's code, and a teacher's own sentences by code, which go before it."""

    code: str = "en"
    own: Mapping[str, str] = field(default_factory=dict)

    def retell(self, text: str) -> str:
        """Return a text as it is said here; one that does not remember how it was made comes back as it is."""
        if isinstance(text, Number) and self.code in _DECIMAL_COMMA:
            return _POINT.sub(",", text.replace(", ", "; "))
        if not isinstance(text, Sentence) or (self.code == "en" and not self.own):
            return text
        gaps = {name: self.retell(value) if isinstance(value, str) else value for name, value in text.gaps.items()}
        return filled(self.text(text.code), gaps)

    def text(self, code: str) -> str:
        """Return the sentence of a code with its gaps open."""
        english = SENTENCES[code]
        return self.own[code] if code in self.own else _translator(self.code)(code, english)


ENGLISH = Language()  # what is said where nothing else was asked for


def language_of(assignment: Assignment) -> Language:
    """Return how an assignment's students are spoken to."""
    return Language(code=assignment.language, own=assignment.sentences)


@cache
def _translator(code: str) -> Callable[[str, str], str]:
    """Return what finds the translation of a message in its context."""
    if code == "en":
        return lambda context, message: message
    import polib

    compiled = polib.pofile(str(TRANSLATIONS / f"{code}.po")).to_binary()
    return GNUTranslations(io.BytesIO(compiled)).pgettext
