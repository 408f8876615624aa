"""What can be read, what cannot, and what the student is told about it."""

from __future__ import annotations

import random

import flint
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.algebra.tree import Constant, Negative, Number, Sum, Variable, Vector
from grader.equality.compare import compare
from grader.equality.decision import Comparison, Decision, Relation
from grader.notation.answer import from_float, read
from grader.notation.printing import latex, plain
from grader.notation.tokens import Unreadable
from grader.notation.trees import MAX_DEPTH, depth

XY = ("x", "y")


@pytest.mark.parametrize(
    ("text", "said", "position"),
    [
        ("4*x -", "Something is missing after the minus sign", 4),
        ("4*x +* y", "Something is missing after the plus sign", 4),
        ("* x", "Something is missing before the times sign", 0),
        ("2*(x + 1", "The opening ( is never closed", 2),
        ("x + 1)", "There is a closing ) here without its opening one", 5),
        ("(x + 1]", "The ( is closed by ]", 6),
        ("x + q", "“q” is not a variable of this exercise (x, y)", 4),
        ("3*x2", "“x2” could mean x to the power 2 or 2 times x", 2),
        ("sqrt3x", "“sqrt3x” could mean sqrt(3)*x or sqrt(3*x)", 0),
        ("2*exp2", "“exp2” lacks brackets; write exp(2).", 2),
        ("cos30", "“cos30” lacks brackets; write cos(30), or cos(30°) for degrees.", 0),
        ("4x - 3y = 0", "This is an equation", 10),
        ("f_x = 2x = 0", "This is an equation", 11),
        ("x^2 + я", "“я” is not a variable of this exercise", 6),
        ("sin(x, y)", "sin takes one value, and here it is given 2", 0),
        ("sin", "Something is missing after sin", 0),
        ("x =", "Something is missing after the equals sign", 3),
        ("", "There is nothing here", 0),
        ("df = 2 3", "Two numbers stand side by side", 7),
        (r"\frac{x}{", "A closing } is missing", 9),
        (r"\foo x", "The command “\\foo” is not known here", 0),
        (r"1\frac12", "This could be a mixed number or a product", 1),
    ],
)
def test_reason_points_at_the_place(text: str, said: str, position: int) -> None:
    """What cannot be read is told in a sentence, with an index into the text as it was handed in."""
    with pytest.raises(Unreadable) as caught:
        read(text, variables=XY)
    assert said in caught.value.reason
    assert caught.value.position == position


@pytest.mark.parametrize(
    "text", ["df_dy = 0", "$f_y(x, y) = 0$", "x - x = 0", "f_y = 3*0*x = 0", r"\frac{\partial f}{\partial y} = 0"]
)
def test_a_derivative_that_is_zero_is_no_equation(text: str) -> None:
    """A name, or what comes to 0, may be said to be 0."""
    assert plain(read(text, variables=XY)) == "0"


def test_message_of_a_decision_shows_where_reading_stopped() -> None:
    """The student sees the text up to the place."""
    decision = compare("4*x -", "4*x", Comparison(variables=XY))
    assert decision.relation is Relation.INVALID
    assert "“4*x -”" in decision.message
    assert decision.position == 4


def test_form_is_kept_as_written() -> None:
    """Reading simplifies nothing."""
    assert read("x + x", variables=XY) == Sum((Variable("x"), Variable("x")))
    assert read("-3", variables=XY) == Negative(read("3", variables=XY))


@pytest.mark.parametrize("text", ["3*lambda_**2", "3*lambda**2", "3λ²", r"3\lambda^2", "3λ^2"])
def test_a_letter_that_python_keeps_is_read_as_people_write_it(text: str) -> None:
    """`lambda` is no name in Python, so the variable is `lambda_`; in a text it is λ, `lambda` and the command of TeX."""
    assert read(text, variables=("lambda_",)) == read("3*lambda_**2", variables=("lambda_",))


def test_declared_variables_come_before_constants() -> None:
    """`e` is Euler's number unless the exercise has a variable of that name."""
    assert read("e", variables=XY) == Constant("e")
    assert read("e", variables=("e",)) == Variable("e")


