"""Find the line of a student's program that a mistake lies in: the step of its loop, the derivative behind it, its `return`.

Reads the syntax tree alone, from what is returned backwards. Where the tree shows no such line there is none: the line where a
function begins says nothing to its author.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from typing import TypeAlias

from grader.kinds.candidates import tree_of
from grader.model import Audience, CheckResult, Place, Statement, Submission, Verdict
from grader.sentences.sentence import Sentence

_PASSED_ON = {"array", "asarray", "float", "list", "round", "tuple"}  # what these give is what they were given
_ADDING = {"append", "extend", "insert"}  # ways in which a list gets longer
_LOOPS = (ast.For, ast.While)  # a comprehension moves no point from pass to pass
_DERIVATIVE = ("slip.wrong_gradient", "one_coordinate_right")  # said where the step follows another derivative
_RETURNED = (
    "slip.returns_",
    "slip.coordinates_swapped",
    "slip.rounds_the_result",
    "no_point",
    "stays.returns_start",
)  # the last line is to blame
_BEGUN = ("slip.ignores_start", "slip.begins_elsewhere", "slip.coordinate_typed_in")  # the first line is
_DEPTH = 6  # names from what is returned back to a formula: people write two or three

Given: TypeAlias = tuple[ast.stmt, ast.expr]
"""A line, and what it gives to a name."""


class Part(Enum):
    """Which part of a program is to blame."""

    STEP = auto()
    NUMBER = auto()  # in the step, where it is written there
    DERIVATIVE = auto()  # behind the step
    LOOP = auto()
    BEGINNING = auto()
    END = auto()
    NONE = auto()


@dataclass(frozen=True, kw_only=True, slots=True)
class Blame:
    """What a mistake lies in, and the number of the one wrong `coordinate`, if there is one."""

    part: Part = Part.STEP
    coordinate: int | None = None


def blame_of(result: CheckResult, variables: Sequence[str]) -> Blame:
    """Return what a mistake lies in, by what is told of it and by the line of the rubric that was lost first."""
    lost = next((line for line in result.criteria if line.credit < 1 and line.verdict is not Verdict.NEEDS_REVIEW), None)
    told = [remark.text for remark in result.feedback if remark.audience is Audience.STUDENT]
    said = list(parts_of([*([lost.feedback] if lost else []), *told]))
    axes = {str(text.gaps.get("axis") or text.gaps.get("wrong")) for text in said}
    named = [place for place, variable in enumerate(variables) if variable in axes]

    def tells(*codes: str) -> bool:
        return any(text.code.startswith(codes) for text in said)

    if result.verdict is Verdict.DID_NOT_RUN:
        part = Part.NONE
    elif lost is None:
        part = Part.STEP
    elif tells("slip.ignores_n") or lost.id == "count":
        part = Part.LOOP
    elif tells(*_RETURNED):
        part = Part.END
    elif tells(*_BEGUN):
        part = Part.BEGINNING
    elif lost.id == "start":
        part = Part.NONE
    elif lost.id == "direction":
        part = Part.DERIVATIVE if tells(*_DERIVATIVE) else Part.STEP
    else:
        part = Part.NUMBER
    return Blame(part=part, coordinate=named[0] if len(named) == 1 else None)


def parts_of(texts: Sequence[object]) -> Iterator[Sentence]:
    """Yield the sentences among some texts, and those that stand in them."""
    for text in texts:
        if isinstance(text, Sentence):
            yield text
            yield from parts_of(list(text.gaps.values()))


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
    function, coordinate = _Function(tree), blame.coordinate
    match blame.part:
        case Part.NONE:
            return None
        case Part.LOOP:
            return (function.loops[0], definition) if len(function.loops) == 1 else None
        case Part.END:
            return (function.returned[-1], definition) if function.returned else None
        case Part.BEGINNING:
            first = function.beginning(coordinate)
            return (first, definition) if first is not None else None
    found = function.step(coordinate)
    factors = (
        [part for node in ast.walk(found[1]) if isinstance(node, ast.BinOp) for part in (node.left, node.right)] if found else []
    )
    if found is None or (blame.part is Part.NUMBER and not any(isinstance(part, ast.Constant) for part in factors)):
        return None
    derivative = function.behind(found, coordinate) if blame.part is Part.DERIVATIVE else found
    called = {node.func.id for node in ast.walk(derivative[1]) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    for other in submission.statements if blame.part is Part.DERIVATIVE else ():
        helper = tree_of(other.source) if called.intersection(other.names) else None
        if isinstance(helper, ast.FunctionDef) and (step := _Function(helper).step(coordinate)) is not None:
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
    def loops(self) -> list[ast.For | ast.While]:
        """Return its loops, from outside to inside."""
        return [node for node in ast.walk(self.tree) if isinstance(node, _LOOPS)]

    @cached_property
    def _given(self) -> dict[str, list[Given]]:
        """Return the lines that give something to each name, in order."""
        found: dict[str, list[Given]] = {}
        nodes = [node for node in ast.walk(self.tree) if isinstance(node, ast.stmt)]
        for node in sorted(nodes, key=lambda node: node.lineno):
            for name, value in _gifts(node):
                found.setdefault(name, []).append((node, value))
        return found

    @cached_property
    def _looped(self) -> dict[str, list[Given]]:
        """Return those of them in a loop; all, where there is none."""
        inside = {id(node) for loop in self.loops for node in ast.walk(loop)}
        found = {name: [each for each in given if id(each[0]) in inside or not self.loops] for name, given in self._given.items()}
        return {name: given for name, given in found.items() if given}

    def step(self, coordinate: int | None) -> Given | None:
        """Return the line of the loop, if there is one, that works out what is returned; None if several lines share in it."""
        if not self.returned or self.returned[-1].value is None or (len(self.returned) > 1 and not self.loops):
            return None
        found = self._passed_on((self.returned[-1], self.returned[-1].value), coordinate)
        still = found is not None and found[0] is self.returned[-1] and self._given.keys() & set(_bare_names(found[1], None))
        return None if still else found

    def beginning(self, coordinate: int | None) -> ast.stmt | None:
        """Return the line in which what is returned gets its first value; None if it gets none before the loop."""
        value = self.returned[-1].value if self.returned else None
        for name in _bare_names(value, coordinate) if value is not None else ():
            line, _ = self._given.get(name, [(None, None)])[0]
            if line is not None and all(line is not other for other, _ in self._looped.get(name, ())):
                return line
        return None

    def behind(self, step: Given, coordinate: int | None) -> Given:
        """Return the line with the formula of a step: what depends on the point, and is no coordinate; else the step itself."""
        end = self.returned[-1].value if self.returned else None
        point = {name for name, given in self._looped.items() if any(line is step[0] for line, _ in given)}
        point |= set(_bare_names(end, None)) if end is not None else set()
        read = self._looped.keys() & _names(step[1]) - point
        found = [self._looped[name][-1] for name in read if point & _names(self._looped[name][-1][1])]
        lines = {id(line) for line, _ in found}
        return (self._passed_on(found[0], coordinate) or step) if len(lines) == 1 else step

    def _passed_on(self, found: Given, coordinate: int | None) -> Given | None:
        """Return the line from which a value is passed on as it is; None if several lines share in it."""
        for _ in range(_DEPTH):
            given = [self._looped[name][-1] for name in _bare_names(found[1], coordinate) if name in self._looped]
            if not given:
                return found
            if len({id(line) for line, _ in given}) > 1:
                return None
            line, value = given[0]
            found = line, value if len(given) == 1 else getattr(line, "value", value)
        return None


def _names(value: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}


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
