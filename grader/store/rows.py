"""What goes to whoever grades a submission, and what comes back: small, without open files, fit to cross a network.

Knows what is in a row of the store and how a grade is made of it; opens no database and grades nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from grader.kinds.candidates import vocabulary_of
from grader.model import Assignment, Audience, Exercise, Feedback, Grade, ItemGrade, Origin, Part, Student, Submission, Verdict
from grader.sandbox import Sandbox
from grader.store import records
from grader.store.keys import Key, keys_of, prompts_of
from grader.store.records import Conversations, Kept, UnreadableRecordError
from grader.submission.entries import Entry
from grader.submission.intake import read

Name = tuple[str, int]
"""A row's name: the student's id and the number of the attempt."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """What a worker needs to know once; `hidden` are folders that no student's process may read.

    `environment` names all that student code runs with, `keys` what the results of each exercise depend on.
    """

    assignment: Assignment
    sandbox_mode: str = "auto"
    hidden: tuple[Path, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, Key] = field(default_factory=dict)

    def keyed(self, environment: Mapping[str, str]) -> Work:
        """Return the same work with its keys for this environment."""
        return replace(self, environment=environment, keys=keys_of(self.assignment, environment))

    def sandbox(self) -> Sandbox:
        """Return a sandbox for this work, not started yet."""
        return Sandbox(self.assignment.limits, self.sandbox_mode, hidden=self.hidden)

    def read(self, entry: Entry) -> Submission:
        """Return what a student handed in, without what the exercises' prompts say, beside the files of the course."""
        prompts = (text for exercise in self.assignment.exercises for text in prompts_of(exercise))
        return read(entry, prompts=tuple(prompts), given=self.assignment.files, vocabulary=vocabulary_of(self.assignment))


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One submission's grading as it is kept.

    `content` is the fingerprint of what was handed in, `keys` what each exercise's results depend on
    beside it, `about` what the layout knows (see `about`). `kept`, `details` and `conversations` are
    records, the last two None where they were not asked for. `verdicts` counts the items graded now, for whoever
    watches.
    """

    student: str
    attempt: int = 1
    content: str
    keys: Mapping[str, Key]
    about: str
    kept: bytes
    details: bytes | None = None
    conversations: bytes | None = None
    graded_at: str = ""
    verdicts: Mapping[Verdict, int] = field(default_factory=dict)

    @property
    def name(self) -> Name:
        """Return under what the row is kept."""
        return (self.student, self.attempt)


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """One submission to grade: its files, its fingerprint, and the row of an earlier run that may be used again."""

    entry: Entry
    content: str
    row: Row | None = None


def name_of(entry: Entry) -> Name:
    """Return under what the entry's row is kept."""
    return (entry.student.id, entry.attempt)


def about(entry: Entry) -> str:
    """Return what the layout and the roster know of an entry, as JSON: all that may change without a file changing."""
    told = {
        "name": entry.student.name,
        "identified_by": entry.student.identified_by,
        "late": entry.late,
        "submitted_at": entry.submitted_at,
        "submitted_as": entry.submitted_as,
        "origins": [[origin.known_by, origin.account, origin.archive, origin.files] for origin in entry.origins],
        "ids": entry.student.ids,
        "facts": entry.student.facts,
        "parts": [[part.assignment, part.submitted_at, part.late] for part in entry.parts],
        "remarks": [[remark.code, remark.text, str(remark.audience)] for remark in entry.remarks],
    }
    return json.dumps(told, ensure_ascii=True)


def keys_text(keys: Mapping[str, Key]) -> str:
    """Return the keys of a row as JSON."""
    return json.dumps({exercise: asdict(key) for exercise, key in keys.items()}, separators=(",", ":"))


@lru_cache(maxsize=128)
def keys_from(text: str) -> Mapping[str, Key]:
    """Return the keys that `keys_text` wrote; one object for all rows of a class, whose keys are mostly the same."""
    return {exercise: Key(**parts) for exercise, parts in json.loads(text).items()}


def grade_of(row: Row, assignment: Assignment) -> Grade:
    """Return the grade that a row adds up to with the assignment's present titles and points.

    As whole as the row: code, criteria and evidence are in its details, and what a student's code was asked and
    replied in its conversations. Raises `UnreadableRecordError` when the row is damaged or lacks one of the exercises.
    """
    kept = records.unpacked(row.kept, row.details)
    heard = records.unpacked_conversations(row.conversations)
    submission = _with_about(kept.submission, row)
    return Grade(
        submission=submission,
        items=tuple(item for exercise in assignment.exercises for item in _items(exercise, kept, heard)),
        isolation=kept.ran.isolation,
        remarks=(*submission.remarks, *kept.ran.remarks),
        versions=kept.ran.versions,
        seconds=kept.ran.seconds,
    )


def _items(exercise: Exercise, kept: Kept, heard: Conversations) -> list[ItemGrade]:
    results = {result.key.item: result for result in kept.results.get(exercise.id, ())}
    asked = dict(zip(results, heard.get(exercise.id, ()), strict=False))
    if results.keys() != {item.id for item in exercise.items}:
        raise UnreadableRecordError(f"no results of {exercise.id}")
    return [
        ItemGrade(result=results[item.id], title=exercise.title, points=item.points, conversation=asked.get(item.id, ()))
        for item in exercise.items
    ]


def student_of(row: Row) -> Student:
    """Return who the row is about, with all that the roster knew; a row of an earlier version knows less."""
    told = json.loads(row.about)
    facts = tuple((title, said) for title, said in told.get("facts", ()))
    ids = tuple(told.get("ids", ()))
    return Student(id=row.student, name=told["name"], identified_by=told["identified_by"], ids=ids, facts=facts)


def _with_about(submission: Submission, row: Row) -> Submission:
    told = json.loads(row.about)
    student = student_of(row)
    answered = {part.assignment: part.exercises for part in submission.parts}
    remarks = tuple(Feedback(code=c, text=t, audience=Audience(a)) for c, t, a in told["remarks"])
    return replace(
        submission,
        student=student,
        late=told["late"],
        submitted_at=told["submitted_at"],
        submitted_as=tuple(told.get("submitted_as", ())),
        origins=tuple(
            Origin(known_by=how, account=account, archive=archive, files=tuple(names))
            for how, account, archive, names in told.get("origins", ())
        ),
        parts=tuple(
            Part(assignment=name, submitted_at=when, late=late, exercises=answered.get(name, ()))
            for name, when, late in told.get("parts", ())
        ),
        remarks=(*remarks, *submission.remarks),
    )
