"""For which exercises a notebook was handed out: as its metadata say, else by the names that it sets and asks for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from grader.errors import SubmissionError
from grader.model import Assignment, Exercise
from grader.submission import opening
from grader.submission.decoding import decode
from grader.submission.entries import READING, Entry
from grader.submission.intake import read

KEY = "gradient_grader"
"""Under what name a notebook's metadata says it."""
_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
_MOST = 100


def handed_out_for(exercises: Iterable[str]) -> dict[str, object]:
    """Return the entry of a notebook's metadata."""
    return {KEY: {"exercises": list(exercises)}}


def exercises_handed_out(text: str) -> frozenset[str]:
    """Return the ids of the exercises that a notebook was handed out for; none where it does not say so."""
    try:
        metadata = json.JSONDecoder(strict=False).raw_decode(text.lstrip())[0]["metadata"]
        named = metadata[KEY]["exercises"]
        return frozenset(name for name in named[:_MOST] if isinstance(name, str) and _ID.fullmatch(name))
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return frozenset()


def exercises_of(entry: Entry, assignment: Assignment) -> tuple[Exercise, ...]:
    """Return the exercises that a single file is about; all of them where it does not show that it is about few.

    Without metadata a file that lacks less than half of the exercises is taken for one that lacks answers.
    """
    try:
        text, _ = decode(opening.content(entry.sources[0], READING))
    except (SubmissionError, IndexError):
        return assignment.exercises
    stated = exercises_handed_out(text)
    own = tuple(exercise for exercise in assignment.exercises if exercise.id in stated)
    if own:
        return own
    submission = read(entry)
    found = {name for statement in submission.statements for name in statement.names} | {t.name for t in submission.texts}
    own = tuple(e for e in assignment.exercises if _is_asked_for(e, found, text))
    return own if own and 2 * len(own) <= len(assignment.exercises) else assignment.exercises


def _is_asked_for(exercise: Exercise, found: set[str], text: str) -> bool:
    """Tell whether a file sets one of the exercise's names, or speaks of one in backticks as prompts do."""
    return bool(exercise.names & found) or any(f"`{item.name}`" in text for item in exercise.items)
