"""`grade return`: fills the gradebook that was downloaded from a platform, and packs feedback under the names that it takes back.

Scores are those of the last reports. Nothing is sent anywhere: files for the upload are written into `return/` below the
reports, with a record of them. What is done is in `returning`; here it is put in order and said.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text

from grader.changes import (
    ChangesTable,
    Report,
    compared,
    difference_listing,
    last_report,
    report_in,
    scores_in,
    scores_of,
    with_left_out,
)
from grader.commands.explain import grade_kept, setting_kept
from grader.commands.setting import SUBMISSIONS, Setting
from grader.course import Course
from grader.errors import GraderError, StoreError, UsageError
from grader.reports import points
from grader.reports import verdict_words as wording
from grader.reports.book import points_of
from grader.reports.escaping import in_encoding
from grader.reports.files import feedback_names, private_folder, write_bytes
from grader.reports.listing import text_of
from grader.returning import worksheet_in
from grader.returning.canvas_gradebook import CANVAS
from grader.returning.comment import comment
from grader.returning.feedback_zip import INDEX, NAMES, Archive, archives_for, zipped
from grader.returning.filling import Filling, Score, Wishes, filled, scaled, score_of
from grader.returning.moodle_worksheet import MOODLE
from grader.returning.returned_record import FOLDER, Return, keep_return, since_returned
from grader.returning.worksheet import Above, Platform, Worksheet
from grader.store.rows import student_of
from grader.store.store import Store
from grader.submission.entries import READING
from grader.submission.file_content import content_of
from grader.submission.file_listing import list_archive, list_folder
from grader.submission.spelling import harmless

_SHOWN = 20  # names in a list, a screen's half; more are counted
_MOST_BYTES = 100_000_000  # of a gradebook: ten thousand students with two hundred columns are a fifth of it
_ADDRESS = re.compile(r"\w[^@\s]*@[^@\s]+")  # an e-mail address; one that begins with a sign could be a formula
_REPORTED = 3  # students named whose scores are not as reported


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What is to be returned: a downloaded file to fill, an assignment in `canvas` by its course and number, feedback."""

    file: Path | None = None
    canvas: tuple[int, int] | None = None
    confirm: bool = False
    lms: str | None = None
    column: str = ""
    provisional: bool = False
    comments: bool = True
    feedback: bool = False
    markdown: bool = False
    download: Path | None = None
    out: Path = Path("grades")
    exercises: Path | None = None
    course: Path | None = None
    only: tuple[str, ...] = ()


