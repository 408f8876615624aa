"""The values that fit data best: where the term of an item, as a loss of its variables, is least.

Found downhill from several starts and proved by ball arithmetic, as the minimum of a descent is. A loss whose least place
is not one point has none: nobody could be judged by it. Knows no program and no text of a student.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice

from grader.algebra.differentiate import NotDifferentiableError
from grader.algebra.floats import points_agree
from grader.algebra.numeric import compiled
from grader.algebra.tree import Expression, Vector, variables_in
from grader.descent.landscape import Landscape, Point, is_finite, solved
from grader.descent.minimiser import Absence, minima
from grader.model import Function, Given
from grader.notation.printing import plain
from grader.quantities.evaluation import reference, slips
from grader.quantities.operators.operator import Value, is_tree
from grader.quantities.operators.steps import landscape_of
from grader.quantities.other_data import Stated, with_other_data
from grader.quantities.references import NotDerivableError, by_own_rules, is_soon_derived
from grader.quantities.sheet import Sheet, compiled_sheet
from grader.quantities.slips.catalogue import Misconception
from grader.quantities.terms import TermError

NEAR = 1e-3
"""How near a fit comes that stops when it hardly moves, as a descent and scikit-learn's solvers do; a loss that is wrong by a
slip has its least place far outside of it, else `verify` says so."""
_SINGULAR = 1e-9  # of a curvature scaled to 1: what rounding leaves where data are multiples of each other is 1e-15
_ROUNDED = 1e-9  # of a loss: what rounding leaves of its third differences is 1e-15, and a bent gradient shows in the first digits
_MOVE = 1e-4  # of a coordinate's size, to measure slopes and curvatures: half of a double's digits are left of both
_MOST_TRIED = 60  # slips that an answer is held against, the commonest first: a tenth of a second for a hundred data
NEARLY = 0.1  # of the sizes of the values: nearer than a mistake usually leads
_DRAWS = 12  # of other data, to find some that are no harder: a hundredth of a second each for a usual loss
_MOST_DATA = 60  # in all draws that are compared: a loss of so many takes seconds, and its curvature hardly differs by draw
_HARDER = 1.05  # by which the steepest curvature may grow: a descent whose step size just holds still does
_SLOWER = 0.8  # what must be left of the flattest one: a descent that has arrived then nearly has
_TURNS = 60  # of a power iteration: two digits of a curvature are enough
_ONES = (0.0, 1.0, -1.0)  # coordinates of the starts: a loss with two valleys shows the second from one of them


class NoFitError(TermError):
    """The loss is not least at one point; says why, to the exercise's author."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Fit:
    """A loss as numbers, and the one point at which it is least."""

    landscape: Landscape
    point: Point

    @cached_property
    def sizes(self) -> Point:
        """Return for each coordinate how far it moves the loss as much as the whole fit does, and 1 at most."""
        gain = self.landscape.height((0.0,) * len(self.point)) - self.landscape.height(self.point)
        own = [row[axis] for axis, row in enumerate(_curvature(self.landscape, self.point) or ())]
        found = [math.sqrt(2 * gain / each) if each > 0 and 0 < gain < math.inf else 1.0 for each in own]
        return tuple(min(1.0, each) for each in found) or (1.0,) * len(self.point)

    def agrees(self, point: Point, tolerance: float | None) -> bool:
        """Tell whether a point is the one where the loss is least, within a tolerance of each coordinate."""
        return points_agree(point, self.point, NEAR if tolerance is None else tolerance, least=0.0, along=[self.sizes])


def loss_of(value: Value) -> Expression | None:
    """Return what a term comes to as a loss, a formula; None for anything else."""
    return value if is_tree(value) and not isinstance(value, Vector) and variables_in(value) else None


