"""Terms are read through a whitelist, with exact numbers and columns; hostile ones are refused with little work."""

from __future__ import annotations

import ast
import sys
import time
import warnings
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.quantities.evaluation import evaluate
from grader.quantities.operators import OPERATORS
from grader.quantities.references import by_own_rules
from grader.quantities.sheet import Sheet
from grader.quantities.terms import (
    MOST_CHARACTERS,
    MOST_DIGITS,
    MOST_NODES,
    Listed,
    Literal,
    Named,
    Operation,
    Quoted,
    Term,
    TermError,
    names_in,
    parts_of,
    read_term,
    written,
)
from tests.quantities.functions import about, sheet_with

XY = ("x", "y")
FUNCTIONS = ("f", "price")


def read(text: str) -> Term:
    """The term of a text with the operators that there are and two functions."""
    return read_term(text, tuple(OPERATORS), FUNCTIONS)


def without_columns(term: Term) -> object:
    """A term as nested tuples of what is in it."""
    match term:
        case Literal(value):
            return value
        case Quoted(text):
            return ("text", text)
        case Named(name):
            return name
        case Listed(parts):
            return list(map(without_columns, parts))
        case Operation(operator, parts, keywords):
            return (operator, *map(without_columns, parts), *([keywords] if keywords else []))


# --- What is read ---


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2*x", ("*", 2, "x")),
        ("x + y - 1", ("-", ("+", "x", "y"), 1)),
        ("-x**2", ("neg", ("**", "x", 2))),
        ("(-x)**2", ("**", ("neg", "x"), 2)),
        ("2**-1", ("**", 2, -1)),
        ("x**y**2", ("**", "x", ("**", "y", 2))),
        ("+x", "x"),
        ("x − y", ("-", "x", "y")),
        ("2·x × y", ("*", ("*", 2, "x"), "y")),
        ("[1, -2, x]", [1, -2, "x"]),
        ("f(1, 2)", ("at", "f", 1, 2)),
        ("f([1, 2])", ("at", "f", [1, 2])),
        ("gradient(f)(P)", ("at", ("gradient", "f"), "P")),
        ("at(slope, P)", ("at", "slope", "P")),
        ("dot(gradient, u_hat)", ("dot", "gradient", "u_hat")),
        ("dot(b=[1], a=[2])", ("dot", [1], [2], ("b", "a"))),
        ("direction(30, '-x', '+y')", ("direction", 30, ("text", "-x"), ("text", "+y"))),
        ("steps(descent(f, 0.1), start=[1, 2], count=2)",
         ("steps", ("descent", "f", Fraction(1, 10)), [1, 2], 2, ("start", "count"))),
        ("names_in(diff(f, x))", ("names_in", ("diff", "f", "x"))),
        ("price(q)", ("at", "price", "q")),
        ("  x ", "x"),
    ],
)  # fmt: skip
def test_a_term_is_read(text: str, meant: object) -> None:
    """Numbers, names, lists, arithmetic, operators with places and names, and evaluation at a point."""
    assert without_columns(read(text)) == meant


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("lambda_", "lambda_"), ("λ", "lambda_"), ("\\lambda", "lambda_"), ("lambda", "lambda_"), ("μ", "mu"),
        ("\\alpha", "alpha"), ("x_1", "x_1"), ("x₁", "x_1"), ("x_₁₂", "x_12"), ("price", "price"), ("θ₀", "theta_0"),
        ("Größe", "Größe"), ("lambdax", "lambdax"),
    ],
)  # fmt: skip
def test_names_are_read_as_people_write_them(text: str, name: str) -> None:
    """Greek letters, subscripts and words; what Python keeps for itself gets a line behind it."""
    assert read(text) == Named(name)
    assert names_in(read(f"2*{text} + {text}")) == (name,)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1", Fraction(1, 10)), (".5", Fraction(1, 2)), ("1.", Fraction(1)), ("1e-3", Fraction(1, 1000)),
        ("2.50", Fraction(5, 2)),
        ("1_000", Fraction(1000)), ("-3", Fraction(-3)), ("1E2", Fraction(100)),
        ("0.33333333333333333333", Fraction("0.33333333333333333333")),
        ("9" * MOST_DIGITS, Fraction("9" * MOST_DIGITS)),
    ],
)  # fmt: skip
def test_numbers_are_exact(text: str, value: Fraction) -> None:
    """A decimal is the fraction that it says, with all its digits."""
    assert read(text) == Literal(value)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("x + y", {"x": 1, "y": 5}),
        ("dot(a, b)", {"a": 5, "b": 8}),
        ("  a*b", {"a": 3, "b": 5}),
        ("λ + y", {"lambda_": 1, "y": 5}),
        ("\\lambda*x₁ + y", {"lambda_": 1, "x_1": 9, "y": 14}),
        ("Größe - y", {"Größe": 1, "y": 9}),
        ("a − b·c", {"a": 1, "b": 5, "c": 7}),
        ("[a,\n b]", {"a": 2, "b": 6}),
    ],
)
def test_columns_are_those_of_the_text(text: str, columns: dict[str, int]) -> None:
    """A fault is found where the author looks for it, whatever names are read as."""
    found: dict[str, int] = {}

    def look(term: Term) -> None:
        if isinstance(term, Named):
            found[term.name] = term.column
        for part in parts_of(term):
            look(part)

    look(read(text))
    assert found == columns