def return_scores(request: Request, console: Console) -> None:
    """Write what goes back to the platform, and say of everybody what became of the score.

    Raises:
        GraderError: nothing is graded there, the file is no platform's, or it is not clear which column is meant.
    """
    as_list = request.file is None and request.canvas is None and not request.feedback
    if as_list and request.lms != MOODLE.name:
        raise UsageError(
            "Name the gradebook or worksheet that you downloaded from the platform, or say --feedback for the pages of feedback."
        )
    if request.confirm and request.canvas is None:
        raise UsageError("--confirm belongs to --canvas COURSE ASSIGNMENT; files are for you to upload.")
    content = None if request.file is None else _content(request.file)
    setting = setting_kept(request.out, exercises=request.exercises, course=request.course, only=request.only)
    kept = _kept(request.out, setting)
    say = _Speaker(console)
    say.line(kept.setting.line, "dim")
    if request.file is not None and content is not None:
        _fill(request.file, content, request, kept, say)
    if as_list:
        _list(request, kept, say)
    if request.canvas is not None:
        _send(request.canvas, request, kept, say)
    if request.feedback:
        _pack(request, kept, say)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Kept:
    """The scores as last reported, their texts as the store keeps them, and the path of the submissions."""

    out: Path
    setting: Setting
    scores: list[Score]
    texts: Mapping[str, str]
    submissions: Path | None

    def note(self, kind: str, texts: Mapping[str, str], *, platform: str, file: str, column: str = "") -> None:
        """Keep a record of what was returned, with the scores as they stood then; the time is universal."""
        at = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%SZ")
        scores = {student: self.texts[student] for student in texts}
        made = Return(at=at, platform=platform, kind=kind, file=file, column=column, texts=texts, scores=scores)
        keep_return(self.out, made)


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Says lines that may hold names of students."""

    console: Console

    def line(self, text: str, style: str = "") -> None:
        """Say one line."""
        self.console.print(Text(in_encoding(text, self.console.encoding), style=style), soft_wrap=True)

    def people(self, words: str, names: Iterable[str], style: str = "yellow") -> None:
        """Say who is meant by the words, each on a line; nothing for nobody."""
        listed = list(names)
        if not listed:
            return
        self.line(f"{words} ({len(listed)}):", style)
        for name in listed[:_SHOWN]:
            self.line(f"  {name}")
        if len(listed) > _SHOWN:
            self.line(f"  and {len(listed) - _SHOWN} more", "dim")


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            content = stream.read(_MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{harmless(str(file))} cannot be read: {error.strerror or error}. Name the downloaded file.") from None
    if len(content) > _MOST_BYTES:
        raise UsageError(f"{harmless(str(file))} is larger than any gradebook. Name the downloaded file.")
    return content


def _kept(out: Path, setting: Setting) -> _Kept:
    """Return the class as it was last reported. Raises UsageError where the reports are older than course.yml or exercises."""
    with Store.look(out) as store:
        rows = list(store.rows(brief=True))
        setting = setting.for_students(map(student_of, rows))
        grades = [grade_kept(row, setting, store) for row in rows]
        report = last_report(store)
        noted = store.noted(SUBMISSIONS)
    if not grades:
        raise UsageError(f"{harmless(str(out))}/ holds no grades of a class. Run `grade` on the submissions first.")
    # where a score is not as the reports show it, nobody has looked at it yet
    left_out = {exercise.id for exercise in setting.assignment.left_out}
    now = [with_left_out(scores_of(grade), report, left_out) for grade in grades]
    difference = compared(Report(texts=report.texts, causes={}), now, {})
    names = [change.name for change in difference.changes] + difference.new
    if names:
        raise UsageError(
            f"Since the reports were written, course.yml or the exercises changed: {wording.counted(len(names), 'score')} "
            f"would be another one now ({wording.listed([harmless(name) for name in names], _REPORTED)}). Run `grade` again, "
            "look at what it says has changed, and return that."
        )
    return _Kept(
        out=out,
        setting=setting,
        scores=[score_of(grade, comment, setting.assignment) for grade in grades],
        texts=report.texts,
        submissions=Path(noted) if noted else None,
    )


def show_since_returned(out: Path, console: Console, *, as_json: bool = False) -> bool:
    """Show what has changed since scores were last returned; tell whether anything has. Raises UsageError where nothing was."""
    difference = since_returned(out, scores_in(report_in(out)))
    if difference is None:
        raise UsageError(f"Nothing was returned from {harmless(str(out))}/ yet. `grade return FILE` does that and keeps a record.")
    if as_json:
        print(text_of(difference_listing(difference)), end="", file=console.file)
    else:
        console.print(ChangesTable(difference, "the last return", whole=True, new="Not returned yet"))
    return bool(difference)


# --- scores ---


def wishes_of(request: Request, course: Course | None) -> Wishes:
    """Return what the command line asks for, and where it says nothing the course's file."""
    said = course.platform if course is not None else None
    if said is None:
        return Wishes(column=request.column, provisional=request.provisional, comments=request.comments)
    return Wishes(
        column=request.column or said.column,
        maximum=said.maximum,
        rounding=said.rounding,
        scale=said.scale,
        provisional=request.provisional,
        comments=request.comments,
    )


def _fill(file: Path, content: bytes, request: Request, kept: _Kept, say: _Speaker) -> None:
    course = kept.setting.course
    wishes = wishes_of(request, course)
    lms = request.lms or (course.platform.name if course is not None and course.platform is not None else "")
    shown = harmless(str(file))
    platform, sheet = worksheet_in(content, shown, lms, wishes.column)
    filling = filled(sheet, platform, kept.scores, wishes)
    say.line(f"{shown}: a {platform.title}, {wording.counted(len(sheet.lines), 'student')}", "bold")
    _announce(sheet, filling, kept, say)
    if not filling.matching.lines:
        raise UsageError(
            f"None of the {len(sheet.lines)} students in {shown} is known here, by id or by name. If the file is of this class, "
            "grade with --roster and a list that has the platform's ids, then return again."
        )
    path = request.out / FOLDER / file.name
    private_folder(path.parent)
    write_bytes(path, sheet.table.written(filling.cells))
    _report("written", f": {harmless(str(path))}", platform, filling, say)
    kept.note("scores", filling.written, platform=platform.name, file=file.name, column=filling.column.title)
    say.line(platform.upload)


