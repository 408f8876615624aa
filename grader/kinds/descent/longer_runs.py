"""Longer runs: one that confirms the rule that was inferred, real ones where no rule can be followed, and a repeat.

A program that stops by itself at a tolerance leaves its rule early and is none the worse for it; one that stops
at a fixed number, or goes on by another rule, is found here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from grader.algebra.floats import agree, points_agree, room
from grader.descent.arrival import Arrival, is_near
from grader.descent.deviations import DEPARTS, GOES_ON, OTHER_SIZES, STOPS, Ending, Late, ending_of
from grader.descent.explanations import Explanation
from grader.descent.landscape import Point, distance, easiest, is_finite
from grader.descent.method_rules import NEARLY
from grader.descent.runs import Chain, Run, chain_of
from grader.descent.step_directions import KNOWN_MINIMUM, QUOTIENT
from grader.descent.step_rules import NO_SIZE, Rule
from grader.kinds.descent.conversation import Asked
from grader.kinds.descent.idle_loops import start_in_loop
from grader.kinds.descent.marks import mark, name
from grader.kinds.descent.method_marks import mark_numbers
from grader.kinds.descent.program_trial import TYPED_IN, Table, Trial
from grader.kinds.points.end_points import Returned, Shape
from grader.model import Observation, Outcome, Probe
from grader.sentences.catalogue import sentence
from grader.sentences.figures import point_text

Confirming = Generator[Probe, Observation, Explanation]
Longer = Generator[Probe, Observation, None]
Steps = Generator[Probe, Observation, list[Run]]
Stop = tuple[Asked, int]  # a call, and after how many steps its answer stays the same
Ended = tuple[Asked, Ending, int]  # a call, how its answer goes on from the first ones, and from which step on
_FIRST, _SECOND = 100, 50
# Iterations that one call is asked for at most. A MyGrad step takes 0.2 ms, so this takes 2 s of the 10 that a call
# has, and 5 s where two other processes want the same core; ten times as many would only end by time.
_LONGEST = 10_000
_ROUNDED_STARTS, _ROUNDED_STEPS = 3, 12  # 36 places: (2/3)^36 is one in two million
_SIZES = 15  # steps that show by what rule their sizes change, beyond the few that are asked for at first
_SHOWS_A_SIZE = 1e-7  # of a step: rounding then leaves a million times more of its size than it takes
_SAME_STEP = 1e-6  # one step from where a run was: the same digits but for the last few, also after a long way
_OVERFLOWS = 1e100  # a point beyond that leaves the floats within a step or two, sooner in one formula than in another
_HALF_A_UNIT = 1.02  # of what rounding takes at most: a little more for the last digits of both
_OFF_THE_MINIMUM = 10  # tolerances: far enough that a start given back is seen, and few steps from rest


def confirm(trial: Trial, found: Explanation, arrivals: dict[Point, Arrival]) -> Confirming:
    """Compare longer runs with the rule and mark how they end; return the found, with another rule or none if it does not go on."""
    first = [] if found.mistake is not None else list(trial.seen.answers.items())
    for each, answer in first:  # of numbers that overflow on right steps the program's formula is to blame
        if answer.point is not None and not is_finite(answer.point):
            _ending(trial, found, each, answer)
    early = list(_stalled(trial, found))
    asked = _plan(trial, arrivals)
    answers = yield from trial.seen.ask(asked)
    endings = [(each, *_ending(trial, found, each, answer)) for each, answer in zip(asked, answers, strict=False)]
    departing = next((each for each, ending, _ in endings if ending not in (GOES_ON, STOPS)), None)
    if departing is not None:
        found = yield from _look_closer(trial, found, departing)
    elif found.right and found.rule is not None and found.rule.ends_at(_FIRST) and not (yield from _goes_on_by_number(trial)):
        departing, found = asked[0], replace(found, rule=None)
        name(trial, Explanation(without=DEPARTS.name, asked=departing))
    elif all(ending is GOES_ON for _, ending, _ in endings) and trial.source.may_stop_early and found.mistake is None:
        endings += yield from _run_to_the_end(trial, found, arrivals)
    later = [(each, steps - found.shift) for each, ending, steps in endings if ending is STOPS and departing is None]
    _mark_stops(trial, found, early, later)
    return found


def _stalled(trial: Trial, found: Explanation) -> Iterator[Stop]:
    """Yield the last of the first few calls from each start of the author's, if its answer is that of the call before it."""
    for chain in map(chain_of, trial.seen.runs()):
        asked, moved = (chain.points[0], len(chain.points) - 1), len(chain.moving.points) - 1
        if asked[0] in trial.starts and moved < asked[1] and is_finite(chain.points[-1]) and not _rests(trial, found, asked, moved):
            yield asked, moved


