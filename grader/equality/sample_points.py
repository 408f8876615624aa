"""Where two expressions are compared: points of a fine grid, drawn from a seed, inside the declared domain.

Analytic functions that agree on any interval agree everywhere, so moderate points do for them; where an absolute
value, a root or a maximum may hide another branch, points of every sign and of magnitudes from 1/1000 to ten million
are drawn too, and `kinks` adds one in every gap between the places where a branch can change.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice

from grader.algebra.balls import Undefined, Unsure, evaluate, float_at
from grader.algebra.tree import Expression, parts_of
from grader.equality.decision import Comparison, Point
from grader.equality.kinks import may_branch
from grader.equality.usual_forms import stays_in_floats

GRID_BITS = 22  # of a coordinate: so many points that none can be foreseen, so few bits that products stay exact in doubles
REACHES = (3.0, 0.75, 1.5)
"""Moderate points in turn reach so far from zero: near it, steep functions do not yet hide their neighbours."""
MAX_CANDIDATES = 400  # drawn for a dozen that count: a reference defined on a thirtieth of the domain is compared all the same
_SHARE_FAR = 0.6  # of the coordinates of a far point; so that all, some and one alone are far often enough
_SEARCHED = 60  # points of every size at which an answer without a value anywhere is looked for one
# Where a reader can follow by hand: different small numbers, so that no two terms agree by chance; then within ±1 and beyond 0.
_FRIENDLY = ((2.0, 3.0, 5.0, 7.0), (0.5, 2.0, 1.5, 3.0), (-1.0, 2.0, -3.0, 0.5), (0.5, 0.25, 0.75, 0.125))
_SEEN_MAGNITUDE = 1e100  # beyond it, or below its inverse, squares and cubes leave the doubles


def whole_points(variables: tuple[str, ...], draw: random.Random) -> Iterator[Point]:
    """Yield points with small whole coordinates, the origin first."""
    yield dict.fromkeys(variables, 0.0)
    while True:
        yield {name: float(draw.randint(-3, 3)) for name in variables}


def friendly_points(comparison: Comparison) -> Iterator[Point]:
    """Yield points of the domain at which somebody can work out a value by hand, small whole numbers first."""
    for coordinates in _FRIENDLY if 0 < len(comparison.variables) <= len(_FRIENDLY[0]) else ():
        point = dict(zip(comparison.variables, coordinates, strict=False))
        if comparison.allows(point):
            yield point


def candidates(comparison: Comparison, draw: random.Random, *, wide: bool, grid_bits: int = GRID_BITS) -> Iterator[Point]:
    """Yield points of the domain, without end; with `wide` every second one is far away, else the later ones are.

    Far away each coordinate is of a magnitude of its own, moderate ones among them, so that no branch hides where one
    coordinate is large and another is not. The first 2**n points go through all patterns of signs of n variables.
    """
    variables, domain = comparison.variables, comparison.domain
    turn = draw.randrange(1 << min(len(variables), 16))
    seen = {False: turn, True: turn}
    count = 0
    while True:
        scaled = count % 2 == 1 and (wide or count >= 24)
        signs = seen[scaled]
        reach = REACHES[(signs - turn) % len(REACHES)]
        seen[scaled] += 1
        yield {
            name: _coordinate(
                draw, domain.get(name), bool(signs >> place & 1), 0.0 if scaled and draw.random() < _SHARE_FAR else reach, grid_bits
            )
            for place, name in enumerate(variables)
        }
        count += 1


def _coordinate(draw: random.Random, interval: tuple[float, float] | None, negative: bool, reach: float, bits: int) -> float:
    """Return a coordinate in the interval, or if it has no end up to `reach` away from zero; any magnitude for 0."""
    low, high = interval if interval is not None else (-math.inf, math.inf)
    if math.isfinite(low) and math.isfinite(high):
        if high <= low:
            return low
        step = 2.0 ** (math.frexp(high - low)[1] - bits)
        value = _on_grid(draw.uniform(low, high), step)
        return value if low <= value <= high else draw.uniform(low, high)
    size = draw.uniform(0.05, reach) if reach else 10 ** draw.uniform(-3, 7)
    size = _on_grid(size, 2.0 ** (math.frexp(reach or size)[1] - bits))
    if math.isfinite(low):
        return low + size
    if math.isfinite(high):
        return high - size
    return -size if negative else size


def _on_grid(value: float, step: float) -> float:
    return math.floor(value / step + 0.5) * step


def sample_points(
    reference: Expression, comparison: Comparison, *, count: int, also: tuple[Expression, ...] = ()
) -> tuple[Mapping[str, float], ...]:
    """Return points to call a student's function at: short binary fractions where the reference has a sound value.

    The first can be worked out by hand, so that what is wrong everywhere is shown there. What stands in `also` has a
    sound value at all of them. Fewer than `count` where both are defined almost nowhere; one empty point when there are
    no variables.
    """
    if not comparison.variables:
        return ({},)
    draw = comparison.generator("sample")
    parts = (*parts_of(reference), *also)
    by_hand = (point for point in friendly_points(comparison) if all(is_sound(part, point) for part in parts))
    found: list[Mapping[str, float]] = list(islice(by_hand, 1))
    stream = candidates(comparison, draw, wide=may_branch(reference), grid_bits=12)
    for _, point in zip(range(MAX_CANDIDATES), stream, strict=False):
        if len(found) == count:
            break
        if point not in found and all(is_sound(part, point) for part in parts):
            found.append(point)
    return tuple(found)


def is_sound(expression: Expression, point: Mapping[str, float]) -> bool:
    """Tell whether doubles can compute the value here: defined, of usual size and no difference of far larger terms."""
    try:
        value = evaluate(expression, point, 256)
        rough = evaluate(expression, point, 53)
    except (Undefined, Unsure):
        return False
    if value.is_zero() or (value.contains(0) and abs(rough).upper() < 1e-12):
        return True
    size = float(abs(value).upper())
    usual = 1 / _SEEN_MAGNITUDE < size < _SEEN_MAGNITUDE and float(rough.rad()) < 1e-10 * size
    return usual and stays_in_floats(expression, point)


@lru_cache(maxsize=8192)
def rounding_at(expression: Expression, place: tuple[tuple[str, float], ...]) -> float | None:
    """Return a bound for what doubles lose of the value here; None where there is none, or it may leave the usual sizes."""
    try:
        value, rough = evaluate(expression, dict(place), 256), evaluate(expression, dict(place), 53)
    except (Undefined, Unsure):
        return None
    return float(rough.rad()) if abs(value).upper() < _SEEN_MAGNITUDE and abs(rough).upper() < _SEEN_MAGNITUDE else None


def has_values(expression: Expression, comparison: Comparison, draw: random.Random) -> bool:
    """Tell whether a value of the expression is found anywhere on the domain, at points of every size."""
    variables, stream = comparison.variables, candidates(comparison, draw, wide=True)
    tried = (dict.fromkeys(variables, 0.0), *(next(stream) for _ in range(_SEARCHED if variables else 1)))
    return any(_has_value(expression, point) for point in tried)


def _has_value(expression: Expression, point: Point) -> bool:
    try:
        evaluate(expression, point, 128)
    except (Undefined, Unsure):
        return False
    return True


def value_at(expression: Expression, point: Mapping[str, float]) -> float | None:
    """Return the value as a float, correct to the last digit or so; None for none that a float can hold."""
    value = float_at(expression, point)
    return value if value is not None and math.isfinite(value) else None
