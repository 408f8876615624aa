"""Several files of one student."""

from __future__ import annotations

import os

from grader.collect.entry_search import find
from grader.model import Submission
from grader.submission.intake import read
from tests.submission.making import notebook, tree


def of_files(tmp_path, files: dict[str, str], newest: str | None = None) -> Submission:
    """The submission of a student with these files, all of one age but for the newest."""
    folder = tree(tmp_path / "s", {f"ann/{name}": content for name, content in files.items()} | {"bob/x.py": "q = 1"})
    for name in files:
        os.utime(folder / "ann" / name, (2_000, 2_000) if name == newest else (1_000, 1_000))
    return read(next(entry for entry in find(folder).entries if entry.student.id == "ann"))


def names_of(submission: Submission) -> list[str]:
    """All names that the submission's statements bind."""
    return [name for statement in submission.statements for name in statement.names]


def test_files_that_answer_different_things_are_read_together(tmp_path):
    """A notebook for each exercise is one submission, and the student is told which files were read."""
    found = of_files(tmp_path, {"b.ipynb": notebook("df_dx = 1"), "a.ipynb": notebook("u_hat = 2")})
    assert names_of(found) == ["u_hat", "df_dx"]
    assert found.files == ("a.ipynb", "b.ipynb")
    assert [remark.code for remark in found.remarks] == ["several_files"]


def test_of_files_that_answer_the_same_the_newest_counts(tmp_path):
    """Two versions of one notebook are not mixed; the newest is graded and the other one named in a remark."""
    files = {"hw-1.ipynb": notebook("df_dx = 1\ndf_dy = 1"), "hw-2.ipynb": notebook("df_dx = 2\ndf_dy = 2")}
    for newest, value in (("hw-1.ipynb", "1"), ("hw-2.ipynb", "2")):
        found = of_files(tmp_path, files, newest)
        assert [statement.source for statement in found.statements] == [f"df_dx = {value}", f"df_dy = {value}"]
        assert found.files == (newest,)
        assert [remark.code for remark in found.remarks] == ["older_file"]


def test_what_every_file_sets_does_not_make_two_files_the_same(tmp_path):
    """`f`, `x`, imports and placeholders are in every notebook of the lesson and say nothing."""
    first = "import numpy as np\nx = 1\ndef f(x): return x\ndf_dx = 2\nslope = ..."
    second = "import numpy as np\nx = 2\ndef f(x): return x\nslope = 3\ndf_dx = ..."
    found = of_files(tmp_path, {"a.ipynb": notebook(first), "b.ipynb": notebook(second)})
    assert found.files == ("a.ipynb", "b.ipynb")
    assert not found.is_placeholder(("df_dx",))
    assert not found.is_placeholder(("slope",))


def test_an_untouched_template_beside_the_answers_counts_for_nothing(tmp_path):
    """A second file with placeholders only must not overwrite what was answered in the first."""
    template = notebook("df_dx = ...\ndef slope(x):\n    pass", ("markdown", "nothing"))
    found = of_files(tmp_path, {"a_work.ipynb": notebook("df_dx = 2\ndef slope(x): return x"), "z_template.ipynb": template})
    assert not found.is_placeholder(("df_dx",))
    assert not found.is_placeholder(("slope",))


def test_a_notebook_and_its_export_are_one_piece_of_work(tmp_path):
    """A notebook counts before the program that was exported from it at the same time."""
    found = of_files(tmp_path, {"hw.py": "df_dx = 1\ndf_dy = 2", "hw.ipynb": notebook("df_dx = 1", "df_dy = 2")})
    assert found.files == ("hw.ipynb",)


def test_a_program_beside_a_notebook_runs_first(tmp_path):
    """What a notebook imports from its neighbour is defined before it is needed."""
    found = of_files(tmp_path, {"a.ipynb": notebook("slope = 2"), "z_mine.py": "def descend(x): return x"})
    assert names_of(found) == ["descend", "slope"]


def test_a_file_that_cannot_be_read_does_not_cost_the_others(tmp_path):
    """A damaged notebook beside a good one is a remark."""
    found = of_files(tmp_path, {"a.ipynb": "{ damaged", "b.ipynb": notebook("slope = 2")})
    assert found.problem is None
    assert names_of(found) == ["slope"]
    assert any("damaged" in remark.text for remark in found.remarks)


def test_when_no_file_can_be_read_the_first_says_why(tmp_path):
    """With nothing to grade there is a problem, not an empty submission."""
    found = of_files(tmp_path, {"a.ipynb": "{ damaged", "b.ipynb": "{ damaged too"})
    assert found.problem is not None


def test_the_digest_is_of_the_content_only(tmp_path):
    """Renaming or touching a file changes nothing; changing a letter in it, or in its data, does."""
    one = of_files(tmp_path / "1", {"a.py": "u1 = 1", "b.py": "v1 = 2"})
    renamed = of_files(tmp_path / "2", {"x.py": "v1 = 2", "y.py": "u1 = 1"}, newest="y.py")
    changed = of_files(tmp_path / "3", {"a.py": "u1 = 1", "b.py": "v1 = 3"})
    data = of_files(tmp_path / "4", {"a.py": "u1 = 1", "b.py": "v1 = 2", "points.csv": "1"})
    other = of_files(tmp_path / "5", {"a.py": "u1 = 1", "b.py": "v1 = 2", "points.csv": "2"})
    assert one.digest == renamed.digest
    assert len({one.digest, changed.digest, data.digest, other.digest}) == 4
