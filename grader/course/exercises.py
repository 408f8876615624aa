"""exercises/*.yml -> Assignment: every problem of every file at once, each with file, line and path.

Knows how an exercise is written, not how an answer is judged; what belongs to one kind of item is
checked by that kind's own options.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path as File
from typing import Any

from pydantic import BaseModel, ValidationError

from grader.course.exercise_files import exercise_files, text_of
from grader.course.exercise_schema import (
    OF_SOME_KINDS,
    AcceptedKeys,
    ExerciseKeys,
    FunctionKeys,
    ItemKeys,
    RejectedKeys,
)
from grader.course.yaml_documents import Path, Problems, mapping_in, suggestion, validated
from grader.errors import SpecError, UsageError
from grader.kinds import KINDS
from grader.kinds.protocol import Kind, Options
from grader.model import Assignment, AuthorMisconception, ExampleAnswer, Exercise, Function, Item, Limits, Verdict
from grader.notation.expression_text import read
from grader.notation.tokens import Unreadable
from grader.quantities.references import is_soon_derived
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
    problems.extend(_repeated_ids(exercises))
    if problems:
        raise SpecError(problems)
    chosen = _selected(exercises, tuple(only))
    left_out = tuple(exercise for exercise in exercises if exercise not in chosen)
    return Assignment(
        id=folder.stem, title="Exercises", exercises=chosen, limits=_limits(exercises), left_out=left_out
    )


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
    exercise = _read(text, file.stem, problems)
    return Written(exercise=exercise, file=file, problems=problems)


def read_exercise(text: str, file: str, stem: str) -> Exercise:
    """Return the exercise that a YAML text describes; `file` is how problems name it, `stem` its id by default."""
    return _read(text, stem, Problems(file))


def _read(text: str, stem: str, problems: Problems) -> Exercise:
    document = mapping_in(text, problems, "an exercise file is a mapping with title, prompt, function and items")
    exercise = _exercise(document, stem, problems) if document is not None else None
    if problems.found or exercise is None:
        raise SpecError(problems.texts())
    return exercise


def _exercise(document: Mapping[str, object], stem: str, problems: Problems) -> Exercise | None:
    keys = validated(ExerciseKeys, document, (), problems)
    function = _function(document.get("function"), problems)
    raw_items = _raw_items(document)
    items = {
        at: _item(raw, ("items", at), function, problems) for at, raw in enumerate(raw_items) if isinstance(raw, dict)
    }
    read_items = {at: item for at, item in items.items() if item is not None}
    unread = {str(raw_items[at].get("id")) for at, item in items.items() if item is None}
    _check_items(read_items, unread, function, problems)
    if not isinstance(keys, ExerciseKeys) or function is None or None in items.values():
        return None
    total = sum((item.points for item in read_items.values()), Fraction(0))
    if keys.points is not None and keys.points != total:
        problems.add(("points",), f"the points of the items add up to {total}, not {keys.points}")
    return Exercise(
        id=keys.id or stem,
        title=keys.title,
        prompt=keys.prompt,
        function=function,
        items=tuple(read_items.values()),
        limits=keys.limits.model_dump(exclude_none=True),
        for_students=keys.for_students,
    )


def _raw_items(document: Mapping[str, object]) -> list[Any]:
    items = document.get("items")
    return items if isinstance(items, list) else []


def _function(raw: object, problems: Problems) -> Function | None:
    """Return the function, where its keys are what they should be; what is wrong with the keys is said with the others."""
    try:
        keys = FunctionKeys.model_validate(raw)
    except ValidationError:
        return None
    try:
        read(keys.expression, variables=tuple(keys.variables), notation="python")
        if not is_soon_derived(keys.expression, tuple(keys.variables)):
            message = "has too many terms when it is multiplied out; take lower powers or fewer factors"
            problems.add(("function", "expression"), message)
    except Unreadable as error:
        problems.add(("function", "expression"), error.reason)
    if len(set(keys.variables)) < len(keys.variables):
        problems.add(("function", "variables"), "a variable stands here twice; keep one")
    for name, (low, high) in keys.domain.items():
        if name not in keys.variables:
            problems.add(("function", "domain", name), f"is not one of the variables ({', '.join(keys.variables)})")
        if not low < high:
            problems.add(("function", "domain", name), "the first end must be smaller than the second")
    return Function(
        name=keys.name, variables=tuple(keys.variables), expression=keys.expression, domain=dict(keys.domain)
    )


def _item(raw: dict[str, object], path: Path, function: Function | None, problems: Problems) -> Item | None:
    kind = KINDS.get(str(raw.get("kind")))
    if "kind" in raw and kind is None:
        problems.add((*path, "kind"), f"`{raw['kind']}` is no kind of item{suggestion(str(raw['kind']), KINDS)}")
        return None
    common = {name: value for name, value in raw.items() if name in ItemKeys.model_fields}
    own = {name: value for name, value in raw.items() if name not in ItemKeys.model_fields}
    keys = validated(ItemKeys, common, path, problems)
    if kind is None:
        return None
    shared = [key for key in ItemKeys.model_fields if key not in OF_SOME_KINDS or key in kind.looks_at]
    options = validated(kind.options, own, path, problems, also=shared)
    if isinstance(options, Options) and function is not None:
        for key, message in options.problems(function):
            problems.add((*path, key), message)
    if isinstance(keys, ItemKeys):
        for key, message in _idle_keys(keys, kind):
            problems.add((*path, key), message)
    return _built(keys, options) if isinstance(keys, ItemKeys) and options is not None else None


def _idle_keys(keys: ItemKeys, kind: Kind) -> Iterator[tuple[str, str]]:
    """Yield the keys that say something and would do nothing for an item of this kind, each with what to do."""
    fields = ItemKeys.model_fields
    said = [key for key in OF_SOME_KINDS if getattr(keys, key) != fields[key].get_default(call_default_factory=True)]
    for key in said:
        reading = [other.name for other in KINDS.values() if key in other.looks_at]
        if kind.name not in reading:
            yield key, f"does nothing for items of the kind {kind.name}, so leave it out; it is for {', '.join(reading)}"
    if "carried_credit" in said and not keys.after and kind.builds_on:
        yield "carried_credit", "does nothing without `after`, which names the items that this one builds on"


def _built(keys: ItemKeys, options: BaseModel) -> Item:
    return Item(
        id=keys.id,
        kind=keys.kind,
        name=keys.name or keys.id,
        aliases=tuple(keys.aliases),
        points=keys.points,
        tolerance=keys.tolerance,
        misconceptions=tuple(
            AuthorMisconception(name=m.name, expression=m.expression, text=m.text, credit=m.credit)
            for m in keys.misconceptions
        ),
        after=tuple(keys.after),
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


def _check_items(items: Mapping[int, Item], unread: set[str], function: Function | None, problems: Problems) -> None:
    """Hold the items, by their place in the file, against each other; nothing is known of the `unread` ones but their ids."""
    ids: set[str] = set()
    spelled: dict[str, str] = {}
    for index, item in items.items():
        path: Path = ("items", index)
        if item.id in ids:
            problems.add((*path, "id"), f"`{item.id}` is the id of an earlier item")
        ids.add(item.id)
        for name in item.names:
            if name in spelled and spelled[name] != item.id:
                problems.add(path, f"the name `{name}` belongs to the item `{spelled[name]}` already")
            spelled[name] = item.id
        _check_after(item, list(items.values()), unread, path, problems)
        for number, misconception in enumerate(item.misconceptions):
            if function is None:
                break  # then its own faults are said, and a formula without variables says nothing
            try:
                read(misconception.expression, variables=function.variables)
            except Unreadable as error:
                problems.add((*path, "misconceptions", number, "expression"), error.reason)


def _check_after(item: Item, items: list[Item], unread: set[str], path: Path, problems: Problems) -> None:
    by_id = {other.id: other for other in items}
    builds_on = KINDS[item.kind].builds_on
    for earlier in item.after:
        if earlier not in by_id and earlier not in unread:
            problems.add((*path, "after"), f"`{earlier}` is no item of this exercise{suggestion(earlier, by_id)}")
        elif builds_on and earlier not in {item.id, *unread} and by_id[earlier].kind not in builds_on:
            kinds = " or ".join(builds_on)
            problems.add((*path, "after"), f"`{earlier}` does nothing here: an item of this kind builds on a {kinds}")
    pending, seen = list(item.after), set[str]()
    while pending:
        earlier = pending.pop()
        if earlier == item.id:
            problems.add((*path, "after"), "the item builds on itself")
            return
        if earlier in by_id and earlier not in seen:
            seen.add(earlier)
            pending.extend(by_id[earlier].after)


def _repeated_ids(exercises: list[Exercise]) -> list[str]:
    seen: set[str] = set()
    repeated = [e.id for e in exercises if e.id in seen or seen.add(e.id)]  # type: ignore[func-returns-value]
    return [f"two files have the exercise id `{identity}`; give one another id" for identity in repeated]


def _selected(exercises: list[Exercise], only: tuple[str, ...]) -> tuple[Exercise, ...]:
    known = [exercise.id for exercise in exercises]
    for wanted in only:
        if wanted not in known:
            raise UsageError(f"--only {wanted}: no such exercise{suggestion(wanted, known)}")
    return tuple(e for e in exercises if not only or e.id in only)
