"""One run from the command line: find the submissions, grade them, write the reports, show the result.

The rooms below do the work; this one puts them in order and knows where exercises are looked for.
It prints nothing itself: it shows on the console that it is handed.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from rich.console import Console
from rich.text import Text

from grader import ci
from grader.changes import (
    ChangesTable,
    Report,
    Scores,
    as_text,
    compared,
    keep_edited,
    keep_report,
    last_report,
    reports_stand,
    reports_written,
    scores_of,
    students_reported_in,
    with_left_out,
)
from grader.collect.entry_search import find, must_be_there
from grader.commands.setting import SETTING, Setting, setting_of
from grader.course import Course, as_handed_in, unknown, untimed, with_decided
from grader.errors import StoppedError, StoreError, StoreGoneError
from grader.executors.local import graded, jobs_for
from grader.model import Grade, Gradebook
from grader.quantities.derivation_cache import cache_folder
from grader.reports import verdict_words as wording
from grader.reports import write_all
from grader.reports.escaping import harmless, in_encoding
from grader.reports.files import feedback_names, private_folder
from grader.reports.formats.class_table import ClassTable
from grader.reports.formats.student_letter import StudentFeedback
from grader.reports.identities import IdentityTable, in_signs, is_single_file
from grader.reports.listing import class_listing, text_of
from grader.reports.progress import GradingProgress
from grader.reports.summary import ClassSummary
from grader.store.environment import environment, isolation_level
from grader.store.gradebook import drop_unreadable, gradebook_of
from grader.store.keys import causes_of
from grader.store.planning import Plan
from grader.store.records import UnreadableRecordError
from grader.store.rows import Row, Work
from grader.store.store import Store
from grader.submission.entries import Intake
from grader.submission.handed_out import exercises_of

_WARNINGS_SHOWN = 10  # more would push the table away again


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What the command line asks for."""

    path: Path
    exercises: Path | None = None
    course: Path | None = None
    only: tuple[str, ...] = ()
    out: Path = Path("grades")
    out_named: bool = False
    jobs: int | None = None
    cluster: str | None = None
    sandbox: str = "auto"
    fail_under: Fraction | None = None
    roster: Path | None = None
    attempt: str = "last"
    assignment: str | None = None
    student: str | None = None
    secret: str = ""
    again: bool = False
    quiet: bool = False
    listing: IO[str] | None = None  # where the class goes as JSON
    systems: ci.Systems = ci.NONE


def run_and_report(request: Request, console: Console) -> int:
    """Grade what the request names, write the reports, show the result; returns the exit status.

    Raises:
        GraderError: for what the person at the keyboard can mend.
    """
    write = partial(print, file=console.file)
    must_be_there(request.path)
    setting = setting_of(
        exercises=request.exercises, course=request.course, only=request.only, secret=request.secret, path=request.path
    )
    roster = request.roster or (setting.course.roster if setting.course else None)
    intake = find(
        request.path,
        attempt=request.attempt,
        roster=roster,
        student=request.student,
        assignment=request.assignment,
        zone=setting.course.zone if setting.course else None,
    )
    intake = as_handed_in(intake, setting.course, roster)
    if is_single_file(intake, request.path) and not request.only:
        setting = setting.of_exercises(exercises_of(intake.entries[0], setting.assignment))
    setting = setting.for_students(intake.students)
    intake = with_decided(intake, setting.course)
    ci.refuse(request.systems, len({entry.student.id for entry in intake.entries}), os.environ)
    with _folder_of_reports(request, intake) as (out, said), _store(out) as store:
        request = replace(request, out=out)
        store.note(SETTING, setting.noted())
        with ci.without_commands(os.environ, write):
            if not request.quiet:
                first = harmless(setting.line + _about_file(setting, request))
                console.print(Text(in_encoding(first, console.encoding), style="dim"), soft_wrap=True)
            _show_identities(intake, request, console)
            warnings = [*store.remarks, *_about_course(setting, intake, alone=_is_about_one(intake, request))]
            _warn(warnings, console)
            work = _work(setting, request, store)
            gradebook, summary = _graded_and_reported(intake, work, setting.course, request, store, console)
            if not request.quiet:
                _show(gradebook, summary, intake, request, console)
                _warn_again([*intake.warnings, *warnings], _is_about_one(intake, request), console)
                console.print(Text(in_encoding(said, console.encoding), style="dim"))
        if request.listing is not None:
            request.listing.write(text_of(class_listing(gradebook, summary)))
        ci.publish(
            gradebook, request.systems, ci.Run(path=request.path, out=request.out, environment=os.environ), write
        )
        return int(_is_below(gradebook.totals(), request.fail_under))


