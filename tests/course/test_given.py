"""The files that a course gave out are named once in `course.yml`, and what is wrong with a name is said with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.commands.setting import setting_of
from grader.course import load_course
from grader.errors import SpecError
from grader.model import FileBeside
from grader.store.keys import causes_of, keys_of
from tests.submission.making import tree

EXERCISES = Path(__file__).parents[2] / "exercises"


def files(folder: Path, said: str) -> dict[str, bytes]:
    """The files of a course that says this of them, by their paths beside a submission."""
    (folder / "course.yml").write_text(f"title: Calculus\nfiles: {said}\n", encoding="utf-8")
    return {file.path: file.content for file in load_course(folder / "course.yml").files}


def test_files_lie_under_the_paths_that_the_course_names(tmp_path: Path):
    """A path from the course's file on stays as it is; what leads out of its folder lies under its own name."""
    own = tree(tmp_path / "c", {"a.csv": "1", "data/b.csv": "2", "plots/p.py": "3", "plots/.hidden": "4"})
    tree(tmp_path / "shared", {"s.py": "5"})
    found = files(own, "[a.csv, ./data/b.csv, plots, ../shared/s.py]")
    assert found == {"a.csv": b"1", "data/b.csv": b"2", "plots/p.py": b"3", "s.py": b"5"}


@pytest.mark.parametrize("name", ["missing.csv", "course.yml", "exercises", "exercises/one.yml", "."])
def test_a_name_that_cannot_be_given_out_is_told_with_its_line(name: str, tmp_path: Path):
    """A file that is not there, and the course's own exercises, whose answers a student's code could read."""
    tree(tmp_path, {"exercises/one.yml": "", "a.csv": "1"})
    with pytest.raises(SpecError) as raised:
        files(tmp_path, f"\n  - a.csv\n  - {name}")
    (problem,) = raised.value.problems
    assert problem.startswith(f"{tmp_path / 'course.yml'}:4: files[1]: `{name}`")


def test_another_edition_of_a_file_has_work_graded_anew(tmp_path: Path):
    """A kept result holds only while the files that the work ran with are the same."""
    tree(tmp_path, {"a.csv": "1", "course.yml": "files: [a.csv]\n"})
    first = setting_of(exercises=EXERCISES, course=tmp_path / "course.yml").assignment
    (tmp_path / "a.csv").write_text("2")
    second = setting_of(exercises=EXERCISES, course=tmp_path / "course.yml").assignment
    assert second.files == (FileBeside(path="a.csv", content=b"2"),)
    assert all(keys_of(first, {})[e.id].asked != keys_of(second, {})[e.id].asked for e in first.exercises)
    assert causes_of(first, {})["files"] != causes_of(second, {})["files"]
