"""Answers to questions that are terms: values at points, higher derivatives, slopes and lengths, as students write them."""

from __future__ import annotations

import pytest

from grader.course.exercises import read_exercise
from grader.kinds.usual_names import usual_names
from grader.notation.said_quantities import said_in
from tests.played import judge_handed_in
from tests.submission.making import notebook

VALUES = """title: Values
prompt: See the sheet.
functions:
  f(x, y): x**2*y**3 + 4*x
given: {P: [2, 1], v: [3, 4]}
items:
  - {id: height, answer: "f(1, 2)", points: 2}
  - {id: mixed, answer: "diff(f, x, y)", points: 2}
  - {id: second, answer: "diff(f, x, x)", points: 2}
  - {id: grad_P, answer: "gradient(f)(P)", points: 2}
  - {id: rate, answer: "dot(gradient(f)(P), unit(v))", points: 2}
  - {id: steepest, answer: "norm(gradient(f)(P))", points: 2}
  - {id: slope_x, answer: "diff(f, x)(P)", points: 2}
"""
SEVERAL = """title: Several functions
prompt: See the sheet.
functions:
  f(x, y): x**2*y + y
  g(t): t**2 + 1
given: {P: [2, 1], k: 1/3}
items:
  - {id: both, answer: "[f(1, 2), g(1)]", points: 2}
  - {id: gap, answer: "f(1, 2) - g(3)", points: 2}
  - {id: scaled, answer: "k*f(1, 2)", points: 2}
  - {id: slope, answer: "diff(f, x)", points: 2}
  - {id: at_P, answer: "at(slope, P)", points: 2}
"""
CURVE = """title: One variable
prompt: See the sheet.
functions:
  f(x): x**3 - 2*x**2
items:
  - {id: curvature, answer: "diff(f, x, x)", points: 2}
  - {id: tangent, answer: "diff(f, x)(2)", points: 2}
"""
TEXTS = {
    "height": [
        "height: 12", "$f(1, 2) = 12$", r"$$f(1,2) = 1^2\cdot 2^3 + 4\cdot 1 = 8 + 4 = 12$$", "height = f(1, 2) = 12",
        "The height at (1, 2) is 12", "f(1|2) = 12", "a) $f(1, 2) = 12$", "f at (1, 2) is 12", "f(x=1, y=2) = 12",
        "| | |\n|---|---|\n| f(1, 2) | 12 |", "f(x, y) = x^2 y^3 + 4x, f(1, 2) = 12", "## height\n\n$f(1,2) = 12$",
    ],
    "mixed": [
        "f_xy = 6xy^2", "$f_{xy}(x, y) = 6xy^2$", r"$\frac{\partial^2 f}{\partial y\,\partial x} = 6xy^2$", "∂²f/∂x∂y = 6xy²",
        "f_xy = (f_x)_y = 6xy^2", "$f_{xy} = f_{yx} = 6xy^2$", "$f_x = 2xy^3 + 4$, so $f_{xy} = 6xy^2$",
    ],
    "second": ["f_xx = 2y^3", r"$\frac{\partial^2 f}{\partial x^2} = \frac{\partial}{\partial x}(2xy^3 + 4) = 2y^3$"],
    "grad_P": [
        r"$\nabla f(P) = \begin{pmatrix} 8 \\ 12 \end{pmatrix}$", "f_x(2, 1) = 8, f_y(2, 1) = 12", r"$\nabla f|_{(2,1)} = (8, 12)$",
        "∇f(x, y) = (2xy^3 + 4, 3x^2y^2), so ∇f(2, 1) = (8, 12)", "$f_x(P) = 8$ and $f_y(P) = 12$",
    ],
    "rate": [
        "D_v f(2,1) = 14.4", r"$D_{\vec v} f(P) = \frac{72}{5}$", "D_u f(P) = 72/5", r"$\frac{\partial f}{\partial v}(P) = 14.4$",
        r"rate = $\nabla f(P) \cdot \frac{v}{|v|} = 72/5$", r"$\nabla f(P) \cdot \hat v = 72/5$",
    ],
    "steepest": ["‖∇f(P)‖ = √208", r"$|\nabla f(2,1)| = \sqrt{8^2+12^2} = \sqrt{208} \approx 14.42$", "steepest = |∇f(P)| = √208"],
    "slope_x": ["f_x(P) = 2*2*1 + 4 = 8", r"$\left.\frac{\partial f}{\partial x}\right|_{(2,1)} = 8$"],
}  # fmt: skip
FOREIGN_TEXTS = {
    "height": ["f(2, 1) = 12", "height = f(2, 1) = 12", "2 f(1, 2) = 12", "-f(1, 2) = 12", "|f(1, 2)| = 12", "f(1, 2) = 12 or 13"],
    "mixed": ["f_xx = 6xy^2", "mixed = f_x = 6xy^2", "f_xy(2, 1) = 6xy^2"],
    "grad_P": ["∇f(1, 2) = (8, 12)"],
    "rate": ["D_w f(P) = 72/5", "D_v f(1, 2) = 72/5", "∇f(P)·v = 72/5"],
    "steepest": ["|∇f(1, 2)| = 4√13"],
    "slope_x": ["f_y(2, 1) = 8"],
}
VALUES_OF_CODE = {
    "height": [
        12, 12.0, "12", "24/2", [12], (12,), {"f(1, 2)": 12}, lambda: 12, "f(1, 2) = 1*8 + 4 = 12", r"$f(1,2) = 8 + 4 = 12$",
    ],
    "mixed": ["6*x*y**2", "f_xy = 6xy^2", "f_yx = 6xy^2", lambda x, y: 6 * x * y**2],
    "grad_P": [
        (8, 12), {"x": 8, "y": 12}, "∇f(2, 1) = (8, 12)",
        ["f_x = 8", "f_y = 12"], ["f_x(2,1) = 8", "f_y(P) = 12"], "f_x = 8, f_y = 12",
    ],
    "rate": [14.4, "72/5", "D_v f(2, 1) = 72/5", "D_u f(P) = 72/5"],
    "steepest": [208**0.5, 14.422, 14.42, 14.4, "4*sqrt(13)", "|∇f(2, 1)| = 4√13"],
    "slope_x": ["f_x(2, 1) = 8", "f_x = 8"],
}  # fmt: skip
FOREIGN_VALUES = {
    "height": ["f(2, 1) = 12", "f_x(1, 2) = 12", "x**2*y**3 + 4*x", "2 f(1, 2) = 12", "g(1, 2) = 12", lambda x, y: x**2 * y**3],
    "mixed": ["f_xx = 6xy^2", "f_y = 6xy^2"],
    "grad_P": ["∇f(1, 2) = (8, 12)", ["f_y = 8", "f_x = 12"], (12, 8), "(2*x*y**3 + 4, 3*x**2*y**2)"],
    "rate": ["D_v f(1, 2) = 72/5", "|∇f(P)| = 72/5", 72],
    "steepest": [14, "∇f(P) = 4√13"],
    "slope_x": ["f_y(2, 1) = 8", "f_x(1, 2) = 8", "2*x*y**3 + 4"],
}


