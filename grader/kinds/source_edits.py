"""Make small edits to the functions behind an answer, in the syntax tree of the student's own source.

What may stand in an expression's place is `edit_rules`'s to say. Runs nothing and knows nothing that is right.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeGuard

from grader.kinds.edit_rules import RULES, Rule, Slot, open_numbers
from grader.model import Place, Statement, Submission
from grader.submission.syntax_trees import parse

_LONGEST_QUOTE = 60  # characters of the student's own text: half a line, in which one looks at each sign


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """Where an edit was made: the statement's number and the piece of its source, from line and column to line and column."""

    statement: int
    begin: tuple[int, int]
    end: tuple[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Edit:
    """One edit: its sort, the places where it was made, what stands in each, and the source of all functions with it.

    `change` tells what was taken away and what was put in, as signs and names in any order: it is the same where two edits do
    the same in different places.
    """

    sort: str
    spans: tuple[Span, ...]
    texts: tuple[str, ...]
    definition: str
    change: tuple[str, ...] = ()

    def overlaps(self, other: Edit) -> bool:
        """Tell whether a place of one lies in a place of the other."""
        return any(
            one.statement == two.statement and one.begin < two.end and two.begin < one.end
            for one in self.spans
            for two in other.spans
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Functions:
    """The functions of the student's own behind an answer, and numbers beside them, in the order of the file."""

    submission: Submission
    statements: tuple[int, ...]
    trees: tuple[ast.stmt, ...]

    @classmethod
    def behind(cls, submission: Submission, names: Sequence[str]) -> Functions | None:
        """Return the function with one of these names and the student's own that it calls; None for no function."""
        found: dict[int, ast.stmt] = {}
        pending = [tuple(names)]
        while pending:
            meant = pending.pop()
            bound = [at for at, statement in enumerate(submission.statements) if {*meant}.intersection(statement.names)]
            tree = _parsed(submission.statements[bound[-1]]) if bound and bound[-1] not in found else None
            is_lambda = isinstance(tree, ast.Assign) and isinstance(tree.value, ast.Lambda)
            if tree is not None and (is_lambda or isinstance(tree, ast.FunctionDef) or (found and _is_plain(tree))):
                found[bound[-1]] = tree
                pending += [(n.id,) for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)]
        in_order = tuple(sorted(found))
        return cls(submission=submission, statements=in_order, trees=tuple(found[at] for at in in_order)) if found else None

    def edits(self, sorts: Collection[str] = ()) -> Iterator[Edit]:
        """Yield every edit, or those of some sorts; last what may loop without end, else those first that more people need."""
        every = [edit for rule in RULES for edit in self._by(rule) if not sorts or edit.sort in sorts]
        ends = [(at, line) for at, tree in zip(self.statements, self.trees, strict=True) for line in _ends_loops(tree)]
        may_hang = [edit.sort == "loop" or any((s.statement, s.begin[0]) in ends for s in edit.spans) for edit in every]
        yield from (edit for edit, hangs in zip(every, may_hang, strict=True) if not hangs)
        yield from (edit for edit, hangs in zip(every, may_hang, strict=True) if hangs)

    def _by(self, rule: Rule) -> Iterator[Edit]:
        """Yield the edits by a rule in one place each, and those of what is written alike in several, in all of them at once."""
        alike: dict[tuple[int, str, str], list[tuple[Span, str]]] = {}
        for number, tree in enumerate(self.trees):
            for sort, node, text in _made(tree, rule):
                span, own = self._span(number, node), ast.unparse(node)
                alike.setdefault((number, own, text), []).append((span, sort))
                yield self._edited(sort, (span,), (text,), _change(own, text))
        for (_, own, text), places in alike.items():
            if len(places) > 1:
                spans = tuple(span for span, _ in places)
                yield self._edited(places[0][1], spans, (text,) * len(spans), _change(own, text))

    def _edited(self, sort: str, spans: tuple[Span, ...], texts: tuple[str, ...], change: tuple[str, ...] = ()) -> Edit:
        sources = self._sources(spans, texts)
        return Edit(sort=sort, spans=spans, texts=texts, definition="\n".join(sources), change=change)

    def _sources(self, spans: Sequence[Span], texts: Sequence[str]) -> list[str]:
        """Return the source of each function with these texts in these places."""
        sources = {at: self.submission.statements[at].source.encode() for at in self.statements}
        for span, text in sorted(zip(spans, texts, strict=True), key=lambda each: each[0].begin, reverse=True):
            source = sources[span.statement]
            begin, end = _offset(source, span.begin), _offset(source, span.end)
            sources[span.statement] = source[:begin] + text.encode() + source[end:]
        return [source.decode() for source in sources.values()]

    def joined(self, one: Edit, other: Edit) -> Edit | None:
        """Return two edits as one; None where a place of one lies in a place of the other."""
        if one.overlaps(other):
            return None
        return self._edited(one.sort, (*one.spans, *other.spans), (*one.texts, *other.texts))

    def with_number(self) -> Iterator[tuple[float, Callable[[float], Edit]]]:
        """Yield the places for another number or one more: the number that leaves all as it is, and the edit by a number."""
        for number, tree in enumerate(self.trees):
            for parent, node in _below(tree):
                for sign, neutral, sort in open_numbers(node, parent):
                    kept = f"(({ast.unparse(node)}) {sign} (%r))".replace
                    yield neutral, partial(self._with_number, sort, self._span(number, node), kept)

    def _with_number(self, sort: str, span: Span, kept: Callable[[str, str], str], value: float) -> Edit:
        sort = "sign" if value == -1 and sort != "term_missing" else sort
        return self._edited(sort, (span,), (kept("%r", repr(value)),))

    def _span(self, number: int, node: ast.expr | ast.stmt) -> Span:
        begin, end = (node.lineno, node.col_offset), (node.end_lineno or node.lineno, node.end_col_offset or 0)
        return Span(statement=self.statements[number], begin=begin, end=end)

    def with_edit(self, edit: Edit) -> Submission:
        """Return the submission with the edited statements, for what a judge reads in the source."""
        statements = [*self.submission.statements]
        for at, source in zip(self.statements, self._sources(edit.spans, edit.texts), strict=True):
            statements[at] = replace(statements[at], source=source)
        return replace(self.submission, statements=tuple(statements))

    def quoted(self, spans: Sequence[Span]) -> tuple[str, Place] | None:
        """Return the smallest piece of one line that holds all of these, as the student wrote it, and its place; else None."""
        begin, end, at = min(span.begin for span in spans), max(span.end for span in spans), spans[0].statement
        if len({span.statement for span in spans}) > 1 or begin[0] != end[0]:
            return None
        statement, line = self.submission.statements[at], begin[0]
        around = [
            ast.get_source_segment(statement.source, node) or ""
            for node in ast.walk(self.trees[self.statements.index(at)])
            if isinstance(node, ast.expr) and not isinstance(node, ast.Constant | ast.Name | ast.UnaryOp)
            and (node.lineno, node.col_offset) <= begin and end <= (node.end_lineno, node.end_col_offset or 0)
            and node.lineno == node.end_lineno
        ]  # fmt: skip
        text = min(filter(None, around), key=len, default="")
        whole = statement.source.split("\n")[line - 1].strip()
        place = replace(statement.place, line=statement.place.line + line - 1)
        return (text if 0 < len(text) <= _LONGEST_QUOTE else whole), place


def _parsed(statement: Statement) -> ast.stmt | None:
    try:
        return parse(statement.source)[0]
    except (SyntaxError, IndexError):
        return None


def _is_plain(tree: ast.stmt) -> bool:
    """Tell whether a statement gives a name to a number that stands in it, such as a step size."""
    parts = (ast.Constant, ast.UnaryOp, ast.BinOp, ast.Tuple, ast.unaryop, ast.operator, ast.expr_context)
    return isinstance(tree, ast.Assign) and all(isinstance(node, parts) for node in ast.walk(tree.value))


def _ends_loops(tree: ast.stmt) -> set[int]:
    """Return the lines on which the end of a loop depends: its condition, and what binds a name in it."""
    loops = [node for node in ast.walk(tree) if isinstance(node, ast.While)]
    named = {node.id for loop in loops for node in ast.walk(loop.test) if isinstance(node, ast.Name)}
    return {loop.lineno for loop in loops} | {n.lineno for n in ast.walk(tree) if _is_bound(n) and n.id in named}


# --- Making an edit -------------------------------------------------------------------------------


_UNTOUCHED = frozenset(("annotation", "returns", "decorator_list", "ctx", "targets", "target", "keywords", "defaults"))
"""Fields of nodes whose content stays: what is bound, what is declared."""


_TOKENS = re.compile(r"\w+|[^\w\s()]+")  # names, numbers and signs; brackets stand for no change of their own


def _change(old: str, new: str) -> tuple[str, ...]:
    """Return what was taken away and what was put in."""
    before, after = (Counter(_TOKENS.findall(text)) for text in (old, new))
    gone, come = (sorted(tokens.elements()) for tokens in (before - after, after - before))
    return (*(f"-{each}" for each in gone), *(f"+{each}" for each in come))


def _offset(source: bytes, place: tuple[int, int]) -> int:
    """Return the offset of a line and column, both in bytes as a syntax tree counts them."""
    line, column = place
    return sum(len(each) + 1 for each in source.split(b"\n")[: line - 1]) + column


def _made(tree: ast.stmt, rule: Rule) -> Iterator[tuple[str, ast.expr | ast.stmt, str]]:
    """Yield each edit by a rule: its sort, the node in whose place it stands, and its text."""
    parameters = tuple(n.arg for n in ast.walk(tree) if isinstance(n, ast.arg))
    bound = (*parameters, *(n.id for n in ast.walk(tree) if _is_bound(n)))
    names = tuple(name for name in dict.fromkeys(bound) if name != "_")
    packages = [n.value.id for n in ast.walk(tree) if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name)]
    package = next((name for name in packages if name not in names), "")
    for parent, node in _below(tree):
        seen = {ast.unparse(node)}
        for sort, other in rule(Slot(node, parent, names, parameters, package)):
            text = ast.unparse(other)
            if text not in seen:
                seen.add(text)
                indented = text.replace("\n", "\n" + " " * node.col_offset)
                yield sort, node, f"({text})" if isinstance(node, ast.expr) else indented


def _below(tree: ast.stmt) -> Iterator[tuple[ast.AST, ast.expr | ast.stmt]]:
    """Yield every expression and statement that may be edited, with its parent, from the top down."""
    pending: list[tuple[ast.AST, ast.AST]] = [(tree, tree)]
    while pending:
        parent, node = pending.pop(0)
        for field, held in ast.iter_fields(node):
            if field not in _UNTOUCHED and not isinstance(node, ast.JoinedStr):
                children = held if isinstance(held, list) else [held]
                pending += [(node, child) for child in children if isinstance(child, ast.AST)]
        if isinstance(node, ast.expr | ast.stmt):
            yield parent, node


def _is_bound(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
