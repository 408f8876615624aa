"""Which variables an expression depends on, and which ones an answer names."""

import pytest

from grader.equality.decision import Comparison
from grader.equality.dependence import depends_on, read_variable_set
from grader.model import ArrayValue, OpaqueValue, SymbolicValue, Value
from grader.notation.answer import read
from grader.notation.named_variables import DoubtfulNames
from grader.notation.tokens import Unreadable

XYZ = ("x", "y", "z")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("4*x - 3*y", {"x", "y"}),
        ("-3*x", {"x"}),
        ("7", set()),
        ("x - x + y", {"y"}),
        ("(x + y)**2 - x**2 - 2*x*y", {"y"}),
        ("sin(x)**2 + cos(x)**2 + z", {"z"}),
        ("sqrt(x) - sqrt(x) + y", {"y"}),
        ("log(x*y) - log(x)", {"y"}),
        ("abs(x) - x", {"x"}),
        ("exp(x)*exp(-x)*z", {"z"}),
        ("(x, y - y)", {"x"}),
        ("x + y*1/1000000", {"x", "y"}),
        ("x + y/10**30", {"x", "y"}),
        ("log(exp(x)) - x", set()),
        ("sqrt(x**2) - abs(x)", set()),
        ("max(x, 10**7)", {"x"}),
        ("atan(y) + atan(1/y)", {"y"}),
    ],
)
def test_depends_on(text: str, names: set[str]) -> None:
    """A variable counts when its value makes a difference, not when it is written."""
    assert depends_on(read(text, variables=XYZ), Comparison(variables=XYZ, seed=b"s")) == names


def test_the_domain_decides() -> None:
    """Where x is never negative, abs(x) - x does not depend on x."""
    assert depends_on(read("abs(x) - x", variables=XYZ), Comparison(variables=XYZ, domain={"x": (0.0, 5.0)})) == frozenset()


TEXTS = [
    ("x, y", {"x", "y"}),
    ("x and y", {"x", "y"}),
    ("{x, y}", {"x", "y"}),
    ('{"x", "y"}', {"x", "y"}),
    ("['x']", {"x"}),
    ("only on x", {"x"}),
    ("$x$ and $y$", {"x", "y"}),
    (r"$\{x, y\}$", {"x", "y"}),
    (r"$\text{only } x$", {"x"}),
    ("**x** and **y**", {"x", "y"}),
    ("- x\n- y", {"x", "y"}),
    ("X, Y", {"x", "y"}),
    ("xy", {"x", "y"}),
    ("x y", {"x", "y"}),
    ("f(x, y)", {"x", "y"}),
    ("df_dx depends on x and y.", {"x", "y"}),
    ("∂f/∂x depends on y", {"y"}),
    ("the derivative with respect to x depends on y", {"y"}),
    ("It depends on x and y but not on z", {"x", "y"}),
    ("x and y, not z", {"x", "y"}),
    ("x; independent of z", {"x"}),
    ("not only on x but also on y", {"x", "y"}),
    ("all except z", {"x", "y"}),
    ("x and y, everything but z", {"x", "y"}),
    ("x, y, except z", {"x", "y"}),
    ("all of them", {"x", "y", "z"}),
    ("nothing but x", {"x"}),
    ("none", set()),
    ("none of them, the derivative in z-direction is a constant", set()),
    ("keine, die Ableitung in z-Richtung ist konstant", set()),
    ("aucune, la dérivée en z est constante", set()),
    ("none, the x-derivative is a constant", set()),
    ("x-yes, y-no, z-no", {"x"}),
    ("x-y", {"x", "y"}),
    ("None", set()),
    ("nothing", set()),
    ("no variables", set()),
    ("it does not depend on any variable", set()),
    ("it is constant", set()),
    ("∅", set()),
    (r"$\emptyset$", set()),
    ("set()", set()),
    ("{}", set()),
    ("x and y (not z)", {"x", "y"}),
    ("everything but z", {"x", "y"}),
    ("all of the variables but z", {"x", "y"}),
    ("x: yes, y: yes, z: no", {"x", "y"}),
    ("x yes; y no", {"x"}),
    ("x = True, y = False, z = False", {"x"}),
    ("1. x\n2. y", {"x", "y"}),
    ("x alone", {"x"}),
    ("all three variables", {"x", "y", "z"}),
    ("df/dx depends on x and y because it is 4x - 3y", {"x", "y"}),
    ("it's constant", set()),
    ("independent of all variables", set()),
    ("x but neither y nor z", {"x"}),
    ("x, y (no z)", {"x", "y"}),
    ("x, neither y nor z", {"x"}),
    ("x and no y", {"x"}),
    ("!x, y", {"y"}),
    ("¬x, y", {"y"}),
    ("z (x and y are constant)", {"z"}),
    ("x und y", {"x", "y"}),
    ("x, y!", {"x", "y"}),
    ("x, y, not z or others", {"x", "y"}),
    ("x and y because it is 4x - 3y or 2x", {"x", "y"}),
    ("(x, y)", {"x", "y"}),
    ("the variables (x) and (y)", {"x", "y"}),
    ("-x, y", {"x", "y"}),
    ("only z, the others are constants", {"z"}),
]


