"""Student source to a syntax tree, safely: bounded in size, silent, and with one exception for every failure.

Python's parser is quick and guards its own stack, with two exceptions that this module knows: text without bound, and
f-strings with thousands of fields, which take time by the square. Reads from a tree which names a statement binds; not which
names are answers.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator, Mapping

from grader.sentences.catalogue import sentence

MOST_CHARACTERS = 400_000  # of one cell; the code of the largest real notebook seen is 44,000
# Brackets `{`, each of which may open a field of an f-string; a program of a student has some tens.
_MOST_FIELDS = 5_000


def parse(source: str) -> list[ast.stmt]:
    """Return the top-level statements. Raises SyntaxError, whatever it is that is wrong with the source."""
    if len(source) > MOST_CHARACTERS or source.count("{") > _MOST_FIELDS:
        raise SyntaxError(sentence("syntax.too_much"), ("", 1, 1, ""))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source).body
    except (RecursionError, MemoryError):
        raise SyntaxError(sentence("syntax.too_deep"), ("", 1, 1, "")) from None
    except ValueError as error:
        raise SyntaxError(str(error), ("", 1, 1, "")) from None


def statements_of(source: str) -> list[ast.stmt] | None:
    """Return the top-level statements; None where the source does not parse."""
    try:
        return parse(source)
    except SyntaxError:
        return None


def without_comments(source: str) -> str | None:
    """Return a source in one way of spacing and without comments; None where it does not parse."""
    try:
        return ast.unparse(ast.Module(body=parse(source), type_ignores=[]))
    except (SyntaxError, RecursionError):
        return None


class Excerpts:
    """Pieces of one source by the positions of its syntax tree, which count bytes."""

    def __init__(self, source: str) -> None:
        self._lines = source.split("\n")

    def of(self, node: ast.stmt | ast.expr) -> str:
        """Return the node's source, with its decorators; its further lines as they stand."""
        first, start = start_of(node)
        last, end = node.end_lineno or first, node.end_col_offset or 0
        if first == last:
            return self._cut(first, start, end)
        return "\n".join((self._cut(first, start, None), *self._lines[first : last - 1], self._cut(last, 0, end)))

    def _cut(self, line: int, start: int, end: int | None) -> str:
        text = self._lines[line - 1]
        if text.isascii():
            return text[start:end]
        return text.encode()[start:end].decode("utf-8", "replace")


def start_of(node: ast.stmt | ast.expr) -> tuple[int, int]:
    """Line and column that the node begins at, its decorators included."""
    decorators = getattr(node, "decorator_list", None)
    if decorators and decorators[0].lineno < node.lineno:
        return decorators[0].lineno, max(0, decorators[0].col_offset - 1)
    return node.lineno, node.col_offset


_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)  # their variables are their own
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)  # what is bound inside is not bound outside


def bound_names(statement: ast.stmt) -> tuple[str, ...]:
    """Return the names that the statement binds in its own scope, in order, each once; a star import binds none we know."""
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1 and isinstance(statement.targets[0], ast.Name):
        first = (statement.targets[0].id,)
        binds_nothing = isinstance(statement.value, (ast.Constant, ast.Name, ast.Lambda))
        return first if binds_nothing else tuple(dict.fromkeys((*first, *_names(statement.value))))
    return tuple(dict.fromkeys(_names(statement)))


def _names(root: ast.AST) -> Iterator[str]:
    """Yield the names bound below a node, with a stack of its own: a student's tree may be deeper than Python's."""
    waiting: list[ast.AST] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Store):
                yield node.id
        elif isinstance(node, _SCOPES):
            yield node.name
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            bound = (alias.asname or alias.name.partition(".")[0] for alias in node.names)
            yield from (name for name in bound if name != "*")
        elif isinstance(node, (ast.MatchAs, ast.MatchStar)) and node.name:
            yield node.name
        elif isinstance(node, ast.MatchMapping) and node.rest:
            yield node.rest
        waiting.extend(reversed(_inside(node)))


def _inside(node: ast.AST) -> list[ast.AST]:
    """Return what is in the same scope: not a function's or lambda's body, not the variables of a comprehension."""
    if isinstance(node, (*_SCOPES, ast.Lambda, ast.Import, ast.ImportFrom)):
        return []
    if isinstance(node, _COMPREHENSIONS):
        values = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        return [*values, *(test for part in node.generators for test in (part.iter, *part.ifs))]
    return list(ast.iter_child_nodes(node))


def assigned_values(statement: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    """Yield each `name = value` in the statement, also of `a = b = value`, `a, b = 1, 2` and `a: str = value`."""
    if isinstance(statement, ast.Assign):
        for target in statement.targets:
            yield from _pairs(target, statement.value)
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        yield from _pairs(statement.target, statement.value)


class WrittenOut(ast.NodeTransformer):
    """Writes out names by what they stand for, and takes the module's name off a function: `np.abs` is `abs`."""

    def __init__(self, known: Mapping[str, ast.expr]) -> None:
        self.known = known

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Return a name, or what it stands for."""
        return copied(self.known[node.id]) if node.id in self.known else node

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        """Return `np.abs` as `abs`."""
        return ast.Name(node.attr, ast.Load()) if isinstance(node.value, ast.Name) else node


def copied(node: ast.expr) -> ast.expr:
    """Return an expression that may be changed: the trees of a submission are shared."""
    return ast.parse(ast.unparse(node), mode="eval").body


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif (
        isinstance(target, (ast.Tuple, ast.List))
        and isinstance(value, (ast.Tuple, ast.List))
        and len(target.elts) == len(value.elts)
        and not any(isinstance(part, ast.Starred) for part in (*target.elts, *value.elts))
    ):
        for part, own in zip(target.elts, value.elts, strict=True):
            yield from _pairs(part, own)
