"""From what a descent did to the marks on its rubric: dependence first, then its rule, then where it leads.

Speaks in criteria and mistakes; the mathematics of inference is `maths.descent`'s, the sentences are
`descent_texts`'. May ask for more calls when what was seen leaves something open.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator

from grader.kinds.descent.confirm import confirm, mark_stalls, real_run, same_again
from grader.kinds.descent.direction import mark_direction, mark_unexplained, tell_first_wrong_step
from grader.kinds.descent.points import Shape
from grader.kinds.descent.texts import rounded
from grader.kinds.descent.trial import Trial, plain, point_text
from grader.maths.descent.arrival import Arrival, Fate, constant_arrival, is_near, largest_step_size, rule_arrival
from grader.maths.descent.finding import Finding
from grader.maths.descent.observed import Run, decimals_of
from grader.maths.descent.structure import Dependence, dependence
from grader.maths.descent.values_only import function_value_step
from grader.model import Observation, Probe

Judging = Generator[Probe, Observation, None]
_ALL = ("start", "direction", "count", "step_size", "arrives")
_OTHER_RULE_LIMIT = 3000


def judge(trial: Trial) -> Judging:
    """Mark the sheet, asking for what is still needed."""
    mark_ways(trial)
    if trial.seen.prints:
        yield from read_what_is_printed(trial)
    if not trial.seen.runs():
        _mark_no_points(trial)
        return
    _mark_shapes(trial)
    _mark_failures(trial)
    runs = trial.seen.runs()
    kind = dependence(runs)
    finding = trial.infer(runs)
    if kind in (Dependence.NEITHER, Dependence.NOT_ON_COUNT) and finding.right and _lands_at_once(trial, runs):
        kind = Dependence.BOTH
    if kind is not Dependence.BOTH:
        yield from _judge_dependence(trial, kind, runs)
    elif trial.precision.grain and decimals_of(runs) == 0:
        trial.name("rounds_to_integers", "direction", "arrives")
        trial.lose("no_step_size", "step_size")
    else:
        yield from _judge_rule(trial, runs, finding)
    if trial.seen.mutates:
        trial.hint("mutates_arguments")


def _lands_at_once(trial: Trial, runs: list[Run]) -> bool:
    """Whether the first step lands on the minimum, as in a parabola it can; a typed-in number has no loop."""
    points = [point for run in runs for point in run.reached.values()]
    return trial.source.repeats and all(is_near(point, trial.targets) for point in points)


def read_what_is_printed(trial: Trial) -> Judging:
    """Take the last numbers that each call prints for its answer, if they show a right rule; it costs the return alone."""
    seen = trial.seen
    asked = list(seen.answers)
    yield from seen.read_printed(asked)
    if trial.infer(seen.runs()).right:
        trial.name("prints_instead_of_returning", "start")
    else:
        seen.forget_printed()


def mark_ways(trial: Trial) -> None:
    """Judge the ways of working that the author requires, from the syntax tree."""
    missing = [name for name in trial.options.uses if not trial.source.uses(name)]
    forbidden = [name for name in trial.options.forbids if trial.source.uses(name)]
    for name in missing:
        trial.require("ways", f"The exercise asks for `{name}`, and the program does not use it.")
    for name in forbidden:
        trial.require("ways", f"The program uses `{name}`, which the exercise asks not to use.")


def _mark_no_points(trial: Trial) -> None:
    """Nothing that came back is a point: say what it is, and leave it at that."""
    shapes = trial.seen.shapes()
    if Shape.NOTHING in shapes:
        trial.name("prints_instead_of_returning" if trial.seen.prints else "returns_nothing", *_ALL)
    elif Shape.ONE_NUMBER in shapes:
        _mark_one_number(trial)
    else:
        values = [call.value for asked, call in trial.seen.calls if trial.seen.answers[asked].shape is not Shape.FAILED]
        trial.unreadable(values[0], _ALL)


def _mark_one_number(trial: Trial) -> None:
    numbers = {asked: answer.number for asked, answer in trial.seen.answers.items() if answer.number is not None}
    size = function_value_step(trial.landscape, numbers)
    if size is None:
        trial.name("returns_one_coordinate", *_ALL, count=len(trial.landscape.variables))
        return
    _function_value(trial, size)


def _function_value(trial: Trial, size: float) -> None:
    """The steps are right, as the function's values show; only the point is not what comes back."""
    trial.name("returns_function_value", "start", "arrives")
    trial.evidence.update(rule="constant", step_size=size)


