"""Takes SymPy's word for a derivative: a tree goes in, a tree that prints well comes out.

The only module that imports SymPy, and only when it is called. It is given authors' functions, never a
student's answer: SymPy has no bounds on the time that an expression may take.
"""

from __future__ import annotations

import os
from fractions import Fraction
from functools import cache
from typing import Any

from grader.algebra.fold import Arithmetic, fold
from grader.algebra.functions import FUNCTIONS
from grader.algebra.tree import Application, Constant, Expression, Negative, Number, Power, Product, Quotient, Sum, Variable

# Beside python-flint SymPy takes FLINT's integers, and a huge exponent then ends the process with SIGFPE.
os.environ.setdefault("SYMPY_GROUND_TYPES", "python")

ONE = Number(Fraction(1))  # what stands above the line of a power with a negative exponent
SympyObject = Any  # SymPy ships no types
_OURS = {row.sympy: name for name, row in FUNCTIONS.items()}  # our name for each function of SymPy


class NoTreeError(ValueError):
    """SymPy's result holds something that no answer of a student could hold; the message names it."""


def symbolic_derivative(function: Expression, variable: str) -> Expression:
    """Return the derivative as SymPy finds it, in the shortest of a few usual forms.

    Raises:
        NoTreeError: the derivative has no such tree (a piecewise one, a Heaviside step, …).
    """
    import sympy

    raw = sympy.diff(fold(function, _Sympy()), sympy.Symbol(variable, real=True))
    forms = [sympy.expand(raw), raw, sympy.factor_terms(raw), sympy.factor_terms(sympy.expand(raw))]
    shortest = min(forms, key=lambda form: int(sympy.count_ops(form)))
    return _to_tree(shortest)


@cache
def _real_root() -> SympyObject:
    """Return the real root of odd degree as a SymPy function that knows its derivative."""
    import sympy

    class RealRoot(sympy.Function):  # type: ignore[misc]
        def fdiff(self, argindex: int = 1) -> SympyObject:
            radicand, degree = self.args
            return self / (degree * radicand)

    return RealRoot


class _Sympy(Arithmetic[SympyObject]):
    """SymPy's objects; variables are real."""

    def __init__(self) -> None:
        import sympy

        self.sympy = sympy

    def number(self, node: Number) -> SympyObject:
        return self.sympy.Rational(node.value.numerator, node.value.denominator)

    def constant(self, node: Constant) -> SympyObject:
        return self.sympy.pi if node.name == "pi" else self.sympy.E

    def variable(self, node: Variable) -> SympyObject:
        return self.sympy.Symbol(node.name, real=True)

    def application(self, node: Application, *arguments: SympyObject) -> SympyObject:
        name = FUNCTIONS[node.function].sympy
        if name is None:
            raise NoTreeError(f"SymPy knows no {node.function}")
        applied = _real_root() if name == "RealRoot" else getattr(self.sympy, name)
        return applied(*arguments)

    def other(self, node: Expression, *parts: SympyObject) -> SympyObject:
        raise NoTreeError("a vector is differentiated component by component")


def _to_tree(found: SympyObject) -> Expression:
    """Return the tree of a SymPy object, its terms and factors in the order in which SymPy prints them."""
    import sympy

    if found.is_Rational:
        value = Fraction(int(found.p), int(found.q))
        return Number(value) if value >= 0 else Negative(Number(-value))
    if found in (sympy.pi, sympy.E):
        return Constant("pi" if found == sympy.pi else "e")
    if found.is_Symbol:
        return Variable(str(found.name))
    if found.is_Add:
        return Sum(tuple(_to_tree(term) for term in found.as_ordered_terms()))
    return _of_factors(found) if found.is_Mul or found.is_Pow else _of_function(found)


def _of_function(found: SympyObject) -> Expression:
    name = _OURS.get(type(found).__name__)
    if name is None:
        raise NoTreeError(f"{type(found).__name__} is no function that an answer may hold")
    return Application(name, tuple(_to_tree(part) for part in found.args))


def _of_factors(found: SympyObject) -> Expression:
    """Return a product or power: a minus goes to the front, negative powers below a line."""
    coefficient, rest = found.as_coeff_Mul()
    if coefficient.is_negative:
        return Negative(_to_tree(-found))
    above: list[Expression] = [Number(Fraction(int(coefficient.p)))] if coefficient.p != 1 else []
    below: list[Expression] = [Number(Fraction(int(coefficient.q)))] if coefficient.q != 1 else []
    for factor in rest.as_ordered_factors():
        base, exponent = factor.as_base_exp()
        if factor.is_Pow and exponent.is_Rational and exponent < 0:
            below.append(_power(base, -exponent))
        else:
            above.append(_power(base, exponent) if factor.is_Pow else _to_tree(factor))
    top = _joined(above)
    return Quotient(top, _joined(below)) if below else top


def _power(base: SympyObject, exponent: SympyObject) -> Expression:
    import sympy

    if exponent == 1:
        return _to_tree(base)
    if exponent == sympy.Rational(1, 2):
        return Application("sqrt", (_to_tree(base),))
    return Power(_to_tree(base), _to_tree(exponent))


def _joined(factors: list[Expression]) -> Expression:
    if not factors:
        return ONE
    return factors[0] if len(factors) == 1 else Product(tuple(factors))
