"""Prints a tree back as plain text (`4*x - 3*y**2`) and as LaTeX, in the form in which it was written.

What is printed reads back as the same expression. Knows no equality and simplifies nothing.
"""

from __future__ import annotations

from fractions import Fraction

from grader.maths.names import GREEK
from grader.maths.tree import (
    Application,
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
)

_SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(5)
_LATEX_FUNCTIONS = frozenset(
    ("sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh", "coth", "exp", "max", "min")
)
_LATEX_INVERSE = {"asin": "arcsin", "acos": "arccos", "atan": "arctan"}
_GREEK_NAMES = frozenset(name for sign, name in GREEK.items() if not name.endswith("_"))


def plain(expression: Expression) -> str:
    """The expression as a line of Python: `4*x - 3*y`, `(4*y, 4*x + 3*y**2)`."""
    return _plain(expression)[0]


def latex(expression: Expression) -> str:
    r"""The expression in LaTeX, without dollar signs: `4 x - \frac{y^{2}}{2}`."""
    return _latex(expression)[0]


def spelled(number: Number) -> str:
    """A number as it was written: a decimal with all its digits, else whole or a fraction."""
    value = number.value
    if number.significant_digits is None:
        return str(value)
    places = 1
    while (value * 10**places).denominator != 1 and places < 1_000:
        places += 1
    shown = f"{'-' if value < 0 else ''}{_decimal(abs(value), places)}"
    missing = number.significant_digits - len(shown.lstrip("-").replace(".", "").lstrip("0") or "0")
    if missing < 0 and shown.endswith(".0"):
        whole = str(abs(value.numerator))
        digits = whole[: number.significant_digits]
        sign = "-" if value < 0 else ""
        return f"{sign}{digits[0]}.{digits[1:]}e{len(whole) - 1}" if missing < -1 else shown[:-1]
    return shown + "0" * max(0, missing)


def _decimal(value: Fraction, places: int) -> str:
    whole = int(value * 10**places)
    digits = str(whole).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}"


def _wrap(printed: tuple[str, int], least: int) -> str:
    text, level = printed
    return text if level >= least else f"({text})"


# --- Plain ---------------------------------------------------------------------------------------


def _plain(node: Expression) -> tuple[str, int]:
    """The text and how tightly it holds together."""
    match node:
        case Number(value):
            level = _SIGN if value < 0 else _ATOM
            return spelled(node), level if "/" not in spelled(node) else min(level, _PRODUCT)
        case Constant(name) | Variable(name):
            return name, _ATOM
        case Sum(terms):
            return _terms([_plain(term) for term in terms]), _SUM
        case Product(factors):
            first, *rest = (_plain(factor) for factor in factors)
            head = _wrap(first, _POWER if first[1] == _SIGN else _PRODUCT)
            return "*".join([head, *(_wrap(part, _POWER) for part in rest)]), _PRODUCT
        case Negative(operand):
            return f"-{_wrap(_plain(operand), _PRODUCT)}", _SUM if _is_product(operand) else _SIGN
        case Quotient(above, below):
            return f"{_wrap(_plain(above), _PRODUCT)}/{_wrap(_plain(below), _POWER)}", _PRODUCT
        case Power(base, exponent):
            return f"{_wrap(_plain(base), _ATOM)}**{_wrap(_plain(exponent), _POWER)}", _POWER
        case Application(function, arguments):
            return _plain_call(function, arguments), _ATOM
        case Vector(parts):
            inner = ", ".join(plain(part) for part in parts)
            return f"({inner})" if len(parts) > 1 else f"[{inner}]", _ATOM


def _is_product(node: Expression) -> bool:
    return isinstance(node, Product | Quotient)


def _terms(printed: list[tuple[str, int]]) -> str:
    """Terms with their signs between them; a bracket where a term is itself a sum."""
    text = ""
    for index, (term, level) in enumerate(printed):
        negative = term.startswith("-")
        shown = f"({term})" if level == _SUM and not negative else term
        if negative and level == _SUM and not _is_one_term(term):
            shown, negative = f"({term})", False
        if index == 0:
            text = shown
        else:
            text += f" - {shown[1:]}" if negative else f" + {shown}"
    return text


