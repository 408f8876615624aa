"""A verdict depends neither on the course's secret nor on how busy the machine is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.model import CheckResult, Verdict
from tests.descent_programs.disguised import ASTRAY, DISGUISED, NEARLY_RIGHT
from tests.descent_programs.driver import Busy, Slow, play
from tests.descent_programs.right import ONE, ONE_VARIABLE, STYLES, TWO, TWO_VARIABLES
from tests.descent_programs.rounding import ROUNDING
from tests.descent_programs.wrong import MISTAKES, UNNAMED

SECRETS = [b"secret %d" % number for number in range(8)]
SCHEDULES = (
    "0.3 / (1 + k) ** 0.7",
    "0.1 / (1 + math.log(1 + k))",
    "0.1 * (1 + math.cos(k / 10))",
    "0.1 if k < 20 else 0.05",
    "0.5 / (k + 1)",
    "max(0.01, 0.1 - 0.001 * k)",
)
_WITH_SCHEDULE = """
import math
import mygrad as mg
def multi_grad_descent(x_start, y_start, n):
    x, y = float(x_start), float(y_start)
    for k in range(n):
        X, Y = mg.tensor(x), mg.tensor(y)
        (2 * X**2 + 4 * Y**2 + mg.exp(-3 * X) + 3 * mg.exp(-2 * Y)).backward()
        delta = {size}
        x, y = x - delta * float(X.grad), y - delta * float(Y.grad)
    return x, y
"""
_FALLING = """
import math
def grad_descent(x_start, n):
    x = x_start
    for k in range(n):
        x = x - {size} * (x - math.exp(-x))
    return x
"""
_WITH_MOMENTUM = """
import math
def multi_grad_descent(x_start, y_start, n):
    x, y, u, v = x_start, y_start, 0.0, 0.0
    for k in range(n):
        a, b = 4 * x - 3 * math.exp(-3 * x), 8 * y - 6 * math.exp(-2 * y)
        u, v = {kept} * u - 0.01 * a, {kept} * v - 0.01 * b
        x, y = x + u, y + v
    return x, y
"""
_STOPS = """
import math
def grad_descent(x_start, n):
    x = x_start
    for k in range(n):
        after = x - {size} * (x - math.exp(-x))
        if abs(after - x) < 1e-9:
            return {end}
        x = after
    return x
"""


def programs() -> Iterator[tuple[str, str, str]]:
    """Every program of the corpus, as (name, exercise, source), and those whose fault shows late or by chance."""
    for exercise, styles in ((ONE, ONE_VARIABLE), (TWO, TWO_VARIABLES)):
        yield from ((name, exercise, source) for name, source in styles.items())
    yield from ((f"{name}, 0.05", exercise, source.format(size=0.05)) for name, (exercise, source) in STYLES.items())
    for name, (_, wordings) in [*MISTAKES.items(), *DISGUISED.items()]:
        if name != "draws_random_numbers":  # no two runs of these are alike
            yield from ((f"{name} {i}", exercise, source) for i, (exercise, source) in enumerate(wordings))
    yield from ((name, exercise, source) for name, (exercise, source) in [*NEARLY_RIGHT.items(), *ROUNDING.items()])
    yield from ((name, exercise, source) for name, (_, exercise, source) in ASTRAY.items())
    yield from ((f"unnamed {i}", exercise, source) for i, (exercise, source) in enumerate(UNNAMED))
    yield from ((size, TWO, _WITH_SCHEDULE.format(size=size)) for size in SCHEDULES)
    yield from ((f"{size}, plain", ONE, _FALLING.format(size=size)) for size in SCHEDULES)
    yield from ((f"momentum {kept}", TWO, _WITH_MOMENTUM.format(kept=kept)) for kept in (0.3, 0.9, "k / (k + 3)"))
    for size in (0.1, 0.001):
        yield from ((f"stops with {end}, {size}", ONE, _STOPS.format(size=size, end=end)) for end in ("x_start", "x"))


PROGRAMS = list(programs())
EACH = pytest.mark.parametrize(("exercise", "source"), [p[1:] for p in PROGRAMS], ids=[p[0] for p in PROGRAMS])


def judged(result: CheckResult) -> tuple[object, ...]:
    """All that a student and a gradebook see of a judgement but for numbers in sentences."""
    lines = tuple((line.id, line.verdict) for line in result.criteria)
    return result.verdict, result.credit, result.misconception, lines, tuple(f.code for f in result.feedback)


@EACH
def test_every_secret_gives_the_same_judgement(exercise: str, source: str):
    """Marks, the named mistake and the sentences, under eight secrets."""
    assert len({judged(play(source, exercise, seed=secret)) for secret in SECRETS}) == 1


@EACH
def test_a_call_that_took_long_is_as_good_as_a_quick_one(exercise: str, source: str):
    """How long an answer took decides nothing, nor what is asked next."""
    busy = play(source, exercise, Busy(source))
    idle = play(source, exercise)
    assert judged(busy) == judged(idle)
    assert busy.evidence.get("iterations_asked") == idle.evidence.get("iterations_asked")


@pytest.mark.parametrize("most", [20, 1000])
@EACH
def test_what_was_not_answered_in_time_is_no_evidence(exercise: str, source: str, most: int):
    """A longer run that does not come back leaves a criterion as it was or to a person: neither lost by it nor earned."""
    idle = {line.id: line.verdict for line in play(source, exercise).criteria}
    slow = {line.id: line.verdict for line in play(source, exercise, Slow(source, most)).criteria}
    assert all(verdict in (idle[line], Verdict.NEEDS_REVIEW) for line, verdict in slow.items())


def test_a_step_size_that_falls_slowly_arrives_however_slow_the_machine():
    """0.3/(1+k)^0.7 needs more than a thousand iterations; its formula is known after five, and is followed on our side."""
    source = _FALLING.format(size=SCHEDULES[0])
    result = play(source, ONE, Slow(source, 100))
    assert (result.verdict, result.credit) == (Verdict.CORRECT, 1)


@pytest.mark.parametrize("size", [0.1, 0.001])
def test_what_a_program_does_when_it_stops_by_itself_is_always_seen(size: float):
    """Giving the start back at the end of a long run costs the count and the end; giving the point costs nothing."""
    assert play(_STOPS.format(size=size, end="x_start"), ONE).credit < 1
    assert play(_STOPS.format(size=size, end="x"), ONE).credit == 1


@pytest.mark.parametrize("name", [name for name in ROUNDING if name.startswith("points")])
def test_points_rounded_in_the_loop_lose_the_direction(name: str):
    """Whatever the number of places: it shows in the first dozen steps from the author's starts."""
    exercise, source = ROUNDING[name]
    result = play(source, exercise)
    assert result.misconception == "rounds_on_the_way"
    assert any(line.id == "direction" and line.verdict is Verdict.INCORRECT for line in result.criteria)


@pytest.mark.parametrize("name", [n for n in ROUNDING if n.startswith(("result", "gradient")) and " to 1" not in n])
def test_a_rounded_result_or_gradient_loses_nothing_but_its_end(name: str):
    """Its steps are right."""
    exercise, source = ROUNDING[name]
    result = play(source, exercise)
    assert {line.id for line in result.criteria if line.credit < 1} <= {"arrives"}, [f.text for f in result.feedback]
