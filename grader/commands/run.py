"""Carry out one run: find the submissions, grade them, write the reports, show the result.

The rooms below do the work; this one puts them in order. It prints nothing itself: it shows on the console that it is
handed.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
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
    class_change,
    compared,
    keep_edited,
    keep_report,
    last_report,
    reports_stand,
    reports_written,
    scores_in,
    scores_of,
    students_reported_in,
    with_left_out,
)
from grader.collect.entry_search import find, must_be_there
from grader.commands.open_page import opened
from grader.commands.setting import SETTING, SUBMISSIONS, Setting, setting_of
from grader.course import as_handed_in, unknown, untimed, with_decided
from grader.errors import StoppedError, StoreError, StoreGoneError, UsageError
from grader.executors.local import graded, jobs_for
from grader.model import Grade, Gradebook
from grader.quantities.evaluation import compile_references
from grader.quantities.references import cache_folder
from grader.reports import DEFAULT_FORMATS, files_of, write_all
from grader.reports import verdict_words as wording
from grader.reports.class_figures import ClassChange, ClassTally
from grader.reports.deeper_hints import cause_of
from grader.reports.escaping import harmless, in_encoding
from grader.reports.files import private_folder
from grader.reports.formats.class_page import open_class, short_form
from grader.reports.formats.class_table import ClassTable
from grader.reports.formats.student_letter import StudentFeedback
from grader.reports.identities import IdentityTable, in_signs, is_single_file
from grader.reports.listing import class_listing, text_of
from grader.reports.progress import GradingProgress
from grader.returning.returned_record import last_returned, since_returned
from grader.store import records
from grader.store.gradebook import drop_unreadable, gradebook_of
from grader.store.keys import causes_of
from grader.store.plan import Plan, environment, isolation_level
from grader.store.records import UnreadableRecordError
from grader.store.rows import Row, Work
from grader.store.store import Store
from grader.submission.entries import Intake
from grader.submission.intake import exercises_of

_OUT = Path("grades")  # what the command line names where nobody does
_WARNINGS_SHOWN = 10  # more would push the table away again
_TRIES = 2  # at a gradebook: what cannot be read back is graded anew once, and then the store is to blame


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What a run is asked for; `out` is None where no folder of reports was named."""

    path: Path
    exercises: Path | None = None
    course: Path | None = None
    only: tuple[str, ...] = ()
    secret: str = ""
    roster: Path | None = None
    attempt: str = "last"
    assignment: str | None = None
    student: str | None = None
    out: Path | None = None
    sandbox: str = "auto"
    jobs: int | None = None
    cluster: str | None = None
    again: bool = False
    fail_under: Fraction | None = None
    formats: tuple[str, ...] = DEFAULT_FORMATS
    open_page: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlets:
    """Who is told of a run beside its reports: a console, a stream of JSON, the systems that started it."""

    console: Console
    quiet: bool = False
    listing: IO[str] | None = None
    systems: ci.Systems = ci.NONE

    def say(self, text: str, style: str, *, soft_wrap: bool = False) -> None:
        """Show a line that may hold students' words."""
        self.console.print(Text(in_encoding(harmless(text), self.console.encoding), style=style), soft_wrap=soft_wrap)


def run_and_report(request: Request, outlets: Outlets) -> int:
    """Grade what the request names, write the reports, show the result; return the exit status.

    Raises:
        GraderError: for what the person at the keyboard can mend.
    """
    write = partial(print, file=outlets.console.file)
    setting, intake = _found(request)
    if request.open_page and not _is_about_one(intake, request):
        raise UsageError(
            "--open shows the page of one student. Name one file, or a student with --student; `grade class` shows that of a class."
        )
    ci.refuse(outlets.systems, len({entry.student.id for entry in intake.entries}), os.environ)
    with _folder_of_reports(request, intake, outlets.systems) as (out, said), _store(out) as store:
        run = Run(request=request, setting=setting, intake=intake, out=out, store=store, outlets=outlets)
        with ci.without_commands(os.environ, write):
            gradebook, tally = run.carried_out()
            if not outlets.quiet:
                outlets.say(said, "dim")
            if request.open_page:
                outlets.say(opened(gradebook, out, kept=out == (request.out or _OUT)), "bold", soft_wrap=True)
        if outlets.listing is not None:
            outlets.listing.write(text_of(class_listing(gradebook, tally.summary)))
        ci.publish(gradebook, outlets.systems, ci.Run(path=request.path, out=out, environment=os.environ), write)
        return int(_is_below(gradebook.totals(), request.fail_under))


