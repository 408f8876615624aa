"""The exercises that lie beside a notebook, read by the course's own loader.

A course's own check of its files stays with the course: what cannot be read here is left out, because a
student cannot mend it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from grader.course.exercise_files import exercise_files
from grader.course.exercises import load_exercises
from grader.model import Exercise, Item
from grader.quantities.references import by_own_rules

Chosen = list[tuple[Exercise, Item]]


def found_exercises(folders: Iterable[Path]) -> tuple[Path | None, list[Exercise]]:
    """Return the first of these folders that has exercises which can be read, and what is in it."""
    for folder in folders:
        with by_own_rules():
            found, _ = load_exercises(exercise_files(folder))
        if found:
            return folder, found
    return None, []


def own_exercises(exercises: Iterable[Exercise], names: Mapping[str, object]) -> list[Exercise]:
    """Return the exercises of which anything is defined under an asked name; else those of which an alias is."""
    asked = [e for e in exercises if any(name in names for item in e.items for name in (item.id, item.name))]
    return asked or [e for e in exercises if any(name in names for item in e.items for name in item.names)]


def questions_of(wanted: object, names: Mapping[str, object], exercises: Sequence[Exercise]) -> Chosen | str:
    """The questions that somebody asked about, by a name in quotes or by handing over the answer itself; else a sentence."""
    asked = {name: None for exercise in exercises for item in exercise.items for name in item.names}
    if not (isinstance(wanted, str) and (wanted in asked or wanted in [exercise.id for exercise in exercises])):
        own = [name for name in asked if name in names and names[name] is wanted]
        called = str(getattr(wanted, "__name__", ""))
        own = own or [called] * (called in asked)
        if own:
            return [pair for name in own for pair in question_named(name, exercises)]  # type: ignore[misc] # they are known
        if not isinstance(wanted, str):
            first = exercises[0].items[0].name
            return f'No answer has this value. Write the name of one in quotes, as in `grader.check("{first}")`.'
    return question_named(str(wanted), exercises)


def question_named(name: str, exercises: Sequence[Exercise]) -> Chosen | str:
    """Return the item or the exercise of that name, else a sentence with the nearest one."""
    by_name = {known: [(e, item)] for e in exercises for item in e.items for known in (*item.aliases, item.id, item.name)}
    by_name |= {exercise.id: [(exercise, item) for item in exercise.items] for exercise in exercises}
    if name in by_name:
        return by_name[name]
    near = difflib.get_close_matches(str(name), by_name, n=1, cutoff=0.5)
    if near:
        return f"There is nothing called `{name}` to check. Did you mean `{near[0]}`?"
    items = ", ".join(f"`{item.name}`" for exercise in exercises for item in exercise.items)
    return f"There is nothing called `{name}` to check. There are {items}."