@pytest.mark.parametrize(
    ("text", "digits"), [("0.866", 3), ("0.0500", 3), ("100.0", 4), ("1.5e-3", 2), ("3", None), ("3e-3", None)]
)
def test_digits_of_a_literal_are_counted(text: str, digits: int | None) -> None:
    """A decimal remembers how many significant digits were written, a whole number none."""
    number = read(text, variables=())
    assert isinstance(number, Number)
    assert number.significant_digits == digits


@pytest.mark.parametrize("value", [4.0, 0.1, -0.5, 1e-9, 123456.789, 0.8660254037844386, 1e300, 5e-324, 0.0])
def test_number_from_code_counts_as_its_shortest_spelling(value: float) -> None:
    """A float becomes the literal that Python prints."""
    assert from_float(value) == read(repr(value), variables=())


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_no_number_comes_from_nan(value: float) -> None:
    """NaN and infinity are refused."""
    with pytest.raises(Unreadable):
        from_float(value)


def test_unknown_notation_is_the_callers_mistake() -> None:
    """A notation that does not exist is no fault of the text."""
    with pytest.raises(ValueError, match="notation"):
        read("x", variables=XY, notation="word")


def test_unit_vectors_have_as_many_components_as_variables() -> None:
    """`i` alone is a vector of two or three components."""
    assert read("x i", variables=XY) == Vector((Variable("x"), read("0", variables=())))
    assert len(read("x i", variables=("x", "y", "z")).components) == 3  # type: ignore[union-attr]


