"""Calls with something else handed in: another step size, function or tolerance, other data, the flag for all points.

A program that types in what it is handed gives the same answers all the same; one that uses it follows. So what is handed in
is asked for by what it does, and not by how the program is written.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, product
from math import hypot
from operator import sub

from grader.algebra.floats import points_agree
from grader.descent.landscape import Landscape, Point, distance, is_finite
from grader.descent.methods.gradient_descent import STEP_SIZE
from grader.descent.runs import decimals_of
from grader.kinds.calling import Convention, Passed, Role
from grader.kinds.code_values import as_floats
from grader.kinds.descent.contract import A_TOLERANCE, contract_of
from grader.kinds.descent.conversation import Asked, Seen
from grader.kinds.descent.options import TOLERANCE, ProgramOptions
from grader.kinds.descent.program_trial import Gaps, Table, Trial
from grader.kinds.function_answers import FunctionAnswer
from grader.kinds.outcomes import call_text
from grader.kinds.points.end_points import Shape
from grader.kinds.program_of_term import restated
from grader.kinds.protocol import Earlier
from grader.model import ArrayValue, Call, Function, HandedFunction, Observation, Outcome, Probe, Question, Verdict
from grader.quantities.evaluation import reference
from grader.quantities.operators.operator import Rule
from grader.quantities.operators.steps import iteration_of
from grader.quantities.other_data import with_other_data
from grader.quantities.references import NotDerivableError, by_own_rules
from grader.quantities.sheet import sheet_of
from grader.quantities.terms import TermError
from grader.sentences.catalogue import sentence
from grader.sentences.figures import figures, listed

# of the step size: two others that nobody types in, no steps so long that a descent runs away, and one so short that whoever
# takes the smaller of two sizes takes it
_SIZES = (0.61, 0.023)
# How another function differs: by this share of the slope at the first start, and in curvature, so that a step by the
# derivative and one by second derivatives differ by far more than rounding.
_TILT, _BEND = 0.3, 0.2
_COUNTS = (1, 2, 3)  # steps from the first start: of a mistake that begins late enough, the longer runs tell
# of the way between what is right and what would be right before: a program that follows is nearer to where it should be by
# more than a derivative by differences or a rounded answer takes away
_NEAR = 0.2
# Another tolerance, such as somebody chooses, is met with room for other norms than ours and for a share of the point, and for
# as many steps in a row as somebody waits for; by few steps where a method is there in few.
_TOLERANCES, _BELOW, _PATIENCE = (0.01, 0.1, 1.0), 0.1, (8, 1)
_STILL = 1e-6  # of a point: where a path moves less, no later end is seen
_SMALL = 0.1  # of a step size of ours, so that a step is far shorter than the gradient and many lie between their ends
_CLOSER = (0.01, 0.001, 0.1)  # tolerances that tell what is compared with them: some steps from the start and some from the end
_IN_A_ROW = 3  # short steps that somebody waits for before a descent stops
_SHORTER = 0.5  # of a step size of ours, which is so good that a descent rests soon after a tolerance is met
_MORE = 20  # steps after it, in case somebody looks at every tenth alone
_MOST_STEPS = 200  # in which a tolerance is met; a descent that takes more is too slow to be asked

Asking = Generator[Probe, Observation, None]
Others = list[tuple[Convention, Question[ProgramOptions]]]  # the ways to hand in something else, and what is asked then


def mark_ignored(trial: Trial) -> Asking:
    """Name what makes no difference to a program: a step size that is handed in, the functions, data."""
    first = [(_start(trial), count) for count in _COUNTS[:2]]
    before = [call for asked, call in trial.seen.calls if asked in first]
    same = []
    for code, others in OTHERS.items():
        same += [code] if _is_the_same(before, (yield from _answers(trial, *(way for way, _ in others(trial))))) else []
    trial.tell_of(IGNORED, [] if decimals_of(trial.seen.runs()) == 0 else same)  # whole numbers hide what differs


def mark_followed(trial: Trial) -> Asking:
    """Mark a program that is right, and not with another step size or another function; and what it makes of the flag."""
    if not {"start", "direction", "count", "step_size"}.intersection((*trial.sheet.lost, *trial.sheet.review)):
        for code, others in OTHERS.items():
            for way, question in others(trial):
                if not trial.told(code):
                    yield from _follow(trial, way, question, code)
        if A_TOLERANCE in trial.seen.way.order:
            yield from _mark_tolerance(trial)
            if trial.told("ignores_tolerance") or trial.told("other_measure"):
                trial.feedback = [each for each in trial.feedback if each.code != "stops_at_tolerance"]  # which calls it fine
    if trial.flag and not trial.told("ignores_n"):
        yield from _mark_history(trial)


def mark_what_follows(trial: Trial, earlier: Earlier) -> Asking:
    """Note the wrong answer to an earlier question, a gradient, that the steps of a program follow rightly.

    Not told: what a program makes of another wrong answer is told as its consequence, see `reports.consequences`.
    """
    start, exercise = _start(trial), trial.question.exercise
    answers = [trial.seen.answers.get((start, n)) for n in _COUNTS[:2]]
    points = [start, *(answer.point for answer in answers if answer is not None and answer.point)]
    functions = {item.id: item.function or exercise.function for item in exercise.items}
    for key, result in earlier.items():
        own, wrong = result.answer, result.verdict in (Verdict.INCORRECT, Verdict.PARTIAL)
        same = key.exercise == exercise.id and functions.get(key.item) == trial.question.function
        if not (same and wrong and isinstance(own, FunctionAnswer) and len(points) == len(_COUNTS)):
            continue
        seen = yield own.way.probe(own.name, [dict(zip(trial.seen.variables, point, strict=True)) for point in points[:2]])
        slopes = [as_floats(call.value) or () for call in seen.calls]
        moves = [tuple(map(sub, before, after)) for before, after in pairwise(points)]
        if [len(slope) for slope in slopes] != [len(start)] * 2:
            continue
        shown = next((move / slope for move, slope in zip(moves[0], slopes[0], strict=True) if slope), None)
        size = trial.seen.way.size if Role.SIZE in trial.seen.way.order else shown
        steps = [tuple((size or 0.0) * part for part in slope) for slope in slopes]
        if size is not None and size > 0 and all(points_agree(*pair, _STILL) for pair in zip(moves, steps, strict=True)):
            trial.evidence["follows"] = key.item


def _start(trial: Trial) -> Point:
    """Return the first start with a slope, from which steps lead away."""
    return next((start for start in trial.starts if any(trial.landscape.slope(start))), trial.starts[0])


def _answers(trial: Trial, *ways: Convention) -> Generator[Probe, Observation, list[Call]]:
    """Return what the first two counts give from the first start, by each of these ways."""
    found: list[Call] = []
    for way in ways:
        seen = yield from _asked(trial, way, [(_start(trial), count) for count in _COUNTS[:2]])
        found += [call for _, call in seen.calls]
    return found


def _asked(trial: Trial, way: Convention, asked: list[Asked]) -> Generator[Probe, Observation, Seen]:
    """Return what these calls give by another way, read as the others are."""
    seen = replace(trial.seen, way=way, answers={}, raw={}, calls=[], iterations=0)
    yield from seen.ask(asked)
    trial.seen.iterations += seen.iterations
    return seen


def _is_the_same(before: list[Call], after: list[Call]) -> bool:
    """Tell whether a program that moves gave the same answers again, each of the later ones as the first ones were."""
    returned = all(call.outcome is Outcome.RETURNED for call in (*before, *after)) and len(before) == 2 <= len(after)
    moves = returned and before[0].value != before[1].value and not isinstance(before[0].value, int)  # as a count would be
    return moves and all(call.value == before[at % 2].value for at, call in enumerate(after))


def _with_size(trial: Trial, share: float) -> Convention:
    assert trial.seen.way.size is not None, "one is handed in"
    return replace(trial.seen.way, size=float(f"{share * trial.seen.way.size:.3g}"))


def _parameter(trial: Trial, passed: Passed) -> str:
    """Return the exercise's name of the parameter for which this is passed."""
    return next(name for name, part in contract_of(trial.question).items() if part is passed)