def _rests(trial: Trial, found: Explanation, asked: Asked, moved: int) -> bool:
    """Tell whether an answer stands still by the rule itself, as a coordinate may in its turn, or by its rounding."""
    rule, grain = found.rule, trial.precision.grain
    path = rule.follow(asked[0], moved + 1) if rule is not None else ()
    rests = len(path) > moved + 1 and path[-1] == path[-2]
    if rule is None or found.mistake is not None or (rests and not rule.direction.nearly_right):
        return rests  # a quotient that shows nothing far out is told as that
    end = rule.end(*asked) if grain and found.right and not trial.told("rounds_on_the_way") else None
    return end is not None and _agrees(_end(trial, asked), end, tuple(_HALF_A_UNIT * grain for _ in end))


def _plan(trial: Trial, arrivals: dict[Point, Arrival]) -> list[Asked]:
    """Return a run to the end (or of 100) from the start that takes longest, one of half the way from another."""
    starts = sorted(arrivals, key=lambda s: -(arrivals[s].steps or 0))
    steps = arrivals[starts[0]].steps or _FIRST
    first = trial.options.iterations or max(20, min(_FIRST, steps + 10))
    plan = [(starts[0], first)]
    half = (arrivals[starts[-1]].steps or 2 * _SECOND) // 2
    plan.append((starts[-1], max(8, min(half, _SECOND))))
    return plan


def _ending(trial: Trial, found: Explanation, asked: Asked, answer: Returned) -> tuple[Ending, int]:
    """Return the first ending of the list that predicts an answer, and its step."""
    (start, count), rule = asked, found.rule
    if answer.shape is Shape.FAILED:
        return _failed(trial, asked), 0
    if rule is None or answer.point is None:
        return DEPARTS, 0
    total = count + found.shift
    end = rule.end(start, total)
    if end is not None and is_finite(answer.point) and _agrees(answer.point, end, _slack(trial, rule, start, total, end)):
        return GOES_ON, total
    path = rule.follow(start, total)
    if len(path) <= total:
        unforeseen = rule.size(len(path) - 1) is None or not is_finite(rule.direction.values(path, path[-1]))
        goes_on = unforeseen or not is_finite(answer.point) or max(map(abs, path[-1])) > _OVERFLOWS
        return GOES_ON if goes_on else DEPARTS, len(path) - 1
    if not is_finite(answer.point):
        if rule.direction.name == QUOTIENT:
            _tell_blind(trial, start)
        elif not trial.told("overflows"):
            name(trial, Explanation(without="overflows", asked=asked))
        return GOES_ON, total
    slack = _slack(trial, rule, start, total, path[-1])
    return ending_of(Late(trial.landscape, trial.targets, path, answer.point, lambda one, other: _agrees(one, other, slack)))


def _failed(trial: Trial, asked: Asked) -> Ending:
    """Judge a longer run with a failure: a recursion too deep is a hint, anything else costs the count."""
    found = next((each for each in reversed(trial.seen.calls) if each[0] == asked), None)
    if trial.seen.hangs:
        name(trial, Explanation(without="unseen", asked=asked))
        return GOES_ON
    if found is None:
        return DEPARTS
    each, call = found
    if call.fault is not None and call.fault.type_name == "RecursionError":
        trial.tell("recursion")
    else:
        trial.failed((each, call), ("count", "arrives"))
    return GOES_ON


