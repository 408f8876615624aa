"""Checks that always hold: the package's own functions with one condition, comparison or answer that cannot fail any more.

A function is changed in place, by its code, so that whoever imported it calls the changed one. Of a sentence that is said where
it stands in the source, the conditions on the way to it hold (`ways`), or what says it is said first of all (`hoisted`). What is
compared with an answer (slips, steps, explanations) always compares equal (`compared`).
"""

from __future__ import annotations

import ast
import importlib
import sys
import types
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from grader.descent.explanations import Explanation
from grader.descent.methods.method import Iteration
from grader.equality.decision import Relation
from grader.kinds.descent.program_trial import Trial
from grader.quantities.slips import term_slips
from grader.sandbox.host import exceptions
from grader.sentences.catalogue import SENTENCES
from grader.sentences.examples import example
from grader.sentences.sentence import Sentence

ROOT = Path(__file__).parents[2]
Mutant = Callable[[], AbstractContextManager[object]]
"""A change of the package that is undone afterwards."""
_LEAVES = (ast.Return, ast.Continue, ast.Raise, ast.Break)
_CALLERS = 3  # how far up the callers a condition is looked for, where a function has none
_OWN = ("under", "audience")  # what `say` itself takes


def codes_in(text: object) -> Iterator[str]:
    """The code of a sentence, and those of the sentences in its gaps."""
    if isinstance(text, Sentence):
        yield text.code
        for value in text.gaps.values():
            yield from codes_in(value)


# --- Where a sentence is said -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Source:
    """A module of the package: its tree, and what each node stands in."""

    name: str
    file: str
    tree: ast.Module
    above: dict[ast.AST, ast.AST]

    def function_of(self, node: ast.AST) -> str:
        """The dotted name of the function, or class, around a node; empty at the top."""
        names = []
        while node in self.above:
            node = self.above[node]
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                names.append(node.name)
        return ".".join(reversed(names))

    def said(self, code: str) -> list[ast.Constant]:
        """Where a code stands: whole, or as a slip's name, whose usual sentence does for a case."""
        name = code.removeprefix("slip.")
        for word in (code,) if name == code else (name, name.partition(".")[0]):
            found = [n for n in ast.walk(self.tree) if isinstance(n, ast.Constant) and n.value == word]
            found = [n for n in found if not isinstance(self.above[n], ast.Expr | ast.Compare)]
            if found:
                return found
        return []


def module_of(dotted: str) -> str:
    """The module of a dotted name."""
    parts = dotted.split(".")
    sizes = (size for size in range(len(parts), 0, -1) if ROOT.joinpath(*parts[:size]).with_suffix(".py").exists())
    return ".".join(parts[: next(sizes)])


@cache
def source_of(module: str) -> Source:
    """A module as it stands."""
    file = ROOT.joinpath(*module.split(".")).with_suffix(".py")
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return Source(module, str(file), tree, {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)})


Way = tuple[tuple[ast.expr, bool], ...]
"""Conditions, each with the value under which one goes on."""


def ways(source: Source, code: str) -> list[Way]:
    """The conditions on each way to a sentence, nearest first."""
    return [way for place in source.said(code) if (way := tuple(_way(source, place, _CALLERS)))]


def _way(source: Source, node: ast.AST, callers: int) -> Iterator[tuple[ast.expr, bool]]:
    found, here = [], node
    while not isinstance(here, ast.FunctionDef | ast.Module):
        found.extend(_guards(source.above[here], here))
        here = source.above[here]
    yield from found
    if isinstance(here, ast.FunctionDef) and callers:
        uses = (node for node in ast.walk(source.tree) if isinstance(node, ast.Name | ast.Attribute))
        calls = [use for use in uses if here.name in (getattr(use, "id", ""), getattr(use, "attr", ""))]
        for call in calls if not found or len(calls) == 1 else ():
            yield from _way(source, call, callers - 1)


def _guards(parent: ast.AST, node: ast.AST) -> Iterator[tuple[ast.expr, bool]]:
    """The conditions under which this part of a node is reached."""
    match parent:
        case ast.If() | ast.While() if node is not parent.test:
            yield parent.test, node in parent.body
        case ast.IfExp() if node is not parent.test:
            yield parent.test, node is parent.body
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            yield from ((test, True) for each in parent.generators for test in each.ifs if node is not each)
        case ast.match_case() if parent.guard is not None and node is not parent.guard:
            yield parent.guard, True
        case ast.Dict() if node in parent.keys:
            yield parent.values[parent.keys.index(node)], True  # type: ignore[arg-type]
    for block in (getattr(parent, field, None) for field in ("body", "orelse")):
        if isinstance(block, list) and node in block:
            for before in reversed(block[: block.index(node)]):
                if isinstance(before, ast.If) and isinstance(before.body[-1], _LEAVES) and not before.orelse:
                    yield before.test, False


