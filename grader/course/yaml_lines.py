"""YAML as plain values that remember their lines: numbers as people write them, `no` and `y` as names.

Only the safe scalars, lists and mappings are built; a tag executes nothing. Duplicate keys are
refused. Knows nothing of exercises.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

Path = tuple[str | int, ...]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[+-]?(0|[1-9][0-9_]*)$")
_FLOAT = re.compile(r"[+-]?([0-9][0-9_]*\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$")
_PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map", "merge", "value")
)
_MOST_VALUES = 20_000
_WORDS: Mapping[str, object] = {"true": True, "false": False, "null": None, "~": None, "": None}


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
        _add_yaml_error(error, problems)
        return None
    except (RecursionError, ValueError) as error:
        problems.add_at(1, f"cannot be read as YAML: {error}")
        return None
    try:
        return None if node is None else _value(node, (), problems, frozenset())
    except _TooMuchError:
        problems.add_at(1, f"holds more than {_MOST_VALUES} values; do its aliases (`*name`, `<<`) stand in one another?")
        return None


class _TooMuchError(Exception):
    """Aliases of aliases make a short file as large as they please."""


def _add_yaml_error(error: yaml.YAMLError, problems: Problems) -> None:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or str(error)
    hint = " (indent with blanks, not tabs)" if "\\t" in what else ""
    problems.add_at(mark.line + 1 if mark else 1, f"is not YAML: {what}{hint}")


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
    return _scalar(node)


def _visit(problems: Problems) -> None:
    """Counts what is looked at, as often as aliases and merge keys bring it in."""
    problems.visited += 1
    if problems.visited > _MOST_VALUES:
        raise _TooMuchError


def _mapping(node: yaml.MappingNode, path: Path, problems: Problems, inside: frozenset[int]) -> dict[str, object]:
    result: dict[str, object] = {}
    merged: list[yaml.Node] = []
    for key_node, value_node in node.value:
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


def _merge(
    node: yaml.Node, result: dict[str, object], path: Path, problems: Problems, inside: frozenset[int]
) -> None:
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


def _scalar(node: yaml.Node) -> object:
    text = str(node.value)
    if getattr(node, "style", None):  # plain text has the style "" from libyaml and None from PyYAML
        return text
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _INTEGER.match(text) and len(text) < 400:
        return int(text.replace("_", ""))
    return float(text.replace("_", "")) if _FLOAT.match(text) else text
