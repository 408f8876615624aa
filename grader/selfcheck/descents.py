"""What makes a descent one: every step downhill along the measured gradient, by a rule, to where the slope is gone.

Step sizes are read off the steps themselves: the move divided by the measured slope. No gradient is derived
and no minimum is known.
"""

from __future__ import annotations

import math
from collections.abc import Generator

from grader.kinds.descent.options import DescentOptions
from grader.kinds.outcomes import not_judged
from grader.kinds.values import value_text
from grader.maths.descent.observed import Run, precision_of
from grader.model import FunctionValue, Observation, Probe, Question, Submission
from grader.selfcheck.descent_program import ALIKE, ROUGHLY, Place, Program, callable_program
from grader.selfcheck.finding import Finding
from grader.selfcheck.slopes import Slopes
from grader.selfcheck.telling import right, told, unanswered, verdict_of

_COUNTS = (1, 2, 3)
_FIRST_RUNS = (30, 60)
_MOST = 1600
_GONE = 1e-3
_CLEARLY = 1e4
_ZERO = 1e-40
_BESIDE = 0.25
_RESTING = 0.01  # a descent that is merely slow goes much farther in 1600 steps than in 60


def descent(question: Question, slopes: Slopes, written: Submission) -> Generator[Probe, Observation, Finding]:
    """Every step downhill along the gradient where it stands, by a rule that is allowed, until the slope is gone."""
    reading = yield Probe(names=question.item.names)
    unread = not_judged(question, written, reading)
    function = reading.calls[0].value
    if unread is not None:
        return told(question, unread)
    if function is None or function is ...:
        return unanswered(question)
    if not isinstance(function, FunctionValue):
        return verdict_of(question, f"`{question.item.name}` is {value_text(function)}, not a function.")
    options = question.item.options
    assert isinstance(options, DescentOptions)
    program = yield from callable_program(question, slopes, written, reading.name or question.item.name, function)
    if isinstance(program, Finding):
        return program
    starts = [start for start in _starts(options) if all(map(math.isfinite, slopes.slope(start)))]
    for start in starts:
        failed = yield from program.ask(start, _COUNTS)
        if failed:
            return failed
    program.precision = precision_of([Run(start, {n: program.ends[start, n] for n in _COUNTS}) for start in starts])
    wrong = yield from _wrong_steps(program, starts, options)
    return verdict_of(question, wrong) if wrong else (yield from _arriving(program, options))


def _starts(options: DescentOptions) -> list[Place]:
    """The exercise's own starts and one beside the first, so that no rule is fitted to a single place."""
    starts = options.start_points
    return list(dict.fromkeys((*starts, tuple(c + _BESIDE for c in starts[-1]))))


def _wrong_steps(program: Program, starts: list[Place], options: DescentOptions) -> Generator[Probe, Observation, str]:
    """What is wrong with the first steps; empty where nothing is."""
    sizes: dict[int, list[float]] = {n: [] for n in _COUNTS}
    uphill = ""
    for start in starts:
        before = start
        for n in _COUNTS:
            after = program.ends[start, n]
            size = _size(program, before, after)
            if isinstance(size, str):
                return f"{size} Seen in step {n}, from {_shown(before)} to {_shown(after)}."
            if size is not None:
                sizes[n].append(size)
                uphill = uphill or (f"step {n}, from {_shown(before)} to {_shown(after)}" if size < 0 else "")
            before = after
    if uphill:
        return _uphill([size for found in sizes.values() for size in found], uphill, program.alike)
    program.steady = all(_alike(found, program.alike) for found in sizes.values())
    if program.steady:
        return _wrong_sizes([size for found in sizes.values() for size in found], options, program.alike)
    return (yield from _wrong_search(program, starts, options))


def _uphill(sizes: list[float], seen: str, alike: float) -> str:
    """What to say of steps against the descent: of the sign only where nothing but the sign is wrong."""
    if _alike(sizes, alike):
        return f"It goes uphill. Check the sign in your update. Seen in {seen}."
    return f"There is a step that leads uphill: {seen}. Compare the derivative in your program with the function there."


