"""`course.yml` -> Course: every problem at once, each with file, line and path.

The files that a course gave out with its exercises are read along: each submission runs with them beside it.
"""

from __future__ import annotations

import difflib
import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo
from fractions import Fraction
from pathlib import Path, PurePosixPath
from typing import TypeVar

from grader.collect import times
from grader.course.course_schema import BoundsKeys, CourseKeys, LateKeys, PlatformKeys, RuleKeys
from grader.course.equal_answers import read_decisions
from grader.course.exercise_files import text_of
from grader.course.names import TOTAL, Names, People
from grader.course.score_rules import UNBOUNDED, Best, Bounds, Policy, Rule
from grader.course.yaml_documents import Problems, mapping_in, validated
from grader.errors import SpecError, UsageError
from grader.model import FileBeside, Key, Override, Student
from grader.sentences.catalogue import SENTENCES
from grader.sentences.examples import gaps_of
from grader.sentences.languages import LANGUAGES
from grader.sentences.sentence import BEGINNINGS

Said = TypeVar("Said")
NAMES = ("course.yml", "course.yaml")  # looked for in this order; people end YAML files either way


@dataclass(frozen=True, kw_only=True, slots=True)
class Course:
    """What a course says. Students and items are under what the file calls them; `of` finds a student's.

    `called` are the keys that mean a student, by the id, once it is known who there is, and `items` all of the course then.

    `text` is the file's own, so that a change of it can be told; `problems` knows the lines of its keys.
    """

    file: Path
    text: str
    problems: Problems
    title: str | None = None
    secret: str | None = None
    exercises: Path | None = None
    order: tuple[str, ...] = ()
    roster: Path | None = None
    files: tuple[FileBeside, ...] = ()
    repository: str = ""
    unread_is_zero: bool = False
    decimal_comma: bool = False
    language: str = "en"
    sentences: Mapping[str, str] = field(default_factory=dict)
    zone: tzinfo | None = None
    policy: Policy | None = None
    rules: Mapping[str, Rule] = field(default_factory=dict)
    best: tuple[Best, ...] = ()
    bounds: Bounds = UNBOUNDED
    extensions: Mapping[str, Mapping[str, datetime | timedelta]] = field(default_factory=dict)
    submitted: Mapping[str, Mapping[str, datetime]] = field(default_factory=dict)
    times: tuple[str, str] | None = None
    groups: str | Mapping[str, Sequence[str]] = field(default_factory=dict)
    excused: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    overrides: Mapping[str, Mapping[str, Override]] = field(default_factory=dict)
    decided: Mapping[str, Override] = field(default_factory=dict)
    platform: PlatformKeys | None = None
    called: Mapping[str, tuple[str, ...]] | None = None
    items: tuple[Key, ...] = ()

    def of(self, said: Mapping[str, Said], student: Student) -> Said | None:
        """Return what this part of the file says of a student."""
        if self.called is None:
            people = People([student])
            return next((said[key] for key in said if people.meant(key)), None)
        return next((said[key] for key in self.called.get(student.id, ()) if key in said), None)

    def parts(self) -> dict[str, Mapping[str, Mapping[str, object]]]:
        """Return what the file says by student, under its keys."""
        return {"extensions": self.extensions, "submitted": self.submitted, "excused": self.excused, "overrides": self.overrides}

    @property
    def says(self) -> str:
        """Return all by which totals may change: the file's text, and what the files beside it decide."""
        return self.text + "".join(f"\n# {key}: {override}" for key, override in self.decided.items())

    def due(self, student: Student | str, exercise: str = TOTAL, policy: Policy | None = None) -> datetime | None:
        """Return when this student's work is due, or this exercise of it by its own policy.

        What is said of an exercise holds for it before what is said of all; a time never makes anything due sooner.
        """
        policy = policy or self.policy
        if policy is None:
            return None
        own = self.of(self.extensions, Student(id=student, name=student) if isinstance(student, str) else student) or {}
        extension = own.get(exercise, own.get(TOTAL))
        if extension is None:
            return policy.due
        if isinstance(extension, timedelta):
            return times.later(policy.due, extension, self.zone)
        return max(policy.due, extension, key=times.end)


