"""What `grade show` draws of an exercise for its author, and what of it students may see."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.authoring.exercise_page import exercise_page, prompt
from grader.authoring.function_pictures import pictures_of
from grader.authoring.handout import Choices, handout, pictures
from grader.course.exercises import load_assignment
from grader.drawing import Dot, Drawing, Land, Line, Surface
from grader.kinds import KINDS
from grader.model import Exercise, Question
from tests.reports.test_pictures import holds
from tests.reports.test_student_page import Read

LESSON = load_assignment(Path(__file__).parents[2] / "exercises")
BY_ID = {exercise.id: exercise for exercise in LESSON.exercises}
EVERY = pytest.mark.parametrize("exercise", LESSON.exercises, ids=lambda exercise: exercise.id)
PROJECTED = """
title: In a box
prompt: Take two steps.
functions:
  f(x, y): x**2 + y**2
items:
  - id: steps
    answer: steps(projected_descent(f, 0.4, lower=[0.5, 0]), start=[2, 1], count=2)
"""
MANY = """
title: Several functions
prompt: "Find <script>alert(1)</script> the slopes. ![x](https://example.org/x.png) $\\\\frac{a$"
functions:
  f(x): x**2
  g(x, y): {is: log(x) + y, domain: {x: [1, 3], y: [0, 2]}}
items:
  - id: at_two
    answer: at(diff(f, x), 2)
  - id: up
    answer: at(gradient(g), 1, 2)
"""


def drawn(exercise: Exercise, item: str) -> tuple[Drawing, ...]:
    """What is drawn of an item's right answer."""
    found = next(each for each in exercise.items if each.id == item)
    return KINDS[found.kind].pictures.of_solution(Question(exercise=exercise, item=found, seed=b""))


def loaded(text: str, folder: Path) -> Exercise:
    """An exercise of this text."""
    (folder / "own.yml").write_text(text, encoding="utf-8")
    return load_assignment(folder).exercises[0]


