"""What the source decides where values cannot: no point for what is typed in, all points for honest steps in any style."""

from __future__ import annotations

import pytest

from grader.model import CheckResult, Verdict
from tests.descent_programs.cunning import COSTS, CUTS, LEFT, REAL, TYPED_IN
from tests.descent_programs.driver import play
from tests.descent_programs.styles import SCHEDULED, SCHEDULES, STYLES
from tests.descent_programs.valleys import ONE_CURVATURE, OTHERS, RADIAL, VALLEYS, Valley

FEW = ("parabola", "parabola at 3", "bowl at (1, -2)", "hyperboloid", "lesson", "lesson, two", "ellipse", "Rosenbrock")
UNSEEN = {"start", "direction", "count", "step_size"}


def lost(result: CheckResult) -> set[str]:
    """The criteria that a program loses."""
    return {line.id for line in result.criteria if line.verdict is Verdict.INCORRECT}


def left(result: CheckResult) -> set[str]:
    """The criteria that wait for a person."""
    return {line.id for line in result.criteria if line.verdict is Verdict.NEEDS_REVIEW}


def judged(valley: Valley, body: str, **keys: object) -> CheckResult:
    """The judgement of a program with this body."""
    return play(valley.program(body), valley.exercise(**keys))


@pytest.mark.parametrize("body", TYPED_IN.values(), ids=TYPED_IN)
@pytest.mark.parametrize("valley", [VALLEYS[name] for name in FEW], ids=FEW)
def test_what_is_typed_in_earns_nothing(valley: Valley, body: str):
    """Whatever loop stands beside it, whatever was tried is excepted, and wherever all points count."""
    result = judged(valley, body, **({"trajectory": "true"} if "77.0" in body else {}))
    assert (result.verdict, result.credit) == (Verdict.INCORRECT, 0), result.feedback
    assert result.misconception in ("hard_coded_minimum", "constant_answer", "typed_in_answers")


@pytest.mark.parametrize("options", [{"size": 0.1}, {"step_size": "any"}, {"trajectory": "true"}], ids=str)
def test_a_typed_in_minimum_earns_nothing_whatever_the_exercise_allows(options: dict[str, object]):
    """A step size that is fixed, any step size, and all points instead of the last one."""
    for body in ("for k in range(n): pass\nreturn MINIMUM", "for k in range(n): pass\nreturn [77.0]*n + [MINIMUM]"):
        assert judged(ONE_CURVATURE["parabola at 3"], body, **options).credit == 0


@pytest.mark.parametrize("body", LEFT.values(), ids=LEFT)
@pytest.mark.parametrize("valley", ONE_CURVATURE.values(), ids=ONE_CURVATURE)
def test_where_neither_values_nor_the_source_tell_a_person_looks(valley: Valley, body: str):
    """And no criterion is ticked that was not seen: at most that the points came to the minimum."""
    result = judged(valley, body)
    assert result.verdict is Verdict.NEEDS_REVIEW
    assert left(result) | lost(result) >= UNSEEN
    assert result.misconception is None


@pytest.mark.parametrize(("body", "costs"), COSTS.values(), ids=COSTS)
@pytest.mark.parametrize("valley", ONE_CURVATURE.values(), ids=ONE_CURVATURE)
def test_on_functions_of_one_curvature_mistakes_cost_what_they_cost_elsewhere(valley: Valley, body: str, costs: set[str]):
    """Another number of steps, momentum, a jump to the minimum: they are no schedules there either."""
    result = judged(valley, body)
    assert (lost(result), left(result)) == (costs, set()), result.feedback
    assert result.misconception is not None


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("valley", [VALLEYS[name] for name in ("parabola", "parabola, one start", "bowl", "cosh", "lesson")])
def test_a_start_that_is_cut_is_seen(valley: Valley, cut: str):
    """Also where the author's starts and the minimum are whole numbers of one sign: the start is lost, the steps are not."""
    body = f"p = np.array([{cut}(c) for c in [START]], float)\nfor k in range(n): p = p - SIZE*np.array([SLOPES])\nreturn p"
    result = judged(valley, body)
    assert "start" in lost(result), result.feedback
    assert not left(result)


@pytest.mark.parametrize("body", ["n + 1", "n + 2", "2*n", "n**2"])
@pytest.mark.parametrize("valley", RADIAL.values(), ids=RADIAL)
def test_on_radial_functions_a_wrong_count_is_no_line_search(valley: Valley, body: str):
    """The simplest explanation of all answers wins; where the gradient never turns, directions show nothing."""
    result = judged(valley, REAL.replace("range(n)", f"range({body})") + "return POINT")
    assert (lost(result), left(result)) == ({"count"}, set()), result.feedback


