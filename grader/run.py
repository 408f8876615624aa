"""One run from the command line: find the submissions, grade them, write the reports, show the result.

The rooms below do the work; this one puts them in order and knows where exercises are looked for.
It prints nothing itself: it shows on the console that it is handed.
"""

from __future__ import annotations

import importlib.metadata
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

from rich.console import Console
from rich.text import Text

from grader.batch.local import Work, grade_entries, jobs_for
from grader.errors import UsageError
from grader.intake import Intake, find
from grader.maths.derivation_cache import cache_folder
from grader.model import Assignment, Grade, Gradebook
from grader.reports import write_all
from grader.reports.identities import IdentityTable, in_signs, is_single_file
from grader.reports.plain import harmless, in_encoding
from grader.reports.progress import GradingProgress
from grader.reports.student import StudentFeedback
from grader.reports.summary import ClassSummary
from grader.reports.terminal import ClassTable
from grader.spec import load_assignment


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What the command line asks for."""

    path: Path
    exercises: Path | None = None
    only: tuple[str, ...] = ()
    out: Path = Path("grades")
    jobs: int | None = None
    sandbox: str = "auto"
    fail_under: float | None = None
    roster: Path | None = None
    attempt: str = "last"
    student: str | None = None
    secret: str = ""
    quiet: bool = False


def run_and_report(request: Request, console: Console) -> int:
    """Grade what the request names, write the reports, show the result; returns the exit status.

    Raises:
        GraderError: for what the person at the keyboard can mend.
    """
    assignment = _assignment(request)
    intake = find(request.path, attempt=request.attempt, roster=request.roster, student=request.student)
    _show_identities(intake, request, console)
    grades = _graded(intake, assignment, request, console)
    gradebook = _gradebook(grades, assignment, intake)
    summary = ClassSummary(assignment)
    write_all(gradebook, request.out, watching=[summary.add])
    if not request.quiet:
        _show(gradebook, summary, intake, request, console)
    return int(_is_below(grades, request.fail_under))


def _assignment(request: Request) -> Assignment:
    from dataclasses import replace

    folder = request.exercises or exercises_folder(Path.cwd())
    return replace(load_assignment(folder, request.only), secret=request.secret)


def exercises_folder(here: Path) -> Path:
    """The folder `exercises/` here or above, else the exercises that are installed with the package."""
    installed = Path(sysconfig.get_path("data")) / "share" / "gradient-grader" / "exercises"
    beside_package = Path(__file__).resolve().parent.parent / "exercises"
    for folder in (*(above / "exercises" for above in (here, *here.parents)), beside_package, installed):
        if any(folder.glob("*.yml")):
            return folder
    raise UsageError("No exercises were found. Name their folder with --exercises DIR.")


def _graded(intake: Intake, assignment: Assignment, request: Request, console: Console) -> list[Grade]:
    """Every submission's grade, in the order in which the submissions were found."""
    work = Work(assignment=assignment, sandbox_mode=request.sandbox, hidden=_hidden(request))
    jobs = jobs_for(len(intake.entries), request.jobs)
    grades: list[Grade] = []
    with GradingProgress(console, total=len(intake.entries)) as progress:
        for grade in _counted(grade_entries(intake.entries, work, jobs), progress):
            grades.append(grade)
    order = {entry.student.id: position for position, entry in enumerate(intake.entries)}
    return sorted(grades, key=lambda grade: order[grade.submission.student.id])


def _hidden(request: Request) -> tuple[Path, ...]:
    """What no student's code may read, wherever it lies: the course, the other submissions, and what was written."""
    exercises = request.exercises or exercises_folder(Path.cwd())
    return tuple(path.resolve() for path in (exercises, request.path, request.out, cache_folder()))


def _counted(grades: Iterator[Grade], progress: GradingProgress) -> Iterator[Grade]:
    for grade in grades:
        progress.add(grade)
        yield grade


def _gradebook(grades: list[Grade], assignment: Assignment, intake: Intake) -> Gradebook:
    ran = next((grade for grade in grades if grade.isolation), None)
    return Gradebook(
        assignment=assignment,
        grades=lambda: iter(grades),
        isolation=ran.isolation if ran else "no student code was run",
        versions={"grader": importlib.metadata.version("gradient-grader"), **(ran.versions if ran else {})},
        graded_at=datetime.now(UTC).isoformat(timespec="seconds"),
        missing=intake.missing,
    )


def _show_identities(intake: Intake, request: Request, console: Console) -> None:
    """Show whose submissions were found and what is not clear, before any result."""
    table = IdentityTable(intake, request.path)
    if request.quiet or is_single_file(intake, request.path):
        for remark in table.remarks():
            console.print(in_signs(remark, console.options))
    else:
        console.print(table, Text())


def _show(gradebook: Gradebook, summary: ClassSummary, intake: Intake, request: Request, console: Console) -> None:
    if is_single_file(intake, request.path) or request.student is not None:
        for grade in gradebook.grades():
            console.print(StudentFeedback(grade, gradebook.assignment))
    else:
        console.print(ClassTable(summary, gradebook.isolation, gradebook.missing))
    console.print(Text(in_encoding(f"Reports are in {harmless(str(request.out))}/", console.encoding), style="dim"))


def _is_below(grades: list[Grade], percentage: float | None) -> bool:
    """Whether any score lies below the percentage that was asked for."""
    if percentage is None:
        return False
    return any(grade.earned < grade.possible * Fraction(percentage) / 100 for grade in grades)
