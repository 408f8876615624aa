"""What people type first: `grade help`, `grade version`, a command with a slip, a number that is none."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.testing import CliRunner, Result

from grader.cli import main
from grader.kinds.code_values import value_text
from grader.model import Value
from tests.course.test_exercise_folders import exercises


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def grade(*words: str) -> Result:
    """What the command says."""
    return CliRunner().invoke(main, [*words])


def test_help_and_version_are_words_too():
    """As `--help` and `--version`, also of a command."""
    assert grade("help").output == grade("--help").output
    assert grade("help", "review").output == grade("review", "--help").output
    assert grade("version").output == grade("--version").output


@pytest.mark.parametrize(("typed", "meant"), [("rnu", "run"), ("verfy", "verify"), ("expalin", "explain"), ("reviews", "review")])
def test_a_slip_in_a_command_is_told_the_command(typed: str, meant: str):
    """Unless something of that name lies here."""
    said = grade(typed, "x")
    assert said.exit_code == 2
    assert said.output == f"grade: There is no command and no path '{typed}'. Did you mean `grade {meant}`?\n"
    Path(typed).mkdir()
    assert "There is no command" not in grade(typed).output


@pytest.mark.parametrize("number", ["x", "0", "257", "1.5", "-1"])
def test_a_number_is_asked_for_in_words(number: str):
    """What may stand there is said, in no jargon."""
    Path("a.py").write_text("x = 1\n", encoding="utf-8")
    said = grade("run", "a.py", "--jobs", number)
    assert said.exit_code == 2
    assert f"'{number}' is no whole number from 1 to 256." in said.output


def test_verify_takes_exercises_as_other_commands_do(tmp_path: Path):
    """Named once, by position or by option."""
    exercises(tmp_path / "tasks")
    assert grade("verify", "--exercises", "tasks").output == grade("verify", "tasks").output
    assert grade("verify", "tasks", "--exercises", "tasks").exit_code == 2


def test_a_courses_file_has_a_schema(tmp_path: Path):
    """Editors complete and check `course.yml` by it."""
    schema = json.loads(grade("schema", "course").output)
    jsonschema.Draft202012Validator.check_schema(schema)
    course = "due: '2026-03-01'\nlate: {per_day: 10%, cap: 0.5}\nunreadable: zero\n"
    jsonschema.validate(yaml.safe_load(course + "overrides: {a: {e/i: {earned: 1/3, why: w, by: b}}}\n"), schema)
    for wrong in ("unreadable: ignore", "tittle: x", "late: {per_week: 10%}"):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(yaml.safe_load(wrong), schema)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.3999999999999999, "0.4"), (0.1 + 0.2, "0.3"), (4.0, "4.0"), (1e-17, "1e-17"), (2.685546875, "2.685546875"),
     (1 / 3, repr(1 / 3)), (float("nan"), "nan"), ([(0.3999999999999999, 1.9)], "[(0.4, 1.9)]")],
)  # fmt: skip
def test_floats_are_read_back_without_noise(value: Value, text: str):
    """The last digits of an arithmetic are not what somebody wrote; where they are no noise they stay."""
    assert value_text(value) == text
