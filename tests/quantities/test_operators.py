"""Every operator of terms: its value, a second way to it, its slips by name, and what does not fit."""

from __future__ import annotations

import random

import pytest

from grader.algebra.floats import points_agree
from grader.algebra.tree import Vector
from grader.descent.methods import METHODS
from grader.equality.compare import compare
from grader.equality.decision import Comparison, Relation
from grader.model import Function
from grader.notation.answer import read
from grader.quantities.evaluation import evaluate, measured, reference, slips
from grader.quantities.operators import NAMED, OPERATORS, SPELLINGS
from grader.quantities.operators.calculus import numbers
from grader.quantities.operators.operator import HOLDS, MANY, Rule, is_tree
from grader.quantities.sheet import Sheet
from grader.quantities.slips.approximate import approximate
from grader.quantities.slips.catalogue import RANKS
from grader.quantities.terms import TermError
from grader.sentences.catalogue import SENTENCES
from tests.quantities.functions import named, right_and_slips, sheet_with

XYZ = ("x", "y", "z")
F = Function(name="f", variables=("x", "y"), expression="4*x*y + y**3")
H = Function(name="h", variables=XYZ, expression="2*x**2 - 3*x*y + z**3")
G = Function(name="g", variables=("t",), expression="t**2")
K = Function(name="k", variables=("t",), expression="sin(t)")
GIVEN = {"P": "[2, 1]", "Q": "[1, 2, 3]", "v": "[3, 4]", "c": "1/2", "r": "sqrt(3)"}
DATA = {"X": "1, 2, 3", "Y": "2, 4, 5"}
VARIABLES = (*XYZ, "t")


def sheet(term: str, **items: str) -> Sheet:
    """A sheet with some functions and givens, in which the item `a` is this term."""
    return sheet_with({**items, "a": term}, F, H, G, K, given=GIVEN, data=DATA)


def said_of(term: str) -> TermError:
    """What is said of a term that does not mean anything."""
    with pytest.raises(TermError) as caught:
        evaluate((found := sheet(term)).terms["a"], found, {})
    return caught.value


# --- Values ---

