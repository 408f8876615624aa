"""Works of students, and the codes of all that is said of each: answers in text or code, which runs here and not in a sandbox."""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from grader.course.exercises import load_assignment, read_exercise
from grader.kinds.candidates import vocabulary_of
from grader.model import Assignment, Feedback, Submission
from grader.pipeline import grade_submission
from grader.sandbox import Sandbox
from grader.submission.handed_in_work import read_text
from tests.descent_programs.driver import Session, guarded
from tests.sentences.mutants import codes_in

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "exercises", ROOT / "examples" / "optimization_course" / "exercises")


@dataclass(frozen=True)
class Work:
    """A file that was handed in for an exercise (its name, or its YAML): code, or `text`; it runs here or `sandboxed`."""

    exercise: str
    written: str
    text: bool = False
    sandboxed: bool = False


class _Executed(Session):
    """A program that is executed statement by statement; what fails is left out, as in the sandbox."""

    def __init__(self, handed_in: Submission) -> None:
        self.names: dict[str, object] = {"__name__": "__main__"}
        self.dead = False
        with warnings.catch_warnings(), np.errstate(all="ignore"), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            for statement in handed_in.statements:
                if statement.problem is None:
                    with contextlib.suppress(Exception), guarded():
                        exec(compile(statement.source, "hw.py", "exec"), self.names)

    def remarks(self) -> tuple[Feedback, ...]:
        """Nothing is told of what failed."""
        return ()

    def seconds(self) -> dict[str, float]:
        """Nothing was measured."""
        return {}


class _Here:
    """Stands in for a sandbox."""

    isolation, versions = "", {}

    @contextlib.contextmanager
    def open(self, handed_in: Submission) -> Iterator[Session]:
        """Execute the code here."""
        yield _Executed(handed_in)


@cache
def assignment(exercise: str) -> Assignment:
    """The assignment of one exercise."""
    if "\n" in exercise:
        return Assignment(id="a", title="a", exercises=(read_exercise(exercise, "x.yml", "x"),))
    folder = next(folder for folder in FOLDERS if (folder / f"{exercise}.yml").exists())
    return load_assignment(folder, only=[exercise])


def said(work: Work) -> frozenset[str]:
    """The codes of all sentences that are said of a work, to students and staff; those in the gaps of others too."""
    return frozenset(code for text in told(work) for code in codes_in(text))


def told(work: Work) -> list[str]:
    """All that is said of a work, to students and staff."""
    asked = assignment(work.exercise)
    handed_in = read_text(work.written, "hw.md" if work.text else "hw.py", vocabulary_of(asked))
    with Sandbox(asked.limits) if work.sandboxed else contextlib.nullcontext(_Here()) as sandbox:
        grade = grade_submission(handed_in, asked, sandbox)
    problems = [statement.problem for statement in handed_in.statements if statement.problem is not None]
    texts = [feedback.text for feedback in (*grade.remarks, *problems)]
    for item in grade.items:
        texts += [feedback.text for feedback in item.result.feedback]
        texts += [line.feedback for line in item.result.criteria]
        assert all(feedback.code != "judge_failed" for feedback in item.result.feedback), texts
    return texts