def _found(request: Request) -> tuple[Setting, Intake]:
    """Return the exercises and the course that the request means, and whose submissions lie at its path."""
    must_be_there(request.path)
    setting = setting_of(
        exercises=request.exercises, course=request.course, only=request.only, secret=request.secret, path=request.path
    )
    course = setting.course
    roster = request.roster or (course.roster if course else None)
    intake = find(
        request.path,
        attempt=request.attempt,
        roster=roster,
        student=request.student,
        assignment=request.assignment,
        zone=course.zone if course else None,
    )
    intake = as_handed_in(intake, course, roster)
    if is_single_file(intake, request.path) and not request.only:
        setting = setting.of_exercises(exercises_of(intake.entries[0], setting.assignment))
    setting = setting.for_students(intake.students)
    return setting, with_decided(intake, setting.course)


@contextmanager
def _folder_of_reports(request: Request, intake: Intake, systems: ci.Systems) -> Iterator[tuple[Path, str]]:
    """Yield where the reports go, with a sentence: a look at one file or student does not replace a class's reports."""
    out = request.out or _OUT
    shown, named = harmless(str(out)), request.out is not None
    if is_single_file(intake, request.path) and not named and systems == ci.NONE:
        with TemporaryDirectory() as folder:
            yield Path(folder), "Reports of the class, if there are any, stay as they are; with --out DIR this file's own are kept."
    elif _is_about_one(intake, request) and not named and students_reported_in(out) > 1:
        with TemporaryDirectory() as folder:
            yield Path(folder), f"The reports of the class in {shown}/ stay as they are; with --out DIR this one's are kept."
    else:
        yield out, f"Reports are in {shown}/"


def _store(folder: Path) -> Store:
    private_folder(folder)
    return Store.open(folder)


def _told(row: Row) -> dict[str, str]:
    """Return what a student is told of a hand-in: by item the name of its slip."""
    kept = records.unpacked(row.kept, row.details)
    results = (result for own in kept.results.values() for result in own)
    return {str(result.key): cause for result in results if (cause := cause_of(result))}


def _is_about_one(intake: Intake, request: Request) -> bool:
    """Tell whether somebody wants to see one student and not a class."""
    return is_single_file(intake, request.path) or request.student is not None


def _is_below(grades: Iterable[Grade], percentage: Fraction | None) -> bool:
    """Tell whether any score lies below the percentage that was asked for."""
    if percentage is None:
        return False
    return any(grade.earned < grade.possible * percentage / 100 for grade in grades)


