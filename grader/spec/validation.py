"""What pydantic finds wrong with a mapping, as problems with their lines and in words that authors know.

Knows models and paths, nothing of exercises.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from grader.spec.lines import Path, Problems

_EXPECTED = {
    "string_type": "text",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "too_short": "a list with something in it",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "int_type": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
}
"""What pydantic's types of fault say to somebody who writes YAML."""


def validated(
    model: type[BaseModel], raw: Mapping[str, object], path: Path, problems: Problems, also: Iterable[str] = ()
) -> BaseModel | None:
    """The model made of a mapping, or None when it has problems, which are then collected with their paths."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        for fault in error.errors():
            where = tuple(step for step in fault["loc"] if not _is_inner(step))
            problems.add((*path, *where), _fault_text(fault, model, also))
        return None


def _is_inner(step: str | int) -> bool:
    """Whether pydantic made this step of a path up (the branch of a union), so that no author knows it."""
    return isinstance(step, str) and not step.isidentifier()


def _fault_text(fault: ErrorDetails, model: type[BaseModel], also: Iterable[str]) -> str:
    if fault["type"] == "extra_forbidden":
        known = [*_fields_at(model, fault["loc"][:-1]), *(also if len(fault["loc"]) == 1 else ())]
        odd = str(fault["loc"][-1])
        if not odd.isidentifier():
            return f"`{odd}` is not a key here; quote a text that holds a comma or a colon"
        return f"is not a key here{suggestion(str(fault['loc'][-1]), known)}"
    if fault["type"] == "missing":
        return "is missing"
    if fault["type"] in _EXPECTED:
        message = f"must be {_EXPECTED[fault['type']]}"
    else:
        message = fault["msg"].removeprefix("Value error, ").replace("Input should be", "must be")
    given = fault.get("input")
    shown = f" (here: {given!r})" if isinstance(given, str | int | float) and "`" not in message else ""
    return message[:1].lower() + message[1:] + shown


def _fields_at(model: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    """The keys allowed where the path leads."""
    for step in path:
        field = model.model_fields.get(str(step))
        inner = getattr(field, "annotation", None)
        candidates = [inner, *getattr(inner, "__args__", ())]
        models = [c for c in candidates if isinstance(c, type) and issubclass(c, BaseModel)]
        model = models[0] if models else model
    return list(model.model_fields)


def suggestion(word: str, known: Iterable[str]) -> str:
    """What else was perhaps meant: the nearest of the known words, else all of them."""
    known = list(known)
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return f"; did you mean `{near[0]}`?" if near else f"; there are: {', '.join(sorted(known))}"