def for_students(course: Course, students: Iterable[Student], items: Iterable[Key] = ()) -> Course:
    """Return the course with what its keys mean among these students, who may be called by any id that is known of them.

    Raises SpecError with the lines where two keys of one part mean one student, or one of these items or exercises.
    """
    keys = tuple(items)
    people, names = People(students), Names(keys)
    called: dict[str, list[str]] = {}
    twice: list[str] = []
    for part, said in course.parts().items():
        meant = {key: found[0].id for key in said if len(found := people.meant(key)) == 1}
        twice += _meant_twice(course, (part,), meant, "student")
        for key, student in meant.items():
            called.setdefault(student, []).append(key)
        for key, own in said.items():
            twice += _meant_twice(course, (part, key), {word: names.scope(word) for word in own}, "thing")
    twice += _meant_twice(course, ("rules",), {word: names.scope(word) for word in course.rules}, "thing")
    if twice:
        raise SpecError(twice)
    return replace(course, called={number: tuple(dict.fromkeys(own)) for number, own in called.items()}, items=keys)


def _meant_twice(course: Course, path: tuple[str, ...], meant: Mapping[str, object], what: str) -> Iterator[str]:
    """Yield what is wrong where two keys below a path mean the same, with both lines."""
    first: dict[object, str] = {}
    for key, meaning in meant.items():
        other = first.setdefault(meaning, key) if meaning is not None else key
        if other != key:
            line = course.problems.line_of((*path, other))
            yield course.problems.text_at((*path, key), f"means the same {what} as `{other}` in line {line}")


def course_file(wanted: Path | None, folders: Iterable[Path]) -> Path | None:
    """Return the course's file: the one that is wanted, else the first in these folders.

    Raises UsageError when the one that is wanted is not there.
    """
    if wanted is not None:
        if not wanted.is_file():
            raise UsageError(f"--course {wanted}: there is no such file.")
        return wanted
    return next((folder / name for folder in folders for name in NAMES if (folder / name).is_file()), None)


def load_course(file: Path) -> Course:
    """Return the course that a file describes. Raises SpecError with every problem of the file."""
    text = text_of(file)
    problems = Problems(str(file))
    expected = "a course's file is a mapping with keys such as title, due, late and overrides"
    document = mapping_in(text, problems, expected, empty=True)
    keys = validated(CourseKeys, document, (), problems) if document is not None else None
    if keys is None and document is not None:
        # with the other problems; else the file would be mended twice
        due, zone = document.get("due"), document.get("timezone")
        if isinstance(due, str) and times.is_moment(due):
            _Moments(times.zone_called(zone) if isinstance(zone, str) else None, problems).moment(("due",), due)
    course = _course(keys, file, text, problems) if isinstance(keys, CourseKeys) else None
    if problems.found or course is None:
        raise SpecError(problems.texts())
    return course


def _course(keys: CourseKeys, file: Path, text: str, problems: Problems) -> Course:
    zone = times.zone_called(keys.timezone) if keys.timezone else None
    read = _Moments(zone, problems)
    due = read.moment(("due",), keys.due) if keys.due else None
    dues = {word: read.moment(("rules", word, "due"), rule.due) for word, rule in keys.rules.items() if rule.due}
    if not keys.due and not dues and (keys.late or keys.extensions):
        problems.add(("late",) if keys.late else ("extensions",), "needs a time `due`")
    exercises = file.parent / keys.exercises if keys.exercises else None
    return Course(
        file=file,
        text=text,
        problems=problems,
        title=keys.title,
        secret=keys.secret,
        exercises=exercises,
        order=tuple(keys.order),
        roster=file.parent / keys.roster if keys.roster else None,
        files=given_files(keys.files, file, exercises or file.parent / "exercises", problems),
        repository=keys.repository or "",
        unread_is_zero=keys.unreadable == "zero",
        decimal_comma=keys.decimal == "comma",
        language=_language(keys.language, problems),
        sentences=_sentences(keys.sentences, file, problems),
        zone=zone,
        policy=_policy(due, keys.late, read, ("late",)) if due else None,
        rules={word: _rule(word, rule, keys, dues.get(word) or due, read) for word, rule in keys.rules.items()},
        best=tuple(Best(count=best.count, of=tuple(best.of)) for best in keys.best),
        bounds=_bounds(keys.total),
        extensions={
            student: {word: read.extension(("extensions", student), each, dues.get(word) or due) for word, each in said.items()}
            for student, said in keys.extensions.items()
        },
        submitted={student: read.submitted(student, said) for student, said in keys.submitted.items()},
        times=keys.times,
        groups=keys.groups,
        excused=keys.excused,
        platform=keys.platform,
        decided=_decided(keys.decisions, file, problems),
        overrides={
            student: {item: Override(earned=each.earned, why=each.why, by=each.by) for item, each in own.items()}
            for student, own in keys.overrides.items()
        },
    )