@dataclass(kw_only=True)
class Run:
    """A run that has found its submissions and holds its store: what is new is graded, all of it reported and shown."""

    request: Request
    setting: Setting
    intake: Intake
    out: Path
    store: Store
    outlets: Outlets

    def __post_init__(self) -> None:
        self._console = self.outlets.console
        self._alone = _is_about_one(self.intake, self.request)

    def carried_out(self) -> tuple[Gradebook, ClassTally]:
        """Return the class as it was graded and reported, after showing what is unclear and who got what."""
        self.store.note(SETTING, self.setting.noted())
        self.store.note(SUBMISSIONS, str(self.request.path.absolute()))
        if not self.outlets.quiet:
            self.outlets.say(self.setting.line + self._about_file(), "dim", soft_wrap=True)
        table = IdentityTable(self.intake, self.request.path)
        if self.outlets.quiet or is_single_file(self.intake, self.request.path):
            for remark in table.remarks():
                self._console.print(in_signs(remark, self._console.options))
        else:
            self._console.print(table, Text())
        warnings = [*self.store.remarks, *self._about_course()]
        self._warn(warnings)
        gradebook, tally = self._graded_and_reported()
        if not self.outlets.quiet:
            self._show(gradebook, tally)
            self._warn_again([*self.intake.warnings, *warnings])
        return gradebook, tally

    @cached_property
    def _work(self) -> Work:
        """Return what every worker has to know, with the keys of the kept results, and what no student's code may read."""
        hidden = (*self.setting.files, self.request.path, self.out, cache_folder())
        mode = self.request.sandbox
        work = Work(assignment=self.setting.assignment, sandbox_mode=mode, hidden=tuple(path.resolve() for path in hidden))
        # Of a look at one file nothing is kept, so nobody compares how well its code was kept apart, but for a cluster.
        kept = self.out == (self.request.out or _OUT)
        asked = kept or mode == "strict" or self.request.cluster is not None
        return work.keyed(environment(mode, isolation_level(work, self.store) if asked else ""))

    # --- before any result ---

    def _about_file(self) -> str:
        """Return which exercises a single file is taken to be about, if not about all."""
        if not self.setting.assignment.left_out or self.request.only:
            return ""
        titles = ", ".join(exercise.title for exercise in self.setting.assignment.exercises)
        return f"; {self.request.path.name} is about {titles}"

    def _about_course(self) -> list[str]:
        """Return what the course's file says of students and items that there are not, and whose time it would need.

        Beside one student alone nobody can tell whether there are others.
        """
        course = self.setting.course
        if course is None:
            return []
        students = None if self._alone and not self.intake.others else self.intake.students
        return [*unknown(course, students, self.setting.assignment), *untimed(course, self.intake.entries)]

    def _warn(self, warnings: Iterable[str]) -> None:
        for warning in warnings:
            self.outlets.say(warning, "yellow")

    # --- grading ---

    def _graded_and_reported(self) -> tuple[Gradebook, ClassTally]:
        """Return the class after what is new was graded and told; what cannot be read back is graded once more."""
        again, assignment = self.request.again, self._work.assignment
        for _ in range(_TRIES):
            plan = Plan(self.intake.entries, self._work.keys, self.store, again=again)
            self._carry_out(plan)
            try:
                gradebook = gradebook_of(self.store, self.intake, assignment, self.setting.course)
                return gradebook, self._reported(gradebook, len(plan))
            except UnreadableRecordError:
                count, again = drop_unreadable(self.store, assignment), False
                self._warn([f"{count} of the kept results cannot be read any more; these submissions are graded anew."])
        raise StoreError(f"{self.store.path} does not give back what is put into it. Choose another folder with --out.")

    def _carry_out(self, plan: Plan) -> None:
        """Keep every row as it comes; when the run is stopped, or the disk is full, say how much is kept."""
        kept, everything = plan.unchanged, plan.unchanged + len(plan)
        if kept and not self.outlets.quiet:
            self.outlets.say(f"{kept} of {everything} are as they were graded before; {len(plan)} to grade.", "dim")
        try:
            with closing(self._rows(plan)) as rows, GradingProgress(self._console, total=len(plan)) as progress:
                for row in rows:
                    self.store.put(row, _told(row))
                    kept += 1
                    progress.add(row.verdicts)
        except KeyboardInterrupt:
            raise StoppedError(f"{kept} of {everything} graded; run the same command again to go on.") from None
        except StoreGoneError:
            raise
        except StoreError as error:
            raise StoreError(f"{error} {kept} of {everything} are graded and kept.") from error

    def _rows(self, plan: Plan) -> Generator[Row, None, None]:
        """Return the rows of what is to be done, as they are done: here or on a cluster. References are compiled before."""
        cluster, jobs = self.request.cluster, self.request.jobs
        if len(plan):
            exercises = self.setting.assignment.exercises
            compile_references(exercise for exercise in exercises if not exercise.for_students)
        if cluster is None or not len(plan):
            return graded(plan.tasks(), self._work, jobs_for(len(plan), jobs))
        from grader.executors.cluster import graded_on

        return graded_on(cluster, plan.tasks(), len(plan), self._work, jobs)

    # --- reporting ---

    @cached_property
    def _formats(self) -> tuple[str, ...]:
        """Return which reports to write: of one student there is no class."""
        return tuple(name for name in self.request.formats if name != "class" or not self._alone)

    def _reported(self, gradebook: Gradebook, count: int) -> ClassTally:
        """Return the class in figures; write the reports, after saying what changed, unless they stand as they would be."""
        tally = ClassTally(gradebook.assignment)
        if reports_stand(self.store, gradebook, self.out, self._formats):
            for grade in gradebook.totals():
                tally.add(grade)
            return tally
        self._show_changes(gradebook, count)
        if (aside := keep_edited(self.store, self.out)) is not None:
            self._warn([f"gradebook.csv is not as the last run left it; it is kept as {aside.name}."])
        self._report(gradebook, tally)
        returned = since_returned(self.out, scores_in(last_report(self.store)))
        if returned is not None and returned.changes:
            scores = wording.counted(len(returned.changes), "score")
            is_other = "is not" if len(returned.changes) == 1 else "are not"
            self._warn([f"{scores} {is_other} as returned to the platform: grade diff --returned shows which."])
        return tally

    def _show_changes(self, gradebook: Gradebook, count: int) -> None:
        """Say whose score differs from what was last reported, and why, before it is reported."""
        before = last_report(self.store)
        if not before.texts:
            return
        now = (self._scores(grade, before) for grade in gradebook.totals())
        difference = compared(before, now, causes_of(self._work.assignment, self._work.environment))
        if self._alone:
            difference.gone.clear()
        if difference:
            self._console.print(ChangesTable(difference, "the last run"), Text())
        elif count:
            judged = wording.counted(count, "submission")
            self._console.print(Text(f"{judged} judged anew; no score has changed.", style="dim"), Text())

    def _scores(self, grade: Grade, before: Report) -> Scores:
        left_out = {exercise.id for exercise in self._work.assignment.left_out}
        return with_left_out(scores_of(grade), before, left_out)

    def _report(self, gradebook: Gradebook, tally: ClassTally) -> None:
        """Write the reports and keep what they say for the next run. A student alone leaves the others' as it was."""
        before = last_report(self.store)
        texts: dict[str, str] = {}

        def keep(grade: Grade) -> None:
            texts[grade.submission.student.id] = as_text(self._scores(grade, before))

        causes = {**before.causes, **causes_of(self._work.assignment, self._work.environment)}

        def changes() -> Iterator[ClassChange]:
            now = Report(texts=texts, causes=causes)
            for since, then in (("the last run", before), ("scores were returned", last_returned(self.out))):
                if (change := class_change(since, then, scores_in(now), causes)) is not None:
                    yield change

        formats, opening = self._formats, {"class": partial(open_class, tally=tally, changes=changes)}
        write_all(gradebook, self.out, formats, watching=[tally.add, keep], opening=opening)
        keep_report(self.store, Report(texts={**(before.texts if self._alone else {}), **texts}, causes=causes))
        files = files_of(formats, texts, self.out)
        reports_written(self.store, gradebook, self.out, files, alone=self._alone, formats=formats)

    # --- showing ---

    def _show(self, gradebook: Gradebook, tally: ClassTally) -> None:
        """Show one student's letter, or the class's table."""
        if self._alone:
            for grade in gradebook.grades():
                self._console.print(StudentFeedback(grade, gradebook.assignment))
                if grade.isolation and not wording.is_full(grade.isolation):  # a risk of who runs this, no part of the letter
                    self.outlets.say(wording.isolation_line(grade.isolation), "bold red")
        else:
            self._console.print(ClassTable(tally.summary, gradebook.isolation, gradebook.missing))
            told = short_form(tally.figures())
            if told:
                self.outlets.say(" ".join(told).replace("`", ""), "bold")
                if "class" in self._formats:  # on a line of its own: no terminal is so narrow that it parts the command
                    self.outlets.say("More: grade class", "bold")

    def _warn_again(self, warnings: list[str]) -> None:
        """Say once more, below a class's table, what has scrolled away above it."""
        if self._alone or not warnings:
            return
        further = f", of which the first {_WARNINGS_SHOWN}" if len(warnings) > _WARNINGS_SHOWN else ""
        self._console.print(Text(f"{wording.counted(len(warnings), 'warning')}, as above{further}:", style="bold yellow"))
        self._warn(f"! {warning}" for warning in warnings[:_WARNINGS_SHOWN])
