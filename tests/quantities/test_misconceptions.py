"""Wrong answers are recognised, whether they come as expressions or as functions, and near neighbours are not."""

from fractions import Fraction

import pytest

from grader.algebra.tidy import times, total
from grader.algebra.tree import Vector
from grader.equality.compare import compare
from grader.equality.decision import Comparison, Relation
from grader.notation.answer import read
from grader.quantities import references as derive
from grader.quantities.slips import Misconception, recognise
from grader.quantities.slips.catalogue import COVERS, RANKS
from grader.quantities.slips.derivatives import candidates_for_derivative
from grader.quantities.slips.gradients import candidates_for_gradient
from grader.sentences.catalogue import SENTENCES
from tests.quantities.functions import about, named, right_and_slips, sheet_with

XYZ, XY, X = ("x", "y", "z"), ("x", "y"), ("x",)
LESSON = "2*x**2 - 3*x*y + z**3"
SLOPE = "4*x*y + y**3"



DERIVATIVES = [
    (LESSON, XYZ, "x", "-3*x", "other_variable"),
    (LESSON, XYZ, "x", "3*z**2", "other_variable"),
    (LESSON, XYZ, "x", "4*x + 3*y", "sign"),
    (LESSON, XYZ, "x", "3*y - 4*x", "sign"),
    (LESSON, XYZ, "x", "4*x", "dropped_term"),
    (LESSON, XYZ, "x", "4*x - 3*y + z**3", "kept_term"),
    (LESSON, XYZ, "x", "4*x - 3*y + 3*z**2", "kept_term"),
    (LESSON, XYZ, "x", "4*x**2 - 3*y", "exponent_not_lowered"),
    (LESSON, XYZ, "x", "2*x - 3*y", "exponent_factor_forgotten"),
    (LESSON, XYZ, "x", "2*x**3/3 - 3*x**2*y/2 + x*z**3", "integrated"),
    (LESSON, XYZ, "x", "x - 3*y + 3*z**2", "total_derivative"),
    (LESSON, XYZ, "x", LESSON, "function_itself"),
    (LESSON, XYZ, "x", "4*x - 3", "other_factor_dropped"),
    (LESSON, XYZ, "x", "4*x - 3*x*y", "term_not_differentiated"),
    (LESSON, XYZ, "x", "4*x - y", "constant_factor_forgotten"),
    (LESSON, XYZ, "y", "3*x", "sign"),
    (LESSON, XYZ, "y", "4*x - 3*y", "other_variable"),
    (LESSON, XYZ, "y", "2*x**2 - 3*x", "kept_term"),
    (LESSON, XYZ, "y", "2*x**2 - 3*x + z**3", "kept_term"),
    (LESSON, XYZ, "z", "z**2", "exponent_factor_forgotten"),
    (LESSON, XYZ, "z", "3*z**3", "exponent_not_lowered"),
    (LESSON, XYZ, "z", "6*z", "second_derivative"),
    (LESSON, XYZ, "z", "z**4/4 + 2*x**2*z - 3*x*y*z", "integrated"),
    ("2*x**2 + 4*y**2 + exp(-3*x)", XY, "x", "4*x + exp(-3*x)", "chain_factor_missing"),
    ("sin(3*x)*y", XY, "x", "y*cos(3*x)", "chain_factor_missing"),
    ("log(x**2 + y**2)", XY, "x", "1/(x**2 + y**2)", "chain_factor_missing"),
    ("x**2*sin(y*x)", XY, "x", "2*x*sin(x*y)", "product_rule_half"),
    ("x**2*exp(y*x)", XY, "x", "x**2*y*exp(x*y)", "product_rule_half"),
    ("x*exp(x)", X, "x", "exp(x)", "product_rule_half"),
    ("x**2*sin(x)", X, "x", "2*x*cos(x)", "product_of_derivatives"),
    ("sin(x)/(x**2 + 1)", X, "x", "(cos(x)*(x**2 + 1) + 2*x*sin(x))/(x**2 + 1)**2", "quotient_rule"),
    ("sin(x)/(x**2 + 1)", X, "x", "cos(x)/(2*x)", "quotient_of_derivatives"),
    ("2**x", X, "x", "x*2**(x - 1)", "power_rule_on_exponential"),
    ("2**x + x**2", X, "x", "2**x + 2*x", "base_logarithm_missing"),
    ("sin(x)*cos(x)*y + sin(2*y)*sin(x)", XY, "x", "-cos(x)*cos(x)*y + sin(x)*sin(x)*y - sin(2*y)*cos(x)", "sign"),
    ("x*sin(x**2)", X, "x", "sin(x**2) + x*cos(2*x)", "inner_differentiated"),
    ("sin(3*x) + x**2", X, "x", "3*sin(3*x) + 2*x", "outer_not_differentiated"),
    ("x**2 + y**2", XY, "x", "2*x + 2*y", "total_derivative"),
    ("x**2 + y**2", XY, "x", "2*x + y**2", "kept_term"),
    ("x**2 + 5", X, "x", "2*x + 5", "kept_term"),
    ("sqrt(x**2 + 5*y)", XY, "x", "1/(2*sqrt(x**2 + 5*y))", "chain_factor_missing"),
    ("(3*x + 1)**4", X, "x", "(3*x + 1)**5/15", "integrated"),
    ("sqrt(2*x + 1)", X, "x", "(2*x + 1)**(3/2)/3", "integrated"),
    ("exp(-x**2)", X, "x", "exp(-2*x)", "inner_differentiated"),
    ("exp(-x**2)", X, "x", "-x**2*exp(-x**2 - 1)", "power_rule_on_exponential"),
    ("x**2*sin(y)", XY, "x", "2*x", "other_factor_dropped"),
    ("x**2*y**3", XY, "x", "2*x**2*y**3", "exponent_not_lowered"),
    ("x**2*y**3", XY, "x", "2*x*y**3 + 3*x**2*y**2", "total_derivative"),
    ("sin(x)/x", X, "x", "(cos(x)*x - sin(x))/x", "quotient_rule"),
    ("sin(x**2*y)", XY, "x", "x**2*cos(x**2*y)", "other_variable"),
    ("sin(x**2*y)", XY, "x", "cos(2*x*y)", "inner_differentiated"),
    ("x**3 + y**3 + z**3 - 3*x*y*z", XYZ, "y", "3*y**2 - 3", "other_factor_dropped"),
    ("x**3 + y**3 + z**3 - 3*x*y*z", XYZ, "y", "3*y**2 - 3*x*z + x**3", "kept_term"),
    ("x**3 + y**3 + z**3 - 3*x*y*z", XYZ, "y", "3*y**2 - 3*x*y*z", "term_not_differentiated"),
    ("x**2/2 + exp(-x)", X, "x", "x**2 - exp(-x)", "exponent_not_lowered"),
    ("2**x*x", X, "x", "2**x + x*2**x", "base_logarithm_missing"),
]


