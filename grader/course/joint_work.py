"""Who handed in together, and when work came, where the course says it: in its file, a list of students, or students' clones.

Changes what was found before anything is graded. Of a clone only the last commit's time is read, by a Git that never sees the
clone's own settings, since those can name programs to run.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

from grader.collect import times
from grader.collect.roster import cells_under
from grader.course.course_file import Course
from grader.course.names import People
from grader.errors import SubmissionError, UsageError
from grader.model import Student
from grader.sentences.catalogue import say
from grader.submission.entries import READING, Entry, Intake, Source
from grader.submission.file_content import content_of, decode
from grader.submission.spelling import harmless

TITLES = (
    "submitted", "submitted at", "submission time", "submission date", "handed in", "last modified submission", "time",
    "timestamp", "date",
)  # fmt: skip
IN_FILES = "files"  # what `groups:` says where students name their group in their files
# `Group: s1, s2` in a comment, a heading or a line of its own, by the words of five languages.
_NAMED = re.compile(r"^[\s#*_>-]*(?:group|team|members|authors|gruppe|équipe|grupo)\s*[*_]*:[*_]*\s*(.+)$", re.IGNORECASE)
_LINES_READ = 60  # a group stands at the beginning of a file, or is overlooked by people too
_GIT_SECONDS = 10  # a commit is read in milliseconds; a disk of a network may take its time
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")  # SHA-1, or SHA-256 of newer repositories
# The line of a commit with its time, seconds and zone.
_COMMITTER = re.compile(rb"^committer [^\n]* (\d{1,12}) ([+-])(\d\d)(\d\d)$", re.MULTILINE)


def as_handed_in(intake: Intake, course: Course | None, roster: Path | None) -> Intake:
    """Return the intake with the times and groups of the course; what is not clear is among its warnings.

    Raises UsageError where a list that the course names cannot be read.
    """
    if course is None:
        return intake
    if course.times is not None:
        intake = _timed(intake, course, course.times, roster)
    groups = course.groups
    if groups == IN_FILES:
        warning = "Groups are those that students name in their files; a student without own work may be named by anybody."
        intake, groups = replace(intake, warnings=(*intake.warnings, warning)), _of_files(intake)
    elif isinstance(groups, str):
        groups = _of_column(groups, roster)
    return _grouped(intake, groups) if groups else intake


# --- when ---


def _timed(intake: Intake, course: Course, said: tuple[str, str], roster: Path | None) -> Intake:
    """Return the entries with the times of the list, or of their clones."""
    source, column = said
    warnings: list[str] = []
    if source == "git":
        told = {entry.student.id: when for entry in intake.entries if (when := _committed(entry)) is not None}
        warnings.append("Times are those of the students' last commits, which a student can set to anything.")
    else:
        file = _list(source, roster, course)
        people, told = People(intake.students), {}
        for student, cell in cells_under(file, (column,) if column else TITLES):
            meant = people.meant(student.id)
            if len(meant) == 1:
                told[meant[0].id] = cell
    unread = [number for number, cell in told.items() if times.moment(cell, course.zone) is None]
    if unread:
        shown = ", ".join(f"{harmless(told[number])} ({harmless(number)})" for number in unread[:3])
        warnings.append(f"{len(unread)} of the times that `times` names cannot be read: {shown}.")
    entries = []
    for entry in intake.entries:
        when = told.get(entry.student.id) if entry.student.id not in unread else None
        parts = tuple(replace(part, submitted_at=when) for part in entry.parts)
        entries.append(entry if when is None else replace(entry, submitted_at=when, parts=parts))
    return replace(intake, entries=tuple(entries), warnings=(*intake.warnings, *warnings))


def _list(source: str, roster: Path | None, course: Course) -> Path:
    if source != "roster":
        return course.file.parent / source
    if roster is None:
        raise UsageError("`times: roster` needs a roster: name it by the key `roster` or with --roster.")
    return roster


def _committed(entry: Entry) -> str | None:
    """Return the time of the last commit of the entry's clone, by its own word; None if there is none."""
    for source in entry.sources[:1]:
        for folder in Path(source.path).parents:
            if (folder / ".git").is_dir():
                return _commit_time(folder / ".git")
    return None


def _commit_time(repository: Path) -> str | None:
    commit = _head(repository)
    if commit is None:
        return None
    with TemporaryDirectory() as empty:
        for name in ("objects", "refs"):
            (Path(empty) / name).mkdir()
        (Path(empty) / "HEAD").write_text("ref: refs/heads/none\n")
        around = {
            "PATH": os.environ.get("PATH", os.defpath),
            "GIT_DIR": empty,
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": json.dumps(str(repository / "objects")),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
        }
        try:
            asked = subprocess.run(
                ["git", "cat-file", "commit", commit], env=around, capture_output=True, check=True, timeout=_GIT_SECONDS
            )
        except (OSError, subprocess.SubprocessError):
            return None
    found = _COMMITTER.search(asked.stdout.partition(b"\n\n")[0])
    if found is None:
        return None
    east = timedelta(hours=int(found[3]), minutes=int(found[4]))
    try:
        zone = timezone(-east if found[2] == b"-" else east)
        return datetime.fromtimestamp(int(found[1]), zone).isoformat(" ")
    except (ValueError, OverflowError, OSError):
        return None


