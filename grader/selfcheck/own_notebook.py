"""What a check is about: the notebook that it was called from, as it was saved last, and the exercises beside it.

The notebook's file is known where Jupyter or an editor names it; elsewhere nothing is said of it. Exercises are read by the
course's own loader: a course's own check of its files stays with the course, and what cannot be read here is left out,
because a student cannot mend it. Runs nothing.
"""

from __future__ import annotations

import ast
import builtins
import difflib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.course.course_file import course_file, load_course
from grader.course.exercise_files import exercise_files
from grader.course.exercises import load_exercise, place_in_course
from grader.errors import SpecError, SubmissionError
from grader.model import Exercise, Item
from grader.quantities.references import by_own_rules
from grader.sentences.catalogue import sentence
from grader.sentences.languages import ENGLISH, Language
from grader.submission.cells import read_notebook
from grader.submission.intake import exercises_handed_out
from grader.submission.syntax_trees import bound_names, statements_of

_LARGEST_BYTES = 20_000_000  # a notebook above that is full of pictures, and would be read at every check


@dataclass(frozen=True, kw_only=True, slots=True)
class Notebook:
    """The cells of code in their order, and the exercises that the notebook was handed out for."""

    cells: tuple[str, ...]
    exercises: frozenset[str] = frozenset()


def places_named(names: Mapping[str, object]) -> list[Path]:
    """Return the files in which the code stands, by the caller's names or the kernel's."""
    known = [names.get(variable) for variable in ("__vsc_ipynb_file__", "__session__", "__file__")]
    session = os.environ.get("JPY_SESSION_NAME", "") if "get_ipython" in names else ""
    return [Path(file).absolute() for file in (*known, session) if isinstance(file, str) and file]


def own_notebook(names: Mapping[str, object]) -> Notebook | None:
    """Return the caller's notebook, where its file is known and is what was run."""
    for file in places_named(names):
        try:
            if file.suffix != ".ipynb" or file.stat().st_size > _LARGEST_BYTES:
                continue
            text = file.read_text(encoding="utf-8")
            cells = tuple(cell.source for cell in read_notebook(text).cells if cell.kind == "code")
        except (OSError, UnicodeDecodeError, SubmissionError):
            continue
        return Notebook(cells=cells, exercises=exercises_handed_out(text))
    return None


def set_below(notebook: Notebook, names: Mapping[str, object]) -> dict[str, str]:
    """Return what a cell reads and only a cell further down sets, by each name that it sets.

    Cells that were changed since they ran say nothing.
    """
    executed = names.get("In")
    ran = {cell.strip() for cell in executed if isinstance(cell, str)} if isinstance(executed, list) else set()
    trees = [_parsed(cell) for cell in notebook.cells]
    bound = [frozenset(name for node in tree for name in bound_names(node)) for tree in trees]
    found: dict[str, str] = {}
    for number, (cell, tree) in enumerate(zip(notebook.cells, trees, strict=True)):
        if cell.strip() not in ran:
            continue
        above = frozenset(dir(builtins)).union(*bound[: number + 1])
        below = frozenset().union(*bound[number + 1 :])
        late = next((name for name in _read_at_once(tree) if name in below and name not in above), None)
        if late is not None:
            found.update(dict.fromkeys(bound[number], late))
    return found


def _parsed(cell: str) -> list[ast.stmt]:
    plain = "\n".join("" if line.lstrip().startswith(("%", "!")) else line for line in cell.splitlines())
    return statements_of(plain) or []


def _read_at_once(statements: list[ast.stmt]) -> Iterator[str]:
    """Yield the names that are read while the cell runs; what stands in a function is read when it is called."""
    waiting: list[ast.AST] = list(reversed(statements))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            waiting.extend([*node.decorator_list, *node.args.defaults])
        elif not isinstance(node, ast.Lambda):
            waiting.extend(reversed(list(ast.iter_child_nodes(node))))


Chosen = list[tuple[Exercise, Item]]


def found_exercises(folders: Iterable[Path]) -> tuple[Path | None, list[Exercise]]:
    """Return the first of these folders with exercises that can be read, and what is in it."""
    for folder in folders:
        with by_own_rules():
            found = [(file, exercise) for file in exercise_files(folder) if (exercise := _exercise(file)) is not None]
        if found:
            return folder, [exercise for _, exercise in sorted(found, key=lambda pair: place_in_course(*pair))]
    return None, []


def language_beside(folder: Path) -> Language:
    """Return how the course beside these exercises speaks to its students; English without a legible one."""
    try:
        file = course_file(None, (folder.parent, folder))
        course = None if file is None else load_course(file)
    except SpecError:
        return ENGLISH
    return ENGLISH if course is None else Language(code=course.language, own=course.sentences)


def own_exercises(exercises: Iterable[Exercise], names: Mapping[str, object]) -> list[Exercise]:
    """Return the exercises with anything defined under an asked name; else those with an alias defined."""
    asked = [e for e in exercises if any(name in names for item in e.items for name in (item.id, item.name))]
    return asked or [e for e in exercises if any(name in names for item in e.items for name in item.names)]


def questions_of(wanted: object, names: Mapping[str, object], exercises: Sequence[Exercise]) -> Chosen | str:
    """Return the questions asked about, by a name in quotes or by the answer itself; else a sentence."""
    asked = {name: None for exercise in exercises for item in exercise.items for name in item.names}
    if not (isinstance(wanted, str) and (wanted in asked or wanted in [exercise.id for exercise in exercises])):
        own = [name for name in asked if name in names and names[name] is wanted]
        called = str(getattr(wanted, "__name__", ""))
        own = own or [called] * (called in asked)
        if own:
            return [pair for name in own for pair in question_named(name, exercises)]  # type: ignore[misc] # they are known
        if not isinstance(wanted, str):
            first = exercises[0].items[0].name
            return sentence("check.no_such_value", name=first)
    return question_named(str(wanted), exercises)


def question_named(name: str, exercises: Sequence[Exercise]) -> Chosen | str:
    """Return the item or the exercise of that name, else a sentence with the nearest one."""
    by_name = {known: [(e, item)] for e in exercises for item in e.items for known in (*item.aliases, item.id, item.name)}
    by_name |= {exercise.id: [(exercise, item) for item in exercise.items] for exercise in exercises}
    if name in by_name:
        return by_name[name]
    near = difflib.get_close_matches(str(name), by_name, n=1, cutoff=0.5)
    if near:
        return sentence("check.unknown_near", name=name, near=near[0])
    items = ", ".join(f"`{item.name}`" for exercise in exercises for item in exercise.items)
    return sentence("check.unknown", name=name, items=items)


def _exercise(file: Path) -> Exercise | None:
    try:
        return load_exercise(file)
    except SpecError:
        return None