HOSTILE = {
    "a megabyte": "x" * 1_000_000,
    "a megabyte of brackets": "(" * 1_000_000,
    "brackets": "(" * 100_000,
    "closed brackets": "(" * 1_900 + "x" + ")" * 1_900,
    "deep brackets": "(" * 61 + "x" + ")" * 61,
    "signs": "-" * 3_900 + "x",
    "divisions": "/".join(["x"] * 700),
    "powers": "^".join(["x"] * 700),
    "functions": "sin " * 700 + "x",
    "function calls": "sin(" * 700 + "x" + ")" * 700,
    "factorials": "5" + "!" * 3_000,
    "fractions": r"\frac" * 700 + "12",
    "nested fractions": r"\frac{1}{" * 300 + "x" + "}" * 300,
    "roots": r"\sqrt" * 700 + "2",
    "braces": "{" * 2_000,
    "matrices": r"\begin{bmatrix}" * 100,
    "bars": "|" * 3_000,
    "equals signs": "=" * 3_000,
    "carets": "^" * 1_000,
    "raised digits": "x" + "²" * 3_000,
    "digits": "9" * 3_999,
    "a long word": "exy" * 1_000,
    "a null character": "x\0",
    "a character that turns the line": "x\u202e + 1",
    "half a character": "x\ud800",
    "a picture": "😀",
    "a Cyrillic letter": "я",
    "a Greek capital": "Χ",
    "a full-width letter": "ｑ",
    "a full-width digit": "４ ４",
    "an Arabic digit": "٤*x",
    "not a number": "NaN",
    "infinity": "oo",
    "a float's infinity": "inf",
    "a power tower": "9**9**9**9",
    "a power tower in brackets": "(((2**64)**64)**64)**64",
    "a power tower with a variable": "10**10**10*x",
    "a huge exponent": "x**99999999999",
    "a huge factorial": "factorial(10**7)",
    "a huge literal": "1e999999999",
    "an import": "__import__('os').system('true')",
    "a call": 'exec("x")',
    "a file": "open('/etc/passwd').read()",
    "an attribute": "x.__class__",
    "a function": "lambda: x",
    "a comprehension": "[x for x in y]",
    "a comparison chain": "x < y < x",
    "many commas": "(" + "x," * 2_000 + ")",
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("notation", ["auto", "python", "calculator", "latex", "sympy"])
def test_hostile_text_is_invalid(name: str, notation: str) -> None:
    """Nothing is run, nothing recurses without bound, and the student gets a sentence."""
    decision = compare(HOSTILE[name], "4*x - 3*y", Comparison(variables=XY), notation=notation)
    assert decision.relation is Relation.INVALID
    assert 10 < len(decision.message) < 300
    assert decision.message.isprintable()


COSTLY = {
    "a long sum": "+".join(["x"] * 700),
    "a long product": "*".join(["x"] * 700),
    "many functions": "+".join(f"sin({i}*x)" for i in range(180)),
    "many roots": "+".join(f"sqrt(x^2+{i})" for i in range(150)),
    "many absolute values": "+".join(f"abs(x-{i})" for i in range(150)),
    "a maximum of many": "max(" + ",".join(f"{i}*x" for i in range(200)) + ")",
    "high powers": "(x+1)^5000",
    "powers of powers": "((x+1)^100)^100",
    "nested exponentials": "exp(" * 12 + "x" + ")" * 12,
    "a huge argument": "sin(10^400)",
    "a tower of variables": "x^y^x^y^x^y",
}


@pytest.mark.parametrize("name", COSTLY)
@pytest.mark.parametrize("reference", ["4*x - 3*y", "abs(x) + sin(y)", "same"])
def test_costly_text_is_bounded_work(name: str, reference: str) -> None:
    """A long answer ends in a decision, and its tree can be hashed, printed and compared."""
    text = COSTLY[name]
    decision = compare(text, f"{text} + 0*y" if reference == "same" else reference, Comparison(variables=XY))
    assert isinstance(decision, Decision)
    tree = decision.read_as
    assert tree is not None
    assert hash(tree) == hash(read(text, variables=XY))
    assert plain(tree)
    assert latex(tree)
    assert repr(tree)


def test_depth_is_capped_for_everything_that_can_be_read() -> None:
    """No readable text makes a tree that a recursion could fall over."""
    for text in ("(" * 58 + "x" + "+1)" * 58, "-" * 50 + "x", "sin(" * 55 + "x" + ")" * 55, "x" + "/2" * 90):
        assert depth(read(text, variables=XY)) <= MAX_DEPTH


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet="xyzei 0123456789.+-*/^()[]{}|,=\\!<>°²√πsincoql_&$'\"frac", max_size=40))
def test_any_text_ends_in_a_decision(text: str) -> None:
    """Whatever is typed is read or refused, at a place inside the text, and the precision is put back."""
    before = flint.ctx.prec
    decision = compare(text, "4*x - 3*y", Comparison(variables=XY))
    assert isinstance(decision.relation, Relation)
    assert decision.position is None or 0 <= decision.position <= len(text)
    assert flint.ctx.prec == before


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["auto", "python", "calculator", "latex", "sympy"]))
def test_any_unicode_ends_in_a_decision(text: str, notation: str) -> None:
    """So do all other characters, in every notation."""
    assert compare(text, "x", Comparison(variables=XY), notation=notation).relation in Relation


def test_slices_of_good_texts_end_in_a_decision() -> None:
    """A text cut off anywhere, or with a character lost, never breaks the reader."""
    draw = random.Random(5)
    texts = [
        r"\frac{4x+3y^2-4y\sqrt[3]{x}}{2} \cdot \sin^{-1} x",
        r"\begin{bmatrix} 4y & 4x \end{bmatrix}",
        r"\left\langle -\frac{\sqrt{3}}{2}, \hat{\mathbf{i}} \right\rangle",
        "np.array([4*y, np.exp(-x)/2])",
        "Add(Mul(Integer(4), Symbol('x')), Pow(Symbol('y'), Rational(1, 2)))",
        "√3/2·x − |y−1|² ≈ 0.87",
    ]
    for text in texts:
        for _ in range(60):
            low, high = sorted((draw.randrange(len(text)), draw.randrange(len(text) + 1)))
            for cut in (text[:low], text[low:], text[:low] + text[high:]):
                for notation in ("auto", "latex", "sympy"):
                    assert compare(cut, "x", Comparison(variables=XY), notation=notation).relation in Relation
