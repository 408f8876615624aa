"""The old name of `vocabulary`, until its callers are moved."""

from functools import lru_cache

from grader.notation.lexer import Lexer
from grader.notation.signs import GREEK
from grader.notation.vocabulary import CONSTANTS, FUNCTION_WORDS, MODULES, Vocabulary, Words, spellings, words_of

__all__ = ["CONSTANTS", "FUNCTION_WORDS", "GREEK", "MODULES", "Names", "names_for", "spellings"]


class Names:
    def __init__(self, words: Words) -> None:
        self.words = words
        self.declares = words.declares
        self.axes = {"i": 0, "j": 1, "k": 2, "e_1": 0, "e_2": 1, "e_3": 2}

    def read(self, word: str, position: int):
        return [t._replace(kind="bad") if t.kind in ("word", "sign") else t for t in Lexer(word, self.words, tex=False).tokens()[:-1]]


@lru_cache(maxsize=256)
def names_for(variables: tuple[str, ...]) -> Names:
    """Return the words of an exercise with these variables."""
    return Names(words_of(Vocabulary(variables=variables)))