def held(source: Source, way: Sequence[tuple[ast.expr, bool]]) -> Mutant:
    """Conditions that always hold."""
    instead: dict[ast.AST, ast.AST] = {test: ast.copy_location(ast.Constant(holds), test) for test, holds in way}
    return partial(_changed, source, {source.function_of(test) for test, _ in way}, _Instead(instead))


def hoisted(source: Source, code: str) -> Iterator[Mutant]:
    """What says a sentence, said first of all in its function, with an example in each of its gaps."""
    for place in source.said(code):
        call, statement = source.above[place], place
        while isinstance(call, ast.IfExp):
            call = source.above[call]
        whole = call  # without the condition under which it is said
        while isinstance(source.above.get(whole), ast.IfExp):
            whole = source.above[whole]
        while not isinstance(statement, ast.stmt):
            statement = source.above[statement]
        around = source.above[statement]
        while not isinstance(around, ast.FunctionDef | ast.Module):
            around = source.above[around]
        if isinstance(call, ast.Call) and isinstance(statement, ast.Return | ast.Expr) and isinstance(around, ast.FunctionDef):
            filled = [k if k.arg in _OWN else ast.keyword(k.arg, _example(place.value, str(k.arg))) for k in call.keywords]
            first = _Instead({whole: ast.Call(call.func, [place, *call.args[1:]], filled)}).of(statement)
            body = [*around.body[:1], ast.If(ast.Constant(value=True), [first], []), *around.body[1:]]
            changed = ast.copy_location(ast.FunctionDef(**{**dict(ast.iter_fields(around)), "body": body}), around)
            name = ".".join(filter(None, (source.function_of(around), around.name)))
            yield partial(_changed, source, {name}, _Instead({around: changed}))


def rows(source: Source, code: str) -> Iterator[Mutant]:
    """Rows of the module's tables from a sentence to its check, first in their tables and always holding."""
    module = importlib.import_module(source.name)
    gaps = dict(example(code).gaps)
    for name, table in list(vars(module).items()):
        for key in table if isinstance(table, dict) else ():
            if key in (code, code.removeprefix("slip."), code.split(".")[1] if code.startswith("slip.") else ""):
                for answer in (True, gaps):
                    row = {key: lambda *_, answer=answer: answer}
                    yield partial(patched, (module, name, row | {k: v for k, v in table.items() if k != key}))


def _example(code: str, gap: str) -> ast.expr:
    known = {**(example(code).gaps if code in SENTENCES else {})}
    value = known.get(gap, "…")
    return ast.Constant(value if isinstance(value, int) else str(value))


class _Instead(ast.NodeTransformer):
    """Puts nodes in the places of others."""

    def __init__(self, instead: dict[ast.AST, ast.AST]) -> None:
        self.instead = instead

    def visit(self, node: ast.AST) -> ast.AST:
        return self.instead.get(node) or self.generic_visit(node)

    def generic_visit(self, node: ast.AST) -> ast.AST:
        """A copy with what stands in it changed: the tree is used again."""
        fields = {}
        for name, old in ast.iter_fields(node):
            if isinstance(old, list):
                fields[name] = [self.visit(each) if isinstance(each, ast.AST) else each for each in old]
            else:
                fields[name] = self.visit(old) if isinstance(old, ast.AST) else old
        return ast.copy_location(type(node)(**fields), node)

    def of(self, node: ast.stmt) -> ast.stmt:
        """A statement with the places changed."""
        changed = self.visit(node)
        assert isinstance(changed, ast.stmt)
        return changed


@contextmanager
def _changed(source: Source, functions: set[str], change: _Instead) -> Iterator[None]:
    """Functions of a module with the code that they have after a change."""
    whole = compile(ast.fix_missing_locations(change.visit(source.tree)), source.file, "exec")  # type: ignore[arg-type]
    codes = {code.co_qualname: code for code in _codes(whole)}
    before = [(function, function.__code__, codes[name]) for name in functions for function in _functions(source.name, name)]
    try:
        for function, _, code in before:
            function.__code__ = code
        yield
    finally:
        for function, code, _ in before:
            function.__code__ = code


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    yield code
    for each in code.co_consts:
        if isinstance(each, types.CodeType):
            yield from _codes(each)


def _functions(module: str, name: str) -> list[types.FunctionType]:
    found: Any = importlib.import_module(module)
    for part in filter(None, name.split(".")):
        found = vars(found)[part]
    for wrapped in ("fget", "func", "__wrapped__", "__func__"):
        found = getattr(found, wrapped, found)
    return [found] if isinstance(found, types.FunctionType) else []