VALUES: dict[str, list[tuple[str, str]]] = {
    "+": [("P + v", "(5, 5)"), ("c + r", "1/2 + sqrt(3)"), ("f + 1", "4*x*y + y**3 + 1"), ("[x, 1] + [1, x]", "(x + 1, x + 1)")],
    "-": [("v - P", "(1, 3)"), ("1 - c", "1/2"), ("Q - [1, 1, 1]", "(0, 1, 2)")],
    "*": [("2*v", "(6, 8)"), ("v*c", "(3/2, 2)"), ("2*f", "8*x*y + 2*y**3"), ("r*r", "3")],
    "/": [("v/5", "(3/5, 4/5)"), ("1/r", "sqrt(3)/3"), ("f/y", "4*x + y**2"), ("1/3", "1/3")],
    "**": [("r**2", "3"), ("2**-1", "1/2"), ("(x + 1)**2", "x**2 + 2*x + 1"), ("4**c", "2")],
    "neg": [("-v", "(-3, -4)"), ("-(x - y)", "y - x"), ("-c", "-1/2")],
    "at": [
        ("f(1, 2)", "16"), ("f(P)", "9"), ("f([c, 1])", "3"), ("gradient(f)(P)", "(4, 11)"), ("h(Q)", "23"),
        ("at(diff(h, z), 1, 2, 3)", "27"), ("(x*y)(2, 3)", "6"), ("f(g(t), k(t))", "4*t**2*sin(t) + sin(t)**3"),
        ("f(g, k)", "4*t**2*sin(t) + sin(t)**3"), ("f(y, x)", "4*x*y + x**3"), ("g(f)", "(4*x*y + y**3)**2"),
        ("gradient(h)(Q)", "(-2, -3, 27)"), ("g(r/2)", "3/4"), ("f(f(1, 0), 2)", "8"),
    ],
    "diff": [
        ("diff(f, x)", "4*y"), ("diff(f, y)", "4*x + 3*y**2"), ("diff(f, x, y)", "4"), ("diff(f, y, x)", "4"), ("diff(f, y, y)",
        "6*y"),
        ("diff(f, y, y, y)", "6"), ("diff(h, z, z)", "6*z"), ("diff(f(g(t), k(t)), t)",
        "8*t*sin(t) + 4*t**2*cos(t) + 3*sin(t)**2*cos(t)"),
        ("diff(x**2*s, s)", "x**2"), ("diff(2*f - x, y)", "8*x + 6*y**2"), ("diff([x*y, x], x)", "(y, 1)"),
        ("diff(diff(f, x), y)", "4"),
        ("diff(gradient(f), y)", "(4, 6*y)"),
    ],
    "mean": [("mean(X)", "2"), ("mean((x*X + y - Y)**2)", "(14*x**2 + 12*x*y - 50*x + 3*y**2 - 22*y + 45)/3")],
    "sum": [("sum(X*Y)", "25"), ("sum(g(X))", "14"), ("x*sum(Y/X)", "17*x/3")],
    "gradient": [
        ("gradient(f)", "(4*y, 4*x + 3*y**2)"), ("gradient(h)", "(4*x - 3*y, -3*x, 3*z**2)"), ("gradient(g)", "(2*t,)"),
        ("gradient(x*y)", "(y, x)"), ("gradient(diff(f, y))", "(4, 6*y)"), ("-gradient(f)", "(-4*y, -4*x - 3*y**2)"),
    ],
    "dot": [
        ("dot(P, v)", "10"), ("dot(Q, [1, 0, -1])", "-2"), ("dot(gradient(f), unit(v))", "12*y/5 + 16*x/5 + 12*y**2/5"),
        ("dot(gradient(f)(P), unit(v))", "56/5"), ("dot(gradient(f), direction(30, '-x', '+y'))", "2*x + 3*y**2/2 - 2*sqrt(3)*y"),
    ],
    "norm": [("norm(v)", "5"), ("norm(Q)", "sqrt(14)"), ("norm(gradient(g(x)))", "sqrt(4*x**2)"), ("norm(gradient(f)(P))",
        "sqrt(137)")],
    "unit": [("unit(v)", "(3/5, 4/5)"), ("unit([2, 3, 6])", "(2/7, 3/7, 6/7)"), ("unit([1, r])", "(1/2, sqrt(3)/2)"),
        ("unit(v - P)", "(1/sqrt(10), 3/sqrt(10))")],
    "direction": [
        ("direction(30)", "(sqrt(3)/2, 1/2)"), ("direction(30, '-x', '+y')", "(-sqrt(3)/2, 1/2)"), ("direction(180/4)",
        "(sqrt(2)/2, sqrt(2)/2)"),
        ("direction(-90)", "(0, -1)"), ("direction(c)", "(cos(pi/360), sin(pi/360))"), ("direction(30, towards='-y')",
        "(sqrt(3)/2, -1/2)"),
    ],
}  # fmt: skip
ELEMENTARY = {
    "sqrt": "2", "exp": "1", "log": "3", "sin": "1", "cos": "1", "tan": "1", "asin": "1/2", "acos": "1/2", "atan": "2",
    "sinh": "1", "cosh": "1", "tanh": "1", "abs": "-2", "sign": "-2", "floor": "5/2", "ceil": "5/2", "max": "1, 3, 2",
    "min": "1, 3, 2",
}  # fmt: skip
ROWS = [(operator, *row) for operator, rows in VALUES.items() for row in rows]


@pytest.mark.parametrize(("operator", "term", "right"), ROWS)
def test_the_value_is_what_it_is_by_hand(operator: str, term: str, right: str) -> None:
    """Each operator gives what one works out on paper, exact."""
    found, variables = reference("a", sheet(term)), (*VARIABLES, "s")
    assert is_tree(found)
    if right.endswith(",)"):
        assert isinstance(found, Vector)
        assert len(found.components) == 1
        found, right = found.components[0], right[1:-2]
    assert compare(read(right, variables=variables), found, Comparison(variables=variables)).relation is Relation.EQUAL, found


@pytest.mark.parametrize("function", ELEMENTARY)
def test_functions_of_mathematics_have_their_value(function: str) -> None:
    """A function of mathematics gives what the same formula is read as, by each of its spellings."""
    for name in (function, *(word for word, meant in SPELLINGS.items() if meant == function)):
        found = reference("a", sheet(f"{name}({ELEMENTARY[function]})"))
        assert is_tree(found)
        one, other = approximate(found, {}), approximate(read(f"{function}({ELEMENTARY[function]})", variables=()), {})
        assert one is not None
        assert one == other


