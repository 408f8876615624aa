"""Which mistakes in a descent nobody can tell apart by the points: on this function, from these starts.

The right steps and every deviation that the judge knows are followed from the starts and for the counts that it asks for, and
explained by the judge's own search. Where that finds another one, the points are the same; other starts, and terms added to
the function, are tried then, to say what would tell them apart. Hands in nothing and knows no sentence for students.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, partial

from grader.algebra.floats import agree
from grader.algebra.numeric import compiled
from grader.descent import step_directions as directions
from grader.descent.deviations import COUNTS, VALUES, Show, Sized, Steps, one_size, points_shown, size_by_number, wrong_directions
from grader.descent.landscape import Point, is_finite
from grader.descent.runs import Chain, Run, chain_of
from grader.descent.step_directions import Direction, exact
from grader.descent.step_rules import FOLLOWED, NO_SIZE, Rule, consistent_table, constant, plausible
from grader.errors import GraderError
from grader.kinds.calling import Convention, Role
from grader.kinds.descent.conversation import Asked, Seen
from grader.kinds.descent.example import Pieces
from grader.kinds.descent.kind import first_plan
from grader.kinds.descent.options import ProgramOptions
from grader.kinds.descent.program_trial import EXACT, Trial
from grader.kinds.descent.source import Source
from grader.model import Question
from grader.quantities.references import by_own_rules
from grader.quantities.slips.derivatives import candidates_for_derivative

RIGHT = ""  # the name of the right steps among the deviations
_NO_POINTS = frozenset(show.name for show in VALUES)
"""Of what shows no points steps with sizes that change are the simpler explanation; mistakes in steps are simpler than those."""
_KEPT = 0.5  # of the last move, by steps with momentum: as any other share shows
_ELSEWHERE = ((1.0, 2.0, -1.5, 0.7), (-0.6, 1.7, 2.3, -1.1))  # starts on no axis, no diagonal and no mirror image of each other
_TERMS = ("{0}*{1}", "{0}*{1}/10", "{0}**4", "{0}**4/10")  # in which variables meet, and whose curvature changes
_OF_MEETING = 2  # of these terms


@dataclass(frozen=True, kw_only=True, slots=True)
class Alike:
    """Two deviations with the same points, one of them `RIGHT` or both mistakes, and what would tell them apart.

    `start` is a start that does, `term` one to add to the function; both are empty where nothing that was tried does.
    """

    one: str
    other: str
    start: Point = ()
    term: str = ""


Answer = Callable[[Point, int], Point | None]
"""Where so many iterations from a start lead; None for nowhere."""


@dataclass(frozen=True)
class _Bench:
    """A question's descents, followed from where the judge asks."""

    question: Question[ProgramOptions]
    size: float

    @cached_property
    def trial(self) -> Trial:
        """Return a trial of a program without a source."""
        names = self.question.function.variables
        seen = Seen(name="", way=Convention(variables=names, order=(*names, Role.COUNT)), variables=names)
        return Trial.of(self.question, self.question.options, Source(trees=(), names=()), seen)

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        """Return the starts and counts that the judge asks for first."""
        return tuple(first_plan(self.trial))

    def runs(self, answer: Answer) -> list[Run]:
        """Return the answers by start."""
        found: dict[Point, dict[int, Point]] = {}
        for start, count in self.asked:
            point = answer(start, count)
            if point is not None and is_finite(point):
                found.setdefault(start, {})[count] = point
        return [Run(start, reached) for start, reached in found.items()]

    def taken_for(self, name: str, answer: Answer) -> Iterator[str]:
        """Yield the names of other deviations that have the same answers with some step size, and `RIGHT` for right steps."""
        chains = [chain for run in self.runs(answer) if len((chain := chain_of(run).moving).points) > 1]
        landscape = self.trial.landscape
        if not chains or any(len(point) != len(landscape.variables) for chain in chains for point in chain.points):
            return
        if any(self._sized(exact(landscape), chains, (one_size, size_by_number) if name in _NO_POINTS else (one_size,))):
            yield RIGHT
        for direction in self.wrong:
            if direction.name != name and any(self._sized(direction, chains, (one_size,))):
                yield direction.name

    def _sized(
        self, direction: Direction, chains: Sequence[Chain], sizes: tuple[Callable[[Steps], Sized | None], ...]
    ) -> Iterator[bool]:
        """Yield once if these steps go along a direction, with sizes as an explanation has them."""
        table = consistent_table(chains, direction, EXACT) if plausible(chains, direction, EXACT) else None
        if table and any(table):
            for size in sizes:
                found = size(Steps(self.trial.landscape, direction, chains, table))
                yield from [True] if found is not None and not found[0] else []

    @cached_property
    def wrong(self) -> tuple[Direction, ...]:
        """Return the wrong directions that the judge knows."""
        right = constant(exact(self.trial.landscape), self.size)
        return tuple(wrong_directions(self.trial.landscape, [Chain(right.follow(start, 2)) for start in self.trial.starts]))

    def deviations(self) -> Iterator[tuple[str, Answer]]:
        """Yield every way to a wrong answer that the judge's lists hold, by name."""
        landscape, size = self.trial.landscape, self.size
        right = constant(exact(landscape), size)
        for direction in self.wrong:
            yield direction.name, _ends(constant(direction, 1.0 if direction.name == "newton_step" else size))
        for target in self.trial.targets[:1]:
            yield directions.KNOWN_MINIMUM, lambda start, n, target=target: target  # type: ignore[misc]
        yield "ascends", _ends(constant(exact(landscape), -size))
        for axis in range(len(landscape.variables)) if len(landscape.variables) > 1 else ():
            factors = tuple(float(other != axis) for other in range(len(landscape.variables)))
            yield "one_coordinate_moved", _ends(replace(right, factors=factors))
        yield "momentum", _ends(replace(right, momentum=_KEPT))
        yield "accumulates_gradients", _ends(replace(right, momentum=1.0))
        yield "step_size_from_n", lambda start, n: _end(constant(exact(landscape), size / n), start, n)
        for count in COUNTS:
            yield count.name, lambda start, n, shift=count.shift: _end(right, start, n + shift)  # type: ignore[misc]
        for show in (*(each for each in points_shown(len(landscape.variables)) if not each.sign), *VALUES):
            yield show.name, partial(self._shown, show, right)

    def _shown(self, show: Show, rule: Rule, start: Point, count: int) -> Point | None:
        """Return what is shown of the end of a rule."""
        end = _end(rule, start, count)
        return show.shown(self.trial.landscape, start, end) if end is not None else None

    @cached_property
    def changed(self) -> tuple[tuple[Point, str, _Bench], ...]:
        """Return the same question from other starts, and with terms added to its function: the start, the term, and that."""
        names = self.question.function.variables
        starts = _elsewhere(len(names))
        found = [(starts[0], "", _from(self.question, starts))] if starts else []
        found += [((), term, _with_term(self.question, term)) for term in _terms(names)]
        return tuple((start, term, _Bench(question, self.size)) for start, term, question in found)

    def wrong_slopes(self) -> Iterator[str]:
        """Yield the slips in a partial derivative that show at no point on the way, though they do elsewhere."""
        function, landscape = self.question.function, self.trial.landscape
        rule = constant(exact(landscape), self.size)
        longest = dict(sorted(self.asked, key=lambda each: each[1]))
        way = [point for start, count in longest.items() for point in rule.follow(start, count - 1)]
        for axis, variable in enumerate(function.variables):
            for wrong in candidates_for_derivative(function.expression, function.variables, variable):
                slope, right = compiled(wrong.expression, function.variables), landscape.slopes[axis]

                def shows(point: Point) -> bool:
                    one, other = slope(*point), right(*point)  # noqa: B023 - used at once
                    return is_finite((one, other)) and not agree(one, other, FOLLOWED, least=NO_SIZE)

                if not any(map(shows, way)) and any(map(shows, _elsewhere(len(function.variables)))):
                    yield wrong.name


