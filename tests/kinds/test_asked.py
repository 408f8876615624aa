"""What the lesson's items ask for, as every reader of answers is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course.exercises import load_assignment
from grader.kinds.asked import components_of, derivative_of, derivative_with_names, what

ITEMS = {
    item.id: (exercise, item)
    for exercise in load_assignment(Path(__file__).parents[2] / "exercises").exercises
    for item in exercise.items
}


@pytest.mark.parametrize(
    ("item", "sort", "components"),
    [
        ("df_dx", "derivative", 1),
        ("df_dx_depends_on", "names", None),
        ("gradient", "gradient", 2),
        ("u_hat", "direction", 2),
        ("slope", "slope", 1),
        ("steps", "sequence", None),
        ("grad_descent", "program", None),
    ],
)
def test_an_item_says_of_what_sort_and_size_its_answers_are(item: str, sort: str, components: int | None):
    """A gradient and a direction have one component for each variable; names, points and programs have no fixed number."""
    assert (what(*ITEMS[item]), components_of(*ITEMS[item])) == (sort, components)


def test_a_derivative_is_told_from_its_names():
    """Both items are about ∂f/∂x; one of them is answered by it, the other by the variables in it."""
    assert derivative_of(*ITEMS["df_dx"]) == derivative_with_names(*ITEMS["df_dx_depends_on"]) == ("f", "x")
    assert derivative_of(*ITEMS["df_dx_depends_on"]) is derivative_with_names(*ITEMS["df_dx"]) is None
    assert derivative_of(*ITEMS["gradient"]) is derivative_of(*ITEMS["slope"]) is None
