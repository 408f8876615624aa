import csv
from pathlib import Path

import pytest

from grader.reports import write_all
from grader.reports.formats.gradebook_csv import cell

from .sample import KEYS, book, mixed


def _rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "gradebook.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_columns_and_numbers(tmp_path: Path) -> None:
    """A row a student, a column an item, the total, what was possible, and flags."""
    write_all(book(mixed()), tmp_path, ["csv"])
    (row,) = _rows(tmp_path)
    assert list(row) == ["id", "name", *map(str, KEYS), "total", "possible", "flags"]
    assert row["partial_derivatives/df_dx"] == "1"
    assert row["partial_derivatives/df_dy_depends_on"] == "0.17"
    assert (row["total"], row["possible"], row["flags"]) == ("4.5", "15", "late; provisional")


def test_byte_order_mark(tmp_path: Path) -> None:
    """Excel finds the mark by which it knows UTF-8."""
    write_all(book(mixed()), tmp_path, ["csv"])
    assert (tmp_path / "gradebook.csv").read_bytes().startswith(b"\xef\xbb\xbfid,")


@pytest.mark.parametrize("text", ["=1+1", "+49 1", "-rf", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "|calc", '"=1'])
def test_no_formula(text: str) -> None:
    """Text that a spreadsheet would run begins with an apostrophe."""
    assert cell(text).startswith("'")


def test_no_formula_behind_a_separator() -> None:
    """A formula behind a semicolon does not begin a cell where that is what separates them."""
    assert cell("Smith;=1+1") == "Smith;'=1+1"


def test_hostile_class_keeps_its_rows(tmp_path: Path) -> None:
    """Every submission has one row, whatever its name, and no cell starts a formula."""
    write_all(book(), tmp_path, ["csv"])
    rows = _rows(tmp_path)
    assert len(rows) == len(list(book().grades()))
    assert not [value for row in rows for value in row.values() if value[:1] in {"=", "+", "-", "@", "\t", "\r"}]
