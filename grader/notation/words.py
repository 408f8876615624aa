"""What a word in an expression means: a declared variable, a constant, a function, or several of them run together.

Knows spellings only: `np.arcsin`, `arcsin` and `asin` are one function, `xsinx` is three words.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from grader.algebra.functions import FUNCTIONS
from grader.algebra.tree import Number
from grader.notation.building import SHORTHANDS
from grader.notation.tokens import Kind, Token, quoted

FUNCTION_WORDS: dict[str, str] = {
    word: name
    for table in (FUNCTIONS, SHORTHANDS)
    for name, row in table.items()
    for word in (name, *row.spellings)
}
"""Every spelling of a function, or of something that is built out of functions, to its name."""
CONSTANTS = {"pi": "pi", "Pi": "pi", "PI": "pi", "π": "pi", "e": "e", "E": "e", "ℯ": "e"}
MODULES = frozenset(
    ("np", "numpy", "math", "mg", "mygrad", "sp", "sympy", "sym", "cmath", "jnp", "torch", "scipy", "mp", "mpmath")
)
GREEK = dict(
    zip(
        "αβγδεζηθικλμνξορστυφχψωΓΔΘΛΞΠΣΥΦΨΩϕϑϵϱ",
        (
            *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu"),
            *("nu", "xi", "omicron", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega"),
            *("Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi_", "Sigma", "Upsilon", "Phi", "Psi", "Omega"),
            *("phi", "theta", "epsilon", "rho"),
        ),
        strict=True,
    )
)
_NO_NUMBERS = {
    **dict.fromkeys(("nan", "NaN", "NAN", "oo", "inf", "Inf", "infty", "infinity", "zoo", "∞"), "is not a number"),
    **dict.fromkeys(("None", "True", "False"), "is no expression"),
}
# Words that may be cut out of a run of letters such as `xsinx`; longer spellings first.
_RUN_TOGETHER = sorted(
    (word for word, name in FUNCTION_WORDS.items() if name in FUNCTIONS and word.islower() and len(word) > 1), key=len
)[::-1]


class Names:
    """The meaning of every word, for an exercise with these variables."""

    def __init__(self, variables: tuple[str, ...]) -> None:
        self.variables = variables
        self._words: dict[str, tuple[Kind, str | int]] = {}
        for word, function in FUNCTION_WORDS.items():
            self._words[word] = ("function", function)
        for name, constant in CONSTANTS.items():
            self._words[name] = ("constant", constant)
        for variable in variables:
            for spelling in spellings(variable):
                self._words[spelling] = ("variable", variable)
        for variable in variables:
            self._words[variable] = ("variable", variable)
        self.axes = {"i": 0, "j": 1, "k": 2, "e_1": 0, "e_2": 1, "e_3": 2}
        self.dimension = len(variables) if len(variables) in {2, 3} else 2

    def declares(self, word: str) -> bool:
        """Tell whether the word is a variable of the exercise."""
        return self._words.get(word, ("", ""))[0] == "variable"

    def knows(self, word: str) -> bool:
        """Tell whether the word means something by itself."""
        return word in self._words or word in self.axes

    def read(self, word: str, position: int, *, split: bool = True) -> list[Token]:
        """Return the tokens that a word stands for; one of kind `bad` when it stands for nothing known."""
        meaning = self._meaning(word)
        if meaning is not None:
            return [Token(*meaning, position)]
        subscript = re.fullmatch(r"(?:log|ln)_?(\d{1,3}|e)", word, re.ASCII)
        if subscript:
            return self._logarithm(subscript[1], position)
        pieces = self._cut(word) if split and len(word) <= 40 else None
        if pieces is None:
            return [Token("bad", self._complaint(word), position)]
        tokens = []
        for piece in pieces:
            kind, value = self._meaning(piece) or ("bad", "")
            tokens.append(Token(kind, value, position))
            position += len(piece)
        return tokens

    def _meaning(self, word: str) -> tuple[Kind, str | int] | None:
        if word in self._words:
            return self._words[word]
        return ("unit", self.axes[word]) if word in self.axes else None

    def _logarithm(self, base: str, position: int) -> list[Token]:
        of_base: Token = (
            Token("constant", "e", position) if base == "e" else Token("number", Number(Fraction(int(base))), position)
        )
        return [Token("function", "log", position), Token("op", "_", position), of_base]

    def _cut(self, word: str) -> list[str] | None:
        """Return the pieces of a run such as `xsinx`, longest first from the left, or None."""
        pieces = [*_RUN_TOGETHER, "pi", "π", "e", "i", "j", "k"]
        pieces += [spelling for spelling, (kind, _) in self._words.items() if kind == "variable"]
        pieces.sort(key=len, reverse=True)
        dead: set[int] = set()
        chosen: list[str] = []

        def descend(start: int) -> bool:
            if start == len(word):
                return True
            if start in dead:
                return False
            for piece in pieces:
                if word.startswith(piece, start):
                    chosen.append(piece)
                    if descend(start + len(piece)):
                        return True
                    chosen.pop()
            dead.add(start)
            return False

        return chosen if descend(0) else None

    def _complaint(self, word: str) -> str:
        if word in _NO_NUMBERS:
            return f"{quoted(word)} {_NO_NUMBERS[word]} that can be compared with anything."
        lost = re.fullmatch(r"([^\W\d_]+?)(\d+)", word)
        if lost and self._cut(lost[1]) is not None:
            name, digits = lost.groups()
            if name in FUNCTION_WORDS:
                row = FUNCTIONS.get(FUNCTION_WORDS[name])
                degrees = f", or {name}({digits}°) for degrees" if row is not None and row.of_angle else ""
                return f"{quoted(word)} lacks brackets; write {name}({digits}){degrees}."
            return (
                f"{quoted(word)} could mean {name} to the power {digits} or {digits} times {name}; "
                f"write {name}**{digits} or {digits}*{name}."
            )
        known = ", ".join(self.variables)
        whose = f"a variable of this exercise ({known})" if known else "a variable"
        return f"{quoted(word)} is not {whose}, nor a function or constant known here."


def spellings(variable: str) -> set[str]:
    """`theta`, `θ` and `x_1`, `x1`, `x₁`: the ways to write one declared variable."""
    found = {variable}
    found.update(sign for sign, name in GREEK.items() if name == variable)
    if variable in GREEK:
        found.add(GREEK[variable])
    head, line, tail = variable.partition("_")
    if line and tail:
        found.add(head + tail)
        found.update(sign + line + tail for sign, name in GREEK.items() if name == head)
    numbered = re.fullmatch(r"([^\W\d_]+)(\d+)", variable)
    if numbered:
        found.add(f"{numbered[1]}_{numbered[2]}")
    return found


@lru_cache(maxsize=256)
def names_for(variables: tuple[str, ...]) -> Names:
    """Return the words of an exercise with these variables."""
    return Names(variables)