def _with_other_sizes(trial: Trial) -> Others:
    """Return the ways to hand in other step sizes; none where none is."""
    return [(_with_size(trial, share), trial.question) for share in _SIZES if Role.SIZE in trial.seen.way.order]


def _functions(trial: Trial) -> list[str]:
    return [part.name for part in trial.seen.way.order if isinstance(part, HandedFunction)]


def _with_other_functions(trial: Trial) -> Others:
    """Return the way to hand in what belongs to another function; none where nothing of it is handed in."""
    question = trial.question
    if not _functions(trial):
        return []
    other = _other(trial)
    functions = tuple(other if each.name == other.name else each for each in question.exercise.functions)
    return _handed(trial, restated(question, (functions, question.exercise.given)))


def _with_other_data(trial: Trial) -> Others:
    """Return the way to hand in other data; none where the exercise hands in no data."""
    question = trial.question
    exercise, options = question.exercise, question.options
    names = frozenset(str(options.call[name]) for name in _parameters_of_data(question))
    stated = with_other_data(options.method, exercise.functions, exercise.given, names, question.seed) if names else None
    return _handed(trial, restated(question, stated)) if stated is not None else []


def _parameters_of_data(question: Question[ProgramOptions]) -> tuple[str, ...]:
    """Return the names of the parameters for which data are handed in."""
    data = {each.name for each in question.exercise.given if each.is_data}
    return tuple(name for name, handed in question.options.call.items() if handed in data)


