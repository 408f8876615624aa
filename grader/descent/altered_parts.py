"""Find which parts of a method somebody altered, each by itself: derivatives of one row, or the way of one coordinate.

One coordinate of a step is made of the derivatives of its own row, and so is one equation of Newton's method. So each is
explained alone, and two slips in different rows are found as fast as one. What is said of them is for others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import combinations, combinations_with_replacement

from grader.algebra.differentiate import NotDifferentiableError, differentiate
from grader.algebra.floats import agree
from grader.algebra.numeric import compiled
from grader.algebra.tree import Expression, Number
from grader.descent.landscape import Landscape, Misread, Point, is_finite
from grader.descent.method_rules import AS_IT_IS, ByCoordinate, Way
from grader.descent.methods.gradient_descent import STEP_SIZE
from grader.descent.methods.method import Iteration
from grader.descent.runs import Chain
from grader.descent.step_rules import Hypotheses, WrongPart
from grader.sentences.catalogue import sentence

_SAME = 1e-6  # of a move: the digits that rounding leaves of one step; another part is off in three
_FAR = 1e6  # beyond that one step loses the digits in which a wrong part would show
_SHORT = 1e-6  # of a coordinate, or of 1: a move that is shorter has lost as many digits
_LEAST = 3  # steps that have to agree: two may by chance
_MOST_SLIPS = 3  # that a person is told at once; who made more begins anew
_OF_EDGES = ("", "sides_exchanged", "bounds_exchanged")  # ways that show where a coordinate is kept at an edge
NEGATIVE = Way("newton_added")  # Newton's step with the other sign, in its equations as in its ends

Place = tuple[int, int]
"""A second derivative, by its row and its column in the Hessian."""
Entry = Callable[..., float]


@dataclass(frozen=True, kw_only=True)
class Part:
    """What makes one coordinate, or equation, of every step: a way, and wrong derivatives in the place of right ones.

    With `derived` the second derivatives of a row are those of its wrong first one.
    """

    way: Way = AS_IT_IS
    slopes: Mapping[int, WrongPart] = field(default_factory=dict)
    seconds: Mapping[Place, WrongPart] = field(default_factory=dict)
    derived: bool = False

    @property
    def wrong(self) -> int:
        """Return how many derivatives are wrong."""
        return len(self.slopes) + len(self.seconds)

    def and_also(self, other: Part) -> Part:
        """Return the wrong derivatives of both."""
        both = {**self.slopes, **other.slopes}, {**self.seconds, **other.seconds}
        return Part(slopes=both[0], seconds=both[1], derived=self.derived or other.derived)


class _Quick(Landscape):
    """A landscape with other derivatives, made in a moment: thousands are tried, and few in more than one step."""

    def __init__(self, own: Landscape, slopes: Sequence[Entry], seconds: Sequence[Sequence[Entry]]) -> None:
        super().__init__(own.variables, own.function, own.gradient)
        vars(self).update(slopes=slopes, height=own.height, _curvatures=seconds, may_have_kinks=False)


@dataclass(eq=False)
class Alteration:
    """The search for the parts that make the steps of some chains, all numbers of the method being given."""

    seen: Hypotheses
    own: Iteration
    chains: Sequence[Chain]
    ways: Sequence[Way] = ()

    def __post_init__(self) -> None:
        self.landscape = self.own.landscape
        self.axes = range(len(self.landscape.variables))
        self.steps = [
            (chain.points[: k + 1], chain.points[k + 1]) for chain in self.chains for k in chain.steps if _is_telling(chain, k)
        ]

    @cached_property
    def right(self) -> tuple[int, ...]:
        """Return the coordinates, or equations, that hold in every step as they should."""
        return tuple(axis for axis in self.axes if self._is_shown(axis) and self._holds(axis, self.landscape, AS_IT_IS))

    def _is_shown(self, axis: int) -> bool:
        """Tell whether later steps than the first move a coordinate, and not to an edge of the region, where nothing shows."""
        ends = [(path[-1][axis], after[axis]) for path, after in self.steps if len(path) > 1]
        edges = self.own.method.edges(axis)
        return sum(before != after and after not in edges for before, after in ends) >= _LEAST

    def by_occasion(self) -> dict[str, list[bool]]:
        """Return for each occasion, such as a first step, whether each step on it is right."""
        found: dict[str, list[bool]] = {}
        for path, after in self.steps:
            off = self.own.method.off(self.landscape, path, after, self.own.numbers)
            inside = self.own.method.stays_inside(self.landscape, path, self.own.numbers)
            for occasion, holds in {"first": len(path) == 1, "inside": inside}.items():
                if holds:
                    found.setdefault(occasion, []).append(max(map(abs, off)) <= _SAME)
        return found

    def simplest(self) -> tuple[Part, tuple[int, ...]] | None:
        """Return the parts with the fewest slips to make every step, and the right coordinates; None for none."""
        if len(self.steps) < _LEAST:
            return None
        found: dict[tuple[Way, int], Part] = {}
        shared: list[tuple[int, list[Part]]] = []
        for way in (AS_IT_IS, *self.ways):
            made = [self._first(axis, way) for axis in self.axes]
            found |= {(way, axis): part for axis, part in enumerate(made) if part is not None}
            if None not in made:
                whole = [part for part in made if part is not None]
                shared.append((sum(part.wrong for part in whole) + bool(way.name), whole))
        if all(any((way, axis) in found for way in (AS_IT_IS, *self.ways)) for axis in self.axes):
            apart = [min((part for (_, at), part in found.items() if at == axis), key=_slips) for axis in self.axes]
            shared.append((sum(map(_slips, apart)), apart))
        slips, parts = min(shared, key=lambda each: each[0], default=(0, []))
        if not 0 < slips <= _MOST_SLIPS:
            return None
        ways = tuple(part.way for part in parts)
        whole_part = Part()
        for part in parts:
            whole_part = whole_part.and_also(part)
        way = ways[0] if len(set(ways)) == 1 else ByCoordinate(ways=ways)
        return replace(whole_part, way=way), tuple(axis for axis, part in enumerate(parts) if not _slips(part))

    def misread(self, part: Part) -> Landscape:
        """Return the function with the derivatives that somebody takes for its own."""
        if not part.wrong:
            return self.landscape
        components = self.landscape.gradient.components
        slopes = tuple(part.slopes[axis].expression if axis in part.slopes else components[axis] for axis in self.axes)
        gradient = replace(self.landscape.gradient, components=slopes)
        second: tuple[tuple[Expression, ...], ...] = ()
        if self.own.method.second_order and not part.derived:
            rows = enumerate(self.landscape.curvatures)
            second = tuple(
                tuple(part.seconds[row, at].expression if (row, at) in part.seconds else right for at, right in enumerate(line))
                for row, line in rows
            )
        return Misread(self.landscape.variables, self.landscape.function, gradient, second=second)

    def _first(self, axis: int, way: Way) -> Part | None:
        """Return the simplest part that makes one coordinate of every step in a way; None for none.

        One that never moves is left out, whatever derivative is zero; one always at an edge shows what keeps it there alone.
        """
        ends = [(path[-1][axis], after[axis]) for path, after in self.steps]
        if len(self.axes) > 1 and all(before == after for before, after in ends):
            return Part(way=Way("one_coordinate_moved", at=int(axis == 0)))
        if all(after in self.own.method.edges(axis) for _, after in ends) and way.name not in _OF_EDGES:
            return None
        if self._holds(axis, self.landscape, way):
            return Part(way=way)
        for part, slopes, seconds in self._wrong(axis, two=way in (AS_IT_IS, NEGATIVE)):
            if self._holds(axis, _Quick(self.landscape, slopes, seconds), way):
                return replace(part, way=way)
        return None

    def _wrong(self, axis: int, *, two: bool) -> Iterator[tuple[Part, Sequence[Entry], Sequence[Sequence[Entry]]]]:
        """Yield what somebody may take for the derivatives of one row, with one slip or `two`, the fewest slips first."""
        slopes, rows = list(self.landscape.slopes), [list(row) for row in self._right_seconds]
        firsts = self._firsts[axis]

        def row(entries: Mapping[int, Entry]) -> list[list[Entry]]:
            line = [entries.get(at, right) for at, right in enumerate(rows[axis])] if rows else []
            return [*rows[:axis], line, *rows[axis + 1 :]] if rows else []

        def with_slope(slope: Entry) -> list[Entry]:
            return [*slopes[:axis], slope, *slopes[axis + 1 :]]

        for wrong, slope, derived in firsts:
            yield Part(slopes={axis: wrong}), with_slope(slope), rows
            if derived and not self._is_another_row(axis, slope):  # two rows alike say nothing twice
                yield Part(slopes={axis: wrong}, derived=True), with_slope(slope), row(dict(enumerate(derived)))
        seconds = self._seconds[axis] if rows else []
        for at, wrong, entry in seconds:
            yield Part(seconds={(axis, at): wrong}), slopes, row({at: entry})
        usual = [each for each in seconds if two and not each[1].of_the_pen]  # of all pairs there would be too many
        for wrong, slope, _ in firsts if usual else ():
            for at, other, entry in () if wrong.of_the_pen else usual:
                yield Part(slopes={axis: wrong}, seconds={(axis, at): other}), with_slope(slope), row({at: entry})
        for (at, wrong, entry), (beside, other, second) in combinations(usual, 2):
            if at != beside:
                part = Part(seconds={(axis, at): wrong, (axis, beside): other})
                yield part, slopes, row({at: entry, beside: second})

    def _is_another_row(self, axis: int, slope: Entry) -> bool:
        """Tell whether what is taken for one slope is another one wherever a step begins."""
        places = [path[-1] for path, _ in self.steps]
        others = [right for at, right in enumerate(self.landscape.slopes) if at != axis]
        return any(all(agree(slope(*place), right(*place), _SAME) for place in places) for right in others)

    @cached_property
    def _right_seconds(self) -> Sequence[Sequence[Entry]]:
        try:
            curvatures = self.landscape.curvatures if self.own.method.second_order else ()
        except NotDifferentiableError:
            return ()
        return [[compiled(entry, self.landscape.variables) for entry in row] for row in curvatures]

    @cached_property
    def _firsts(self) -> list[list[tuple[WrongPart, Entry, list[Entry]]]]:
        """Return by axis the wrong first derivatives, with the second ones that follow from each."""
        names = self.landscape.variables
        found: list[list[tuple[WrongPart, Entry, list[Entry]]]] = [[] for _ in names]
        for axis in self.axes if not self.own.method.takes_data else ():
            for wrong in self.seen.wrong(axis):
                try:
                    derived = [differentiate(wrong.expression, name) for name in names] if self._right_seconds else []
                except NotDifferentiableError:
                    derived = []
                entries = [compiled(entry, names) for entry in derived]
                found[axis].append((wrong, compiled(wrong.expression, names), entries))
        return found

    @cached_property
    def _seconds(self) -> list[list[tuple[int, WrongPart, Entry]]]:
        """Return by row of the Hessian the wrong second derivatives, with their columns."""
        parts, names, right = self.landscape.gradient.components, self.landscape.variables, self.landscape.curvatures
        found: list[list[tuple[int, WrongPart, Entry]]] = []
        for row in self.axes:
            wrong = [(at, each) for at in self.axes for each in _either_way(self.seen, parts, row, at)]
            wrong += [(at, WrongPart("left_out", Number(Fraction(0)), sentence("step.second_derivative.zero"))) for at in self.axes]
            wrong += [
                (at, WrongPart("other_entry", right[i][j], sentence("step.second_derivative.other", one=names[i], other=names[j])))
                for at in self.axes for i, j in combinations_with_replacement(self.axes, 2) if {i, j} != {row, at}
            ]  # fmt: skip
            found.append([(at, each, compiled(each.expression, names)) for at, each in wrong])
        return found

    def _holds(self, axis: int, landscape: Landscape, way: Way) -> bool:
        """Tell whether one coordinate, or equation, holds in every step."""
        own = self.own.on(landscape)
        if way == NEGATIVE:
            own, way = replace(own, numbers={**own.numbers, STEP_SIZE: -own.numbers.get(STEP_SIZE, 1.0)}), AS_IT_IS
        for path, after in self.steps:
            # who updates in turn has what was reached of the coordinates before: each is explained alone all the same
            place = _as_in_turn(way, axis, path[-1], after)
            end = own.step((*path[:-1], place)) if place else way.step(own, path) if way.name else None
            if not abs(own.method.off(landscape, path, after, own.numbers, end)[axis]) <= _SAME:
                return False
        return True


def _either_way(seen: Hypotheses, parts: Sequence[Expression], row: int, at: int) -> Iterator[WrongPart]:
    """Yield what somebody takes for a second derivative who differentiates in one order or in the other."""
    yield from seen.second(at, parts[row])
    yield from seen.second(row, parts[at]) if row != at else ()


def _is_telling(chain: Chain, k: int) -> bool:
    """Tell whether a step is neither too long nor too short for its digits."""
    before, after = chain.points[k], chain.points[k + 1]
    largest = max(map(abs, (*before, *after)))
    move = max(abs(a - b) for a, b in zip(after, before, strict=True))
    return is_finite(after) and largest < _FAR and move > _SHORT * max(1.0, largest)


def _as_in_turn(way: Way, axis: int, before: Point, after: Point) -> Point | None:
    """Return where a coordinate is moved from if the coordinates are moved in turn, forwards or backwards; else None."""
    if way.name != "sequential_update":
        return None
    if way.at:
        return (*before[: axis + 1], *after[axis + 1 :])
    return (*after[:axis], *before[axis:])


def _slips(part: Part) -> int:
    return part.wrong + bool(part.way.name)
