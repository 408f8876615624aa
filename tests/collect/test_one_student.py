"""`--student`: a whole folder, an archive or a file is the work of one, whatever lies in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.collect.entry_search import find
from grader.submission.intake import read
from tests.submission.making import ANSWER, archive, notebook, tree

REPOSITORY = {
    "week 1.ipynb": notebook("df_dx = 1"),
    "scripts/week_2.py": "df_dy = 2\n",
    "README.md": "df_dz = 3",
    "exercises/a.yml": "title: t",
    ".github/workflows/grade.yml": "name: grade",
    ".gitignore": "grades/",
}


@pytest.mark.parametrize("packed", [False, True])
def test_everything_is_one_students(packed: bool, tmp_path: Path):
    """Answers in several files and folders are read together; what is no notebook and no program answers nothing."""
    path = archive(tmp_path / "all.zip", REPOSITORY) if packed else tree(tmp_path / "all", REPOSITORY)
    (entry,) = find(path, student="ada").entries
    assert (entry.student.id, entry.student.identified_by) == ("ada", "--student")
    names = {name for statement in read(entry).statements for name in statement.names}
    assert names == {"df_dx", "df_dy"}
    assert read(entry).texts == () or {text.name for text in read(entry).texts} <= {"df_dx", "df_dy"}


def test_a_file_is_one_students(tmp_path: Path):
    """A single file keeps its name and gets the student's."""
    path = tree(tmp_path, {"hw.ipynb": ANSWER if isinstance(ANSWER, str) else notebook("x = 1")}) / "hw.ipynb"
    (entry,) = find(path, student="ada").entries
    assert (entry.student.id, [source.name for source in entry.sources]) == ("ada", ["hw.ipynb"])


def test_an_empty_folder_is_a_row_all_the_same(tmp_path: Path):
    """A student who pushed nothing is told so."""
    (entry,) = find(tmp_path, student="ada").entries
    assert read(entry).problem is not None


def test_a_repositorys_own_machinery_is_not_spoken_of(tmp_path: Path):
    """Nobody takes `.github` for work, so leaving it out is not worth a word; other hidden files are."""
    files = {**REPOSITORY, ".hidden.py": "x = 1"}
    tree(tmp_path, {f"hw-{who}/{name}": text for who in ("ada", "bob") for name, text in files.items()})
    ignored = find(tmp_path).ignored
    assert not [name for name in ignored if ".git" in name]
    assert [name for name in ignored if name.endswith(".hidden.py")]
