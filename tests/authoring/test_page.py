"""docs/exercises.md is what the package says of itself today, and everything on it works."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.authoring.bench import Bench
from grader.authoring.verify import verified
from grader.course.exercises import load_written
from grader.kinds import KINDS
from grader.model import Limits
from grader.sandbox import Sandbox

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "exercises.md").read_text(encoding="utf-8")
EXERCISE = re.compile(r"<!-- write: exercises/(\w+)\.yml -->\n```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PROGRAM = re.compile(r"<!-- write: reference_solutions/(\w+)\.py -->\n```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OUTDATED = "docs/exercises.md shows what commands no longer print; run `python docs/refresh_exercises.py` and read the diff"
EXERCISES, PROGRAMS = dict(EXERCISE.findall(PAGE)), dict(PROGRAM.findall(PAGE))


@pytest.fixture(scope="module")
def refresh():
    """The script that writes the page."""
    specification = importlib.util.spec_from_file_location("refresh_exercises", DOCS / "refresh_exercises.py")
    module = importlib.util.module_from_spec(specification)
    sys.modules["refresh_exercises"] = module
    specification.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One sandbox for all, patient enough for a busy machine."""
    with Sandbox(Limits()) as opened:
        yield opened


def test_the_walk_on_the_page_leads_from_nothing_to_a_verified_exercise(refresh, tmp_path: Path, monkeypatch):
    """Its files written and its commands run in an empty folder, in order, print what the page says, word for word."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:/usr/bin:/bin")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "course"
    folder.mkdir()
    assert refresh.refreshed(PAGE, folder) == PAGE, OUTDATED
    walk = PAGE.split("## The keys of a file")[0]
    assert re.findall(r"^\$ (.*)$", walk, re.MULTILINE) == [
        "grade new partial_derivative slope_of_the_hill",
        "grade verify exercises/slope_of_the_hill.yml",
        "grade verify exercises/slope_of_the_hill.yml",
        "grade noether.py",
    ]
    assert walk.count("tried: everything holds") == 1


@pytest.mark.parametrize("name", EXERCISES)
def test_every_example_on_the_page_holds(name: str, sandbox: Sandbox, tmp_path: Path):
    """An author who copies a block has an exercise that verifies clean."""
    file = tmp_path / "exercises" / f"{name}.yml"
    solution = tmp_path / "reference_solutions" / f"{name}.py"
    for path, text in ((file, EXERCISES[name]), (solution, PROGRAMS.get(name))):
        path.parent.mkdir(exist_ok=True)
        if text is not None:
            path.write_text(text, encoding="utf-8")
    bench = Bench(written=load_written(file), solution=solution, sandbox=sandbox, hasty=sandbox, most_programs=3)
    assert [fault.text for fault in verified(bench).faults] == []


def test_every_key_has_an_example(refresh):
    """No key of a file, an item, or a kind that an author writes is described without being shown in a block.

    `for_students` is written by `grade handout` alone.
    """
    blocks = "\n".join(EXERCISES.values())
    models = [*refresh.MODELS.values(), *(kind.options for kind in KINDS.values())]
    keys = {key for model in models for key in model.model_fields} - {"file", "for_students"}
    missing = {key for key in keys if not re.search(rf"(^|[\s{{,-]){key}:", blocks, re.MULTILINE)}
    assert missing == set()


def test_every_kind_has_its_section():
    """A kind that is added is on the page."""
    assert re.findall(r"^### `(\w+)`$", PAGE.split("## The kinds")[1], re.MULTILINE) == list(KINDS)
