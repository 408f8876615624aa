"""Formulas with one slip in them, at every place where the slip is possible.

A mutant may happen to be right (a swapped variable in `x*y`); nothing here decides that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from grader.algebra.tree import Expression, Number, Power, Variable, Vector, at_path, paths, replaced
from grader.quantities.slips.nearest_formula import factor, function, letter, sign, term

Slip = Callable[[Expression, tuple[str, ...]], Iterator[Expression]]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A formula with one slip: which, and how small a change it is (1 is an ordinary slip)."""

    expression: Expression
    slip: str
    size: float


def exponent(node: Expression, variables: tuple[str, ...]) -> Iterator[Expression]:
    """Yield an exponent one higher or lower."""
    if isinstance(node, Power) and isinstance(node.exponent, Number):
        yield from (Power(node.base, Number(node.exponent.value + step)) for step in (1, -1))
    elif isinstance(node, Variable):
        yield Power(node, Number(Fraction(2)))


def components(node: Expression, variables: tuple[str, ...]) -> Iterator[Expression]:
    """Yield the components of a vector in the other order."""
    if isinstance(node, Vector) and node.components != node.components[::-1]:
        yield Vector(node.components[::-1])


def number(node: Expression, variables: tuple[str, ...]) -> Iterator[Expression]:
    """Yield a number one higher or lower."""
    if isinstance(node, Number):
        yield from (Number(node.value + step) for step in (1, -1))


def nearly(power: int) -> Slip:
    """Return the slip that changes a number by one part in 10**power."""

    def slip(node: Expression, variables: tuple[str, ...]) -> Iterator[Expression]:
        if isinstance(node, Number) and node.value:
            yield Number(node.value * (1 + Fraction(1, 10**power)))

    return slip


SLIPS: dict[str, tuple[Slip, float]] = {
    "a sign": (sign, 1.0),
    "a term left out": (term, 1.0),
    "a factor left out": (factor, 1.0),
    "another variable": (letter, 1.0),
    "an exponent": (exponent, 1.0),
    "another function": (function, 1.0),
    "components swapped": (components, 1.0),
    "a number one off": (number, 0.5),
    "a number off by 1e-3": (nearly(3), 1e-3),
    "a number off by 1e-6": (nearly(6), 1e-6),
    "a number off by 1e-12": (nearly(12), 1e-12),
}
"""What each slip is called and how small a change it is."""
# a slip below this is one that an answer given to a few digits may show as well
_ROUNDING = 0.01


def mutants(whole: Expression, variables: tuple[str, ...], *, rounded: bool = True) -> Iterator[Mutant]:
    """Yield every formula that one slip makes of this one, each once; without `rounded`, none of those by rounding."""
    seen = {whole}
    for path in paths(whole):
        node = at_path(whole, path)
        for name, (slip, size) in SLIPS.items():
            if size < _ROUNDING and not rounded:
                continue
            for changed in slip(node, variables):
                mutant = replaced(whole, path, changed)
                if mutant not in seen:
                    seen.add(mutant)
                    yield Mutant(mutant, name, size)
