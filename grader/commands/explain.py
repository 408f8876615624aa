"""`grade explain` and `grade review`: why a score is what it is, and what waits for a person, from the kept results.

Reads a store, runs no student's code, and shows on the console that it is handed.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from grader.changes import Report, compared, last_report, scores_of, with_left_out
from grader.commands.setting import SETTING, Setting, setting_noted
from grader.course.equal_answers import Answer, filled_in, waiting, written
from grader.course.names import People
from grader.errors import StoreError, UsageError
from grader.kinds import KINDS
from grader.kinds.answer import shape, solution
from grader.model import Assignment, Audience, Grade, Key
from grader.notation.form import readable
from grader.pipeline import questions
from grader.quantities.operators.operator import is_tree
from grader.reports import points
from grader.reports import verdict_words as wording
from grader.reports.escaping import harmless, in_encoding
from grader.reports.files import write_whole
from grader.reports.listing import review_listing, text_of
from grader.reports.staff_account import Explanation
from grader.store.gradebook import decided_grade, with_code
from grader.store.records import UnreadableRecordError
from grader.store.rows import Row, student_of
from grader.store.store import Store
from grader.submission.spelling import folded

_SHOWN = 12  # students named in a line: three lines of a terminal
_UNREADABLE = "unreadable"  # the code of all reasons why work could not be read, so that they are one group
# what is said of that group
_UNREAD = (
    "work could not be read; ask for a file that can be, or look at it and decide items in course.yml (`unreadable: zero` "
    "there makes all such work a final 0)"
)


def setting_kept(out: Path, *, exercises: Path | None, course: Path | None, only: tuple[str, ...]) -> Setting:
    """Return what the run worked on whose results are kept there, unless something else is named."""
    with Store.look(out) as store:
        note = store.noted(SETTING)
    return setting_noted(note, exercises, course, only)


def explain(out: Path, student: str, item: str | None, setting: Setting, console: Console) -> None:
    """Show all that led to a student's score, or to one item's.

    Raises:
        GraderError: nobody or several are meant, or the kept results cannot be read.
    """
    with Store.look(out) as store:
        rows = list(store.rows(brief=True))
        setting = setting.for_students(map(student_of, rows))
        found = _meant(student, rows)
        row = store.row(found.name)
        assert row is not None
        grade = grade_kept(row, setting, store)
        since = _since_the_reports(grade, setting.assignment, last_report(store))
    for line in since:
        console.print(Text(in_encoding(harmless(line, 1000), console.encoding), style="yellow"))
    chosen = _items_meant(item, setting.assignment) if item else set()
    console.print(Explanation(grade, setting.assignment, chosen, lambda key: _expected(key, setting.assignment)))


def grade_kept(row: Row, setting: Setting, store: Store) -> Grade:
    """Return the grade of a kept row. Raises `StoreError` where it does not fit the exercises."""
    try:
        return decided_grade(row, setting.assignment, setting.course, store)
    except UnreadableRecordError as error:
        raise StoreError(
            f"What is kept of {harmless(row.student)} does not fit these exercises ({error}). Run `grade` again, "
            "or name the exercises that it was graded with by --exercises."
        ) from None


def _since_the_reports(grade: Grade, assignment: Assignment, before: Report) -> list[str]:
    """Return what to say if the reports show another score than the results, the course's file and the exercises make now."""
    student = grade.submission.student.id
    if student not in before.texts:
        return []
    now = with_left_out(scores_of(grade), before, {exercise.id for exercise in assignment.left_out})
    changes = compared(Report(texts={student: before.texts[student]}, causes={}), [now], {}).changes
    reasons = dict.fromkeys(reason for change in changes for item in change.items for reason in item.because)
    return [
        f"Since the reports were written, course.yml or the exercises changed ({wording.listed(list(reasons))}): they show "
        f"{points.text(change.before)} points, and it is {points.text(change.after)} now. Run `grade` again to report that."
        for change in changes
    ]


def _meant(wanted: str, rows: list[Row]) -> Row:
    """Return the row of the student who is meant: by id, else by name, else by a part of either that only one has."""
    names = {row.student: str(json.loads(row.about)["name"]) for row in rows}
    word = folded(wanted)
    people = People(map(student_of, rows))
    meant = {student.id for student in people.meant(wanted)}
    parts = [row for row in rows if word in folded(row.student) or word in folded(names[row.student])]
    for found in ([row for row in rows if row.student in meant], parts):
        if len(found) == 1:
            return found[0]
        if found:
            several = wording.listed([f"{harmless(row.student, 60)} ({harmless(names[row.student], 60)})" for row in found], 5)
            raise UsageError(f"'{wanted}' may be {several}. Name one by the id.")
    near = people.near(wanted)
    hint = f" Did you mean '{near}'?" if near else ""
    raise UsageError(f"There is no student '{wanted}' among the {len(rows)} that were graded.{hint}")


def _items_meant(wanted: str, assignment: Assignment) -> set[Key]:
    """Return the items of an exercise, an `exercise/item`, or an item of that name in any exercise."""
    keys = [Key(exercise=exercise.id, item=item.id) for exercise in assignment.exercises for item in exercise.items]
    found = {key for key in keys if wanted in (str(key), key.item, key.exercise)}
    if not found:
        words = [*map(str, keys), *(key.item for key in keys)]
        near = difflib.get_close_matches(wanted, words, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(map(str, keys))}"
        raise UsageError(f"There is no item '{wanted}'; {hint}")
    return found


def _expected(key: Key, assignment: Assignment) -> str | None:
    """Return the right answer as text; None where a program is asked for, and in a student's own copy."""
    question = next((question for question in questions(assignment) if question.key == key), None)
    if question is None or KINDS[question.item.kind].solution is None or question.exercise.for_students:
        return None
    right = solution(question)
    written = shape(question.exercise, question.item).text
    return written(readable(right) if is_tree(right) else right, question.function.variables)


