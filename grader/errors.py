"""What can go wrong, sorted by who has to act: the author, the student or the operator.

Every error here is one sentence for that person, with the place and the remedy. It knows nothing
of terminals and exit codes; `cli` turns the class into a status.
"""

from __future__ import annotations


class GraderError(Exception):
    """Something that the grader can say in one sentence to a person who can act on it."""

    exit_status = 2


class UsageError(GraderError):
    """The command was asked for something impossible: a path that is not there, an unknown exercise."""


class SpecError(GraderError):
    """An exercise file is wrong; the author mends it. Holds every problem of every file at once.

    `problems` are lines of the form `exercises/x.yml:14: items[2].points: must be a number above 0`.
    """

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class SubmissionError(GraderError):
    """A submission cannot be read at all; the student (or the platform that mangled it) mends it.

    `code` is `empty` where there is nothing to read, so that it counts as unanswered.
    """

    def __init__(self, message: str, code: str = "unreadable") -> None:
        super().__init__(message)
        self.message = message  # as it was made, so that it can be said in another language
        self.code = code


class SandboxError(GraderError):
    """Student code cannot be run apart on this machine; the operator mends it. Never a student's failure."""

    exit_status = 3


class StoreError(GraderError):
    """Results could not be written or read back: a full disk, a read-only folder, another run at work."""

    exit_status = 4


class StoreGoneError(StoreError):
    """The file of results is not there any more, and with it all that was kept."""


class StoppedError(GraderError):
    """Somebody pressed Ctrl-C; says what is kept and how to go on."""

    exit_status = 130


class ClusterError(GraderError):
    """The cluster was lost on the way; what was graded is kept, and the operator runs the command again."""

    exit_status = 4