def _alike(sizes: list[float], share: float) -> bool:
    return not sizes or max(sizes) - min(sizes) <= share * max(map(abs, sizes))


def _size(program: Program, before: Place, after: Place) -> float | str | None:
    """The step size that this step has; what is wrong with it; None where it cannot be seen."""
    slope = program.slopes.slope(before)
    if not all(map(math.isfinite, (*before, *after, *slope))):
        return None
    seen: list[tuple[float, float]] = []
    for b, a, s in zip(before, after, slope, strict=True):
        blur = program.blur(a, b)
        moves = abs(a - b) > _CLEARLY * blur
        if moves and abs(s) < _ZERO:
            return "A coordinate moves along which the slope is zero."
        if moves:
            seen.append(((b - a) / s, blur / abs(s)))
    if before == after:
        return "It does not move: n iterations should be n steps." if max(map(abs, slope)) > _GONE else None
    if not seen:
        return None
    size, blur = seen[0]
    if any(abs(each - size) > program.alike * abs(size) + blur + more for each, more in seen):
        return "It does not go straight against the gradient of the point where it stands."
    if any(b == a and abs(size * s) > _CLEARLY * program.blur(b) for b, a, s in zip(before, after, slope, strict=True)):
        return "A coordinate stays where it is, and the slope along it is not zero."
    return size


def _wrong_sizes(sizes: list[float], options: DescentOptions, alike: float) -> str:
    """What is wrong with step sizes that are the same from every start."""
    if isinstance(options.step_size, float) and any(
        abs(s - options.step_size) > alike * options.step_size for s in sizes
    ):
        return f"The step size should be {options.step_size:g}."
    if options.allowed == ("constant",) and not _alike(sizes, alike):
        return "The step size changes from step to step, and a constant one is asked for."
    return ""


def _wrong_search(program: Program, starts: list[Place], options: DescentOptions) -> Generator[Probe, Observation, str]:
    """What is wrong with step sizes that depend on the start: a search for good ones goes on from where it is."""
    ends = program.ends
    if all(_near(ends[start, 1], ends[starts[0], 1]) for start in starts) or all(
        ends[s, 1] == ends[s, 2] for s in starts
    ):
        return (
            "The number of iterations changes nothing: with n = 1 it should take one step and return where that leads."
        )
    for start in starts:
        first = ends[start, 1]
        failed = (yield from program.ask(first, (1,))) if all(map(math.isfinite, first)) else None
        if failed:
            return failed.hint
        if (first, 1) in ends and not _near(ends[first, 1], ends[start, 2]):
            return (
                f"Two iterations from {_shown(start)} do not end where one and then another one do. Does each iteration "
                "take exactly one step, with the gradient of the point where it stands?"
            )
    if _alike([math.dist(start, ends[start, 1]) for start in starts], program.alike):
        return "Every step is equally long, however steep it is. Multiply the gradient itself by the step size."
    if _is_newtons(program, starts):
        return "Each step is divided by the second derivative: that is Newton's method. Multiply the gradient by a step size."
    if not (isinstance(options.step_size, float) or options.allowed == ("constant",)):
        return ""
    return (
        "The steps are not the same multiple of the slope everywhere, and a constant step size is asked for. Compare the "
        "derivative in your program with the function, then see whether the step size stays the same."
    )


def _is_newtons(program: Program, starts: list[Place]) -> bool:
    """Whether, in one variable, it is the step size times the curvature that is the same everywhere."""
    if len(program.slopes.variables) != 1:
        return False
    scaled = []
    for (start,) in starts:
        (here,), (end,) = program.slopes.slope((start,)), program.ends[(start,), 1]
        (above,), (below,) = (program.slopes.slope((start + sign * _BESIDE / 1000,)) for sign in (1, -1))
        scaled.append((start - end) / here * (above - below) / (2 * _BESIDE / 1000) if here else math.nan)
    return all(abs(each - scaled[0]) <= ROUGHLY * abs(scaled[0]) for each in scaled)