def _about_file(setting: Setting, request: Request) -> str:
    """Return what a single file is taken to be about, where that is not all."""
    if not setting.assignment.left_out or request.only:
        return ""
    titles = ", ".join(exercise.title for exercise in setting.assignment.exercises)
    return f"; {request.path.name} is about {titles}"


@contextmanager
def _folder_of_reports(request: Request, intake: Intake) -> Iterator[tuple[Path, str]]:
    """Where this run's reports go, and what to say of it: a look at one file or student does not replace a class's reports."""
    shown = harmless(str(request.out))
    if is_single_file(intake, request.path) and not request.out_named and request.systems == ci.NONE:
        with TemporaryDirectory() as folder:
            yield Path(folder), "Reports of the class, if there are any, stay as they are; with --out DIR this file's own are kept."
    elif _is_about_one(intake, request) and not request.out_named and students_reported_in(request.out) > 1:
        with TemporaryDirectory() as folder:
            yield Path(folder), f"The reports of the class in {shown}/ stay as they are; with --out DIR this one's are kept."
    else:
        yield request.out, f"Reports are in {shown}/"


def _store(folder: Path) -> Store:
    private_folder(folder)
    return Store.open(folder)


def _about_course(setting: Setting, intake: Intake, *, alone: bool) -> list[str]:
    """Return what the course's file says of students and items that there are not, and whose time it would need.

    Beside one student `alone` nobody can tell whether there are others.
    """
    if setting.course is None:
        return []
    students = None if alone and not intake.others else intake.students
    return [*unknown(setting.course, students, setting.assignment), *untimed(setting.course, intake.entries)]


def _work(setting: Setting, request: Request, store: Store) -> Work:
    """Return what every worker has to know, with the keys that tell which kept results still hold."""
    hidden = _hidden(setting, request)
    work = Work(assignment=setting.assignment, sandbox_mode=request.sandbox, hidden=hidden)
    return work.keyed(environment(request.sandbox, isolation_level(work, store)))


def _graded_and_reported(  # noqa: PLR0913, PLR0917  (what a run is made of)
    intake: Intake, work: Work, course: Course | None, request: Request, store: Store, console: Console
) -> tuple[Gradebook, ClassSummary]:
    """Return the class after what is new or changed was graded and told; what cannot be read back is graded once more."""
    again = request.again
    for _ in range(2):
        plan = Plan(intake.entries, work.keys, store, again=again)
        _carry_out(plan, work, request, store, console)
        try:
            gradebook = gradebook_of(store, intake, work.assignment, course)
            if reports_stand(store, gradebook, request.out):
                return gradebook, _summary(gradebook)
            alone = _is_about_one(intake, request)
            _show_changes(gradebook, work, alone, len(plan), store, console)
            if (aside := keep_edited(store, request.out)) is not None:
                _warn([f"gradebook.csv is not as the last run left it; it is kept as {aside.name}."], console)
            return gradebook, _report(gradebook, work, alone, request, store)
        except UnreadableRecordError:
            count, again = drop_unreadable(store, work.assignment), False
            _warn([f"{count} of the kept results cannot be read any more; these submissions are graded anew."], console)
    raise StoreError(f"{store.path} does not give back what is put into it. Choose another folder with --out.")


def _carry_out(plan: Plan, work: Work, request: Request, store: Store, console: Console) -> None:
    """Keeps every row as it comes; when the run is stopped, or the disk is full, says how much is kept."""
    kept, everything = plan.unchanged, plan.unchanged + len(plan)
    if kept and not request.quiet:
        console.print(Text(f"{kept} of {everything} are as they were graded before; {len(plan)} to grade.", style="dim"))
    try:
        with closing(_rows(plan, work, request)) as rows, GradingProgress(console, total=len(plan)) as progress:
            for row in rows:
                store.put(row)
                kept += 1
                progress.add(row.verdicts)
    except KeyboardInterrupt:
        raise StoppedError(f"{kept} of {everything} graded; run the same command again to go on.") from None
    except StoreGoneError:
        raise
    except StoreError as error:
        raise StoreError(f"{error} {kept} of {everything} are graded and kept.") from error


