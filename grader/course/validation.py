"""What pydantic finds wrong with a mapping, as problems with their lines and in words that authors know.

Knows models and paths, nothing of exercises.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from grader.course.yaml_lines import Path, Problems

_EXPECTED = {
    "string_type": "text",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "int_type": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a finite number",
    "int_parsing_size": "a smaller number",
    "fraction_parsing": "a number or a fraction, like 0.5 or 1/2",
    "fraction_type": "a number or a fraction, like 0.5 or 1/2",
    "greater_than": "more than {gt}",
    "greater_than_equal": "at least {ge}",
    "less_than": "less than {lt}",
    "less_than_equal": "at most {le}",
    "too_short": "a list with {min_length} or more in it",
    "too_long": "a list with no more than {max_length} in it",
    "literal_error": "{expected}",
}
"""What pydantic's types of fault say to somebody who writes YAML, with the bounds that the fault brings along."""

_OTHER = "something else; `grade new` writes an exercise with a comment at every key"
_LONGEST = 60
"""Characters of a wrong value that are shown: enough to find it in its line."""


def validated(
    model: type[BaseModel], raw: Mapping[str, object], path: Path, problems: Problems, also: Iterable[str] = ()
) -> BaseModel | None:
    """Return the model made of a mapping, or None when it has problems, which are then collected with their paths."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        said: dict[Path, list[str]] = {}
        shown: dict[Path, str] = {}
        for fault in error.errors():
            where = _as_written(fault, raw)
            said.setdefault(where, []).append(_fault_text(fault, model, also))
            shown.setdefault(where, _given(fault))
        for where, texts in said.items():
            inside = any(len(other) > len(where) and other[: len(where)] == where for other in said)
            if inside and all(text.startswith("must be ") for text in texts):
                continue  # a part of it is wrong, and that is said
            problems.add((*path, *where), _together(texts) + shown[where])
        return None


def _as_written(fault: ErrorDetails, raw: object) -> Path:
    """The path to a fault as the author knows it, without the steps that pydantic makes up for the ways of a union."""
    path: list[str | int] = []
    odd = fault["type"] == "extra_forbidden" and not str(fault["loc"][-1]).isidentifier()
    for step in fault["loc"][: -1 if odd else None]:
        known = isinstance(raw, Mapping) and step in raw
        if isinstance(step, str) and not known and (not step.isidentifier() or step in _WAYS):
            continue
        path.append(step)
        held = isinstance(raw, list) and isinstance(step, int) and step < len(raw)
        raw = raw[step] if known or held else None  # type: ignore[index]
    return tuple(path)


_WAYS = frozenset(("bool", "int", "float", "str", "fraction"))
"""What pydantic calls the ways of a union where they are plain types; no key of ours is called so."""


def _together(texts: list[str]) -> str:
    """Return one sentence for a value that fits none of several ways: `must be a number or a list`."""
    musts = [text.removeprefix("must be ") for text in texts if text.startswith("must be ")]
    ways = musts
    if len(musts) > 1:
        ways = list(dict.fromkeys(way for text in musts for way in text.replace(" or ", ", ").split(", ")))
    others = list(dict.fromkeys(text for text in texts if not text.startswith("must be ")))
    listed = f"{', '.join(ways[:-1])} or {ways[-1]}" if len(ways) > 1 else "".join(ways)
    return "; ".join([*([f"must be {listed}"] if ways else []), *others])


def _given(fault: ErrorDetails) -> str:
    """Return the wrong value, where it is short and the sentence does not show it already."""
    if fault["type"] in ("extra_forbidden", "missing", "invalid_key") or "`" in fault["msg"]:
        return ""
    given = fault.get("input")
    if given is None:
        return " (here: nothing)"
    if isinstance(given, bool):
        return f" (here: {str(given).lower()})"
    text = repr(given) if isinstance(given, str | int | float) else ""
    return f" (here: {text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'})" if text else ""


def _fault_text(fault: ErrorDetails, model: type[BaseModel], also: Iterable[str]) -> str:
    if fault["type"] == "extra_forbidden":
        known = [*_fields_at(model, fault["loc"][:-1]), *(also if len(fault["loc"]) == 1 else ())]
        odd = str(fault["loc"][-1])
        if not odd.isidentifier():
            return f"`{odd}` is not a key here; quote a text that holds a comma or a colon"
        return f"is not a key here{suggestion(str(fault['loc'][-1]), known)}"
    if fault["type"] == "missing":
        return "is missing"
    if fault["type"] == "invalid_key":
        return "is no key here: a key is a name"
    if fault["type"] in ("value_error", "assertion_error"):
        message = fault["msg"].partition(", ")[2]
        return message[:1].lower() + message[1:]
    stated = fault.get("ctx", {}).items()
    bounds = {name: f"{value:g}" if isinstance(value, float) else str(value).replace("'", "`") for name, value in stated}
    return f"must be {_EXPECTED.get(fault['type'], _OTHER).format_map(bounds)}"


def _fields_at(model: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    """Return the keys allowed where the path leads."""
    for step in path:
        field = model.model_fields.get(str(step))
        inner = getattr(field, "annotation", None)
        candidates = [inner, *getattr(inner, "__args__", ())]
        models = [c for c in candidates if isinstance(c, type) and issubclass(c, BaseModel)]
        model = models[0] if models else model
    return list(model.model_fields)


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return what else was perhaps meant: the nearest of the known words, else all of them."""
    known = list(known)
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return f"; did you mean `{near[0]}`?" if near else f"; there are: {', '.join(sorted(known))}"
