"""A first exercise of a kind: the kind's own example with a comment at every key, and a right program where one is needed.

Writes nothing over what is there.
"""

from __future__ import annotations

import os
import re
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel

from grader.course.exercise_schema import ExerciseKeys, FunctionKeys, ItemKeys, is_identifier
from grader.course.json_schemas import SCHEMA_FILE, schema_text
from grader.course.yaml_documents import suggestion
from grader.errors import UsageError
from grader.kinds import KINDS
from grader.kinds.protocol import Kind

# a key of YAML, with what it is indented by
_KEY = re.compile(r"^( *)(?:- )?([a-z_]+):")
# as wide as the lines of the exercises that come with the grader
_WIDTH = 110


def new_exercise(kind_name: str, identity: str | None, folder: Path) -> list[Path]:
    """Write an exercise of a kind into a folder, and return which files those were.

    Raises:
        UsageError: there is no such kind, the id is none, or a file of that name is there already.
    """
    kind = KINDS.get(kind_name)
    if kind is None:
        raise UsageError(f"`{kind_name}` is no kind of item{suggestion(kind_name, KINDS)}")
    identity = identity or kind_name
    if not is_identifier(identity):
        raise UsageError(
            f"`{identity}` is no id: it consists of letters, digits and underscores and begins with a letter"
        )
    schema = os.path.relpath(SCHEMA_FILE, folder) if _schema_of_the_package(folder) else f"./{SCHEMA_FILE.name}"
    texts = {folder / f"{identity}.yml": exercise_text(kind, schema)}
    if kind.programming is not None:
        texts[folder.resolve().parent / "reference_solutions" / f"{identity}.py"] = kind.programming.reference.lstrip()
    for file in texts:
        if file.exists():
            raise UsageError(f"{_shown(file)} is there already; choose another id")
    _write(texts)
    if not _schema_of_the_package(folder):
        _write({folder / SCHEMA_FILE.name: schema_text()})
    return [Path(_shown(file)) for file in texts]


def _write(texts: Mapping[Path, str]) -> None:
    try:
        for file, text in texts.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{error.filename} cannot be written: {error.strerror}") from error


def _shown(file: Path) -> str:
    """Return the path from here, where it lies below; else the whole path."""
    shown = os.path.relpath(file)
    return str(file) if shown.startswith("..") else shown


def _schema_of_the_package(folder: Path) -> bool:
    """Tell whether the package lies beside the exercises, so that its own schema can be named."""
    return SCHEMA_FILE.is_relative_to(folder.resolve().parent)


def exercise_text(kind: Kind, schema: str) -> str:
    """Return the kind's example with what every key means above it, and the keys that are left out at the end."""
    lines = [f"# yaml-language-server: $schema={schema}", f"# {kind.summary} Everything here is an example: change it."]
    lines += _commented(kind.example.strip().splitlines(), kind.options)
    lines += ["    # Further keys of an item, all of them optional:"]
    lines += list(_left_out(kind))
    return "\n".join(lines) + "\n"


def _commented(example: list[str], options: type[BaseModel]) -> Iterator[str]:
    """Yield each line of the example, after a comment where it states a key for the first time."""
    models: dict[int, tuple[type[BaseModel], ...]] = {0: (ExerciseKeys,), 2: (FunctionKeys,)}
    told: set[tuple[int, str]] = set()
    in_items = False
    for line in example:
        match = _KEY.match(line)
        in_items = in_items or line.startswith("items:")
        if match:
            indent, key = line.index(match[2]), match[2]
            known = (ItemKeys, options) if in_items and indent == 4 else () if in_items else models.get(indent, ())
            text = _description(key, known)
            if text and (indent, key) not in told:
                told.add((indent, key))
                width = len(match[1])
                yield from (f"{' ' * width}# {part}" for part in textwrap.wrap(text, _WIDTH - width))
        yield line


def _description(key: str, models: tuple[type[BaseModel], ...]) -> str:
    for model in models:
        if key in model.model_fields:
            return model.model_fields[key].description or ""
    return ""


def _left_out(kind: Kind) -> Iterator[str]:
    """Yield the keys that the example does not state."""
    stated = {match[2] for line in kind.example.splitlines() if (match := _KEY.match(line))}
    for model in (kind.options, ItemKeys):
        for key, field in model.model_fields.items():
            if key not in stated:
                yield from _hanging(f"{key}: {field.description}")


def _hanging(text: str) -> list[str]:
    first, *rest = textwrap.wrap(text, _WIDTH - 8)
    return [f"    #   {first}", *(f"    #     {part}" for part in rest)]