@lru_cache(maxsize=256)  # a class is asked the same
def fit_of(item: str, sheet: Sheet, variables: tuple[str, ...]) -> Fit:
    """Return the fit that an item asks for. Raises NoFitError, and NotDerivableError for a loss without a gradient."""
    loss = loss_of(reference(item, sheet))
    assert loss is not None, "the exercise was checked when it was read"
    text = plain(loss)
    if not is_soon_derived(text, variables):
        raise NoFitError("has too many terms when it is multiplied out; take fewer data")
    landscape = landscape_of(Function(name=item, variables=variables, expression=text))
    found = minima(landscape, tuple(_starts(len(variables))))
    if not found.points or Absence.UNBOUNDED in (why for _, why in found.absent):
        why = found.absent[0][1]
        raise NoFitError(f"is least nowhere ({why}), so that no program can end there; a term such as + 0.1*w**2 would hold it")
    point = found.points[0]
    if len(found.points) > 1 or not _is_round(landscape, point):
        raise NoFitError(
            "is least at more than one point, so that no program can be held to one; data that are no multiples of each other, "
            "or a term such as + 0.1*w**2, would leave one"
        )
    return Fit(landscape=landscape, point=point)


def _starts(count: int) -> Iterator[Point]:
    """Yield the origin and points around it: all coordinates alike, and in turn."""
    for one in _ONES:
        yield (one,) * count
    if count > 1:
        yield tuple(2.0 * (-1) ** axis for axis in range(count))


def _is_round(landscape: Landscape, point: Point) -> bool:
    """Tell whether a loss rises in all directions: its curvature has an inverse once each axis is measured alike.

    At a kink the curvature says nothing, and the starts alone show whether there are several least points.
    """
    matrix = None if landscape.may_have_kinks else _curvature(landscape, point)
    if matrix is None:
        return True
    if any(row[axis] <= 0 for axis, row in enumerate(matrix)):
        return False
    rows = [[entry / math.sqrt(row[i] * matrix[j][j]) for j, entry in enumerate(row)] for i, row in enumerate(matrix)]
    for i, row in enumerate(rows):  # elimination without pivots: all of a curvature upwards are above zero
        if row[i] <= _SINGULAR:
            return False
        for below in rows[i + 1 :]:
            factor = below[i] / row[i]
            below[:] = [b - factor * r for b, r in zip(below, row, strict=True)]
    return True


def is_quadratic(fit: Fit) -> bool:
    """Tell whether a loss is quadratic, so that its gradient is linear: its third differences along a line vanish."""
    path = [tuple([c + k * size for c, size in zip(fit.point, fit.sizes, strict=True)]) for k in range(4)]
    first, second, third, fourth = map(fit.landscape.height, path)
    return abs(fourth - 3 * third + 3 * second - first) <= _ROUNDED * max(map(abs, (first, second, third, fourth)))


def _curvature(landscape: Landscape, point: Point) -> tuple[Point, ...] | None:
    """Return the matrix of second derivatives; None where there is no rule, or no number."""
    try:
        matrix = landscape.curvature(point)
    except NotDifferentiableError:
        return None
    return matrix if all(map(is_finite, matrix)) else None


def other_losses(item: str, sheet: Sheet, fit: Fit, point: Point, tolerance: float | None) -> Iterator[Misconception]:
    """Yield the slips in an item's term by which the loss is least at the point, the commonest first."""
    for slip, loss in _losses(item, sheet, fit.landscape.variables):
        if is_least_at(loss, fit, point, tolerance):
            yield slip


@lru_cache(maxsize=64)  # a class makes the same mistakes
def _losses(item: str, sheet: Sheet, variables: tuple[str, ...]) -> tuple[tuple[Misconception, Expression], ...]:
    """Return the commonest slips in an item's term, each with its loss."""
    found = ((slip, loss_of(slip.expression)) for slip in islice(slips(item, sheet), _MOST_TRIED))
    return tuple((slip, loss) for slip, loss in found if loss is not None and variables_in(loss) <= {*variables})


