"""What an author can ask of a descent, the ways of calling and returning, and functions that are not the lesson's."""

from __future__ import annotations

import pytest

from grader.kinds.calling import Role, descent_conventions
from grader.model import Audience, FunctionValue, Parameter, Verdict
from tests.descent_programs.driver import Session, play
from tests.descent_programs.exercises import descending
from tests.descent_programs.right import ONE, ONE_VARIABLE, TWO, TWO_VARIABLES
from tests.descent_programs.wrong import one, two

UPDATE = "x = x - d * (x - math.exp(-x))"


def exercise(expression: str, starts: str, variables: str = "x", **keys: object) -> str:
    """An exercise with one program, as YAML."""
    return descending(expression, starts, variables.split(", "), **keys)


LESSON = "x**2/2 + exp(-x)"


def lesson(**keys: object) -> str:
    """The lesson's function of one variable with other options."""
    return exercise(LESSON, "[-1, -10, 20]", **keys)


def plain(slope: str, size: object = 0.1, names: str = "x", starts: str = "") -> str:
    """A plain program called `descend` with these partial derivatives, separated by semicolons."""
    variables = names.split()
    slopes = slope.split(";")
    moved = ", ".join(f"{v} - {size} * ({s})" for v, s in zip(variables, slopes, strict=True))
    joined = ", ".join(variables)
    return (
        f"from math import *\ndef descend({', '.join(v + '0' for v in variables)}, n):\n"
        f"    {joined} = {', '.join(v + '0' for v in variables)}\n"
        f"    for _ in range(n):\n        {joined} = {moved}\n    return {joined}\n"
    )


def lost(source: str, yaml: str) -> set[str]:
    """The criteria that a program loses."""
    return {line.id for line in play(source, yaml).criteria if line.credit < 1}


OTHERS = {
    "parabola": (exercise("x**2", "[1, -3, 7]"), plain("2*x")),
    "parabola, at once": (exercise("x**2", "[1, -3, 7]"), plain("2*x", 0.5)),
    "shifted parabola, at once": (exercise("(x - 3)**2", "[1, -3, 7]"), plain("2*(x-3)", 0.5)),
    "parabola, alternating": (exercise("x**2", "[1, -3, 7]"), plain("2*x", 0.9)),
    "whole numbers on the way": (exercise("x**2", "[16, -32, 1024]"), plain("2*x", 0.25)),
    "fourth power": (exercise("x**4 + x**2", "[1, -0.5]"), plain("4*x**3 + 2*x", 0.05)),
    "logarithm": (exercise("x - log(x)", "[3, 0.5]"), plain("1 - 1/x", 0.2)),
    "one start": (exercise("cosh(x - 1)", "[3]"), plain("sinh(x-1)", 0.3)),
    "sine": (exercise("sin(x)", "[4, 5]"), plain("cos(x)", 0.4)),
    "double well": (exercise("(x**2 - 1)**2", "[2, -0.1, 0.3]"), plain("4*x*(x**2-1)", 0.02)),
    "across the axes": (
        exercise("x**2 + x*y + y**2", "[[1, 2], [-3, 1]]", "x, y"), plain("2*x+y; x+2*y", 0.2, "x y")),
    "three variables": (
        exercise("x**2 + 2*y**2 + 3*z**2 + x*z", "[[1, 2, 3], [-1, 0, 2]]", "x, y, z"),
        plain("2*x+z; 4*y; 6*z+x", 0.1, "x y z")),
    "Rosenbrock": (
        exercise("(1-x)**2 + 10*(y-x**2)**2", "[[-1.2, 1], [0, 0]]", "x, y"),
        plain("-2*(1-x)-40*x*(y-x**2); 20*(y-x**2)", 0.01, "x y")),
    "other names": (
        exercise("(u - 1)**2 + (v + 2)**2", "[[0, 0], [5, 5]]", "u, v"), plain("2*(u-1); 2*(v+2)", 0.3, "u v")),
    "far away": (exercise("x**2 + exp(-x)", "[1.0e+30, -5]"), plain("2*x - exp(-x)", 0.1)),
    "tiny": (exercise("x**2", "[1.0e-8, 2.0e-9]"), plain("2*x", 0.1)),
    "huge curvature": (exercise("1.0e6*(x - 1)**2", "[3, -2]"), plain("2e6*(x-1)", 1e-7)),
}  # fmt: skip