def _near(one: Place, other: Place) -> bool:
    return all(abs(a - b) <= ALIKE * max(abs(a), abs(b), 1e-9) or a == b for a, b in zip(one, other, strict=True))


def _arriving(program: Program, options: DescentOptions) -> Generator[Probe, Observation, Finding]:
    """Whether longer runs end lower, and where the slope is nearly gone."""
    slow = ""
    for start in options.start_points:
        runs = yield from _long_runs(program, start)
        if isinstance(runs, Finding):
            return runs
        left = _left(runs, _enough(program.slopes, start))
        if left is None or left > options.iteration_limit:
            if _is_at_rest(program, start, [n for n, _ in runs]):
                return verdict_of(program.question, _resting(program, start, program.ends[start, runs[-1][0]]))
            lower = program.slopes.height(program.ends[start, runs[-1][0]]) < program.slopes.height(start)
            text = "it runs away. A smaller step size keeps it on the slope."
            if lower:
                text = (
                    f"the slope is not gone after {runs[-1][0]} steps and hardly shrinks. Is the step size large enough, "
                    "and does nothing stop the loop early?"
                )
            return verdict_of(program.question, f"From {_shown(start)} {text}")
        if left:
            slow = f"From {_shown(start)} it takes more than {_MOST} steps; a larger step size arrives sooner."
    return right(program.question, slow)


def _is_at_rest(program: Program, start: Place, counts: list[int]) -> bool:
    """Whether the last run goes on no farther than the one before, beside the whole way."""
    ends = [program.ends[start, n] for n in counts[-2:]]
    whole = len(ends) == 2 and all(map(math.isfinite, (*ends[0], *ends[1])))
    return whole and math.dist(*ends) <= _RESTING * math.dist(start, ends[1])


def _resting(program: Program, start: Place, end: Place) -> str:
    steep = ", ".join(f"{s:.3g}" for s in program.slopes.slope(end))
    seen = f"From {_shown(start)} it comes to rest at {_shown(end)}, where the slope is still {steep}."
    if program.steady:
        return f"{seen} Does something stop the loop early, or make the steps smaller and smaller?"
    return f"{seen} Compare the derivative in your program with the function there."


Runs = list[tuple[int, float]]


def _long_runs(program: Program, start: Place) -> Generator[Probe, Observation, Runs | Finding]:
    """How steep it is where longer and longer runs end, until the slope is gone."""
    enough = _enough(program.slopes, start)
    counts, runs = [*_FIRST_RUNS], Runs()
    while counts:
        n = counts.pop(0)
        failed = yield from program.ask(start, (n,))
        if failed:
            return failed
        runs.append((n, max(map(abs, program.slopes.slope(program.ends[start, n])))))
        if runs[-1][1] <= enough:
            break
        if len(runs) == len(_FIRST_RUNS):
            left = _left(runs, enough)
            counts = [_MOST] if left is None or left + n > _MOST else [n + left + 10, _MOST]
    return runs


def _left(runs: Runs, enough: float) -> int | None:
    """How many more steps it takes, if the slope goes on to shrink as between the last runs; None where it does not."""
    (first, before), (last, now) = runs[-2:] if len(runs) > 1 else (runs[0], runs[0])
    if now <= enough:
        return 0
    if not now < before < math.inf:
        return None
    shrinking = math.log(before / now) / (last - first)
    return math.ceil(min(math.log(now / enough) / shrinking, 1e9))


def _enough(slopes: Slopes, start: Place) -> float:
    """How steep it may be where the slope counts as gone, beside what it is at the start and elsewhere."""
    elsewhere = sorted(max(map(abs, slopes.slope(tuple(point.values())))) for point in slopes.points(5))
    usual = min(max(map(abs, slopes.slope(start))), *elsewhere[len(elsewhere) // 2 :][:1])
    return max(_GONE * usual, 1e-9)


def _shown(point: Place) -> str:
    text = ", ".join(f"{c:.6g}" for c in point)
    return text if len(point) == 1 else f"({text})"
