"""In a student's copy of the exercises nothing that was derived is written anywhere, and grades are the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.quantities import references as derive
from grader.quantities.evaluation import reference
from tests.course.test_exercise_folders import exercises


@pytest.mark.parametrize("copy", [True, False])
@pytest.mark.parametrize("words", [["subs"], ["subs/ann.py"], ["verify"], ["explain", "ann"]])
def test_a_copy_leaves_no_derivative(copy: bool, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The cache in the home stays empty; the course's own exercises fill it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    exercises(tmp_path / "exercises", copy=copy)
    (tmp_path / "subs").mkdir()
    for name, answer in (("ann", "2x"), ("ben", "3x")):
        (tmp_path / "subs" / f"{name}.py").write_text(f"dh_dx = '{answer}'\n", encoding="utf-8")
    derive._derivatives.cache_clear()
    reference.cache_clear()
    for each in ([["subs"], words] if words[0] == "explain" else [words]):
        said = CliRunner().invoke(main, each)
        assert said.exit_code in (0, 1), said.output
    assert any((tmp_path / "cache").rglob("*.json")) is not copy
    if words == ["subs"]:
        book = json.loads((tmp_path / "grades" / "gradebook.json").read_text(encoding="utf-8"))
        assert [grade["earned"] for grade in book["grades"]] == [1, 0]
