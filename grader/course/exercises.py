"""exercises/*.yml -> Assignment: every problem of every file at once, each with file, line and path.

Knows how an exercise is written, not how an answer is judged; what belongs to an answer or a program is
checked by its own options.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path as File

from pydantic import BaseModel

from grader.course.exercise_files import exercise_files, text_of
from grader.course.exercise_schema import OF_SOME_ITEMS, AcceptedKeys, ExerciseKeys, ItemKeys, RejectedKeys
from grader.course.old_form import refusals
from grader.course.sheet_keys import SheetKeys
from grader.course.yaml_documents import Path, Problems, mapping_in, suggestion, validated
from grader.errors import SpecError, UsageError
from grader.kinds import KEYS, KINDS, kind_under
from grader.kinds.answer_options import OF_SOME_SHAPES, AnswerOptions, term_text_of
from grader.kinds.protocol import Options
from grader.kinds.shapes import shape_of
from grader.model import Assignment, AuthorMisconception, ExampleAnswer, Exercise, Item, Limits, Verdict
from grader.notation.tokens import Unreadable
from grader.quantities.evaluation import evaluate
from grader.quantities.sheet import Sheet
from grader.submission.file_listing import similar_path


def load_assignment(folder: File, only: Iterable[str] = ()) -> Assignment:
    """Return all exercises of a folder (or the one of a file), in the order of `place_in_course`.

    Raises:
        SpecError: with every problem of every file.
        UsageError: when the folder holds no exercise, or `only` names one that is not there.
    """
    if not folder.exists():
        near = similar_path(folder)
        hint = f"Did you mean {near}?" if near else "Name their folder with --exercises DIR."
        raise UsageError(f"The exercises' folder {folder} is not there. {hint}")
    files = [folder] if folder.is_file() else exercise_files(folder)
    if not files:
        raise UsageError(f"{folder} holds no exercises (*.yml). Name their folder with --exercises DIR.")
    exercises, problems = load_exercises(files)
    seen: set[str] = set()
    repeated = [e.id for e in exercises if e.id in seen or seen.add(e.id)]  # type: ignore[func-returns-value]
    problems.extend([f"two files have the exercise id `{identity}`; give one another id" for identity in repeated])
    if problems:
        raise SpecError(problems)
    chosen = _selected(exercises, tuple(only))
    left_out = tuple(exercise for exercise in exercises if exercise not in chosen)
    return Assignment(id=folder.stem, title="Exercises", exercises=chosen, limits=_limits(exercises), left_out=left_out)


def load_exercises(files: Iterable[File]) -> tuple[list[Exercise], list[str]]:
    """Return the exercises of the files that can be read, in the order of `place_in_course`, and what is wrong with the others."""
    found: list[tuple[File, Exercise]] = []
    problems: list[str] = []
    for file in files:
        try:
            found.append((file, load_exercise(file)))
        except SpecError as error:
            problems.extend(error.problems)
    return [exercise for _, exercise in sorted(found, key=lambda pair: place_in_course(*pair))], problems


def place_in_course(file: File, exercise: Exercise) -> tuple[int, int, str]:
    """Return a key to sort by: the number that a file's name begins with; else the count of variables, then the name."""
    number = re.match(r"\d{1,9}", file.stem)
    return (int(number[0]) if number else 10**9, 0 if number else len(exercise.function.variables), file.stem)


def _limits(exercises: Iterable[Exercise]) -> Limits:
    """Return for each limit the most generous of the course's exercises, else the default."""
    stated: dict[str, float] = {}
    for exercise in exercises:
        for name, value in exercise.limits.items():
            stated[name] = max(value, stated.get(name, value))
    return replace(Limits(), **stated)  # type: ignore[arg-type]


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """An exercise with the file it was read from, so that a fault found later still points at its line."""

    exercise: Exercise
    file: File
    problems: Problems


def load_exercise(file: File) -> Exercise:
    """Return the exercise that a file describes.

    Raises:
        SpecError: with every problem of the file.
    """
    return load_written(file).exercise


def load_written(file: File) -> Written:
    """Return the exercise that a file describes, with the lines of its keys. Raises as `load_exercise` does."""
    text = text_of(file)
    problems = Problems(str(file))
    exercise = _read(text, file.stem, problems, file.parent)
    return Written(exercise=exercise, file=file, problems=problems)


def read_exercise(text: str, file: str, stem: str) -> Exercise:
    """Return the exercise that a YAML text describes; `file` is how problems name it, `stem` its id by default."""
    return _read(text, stem, Problems(file))


