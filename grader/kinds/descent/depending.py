"""Programs whose answers do not depend on the start, on n, or on either: what each must have done instead."""

from __future__ import annotations

from grader.algebra.floats import points_agree
from grader.descent.arrival import is_near
from grader.descent.landscape import Point, distance, is_finite
from grader.descent.runs import Dependence, Run, decimals_of
from grader.descent.step_directions import KNOWN_MINIMUM, exact
from grader.descent.step_rules import FOLLOWED, NO_SIZE, Finding, Rule, constant
from grader.kinds.descent.program_trial import STEPS, Trial
from grader.kinds.descent.step_marks import mark_direction, mark_step_size
from grader.sentences.catalogue import sentence

# a whole number above that is no number of steps that somebody writes into a loop, and following so many takes no time
_MOST_TYPED_IN = 1000
# a step size, or one over a number that is typed in, is below this: larger ones settle in no valley of ordinary steepness
_LARGEST_TYPED_IN = 4.0
_BESIDE = 0.1  # of the way of the nearest start: somebody who begins there knows where the minimum is


def judge_dependence(trial: Trial, kind: Dependence, runs: list[Run]) -> None:
    """Mark a program whose answers do not depend on all that they should."""
    match kind:
        case Dependence.NEVER_FINITE:
            trial.name("not_a_number", *STEPS)
        case Dependence.NEVER_MOVES:
            trial.name("zero_step_size" if trial.source.zero_step_size else "never_moves", *STEPS)
        case Dependence.NEITHER:
            _mark_constant(trial, runs)
        case Dependence.NOT_ON_COUNT:
            mark_ignored_count(trial, runs)
        case _:
            _mark_ignored_start(trial, runs)


def _mark_constant(trial: Trial, runs: list[Run]) -> None:
    answer = next(iter(runs[0].reached.values()))
    trial.name("hard_coded_minimum" if is_minimum_typed_in(trial, answer) else "constant_answer", *STEPS)


def is_minimum_typed_in(trial: Trial, answer: Point) -> bool:
    """Tell whether a number is a minimum, rounded to the decimals that it has (one at least)."""
    decimals = decimals_of([Run(answer, dict(enumerate([answer] * 4)))])
    unit = 10.0**-decimals if decimals else 0.0
    return trial.arrived(answer) or is_near(answer, trial.targets, 0.51 * unit)


def mark_at_once(trial: Trial) -> None:
    """Mark a program whose every answer is the minimum already: what it comes from cannot be seen.

    In one variable an exact line search does just that, so where one is allowed a person has to look.
    """
    if "line_search" in trial.allowed and len(trial.landscape.variables) == 1 and trial.making.in_turns:
        trial.leave("arrives_as_a_search", *STEPS[:-1])
        return
    trial.name("arrives_at_once", "start", "count")
    trial.sheet.lose("direction", "step_size", because=sentence("no_single_step"))


def mark_ignored_count(trial: Trial, runs: list[Run], *, landed: bool = False) -> None:
    """Mark one step whatever n says, or always the same number of them; those of a landing cannot be one step."""
    first = [Run(run.start, {1: run.reached[1]}) for run in runs if 1 in run.reached]
    finding = trial.infer(first)
    stopped = not landed and finding.rule is not None and finding.shift == 0 and finding.mistake != KNOWN_MINIMUM
    name = "stops_after_first_step" if stopped and trial.source.returns_in_loop else "ignores_n"
    arrived = all(trial.arrived(run.reached[1]) for run in first if run.start in trial.starts)
    trial.name(name, "start", "count", *(() if arrived else ("arrives",)))
    if not stopped:
        finding = _always_as_many(trial, first)
    if finding.rule is None:
        trial.sheet.lose("direction", "step_size", because=sentence("no_single_step"))
        return
    trial.evidence.update(rule=finding.rule.kind, step_size=finding.rule.step_size)
    mark_direction(trial, finding, first if stopped else [])
    mark_step_size(trial, finding)


def _always_as_many(trial: Trial, runs: list[Run]) -> Finding:
    """Return the right steps whose number and size are typed into the program, if they lead to what was seen."""
    counts = [int(n) for n in trial.source.numbers if n == int(n) and 1 < n <= _MOST_TYPED_IN]
    sizes = [size for n in trial.source.numbers if n > 0 for size in (n, 1 / n) if size < _LARGEST_TYPED_IN]
    for size in dict.fromkeys(sizes):
        rule = constant(exact(trial.landscape), size)
        for count in counts:
            if all(_leads_to(rule, run.start, count, run.reached[1]) for run in runs):
                return Finding(rule=rule)
    return Finding()


def _leads_to(rule: Rule, start: Point, count: int, end: Point) -> bool:
    """Tell whether so many steps, of which the first is not all, lead from a start to an end."""
    path = rule.follow(start, count)
    if len(path) > count and points_agree(path[1], end, FOLLOWED, least=NO_SIZE, along=(start,)):
        return False
    return points_agree(path[-1], end, FOLLOWED, least=NO_SIZE, along=(start,)) if len(path) > count else not is_finite(end)


def _mark_ignored_start(trial: Trial, runs: list[Run]) -> None:
    reached = max((run.reached for run in runs), key=len)
    own = Run(reached[1], {n - 1: point for n, point in reached.items() if n > 1}) if 1 in reached else runs[0]
    finding = trial.infer([own])
    begun = [point for run in runs for point in run.reached.values()]
    if all(map(trial.arrived, begun)):
        trial.name("ignores_start", *STEPS)
        return
    trial.name("ignores_start", "start", "arrives")
    if finding.right and _begins_beside_minimum(trial, own.start):
        trial.leave("begins_beside_minimum", "direction", "count", "step_size")
    elif finding.rule is None:
        trial.lose("wrong_direction", "direction")
        trial.sheet.lose("step_size", "count", because=sentence("no_rule"))
    else:
        mark_direction(trial, finding, [own])
        mark_step_size(trial, finding)


def _begins_beside_minimum(trial: Trial, first: Point) -> bool:
    """Tell whether the first point is near a minimum, and the starts of the exercise far from it."""
    for target in trial.targets:
        nearest = min(distance(start, target) for start in trial.starts)
        if distance(first, target) < _BESIDE * nearest:
            return True
    return False
