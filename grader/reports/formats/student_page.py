"""`feedback/<student>.html`: a student's letter as a page with formulas and pictures, in one file.

Shows a `Letter`; decides nothing about it. No script, and nothing is fetched, which the page's own policy forbids too.
Everything that a student wrote is text: Jinja escapes what no function here has made.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
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
from grader.reports.letter import Answer, Letter, letter, more_points
from grader.reports.pictures.chosen import pictures_of
from grader.reports.pictures.svg import svg
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
    """One answer on the page: its number, how it was read as a formula, and what is drawn of it."""

    number: int
    answer: Answer
    formula: Markup
    drawing: Drawing | None


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
    every = [answer for section in told.sections for answer in section.answers]
    numbers = {answer.key: number for number, answer in enumerate(every, 1)}
    mentioned = {answer.key for answer in (*told.told, *told.folded)}

    def entry(answer: Answer) -> Entry:
        formula = _formula(answer, exercises.get(answer.key.exercise))
        return Entry(number=numbers[answer.key], answer=answer, formula=formula, drawing=drawings.get(answer.key))

    return _template().render(
        told=told,
        first=[entry(answer) for answer in told.told],
        later=[entry(answer) for answer in told.folded],
        right=[entry(answer) for answer in every if answer.key in drawings and answer.key not in mentioned],
        numbers=numbers,
        mentioned=mentioned,
        tell=told.language.retell,
    )


def _formula(answer: Answer, exercise: Exercise | None) -> Markup:
    """Return the answer as mathematics; nothing where it is no formula."""
    item = next((each for each in exercise.items if each.id == answer.key.item), None) if exercise else None
    if exercise is None or item is None or item.kind != "answer" or answer.understood is None:
        return Markup()
    return Markup(mathml(answer.understood, (item.function or exercise.function).variables))


# --- text as markup -------------------------------------------------------------------------------


def words(text: str) -> Markup:
    """Return a sentence whose `code` is code and whose every sign is text."""
    pieces = (span(piece) if is_code else escape(piece) for piece, is_code in in_spans(text))
    return Markup("").join(pieces)


def span(text: str, limit: int = 300) -> Markup:
    """Return what a student wrote as code."""
    return Markup("<code>{}</code>").format(harmless(text, limit))


def filled(label: str, tell: Callable[[str], str], **gaps: Markup) -> Markup:
    """Return a sentence of ours, told in a language, with markup in its gaps."""
    return escape(tell(sentence(label, **{name: f"{{{name}}}" for name in gaps}))).format(**gaps)


@lru_cache(maxsize=len(Verdict))
def _sign(verdict: Verdict) -> Markup:
    sign, look = _LOOKS[verdict]
    return Markup('<span class="sign {}" aria-hidden="true">{}</span>').format(look, sign)


@cache
def _swatch(style: str) -> Markup:
    """Return a piece of what a style looks like, for the line that says what it means."""
    drawn = _SWATCHES.get(style, _STROKE).format(style)
    return Markup(f'<svg class="picture" viewBox="0 0 35 14" aria-hidden="true">{drawn}</svg>')


def _svg(panel: Panel, number: str, tell: Callable[[str], str]) -> Markup:
    return Markup(svg(panel, number, tell))


@cache
def _template() -> Template:
    """Return the template of the page with its style, which its policy names by the digest."""
    environment = Environment(
        loader=FileSystemLoader(_PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True
    )
    environment.filters.update(words=words, span=span, filled=filled, line=harmless, points=points.text)
    style = environment.get_template("page.css.j2").render()
    environment.globals.update(
        say=sentence,
        sign=_sign,
        skipped=Verdict.SKIPPED,
        more=more_points,
        listed=wording.listed,
        joined=wording.joined,
        swatch=_swatch,
        svg=_svg,
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