@pytest.mark.parametrize(("yaml", "source"), OTHERS.values(), ids=OTHERS)
def test_any_function_that_the_exercise_states_is_judged(yaml: str, source: str):
    """A plain right program for another function loses nothing."""
    result = play(source, yaml)
    assert (result.verdict, result.credit) == (Verdict.CORRECT, 1), (result.feedback, result.evidence)


@pytest.mark.parametrize(("yaml", "source"), OTHERS.values(), ids=OTHERS)
def test_an_ascent_is_wrong_for_any_function(yaml: str, source: str):
    """The same program with a plus sign loses the direction."""
    uphill = source.replace(" - 0.", " + 0.").replace(" - 1e", " + 1e")
    assert uphill != source
    assert "direction" in lost(uphill, yaml) or "start" in lost(uphill, yaml)


def test_a_typed_in_minimum_is_wrong_even_where_one_step_lands_on_it():
    """`return 0` for x² is not told from a descent with δ = 1/2 by its values, but it has no loop."""
    result = play("def descend(x, n):\n    return 0.0\n", exercise("x**2", "[1, -3, 7]"))
    assert (result.credit, result.misconception) == (0, "hard_coded_minimum")


FIXED = [
    ({"size": 0.1}, 0.1, set()),
    ({"size": "1/10"}, 0.1, set()),
    ({"size": 0.1}, 0.2, {"step_size"}),
    ({"size": 0.3}, "0.3 / (1 + 0.1 * k)", {"step_size"}),
    ({"size": 0.1}, "0.1 / (1 + 0.1 * k)", {"step_size", "arrives"}),
    ({"step_size": "constant"}, 0.3, set()),
    ({"step_size": "constant"}, "0.3 / (1 + 0.1 * k)", {"step_size"}),
    ({"step_size": "schedule"}, "0.3 / (1 + 0.1 * k)", set()),
    ({"step_size": "any"}, "0.3 / (1 + 0.1 * k)", set()),
    ({"step_size": "[constant, schedule]"}, "0.3 * 0.99 ** k", set()),
]


@pytest.mark.parametrize(("wanted", "size", "costs"), FIXED)
def test_the_step_size_that_the_exercise_fixes_is_judged_apart(wanted: dict[str, object], size: object, costs: set[str]):
    """Another δ than the one asked for, or another kind of rule, loses its own criterion and no other."""
    source = one(f"x = x - ({size}) * (x - math.exp(-x))").replace("grad_descent", "descend")
    assert lost(source, lesson(**wanted)) == costs


BACKTRACKING = """
import math
def f(x): return x * x / 2 + math.exp(-x)
def descend(x, n):
    for _ in range(n):
        g, t = x - math.exp(-x), 1.0
        while f(x - t * g) > f(x) - 0.4 * t * g * g:
            t *= 0.5
        x = x - t * g
    return x
"""


def test_a_line_search_in_one_variable_counts_where_it_is_allowed():
    """The exercise says so."""
    assert play(BACKTRACKING, lesson(step_size="any")).credit == 1
    assert play(BACKTRACKING, lesson(step_size="[line_search]")).credit == 1


def test_steps_that_arrive_by_no_rule_are_for_a_person_to_look_at():
    """In one variable, where nothing says that a line search is allowed, three criteria are kept and two reviewed."""
    result = play(BACKTRACKING, lesson())
    assert result.verdict is Verdict.NEEDS_REVIEW
    review = {line.id for line in result.criteria if line.verdict is Verdict.NEEDS_REVIEW}
    earned = {line.id for line in result.criteria if line.credit == 1}
    assert (review, earned) == ({"direction", "step_size"}, {"start", "count", "arrives"})
    assert result.misconception is None
    assert any(feedback.audience is Audience.STAFF for feedback in result.feedback)


def test_a_constant_slope_is_not_taken_for_a_sign():
    """Where all starts lie on one side of the minimum, a term that was dropped leaves equal steps behind."""
    result = play(plain("-3"), exercise("x**2 - 3*x", "[0, -1]"))
    assert result.misconception == "wrong_gradient"