def _mark_shapes(trial: Trial) -> None:
    shapes = trial.seen.shapes()
    if Shape.TRAJECTORY in shapes and not trial.options.trajectory:
        trial.name("returns_trajectory", "start")
    if Shape.MORE in shapes:
        trial.hint("point_and_more")
    if shapes & {Shape.NOTHING, Shape.UNREADABLE, Shape.ONE_NUMBER}:
        _, call = next(
            each for each in trial.seen.calls
            if trial.seen.answers[each[0]].shape in (Shape.NOTHING, Shape.UNREADABLE, Shape.ONE_NUMBER)
        )  # fmt: skip
        trial.unreadable(call.value, ("count",))


def _mark_failures(trial: Trial) -> None:
    """Some calls failed where others did not: they cost what they were to show."""
    failure = trial.seen.failure()
    if failure is not None:
        count = failure[0][1]
        trial.failed(failure, ("start",) if count == 1 else ("count",))


def _judge_dependence(trial: Trial, kind: Dependence, runs: list[Run]) -> Judging:
    match kind:
        case Dependence.NEVER_FINITE:
            trial.name("not_a_number", *_ALL)
        case Dependence.NEVER_MOVES:
            trial.name("zero_step_size" if trial.source.zero_step_size else "never_moves", *_ALL)
        case Dependence.NEITHER:
            _mark_constant(trial, runs)
        case Dependence.NOT_ON_COUNT:
            _mark_ignored_count(trial, runs)
        case _:
            _mark_ignored_start(trial, runs)
    return
    yield  # a generator like its siblings, though these cases need no further calls


def _mark_constant(trial: Trial, runs: list[Run]) -> None:
    answer = next(iter(runs[0].reached.values()))
    if is_near(answer, trial.targets, 1e-9) and trial.source.repeats:
        trial.name("ignores_n", "start", "count")  # run until nothing changes, so that the start cannot be seen
        trial.sheet.lose("direction", "step_size", because="No single step could be seen.")
    else:
        trial.name("hard_coded_minimum" if trial.arrived(answer) else "constant_answer", *_ALL)


def _mark_ignored_count(trial: Trial, runs: list[Run]) -> None:
    """One step whatever n says, or always the same number of them."""
    first = [Run(run.start, {1: run.reached[1]}) for run in runs if 1 in run.reached]
    finding = trial.infer(first)
    stopped = finding.rule is not None and finding.shift == 0
    name = "stops_after_first_step" if stopped and trial.source.returns_in_loop else "ignores_n"
    arrived = all(trial.arrived(run.reached[1]) for run in runs if run.start in trial.starts and 1 in run.reached)
    trial.name(name, "start", "count", *(() if arrived else ("arrives",)))
    if stopped:
        mark_direction(trial, finding, first)
        mark_step_size(trial, finding)
    else:
        trial.sheet.lose("direction", "step_size", because="No single step could be seen.")


def _mark_ignored_start(trial: Trial, runs: list[Run]) -> None:
    reached = max((run.reached for run in runs), key=len)
    own = Run(reached[1], {n - 1: point for n, point in reached.items() if n > 1}) if 1 in reached else runs[0]
    finding = trial.infer([own])
    trial.name("ignores_start", "start", "arrives")
    if finding.rule is None:
        trial.lose("wrong_direction", "direction")
        trial.sheet.lose("step_size", "count", because="No rule explains the steps.")
    else:
        mark_direction(trial, finding, [own])
        mark_step_size(trial, finding)


def _judge_rule(trial: Trial, runs: list[Run], finding: Finding) -> Judging:
    """A program whose answers depend on start and count: its direction, count, step size and end."""
    rule = finding.rule
    if rule is None:
        yield from _judge_unexplained(trial, runs)
        return
    trial.evidence.update(rule=rule.kind, step_size=rule.step_size)
    mark_direction(trial, finding, runs)
    mark_step_size(trial, finding)
    if finding.shift:
        trial.name("one_step_too_many" if finding.shift > 0 else "one_step_too_few", "count")
    mark_stalls(trial, finding, runs)
    arrivals = dict(_arrivals(trial, finding))
    finding = yield from confirm(trial, finding, arrivals)
    yield from same_again(trial)
    if any(arrival.fate is Fate.UNKNOWN for arrival in arrivals.values()) or finding.rule is None:
        yield from real_run(trial, least=1000 if rule.kind in ("constant", "schedule") else 1)
    else:
        mark_arrival(trial, finding, arrivals)


