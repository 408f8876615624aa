"""A new exercise is one that holds, says what each key means, and overwrites nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from grader.authoring.bench import Bench
from grader.authoring.new import new_exercise
from grader.authoring.questions import QUESTIONS
from grader.authoring.verify import verified
from grader.cli import main
from grader.course.exercise_schema import OF_SOME_ITEMS, ExerciseKeys, ItemKeys
from grader.course.exercises import load_exercise, load_written
from grader.course.json_schemas import schema_text
from grader.errors import UsageError
from grader.kinds import KINDS
from grader.kinds.answer import shape
from grader.kinds.answer_options import OF_SOME_SHAPES
from grader.model import Limits
from grader.sandbox import Sandbox


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One sandbox for all, patient enough for a busy machine."""
    with Sandbox(Limits()) as opened:
        yield opened


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_new_exercise_of_each_question_holds(question: str, tmp_path: Path, sandbox: Sandbox):
    """What is written loads, is valid by the schema that its first line names, and verifies clean."""
    file = Path(new_exercise(question, "mine", tmp_path / "exercises")[0])
    named = file.read_text(encoding="utf-8").splitlines()[0].split("$schema=")[1]
    schema = json.loads((file.parent / named).read_text(encoding="utf-8"))
    jsonschema.validate(yaml.safe_load(file.read_text(encoding="utf-8")), schema)
    solution = tmp_path / "reference_solutions" / "mine.py"
    bench = Bench(written=load_written(file), solution=solution, sandbox=sandbox, hasty=sandbox, most_programs=4)
    found = verified(bench)
    assert [fault.text for fault in found.faults] == []
    assert found.tried["accepts"] >= 1
    assert found.tried["rejects"] >= 2


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_key_that_one_may_add_is_explained(question: str, tmp_path: Path):
    """A comment stands at each key that is used, and the others that do something are listed where they belong."""
    file = Path(new_exercise(question, None, tmp_path / "exercises")[0])
    text = file.read_text(encoding="utf-8")
    exercise = load_exercise(file)
    item = exercise.items[-1]
    kind = KINDS[item.kind]
    read = kind.reads if kind.programming else shape(exercise, item).reads
    idle = {*OF_SOME_ITEMS, *OF_SOME_SHAPES} - {*read} - ({"carried_credit"} if item.after else set())
    told = " ".join(text.replace("#", " ").split())
    for model in (ExerciseKeys, ItemKeys, kind.options):
        for key, field in model.model_fields.items():
            explained = " ".join(str(field.description).split()) in told
            assert explained == (key not in {*idle, "for_students"} and not (key == "form_share" and "form" in idle)), key


def test_the_questions_are_listed_with_their_terms():
    """`grade new` alone names every question by its word, in a teacher's words, and with the term that it writes."""
    ran = CliRunner().invoke(main, ["new"])
    assert ran.exit_code == 0
    for word, example in QUESTIONS.items():
        (line,) = (line for line in ran.output.splitlines() if line.split()[:1] == [word])
        assert line.endswith(f"  {example.term}")
        assert example.asks in line


def test_nothing_is_overwritten(tmp_path: Path):
    """A second exercise of the same name is refused, and so is one whose reference solution would be lost."""
    folder = tmp_path / "exercises"
    first = Path(new_exercise("steps", "mine", folder)[0])
    first.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=r"mine\.yml is there already; choose another id"):
        new_exercise("gradient", "mine", folder)
    assert first.read_text(encoding="utf-8") == "mine"
    program = tmp_path / "reference_solutions" / "other.py"
    program.parent.mkdir()
    program.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=r"other\.py is there already"):
        new_exercise("descent", "other", folder)
    assert not (folder / "other.yml").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["gradiant"], "`gradiant` is no question; did you mean `gradient`?"),
        (["xyz"], "`xyz` is no question; `grade new` alone lists them"),
        (["gradient", "3d plot"], "`3d plot` is no id"),
    ],
)
def test_a_slip_is_answered_with_what_there_is(words: list[str], said: str, tmp_path: Path):
    """A misspelt question is suggested, and a wrong id explained; the status is 2 and nothing is written."""
    ran = CliRunner().invoke(main, ["new", *words, "--exercises", str(tmp_path / "exercises")])
    assert (ran.exit_code, said in ran.output) == (2, True), ran.output
    assert not (tmp_path / "exercises").exists()


def test_the_schema_beside_an_exercise_is_that_of_today(tmp_path: Path):
    """A copy that an older version wrote is renewed."""
    folder = tmp_path / "exercises"
    folder.mkdir()
    (folder / "exercise.schema.json").write_text("{}", encoding="utf-8")
    new_exercise("steps", None, folder)
    assert (folder / "exercise.schema.json").read_text(encoding="utf-8") == schema_text()
