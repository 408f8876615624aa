"""Where the points of a descent stand: in what is returned, or printed, or nowhere; and what that alone costs.

Of several places the one that right steps explain best is taken. Where there is no point at all, what came back is said.
"""

from __future__ import annotations

from collections.abc import Container, Generator, Mapping, Sequence

from grader.algebra.floats import agree, points_agree
from grader.descent.deviations import AS_ASKED, COUNTS, VALUES, Count, Show
from grader.descent.explanations import Explanation
from grader.descent.landscape import Point, is_finite
from grader.descent.runs import Run
from grader.descent.step_rules import NO_SIZE
from grader.descent.whole_answers import places_of
from grader.kinds.code_values import value_text
from grader.kinds.descent.conversation import Asked, Reading, as_it_is
from grader.kinds.descent.costs import STEPS
from grader.kinds.descent.program_trial import Gaps, Table, Trial
from grader.kinds.points.end_points import Key, Returned, Shape, common_keys, printed_points
from grader.model import Observation, Probe
from grader.sentences.catalogue import sentence
from grader.sentences.figures import point_text, shortened

Reads = Generator[Probe, Observation, list[Run]]
Late = Mapping[Asked, Point]  # what more iterations than the first few return
_ONE_SIZE = 1e-9  # two sizes read off the same steps differ by rounding alone
_SAME_POINT = 1e-9  # a point that was computed again in other calls has the same digits but for the last few
_UNTIL_CONVERGED = (100, 1000, 10_000)  # iterations after which a program that waits for convergence may return something
_UNEXPLAINED = 3  # worse than steps in a wrong number or along a wrong direction
_LED = 1e-6  # of a value: a point that was solved from one beside a minimum has half of its digits
_FEW_RUNS = 3  # starts from which values are followed: by chance not even two steps go on so
_BY_CHANCE = 2  # counts or starts: answers that count from more of them do so by no chance
# shapes of answers that hold no point
_NO_POINT = (Shape.NOTHING, Shape.UNREADABLE, Shape.ONE_NUMBER)


def read(trial: Trial) -> Reads:
    """Return the answers by start and count, as points if they hold any; [] where everything was said."""
    printed = False
    if trial.seen.prints:
        yield from trial.seen.see_what_is_printed()
        readings = [_printed(place, len(trial.seen.variables)) for place in range(len(printed_points("", 1)))]
        seen = (runs for reading in readings if not is_counted(runs := trial.seen.read(reading)))
        printed = any(_badness(trial.explain(runs)) < _UNEXPLAINED for runs in seen)
        if not printed:
            trial.seen.read(as_it_is)
    points = [point for run in trial.seen.runs() for point in run.reached.values()]
    if not any(map(is_finite, points)) and (not points or trial.seen.shapes() & {*_NO_POINT}):  # an overflow says nothing
        numbers = _numbers(trial)
        late = {} if numbers else (yield from _wait_for_a_point(trial))
        if not numbers:
            trial.tell_of(LATE, late)
            trial.tell_of(NO_POINT, set() if late else trial.seen.shapes())
        return numbers
    _choose_place(trial)
    trial.tell_of(POINTS, trial.seen.shapes(), printed)
    failure = trial.seen.failure()
    if failure is not None:
        trial.failed(failure, ("start",) if failure[0][1] == 1 else ("count", "arrives"))
    return trial.seen.runs()


def _no_point(trial: Trial, among: Container[Shape]) -> Gaps | None:
    """Return what fills the sentence about the shortest value of such shapes that came back; None without one."""
    values = [shortened(value_text(call.value)) for asked, call in trial.seen.calls if trial.seen.answers[asked].shape in among]
    shape = sentence("no_point.number" if len(trial.landscape.variables) == 1 else "no_point.tuple")
    return {"value": min(values, key=len), "shape": shape} if values else None


def _is_matrix(trial: Trial) -> bool:
    """Tell whether each step makes a matrix of what was a vector, once or time and again; all points would grow one by one."""
    rows = {n: len(answer.path) for (_, n), answer in trial.seen.answers.items() if answer.shape is Shape.TRAJECTORY}
    count = len(trial.landscape.variables)
    return len(rows) > _BY_CHANCE and any(
        all(row == count ** (n if again else 1) for n, row in rows.items()) for again in (True, False)
    )