# --- What is compared ------------------------------------------------------------------------------------------------


@contextmanager
def patched(*changes: tuple[object, str, object]) -> Iterator[None]:
    """Attributes with other values."""
    with pytest.MonkeyPatch.context() as patch:
        for change in changes:
            patch.setattr(*change)
        yield


def answering(check: str, value: Any) -> Mutant:
    """A function of the package that answers this, whatever it is asked."""
    where, name = check.rsplit(".", 1)
    if where not in sys.modules:  # a method
        module, kind = where.rsplit(".", 1)
        owner = getattr(importlib.import_module(module), kind)
        plain = property(lambda _: value) if isinstance(vars(owner)[name], property | cached_property) else lambda *_, **__: value
        return partial(patched, (owner, name, plain))
    real = getattr(importlib.import_module(where), name)
    users = [each for key, each in sys.modules.items() if key.startswith("grader.") and getattr(each, name, None) is real]
    return partial(patched, *((each, name, lambda *_, **__: value) for each in users))


def slip_shown(code: str) -> Iterator[Mutant]:
    """Slips in a value to which every answer is equal: those of this sentence, the first of them, or all of its name."""
    module = sys.modules["grader.quantities.slips.recognise"]  # the package has a function of that name
    kinds = (module._SeenExpression, module._SeenValues)
    real = {kind: kind.shows for kind in kinds}

    def one_alone() -> Callable[[Any], bool]:
        first: list[str] = []

        def holds(candidate: Any) -> bool:
            if code in codes_in(candidate.text) and not first:
                first.append(candidate.text)
            return candidate.text in first

        return holds

    for holds in (lambda c: code in codes_in(c.text), one_alone(), lambda c: c.name == code.split(".")[1]):

        def shows(self: Any, candidate: Any, holds: Callable[[Any], bool] = holds) -> bool:
            return holds(candidate) or real[type(self)](self, candidate)

        yield partial(patched, *((kind, "shows", shows) for kind in kinds))


def term_slip_shown(code: str) -> Iterator[Mutant]:
    """A slip in one term of a function of which every answer is made."""
    _, name, *_ = code.split(".")
    of_term = term_slips._of_term
    equal = SimpleNamespace(relation=Relation.EQUAL)
    yield partial(
        patched,
        (term_slips, "_of_term", lambda *asked: tuple(slip for slip in of_term(*asked) if slip.name == name)),
        (term_slips, "points_agree", lambda *_: True),
        (term_slips, "terms_written", lambda *_: len(code)),
        (term_slips, "compare", lambda *_: equal),
    )


def step_shown(code: str, written: Sequence[tuple[float, ...]]) -> Iterator[Mutant]:
    """A mistake in steps by hand that leads to each point that was written."""
    name = code.split(".")[1]
    yield partial(patched, (Iteration, "mistakes", lambda *_: iter([(name, point) for point in written])))
    yield partial(patched, (Iteration, "mistakes", lambda *_: iter(())), (Iteration, "other_number", lambda *_: name))


def program_explained(code: str) -> Iterator[Mutant]:
    """A deviation with which whatever explains the answers of a program explains them."""
    name = code.split(".")[1]
    explain = Trial.explain
    yield partial(patched, (Explanation, "deviations", property(lambda _: (name,))))
    for more in ({"text": "newton", "taken": ((1, 2),)}, {"off": (1.0,)}):

        def explained(self: Trial, runs: Any, more: dict[str, Any] = more) -> Explanation:
            return replace(explain(self, runs), **more)

        yield partial(patched, (Explanation, "deviations", property(lambda _: (name,))), (Trial, "explain", explained))


def gradient_told(code: str) -> Iterator[Mutant]:
    """What tells why a gradient is nearly right, with which every gradient that is nearly right is so."""
    explain = Trial.explain

    def explained(self: Trial, runs: Any) -> Explanation:
        found = explain(self, runs)
        assert found.rule is not None
        return replace(found, rule=replace(found.rule, direction=replace(found.rule.direction, name=code)))

    yield partial(patched, (Trial, "explain", explained))


def row_that_fits(code: str) -> Iterator[Mutant]:
    """Rows of the table of Python's exceptions, or of its parser's sentences, that fit every one."""
    gaps = dict(example(code).gaps)
    groups = "".join(f"(?P<{gap}>)" for gap in gaps)
    for table, always in (("_ROWS", ("", "", code, lambda *_: gaps)), ("_PARSER", (groups, code, ""))):
        rows = getattr(exceptions, table)
        yield partial(patched, (exceptions, table, tuple(always if code in row else row for row in rows)))
