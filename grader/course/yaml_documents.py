"""YAML as plain values that remember their lines, held against a model: every problem with its line, in words authors know.

Numbers are as people write them, `no` and `y` are names. Only the safe scalars, lists and mappings are built; a tag executes
nothing, and duplicate keys are refused. Knows models and paths, nothing of exercises.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

Path = tuple[str | int, ...]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[+-]?(0|[1-9][0-9_]*)$")  # a leading zero is a text: 0012 is a student number and no octal one
# As people write numbers; YAML 1.1 has `1e3` as a text.
_FLOAT = re.compile(r"[+-]?([0-9][0-9_]*\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$")
_PLAIN_TAGS = frozenset(  # what a value may be without a program running; any other tag is refused
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map", "merge", "value")
)
# The lesson's largest exercise has 204; aliases of aliases reach any number in a short file.
_MOST_VALUES = 20_000
# `yes`, `no`, `on` and `off` are texts, since `n` and `y` are variables.
_WORDS: Mapping[str, object] = {"true": True, "false": False, "null": None, "~": None, "": None}


# What both readers of YAML say of a brace that was not closed where they looked for it.
_BRACE_EXPECTED = re.compile(r"expected ',' or '}'")


class Problems:
    """Collects what is wrong in a file, each with its line: `exercises/x.yml:14: items[2].points: …`."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[tuple[int, str]] = []
        self.lines: dict[Path, int] = {(): 1}
        self.visited = 0

    def add(self, path: Path, message: str) -> None:
        """Remember a problem at the line where this path (or the nearest one above it) stands."""
        self.add_at(self.line_of(path), f"{path_text(path)}: {message}" if path else message)

    def add_at(self, line: int, message: str) -> None:
        """Remember a problem at a line."""
        self.found.append((line, message))

    def line_of(self, path: Path) -> int:
        """Return the line of a path, or of the nearest one above it that is in the file."""
        while path not in self.lines:
            path = path[:-1]
        return self.lines[path]

    def text_at(self, path: Path, message: str) -> str:
        """Return a sentence about a path as authors see it: `exercises/x.yml:14: items[2].points: …`."""
        shown = f"{path_text(path)}: {message}" if path else message
        return f"{self.file}:{self.line_of(path)}: {shown}"

    def texts(self) -> list[str]:
        """Return all problems in the order of the file."""
        return [f"{self.file}:{line}: {message}" for line, message in sorted(self.found)]


def path_text(path: Path) -> str:
    """Return a path as authors know it: `items[2].points`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


def load(text: str, problems: Problems) -> object:
    """Return the document's value; what is wrong with it as YAML goes into `problems`, and then None comes back."""
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or str(error)
        hint = " (indent with blanks, not tabs)" if "\\t" in what else ""
        if _BRACE_EXPECTED.search(what):
            hint = ' (between braces, put a text with commas, brackets or quotes in it into quotes, as in {answer: "f(1, 2)"})'
        problems.add_at(mark.line + 1 if mark else 1, f"is not YAML: {what}{hint}")
        return None
    except (RecursionError, ValueError) as error:
        problems.add_at(1, f"cannot be read as YAML: {error}")
        return None
    try:
        return None if node is None else _value(node, (), problems, frozenset())
    except _TooMuchError:
        problems.add_at(1, f"holds more than {_MOST_VALUES} values; do its aliases (`*name`, `<<`) stand in one another?")
        return None


def mapping_in(text: str, problems: Problems, expected: str, *, empty: bool = False) -> dict[str, object] | None:
    """Return the mapping that a file of the course's is; what is wrong goes into `problems`, and then None comes back.

    `expected` says to an author what such a file is; `empty` allows one that says nothing.
    """
    document = load(text, problems)
    if isinstance(document, dict):
        return document
    if document is None and empty and not problems.found:
        return {}
    if not problems.found:
        problems.add((), expected)
    return None


class _TooMuchError(Exception):
    """Aliases of aliases make a short file as large as they please."""


def _value(node: yaml.Node, path: Path, problems: Problems, above: frozenset[int]) -> object:
    problems.lines.setdefault(path, node.start_mark.line + 1)
    _visit(problems)
    if id(node) in above or len(path) > 20:
        problems.add(path, "is nested in itself or too deep")
        return None
    if node.tag not in _PLAIN_TAGS:
        problems.add(path, f"the tag {node.tag} is not allowed; write a plain value")
        return None
    inside = above | {id(node)}
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, problems, inside)
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, (*path, index), problems, inside) for index, child in enumerate(node.value)]
    text = str(node.value)
    if getattr(node, "style", None):  # plain text has the style "" from libyaml and None from PyYAML
        return text
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _INTEGER.match(text) and len(text) < 400:
        return int(text.replace("_", ""))
    return float(text.replace("_", "")) if _FLOAT.match(text) else text


