"""Find the line of a student's program that a mistake lies in: the step of its loop, the derivative behind it, its `return`.

Reads the syntax tree alone, from what is returned backwards. Where the tree shows no such line there is none: the line where a
function begins says nothing to its author.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from grader.kinds.candidates import tree_of
from grader.model import Criterion, Place, Statement, Submission, Verdict
from grader.sentences.sentence import Sentence

_PASSED_ON = {"array", "asarray", "float", "list", "round", "tuple"}  # what these give is what they were given
_ADDING = {"append", "extend", "insert"}  # ways in which a list gets longer
_LOOPS = (ast.For, ast.While)  # a comprehension moves no point from pass to pass
_DERIVATIVE = {"slip.wrong_gradient", "one_coordinate_right", "wrong_direction"}  # said where the step follows another derivative
_DEPTH = 6  # names from what is returned back to a formula: people write two or three

Given: TypeAlias = tuple[ast.stmt, ast.expr]
"""A line, and what it gives to a name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Blame:
    """What a mistake lies in: the `criterion` that was lost first, and the number of the one wrong `coordinate`, if there is one.

    `behind` the step stands the derivative, if that is what is wrong.
    """

    criterion: str = ""
    behind: bool = False
    coordinate: int | None = None


def blame_of(criteria: Sequence[Criterion], told: Sequence[str], variables: Sequence[str]) -> Blame:
    """Return what a mistake lies in, by the first line of the rubric that was lost and by what is told of it."""
    lost = next((line for line in criteria if line.credit < 1 and line.verdict is not Verdict.NEEDS_REVIEW), None)
    said = list(_parts([*([lost.feedback] if lost else []), *told]))
    codes = {text.code for text in said}
    axes = {str(text.gaps.get("axis") or text.gaps.get("wrong")) for text in said}
    named = [place for place, variable in enumerate(variables) if variable in axes]
    ignored = any(code.startswith("slip.ignores_n") for code in codes)
    return Blame(
        criterion="count" if ignored else lost.id if lost else "",
        behind=not codes.isdisjoint(_DERIVATIVE),
        coordinate=named[0] if len(named) == 1 else None,
    )


def _parts(texts: Sequence[object]) -> Iterator[Sentence]:
    for text in texts:
        if isinstance(text, Sentence):
            yield text
            yield from _parts(list(text.gaps.values()))


def line_to_blame(definition: Statement, submission: Submission, blame: Blame) -> Place | None:
    """Return the line of a definition to look at; None where no line of it says more than another."""
    tree = tree_of(definition.source)
    if isinstance(tree, ast.FunctionDef):
        found = _in_function(tree, definition, submission, blame)
        return _at(*found) if found is not None else None
    later = submission.statements[submission.statements.index(definition) :] if definition in submission.statements else ()
    adding = [_at(node, each) for each in later for node in _additions(tree_of(each.source), definition.names)]
    return adding[-1] if adding else definition.place


def _at(node: ast.AST, statement: Statement) -> Place:
    place, line = statement.place, getattr(node, "lineno", 1)
    return Place(file=place.file, line=place.line + line - 1, cell=place.cell, text=place.text)


def _additions(tree: ast.stmt | None, names: Sequence[str]) -> Iterator[ast.AST]:
    """Yield the calls that add to a list of one of these names."""
    for node in ast.walk(tree) if tree is not None else ():
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr)) if name in names and attr in _ADDING:
                yield node