def test_where_a_line_search_may_land_at_once_a_person_looks():
    """In one variable an exact line search and any other way to the minimum answer alike; one typed in is known by its number."""
    exact = one("for j in range(99): x = math.exp(-abs(x))").replace("grad_descent", "descend")
    assert play(exact, lesson(step_size="any")).verdict is Verdict.NEEDS_REVIEW
    known = one("x = 0.5671432904097838 + 1e-12 * x").replace("grad_descent", "descend")
    assert play(known, lesson(step_size="any")).credit == 0
    typed_in = "def descend(x_start, n):\n    return 0.5671432904097838\n"
    assert play(typed_in, lesson(step_size="any")).credit == 0


PARTLY = [
    (one(f"if k > 50: raise RuntimeError\n        {UPDATE}"), {"count", "arrives"}),
    (one(f"if k > 0: raise RuntimeError\n        {UPDATE}"), {"count", "arrives"}),
    (one(f"{UPDATE}; f = x*x/2 + math.exp(-x); best, low = (x, f) if f < low else (best, low)",
         before="x = best = x_start; low = x*x/2 + math.exp(-x)", after="return best"), {"count"}),
    (one("x = x - d * (x - math.exp(-x))", loop="for k in range(n + 1):", after="return x*x/2 + math.exp(-x)"),
     {"start", "count", "arrives"}),
    (one("x = x + d * (x - math.exp(-x))", after="print(x)"), {"start", "direction", "arrives"}),
    (one("x = x - d * (x - math.exp(-x))", loop="for k in range(n + 1):", after="print(x)"), {"start", "count"}),
]  # fmt: skip


@pytest.mark.parametrize(("source", "costs"), PARTLY)
def test_several_faults_cost_what_each_of_them_costs(source: str, costs: set[str]):
    """A program that stops with an error later, keeps the best point, or has two mistakes at once."""
    assert lost(source, ONE) == costs


TRAJECTORY = one(UPDATE + "; xs.append(x)", before="x, xs = x_start, [x_start]", after="return xs")


@pytest.mark.parametrize("size", ["0.02 * 1.1 ** k", "0.01 * (k + 1) ** 0.5", "0.001 * 30.0 ** k", "1e-300 * 10.0 ** (90 * k)"])
def test_a_step_size_that_grows_has_a_verdict(size: str):
    """A schedule need not shrink, and no formula of ours fails on one that grows without end."""
    source = one(f"x = x - ({size}) * (x - np.exp(-x))").replace("grad_descent", "descend")
    assert play(source, lesson()).verdict is not Verdict.NEEDS_REVIEW


def test_all_points_count_where_the_exercise_allows_them():
    """With `trajectory: true` they are as good as the last one, which is still understood without."""
    source = TRAJECTORY.replace("grad_descent", "descend")
    assert lost(source, lesson(trajectory="true")) == set()
    assert lost(source, lesson()) == {"start"}
    for shape in ("np.array(xs)", "tuple(xs)", "xs[1:] if n > 1 else xs"):
        assert lost(source.replace("return xs", f"return {shape}"), lesson(trajectory="true")) == set()


def test_ways_of_working_have_a_criterion_of_their_own():
    """`uses` and `forbids` are read from the syntax tree, through aliases, and cost their share alone."""
    uses, forbids = lesson(uses="[mygrad]"), lesson(forbids="[numpy, scipy.optimize]")
    tensor = ONE_VARIABLE["lesson, printed"].replace("grad_descent", "descend")
    floats = ONE_VARIABLE["numpy"].replace("grad_descent", "descend")
    maths = ONE_VARIABLE["plain"].replace("grad_descent", "descend")
    assert lost(tensor, uses) == set()
    assert lost(maths, uses) == {"ways"}
    assert lost(floats, forbids) == {"ways"}
    assert lost(maths, forbids) == set()
    assert lost("import numpy as np\n" + maths, forbids) == set(), "an import that is not used is no use"
    inside = "    import mygrad as mg\n    x"
    assert lost(maths.replace("    x", inside, 1), uses) == {"ways"}, "nor is one inside the program"


FORBIDDEN = [
    "import scipy.optimize as so",
    "from scipy.optimize import minimize",
    "from scipy import optimize",
    "import importlib; so = importlib.import_module('scipy.optimize')",
    "so = __import__('scipy.optimize')",
    "import scipy; so = getattr(scipy, 'optimize')",
    "import scipy; so = getattr(scipy, 'opti' + 'mize')",
    "exec('import scipy.optimize')",
]


