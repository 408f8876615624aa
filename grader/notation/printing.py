"""Prints a tree back as plain text (`4*x - 3*y**2`) and as LaTeX, in the form in which it was written.

What is printed reads back as the same expression. Knows no equality and simplifies nothing.
"""

from __future__ import annotations

from fractions import Fraction

from grader.algebra.fold import Algebra, fold
from grader.algebra.functions import FUNCTIONS
from grader.algebra.tree import Application, Constant, Expression, Negative, Number, Power, Product, Quotient, Sum, Variable, Vector
from grader.notation.signs import GREEK

_SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(5)
_GREEK_NAMES = frozenset(name for sign, name in GREEK.items() if not name.endswith("_"))  # names that TeX has a command for


def plain(expression: Expression) -> str:
    """Return the expression as a line of Python: `4*x - 3*y`, `(4*y, 4*x + 3*y**2)`."""
    return fold(expression, _Plain())[0]


def latex(expression: Expression) -> str:
    r"""Return the expression in LaTeX, without dollar signs: `4 x - \frac{y^{2}}{2}`."""
    return fold(expression, _Latex())[0]


def spelled(number: Number) -> str:
    """Return a number as it was written: a decimal with all its digits, else whole or a fraction."""
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


Printed = tuple[str, int]
"""A text and how tightly it holds together."""


class _Plain(Algebra[Printed]):
    """Lines of Python."""

    def number(self, node: Number) -> Printed:
        text = spelled(node)
        level = _SIGN if node.value < 0 else _ATOM
        return text, level if "/" not in text else min(level, _PRODUCT)

    def constant(self, node: Constant) -> Printed:
        return node.name, _ATOM

    def variable(self, node: Variable) -> Printed:
        return node.name, _ATOM

    def sum(self, node: Sum, *terms: Printed) -> Printed:
        return _terms(terms), _SUM

    def product(self, node: Product, *factors: Printed) -> Printed:
        """Join factors with stars between them; a leading sign needs no bracket."""
        first, *rest = factors
        head = _wrap(first, _POWER if first[1] == _SIGN else _PRODUCT)
        return "*".join([head, *(_wrap(part, _POWER) for part in rest)]), _PRODUCT

    def negative(self, node: Negative, operand: Printed) -> Printed:
        return f"-{_wrap(operand, _PRODUCT)}", _SUM if _is_product(node.operand) else _SIGN

    def quotient(self, node: Quotient, above: Printed, below: Printed) -> Printed:
        return f"{_wrap(above, _PRODUCT)}/{_wrap(below, _POWER)}", _PRODUCT

    def power(self, node: Power, base: Printed, exponent: Printed) -> Printed:
        return f"{_wrap(base, _ATOM)}**{_wrap(exponent, _POWER)}", _POWER

    def application(self, node: Application, *arguments: Printed) -> Printed:
        texts = [text for text, _ in arguments]
        form = FUNCTIONS[node.function].plain
        return form(*texts) if form is not None else f"{node.function}({', '.join(texts)})", _ATOM

    def vector(self, node: Vector, *components: Printed) -> Printed:
        inner = ", ".join(text for text, _ in components)
        return f"({inner})" if len(components) > 1 else f"[{inner}]", _ATOM


class _Latex(Algebra[Printed]):
    """LaTeX without dollar signs."""

    def number(self, node: Number) -> Printed:
        text = _latex_number(node)
        return text, _SIGN if node.value < 0 else _PRODUCT if "cdot" in text else _ATOM

    def constant(self, node: Constant) -> Printed:
        return rf"\{node.name}" if node.name == "pi" else node.name, _ATOM

    def variable(self, node: Variable) -> Printed:
        name = node.name
        head, line, tail = name.partition("_")
        if not line:
            stem = name.rstrip("0123456789")
            head, tail = (stem, name[len(stem) :]) if len(stem) == 1 else (name, "")
        shown = rf"\{head}" if head in _GREEK_NAMES else head if len(head) == 1 else rf"\mathrm{{{name}}}"
        return (f"{shown}_{{{tail}}}" if tail and not shown.startswith(r"\mathrm") else shown), _ATOM

    def sum(self, node: Sum, *terms: Printed) -> Printed:
        return _terms(terms), _SUM

    def product(self, node: Product, *factors: Printed) -> Printed:
        """Write factors side by side; a dot where digits or fractions would run together."""
        first, *rest = factors
        text = _fence(first, _POWER if first[1] == _SIGN else _PRODUCT)
        for part in rest:
            shown = _fence(part, _POWER)
            dot = r" \cdot " if shown[0].isdigit() or shown.startswith((r"\frac", r"\left(")) else " "
            text += dot + shown
        return text, _PRODUCT

    def negative(self, node: Negative, operand: Printed) -> Printed:
        return f"-{_fence(operand, _PRODUCT)}", _SUM if _is_product(node.operand) else _SIGN

    def quotient(self, node: Quotient, above: Printed, below: Printed) -> Printed:
        return rf"\frac{{{above[0]}}}{{{below[0]}}}", _ATOM

    def power(self, node: Power, base: Printed, exponent: Printed) -> Printed:
        """Raise the exponent; a base that is a fraction or `name(…)` stands in brackets."""
        is_fraction = isinstance(node.base, Quotient) or "frac" in base[0][:6]
        is_call = isinstance(node.base, Application) and not callable(FUNCTIONS[node.base.function].latex)
        shown = rf"\left({base[0]}\right)" if is_fraction or is_call else _fence(base, _ATOM)
        return f"{shown}^{{{exponent[0]}}}", _POWER

    def application(self, node: Application, *arguments: Printed) -> Printed:
        texts = [text for text, _ in arguments]
        form = FUNCTIONS[node.function].latex or rf"\operatorname{{{node.function}}}"
        return form(*texts) if callable(form) else rf"{form}\left({', '.join(texts)}\right)", _ATOM

    def vector(self, node: Vector, *components: Printed) -> Printed:
        inner = r" \\ ".join(text for text, _ in components)
        return rf"\begin{{bmatrix}} {inner} \end{{bmatrix}}", _ATOM


def _wrap(printed: Printed, least: int) -> str:
    text, level = printed
    return text if level >= least else f"({text})"


def _fence(printed: Printed, least: int) -> str:
    text, level = printed
    return text if level >= least else rf"\left({text}\right)"


def _is_product(node: Expression) -> bool:
    return isinstance(node, Product | Quotient)


def _terms(printed: tuple[Printed, ...]) -> str:
    """Join terms with their signs between them; a bracket where a term is itself a sum."""
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
    """Tell whether `-a*b` is one negative term and no sum: no sign outside its brackets but the first."""
    depth = 0
    for index, sign in enumerate(text):
        depth += (sign in "([{") - (sign in ")]}")
        if index and depth == 0 and sign in "+-" and text[index - 1] == " ":
            return False
    return True


def _latex_number(node: Number) -> str:
    text = spelled(node)
    sign, size = ("-", text[1:]) if text.startswith("-") else ("", text)
    above, line, below = size.partition("/")
    digits, scientific, power = size.partition("e")
    if scientific:
        return rf"{sign}{digits} \cdot 10^{{{power}}}"
    return rf"{sign}\frac{{{above}}}{{{below}}}" if line else text
