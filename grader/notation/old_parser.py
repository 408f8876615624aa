"""Builds the tree from tokens by precedence climbing; the grammar of every notation, once.

Sums, then products (explicit or by juxtaposition, from left to right: `1/2x` is `(1/2)*x`), then signs, then powers.
Knows no characters: what a token looked like is the lexers'.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

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
from grader.notation.building import apply
from grader.notation.token_reader import CLOSING, TokenReader
from grader.notation.tokens import Kind, Token, Unreadable

_STARTS: frozenset[Kind] = frozenset(("number", "variable", "constant", "function", "unit", "open"))
_DEGREE = Quotient(Constant("pi"), Number(Fraction(180)))


class Parser(TokenReader):
    """Reads one expression out of a list of tokens that ends with `end`."""

    def __init__(self, tokens: list[Token], dimension: int) -> None:
        super().__init__(tokens)
        self.dimension = dimension
        self.bars = 0

    def whole(self) -> Expression:
        """Return the expression that all tokens make up. Raises Unreadable."""
        parts = [self._sum()]
        while self._is_op(","):
            self._take()
            if self.next.kind == "end":
                break
            parts.append(self._sum())
        if self.next.kind != "end":
            raise self._unexpected()
        return parts[0] if len(parts) == 1 else Vector(tuple(parts))

    # --- Grammar -------------------------------------------------------------------------------

    def _sum(self) -> Expression:
        self._deeper()
        terms = [self._product()]
        while self._is_op("+-"):
            minus = self._take().value == "-"
            term = self._product()
            terms.append(Negative(term) if minus else term)
        self.depth -= 1
        return terms[0] if len(terms) == 1 else Sum(tuple(terms))

    def _product(self) -> Expression:
        if self._is_op("+-"):
            minus = self._take().value == "-"
            self._deeper()
            operand = self._product()
            self.depth -= 1
            return Negative(operand) if minus else operand
        factors = [self._signed()]
        while True:
            if self._is_op("*·"):
                self._take()
                factors.append(self._signed())
            elif self._is_op("/"):
                self._take()
                factors = [Quotient(_product_of(factors), self._signed())]
            elif self._juxtaposed():
                factors.append(self._power())
            else:
                return _product_of(factors)

    def _signed(self) -> Expression:
        """Return a factor, with signs of its own as in `2*-x`."""
        if not self._is_op("+-"):
            return self._power()
        minus = self._take().value == "-"
        self._deeper()
        operand = self._signed()
        self.depth -= 1
        return Negative(operand) if minus else operand

    def _juxtaposed(self) -> bool:
        """Tell whether the next token starts a factor that stands beside the last one."""
        token, before = self.next, self.tokens[self.at - 1]
        if token.kind == "bad":
            raise self._unexpected()
        if token.kind == "op" and token.value == "|" and not self.bars:
            return True
        if token.kind == "number":
            said = "Two numbers stand side by side here" if before.kind == "number" else "A number stands right after"
            more = "" if before.kind == "number" else " another factor"
            raise Unreadable(f"{said}{more}; write a times sign or a power sign between them.", token.position)
        return token.kind in _STARTS

    def _power(self) -> Expression:
        base = self._postfix(self._operand())
        if not self._is_op("^"):
            return base
        self._take()
        exponent = self._exponent()
        return Power(base, exponent)

    def _exponent(self) -> Expression:
        """Return what stands after a power sign, itself a power perhaps: `2^3^2` is `2^(3^2)`."""
        self._deeper()
        if self._is_op("+-"):
            minus = self._take().value == "-"
            inner = self._exponent()
            exponent = Negative(inner) if minus else inner
        else:
            exponent = self._power()
        self.depth -= 1
        return exponent

    def _postfix(self, operand: Expression) -> Expression:
        while self._is_op("!°"):
            sign = self._take()
            if sign.value == "°":
                operand = Product((operand, _DEGREE))
            else:
                operand = apply("factorial", (operand,), sign.position)
        return operand

    def _operand(self) -> Expression:
        token = self._take()
        match token.kind:
            case "number" if isinstance(token.value, Number):
                return token.value
            case "variable":
                return Variable(str(token.value))
            case "constant":
                return Constant(str(token.value))
            case "unit":
                return _axis(int(str(token.value)), self.dimension)
            case "function":
                return self._call(str(token.value), token.position)
            case "open":
                return self._bracketed(token)
            case "op" if token.value == "|":
                return self._bracketed(token)
        self.at -= 1
        raise self._unexpected()

    def _bracketed(self, opening: Token) -> Expression:
        parts = self._until_closed(opening)
        if opening.value == "|":
            return apply("abs", tuple(parts), opening.position)
        if len(parts) == 1 and opening.value in {"(", "{"}:
            return parts[0]
        return Vector(tuple(parts))

    def _until_closed(self, opening: Token) -> list[Expression]:
        """Return the expressions between two brackets, with the closing one taken."""
        outside, self.bars = self.bars, int(opening.value == "|")
        parts = [self._sum()]
        while self._is_op(",;"):
            self._take()
            if self.next.kind == "close":
                break
            parts.append(self._sum())
        self._close(opening)
        self.bars = outside
        return parts

    def _close(self, opening: Token) -> None:
        token = self.next
        if token.value == opening.value and (token.kind == "close" or (token.kind == "op" and token.value == "|")):
            self._take()
            return
        sign = str(opening.value)
        if token.kind == "close":
            said = f"The {sign} is closed by {CLOSING[str(token.value)]}"
            raise Unreadable(f"{said}; the brackets do not match.", token.position)
        if token.kind == "end":
            raise Unreadable(f"The opening {sign} is never closed.", opening.position)
        raise self._unexpected()

    # --- Functions -----------------------------------------------------------------------------

    def _call(self, function: str, position: int) -> Expression:
        """Return a function with its arguments: `sin(x)`, `sin x`, `sin^2 x`, `sin^{-1} x`, `log_2 x`."""
        base = self._log_base() if function == "log" and self._is_op("_") else None
        exponent = None
        if self._is_op("^"):
            self._take()
            exponent = self._exponent_of_function()
        if exponent == Negative(Number(Fraction(1))):
            function, exponent = self._inverse(function, position), None
        arguments = self._arguments(function, position)
        if base is not None:
            arguments = (*arguments, base)
        value = apply(function, arguments, position)
        return value if exponent is None else Power(value, exponent)

    def _log_base(self) -> Expression:
        self._take()
        return self._operand()

    def _exponent_of_function(self) -> Expression:
        if self._is_op("-"):
            self._take()
            return Negative(self._operand())
        return self._operand()

    def _inverse(self, function: str, position: int) -> str:
        inverse = FUNCTIONS[function].inverse if function in FUNCTIONS else None
        if inverse is not None:
            return inverse
        raise Unreadable(f"{function}^-1 could mean two things here; write 1/{function}(…).", position)

    def _arguments(self, function: str, position: int) -> tuple[Expression, ...]:
        token = self.next
        if token.kind == "open" and token.value in {"(", "[", "{"}:
            self._take()
            if self.next.kind == "close":
                raise Unreadable(f"Something is missing inside the brackets of {function}.", self.next.position)
            parts = self._until_closed(token)
            return (Vector(tuple(parts)),) if token.value == "[" and len(parts) > 1 else tuple(parts)
        if function in {"sqrt", "cbrt"} and (token.kind in _STARTS or self._is_op("|")):
            return (self._without_brackets(self._power),)
        if token.kind in _STARTS or self._is_op("|-+"):
            return (self._without_brackets(self._bare_argument),)
        if token.kind == "bad":
            raise self._unexpected()
        raise Unreadable(f"Something is missing after {function}.", position)

    def _without_brackets(self, read: Callable[[], Expression]) -> Expression:
        self._deeper()
        argument = read()
        self.depth -= 1
        return argument

    def _bare_argument(self) -> Expression:
        """Return an argument without brackets: the factors side by side, up to the next function or sign."""
        minus = self._is_op("-")
        if self._is_op("+-"):
            self._take()
        factors = [self._power()]
        while self.next.kind in _STARTS - {"function", "number"}:
            factors.append(self._power())
        argument = _product_of(factors)
        if self._is_part_of_a_turn(argument):
            self._take()
            argument = Quotient(argument, self._power())
        return Negative(argument) if minus else argument

    def _is_part_of_a_turn(self, argument: Expression) -> bool:
        """Tell whether this is `5π` before `/6`: as nobody writes the sine of 5π, the division belongs to the angle."""
        after = self.tokens[self.at + 1 : self.at + 2]
        divided = self._is_op("/") and after and after[0].kind == "number"
        return bool(divided) and Constant("pi") in walk(argument) and not variables_in(argument)


def _product_of(factors: list[Expression]) -> Expression:
    return factors[0] if len(factors) == 1 else Product(tuple(factors))


def _axis(index: int, dimension: int) -> Vector:
    size = max(dimension, index + 1)
    return Vector(tuple(Number(Fraction(int(place == index))) for place in range(size)))