def _read(text: str, stem: str, problems: Problems, folder: File | None = None) -> Exercise:
    document = mapping_in(text, problems, "an exercise file is a mapping with title, prompt, functions and items")
    exercise = _exercise(document, stem, problems, folder) if document is not None else None
    if problems.found or exercise is None:
        raise SpecError(problems.texts())
    return exercise


def _exercise(document: Mapping[str, object], stem: str, problems: Problems, folder: File | None) -> Exercise | None:
    old = list(refusals(document))
    for path, message in old:
        problems.add(path, message)
    if old:
        return None
    keys = validated(ExerciseKeys, document, (), problems)
    raw_items = document.get("items")
    raw_items = raw_items if isinstance(raw_items, list) else []
    read_items = {at: _item(raw, ("items", at), problems) for at, raw in enumerate(raw_items) if isinstance(raw, dict)}
    sheet_keys = _sheet_keys(document, problems, folder)
    sheet_keys.unread |= {str(raw_items[at].get("id")) for at, item in read_items.items() if item is None}
    items = sheet_keys.add_items({at: item for at, item in read_items.items() if item is not None})
    _check_items(items, sheet_keys.sheet, problems)
    if not isinstance(keys, ExerciseKeys) or problems.found:
        return None
    total = sum((item.points for item in items.values()), Fraction(0))
    if keys.points is not None and keys.points != total:
        problems.add(("points",), f"the points of the items add up to {total}, not {keys.points}")
    return Exercise(
        id=keys.id or stem,
        title=keys.title,
        prompt=keys.prompt,
        functions=tuple(sheet_keys.functions),
        given=tuple(sheet_keys.given),
        items=tuple(items.values()),
        limits=keys.limits.model_dump(exclude_none=True),
        for_students=keys.for_students,
    )


def _sheet_keys(document: Mapping[str, object], problems: Problems, folder: File | None) -> SheetKeys:
    """Return functions and givens, each after what it names; what is wrong with their types is said with the other keys."""
    found = SheetKeys(problems, folder=folder, for_students=document.get("for_students") is True)
    functions, given = document.get("functions"), dict[str, str]()
    stated = document.get("given")
    for name, raw in stated.items() if isinstance(stated, dict) else ():
        with suppress(ValueError):
            given[str(name)] = term_text_of(raw)
    data = document.get("data")
    for name, raw in data.items() if isinstance(data, dict) else ():
        found.add_data(str(name), raw)
    later = [name for name, text in given.items() if not found.add_given(name, text, may_wait=True)]
    for head, raw in functions.items() if isinstance(functions, dict) else ():
        found.add_function(str(head), raw)
    for name in later:
        found.add_given(name, given[name])
    return found


def _item(raw: dict[str, object], path: Path, problems: Problems) -> Item | None:
    asked = [key for key in KEYS if key in raw]
    if len(asked) != 1:
        ways = " or ".join(f"`{name}:`" for name in KEYS)
        if asked:
            problems.add(path, f"says both {ways.replace(' or ', ' and ')}; keep one")
            return None
        problems.add(path, f"asks for nothing: write {ways}")
        for key in raw:
            if key not in ItemKeys.model_fields and key not in AnswerOptions.model_fields:
                problems.add((*path, key), _no_key(key, (*ItemKeys.model_fields, *AnswerOptions.model_fields, "program")))
        return None
    kind = kind_under(asked[0], raw[asked[0]])
    own = {kind.key} if kind.is_nested else {name for name in raw if name not in ItemKeys.model_fields}
    inside = raw[kind.key] if kind.is_nested else {name: value for name, value in raw.items() if name in own}
    keys = validated(ItemKeys, {name: value for name, value in raw.items() if name not in own}, path, problems)
    if not isinstance(inside, dict):
        problems.add((*path, kind.key), "must be a mapping")
        return None
    options_path = (*path, kind.key) if kind.is_nested else path
    options = validated(kind.options, inside, options_path, problems, also=() if kind.is_nested else ItemKeys.model_fields)
    if not isinstance(keys, ItemKeys):
        return _by_its_term(raw.get("id"), kind.name, options)
    if options is None:
        return None
    for extra in keys.model_extra or ():
        problems.add((*path, extra), _no_key(extra, (*ItemKeys.model_fields, kind.key)))
    return _built(keys, kind.name, options)


def _by_its_term(name: object, kind: str, options: BaseModel | None) -> Item | None:
    """Return an item whose other keys are wrong, so that its term is looked at all the same."""
    if not isinstance(name, str) or options is None:
        return None
    return Item(id=name, kind=kind, name=name, options=options)


def _no_key(key: str, known: Iterable[str]) -> str:
    return f"is not a key here{suggestion(key, known)}"


