"""What students are given of an exercise: a template to fill in, as a notebook or a program, and its file without answers.

What is left to fill in is written by each kind, so that intake knows it for a placeholder. Everything is made from lists
of what is shown, so that a key that is added one day stays with the course until somebody decides otherwise. All is
written in a fixed form, so that two runs give the same bytes. Decides on no folder.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain

import yaml
from pydantic import BaseModel

from grader.kinds import KINDS
from grader.model import Exercise, Function, Item
from grader.quantities.operators import NAMED, OPERATORS
from grader.quantities.sheet import Sheet, items_in, sheet_of
from grader.quantities.terms import Listed, Named, Operation, Term
from grader.reports import points
from grader.submission.intake import handed_out_for


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of a template: Markdown (`text`) or Python. One that is a `picture` has no place in a program."""

    source: str
    text: bool = False
    picture: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Template:
    """What a student is given for one exercise, cell by cell."""

    exercise: str
    cells: tuple[Cell, ...]

    @property
    def code(self) -> str:
        """Return the cells of code alone, as one program."""
        return "\n\n\n".join(cell.source for cell in self.cells if not cell.text) + "\n"


def template_for(exercise: Exercise, pictures: Sequence[tuple[str, str]] = ()) -> Template:
    """Return the template of an exercise: handed in as it is, it earns nothing. Each of the `pictures` is a title and a path."""
    answers = (Cell(_answer(item, exercise)) for item in exercise.items)
    prompt = f"## {exercise.title} ({_worth(exercise.points)})\n\n{exercise.prompt.strip()}"
    images = "\n".join(f"![{title}]({path})" for title, path in pictures)
    shown = (Cell(images, text=True, picture=True),) if images else ()
    return Template(exercise=exercise.id, cells=(Cell(prompt, text=True), *shown, *answers))


def _answer(item: Item, exercise: Exercise) -> str:
    unfilled = KINDS[item.kind].template(exercise, item)
    return f"# {item.name}: {_worth(item.points)}\n{unfilled}"


def _worth(number: Fraction) -> str:
    return f"{points.text(number)} {'point' if number == 1 else 'points'}"


# as Jupyter writes them for Python
_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
# what every template begins with
_INTRODUCTION = Cell(
    "Put your answers where `...` stands. Run a cell of `grader.check()` to see what is right so far. "
    "Before you hand in, choose “Restart and run all” and save.",
    text=True,
)
# what each exercise of a notebook ends with, and a program as a whole
_CHECK = "import grader\n\ngrader.check()"
# the same in a program, when it is run and not imported
_CHECK_AT_THE_END = f'if __name__ == "__main__":\n    {_CHECK.replace(chr(10) * 2, chr(10) + "    ")}'


def set_up(install: str) -> Cell:
    """Return the first cell of code: it installs the grader in the notebook's own kernel where it is not there yet."""
    return Cell(f"# Run this cell first.\n{install}\nimport numpy as np")


