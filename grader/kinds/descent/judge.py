"""From what a descent did to the marks on its rubric: what its answers depend on, what explains them, where that leads.

The explanation with the fewest deviations decides, the source where values cannot, else a person. Each mistake that a
value shows is an entry of `grader.descent.deviations`, and what it costs one of `costs`.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from grader.algebra.floats import agree, points_agree
from grader.descent.arrival import Arrival, Fate, constant_arrival, keeps_down, largest_step_size, rule_arrival
from grader.descent.deviations import left_out
from grader.descent.explanations import Explanation
from grader.descent.landscape import Point, easiest, is_finite
from grader.descent.method_rules import NEARLY, MethodRule
from grader.descent.rounded_answers import behind_rounded
from grader.descent.runs import Run, chain_of, decimals_of
from grader.descent.step_directions import KNOWN_MINIMUM, exact
from grader.descent.step_rules import NO_SIZE, Rule, size_table
from grader.descent.step_sizes import meeting
from grader.kinds.descent import evidence, marks, method_marks
from grader.kinds.descent.first_points import right_coordinates
from grader.kinds.descent.idle_loops import why_it_is_still
from grader.kinds.descent.longer_runs import confirm, continues_itself, real_run, same_again, see_rounding
from grader.kinds.descent.program_trial import GRADIENT_DESCENT, Gaps, Table, Trial, plain
from grader.kinds.descent.readings import behind_values, read, wrong_path
from grader.model import Observation, Probe
from grader.sentences.catalogue import sentence
from grader.sentences.figures import enumeration, figures, point_text

Judging = Generator[Probe, Observation, None]
# steps for which another rule than plain descent is followed: such a step may cost ten times as much as a plain one
_OTHER_RULE_LIMIT = 1000
_FORESEEN_LIMIT = 10_000  # for a schedule whose formula is known: a tenth of a second for each start
_A_LITTLE_MORE = 1.1  # than the steps of the exact gradient: nearly the gradient leads there a little later
_ABOUT = 2  # figures of the largest step size: the next is not known, as what settles a little beyond it may be in reach
_WITHOUT_END = 100  # steps to see whether a descent runs away where nothing is there to arrive at: too large a step does in ten
_SAME_MOVE = 1e-9  # of a move: even steps of a millionth of the slope differ by more
_FAR = 1e6  # from there a step may be lost in the last digits
_FELT = 1e-3  # a slope by which any usual step moves a coordinate by more than its last digits
_NO_SLOPE = 1e-9  # what rounding leaves of a slope where the terms of it balance
_SAME_STEP = 1e-6  # a number that is read off a few steps has these digits


def judge(trial: Trial) -> Judging:
    """Mark the sheet, asking for what is still needed."""
    trial.tell_of(CALLED, parameter=trial.seen.way.size_name, size=trial.seen.way.size)
    for case, names, is_against in (("missing", trial.options.uses, False), ("forbidden", trial.options.forbids, True)):
        for name in names:
            if trial.source.reaches(name) if is_against else not trial.source.uses(name):
                trial.tell(f"ways.{case}", name=name)
    runs = yield from read(trial)
    if runs:
        yield from _judge_answers(trial, runs)
    if trial.seen.mutates:
        trial.tell("mutates_arguments")


def _judge_answers(trial: Trial, runs: list[Run]) -> Judging:
    """Judge what the answers depend on, and then what explains them, as far as the source does not say that they are typed in."""
    if any(len(point) < len(trial.landscape.variables) for run in runs for point in run.reached.values()):  # numbers alone
        found = trial.explain(runs)
        marks.mark(trial, found if found.rule is not None else Explanation(without="returns_one_coordinate"))
        return
    evidence.know_repeated_minima(trial, runs)
    found = trial.explain(runs)
    if trial.precision.grain and not left_out(runs)[0]:
        runs = yield from see_rounding(trial)
        found = trial.explain(runs)
        rule = behind_rounded(trial.landscape, runs, trial.precision.grain) if trial.method is GRADIENT_DESCENT else None
        found = Explanation(rule=rule, seen=tuple(runs)) if rule is not None else found
    if trial.source.draws_numbers and not found.right:
        yield from same_again(trial)
        if not trial.repeatable:  # nothing is said of what numbers that are drawn look like
            yield from _judge_unexplained(trial, runs, Explanation())
            return
    trial.tell_of(BESIDE, runs)
    for question in evidence.QUESTIONS:
        by_source = yield from question(trial, runs, found)
        if by_source is not None:
            marks.mark(trial, by_source)
            if by_source.without != evidence.KNOWN_IN_PART:
                return
    trial.tell_of(COMPUTED)
    found = found if found.without and found.off is None else method_marks.by_source(trial, found, runs)
    unexplained = found.rule is None or found.off is not None
    if (found.without and found.off is None) or (found.mistake == KNOWN_MINIMUM and trial.types_in_minimum):
        marks.mark(trial, found)
    elif trial.precision.grain and decimals_of(runs) == 0:
        marks.mark(trial, Explanation(without="rounds_to_integers"))
    elif (unexplained or found.mistake == KNOWN_MINIMUM) and all(trial.arrived(p) for run in runs for p in run.reached.values()):
        marks.mark(trial, Explanation(without="arrives_at_once"))
    elif unexplained:
        yield from _judge_unexplained(trial, runs, found)
    else:
        yield from _judge_rule(trial, runs, found)


def _judge_rule(trial: Trial, runs: list[Run], found: Explanation) -> Judging:
    """Judge a program whose answers depend on start and count: mark what explains them, and see it confirmed."""
    rule, behind = found.rule, found.show.behind
    assert rule is not None
    if behind is None:  # no point is seen, whatever is asked
        marks.mark(trial, found)
        return
    if found.show.name:
        runs = trial.seen.read(lambda start, answer: replace(answer, point=answer.point and behind(start, answer.point)))
    marks.mark(trial, replace(found, seen=tuple(runs)))
    yield from same_again(trial)  # before the long runs, of which one may not be answered
    if found.mistake == "step_size_from_n":
        yield from real_run(trial)
        return
    arrivals = dict(_arrivals(trial, found))
    if not found.taken:
        found = yield from confirm(trial, found, arrivals)
        marks.name(trial, *(yield from evidence.typed_in_later(trial, found, arrivals)))
        evidence.mark_one_curvature(trial, found, trial.seen.runs())
    if not found.taken and (any(each.fate is Fate.UNKNOWN for each in arrivals.values()) or found.rule is not rule):
        yield from real_run(trial, least=1000 if rule.kind in ("constant", "schedule") else 1, further=_foreseen(trial, rule))
    else:
        mark_arrival(trial, found, arrivals)


def _judge_unexplained(trial: Trial, runs: list[Run], found: Explanation) -> Judging:
    """Judge answers that no rule explains: right steps in a part of them, or what can be said of steps without a rule."""
    if trial.repeatable:
        yield from same_again(trial)
    part = found if found.off is not None else None
    shown = (yield from behind_values(trial, runs)) if trial.repeatable and part is None else None
    if shown is not None:
        show, count, behind = shown
        found = trial.explain(behind)
        marks.mark(trial, replace(found, show=show) if found.rule is not None else Explanation(show=show, count=count))
        if found.rule is None:
            trial.tell_of(UNEXPLAINED, Unexplained(behind, memoryless=True, may_be_right=False, of_method=False, right={}))
        return
    if trial.repeatable and part is None:
        part = yield from _jump(trial, runs)
    if trial.repeatable and part is not None:
        yield from real_run(trial, most=_OTHER_RULE_LIMIT)
        marks.mark(trial, part)
        return
    trial.evidence.update(rule="unexplained")
    finite = [(run.start, {n for n, point in run.reached.items() if is_finite(point)}) for run in runs[:3]]
    calls = [(start, n) for start, counts in finite for n in (2, 3) if {n - 1, n} <= counts]
    memoryless, of_method = (yield from continues_itself(trial, calls)), trial.method is not GRADIENT_DESCENT
    yield from real_run(trial, most=10_000 if len(trial.landscape.variables) == 1 else 1000)
    is_open = trial.repeatable and trial.method.missing(trial.fixed_numbers)
    may_be = bool(is_open) if of_method else _goes_straight_down(trial, runs)
    straight = of_method and trial.method.straight and _goes_straight_down(trial, runs)
    right = method_marks.right_parts(trial, runs, straight=straight) if of_method and trial.repeatable else {}
    steps = Unexplained(runs, memoryless=memoryless, may_be_right=may_be, of_method=of_method, right=right)
    if may_be and "arrives" not in trial.sheet.lost:
        if not of_method and "line_search" in trial.allowed and memoryless:  # a search explains them
            trial.evidence.update(rule="line_search")
        else:
            trial.tell_of(TO_LOOK_AT, steps)
        return
    trial.tell_of(UNEXPLAINED, steps, method=sentence(f"method.{trial.method.name}"), advice=method_marks.advice(trial))
    if trial.repeatable:
        marks.tell_first_wrong_step(trial, Explanation(), runs, walked=memoryless)


def _jump(trial: Trial, runs: list[Run]) -> Generator[Probe, Observation, Explanation | None]:
    """Name right steps in a part of what was seen, the rest being at the minimum or typed in; return None if there are none."""
    walking, landed = evidence.without_landings(trial, runs)
    found = trial.explain(walking) if landed and walking else Explanation()
    if found.right:
        marks.name(trial, Explanation(without="jumps_to_minimum", asked=(landed[0].start, 1)))
        return found
    endings = yield from evidence.typed_in_later(trial, Explanation(), {})
    marks.name(trial, *endings)
    return trial.explain(evidence.before_typed_in(trial, runs)) if endings else None


@dataclass(frozen=True)
class Unexplained:
    """Hold steps without a rule: whether one iteration goes on from the end of others, and whether they may be right steps.

    Those straight downhill may be, and those of a method that leaves a number open.
    """

    runs: list[Run]
    memoryless: bool
    may_be_right: bool
    of_method: bool  # another than plain descent is asked for
    right: Mapping[str, Gaps | bool]  # parts of the method that are right, with what fills their sentences' gaps


def _right_part(trial: Trial, steps: Unexplained) -> Gaps | None:
    """Return the coordinates that move rightly; only with a known δ, since a factor hides in any other."""
    found = right_coordinates(trial.landscape, steps.runs)
    known = {*trial.source.numbers, trial.fixed_size} if trial.fixed_size is None else {trial.fixed_size}
    is_known = found and any(size and agree(size, found.size, _SAME_STEP, least=0.0) for size in known)
    return {"right": found.right, "wrong": found.wrong} if found and is_known else None


def _part_but_for_size(trial: Trial, steps: Unexplained) -> Gaps | None:
    """Return the coordinates that move by one multiple of the right δ."""
    found = right_coordinates(trial.landscape, steps.runs)
    if found is None or trial.fixed_size is None:
        return None
    factor = found.size / trial.fixed_size
    advice = method_marks.where_from(trial, factor)
    return {"right": found.right, "wrong": found.wrong, "factor": figures(factor), "because": advice}


def _is_right(part: str, _: Trial, steps: Unexplained) -> Gaps | bool | None:
    return steps.right.get(part) if part == next(filter(steps.right.get, PARTS), None) else None


def _leads_uphill(trial: Trial, steps: Unexplained) -> bool:
    """Tell whether every first step leads up the slope where it begins, unless it rests."""
    first = [(run.start, run.reached[1]) for run in steps.runs if is_finite(run.reached.get(1, (math.nan,)))]
    rises = [
        sum((b - a) * slope for a, b, slope in zip(before, after, trial.landscape.slope(before), strict=True))
        for before, after in first if before != after
    ]  # fmt: skip
    return len(rises) > 1 and all(rise > 0 for rise in rises)


def _moves(steps: Unexplained) -> list[tuple[Point, Point]]:
    return [move for run in steps.runs for move in pairwise(filter(is_finite, chain_of(run).points))]


def _stands_still(trial: Trial, steps: Unexplained) -> Gaps | None:
    """Return the one coordinate that never moves, though f has a slope along it somewhere, and the others."""
    moves = _moves(steps)
    still = [axis for axis in range(len(trial.landscape.variables)) if moves and all(a[axis] == b[axis] for a, b in moves)]
    slopes = [trial.landscape.slope(before) for before, _ in moves if not trial.arrived(before)]
    if len(still) != 1 or all(abs(slope[still[0]]) <= _NO_SLOPE for slope in slopes):
        return None
    others = [name for axis, name in enumerate(trial.landscape.variables) if axis not in still]
    because = why_it_is_still(trial.source, still[0])
    return {"axis": trial.landscape.variables[still[0]], "others": enumeration(others), "because": because} if others else None


def _rests_in_turn(trial: Trial, steps: Unexplained) -> Gaps | None:
    """Return a coordinate that some steps leave as it is, though f has a slope along it there and other steps move it.

    At one value of it alone a wrong derivative may do so by chance.
    """
    if steps.of_method or _stands_still(trial, steps):
        return None
    found: list[Gaps] = []
    for run in sorted(steps.runs, key=lambda run: max(map(abs, run.start))):
        for n, (before, after) in enumerate(pairwise(chain_of(run).points), 1):
            seen = is_finite(after) and before != after and max(map(abs, before)) < _FAR
            for axis, slope in enumerate(trial.landscape.slope(before) if seen else ()):
                if before[axis] == after[axis] and abs(slope) > _FELT * (1 + abs(before[axis])):
                    name, value = trial.landscape.variables[axis], point_text((before[axis],))
                    found.append({"axis": name, "value": value, "call": trial.call((run.start, n))})
    return found[0] if len({gaps["value"] for gaps in found}) > 1 else None


def _repeats_a_move(trial: Trial, steps: Unexplained) -> bool:
    """Tell whether all moves from one start are the same, and not those from another start."""
    ways = [[p for p in chain_of(run).points if is_finite(p)] for run in steps.runs]
    moves = [[tuple(b - a for a, b in zip(*pair, strict=True)) for pair in pairwise(way)] for way in ways]
    alike = [points_agree(move, each[0], _SAME_MOVE, least=NO_SIZE) for each in moves for move in each[1:]]
    first = [each[0] for each in moves if each]
    return len(alike) > len(moves) and all(alike) and any(not points_agree(move, first[0], _SAME_STEP) for move in first)


def _goes_down_in_each(trial: Trial, steps: Unexplained) -> bool:
    """Tell whether every coordinate of several goes down in every step."""
    moves = _moves(steps)
    slopes = [trial.landscape.slope(before) for before, _ in moves]
    axes = range(len(trial.landscape.variables))
    return len(axes) > 1 and all((a[i] - b[i]) * s[i] >= 0 for (a, b), s in zip(moves, slopes, strict=True) for i in axes)


# What is told of how a program is called.
CALLED: Table = {"step_size_left_open": lambda trial: trial.fixed_size is None and trial.seen.way.size_name is not None}
# What is told beside what explains the answers.
BESIDE: Table = {"coordinate_typed_in": evidence.typed_in_coordinate}
# The same where the source does not say that the answers are typed in.
COMPUTED: Table = {"wrong_points_on_the_way": lambda trial: trial.options.trajectory and wrong_path(trial)}
# What is left to a person of steps that go downhill and arrive, by no rule that is known.
TO_LOOK_AT: Table = {
    "steps_unexplained": lambda *_: True,
    "steps_unexplained.with_memory": lambda _, steps: not steps.memoryless,
    "steps_unexplained.at_once": lambda trial, _: trial.making.known and not trial.making.in_turns,
}
# Parts of a method that may be right where its steps are not, those that say most first.
PARTS = ("direction", "inside", "coordinates", "derivatives", "equations", "first", "later")
# What is told of other steps that no rule explains.
UNEXPLAINED: Table = {
    "not_repeatable": lambda trial, _: not trial.repeatable,
    "no_step_of_method.outside": lambda trial, steps: steps.of_method and method_marks.outside(trial, steps.runs),
    **{f"no_step_of_method.{part}": partial(_is_right, part) for part in PARTS},
    "no_step_of_method.numbers": lambda trial, steps: (
        steps.of_method and not steps.right and len(trial.method.usual) < len(trial.method.takes)
    ),
    "no_step_of_method": lambda _, steps: steps.of_method,
    "count_unclear": lambda trial, steps: not steps.memoryless and not trial.takes_n_turns,
    "no_step_size.cut": lambda trial, steps: steps.may_be_right and trial.source.cuts and {"cut": trial.source.cuts},
    "no_step_size": lambda _, steps: steps.may_be_right,
    "uneven_steps.in_turn": _rests_in_turn,
    "one_coordinate_right": _right_part,
    "one_coordinate_right.but_for_size": _part_but_for_size,
    "uneven_steps.still": _stands_still,
    "uneven_steps": _goes_down_in_each,
    "wrong_direction.frozen": lambda trial, steps: not steps.memoryless and _repeats_a_move(trial, steps),
    "wrong_direction.uphill": _leads_uphill,
    "wrong_direction.one_step": lambda trial, steps: steps.memoryless and trial.repeatable,
    "wrong_direction": lambda *_: True,
    "step_size_unseen": lambda _, steps: not steps.memoryless and not steps.of_method,
    "no_gradient": lambda trial, steps: (
        trial.repeatable and not steps.of_method and not steps.memoryless and evidence.keeps_a_bracket(trial)
    ),
}


def _goes_straight_down(trial: Trial, runs: list[Run]) -> bool:
    """Tell whether every step goes exactly against the gradient, with some size: on a round bowl no line search shows so."""
    chains = [chain_of(run) for run in runs]
    table = size_table(chains, exact(trial.landscape), trial.precision)
    steps = [
        meeting(row) for chain, rows in zip(chains, table, strict=True) for k, row in zip(chain.steps, rows, strict=True)
        if not trial.arrived(chain.points[k])
    ]  # fmt: skip
    return any(step.sharp for step in steps) and all(step.high > 0 and not step.empty for step in steps)


def _foreseen(trial: Trial, rule: Rule) -> int:
    """Return the steps after which a program with nearly the gradient is there, if the exact one would be; else 0."""
    if not rule.direction.nearly_right or rule.step_size is None:
        return 0
    limit = trial.options.iteration_limit
    steps = [constant_arrival(trial.landscape, rule.step_size, start, trial.targets, limit, reach=trial.reach).steps
             for start in trial.starts]  # fmt: skip
    return 0 if None in steps else min(limit, int(_A_LITTLE_MORE * max(filter(None, steps), default=0)))


def _arrivals(trial: Trial, found: Explanation) -> Iterator[tuple[Point, Arrival]]:
    """Yield how the rule ends from each start; one that is too slow is enough."""
    for start in trial.starts:
        arrival = _arrival(trial, found, start)
        yield start, arrival
        if arrival.fate is Fate.TOO_SLOW:
            return


def _arrival(trial: Trial, found: Explanation, start: Point) -> Arrival:
    """Return how the rule ends from a start: at a minimum, whichever it is, or not."""
    if trial.options.arrives == "nowhere":
        assert found.rule is not None
        return keeps_down(found.rule, trial.landscape, start, trial.options.iterations or _WITHOUT_END)
    arrival = _at_known_minimum(trial, found, start)
    if arrival.fate not in (Fate.ARRIVES, Fate.DIVERGES) and trial.knows_minimum_at(arrival.last):
        return _at_known_minimum(trial, found, start)
    return arrival


def _at_known_minimum(trial: Trial, found: Explanation, start: Point) -> Arrival:
    rule, limit = found.rule, trial.options.iteration_limit
    assert rule is not None
    size = rule.by_start.get(start, rule.step_size)
    if rule.direction.name == "gradient" and rule.plain and size is not None:
        return constant_arrival(trial.landscape, size, start, trial.targets, limit, reach=trial.reach)
    foreseen = rule.kind == "schedule" and not rule.ends_at(_FORESEEN_LIMIT)
    most = min(limit, _FORESEEN_LIMIT if foreseen else _OTHER_RULE_LIMIT)
    arrival = rule_arrival(rule, start, trial.targets, most, trial.reach)
    near_enough = rule.direction.nearly_right or rule.direction.name == NEARLY or (foreseen and arrival.fate is Fate.UNKNOWN)
    if arrival.fate is not Fate.ARRIVES and isinstance(rule, MethodRule) and trial.knows_minimum_at(arrival.last):
        arrival = rule_arrival(rule, start, trial.targets, most, trial.reach)
    if arrival.fate is not Fate.ARRIVES and near_enough and trial.arrived(arrival.last):
        return Arrival(Fate.ARRIVES, None, arrival.last)
    return arrival


def mark_arrival(trial: Trial, found: Explanation, arrivals: dict[Point, Arrival]) -> None:
    """Tell whether the rule, followed on our side, leads from every start to the minimum."""
    trial.evidence["arrivals"] = [
        {"start": plain(start), "fate": str(arrival.fate), "iterations": arrival.steps} for start, arrival in arrivals.items()
    ]
    bad = [(start, each) for start, each in arrivals.items() if each.fate is not Fate.ARRIVES and start not in trial.blind]
    if not bad and trial.blind.issuperset(arrivals):
        own = [run.start for run in trial.seen.runs() if run.start not in trial.blind]
        bad = [(start, each) for start in own[:1] if (each := _arrival(trial, found, start)).fate is not Fate.ARRIVES]
    if bad:
        start = easiest(each for each, _ in bad)
        _tell_lost(trial, found, start, dict(bad)[start].fate)
        return
    steps = [arrival.steps for start, arrival in arrivals.items() if start not in trial.blind]
    most = max((step for step in steps if step is not None), default=0)
    trial.evidence["iterations_to_1e-6"] = None if None in steps else most
    size = found.rule.step_size if found.rule else None
    if size is not None and most > 2000 and found.mistake is None and trial.fixed_size is None:
        largest = largest_step_size(trial.landscape, trial.starts, trial.targets, trial.reach)
        if largest is not None and size < largest / 2:  # else a larger one is hardly quicker, if it settles at all
            trial.tell("slow", size=figures(size), steps=most)


def _tell_lost(trial: Trial, found: Explanation, start: Point, fate: Fate) -> None:
    """Tell of a start from which the rule does not arrive; of right steps of one size, the size is to blame."""
    rule = found.rule
    assert rule is not None
    right = trial.options.arrives != "nowhere" and rule.direction.name == "gradient" and found.mistake is None
    right = right and not trial.told("multiple_of_step") and not trial.told("one_size_or_search")  # its size is not to blame
    size, largest, said = rule.by_start.get(start, rule.step_size) if right else None, None, sentence("step_size_too_large.unknown")
    if size is not None:
        largest = largest_step_size(trial.landscape, trial.starts, trial.targets, trial.reach)
        said = said if largest is None else sentence("step_size_too_large.largest", size=figures(largest, _ABOUT))
        trial.evidence["largest_step_size"] = largest
    trial.tell_of(LOST, fate, size, largest, start=point_text(start), limit=trial.options.iteration_limit,
                  size=figures(size or 0.0), largest=said)  # fmt: skip


# What is told of a start from which steps do not arrive: of right steps their size is to blame.
LOST: Table = {
    "runs_away": lambda trial, *_: trial.options.arrives == "nowhere",
    "none_arrives": lambda _, fate, size, largest: size is not None and largest is None and fate is not Fate.DIVERGES,
    "step_size_too_small": lambda _, fate, size, largest: fate is Fate.TOO_SLOW and size is not None and size < largest,
    "step_size_too_large": lambda _trial, _fate, size, _largest: size is not None,
    "diverges": lambda _, fate, *__: fate is Fate.DIVERGES,
    "ends_elsewhere.schedule": lambda trial, fate, *_: fate is Fate.ENDS_ELSEWHERE and trial.evidence.get("rule") == "schedule",
    "ends_elsewhere": lambda _, fate, *__: fate is Fate.ENDS_ELSEWHERE,
    "circles": lambda _, fate, *__: fate is Fate.CIRCLES,
    "does_not_settle": lambda *_: True,
}
