"""`feedback/<student>.html`: a student's letter as a page with formulas and pictures, in one file.

Shows a `Letter`; decides nothing about it. No script, and nothing is fetched, which the page's own policy forbids too.
Everything that a student wrote is text: Jinja escapes what no function here has made.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from grader.drawing import Drawing, Panel
from grader.model import Assignment, Exercise, Grade, Gradebook, Key, Verdict
from grader.reports import points
from grader.reports import verdict_words as wording
from grader.reports.escaping import harmless, in_spans
from grader.reports.files import clear_unfinished, private_folder, write_whole
from grader.reports.formats import AddRow, Row
from grader.reports.formats.mathml import mathml
from grader.reports.letter import Answer, Letter, letter
from grader.reports.pictures.chosen import pictures_of
from grader.reports.pictures.svg import svg
from grader.reports.verdict_words import isolation_line
from grader.sentences.catalogue import sentence

MOST_BYTES = 120_000
"""A page is at most so long: it is read on telephones, and a class of ten thousand is uploaded whole."""
_PAGES = Path(__file__).parent / "pages"  # templates
_LOOKS = {
    Verdict.CORRECT: ("✓", "rightly"),
    Verdict.PARTIAL: ("◐", "wrongly"),
    Verdict.INCORRECT: ("✗", "wrongly"),
    Verdict.UNANSWERED: ("–", "openly"),
    Verdict.DID_NOT_RUN: ("!", "wrongly"),
    Verdict.SKIPPED: ("–", "openly"),
    Verdict.NEEDS_REVIEW: ("?", "openly"),
}
"""A sign for each verdict, and the class of its colour; the words stand beside it."""


# what stands for a style in the line below a picture, for most of them
_STROKE = '<polyline class="{}" points="2,7 33,7"/>'
_SWATCHES = {
    "own": _STROKE + '<circle class="own" cx="17.5" cy="7" r="4"/>',
    "should": '<polyline class="{} dashed" points="2,7 33,7"/>',
    "ring": '<circle class="hollow" cx="17.5" cy="7" r="4"/>',
    "land": "".join(f'<rect class="land" x="{x}" y="1" width="{34 - x}" height="12"/>' for x in (1, 12, 23)),
}
"""What stands for each style in the line below a picture; for most a stroke."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One answer on the page: its number, its reasons as markup, and what is drawn of it."""

    number: int
    answer: Answer
    reasons: tuple[Markup, ...]
    drawing: Drawing | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One exercise on the page."""

    title: str
    earned: Fraction
    points: Fraction
    entries: tuple[Entry, ...]


def student_page(grade: Grade, assignment: Assignment) -> str:
    """Return the whole page; where it would be too long, with fewer pictures."""
    told, drawings = letter(grade, assignment), dict(pictures_of(grade, assignment))
    while True:
        page = _rendered(told, assignment, drawings)
        if len(page.encode()) <= MOST_BYTES or not drawings:
            return page
        drawings.popitem()


def _rendered(told: Letter, assignment: Assignment, drawings: Mapping[Key, Drawing]) -> str:
    exercises = {exercise.id: exercise for exercise in assignment.exercises}
    parts: list[Part] = []
    number = 0
    for section in told.sections:
        entries = []
        for answer in section.answers:
            number += 1
            exercise = exercises.get(answer.key.exercise) if answer.key else None
            drawing = drawings.get(answer.key) if answer.key else None
            entries.append(Entry(number=number, answer=answer, reasons=tuple(_reasons(answer, exercise)), drawing=drawing))
        parts.append(Part(title=section.title, earned=section.earned, points=section.points, entries=tuple(entries)))
    return _template().render(told=told, sections=parts)


def _reasons(answer: Answer, exercise: Exercise | None) -> Iterator[Markup]:
    """Yield each reason: how the answer was read, as mathematics, where it stands, the call, what to know."""
    if answer.understood:
        formula = _formula(answer, exercise)
        shown = f"`{answer.understood}`" if formula is None else "\0"
        told = words(sentence("letter.read_as", answer=shown).replace("\0", _HOLE))
        yield _joined(told.replace(_HOLE, formula or Markup()), "" if answer.verdict is Verdict.CORRECT else ".")
    if answer.place and answer.line:
        yield _filled("letter.look_at_line", place=words(answer.place), line=span(answer.line))
    elif answer.place:
        yield _filled("letter.look_at", place=words(answer.place))
    if answer.call and answer.gave:
        yield _joined(_filled("letter.call_gave", call=span(answer.call), value=span(answer.gave)), ".")
    elif answer.call:
        yield _joined(_filled("letter.call", call=span(answer.call)), ".")
    yield from map(words, answer.messages)


_HOLE = "\N{REPLACEMENT CHARACTER}"  # where a formula goes into a sentence of ours, which never holds this sign


def _formula(answer: Answer, exercise: Exercise | None) -> Markup | None:
    """Return the answer as mathematics, where it is a formula."""
    item = next((i for i in exercise.items if i.id == answer.key.item), None) if exercise and answer.key else None
    if exercise is None or item is None or item.kind != "answer" or answer.understood is None:
        return None
    made = mathml(answer.understood, (item.function or exercise.function).variables)
    return Markup(made) if made else None


def _filled(code: str, **gaps: Markup) -> Markup:
    """Return a sentence of ours with markup in its gaps."""
    return Markup(sentence(code, **{name: f"{{{name}}}" for name in gaps})).format(**gaps)


def _joined(one: Markup, other: str) -> Markup:
    return one + other


# --- text as markup -------------------------------------------------------------------------------


def words(text: str) -> Markup:
    """Return a sentence whose `code` is code and whose every sign is text."""
    pieces = (span(piece) if is_code else escape(piece) for piece, is_code in in_spans(text))
    return Markup("").join(pieces)


def span(text: str, limit: int = 300) -> Markup:
    """Return what a student wrote as code."""
    return Markup("<code>{}</code>").format(harmless(text, limit))


@lru_cache(maxsize=len(Verdict))
def _sign(verdict: Verdict) -> Markup:
    sign, look = _LOOKS[verdict]
    return Markup('<span class="sign {}" aria-hidden="true">{}</span>').format(look, sign)


@cache
def _swatch(style: str) -> Markup:
    """Return a piece of what a style looks like, for the line that says what it means."""
    drawn = _SWATCHES.get(style, _STROKE).format(style)
    return Markup(f'<svg class="picture" viewBox="0 0 35 14" aria-hidden="true">{drawn}</svg>')


def _svg(panel: Panel, number: str) -> Markup:
    return Markup(svg(panel, number))


@cache
def _template() -> Template:
    """Return the template of the page with its style, which its policy names by the digest."""
    environment = Environment(
        loader=FileSystemLoader(_PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True
    )
    environment.filters.update(words=words, span=span, line=harmless, points=points.text)
    style = environment.get_template("page.css.j2").render()
    environment.globals.update(
        say=sentence,
        sign=_sign,
        word=lambda verdict: wording.WORDS[verdict],
        swatch=_swatch,
        svg=_svg,
        isolation=isolation_line,
        style=Markup(style),
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )
    return environment.get_template("student.html.j2")


@contextmanager
def open_pages(gradebook: Gradebook, path: Path) -> Iterator[AddRow]:
    """Write one page a student into the folder at that path."""
    folder = private_folder(path)
    clear_unfinished(folder)

    def add(entry: Row) -> None:
        write_whole(folder / Path(entry.feedback_file).with_suffix(".html"), student_page(entry.grade, gradebook.assignment))

    yield add
