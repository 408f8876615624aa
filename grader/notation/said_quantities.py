r"""Reads what a side of an equation says as a quantity: `f(1, 2)`, `f_{xy}`, `\|\nabla f(P)\|`, `D_{\hat v} f(2, 1)`.

However it is written, the same quantity has one name: `f@(1,2)`, `diff(f,x,y)`, `norm(gradient(f)@(P))`, `slope(f,v)@(2,1)`.
Knows no exercise: which of these names mean anything there is for its reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from grader.algebra.tree import Number
from grader.notation.languages import AT
from grader.notation.lexer import Lexer
from grader.notation.tokens import Token, Unreadable
from grader.notation.vocabulary import Vocabulary, Words, words_of

_NAMED = frozenset(("word", "variable", "constant", "unit"))  # kinds of tokens that are a name
_DIFFERENTIALS = frozenset(("d", "∂", "δ", "partial"))  # how people write the d of a derivative
_GRADIENTS = frozenset(("∇", "grad", "Grad", "nabla"))  # how they write a gradient, before a function
_ENDINGS = ("_hat", "_vec")  # of a vector's name: how it is drawn
_LONGEST = 60  # tokens of a side; `\nabla f(2, 1) \cdot \frac{v}{\|v\|}` has thirty
_MOST_ORDER = 4  # of a derivative: beyond it an index is a word
_ONE_WORD = re.compile(r"d(\d?)([A-Za-z])_?((?:d[^\W\d_]\d?)+)")  # `d2f_dxdy`, `d2f_dx2`, `df_dx`


class _NoQuantityError(Exception):
    """A side says no quantity."""


def said_in(text: str, variables: tuple[str, ...]) -> str | None:
    """Return the name of the quantity in a side of an equation; None where it says none.

    >>> said_in("f_yx(2, 1)", ("x", "y"))
    'diff(f,x,y)@(2,1)'
    """
    return _said(text, Vocabulary(variables=variables))


@lru_cache(maxsize=2048)  # a class writes the same sides
def _said(text: str, vocabulary: Vocabulary) -> str | None:
    words = words_of(vocabulary)
    try:
        return said(Lexer(text.strip(" $&=:"), words).tokens()[:-1], words)
    except Unreadable:
        return None


def said(tokens: Sequence[Token], words: Words) -> str | None:
    """Return the name of the quantity that tokens say, all of them."""
    signs = [token for token in tokens if token.value not in {"{"}]
    if not 0 < len(signs) <= _LONGEST:
        return None
    try:
        return _Side(signs, words).whole()
    except (_NoQuantityError, RecursionError):
        return None


def differentiated(of: str, by: Iterable[str]) -> str:
    """Return the name of a derivative; the order of variables says nothing.

    >>> differentiated("diff(f,y)", ["x"])
    'diff(f,x,y)'
    """
    inner = re.fullmatch(r"diff\((\w+),([\w,]+)\)", of)
    of, earlier = (inner[1], inner[2].split(",")) if inner else (of, [])
    return f"diff({of},{','.join(sorted([*earlier, *by]))})"


def at_point(of: str, point: Iterable[str]) -> str:
    """Return the name of a quantity at a point: what is done with the value stands around it."""
    inner = re.fullmatch(r"norm\((.*)\)", of)
    return f"norm({at_point(inner[1], point)})" if inner else f"{of}@({','.join(point)})"


def bare(vector: str) -> str:
    """Return the name of a vector without what is drawn above it."""
    for ending in _ENDINGS:
        vector = vector.removesuffix(ending)
    return vector


class _Side:
    """The tokens of a side without the braces of TeX, and the place that the reading has come to."""

    def __init__(self, tokens: Sequence[Token], words: Words) -> None:
        self.tokens, self.words, self.at = tokens, words, 0

    def whole(self) -> str:
        """Return the name of all that stands there."""
        found = self._sum()
        if self.at < len(self.tokens):
            raise _NoQuantityError
        return found

    # --- Tokens -----------------------------------------------------------------------------------

    def _value(self, ahead: int = 0) -> str:
        """Return a token as text: a bar for every sign of a norm; empty behind the end."""
        if self.at + ahead >= len(self.tokens):
            return ""
        token = self.tokens[self.at + ahead]
        if token.kind in {"open", "close"} and token.value != "|":
            return str(token.value) if token.kind == "open" else {"(": ")", "[": "]"}.get(str(token.value), "")
        if token.kind == "unit" and isinstance(token.value, int):
            return "ijk"[token.value]
        return "|" if token.value == "‖" else str(getattr(token.value, "value", token.value))

    def _kind(self, ahead: int = 0) -> str:
        return self.tokens[self.at + ahead].kind if self.at + ahead < len(self.tokens) else ""

    def _take(self, *values: str) -> bool:
        """Go over a token that is one of these values."""
        if self._value() not in values:
            return False
        self.at += 1
        return True

    def _needs(self, *values: str) -> None:
        if not self._take(*values):
            raise _NoQuantityError

    def _name(self) -> str:
        """Go over a name and return it."""
        if self._kind() not in _NAMED:
            raise _NoQuantityError
        self.at += 1
        return self._value(-1)

    # --- What is computed -------------------------------------------------------------------------

    def _sum(self) -> str:
        found = f"-{self._product()}" if self._take("-") else self._product()
        while self._value() in {"+", "-"}:
            sign = self._value()
            self.at += 1
            found = f"({found}{sign}{self._product()})"
        return found

    def _product(self) -> str:
        found = self._atom()
        while self._value() in {"·", "*", "/"} or self._is_factor(found):
            sign = self._value()
            self.at += sign in {"·", "*", "/"}
            found = _multiplied(found, "/" if sign == "/" else "*", self._atom())
        return found

    def _is_factor(self, before: str) -> bool:
        """Tell whether a quantity stands behind a number or a letter, without a sign: `2 f(1, 2)`, `k f(1, 2)`."""
        short = len(before) == 1 or before.replace("/", "").isdigit()
        return short and (self._kind() in _NAMED or self._value() in _GRADIENTS)

    def _atom(self) -> str:
        value, kind = self._value(), self._kind()
        if kind == "number":
            return self._number()
        if value == "|":
            self.at += 1
            inner = self._sum()
            self._needs("|")
            return f"norm({inner})"
        if value in {"(", "["}:
            return self._behind(self._enclosed())
        if value in _GRADIENTS:
            self.at += 1
            return self._behind(f"gradient({self._function()})")
        if value in _DIFFERENTIALS or self._is_differential():
            return self._behind(self._derivative())
        return self._behind(self._word())

    def _enclosed(self) -> str:
        self.at += 1
        parts = [self._sum()]
        while self._take(",", ";"):
            parts.append(self._sum())
        self._needs(")", "]")
        return parts[0] if len(parts) == 1 else f"({','.join(parts)})"

    def _function(self) -> str:
        """Go over the function that an operator is applied to, in brackets or not."""
        closing = self._take("(")
        name = self._name()
        if closing:
            self._needs(")")
        return name

    # --- Derivatives ------------------------------------------------------------------------------

    def _is_differential(self) -> bool:
        """Tell whether a quotient `df/dx` begins, written as words."""
        return self._kind() == "word" and len(self._value()) == 2 and self._value()[0] == "d" and self._value(1) == "/"

    def _derivative(self) -> str:
        """Return the derivative that a quotient of differentials is, or `∂_x f`."""
        of, wanted = self._differential()
        if of is None and not self._take("/"):
            return self._by_index()
        point: list[str] | None = None
        if of is not None:
            point = self._arguments()
            self._needs("/")
        by: list[str] = []
        while len(by) < wanted and (self._value() in _DIFFERENTIALS or self._value()[:1] == "d"):
            name, _ = self._differential()
            if name is None:
                raise _NoQuantityError
            by += [name] * self._power()
        if len(by) != wanted:
            raise _NoQuantityError
        of = self._operand() if of is None else of
        if not set(by) <= set(self.words.variables):
            found = f"slope({of},{bare(by[0])})" if len(by) == 1 else ""
        else:
            found = differentiated(of, by)
        if not found:
            raise _NoQuantityError
        return found if point is None else at_point(found, point)

    def _differential(self) -> tuple[str | None, int]:
        """Go over `∂²f`, `∂f`, `df` or `∂` alone; return what it is of and its order."""
        if self._kind() == "word" and self._value()[:1] == "d" and len(self._value()) > 1:
            return self._name()[1:], 1
        self.at += 1
        order = self._power()
        if self._kind() in _NAMED and self._value()[:1] != "_":
            return self._name(), order
        return None, order

    def _power(self) -> int:
        """Go over an exponent and return it; 1 without one."""
        if not self._take("^"):
            return 1
        power = self._value()
        if not power.isdigit() or int(power) > _MOST_ORDER:
            raise _NoQuantityError
        self.at += 1
        return int(power)

    def _operand(self) -> str:
        """Return what `∂/∂x` is applied to."""
        if self._value() in {"(", "["}:
            return self._enclosed()
        return self._derivative() if self._value() in _DIFFERENTIALS or self._is_differential() else self._word()

    def _by_index(self) -> str:
        """Return `∂_x f` and `∂_{xy} f`, of which the sign is read."""
        by = self._indices(self._name().lstrip("_"))
        if not by:
            raise _NoQuantityError
        return differentiated(self._word(), by)

    def _indices(self, index: str) -> list[str]:
        """Return the variables in an index such as `xy`, `x,y` and `12`; none where it is a word."""
        variables = self.words.variables
        found, rest = list[str](), index.replace(",", "")
        while rest:
            name = next((name for name in sorted(variables, key=len, reverse=True) if rest.startswith(name)), None)
            if name is None and rest[0].isascii() and rest[0].isdigit() and 0 < int(rest[0]) <= len(variables):
                found.append(variables[int(rest[0]) - 1])
                rest = rest[1:]
            elif name is None:
                return []
            else:
                found.append(name)
                rest = rest[len(name) :]
        return found if len(found) <= _MOST_ORDER else []

    # --- Names ------------------------------------------------------------------------------------

    def _word(self) -> str:
        """Return what a name of one word says: a function, its derivative `f_xy` or `d2f_dxdy`, its slope `D_v f`."""
        name = self._name()
        head, line, index = name.partition("_")
        if head == "D" and line:
            return self._along(index)
        if head in {"nabla", "grad"} and line:
            return f"gradient({index})"
        written = _ONE_WORD.fullmatch(name)
        if written is not None:
            pairs = re.findall(r"d([^\W\d_])(\d?)", written[3])
            by = [variable for variable, power in pairs for _ in range(int(power or 1))]
            if len(by) == int(written[1] or 1) and set(by) <= set(self.words.variables):
                return differentiated(written[2], by)
        by = self._indices(index) if line else []
        return differentiated(head, by) if by else name

    def _along(self, index: str) -> str:
        """Return the slope of `D_v f`, behind its `D_v`."""
        if self._kind() in _NAMED:
            of = self._name()
        elif len(index) > 1 and index[-1].isalpha() and not index.endswith(_ENDINGS):
            index, of = index[:-1].rstrip("_"), index[-1]  # `D_vf`
        else:
            raise _NoQuantityError
        by = self._indices(index)
        if by:
            return differentiated(of, by)
        return f"slope({of},{f'({index})' if ',' in index else bare(index)})"

    def _behind(self, found: str) -> str:
        """Return a quantity with what stands behind it: primes, an index, its point."""
        primes = 0
        while self._take("'"):
            primes += 1
        index = self._value()[1:] if self._kind() == "word" and self._value()[:1] == "_" else ""
        if index or (self._value() == "_" and self._kind(1) in _NAMED):
            self.at += 1 if index else 2
            by = self._indices(index or str(self.tokens[self.at - 1].value))
            if not by:
                raise _NoQuantityError
            return self._at(differentiated(found, by))
        if primes and not found.startswith("diff("):
            found = f"{found}{chr(39) * primes}"
        return self._at(found)

    def _at(self, found: str) -> str:
        """Return a quantity at the point that stands behind it."""
        if self._value() == "|" and self._value(1) == "_":
            self.at += 2
            return at_point(found, self._index_of_bar())
        if self._value() in AT and (self._value(1) == "(" or self._kind(1) == "word"):
            self.at += 1
            if self._value() != "(":
                return at_point(found, [self._name()])
        point = self._arguments()
        return found if point is None else at_point(found, point)

    def _index_of_bar(self) -> list[str]:
        """Go over the point below a bar, which the lexer makes one word: `2,1`, `P`, and `x2,y1` for `x = 2, y = 1`."""
        if self._value() == "(":
            return self._arguments() or []
        written = self._value()
        self.at += 1
        letters = "".join(self.words.variables)
        return [part.lstrip(letters) or part for part in written.split(",")]

    def _arguments(self) -> list[str] | None:
        """Go over arguments and return them; None where they are the variables alone, or none stand there."""
        if self._value() != "(":
            return None
        self.at += 1
        names = [self._kind() == "variable"]
        parts = [self._argument()]
        while self._take(",", ";", "|"):
            names.append(self._kind() == "variable")
            parts.append(self._argument())
        self._needs(")")
        return None if all(names) and set(parts) <= set(self.words.variables) else parts

    def _argument(self) -> str:
        """Return a coordinate, without the name of its variable in `x = 2`."""
        if self._kind() == "variable" and self._value(1) == "=":
            self.at += 2
        if self._take("-"):
            return f"-{self._number()}"
        return self._number() if self._kind() == "number" else self._sum()

    def _number(self) -> str:
        if self._kind() != "number":
            raise _NoQuantityError
        token = self.tokens[self.at].value
        assert isinstance(token, Number)
        self.at, value = self.at + 1, token.value
        if self._value() == "/" and self._kind(1) == "number":
            below = self.tokens[self.at + 1].value
            assert isinstance(below, Number)
            if not below.value:
                raise _NoQuantityError
            self.at, value = self.at + 2, value / below.value
        return str(value)


def _multiplied(left: str, sign: str, right: str) -> str:
    """Return the name of a product: a gradient times a direction is a slope, and v/|v| is the direction of v."""
    if sign == "/":
        along = re.fullmatch(r"dot\((\w+),(\w+)\)(@\(.*\))?", left)
        if along and bare(right[5:-1]) == along[2]:
            return f"slope({along[1]},{along[2]}){along[3] or ''}"
        return f"unit({bare(left)})" if right == f"norm({left})" else f"({left}/{right})"
    gradient = re.fullmatch(r"gradient\((\w+)\)(@\(.*\))?", left)
    direction = re.fullmatch(r"unit\((\w+)\)|(\w+)_hat", right)
    if gradient and direction:
        return f"slope({gradient[1]},{direction[1] or direction[2]}){gradient[2] or ''}"
    if gradient and right.isidentifier():
        return f"dot({gradient[1]},{bare(right)}){gradient[2] or ''}"
    return f"({left}*{right})"
