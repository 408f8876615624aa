"""Reads the text of a SymPy object's structure (`Add(Mul(Integer(4), Symbol('x')), …)`) into a tree, without SymPy.

The text comes out of the sandbox and may say anything: Python's own grammar takes it apart, nothing of it is run, and
every name that is not in a table is refused.
"""

from __future__ import annotations

import ast
import re
from fractions import Fraction
from typing import NamedTuple

from grader.algebra.tree import Constant, Expression, Negative, Number, Power, Product, Quotient, Sum, Variable, Vector
from grader.notation.lexer import number
from grader.notation.tokens import MAX_DIGITS, MAX_NESTING, Unreadable, quoted
from grader.notation.trees import apply
from grader.notation.vocabulary import FUNCTION_WORDS

MAX_STRUCTURE = 60_000  # characters: `srepr` writes about ten for one of the formula, whose longest has 4,000
_MATRIX = re.compile(r"(?:Mutable|Immutable)?(?:Dense|Sparse)?(?:NDim)?(?:Matrix|Array|DenseNDimArray|SparseNDimArray)")
"""The classes of SymPy's matrices and arrays."""
_TUPLES = frozenset(("Tuple", "Matrix", "Point", "Point2D", "Point3D"))  # classes that list components
_UNFINISHED = frozenset(("Derivative", "Integral", "Subs", "Limit", "Order"))  # classes of what SymPy has not worked out
_ONE = Number(Fraction(1))  # S.One
_HALF = Number(Fraction(1, 2))  # S.Half


class _Call(NamedTuple):
    """A name with its arguments, or a list when the name is empty."""

    name: str
    arguments: tuple[_Call | str | int, ...]


def parse_structure(text: str) -> Expression:
    """Return the tree of a SymPy object's structure. Raises Unreadable."""
    if len(text) > MAX_STRUCTURE:
        raise Unreadable("This SymPy expression is too large to be read.")
    try:
        structure = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):  # the last three: null bytes, and nesting without end
        raise Unreadable("This SymPy expression cannot be read.") from None
    return _convert(_nested(structure, 0))


def _nested(node: ast.expr, depth: int) -> _Call | str | int:
    """Return the nesting of names, numbers and texts, nothing understood yet; keywords are assumptions, of no meaning here."""
    if depth > 2 * MAX_NESTING:
        raise Unreadable("This SymPy expression is nested too deeply to be read.")
    match node:
        case ast.Constant(int(value)) | ast.UnaryOp(ast.USub(), ast.Constant(int(value))) if value >= 10**MAX_DIGITS:
            raise Unreadable("A number here has too many digits to work with.")
        case ast.Constant(int(value)) if not isinstance(value, bool):
            return value
        case ast.Constant(str(value)):
            return value
        case ast.UnaryOp(ast.USub(), ast.Constant(int(value))):
            return -value
        case ast.Name(name):
            return _Call(name, ())
        case ast.Call(ast.Name(name), arguments):
            return _Call(name, tuple(_nested(argument, depth + 1) for argument in arguments))
        case ast.List(parts) | ast.Tuple(parts):
            return _Call("", tuple(_nested(part, depth + 1) for part in parts))
    raise Unreadable("This SymPy expression cannot be read.")


def _convert(value: _Call | str | int) -> Expression:
    if isinstance(value, int):
        return _signed(Fraction(value))
    if isinstance(value, str):
        raise Unreadable(f"The text {quoted(value)} stands where a SymPy expression belongs.")
    name, arguments = value
    if name in _LEAVES:
        return _leaf(name, arguments)
    if name == "" or name in _TUPLES or _MATRIX.fullmatch(name):
        return _vector(arguments[:1] if name.endswith("Array") else arguments)
    if name in {"Equality", "Eq"} and len(arguments) == 2:
        return _convert(arguments[1])
    if name == "UnevaluatedExpr" and len(arguments) == 1:
        return _convert(arguments[0])
    if name in _UNFINISHED:
        raise Unreadable(f"The SymPy expression still holds an unevaluated {name}; evaluate it with .doit() first.")
    return _operation(name, tuple(_convert(argument) for argument in arguments))


def is_unfinished(structure: str) -> bool:
    """Tell whether an expression still holds what SymPy was not told to work out."""
    return any(f"{name}(" in structure for name in _UNFINISHED)


def _operation(name: str, parts: tuple[Expression, ...]) -> Expression:
    if name == "Add" and len(parts) > 1:
        return Sum(parts)
    if name == "Mul" and len(parts) > 1:
        return _product(parts)
    if name == "Pow" and len(parts) == 2:
        return _power(*parts)
    if name in {"Add", "Mul"} and len(parts) == 1:
        return parts[0]
    if FUNCTION_WORDS.get(name, "array") != "array" and parts:
        return apply(FUNCTION_WORDS[name], parts)
    raise Unreadable(f"{quoted(name)} is no SymPy function known here.")