def test_names_and_steps_have_their_values() -> None:
    """The variables that are left, the points of a descent, and the rule that leads to them."""
    rows = {"diff(f, x)": "y", "gradient(h)": "xyz", "f(x, 2)": "x", "-gradient(f - sqrt(3))": "xy"}
    for term, names in rows.items():
        assert reference("a", sheet(f"names_in({term})")) == frozenset(names)
    points = reference("a", sheet("steps(descent(f, 0.1), start=[1, 2], count=2)"))
    assert isinstance(points, tuple)
    assert points_agree(points[0], (0.2, 0.4), 1e-12)
    assert points_agree(points[1], (0.04, 0.272), 1e-12)
    assert reference("a", sheet("steps(descent(g, c), start=3, count=1)")) == ((0.0,),)
    assert isinstance(reference("a", sheet("descent(f)")), Rule)


def test_every_operator_stands_in_the_tables_here() -> None:
    """Whoever adds an operator adds a row with its value."""
    elsewhere = {"names_in", "steps", *METHODS, *(name for name in OPERATORS if name not in VALUES and name in _functions())}
    assert set(OPERATORS) == {*VALUES, *elsewhere}
    assert set(HOLDS) == set(MANY)


def _functions() -> set[str]:
    return {name for name, operator in OPERATORS.items() if type(operator).__name__ == "Elementary"}


# --- The second way ---


@pytest.mark.parametrize(("operator", "term", "right"), ROWS)
def test_the_measured_way_agrees(operator: str, term: str, right: str) -> None:
    """What is measured in floats, by differences, is the value at each point."""
    found = sheet(term)
    _agree(found, random.Random(term))


def _agree(found: Sheet, draw: random.Random, places: int = 3) -> None:
    right = reference("a", found)
    assert is_tree(right)
    way = measured(found.terms["a"], found.terms["a"], found)
    for _ in range(places):
        point = {name: draw.uniform(0.4, 1.6) for name in (*VARIABLES, "s")}
        value = approximate(right, point)
        assert value is not None
        assert points_agree(numbers(way(point)), numbers(value), 1e-6), (point, way(point), value)


@pytest.mark.parametrize("seed", range(25))
def test_the_measured_way_agrees_for_random_terms(seed: int) -> None:
    """Operators upon operators, with functions and points drawn by chance, come to the same both ways."""
    draw = random.Random(seed)
    inner = [f"{draw.randint(1, 4)}*x**{draw.randint(1, 3)}", "sin(x*y)", "exp(-x)*y", f"x*y**{draw.randint(1, 3)}", "log(1 + x*y)"]
    p = Function(name="p", variables=("x", "y"), expression=" + ".join(draw.sample(inner, 3)))
    q = Function(name="q", variables=XYZ, expression=" - ".join([*draw.sample(inner, 2), f"z**{draw.randint(1, 3)}*x"]))
    terms = [
        "dot(gradient(p), unit([1, 2]))", "dot(gradient(q), unit([x, y, z]))", "norm(gradient(q))", "unit(gradient(p))",
        "diff(p, x, y)", "diff(q, z, x) + diff(p, y)", "p(x*y, 2)", "gradient(p)(1, 1/2)", "diff(p(x**2, sin(x)), x)",
        "-2*gradient(p) + direction(20)/3", "q(p, x, 1)", "gradient(q)([1, 1/2, 2]) - [x, y, z]",
        "dot(gradient(p)(x, 1), direction(x0))",
        "abs(diff(p, x))**(1/2)", "max(p, 1) - min(diff(p, y), 0)",
    ]  # fmt: skip
    term = draw.choice(terms).replace("x0", str(draw.randint(1, 89)))
    _agree(sheet_with(term, p, q), draw)


def test_names_and_steps_are_measured() -> None:
    """Sets of names and sequences have a second way, too."""
    found = sheet("names_in(diff(h, x))")
    assert measured(found.terms["a"], found.terms["a"], found)({"x": 1.1, "y": 0.7, "z": 1.3}) == (1.0, 1.0, 0.0)
    found = sheet("steps(descent(f, 0.1), start=[1, 2], count=2)")
    way = measured(found.terms["a"], found.terms["a"], found)({})
    assert points_agree(numbers(way), (0.2, 0.4, 0.04, 0.272), 1e-6)