@pytest.mark.parametrize(("function", "variables", "variable", "answer", "name"), DERIVATIVES)
def test_a_wrong_derivative_is_named(
    function: str, variables: tuple[str, ...], variable: str, answer: str, name: str
) -> None:
    """A slip in a derivative is named the same whether it comes as an expression or as a function."""
    reference = derive.derivative(about(function, variables), variable)
    candidates = candidates_for_derivative(function, variables, variable)
    assert named(answer, candidates, reference, variables) == {name}


@pytest.mark.parametrize(
    ("function", "variables", "variable", "answer"),
    [
        (LESSON, XYZ, "x", "4*x - 3*z"),
        (LESSON, XYZ, "x", "5*x - 3*y"),
        (LESSON, XYZ, "x", "4*x - 3*y + 1"),
        (LESSON, XYZ, "x", "4*x - 3.1*y"),
        (LESSON, XYZ, "x", "4*x**3 - 3*y"),
        (LESSON, XYZ, "x", "2*x - 3*y + z"),
        (LESSON, XYZ, "x", "-3.000001*x"),
        (LESSON, XYZ, "x", "2*x**3/3 - 3*x**2*y/2 + z**3"),
        (LESSON, XYZ, "x", "x - 3*y + 2*z**2"),
        (LESSON, XYZ, "x", "0"),
        (LESSON, XYZ, "z", "z**2 + 1"),
        ("exp(-3*x) + 2*x**2", X, "x", "4*x + 3*exp(-2*x)"),
        ("sin(3*x)*y", XY, "x", "y*cos(2*x)"),
        ("x**2*sin(x)", X, "x", "2*x*sin(x) + x*cos(x)"),
        ("x*exp(x)", X, "x", "2*exp(x)"),
        ("(3*x + 1)**4", X, "x", "(3*x + 1)**5/5"),
        ("exp(-x**2)", X, "x", "exp(-3*x)"),
        ("x**2*y**3", XY, "x", "2*x*y**2"),
        ("sin(x**2*y)", XY, "x", "2*y*cos(x**2*y)"),
        ("log(x*y)", XY, "x", "y/x"),
        ("x**3 + y**3 + z**3 - 3*x*y*z", XYZ, "y", "3*y**2 - 3*z"),
        ("tan(x)", X, "x", "1/cos(x)"),
        ("2*x**2 + 4*y**2 + exp(-3*x) + 3*exp(-2*y)", XY, "y", "8*y - 6*exp(-2*x)"),
    ],
)
def test_a_near_neighbour_is_not_named(
    function: str, variables: tuple[str, ...], variable: str, answer: str
) -> None:
    """A wrong answer that is no known slip gets no name."""
    reference = derive.derivative(about(function, variables), variable)
    candidates = candidates_for_derivative(function, variables, variable)
    assert named(answer, candidates, reference, variables) == {None}


