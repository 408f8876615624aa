"""One row of a file decides about all equal answers, now and later."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.course import load_course
from grader.course.equal_answers import _stands_alone
from grader.errors import SpecError
from tests.submission.making import tree

ROOT = Path(__file__).parents[2]
WHERE = ["--exercises", str(ROOT / "exercises"), "--only", "partial_derivatives"]
HEDGED = "df_dx = 4x - 3y or 4x + 3y"
OTHER = "df_dx = 4x - 3y or 4x"


def notebook(*cells: str) -> str:
    """A notebook with these cells of text."""
    told = [{"cell_type": "markdown", "metadata": {}, "source": [cell]} for cell in cells]
    return json.dumps({"cells": told, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})


def said(*words: str, status: int = 0) -> str:
    """What the command prints, on one line."""
    result = CliRunner().invoke(main, [*words])
    assert result.exit_code == status, result.output
    return " ".join(result.output.split())


def earned() -> dict[str, float]:
    """The totals by student."""
    book = json.loads(Path("grades/gradebook.json").read_text())
    return {grade["student"]["id"]: grade["earned"] for grade in book["grades"]}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A graded class in which three gave one answer that is not clear, and one another."""
    files = {"ann": [HEDGED], "ben": [HEDGED.replace(" or", "  or")], "cem": ["My own words.", HEDGED], "dan": [OTHER]}
    tree(tmp_path, {f"subs/{name}/hw.ipynb": notebook(*cells) for name, cells in files.items()})
    monkeypatch.chdir(tmp_path)
    said("subs", *WHERE, "--jobs", "1")
    return tmp_path


def rows(file: Path) -> list[dict[str, str]]:
    """The rows of the file."""
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))


def fill_in(file: Path, place: int, sign: str = ",", **cells: str) -> None:
    """Write into a row of the file, and save it as a spreadsheet does."""
    found = rows(file)
    found[place] |= cells
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(found[0]), delimiter=sign)
        writer.writeheader()
        writer.writerows(found)


@pytest.mark.usefixtures("here")
def test_one_row_for_each_group_counts_for_all_of_them_and_later_ones():
    """Equal answers share a row; the decision counts for them, for who comes later, and for nobody else."""
    file = Path("d.csv")
    text = said("review", *WHERE, "--decisions", "d.csv")
    assert "2 rows to fill in, for 4 answers that wait." in text
    first, second = rows(file)
    assert (first["who"], first["students"], second["who"]) == ("ann; ben; cem", "3", "dan")
    fill_in(file, 0, ";", earned="0,5", why="one of two", by="staff")
    Path("course.yml").write_text("decisions: d.csv\n")
    tree(Path(), {"subs/eve/hw.ipynb": notebook(HEDGED, "df_dz = 1")})
    said("subs", *WHERE, "--jobs", "1")
    assert earned() == {"ann": 0.5, "ben": 0.5, "cem": 0.5, "dan": 0, "eve": 0.5}
    assert "A person set this to 0.5 points: one of two (staff)." in Path("grades/feedback/eve.md").read_text()
    assert "1 row to fill in, for 1 answer that wait" in said("review", *WHERE, "--decisions", "d.csv")
    assert [(row["who"], row["earned"]) for row in rows(file)] == [("ann; ben; cem", "0,5"), ("dan", "")]


@pytest.mark.usefixtures("here")
def test_a_students_own_decision_counts_before_that_of_the_group():
    """What is said of one student is more than what is said of an answer."""
    said("review", *WHERE, "--decisions", "d.csv")
    fill_in(Path("d.csv"), 0, earned="1", why="fine", by="staff")
    Path("course.yml").write_text("decisions: d.csv\noverrides: {ben: {df_dx: {earned: 2, why: asked him, by: staff}}}\n")
    said("subs", *WHERE, "--jobs", "1")
    assert earned() == {"ann": 1, "ben": 2, "cem": 1, "dan": 0}


@pytest.mark.usefixtures("here")
def test_a_row_that_is_filled_in_half_is_an_error_with_its_item():
    """Points without a reason, more than there are, and what is no number; a file that is none."""
    for cells, why in (
        ({"earned": "1"}, "why and by must not be empty"),
        ({"earned": "x", "why": "a", "by": "b"}, "earned must be points"),
        ({"earned": "7", "why": "a", "by": "b"}, "earned must lie between 0 and 2"),
    ):
        said("review", *WHERE, "--decisions", "d.csv")
        fill_in(Path("d.csv"), 0, **cells)
        Path("course.yml").write_text("decisions: d.csv\n")
        with pytest.raises(SpecError, match=why):
            load_course(Path("course.yml"))
        Path("course.yml").unlink()
        Path("d.csv").unlink()
    Path("course.yml").write_text("decisions: [none.csv, subs]\n")
    with pytest.raises(SpecError) as raised:
        load_course(Path("course.yml"))
    assert len(raised.value.problems) == 2


@pytest.mark.parametrize(
    ("source", "alone"),
    [
        ("def f(x, n):\n    for _ in range(n):\n        x -= 0.1\n    return x", True),
        ("def f(x):\n    return f(x - 1) if x else 0", True),
        ("def f(x):\n    import math\n    return math.sin(x)", True),
        ("def f(x):\n    return step * x", False),
        ("def f(x):\n    def g():\n        y = 1\n    return y", False),
        ("x = x + 1", False),
        ("f = lambda x: np.sin(x)", False),
        ("f = (", False),
    ],
)
def test_a_program_is_equal_by_itself_only_where_it_needs_nothing_else(source: str, alone: bool):
    """What reads a name that another statement binds may mean anything."""
    assert _stands_alone(source) is alone