def _slack(trial: Trial, rule: Rule, start: Point, count: int, end: Point) -> Point:
    """Return how far rounding may carry the end of a run: what a last-digit change of δ does to it, and a little more."""
    if rule.direction.name == KNOWN_MINIMUM:
        return tuple(room(c, TYPED_IN) for c in end)
    precision = trial.precision
    epsilon = precision.epsilon
    rough = 1e11 if rule.direction.name in (QUOTIENT, NEARLY) else 1e8
    base = tuple(rough * epsilon * max(abs(c), 1e-3) + 4 * precision.grain for c in end)
    if rule.step_size is None:
        return tuple(10 * b for b in base)
    size = rule.step_size * (1 + 4 * epsilon)
    moved = replace(rule, size=lambda _: size, step_size=size).end(start, count)
    if moved is None:
        return tuple(float("inf") for _ in end)
    step = _beside_kinks(trial, rule, start, count)
    return tuple(b + 100 * abs(m - c) + s for b, m, c, s in zip(base, moved, end, step, strict=True))


def _beside_kinks(trial: Trial, rule: Rule, start: Point, count: int) -> Point:
    """Return two of the last steps if the function may have kinks, beside which the last digit decides on the side."""
    if not trial.landscape.may_have_kinks:
        return (0.0,) * len(start)
    path = rule.follow(start, count)[-3:]
    return tuple(2 * max(abs(b - a) for a, b in pairwise(column)) if len(column) > 1 else 0.0
                 for column in zip(*path, strict=True))  # fmt: skip


def _agrees(one: Point, other: Point, slack: Point) -> bool:
    return all(agree(a, b, 0.0, slack=s) for a, b, s in zip(one, other, slack, strict=True))


def see_rounding(trial: Trial) -> Steps:
    """Return more of the first steps from the author's starts, since the answers are rounded.

    Rounding on the way leads off the path by chance only, in a third of all steps; so many do not miss it.
    """
    return (yield from _see_more(trial, trial.starts[:_ROUNDED_STARTS], _ROUNDED_STEPS))


def _see_more(trial: Trial, starts: Sequence[Point], most: int) -> Steps:
    """Return what was seen with so many of the first steps from these starts."""
    yield from trial.seen.ask([(start, n) for start in starts for n in range(1, most + 1) if (start, n) not in trial.seen.answers])
    return trial.seen.runs()


def _tell_blind(trial: Trial, start: Point) -> None:
    """Tell of a difference quotient: it is as good as the derivative, and no worse for numbers between which it shows nothing."""
    trial.blind.add(start)
    if not trial.told("quotient_vanishes"):
        trial.tell("quotient_vanishes", start=point_text(start))


def _mark_stops(trial: Trial, found: Explanation, early: list[Stop], later: list[Stop]) -> None:
    """Mark a program that stops by itself: fine near the minimum, else too early, or after a fixed number of steps."""
    last = {asked[0]: answer.point for asked, answer in trial.seen.answers.items()}  # of each start the longest run
    paused = [each for each, _ in early if last[each[0]] not in (None, each[0], _end(trial, each))]
    if paused and not trial.precision.grain:  # what is rounded stands still until it has moved enough to show
        trial.tell("pauses", start=point_text(paused[0][0]))
    stops = [stop for stop in (*early, *later) if stop[0] not in paused]
    short = {each[0]: steps for each, steps in stops if not trial.arrived(_end(trial, each))}
    if found.rule is not None and found.rule.direction.name == QUOTIENT:
        for start in [each[0] for each, _ in early if each[0] in short]:
            _tell_blind(trial, start)
            del short[start]
    if short:
        start = easiest(short)
        taken = sentence("stops_too_early.step") if short[start] == 1 else sentence("stops_too_early.steps", steps=short[start])
        case, stale = "by_condition" if trial.source.ends_a_loop_by_condition else "by_itself", start_in_loop(trial.source)
        case = "far_away" if trial.source.ends_only_far_away and _climbs(trial, found, start) else case
        then = sentence("stops_too_early.start_read", name=stale) if stale else sentence(f"stops_too_early.{case}")
        trial.tell_of(STOPPED, [steps for _, steps in stops], steps=taken, start=point_text(start), next=then)
    elif later:
        trial.tell("stops_at_tolerance")


