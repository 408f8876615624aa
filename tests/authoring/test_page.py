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
from grader.course.exercises import load_written, read_exercise
from grader.course.old_form import KINDS as OLD_KINDS
from grader.descent.methods import METHODS
from grader.kinds.shapes import SHAPES
from grader.model import Limits
from grader.quantities.evaluation import evaluate
from grader.quantities.operators import NAMED
from grader.quantities.operators.operator import Rule
from grader.quantities.sheet import sheet_of
from grader.quantities.terms import TermError
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
    walk = PAGE.split("## The question on your sheet")[0]
    assert re.findall(r"^\$ (.*)$", walk, re.MULTILINE) == [
        "grade new",
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
    """No key of a file, a function, an item or a program that an author writes is described without being shown in a block.

    `for_students` is written by `grade handout` alone.
    """
    blocks = "\n".join(EXERCISES.values())
    fields = [field for model in refresh.MODELS.values() for field in model.model_fields.items()]
    keys = {field.alias or key for key, field in fields} - {"file", "for_students"}
    missing = {key for key in keys if not re.search(rf"(^|[\s{{,-]){key}:", blocks, re.MULTILINE)}
    assert missing == set()


def test_every_operator_stands_on_the_page(refresh):
    """Each operator with a name says which question it answers, by a term that has a shape; each rule of steps what a step is."""
    rules = {method.name for method in METHODS.values()}
    asked = list(refresh.asked())
    assert {operator.name for operator in NAMED} - {operator.name for operator in asked} == rules
    for operator in asked:
        assert f"| {operator.asks} | `{operator.example}` |" in PAGE
        assert refresh.shape_of_term(operator.example) in SHAPES
    sheet = sheet_of(read_exercise(refresh.SAMPLE, "sample.yml", "sample"))
    for method in METHODS.values():
        assert f"| `{method.example}` | {method.says} |" in PAGE
        assert isinstance(evaluate(sheet.term(method.example), sheet), Rule)


def test_the_terms_in_the_text_mean_something(refresh):
    """Each term that the page puts together has a shape, and the two ways to write a direction are the same."""
    text = PAGE.split("Terms are put together:")[1].split("<!-- arithmetic")[0]
    terms = [term for term in re.findall(r"`([^`]+)`", text) if term != "v"]
    assert len(terms) > 7
    for term in terms:
        assert refresh.shape_of_term(term) in SHAPES
    sheet = sheet_of(read_exercise(refresh.SAMPLE, "sample.yml", "sample"))
    one, other = (evaluate(sheet.term(term), sheet) for term in terms[-2:])
    assert one == other


def test_what_the_page_says_is_refused_is_refused(refresh):
    """Each of the terms that the page names as refused is refused with what stands there in its place."""
    sheet = sheet_of(read_exercise(refresh.SAMPLE, "sample.yml", "sample"))
    for term, instead in (("2x", "2*x"), ("x^2", "**"), ("math.sqrt(2)", "sqrt(2)"), ("v @ v", "dot"), ("x < 2", "compar")):
        with pytest.raises(TermError, match=re.escape(instead)):
            sheet.term(term)


OLD = re.compile(r"^\| `kind: (\w+)`(.*?) \| (?:`answer: \"?(.*?)\"?`|`program: \{method: (.*?), …\}`)", re.MULTILINE)


def test_the_table_of_the_old_form_says_what_the_loader_says(refresh):
    """Each term in the table can be read, and each kind of before is there."""
    rows = OLD.findall(PAGE.split("## From the old form")[1])
    assert {row[0] for row in rows} == {*OLD_KINDS}
    text = refresh.SAMPLE.replace("items: [", "items: [{id: gradient, answer: gradient(f)}, {id: u_hat, answer: unit(v)}, ")
    sheet = sheet_of(read_exercise(text, "sample.yml", "sample"))
    for _, _, answer, method in rows:
        evaluate(sheet.term(answer or method), sheet)