def _rows(plan: Plan, work: Work, request: Request) -> Generator[Row, None, None]:
    """Return the rows of what is to be done, as they are done: here or on a cluster."""
    if request.cluster is None or not len(plan):
        return graded(plan.tasks(), work, jobs_for(len(plan), request.jobs))
    from grader.executors.cluster import graded_on

    return graded_on(request.cluster, plan.tasks(), len(plan), work, request.jobs)


def _hidden(setting: Setting, request: Request) -> tuple[Path, ...]:
    """Return what no student's code may read, wherever it lies: the course, the other submissions, and what was written."""
    return tuple(path.resolve() for path in (*setting.files, request.path, request.out, cache_folder()))


def _show_changes(  # noqa: PLR0913, PLR0917  (what a run is made of)
    gradebook: Gradebook, work: Work, alone: bool, count: int, store: Store, console: Console
) -> None:
    """Say whose score differs from what was last reported, and why, before it is reported."""
    before = last_report(store)
    if not before.texts:
        return
    now = (_scores(grade, work, before) for grade in gradebook.totals())
    difference = compared(before, now, causes_of(work.assignment, work.environment))
    if alone:
        difference.gone.clear()
    if difference:
        console.print(ChangesTable(difference, "the last run"), Text())
    elif count:
        console.print(Text(f"{wording.counted(count, 'submission')} judged anew; no score has changed.", style="dim"), Text())


def _scores(grade: Grade, work: Work, before: Report) -> Scores:
    return with_left_out(scores_of(grade), before, {exercise.id for exercise in work.assignment.left_out})


def _report(gradebook: Gradebook, work: Work, alone: bool, request: Request, store: Store) -> ClassSummary:
    """Writes the reports, and keeps what they say for the next run. A student `alone` leaves the others' as it was."""
    summary, before = ClassSummary(gradebook.assignment), last_report(store)
    texts: dict[str, str] = {}

    def keep(grade: Grade) -> None:
        texts[grade.submission.student.id] = as_text(_scores(grade, work, before))

    paths = write_all(gradebook, request.out, watching=[summary.add, keep])
    causes = {**before.causes, **causes_of(work.assignment, work.environment)}
    keep_report(store, Report(texts={**(before.texts if alone else {}), **texts}, causes=causes))
    names = feedback_names(texts)
    files = [file for path in paths for file in ([path / name for name in names] if path.is_dir() else [path])]
    reports_written(store, gradebook, request.out, files, alone=alone)
    return summary


def _summary(gradebook: Gradebook) -> ClassSummary:
    summary = ClassSummary(gradebook.assignment)
    for grade in gradebook.totals():
        summary.add(grade)
    return summary


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


def _warn_again(warnings: list[str], alone: bool, console: Console) -> None:
    """Say once more, below a class's table, what has scrolled away above it."""
    if alone or not warnings:
        return
    further = f", of which the first {_WARNINGS_SHOWN}" if len(warnings) > _WARNINGS_SHOWN else ""
    console.print(Text(f"{wording.counted(len(warnings), 'warning')}, as above{further}:", style="bold yellow"))
    _warn([f"! {warning}" for warning in warnings[:_WARNINGS_SHOWN]], console)


def _show(gradebook: Gradebook, summary: ClassSummary, intake: Intake, request: Request, console: Console) -> None:
    if _is_about_one(intake, request):
        for grade in gradebook.grades():
            console.print(StudentFeedback(grade, gradebook.assignment))
    else:
        console.print(ClassTable(summary, gradebook.isolation, gradebook.missing))


def _is_about_one(intake: Intake, request: Request) -> bool:
    """Tell whether somebody wants to see one student and not a class."""
    return is_single_file(intake, request.path) or request.student is not None


def _is_below(grades: Iterable[Grade], percentage: Fraction | None) -> bool:
    """Tell whether any score lies below the percentage that was asked for."""
    if percentage is None:
        return False
    return any(grade.earned < grade.possible * percentage / 100 for grade in grades)