GRADIENTS = [
    ("(4*x + 3*y**2, 4*y)", "components_swapped"),
    ("(-4*y, -4*x - 3*y**2)", "sign"),
    ("(-4*y, 4*x + 3*y**2)", "sign"),
    ("(4*y, 4*x)", "dropped_term"),
    ("(4*y, 4*x + y**2)", "exponent_factor_forgotten"),
    ("(4*y, 4*x + 3*y**3)", "exponent_not_lowered"),
    ("(4*y + y**3, 4*x + 3*y**2)", "kept_term"),
    ("(4*y, 4*y)", "other_variable"),
    ("(2*x**2*y + x*y**3, 2*x*y**2 + y**4/4)", "integrated"),
    ("4*y + 4*x + 3*y**2", "components_added"),
    ("4*y", "component_missing"),
    ("sqrt(16*y**2 + (4*x + 3*y**2)**2)", "length_given"),
    (SLOPE, "function_itself"),
    ("(4*y, 4*x + 3*y)", None),
    ("(4*x, 4*x + 3*y**2)", None),
    ("(4*y, 4*x + 3*y**2, 1)", None),
    ("(4*y, 4*x + 3*y**2 + 0.001)", None),
]


@pytest.mark.parametrize(("answer", "name"), GRADIENTS)
def test_a_wrong_gradient_is_named(answer: str, name: str | None) -> None:
    """Slips in a component and mixed-up components are named; neighbours are not."""
    reference = derive.gradient(about(SLOPE, XY))
    assert named(answer, candidates_for_gradient(SLOPE, XY), reference, XY) == {name}


def test_a_slip_in_one_component_says_in_which() -> None:
    """The sentence for one component names its variable."""
    answer = read("(4*y, 4*x + y**2)", variables=XY)
    found = recognise(answer, candidates_for_gradient(SLOPE, XY), derive.gradient(about(SLOPE, XY)), Comparison(variables=XY))
    assert found is not None
    assert found.text.startswith("Right: the component for x. In the component for y: ")