def _not_there(trial: Trial, late: Late) -> Gaps | None:
    """Return the first start from which none of the late points is at a minimum."""
    lost = (start for start in trial.starts if not any(trial.arrived(late.get((start, n))) for n in _UNTIL_CONVERGED))
    return next(({"start": point_text(start), "count": _UNTIL_CONVERGED[-1]} for start in lost), None)


# What is told of answers with points in them.
POINTS: Table = {
    "prints_instead_of_returning": lambda _, __, printed: printed,
    "returns_other_type": lambda trial, shapes, _: Shape.OTHER_TYPE in shapes and _no_point(trial, {Shape.OTHER_TYPE}),
    "returns_matrix": lambda trial, *_: _is_matrix(trial),
    "returns_trajectory.flagged": lambda trial, shapes, _: Shape.TRAJECTORY in shapes and trial.flag and {"parameter": trial.flag},
    "returns_trajectory": lambda trial, shapes, _: Shape.TRAJECTORY in shapes and not trial.options.trajectory,
    "point_and_more": lambda trial, shapes, _: Shape.MORE in shapes and not trial.gives_numbers,
    "no_point.later": lambda trial, *_: _no_point(trial, _NO_POINT),
}
# What is told of points that come late, where the first answers hold none.
LATE: Table = {
    "returns_late": lambda trial, late: late and {
        key: f"`{trial.call(next(iter(calls)))}`" for key, calls in (("call", trial.seen.answers), ("later", late))
    },
    "late_unseen": lambda _, late: bool(late),
    "does_not_arrive": lambda trial, late: late and _not_there(trial, late),
}
# What is told where nothing that came back is a point, by what it is.
NO_POINT: Table = {
    "prints_something": lambda trial, shapes: Shape.NOTHING in shapes and trial.seen.prints,
    "returns_nothing": lambda _, shapes: Shape.NOTHING in shapes,
    "returns_one_coordinate": lambda trial, shapes: Shape.ONE_NUMBER in shapes and {"count": len(trial.landscape.variables)},
    "no_point": lambda trial, shapes: _no_point(trial, shapes - {Shape.FAILED}),
}


def is_counted(runs: list[Run]) -> bool:
    """Tell whether every answer is n, or one more or less, from wherever it begins."""
    off = {c - n for run in runs for n, point in run.reached.items() for c in point}
    several = len({n for run in runs for n in run.reached}) > _BY_CHANCE and len({run.start for run in runs}) > _BY_CHANCE
    return several and len(off) == 1 and off <= {-1.0, 0.0, 1.0}


def _numbers(trial: Trial) -> list[Run]:
    """Return single numbers that came back in place of points, as they may be values of the function."""
    if trial.seen.shapes() & {Shape.NOTHING, Shape.UNREADABLE}:
        return []
    found: dict[Point, dict[int, Point]] = {}
    for (start, count), answer in trial.seen.answers.items():
        if answer.number is not None:
            found.setdefault(start, {})[count] = (answer.number,)
    return [Run(start, reached) for start, reached in found.items()]


def _printed(place: int, count: int) -> Reading:
    def reading(_: Point, answer: Returned) -> Returned:
        if answer.point is not None or answer.shape is Shape.FAILED:  # an overflow comes before anything is printed
            return answer
        point = printed_points(answer.printed, count)[place]
        return Returned(Shape.NOTHING) if point is None else Returned(Shape.POINT, point)

    return reading


def _choose_place(trial: Trial) -> None:
    """Take the place of the point that right steps explain best, if it may stand in several places of what is returned.

    The likeliest place is taken where none is explained better. A second point beside it that is explained by another
    rule is a second answer: a person decides which of them is meant.
    """
    keys = common_keys([answer for answer in trial.seen.raw.values() if is_finite(answer.point or (0.0,))])
    found: dict[Key, Explanation] = {}
    for key in keys if len(keys) > 1 else ():
        found[key] = trial.explain(trial.seen.read(_at(key)))
        if found[key].right:
            break
    if keys:
        best = min(found, key=lambda key: _badness(found[key]), default=keys[0])
        second = best in found and any(_is_second_answer(trial, key, found[best]) for key in keys if key != best)
        trial.seen.read(_at(best))
        if second:
            trial.sheet.leave_to_a_person(*STEPS, because=sentence("two_points"))


