"""A descent arrives at whichever minimum it comes to rest; a minimum that is typed in is none that was reached."""

from __future__ import annotations

import pytest

from grader.errors import SpecError
from grader.model import CheckResult, Verdict
from tests.descent_programs.driver import lesson, play
from tests.descent_programs.exercises import descending

HIMMELBLAU = "(x**2 + y - 11)**2 + (x + y**2 - 7)**2"
SLOPES = "g, h = 4*x*(x**2 + y - 11) + 2*(x + y**2 - 7), 2*(x**2 + y - 11) + 4*y*(x + y**2 - 7)"
ITS_MINIMA = [(3.0, 2.0), (-2.805118, 3.131313), (-3.779310, -3.283186), (3.584428, -1.848127)]
FROM_ALL, FROM_ONE = [[1, 1], [-2, 2], [-3, -3], [3, -2]], [[1, 1], [4, 3], [2, 1]]
WELLS, WELLS_SLOPE = "x**4 - 2*x**2", "4*x**3 - 4*x"
WAVES, WAVES_SLOPE = "x**2/10 + sin(3*x)", "x/5 + 3*math.cos(3*x)"


def plane(size: str = "0.01", then: str = "pass", end: str = "x, y") -> str:
    """A descent on Himmelblau's function."""
    return (f"def descend(x, y, n):\n    for k in range(n):\n        {SLOPES}\n        d = {size}\n"
            f"        x, y = x - d*g, y - d*h\n        {then}\n    return {end}\n")  # fmt: skip


def line(slope: str, size: str = "0.1", begin: str = "x", end: str = "x") -> str:
    """A descent on a function of one variable."""
    return (f"import math\nimport numpy as np\ndef descend(x, n):\n    x = {begin}\n    for k in range(n):\n        d = {size}\n"
            f"        x = x - d*({slope})\n    return {end}\n")  # fmt: skip


def lost(result: CheckResult) -> set[str]:
    """The criteria that did not earn their share."""
    return {line.id for line in result.criteria if line.credit < 1}


@pytest.mark.parametrize("starts", [FROM_ALL, FROM_ONE])
@pytest.mark.parametrize("size", ["0.001", "0.01", "0.02/(1 + 0.1*k)", "0.022*0.97**k"])
def test_a_descent_arrives_at_any_of_four_minima(starts: list, size: str):
    """From starts that lead to all of Himmelblau's minima, and to one, with one size and with one that falls."""
    result = play(plane(size), descending(HIMMELBLAU, starts, "xy"))
    assert (result.verdict, lost(result)) == (Verdict.CORRECT, set()), result.feedback


@pytest.mark.parametrize("starts", [FROM_ALL, FROM_ONE])
@pytest.mark.parametrize("minimum", ITS_MINIMA)
def test_each_minimum_that_is_typed_in_is_known(starts: list, minimum: tuple[float, float]):
    """Also one to which no start leads: returned at once, from three iterations on, or gone to in a straight line."""
    exercise = descending(HIMMELBLAU, starts, "xy")
    assert play(f"def descend(x, y, n):\n    return {minimum}\n", exercise).misconception == "hard_coded_minimum"
    early = plane().replace("n):\n", f"n):\n    if n > 2:\n        return {minimum}\n", 1)
    assert play(early, exercise).misconception == "jumps_to_minimum"
    a, b = minimum
    step = f"x, y = x - 0.1*(x - {a}), y - 0.1*(y - {b})"
    towards = f"def descend(x, y, n):\n    for k in range(n):\n        {step}\n    return x, y\n"
    assert play(towards, exercise).misconception == "goes_to_known_minimum"


@pytest.mark.parametrize("size", ["0.5/(1 + 0.3*k)", "1.0*0.9**k", "2/math.sqrt(1 + 10*k)", "0.2"])
def test_a_larger_step_may_lead_to_another_basin(size: str):
    """That is arriving: of many minima each is as good as the one downhill of the start."""
    for starts in ([0.1, 2, -3], [0.1]):
        result = play(line(WAVES_SLOPE, size), descending(WAVES, starts))
        assert result.verdict is Verdict.CORRECT, result.feedback


@pytest.mark.parametrize("starts", [[0.5, 2], [0.5, -0.5, 2]])
def test_both_wells_are_minima(starts: list):
    """A descent that comes to rest arrives, one with too large a step does not, and a well that is typed in is no descent."""
    exercise = descending(WELLS, starts)
    assert play(line(WELLS_SLOPE), exercise).verdict is Verdict.CORRECT
    assert lost(play(line(WELLS_SLOPE, "0.2"), exercise)) == {"arrives"}
    assert play("def descend(x, n):\n    return -1.0\n", exercise).misconception == "hard_coded_minimum"
    assert play("def descend(x, n):\n    return 1.0 if x > 0 else -1.0\n", exercise).credit == 0


@pytest.mark.parametrize("begin", ["np.float32(x)", "np.array(x, dtype=np.float32)"])
def test_answers_in_single_precision_are_as_good(begin: str):
    """Six digits show the same step size and the same end as fifteen."""
    source = line(WELLS_SLOPE, "np.float32(0.1)", begin, "np.float32(x)")
    assert play(source, descending(WELLS, [0.5, -0.5, 2])).verdict is Verdict.CORRECT


def test_an_overflow_on_the_way_of_right_steps_costs_the_arrival_alone():
    """A formula that leaves the floats on a way that does not is no wrong direction."""
    slope = "x - math.exp(-x) if x > -5 else x - np.exp(np.float64(-x)*200)/np.exp(np.float64(-x)*199)"
    result = play(line(slope), descending("x**2/2 + exp(-x)", [-1, -10, 20]))
    assert lost(result) == {"arrives"}, result.feedback


def test_nowhere_is_for_functions_without_a_minimum_downhill():
    """An author who says that there is none, and is wrong, is told of it."""
    with pytest.raises(SpecError, match="there is a minimum to arrive at"):
        lesson(descending(WELLS, [0.5], arrives="nowhere"))
    assert play(line("-math.exp(-x)"), descending("exp(-x)", [0, 1], arrives="nowhere")).verdict is Verdict.CORRECT
    assert play(line("-math.exp(-x)", "-0.1"), descending("exp(-x)", [0, 1], arrives="nowhere")).credit < 1


def test_a_slow_valley_is_long_and_not_wrong():
    """Rosenbrock's valley takes tens of thousands of steps with a step size that does not leap out of it."""
    source = ("def descend(x, y, n):\n    for k in range(n):\n        g, h = -2*(1 - x) - 400*x*(y - x**2), 200*(y - x**2)\n"
              "        x, y = x - 0.001*g, y - 0.001*h\n    return x, y\n")  # fmt: skip
    assert play(source, descending("(1-x)**2 + 100*(y-x**2)**2", [[-1.2, 1], [0, 0]], "xy")).credit == 1
