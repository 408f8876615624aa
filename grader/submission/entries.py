"""What was found where a TA pointed: whose files there are, before any of them is read.

An entry is small and can be sent to a worker process; a class of ten thousand is a list of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from grader.errors import SubmissionError
from grader.model import Feedback, Origin, Part, Student, Submission

_MEGABYTE = 1_000_000  # as the sentences to students count it, by the thousand


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadingLimits:
    """How much of a submission is read. The largest real notebook seen has 4.2 MB, nearly all of it outputs."""

    file_bytes: int = 50 * _MEGABYTE
    code_characters: int = 1_000_000
    data_bytes: int = 200 * _MEGABYTE
    beside_bytes: int = 64 * _MEGABYTE  # held in memory and copied for each process: as much as the sandbox takes
    files: int = 50


READING = ReadingLimits()  # what is read everywhere but in tests


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """One file of a student: `path` on disk and, for a file in an archive, the members that lead to it.

    `name` is how the student knows it, without signs that a terminal or a page would act on.
    `modified` is when it was last written, in seconds, and `size` its bytes, as far as anybody kept that. `held` is what
    was read at `path` (or why it cannot be), for whoever reads it on another machine.
    """

    path: str
    name: str
    members: tuple[str, ...] = ()
    modified: float = 0.0
    size: int = -1
    held: bytes | SubmissionError | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One row of the gradebook to be: a student, the files to read, and what the layout knows about them.

    It is the student's `attempt` of so many `attempts`, counted from 1. `submitted_as` are the files' names in
    the download, which a platform wants back, and `origins` tell where they lay. `beside` are files that hold no answer
    and that code may read or import, where no `folder` on disk has them. `parts` are there where a class has several
    assignments. What was handed in `elsewhere`, as on paper, has no files here and is judged by persons.
    """

    student: Student
    sources: tuple[Source, ...]
    folder: str | None = None
    beside: tuple[Source, ...] = ()
    late: bool = False
    submitted_at: str | None = None
    attempt: int = 1
    attempts: int = 1
    submitted_as: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    remarks: tuple[Feedback, ...] = ()
    parts: tuple[Part, ...] = ()
    elsewhere: bool = False

    @property
    def unread(self) -> Submission:
        """Return the submission before anything of it is read: who handed it in, as what, and when; so without a digest."""
        return Submission(
            student=self.student,
            files=tuple(source.name for source in self.sources),
            digest="",
            remarks=self.remarks,
            late=self.late,
            submitted_at=self.submitted_at,
            submitted_as=self.submitted_as,
            origins=self.origins,
            parts=self.parts,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Intake:
    """All that a path holds: the `layout` in words, an entry for each student, and what to say aloud about it.

    `warnings` are sentences for the TA; `missing` are the students of the roster without an entry, and `others` those about
    whom nothing can be said, since only one student's work was named;
    `ignored` names what was seen and not taken for a submission.
    """

    layout: str
    entries: Sequence[Entry]
    warnings: tuple[str, ...] = ()
    missing: tuple[Student, ...] = ()
    others: tuple[Student, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def students(self) -> list[Student]:
        """Return everybody who is known to be in the class."""
        return [*(entry.student for entry in self.entries), *self.missing, *self.others]
