"""A small course in a folder, graded again and again by the real command, with a count of what it had to do."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

import grader.executors.grading
from grader.commands.run import Outlets, Request, run_and_report
from grader.sandbox import Sandbox

SURFACE = """\
title: Surface
prompt: Find the derivative of f.
functions:
  f(x, y): x**2*y
items:
  - {id: df_dx, answer: "diff(f, x)", points: 2}
"""
STEPS = """\
title: Steps
prompt: Walk down.
functions:
  g(x, y): 2*x**2 + x*y
items:
  - {id: steps, answer: "steps(descent(g, 0.1), start=[1, 2], count=2)", points: 4}
"""
ADA = "def df_dx(x, y):\n    return 2*x*y\n\nsteps = [(0.4, 1.9), (0.05, 1.86)]\n"
BEN = "def df_dx(x, y):\n    return 2.002*x*y\n\nsteps = [(0.4, 1.9), (0.3, 1.86)]\n"
CEM = "df_dx = '2*x'\n"


@dataclass
class Course:
    """`exercises/`, `class/` and `grades/` in one folder. `asked` and `judged` are students, since last looked at."""

    folder: Path
    asked: list[str] = field(default_factory=list)
    judged: list[str] = field(default_factory=list)
    said: str = ""

    def write(self, where: str, content: str) -> None:
        """A file below the folder."""
        path = self.folder / where
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")

    def change(self, where: str, old: str, new: str) -> None:
        """Another text in a file, which must have the old one."""
        content = (self.folder / where).read_text(encoding="utf-8")
        assert old in content
        self.write(where, content.replace(old, new))

    def grade(self, **options: Any) -> dict[str, Fraction]:
        """Runs `grade class/` and gives the totals by student as the gradebook has them."""
        self.asked.clear()
        self.judged.clear()
        file = io.StringIO()
        options = {"path": self.folder / "class", **options}
        request = Request(exercises=self.folder / "exercises", out=self.out, **options)
        run_and_report(request, Outlets(console=Console(file=file, width=80)))
        self.said = file.getvalue()
        return {g["student"]["id"]: Fraction(str(g["earned"])) for g in self.gradebook["grades"]}

    @property
    def out(self) -> Path:
        """Where reports go."""
        return self.folder / "grades"

    @property
    def gradebook(self) -> dict[str, Any]:
        """`gradebook.json`."""
        told: dict[str, Any] = json.loads((self.out / "gradebook.json").read_text(encoding="utf-8"))
        return told

    def work(self) -> tuple[Sequence[str], Sequence[str]]:
        """Whose code was asked and who was judged in the last run."""
        return sorted(set(self.asked)), sorted(set(self.judged))


def course_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    """The course, not graded yet, with the pipeline watched."""
    course = Course(folder)
    course.write("exercises/surface.yml", SURFACE)
    course.write("exercises/steps.yml", STEPS)
    for name, content in {"ada": ADA, "ben": BEN, "cem": CEM}.items():
        course.write(f"class/{name}.py", content)
    open_session, grade_submission = Sandbox.open, grader.executors.grading.grade_submission

    def opened(sandbox: Sandbox, submission: Any) -> Any:
        course.asked.append(submission.student.id)
        return open_session(sandbox, submission)

    def graded(submission: Any, *others: Any) -> Any:
        course.judged.append(submission.student.id)
        return grade_submission(submission, *others)

    monkeypatch.setattr(Sandbox, "open", opened)
    monkeypatch.setattr(grader.executors.grading, "grade_submission", graded)
    return course