@pytest.mark.parametrize(
    "value",
    [
        "x or y",
        "x, y?",
        "x or none",
        "x, none",
        "none, x, y",
        "x, maybe y",
        "either x or y",
        "x, y or x, y, z",
        "(x, y), (x)",
        "[x, y] - [y]",
        "x / y",
        "x, y, not sure",
        ["x or z", "y"],
    ],
)
def test_a_doubt_or_an_alternative_between_names_is_no_set(value: Value) -> None:
    """Affirmed, denied and doubtful names are three things; what is doubtful is for a person."""
    with pytest.raises(DoubtfulNames):
        read_variable_set(value, XYZ)


@pytest.mark.parametrize("text", ["no x", "x is constant", "without x, y", "x and y are constant"])
def test_what_is_denied_is_not_named(text: str) -> None:
    """A name behind a denial is none that the derivative depends on."""
    with pytest.raises(Unreadable):
        read_variable_set(text, XYZ)


@pytest.mark.parametrize(("text", "names"), TEXTS)
def test_texts(text: str, names: set[str]) -> None:
    """Words, sets and sentences are read for the variables that they name."""
    assert read_variable_set(text, XYZ) == names


@pytest.mark.parametrize(
    ("value", "names"),
    [
        (frozenset({"x", "y"}), {"x", "y"}),
        (["x", "y"], {"x", "y"}),
        (("x",), {"x"}),
        (["x, y"], {"x", "y"}),
        ([], set()),
        (frozenset(), set()),
        ({}, set()),
        ([""], set()),
        ({"x": True, "y": False}, {"x"}),
        ({"x": 1, "y": 0, "z": "yes"}, {"x", "z"}),
        (ArrayValue(dtype="<U1", shape=(2,), elements=("x", "y")), {"x", "y"}),
        (SymbolicValue(structure="Symbol('x')"), {"x"}),
        (SymbolicValue(structure="FiniteSet(Symbol('x'), Symbol('y', real=True))"), {"x", "y"}),
        (SymbolicValue(structure="EmptySet"), set()),
        ([SymbolicValue(structure="Symbol('x')"), "y"], {"x", "y"}),
        ([True, True, False], {"x", "y"}),
        ((False, False, False), set()),
        (ArrayValue(dtype="bool", shape=(3,), elements=(False, True, False)), {"y"}),
    ],
)
def test_values(value: Value, names: set[str]) -> None:
    """Sets, lists, dicts of booleans, arrays and symbols name variables."""
    assert read_variable_set(value, XYZ) == names


@pytest.mark.parametrize(
    "value",
    [
        "q",
        "4*x - 3*y",
        "not z",
        "",
        "x, q",
        "none. But x",
        "x" * 10_000,
        3,
        True,
        None,
        [1, 2],
        [True, False],
        "x: yes, y: perhaps",
        {"x": "perhaps"},
        SymbolicValue(structure="Add(Symbol('x'), Symbol('y'))"),
        SymbolicValue(structure="Symbol('q')"),
        OpaqueValue(type_name="Widget"),
    ],
)
def test_what_names_no_variables_is_unreadable(value: Value) -> None:
    """What is no set of variables is refused with a sentence, never taken for a wrong set."""
    with pytest.raises(Unreadable) as caught:
        read_variable_set(value, XYZ)
    assert caught.value.reason.endswith((".", "none”."))


def test_variables_with_words_for_names() -> None:
    """Declared variables come before words: `a` is a variable where the exercise says so."""
    assert read_variable_set("a and b", ("a", "b")) == {"a", "b"}
    assert read_variable_set("θ", ("theta", "r")) == {"theta"}
    assert read_variable_set("x and X", ("x", "X")) == {"x", "X"}
    assert read_variable_set("x1 and x₂", ("x_1", "x_2", "x_3")) == {"x_1", "x_2"}