def test_a_gradient_where_the_way_down_is_asked_for_is_named() -> None:
    """The gradient itself is `not_negated` where its opposite is asked for, and a swap is a swap there too."""
    reference, candidates = right_and_slips(sheet_with("-gradient(f)", about(SLOPE, XY)))
    assert named("(4*y, 4*x + 3*y**2)", candidates, reference, XY) == {"not_negated"}
    assert named("(-4*x - 3*y**2, -4*y)", candidates, reference, XY) == {"components_swapped"}
    assert named("(4*y, 4*x + 3*y)", candidates, reference, XY) == {None}


DIRECTIONS = [
    ("(sqrt(3)/2, 1/2)", "supplementary_angle"),
    ("(cos(pi/6), sin(pi/6))", "supplementary_angle"),
    ("(1/2, -sqrt(3)/2)", "sine_cosine_swapped"),
    ("(-1/2, sqrt(3)/2)", "sine_cosine_swapped"),
    ("(cos(150), sin(150))", "degrees_as_radians"),
    ("(cos(30), sin(30))", "degrees_as_radians"),
    ("(-cos(30), sin(30))", "degrees_as_radians"),
    ("(-sqrt(3), 1)", "not_normalised"),
    ("(-3, sqrt(3))", "not_normalised"),
    ("(-sqrt(3)/2, -1/2)", "sign"),
    ("(sqrt(3)/2, -1/2)", "opposite_direction"),
    ("-sqrt(3)/2", "cosine_only"),
    ("1/2", "sine_only"),
    ("150", "angle_given"),
    ("5*pi/6", "angle_given"),
    ("(-2, 1)", None),
    ("(-sqrt(3)/2, 0)", None),
    ("(-sqrt(3)/2, 1/3)", None),
    ("(sqrt(3), -1)", None),
    ("(cos(151), sin(151))", None),
    ("(1/2, sqrt(3)/2)", None),
]


@pytest.mark.parametrize(("answer", "name"), DIRECTIONS)
def test_a_wrong_direction_is_named(answer: str, name: str | None) -> None:
    """The usual wrong unit vectors at 150 degrees are named; neighbours are not."""
    reference, candidates = right_and_slips(sheet_with("direction(150)"))
    assert named(answer, candidates, reference, ()) == {name}


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ("(3, 4)", "not_normalised"),
        ("(6, 8)", "not_normalised"),
        ("(3/25, 4/25)", "divided_by_squared_length"),
        ("(3/7, 4/7)", "divided_by_sum"),
        ("(4/5, 3/5)", "components_swapped"),
        ("(-3/5, -4/5)", "opposite_direction"),
        ("(3, 5)", None),
    ],
)
def test_a_wrong_unit_vector_along_a_vector_is_named(answer: str, name: str | None) -> None:
    """The usual ways not to divide by the length are named."""
    reference, candidates = right_and_slips(sheet_with("unit([3, 4])"))
    assert named(answer, candidates, reference, ()) == {name}


SLOPES = [
    ("(4*x + 3*y**2 + 4*sqrt(3)*y)/2", "supplementary_angle"),
    ("4*y*cos(150) + (4*x + 3*y**2)*sin(150)", "degrees_as_radians"),
    ("4*y/2 - (4*x + 3*y**2)*sqrt(3)/2", "sine_cosine_swapped"),
    ("4*x + 3*y**2 - 4*sqrt(3)*y", "not_normalised"),
    ("(4*y, 4*x + 3*y**2)", "dot_product_not_taken"),
    ("(-2*sqrt(3)*y, (4*x + 3*y**2)/2)", "dot_product_not_taken"),
    ("4*y + 4*x + 3*y**2", "dot_product_not_taken"),
    ("(-sqrt(3)/2, 1/2)", "dot_product_not_taken"),
    ("-2*sqrt(3)*y", "cosine_only"),
    ("-sqrt(3)/2*(4*y + 4*x + 3*y**2)", "cosine_only"),
    ("(4*x + 3*y**2)/2", "sine_only"),
    ("-(4*x + 3*y**2 - 4*sqrt(3)*y)/2", "opposite_direction"),
    ("(4*x - 3*y**2 - 4*sqrt(3)*y)/2", "sign"),
    ("(4*x + y**2 - 4*sqrt(3)*y)/2", "exponent_factor_forgotten"),
    ("(4*x + 3*y - 4*sqrt(3)*y)/2", None),
    ("(4*x + 3*y**2 - 4*y)/2", None),
]