def _climbs(trial: Trial, found: Explanation, start: Point) -> bool:
    """Tell whether the steps would lead higher than they began if nothing ended them, or do so where no rule is known."""
    last = max((each for each in trial.seen.answers if each[0] == start), key=lambda each: each[1])
    point = found.rule.follow(start, _FIRST)[-1] if found.rule is not None else _end(trial, last)
    return not is_finite(point) or not trial.landscape.height(point) <= trial.landscape.height(start)


# What is told of a program that stops before it is near the minimum, by the numbers of steps after which it does.
STOPPED: Table = {
    "rounds_on_the_way.stops": lambda trial, _: trial.told("rounds_on_the_way"),
    # as far as all runs came back: the others may have gone on for longer
    "stops_too_early.fixed": lambda trial, taken: not trial.seen.hangs and len(taken) > 1 and len(set(taken)) == 1,
    "stops_too_early": lambda *_: True,
}


def _end(trial: Trial, asked: Asked) -> Point:
    return trial.seen.answers[asked].point or asked[0]


def _run_to_the_end(trial: Trial, found: Explanation, arrivals: dict[Point, Arrival]) -> Generator[Probe, Observation, list[Ended]]:
    """Ask a program that could stop early for one run until its rule comes to rest, or near the minimum.

    What it does when it stops by itself (return the start, or n) is seen only where that has happened. Where that
    takes too many steps, the run begins beside the minimum.
    """
    start = max(arrivals, key=lambda s: arrivals[s].steps or 0)
    steps = arrivals[start].steps
    if steps is None or found.rule is None:
        return []
    count = _steps_to_rest(found.rule, start, min(4 * steps + _FIRST, _LONGEST + 1))
    if count > _LONGEST and not found.rule.by_start:
        off = _OFF_THE_MINIMUM * trial.tolerance
        start = tuple(c + off * max(1.0, abs(c)) for c in arrivals[start].last)
        count = _steps_to_rest(found.rule, start, _LONGEST)
    asked = [(start, min(count, _LONGEST))]
    if asked[0] in trial.seen.answers:
        return []
    answers = yield from trial.seen.ask(asked)
    ending, steps = _ending(trial, found, asked[0], answers[0])
    if ending not in (GOES_ON, STOPS) and not trial.arrived(answers[0].point or start):
        name(trial, Explanation(without="departs_later.astray", asked=asked[0]))
    return [(asked[0], ending, steps)]


def _steps_to_rest(rule: Rule, start: Point, most: int) -> int:
    """Return after how many steps of this rule no number changes any more; at most `most`."""
    path = rule.follow(start, most)
    return next((n for n, (before, after) in enumerate(pairwise(path), start=1) if before == after), most)


def _look_closer(trial: Trial, found: Explanation, asked: Asked) -> Confirming:
    """Return the first steps follow the rule and a longer run does not: see more of the steps, from two starts."""
    closer = yield from _see_more_sizes(trial)
    if trial.told("rounds_on_the_way"):
        return replace(found, rule=None)
    if trial.landscape.is_kink(asked[0]) and closer.right and (yield from _goes_on_from_elsewhere(trial, closer, asked[1])):
        return closer
    if closer.right and closer.rule is not None and closer.rule.kind in ("size_by_start", "schedule", "line_search"):
        trial.evidence.update(rule=closer.rule.kind, step_size=None)
        return closer
    if found.right and closer.mistake is not None and _ending(trial, closer, asked, trial.seen.answers[asked])[0] is GOES_ON:
        mark(trial, closer)
        return closer
    departs = lambda each, answer: _ending(trial, found, each, answer)[0] is not GOES_ON  # noqa: E731 - as short as its use
    count, point, _ = yield from halved(trial, asked, 1, departs)
    point = point or _end(trial, asked)
    path = found.rule.follow(asked[0], count + found.shift) if found.rule is not None else (asked[0],)
    after = (yield from _after(trial, asked[0], count - 1)) if found.right else ()
    ending, _ = ending_of(Late(trial.landscape, trial.targets, path, point, lambda *_: False, after))
    if ending is OTHER_SIZES:
        trial.evidence.update(rule="schedule", step_size=None)
        mark_numbers(trial, replace(found, rule=replace(found.rule, kind="schedule")))  # type: ignore[type-var]
    elif ending is not DEPARTS or found.mistake is None or not (yield from continues_itself(trial, [(asked[0], count), asked])):
        name(trial, Explanation(without=ending.name, asked=(asked[0], count)))  # else rounding alone parts two wrong ways
    return replace(found, rule=None)


