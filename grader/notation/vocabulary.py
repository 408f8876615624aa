"""What the words of an exercise mean to the reader of its mathematics."""

from __future__ import annotations

from dataclasses import dataclass

from grader.model import Assignment


@dataclass(frozen=True, kw_only=True, slots=True)
class Vocabulary:
    """The names that a text may use; equal ones are one key of every cache.

    `names` are identifiers (`df_dx`, `nabla_f`, `u_hat`) of all items and their aliases. `components` says how many
    components an answer under a name has, where that is known: it settles what `2x + 1,5y` and `(0,5, 2)` are.
    """

    variables: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    function: str = "f"
    decimal_comma: bool = False
    components: tuple[tuple[str, int], ...] = ()


def vocabulary_of(assignment: Assignment) -> Vocabulary:
    """Return the words of all exercises of a course, in which its students' texts are read."""
    exercises = assignment.course
    variables = dict.fromkeys(name for exercise in exercises for name in exercise.function.variables)
    return Vocabulary(variables=tuple(variables), names=assignment.names)