@pytest.mark.parametrize("line", FORBIDDEN)
def test_what_is_forbidden_is_found_however_it_is_reached(line: str):
    """By an alias, from inside the program, or through a text that Python turns into a module or an attribute."""
    forbids = lesson(forbids="[scipy.optimize]")
    maths = ONE_VARIABLE["plain"].replace("grad_descent", "descend").replace("    x =", f"    if n < 0: {line}\n    x =", 1)
    assert lost(maths, forbids) == {"ways"}
    assert lost(maths.replace("scipy", "scipie"), forbids) == set()


def test_the_rubric_decides_what_each_criterion_is_worth():
    """Weights become shares."""
    heavy = lesson(rubric="{start: 0, direction: 1, count: 3, step_size: 0, arrives: 0}")
    result = play(one(UPDATE, loop="for k in range(n + 1):").replace("grad_descent", "descend"), heavy)
    assert float(result.credit) == 0.25


def test_a_slow_step_size_is_advice_unless_the_exercise_sets_a_limit():
    """0.001 needs eleven thousand iterations."""
    slow = one(UPDATE, before="d = 0.001; x = x_start").replace("grad_descent", "descend")
    result = play(slow, lesson())
    assert result.credit == 1
    assert any(feedback.code == "slow" for feedback in result.feedback)
    assert play(slow, lesson(iteration_limit=2000)).misconception == "step_size_too_small"


def test_the_feedback_says_what_was_inferred():
    """δ, the iterations to a millionth, the largest δ, and the trajectory are in the evidence."""
    result = play(ONE_VARIABLE["plain"], ONE)
    assert result.evidence["step_size"] == 0.1
    assert result.understood == "steps against the gradient, δ = 0.1"
    assert 140 < result.evidence["iterations_to_1e-6"] < 160
    assert result.evidence["trajectory"][0]["start"] == [-1.0]
    large = play(ONE_VARIABLE["plain"].replace("delta = 0.1", "delta = 1.2"), ONE)
    text = " ".join(feedback.text for feedback in large.feedback)
    assert "about 1.2" in text
    assert large.evidence["largest_step_size"] == pytest.approx(1.0, abs=0.01)


def test_the_evidence_is_plain_json():
    """Also when values overflow on the way."""
    import json

    for source in (one("x = x + d * (x - np.exp(-x)) ** 3"), TWO_VARIABLES["plain"]):
        json.dumps(play(source, ONE if "grad_descent(x_start, n)" in source else TWO).evidence, allow_nan=False)


def test_a_change_of_the_argument_is_a_remark():
    """Updating the array that was given in place is told and costs nothing."""
    result = play(TWO_VARIABLES["one vector, updated in place"], TWO)
    assert result.credit == 1
    assert any(feedback.code == "mutates_arguments" for feedback in result.feedback)


def test_an_int_start_that_fails_is_a_hint():
    """MyGrad's integer tensors have no gradient."""
    source = ONE_VARIABLE["lesson, printed"].replace("float(x_start)", "x_start")
    result = play(source, ONE)
    assert result.credit == 1
    assert any(feedback.code == "integer_start" for feedback in result.feedback)


def test_a_program_that_fails_did_not_run():
    """The lesson's printed two-variable program reads x before it is assigned."""
    source = "def multi_grad_descent(x_start, y_start, n):\n    for _ in range(n):\n        x = x - 0.1 * x\n    return x\n"
    result = play(source, TWO)
    assert (result.verdict, result.credit) == (Verdict.DID_NOT_RUN, 0)
    assert "multi_grad_descent(14.0, -53.0, 1)" in result.feedback[0].text


