"""What the words of an exercise mean to the reader of its mathematics: its variables, its names, constants and functions.

Knows spellings only: `np.arcsin`, `arcsin` and `asin` are one function, `xsinx` is three words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from keyword import iskeyword

from grader.algebra.functions import FUNCTIONS
from grader.notation.signs import GREEK
from grader.notation.tokens import Kind
from grader.notation.trees import SHORTHANDS

FUNCTION_WORDS: dict[str, str] = {
    word: name for table in (FUNCTIONS, SHORTHANDS) for name, row in table.items() for word in (name, *row.spellings)
}
"""Every spelling of a function, or of something that is built out of functions, to its name."""
CONSTANTS = {"pi": "pi", "Pi": "pi", "PI": "pi", "π": "pi", "e": "e", "E": "e", "ℯ": "e"}
"""Numbers with a name, unless an exercise has a variable called so."""
MODULES = frozenset(("np", "numpy", "math", "mg", "mygrad", "sp", "sympy", "sym", "cmath", "jnp", "torch", "scipy", "mp", "mpmath"))
"""Names under which programs import the functions of mathematics, before a point."""
NO_NUMBERS = {
    **dict.fromkeys(("nan", "NaN", "NAN", "oo", "inf", "Inf", "infty", "infinity", "zoo", "∞"), "no_number"),
    **dict.fromkeys(("None", "True", "False"), "no_expression"),
}
"""Words that programs print and that stand for nothing which can be compared, and the case of the sentence that says so."""
_LONGEST_RUN = 40  # letters that are cut into words at most; what is longer was not typed by anybody
_MOST_KEPT = 4_096  # words of one vocabulary whose meaning is kept; a class writes some hundred
_RUN_TOGETHER = [
    word for word, name in FUNCTION_WORDS.items() if name in FUNCTIONS and word.isalpha() and word.islower() and len(word) > 1
]
"""Words that may be cut out of a run of letters such as `xsinx`."""

Meaning = tuple[Kind, str | int]
"""What a word is, and its name or the number of its axis."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Vocabulary:
    """The names that a text may use; equal ones are one key of every cache.

    `names` are identifiers (`df_dx`, `nabla_f`, `u_hat`) of all items and their aliases. `components` says how many
    components an answer under a name has, where that is known: it settles what `2x + 1,5y` and `(0,5, 2)` are.
    `derivatives` are the usual names of derivatives that no item has (`f_x`), each with the name of the item that asks for it;
    `quantities` the same for what is no name of one word, as `said_quantities` writes it (`f@(1,2)`).
    """

    variables: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    function: str = "f"
    decimal_comma: bool = False
    components: tuple[tuple[str, int], ...] = ()
    derivatives: tuple[tuple[str, str], ...] = ()
    quantities: tuple[tuple[str, str], ...] = ()

    def item_of(self, name: str) -> str:
        """Return the name of the item that asks for the derivative of this name, and any other name as it is."""
        return next((item for spelled, item in self.derivatives if spelled == name), name)

    def item_asking_for(self, quantity: str | None) -> str | None:
        """Return the name of the item that asks for a quantity."""
        return next((item for said, item in self.quantities if said == quantity), None)

    def size_of(self, names: tuple[str, ...]) -> int | None:
        """Return how many components an answer under one of these names has."""
        return next((size for name, size in self.components if name in names), None)


Pieces = tuple[tuple[Kind, str | int, int], ...]
"""Words that were cut out of a run of letters: what each is, its name, and how many letters it has."""


class Words:
    """The meaning of every word in one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        variables = vocabulary.variables
        self.vocabulary = vocabulary
        self.variables = variables
        self._meanings: dict[str, Meaning] = {word: ("function", name) for word, name in FUNCTION_WORDS.items()}
        self._meanings |= {word: ("constant", name) for word, name in CONSTANTS.items()}
        self._meanings |= {letter: ("unit", axis) for axis, letter in enumerate("ijk")}
        self._meanings |= {f"e_{number}": ("unit", number - 1) for number in (1, 2, 3)}
        self._meanings |= {f"e_{variable}": ("unit", axis) for axis, variable in enumerate(variables[:3])}
        self._meanings |= {f"{letter}_hat": ("unit", axis) for axis, pair in enumerate(("ix", "jy", "kz")) for letter in pair}
        self._meanings |= {f"{variable}_hat": ("unit", axis) for axis, variable in enumerate(variables[:3])}
        for variable in variables:
            self._meanings |= dict.fromkeys(spellings(variable), ("variable", variable))
        self._meanings |= {variable: ("variable", variable) for variable in variables}
        self.signs = frozenset(word for word in self._meanings if self.declares(word))
        self.dimension = len(variables) if len(variables) in {2, 3} else 2
        self._by_letter: dict[str, list[str]] = {}
        runs = {*_RUN_TOGETHER, "pi", "π", "e", "i", "j", "k", *self.signs}
        for word in sorted(runs, key=len, reverse=True):
            self._by_letter.setdefault(word[0], []).append(word)
        self._cuts: dict[str, Pieces | None] = {}

    def declares(self, word: str) -> bool:
        """Tell whether the word is a variable of the exercise."""
        meaning = self._meanings.get(word)
        return meaning is not None and meaning[0] == "variable"

    def is_name(self, word: str) -> bool:
        """Tell whether the word is the name of an item."""
        return word in self.vocabulary.names

    def meaning(self, word: str) -> Meaning | None:
        """Return what the word means as a whole."""
        return self._meanings.get(word)

    def cut(self, word: str) -> Pieces | None:
        """Return the words of a run such as `xsinx`, longest first from the left; None where letters are left over."""
        if word in self._cuts:
            return self._cuts[word]
        pieces = self._pieces(word) if len(word) <= _LONGEST_RUN else None
        if len(self._cuts) < _MOST_KEPT:
            self._cuts[word] = pieces
        return pieces

    def _pieces(self, word: str) -> Pieces | None:
        """Return the first way from the left; `reached` keeps for each place the pieces still to be tried there."""
        chosen: list[str] = []
        dead: set[int] = set()
        start = 0
        pending = [iter(self._by_letter.get(word[:1], ()))]
        while start < len(word):
            piece = next((piece for piece in pending[-1] if word.startswith(piece, start)), None)
            if piece is not None and start + len(piece) not in dead:
                chosen.append(piece)
                start += len(piece)
                pending.append(iter(self._by_letter.get(word[start : start + 1], ())))
            elif piece is None:
                dead.add(start)
                pending.pop()
                if not chosen:
                    return None
                start -= len(chosen.pop())
        return tuple((*self._meanings[piece], len(piece)) for piece in chosen)


def spellings(variable: str) -> set[str]:
    """Return the ways to write one declared variable: `theta`, `θ`, or `x_1`, `x1`, `x₁`; `lambda_` is λ too."""
    word = variable.removesuffix("_")
    found = {variable, word} if iskeyword(word) else {variable}
    found.update(sign for sign, name in GREEK.items() if name in found)
    if variable in GREEK:
        found.add(GREEK[variable])
    head, line, tail = variable.partition("_")
    if line and tail:
        found.add(head + tail)
        found.update(sign + line + tail for sign, name in GREEK.items() if name == head)
    stem = variable.rstrip("0123456789")
    if stem.isalpha() and stem != variable:
        found.add(f"{stem}_{variable[len(stem) :]}")
    return found


@lru_cache(maxsize=256)
def words_of(vocabulary: Vocabulary) -> Words:
    """Return the words of a vocabulary, made once."""
    return Words(vocabulary)