@pytest.mark.parametrize(("answer", "name"), SLOPES)
def test_a_wrong_slope_is_named(answer: str, name: str | None) -> None:
    """A slope from a wrong direction, a wrong gradient or no dot product is named by where it went wrong."""
    reference, candidates = right_and_slips(sheet_with("dot(gradient(f), direction(150))", about(SLOPE, XY)))
    assert named(answer, candidates, reference, XY) == {name}


def test_rounded_decimals_are_recognised() -> None:
    """An answer with three decimals is the slip that it is the rounding of."""
    reference, candidates = right_and_slips(sheet_with("direction(150)"))
    found = [
        recognise(read(text, variables=()), candidates, reference, Comparison(variables=()))
        for text in ("(0.866, 0.500)", "(-1.732, 1)", "(0.860, 0.500)")
    ]
    assert [m and m.name for m in found] == ["supplementary_angle", "not_normalised", None]


def test_the_authors_name_wins() -> None:
    """An author's own misconception comes before a derived one, with its text and credit."""
    reference = derive.derivative(about(LESSON, XYZ), "x")
    own = Misconception(
        name="forgot_y", expression=read("4*x", variables=XYZ), text="Look at y.", rank=0, credit=Fraction(1, 2)
    )
    candidates = candidates_for_derivative(LESSON, XYZ, "x")
    comparison = Comparison(variables=XYZ)
    assert recognise(read("4x", variables=XYZ), candidates, reference, comparison, author=(own,)) == own
    other = recognise(read("-3y", variables=XYZ), candidates, reference, comparison, author=(own,))
    assert other is not None
    assert other.name == "dropped_term"


def test_two_equally_simple_causes_are_not_named() -> None:
    """For x - y the answer -1 is a wrong sign or the other variable: nobody knows, so nothing is said."""
    reference = derive.derivative(about("x - y", XY), "x")
    assert named("-1", candidates_for_derivative("x - y", XY, "x"), reference, XY) == {None}


def test_several_other_variables_that_give_the_same_are_not_told_apart() -> None:
    """Where two other variables give the same wrong answer, the sentence names neither."""
    function, variables = "x**2 + y + z", XYZ
    reference = derive.derivative(about(function, variables), "x")
    candidates = candidates_for_derivative(function, variables, "x")
    found = recognise(read("1", variables=variables), candidates, reference, Comparison(variables=variables))
    assert found is not None
    assert found.name == "other_variable"
    assert "respect to y" not in found.text
    assert "respect to z" not in found.text


@pytest.mark.parametrize(
    ("function", "variables"),
    [
        ("exp(x)", X),
        ("x", X),
        ("x*y", XY),
        ("exp(x + y)", XY),
        ("7", X),
        ("sin(x)*exp(-2*x)/sqrt(1 + x**2)", X),
        ("x**2*y**3*z", XYZ),
        ("log(x/y)", XY),
    ],
)
def test_the_right_answer_is_never_named(function: str, variables: tuple[str, ...]) -> None:
    """Where a slip makes no difference for a function it has no name: the right answer shows none."""
    for variable in variables:
        reference = derive.derivative(about(function, variables), variable)
        candidates = candidates_for_derivative(function, variables, variable)
        assert recognise(reference, candidates, reference, Comparison(variables=variables)) is None