def is_least_at(loss: Expression, fit: Fit, point: Point, tolerance: float | None, fixed: frozenset[int] = frozenset()) -> bool:
    """Tell whether another loss is least at a point, some coordinates of which are `fixed`: Newton's step hardly leads away.

    Measured by differences, so that a loss of hundreds of terms is not differentiated for one answer.
    """
    height = compiled(loss, fit.landscape.variables)
    axes = [axis for axis in range(len(point)) if axis not in fixed]
    widths = [_MOVE * max(size, abs(c)) for size, c in zip(fit.sizes, point, strict=True)]

    def at(*moves: tuple[int, float]) -> float:
        moved = list(point)
        for axis, side in moves:
            moved[axis] += side * widths[axis]
        return height(*moved)

    here = at()
    slope = [(at((i, 1)) - at((i, -1))) / 2 for i in axes]
    matrix = tuple(
        tuple(
            at((i, 1)) - 2 * here + at((i, -1))
            if i == j
            else (at((i, 1), (j, 1)) - at((i, 1), (j, -1)) - at((i, -1), (j, 1)) + at((i, -1), (j, -1))) / 4
            for j in axes
        )
        for i in axes
    )
    if not all(map(is_finite, (tuple(slope), *matrix))) or not all(matrix[k][k] > 0 for k in range(len(axes))):
        return False
    move = solved(matrix, tuple(slope))
    if move is None or not is_finite(move):
        return False
    end = list(point)
    for axis, part in zip(axes, move, strict=True):
        end[axis] -= part * widths[axis]
    near = NEAR if tolerance is None else tolerance
    return points_agree(point, end, near, least=0.0, along=[fit.sizes])


# --- Over other data --------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawn:
    """The text of a term, what it is made of, and the names of the data or numbers that others are drawn for."""

    text: str
    functions: tuple[Function, ...]
    given: tuple[Given, ...]
    names: frozenset[str]


@lru_cache(maxsize=64)  # a class is asked the same
def data_for_another_fit(drawn: Drawn, seed: bytes, fit: Fit, apart: float) -> Stated | None:
    """Return functions and givens with others of these names, for which a point so far `apart` is the best; None without any.

    They are such that a descent that arrives over the exercise's own does there too, if such are found.
    """
    steepest, flattest = _stretches(fit)
    best: tuple[float, Stated] | None = None
    left = max(1, _MOST_DATA // max((each.text.count(",") + 1 for each in drawn.given if each.is_data), default=1))
    for draw in range(_DRAWS):
        stated = with_other_data(drawn.text, drawn.functions, drawn.given, drawn.names, seed + bytes([draw]))
        other = _fit_over(drawn.text, stated, fit.landscape.variables) if stated is not None else None
        if stated is None or other is None or other.agrees(fit.point, apart):
            continue
        steep, flat = _stretches(other)
        harder = max(steep / (_HARDER * steepest), _SLOWER * flattest / flat)
        if best is None or harder < best[0]:
            best = harder, stated
        left -= 1
        if harder <= 1 or not left:
            break
    return best[1] if best is not None else None


def _fit_over(text: str, stated: Stated, variables: tuple[str, ...]) -> Fit | None:
    functions, given = stated
    own, data = ([(each.name, each.text) for each in given if each.is_data is is_data] for is_data in (False, True))
    try:
        with by_own_rules():
            return fit_of("loss", compiled_sheet(functions, tuple(own), (("loss", text),), tuple(data), variables), variables)
    except (TermError, NotDerivableError, ArithmeticError):
        return None


def _stretches(fit: Fit) -> tuple[float, float]:
    """Return the largest and the smallest curvature of a loss where it is least, to two digits; 1 for none."""
    matrix = _curvature(fit.landscape, fit.point)
    if matrix is None:
        return 1.0, 1.0
    steepest = flattest = 1.0
    steep = flat = tuple(1.0 + axis / 7 for axis in range(len(fit.point)))  # across none of the ways that are looked for
    for _ in range(_TURNS):
        ahead = tuple(sum(entry * part for entry, part in zip(row, steep, strict=True)) for row in matrix)
        behind = solved(matrix, flat) or flat
        steepest, flattest = math.hypot(*ahead) or 1.0, 1 / (math.hypot(*behind) or 1.0)
        steep, flat = tuple(part / steepest for part in ahead), tuple(part * flattest for part in behind)
    return steepest, flattest