def _announce(sheet: Worksheet, filling: Filling, kept: _Kept, say: _Speaker) -> None:
    """Say which column is about to be filled and how, before anybody is told what became of it."""
    most = filling.maximum
    column = f"column '{harmless(filling.column.title)}'"
    possible = {score.possible for score in kept.scores}
    if filling.column.scale:
        say.line(f"{column}, a scale: {', '.join(map(harmless, filling.column.scale))}")
    elif most is None:
        say.line(f"{column}, which says no maximum; points are written as they are here.", "yellow")
    else:
        say.line(f"{column}, {points_of(most)}")
    other = sorted(each for each in possible if most is not None and each != most)
    if other and most is not None and not filling.column.scale:
        here = " or ".join(points.text(each) for each in other[:_REPORTED])
        say.line(f"Scores are scaled: {here} points here are {points.text(most)} there.", "yellow")
    for remark in sheet.remarks:
        say.line(remark, "yellow")


def _list(request: Request, kept: _Kept, say: _Speaker) -> None:
    """Write `email,grade,feedback` for Moodle's gradebook, where each column is mapped by hand."""
    wishes = wishes_of(request, kept.setting.course)
    rows, written, left_out = [], {}, []
    for score in kept.scores:
        reason = "excused" if score.excused else score.open if score.open and not wishes.provisional else ""
        address = next(filter(_ADDRESS.fullmatch, (score.student, *score.person.student.ids)), "")
        if reason or not address:
            left_out.append(f"{score.person.shown}: {reason or 'no e-mail address is known; a roster may have it'}")
            continue
        written[score.student] = points.text(scaled(score, wishes.maximum, wishes.rounding))
        rows.append([address, written[score.student], *([score.comment()] if wishes.comments else [])])
    if not rows:
        say.people("Left out", left_out)
        raise UsageError(
            "This list finds students by e-mail addresses, and nobody's is known who has a final score. Grade with --roster and "
            "a list that has them."
        )
    stream = io.StringIO()
    csv.writer(stream).writerows([["email", "grade", *(["feedback"] if wishes.comments else [])], *rows])
    path = request.out / FOLDER / "moodle-gradebook.csv"
    private_folder(path.parent)
    write_bytes(path, stream.getvalue().encode())
    say.line(f"{wording.counted(len(rows), 'score')} written: {harmless(str(path))}", "green")
    say.people("Left out", left_out)
    kept.note("scores", written, platform="moodle", file=path.name)
    say.line("In Moodle open Grades, Import, CSV file; map email to Email address, grade to the item, feedback to Feedback for it.")


def _send(place: tuple[int, int], request: Request, kept: _Kept, say: _Speaker) -> None:
    """Write scores into an assignment of Canvas, or show what would be written. Raises `StoreError` for refused ones."""
    from grader.returning.canvas_interface import CanvasAssignment

    assignment = CanvasAssignment.open(*place)
    sheet = assignment.worksheet()
    asked = replace(wishes_of(request, kept.setting.course), column=str(assignment.number))
    filling = filled(sheet, CANVAS, kept.scores, asked)
    say.line(f"Canvas: assignment '{assignment.name}', {wording.counted(len(sheet.lines), 'student')}", "bold")
    _announce(sheet, filling, kept, say)
    if not filling.matching.lines:
        raise UsageError("None of the students of this assignment is known here, by id or by name. Are both numbers right?")
    users = {student: line.account for student, line in filling.matching.lines.items()}
    rows = {row: text for (row, _), text in filling.cells.items()}
    new = {line.account: rows[line.at] for line in filling.matching.lines.values() if line.at in rows}
    if not request.confirm:
        _report("would be sent", ". Nothing was: --confirm sends them.", CANVAS, filling, say)
        return
    assignment.write(new, lambda count: say.line(f"{count} of {len(new)} sent", "dim"))
    refused = assignment.different(new)
    _report("sent", f"; {'not all' if refused else 'all'} stand in Canvas now", CANVAS, filling, say)
    stands = {student: text for student, text in filling.written.items() if users[student] not in refused}
    file = f"course {assignment.course}, assignment {assignment.number}"
    private_folder(request.out / FOLDER)
    kept.note("scores", stands, platform="canvas", file=file, column=assignment.name)
    if refused:
        lines = [line for line in filling.matching.lines.values() if line.account in refused]
        names = [f"{line.shown}: {refused[line.account] or 'no score'}" for line in lines]
        say.people("Not taken by Canvas, which has this in place of the score", names, "red")
        raise StoreError(
            f"Canvas did not take {wording.counted(len(refused), 'score')}. Closed grading periods, unpublished assignments and "
            "ended enrolments refuse them. Run the same command again once that is mended; only these are sent."
        )


