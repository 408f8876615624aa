"""From what a descent did to the marks on its rubric: dependence first, then its rule, then where it leads.

Speaks in criteria and mistakes; the mathematics of inference is `grader.descent`'s, the sentences stand in the
catalogue. May ask for more calls when what was seen leaves something open.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator

from grader.descent.arrival import Arrival, Fate, constant_arrival, keeps_down, largest_step_size, rule_arrival
from grader.descent.landscape import Point
from grader.descent.runs import Dependence, Run, decimals_of, dependence
from grader.descent.step_directions import KNOWN_MINIMUM
from grader.descent.step_rules import Finding
from grader.kinds.descent.confirm import confirm, mark_overflows, mark_stalls, real_run, same_again, see_rounding
from grader.kinds.descent.depending import judge_dependence, mark_at_once
from grader.kinds.descent.evidence import (
    answers_are_typed_in,
    before_typed_in,
    is_landing,
    judge_landing,
    mark_one_curvature,
    mark_typed_in_elsewhere,
    without_landings,
)
from grader.kinds.descent.other_answers import (
    begin_elsewhere,
    choose_place,
    count_otherwise,
    divides_by_count,
    mark_paths,
    read_otherwise,
    read_what_is_printed,
    shows_values_only,
)
from grader.kinds.descent.program_trial import STEPS as ALL
from grader.kinds.descent.program_trial import Trial, plain, point_text, rounded
from grader.kinds.descent.step_marks import continues_itself, mark_direction, mark_step_size, mark_unexplained
from grader.kinds.descent.typed_minimum import mark_few_steps, mark_known_minimum, mark_snap, mark_typed_coordinates
from grader.kinds.points.end_points import Shape
from grader.model import Observation, Probe
from grader.sentences.catalogue import sentence

Judging = Generator[Probe, Observation, None]
# steps for which another rule than plain descent is followed: such a step may cost ten times as much as a plain one
_OTHER_RULE_LIMIT = 1000
_FORESEEN_LIMIT = 10_000  # for a schedule whose formula is known: a tenth of a second for each start
_WITHOUT_END = 100  # steps to see whether a descent runs away where nothing is there to arrive at: too large a step does in ten
_UNTIL_CONVERGED = (100, 1000, 10_000)  # iterations after which a program that waits for convergence may return something
_OF_COUNTING = 2  # numbers that steps of one size in other numbers than n are explained with: that size, and how n is read
# what a descent that ends badly is told, by how it ends; of the other ends that it does not settle
_ENDS = {Fate.DIVERGES: "diverges", Fate.ENDS_ELSEWHERE: "ends_elsewhere", Fate.CIRCLES: "circles"}


def judge(trial: Trial) -> Judging:
    """Mark the sheet, asking for what is still needed."""
    mark_ways(trial)
    if trial.seen.prints:
        yield from read_what_is_printed(trial)
    if not trial.seen.runs():
        yield from _judge_without_points(trial)
        return
    choose_place(trial)
    _mark_shapes(trial)
    _mark_failures(trial)
    yield from _judge_runs(trial)
    if trial.seen.mutates:
        trial.hint("mutates_arguments")


def _judge_runs(trial: Trial) -> Judging:
    """Return what the answers depend on, and then their rule."""
    runs = trial.seen.runs()
    kind = dependence(runs)
    if answers_are_typed_in(trial, kind, runs):
        return
    if trial.options.trajectory:
        mark_paths(trial)
    if mark_few_steps(trial, runs):
        return
    mark_typed_coordinates(trial, runs)
    finding = trial.infer(runs)
    if trial.precision.grain and kind is Dependence.BOTH:
        runs = yield from see_rounding(trial)
        finding = trial.infer(runs)
    landing = is_landing(trial, runs)
    wrong = not finding.right and kind is Dependence.BOTH
    if wrong and (yield from mark_known_minimum(trial)):
        return
    if landing:
        if (yield from judge_landing(trial, kind, runs, finding)):
            return
        kind = Dependence.BOTH
    if finding.mistake == KNOWN_MINIMUM and trial.types_in_minimum:
        trial.name(KNOWN_MINIMUM, *ALL)
    elif kind is Dependence.BOTH and finding.mistake == KNOWN_MINIMUM and _all_arrived(trial, runs):
        mark_at_once(trial)
    elif kind is not Dependence.BOTH:
        judge_dependence(trial, kind, runs)
    elif trial.precision.grain and decimals_of(runs) == 0:
        trial.name("rounds_to_integers", "direction", "arrives")
        trial.lose("no_step_size", "step_size")
    else:
        yield from _judge_rule(trial, runs, finding)


def _all_arrived(trial: Trial, runs: list[Run]) -> bool:
    return all(trial.arrived(point) for run in runs for point in run.reached.values())


def mark_ways(trial: Trial) -> None:
    """Judge the ways of working that the author requires, from the syntax tree."""
    missing = [name for name in trial.options.uses if not trial.source.uses(name)]
    forbidden = [name for name in trial.options.forbids if trial.source.reaches(name)]
    for name in missing:
        trial.lose("ways.missing", "ways", name=name)
    for name in forbidden:
        trial.lose("ways.forbidden", "ways", name=name)


def _judge_without_points(trial: Trial) -> Judging:
    """Ask for more iterations where none of the first answers is a point: a program may return one only when it has converged."""
    shapes = trial.seen.shapes()
    if trial.source.returns_a_value and shapes <= {Shape.NOTHING, Shape.UNREADABLE}:
        early = next(iter(trial.seen.answers))
        asked = [(start, count) for start in trial.starts for count in _UNTIL_CONVERGED]
        answers = yield from trial.seen.ask(asked, file=False)
        points = {each: answer.point for each, answer in zip(asked, answers, strict=False) if answer.point is not None}
        if points:
            later = f"`{trial.call(next(iter(points)))}`"
            trial.name("returns_late", "start", "count", call=f"`{trial.call(early)}`", later=later)
            trial.leave("late_unseen", "direction", "step_size")
            lost = [start for start in trial.starts if not any(trial.arrived(points.get((start, n))) for n in _UNTIL_CONVERGED)]
            if lost:
                trial.lose("does_not_arrive", "arrives", start=point_text(lost[0]), count=_UNTIL_CONVERGED[-1])
            return
    _mark_no_points(trial)


def _mark_no_points(trial: Trial) -> None:
    """Mark a program with no point in anything it gave back: say what it is, and leave it at that."""
    shapes = trial.seen.shapes()
    if Shape.NOTHING in shapes:
        trial.name("prints_instead_of_returning" if trial.seen.prints else "returns_nothing", *ALL)
    elif Shape.ONE_NUMBER in shapes:
        _mark_one_number(trial)
    else:
        values = [call.value for asked, call in trial.seen.calls if trial.seen.answers[asked].shape is not Shape.FAILED]
        trial.unreadable(values[0], ALL)


def _mark_one_number(trial: Trial) -> None:
    numbers = {asked: (answer.number,) for asked, answer in trial.seen.answers.items() if answer.number is not None}
    if not shows_values_only(trial, numbers):
        trial.name("returns_one_coordinate", *ALL, count=len(trial.landscape.variables))


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
    """Mark calls that failed when others did not: they cost what they were to show."""
    failure = trial.seen.failure()
    if failure is not None:
        count = failure[0][1]
        trial.failed(failure, ("start",) if count == 1 else ("count", "arrives"))


def _judge_rule(trial: Trial, runs: list[Run], finding: Finding) -> Judging:
    """Return a program whose answers depend on start and count: its direction, count, step size and end."""
    if finding.rule is None:
        finding = read_otherwise(trial) or finding
        runs = trial.seen.runs()
    rule = finding.rule
    if rule is None:
        yield from _judge_unexplained(trial, runs)
        return
    if rule.parameters > _OF_COUNTING and (yield from _judge_counting(trial, runs)):
        return
    trial.evidence.update(rule=rule.kind, step_size=rule.step_size)
    if rule.by_start:
        trial.evidence.update(step_sizes=[[plain(start), rule.by_start.get(start)] for start in trial.starts])
    mark_direction(trial, finding, runs)
    mark_step_size(trial, finding)
    if finding.shift:
        trial.name("one_step_too_many" if finding.shift > 0 else "one_step_too_few", "count")
    mark_overflows(trial, finding, runs)
    yield from same_again(trial)  # before the long runs, of which one may not be answered
    arrivals = dict(_arrivals(trial, finding))
    finding = yield from confirm(trial, finding, arrivals)
    mark_stalls(trial, finding, runs)
    if not (yield from mark_typed_in_elsewhere(trial, finding)):
        yield from mark_snap(trial, arrivals)
    mark_one_curvature(trial, finding, trial.seen.runs())
    if any(arrival.fate is Fate.UNKNOWN for arrival in arrivals.values()) or finding.rule is not rule:
        yield from real_run(trial, least=1000 if rule.kind in ("constant", "schedule") else 1)
    else:
        mark_arrival(trial, finding, arrivals)


def _judge_unexplained(trial: Trial, runs: list[Run]) -> Judging:
    """Judge answers that no rule explains: right values of something else, right steps in other numbers, or neither."""
    if shows_values_only(trial, {(run.start, n): point for run in runs for n, point in run.reached.items()}):
        return
    if (yield from _judge_counting(trial, runs)):
        return
    if divides_by_count(trial, runs):
        yield from same_again(trial)
        yield from real_run(trial)
    elif _all_arrived(trial, runs):
        mark_at_once(trial)
    else:
        yield from same_again(trial)
        found = begin_elsewhere(trial, runs) or (yield from _jump(trial, runs)) if trial.repeatable else None
        yield from _judge_part(trial, *found) if found else _judge_steps(trial, runs)


def _judge_counting(trial: Trial, runs: list[Run]) -> Generator[Probe, Observation, bool]:
    """Judge right steps in other numbers than n; tell whether that explains what was seen."""
    counting = count_otherwise(trial, runs)
    if counting is None:
        return False
    finding = Finding(rule=counting.rule)
    mark_step_size(trial, finding)
    mark_arrival(trial, finding, dict(_arrivals(trial, finding)))
    yield from same_again(trial)
    return True


def _jump(trial: Trial, runs: list[Run]) -> Generator[Probe, Observation, tuple[Finding, list[Run]] | None]:
    """Name right steps in a part of what was seen, the rest being at the minimum or typed in; None if there are none."""
    walking, landed = without_landings(trial, runs)
    finding = trial.infer(walking) if landed and walking else Finding()
    if finding.right:
        trial.name("jumps_to_minimum", "count", "arrives", call=f"`{trial.call((landed[0].start, 1))}`")
        return finding, walking
    if not (yield from mark_typed_in_elsewhere(trial, Finding())):
        return None
    computed = before_typed_in(trial, runs)
    return trial.infer(computed), computed


def _judge_part(trial: Trial, finding: Finding, runs: list[Run]) -> Judging:
    """Judge the steps that a rule explains, of a program with something else besides."""
    yield from real_run(trial, most=_OTHER_RULE_LIMIT)
    if finding.rule is None:
        trial.sheet.lose("direction", "step_size", because=sentence("no_single_step"))
        return
    trial.evidence.update(rule=finding.rule.kind, step_size=finding.rule.step_size)
    mark_direction(trial, finding, runs)
    mark_step_size(trial, finding)


def _judge_steps(trial: Trial, runs: list[Run]) -> Judging:
    trial.evidence.update(rule="unexplained")
    memoryless = yield from continues_itself(trial, runs)
    yield from real_run(trial, most=10_000 if len(trial.landscape.variables) == 1 else 1000)
    mark_unexplained(trial, runs, memoryless=memoryless)


def _arrivals(trial: Trial, finding: Finding) -> Iterator[tuple[Point, Arrival]]:
    """Yield how the rule ends from each start; one that is too slow is enough."""
    for start in trial.starts:
        arrival = _arrival(trial, finding, start)
        yield start, arrival
        if arrival.fate is Fate.TOO_SLOW:
            return


def _arrival(trial: Trial, finding: Finding, start: Point) -> Arrival:
    rule, limit = finding.rule, trial.options.iteration_limit
    assert rule is not None
    if trial.options.arrives == "nowhere":
        return keeps_down(rule, trial.landscape, start, trial.options.iterations or _WITHOUT_END)
    size = rule.by_start.get(start, rule.step_size)
    if rule.direction.name == "gradient" and rule.plain and size is not None:
        arrival = constant_arrival(trial.landscape, size, start, trial.targets, limit, reach=trial.reach)
        if arrival.fate not in (Fate.ARRIVES, Fate.DIVERGES) and trial.knows_minimum_at(arrival.last):
            return constant_arrival(trial.landscape, size, start, trial.targets, limit, reach=trial.reach)
        return arrival
    foreseen = rule.kind == "schedule" and rule.size(_FORESEEN_LIMIT) is not None
    most = min(limit, _FORESEEN_LIMIT if foreseen else _OTHER_RULE_LIMIT)
    arrival = rule_arrival(rule, start, trial.targets, most, trial.reach)
    near_enough = rule.direction.nearly_right or (foreseen and arrival.fate is Fate.UNKNOWN)
    if arrival.fate is not Fate.ARRIVES and near_enough and trial.arrived(arrival.last):
        return Arrival(Fate.ARRIVES, None, arrival.last)
    return arrival


def mark_arrival(trial: Trial, finding: Finding, arrivals: dict[Point, Arrival]) -> None:
    """Tell whether the rule, followed on our side, leads from every start to the minimum."""
    trial.evidence["arrivals"] = [
        {"start": plain(start), "fate": str(arrival.fate), "iterations": arrival.steps}
        for start, arrival in arrivals.items()
    ]
    bad = [(start, each) for start, each in arrivals.items() if each.fate is not Fate.ARRIVES and start not in trial.blind]
    if not bad and trial.blind.issuperset(arrivals):
        own = [run.start for run in trial.seen.runs() if run.start not in trial.blind]
        bad = [(start, each) for start in own[:1] if (each := _arrival(trial, finding, start)).fate is not Fate.ARRIVES]
    if bad:
        _tell_lost(trial, finding, *bad[0])
        return
    steps = [arrival.steps for start, arrival in arrivals.items() if start not in trial.blind]
    most = max((step for step in steps if step is not None), default=0)
    trial.evidence["iterations_to_1e-6"] = None if None in steps else most
    size = finding.rule.step_size if finding.rule else None
    if size is not None and most > 2000 and finding.mistake is None:
        largest = largest_step_size(trial.landscape, trial.starts, trial.targets, trial.reach)
        if largest is not None and size < largest / 2:  # else a larger one is hardly quicker, if it settles at all
            trial.hint("slow", size=rounded(size), steps=most)


def _tell_lost(trial: Trial, finding: Finding, start: Point, arrival: Arrival) -> None:
    rule = finding.rule
    assert rule is not None
    where, size = point_text(start), rule.by_start.get(start, rule.step_size)
    if trial.options.arrives == "nowhere":
        trial.lose("runs_away", "arrives", start=where)
        return
    if rule.direction.name != "gradient" or finding.mistake is not None or size is None:
        trial.lose(_ENDS.get(arrival.fate, "does_not_settle"), "arrives", start=where)
        return
    largest = largest_step_size(trial.landscape, trial.starts, trial.targets, trial.reach)
    if largest is None and arrival.fate is not Fate.DIVERGES:
        trial.leave("none_arrives", "arrives", start=where, limit=trial.options.iteration_limit)
    elif arrival.fate is Fate.TOO_SLOW and largest is not None and size < largest:
        trial.name("step_size_too_small", "arrives", size=rounded(size), start=where,
                   limit=trial.options.iteration_limit)  # fmt: skip
    else:
        trial.evidence["largest_step_size"] = largest
        known = "step_size_too_large.unknown" if largest is None else "step_size_too_large.largest"
        trial.name("step_size_too_large", "arrives", size=rounded(size), start=where,
                   largest=sentence(known, size=f"{largest:g}" if largest else ""))  # fmt: skip