def continues_itself(trial: Trial, calls: Sequence[Asked]) -> Generator[Probe, Observation, bool]:
    """Tell whether one iteration from where n - 1 end gives what n give from the start, for all of these calls."""
    ends = yield from trial.seen.ask([(start, n - each) for start, n in calls for each in (1, 0)], file=False)
    points = [answer.point for answer in ends if answer.point is not None and is_finite(answer.point)]
    if not calls or len(points) < len(ends):
        return False
    again = yield from trial.seen.ask([(point, 1) for point in points[::2]], file=False)
    return all(
        answer.point is not None and points_agree(answer.point, point, _SAME_STEP, least=NO_SIZE, along=(start,))
        for answer, point, (start, _) in zip(again, points[1::2], calls, strict=True)
    )


def halved(
    trial: Trial, asked: Asked, first: int, holds: Callable[[Asked, Returned], bool]
) -> Generator[Probe, Observation, tuple[int, Point | None, Point | None]]:
    """Return the least count that holds, as the one asked for does, by halving; with the last points seen there and before."""
    (start, last), there, before = asked, None, None
    while last - first > 1:
        middle = (start, (first + last) // 2)
        (answer,) = yield from trial.seen.ask([middle], file=False)
        if holds(middle, answer):
            last, there = middle[1], answer.point
        else:
            first, before = middle[1], answer.point or before
    return last, there, before


def _see_more_sizes(trial: Trial) -> Confirming:
    """Infer a rule from more of the steps from two starts: a size that one start alone shows is no evidence of a schedule."""
    starts = trial.starts if len(trial.starts) > 1 else [run.start for run in trial.seen.runs()]
    return trial.explain((yield from _see_more(trial, starts[:2], _SIZES)))


def _goes_on_by_number(trial: Trial) -> Generator[Probe, Observation, bool]:
    """Tell whether more steps follow a schedule, as far as they are long enough to show their sizes."""
    yield from _see_more_sizes(trial)
    found = []
    for run in trial.seen.runs():
        points = chain_of(run).points
        moves = (distance(before, after) > _SHOWS_A_SIZE for before, after in pairwise(points))
        count = next((n for n, moving in enumerate(moves, start=1) if not moving), len(points))
        found.append(Run(run.start, {n: point for n, point in run.reached.items() if n < count}))
    return trial.explain(found).right


def _goes_on_from_elsewhere(trial: Trial, found: Explanation, count: int) -> Generator[Probe, Observation, bool]:
    """Tell whether a run as long follows the rule from a start at no kink, as one from a kink need not."""
    starts = [run.start for run in trial.seen.runs() if not trial.landscape.is_kink(run.start)][-1:]
    answers = yield from trial.seen.ask([(start, count) for start in starts])
    endings = [_ending(trial, found, (start, count), answer)[0] for start, answer in zip(starts, answers, strict=True)]
    return bool(endings) and all(ending in (GOES_ON, STOPS) for ending in endings)


def leads_to(found: Explanation, asked: Asked, point: Point) -> bool:
    """Tell whether the rule, if it foresees steps that were not seen, leads to this point too."""
    rule = found.rule
    foreseen = rule is not None and (rule.by_start or rule.size(len(rule.sizes)) is not None)
    end = rule.end(*asked) if rule is not None and foreseen else None
    return end is not None and is_near(point, (end,))


def _after(trial: Trial, start: Point, first: int) -> Generator[Probe, Observation, list[Chain]]:
    """Return the answers from a count on, from this start and another; [] where there are none."""
    starts = (*trial.starts, *(run.start for run in trial.seen.runs()))
    others = [each for each in starts if each != start][:1]
    answers = yield from trial.seen.ask([(each, n) for each in (start, *others) for n in range(first, first + 4)], file=False)
    points = [answer.point for answer in answers if answer.point is not None and is_finite(answer.point)]
    return [Chain(points=tuple(points[:4])), Chain(points=tuple(points[4:]))] if len(points) == len(answers) else []


def real_run(trial: Trial, least: int = 1, most: int = 10_000, further: int = 0) -> Longer:
    """Run the program itself from every start, longer each time, until it is at the minimum or comes no nearer.

    With `least` it must still be there after so many iterations; it is asked for `most` at once, or for `further` ones if
    it is known to be there by then. How long it is watched is counted in iterations, so that a busy machine sees what an
    idle one does.
    """
    if "arrives" in trial.sheet.lost:
        return
    if trial.options.arrives == "nowhere":
        yield from _real_runs_down(trial)
        return
    left, stuck, watched = list(trial.starts), [], 0
    ends: dict[Point, Point | None] = {}
    for count in (_FIRST, 10 * _FIRST, _LONGEST, *([further] if further > _LONGEST else [])):
        if not left or count > min(max(most, further), trial.options.iteration_limit):
            break
        answers, watched = (yield from trial.seen.ask([(start, count) for start in left])), count
        if trial.seen.hangs:
            break
        before, ends = ends, dict(zip(left, (answer.point for answer in answers), strict=False))
        there = [start for start in left if trial.arrived(ends.get(start)) or trial.knows_minimum_at(ends.get(start))]
        if len(there) == len(left) and count < least:
            continue
        left = [start for start in left if start not in there]
        stuck = [start for start in left if not _comes_nearer(trial, before.get(start), ends.get(start))]
        if before and stuck == left:
            break
    trial.tell_of(NOT_THERE, left, stuck, watched, count=watched)


def _real_runs_down(trial: Trial) -> Longer:
    """Run the program itself from every start, where nothing is there to arrive at."""
    asked = [(start, trial.options.iterations or _FIRST) for start in trial.starts]
    answers = yield from trial.seen.ask(asked)
    heights = [trial.landscape.height(answer.point) if answer.point else math.nan for answer in answers]
    away = [start for (start, _), height in zip(asked, heights, strict=False) if not height <= trial.landscape.height(start)]
    trial.tell_of(NOT_THERE, trial.starts if trial.seen.hangs else away, [], asked[0][1])


# What is told of starts that are left after so many iterations, of which some come no nearer.
NOT_THERE: Table = {
    "unseen.arrival": lambda trial, left, _, count: trial.seen.hangs and {"call": f"`{trial.call((left[0], count))}`"},
    "runs_away": lambda trial, left, *_: trial.options.arrives == "nowhere" and left and {"start": point_text(left[0])},
    "still_nearer": lambda trial, left, stuck, count: (
        left and not stuck and _LONGEST <= count < trial.options.iteration_limit
        and not trial.told("another_step_size")  # of sizes that are wrong it is known why they do not lead there
        and {"start": point_text(left[0])}
    ),
    "does_not_arrive": lambda _, left, stuck, __: left and {"start": point_text(easiest(stuck or left))},
}


def _comes_nearer(trial: Trial, before: Point | None, after: Point | None) -> bool:
    """Tell whether a longer run is worth it: the last one ended nearer to a minimum than the one before."""
    if before is None or after is None or not is_finite(after):
        return False
    nearest = [min((distance(p, t) for t in trial.targets), default=0.0) for p in (before, after)]
    return nearest[1] < 0.9 * nearest[0]


def same_again(trial: Trial) -> Longer:
    """Ask the same again, and once with whole numbers as start."""
    again = next((each for each, call in trial.seen.calls if call.outcome is Outcome.RETURNED and each[1] == 2), None)
    if again is not None:
        answers = yield from trial.seen.ask([again], file=False)
        before = trial.seen.answers[again]
        if not trial.seen.hangs and answers[0].point != before.point and is_finite(before.point or (0.0,)):
            trial.repeatable = False
            name(trial, Explanation(without="keeps_state", asked=again))
    whole = next((s for s in trial.starts if all(c == int(c) for c in s)), None)
    if whole is not None and trial.seen.way.container != "array":
        answers = yield from trial.seen.ask([(whole, 1)], file=False, integers=True)
        if answers[0].shape is Shape.FAILED and not trial.seen.hangs:
            trial.tell("integer_start")