# --- What is written ---

NAMES = st.sampled_from(["x", "y", "P", "lambda_", "x_1", "slope"])
NUMBERS = st.one_of(st.integers(-99, 99).map(Fraction), st.decimals(-9, 9, places=3, allow_nan=False).map(Fraction))
LEAVES = st.one_of(NAMES.map(Named), NUMBERS.map(Literal))


def _operations(parts: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    two = st.tuples(parts, parts)
    return st.one_of(
        st.builds(Operation, st.sampled_from(["+", "-", "*", "/", "**"]), two),
        st.builds(lambda part: Operation("neg", (part,)), parts),
        st.builds(lambda pair: Operation("dot", pair, ("b",)), two),
        st.builds(lambda pair: Operation("dot", pair, ("a", "b")), two),
        st.builds(lambda name, point: Operation("at", (Named("f"), *point)), NAMES, st.lists(parts, min_size=1, max_size=3)),
        st.builds(lambda what, point: Operation("at", (Operation("gradient", (what,)), point)), parts, parts),
        st.lists(parts, min_size=1, max_size=3).map(lambda found: Listed(tuple(found))),
        parts.map(lambda part: Operation("direction", (part, Quoted("-x")))),
    )


@given(st.recursive(LEAVES, _operations, max_leaves=12))
@settings(max_examples=400, deadline=None)
def test_what_is_written_is_read_as_the_same(term: Term) -> None:
    """A term survives being written and read: brackets stand where they are needed."""
    again = read(written(term))
    assert _value(again) == _value(term)


def _value(term: Term) -> object:
    """A term in which a negative number and the negative of a number are the same, and so are a fraction and a quotient."""
    match term:
        case Operation("neg", (part,)):
            inner = _value(part)
            return -inner if isinstance(inner, Fraction) else ("neg", inner)
        case Operation("/", (above, below)):
            one, other = _value(above), _value(below)
            return one / other if isinstance(one, Fraction) and isinstance(other, Fraction) and other else ("/", one, other)
        case Listed(parts):
            return list(map(_value, parts))
        case Operation(operator, parts, keywords):
            return (operator, *map(_value, parts), tuple(word for word in keywords if word))
    return without_columns(term)


# --- What is refused ---

REFUSED = [
    ("", 1, "is empty"),
    ("   ", 1, "is empty"),
    ("#", 1, "cannot be read as a term"),
    ("2x", 1, "`2x` cannot be read as a term; a product is written with `*`, as in 2*x"),
    ("3(x + 1)", 1, "a product is written with `*`"),
    ("x²", 2, "a power is written with `**`"),
    ("x^2", 1, "`x^2`: `^` is no power here; write `**`"),
    ("a @ b", 1, "write dot"),
    ("x // 2", 1, "write `/`"),
    ("x % 2", 1, "`%` is no operator here"),
    ("(1, 2)", 1, "write a list in square brackets"),
    ("{1}", 1, "write a list in square brackets"),
    ("math.sqrt(2)", 1, "is no operator|a point between names"),
    ("x.y", 1, "a point between names means nothing here"),
    ("P[0]", 1, "square brackets behind something mean nothing here"),
    ("lambda x: x", 8, "cannot be read as a term"),
    ("x < 1", 1, "comparisons mean nothing here"),
    ("x == 1", 1, "comparisons mean nothing here"),
    ("x and y", 1, "`and` and `or` mean nothing here"),
    ("not x", 1, "a term holds numbers"),
    ("~x", 1, "a term holds numbers"),
    ("x if y else 1", 1, "a term holds numbers"),
    ("[x for x in y]", 1, "a term holds numbers"),
    ("[]", 1, "a term holds numbers"),
    ("f(*P)", 3, "before a list means nothing here"),
    ("dot(**P)", 1, "before a name means nothing here"),
    ("f(x=1)", 1, "a point is written without names, as in f(1, 2)"),
    ("True", 1, "`True` is no number, name or text"),
    ("1 + None", 5, "`None` is no number, name or text"),
    ("2j", 1, "`2j` is no number, name or text"),
    ("0x10", 1, "`0x10` is no number in decimals"),
    ("1" * (MOST_DIGITS + 1), 1, "too many digits"),
    ("x + 1e400", 5, "too many digits"),
    ("x = 1", 3, "cannot be read as a term"),
    ("x := 1", 3, "cannot be read as a term"),
    ("x; y", 2, "cannot be read as a term"),
    ("x\ny", 3, "cannot be read as a term"),
    ("4*x*y +", 1, "`4*x*y +` cannot be read as a term"),
    ("dot(a, b", 4, "cannot be read as a term"),
    ("gradeint(f)", 1, "`gradeint` is no operator and no function of this file; did you mean `gradient`?"),
    ("slope(1, 2)", 1, "to evaluate what is called slope at a point, write at(slope, …)"),
    ("2 + hyp(1)", 5, "`hyp` is no operator and no function of this file"),
    ("f'x'", 1, "a term holds numbers"),
    ("b'x'", 1, "a term holds numbers"),
    ("x\u200by", 2, "cannot be read as a term"),
    ("a\x00b", 1, "cannot be read as a term"),
    ("\ud800", 1, "cannot be read as a term"),
    ("…", 1, "cannot be read as a term"),
    ("λ + (2x", 6, "cannot be read as a term"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "column", "said"), REFUSED)
def test_what_is_no_term_is_refused_in_a_sentence(text: str, column: int, said: str) -> None:
    """Each fault is told in words, with what to write and the column where it stands."""
    with pytest.raises(TermError) as caught:
        read(text)
    assert any(part in caught.value.reason for part in said.split("|")), caught.value.reason
    assert caught.value.column == column
    assert str(caught.value) == caught.value.reason
    assert "Traceback" not in caught.value.reason


HOSTILE = {
    "long": "x" * 10**6,
    "long digits": "1" * 10**6,
    "long text": "'" + "x" * 10**6 + "'",
    "deep brackets": "(" * 10**6 + ")" * 10**6,
    "brackets": "(" * 900 + "x" + ")" * 900,
    "lists": "[" * 150 + "x" + "]" * 150,
    "braces": "{" * 900,
    "signs": "-" * 1_900 + "x",
    "inversions": "~" * 1_900 + "x",
    "nots": "not " * 450 + "x",
    "lambdas": "lambda:" * 250 + "x",
    "powers": "x" + "**x" * 600,
    "towers": "9" + "**9" * 600,
    "sums": "1" + "+1" * 900,
    "attributes": "x" + ".a" * 900,
    "calls": "f" + "(1)" * 600,
    "calls of calls": "f(" * 59 + "1" + ")" * 59 + "+1" * 200,
    "subscripts": "x" + "[0]" * 600,
    "conditions": "x if y else " * 160 + "z",
    "comparisons": "x" + "<x" * 900,
    "texts": "[" + "'a'," * 600 + "]",
    "formatted": "f'{" * 100,
    "subscript digits": "x" + "₁" * 1_900,
    "Greek": "λ" * 1_900,
    "commands": "\\lambda" * 280,
    "import": "__import__('os').system('true')",
    "builtins": "().__class__.__bases__[0].__subclasses__()",
    "eval": "eval('1')",
    "open": "open('/etc/passwd')",
    "dunder": "__builtins__",
    "breakpoint": "breakpoint()",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_term_is_refused_with_little_work(name: str) -> None:
    """No text takes more than a bounded number of calls to be refused, and none is run."""
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    begun, sheet = time.process_time(), Sheet()
    sys.setprofile(count)
    try:
        with pytest.raises(TermError):
            evaluate(sheet.term(HOSTILE[name]), sheet, {})
    finally:
        sys.setprofile(None)
    assert calls < 60_000
    assert time.process_time() - begun < 2


def test_most_nodes_and_characters_are_read() -> None:
    """What is just short enough is read."""
    assert len(names_in(read("x" + "+1" * (MOST_NODES // 2 - 1)))) == 1
    assert names_in(read("x" * MOST_CHARACTERS)) == ("x" * MOST_CHARACTERS,)


GROWING = [
    "9**9**9**9", "10**(10**10)", "(10**50)**(10**50)", "(1/3)**1000000", "exp(exp(exp(1000)))", "(x + y + 1)**200",
    "*".join(["(x + y + 1 + x*y)"] * 20), "steps(descent(f, 1/10), start=[10**50, 0], count=50)", "direction(1e300)",
    "1e300*1e300", "diff(w" + ", x" * 150 + ")", "diff(w" + ", x, y" * 60 + ")",
    "w(" * 12 + "x" + ", y)" * 12, "f(" * 20 + "x" + ", x + y)" * 20, "gradient(" * 30 + "f" + ")" * 30,
    "gradient(dot(gradient(dot(gradient(w), gradient(w))), gradient(w)))", "names_in(diff(w, x, y))",
]  # fmt: skip


@pytest.mark.parametrize("text", GROWING)
def test_what_grows_is_worked_out_or_refused_soon(text: str) -> None:
    """Powers of powers, derivatives of derivatives and functions of functions end in a value of usual size or a sentence."""
    f, w = about("4*x*y + y**3", XY), about("tan(tan(x*y)*exp(x**2))/sin(x + y)", XY)
    w = type(w)(name="w", variables=w.variables, expression=w.expression)
    begun = time.process_time()
    with by_own_rules():
        try:
            sheet = sheet_with(text, f, w)
            found = repr(evaluate(sheet.terms["a"], sheet, {}))
        except TermError as error:
            found = str(error)
    assert len(found) < 10**6
    assert time.process_time() - begun < 5


@given(st.text(alphabet="xyfλ₁²019.,+-*/^()[]{}'\"\\ =<>:_#@~%!eEjlambdnotiorx\n\t\u200b\ud800×−", max_size=40))
@settings(max_examples=600, deadline=None)
def test_any_text_is_a_term_or_a_sentence(text: str) -> None:
    """Nothing but a term or its author's error comes of any text, and Python has nothing to warn of."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            term, fault = read(text), None
        except TermError as error:
            term, fault = Named("x"), error
        ast.parse(written(term), mode="eval")
        assert fault is None or (fault.reason and 1 <= fault.column <= max(len(text), 1))
