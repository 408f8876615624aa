"""`feedback/<student>.html`: a student's letter as a page with formulas and pictures, in one file.

Shows a `Letter`; decides nothing about it. How text becomes markup is for `page_markup`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from jinja2 import Template
from markupsafe import Markup

from grader.drawing import Drawing
from grader.model import Assignment, Exercise, Grade, Key, Verdict
from grader.notation.answer import read
from grader.notation.printing import latex
from grader.notation.tokens import Unreadable
from grader.reports import verdict_words as wording
from grader.reports.formats.page_markup import template
from grader.reports.letter import Answer, Letter, letter
from grader.reports.pictures.chosen import pictures_of

MOST_BYTES = 120_000
"""A page is at most so long: it is read on telephones, and a class of ten thousand is uploaded whole."""
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


@lru_cache(maxsize=len(Verdict))
def _sign(verdict: Verdict) -> Markup:
    sign, look = _LOOKS[verdict]
    return Markup('<span class="sign {}" aria-hidden="true">{}</span>').format(look, sign)


@cache
def _template() -> Template:
    """Return the template of the page."""
    return template("student.html.j2", sign=_sign, skipped=Verdict.SKIPPED, listed=wording.listed, joined=wording.joined)


_LONGEST = 160  # characters of an answer that is shown as a formula: a longer one is read more easily as it was written


@lru_cache(maxsize=4096)  # the answers of a class are a few, given again and again
def mathml(text: str, variables: tuple[str, ...]) -> str:
    """Return a formula in our own plain writing as MathML; "" for what is none, or too long to be read.

    >>> mathml("4*x", ("x",)).startswith("<math"), mathml("no formula", ("x",))
    (True, '')
    """
    from latex2mathml.converter import convert

    if len(text) > _LONGEST:
        return ""
    try:
        return convert(latex(read(text, variables=variables)))
    except (Unreadable, ValueError, KeyError, IndexError, RecursionError):
        return ""
