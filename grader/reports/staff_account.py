"""Show staff all that led to one student's score: who, when, the sums, and each item's calls, replies and expected answer.

Shows a `Grade` with its conversations; knows no store. Not for students: expected values stand in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from rich.console import Console, ConsoleOptions, RenderResult
from rich.padding import Padding
from rich.text import Text

from grader.kinds.code_values import value_text
from grader.model import Assignment, Audience, Call, Grade, ItemGrade, Key, Observation, Outcome
from grader.reports import book, points
from grader.reports import verdict_words as wording
from grader.reports.escaping import harmless, in_encoding
from grader.reports.formats.gradebook_json import plain_json
from grader.reports.letter import item_of, place_of

_CALLS_SHOWN = 4  # of one item among many; `grade explain STUDENT ITEM` shows all
_LONGEST = 300  # characters of evidence: three lines


class Explanation:
    """A renderable for `rich`. `chosen` are the items to show, all by default; one alone is shown with every call.

    `expected` gives the right answer to an item as text, or None where there is no single one.
    """

    def __init__(self, grade: Grade, assignment: Assignment, chosen: set[Key], expected: Callable[[Key], str | None]) -> None:
        self._grade = grade
        self._assignment = assignment
        self._chosen = chosen
        self._expected = expected

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Return the lines, in this console's signs."""
        for depth, line, style in (*self._head(), *self._items(options.encoding)):
            text = Text(in_encoding(harmless(line, 1000), options.encoding), style=style)
            yield Padding(text, (0, 0, 0, 2 * depth), expand=False)

    def _head(self) -> Iterator[tuple[int, str, str]]:
        grade, submission = self._grade, self._grade.submission
        student = submission.student
        yield 0, f"{student.name} ({student.id}), known by {student.identified_by}: {book.score(grade)}", "bold"
        yield 0, f"files: {wording.listed(list(submission.files), 10) or 'none'}", ""
        if submission.submitted_at:
            yield 0, f"handed in: {submission.submitted_at}", ""
        if grade.lateness is None and submission.late:
            yield 0, "marked as late; no course.yml says what that costs", "yellow"
        yield from ((0, text, "") for text in book.in_time(grade))
        yield from ((0, text, "yellow") for text in book.sentences(grade))
        if len(book.lines(grade)) > 1:
            yield 0, f"score: {book.sum_text(grade)}", ""
        if submission.problem:
            yield 0, f"problem: {submission.problem.text}", "red"
        if grade.unread:
            yield 0, f"unreadable: {'waits for a person' if grade.waits_for_a_reader else 'decided'}", "magenta"
        for remark in dict.fromkeys((*submission.remarks, *grade.remarks)):
            yield 0, f"{'note' if remark.audience is Audience.STAFF else 'told'}: {remark.text}", "dim"
        versions = ", ".join(f"{name} {version}" for name, version in sorted(grade.versions.items()))
        yield 0, f"isolation: {grade.isolation or 'no code was run'}; {versions}", "dim"

    def _items(self, encoding: str) -> Iterator[tuple[int, str, str]]:
        shown = [item for item in self._grade.items if not self._chosen or item.result.key in self._chosen]
        most = _CALLS_SHOWN if len(shown) > 1 else 1000
        for exercise, items in groupby(shown, key=lambda item: item.result.key.exercise):
            yield 0, "", ""
            yield 0, exercise, "bold underline"
            for item in items:
                yield from self._item(item, encoding, most)

    def _item(self, item: ItemGrade, encoding: str, most: int) -> Iterator[tuple[int, str, str]]:
        result = item.result
        sign, words = wording.signs(encoding)[result.verdict], wording.STAFF_WORDS[result.verdict]
        score = f"{points.text(item.earned)} of {points.text(item.points if item.counts else item.possible)}"
        yield 1, f"{sign} {result.key.item}: {words}, {score}", wording.STYLES[result.verdict]
        yield from ((2, text, "magenta") for text in book.ruled(item))
        if item.override:
            machine = points.text(item.machine_earned)
            yield 2, f"decided by {item.override.by}: {item.override.why} (the grader gave {machine})", "magenta"
        place = place_of(item, self._grade.submission, item_of(self._assignment, item))
        if place is not None:
            yield 2, f"where: {place.file + ', ' if place.file else ''}{place}", ""
        if result.understood:
            yield 2, f"read as: {result.understood}", ""
        yield from ((2, line, "") for line in _conversation(item.conversation, most))
        if (expected := self._expected(result.key)) is not None:
            yield 2, f"expected: {expected}", ""
        if result.misconception:
            yield 2, f"misconception: {result.misconception}", ""
        for criterion in result.criteria:
            worth = criterion.share * item.points
            got = f"{points.text(worth * criterion.credit)} of {points.text(worth)}"
            said = f": {criterion.feedback}" if criterion.feedback else ""
            yield 2, f"{wording.signs(encoding)[criterion.verdict]} {criterion.text}, {got}{said}", ""
        for remark in result.feedback:
            yield 2, f"{'note' if remark.audience is Audience.STAFF else 'told'}: {remark.text}", ""
        for name, value in result.evidence.items():
            yield 2, f"evidence, {name.replace('_', ' ')}: {harmless(_in_words(plain_json(value)), _LONGEST)}", "dim"


def _in_words(value: object) -> str:
    """Return evidence as a person reads it, without the quotes and brackets of JSON."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {_in_words(part)}" for name, part in value.items())
    if isinstance(value, list):
        return f"({', '.join(map(_in_words, value))})"
    return value_text(value) if isinstance(value, float) else str(value)


def _conversation(observations: tuple[Observation, ...], most: int) -> Iterator[str]:
    """Yield each call with what came of it, the first few, and what was printed on the way."""
    lines = [line for each in observations if not each.probe.definition for line in _lines(each)]
    yield from lines[:most]
    if lines[most:]:
        yield f"and {len(lines) - most} more calls: name the item to see them"


def _lines(observation: Observation) -> Iterator[str]:
    name = observation.name or observation.probe.names[0]
    keywords = observation.probe.keywords
    for call in observation.calls:
        yield f"asked: {name}{_arguments(call, keywords)} -> {_outcome(call)}"
    if observation.printed.strip():
        yield f"printed: {harmless(observation.printed, _LONGEST)}"


def _arguments(call: Call, keywords: tuple[str, ...]) -> str:
    if call.arguments is None:
        return ""
    plain = len(call.arguments) - len(keywords)
    texts = [value_text(value) for value in call.arguments]
    named = [f"{name}={text}" for name, text in zip(keywords, texts[plain:], strict=True)]
    return f"({', '.join([*texts[:plain], *named])})"


def _outcome(call: Call) -> str:
    if call.outcome is Outcome.RETURNED:
        return value_text(call.value)
    words = str(call.outcome).replace("_", " ")
    return f"{words}: {call.fault.type_name}: {call.fault.message}" if call.fault else words