@pytest.mark.parametrize("valley", RADIAL.values(), ids=RADIAL)
def test_on_radial_functions_momentum_is_named(valley: Valley):
    """Steps with momentum go straight down there too, and still are what they are."""
    body = "p = np.array([START], float)\nv = 0*p\nfor k in range(n): v = 0.5*v - SIZE*np.array([SLOPES]); p = p + v\nreturn p"
    assert judged(valley, body).misconception == "momentum"


@pytest.mark.parametrize(("above", "body"), STYLES.values(), ids=STYLES)
@pytest.mark.parametrize("valley", [VALLEYS[name] for name in FEW], ids=FEW)
def test_honest_steps_in_any_style_lose_nothing(valley: Valley, above: str, body: str):
    """Also where one step lands on the minimum: δ = 1/curvature is an honest choice."""
    c = valley.curvature
    for size in (0.1 / c, 0.5 / c, 1 / c, 1.3 / c) if c else (valley.size,):
        result = play(valley.program(body, size, above), valley.exercise())
        assert (result.verdict, result.credit) == (Verdict.CORRECT, 1), (size, result.feedback)


@pytest.mark.parametrize("rate", SCHEDULES.values(), ids=SCHEDULES)
@pytest.mark.parametrize("valley", ONE_CURVATURE.values(), ids=ONE_CURVATURE)
def test_a_schedule_that_falls_is_one_on_functions_of_one_curvature_too(valley: Valley, rate: str):
    """Smoothly, by stairs or late: it does not read n, keeps nothing between steps, and never lands by itself."""
    for size in (0.5 / (valley.curvature or 1), 0.9 / (valley.curvature or 1)):
        result = play(valley.program(SCHEDULED.replace("RATE", rate), size), valley.exercise())
        assert (result.verdict, result.credit) == (Verdict.CORRECT, 1), (size, result.feedback)


@pytest.mark.parametrize("valley", [*ONE_CURVATURE.values(), *OTHERS.values()], ids=[*ONE_CURVATURE, *OTHERS])
def test_all_points_of_a_path_are_judged_where_they_count(valley: Valley):
    """Its points are those that the program gives for fewer iterations; the last one alone does not earn the start."""
    point = "POINT" if len(valley.names) == 1 else "(POINT)"
    walk = REAL.replace("POINT = START\n", f"POINT = START\nh = [{point}]\n").replace("STEP", f"\n    STEP\n    h.append({point})")
    for path in ("h", "np.array(h)", "h[1:] if n > 1 else h"):
        assert not lost(judged(valley, walk + f"return {path}", trajectory="true")) - {"arrives"}
    for path in ("[h[-1]]*(n + 1)", "h[:-1][::-1] + h[-1:]", "[h[0]]*n + [h[-1]]"):
        assert "start" in lost(judged(valley, walk + f"return {path}", trajectory="true")), path


def test_a_landing_that_no_float_can_make_is_for_a_person():
    """From 1e17 a computed step ends on a multiple of 16, not on 3: what is exact there may be typed in."""
    valley = ONE_CURVATURE["parabola at 3"]
    typed = judged(valley, "x = x_start\nfor k in range(n): x = x - x + 3.0\nreturn x")
    assert typed.verdict is Verdict.NEEDS_REVIEW
    assert typed.credit == 0
    assert judged(valley, "x = x_start\nfor k in range(n): x = x - 0.5*(2*x - 6)\nreturn x").credit == 1


def test_what_cannot_be_followed_is_unknown_and_never_typed_in():
    """A landing that `exec` makes is left to a person; the same steps of another size are what their values show."""
    body = "space = {{'p': x_start}}\nfor k in range(n): exec('p = p - {}*(2*(p - 3))', {{}}, space)\nreturn space['p']"
    valley = ONE_CURVATURE["parabola at 3"]
    landing = judged(valley, body.format(0.5))
    assert (landing.verdict, left(landing)) == (Verdict.NEEDS_REVIEW, {*UNSEEN, "arrives"})
    assert judged(valley, body.format(0.1)).credit == 1


def test_one_step_without_a_loop_that_lands_is_for_a_person():
    """It ignores n for certain; whether it is a step or a number written in is not told by where it lands."""
    result = judged(ONE_CURVATURE["parabola at 3"], "return x_start - 0.5*gx(x_start)")
    assert (lost(result), left(result)) == ({"start", "count"}, {"direction", "step_size", "arrives"})
