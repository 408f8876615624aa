"""Make small edits to the functions behind an answer, in the syntax tree of the student's own source.

What may stand in an expression's place is `edit_rules`'s to say. Runs nothing and knows nothing that is right.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import combinations, islice
from typing import TypeGuard

from grader.kinds.edit_rules import EVERY_RULE, Rule, Slot, open_numbers
from grader.kinds.quotients import quotients_in
from grader.model import Place, Statement, Submission
from grader.submission.syntax_trees import parse

_TOKENS = re.compile(r"\w+|[^\w\s()]+")  # names, numbers and signs; brackets stand for no change of their own
_POWER_OF_TEN = re.compile(r"\de-\d|10\s*\*\*\s*\(?-")  # as short numbers are typed
_SHORT = 0.01  # a difference quotient with a longer step is no derivative
_SMALL, _MOST_EXCHANGED = 2, 50  # a 2 stands in most derivatives; some ten numbers are larger
_OF_SYMBOLS = frozenset(("diff", "lambdify", "exp", "log", "sin", "cos", "sqrt"))  # functions of packages for formulas
_LINES = (ast.Assign, ast.AugAssign, ast.Return, ast.Expr)  # what stands in a line and holds no other
_LONGEST_QUOTE = 60  # characters of the student's own text: half a line, in which one looks at each sign


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """Where an edit was made: the statement's number and the piece of its source, from line and column to line and column."""

    statement: int
    begin: tuple[int, int]
    end: tuple[int, int]

    def lies_in(self, other: Span) -> bool:
        """Tell whether a place is part of another."""
        return self.statement == other.statement and other.begin <= self.begin and self.end <= other.end


@dataclass(frozen=True, kw_only=True, slots=True)
class Edit:
    """One edit: its sort, the places where it was made, and what stands in each."""

    sort: str
    spans: tuple[Span, ...]
    texts: tuple[str, ...]

    def overlaps(self, other: Edit) -> bool:
        """Tell whether a place of one lies in a place of the other."""
        return any(
            one.statement == two.statement and one.begin < two.end and two.begin < one.end
            for one in self.spans
            for two in other.spans
        )