def _badness(found: Explanation) -> int:
    """Return how far an explanation is from right steps: not at all, in their number, in their direction, or none."""
    if found.right:
        return 0
    if found.rule is None or found.show.name or found.off is not None:
        return _UNEXPLAINED
    return 1 if found.mistake is None else 2


def _is_second_answer(trial: Trial, key: Key, taken: Explanation) -> bool:
    """Tell whether a single point beside the one taken goes by one δ of its own, and not a step before or after it."""
    if not taken.right or any(answer.at(key).shape is Shape.TRAJECTORY for answer in trial.seen.raw.values()):
        return False
    runs = trial.seen.read(_at(key))
    other = trial.explain(runs)
    assert taken.rule is not None
    if other.rule is None or other.rule.step_size is None or other.without or other.show.name or other.taken:
        return False
    size = taken.rule.step_size
    return other.mistake is not None or size is None or not agree(other.rule.step_size, size, _ONE_SIZE, least=0.0)


def _at(key: Key) -> Reading:
    return lambda _, answer: answer.at(key)


def _wait_for_a_point(trial: Trial) -> Generator[Probe, Observation, Late]:
    """Return the points of more iterations where none of the first answers is one: a program may wait until it has converged."""
    if not (trial.source.returns_a_value and trial.seen.shapes() <= {Shape.NOTHING, Shape.UNREADABLE}):
        return {}
    asked = [(start, count) for start in trial.starts for count in _UNTIL_CONVERGED]
    answers = yield from trial.seen.ask(asked, file=False)
    return {each: answer.point for each, answer in zip(asked, answers, strict=False) if answer.point is not None}


def behind_values(trial: Trial, runs: Sequence[Run]) -> Generator[Probe, Observation, tuple[Show, Count, list[Run]] | None]:
    """Return which values of points came back in one variable, how n is counted, and the points; None if nothing explains them.

    A point is known when one iteration from it gives what comes next, or what comes after that if n takes a step more.
    """
    for show in VALUES if len(trial.landscape.variables) == 1 else ():
        for count in (AS_ASKED, COUNTS[0]):
            found = []
            for run in runs[:_FEW_RUNS]:
                reached = yield from _points_behind(trial, show, run, count.shift)
                if reached is None:
                    break
                found.append(Run(run.start, reached))
            else:
                led = [len(run.reached) for run in found if run.reached]
                if sum(led) > len(led) > 1:
                    return show, count, found
    return None


def _points_behind(trial: Trial, show: Show, run: Run, shift: int) -> Generator[Probe, Observation, dict[int, Point] | None]:
    """Return the points of which one run shows values, as far as what came next tells them; None if a value is of none."""
    reached: dict[int, Point] = {}
    for n, (value,) in sorted(run.reached.items()):
        after = run.reached.get(n + 1 + shift)
        if after is None or not is_finite((value, *after)):
            break
        places = list(places_of(show, trial.landscape, value))
        asked = [(place, 1) for place in places]
        answers = (yield from trial.seen.ask(asked, file=False)) if asked else []
        ends = zip(places, (answer.point for answer in answers), strict=True)
        point = next((place for place, end in ends if end is not None and agree(end[0], after[0], _LED)), None)
        if point is None:
            return None
        reached[n] = point
    return reached


def wrong_path(trial: Trial) -> Gaps | None:
    """Return the first call whose points on the way are not those that the program gives for fewer iterations."""
    points = {asked: answer.point for asked, answer in trial.seen.answers.items()}
    for (start, count), answer in trial.seen.answers.items():
        known = [start if n == 0 else points.get((start, n)) for n in range(count + 1)]
        if not _is_way(answer.path, [point for point in known if point is not None], whole=None not in known):
            return {"call": f"`{trial.call((start, count))}`"}
    return None


def _is_way(path: tuple[Point, ...], known: list[Point], *, whole: bool) -> bool:
    """Tell whether a path holds nothing but known points, each of them after the one before: all, or some of them."""
    if not path or not whole or not all(map(is_finite, (*path, *known))):
        return True
    later = iter(known)
    return all(any(points_agree(point, each, _SAME_POINT, least=NO_SIZE, along=known) for each in later) for point in path)
