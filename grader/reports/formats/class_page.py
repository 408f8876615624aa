"""`class.html`: a class's figures as a page for its teachers, in one file, and `class.json` beside it, the same for programs.

Shows `Figures`; adds nothing up. Names stand in the page alone, below a line that opens, and on no paper.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Template
from markupsafe import Markup, escape

from grader.drawing import Drawing
from grader.kinds import KINDS
from grader.model import Assignment, Gradebook, Question, Verdict
from grader.reports import points
from grader.reports import verdict_words as wording
from grader.reports.class_figures import ENOUGH, ClassChange, ClassTally, Figures, ItemFigures
from grader.reports.escaping import harmless
from grader.reports.files import write_whole
from grader.reports.formats import AddRow, Row
from grader.reports.formats.gradebook_json import Json, plain_json
from grader.reports.formats.page_markup import template
from grader.reports.wrong_answers import AnswerGroup

PAGE, DATA = "class.html", "class.json"
"""Where both stand below the folder of reports."""
FORMAT_VERSION = 1  # of `class.schema.json`; a key that goes or means something else makes it 2
_SHOWN, _KEPT = 25, 1000  # wrong answers on the page, as many as somebody answers in an afternoon; and in `class.json`
_FIRST, _OPEN = 3, 8  # mistakes in the first lines of the page, as many as an hour has room for; and before the rest is folded
_TALLEST = 60.0  # pixels of the highest bar of the histogram
_LOG = logging.getLogger(__name__)  # for whoever develops: a picture that fails is left out
_ORDER = (
    Verdict.CORRECT, Verdict.PARTIAL, Verdict.INCORRECT, Verdict.DID_NOT_RUN, Verdict.UNANSWERED, Verdict.NEEDS_REVIEW,
    Verdict.SKIPPED,
)  # fmt: skip
"""The verdicts in a bar, from what is right to what is not judged."""


def schema() -> Json:
    """Return the JSON Schema (2020-12) of `class.json`."""
    loaded: Json = json.loads((files("grader.reports") / "class.schema.json").read_text(encoding="utf-8"))
    return loaded


@contextmanager
def open_class(
    gradebook: Gradebook, path: Path, tally: ClassTally | None = None, changes: Callable[[], Iterable[ClassChange]] = tuple
) -> Iterator[AddRow]:
    """Write both files at the end, of a tally filled elsewhere or of the rows added here."""
    own = tally or ClassTally(gradebook.assignment)

    def add(entry: Row) -> None:
        if tally is None:
            own.add(entry.grade)

    yield add
    write_class(own.figures(len(gradebook.missing), changes()), gradebook, path.parent)


def write_class(told: Figures, gradebook: Gradebook, out: Path) -> None:
    """Write the page and the same figures as JSON into a folder of reports."""
    write_whole(out / PAGE, class_page(told, gradebook.assignment, gradebook.graded_at))
    write_whole(out / DATA, json.dumps(plain_json(class_json(told)), ensure_ascii=False, allow_nan=False, indent=1) + "\n")


def short_form(told: Figures, most: int = 1) -> list[str]:
    """Return in one or two sentences what to teach next, with so many mistakes; nothing of a single student."""
    if told.students < 2:
        return []
    hardest = next((item for item in told.items if item.lost), None)
    said = []
    if hardest is not None:
        right = "" if hardest.right is None else f" ({hardest.right:.0%} right)".replace("%", " %")
        said.append(f"Hardest: `{hardest.name}`{right}.")
    if frequent := told.mistakes[:most]:
        names = ", ".join(f"{plain(each.name)} ({wording.counted(each.students, 'student')})" for each in frequent)
        said.append(f"Most frequent {'mistake' if len(frequent) == 1 else 'mistakes'}: {names}.")
    return said


def plain(name: str) -> str:
    """Return a misconception's name in words."""
    return harmless(name, 80).replace("_", " ")


# --- the page -------------------------------------------------------------------------------------


def class_page(told: Figures, assignment: Assignment, graded_at: str = "") -> str:
    """Return the whole page."""
    most = max(told.histogram)
    return _template().render(
        told=told,
        graded_at=graded_at[:16].replace("T", " "),
        short=short_form(told, _FIRST),
        bars=[(2 + 40 * place, round(_TALLEST * count / (most or 1), 1), count) for place, count in enumerate(told.histogram)],
        pictures=list(_pictures(told, assignment)),
    )


