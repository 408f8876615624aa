"""Words around mathematics, one file a language: what says "and", "only", "depends on", "not", "step", "is", "answer".

To add a language write one file and add its line to `LANGUAGES`.

.words     the roles that a word can have
.english, .german, .french, .spanish, .italian, .portuguese, .dutch, .swedish, .polish, .russian, .chinese, .japanese
           the words of one language
"""

from __future__ import annotations

from grader.notation.languages import (
    chinese,
    dutch,
    english,
    french,
    german,
    italian,
    japanese,
    polish,
    portuguese,
    russian,
    spanish,
    swedish,
)
from grader.notation.languages.words import ROLES, Language

LANGUAGES: tuple[Language, ...] = tuple(
    module.WORDS
    for module in (
        english, german, french, spanish, italian, portuguese, dutch, swedish, polish, russian, chinese, japanese,
    )
)  # fmt: skip
FURTHER_CONJUNCTIONS = frozenset(("és", "ja", "ve", "og", "a", "şi", "și", "και", "و", "и", "та"))
"""How further languages say "and" between two names: too few words for a file of their own."""


def words_of(role: str) -> frozenset[str]:
    """Return the words and phrases that have a role in any language."""
    assert role in ROLES
    return frozenset(word for language in LANGUAGES for word in getattr(language, role).split("|") if word)


def single_words_of(*roles: str) -> frozenset[str]:
    """Return the words of these roles that are one word."""
    return frozenset(word for role in roles for word in words_of(role) if " " not in word)


def ordinals() -> dict[str, int]:
    """Return the number that each ordinal stands for."""
    return {
        word: number
        for language in LANGUAGES
        for number, forms in enumerate(language.ordinals.split("|"), 1)
        for word in forms.split("/")
    }


AND = frozenset(word for word in words_of("conjunction") if " " not in word) | FURTHER_CONJUNCTIONS
"""What joins two equations or two names: a separator where a label and its sign follow."""
AT = frozenset("at an in bei im am for für en au dans à nel em no na på vid w dla в при 在 对".split())
"""Words before a point."""
IS = words_of("is_")
"""What stands between a label and its answer, phrases too (`is equal to`)."""
LETTERS_FOR_AND: dict[str, frozenset[str]] = {
    letter: frozenset(word for role in ROLES for word in getattr(language, role).replace("|", " ").replace("/", " ").split())
    for language in LANGUAGES
    for letter in language.conjunction.split("|")
    if len(letter) == 1
}
"""One letter that says "and" in a language, with the words of that language."""
SPOKEN = frozenset(word for role in ROLES for word in words_of(role) if len(word) > 1)
"""All words of all roles: with one of them a remark in brackets may begin that has a formula in it."""


ASKED = ("gradient", "slope", "unit_vector", "steps")
"""The roles of nouns for what exercises ask for; an item that is called so in English may be in any language."""


def english_nouns() -> dict[str, str]:
    """Return the nouns of other languages for what exercises ask for, as names, to the English one."""
    english = {word for role in ASKED for word in getattr(LANGUAGES[0], role).split("|")}
    nouns = {role: words_of(role) - english for role in ASKED}
    found = {word.replace(" ", "_").replace("'", "_"): role for role, words in nouns.items() for word in sorted(words)}
    return found | {"points": "steps", "iterations": "steps"}


def nouns_for(names: frozenset[str]) -> frozenset[str]:
    """Return the names in other languages of items with these names."""
    return frozenset(word for word, role in english_nouns().items() if role in names)
