"""Before anything is graded the TA sees whose submissions were found."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from grader.collect.entry_search import find
from grader.reports.identities import IdentityTable, is_single_file
from tests.submission.making import ANSWER, tree


def shown(path: Path, *, whole: bool = False, width: int = 100, encoding: str = "utf-8", **how: object) -> str:
    """The table as a terminal of this width and encoding would show it, without the temporary folder's name."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, write_through=True)
    console = Console(file=stream, width=width)
    console.print(IdentityTable(find(path, **how), Path(path.name), whole=whole))  # type: ignore[arg-type]
    stream.seek(0)
    return stream.read()


def test_the_table_says_the_layout_and_who_is_who(tmp_path):
    """Layout, how students are known, files, lateness and attempts are there, and what was left out."""
    files = {"doejane_LATE_41_91_hw.py": ANSWER, "doejane_41_90_hw-1.py": ANSWER, "müller_42_92_a.py": ANSWER}
    text = shown(tree(tmp_path / "submissions", files | {"readme.txt": "x", "müller_42_93_b.py": ANSWER}))
    assert text.splitlines()[0] == "submissions: a Canvas download, 2 students known by Canvas id"
    assert "41" in text
    assert "late, attempt 2 of 2" in text or "late" in text
    assert "a.py and b.py" in text
    assert "Left out: readme.txt" in text


def test_a_large_class_is_a_few_rows_and_counts(tmp_path):
    """What is special about those who are not shown is counted, and the command that shows them is named."""
    files = {f"s{number:02}/hw.py": ANSWER for number in range(30)} | {"s29/more.py": "x = 1", "s30/": ""}
    path = tree(tmp_path / "class", files)
    text = shown(path)
    assert len(text.splitlines()) < 15
    assert "and 25 more (1 with several files, 1 with nothing to grade); grade who class lists them all" in text
    assert all(f"s{number:02}" in shown(path, whole=True) for number in range(31))


def test_who_is_missing_by_the_roster_is_named(tmp_path):
    """The students of the roster without a submission stand below the table."""
    roster = tree(tmp_path, {"r.csv": "id,name\ns1,Jane Doe\ns2,Zoë Müller\n"}) / "r.csv"
    text = shown(tree(tmp_path / "class", {"s1.py": ANSWER}), roster=roster)
    assert "Jane Doe" in text
    assert "Not handed in, by the roster (1): Zoë Müller (s2)" in text


@pytest.mark.parametrize("width", [40, 200])
def test_names_do_nothing_to_a_terminal(tmp_path, width):
    """Escapes and marks of direction in file names are shown and not obeyed; long names are cut."""
    text = shown(tree(tmp_path / "class", {"a\x1b[31mb\u202e.py": ANSWER, f"{'x' * 200}.py": ANSWER}), width=width)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert all(len(line) <= width for line in text.splitlines()[1:])


def test_a_terminal_without_accents(tmp_path):
    """An old terminal gets the same table in its own signs."""
    assert "Zoe" in shown(tree(tmp_path / "class", {"Zoë.py": ANSWER, "ann.py": ANSWER}), encoding="ascii")


def test_a_single_file_has_no_table(tmp_path):
    """Whoever names one notebook knows whose it is; a class's archive is no single file."""
    path = tree(tmp_path, {"ann.py": ANSWER}) / "ann.py"
    assert is_single_file(find(path), path)
    assert not is_single_file(find(tree(tmp_path / "c", {"ann.py": ANSWER})), tmp_path / "c")
