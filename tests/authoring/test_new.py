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
from grader.authoring.verify import verified
from grader.cli import main
from grader.course.exercise_schema import ItemKeys
from grader.course.exercises import load_written
from grader.course.json_schemas import schema_text
from grader.errors import UsageError
from grader.kinds import KINDS
from grader.model import Limits
from grader.sandbox import Sandbox


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One sandbox for all, patient enough for a busy machine."""
    with Sandbox(Limits()) as opened:
        yield opened


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_exercise_of_each_kind_holds(kind: str, tmp_path: Path, sandbox: Sandbox):
    """What is written loads, is valid by the schema that its first line names, and verifies clean."""
    file = Path(new_exercise(kind, "mine", tmp_path / "exercises")[0])
    named = file.read_text(encoding="utf-8").splitlines()[0].split("$schema=")[1]
    schema = json.loads((file.parent / named).read_text(encoding="utf-8"))
    jsonschema.validate(yaml.safe_load(file.read_text(encoding="utf-8")), schema)
    solution = tmp_path / "reference_solutions" / "mine.py"
    bench = Bench(written=load_written(file), solution=solution, sandbox=sandbox, hasty=sandbox, most_programs=4)
    found = verified(bench)
    assert [fault.text for fault in found.faults] == []
    assert found.tried["accepts"] >= 1
    assert found.tried["rejects"] >= 2


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_of_a_kind_is_explained(kind: str, tmp_path: Path):
    """A comment stands at each key that is used, and the others are listed at the end."""
    text = Path(new_exercise(kind, None, tmp_path / "exercises")[0]).read_text(encoding="utf-8")
    told = " ".join(text.replace("#", " ").split())
    for model in (ItemKeys, KINDS[kind].options):
        for key, field in model.model_fields.items():
            assert key in told
            assert " ".join(str(field.description).split()) in told or key == "name"


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
        (["gradiant"], "`gradiant` is no kind of item; did you mean `gradient`?"),
        (["xyz"], "`xyz` is no kind of item; there are: depends_on, descent,"),
        (["gradient", "3d plot"], "`3d plot` is no id"),
    ],
)
def test_a_slip_is_answered_with_what_there_is(words: list[str], said: str, tmp_path: Path):
    """A wrong kind is suggested or listed, and a wrong id explained; the status is 2 and nothing is written."""
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
