"""Functions that are right in places only: near zero, but for whole numbers, for the first calls.

Made from a right formula, with the places where each is wrong, so that verification can tell whether it is wrong on the
exercise's domain at all. Knows no judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from grader.algebra.tree import Expression, Vector
from grader.notation.printing import plain

_PRELUDE = "from math import *\n\ncalls = []\n\n\n"
_BEYOND = 4.5  # further than any of the moderate points, near enough for a domain of one digit


@dataclass(frozen=True, slots=True)
class CutFunction:
    """A program, what it is, and points at which it is wrong unless the right value there is the wrong one's."""

    source: str
    what: str
    places: tuple[Mapping[str, float], ...]


def right_function(name: str, variables: tuple[str, ...], formula: Expression) -> str:
    """Return a program that computes the formula."""
    return _program(name, variables, f"    return {plain(formula)}")


def cut_functions(
    name: str, variables: tuple[str, ...], formula: Expression, domain: Mapping[str, tuple[float, float]]
) -> Iterator[CutFunction]:
    """Yield the formula with something else instead of it in some places."""
    right, wrong = plain(formula), _seventeen(formula)
    far = tuple({**_inside(variables, domain), name: place} for name in variables for place in (-_BEYOND - 1, _BEYOND + 1))
    largest = f"max({', '.join(f'abs({variable})' for variable in variables)}, 0)"
    for what, condition, places in (
        ("right near zero only", f"{largest} <= {_BEYOND}", far),
        ("wrong at whole numbers", f"any(u % 1 for u in [{', '.join(variables)}])", (_whole(variables, domain),)),
        ("right for its first ten calls only", "len(calls) <= 10", (_inside(variables, domain),)),
    ):
        body = f"    calls.append(1)\n    return {right} if {condition} else {wrong}"
        yield CutFunction(_program(name, variables, body), what, tuple(p for p in places if _is_inside(p, domain)))


def _program(name: str, variables: tuple[str, ...], body: str) -> str:
    return f"{_PRELUDE}def {name}({', '.join(variables)}):\n{body}\n"


def _seventeen(formula: Expression) -> str:
    """Return a wrong value of the right shape."""
    return f"({', '.join(['17'] * len(formula.components))},)" if isinstance(formula, Vector) else "17"


def _inside(variables: tuple[str, ...], domain: Mapping[str, tuple[float, float]]) -> Mapping[str, float]:
    """Return a point that is no special one: a third of the way through each interval."""
    ends = {name: domain.get(name, (-1.0, 2.3)) for name in variables}
    return {name: low + 0.37 * (high - low) for name, (low, high) in ends.items()}


def _whole(variables: tuple[str, ...], domain: Mapping[str, tuple[float, float]]) -> Mapping[str, float]:
    """Return a point of whole numbers, in the domain where it holds any."""
    inside = _inside(variables, domain)
    return {name: float(round(inside[name]) or 1) for name in variables}


def _is_inside(point: Mapping[str, float], domain: Mapping[str, tuple[float, float]]) -> bool:
    return all(low <= point[name] <= high for name, (low, high) in domain.items())
