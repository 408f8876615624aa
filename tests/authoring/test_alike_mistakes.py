"""Which mistakes have the points of right steps: said to authors, with what would tell them apart."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from grader.authoring import rules_terms, rules_wrong
from grader.authoring.alike_mistakes import RIGHT, Alike, alike
from grader.authoring.bench import Bench, Fault, Findings, Note
from grader.course.exercises import load_written, read_exercise
from grader.kinds.descent.options import ProgramOptions
from grader.model import Limits, Question
from tests.descent_programs.exercises import descending
from tests.descent_programs.functions import EXERCISES


def pairs(text: str) -> set[tuple[str, str, str]]:
    """The pairs of an exercise, each with the term that tells it apart."""
    exercise = read_exercise(text, "p.yml", "p")
    question = Question(exercise=exercise, item=exercise.items[0], seed=b"secret")
    return {(each.one, each.other, each.term) for each in alike(cast("Question[ProgramOptions]", question))}


SAME = {
    "parabola": {
        ("newton_step", RIGHT, "x**4"), ("goes_to_known_minimum", RIGHT, "x**4"), ("gradient_instead_of_point", RIGHT, "x**4"),
    },
    "parabola, moved": {("newton_step", RIGHT, "x**4"), ("goes_to_known_minimum", RIGHT, "x**4")},
    "bowl, moved": {
        ("sequential_update", RIGHT, "x*y"), ("newton_step", RIGHT, "x*y"), ("goes_to_known_minimum", RIGHT, "x*y"),
    },
    "ellipse": {("sequential_update", RIGHT, "x*y"), ("goes_to_known_minimum", "newton_step", "x**4")},
    "ellipse, turned": {("goes_to_known_minimum", "newton_step", "x**4")},
    "two minima of a plane": {("sequential_update", RIGHT, "x*y")},
    **{name: set[tuple[str, str, str]]() for name in ("bell", "quartic", "coupled", "valley", "hinge", "wave")},
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_mistakes_with_the_points_of_others_are_found_with_what_tells_them_apart(name: str):
    """Where the curvature is one number, where variables do not meet, where it is the same everywhere; else there are none."""
    assert pairs(EXERCISES[name]) == SAME[name]


@pytest.mark.parametrize("starts", [[[1, 1]], [[2, 2], [-3, -3]], [[2, 0]], [[0, 3]]])
def test_starts_on_an_axis_or_a_diagonal_hide_nothing(starts: object):
    """The judge has starts of its own beside them."""
    assert pairs(descending("x**2 + y**2 + x*y + exp(x+y)", starts, "xy")) == set()


def bench_of(text: str, folder: Path) -> Bench:
    """A bench for rules that hand nothing in."""
    file = folder / "p.yml"
    file.write_text(text, encoding="utf-8")
    nobody = cast("object", SimpleNamespace())
    return Bench(written=load_written(file), solution=folder / "none.py", sandbox=nobody, hasty=nobody, limits=Limits())  # type: ignore[arg-type]


def said(findings: Findings) -> list[tuple[type, str]]:
    """What a rule says, as what."""
    return [(type(finding), finding.message) for finding in findings if finding is not None]


def test_what_the_function_hides_is_a_note(tmp_path: Path):
    """No fault: only another function would show it."""
    ((what, text),) = said(rules_wrong.check_points_told_apart(bench_of(descending("2*x**2 + y**4", [[1, 2]], "xy"), tmp_path)))
    assert what is Note
    assert text == (
        "note: right steps and a mistake lead to the same points here: `sequential_update`; "
        "a function in which variables meet, such as with `+ x*y`, would tell it apart"
    )


def test_what_another_start_would_show_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The author chose the starts."""
    monkeypatch.setattr(rules_wrong, "alike", lambda _: [Alike(one="components_swapped", other=RIGHT, start=(1.0, 2.0))])
    ((what, text),) = said(rules_wrong.check_points_told_apart(bench_of(descending("x**2 + y**2", [[1, 1]], "xy"), tmp_path)))
    assert what is Fault
    assert text.endswith("`components_swapped`; a start off the axes and diagonals, such as (1, 2), would tell it apart")


@pytest.mark.parametrize(
    ("function", "start", "mistake", "other"),
    [
        ("x**2 + 3*y**2", [2, 1], "sequential_update", "function"),
        ("x**2 + y**2 + 3*x*y", [1, 1], "components_swapped", "start"),
    ],
)
def test_steps_by_hand_that_a_mistake_leads_to_as_well_are_noted(
    function: str, start: object, mistake: str, other: str, tmp_path: Path
):
    """With whether another start would do."""
    text = (
        f"title: t\nprompt: p\nfunctions:\n  f(x, y): {function}\nitems:\n"
        f"  - {{id: steps, answer: 'steps(descent(f, 0.1), start={start}, count=2)'}}\n"
    )
    notes = [text for what, text in said(rules_terms.check_told_apart(bench_of(text, tmp_path))) if what is Note]
    assert len(notes) == 1
    assert f"`{mistake}`" in notes[0]
    assert f"another {other} would tell " in notes[0]
