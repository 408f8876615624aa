"""Explain answers by a method: answer(start, n) = show(follow(way, numbers, start, count(n))), with the fewest deviations.

The ways are the method's own step and its mistakes, and the steps of other methods; what is shown and how n is counted come
from the lists of `deviations`. Numbers that are left open are solved from the first steps that show them and must predict
all others. An explanation is of the same form as one of plain descent, so what judges that one judges this one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations_with_replacement, product
from typing import TypeVar

from grader.algebra.floats import EPSILON, agree, points_agree
from grader.descent.altered_parts import NEGATIVE, Alteration, Part
from grader.descent.deviations import AS_ASKED, COUNTS, POINT, VALUES, Count, Show, close_directions, points_shown
from grader.descent.explanations import Explanation, are_late, explain
from grader.descent.landscape import Landscape, Misread, Point, Uncertain, is_finite
from grader.descent.method_rules import AS_IT_IS, ByCoordinate, MethodRule, Way, rule_of
from grader.descent.methods import METHODS
from grader.descent.methods.gradient_descent import STEP_SIZE, GradientDescent
from grader.descent.methods.method import Iteration, Method, Numbers, Taken
from grader.descent.methods.stochastic_descent import StochasticDescent
from grader.descent.runs import Chain, Run, chain_of, precision_of
from grader.descent.step_directions import KNOWN_MINIMUM, Direction
from grader.descent.step_rules import FOLLOWED, Hypotheses, WrongPart
from grader.descent.step_sizes import Interval, Precision, simplest
from grader.descent.whole_answers import crossings
from grader.sentences.catalogue import sentence
from grader.sentences.figures import together

_T = TypeVar("_T")
OTHER_METHOD = "other_method"  # the deviation of steps that another method takes, each of them right
WRONG_SECOND = "wrong_second_derivative"  # the deviation of steps by the right gradient and a wrong Hessian
OF_OTHER_NUMBERS = 2  # rank of a method with numbers that are not the fixed ones: a mistake that has a name explains more
_OF_A_MOVE = 1e-6  # how exactly a step is explained: numbers are solved to nine digits, and another way is off in three
_TIGHT = (0.0, 1e-9, _OF_A_MOVE)  # of a move: what its rounding leaves, as little as explains it, so that a number is sharp
_ULPS = 64  # last digits that a step in any usual order of its operations loses; a Hessian's inverse takes more of them than a δ
_ABOUT = 0.2  # of a move: steps by usual quotients are nearer to those of the method than that, from the author's starts
_AFFINE = 1e-9  # of the sizes: what rounding leaves of a second difference that is none
_UNSEEN = 0.5  # a number that no step shows, such as a share of a move that is not kept: any one between its bounds
_NO_NUMBER = 1e-7  # a share so small is none: the method is another one
_MOST_STEPS = 60  # that the few iterations asked for may take: five times twelve
_SECANTS = 12  # to a share: it enters almost evenly, so that three are enough as a rule
_MOST_LOOKS = 6  # coordinates of steps, the longest first: of more a student's number shows in none
_MOST_ROOTS = 3  # of one equation for a number: more are no evidence
# of a coordinate, or of 1: how near a search along a line or a quotient of second derivatives comes to what it looks for,
# as a part of the method's own accuracy
_OF_ACCURACY = 1e-2
_SAME_VALUE = 1e-6  # a value that was computed from a path that was followed is less exact than one step
_LEAST = 1e-9  # values below have no size of their own


def explain_by_method(
    seen: Hypotheses, runs: Sequence[Run], method: Method, fixed: Numbers, *, lacking: bool = False
) -> tuple[Explanation, Precision]:
    """Return the best explanation by a method of which some numbers are fixed, and how exactly it takes the answers.

    A number that may lack is taken to be there where that explains the answers, or with `lacking` not to be.
    """
    looks = precision_of(runs)
    found = Explanation()
    for precision in dict.fromkeys((Precision(), looks)):
        search = _Search(replace(seen, precision=precision), runs, method, fixed, lacking)
        found = search.best()
        if found.rule is not None:
            return found, precision
    plain, precision = explain(seen, runs)
    if plain.rule is not None and ((plain.right and plain.rule.kind != "line_search") or plain.mistake == KNOWN_MINIMUM):
        if plain.mistake != KNOWN_MINIMUM:
            plain = replace(plain, mistake=OTHER_METHOD, text=GradientDescent.name)
        return plain, precision
    return found, looks


def explain_by_parts(seen: Hypotheses, runs: Sequence[Run], method: Method, fixed: Numbers) -> Explanation:
    """Return the explanation by several altered parts of a method of which all numbers are known; one without a rule for none."""
    search = _Search(replace(seen, precision=Precision()), runs, method, fixed)
    own = Iteration(method=method, landscape=seen.landscape, numbers=fixed)
    chains = search._chains(AS_ASKED) if search.points else []
    parts = Alteration(seen, own, chains, search._ways_by_part(own)) if chains else None
    return next(search._of_alteration(parts), Explanation()) if parts is not None else Explanation()


def explain_by_rows(seen: Hypotheses, runs: Sequence[Run], rows: StochasticDescent, size: float | None) -> Explanation:
    """Return the explanation of plain steps by a move for each row of the data, in their order; one without a rule for none.

    Such a move may be a share of the size, as the mean of all is made of shares.
    """
    for numbers in ({STEP_SIZE: size}, {STEP_SIZE: size / len(rows.losses)}) if size else ({},):
        search = _Search(replace(seen, precision=Precision()), runs, rows, numbers)
        for each in search._along(Iteration(method=rows, landscape=seen.landscape, numbers=numbers), Way("whole_pass")):
            assert each.rule is not None
            return replace(each, rule=replace(each.rule, kind="rows_in_turn", step_size=size), mistake="rows_in_turn")
    return Explanation()


@dataclass(frozen=True, kw_only=True)
class _Attempt:
    """An attempt to explain chains of points: a method with the numbers that are given, a way, a count, and how nearly.

    `near` is by what share of a move steps may be off; 0 where they are to be exact. Where the first step is not seen, the
    second point that is seen lies `stride` steps after the first. Numbers are read off one `axis`, or off all.
    """

    own: Iteration
    chains: Sequence[Chain]
    way: Way = AS_IT_IS
    count: Count = AS_ASKED
    near: float = 0.0
    stride: int = 1
    axis: int | None = None

    def on_axes(self, values: Iterable[_T]) -> Iterator[tuple[int, _T]]:
        """Yield what belongs to the coordinates that numbers are read off, with their places."""
        return ((at, value) for at, value in enumerate(values) if self.axis in (None, at))

    def end(self, path: tuple[Point, ...], numbers: Numbers) -> Point:
        """Return the end of a step with further numbers; of those still missing any are taken."""
        return self.way.step(replace(self.own, numbers={**_guess(self.own), **numbers}), path)


@dataclass
class _Search:
    """The search for explanations of some runs by one method."""

    seen: Hypotheses
    runs: Sequence[Run]
    method: Method
    fixed: Numbers
    lacking: bool = False

    def __post_init__(self) -> None:
        self.late = are_late(self.runs)
        self.points = all(len(p) == len(run.start) for run in self.runs for p in run.reached.values())

    def best(self) -> Explanation:
        """Return the explanation of lowest rank; each room of the search is entered only if those before it are empty."""
        own = Iteration(method=self.method, landscape=self.seen.landscape, numbers=self.fixed)
        rooms = (self._right, self._nearly_right, self._one_deviation, self._other_methods, self._several, self._altered_parts)
        for room in rooms:
            found = sorted(room(own), key=lambda each: each.rank)
            if found:
                first, *others = [each for each in found if each.rank == found[0].rank]
                return replace(first, equal=tuple(other for other in others if other.deviations != first.deviations))
        return Explanation()

    def _right(self, own: Iteration) -> Iterator[Explanation]:
        yield from self._along(own, AS_IT_IS)

    def _nearly_right(self, own: Iteration) -> Iterator[Explanation]:
        """Yield the method with derivatives, or minima along a line, that are computed nearly."""
        if not self.points or not self._is_about_right(own):
            return
        accuracy = self.method.accuracy
        if accuracy:
            found = list(self._along(own, AS_IT_IS, near=accuracy))
            yield from found
            if found:
                return
        seen = self.seen.landscape
        for direction in close_directions(seen):
            close = replace(own, landscape=_Nearly(seen.variables, seen.function, seen.gradient, direction))
            for each in self._along(close, AS_IT_IS, near=max(accuracy, _OF_A_MOVE)):
                assert each.rule is not None
                yield replace(each, rule=replace(each.rule, direction=replace(each.rule.direction, name=direction.name)))
                return

    def _is_about_right(self, own: Iteration) -> bool:
        about = _Attempt(own=own, chains=self._chains(AS_ASKED), near=_ABOUT)
        return next(self._fitting(about), None) is not None

    def _one_deviation(self, own: Iteration) -> Iterator[Explanation]:
        """Yield the mistakes of the method, other counts, what is shown otherwise, wrong derivatives, and other numbers."""
        by_name = [each for way in self._mistakes(own) for each in self._along(own, way)]
        yield from by_name
        for count in COUNTS:
            yield from self._along(own, AS_IT_IS, count)
        for show in points_shown(len(self.seen.landscape.variables)):
            yield from self._along(own, AS_IT_IS, show=show)
        yield from self._of_values(own)
        if not by_name:  # a wrong derivative that leads along them is the same mistake: f in place of f', or another sign
            yield from self._by_wrong_derivative(own)
        if self.fixed:
            for each in self._along(replace(own, numbers={}), AS_IT_IS):
                yield replace(each, fitted=OF_OTHER_NUMBERS)

    def _other_methods(self, own: Iteration) -> Iterator[Explanation]:
        """Yield steps that another method takes, whatever its numbers."""
        for method in METHODS.values():
            if method.name != self.method.name and not method.takes_data and not method.settings:
                other = Iteration(method=method, landscape=own.landscape, numbers={})
                for each in self._along(other, AS_IT_IS, near=method.accuracy and _OF_A_MOVE):
                    yield replace(each, mistake=OTHER_METHOD, text=method.name)
                    return

    def _several(self, own: Iteration) -> Iterator[Explanation]:
        """Yield the mistakes of the method with another count, shown otherwise, or with other numbers than the fixed ones."""
        yield from self._counted(own)
        shows = tuple(points_shown(len(own.landscape.variables)))
        for show, count in product(shows, COUNTS):
            yield from self._along(own, AS_IT_IS, count, show)
        others = list(self._with_other_numbers(own))
        for way in self._mistakes(own):
            for count in COUNTS:
                yield from self._along(own, way, count)
            for show in shows:
                yield from self._along(own, way, show=show)
            for other in others:
                for each in self._along(other, way):
                    yield replace(each, fitted=OF_OTHER_NUMBERS)

    def _altered_parts(self, own: Iteration) -> Iterator[Explanation]:
        """Yield several wrong parts, each of another coordinate or equation; and one wrong derivative with another mistake."""
        chains = self._chains(AS_ASKED) if self.points else []
        for numbers in self._numbers_by_axis(own, chains) if chains else ():
            ways = self._ways_by_part(own) if numbers == own.numbers or not own.method.takes[0].tried else ()
            yield from self._of_alteration(Alteration(self.seen, replace(own, numbers=numbers), chains, ways))
        for axis, part, wrong in self._misread(own) if self.points else ():
            found = [each for count in COUNTS for each in self._along(own.on(wrong), AS_IT_IS, count)]
            for show in points_shown(len(own.landscape.variables)):
                found += self._along(own.on(wrong), AS_IT_IS, show=show)
            for other in self._with_other_numbers(own.on(wrong)) if len(own.landscape.variables) == 1 else ():
                found += [replace(each, fitted=OF_OTHER_NUMBERS) for each in self._along(other, AS_IT_IS)]
            yield from (_of_wrong_derivative(each, axis, part, wrong) for each in found)

    def _numbers_by_axis(self, own: Iteration, chains: Sequence[Chain]) -> Iterator[Numbers]:
        """Yield the given numbers, those with another usual one, and those read off one coordinate, as that may be a right one."""
        if not own.method.missing(own.numbers):
            yield own.numbers
            for taken in own.method.takes:
                yield from ({**own.numbers, taken.name: value} for value in taken.tried if value != own.numbers[taken.name])
        axes = range(len(self.seen.landscape.variables))
        uneven = own.method.settings or any(taken.tried for taken in own.method.takes)  # there it takes seconds
        for axis in axes if len(axes) > 1 and not uneven else ():
            attempt = _Attempt(own=replace(own, numbers={}), chains=chains, axis=axis)
            left = [taken for taken in own.method.takes if not taken.may_lack]
            yield from (numbers for numbers in self._solved(attempt, {}, left) if numbers != dict(own.numbers))

    def _ways_by_part(self, own: Iteration) -> list[Way]:
        """Return the mistakes that one coordinate alone may be moved with: those made of the derivatives of its row."""
        if own.method.second_order and len(own.landscape.variables) > 1:
            return [NEGATIVE, *map(Way, own.method.by_row)]
        return [way for way in self._mistakes(own) if way.name != "one_coordinate_moved"]

    def _of_alteration(self, search: Alteration) -> Iterator[Explanation]:
        found = search.simplest()
        if found is None:
            return
        part, right = found
        by_other_numbers = search.own.numbers != self.fixed
        wrong, beside = (0, "") if _moves_one_by_all(part) else (part.wrong, "" if _is_turned_alone(part) else part.way.name)
        for each in self._along(search.own.on(search.misread(part)), part.way):
            assert each.rule is not None
            kind = "wrong_derivatives" if wrong > 1 or part.seconds else "wrong_gradient" if wrong else part.way.name
            told = replace(each, rule=replace(each.rule, kind=kind), holds=() if by_other_numbers else right)
            told = replace(told, fitted=part.wrong + (part.way.name != beside) + OF_OTHER_NUMBERS * by_other_numbers)
            text = _slips_in(part, search.landscape.variables, apart=not search.own.method.second_order)
            yield replace(told, mistake=kind, beside=beside, text=text) if wrong else told

    def _with_other_numbers(self, own: Iteration) -> Iterator[Iteration]:
        """Yield the method without its fixed numbers; of numbers that are tried out without one at a time, or they are too many."""
        if any(taken.tried for taken in self.method.takes):
            for left in self.fixed:
                yield replace(own, numbers={name: number for name, number in self.fixed.items() if name != left})
        elif self.fixed and self.method.settings:  # read off the steps that show nothing of a region, once for all mistakes
            attempt = _Attempt(own=replace(own, numbers={}), chains=self._chains(AS_ASKED) if self.points else ())
            yield from (replace(own, numbers=numbers) for numbers in self._solved(attempt, {}, self.method.takes))
        elif self.fixed:
            yield replace(own, numbers={})

    def _mistakes(self, own: Iteration) -> list[Way]:
        """Return the mistakes of the method at any of the points that were seen."""
        guess = replace(own, numbers=_guess(own))
        counted = next(each for each in (AS_ASKED, *COUNTS) if (each.shift < 0) == self.late)
        chains = self._chains(counted) if self.points else [Chain((run.start,)) for run in self.runs]
        ways: dict[Way, None] = {}
        for chain in chains:
            for k in range(min(len(chain.points), 3)):
                count: dict[str, int] = {}
                for name, _ in guess.method.mistakes(guess.landscape, chain.points[: k + 1], guess.numbers):
                    at = count[name] = count.get(name, -1) + 1
                    if name != "coordinates_swapped":  # what is returned shows that
                        ways[Way(name, at)] = None
        return list(ways)

    # --- answers that are points ---------------------------------------------------------------------------------------

    def _along(
        self, own: Iteration, way: Way, count: Count = AS_ASKED, show: Show = POINT, near: float = 0.0
    ) -> Iterator[Explanation]:
        """Yield the numbers with which a way leads along all points, with a count and what is shown."""
        chains = self._chains(count, show) if self.points else []
        for numbers in self._fitting(_Attempt(own=own, chains=chains, way=way, count=count, near=near)):
            rule = rule_of(replace(own, numbers=numbers), way, near=near > 0)
            mistake = way.name or None
            yield Explanation(rule=rule, mistake=mistake, count=count, show=show, axis=way.never_moved(len(chains[0].points[0])))
            return

    def _counted(self, own: Iteration) -> Iterator[Explanation]:
        """Yield right steps in other numbers than n: twice as many, or any if no number is open."""
        attempt = _Attempt(own=own, chains=self._chains(AS_ASKED) if self.points else (), stride=2)
        left = [taken for taken in own.method.takes if taken.name not in own.numbers and not taken.may_lack]
        for numbers in (self._solved_behind(attempt, dict(own.numbers), left) if left else [own.numbers]) if attempt.chains else ():
            rule = rule_of(replace(own, numbers=numbers), AS_IT_IS)
            taken = self._taken(rule)
            if taken:
                yield Explanation(rule=rule, count=Count("other_number_of_steps", 0), taken=taken)
                return

    def _taken(self, rule: MethodRule) -> tuple[tuple[int, int], ...]:
        """Return for each n the number of steps it takes from every start, if it is one; () if for some n there is none."""
        possible: dict[int, set[int]] = {}
        for run in self.runs:
            path = rule.follow(run.start, _MOST_STEPS)
            for n, point in run.reached.items():
                places = enumerate(path)
                there = {steps for steps, place in places if points_agree(place, point, FOLLOWED, least=_LEAST, along=path)}
                possible[n] = possible.get(n, there) & there
                if not possible[n]:
                    return ()
        taken = tuple((n, min(there)) for n, there in sorted(possible.items()) if len(there) == 1)
        return taken if len(taken) > 1 and any(n != steps for n, steps in taken) else ()

    def _chains(self, count: Count, show: Show = POINT) -> list[Chain]:
        """Return the points behind the answers; of a step too few from the start on, of one too many without its first step."""
        runs = [show.points(run) for run in self.runs] if show is not POINT else self.runs
        if (count.shift < 0) != are_late(runs):
            return []
        moved = min(count.shift, 0)
        runs = [Run(run.start, {n + moved: point for n, point in run.reached.items() if n + moved > 0}) for run in runs]
        shift = max(count.shift, 0)
        # the start stands before the points with a step between that is not seen
        chains = [Chain((run.start, *chain_of(run, shift).points), shift) if shift else chain_of(run).moving for run in runs]
        return [chain for chain in chains if len(chain.points) > 1]

    def _fitting(self, attempt: _Attempt) -> Iterator[dict[str, float]]:
        """Yield all numbers, given and solved ones, of which every step of the chains follows."""
        if not attempt.chains:
            return
        own = attempt.own
        left = [taken for taken in own.method.takes if taken.name not in own.numbers]
        needed = [taken for taken in left if not taken.may_lack]
        ways = (needed, left) if self.lacking else (left, needed)
        for taken in ways if len(needed) < len(left) else (left,):
            for numbers in self._solved(attempt, dict(own.numbers), taken):
                if self._explains(replace(attempt, own=replace(own, numbers=numbers))):
                    yield numbers

    def _explains(self, attempt: _Attempt) -> bool:
        """Tell whether every step follows from the points before it, and some of them show it."""
        shown, own, way = 0, attempt.own, attempt.way
        for chain in _in_full(own, way, attempt.chains) if attempt.count.shift > 0 else attempt.chains:
            for k in chain.steps:
                path, after = chain.points[: k + 1], chain.points[k + 1]
                end = way.step(own, path)
                slack = self._slack(attempt, path, after, max(attempt.near, _OF_A_MOVE), end)
                if not all(abs(a - e) <= s for a, e, s in zip(after, end, slack, strict=True)):
                    return False
                shown += any(abs(a - b) > 2 * s for a, b, s in zip(after, path[-1], slack, strict=True))
        return shown > 0

    def _slack(
        self, attempt: _Attempt, path: tuple[Point, ...], after: Point, of_a_move: float, end: Point | None = None
    ) -> Point:
        """Return by how much each coordinate of a step's end may be off: by rounding, and by a share of its move.

        Slopes that rounding hides make a move unsure: the one to `end`, by the rule, where that is known. Where it does not
        move, nothing is unsure.
        """
        here, precision, near = path[-1], self.seen.precision, attempt.near
        move = max(abs(a - b) for a, b in zip(after, here, strict=True))
        meant = move if end is None else min(move, max(abs(e - b) for e, b in zip(end, here, strict=True)))
        slopes = attempt.own.landscape.uncertain_slope(here)
        steepest = max(abs(value) for value, _ in slopes)
        unsure = max(error for _, error in slopes) / steepest if steepest > 0 else 1.0
        rounding = (
            of_a_move * (move if near else abs(a - b))
            + near * _OF_ACCURACY * max(1.0, abs(a))
            + _ULPS * precision.epsilon * max(abs(a), abs(b), move)
            + (unsure * meant if math.isfinite(unsure) else 0.0)
            + precision.grain
            for a, b in zip(after, here, strict=True)
        )
        return tuple(r + c for r, c in zip(rounding, self._carried(attempt, path), strict=True))

    def _carried(self, attempt: _Attempt, path: tuple[Point, ...]) -> Point:
        """Return how far a step is off because the points before it were rounded."""
        precision, carried = self.seen.precision, [0.0] * len(path[-1])
        if not precision.grain and precision.epsilon <= EPSILON:
            return tuple(carried)
        end = attempt.end(path, {})
        for place in (-1, -2)[: len(path)]:
            for axis, coordinate in enumerate(path[place]):
                off = precision.grain + (precision.epsilon * abs(coordinate) if precision.epsilon > EPSILON else 0.0)
                beside = list(path)
                beside[place] = (*path[place][:axis], coordinate + off, *path[place][axis + 1 :])
                shifted = attempt.end(tuple(beside), {})
                carried = [c + abs(a - b) for c, a, b in zip(carried, shifted, end, strict=True)]
        return tuple(carried)

    # --- numbers that are left open ------------------------------------------------------------------------------------

    def _solved(self, attempt: _Attempt, numbers: dict[str, float], left: Sequence[Taken]) -> Iterator[dict[str, float]]:
        """Yield the numbers left open, each as the first steps say that show it."""
        if not left:
            yield numbers
        elif all(taken.tried for taken in left):
            for values in product(*(taken.tried for taken in left)):
                yield numbers | dict(zip((taken.name for taken in left), values, strict=True))
        elif attempt.count.shift > 0:
            yield from self._solved_behind(attempt, numbers, left)
        else:
            first, *later = left
            for value in self._one_solved(attempt, numbers, first):
                yield from self._solved(attempt, numbers | {first.name: value}, later)

    def _one_solved(self, attempt: _Attempt, numbers: dict[str, float], taken: Taken) -> list[float]:
        """Return what a number can be, by the first steps that may show it; any one if they do not."""
        method = attempt.own.method
        at = [each.name for each in method.takes].index(taken.name)
        steps = [(chain.points[: at + 1], chain.points[at + 1]) for chain in attempt.chains if at in chain.steps]

        def end(path: tuple[Point, ...], value: float) -> Point:
            return attempt.end(path, numbers | {taken.name: value})

        ends = [[end(path, value) for value in (0.0, 0.5, 1.0)] for path, _ in steps]
        if all(map(_is_affine, ends)):
            for tight in _TIGHT:
                found = self._meeting(attempt, steps, ends, tight)
                if found == Interval():
                    return [method.usual.get(taken.name, _UNSEEN)]
                if found.sharp:
                    return [value for value in [simplest(found)] if _is_between(value, taken)]
            return []
        # what is not even may show the number in some coordinates of some steps alone, as one that is cut off at a bound
        found_in: list[float] = []
        moved = sorted(
            ((abs(a - path[-1][axis]), axis, path, after) for path, after in steps for axis, a in attempt.on_axes(after)),
            key=lambda each: -each[0],
        )
        for _, axis, path, after in moved[:_MOST_LOOKS]:
            roots = crossings(lambda value: end(path, value)[axis] - after[axis])  # noqa: B023 - used at once
            found_in += [value for value, _ in zip(roots, range(_MOST_ROOTS), strict=False) if _is_between(value, taken)]
        return list(dict.fromkeys(found_in))

    def _meeting(
        self, attempt: _Attempt, steps: list[tuple[tuple[Point, ...], Point]], ends: list[list[Point]], tight: float
    ) -> Interval:
        """Return what steps with even ends for 0 and 1 say about a number."""
        found = Interval()
        for (path, after), (none, _, one) in zip(steps, ends, strict=True):
            slacks = self._slack(attempt, path, after, tight)
            for _, (a, b, e, slack) in attempt.on_axes(zip(after, none, one, slacks, strict=True)):
                if e != b and all(map(math.isfinite, (a, b, e, slack))):
                    low, high = sorted(((a - slack - b) / (e - b), (a + slack - b) / (e - b)))
                    found = found.meet(Interval(low, high))
        return found

    def _solved_behind(
        self, attempt: _Attempt, numbers: dict[str, float], left: Sequence[Taken]
    ) -> Iterator[dict[str, float]]:
        """Yield one number or two from steps of which the first is not seen: with it, the later ones must follow."""
        chain = next((chain for chain in attempt.chains if len(chain.points) > len(left)), None)
        if chain is None or len(left) > 2:
            return
        start, *seen = chain.points
        axis = max(range(len(start)), key=lambda i: abs(seen[0][i] - start[i]))

        def end(path: tuple[Point, ...], *values: float) -> Point:
            named = dict(zip((taken.name for taken in left), values, strict=False))
            return attempt.end(path, numbers | named)

        def share(size: float) -> float:
            """Return the second number, for the second step to lead to the first point that was seen."""
            path = (start, end((start,), size))
            one, other = 0.0, 1.0
            off_one, off_other = (end(path, size, value)[axis] - seen[0][axis] for value in (one, other))
            for _ in range(_SECANTS):
                if off_one == off_other or not math.isfinite(off_one + off_other):
                    break
                one, other, off_one = other, other - off_other * (other - one) / (off_other - off_one), off_other
                off_other = end(path, size, other)[axis] - seen[0][axis]
            return other if abs(off_other) <= _AFFINE * max(1.0, abs(seen[0][axis])) else math.nan

        def off(size: float) -> float:
            path = (start, end((start,), size))
            if len(left) == 1:
                return end(path, size)[axis] - seen[0][axis]
            further, points = share(size), [*path, seen[0]]
            for _ in range(attempt.stride):
                points.append(end(tuple(points), size, further))
            return points[-1][axis] - seen[1][axis]

        for size, _ in zip(crossings(off), range(_MOST_ROOTS), strict=False):
            values = (size,) if len(left) == 1 else (size, float(f"{share(size):.9g}"))
            if all(map(_is_between, values, left)):
                yield numbers | dict(zip((taken.name for taken in left), values, strict=True))

    # --- what hides the point --------------------------------------------------------------------------------------------

    def _of_values(self, own: Iteration) -> Iterator[Explanation]:
        """Yield right steps of which something else than the point is shown."""
        left = [taken for taken in own.method.takes if taken.name not in own.numbers and not taken.may_lack]
        for show in VALUES:
            sizes = {len(answer) for run in self.runs for answer in run.reached.values()}
            if sizes != {len(show.shown(own.landscape, self.runs[0].start, self.runs[0].start))}:
                continue
            for numbers in self._solved_by_value(own, show, dict(own.numbers), left):
                rule = rule_of(replace(own, numbers=numbers), AS_IT_IS)
                if self._shows(rule, show):
                    yield Explanation(rule=rule, show=show)
                    return

    def _solved_by_value(
        self, own: Iteration, show: Show, numbers: dict[str, float], left: Sequence[Taken]
    ) -> Iterator[dict[str, float]]:
        if not left or all(taken.tried for taken in left):
            yield from self._solved(_Attempt(own=own, chains=()), numbers, left)
            return
        taken, *later = left
        at = 1 + [each.name for each in own.method.takes].index(taken.name)
        run = next((run for run in reversed(self.runs) if is_finite(run.reached.get(at, (math.nan,)))), None)
        if run is None:
            return

        def off(value: float) -> float:
            numbered = _guess(own) | numbers | {taken.name: value}
            path = rule_of(replace(own, numbers=numbered), AS_IT_IS).follow(run.start, at)
            return show.shown(own.landscape, run.start, path[-1])[0] - run.reached[at][0] if len(path) > at else math.nan

        for value, _ in zip(crossings(off), range(_MOST_ROOTS), strict=False):
            if _is_between(value, taken):
                yield from self._solved_by_value(own, show, numbers | {taken.name: value}, later)

    def _shows(self, rule: MethodRule, show: Show) -> bool:
        """Tell whether every answer is what is shown of the end of so many steps."""
        landscape, seen = self.seen.landscape, 0
        for run in self.runs:
            path = rule.follow(run.start, max(run.reached))
            for n, answer in run.reached.items():
                if n < len(path) and is_finite(answer):
                    meant = show.shown(landscape, run.start, path[n])
                    seen += 1
                    grain = self.seen.precision.grain
                    if not all(agree(a, b, _SAME_VALUE, least=_LEAST, slack=grain) for a, b in zip(answer, meant, strict=True)):
                        return False
        return seen > len(self.runs)

    def _by_wrong_derivative(self, own: Iteration) -> Iterator[Explanation]:
        """Yield the method with one partial derivative that somebody got wrong, and with one second derivative."""
        found = set[str]()
        for axis, part, wrong in self._misread(own) if self.points else ():
            kind = "wrong_gradient" if wrong.place is None else WRONG_SECOND
            for each in self._along(own.on(wrong), AS_IT_IS) if kind not in found else ():
                yield _of_wrong_derivative(each, axis, part, wrong)
                found.add(kind)

    def _misread(self, own: Iteration) -> Iterator[tuple[int, WrongPart, Misread]]:
        """Yield landscapes with one wrong derivative, the simplest slip first; of the Hessian, with one above the diagonal.

        Somebody who works with second derivatives takes them from the wrong gradient or has the right ones.
        """
        landscape, axes = own.landscape, range(len(own.landscape.variables))
        for axis in axes:
            for part in self.seen.wrong(axis):
                for alone in (False, True)[: 1 + own.method.second_order]:
                    yield axis, part, landscape.with_slope(axis, part.expression, alone=alone)
        for row, axis in combinations_with_replacement(axes, 2) if own.method.second_order else ():
            for part in self.seen.second(axis, landscape.gradient.components[row]):
                yield axis, part, landscape.with_second(row, axis, part.expression)


def _of_wrong_derivative(found: Explanation, axis: int, part: WrongPart, wrong: Misread) -> Explanation:
    """Return an explanation by a method with one wrong derivative, named after that."""
    assert found.rule is not None
    kind, mistake = ("wrong_gradient", part.name) if wrong.place is None else (WRONG_SECOND, WRONG_SECOND)
    return replace(found, rule=replace(found.rule, kind=kind, text=part.text), mistake=mistake, text=part.text, axis=axis)


def _named_ways(part: Part) -> dict[int, str]:
    """Return in which way each coordinate is moved that is not moved as the others are."""
    ways = part.way.ways if isinstance(part.way, ByCoordinate) else ()
    return {axis: way.name for axis, way in enumerate(ways) if way.name}


def _is_turned_alone(part: Part) -> bool:
    """Tell whether all that is told beside wrong derivatives is a sign in the moves by them, which is as well one in these."""
    named = _named_ways(part)
    return set(named.values()) == {"ascends"} and named.keys() <= part.slopes.keys()


def _moves_one_by_all(part: Part) -> bool:
    """Tell whether one coordinate moves by all derivatives and another never, as where two updates are of one name."""
    named = _named_ways(part)
    sums = [wrong.name for wrong in part.slopes.values()] == ["total_derivative"] and not part.seconds
    return sums and set(named.values()) == {"one_coordinate_moved"} and not named.keys() & part.slopes.keys()


def _slips_in(part: Part, names: Sequence[str], *, apart: bool) -> str:
    """Return what is wrong in each derivative; of one that stands on both sides of the diagonal once.

    Coordinates that are moved `apart`, each by its own derivative, do not tell its sign from that of the update.
    """
    known = {axis: wrong if apart or len(names) == 1 else replace(wrong, turned=False) for axis, wrong in part.slopes.items()}
    slips = [wrong.told(names[axis]) for axis, wrong in known.items()]
    for (row, at), wrong in part.seconds.items():
        mirrored = part.seconds.get((at, row))
        if mirrored is None or row <= at:
            code = "step.second_derivative" if mirrored is not None else "step.second_derivative.once"
            slips.append(sentence(code, one=names[row], other=names[at], slip=wrong.text))
    return together(slips) if slips else ""


def _guess(own: Iteration) -> dict[str, float]:
    """Return numbers for a method: those that are given, usual ones, and any."""
    return {taken.name: _UNSEEN for taken in own.method.takes if not taken.may_lack} | own.method.usual | dict(own.numbers)


def _in_full(own: Iteration, way: Way, chains: Sequence[Chain]) -> Iterator[Chain]:
    """Yield the chains with the first step, which is not seen, as the way takes it."""
    for chain in chains:
        start, *seen = chain.points
        yield Chain((start, way.step(own, (start,)), *seen))


def _is_affine(ends: list[Point]) -> bool:
    """Tell whether the ends for 0, a half and 1 lie evenly on a line."""
    return all(
        math.isfinite(low + middle + high) and abs(low - 2 * middle + high) <= _AFFINE * (abs(low) + abs(middle) + abs(high))
        for low, middle, high in zip(*ends, strict=True)
    )


def _is_between(value: float, taken: Taken) -> bool:
    return max(taken.above, _NO_NUMBER) < value < taken.below


@dataclass(frozen=True, eq=False)
class _Nearly(Landscape):
    """A function with slopes that are computed along nearly the gradient."""

    direction: Direction

    def slope(self, point: Point) -> Point:
        """Return the slopes along the direction."""
        return self.direction.values((point,), point)

    def uncertain_slope(self, point: Point) -> tuple[Uncertain, ...]:
        """Return the slopes with their error bounds."""
        return self.direction.slopes((point,), point)
