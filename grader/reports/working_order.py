"""Order questions by what builds on what, so that a student mends first what the rest needs.

Within an exercise a question comes after those that it builds on. Exercises come as the course orders them, by `order` or by
numbers before their names; where nobody did, formulas come before steps by hand, those before programs, and programs of one
variable before those of two. Knows no grade and no verdict.
"""

from __future__ import annotations

from grader.model import Assignment, Exercise, Key
from grader.pipeline import in_order

_BY_HAND = "steps("  # how the term of steps by hand begins
_FORMULA, _STEPS, _PROGRAM = range(3)  # in this order they are taught


def working_order(assignment: Assignment) -> dict[Key, int]:
    """Return the place of each item in the order in which they are best worked on, from 0 on."""
    exercises = list(assignment.exercises)
    as_loaded = sorted(exercises, key=lambda exercise: (len(exercise.function.variables), exercise.id))
    if exercises == as_loaded and not any(exercise.id[:1].isdigit() for exercise in exercises):
        exercises.sort(key=_stage)
    items = (Key(exercise=exercise.id, item=item.id) for exercise in exercises for item in in_order(exercise))
    return {key: place for place, key in enumerate(items)}


def _stage(exercise: Exercise) -> tuple[int, int]:
    """Return how late an exercise is taught: its kind, then how much builds on what in it, or its number of variables."""
    if any(item.kind != "answer" for item in exercise.items):
        return _PROGRAM, len(exercise.function.variables)
    by_hand = any(_BY_HAND in str(getattr(item.options, "answer", "")) for item in exercise.items)
    return (_STEPS if by_hand else _FORMULA), max((len(item.after) for item in exercise.items), default=0)