def _handed(trial: Trial, changed: Question[ProgramOptions]) -> Others:
    """Return the way of calling with what a changed exercise hands in; none where it cannot, or nothing is new."""
    way, own = trial.seen.way, contract_of(trial.question)
    try:
        with by_own_rules():
            handed = contract_of(changed)
            reference(changed.item.id, sheet_of(changed.exercise))
    except (TermError, NotDerivableError):
        return []
    new = [(own[name], handed[name]) for name in own if isinstance(own[name], ArrayValue | HandedFunction)]
    order = tuple(next((after for before, after in new if before == part), part) for part in way.order)
    return [(replace(way, order=order), changed)] if order != way.order else []


def _other(trial: Trial) -> Function:
    """Return the function with a tilt and a bend: it has values where this one has them."""
    function, start = trial.question.function, _start(trial)
    parts = []
    for name, slope in zip(function.variables, trial.landscape.slope(start), strict=True):
        tilt = abs(slope) if math.isfinite(slope) and slope else 1.0
        parts.append(f"{_TILT * tilt:.2g}*{name} + {_BEND}*{name}**2".replace("e+", "e"))
    return replace(function, expression=f"({function.expression}) + {' + '.join(parts)}", over_data="")


# What else is handed in, by what is told of a program that does not follow it.
OTHERS: Mapping[str, Callable[[Trial], Others]] = {
    "another_size_handed_in": _with_other_sizes,
    "another_function_handed_in": _with_other_functions,
    "other_data_handed_in": _with_other_data,
}
# What is told of a program that answers the same whatever is handed in.
IGNORED: Table = {
    "ignores_step_size": lambda trial, same: (
        "another_size_handed_in" in same and not _lies_on_edges(trial) and {"parameter": _parameter(trial, Role.SIZE)}
    ),
    "ignores_function": lambda trial, same: "another_function_handed_in" in same and _unread(trial),
    "ignores_data": lambda trial, same: "other_data_handed_in" in same and _listed(_parameters_of_data(trial.question)),
}
# What is told of one that goes on where the tolerance handed in was met: its own may be met later, if it looks at it.
NOT_STOPPED: Table = {
    "tolerance_unexplained": lambda trial, on: on and trial.source.reads(trial.seen.way, lambda each: each == A_TOLERANCE),
    "ignores_tolerance": lambda _, goes_on: goes_on,
}


# What is told of one that stops where another measure than that of the exercise falls below the tolerance.
MEASURED: Table = {"other_measure": lambda _, stops: stops}
# What is told where all points are asked for.
ALL_POINTS: Table = {
    "all_points_asked_for": lambda _, sizes, *__: not sizes,
    "ignores_history": lambda _, __, same, ___: same,
    "all_points_but_the_start": lambda _, sizes, *__: {*sizes} == {len(_COUNTS)},  # told, and costs nothing
    "history_exchanged": lambda trial, _, __, is_last: is_last and trial.told("returns_trajectory"),
}


def _lies_on_edges(trial: Trial) -> bool:
    """Tell whether all that came back lies on edges of the method's region in every coordinate: no size can be seen there."""
    points = [answer.point for (start, _), answer in trial.seen.answers.items() if start == _start(trial)]
    return bool(points) and all(
        point is not None and all(coordinate in trial.method.edges(axis) for axis, coordinate in enumerate(point))
        for point in points
    )


def _unread(trial: Trial) -> Gaps | None:
    """Return the functions handed in if the source reads none of them."""
    reads = trial.source.reads(trial.seen.way, lambda part: isinstance(part, HandedFunction))
    return None if reads else _listed(_functions(trial))


def _listed(parameters: Iterable[str]) -> Gaps:
    return {"names": listed(f"`{name}`" for name in parameters)}


