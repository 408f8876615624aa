"""Explain answers: answer(start, n) = show(follow(direction, size, start, count(n))), with the fewest deviations.

An explanation takes one entry of each list in `deviations` and must predict every answer. Its rank is the number of its
deviations and of the numbers, beyond one δ, that were fitted; the lowest rank wins, and of several as low with different
names none is named. What nothing explains is called unexplained: a wrong name is worse than none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from grader.algebra.floats import agree, points_agree
from grader.descent import step_directions as directions
from grader.descent.deviations import (
    AS_ASKED,
    COUNTS,
    OTHER_NUMBER,
    POINT,
    SIZES,
    WHOLE,
    Count,
    Show,
    Sized,
    Steps,
    close_directions,
    from_first,
    one_size,
    points_shown,
    size_by_number,
    wrong_directions,
)
from grader.descent.landscape import Landscape, Point, easiest, estimated, is_finite, one_curvature
from grader.descent.runs import Chain, Run, chain_of, precision_of
from grader.descent.step_directions import Direction, exact
from grader.descent.step_history import with_momentum
from grader.descent.step_rules import (
    FOLLOWED,
    NO_SIZE,
    Hypotheses,
    Rule,
    WrongPart,
    consistent_table,
    constant,
    in_turn,
    plausible,
    size_table,
    sizes_at,
)
from grader.descent.step_sizes import ANY, Interval, Precision, meeting, simplest, size_of_step
from grader.descent.whole_answers import counted, solved
from grader.sentences.catalogue import sentence
from grader.sentences.figures import together

_ABOUT = 0.1  # of a size: a quotient of any usual width is nearer to the gradient, a wrong direction seldom is
_SIMPLE = 1  # rank of what nothing further is tried against: one size without deviation, a formula, one deviation
_EXACT = Precision()  # of doubles that were not rounded


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """What the answers are made of: `rule` is None when nothing explains them.

    `without` names what the answers are not made of, and `seen` are the runs that show what they are made of; `mistake` names the
    deviation of direction or size, `axis` the coordinate it concerns, `text` a sentence about it; `beside` names another one; of
    several explanations as good it is one, and `equal` holds the others. `taken` says how many steps each n takes where
    that is no n + 1 or n - 1; `off` is a start from which the first step does not lead on; `asked` a start and an n that show
    the deviation; `holds` are coordinates that are right in every step; `fitted` is how many numbers beside those of the
    rule were fitted.
    """

    rule: Rule | None = None
    without: str = ""
    seen: tuple[Run, ...] = ()
    mistake: str | None = None
    beside: str = ""
    axis: int | None = None
    text: str = ""
    count: Count = AS_ASKED
    show: Show = POINT
    off: Point | None = None
    asked: tuple[Point, int] | None = None
    taken: tuple[tuple[int, int], ...] = ()
    fitted: int = 0
    holds: tuple[int, ...] = ()
    equal: tuple[Explanation, ...] = ()

    @property
    def deviations(self) -> tuple[str, ...]:
        """Return the names of what is not as it should be."""
        named = "wrong_gradient" if self.rule is not None and self.rule.kind == "wrong_gradient" else self.mistake
        return tuple(filter(None, (self.without, self.show.name, named, self.beside, self.count.name)))

    @property
    def shift(self) -> int:
        """Return how many steps more than asked are taken."""
        return self.count.shift

    @property
    def right(self) -> bool:
        """Tell whether there is no deviation."""
        return self.rule is not None and not self.deviations

    @property
    def rank(self) -> int:
        """Return the number of deviations and of numbers that were fitted beside one size; the least is the best."""
        return len(self.deviations) + self.fitted + (self.rule.parameters - 1 if self.rule is not None else 0)


def explain(seen: Hypotheses, runs: Sequence[Run]) -> tuple[Explanation, Precision]:
    """Return the best explanation, and how exactly it takes the answers.

    They are taken for exact doubles, and if that shows nothing exact, for what they look rounded to.
    """
    looks = precision_of(runs)
    exact_search = _Search(replace(seen, precision=_EXACT), runs, looks_rounded=looks != _EXACT)
    exactly = exact_search.by_right_steps()
    if looks != _EXACT and _is_doubtful(exactly):
        looks_search = _Search(replace(seen, precision=looks), runs)
        other = looks_search.by_right_steps()
        if other.rule is None or other.rank > _SIMPLE or _is_doubtful(other):  # else nothing says it better
            exactly, other = exact_search.by_steps(), looks_search.by_steps()
        sure = not _is_doubtful(other) and other.mistake is None
        if _is_doubtful(exactly) and other.rule is not None and (sure or exactly.rule is None):
            return other, looks
    else:
        exactly = exact_search.by_steps()
    if exactly.rule is not None and (exactly.rank <= _SIMPLE or looks != _EXACT):
        return exactly, _EXACT
    whole = exact_search.as_a_whole()
    return whole, _EXACT if whole.rule is not None else looks


def _is_doubtful(found: Explanation) -> bool:
    """Tell whether nothing explains the steps, or only a gradient that is nearly right, as rounded outputs make it look."""
    return found.rule is None or found.rule.direction.nearly_right


@dataclass
class _Search:
    """The search for explanations of some runs."""

    seen: Hypotheses
    runs: Sequence[Run]
    looks_rounded: bool = False
    right: bool = False

    def __post_init__(self) -> None:
        self.found: list[Explanation] = []
        self.late = are_late(self.runs)
        self.several_axes = len(self.seen.landscape.variables) > 1
        self.points = all(len(p) == len(run.start) for run in self.runs for p in run.reached.values())
        told = [run for run in self.runs if not self.seen.landscape.is_kink(run.start)]  # from a kink several steps are right
        self.firm = told or self.runs

    def by_right_steps(self) -> Explanation:
        """Return the explanation of lowest rank without deviation."""
        return self._best_of(self.right_steps)

    def by_steps(self) -> Explanation:
        """Return the same with deviations; each room of the search holds only what may be as good as what was found."""
        return self._best_of(self.one_deviation, self.several)

    def as_a_whole(self) -> Explanation:
        """Return the same of answers of which not each is one step from another, too; those must be exact."""
        return self._best_of(self.whole_answers, self.elsewhere)

    def _best_of(self, *rooms: Callable[[], Iterator[Explanation]]) -> Explanation:
        for room in rooms:
            if not self.found or min(each.rank for each in self.found) > _SIMPLE:
                self.found.extend(room())
        if not self.found:
            return Explanation()
        best = min(each.rank for each in self.found)
        first, *others = [each for each in self.found if each.rank == best]
        return replace(first, equal=tuple(other for other in others if other.deviations != first.deviations))

    def chains(self, count: Count, show: Show = POINT) -> list[Chain]:
        """Return the points behind the answers, one step after the other; [] if the count cannot be this."""
        if not self.points:
            return []
        runs = self.runs if show is POINT else [show.points(run) for run in self.runs]
        if (count.shift < 0) != (self.late if show is POINT else are_late(runs)):
            return []
        return [chain for run in runs if len((chain := chain_of(run, count.shift).moving).points) > 1]

    def right_steps(self) -> Iterator[Explanation]:
        """Yield steps against the gradient, or what is meant to be and nearly is."""
        chains = self.chains(AS_ASKED)
        found = list(self._along(exact(self.seen.landscape), chains)) if chains else []
        yield from found
        self.right = bool(found)
        # of a quotient on a round bowl rounding may leave another size for each step or start, along others as along itself
        near: list[Explanation] = []
        sure = any(each.rank <= _SIMPLE or (each.rule and each.rule.kind == "schedule") for each in found)
        for close in [] if sure else self._close(chains):
            near.extend(self._along(close, chains))
            if near and near[-1].rank <= _SIMPLE:
                break
        yield from sorted(near, key=lambda each: each.rank)[:1]

    def _close(self, chains: Sequence[Chain]) -> Iterator[Direction]:
        """Yield the directions that are nearly the gradient, as far as the first steps allow them."""
        if chains and _nearly(self.seen, chains):
            for close in close_directions(self.seen.landscape):
                if plausible(chains, close, self.seen.precision):
                    yield close

    def one_deviation(self) -> Iterator[Explanation]:
        """Yield wrong directions, a step too many or too few, and the points shown otherwise."""
        chains = self.chains(AS_ASKED)
        if chains:
            yield from self._wrong(chains)
        for count in COUNTS:
            shifted = self.chains(count)
            for direction in (exact(self.seen.landscape), *(() if self.looks_rounded else self._close(shifted))) if shifted else ():
                sizes = (one_size,) if direction.nearly_right else SIZES
                found = [each for each in self._along(direction, shifted, sizes) if self._leads(replace(each, count=count))]
                if found:
                    yield replace(found[0], count=count)
                    break
        for show in points_shown(len(self.seen.landscape.variables)) if self.points else ():
            chains = self.chains(AS_ASKED, show)
            for each in self._along(exact(self.seen.landscape), chains) if chains else ():
                if each.mistake is None:
                    yield replace(each, show=show)

    def several(self) -> Iterator[Explanation]:
        """Yield two deviations in direction, count and what is shown, steps with a memory, and steps to a known minimum."""
        shows = tuple(points_shown(len(self.seen.landscape.variables))) if self.points else ()
        for show, count in (*product((POINT,), COUNTS), *product(shows, (AS_ASKED, *COUNTS))):
            chains = self.chains(count, show)
            wrong = show is POINT or count is AS_ASKED
            found = self._wrong(chains) if wrong else self._along(exact(self.seen.landscape), chains, (one_size,))
            for each in (replace(each, count=count, show=show) for each in found) if chains else ():
                if (wrong or each.mistake is None) and self._leads(each):
                    yield each
        chains = self.chains(AS_ASKED)
        if chains:
            for direction in (exact(self.seen.landscape), *(() if self.right else self._close(chains))):
                kept = list(self._momentum(chains, direction))
                yield from kept
                if kept:
                    break
            for target in () if self.right else self.seen.targets:  # whatever goes straight down goes to a minimum
                yield from self._along(directions.towards(target), chains, (one_size, size_by_number), known=len(target))

    def whole_answers(self) -> Iterator[Explanation]:
        """Yield right steps behind answers that do not follow each other by one step."""
        # other numbers of steps look like a schedule only where the curvature is one number
        bent = one_curvature(self.seen.landscape, [run.start for run in self.runs]) is None
        scheduled = bool(self.found) and all(each.rule and each.rule.kind == "schedule" for each in self.found)
        if self.points and not (scheduled and bent):
            counting = counted(self.seen.landscape, self.firm)
            if counting is not None:
                rule, taken = counting
                yield Explanation(rule=rule, count=OTHER_NUMBER, taken=taken, fitted=1)
        values = {(run.start, n): answer for run in self.runs for n, answer in run.reached.items()}
        for whole in () if self.right else WHOLE:
            size = solved(self.seen.landscape, values, whole)
            if size is not None:
                rule = constant(exact(self.seen.landscape), size)
                yield Explanation(rule=rule, show=whole.show, count=whole.count, mistake=whole.mistake, fitted=1)

    def elsewhere(self) -> Iterator[Explanation]:
        """Yield right steps of which the first is not one from the start."""
        if not self.points or self.late or self.right:
            return
        later = [each for run in self.runs for each in from_first(run)]
        chains = [chain for run in later if len((chain := chain_of(run).moving).points) > 1]
        for each in self._along(exact(self.seen.landscape), chains, (one_size,)) if chains else ():
            ends = [(run, run.reached[1]) for run in self.firm if 1 in run.reached and is_finite(run.reached[1])]
            moving = [run for run, end in ends if run.reached.get(2, end) != end]
            off = [run.start for run in moving if each.rule is not None and not _leads_to_first(each.rule, run, 1)]
            if each.mistake is None and off:
                yield replace(each, without="begins_elsewhere", seen=tuple(later), off=easiest(off), fitted=len(later))

    def _along(
        self,
        direction: Direction,
        chains: Sequence[Chain],
        sizes: Iterable[Callable[[Steps], Sized | None]] = SIZES,
        known: int = 0,
    ) -> Iterator[Explanation]:
        """Yield the simplest sizes with which every step goes exactly against a direction; `known` numbers are part of it."""
        table = consistent_table(chains, direction, self.seen.precision)
        if not table or not any(table):
            return
        steps = Steps(self.seen.landscape, direction, chains, table)
        if not meeting(interval for rows in steps.sizes for interval in rows).empty:
            sizes = (one_size,)
        name = None if direction.name == "gradient" or direction.nearly_right else direction.name
        for size in sizes:
            sized = size(steps)
            if sized is not None:
                mistake, rule = sized
                if name is not None:
                    rule = replace(rule, kind=name, parameters=rule.parameters + known)
                if name is None or not mistake:
                    yield Explanation(rule=rule, mistake=name or mistake or None)
                return

    def _wrong(self, chains: Sequence[Chain]) -> Iterator[Explanation]:
        """Yield the wrong directions that explain every step with one size."""
        precision = self.seen.precision
        for direction in wrong_directions(self.seen.landscape, chains):
            if plausible(chains, direction, precision):
                sizes = [size for rows in consistent_table(chains, direction, precision) or () for row in rows for size in row]
                common = meeting(sizes)
                # one number that explains one step of several explains nothing
                if common.sharp and common.low > 0 and (len(sizes) == 1 or sum(size.sharp for size in sizes) > 1):
                    rule = constant(direction, simplest(common), kind=direction.name)
                    yield Explanation(rule=rule, mistake=direction.name)
        yield from _by_coordinate(self.seen, chains)

    def _momentum(self, chains: Sequence[Chain], direction: Direction) -> Iterator[Explanation]:
        rule = with_momentum(self.seen.landscape, chains, self.seen.precision, direction)
        if rule is not None:
            yield Explanation(rule=rule, mistake="accumulates_gradients" if rule.momentum == 1.0 else "momentum")

    def _leads(self, found: Explanation) -> bool:
        """Tell whether the rule, with the count, also leads from each start to the first answer."""
        rule = found.rule
        assert rule is not None
        runs = self.firm if found.show is POINT else [found.show.points(run) for run in self.firm]
        return all(1 in run.reached and _leads_to_first(rule, run, 1 + found.shift) for run in runs)


def are_late(runs: Sequence[Run]) -> bool:
    """Tell whether the first of n iterations moves nothing."""
    return all(run.reached.get(1, run.start) == run.start for run in runs)


def _leads_to_first(rule: Rule, run: Run, steps: int) -> bool:
    """Tell whether so many steps of a rule lead from the start to the first answer, as far as they are foreseen."""
    path, end = rule.follow(run.start, steps), run.reached[1]
    if len(path) <= steps:
        return rule.kind == "line_search" or not is_finite(end)
    return points_agree(path[-1], end, FOLLOWED, least=NO_SIZE, along=path)


def _nearly(seen: Hypotheses, chains: Sequence[Chain]) -> bool:
    """Tell whether the first steps have about one size along the gradient, as with a gradient that is a little off."""
    first = [size for chain in chains if chain.steps for size in sizes_at(chain, 0, exact(seen.landscape), seen.precision)]
    sizes = sorted((size.low + size.high) / 2 for size in first if not size.empty and size.sharp)
    if not sizes:
        return False
    middle = sizes[len(sizes) // 2]
    return sum(agree(size, middle, _ABOUT, least=0.0) for size in sizes) * 2 > len(sizes)


# --- a mistake in some coordinates ---------------------------------------------------------------------------------------


def _by_coordinate(seen: Hypotheses, chains: Sequence[Chain]) -> Iterator[Explanation]:
    """Yield a mistake in some coordinates: a factor (also a sign) that the others do not have, or a wrong component."""
    landscape = seen.landscape
    axes = range(len(landscape.variables))
    right = size_table(chains, exact(landscape), seen.precision)
    sizes = [meeting(row[axis] for rows in right for row in rows) for axis in axes]
    good = [axis for axis in axes if sizes[axis].sharp]
    if len(good) == len(sizes):
        if len(sizes) > 1:
            yield _unequal(landscape, sizes)
        return
    known = sizes[good[0]] if good else None
    if any(sizes[axis].meet(known).empty for axis in good if known):
        return
    found: dict[int, WrongPart] = {}
    for axis in axes:
        if axis not in good:
            hits = _wrong_components(seen, chains, axis, known or ANY)
            if not hits:
                return
            # without a size that is known from elsewhere several may explain the steps, each with its own: none is told
            part, known = hits[0]
            found[axis] = part if all(other.meet(known).sharp for _, other in hits) else replace(part, text="", turned=False)
    if found and known is not None:
        parts = tuple(found[axis].expression if axis in found else landscape.gradient.components[axis] for axis in axes)
        axis, first = next(iter(found.items()))
        text, alone = first.text, len(found) == 1
        if not alone:
            told = ((at, part.text or sentence("wrong_gradient.any_term")) for at, part in found.items())
            text = together(replace(found[at], text=slip).told(landscape.variables[at]) for at, slip in told)
        mixed = directions.of_expressions("wrong_gradient", parts, landscape.variables, text)
        rule = constant(mixed, simplest(known), kind="wrong_gradient", text=text)
        yield Explanation(rule=rule, mistake=first.name, text=text, axis=axis if alone else None, fitted=len(found) - 1)


def _wrong_components(seen: Hypotheses, chains: Sequence[Chain], axis: int, known: Interval) -> list[tuple[WrongPart, Interval]]:
    """Return the wrong components that explain one coordinate of every step, with their sizes; one if the size is known."""
    found: list[tuple[WrongPart, Interval]] = []
    for part in seen.wrong(axis):
        slope = estimated(part.expression, seen.landscape.variables)
        ends = [(chain.points[k], chain.points[k + 1]) for chain, k in in_turn(chains)]
        if not all(is_finite(slope(before)[:1]) for before, _ in ends):
            continue  # who gets no number there takes no step
        sizes = (size_of_step(before[axis], after[axis], slope(before), seen.precision) for before, after in ends)
        common = known.meet(meeting(sizes))
        if common.sharp and common.low > 0:
            found.append((part, common))
            if known.sharp:
                break
    return found


def _unequal(landscape: Landscape, sizes: list[Interval]) -> Explanation:
    numbers = [simplest(size) for size in sizes]
    first = next((number for number in numbers if number), 0.0)
    factors = tuple(number / first if first else 0.0 for number in numbers)
    rule = replace(constant(exact(landscape), first), kind="unequal", factors=factors)
    moving = [number for number in numbers if number]
    if len(moving) < len(numbers):
        return Explanation(rule=rule, mistake="one_coordinate_moved", axis=numbers.index(0.0))
    if all(number < 0 for number in numbers):
        return Explanation(rule=rule, mistake="ascends")
    if any(number < 0 for number in numbers):
        axis = next(i for i, number in enumerate(numbers) if number < 0)
        return Explanation(rule=rule, mistake="ascends_in_one_coordinate", axis=axis)
    rule = replace(rule, parameters=1 + len(numbers))  # two steps for each iteration look like that on x² - y²
    return Explanation(rule=rule, mistake="unequal_steps")
