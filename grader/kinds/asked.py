"""What an item asks for, as far as reading an answer needs to know: what sort, how many components, which derivative.

The one place that answers this for whoever reads; how an item is judged is for its kind. Knows no answer.
"""

from __future__ import annotations

from typing import Literal

from grader.model import Exercise, Item

Asked = Literal["derivative", "gradient", "direction", "slope", "names", "sequence", "program", "other"]

# The sort of every kind of item.
_SORTS: dict[str, Asked] = {
    "partial_derivative": "derivative",
    "gradient": "gradient",
    "unit_vector": "direction",
    "directional_derivative": "slope",
    "depends_on": "names",
    "steps": "sequence",
    "descent": "program",
}


def what(exercise: Exercise, item: Item) -> Asked:
    """Return the sort of thing that an item asks for."""
    return _SORTS.get(item.kind, "other")


def components_of(exercise: Exercise, item: Item) -> int | None:
    """Return the number of components of an answer: 1 for a formula or a number, None for what has no fixed number."""
    match what(exercise, item):
        case "gradient" | "direction":
            return len(exercise.function.variables)
        case "derivative" | "slope":
            return 1
    return None


def derivative_of(exercise: Exercise, item: Item) -> tuple[str, str] | None:
    """Return function and variable where an item asks for one first partial derivative."""
    return _derivative(exercise, item) if what(exercise, item) == "derivative" else None


def derivative_with_names(exercise: Exercise, item: Item) -> tuple[str, str] | None:
    """Return function and variable of the first partial derivative whose variables an item asks for."""
    return _derivative(exercise, item) if what(exercise, item) == "names" else None


def _derivative(exercise: Exercise, item: Item) -> tuple[str, str]:
    variable = getattr(item.options, "with_respect_to", None)
    assert isinstance(variable, str), "options of this kind name their variable"
    return exercise.function.name, variable