def test_values_that_are_missing_are_not_named() -> None:
    """A function that failed at a point shows no misconception."""
    reference = derive.derivative(about(LESSON, XYZ), "x")
    points = [{"x": 1.0, "y": 2.0, "z": 3.0}, {"x": 0.5, "y": -1.0, "z": 2.0}]
    candidates = candidates_for_derivative(LESSON, XYZ, "x")
    assert recognise((points, [4.0, None]), candidates, reference, Comparison(variables=XYZ)) is None


def test_every_name_has_a_rank_and_a_sentence_that_gives_nothing_away() -> None:
    """Names and sentences belong together, and no sentence holds a formula."""
    assert not [name for name in RANKS if f"slip.{name}" not in SENTENCES]
    assert not [code for code, text in SENTENCES.items() if code.startswith("slip.") and ("=" in text or "**" in text)]


def test_odd_functions_get_no_candidates_and_no_error() -> None:
    """A function too large to reason about has no derived wrong answers."""
    long = " + ".join(f"x**{i}*y" for i in range(2, 150))
    assert candidates_for_derivative(long, XY, "x") == ()


def test_no_candidate_for_the_lesson_equals_the_reference() -> None:
    """What is derived as wrong for the lesson's gradient is wrong."""
    reference = derive.gradient(about(SLOPE, XY))
    for candidate in candidates_for_gradient(SLOPE, XY):
        if isinstance(candidate.expression, Vector):
            assert compare(candidate.expression, reference, Comparison(variables=XY)).relation is not Relation.EQUAL


LOST_FACTORS = [
    ("y*log(x)", "1/x"),
    ("y*sqrt(x)", "1/(2*sqrt(x))"),
    ("y/x", "-1/x**2"),
    ("y*tan(x)", "1/cos(x)**2"),
    ("y*atan(x)", "1/(1 + x**2)"),
    ("y/(1 + x)", "-1/(1 + x)**2"),
    ("y*asin(x/2)", "1/(2*sqrt(1 - x**2/4))"),
    ("y*sin(x)/x", "(x*cos(x) - sin(x))/x**2"),
    ("y**2*log(x)", "1/x"),
    ("y**3/x**2", "-2/x**3"),
    ("log(x)/y", "1/x"),
    ("x**2/y", "2*x"),
    ("y*sin(x)", "cos(x)"),
    ("y*x**3", "3*x**2"),
    ("exp(y)*x**2", "2*x"),
    ("y*(log(x) + x**2)", "1/x + 2*x"),
    ("y*log(x) + x**2", "1/x + 2*x"),
]


@pytest.mark.parametrize(("function", "answer"), LOST_FACTORS)
def test_a_lost_factor_is_not_told_as_something_else(function: str, answer: str) -> None:
    """Of y*g(x) the answer g'(x) has lost y, whatever g is, and was not differentiated once too often."""
    reference = derive.derivative(about(function, XY), "x")
    assert named(answer, candidates_for_derivative(function, XY, "x"), reference, XY) == {"other_factor_dropped"}


@pytest.mark.parametrize("function", ["y*exp(x)", "exp(x + y)/exp(y) * y", "x + y", "2*x + 2*y"])
def test_a_lost_factor_that_another_slip_also_gives_is_told_as_neither(function: str) -> None:
    """Where losing y and differentiating by y come to the same, nothing is asserted."""
    reference = derive.derivative(about(function, XY), "x")
    candidates = candidates_for_derivative(function, XY, "x")
    assert named("exp(x)", candidates, reference, XY) == {None}


