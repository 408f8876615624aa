"""What a kept result depends on, as digests that tell, one by one, what has changed since.

| changed | then |
| --- | --- |
| `content`: what the student handed in | everything of the submission is graded anew |
| `asked`: the function, kinds, names, order of items, limits, the course's secret or its files | the exercise is asked anew |
| `environment`: Python, the packages that students' code can import, the isolation | the exercise is asked anew |
| `judged`: every option of the course's items, like tolerance, misconceptions, shares | judged anew from what it replied |
| `grader`: the grader's own version and source | judged anew from what it replied |
| a title, a prompt, the points | nothing: they are looked up when a report is written |

An option that decides what is asked needs no place in `asked`: a check that asks for more than the kept
conversation holds is carried out anew with the student's code. Knows no file and no database.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel

from grader.model import Assignment, Exercise, Item
from grader.pipeline import in_order
from grader.quantities.sheet import term_text
from grader.submission.handed_in_work import given_by

_DIGEST_BYTES = 12  # as long as no two of a billion submissions are likely to share one
_NOT_DECIDING = frozenset(("authoring", "changes", "ci", "cli", "commands", "reports", "selfcheck"))
"""Rooms that decide no result: what is kept holds after a change in them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """What the results of one exercise depend on, beside the submission's content."""

    asked: str
    environment: str
    judged: str
    grader: str


def keys_of(assignment: Assignment, environment: Mapping[str, str]) -> dict[str, Key]:
    """Return the key of each exercise by its id; `environment` names everything that student code runs with."""
    around, grader = digest(dict(environment)), grader_version()
    return {
        exercise.id: Key(
            asked=digest(_asked(exercise, assignment)),
            environment=around,
            judged=digest(_judged(exercise, assignment)),
            grader=grader,
        )
        for exercise in assignment.exercises
    }


def digest(plain: object) -> str:
    """Return a short digest of JSON-like data, the same in every process."""
    text = json.dumps(plain, sort_keys=True, default=str)
    return hashlib.blake2b(text.encode(), digest_size=_DIGEST_BYTES).hexdigest()


def _asked(exercise: Exercise, assignment: Assignment) -> object:
    """Return what decides the questions to the student's code."""
    secret = hashlib.sha256(assignment.secret.encode()).hexdigest()
    items = [[item.id, item.kind, list(item.names), term_text(item.options)] for item in in_order(exercise)]
    written = ["decimal comma"] if assignment.decimal_comma else []
    return [exercise.id, _sheet(exercise), items, asdict(assignment.limits), secret, _files(assignment), *written]


def _sheet(exercise: Exercise) -> object:
    """Return the functions and givens of an exercise."""
    return [[asdict(function) for function in exercise.functions], [asdict(given) for given in exercise.given]]


def _files(assignment: Assignment) -> list[list[str]]:
    """Return the course's files with what they hold: a student's code may run otherwise with another edition."""
    return [[file.path, hashlib.sha256(file.content).hexdigest()] for file in assignment.files]


def _judged(exercise: Exercise, assignment: Assignment) -> object:
    """Return what else decides the results: all that its items say but their points, and what its prompt gives away.

    So do the functions and items of the course's other exercises, since they tell whose a student's name is.
    """
    given = sorted(pair for pair in given_by(prompts_of(exercise)) if pair[0] in exercise.names)
    course = [[_sheet(e), [_item(item) for item in e.items]] for e in assignment.course]
    return [exercise.id, course, given, exercise.for_students]


def prompts_of(exercise: Exercise) -> tuple[str, ...]:
    """Return what a course itself writes into a student's notebook for an exercise."""
    return (exercise.prompt, f"## {exercise.title}\n\n{exercise.prompt}")


def _item(item: Item) -> object:
    options = item.options.model_dump(mode="json") if isinstance(item.options, BaseModel) else repr(item.options)
    own = {name: getattr(item, name) for name in ("id", "kind", "names", "tolerance", "after", "carried_credit", "reveal")}
    return [own, [asdict(misconception) for misconception in item.misconceptions], options]


def causes_of(assignment: Assignment, environment: Mapping[str, str]) -> dict[str, str]:
    """Return what a whole run's results depend on, named so that a change of scores can be traced to it."""
    own = {f"exercise/{e.id}": digest([_sheet(e), [_item(i) for i in e.items]]) for e in assignment.exercises}
    secret = hashlib.sha256(assignment.secret.encode()).hexdigest()
    common = {"environment": digest(dict(environment)), "secret": secret[:12], "files": digest(_files(assignment))}
    written = {"decimal": "comma"} if assignment.decimal_comma else {}
    return {"grader": grader_version(), **common, **written, **own}


@cache
def grader_version() -> str:
    """Return the grader's version and, after a `+`, a digest of the source that decides results: a course may run a clone."""
    return f"{importlib.metadata.version('gradient-grader')}+{source_digest(_NOT_DECIDING)[:8]}"


@cache
def source_digest(without: frozenset[str] = frozenset()) -> str:
    """Return a digest of the package's source, without these rooms."""
    return digest([own for room, own in _sources() if room not in without])


@cache
def _sources() -> tuple[tuple[str, str], ...]:
    """Return each file of the package by its room and a digest of what it holds, read once."""
    package = Path(__file__).parents[1]
    files = sorted(package.rglob("*.py"))
    rooms = (file.relative_to(package).parts[0].removesuffix(".py") for file in files)
    return tuple((room, hashlib.sha256(file.read_bytes()).hexdigest()) for room, file in zip(rooms, files, strict=True))
