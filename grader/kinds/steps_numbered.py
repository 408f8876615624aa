"""The points of a descent by hand under numbered names, where nothing bears the asked one: `x1, y1` and `x2, y2`, `step1`.

Asks for the names that the student's own statements bind, in the order of their numbers. Knows no points.
"""

from __future__ import annotations

from collections.abc import Generator

from grader.model import Feedback, Observation, Outcome, Probe, Question, Submission, Value

_WHOLE = ("step", "point", "p", "P", "pos", "position", "schritt", "punkt")
_MOST_STEPS = 51  # as many steps as an exercise may ask for, and the start

Found = tuple[list[Value], tuple[str, ...]]


def numbered_points(
    question: Question, submission: Submission, count: int
) -> Generator[Probe, Observation, Found | None]:
    """Return the points in the order of their numbers, with the names that they have; None where there are too few."""
    bound = {name for statement in submission.statements if statement.problem is None for name in statement.names}
    variables = question.function.variables
    coordinates = (variables, tuple(name.upper() for name in variables))
    for stems in (*coordinates, *((stem,) for stem in _WHOLE)):
        names = [named for number in range(_MOST_STEPS) if (named := _named(stems, number, bound))]
        if count <= len(names) <= count + 1:
            points: list[Value] = []
            for point in names:
                parts = yield from _values(point)
                points.append(parts if stems in coordinates else parts[0])
            return points, tuple(name for point in names for name in point)
    return None


def _named(stems: tuple[str, ...], number: int, bound: set[str]) -> tuple[str, ...]:
    """Return the names of one point, a name for each stem; () where one is not there."""
    spelled = [[name for name in (f"{stem}{number}", f"{stem}_{number}") if name in bound] for stem in stems]
    return tuple(names[0] for names in spelled) if all(spelled) else ()


def _values(names: tuple[str, ...]) -> Generator[Probe, Observation, list[Value]]:
    values: list[Value] = []
    for name in names:
        call = (yield Probe(names=(name,))).calls[0]
        values.append(call.value if call.outcome is Outcome.RETURNED else None)
    return values


def remark(question: Question, names: tuple[str, ...]) -> Feedback:
    """Return where the points were found."""
    said = ", ".join(f"`{name}`" for name in names)
    text = f"Your points were taken from {said}. Put them into a list called `{question.item.name}`."
    return Feedback(code="numbered_names", text=text)
