"""How far a difference quotient of the exercise's function may be off from the derivative that it stands for.

A quotient of width h is off by the bend of the function over h, and by the rounding of two values divided by h. Here
the widths are those that people use; whether a program takes a quotient at all is for its source to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from grader.algebra.balls import float_at
from grader.algebra.differentiate import NotDifferentiableError, differentiate
from grader.algebra.tree import Expression
from grader.equality.further_points import lost_at
from grader.equality.sample_points import parts_of

# Of the bend of the derivative: a one-sided quotient of width 1e-3 is off by half of that, and so are central ones of
# 1e-2; one of 1e-2 is off by 5e-3, and shows already in the second digit.
_BEND = 6e-4
USUAL_WIDTH = 1e-8  # the least that textbooks name: rounding is then as large as the bend
LEAST_WIDTH = 1e-10  # rounding leaves six digits of a derivative at moderate points, and below soon none
_ROUNDINGS = 4  # two values of the function, each rounded in several steps


def quotient_errors(
    reference: Expression,
    function: Expression,
    variables: tuple[str, ...],
    point: Mapping[str, float],
    width: float = USUAL_WIDTH,
) -> tuple[float, ...]:
    """Return for each component of a derivative how far a difference quotient of the function may be off at a point.

    `width` is the least one that the program may use.
    """
    return _errors(reference, function, variables, tuple(point.items()), width)


# A class is asked at the same points.
@lru_cache(maxsize=4096)
def _errors(
    reference: Expression,
    function: Expression,
    variables: tuple[str, ...],
    place: tuple[tuple[str, float], ...],
    width: float,
) -> tuple[float, ...]:
    rounding = _ROUNDINGS * lost_at(function, place) / width
    bends = (_bend(part, variables) for part in parts_of(reference))
    sizes = (sum(abs(float_at(slope, dict(place)) or 0.0) for slope in slopes) for slopes in bends)
    return tuple(_BEND * (1 + size) + rounding for size in sizes)


@lru_cache(maxsize=256)
def _bend(part: Expression, variables: tuple[str, ...]) -> tuple[Expression, ...]:
    """Return the derivatives of a component by every variable; none where there is no rule for one."""
    try:
        return tuple(differentiate(part, variable) for variable in variables)
    except NotDifferentiableError:
        return ()