def _elsewhere(count: int) -> tuple[Point, ...]:
    return tuple(start[:count] for start in _ELSEWHERE) if count <= len(_ELSEWHERE[0]) else ()


def _end(rule: Rule, start: Point, count: int) -> Point | None:
    path = rule.follow(start, count)
    return path[-1] if len(path) > count else None


def _ends(rule: Rule) -> Answer:
    return lambda start, count: _end(rule, start, count)


def alike(question: Question[ProgramOptions]) -> Iterator[Alike]:
    """Yield the deviations with the points of others: each pair once, and what would tell it apart."""
    bench = _Bench(question, Pieces(question).size)
    pairs = [(name, other) for name, answer in bench.deviations() for other in bench.taken_for(name, answer)]
    right = {name for name, other in pairs if other == RIGHT}
    told = set[frozenset[str]]()
    for name, other in pairs:  # what has the points of right steps has those of all others with them
        if frozenset((name, other)) not in told and (other == RIGHT or not right.intersection((name, other))):
            told.add(frozenset((name, other)))
            yield _with_remedy(bench, Alike(one=name, other=other))
    for name in dict.fromkeys(bench.wrong_slopes()):
        yield Alike(one=name, other=RIGHT, start=_elsewhere(len(question.function.variables))[0])


def _with_remedy(bench: _Bench, pair: Alike) -> Alike:
    """Return a pair with the first change of the starts, else of the function, that tells it apart."""
    for start, term, changed in bench.changed:
        with suppress(GraderError, ArithmeticError, ValueError), by_own_rules():
            if not any(pair.other in changed.taken_for(name, answer) for name, answer in changed.deviations() if name == pair.one):
                return replace(pair, start=start, term=term)
    return pair


def _terms(names: tuple[str, ...]) -> Iterator[str]:
    for place, term in enumerate(_TERMS):
        if len(names) > 1 or place >= _OF_MEETING:
            yield term.format(*names)


def _from(question: Question[ProgramOptions], starts: tuple[Point, ...]) -> Question[ProgramOptions]:
    options = question.options.model_copy(update={"starts": starts})
    return replace(question, item=replace(question.item, options=options))


def _with_term(question: Question[ProgramOptions], term: str) -> Question[ProgramOptions]:
    function = replace(question.function, expression=f"{question.function.expression} + {term}", over_data="")
    return replace(question, item=replace(question.item, function=function))