def test_an_endless_loop_costs_one_wait():
    """After the first call that does not come back nothing more is asked."""
    session = Session("def grad_descent(x_start, n):\n    while True:\n        pass\n")
    result = play("def grad_descent(x_start, n):\n    while True:\n        pass\n", ONE, session)
    assert result.verdict is Verdict.DID_NOT_RUN
    source = one("x = x\n        while k == 2: pass\n        " + UPDATE)
    assert play(source, ONE).credit < 1


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        ("grad_descent = 0.5671\n", Verdict.INCORRECT),
        ("other = 1\n", Verdict.UNANSWERED),
        ("def grad_descent():\n    return 0.5671\n", Verdict.DID_NOT_RUN),
        ("def grad_descent(a, b, c, d):\n    return a\n", Verdict.DID_NOT_RUN),
        ("def grad_descent(x_start, n):\n    return 'no idea'\n", Verdict.INCORRECT),
        ("def grad_descent(x_start, n):\n    return grad_descent\n", Verdict.INCORRECT),
        ("def grad_descent(x_start, n):\n    return [[1, 2], [3, 'a']]\n", Verdict.INCORRECT),
        ("def grad_descent(x_start, n):\n    return 1j\n", Verdict.INCORRECT),
        ("def grad_descent(x_start, n):\n    return 10 ** 400\n", Verdict.INCORRECT),
        ("def grad_descent(x_start, n):\n    return []\n", Verdict.INCORRECT),
        ("def grad_descent(x_start, n):\n    return {}\n", Verdict.INCORRECT),
        ("def grad_descent(x_start, n):\n    return True\n", Verdict.INCORRECT),
        ("def grad_descent(x_start, n):\n    return x_start if n < 3 else None\n", None),
        ("def grad_descent(x_start, n):\n    return x_start if n < 3 else [1, 2, 3]\n", None),
        ("def grad_descent(x_start, n):\n    return x_start * 10.0 ** (300 * n)\n", None),
    ],
)
def test_whatever_comes_back_has_a_verdict(source: str, verdict: Verdict | None):
    """No answer makes the judge fail, and none of these earns full marks."""
    result = play(source, ONE)
    assert result.credit < 1
    assert verdict in (None, result.verdict), result


CALLS = {
    "x_start, n": (("x", Role.COUNT), None),
    "x0, steps": (("x", Role.COUNT), None),
    "n, x0": ((Role.COUNT, "x"), None),
    "num_steps, start": ((Role.COUNT, "x"), None),
    "a, b": (("x", Role.COUNT), None),
    "x, n, lr=0.1": (("x", Role.COUNT), None),
    "x, lr=0.1, n=10": (("x", Role.COUNT), ("n",)),
}


@pytest.mark.parametrize("text", CALLS)
def test_parameters_are_understood_by_name_and_place(text: str):
    """N is where its name says, else last; what has a default is left alone unless it is n."""
    parameters = tuple(
        Parameter(name=part.split("=")[0], has_default="=" in part) for part in text.split(", ")
    )
    way = descent_conventions(FunctionValue(parameters=parameters), ("x",), None)[0]
    assert sorted(map(str, way.arguments_at({"x": 5.0}, 7))) == ["5.0", "7"]
    assert way.order == CALLS[text][0]


TWO_CALLS = [
    ("x_start, y_start, n", (5.0, 6.0, 7)),
    ("y0, x0, n", (6.0, 5.0, 7)),
    ("n, x, y", (7, 5.0, 6.0)),
    ("a, b, c", (5.0, 6.0, 7)),
    ("x, y, n, delta=0.1", (5.0, 6.0, 7)),
]


@pytest.mark.parametrize(("text", "arguments"), TWO_CALLS)
def test_two_coordinates_and_n_are_understood(text: str, arguments: tuple[object, ...]):
    """In any order that the names make clear."""
    parameters = tuple(Parameter(name=p.split("=")[0], has_default="=" in p) for p in text.split(", "))
    way = descent_conventions(FunctionValue(parameters=parameters), ("x", "y"), None)[0]
    assert way.arguments_at({"x": 5.0, "y": 6.0}, 7) == arguments


PROGRAMS_BY_SIGNATURE = [
    "def grad_descent(x, lr=0.1, n=10):\n",
    "def grad_descent(x, n=10, lr=0.1):\n",
    "def grad_descent(*, x, n):\n    lr = 0.1\n",
    "def grad_descent(x, *args):\n    n, lr = args[0], 0.1\n",
    "def grad_descent(iterations, x):\n    n, lr = iterations, 0.1\n",
    "def grad_descent(x, n, verbose=False, tol=0):\n    lr = 0.1\n",
]


@pytest.mark.parametrize("head", PROGRAMS_BY_SIGNATURE)
def test_reasonable_signatures_cost_nothing(head: str):
    """Called the way it was written."""
    source = f"import math\n{head}    for _ in range(n):\n        x = x - lr * (x - math.exp(-x))\n    return x\n"
    assert play(source, ONE).credit == 1