def _pictures(told: Figures, assignment: Assignment) -> Iterator[tuple[ItemFigures, Drawing]]:
    """Yield what is drawn of the answers of all, by item; a picture that cannot be made takes nothing else with it."""
    items = {item.key: item for item in told.items}
    for exercise in assignment.exercises:
        for item in exercise.items:
            question = Question(exercise=exercise, item=item, seed=b"")
            kind, traces = KINDS.get(item.kind), told.traces.get(question.key)
            if kind is None or not traces or question.key not in items:
                continue
            try:
                drawing = kind.class_picture(question, traces)
            except Exception:  # the page says the same without a picture
                _LOG.warning("no picture of the class's %s", question.key, exc_info=True)
                continue
            if drawing is not None:
                yield items[question.key], drawing


def _segments(item: ItemFigures) -> Iterator[tuple[Verdict, int, int]]:
    """Yield the pieces of the bar: a verdict, the beginning and the length."""
    start = 0
    for verdict in _ORDER:
        if count := item.verdicts.get(verdict, 0):
            yield verdict, start, count
            start += count


def _chip(verdict: Verdict) -> Markup:
    return Markup('<svg class="chip" viewBox="0 0 1 1" aria-hidden="true"><rect class="{}" width="1" height="1"/></svg>').format(
        escape(verdict)
    )


@cache
def _template() -> Template:
    return template(
        "class.html.j2",
        segments=_segments,
        chip=_chip,
        said=wording.STAFF_WORDS,
        signs=wording.SIGNS,
        shown_verdicts=_ORDER,
        counted=wording.counted,
        enough=ENOUGH,
        shown=_SHOWN,
        first=_OPEN,
        plain=plain,
        plainly=str,
    )


# --- the same for programs ------------------------------------------------------------------------


def class_json(told: Figures) -> Json:
    """Return the figures as `class.schema.json` describes them; no student is named."""
    return {
        "format_version": FORMAT_VERSION,
        "title": told.title,
        "students": told.students,
        "missing": told.missing,
        "unreadable": told.unreadable,
        "provisional": told.provisional,
        "scored": told.scored,
        "possible": None if told.possible is None else points.number(told.possible),
        "mean": points.number(told.mean),
        "median": points.number(told.median),
        "histogram": list(told.histogram),
        "items": [_item(item) for item in told.items],
        "mistakes": [
            {
                "name": mistake.name,
                "students": mistake.students,
                "items": [{"name": name, "students": count} for name, count in mistake.items],
                "example": _group(mistake.example) if mistake.example else None,
            }
            for mistake in told.mistakes
        ],
        "unnamed": [_group(group) for group in told.unnamed[:_KEPT]],
        "step_sizes": [
            {"exercise": key.exercise, "item": key.item, "sizes": [{"size": size, "students": n} for size, n in sizes.items()]}
            for key, sizes in ((key, told.step_sizes(key)) for key in told.traces)
        ],
        "changes": [
            {
                "since": change.since,
                "students": change.students,
                "changed": change.changed,
                "up": change.up,
                "down": change.down,
                "new": change.new,
                "mistakes": [
                    {"name": each.name, "gone": each.gone, "stayed": each.stayed, "came": each.came} for each in change.mistakes
                ],
            }
            for change in told.changes
        ],
        "rows": None if told.rows is None else [
            {"earned": points.number(row.earned), "cells": [cell and {"verdict": cell[0], "share": cell[1]} for cell in row.cells]}
            for row in told.rows
        ],
        "columns": list(told.columns),
    }  # fmt: skip


def _item(item: ItemFigures) -> Json:
    return {
        "exercise": item.key.exercise,
        "item": item.key.item,
        "name": item.name,
        "answers": item.answers,
        "lost": points.number(item.lost),
        "possible": points.number(item.possible),
        "right": item.right,
        "correlation": item.correlation,
        "unanswered": item.share(Verdict.UNANSWERED),
        "did_not_run": item.share(Verdict.DID_NOT_RUN),
        "verdicts": {str(verdict): count for verdict, count in item.verdicts.items()},
        "mistake": {"name": item.mistake[0], "students": item.mistake[1]} if item.mistake else None,
        "is_hard": item.is_hard,
        "is_odd": item.is_odd,
    }


def _group(group: AnswerGroup) -> Json:
    return {
        "exercise": group.item.exercise,
        "item": group.item.item,
        "students": group.students,
        "answer": group.text,
        "told": group.told,
        "rejects": group.line or None,
    }