# --- Slips ---

SLIPS = [
    ("x*y + y**2", "x*y - y**2", "sign"),
    ("x*y + y**2", "y**2", "dropped_term"),
    ("P + v", "(-1, -3)", "sign"),
    ("Q + [1, 1, 1]", "(1, 2, 3)", "dropped_term"),
    ("v - P", "(-1, -3)", "opposite_order"),
    ("v - P", "(5, 5)", "sign"),
    ("Q - [3, 2, 2]", "(1, 2, 3)", "dropped_term"),
    ("Q - [3, 2, 2]", "(-3, -2, -2)", "dropped_term"),
    ("x*diff(f, x)", "4*y", "factor_forgotten"),
    ("3*v", "(3, 4)", "constant_factor_forgotten"),
    ("3*Q", "(1, 2, 3)", "constant_factor_forgotten"),
    ("x/3", "x", "not_divided"),
    ("x/3", "3/x", "fraction_turned_round"),
    ("Q/5", "(1, 2, 3)", "not_divided"),
    ("3**4", "12", "multiplied_by_exponent"),
    ("x**3", "3*x", "multiplied_by_exponent"),
    ("-v", "(3, 4)", "not_negated"),
    ("-gradient(h)", "(4*x - 3*y, -3*x, 3*z**2)", "not_negated"),
    ("-(x - y)", "x - y", "not_negated"),
    ("sin(x*y)", "x*y", "outer_function_missing"),
    ("sqrt(20)", "20", "outer_function_missing"),
    ("f(2, 1)", "4*x*y + y**3", "not_evaluated"),
    ("f(2, 1)", "16", "coordinates_swapped"),
    ("f(2, 3)", "-3", "sign"),
    ("h(1, 2, 3)", "21", "dropped_term"),
    ("h(1, 3, 2)", "2*x**2 - 3*x*y + z**3", "not_evaluated"),
    ("gradient(f)(1, 2)", "(4*y, 4*x + 3*y**2)", "not_evaluated"),
    ("gradient(f)(1, 2)", "(16, 8)", "components_swapped"),
    ("f(g(t), k(t))", "4*x*y + y**3", "not_evaluated"),
    ("diff(f, y)", "4*y", "other_variable"),
    ("diff(f, y, y)", "4*x + 3*y**2", "differentiated_too_rarely"),
    ("diff(h, x, y)", "4*x - 3*y", "differentiated_too_rarely"),
    ("diff([x*y, x**2], x)", "(x, 2*x)", "other_variable"),
    ("diff([x*y, x**3, 1], x)", "(y, 3*x**3, 0)", "exponent_not_lowered"),
    ("diff(h, z)", "z**2", "exponent_factor_forgotten"),
    ("gradient(f)", "(4*x + 3*y**2, 4*y)", "components_swapped"),
    ("gradient(h)", "x - 3*y + 3*z**2", "components_added"),
    ("gradient(h)", "(4*x - 3*y, -3*x, z**2)", "exponent_factor_forgotten"),
    ("dot(P, v)", "(6, 4)", "dot_product_not_taken"),
    ("dot(P, v)", "6", "component_left_out"),
    ("dot([2, 1], [3, 5])", "13", "components_swapped"),
    ("dot([1, 2, 4], [3, 5, 8])", "(3, 10, 32)", "dot_product_not_taken"),
    ("dot([1, 2, 4], [3, 5, 8])", "42", "component_left_out"),
    ("dot(gradient(f)(P), unit(v))", "56", "not_normalised"),
    ("dot(gradient(h), unit([2, 3, 6]))", "2*(4*x - 3*y) - 9*x + 18*z**2", "not_normalised"),
    ("norm(v)", "25", "root_forgotten"),
    ("norm(v)", "7", "components_added"),
    ("norm(Q)", "14", "root_forgotten"),
    ("norm(Q)", "(1, 2, 3)", "length_not_taken"),
    ("unit(v)", "(3, 4)", "not_normalised"),
    ("unit(v)", "(3/25, 4/25)", "divided_by_squared_length"),
    ("unit([2, 3, 6])", "(4, 6, 12)", "not_normalised"),
    ("unit([2, 3, 6])", "(-2/7, -3/7, -6/7)", "opposite_direction"),
    ("unit([2, 3, 6])", "(3/7, 2/7, 6/7)", "components_swapped"),
    ("direction(30, '-x', '+y')", "(sqrt(3)/2, 1/2)", "supplementary_angle"),
    ("direction(20)", "(cos(20), sin(20))", "degrees_as_radians"),
    ("direction(20)", "20", "angle_given"),
]  # fmt: skip


