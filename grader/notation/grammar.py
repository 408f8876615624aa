"""Builds a tree from tokens by precedence climbing: the grammar of every notation, once.

Sums, then products (explicit or by juxtaposition, from left to right: `1/2x` is `(1/2)*x`), then signs, then powers.
Reads a whole text, or as much as belongs to a formula that begins at some token. Knows no characters: what a token
looked like is the lexer's.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from contextlib import suppress
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

from grader.algebra.functions import FUNCTIONS
from grader.algebra.tree import (
    Constant,
    Expression,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Variable,
    Vector,
    variables_in,
    walk,
)
from grader.notation.languages import LETTERS_FOR_AND, SPOKEN
from grader.notation.signs import CLOSING, DASHES
from grader.notation.tokens import MAX_NESTING, WIDE, Complaint, Kind, Token, Unreadable, quoted, unreadable
from grader.notation.trees import ONE, ZERO, apply, lift_vectors
from grader.notation.vocabulary import FUNCTION_WORDS, NO_NUMBERS, Words
from grader.sentences.catalogue import sentence

STARTS: frozenset[Kind] = frozenset(("number", "variable", "constant", "function", "unit", "open", "gone"))
"""Kinds of tokens with which an operand begins, and so a formula."""
_DEGREE = Quotient(Constant("pi"), Number(Fraction(180)))  # what `°` multiplies by
_GONE = Constant("gone")  # what was struck out: no term of a sum and no factor of a product
_CLOSED = frozenset(("sqrt", "cbrt", "root", "abs", "norm"))  # they show where what they are taken of ends
_SAID = {
    "+": "beside.plus", "-": "beside.minus", "*": "beside.times", "·": "beside.times",
    "/": "beside.division", "^": "beside.power", "=": "beside.equals", ",": "beside.comma", "|": "beside.bar",
    "over": "beside.fraction_line", "_": "beside.index", "≈": "beside.about",
}  # fmt: skip
_DUST = Fraction(1, 10**15)  # what doubles leave of 0 beside numbers of order one: 6.123e-17 for cos(pi/2)

Read = TypeVar("Read")


class Parser:
    """Reads expressions out of a list of tokens that ends with `end`.

    With `open_first` a bar in bars opens another pair where it can (`|x|y||`); else it closes the one that is open.
    `dashes` is the text of a line of which formulas are a part, so that a dash may come before words.
    """

    def __init__(self, tokens: Sequence[Token], words: Words, *, dashes: str | None = None, open_first: bool = False) -> None:
        self.tokens = tokens
        self.words = words
        self.prefix = dashes is not None
        self.text = dashes or ""
        self.open_first = open_first
        self.at = 0
        self.depth = 0
        self.bars = 0
        self.in_list = False
        self.by_bars = False
        self.inside = 0
        self._closed: dict[int, int] | None = None

    # --- Ways in ---------------------------------------------------------------------------------

    def whole(self) -> Expression:
        """Return the expression that all tokens make up. Raises Unreadable."""
        parts = [self._level()]
        while self._is_op(","):
            self.at += 1
            if self.next.kind == "end":
                break
            parts.append(self._level())
        if self.next.kind != "end":
            raise self._unexpected()
        return finished(parts)

    def one(self, at: int) -> tuple[Expression, int]:
        """Return the expression from a token on, without commas, and its end. Raises Unreadable."""
        self.at, self.depth, self.bars, self.inside, self.in_list, self.by_bars = at, 0, 0, 0, False, False
        return self._level(), self.at

    # --- Moving ----------------------------------------------------------------------------------

    @property
    def next(self) -> Token:
        """Return the token that is read next."""
        return self.tokens[self.at]

    def _take(self) -> Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def _is_op(self, signs: str) -> bool:
        return self.tokens[self.at].is_op(signs)

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise unreadable("nested", self.next.start)

    def _nested(self, read: Callable[[], Expression]) -> Expression:
        self._deeper()
        inner = read()
        self.depth -= 1
        return inner

    # --- Grammar -------------------------------------------------------------------------------

    def _level(self) -> Expression:
        r"""Return a sum, or what `a \over b` makes of two."""
        above = self._sum()
        token = self.next
        if not (token.kind == "op" and token.value == "over"):
            return above
        self.at += 1
        return _quotient(above, self._sum())

    def _sum(self) -> Expression:
        self._deeper()
        terms = [self._product()]
        while self._is_op("+-") and not (self.prefix and self._is_dash()):
            minus = self._take().value == "-"
            term = self._product()
            terms.append(Negative(term) if minus and term is not _GONE else term)
        self.depth -= 1
        if len(terms) == 1:
            return terms[0]
        terms = [term for term in terms if term is not _GONE]
        return Sum(tuple(terms)) if len(terms) > 1 else terms[0] if terms else _GONE

    def _is_dash(self) -> bool:
        """Tell whether a minus with blanks around it, in no bracket, is the dash before words."""
        token, after = self.tokens[self.at], self.tokens[self.at + 1]
        if self.inside or token.value != "-" or not token.gap or not after.gap or after.kind != "word":
            return False
        then = self.tokens[self.at + 2]
        return self.text[token.start : token.end] in DASHES or (then.kind == "word" and then.gap > 0)

    def _product(self) -> Expression:
        if self._is_op("+-"):
            minus = self._take().value == "-"
            operand = self._nested(self._product)
            return Negative(operand) if minus and operand is not _GONE else operand
        factors = [self._signed()]
        while True:
            if self._is_op("*·"):
                self.at += 1
                factors.append(self._signed())
            elif self._is_op("/") and self.next.value != "over":
                self.at += 1
                factors = [_quotient(_product_of(factors), self._signed())]
            elif self._juxtaposed():
                factors.append(self._power())
            else:
                return _product_of(factors)

    def _signed(self) -> Expression:
        """Return a factor, with signs of its own as in `2*-x`."""
        if not self._is_op("+-"):
            return self._power()
        minus = self._take().value == "-"
        operand = self._nested(self._signed)
        return Negative(operand) if minus else operand

    def _juxtaposed(self) -> bool:
        """Tell whether the next token starts a factor that stands beside the last one."""
        token = self.tokens[self.at]
        kind = token.kind
        if kind == "op":
            if token.value != "|" or self.by_bars:
                return False
            return not self.bars or (self.open_first and self._opens())
        if kind in {"end", "close"}:
            return False
        before = self.tokens[self.at - 1]
        if self.prefix and not self.inside and self.is_conjunction(self.at):
            return False
        if kind == "open":
            if token.value == "[" and self.in_list and before.kind == "close":
                return False
            return not (self.prefix and not self.inside and token.value in {"(", "[", "{"} and self.is_remark(self.at))
        if kind == "bad":
            raise self._unexpected()
        if kind == "number" and before.kind != "gone" and not self._begins_power(before):
            raise unreadable("two_numbers" if before.kind == "number" else "number_after", token.start)
        return kind in STARTS

    def is_conjunction(self, at: int) -> bool:
        """Tell whether a letter is a word for "and": behind the end of TeX, or before a word of its language."""
        token, after = self.tokens[at], self.tokens[at + 1]
        if token.kind not in {"variable", "constant", "unit"} or not token.gap or after.kind != "word" or not after.gap:
            return False
        words = LETTERS_FOR_AND.get(self.text[token.start : token.end])
        return words is not None and (token.gap >= WIDE or str(after.value).lower() in words)

    def _begins_power(self, before: Token) -> bool:
        """Tell whether a number behind a closed bracket begins a power or stands before a bracket: `ln2 2^x`."""
        after = self.tokens[self.at + 1]
        begins = after.is_op("^") or (after.kind == "open" and after.value == "(")
        return before.kind == "close" and bool(self.next.gap) and begins

    def _opens(self) -> bool:
        """Tell whether a bar may open a pair: what follows starts an operand."""
        after = self.tokens[self.at + 1]
        return after.kind in STARTS or after.is_op("-")

    def _power(self) -> Expression:
        base = self._postfix(self._operand())
        if not self._is_op("^"):
            return base
        self.at += 1
        exponent = self._nested(self._signed)  # itself a power perhaps: `2^3^2` is `2^(3^2)`
        if base is _GONE or exponent is _GONE:
            return base
        return Power(base, exponent)

    def _postfix(self, operand: Expression) -> Expression:
        while self._is_op("!°"):
            sign = self._take()
            if sign.value == "°":
                operand = Product((operand, _DEGREE))
            else:
                operand = apply("factorial", (operand,), sign.start)
        return operand

    def _operand(self) -> Expression:
        token = self._take()
        kind, value = token.kind, token.value
        if kind == "number":
            return value  # type: ignore[return-value]
        if kind == "variable":
            return Variable(value)  # type: ignore[arg-type]
        if kind == "open" or (kind == "op" and value == "|"):
            return self._bracketed(token)
        if kind == "constant":
            return Constant(value)  # type: ignore[arg-type]
        if kind == "function":
            return self._call(str(value), token.start)
        if kind == "unit":
            return _axis(int(value), self.words.dimension)  # type: ignore[arg-type]
        if kind == "gone":
            return _GONE
        self.at -= 1
        raise self._unexpected()

    def _bracketed(self, opening: Token) -> Expression:
        if opening.value == "[":
            row = self._row_of_numbers()
            if row is not None:
                return row
        parts = self._until_closed(opening)
        if opening.value == "|":
            return apply("abs", tuple(parts), opening.start)
        if len(parts) == 1 and opening.value in {"(", "{"}:
            return parts[0]
        return Vector(tuple(parts))

    def _row_of_numbers(self) -> Vector | None:
        """Return an array as NumPy prints it, `[-0.8660254  0.5]`: numbers with blanks and no commas between them."""
        at, parts = self.at, list[Expression]()
        while self.tokens[at].kind != "close":
            sign = self.tokens[at]
            signed = sign.is_op("+-")
            entry = self.tokens[at + signed]
            value = entry.value
            if not isinstance(value, Number) or (signed and entry.gap) or (parts and not sign.gap):
                return None
            parts.append(Negative(value) if sign.value == "-" and signed else value)
            at += 1 + signed
        if len(parts) < 2 or self.tokens[at].value != "[":
            return None
        self.at = at + 1
        return Vector(tuple(parts))

    def _until_closed(self, opening: Token) -> list[Expression]:
        """Return the expressions between two brackets, with the closing one taken."""
        outside = self.bars, self.in_list, self.by_bars
        self.bars, self.in_list = int(opening.value == "|"), opening.value == "["
        self.by_bars = opening.value == "(" and self._parts_by_bars()
        self.inside += 1
        parts = [self._level()]
        while True:
            if self._is_op(",;") or (self.by_bars and self._is_op("|")):
                self.at += 1
                if self.next.value == "dtype":  # as NumPy prints an array of another type than usual
                    self.at = self.closing(self.tokens.index(opening)) or self.at
                if self.next.kind == "close":
                    break
            elif not (self.in_list and self.next.kind == "open" and self.next.value == "["):
                break
            parts.append(self._level())
        self._close(opening)
        self.inside -= 1
        self.bars, self.in_list, self.by_bars = outside
        return parts

    def _parts_by_bars(self) -> bool:
        """Tell whether bars part what is in the round brackets that open before this token: there is an odd number of them."""
        end = self.closing(self.at - 1)
        if end is None:
            return False
        depth = count = 0
        for token in self.tokens[self.at : end]:
            depth += (token.kind == "open") - (token.kind == "close")
            count += depth == 0 and token.is_op("|")
        return count % 2 == 1

    def closing(self, at: int) -> int | None:
        """Return the index of the token closing the bracket at an index, None for none."""
        if self._closed is None:
            self._closed = {}
            opened: list[int] = []
            for index, token in enumerate(self.tokens):
                if token.kind == "open" and token.value != "|":
                    opened.append(index)
                elif token.kind == "close" and token.value != "|" and opened:
                    self._closed[opened.pop()] = index
        return self._closed.get(at)

    def is_remark(self, at: int) -> bool:
        """Tell whether the bracket that opens at an index holds words and no mathematics: `(z is constant)`, `(see above)`."""
        end = self.closing(at)
        inner = self.tokens[at + 1 : end if end is not None else len(self.tokens) - 1]
        if end is None or not inner:
            return False
        long = [token.kind == "word" and token.end - token.start > 1 for token in inner]
        beside = any(one.kind == "word" and other.kind == "word" and other.gap for one, other in pairwise(inner))
        computes = any(token.is_op("+-*·/^") for token in inner)
        signed = any(token.kind == "sign" for token in inner)
        if not any(long):
            return signed and not computes
        if not computes:
            return self.tokens[at].gap > 0 or beside
        return inner[0].kind == "word" and (beside or str(inner[0].value).lower() in SPOKEN)

    def _close(self, opening: Token) -> None:
        token = self.next
        if token.value == opening.value and (token.kind == "close" or token.is_op("|")):
            self.at += 1
            return
        sign = str(opening.value)
        if token.kind == "close":
            raise unreadable("mismatch", token.start, opened=sign, closed=CLOSING[str(token.value)])
        if token.kind == "end":
            raise unreadable("never_closed", opening.start, sign=sign)
        raise self._unexpected()

    # --- Functions -----------------------------------------------------------------------------

    def _call(self, function: str, position: int) -> Expression:
        """Return a function with its arguments: `sin(x)`, `sin x`, `sin^2 x`, `sin^{-1} x`, `log_2 x`."""
        base = exponent = None
        if function == "log" and self._is_op("_"):
            self.at += 1
            base = self._operand()
        if self._is_op("^"):
            self.at += 1
            minus = self._is_op("-")
            self.at += minus
            exponent = Negative(self._operand()) if minus else self._operand()
        if exponent == Negative(ONE):
            function, exponent = self._inverse(function, position), None
        begin = self.next
        arguments = self._arguments(function, position)
        if _GONE in arguments:
            raise unreadable("struck", position)
        if self._is_op("^") and begin.value == "{" and function not in _CLOSED:
            raise unreadable("reach", self.next.start)
        if base is not None:
            arguments = (*arguments, base)
        if function == "sqrt" and len(arguments) == 2 and arguments[1] is ONE:
            value = arguments[0]
        else:
            value = apply(function, arguments, position)
        return value if exponent is None else Power(value, exponent)

    def _inverse(self, function: str, position: int) -> str:
        inverse = FUNCTIONS[function].inverse if function in FUNCTIONS else None
        if inverse is not None:
            return inverse
        raise unreadable("inverse", position, function=function)

    def _arguments(self, function: str, position: int) -> tuple[Expression, ...]:
        token = self.next
        if token.kind == "open" and token.value in {"(", "[", "{"}:
            self.at += 1
            if self.next.kind == "close":
                raise unreadable("empty_brackets", self.next.start, function=function)
            if token.value == "[":
                row = self._row_of_numbers()
                if row is not None:
                    return (row,)
            parts = self._until_closed(token)
            radicand = self.next
            if function == "sqrt" and token.value == "[" and radicand.kind in STARTS and not radicand.gap:
                return apply("root", (self._operand(), *parts), radicand.start), ONE  # the degree of `sqrt[3]{x}`
            return (Vector(tuple(parts)),) if token.value == "[" and len(parts) > 1 else tuple(parts)
        if token.kind in STARTS or self._is_op("|-+"):
            if function in {"sqrt", "cbrt"} and not self._is_op("-+"):
                return (self._nested(self._power),)
            return (self._nested(lambda: self._bare_argument(function)),)
        if token.kind in {"bad", "word", "sign"}:
            raise self._unexpected()
        raise unreadable("missing_argument", position, function=function)

    def _bare_argument(self, function: str) -> Expression:
        """Return an argument without brackets: the factors side by side, up to the next function or sign."""
        minus = self._is_op("-")
        if self._is_op("+-"):
            self.at += 1
        factors = [self._power()]
        while self.next.kind in STARTS - {"function", "number"} and self.next.gap < WIDE:
            if function == "log" and self.next.gap and len(factors) == 1 and isinstance(factors[0], Number):
                raise unreadable("reach", self.next.start)
            if self.next.kind == "open" and not self._juxtaposed():
                break
            if self.next.value in {"(", "["} and any(variables_in(factor) for factor in factors):
                raise unreadable("reach", self.next.start)
            factors.append(self._power())
        argument = _product_of(factors)
        if self._is_part_of_a_turn(argument):
            self.at += 1
            argument = Quotient(argument, self._power())
        return Negative(argument) if minus else argument

    def _is_part_of_a_turn(self, argument: Expression) -> bool:
        """Tell whether this is `5π` before `/6`: as nobody writes the sine of 5π, the division belongs to the angle."""
        if not self._is_op("/") or self.tokens[self.at + 1].kind != "number":
            return False
        return Constant("pi") in walk(argument) and not variables_in(argument)

    # --- What is wrong -------------------------------------------------------------------------

    def refusal_at(self, at: int) -> Unreadable:
        """Return what is wrong with the token at an index."""
        self.at = at
        return self._unexpected()

    def _unexpected(self) -> Unreadable:
        token = self.next
        if isinstance(token.value, Complaint):
            return unreadable(token.value.case, token.start, **token.value.gaps)
        if token.kind == "word":
            return complaint(str(token.value), token.start, self.words)
        if token.kind == "sign" or token.is_op("'_"):
            return _no_meaning(str(token.value), token.start)
        if token.kind == "close":
            return unreadable("never_opened", token.start, sign=CLOSING[str(token.value)])
        if token.is_op("="):
            return unreadable("equals_inside", token.start)
        if token.kind == "op" and not self.at and token.value in _SAID:
            return unreadable("missing_before", token.start, what=sentence(_SAID[str(token.value)]))
        if token.kind == "op" and token.value not in _SAID:
            return unreadable("sign_here", token.start, sign=token.value)
        if self.at and token.kind in {"end", "op"}:
            return self._missing()
        return unreadable("nothing", token.start)

    def _missing(self) -> Unreadable:
        before, here = self.tokens[self.at - 1], self.next
        if before.kind == "op" and before.value in _SAID:
            return unreadable("missing_after", before.start, what=sentence(_SAID[str(before.value)]))
        if before.kind == "open":
            return unreadable("missing_after", before.start, what=sentence("beside.opening", sign=before.value))
        if here.kind == "op" and here.value in _SAID:
            return unreadable("missing_before", here.start, what=sentence(_SAID[str(here.value)]))
        return unreadable("missing_at_end", before.start)


def finished(parts: list[Expression]) -> Expression:
    """Return one expression, or the vector of several, with vectors at the top alone. Raises Unreadable."""
    whole = lift_vectors(parts[0] if len(parts) == 1 else Vector(tuple(parts)))
    if isinstance(whole, Vector):
        whole = _without_dust(whole)
    return whole


def _without_dust(vector: Vector) -> Vector:
    """Return a vector of numbers with 0 for what rounding leaves of it: `6.123e-17` beside `1.0`."""
    values = [part.operand if isinstance(part, Negative) else part for part in vector.components]
    sizes = [abs(value.value) for value in values if isinstance(value, Number)]
    if len(sizes) < len(values) or not any(0 < size < _DUST * max(sizes) for size in sizes):
        return vector
    return Vector(tuple(ZERO if size < _DUST * max(sizes) else part for part, size in zip(vector.components, sizes, strict=True)))


def parsed(tokens: Sequence[Token], words: Words) -> Expression:
    """Return the expression that all tokens make up, an `end` last; bars in bars are tried both ways. Raises Unreadable."""

    def read(*, open_first: bool) -> Expression:
        expression = Parser(tokens, words, open_first=open_first).whole()
        if any(token.kind == "gone" for token in tokens) and _GONE in walk(expression):
            raise unreadable("struck")
        return expression

    return both_ways(tokens, read)


def both_ways(tokens: Sequence[Token], read: Callable[..., Read]) -> Read:
    """Return what is read with a bar in bars closing the open pair, else with it opening another. Raises Unreadable."""
    try:
        return read(open_first=False)
    except Unreadable:
        if sum(token.is_op("|") for token in tokens) > 2:
            with suppress(Unreadable):
                return read(open_first=True)
        raise


def complaint(word: str, position: int | None, words: Words) -> Unreadable:
    """Return what to tell about a word that is no word of a formula here."""
    if word in NO_NUMBERS:
        return unreadable(NO_NUMBERS[word], position, word=quoted(word))
    stem = word.rstrip("0123456789")
    digits = word[len(stem) :]
    if digits and stem.isalpha() and words.cut(stem) is not None:
        case = "lacks_brackets" if stem in FUNCTION_WORDS else "index_or_power"
        return unreadable(case, position, word=quoted(word), name=stem, digits=digits)
    known = ", ".join(words.variables)
    return unreadable("unknown_word" if known else "unknown_word.alone", position, word=quoted(word), variables=known)


def _no_meaning(sign: str, position: int) -> Unreadable:
    """Return what to tell about a sign that means nothing in an expression."""
    if sign == "\n":
        return unreadable("line_break", position)
    if sign in {"'", '"', "“", "”", "„", "‘"}:
        return unreadable("quotation", position)
    if sign == ".":
        return unreadable("full_stop", position)
    if sign.isascii() and sign.isprintable():
        return unreadable("sign", position, sign=f"“{sign}”")
    name = unicodedata.name(sign[0], "")
    if sign.isprintable() and name:
        return unreadable("foreign", position, sign=sign, name=name.lower())
    return unreadable("control", position)


def _quotient(above: Expression, below: Expression) -> Expression:
    if below is _GONE:
        return ONE if above is _GONE else above
    return Quotient(ONE if above is _GONE else above, below)


def _product_of(factors: list[Expression]) -> Expression:
    if len(factors) == 1:
        return factors[0]
    left = [factor for factor in factors if factor is not _GONE]
    return Product(tuple(left)) if len(left) > 1 else left[0] if left else _GONE


def _axis(index: int, dimension: int) -> Vector:
    size = max(dimension, index + 1)
    return Vector(tuple(Number(Fraction(int(place == index))) for place in range(size)))