def _judge_unexplained(trial: Trial, runs: list[Run]) -> Judging:
    size = _step_behind_values(trial, runs)
    if size is not None:
        _function_value(trial, size)
        return
    trial.evidence.update(rule="unexplained")
    yield from same_again(trial)
    yield from real_run(trial, most=10_000 if len(trial.landscape.variables) == 1 else 1000)
    yield from mark_unexplained(trial, runs)
    tell_first_wrong_step(trial, runs)


def _step_behind_values(trial: Trial, runs: list[Run]) -> float | None:
    if len(trial.landscape.variables) > 1:
        return None
    return function_value_step(trial.landscape, {(run.start, n): p[0] for run in runs for n, p in run.reached.items()})


def _arrivals(trial: Trial, finding: Finding) -> Iterator[tuple[tuple[float, ...], Arrival]]:
    """How the rule ends from each start; one that is too slow is enough."""
    for start in trial.starts:
        arrival = _arrival(trial, finding, start)
        yield start, arrival
        if arrival.fate is Fate.TOO_SLOW:
            return


def _arrival(trial: Trial, finding: Finding, start: tuple[float, ...]) -> Arrival:
    rule, limit = finding.rule, trial.options.iteration_limit
    assert rule is not None
    if rule.direction.name == "gradient" and rule.plain and rule.step_size is not None:
        arrival = constant_arrival(trial.landscape, rule.step_size, start, trial.targets, limit)
        if arrival.fate in (Fate.ENDS_ELSEWHERE, Fate.CIRCLES) and trial.knows_minimum_at(arrival.last):
            return constant_arrival(trial.landscape, rule.step_size, start, trial.targets, limit)
        return arrival
    return rule_arrival(rule, start, trial.targets, min(limit, _OTHER_RULE_LIMIT))


def mark_step_size(trial: Trial, finding: Finding) -> None:
    """Whether the rule for the step size is one of those that count, and the number the one that is fixed."""
    rule, fixed = finding.rule, trial.options.step_size
    assert rule is not None
    if finding.mistake in ("zero_step_size", "never_moves"):
        return
    kind = rule.kind if rule.kind in ("schedule", "line_search") else "constant"
    several = len(trial.landscape.variables) > 1
    if kind not in trial.options.allowed and not (kind == "line_search" and several and not _fixes_one(trial)):
        wanted = " or ".join(trial.options.allowed).replace("_", " ")
        trial.name("step_size_not_allowed", "step_size", found=f"a {kind.replace('_', ' ')}", wanted=f"a {wanted} one")
    elif isinstance(fixed, float) and rule.step_size is not None and abs(abs(rule.step_size) - fixed) > 1e-6 * fixed:
        trial.name("step_size_not_allowed", "step_size", found=rounded(rule.step_size), wanted=str(fixed))


def _fixes_one(trial: Trial) -> bool:
    return isinstance(trial.options.step_size, float) or trial.options.allowed == ("constant",)


def mark_arrival(trial: Trial, finding: Finding, arrivals: dict[tuple[float, ...], Arrival]) -> None:
    """Whether the rule, followed on our side, leads from every start to the minimum."""
    trial.evidence["arrivals"] = [
        {"start": plain(start), "fate": str(arrival.fate), "iterations": arrival.steps}
        for start, arrival in arrivals.items()
    ]
    bad = [(start, arrival) for start, arrival in arrivals.items() if arrival.fate is not Fate.ARRIVES]
    if bad:
        _tell_lost(trial, finding, *bad[0])
        return
    most = max(arrival.steps or 0 for arrival in arrivals.values())
    trial.evidence["iterations_to_1e-6"] = most
    size = finding.rule.step_size if finding.rule else None
    if size is not None and most > 2000 and finding.mistake is None:
        trial.hint("slow", size=rounded(size), steps=most)


def _tell_lost(trial: Trial, finding: Finding, start: tuple[float, ...], arrival: Arrival) -> None:
    rule = finding.rule
    assert rule is not None
    where = point_text(start)
    if rule.direction.name != "gradient" or finding.mistake is not None or rule.step_size is None:
        trial.lose("diverges", "arrives", start=where)
    elif arrival.fate is Fate.TOO_SLOW:
        trial.name("step_size_too_small", "arrives", size=rounded(rule.step_size), start=where,
                   limit=trial.options.iteration_limit)  # fmt: skip
    else:
        largest = largest_step_size(trial.landscape, trial.starts, trial.targets)
        trial.evidence["largest_step_size"] = largest
        trial.name("step_size_too_large", "arrives", size=rounded(rule.step_size), start=where,
                   largest="unknown" if largest is None else f"{largest:g}")  # fmt: skip


