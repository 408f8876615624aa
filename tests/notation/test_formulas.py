"""Formulas as people type them, and near misses that must not be taken for any of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.equality.compare import compare
from grader.equality.decision import Comparison, Relation
from grader.notation.answer import read, read_answer
from grader.notation.form import has_form
from grader.notation.tokens import Unreadable
from grader.notation.vocabulary import Vocabulary

TABLE = Path(__file__).with_name("formulas.tsv")
ROWS = [
    tuple(line.split("\t"))
    for line in TABLE.read_text(encoding="utf-8").split("\n")
    if line and not line.startswith("#")
]
XY = Vocabulary(variables=("x", "y"))


def typed(text: str) -> str:
    r"""The text with its line breaks, which a table writes as `\n` (`\nicefrac` and `\ne` are commands)."""
    return text if r"\ne" in text or r"\nicefrac" in text else text.replace(r"\n", "\n")


@pytest.mark.parametrize(("variables", "text", "meant"), ROWS)
def test_a_formula_is_read_as_a_person_reads_it(variables: str, text: str, meant: str) -> None:
    """What is typed has the value that is meant, or is refused with a sentence and never read as something else."""
    names = tuple(variables.split())
    if meant == "-":
        with pytest.raises(Unreadable) as caught:
            read(typed(text), variables=names)
        assert caught.value.reason.endswith((".", "…"))
        assert caught.value.position is None or 0 <= caught.value.position <= len(typed(text))
    else:
        assert compare(read(typed(text), variables=names), meant, Comparison(variables=names)).relation is Relation.EQUAL


def test_the_table_is_large_enough() -> None:
    """At least six hundred rows, a third of them near misses."""
    assert len(ROWS) >= 600
    assert sum(row[2] == "-" for row in ROWS) >= 200


@pytest.mark.parametrize(
    ("text", "size", "meant"),
    [
        ("0,5x", 1, "x/2"),
        ("2x+1,5y^2", 1, "2*x + 3*y**2/2"),
        ("2x+1,5y^2", 2, "(2*x + 1, 5*y**2)"),
        ("0,5", 1, "1/2"),
        ("0,5", 2, "(0, 5)"),
        ("(0,5)", 1, "1/2"),
        ("(1,2, 3)", 2, "(1.2, 3)"),
        ("-0,866, 0,5", 2, "(-0.866, 0.5)"),
        ("3/2y² - 3,464y", 1, "3*y**2/2 - 3.464*y"),
    ],
)
def test_the_number_of_components_settles_a_comma(text: str, size: int, meant: str) -> None:
    """Where one of the two readings alone has as many components as are asked for, it is the one."""
    assert compare(read_answer(text, XY, size=size), meant, Comparison(variables=("x", "y"))).relation is Relation.EQUAL


@pytest.mark.parametrize(("text", "meant"), [("2x+1,5y^2", "2*x + 3*y**2/2"), ("(0,5; 2)", "(0.5, 2)"), ("0,5", "1/2")])
def test_a_course_may_write_decimal_commas(text: str, meant: str) -> None:
    """`decimal: comma` says it for all of them."""
    course = Vocabulary(variables=("x", "y"), decimal_comma=True)
    assert compare(read_answer(text, course), meant, Comparison(variables=("x", "y"))).relation is Relation.EQUAL


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2x+1,5y^2", ("1.5", "1, 5")),
        ("sqrt3x", ("sqrt(3)*x", "sqrt(3*x)")),
        ("cos30", ("cos(30)", "cos(30°)")),
        ("log2 x", ("log(2)", "log_2")),
        ("x2", ("x**2", "2*x")),
    ],
)
def test_both_readings_are_shown_where_they_differ(text: str, shown: tuple[str, str]) -> None:
    """Nobody can tell which is meant, so the student is shown both."""
    with pytest.raises(Unreadable) as caught:
        read(text, variables=("x", "y"))
    assert all(reading in caught.value.reason for reading in shown)


def test_the_form_stays_as_it_is_written() -> None:
    """Digits glued on, raised or full-width change no form: what is asked to be expanded or factored is seen."""
    assert has_form(read("２（ｘ＋ｙ）", variables=("x", "y")), "factored").holds
    assert not has_form(read("2(x + y)", variables=("x", "y")), "expanded").holds
    assert not has_form(read("0,5·x·1,5", variables=("x", "y")), "exact").holds