def _policy(due: datetime, keys: LateKeys | None, read: _Moments, path: tuple[str, ...]) -> Policy:
    """Return the policy that the keys describe; without any lateness costs nothing."""
    if keys is None:
        return Policy(due=due, zone=read.zone)
    steps = sorted((times.span(word) or timedelta(), share) for word, share in keys.steps.items())
    last = times.span(keys.last) or read.moment((*path, "last"), keys.last) if keys.last else None
    return Policy(
        due=due,
        per_day=keys.per_day or Fraction(0),
        per_hour=keys.per_hour or Fraction(0),
        steps=tuple(steps),
        last=last,
        cap=keys.cap,
        grace=times.span(keys.grace) or timedelta(),
        of_possible=keys.of == "possible",
        on=keys.on,
        zone=read.zone,
    )


def _rule(word: str, keys: RuleKeys, course: CourseKeys, due: datetime | None, read: _Moments) -> Rule:
    """Return what holds for an exercise or an item; an item has no due time and no weight of its own."""
    path, policy = ("rules", word), None
    of_exercises = [name for name in ("due", "late", "weight", "least", "most") if getattr(keys, name) is not None]
    if "/" in word and of_exercises:
        read.problems.add((*path, of_exercises[0]), "is said of an exercise; of an item only bonus, struck and given")
    if (keys.due or keys.late) and due is not None:
        policy = _policy(due, keys.late or course.late, read, (*path, "late") if keys.late else ("late",))
        policy = replace(policy, on="item" if policy.on == "item" else "exercise")
    elif keys.late and not keys.due:
        read.problems.add((*path, "late"), "needs a time `due`")
    return Rule(
        policy=policy, weight=keys.weight, bonus=keys.bonus, bounds=_bounds(keys), struck=keys.struck or "", given=keys.given or ""
    )


def _bounds(keys: BoundsKeys | RuleKeys) -> Bounds:
    return Bounds(least=keys.least, most=keys.most)


def _language(wanted: str, problems: Problems) -> str:
    if wanted not in LANGUAGES:
        problems.add(("language",), f"is not known here; there are {', '.join(LANGUAGES)}")
    return wanted


def _sentences(name: str | None, course: Path, problems: Problems) -> Mapping[str, str]:
    """Return the course's own sentences."""
    try:
        return own_sentences(course.parent / name) if name else {}
    except SpecError as error:
        problems.add(("sentences",), "; ".join(error.problems))
        return {}


def _decided(names: Sequence[str], course: Path, problems: Problems) -> dict[str, Override]:
    """Return what was decided about equal answers in these files."""
    found: dict[str, Override] = {}
    for number, name in enumerate(names):
        try:
            found |= read_decisions(course.parent / name)
        except SpecError as error:
            problems.add(("decisions", number), "; ".join(error.problems))
    return found


@dataclass(frozen=True, slots=True)
class _Moments:
    """Reads times, and remembers those that have no zone."""

    zone: tzinfo | None
    problems: Problems

    def moment(self, path: tuple[str, ...], said: str) -> datetime | None:
        found = times.moment(said, self.zone)
        if found is None:
            if times.has_zone(said):
                self.problems.add(path, f"`{said}` is in no time zone that this machine knows")
            else:
                self.problems.add(path, "has no time zone: write one behind it (+01:00), or the key `timezone: Europe/Berlin`")
        return found

    def submitted(self, student: str, said: Mapping[str, str]) -> dict[str, datetime]:
        """Return the times that can be read."""
        found = {word: self.moment(("submitted", student), each) for word, each in said.items()}
        return {word: when for word, when in found.items() if when is not None}

    def extension(self, path: tuple[str, ...], said: str, due: datetime | None) -> datetime | timedelta:
        """Return a span, or a time that is not before the due time."""
        if (span := times.span(said)) is not None:
            return span
        found = self.moment(path, said)
        if found is not None and due is not None and times.end(found) < times.end(due):
            self.problems.add(path, f"lies before the due time ({times.shown(due)}); an extension is a later time")
        return found or timedelta()