def _follow(trial: Trial, way: Convention, question: Question[ProgramOptions], code: str) -> Asking:
    """Say of a program by a code that its steps are not those of what is handed in."""
    start = _start(trial)
    with by_own_rules():
        was = _path(trial.question, start, trial.seen.way.size or _own_size(trial))
        should_be = _path(question, start, way.size or _own_size(trial))
    if not (was and should_be):
        return
    seen = yield from _asked(trial, way, [(start, count) for count in _COUNTS])
    for at, count in enumerate(_COUNTS):
        point = seen.answers[start, count].point
        gap = _apart(was[at], should_be[at])
        if point is None or not is_finite(point) or _apart(point, should_be[at]) > _NEAR * gap > 0:
            point_of = dict(zip(seen.variables, start, strict=True))
            other = _other_bound(trial, point, should_be[at]) if point is not None and code == "another_size_handed_in" else None
            call = f"`{call_text(seen.name, way.arguments_at(point_of, count))}`"
            trial.tell(f"{code}.at_a_bound" if other is not None else code, call=call, **(other or {}))
            return


def _other_bound(trial: Trial, point: Point, right: Point) -> Gaps | None:
    """Return the one coordinate that was brought to a number of the program's own, and no bound of the method."""
    numbers = set(trial.source.numbers)
    off = [axis for axis, (own, should) in enumerate(zip(point, right, strict=True)) if abs(own - should) > _STILL]
    if len(off) != 1 or not trial.method.edges(off[0]) or point[off[0]] not in numbers - {*trial.method.edges(off[0])}:
        return None
    return {"axis": trial.landscape.variables[off[0]], "number": figures(point[off[0]])}


def _own_size(trial: Trial) -> object:
    """Return the one step size that a student chose, if it is one."""
    return trial.evidence.get("step_size") if trial.evidence.get("rule") == "constant" else None


def _path(question: Question[ProgramOptions], start: Point, size: object, count: int = len(_COUNTS)) -> tuple[Point, ...]:
    """Return the points after so many steps of this size; () for none."""
    rule = reference(question.item.id, sheet_of(question.exercise))
    assert isinstance(rule, Rule), "the exercise was checked when it was read"
    iteration = iteration_of(rule)
    numbers = {**iteration.numbers, **({STEP_SIZE: size} if isinstance(size, float) else {})}
    if iteration.method.missing(numbers):
        return ()
    points = replace(iteration, numbers=numbers).points(start, count)
    return points if all(map(is_finite, points)) else ()


def _apart(one: Point, other: Point) -> float:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def _mark_tolerance(trial: Trial) -> Asking:
    """Mark a program that goes on although its tolerance was met, by whatever is compared with it and how often."""
    start, way = _start(trial), trial.seen.way
    way = _with_size(trial, _SHORTER) if Role.SIZE in way.order else way
    with by_own_rules():
        path = (start, *_path(trial.question, start, way.size or _own_size(trial), _MOST_STEPS))
    met = _met(trial.landscape, path)
    if met is None:
        return
    tolerance, at, count = met
    seen = yield from _asked(
        trial, replace(way, order=tuple(tolerance if part == A_TOLERANCE else part for part in way.order)), [(start, count)]
    )
    point = seen.answers[start, count].point
    goes_on = point is not None and _apart(point, path[count]) <= _NEAR * _apart(path[at], path[count])
    trial.tell_of(NOT_STOPPED, goes_on, parameter=_parameter(trial, A_TOLERANCE), tolerance=figures(tolerance))
    asked = str(trial.options.call[_parameter(trial, A_TOLERANCE)])
    if asked != TOLERANCE and not goes_on:
        yield from _mark_measure(trial, asked.partition("_")[0])


