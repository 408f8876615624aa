"""Find the numbers by which a wrong dot product multiplies the components of a right vector.

Where there are such numbers, the same at every point, the vector is right in the answer, and each number can be looked at by
itself. Knows no direction and no gradient by name.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from grader.algebra.floats import agree
from grader.algebra.tree import Vector
from grader.descent.landscape import solved
from grader.equality.sample_points import value_at
from grader.quantities.slips.approximate import approximate
from grader.quantities.slips.properties import in_radians
from grader.sentences.catalogue import sentence
from grader.sentences.figures import listed, together

_SAME = 1e-7  # relative: what solving for two or three numbers loses, beside a usual formula
_OF_DECIMALS = 0.006  # a component of a unit vector with two decimals
_DIGITS = 3  # that a rounded number has at least
_NOTHING = 1e-9  # a number that is zero but for rounding


def told_by_products(
    points: Sequence[Mapping[str, float]],
    values: Sequence[float],
    factors: tuple[Vector, Vector],
    names: Sequence[str],
    vector: str,
) -> str | None:
    """Return which component of the first factor meets the right number of the second, and what happened to the others.

    The second factor holds numbers alone; `vector` calls the first in a sentence, and `names` its components. None where no
    numbers explain the values, and where the right ones do.

    >>> from grader.notation.answer import read
    >>> factors = (read("(x, y**2)", variables=("x", "y")), read("(0.6, 0.8)", variables=()))
    >>> points = [{"x": 1.0, "y": 2.0}, {"x": 2.0, "y": 1.0}, {"x": 3.0, "y": 5.0}]
    >>> print(told_by_products(points, [4.2, 2.8, 23.0], factors, ("the first", "the second"), "the vector"))
    The vector is right in it. Multiplied by the right number: the second. Multiplied by 1, or by nothing: the first.
    """
    rows = [approximate(factors[0], point) for point in points]
    right = [value_at(part, {}) for part in factors[1].components]
    count = len(right)
    whole = [row for row in rows if isinstance(row, tuple)]
    if len(whole) < len(points) or len(points) <= count or None in right:
        return None
    own = solved(tuple(whole[:count]), tuple(values[:count]))
    if own is None or not all(
        agree(sum(a * b for a, b in zip(row, own, strict=True)), value, _SAME) for row, value in zip(whole, values, strict=True)
    ):
        return None
    found: dict[str, list[str]] = {}
    for at, name in enumerate(names):
        found.setdefault(_case(at, own, right), []).append(name)  # type: ignore[arg-type]
    if set(found) == {"right"}:
        return None
    told = in_radians(own, right, whole=False) if count == 2 and "right" not in found else None  # type: ignore[arg-type]
    if told is not None:
        return together((sentence("products.vector", vector=vector), told))
    cases = sorted(found, key=lambda case: case != "right")
    first = sentence("products.vector", vector=vector)
    return together((first, *(sentence(f"products.{case}", components=listed(found[case])) for case in cases)))


def _case(at: int, own: Sequence[float], right: Sequence[float]) -> str:
    """Return what a component is multiplied by, as the sentence of a code says it."""
    number, wanted = own[at], right[at]
    if agree(number, wanted, _OF_DECIMALS):
        last = 10.0 ** (math.floor(math.log10(abs(wanted) or 1.0)) + 1 - _DIGITS)
        return "right" if abs(number - wanted) <= last else "rounded"
    if abs(number) < _NOTHING:
        return "left_out"
    if agree(number, -wanted, _OF_DECIMALS):
        return "sign"
    if any(agree(abs(number), abs(other), _OF_DECIMALS) for place, other in enumerate(right) if place != at):
        return "other"
    return "alone" if agree(number, 1.0, _SAME) else "number"
