"""Lists of data: arithmetic one by one, put together by `mean` and `sum`, and functions over them like any other."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from grader.algebra.tidy import number
from grader.authoring.students_copy import student_spec
from grader.course.exercises import load_exercise, read_exercise
from grader.errors import SpecError
from grader.model import Exercise, Given
from grader.notation.answer import read
from grader.quantities.evaluation import measured, reference, slips
from grader.quantities.operators.operator import is_tree
from grader.quantities.sheet import sheet_of
from grader.quantities.slips.approximate import approximate

DATA = {"X": [1, 2, 3], "Y": [2, 4, 5], "Z": [0.5, "1/3"]}
FUNCTIONS = {"h(x)": "x**2", "E(m, b)": "mean((m*X + b - Y)**2)/2", "L(w, c)": "mean(log(1 + exp(-Y*(w*X + c))))"}
POINT = {"m": 0.7, "b": -1.3, "w": 0.4, "c": 0.9}


def exercise(term: str, **keys: object) -> Exercise:
    """An exercise with this term and these keys."""
    document = {
        "title": "Data",
        "prompt": "`answer`",
        "data": DATA,
        "given": {"P": [1, 2]},
        "functions": FUNCTIONS,
        "items": [{"id": "answer", "answer": term}],
    }
    return read_exercise(yaml.safe_dump({**document, **keys}), "data.yml", "data")


def value(term: str) -> object:
    """What a term comes to at the point."""
    sheet = sheet_of(exercise(term))
    found = reference("answer", sheet)
    assert is_tree(found)
    return approximate(found, POINT)


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("mean(X)", 2),
        ("sum(X*Y)", 25),
        ("sum(Z)", 5 / 6),
        ("mean(2*X - Y/2 + 1)", 19 / 6),
        ("mean(-X**2)", -14 / 3),
        ("sum(abs(Y - X))", 5),
        ("mean(h(X) - Y)", 1),
        ("E(1, 0)", 1.5),
        ("sum((X - mean(X))*(Y - mean(Y)))/sum((X - mean(X))**2)", 1.5),
    ],
)
def test_data_are_taken_one_by_one_and_put_together(term: str, expected: float):
    """Numbers, formulas and functions stand beside each observation."""
    assert value(term) == pytest.approx(expected)


@pytest.mark.parametrize(
    "term", ["gradient(E)", "diff(L, w)", "gradient(L)", "diff(E, m, b)", "E(2, 1)", "mean(h(X) - Y)", "sum(X*Y)"]
)
def test_what_is_over_data_is_right_by_another_way_too(term: str):
    """Measured in floats and by differences."""
    sheet = sheet_of(exercise(term))
    other = measured(sheet.terms["answer"], sheet.terms["answer"], sheet)(POINT)
    assert value(term) == pytest.approx(other, rel=1e-6)


def test_a_polynomial_over_many_data_is_short():
    """A loss over 400 observations is a formula of six terms."""
    data = {"X": list(range(400)), "Y": [k * k % 17 for k in range(400)]}
    function = exercise("gradient(E)", data=data, functions={"E(m, b)": FUNCTIONS["E(m, b)"]}).function
    assert len(function.expression) < 200


@pytest.mark.parametrize(
    ("term", "wrong", "name"),
    [
        ("mean(X)", "6", "mean_forgotten"),
        ("mean(X)", "5/2", "first_left_out"),
        ("mean(X)", "3/2", "last_left_out"),
        ("sum(X*Y)", "25/3", "mean_taken"),
        ("gradient(E)", "(14m + 6b - 25, 6m + 3b - 11)", "mean_forgotten"),
        ("gradient(E)", "((28m + 12b - 50)/3, (12m + 6b - 22)/3)", "not_divided"),
        ("gradient(E)", "((5m + 3b - 10)/2, (3m + 2b - 6)/2)", "last_left_out"),
    ],
)
def test_usual_mistakes_with_data_are_known(term: str, wrong: str, name: str):
    """The wrong answer is among the slips of the term, by its name."""
    answer = approximate(read(wrong, variables=("m", "b")), POINT)
    known = slips("answer", sheet_of(exercise(term)))
    assert name in [slip.name for slip in known if approximate(slip.expression, POINT) == pytest.approx(answer)]


@pytest.mark.parametrize(
    ("term", "said"),
    [
        ("X", "is data, which is no answer"),
        ("dot(X, Y)", "dot takes two vectors, and Y is data"),
        ("mean(X*Z)", "the data have 2 and 3 numbers"),
        ("mean(P)", "mean takes data, and P is a vector of 2"),
        ("mean(X*P)", "data take numbers and formulas beside them, and no vectors"),
        ("P*P", "`*` takes no two vectors; write dot(a, b)"),
        ("[X, 1]", "a list holds numbers and formulas, and `X` is data"),
        ("sum(1/(X - 1))", "this is a division by zero"),
    ],
)
def test_data_are_no_vectors(term: str, said: str):
    """And what mixes them up is refused with its reason."""
    with pytest.raises(SpecError, match=r".") as raised:
        exercise(term)
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"X": [1, "a"]}, "data.X: holds what is no number"),
        ({"X": [1]}, "data.X: is a list of numbers, 2 at least"),
        ({"X": 3}, "data.X: must be a list"),
        ({"mean": [1, 2]}, "data.mean: `mean` is an operator of terms"),
        ({"P": [1, 2]}, "given.P: `P` stands here twice"),
        ({"x": [1, 2]}, "functions.h(x): its variable `x` has a value under"),
    ],
)
def test_what_is_wrong_with_data_is_said_at_its_place(data: dict[str, object], said: str):
    """One sentence each, with what data are."""
    with pytest.raises(SpecError) as raised:
        exercise("P", data=data, functions={"h(x)": "x**2"})
    assert said in str(raised.value)


CSV = "\ufeffarea; price;note\n50;100;a\n70.5;150;\n\n1/3;200;b\n"


def from_file(folder: Path, named: str, text: str = CSV) -> Exercise:
    """An exercise with a column of data beside it."""
    (folder / "houses.csv").write_text(text, encoding="utf-8")
    document = {"title": "T", "prompt": "`a`", "data": {"X": named}, "items": [{"id": "a", "answer": "mean(X)"}]}
    (folder / "e.yml").write_text(yaml.safe_dump(document), encoding="utf-8")
    return load_exercise(folder / "e.yml")


def test_data_may_be_a_column_of_a_file_beside_the_exercise(tmp_path: Path):
    """By its heading; the numbers are exact, and a copy for students holds them."""
    whole = from_file(tmp_path, "houses.csv: price")
    assert whole.given == (Given(name="X", text="100, 150, 200", is_data=True),)
    assert reference("a", sheet_of(whole)) == number(150)
    assert read_exercise(student_spec(whole), "copy.yml", "copy").given == whole.given


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("houses.csv:size", "houses.csv has no column called `size`; there are area, price, note"),
        ("houses.csv:note", "houses.csv:2: `a` in the column `note` is no number"),
        ("flats.csv:area", "flats.csv:1: cannot be read"),
        ("../houses.csv:area", "names no column of a CSV beside this file"),
        ("houses", "names no column of a CSV beside this file"),
    ],
)
def test_what_is_wrong_with_a_column_is_said(named: str, said: str, tmp_path: Path):
    """With what there is in its place."""
    with pytest.raises(SpecError) as raised:
        from_file(tmp_path, named)
    assert said in str(raised.value)


def test_a_students_copy_holds_the_data_and_the_function_as_it_was_written():
    """So that the copy asks the same, and knows the same mistakes."""
    whole = exercise("gradient(E)")
    copy = read_exercise(student_spec(whole), "copy.yml", "copy")
    assert [(given.name, given.is_data) for given in copy.given] == [("X", True), ("Y", True), ("Z", True), ("P", False)]
    assert copy.functions == whole.functions
    assert {slip.name for slip in slips("answer", sheet_of(copy))} == {slip.name for slip in slips("answer", sheet_of(whole))}
