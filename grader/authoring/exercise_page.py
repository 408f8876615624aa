"""A page of an exercise for its author: the prompt as students see it, pictures of its functions, and every answer drawn.

It is made of the exercise alone: nothing is run, and nothing is graded. It holds the answers, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Template
from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from markupsafe import Markup, escape
from mdit_py_plugins.dollarmath import dollarmath_plugin

from grader.authoring.function_pictures import pictures_of
from grader.drawing import Drawing
from grader.kinds import KINDS
from grader.kinds.descent.options import ProgramOptions, method_of, minima_of
from grader.kinds.program_of_fit import FitOptions, fit_asked
from grader.kinds.shapes import shape_of
from grader.model import Exercise, Function, Item, Question
from grader.notation.answer import read
from grader.notation.form import readable
from grader.notation.printing import latex
from grader.quantities.evaluation import reference
from grader.quantities.operators.operator import is_tree
from grader.quantities.sheet import sheet_of, term_text
from grader.reports.formats.page_markup import template
from grader.sentences.figures import point_text


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One item on the page: what it asks for as a term, its answer in words or as a formula, and what is drawn of it."""

    item: Item
    term: str
    answer: str
    formula: Markup
    drawings: tuple[Drawing, ...]


def exercise_page(exercise: Exercise) -> str:
    """Return the page."""
    stated = [(_stated(function), function.domain) for function in exercise.functions]
    return _template().render(
        exercise=exercise,
        prompt=prompt(exercise.prompt),
        functions=stated,
        pictures=tuple(pictures_of(exercise, solved=True)),
        entries=tuple(_entry(exercise, item) for item in exercise.items),
    )


def _stated(function: Function) -> Markup:
    """Return a function as an equation, each term a formula of its own: browsers break no line inside of one."""
    left = f"{function.name}({', '.join(function.variables)})"
    terms, depth = [f"{left} ="], 0
    for word in latex(read(function.expression, variables=function.variables)).split(" "):
        if len(terms) == 1 or (word in ("+", "-") and depth == 0):
            terms.append(word)
        else:
            terms[-1] += f" {word}"
        depth += sum(map(word.count, "({[")) - sum(map(word.count, ")}]"))
    return Markup(" ").join(map(_mathml, terms))


def _entry(exercise: Exercise, item: Item) -> Entry:
    question: Question[Any] = Question(exercise=exercise, item=item, seed=b"")
    right = reference(item.id, sheet_of(exercise)) if item.id in sheet_of(exercise).terms else None
    is_formula = is_tree(right) and not isinstance(item.options, FitOptions)
    return Entry(
        item=item,
        term=term_text(item.options),
        answer=" ".join(_answer(question)),
        formula=_mathml(latex(readable(right))) if is_formula and is_tree(right) else Markup(),
        drawings=KINDS[item.kind].pictures.of_solution(question),
    )


def _answer(question: Question[Any]) -> Iterator[str]:
    """Yield the answer in words: as a student would write it, or what a program does."""
    item, options = question.item, question.item.options
    if isinstance(options, ProgramOptions):
        yield method_of(question)[0].says
        for point in minima_of(question.function, options.start_points).points if options.arrives == "minimum" else ():
            yield f"It arrives at {point_text(point)}."
    elif isinstance(options, FitOptions):
        yield f"It is least at {point_text(fit_asked(question).point)}."
    elif item.id in sheet_of(question.exercise).terms:
        right = reference(item.id, sheet_of(question.exercise))
        shape = shape_of(right)
        if shape is not None:
            yield shape.text(readable(right) if is_tree(right) else right, question.function.variables)  # type: ignore[arg-type]


def prompt(text: str) -> Markup:
    """Return Markdown with formulas as markup; HTML in it is text, and nothing is fetched.

    >>> str(prompt("<b> $x^2$"))[:14]
    '<p>&lt;b&gt; <'
    """
    return Markup(_markdown().render(text))


@cache
def _markdown() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False}).enable(["table"]).disable(["image"])
    return made.use(dollarmath_plugin, renderer=lambda text, _: str(_mathml(text)))


def _mathml(text: str) -> Markup:
    """Return a formula in LaTeX as MathML; one that cannot be converted as it is written."""
    try:
        return Markup(convert(text))
    except Exception:  # the converter raises what it happens to meet
        return Markup("<code>{}</code>").format(escape(text))


@cache
def _template() -> Template:
    return template("exercise.html.j2", str=str)