# --- what waits for a person ---


@dataclass(frozen=True, slots=True)
class _Case:
    """One thing that waits: whose, called how, and the item or the file."""

    student: str
    called: str
    what: str


def review(out: Path, setting: Setting, console: Console, *, as_json: bool = False) -> None:
    """Show what needs a person, over the class, the most frequent reason first, and how to settle it."""
    reasons: dict[tuple[str, str], list[_Case]] = {}
    count = 0
    with Store.look(out) as store:
        setting = setting.for_students([student_of(row) for row in store.rows(brief=True)])
        for row in store.rows(brief=True):
            count += 1
            student = student_of(row)
            called = harmless(student.id, 60)
            if student.name not in ("", student.id):
                called = f"{harmless(student.name, 60)} ({called})"
            for code, text, what in _waiting(grade_kept(row, setting, store)):
                reasons.setdefault((code, text), []).append(_Case(student.id, called, what))
    if as_json:
        waiting = {why: [(case.student, case.what) for case in cases] for why, cases in reasons.items()}
        print(text_of(review_listing(waiting.items(), count)), end="", file=console.file)
        return
    for line, style in _review_lines(reasons, count):
        said = Text(in_encoding(harmless(line, 2000), console.encoding), style=style)
        console.print(Padding(said, (0, 0, 0, 3), expand=False) if line.startswith(" ") else said)
    item = next((case for cases in sorted(reasons.values(), key=len, reverse=True) for case in cases[:1] if "/" in case.what), None)
    if item is not None:
        console.print(Text(_how_to_settle(item.student, item.what), style="dim"))


def _waiting(grade: Grade) -> Iterator[tuple[str, str, str]]:
    """Yield code, reason and item of everything that waits in a grade."""
    for item in grade.items:
        if item.waits:
            notes = [remark for remark in item.result.feedback if remark.audience is Audience.STAFF]
            told = notes or item.result.feedback  # in a student's copy there are no notes
            yield (*((told[0].code, told[0].text) if told else ("needs_review", "no reason was given")), str(item.result.key))
    if grade.waits_for_a_reader:
        for problem in grade.unread:
            yield _UNREADABLE, _UNREAD, problem.text
    if grade.waits_for_a_time:
        yield "late_unclear", "marked as late, but the time is not known; state it in course.yml under `submitted`", "lateness"


def _review_lines(reasons: dict[tuple[str, str], list[_Case]], count: int) -> Iterator[tuple[str, str]]:
    if not reasons:
        yield f"Nothing waits for a person; {wording.counted(count, 'student')} looked through.", "green"
        return
    students = {case.student for cases in reasons.values() for case in cases}
    unread = {case.student for (code, _), cases in reasons.items() for case in cases if code == _UNREADABLE}
    answers = sum(len(cases) for (code, _), cases in reasons.items() if code != _UNREADABLE)
    found = [wording.counted(answers, "answer")] if answers else []
    found += [wording.counted(len(unread), "unreadable submission")] if unread else []
    yield f"{' and '.join(found)} of {len(students)} of {wording.counted(count, 'student')} to look at", "bold"
    for (code, text), cases in sorted(reasons.items(), key=lambda pair: -len(pair[1])):
        yield "", ""
        yield f"{len(cases)} x {code}: {text}", "magenta"
        if code == _UNREADABLE:
            yield from ((f"   {case.called}: {case.what}", "") for case in cases)
            continue
        by_item: dict[str, list[str]] = {}
        for case in cases:
            by_item.setdefault(case.what, []).append(case.called)
        for item, who in by_item.items():
            yield f"   {item}: {wording.listed(who, _SHOWN)}", ""


def _how_to_settle(student: str, item: str) -> str:
    name = json.dumps(harmless(student, 100), ensure_ascii=False)
    return (
        "\nLook at one with `grade explain STUDENT ITEM`, and decide it in course.yml:\n"
        f'overrides:\n  {name}:\n    {item}: {{earned: 1, why: "…", by: "…"}}\n'
        "`grade review --decisions decisions.csv` writes a file that decides about all equal answers at once."
    )


# --- deciding about equal answers ---


def write_decisions(out: Path, setting: Setting, file: Path, console: Console) -> None:
    """Write a row for each group of equal answers that wait; what was filled in before stays in the file.

    Raises:
        GraderError: the kept results or the file cannot be read, or the file cannot be written.
    """
    groups: dict[str, tuple[Answer, list[str]]] = {}
    kept = filled_in(file) if file.exists() else {}
    with Store.look(out) as store:
        setting = setting.for_students([student_of(row) for row in store.rows(brief=True)])
        for row in store.rows(brief=True):
            grade = grade_kept(row, setting, store)
            open_ones = {item.result.key for item in grade.items if item.waits}
            whole = with_code(row, setting.assignment, store) if open_ones else grade
            for item, answer in waiting(whole, setting.assignment) if open_ones else ():
                if item.result.key in open_ones:
                    groups.setdefault(answer.key, (answer, []))[1].append(row.student)
    by_size = sorted(groups.values(), key=lambda group: -len(group[1]))
    write_whole(file, written(by_size, kept))
    rows = sum(answer.key not in kept for answer, _ in by_size)
    answers = sum(len(who) for _, who in by_size)
    lines = [
        f"{file}: {wording.counted(rows, 'row')} to fill in, for {wording.counted(answers, 'answer')} that wait.",
        f"Fill in earned, why and by, and write `decisions: {file.name}` into course.yml; it counts for later equal answers too.",
    ]
    for line in lines:
        console.print(Text(in_encoding(harmless(line), console.encoding)))