def verdict(exercise: str, item: str, text: str, names: dict[str, object]) -> str:
    """The verdict on an item for a text cell and what code defined."""
    return str(judge_handed_in(exercise, notebook(("markdown", text), "1"), names, file="notebook.ipynb")[item].verdict)


def cases(table: dict[str, list]) -> list[tuple[str, object]]:
    """Each item with each of its answers."""
    return [(item, answer) for item, answers in table.items() for answer in answers]


@pytest.mark.parametrize(("item", "text"), cases(TEXTS))
def test_the_usual_name_of_a_quantity_is_a_label(item: str, text: str):
    """Whatever the item is called, what it asks for may be written as on paper."""
    assert verdict(VALUES, item, text, {}) == "correct"


@pytest.mark.parametrize(("item", "text"), cases(FOREIGN_TEXTS))
def test_another_quantity_is_no_answer(item: str, text: str):
    """Another point, direction or derivative earns nothing by itself, though the number be the same."""
    assert verdict(VALUES, item, text, {}) != "correct"


@pytest.mark.parametrize(("item", "value"), cases(VALUES_OF_CODE))
def test_an_answer_in_code(item: str, value: object):
    """Numbers as students write them, and texts with the quantity's own name."""
    assert verdict(VALUES, item, "nothing", {item: value}) == "correct"