def _built(keys: ItemKeys, kind: str, options: BaseModel) -> Item:
    return Item(
        id=keys.id,
        kind=kind,
        name=keys.name or keys.id,
        aliases=tuple(keys.aliases),
        points=keys.points,
        tolerance=keys.tolerance,
        misconceptions=tuple(
            AuthorMisconception(name=m.name, expression=m.expression, text=m.text, credit=m.credit) for m in keys.misconceptions
        ),
        carried_credit=keys.carried_credit,
        reveal=keys.reveal,
        accepts=tuple(map(_example, keys.accepts)),
        rejects=tuple(map(_example, keys.rejects)),
        options=options,
    )


def _example(keys: AcceptedKeys) -> ExampleAnswer:
    """Return an author's example with what it must get."""
    answer, right = _frozen(keys.answer), Verdict.CORRECT
    if not isinstance(keys, RejectedKeys):
        return ExampleAnswer(answer=answer, code=keys.code, file=keys.file, verdict=right, credit=Fraction(1))
    return ExampleAnswer(
        answer=answer,
        code=keys.code,
        file=keys.file,
        verdict=Verdict(keys.verdict or ("partial" if keys.credit else "incorrect")),
        credit=keys.credit,
        misconception=keys.misconception,
        hint=keys.hint,
    )


def _frozen(answer: object) -> object:
    return tuple(_frozen(part) for part in answer) if isinstance(answer, list) else answer


def _check_items(items: Mapping[int, Item], sheet: Sheet, problems: Problems) -> None:
    """Hold the items, by their place in the file, against each other, and their keys against what is asked."""
    ids: set[str] = set()
    spelled: dict[str, str] = {}
    for index, item in items.items():
        path: Path = ("items", index)
        if item.id in ids:
            problems.add((*path, "id"), f"`{item.id}` is the id of an earlier item")
        if item.id in sheet.functions or item.id in sheet.given:
            what = "a function" if item.id in sheet.functions else "given"
            remedy = f"give the item another id, and `name: {item.name}` for what students define"
            problems.add((*path, "id"), f"`{item.id}` is {what} in this file; {remedy}")
        ids.add(item.id)
        for name in item.names:
            if name in spelled and spelled[name] != item.id:
                problems.add(path, f"the name `{name}` belongs to the item `{spelled[name]}` already")
            spelled[name] = item.id
        if item.function is None:
            continue  # then its term means nothing, which is said
        for place, message in _faults_of_keys(item, sheet):
            problems.add((*path, *place), message)


def _faults_of_keys(item: Item, sheet: Sheet) -> Iterator[tuple[Path, str]]:
    """Yield what is wrong with an item's keys for what it asks: the key's path and a sentence."""
    kind, function, options = KINDS[item.kind], item.function, item.options
    assert function is not None, "an item is looked at when its term means something"
    assert isinstance(options, Options), "a kind's options are what it names"
    inside: Path = (kind.key,) if kind.is_nested else ()
    for key, message in options.problems(function):
        yield (*inside, *((key,) if isinstance(key, str) else key)), message
    shape = None if item.kind == "program" else shape_of(evaluate(sheet.terms[item.id], sheet, {}))
    is_program = shape is None or kind.is_nested
    looked_at = kind.reads if shape is None or is_program else shape.reads
    asks = "a program" if shape is None or is_program else shape.called
    fields = {**ItemKeys.model_fields, **({} if is_program else AnswerOptions.model_fields)}
    for key in (*OF_SOME_ITEMS, *(() if is_program else OF_SOME_SHAPES)):
        value = getattr(item, key) if key in OF_SOME_ITEMS else getattr(item.options, key)
        if key == "carried_credit" or value in (fields[key].get_default(call_default_factory=True), ()):
            continue
        if key not in looked_at or (key == "up_to" and shape is not None and not shape.loosenings):
            yield (key,), f"does nothing for an item that asks for {asks}, so leave it out"
    if item.carried_credit != 1 and (shape is None or not item.after):
        yield ("carried_credit",), "does nothing where the term names no other item that this one builds on"
    if shape is None:
        return
    up_to = getattr(options, "up_to", None)
    if up_to is not None and shape.loosenings and up_to not in shape.loosenings:
        yield ("up_to",), f"`{up_to}` means nothing for {asks}; there is {', '.join(shape.loosenings)}"
    for number, misconception in enumerate(item.misconceptions):
        try:
            shape.read(misconception.expression, function.variables)
        except Unreadable as error:
            yield ("misconceptions", number, "expression"), error.reason


def _selected(exercises: list[Exercise], only: tuple[str, ...]) -> tuple[Exercise, ...]:
    known = [exercise.id for exercise in exercises]
    for wanted in only:
        if wanted not in known:
            raise UsageError(f"--only {wanted}: no such exercise{suggestion(wanted, known)}")
    return tuple(e for e in exercises if not only or e.id in only)