_MOST_MEGABYTES = 64  # what the sandbox copies for each process, and a cluster's worker is sent


def given_files(names: Sequence[str], course: Path, exercises: Path, problems: Problems) -> tuple[FileBeside, ...]:
    """Return the files by these names, from the course's file on; a folder stands for all that lies in it.

    A file lies beside the work under the path that the course names, without what leads out of its folder: `data/a.csv`
    stays `data/a.csv`, and `../shared/plotting.py` is `plotting.py`.
    """
    found: dict[str, FileBeside] = {}
    for number, name in enumerate(names):
        fault = _fault(course.parent / name, course, exercises)
        if fault is not None:
            problems.add(("files", number), f"`{name}` {fault}")
            continue
        for file, path in _files_of(course.parent / name, name):
            try:
                found[path] = FileBeside(path=path, content=file.read_bytes())
            except OSError as error:
                problems.add(("files", number), f"`{name}` cannot be read: {error.strerror or error}")
    if sum(len(file.content) for file in found.values()) > _MOST_MEGABYTES * 1_000_000:
        problems.add(("files",), f"hold more than {_MOST_MEGABYTES} MB, which every submission would be given a copy of")
    return tuple(found.values())


def _fault(path: Path, course: Path, exercises: Path) -> str | None:
    """Return what is wrong with a name, in words that go on after it."""
    if not path.exists():
        return "is not there; name it from the folder of this file on"
    real, secret = path.resolve(), (course.resolve(), exercises.resolve())
    if any(own.is_relative_to(real) or real.is_relative_to(own) for own in secret):
        return "holds the course's own file or exercises, which no student's code may read"
    return None


def _files_of(path: Path, name: str) -> Iterator[tuple[Path, str]]:
    beside = _path_beside(name)
    if not path.is_dir():
        yield path, str(beside)
        return
    for file in sorted(path.rglob("*")):
        below = PurePosixPath(*file.relative_to(path).parts)
        if file.is_file() and not any(part.startswith(".") or part == "__pycache__" for part in below.parts):
            yield file, str(beside / below)


def _path_beside(name: str) -> PurePosixPath:
    written = PurePosixPath(name.replace("\\", "/"))
    leads_out = written.is_absolute() or ".." in written.parts
    return PurePosixPath(written.name) if leads_out else PurePosixPath(*(part for part in written.parts if part != "."))


# --- Sentences that a course says in place of ours, under the catalogue's codes and with its gaps ---


_EXPECTED = "a file of sentences is a mapping from codes to texts, as `grade sentences` lists them"  # what else it would be


def own_sentences(file: Path) -> Mapping[str, str]:
    """Return the sentences of a file by their codes. Raises SpecError with every line that is wrong."""
    text = text_of(file)
    problems = Problems(str(file))
    found = mapping_in(text, problems, _EXPECTED, empty=True) or {}
    for code, said in found.items():
        for fault in _faults(str(code), said):
            problems.add((code,), fault)
    if problems.found:
        raise SpecError(problems.texts())
    return {code: str(said) for code, said in found.items()}


def _faults(code: str, said: object) -> Iterator[str]:
    """Yield what is wrong with a sentence under a code."""
    if code not in SENTENCES:
        near = difflib.get_close_matches(code, SENTENCES, n=1)
        yield f"there is no such sentence{f'; did you mean `{near[0]}`?' if near else ''}"
        return
    if not isinstance(said, str) or not said.strip():
        yield "has to be a text"
        return
    try:
        parts = list(string.Formatter().parse(said))
    except ValueError:
        yield "has a brace of its own; write it twice: {{ or }}"
        return
    known = gaps_of(SENTENCES[code])
    gaps = ", ".join(f"{{{gap}}}" for gap in sorted(known)) or "none"
    for _, gap, form, conversion in parts:
        if gap is not None and (gap not in known or conversion not in (None, *BEGINNINGS)):
            yield f"there is no gap {{{gap}}} in this sentence; it has {gaps}"
        elif form:
            yield f"write {{{gap}}} alone, without `:{form}`"
