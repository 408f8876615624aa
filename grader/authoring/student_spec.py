"""An exercise file reduced to what its students may see.

Made from a list of what is shown, so that a key that is added one day stays with the course until
somebody decides otherwise. What is left is a whole exercise file: a check of one's own and a course's CI
read it like any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import yaml
from pydantic import BaseModel

from grader.kinds import KINDS
from grader.model import Exercise, Item

Keys = dict[str, object]


def student_spec(exercise: Exercise) -> str:
    """Return the text of the file: question, names, points and domain; nothing that accepts, rejects or answers."""
    document = dict(_exercise(exercise))
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


def _exercise(exercise: Exercise) -> Iterator[tuple[str, object]]:
    function = exercise.function
    yield "id", exercise.id
    yield "title", exercise.title
    yield "prompt", exercise.prompt
    stated: Keys = {"name": function.name, "variables": list(function.variables), "expression": function.expression}
    if function.domain:
        stated["domain"] = {name: list(interval) for name, interval in function.domain.items()}
    yield "function", stated
    if exercise.limits:
        yield "limits", dict(exercise.limits)
    yield "for_students", True
    yield "items", [dict(_item(item)) for item in exercise.items]


def _item(item: Item) -> Iterator[tuple[str, object]]:
    yield "id", item.id
    yield "kind", item.kind
    if item.name != item.id:
        yield "name", item.name
    yield from shown_options(item)
    yield "points", _plain(item.points)
    if item.aliases:
        yield "aliases", list(item.aliases)
    if item.tolerance is not None:
        yield "tolerance", item.tolerance
    if item.after:
        yield "after", list(item.after)
    if item.carried_credit != 1:
        yield "carried_credit", _plain(item.carried_credit)


def shown_options(item: Item) -> Iterator[tuple[str, object]]:
    """Yield the kind's own keys that the author wrote and that students may see."""
    if isinstance(item.options, BaseModel):
        written = item.options.model_dump(include=set(KINDS[item.kind].shown), exclude_unset=True)
        yield from ((name, _plain(value)) for name, value in written.items())


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