def _is_one_term(text: str) -> bool:
    """Whether `-a*b` is one negative term and no sum: no sign outside its brackets but the first."""
    depth = 0
    for index, sign in enumerate(text):
        depth += (sign in "([{") - (sign in ")]}")
        if index and depth == 0 and sign in "+-" and text[index - 1] == " ":
            return False
    return True


def _plain_call(function: str, arguments: tuple[Expression, ...]) -> str:
    if function == "root" and arguments[1] == Number(Fraction(3)):
        function, arguments = "cbrt", arguments[:1]
    return f"{function}({', '.join(plain(argument) for argument in arguments)})"


# --- LaTeX ---------------------------------------------------------------------------------------


def _latex(node: Expression) -> tuple[str, int]:
    match node:
        case Number(value):
            text = _latex_number(node)
            return text, _SIGN if value < 0 else _PRODUCT if "cdot" in text else _ATOM
        case Constant(name):
            return rf"\{name}" if name == "pi" else name, _ATOM
        case Variable(name):
            return _latex_name(name), _ATOM
        case Sum(terms):
            return _terms([_latex(term) for term in terms]), _SUM
        case Product(factors):
            return _latex_product([_latex(factor) for factor in factors]), _PRODUCT
        case Negative(operand):
            return f"-{_fence(_latex(operand), _PRODUCT)}", _SUM if _is_product(operand) else _SIGN
        case Quotient(above, below):
            return rf"\frac{{{latex(above)}}}{{{latex(below)}}}", _ATOM
        case Power(base, exponent):
            return f"{_latex_base(base)}^{{{latex(exponent)}}}", _POWER
        case Application(function, arguments):
            return _latex_call(function, arguments), _ATOM
        case Vector(parts):
            inner = r" \\ ".join(latex(part) for part in parts)
            return rf"\begin{{bmatrix}} {inner} \end{{bmatrix}}", _ATOM


def _fence(printed: tuple[str, int], least: int) -> str:
    text, level = printed
    return text if level >= least else rf"\left({text}\right)"


def _latex_number(node: Number) -> str:
    text = spelled(node)
    sign, size = ("-", text[1:]) if text.startswith("-") else ("", text)
    above, line, below = size.partition("/")
    digits, scientific, power = size.partition("e")
    if scientific:
        return rf"{sign}{digits} \cdot 10^{{{power}}}"
    return rf"{sign}\frac{{{above}}}{{{below}}}" if line else text


def _latex_base(base: Expression) -> str:
    printed = _latex(base)
    is_fraction = isinstance(base, Quotient) or "frac" in printed[0][:6]
    plain_root = isinstance(base, Application) and base.function not in {"sqrt", "abs", "root"}
    return rf"\left({printed[0]}\right)" if is_fraction or plain_root else _fence(printed, _ATOM)


def _latex_product(printed: list[tuple[str, int]]) -> str:
    """Factors side by side; a dot where digits or fractions would run together."""
    first, *rest = printed
    text = _fence(first, _POWER if first[1] == _SIGN else _PRODUCT)
    for part in rest:
        shown = _fence(part, _POWER)
        dot = r" \cdot " if shown[0].isdigit() or shown.startswith((r"\frac", r"\left(")) else " "
        text += dot + shown
    return text


def _latex_name(name: str) -> str:
    head, line, tail = name.partition("_")
    if not line:
        stem = name.rstrip("0123456789")
        head, tail = (stem, name[len(stem) :]) if len(stem) == 1 else (name, "")
    shown = rf"\{head}" if head in _GREEK_NAMES else head if len(head) == 1 else rf"\mathrm{{{name}}}"
    return f"{shown}_{{{tail}}}" if tail and not shown.startswith(r"\mathrm") else shown


def _latex_call(function: str, arguments: tuple[Expression, ...]) -> str:
    printed = [latex(argument) for argument in arguments]  # once each: roots of roots double the work at every level
    inner = ", ".join(printed)
    if function == "sqrt":
        return rf"\sqrt{{{inner}}}"
    if function == "root":
        return rf"\sqrt[{printed[1]}]{{{printed[0]}}}"
    if function == "abs":
        return rf"\left|{inner}\right|"
    name = _LATEX_INVERSE.get(function, function)
    known = name in _LATEX_FUNCTIONS or function in _LATEX_INVERSE
    command = r"\ln" if function == "log" else rf"\{name}" if known else rf"\operatorname{{{name}}}"
    return rf"{command}\left({inner}\right)"