def _signed(value: Fraction) -> Expression:
    return Negative(Number(-value)) if value < 0 else Number(value)


_LEAVES = {"Integer": 1, "Rational": 2, "Float": 1, "Symbol": 1, "Dummy": 1, "pi": 0, "E": 0, "Exp1": 0,
           "One": 0, "Zero": 0, "NegativeOne": 0, "Half": 0}  # fmt: skip


def _leaf(name: str, arguments: tuple[_Call | str | int, ...]) -> Expression:
    if len(arguments) != _LEAVES[name]:
        raise Unreadable(f"{name} is given {len(arguments)} values in this SymPy expression.")
    match name, arguments:
        case ("Integer", (int(value),)):
            return _signed(Fraction(value))
        case ("Rational", (int(above), int(below))) if below != 0:
            return _signed(Fraction(above, below))
        case ("Float", (str(text),)):
            match = re.fullmatch(r"(-?)((?:\d+(?:\.\d*)?|\.\d+))(?:[eE]([+-]?\d{1,6}))?", text, re.ASCII)
            literal = number(match[2], match[3] or "0") if match else None
            if not match or not isinstance(literal, Number):
                raise Unreadable(f"{quoted(text)} is no number that can be compared with anything.")
            return Negative(literal) if match[1] else literal
        case (("Symbol" | "Dummy"), (str(symbol),)) if re.fullmatch(r"[^\W\d]\w{0,59}", symbol):
            return Variable(symbol)
        case (("pi" | "E" | "Exp1"), ()):
            return Constant("pi" if name == "pi" else "e")
        case (_, ()):
            return {"One": _ONE, "Zero": Number(Fraction(0)), "Half": _HALF}.get(name, Negative(_ONE))
    raise Unreadable("This SymPy expression cannot be read.")


def _vector(arguments: tuple[_Call | str | int, ...]) -> Vector:
    """Return the components of a row, a column, a tuple; `Matrix(2, 1, [a, b])` names its shape first."""
    if len(arguments) == 3 and isinstance(arguments[0], int) and isinstance(arguments[1], int):
        shape, arguments = arguments[:2], arguments[2:]
        if 1 not in shape:
            raise Unreadable("A matrix of several rows and columns is no vector.")
    rows = arguments
    if len(rows) == 1 and _is_list(rows[0]):
        rows = rows[0].arguments  # type: ignore[union-attr]
    if len(rows) == 1 and _is_list(rows[0]):
        rows = rows[0].arguments  # type: ignore[union-attr]
    parts = tuple(_convert(_alone(row)) for row in rows)
    if not parts:
        raise Unreadable("This vector has no components.")
    return Vector(parts)


def _is_list(value: _Call | str | int) -> bool:
    return isinstance(value, _Call) and value.name == ""


def _alone(row: _Call | str | int) -> _Call | str | int:
    """Return the only entry of a column's row."""
    if isinstance(row, _Call) and row.name == "":
        if len(row.arguments) != 1:
            raise Unreadable("A matrix of several rows and columns is no vector.")
        return row.arguments[0]
    return row


def _power(base: Expression, exponent: Expression) -> Expression:
    if exponent == _HALF:
        return apply("sqrt", (base,))
    if exponent == Negative(_HALF):
        return Quotient(_ONE, apply("sqrt", (base,)))
    if isinstance(exponent, Negative):
        return Quotient(_ONE, base if exponent.operand == _ONE else Power(base, exponent.operand))
    return Power(base, exponent)


def _product(parts: tuple[Expression, ...]) -> Expression:
    """Return a product as people write it: its sign in front, its denominators below."""
    minus = isinstance(parts[0], Negative) and isinstance(parts[0].operand, Number)
    if minus and isinstance(parts[0], Negative):
        parts = (parts[0].operand, *parts[1:])
    above = [part for part in parts if not _is_reciprocal(part) and part != _ONE]
    below = [part.denominator for part in parts if isinstance(part, Quotient) and _is_reciprocal(part)]
    value = _together(above)
    if below:
        value = Quotient(value, _together(below))
    return Negative(value) if minus else value


def _is_reciprocal(part: Expression) -> bool:
    return isinstance(part, Quotient) and part.numerator == _ONE


def _together(parts: list[Expression]) -> Expression:
    if len(parts) < 2:
        return parts[0] if parts else _ONE
    return Product(tuple(parts))