def _head(repository: Path) -> str | None:
    """Return the commit that is checked out."""
    said = _first_line(repository / "HEAD")
    if not said.startswith("ref: "):
        return said if _COMMIT.fullmatch(said) else None
    name = said.removeprefix("ref: ").strip()
    if not name.startswith("refs/") or ".." in name:
        return None
    direct = _first_line(repository / name)
    packed = (line.partition(" ") for line in _text(repository / "packed-refs").splitlines())
    found = direct or next((commit for commit, _, ref in packed if ref == name), "")
    return found if _COMMIT.fullmatch(found) else None


def _text(file: Path) -> str:
    try:
        with file.open(encoding="ascii", errors="replace") as stream:
            return stream.read(1_000_000)
    except OSError:
        return ""


def _first_line(file: Path) -> str:
    return _text(file).partition("\n")[0].strip()


# --- who ---


def _of_column(title: str, roster: Path | None) -> dict[str, tuple[str, ...]]:
    """Return the groups that a column of the roster names; who has nothing there is alone."""
    if roster is None:
        raise UsageError(f"`groups: {title}` names a column of the roster: name one by the key `roster` or with --roster.")
    groups: dict[str, list[str]] = {}
    for student, name in cells_under(roster, (title,)):
        groups.setdefault(name, []).append(student.id)
    return {name: tuple(own) for name, own in groups.items()}


def _of_files(intake: Intake) -> dict[str, tuple[str, ...]]:
    """Return the groups that students name at the beginning of their files (`Group: s1, s2`), without those who handed in alone."""
    people, present = People(intake.students), {entry.student.id for entry in intake.entries}
    groups: dict[str, tuple[str, ...]] = {}
    for entry in intake.entries:
        lines = (line for source in entry.sources for line in _first_lines(source))
        named = next((match[1] for line in lines if (match := _NAMED.match(line))), None)
        if named is not None:
            words = [word.strip(" \t*_.") for word in re.split(r"[,;&]|\band\b|\bund\b|\bet\b", named)]
            others = [word for word in words if word and not any(each.id in present for each in people.meant(word))]
            groups[f"of {entry.student.id}"] = (entry.student.id, *others)
    return groups


def _first_lines(source: Source) -> list[str]:
    """Return the first lines of a program, or of a notebook's cells."""
    try:
        text, _ = decode(content_of(source, READING))
        if source.name.lower().endswith(".ipynb"):
            cells = json.loads(text).get("cells", [])
            text = "\n".join("".join(cell.get("source", "")) for cell in cells)
    except (SubmissionError, ValueError, AttributeError, TypeError, RecursionError):
        return []
    return text.split("\n", _LINES_READ)[:_LINES_READ]


def _grouped(intake: Intake, groups: Mapping[str, Sequence[str]]) -> Intake:
    """Return the intake with a group's work for each of its members who handed in nothing alone."""
    people = People(intake.students)
    warnings: list[str] = []
    entries, present = list(intake.entries), {entry.student.id for entry in intake.entries}
    taken: dict[str, str] = {}
    for name, words in groups.items():
        members = list(_members(name, words, people, intake, warnings))
        twice = [student.id for student in members if taken.setdefault(student.id, name) != name]
        if twice:
            warnings.append(f"{', '.join(twice[:3])} stands in the groups {taken[twice[0]]} and {name}; the first counts.")
        members = [student for student in members if taken[student.id] == name]
        owners = [student for student in members if student.id in present]
        others = [student for student in members if student.id not in present]
        if len(owners) > 1:
            who = " and ".join(student.id for student in owners)
            warnings.append(f"Of the group {harmless(name)} {who} handed in; each keeps the own work.")
        if owners and others:
            entries = list(_shared(entries, owners, others, members))
            present |= {student.id for student in others}
    missing = tuple(student for student in intake.missing if student.id not in present)
    return replace(intake, entries=tuple(entries), missing=missing, warnings=(*intake.warnings, *warnings))


def _members(name: str, words: Iterable[str], people: People, intake: Intake, warnings: list[str]) -> Iterator[Student]:
    """Yield the students of a group; without a roster a word that means nobody yet is a student's id."""
    has_roster = bool(intake.missing) or any("roster" in entry.student.identified_by for entry in intake.entries)
    for word in dict.fromkeys(words):
        meant = people.meant(word)
        if len(meant) == 1:
            yield meant[0]
        elif meant:
            warnings.append(f"In the group {harmless(name)} `{harmless(word)}` may be several students; write the id.")
        elif has_roster:
            warnings.append(f"In the group {harmless(name)} there is no student `{harmless(word)}`.")
        else:
            yield Student(id=harmless(word), name=harmless(word), identified_by="group")


def _shared(entries: Iterable[Entry], owners: list[Student], others: list[Student], members: list[Student]) -> Iterator[Entry]:
    """Yield the entries, with those of the owner (of several the one who handed in last) for the others of the group too."""
    entries = list(entries)
    own = [entry for entry in entries if entry.student.id in {student.id for student in owners}]
    owner = max(own, key=lambda entry: (str(times.instant(entry.submitted_at or "", None) or ""), entry.attempt)).student.id
    names = ", ".join(student.name or student.id for student in members)
    remark = say("group", names=names)
    for entry in entries:
        if entry.student.id != owner:
            yield entry
            continue
        shared = replace(entry, remarks=(*entry.remarks, remark))
        yield shared
        yield from (replace(shared, student=replace(student, identified_by="group"), origins=()) for student in others)