def test_a_required_step_size_is_given_where_the_exercise_fixes_one():
    """`descend(x_start, delta, n)` is called with the exercise's δ."""
    source = one(UPDATE).replace("grad_descent(x_start, n)", "descend(x_start, delta, n)")
    source = source.replace("d = 0.1", "d = delta")
    assert play(source, lesson(size=0.1)).credit == 1


RETURNS = ["float(x)", "[x]", "(x, n)", "(x, x**2/2 + math.exp(-x))", "{'x': x}", "{'x_min': x}", "np.float64(x)",
           "np.array([[x]])", "mg.tensor(x)", "(x, [1.0, 2.0, x])", "np.longdouble(x)"]  # fmt: skip


@pytest.mark.parametrize("expression", RETURNS)
def test_a_point_counts_in_any_wrapping(expression: str):
    """A number, an array, a tensor, a dict, or the first part of a pair."""
    if "longdouble" in expression:
        expression = "float(np.longdouble(x))"
    result = play(one(UPDATE, after=f"return {expression}"), ONE)
    assert result.credit == 1, result.feedback


TWO_RETURNS = ["(x, y)", "[x, y]", "np.array([x, y])", "{'x': x, 'y': y}", "{'y': y, 'x': x}", "mg.tensor([x, y])",
               "((x, y), 3.0)", "(x, y, 3.0)", "np.array([[x, y]])"]  # fmt: skip


@pytest.mark.parametrize("expression", TWO_RETURNS)
def test_a_point_of_two_coordinates_counts_in_any_wrapping(expression: str):
    """The same for two variables."""
    result = play(two("x, y = x - d * gx(x), y - d * gy(y)", after=f"return {expression}"), TWO)
    assert result.credit == 1, result.feedback


def test_single_precision_is_precise_enough():
    """A program in float32 follows the gradient as well as it can."""
    source = one("x = np.float32(x - np.float32(0.1) * (x - np.exp(-x)))", before="x = np.float32(x_start)")
    assert play(source, ONE).credit == 1


def test_the_printed_minimum_is_checked():
    """0.5671 is the minimum to four digits; 0.5672 is an author's error, and so is a start without a minimum."""
    from grader.course.exercises import read_exercise
    from grader.errors import SpecError

    read_exercise(lesson(printed_minimum="[0.5671]"), "x.yml", "x")
    for yaml in (lesson(printed_minimum="[0.5682]"), exercise("-x**2", "[1]"), exercise(LESSON, "[[1, 2]]"),
                 exercise("2*x**2 + x*y", "[[1, 2]]", "x, y"), lesson(size=-1)):  # fmt: skip
        with pytest.raises(SpecError):
            read_exercise(yaml, "x.yml", "x")


BY_START = """
import math
def grad_descent(x_start, n):
    x, d = x_start, 0.1 if x_start < 0 else {other}
    for _ in range(n):
        x = x - d * (x - math.exp(-x))
    return x
"""


def test_a_step_size_computed_from_the_start_is_a_constant_of_its_run():
    """Each run keeps one size, so nothing is lost, and the sizes are reported by start."""
    result = play(BY_START.format(other=0.3), ONE)
    assert result.verdict is Verdict.CORRECT
    assert "δ = 0.1 from -1, 0.1 from -10, 0.3 from 20" in (result.understood or "")


def test_of_sizes_by_start_each_has_to_arrive_and_none_is_the_one_that_is_fixed():
    """A size that diverges from its own start loses the end; where one number is fixed, two are not it."""
    result = play(BY_START.format(other=3), ONE)
    assert [line.id for line in result.criteria if line.credit < 1] == ["arrives"]
    source = BY_START.format(other=0.3).replace("grad_descent", "descend")
    assert lost(source, lesson(size=0.1)) == {"step_size"}


@pytest.mark.parametrize("given_back", ["n", "x_start"])
@pytest.mark.parametrize("tolerance", [1e-8, 1e-15])
def test_what_a_program_gives_when_it_stops_by_itself_is_seen(given_back: str, tolerance: float):
    """A program that stops at a small tolerance and gives back something else than its point is not right."""
    source = f"""
import math
def grad_descent(x_start, n):
    x = x_start
    for _ in range(n):
        new = x - 0.1 * (x - math.exp(-x))
        if abs(new - x) < {tolerance}:
            return {{}}
        x = new
    return x
"""
    assert play(source.format("x"), ONE).credit == 1
    assert play(source.format(given_back), ONE).credit < 1