@pytest.mark.parametrize(("term", "answer", "name"), SLIPS)
def test_each_slip_is_named_for_an_answer_typed_by_hand(term: str, answer: str, name: str) -> None:
    """A wrong answer is told by the slip that leads to it, for numbers, formulas and vectors of two and three components."""
    right, found = right_and_slips(sheet(term))
    assert named(answer, found, right, VARIABLES) == {name}


def test_no_sentence_speaks_of_what_was_not_asked() -> None:
    """Where no derivative is asked for, none is spoken of, and neither is a gradient or a direction."""
    for term in ("P + v", "f(2, 3)", "h(1, 2, 3)", "dot(P, v)", "-v", "3*v", "x/3", "norm(v)", "dot(Q, [1, 5, 7])", "x**3 - y"):
        for slip in right_and_slips(sheet(term))[1]:
            wrong = [word for word in ("ifferentiate", "gradient", "derivative", "direction", "slope") if word in slip.text]
            assert not wrong, (term, slip.name, slip.text)


def test_every_slip_has_a_row_and_a_sentence() -> None:
    """All names come from the one catalogue, and each has its sentence."""
    for _, term, _ in ROWS:
        for slip in slips("a", sheet(term)):
            assert slip.name in RANKS
            assert f"slip.{slip.name}" in SENTENCES
            assert "{" not in slip.text


# --- What does not fit ---