@EVERY
def test_a_page_shows_every_answer_and_fetches_nothing(exercise: Exercise) -> None:
    """It says that it is for staff, has one heading above all, no script, and a section for each item."""
    read = Read(exercise_page(exercise))
    tags = [tag for tag, _ in read.elements]
    assert tags.count("h1") == 1
    assert not {"script", "img", "iframe", "link"} & {*tags}
    assert not any(name.startswith("on") or name in {"src", "style"} for _, attributes in read.elements for name in attributes)
    assert "For staff" in read.text
    assert "default-src 'none'" in exercise_page(exercise)
    assert all(f"{item.name}: " in read.text for item in exercise.items)
    ids = [attributes["id"] for _, attributes in read.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


@EVERY
def test_every_picture_keeps_the_rules(exercise: Exercise) -> None:
    """Those of functions, with and without what is for staff, and those of right answers."""
    for drawing in (*pictures_of(exercise, solved=True), *pictures_of(exercise, solved=False)):
        holds(drawing)
    for item in exercise.items:
        for drawing in drawn(exercise, item.id):
            holds(drawing)


@pytest.mark.parametrize(
    ("exercise", "item", "count"),
    [
        ("multivariable_descent", "multi_grad_descent", 3), ("single_variable_descent", "grad_descent", 3),
        ("descent_by_hand", "steps", 1), ("directional_derivative", "gradient", 1), ("directional_derivative", "u_hat", 1),
        ("directional_derivative", "slope", 1), ("partial_derivatives", "df_dz", 1), ("partial_derivatives", "df_dz_depends_on", 0),
    ],
)  # fmt: skip
def test_what_the_lesson_plots_is_drawn(exercise: str, item: str, count: int) -> None:
    """A path from every start, the steps, the arrows, the dial and the slices; a set of names is no picture."""
    assert len(drawn(BY_ID[exercise], item)) == count


def test_a_right_path_ends_at_the_minimum_and_says_its_step_size() -> None:
    """From a start near it."""
    second = drawn(BY_ID["multivariable_descent"], "multi_grad_descent")[1]
    assert second.rows[-1][1:3] == ("0.303", "0.363")
    assert any("step size" in text for text in second.panels[0].description)


def allowed(exercise: Exercise) -> set[tuple[float, ...]]:
    """The points that its questions name."""
    asked = [Question(exercise=exercise, item=item, seed=b"") for item in exercise.items]
    return {point for question in asked for point in KINDS[question.item.kind].pictures.given(question)}


@EVERY
def test_students_see_functions_and_named_points_alone(exercise: Exercise) -> None:
    """For a descent and steps no path and no minimum; for a gradient no arrow; for a slope no line; for a direction no dial."""
    marks = [mark for drawing in pictures_of(exercise, solved=False) for panel in drawing.panels for mark in panel.marks]
    assert marks
    for mark in marks:
        assert isinstance(mark, Surface | Land | Line | Dot)
        if isinstance(mark, Line):
            assert (mark.style, mark.points_at_end, mark.label, mark.beyond) == ("function", False, "", "")
            assert len(mark.points) > 20, "a curve, and no tangent"
        if isinstance(mark, Land):
            assert mark.through == ()
        if isinstance(mark, Dot):
            named = allowed(exercise)
            assert mark.point in named or (mark.point[0],) in named
            assert not mark.hollow
    assert all("polygon" not in text.replace('<polygon fill="none"', "") for text in pictures([exercise]).values())


def test_for_staff_the_gradient_is_drawn() -> None:
    """The same map with arrows."""
    (drawing,) = pictures_of(BY_ID["directional_derivative"], solved=True)
    assert any(isinstance(mark, Line) and mark.points_at_end for mark in drawing.panels[1].marks)


def test_a_handout_carries_its_pictures() -> None:
    """As files that notebooks show, each with a title in words; a program has none, and without the option there are none."""
    texts = handout(LESSON, Choices(pictures=True, requirement="grader"))
    plain = handout(LESSON, Choices(requirement="grader"))
    files = {name for name in texts if name.startswith("pictures/")}
    assert files == texts.keys() - plain.keys()
    for name, text in texts.items():
        shown = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", text)
        if name.endswith(".ipynb"):
            assert shown
            assert all(title and path in files for title, path in shown)
        elif name.endswith(".py"):
            assert not shown
            assert text == plain[name]
    assert all(text.startswith("<svg ") and "script" not in text for name, text in texts.items() if name in files)


def test_the_region_of_projected_descent_is_drawn(tmp_path: Path) -> None:
    """The edge, to which a step comes back."""
    (drawing,) = drawn(loaded(PROJECTED, tmp_path), "steps")
    edges = [mark for mark in drawing.panels[0].marks if isinstance(mark, Line) and mark.style == "function"]
    assert {point[axis] for axis, edge in enumerate(edges) for point in edge.points} == {0.5, 0.0}
    holds(drawing)


def test_every_function_is_drawn_where_it_has_values(tmp_path: Path) -> None:
    """Of one variable and of two, in its domain; a point that a question names is marked."""
    exercise = loaded(MANY, tmp_path)
    line, plane = pictures_of(exercise, solved=False)
    assert [mark.point for mark in line.panels[0].marks if isinstance(mark, Dot)] == [(2.0, 4.0)]
    assert [mark.point for mark in plane.panels[1].marks if isinstance(mark, Dot)] == [(1.0, 2.0)]
    page = exercise_page(exercise)
    assert "<script>" not in page
    assert "<img" not in page


def test_a_prompt_is_text_and_formulas() -> None:
    """HTML is shown as it is written, and a formula that is none as code."""
    assert "<b>" not in str(prompt("<b>x</b> $x^2$"))
    assert "<msup>" in str(prompt("$x^2$"))
    assert "<table>" in str(prompt("| a |\n|---|\n| b |"))
