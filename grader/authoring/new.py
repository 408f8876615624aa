"""A first exercise that asks a question: an example that holds, with a comment at every key, and a right program where needed.

Writes nothing over what is there.
"""

from __future__ import annotations

import os
import re
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from grader.authoring.questions import QUESTIONS, ExampleQuestion
from grader.course.exercise_schema import OF_SOME_ITEMS, ExerciseKeys, FunctionKeys, ItemKeys, is_identifier
from grader.course.exercises import read_exercise
from grader.course.json_schemas import SCHEMA_FILE, schema_text
from grader.course.yaml_documents import suggestion
from grader.errors import UsageError
from grader.kinds import KINDS
from grader.kinds.answer import shape
from grader.kinds.answer_options import OF_SOME_SHAPES
from grader.kinds.descent.options import Rubric
from grader.model import Exercise, Item

# a line of YAML with a key, taken apart: its indent, the dash of a list, the key
_KEY = re.compile(r"^( *)(- )?([a-z_]+|[a-z]\([a-z, ]*\)):( |$)")
# as wide as the lines of the exercises that come with the grader
_WIDTH = 110


def new_exercise(question: str, identity: str | None, folder: Path) -> list[Path]:
    """Write an exercise with a question into a folder, and return the files.

    Raises:
        UsageError: there is no such question, the id is none, or a file of that name is there already.
    """
    example = QUESTIONS.get(question)
    if example is None:
        near = suggestion(question, QUESTIONS).partition("; there are:")[0]
        raise UsageError(f"`{question}` is no question{near or '; `grade new` alone lists them'}")
    identity = identity or question
    if not is_identifier(identity):
        raise UsageError(f"`{identity}` is no id: it consists of letters, digits and underscores and begins with a letter")
    schema = os.path.relpath(SCHEMA_FILE, folder) if _schema_of_the_package(folder) else f"./{SCHEMA_FILE.name}"
    texts = {folder / f"{identity}.yml": exercise_text(example, schema)}
    if example.program:
        texts[folder.resolve().parent / "reference_solutions" / f"{identity}.py"] = example.program.lstrip()
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


def listed_questions() -> Iterator[str]:
    """Yield the questions that an exercise can be written of, a line each: the word, the question, and its term."""
    widths = [max(map(len, column)) for column in (QUESTIONS, (example.asks for example in QUESTIONS.values()))]
    for word, example in QUESTIONS.items():
        yield f"  {word:<{widths[0]}}  {example.asks:<{widths[1]}}  {example.term}"


# --- Comments -------------------------------------------------------------------------------------


def exercise_text(example: ExampleQuestion, schema: str) -> str:
    """Return the example with every key explained above it, and the keys left out in comments."""
    text = example.text.strip().splitlines()
    exercise = read_exercise(example.text, "example", "example")
    item, keys = exercise.items[-1], list(_keys(text))
    stated = {(*above, key) for above, key in keys}
    inside = [at for at, (above, _) in enumerate(keys) if above == ("items", "program")]
    own = {} if inside else KINDS["answer"].options.model_fields
    asks = f"A first exercise: {example.asks}. Everything here is an example: change it, and try it with `grade verify`."
    lines = [f"# yaml-language-server: $schema={schema}", *_comment(asks, "")]
    for at, line in enumerate(_commented(text, keys, item.kind)):
        lines += line
        if inside[-1:] == [at]:
            lines += _left_out("program", KINDS[item.kind].options.model_fields, ("items", "program"), stated)
    further = {key: field for key, field in {**own, **ItemKeys.model_fields}.items() if key not in _idle(exercise, item)}
    lines += _left_out("item", further, ("items",), stated)
    return "\n".join([*lines, *_left_out("file", ExerciseKeys.model_fields, (), {*stated, ("for_students",)})]) + "\n"


def _idle(exercise: Exercise, item: Item) -> set[str]:
    """Return the keys that would do nothing for this item."""
    reads = KINDS[item.kind].reads if KINDS[item.kind].is_nested else shape(exercise, item).reads
    idle = {*OF_SOME_ITEMS, *OF_SOME_SHAPES} - {*reads, *(("carried_credit",) if item.after else ())}
    return {*idle, *(("form_share",) if "form" in idle else ())}


def _keys(lines: list[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield for each line the keys that it stands under, and its own; "" for a line without one."""
    above: list[tuple[int, str]] = []
    for line in lines:
        match = _KEY.match(line)
        if match is None:
            yield (), ""
            continue
        indent = len(match[1]) + len(match[2] or "")
        above = [(column, key) for column, key in above if column < indent]
        yield tuple(key for _, key in above), match[3]
        above.append((indent, match[3]))


def _models(above: tuple[str, ...], kind: str) -> tuple[type[BaseModel], ...]:
    """Return the models of the keys that may stand under these for an item of this kind."""
    match above:
        case ():
            return (ExerciseKeys,)
        case ("functions", _):
            return (FunctionKeys,)
        case ("items",):
            return (ItemKeys, KINDS["answer"].options)
        case ("items", "program"):
            return (KINDS[kind].options,)
        case ("items", "program", "rubric"):
            return (Rubric,)
    return ()


def _commented(lines: list[str], keys: list[tuple[tuple[str, ...], str]], kind: str) -> Iterator[list[str]]:
    """Yield each line of the example, after a comment where it states a key for the first time."""
    told: set[tuple[tuple[str, ...], str]] = set()
    for line, (above, key) in zip(lines, keys, strict=True):
        text = KINDS[kind].summary if key == "program" else _description(key, _models(above, kind))
        comment = _comment(text, " " * (len(line) - len(line.lstrip()))) if (above, key) not in told else []
        told.add((above, key))
        yield [*comment, line]


def _comment(text: str, indent: str) -> list[str]:
    return [f"{indent}# {part}" for part in textwrap.wrap(text, _WIDTH - len(indent))]


def _description(key: str, models: tuple[type[BaseModel], ...]) -> str:
    for model in models:
        for name, field in model.model_fields.items():
            if (field.alias or name) == key:
                return field.description or ""
    return ""


def _left_out(whose: str, fields: Mapping[str, FieldInfo], above: tuple[str, ...], stated: set[tuple[str, ...]]) -> Iterator[str]:
    """Yield the keys that the example does not state in this place, below a heading."""
    indent = {"program": " " * 6, "item": " " * 4}.get(whose, "")
    left_out = {key: field for key, field in fields.items() if (*above, key) not in stated}
    if left_out:
        yield f"{indent}# Further keys of the {whose}, all of them optional:"
    for key, field in left_out.items():
        first, *rest = textwrap.wrap(f"{key}: {field.description}", _WIDTH - len(indent) - 4)
        yield from (f"{indent}#   {first}", *(f"{indent}#     {part}" for part in rest))