MISFITS = [
    ("P + 1", 1, "`P + 1`: `+` takes two numbers or two vectors, not a vector of 2 and a number"),
    ("P - Q", 1, "`-` takes vectors of one length, and these have 2 and 3"),
    ("P*v", 1, "`P*v`: `*` takes no two vectors; write dot(a, b)"),
    ("1/P", 3, "P is a vector of 2"),
    ("1/(1 - 1)", 1, "this is a division by zero"),
    ("x/(r**2 - 3)", 1, "this is a division by zero"),
    ("1/sin(pi)", 1, "this is a division by zero"),
    ("0**-1", 1, "this is a division by zero"),
    ("P**2", 1, "`P**2`: `**` takes two numbers or formulas, and P is a vector of 2"),
    ("-'x'", 2, "`-'x'`: `-` takes a number, formula or vector, and 'x' is a text"),
    ("sin(P)", 5, "sin takes a number or formula, and P is a vector of 2"),
    ("sin(1, 2)", 1, "sin takes a number or formula, no more"),
    ("sqrt()", 1, "`a1` is missing"),
    ("max(1)", 1, "max takes two numbers or formulas; `a2` is missing"),
    ("f(1)", 1, "`f(1)`: `f` takes 2 numbers (x, y), and the point has 1"),
    ("f(Q)", 1, "`f` takes 2 numbers (x, y), and the point has 3"),
    ("f(P, 1)", 1, "a point is written as numbers, f(1, 2), or as one list, f([1, 2])"),
    ("f()", 1, "`point` is missing"),
    ("c(1)", 1, "no operator and no function of this file"),
    ("at(c, 1)", 1, "`1/2` has no variables, so no numbers can be put in"),
    ("diff(f)", 1, "diff takes a function and a variable; `by` is missing"),
    ("diff(f, 3)", 9, "diff takes a function and a variable, and 3 is a number"),
    ("diff(f, z)", 1, "`z` is not one of the variables (x, y)"),
    ("diff(c, x)", 1, "there is no `x` in it, nor any other variable"),
    ("diff('x', x)", 6, "'x' is a text"),
    ("gradient(gradient(f))", 1, "single numbers for values, and this one's are vectors"),
    ("gradient(3)", 1, "takes a function of variables, and there are none in this one"),
    ("gradient(P)", 1, "takes a function of variables, and there are none in this one"),
    ("names_in(names_in(f))", 10, "names_in takes a function, and names_in(f) is a set of names"),
    ("dot(f, 3)", 8, "`dot(f, 3)`: dot takes two vectors, and 3 is a number"),
    ("dot(P, Q)", 1, "dot takes vectors of one length, and these have 2 and 3"),
    ("dot(P)", 1, "dot takes two vectors; `b` is missing"),
    ("dot(P, v, P)", 1, "dot takes two vectors, no more"),
    ("dot(P, a=v)", 10, "dot takes a, b, and no second `a`"),
    ("dot(P, c=v)", 10, "dot takes a, b, and no"),
    ("norm(3)", 6, "norm takes a vector, and 3 is a number"),
    ("unit([0, 0])", 1, "the zero vector has no direction"),
    ("unit(P - P)", 1, "the zero vector has no direction"),
    ("unit([sin(pi), 0])", 1, "the zero vector has no direction"),
    ("direction(r)", 1, "direction takes its angle as a number of degrees"),
    ("direction(30, 30)", 15, "direction takes a number and two half-axes in quotes, such as '-x', and 30 is a number"),
    ("direction(30, 'z')", 15, "`z` is no half-axis here; there are +x, +y, -x, -y"),
    ("direction(x)", 11, "x is a variable"),
    ("steps(f, start=P, count=2)", 7, "steps takes a rule of steps, a point and a whole number, and f is a function"),
    ("steps(descent(f, 0.1), start=Q, count=2)", 1, "a start of 2 numbers, one for each variable, and here are 3"),
    ("steps(descent(f, 0.1), start=[x, 1], count=2)", 30, "[x, 1] is a vector of 2"),
    ("steps(descent(f, 0.1), start=P, count=0)", 1, "between 1 and 50 steps"),
    ("steps(descent(f, 0.1), start=P, count=c)", 1, "between 1 and 50 steps"),
    ("steps(descent(f), start=P, count=1)", 1, "needs a rule with its step_size, such as descent(f, 0.1)"),
    ("steps(descent(f, 0.1), P)", 1, "`count` is missing"),
    ("descent(f, 0)", 1, "step_size is a number above 0"),
    ("descent(f, sqrt(-1))", 1, "step_size is a number above 0"),
    ("descent(gradient(f), 1)", 1, "single numbers for values"),
    ("descent(P, 1)", 1, "there are none in this one"),
    ("[1, P]", 5, "a list holds numbers and formulas, and `P` is a vector of 2"),
    ("[1, 'x']", 5, "a list holds numbers and formulas, and `'x'` is a text"),
    ("pice + 1", 1, "`pice` is no name of this file"),
    ("gradient + 1", 1, "`gradient` is an operator here: write what it is of in brackets, such as gradient(f)"),
]  # fmt: skip


@pytest.mark.parametrize(("term", "column", "said"), MISFITS)
def test_what_does_not_fit_is_told_in_a_sentence(term: str, column: int, said: str) -> None:
    """An operator says what it takes, and what stands there instead."""
    error = said_of(term)
    assert said in error.reason
    assert error.column in (column, column - 1)


# --- What authors are told of them ---


@pytest.mark.parametrize("operator", NAMED, ids=lambda operator: operator.name)
def test_every_named_operator_has_a_question_and_an_example(operator: object) -> None:
    """Each stands in the documentation by the question that it answers, with an example that means something."""
    assert operator in OPERATORS.values()
    name = str(getattr(operator, "name", ""))
    if name in METHODS:
        return
    assert getattr(operator, "asks", "")
    example = str(getattr(operator, "example", ""))
    assert name == "at" or name in example
    assert evaluate((found := sheet(example)).terms["a"], found, {}) is not None


def test_places_are_unlike_in_name_and_hold_what_is_known() -> None:
    """The places of an operator can be named, and what may not be left out stands before what may."""
    for operator in OPERATORS.values():
        names = [place.name for place in operator.places]
        assert len(set(names)) == len(names)
        assert {place.holds for place in operator.places} <= set(HOLDS)
        optional = [place.optional for place in operator.places]
        assert optional == sorted(optional)