def _in_function(
    tree: ast.FunctionDef, definition: Statement, submission: Submission, blame: Blame
) -> tuple[ast.AST, Statement] | None:
    function = _Function(tree)
    if blame.criterion == "count":
        loops = [node for node in ast.walk(tree) if isinstance(node, _LOOPS)]
        return (loops[0], definition) if len(loops) == 1 else None
    if blame.criterion == "start":
        return (function.returned[-1], definition) if function.returned else None
    found = function.step(blame.coordinate)
    if found is None or not blame.behind:
        return (found[0], definition) if found is not None else None
    derivative = function.behind(found, blame.coordinate)
    called = {node.func.id for node in ast.walk(derivative[1]) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    for other in submission.statements:
        helper = tree_of(other.source) if called.intersection(other.names) else None
        if isinstance(helper, ast.FunctionDef) and (step := _Function(helper).step(blame.coordinate)) is not None:
            return step[0], other
    return derivative[0], definition


@dataclass(frozen=True)
class _Function:
    """What the names of a function are given, as its tree says."""

    tree: ast.FunctionDef

    @cached_property
    def returned(self) -> list[ast.Return]:
        """Return what is returned at the end, and before it on other ways."""
        found = [node for node in ast.walk(self.tree) if isinstance(node, ast.Return) and node.value is not None]
        return sorted(found, key=lambda node: node.lineno)

    @cached_property
    def _given(self) -> dict[str, list[Given]]:
        """Return the lines that give something to each name: those of a loop, if there are some; else all."""
        looped = {id(node) for loop in ast.walk(self.tree) if isinstance(loop, _LOOPS) for node in ast.walk(loop)}
        found: dict[str, list[Given]] = {}
        nodes = [node for node in ast.walk(self.tree) if isinstance(node, ast.stmt)]
        for node in sorted(nodes, key=lambda node: node.lineno):
            for name, value in _gifts(node):
                found.setdefault(name, []).append((node, value))
        return {name: [each for each in given if id(each[0]) in looped] or given for name, given in found.items()}

    def step(self, coordinate: int | None) -> Given | None:
        """Return the line of the loop, if there is one, that works out what is returned; None if several lines share in it."""
        if not self.returned or self.returned[-1].value is None or (len(self.returned) > 1 and not self._in_loop):
            return None
        found: Given = self.returned[-1], self.returned[-1].value
        return self._followed(found, coordinate, lambda value: _bare_names(value, coordinate))

    def behind(self, step: Given, coordinate: int | None) -> Given:
        """Return the line with the formula of a step; the step itself if it holds the formula."""
        own = {name for name, given in self._given.items() if any(line is step[0] for line, _ in given)}

        def names(value: ast.expr) -> list[str]:
            read = [node.id for node in ast.walk(value) if isinstance(node, ast.Name) and node.id in self._in_loop]
            return _bare_names(value, coordinate) or [name for name in dict.fromkeys(read) if name not in own]

        return self._followed(step, coordinate, names) or step

    @cached_property
    def _in_loop(self) -> set[str]:
        loops = [node for node in ast.walk(self.tree) if isinstance(node, _LOOPS)]
        return {name for loop in loops for node in ast.walk(loop) for name, _ in _gifts(node)}

    def _followed(self, found: Given, coordinate: int | None, names: Callable[[ast.expr], list[str]]) -> Given | None:
        for _ in range(_DEPTH):
            given = [self._given[name] for name in names(found[1]) if name in self._given]
            lines = {id(each[-1][0]) for each in given}
            if not given:
                return found
            if len(lines) > 1:
                return None
            found = given[0][-1]
        return None


def _gifts(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Yield the names that a line gives something to, each with what it is given."""
    match node:
        case ast.Assign(targets=[ast.Tuple(elts=names) | ast.List(elts=names)], value=ast.Tuple(elts=values)) if len(names) == len(
            values
        ):
            yield from ((name, value) for target, value in zip(names, values, strict=True) for name in _root(target))
        case ast.Assign(targets=targets, value=value):
            parts = (part for target in targets for part in getattr(target, "elts", [target]))
            yield from ((name, value) for part in parts for name in _root(part))
        case ast.AugAssign(target=target, value=value):
            yield from ((name, value) for name in _root(target))
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr), args=[*_, value])) if attr in _ADDING:
            yield name, value


def _root(target: ast.expr) -> Iterator[str]:
    """Yield the name that a target belongs to: `x` of `x.data` and of `x[0]`."""
    while isinstance(target, ast.Attribute | ast.Subscript):
        target = target.value
    if isinstance(target, ast.Name):
        yield target.id


def _bare_names(value: ast.expr, coordinate: int | None) -> list[str]:
    """Return the names behind a value passed on as it is; of several coordinates the one asked for."""
    match value:
        case ast.Name(id=name):
            return [name]
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            chosen = [parts[coordinate]] if coordinate is not None and coordinate < len(parts) else parts
            return [name for part in chosen for name in _bare_names(part, None)]
        case ast.Attribute(value=inner) | ast.Subscript(value=inner):
            return _bare_names(inner, None)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[inner, *_]) if name in _PASSED_ON:
            return _bare_names(inner, coordinate)
        case ast.Call(func=ast.Attribute(value=inner), args=[]):
            return _bare_names(inner, coordinate)
    return []