def _visit(problems: Problems) -> None:
    """Count what is looked at, as often as aliases and merge keys bring it in."""
    problems.visited += 1
    if problems.visited > _MOST_VALUES:
        raise _TooMuchError


def _mapping(node: yaml.MappingNode, path: Path, problems: Problems, inside: frozenset[int]) -> dict[str, object]:
    result: dict[str, object] = {}
    merged: list[yaml.Node] = []
    for key_node, value_node in _rejoined(node.value, path, problems) if node.flow_style else node.value:
        key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else "?"
        line = key_node.start_mark.line + 1
        if key == "<<":
            merged.append(value_node)
            continue
        if key in result:
            problems.add_at(line, f"{path_text((*path, key))}: stands here twice; keep one")
            continue
        problems.lines.setdefault((*path, key), line)
        result[key] = _value(value_node, (*path, key), problems, inside)
    for value_node in merged:
        _merge(value_node, result, path, problems, inside)
    return result


def _rejoined(pairs: list[tuple[yaml.Node, yaml.Node]], path: Path, problems: Problems) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """Yield the pairs between braces; what YAML cut at a comma in round brackets is whole again, and is a problem."""
    at = 0
    while at < len(pairs):
        key, value = pairs[at]
        at += 1
        cut = key if _opens(key) > 0 and _is_nothing(value) else value if _opens(value) > 0 else None
        if cut is not None:
            end, whole, behind = at, cut.value, value
            while end < len(pairs) and whole.count("(") > whole.count(")") and (end == at or _is_nothing(behind)):
                (more, behind), end = pairs[end], end + 1
                whole += f", {more.value}"
            if whole.count("(") == whole.count(")") and (cut is key or _is_nothing(behind)):
                at, joined = end, yaml.ScalarNode(cut.tag, whole, cut.start_mark, cut.end_mark)
                where = path if cut is key else (*path, str(key.value))
                message = f'`{whole}` is cut at its comma here; between braces, put it into quotes: "{whole}"'
                problems.add_at(cut.start_mark.line + 1, f"{path_text(where)}: {message}")
                key, value = (joined, behind) if cut is key else (key, joined)
        yield key, value


def _opens(node: yaml.Node) -> int:
    """Return how many round brackets of a plain text are not closed."""
    plain = isinstance(node, yaml.ScalarNode) and not node.style
    return node.value.count("(") - node.value.count(")") if plain else 0


def _is_nothing(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and not node.value


def _merge(node: yaml.Node, result: dict[str, object], path: Path, problems: Problems, inside: frozenset[int]) -> None:
    """Add what `<<: *name` brings and the mapping does not say itself."""
    _visit(problems)
    if isinstance(node, yaml.SequenceNode) and id(node) not in inside:
        for one in node.value:
            _merge(one, result, path, problems, inside | {id(node)})
        return
    brought = _value(node, path, problems, inside)
    if isinstance(brought, dict):
        for key, value in brought.items():
            result.setdefault(key, value)
    elif isinstance(node, yaml.ScalarNode):
        problems.add(path, "`<<` takes a mapping, such as `<<: *name`")


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

# For a fault that no author has met so far.
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
    """Return the path to a fault as the author knows it, without the steps that pydantic makes up for the ways of a union."""
    path: list[str | int] = []
    odd = fault["type"] == "extra_forbidden" and not str(fault["loc"][-1]).isidentifier()
    for step in fault["loc"][: -1 if odd else None]:
        known = isinstance(raw, Mapping) and step in raw
        made_up = isinstance(step, str) and (not step.isidentifier() or step in _WAYS or step.endswith("Keys"))
        if made_up and not known:
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
        model = next(_models_in(inner), model)
    return [field.alias or name for name, field in model.model_fields.items()]


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    """Yield the models in a type, also in the parts of a union, a list or a mapping."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _models_in(part)


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return what else was perhaps meant: the nearest of the known words, else all of them."""
    known = list(known)
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return f"; did you mean `{near[0]}`?" if near else f"; there are: {', '.join(sorted(known))}"
