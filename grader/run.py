"""One run from the command line: find the submissions, grade them, write the reports, show the result.

The rooms below do the work; this one puts them in order and knows where exercises are looked for.
It prints nothing itself: it shows on the console that it is handed.
"""

from __future__ import annotations

import importlib.metadata
import os
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.text import Text

from grader import ci
from grader.batch.environment import environment, isolation_level
from grader.batch.keys import keys_of
from grader.batch.local import graded, jobs_for
from grader.batch.rows import Name, Task, Work, about, grade_of, name_of
from grader.batch.store import Head, Store
from grader.errors import UsageError
from grader.intake import Entry, Intake, find, fingerprint
from grader.maths.derivation_cache import cache_folder
from grader.model import Assignment, Grade, Gradebook
from grader.reports import write_all
from grader.reports.files import private_folder
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
    again: bool = False
    quiet: bool = False
    systems: ci.Systems = ci.NONE


def run_and_report(request: Request, console: Console) -> int:
    """Grade what the request names, write the reports, show the result; returns the exit status.

    Raises:
        GraderError: for what the person at the keyboard can mend.
    """
    write = partial(print, file=console.file)
    assignment = _assignment(request)
    intake = find(request.path, attempt=request.attempt, roster=request.roster, student=request.student)
    private_folder(request.out)
    with Store.open(request.out) as store:
        with ci.without_commands(os.environ, write):
            _show_identities(intake, request, console)
            _warn(store.remarks, console)
            _graded(intake, assignment, request, store, console)
            gradebook = _gradebook(store, assignment, intake)
            summary = ClassSummary(assignment)
            write_all(gradebook, request.out, watching=[summary.add])
            if not request.quiet:
                _show(gradebook, summary, intake, request, console)
        ci.publish(gradebook, request.systems, ci.Run(path=request.path, out=request.out, environment=os.environ), write)
        return int(_is_below(gradebook.grades(), request.fail_under))


def _assignment(request: Request) -> Assignment:
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


def _graded(intake: Intake, assignment: Assignment, request: Request, store: Store, console: Console) -> None:
    """Grades what is new or changed into the store, and puts the class in order there."""
    hidden = _hidden(request)
    work = Work(assignment=assignment, keys={}, sandbox_mode=request.sandbox, hidden=hidden)
    keys = keys_of(assignment, environment(request.sandbox, isolation_level(work, store)))
    work = replace(work, keys=keys)
    heads = {} if request.again else store.heads()
    tasks = [task for entry in intake.entries if (task := _task(entry, heads, work, store)) is not None]
    jobs = jobs_for(len(tasks), request.jobs)
    with GradingProgress(console, total=len(tasks)) as progress:
        for row in graded(tasks, work, jobs):
            store.put(row)
            progress.add(row.verdicts)
    names = [name_of(entry) for entry in intake.entries]
    store.arrange(names, {name_of(entry): about(entry) for entry in intake.entries})


def _task(entry: Entry, heads: Mapping[Name, Head], work: Work, store: Store) -> Task | None:
    """What is to be done for an entry; None where the results kept of it still hold."""
    content, name = fingerprint(entry), name_of(entry)
    head = heads.get(name)
    if head is None or head.content != content:
        return Task(entry=entry, content=content)
    holds = all(head.keys.get(exercise) == key for exercise, key in work.keys.items())
    return None if holds else Task(entry=entry, content=content, row=store.row(name))


def _hidden(request: Request) -> tuple[Path, ...]:
    """What no student's code may read, wherever it lies: the course, the other submissions, and what was written."""
    exercises = request.exercises or exercises_folder(Path.cwd())
    return tuple(path.resolve() for path in (exercises, request.path, request.out, cache_folder()))


def _gradebook(store: Store, assignment: Assignment, intake: Intake) -> Gradebook:
    """The class as the store has it; each reading of the grades is a reading of the file."""

    def grades() -> Iterator[Grade]:
        return (grade_of(row, assignment) for row in store.rows())

    ran = next((grade for grade in grades() if grade.isolation), None)
    return Gradebook(
        assignment=assignment,
        grades=grades,
        isolation=ran.isolation if ran else "no student code was run",
        versions={"grader": importlib.metadata.version("gradient-grader"), **(ran.versions if ran else {})},
        graded_at=max((row.graded_at for row in store.rows()), default=""),
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


def _warn(warnings: Iterable[str], console: Console) -> None:
    """Say aloud what was not clear, before any result."""
    for warning in warnings:
        console.print(Text(in_encoding(harmless(warning), console.encoding), style="yellow"))


def _show(gradebook: Gradebook, summary: ClassSummary, intake: Intake, request: Request, console: Console) -> None:
    if is_single_file(intake, request.path) or request.student is not None:
        for grade in gradebook.grades():
            console.print(StudentFeedback(grade, gradebook.assignment))
    else:
        console.print(ClassTable(summary, gradebook.isolation, gradebook.missing))
    console.print(Text(in_encoding(f"Reports are in {harmless(str(request.out))}/", console.encoding), style="dim"))


def _is_below(grades: Iterable[Grade], percentage: float | None) -> bool:
    """Whether any score lies below the percentage that was asked for."""
    if percentage is None:
        return False
    return any(grade.earned < grade.possible * Fraction(percentage) / 100 for grade in grades)