@pytest.mark.parametrize("function", ["2**x", "y*2**x", "10**x", "y**2*3**x", "(1/2)**x", "5*2**x"])
def test_an_exponential_taken_for_its_own_derivative_lacks_the_logarithm(function: str) -> None:
    """The rule that was broken says more than that nothing was done."""
    reference = derive.derivative(about(function, XY), "x")
    candidates = candidates_for_derivative(function, XY, "x")
    assert named(function, candidates, reference, XY) == {"base_logarithm_missing"}


FUNCTIONS = [
    ("4*x*y + y**3", XY),
    ("x**2 + 3*y**2", XY),
    ("x**3 - 3*x*y**2", XY),
    ("exp(x)*y", XY),
    ("x**2*y**3", XY),
    ("x*y*z", XYZ),
    ("2*x**2 - 3*x*y + z**3", XYZ),
    ("x*y + y*z + z*x", XYZ),
]
VECTORS = {2: ["[1, 1]", "[2, 2]", "[3, 4]", "[1, -1]", "[-2, 1]"], 3: ["[1, 1, 1]", "[1, 2, 2]", "[2, 3, 6]", "[-1, 2, 2]"]}
ALONG = [(function, variables, vector) for function, variables in FUNCTIONS for vector in VECTORS[len(variables)]]


@pytest.mark.parametrize(("function", "variables", "vector"), ALONG)
def test_a_slope_along_a_vector_that_was_not_divided_is_told_so(
    function: str, variables: tuple[str, ...], vector: str
) -> None:
    """Who multiplies with the vector as it is given has used the direction, also where it is (1, 1)."""
    items = {"right": f"dot(gradient(f), unit({vector}))", "wrong": f"dot(gradient(f), {vector})"}
    sheet = sheet_with(items, about(function, variables))
    reference, candidates = right_and_slips(sheet, "right")
    wrong, _ = right_and_slips(sheet, "wrong")
    assert named(wrong, candidates, reference, variables) == {"not_normalised"}


@pytest.mark.parametrize(("function", "variables", "vector"), ALONG)
def test_products_left_out_of_a_dot_product_are_told_for_any_number_of_them(
    function: str, variables: tuple[str, ...], vector: str
) -> None:
    """One product alone, or all but one, has left components out: no term was lost in differentiating."""
    sheet = sheet_with({"g": "gradient(f)", "u": f"unit({vector})", "right": "dot(g, u)"}, about(function, variables))
    reference, candidates = right_and_slips(sheet, "right")
    gradient, unit = (right_and_slips(sheet, item)[0] for item in "gu")
    assert isinstance(gradient, Vector)
    assert isinstance(unit, Vector)
    products = [times(g, u) for g, u in zip(gradient.components, unit.components, strict=True)]
    for i, product in enumerate(products):
        assert named(product, candidates, reference, variables) == {"component_left_out"}
        others = total([*products[:i], *products[i + 1 :]])
        assert named(others, candidates, reference, variables) == {"component_left_out"}


SWEPT = [
    *[function for function, variables in FUNCTIONS if variables == XY],
    "x", "x - y", "5*x - 2*y", "x**2 + y**2", "x*y + x**2", "2**x + x**2", "sin(x*y)", "cos(x)*sin(y)", "x/(x + y)",
    "log(x*y)", "sqrt(x**2 + y**2)", "x*sin(x)", "x**2/2 + exp(-x)", "(x - 1)**2 + (y + 2)**2", "exp(-x)*y", "x*exp(y) + y",
]  # fmt: skip


@pytest.mark.parametrize("function", SWEPT)
def test_a_slip_is_told_as_itself_or_not_at_all(function: str) -> None:
    """Every derived wrong answer gets its own name, one that says all that its own does, or none."""
    for variable in XY:
        reference = derive.derivative(about(function, XY), variable)
        candidates = candidates_for_derivative(function, XY, variable)
        for candidate in candidates:
            found = recognise(candidate.expression, candidates, reference, Comparison(variables=XY))
            told = None if found is None else found.name
            assert told in {None, candidate.name} or candidate.name in COVERS.get(str(told), frozenset())