def _report(verb: str, where: str, platform: Platform, filling: Filling, say: _Speaker) -> None:
    count = len(filling.written) - len(filling.unchanged)
    said = f"{wording.counted(count, 'score')} {verb}"
    said += f", {len(filling.unchanged)} stood there already" if filling.unchanged else ""
    said += f", {wording.counted(len(filling.comments), 'comment')} to students" if filling.comments else ""
    say.line(f"{said}{where}", "green")
    matching = filling.matching
    say.people("In place of another score", filling.replaced, "")
    say.people("Left as they were, since a person has to look first; --provisional include writes them", filling.waiting)
    say.people("Left as they were", filling.kept)
    above = "not written, since above the maximum" if platform.above is Above.DROPPED else "above the maximum"
    say.people(f"{above[0].upper()}{above[1:]}; {platform.above.value}", filling.above)
    say.people("With a comment by a person, which stays", filling.comments_kept)
    say.people("Not clear, and left as they were", matching.unclear)
    say.people("In the file and not graded here", (line.shown for line in matching.strangers))
    say.people("Graded here and not in the file", (person.shown for person in matching.absent))


# --- feedback ---


def _pack(request: Request, kept: _Kept, say: _Speaker) -> None:
    """Write an archive of pages for each download. Raises UsageError for a class whose platform takes none."""
    suffix = ".md" if request.markdown else ".html"
    ready = [score for score in kept.scores if request.provisional or not score.open]
    waiting = [f"{score.person.shown}: {score.open}" for score in kept.scores if score.open and not request.provisional]
    archives = archives_for({score.student: (score.person.shown, score.person.origins) for score in ready}, suffix)
    if request.lms:
        archives = [archive for archive in archives if archive.known_by.partition(" ")[0].lower() == request.lms]
    if not any(archive.paths for archive in archives):
        raise UsageError(_no_way_back(request.lms, kept, archives))
    pages = dict(zip(kept.texts, feedback_names(kept.texts, suffix), strict=True))
    for archive in archives:
        if not archive.paths:
            continue
        content = {path: _page(request.out, pages[student], suffix) for student, path in archive.paths.items()}
        if archive.names.index:
            content[INDEX] = _index(request.download or kept.submissions, archive)
        path = request.out / FOLDER / archive.file
        private_folder(path.parent)
        write_bytes(path, zipped(content))
        say.line(f"{wording.counted(len(archive.paths), 'page')} of feedback: {harmless(str(path))}", "green")
        say.people("Without a page in it", archive.left_out)
        kept.note("feedback", archive.paths, platform=archive.names.title.lower(), file=archive.file)
        say.line(archive.names.upload)
    say.people("Left out, since a person has to look first; --provisional include packs them", waiting)
    packed = {student for archive in archives for student in archive.paths}
    told = [score for score in ready if not any(own.known_by in NAMES for own in score.person.origins)]
    say.people("Without a page, since no platform gave their work", (s.person.shown for s in told if s.student not in packed))


def _no_way_back(lms: str | None, kept: _Kept, archives: list[Archive]) -> str:
    """Return why there is nothing to pack, with the remedy."""
    ways = {own.known_by for score in kept.scores for own in score.person.origins}
    hand_out = "The pages are in feedback/, one for each student."
    if lms == "blackboard" or "Blackboard login" in ways:
        return (
            "Blackboard takes no files back for a whole class. Download one column of the gradebook, which then has Feedback to "
            f"Learner, and fill it: grade return FILE. {hand_out}"
        )
    if archives:
        return f"Nothing in the download leads back to a student's submission there, as for answers that were typed. {hand_out}"
    names = wording.listed(sorted(ways), _SHOWN)
    return f"These submissions were not graded from a download of Canvas, Moodle or Brightspace ({names}). {hand_out}"


def _page(out: Path, name: str, suffix: str) -> bytes:
    path = out / "feedback" / name
    try:
        return path.read_bytes()
    except OSError as error:
        other = "" if suffix == ".md" else ", or say --markdown for the pages that are there"
        reason = error.strerror or str(error)
        raise UsageError(f"{harmless(str(path))} cannot be read: {reason}. Run `grade` again{other}.") from None


def _index(submissions: Path | None, archive: Archive) -> bytes:
    """Return the page at the root of Brightspace's download. Raises UsageError when it is not there any more."""
    inner = [submissions / archive.download] if submissions is not None and archive.download else []
    for place in [*([submissions] if submissions is not None else []), *inner]:
        with suppress(GraderError):
            listing = list_folder(str(place)) if place.is_dir() else list_archive(str(place))
            found = sorted((file for file in listing.files if file.name == INDEX), key=lambda file: len(file.parts))
            if found:
                return content_of(found[0].source, READING)
    where = f" at {harmless(str(submissions))}" if submissions is not None else ""
    raise UsageError(
        f"Brightspace wants the {INDEX} of its own download back, and there is none{where}. Name the download with --download."
    )