@dataclass(frozen=True, kw_only=True)
class Functions:
    """The functions of the student's own behind an answer, and numbers beside them, in the order of the file.

    Statements of which it is known that they are right, or that are judged elsewhere, are `closed`: no edit is made there.
    """

    submission: Submission
    statements: tuple[int, ...]
    trees: tuple[ast.stmt, ...]
    closed: frozenset[int] = frozenset()

    @classmethod
    def behind(
        cls, submission: Submission, names: Sequence[str], is_closed: Callable[[ast.stmt, Sequence[str]], bool] = lambda *_: False
    ) -> Functions | None:
        """Return the function with one of these names and the student's own that it calls; None for no function."""
        found: dict[int, ast.stmt] = {}
        pending = [tuple(names)]
        while pending:
            meant = pending.pop()
            bound = [at for at, statement in enumerate(submission.statements) if {*meant}.intersection(statement.names)]
            tree = _parsed(submission.statements[bound[-1]]) if bound and bound[-1] not in found else None
            is_lambda = isinstance(tree, ast.Assign) and isinstance(tree.value, ast.Lambda)
            is_beside = bool(found) and tree is not None and (_is_plain(tree) or _is_symbolic(tree))
            if tree is not None and (is_lambda or isinstance(tree, ast.FunctionDef) or is_beside):
                found[bound[-1]] = tree
                pending += [(n.id,) for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)]
        in_order = tuple(sorted(found))
        closed = frozenset(at for at, tree in found.items() if is_closed(tree, submission.statements[at].names))
        trees = tuple(found[at] for at in in_order)
        return cls(submission=submission, statements=in_order, trees=trees, closed=closed) if found else None

    def _open(self) -> Iterator[tuple[int, ast.stmt]]:
        """Yield the statements that may be edited, each with its place among the trees."""
        return ((number, tree) for number, tree in enumerate(self.trees) if self.statements[number] not in self.closed)

    def edits(self, sorts: Collection[str] = (), rules: Iterable[Rule] = EVERY_RULE) -> Iterator[Edit]:
        """Yield every edit by some rules, or those of some sorts, but of what counts; last what may loop without end."""
        counts = [(at, line) for at, tree in zip(self.statements, self.trees, strict=True) for line in _counts(tree)]
        every = [edit for rule in rules for edit in self._by(rule) if not sorts or edit.sort in sorts]
        every = [edit for edit in every if not any((s.statement, s.begin[0]) in counts for s in edit.spans)]
        ends = [(at, line) for at, tree in zip(self.statements, self.trees, strict=True) for line in _ends_loops(tree)]
        may_hang = [edit.sort == "loop" or any((s.statement, s.begin[0]) in ends for s in edit.spans) for edit in every]
        yield from (edit for edit, hangs in zip(every, may_hang, strict=True) if not hangs)
        yield from (edit for edit, hangs in zip(every, may_hang, strict=True) if hangs)

    def _by(self, rule: Rule) -> Iterator[Edit]:
        """Yield the edits by a rule in one place each, and those of what is written alike in several, in all of them at once."""
        alike: dict[tuple[int, str, str], list[Edit]] = {}
        for number, tree in self._open():
            for sort, node, own, text in _made(tree, rule):
                edit = Edit(sort=sort, spans=(self._span(number, node),), texts=(text,))
                alike.setdefault((number, own, text), []).append(edit)
                yield edit
        for (_, _, text), edits in alike.items():
            if len(edits) > 1:
                spans = tuple(edit.spans[0] for edit in edits)
                yield Edit(sort=edits[0].sort, spans=spans, texts=(text,) * len(spans))

    def exchanged(self) -> Iterator[tuple[Edit, Edit]]:
        """Yield pairs of edits by which two numbers change places, larger than those in any formula."""
        nodes = [(number, node) for number, tree in self._open() for _, node in _below(tree)]
        numbers = [
            (node.value, self._span(number, node))
            for number, node in nodes
            if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and node.value > _SMALL
        ]
        for (one, here), (other, there) in islice(combinations(numbers, 2), _MOST_EXCHANGED):
            if one != other:
                yield tuple(Edit(sort="number", spans=(at,), texts=(repr(by),)) for at, by in ((here, other), (there, one)))  # type: ignore[misc]

    def reads_a_step(self, edit: Edit) -> bool:
        """Tell whether what is edited reads the step of a difference quotient: a short number, or a name that is given one."""
        nodes = [node for tree in self.trees for node in ast.walk(tree)]
        given = [(target, node.value) for node in nodes if isinstance(node, ast.Assign) for target in node.targets]
        named = [n for n in nodes if isinstance(n, ast.arguments)]
        given += [(ast.Name(arg.arg), value) for n in named for arg, value in zip(n.args[::-1], n.defaults[::-1], strict=False)]
        numbers = [(ast.unparse(target), value.value) for target, value in given if isinstance(value, ast.Constant)]
        short = {name for name, value in numbers if isinstance(value, float) and 0 < value < _SHORT}
        quoted = [found[0] for span in edit.spans if (found := self.quoted((span,))) is not None]
        return any(_POWER_OF_TEN.search(text) or short.intersection(_TOKENS.findall(text)) for text in quoted)

    @cached_property
    def quotients(self) -> tuple[Span, ...]:
        """Return the places of the difference quotients in the source."""
        found = {*map(id, quotients_in(self.trees))}
        return tuple(
            self._span(number, node)
            for number, tree in enumerate(self.trees)
            for node in ast.walk(tree)
            if isinstance(node, ast.expr) and id(node) in found
        )

    def is_in_quotient(self, edit: Edit) -> bool:
        """Tell whether an edit is of a difference quotient: of its divisor, or of the two places where it is taken."""
        return _lie_in(edit, self.quotients)

    def is_of_its_points(self, edit: Edit) -> bool:
        """Tell whether an edit is of where a difference is taken: of what a function is called with there."""
        calls = [
            self._span(number, argument)
            for number, tree in enumerate(self.trees)
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            for argument in node.args
        ]
        return self.is_in_quotient(edit) and _lie_in(edit, calls)

    def is_of_a_start(self, edit: Edit) -> bool:
        """Tell whether an edit is of what a name is given, by no formula, before a loop goes on with it."""
        nodes = [(number, node) for number, tree in enumerate(self.trees) for node in ast.walk(tree)]
        inside = {id(each) for _, node in nodes if isinstance(node, ast.For | ast.While) for each in ast.walk(node)}
        looped = {node.id for _, node in nodes if id(node) in inside and _is_bound(node)}
        begun = [
            self._span(number, node.value)
            for number, node in nodes
            if isinstance(node, ast.Assign) and id(node) not in inside
            and not any(isinstance(part, ast.BinOp) for part in ast.walk(node.value))
            and any(_is_bound(part) and part.id in looped for target in node.targets for part in ast.walk(target))
        ]  # fmt: skip
        return _lie_in(edit, begun)

    def is_of_an_ending(self, edit: Edit) -> bool:
        """Tell whether an edit is of a condition that ends a loop."""
        nodes = [(number, node) for number, tree in enumerate(self.trees) for node in ast.walk(tree)]
        ending = [
            self._span(number, node.test)
            for number, node in nodes
            if isinstance(node, ast.While)
            or (isinstance(node, ast.If) and any(isinstance(line, ast.Break | ast.Return) for line in node.body))
        ]
        return _lie_in(edit, ending)

    def is_used_later(self, edit: Edit) -> bool:
        """Tell whether an edit is of what a name is given that is read in several places: it may as well belong to these."""
        lines = [(number, node) for number, tree in enumerate(self.trees) for node in ast.walk(tree) if isinstance(node, _LINES)]
        shared = [
            self._span(number, node.value)
            for number, node in lines
            if isinstance(node, ast.Assign)
            for name in map(ast.unparse, node.targets)
            if name not in _reads(node) and sum(_reads(line).count(name) for _, line in lines) > 1
        ]
        return _lie_in(edit, shared)

    def steps_far(self) -> bool:
        """Tell whether no number in the source is as short as the step of a difference quotient."""
        sources = [self.submission.statements[at].source for at in self.statements]
        held = [node.value for tree in self.trees for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        is_short = any(isinstance(value, float) and 0 < value < _SHORT for value in held)
        return not is_short and not any(map(_POWER_OF_TEN.search, sources))

    @property
    def has_symbols(self) -> bool:
        """Tell whether formulas of symbols belong to the functions: each edit of these takes a hundredth of a second."""
        return any(_is_symbolic(tree) and isinstance(tree.value, ast.Call) for tree in self.trees)

    def largest_number(self) -> int:
        """Return the largest whole number in the source; 0 for none."""
        held = (node.value for tree in self.trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
        return max((value for value in held if isinstance(value, int)), default=0)

    def source(self, edit: Edit) -> str:
        """Return the source of all functions behind the answer with an edit."""
        return "\n".join(self._sources(edit))

    def _sources(self, edit: Edit) -> list[str]:
        """Return the source of each function with an edit."""
        sources = {at: self.submission.statements[at].source.encode() for at in self.statements}
        for span, text in sorted(zip(edit.spans, edit.texts, strict=True), key=lambda each: each[0].begin, reverse=True):
            source = sources[span.statement]
            begin, end = _offset(source, span.begin), _offset(source, span.end)
            sources[span.statement] = source[:begin] + text.encode() + source[end:]
        return [source.decode() for source in sources.values()]

    def change(self, edit: Edit) -> tuple[str, ...]:
        """Return what an edit takes away in its first place and what it puts in, as names and signs in any order.

        It is the same for two that do the same in different places.
        """
        span = edit.spans[0]
        source = self.submission.statements[span.statement].source.encode()
        old = source[_offset(source, span.begin) : _offset(source, span.end)].decode()
        before, after = (Counter(_TOKENS.findall(text)) for text in (old, edit.texts[0]))
        gone, come = (sorted(tokens.elements()) for tokens in (before - after, after - before))
        return (*(f"-{each}" for each in gone), *(f"+{each}" for each in come))

    def with_number(self) -> Iterator[tuple[float, Callable[[float], Edit]]]:
        """Yield the places for another number or one more: the number that leaves all as it is, and the edit by a number."""
        for number, tree in self._open():
            for parent, node in _below(tree):
                for sign, neutral, sort in open_numbers(node, parent):
                    kept = f"(({ast.unparse(node)}) {sign} (%r))".replace
                    yield neutral, partial(self._with_number, sort, self._span(number, node), kept)

    def _with_number(self, sort: str, span: Span, kept: Callable[[str, str], str], value: float) -> Edit:
        sort = "sign" if value == -1 and sort != "term_missing" else sort
        return Edit(sort=sort, spans=(span,), texts=(kept("%r", repr(value)),))

    def _span(self, number: int, node: ast.expr | ast.stmt) -> Span:
        begin, end = (node.lineno, node.col_offset), (node.end_lineno or node.lineno, node.end_col_offset or 0)
        return Span(statement=self.statements[number], begin=begin, end=end)

    def with_edit(self, edit: Edit) -> Submission:
        """Return the submission with the edited statements, for what a judge reads in the source."""
        statements = [*self.submission.statements]
        for at, source in zip(self.statements, self._sources(edit), strict=True):
            statements[at] = replace(statements[at], source=source)
        return replace(self.submission, statements=tuple(statements))

    def quoted(self, spans: Sequence[Span]) -> tuple[str, Place] | None:
        """Return the smallest piece of one line that holds all of these, as the student wrote it, and its place; else None."""
        begin, end, at = min(span.begin for span in spans), max(span.end for span in spans), spans[0].statement
        if len(spans) == 1 and begin[0] != end[0]:  # of what goes over several lines the first
            end = begin
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


def _reads(line: ast.AST) -> list[str]:
    return [node.id for node in ast.walk(line) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]


def _lie_in(edit: Edit, places: Collection[Span]) -> bool:
    return all(any(span.lies_in(place) for place in places) for span in edit.spans)


def _parsed(statement: Statement) -> ast.stmt | None:
    try:
        return parse(statement.source)[0]
    except (SyntaxError, IndexError):
        return None


def _is_plain(tree: ast.stmt) -> bool:
    """Tell whether a statement gives a name to a number that stands in it, such as a step size."""
    parts = (ast.Constant, ast.UnaryOp, ast.BinOp, ast.Tuple, ast.unaryop, ast.operator, ast.expr_context)
    return isinstance(tree, ast.Assign) and all(isinstance(node, parts) for node in ast.walk(tree.value))


def _is_symbolic(tree: ast.stmt) -> TypeGuard[ast.Assign]:
    """Tell whether a statement gives a name to a formula of symbols, its derivative, or the function that is made of one."""
    if not isinstance(tree, ast.Assign) or not isinstance(tree.value, ast.BinOp | ast.Call):
        return False
    called = {ast.unparse(node.func).rpartition(".")[2] for node in ast.walk(tree.value) if isinstance(node, ast.Call)}
    named = [{n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ctx)} for ctx in (ast.Load, ast.Store)]
    return called <= _OF_SYMBOLS and not named[0] & named[1]


def _ends_loops(tree: ast.stmt) -> set[int]:
    """Return the lines on which the end of a loop depends: its condition, and what binds a name in it."""
    loops = [node for node in ast.walk(tree) if isinstance(node, ast.While)]
    named = {node.id for loop in loops for node in ast.walk(loop.test) if isinstance(node, ast.Name)}
    return {loop.lineno for loop in loops} | {n.lineno for n in ast.walk(tree) if _is_bound(n) and n.id in named}


def _counts(tree: ast.stmt) -> set[int]:
    """Return the lines that count the turns of a loop with a condition: another sign there, and it never ends."""
    lines = set[int]()
    for loop in (node for node in ast.walk(tree) if isinstance(node, ast.While)):
        tested = {node.id for node in ast.walk(loop.test) if isinstance(node, ast.Name)}
        for node in ast.walk(loop):
            match node:
                case (
                    ast.AugAssign(target=ast.Name(id=name), op=ast.Add() | ast.Sub(), value=ast.Constant())
                    | ast.Assign(targets=[ast.Name(id=name)], value=ast.BinOp(op=ast.Add() | ast.Sub(), right=ast.Constant()))
                ) if name in tested:
                    lines.add(node.lineno)
    return lines


# --- Making an edit -------------------------------------------------------------------------------


_UNTOUCHED = frozenset(("annotation", "returns", "decorator_list", "ctx", "targets", "target", "keywords", "defaults"))
"""Fields of nodes whose content stays: what is bound, what is declared."""


def _offset(source: bytes, place: tuple[int, int]) -> int:
    """Return the offset of a line and column, both in bytes as a syntax tree counts them."""
    line, column = place
    return sum(len(each) + 1 for each in source.split(b"\n")[: line - 1]) + column


def _made(tree: ast.stmt, rule: Rule) -> Iterator[tuple[str, ast.expr | ast.stmt, str, str]]:
    """Yield each edit by a rule: its sort, the node in whose place it stands, what stood there, and its text."""
    parameters = tuple(n.arg for n in ast.walk(tree) if isinstance(n, ast.arg))
    bound = (*parameters, *(n.id for n in ast.walk(tree) if _is_bound(n)))
    names = tuple(name for name in dict.fromkeys(bound) if name != "_")
    packages = [n.value.id for n in ast.walk(tree) if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name)]
    package = next((name for name in packages if name not in names), "")
    for parent, node in _below(tree):
        seen, own = set[str](), ""
        for sort, other in rule(Slot(node, parent, names, parameters, package)):
            own = own or ast.unparse(node)
            seen.add(own)
            text = ast.unparse(other)
            if text not in seen:
                seen.add(text)
                indented = text.replace("\n", "\n" + " " * node.col_offset)
                yield sort, node, own, f"({text})" if isinstance(node, ast.expr) else indented


def _below(tree: ast.stmt) -> Iterator[tuple[ast.AST, ast.expr | ast.stmt]]:
    """Yield every expression and statement that may be edited, with its parent, from the top down."""
    pending: list[tuple[ast.AST, ast.AST]] = [(tree, tree)]
    while pending:
        parent, node = pending.pop(0)
        for field, held in ast.iter_fields(node):
            if field not in _UNTOUCHED and not isinstance(node, ast.JoinedStr):
                children = held if isinstance(held, list) else [held]
                pending += [(node, child) for child in children if isinstance(child, ast.AST)]
        if isinstance(node, ast.expr | ast.stmt) and not isinstance(node, ast.Starred):  # alone that is no expression
            yield parent, node


def _is_bound(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