@pytest.mark.parametrize(("item", "value"), cases(FOREIGN_VALUES))
def test_another_answer_in_code(item: str, value: object):
    """A text that names something else goes to a person; a formula in place of a number is wrong."""
    assert verdict(VALUES, item, "nothing", {item: value}) != "correct"


@pytest.mark.parametrize(
    ("item", "value", "right"),
    [
        ("both", ["f(1, 2) = 4", "g(1) = 2"], True),
        ("both", ["x = 4", "y = 2"], False),
        ("both", ["g(1) = 4", "f(1, 2) = 2"], False),
        ("gap", "f(1,2) - g(3) = -6", True),
        ("gap", "g(3) - f(1, 2) = -6", False),
        ("scaled", "k f(1, 2) = 4/3", True),
        ("scaled", "1/3 f(1, 2) = 1.333", True),
        ("scaled", 1.333, True),
        ("scaled", 1.33, True),
        ("scaled", 1.3, False),
    ],
)
def test_answers_about_several_functions(item: str, value: object, right: bool):
    """Each component has the name of its own quantity, and no variable."""
    assert (verdict(SEVERAL, item, "nothing", {item: value}) == "correct") is right


@pytest.mark.parametrize(
    ("item", "text", "right"),
    [
        ("curvature", "f''(x) = 6x - 4", True),
        ("curvature", r"$\frac{d^2 f}{dx^2} = 6x - 4$", True),
        ("curvature", "f'(x) = 6x - 4", False),
        ("tangent", "f'(2) = 4", True),
        ("tangent", "f'(1) = 4", False),
    ],
)
def test_derivatives_of_one_variable(item: str, text: str, right: bool):
    """Primes count the derivatives."""
    assert (verdict(CURVE, item, text, {}) == "correct") is right


@pytest.mark.parametrize("width", [1e-3, 1e-4, 1e-5])
def test_a_second_derivative_by_differences(width: float):
    """It is divided by the square of the step, so that rounding counts for more; a wrong one stays wrong."""
    source = f"h = {width}\ndef f(x):\n    return x**3 - 2*x**2\ndef curvature(x):\n    return (f(x+h) - 2*f(x) + f(x-h))/h**2"
    for text, right in ((source, True), (f"{source}*1.01", False), (f"{source} + 0.01", False)):
        names: dict[str, object] = {}
        exec(text, names)
        found = judge_handed_in(CURVE, text, {"curvature": names["curvature"]})["curvature"]
        assert (found.verdict == "correct") is right, text


@pytest.mark.parametrize(("value", "verdict_there"), [(2, "correct"), (4, "correct"), (3, "incorrect")])
def test_a_wrong_function_is_carried_to_the_point_where_it_is_evaluated(value: float, verdict_there: str):
    """Where the student's slope is x*y, its value at (2, 1) is 2."""
    assert verdict(SEVERAL, "at_P", "nothing", {"slope": lambda x, y: x * y, "at_P": value}) == verdict_there


def test_a_number_worked_out_with_values_of_the_variables_is_no_formula():
    """`x, y = 1, 2` above makes a number of `x**2*y**3 + 4*x`."""
    source = "x, y = 1, 2\nheight = x**2*y**3 + 4*x"
    assert judge_handed_in(VALUES, source, {"x": 1, "y": 2, "height": 12})["height"].verdict == "correct"


def test_the_usual_names_are_what_a_side_says():
    """A term's names are written as the reader of sides writes them."""
    exercise = read_exercise(VALUES, "x.yml", "x")
    said = {
        "height": "f(1, 2)",
        "mixed": r"\frac{\partial^2 f}{\partial x \partial y}",
        "grad_P": r"\nabla f(P)",
        "rate": r"\nabla f(2, 1) \cdot \frac{v}{\|v\|}",
        "steepest": r"\left\lVert \nabla f(P) \right\rVert",
        "slope_x": r"\frac{\partial f}{\partial x}\Big|_{x=2, y=1}",
    }
    for item, side in said.items():
        assert said_in(side, ("x", "y")) in usual_names(item, exercise), side


@pytest.mark.parametrize("side", ["the slope", "4x - 3y", "", "f(", "|f", "f_x =", "∂", "D_", "∇", "f(1, 2", "∂f/∂", "2x f("])
def test_what_says_no_quantity(side: str):
    """Words, formulas and broken sides have no name of a quantity with a function in it."""
    assert "f@" not in (said_in(side, ("x", "y")) or "")