def _mark_measure(trial: Trial, asked: str) -> Asking:
    """Name what a program compares with its tolerance in place of what the exercise says.

    Told by the step after which it stops: no usual norm of what is asked for gets below the tolerance there, and another one does.
    """
    way, parameter = trial.seen.way, _parameter(trial, A_TOLERANCE)
    way = _with_size(trial, _SMALL) if Role.SIZE in way.order else way
    for start, tolerance in product(trial.starts, _CLOSER):
        with by_own_rules():
            path = (start, *_path(trial.question, start, way.size or _own_size(trial), _MOST_STEPS))
        (_, right), *others = [(name, _stops(numbers, tolerance)) for name, numbers in _measured(trial.landscape, path, asked)]
        later = [(name, at) for name, at in others if right and at and right[-1] + _IN_A_ROW < at[0]]
        apart = [*later, *((name, at) for name, at in others if right and at and at[-1] + _IN_A_ROW < right[0])]
        if not apart:
            continue
        order = tuple(tolerance if part == A_TOLERANCE else part for part in way.order)
        seen = yield from _asked(trial, replace(way, order=order), [(start, len(path) - 1)])
        point = seen.answers[start, len(path) - 1].point or (math.nan,) * len(start)
        for found, at in apart:
            stops = any(points_agree(point, path[k], _STILL) for k in at)
            gaps = {"asked": sentence(f"measure.{asked}"), "found": sentence(f"measure.{found}")}
            trial.tell_of(MEASURED, stops, parameter=parameter, tolerance=figures(tolerance), **gaps)
        if trial.told("other_measure"):
            return


def _measured(landscape: Landscape, path: Sequence[Point], asked: str) -> list[tuple[str, list[Point]]]:
    """Return what somebody compares with a tolerance, for each step of a path; what is asked for comes first."""
    moves = [tuple(map(sub, after, before)) for before, after in pairwise(path)]
    found = {
        "step": moves,
        "gradient": list(map(landscape.slope, path[:-1])),
        "change": [(landscape.height(after) - landscape.height(before),) for before, after in pairwise(path)],
        "step_squared": [(hypot(*move) ** 2,) for move in moves],
    }
    coordinates = zip(*moves, strict=True) if len(path[0]) > 1 else ()
    alone = [("coordinate", [(each,) for each in moved]) for moved in coordinates]
    return [(asked, found.pop(asked)), *found.items(), *alone]


def _stops(numbers: Sequence[Point], tolerance: float) -> range:
    """Return after how many steps a descent stops: from the least to the largest usual norm, before a step or after it."""
    first = [next((k for k, each in enumerate(numbers) if norm(map(abs, each)) < tolerance), None) for norm in (max, sum)]
    least, most = first
    return range(0) if least is None or most is None else range(least, min(most + 2, len(numbers)))


def _met(landscape: Landscape, path: Sequence[Point]) -> tuple[float, int, int] | None:
    """Return a tolerance with the step after which all is below it, and a later step far from there; None for none.

    Below it are the lengths of the gradient and the step, and the change of the function, for several steps in a row, in case
    somebody waits for that.
    """
    measures = []
    for before, after in pairwise(path):
        fall = abs(landscape.height(after) - landscape.height(before))
        measures.append(max(distance(before, after), fall, hypot(*landscape.slope(after))))
    for patience, tolerance in product(_PATIENCE, _TOLERANCES):
        for at in range(patience, len(measures)):
            if max(measures[at - patience : at]) < _BELOW * tolerance:
                count = min(at + at // 2 + _MORE, len(measures))
                if distance(path[at], path[count]) > _STILL * (1 + hypot(*path[count])):
                    return tolerance, at, count
                break
    return None


def _mark_history(trial: Trial) -> Asking:
    """Mark what comes back if all points are asked for: they, with or without the start, and not what comes back else."""
    way = replace(trial.seen.way, order=tuple(True if part is False else part for part in trial.seen.way.order))
    asked = (_start(trial), _COUNTS[-1])
    seen = yield from _asked(trial, way, [asked])
    paths = [spot.way() for answer in seen.raw.values() for spot in answer.spots.values()]
    known = [trial.seen.answers.get((asked[0], count)) for count in _COUNTS]
    points = [answer.point for answer in known if answer is not None and answer.point is not None]
    late = points if trial.told("one_step_too_few") else []
    if late:  # what the other call returns lags behind, and the list need not
        later = yield from trial.seen.ask([(asked[0], _COUNTS[-1] + 1)], file=False)
        points = [*points[1:], *(answer.point for answer in later if answer.point is not None)]
    whole = (len(_COUNTS), len(_COUNTS) + 1)
    sizes = [len(path) for path in paths if len(path) in whole and list(path[-len(points) :]) == points]
    if late and late in map(list, paths):  # a list that lags behind as well
        sizes = [len(_COUNTS) + 1]
    if len(points) == len(_COUNTS):
        same = seen.calls[0][1].value == dict(trial.seen.calls)[asked].value
        is_last = seen.raw[asked].shape is Shape.POINT and seen.raw[asked].point == points[-1]
        trial.tell_of(ALL_POINTS, sizes, same, is_last, parameter=trial.flag)