def notebook_text(templates: Sequence[Template], first: Sequence[Cell] = ()) -> str:
    """Return a notebook of nbformat 4.5: the `first` cells, then these templates, each followed by a cell to check it."""
    cells = [_INTRODUCTION, *first, *chain.from_iterable((*template.cells, Cell(_CHECK)) for template in templates)]
    notebook = {
        "cells": [_notebook_cell(cell, number) for number, cell in enumerate(cells)],
        "metadata": _METADATA | handed_out_for(template.exercise for template in templates),
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def script_text(templates: Sequence[Template]) -> str:
    """Return a program with the same cells, marked by `# %%` as editors know them, that checks itself when it is run."""
    parts = (cell for template in templates for cell in template.cells if not cell.picture)
    return "\n\n\n".join(map(_script_cell, (_INTRODUCTION, *parts, Cell(_CHECK_AT_THE_END)))) + "\n"


def _notebook_cell(cell: Cell, number: int) -> dict[str, object]:
    identity = hashlib.sha256(f"{number}\n{cell.source}".encode()).hexdigest()[:8]
    source = cell.source.splitlines(keepends=True)
    if cell.text:
        return {"cell_type": "markdown", "id": identity, "metadata": {}, "source": source}
    return {"cell_type": "code", "execution_count": None, "id": identity, "metadata": {}, "outputs": [], "source": source}


def _script_cell(cell: Cell) -> str:
    if not cell.text:
        return f"# %%\n{cell.source}"
    return "\n".join(["# %% [markdown]", *(f"# {line}".rstrip() for line in cell.source.splitlines())])


Keys = dict[str, object]


def student_spec(exercise: Exercise) -> str:
    """Return the text of the file: question, names, points and domain; nothing that accepts, rejects or answers."""
    document = dict(_exercise(exercise))
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


def _exercise(exercise: Exercise) -> Iterator[tuple[str, object]]:
    yield "id", exercise.id
    yield "title", exercise.title
    yield "prompt", exercise.prompt
    if exercise.functions:
        yield "functions", {f"{each.name}({', '.join(each.variables)})": _stated(each) for each in exercise.functions}
    terms = {given.name: given.text for given in exercise.given if not given.is_data}
    data = {given.name: list(map(_number, given.text.split(", "))) for given in exercise.given if given.is_data}
    yield from ((key, stated) for key, stated in (("given", terms), ("data", data)) if stated)
    if exercise.limits:
        yield "limits", dict(exercise.limits)
    yield "for_students", True
    silent = said_by_their_terms(exercise)
    yield "items", [dict(_item(item, item.id in silent)) for item in exercise.items]


def _stated(function: Function) -> object:
    formula = function.over_data or function.expression
    if not function.domain:
        return formula
    domain = {name: list(interval) for name, interval in function.domain.items()}
    return {"is": formula, "domain": _plain(domain)}


def _item(item: Item, silent: bool) -> Iterator[tuple[str, object]]:
    yield "id", item.id
    if silent:
        yield "answer", None
    elif KINDS[item.kind].is_nested:
        yield KINDS[item.kind].key, dict(shown_options(item))
    else:
        yield from shown_options(item)
    if item.name != item.id:
        yield "name", item.name
    yield "points", _plain(item.points)
    if item.aliases:
        yield "aliases", list(item.aliases)
    if item.tolerance is not None:
        yield "tolerance", item.tolerance
    if item.carried_credit != 1 and not silent:
        yield "carried_credit", _plain(item.carried_credit)


def shown_options(item: Item) -> Iterator[tuple[str, object]]:
    """Yield the kind's own keys, as far as the author wrote them and students may see them."""
    if isinstance(item.options, BaseModel):
        written = item.options.model_dump(include=set(KINDS[item.kind].shown), exclude_unset=True)
        yield from ((name, _plain(value)) for name, value in written.items())


def said_by_their_terms(exercise: Exercise) -> frozenset[str]:
    """Return the items whose terms hold the answer itself, or name such an item: a copy does not say them."""
    sheet = sheet_of(exercise)
    found = {item for item, term in sheet.terms.items() if _is_written_down(term, sheet)}
    while more := {item for item, term in sheet.terms.items() if item not in found and found.intersection(items_in(term, sheet))}:
        found |= more
    return frozenset(found)


def _is_written_down(term: Term, sheet: Sheet) -> bool:
    """Tell whether a term is the answer itself: with nothing in it, or in a component of it, but numbers and arithmetic."""
    match term:
        case Named(name):
            return name not in sheet.functions and name not in items_in(term, sheet)
        case Listed(parts):
            plain = [part for part in parts if _is_written_down(part, sheet)]
            return len(plain) == len(parts) or any(isinstance(part, Operation) for part in plain)
        case Operation(operator, parts):
            return OPERATORS[operator] not in NAMED and all(_is_written_down(part, sheet) for part in parts)
    return True


def _number(text: str) -> object:
    """Return a number for a text that YAML writes for it."""
    value = yaml.safe_load(text)
    return value if isinstance(value, int | float) and str(value) == text else text


def _plain(value: object) -> object:
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else str(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as blocks and lists of plain values on one line, as people do."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


def _list(dumper: yaml.SafeDumper, values: list[object]) -> yaml.SequenceNode:
    flat = not any(isinstance(value, dict) for value in values)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", values, flow_style=flat)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(list, _list)
