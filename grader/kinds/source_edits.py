"""Make single small edits to the functions behind an answer: another sign, number, operator, bracket, name, one term less.

Each rule below says what may stand in an expression's place, from slips that people make in typing and in taking a formula
over. Edits are made in the syntax tree of the student's own source. Runs nothing and knows nothing that is right.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from typing import TypeGuard

from grader.model import Place, Statement, Submission
from grader.submission.syntax_trees import parse

_MOST_OPERANDS = 9  # of one chain that brackets are tried in: a longer formula has hundreds of ways to set them
_LONGEST_QUOTE = 60  # characters of the student's own text: half a line, in which one looks at each sign
# How strongly operators bind, by Python's grammar: a sum, what multiplies and divides, a minus before something, a power.
_SUM, _TIMES, _MINUS, _POWER, _ALONE = range(1, 6)
_STRENGTH: dict[type[ast.operator], int] = {ast.Add: _SUM, ast.Sub: _SUM, ast.Pow: _POWER}  # all others multiply or divide
_SIGNS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Pow: "**", ast.MatMult: "@", ast.Mod: "%",
}  # fmt: skip
"""Operators as they are typed; formulas with others, of bits, are no student's."""
# By an operator: what is typed in its place, with the sort of the edit.
_OPERATORS: dict[type[ast.operator], tuple[tuple[str, type[ast.operator]], ...]] = {
    ast.Add: (("sign", ast.Sub),),
    ast.Sub: (("sign", ast.Add),),
    ast.Mult: (("power", ast.Pow), ("operator", ast.Div), ("operator", ast.MatMult), ("operator", ast.Add)),
    ast.Div: (("operator", ast.Mult),),
    ast.FloorDiv: (("division", ast.Div),),
    ast.Pow: (("power", ast.Mult),),
    ast.MatMult: (("operator", ast.Mult),),
}
# By a comparison: the other way round, and with or without what is equal.
_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.Gt, ast.LtE), ast.Gt: (ast.Lt, ast.GtE), ast.LtE: (ast.GtE, ast.Lt), ast.GtE: (ast.LtE, ast.Gt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,),
}  # fmt: skip
# Functions that are taken for one another.
_FAMILIES = (
    ("mean", "sum", "average"), ("max", "min"), ("maximum", "minimum"), ("sin", "cos", "tan"), ("sinh", "cosh", "tanh"),
    ("log", "log10", "log2", "log1p", "exp"), ("floor", "ceil", "round"), ("ones", "zeros"), ("ones_like", "zeros_like"),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """Where an edit was made: the statement's number and the piece of its source, from line and column to line and column."""

    statement: int
    begin: tuple[int, int]
    end: tuple[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Edit:
    """One edit: its sort, the places where it was made alike, and the source of all functions behind the answer with it.

    `statement` is the edited one's source alone.
    """

    sort: str
    spans: tuple[Span, ...]
    statement: str
    definition: str


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
        every = [edit for rule in _RULES for edit in self._by(rule) if not sorts or edit.sort in sorts]
        ends = [(at, line) for at, tree in zip(self.statements, self.trees, strict=True) for line in _ends_loops(tree)]
        may_hang = [edit.sort == "loop" or any((s.statement, s.begin[0]) in ends for s in edit.spans) for edit in every]
        yield from (edit for edit, hangs in zip(every, may_hang, strict=True) if not hangs)
        yield from (edit for edit, hangs in zip(every, may_hang, strict=True) if hangs)

    def _by(self, rule: Rule) -> Iterator[Edit]:
        """Yield the edits by a rule in one place each, and those of what is written alike in several, in all of them at once."""
        alike: dict[tuple[int, str, str], list[tuple[Span, str]]] = {}
        for number, tree in enumerate(self.trees):
            for sort, node, text in _made(tree, rule):
                span = self._span(number, node)
                alike.setdefault((number, ast.unparse(node), text), []).append((span, sort))
                yield self._edited(number, sort, (span,), text)
        for (number, _, text), places in alike.items():
            if len(places) > 1:
                yield self._edited(number, places[0][1], tuple(span for span, _ in places), text)

    def _edited(self, number: int, sort: str, spans: tuple[Span, ...], text: str) -> Edit:
        sources = [self.submission.statements[at].source for at in self.statements]
        source = sources[number].encode()
        for span in sorted(spans, key=lambda each: each.begin, reverse=True):
            begin, end = _offset(source, span.begin), _offset(source, span.end)
            source = source[:begin] + text.encode() + source[end:]
        sources[number] = source.decode()
        return Edit(sort=sort, spans=spans, statement=sources[number], definition="\n".join(sources))

    def with_number(self) -> Iterator[tuple[float, Callable[[float], Edit]]]:
        """Yield the places for another number or one more: the number that leaves all as it is, and the edit by a number."""
        for number, tree in enumerate(self.trees):
            for parent, node in _below(tree):
                for sign, neutral, sort in _open_numbers(node, parent):
                    kept = f"(({ast.unparse(node)}) {sign} (%r))".replace
                    yield neutral, partial(self._with_number, number, sort, self._span(number, node), kept)

    def _with_number(self, number: int, sort: str, span: Span, kept: Callable[[str, str], str], value: float) -> Edit:
        sort = "sign" if value == -1 and sort != "term_missing" else sort
        return self._edited(number, sort, (span,), kept("%r", repr(value)))

    def _span(self, number: int, node: ast.expr | ast.stmt) -> Span:
        begin, end = (node.lineno, node.col_offset), (node.end_lineno or node.lineno, node.end_col_offset or 0)
        return Span(statement=self.statements[number], begin=begin, end=end)

    def with_edit(self, edit: Edit) -> Submission:
        """Return the submission with the edited statement, for what a judge reads in the source."""
        at = edit.spans[0].statement
        statements = [*self.submission.statements]
        statements[at] = replace(statements[at], source=edit.statement)
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


@dataclass(frozen=True, slots=True)
class Slot:
    """A node below its parent, and the names of the values that its function computes with."""

    node: ast.expr | ast.stmt
    parent: ast.AST
    names: tuple[str, ...]


Rule = Callable[[Slot], Iterator[tuple[str, ast.AST]]]
"""What may stand in the place of a node: pairs of the sort of the edit and another node."""
_UNTOUCHED = frozenset(("annotation", "returns", "decorator_list", "ctx", "targets", "target", "keywords", "defaults"))
"""Fields of nodes whose content stays: what is bound, what is declared."""


def _offset(source: bytes, place: tuple[int, int]) -> int:
    """Return the offset of a line and column, both in bytes as a syntax tree counts them."""
    line, column = place
    return sum(len(each) + 1 for each in source.split(b"\n")[: line - 1]) + column


def _made(tree: ast.stmt, rule: Rule) -> Iterator[tuple[str, ast.expr | ast.stmt, str]]:
    """Yield each edit by a rule: its sort, the node in whose place it stands, and its text."""
    operands = [each for n in ast.walk(tree) if isinstance(n, ast.BinOp) for each in (n.left, n.right)]
    bound = {n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)} | {n.id for n in ast.walk(tree) if _is_bound(n)}
    names = tuple(dict.fromkeys(each.id for each in operands if isinstance(each, ast.Name) and each.id in bound))
    for parent, node in _below(tree):
        seen = {ast.unparse(node)}
        for sort, other in rule(Slot(node, parent, names)):
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


# --- The rules ------------------------------------------------------------------------------------


def _operators(slot: Slot) -> Iterator[tuple[str, ast.AST]]:
    """Yield other operators, and the two sides exchanged where their order counts."""
    match slot.node:
        case ast.BinOp(left=left, op=op, right=right):
            for sort, other in _OPERATORS.get(type(op), ()):
                yield sort, ast.BinOp(left, other(), right)
            if isinstance(op, ast.Mult) and isinstance(left, ast.BinOp) and isinstance(left.op, ast.Mult | ast.Div):
                power = ast.BinOp(left.right, ast.Pow(), right)  # as `**` binds when it is typed
                yield "power", ast.BinOp(left.left, left.op, power)
            if isinstance(op, ast.Sub | ast.Div | ast.MatMult | ast.Pow):
                yield "order", ast.BinOp(right, op, left)
        case ast.AugAssign(target=target, op=ast.Add() | ast.Sub() as op, value=value):
            yield "sign", ast.AugAssign(target, ast.Sub() if isinstance(op, ast.Add) else ast.Add(), value)
        case ast.Compare(left=left, ops=[op], comparators=comparators):
            for compared in _COMPARISONS.get(type(op), ()):
                yield "comparison", ast.Compare(left, [compared()], comparators)


def _signs(slot: Slot) -> Iterator[tuple[str, ast.AST]]:
    """Yield an expression without its minus; one more before what is handed over, bound, returned, or an exponent."""
    match slot.node:
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            yield "sign", operand
        case ast.expr() as node:
            match slot.parent:
                case ast.Call(args=arguments) if node in arguments:
                    yield "sign", ast.UnaryOp(ast.USub(), node)
                case ast.Return() | ast.Assign() | ast.AugAssign() | ast.Tuple() | ast.List() | ast.Lambda():
                    yield "sign", ast.UnaryOp(ast.USub(), node)
                case ast.BinOp(op=ast.Pow(), right=right) if right is node:
                    yield "sign", ast.UnaryOp(ast.USub(), node)


def _whole_numbers(slot: Slot) -> Iterator[tuple[str, ast.AST]]:
    """Yield whole numbers beside one, and 0 and 1: what counts, compares and picks an entry. Others are solved for."""
    match slot.node:
        case ast.Constant(value=int() as value) if type(value) is not bool:
            for other in dict.fromkeys((value + 1, value - 1, 0, 1, 2 * value)):
                yield "index" if isinstance(slot.parent, ast.Subscript | ast.Slice) else "number", ast.Constant(other)


def _open_numbers(node: ast.expr | ast.stmt, parent: ast.AST) -> Iterator[tuple[str, float, str]]:
    """Yield the sign by which a number may be joined to a node, the number without effect, and the sort of the edit."""
    is_value = isinstance(parent, ast.Return | ast.Assign | ast.Tuple | ast.List | ast.Lambda)
    is_term = isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Add | ast.Sub)
    if isinstance(node, ast.Constant):
        if type(node.value) in (int, float) and not isinstance(parent, ast.Subscript | ast.Slice):
            yield ("*", 1.0, "number") if node.value else ("+", 0.0, "number")
    elif (is_value or is_term) and not isinstance(node, ast.Tuple | ast.List | ast.Lambda | ast.Compare | ast.stmt):
        is_product = isinstance(node, ast.BinOp) and not isinstance(node.op, ast.Add | ast.Sub)
        if not (is_product and isinstance(_leftmost(node), ast.Constant)):  # there the number is a place of its own
            yield "*", 1.0, "factor"
        if is_value and isinstance(node, ast.BinOp) and not is_product:
            yield "+", 0.0, "term_missing"


def _leftmost(node: ast.expr) -> ast.expr:
    while isinstance(node, ast.BinOp | ast.UnaryOp):
        node = node.left if isinstance(node, ast.BinOp) else node.operand
    return node


def _parts(slot: Slot) -> Iterator[tuple[str, ast.AST]]:
    """Yield an expression without one of its terms, factors or calls; what is bound added to what was there before."""
    match slot.node:
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
            yield "term", left
            yield "term", right
        case ast.BinOp(left=left, op=ast.Mult() | ast.Div() | ast.Pow(), right=right):
            yield "part", left
            yield "part", right
        case ast.Call(args=[argument]):
            yield "call", argument
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            yield "line", ast.Pass()
            old = ast.Name(name, ast.Load())
            for op in (ast.Sub(), ast.Add()):
                yield "old_value", ast.Assign([ast.Name(name, ast.Store())], ast.BinOp(old, op, value), lineno=1)
        case ast.AugAssign():
            yield "line", ast.Pass()
        case ast.If(test=test, body=body, orelse=[]):
            yield "loop", ast.While(test, body, [])


def _calls(slot: Slot) -> Iterator[tuple[str, ast.AST]]:
    """Yield another function of a family, arguments exchanged, and a call that reaches further or less far."""
    if isinstance(slot.parent, ast.Call) and slot.node is slot.parent.func:
        func = slot.node
        name = func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""
        for other in (each for family in _FAMILIES if name in family for each in family if each != name):
            is_dotted = isinstance(func, ast.Attribute)
            yield "call", ast.Attribute(func.value, other) if is_dotted else ast.Name(other)  # type: ignore[attr-defined]
    match slot.node:
        case ast.Call(func=func, args=[*arguments], keywords=keywords) as node:
            if len(arguments) == 2:
                yield "order", ast.Call(func, arguments[::-1], keywords)
            for at, argument in enumerate(arguments):
                if isinstance(argument, ast.BinOp):
                    left, op, right = argument.left, argument.op, argument.right
                    yield "bracket", ast.BinOp(_with(node, at, left), op, right)
                    yield "bracket", ast.BinOp(left, op, _with(node, at, right))
        case ast.BinOp(left=left, op=op, right=right):
            if isinstance(left, ast.Call) and left.args:
                yield "bracket", _with(left, -1, ast.BinOp(left.args[-1], op, right))
            if isinstance(right, ast.Call) and len(right.args) == 1:
                yield "bracket", _with(right, 0, ast.BinOp(left, op, right.args[0]))
        case ast.Tuple(elts=[one, another]) | ast.List(elts=[one, another]) as pair:
            yield "order", type(pair)([another, one], ast.Load())


def _with(call: ast.Call, place: int, argument: ast.expr) -> ast.Call:
    arguments = [*call.args]
    arguments[place] = argument
    return ast.Call(call.func, arguments, call.keywords)


def _names(slot: Slot) -> Iterator[tuple[str, ast.AST]]:
    """Yield the names of other values of the function."""
    match slot.node:
        case ast.Name(id=name, ctx=ast.Load()) as node if node is not getattr(slot.parent, "func", None):
            for other in slot.names:
                if other != name:
                    yield "name", ast.Name(other, ast.Load())


# --- Brackets -------------------------------------------------------------------------------------

_Chain = list["str | _Chain"]
"""A formula as it is written: operands and signs in a row, a list for each pair of brackets."""


def _brackets(slot: Slot) -> Iterator[tuple[str, ast.AST]]:
    """Yield a formula with a pair of brackets more, less, or that begins or ends one operand further on or earlier."""
    is_whole = not isinstance(slot.parent, ast.BinOp | ast.UnaryOp)
    if is_whole and isinstance(slot.node, ast.BinOp | ast.UnaryOp):
        for other in _bracketed(_chain(slot.node)):
            yield "bracket", ast.parse(_written(other), mode="eval").body


def _chain(node: ast.expr) -> _Chain:
    match node:
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return ["-", *_inside(operand, _strength(operand) < _TIMES)]
        case ast.BinOp(left=left, op=op, right=right):
            own, is_power = _strength(node), isinstance(op, ast.Pow)
            first = _strength(left) < own or (is_power and _strength(left) == own)
            second = _strength(right) < own or (not is_power and _strength(right) == own)
            return [*_inside(left, first), _SIGNS.get(type(op), "+"), *_inside(right, second)]
    return [f"({ast.unparse(node)})"]


def _inside(node: ast.expr, in_brackets: bool) -> _Chain:
    chain = _chain(node)
    return [chain] if in_brackets and len(chain) > 1 else chain


def _strength(node: ast.expr) -> int:
    if isinstance(node, ast.UnaryOp):
        return _MINUS
    return _STRENGTH.get(type(node.op), _TIMES) if isinstance(node, ast.BinOp) else _ALONE


def _written(chain: _Chain) -> str:
    return " ".join(each if isinstance(each, str) else f"({_written(each)})" for each in chain)


def _is_operand(part: str | _Chain) -> bool:
    return isinstance(part, list) or part.startswith("(")


def _bracketed(chain: _Chain) -> Iterator[_Chain]:
    operands = [at for at, part in enumerate(chain) if _is_operand(part)]
    if len(operands) <= _MOST_OPERANDS:
        for first, last in combinations(operands, 2):
            yield [*chain[:first], chain[first : last + 1], *chain[last + 1 :]]
    for at, part in enumerate(chain):
        if isinstance(part, list):
            before, after = chain[:at], chain[at + 1 :]
            yield [*before, *part, *after]
            inner = [place for place, each in enumerate(part) if _is_operand(each)]
            if len(inner) > 2:
                yield [*before, part[: inner[-2] + 1], *part[inner[-2] + 1 :], *after]
                yield [*before, *part[: inner[1]], part[inner[1] :], *after]
            outer = [place for place, each in enumerate(after) if _is_operand(each)]
            if outer:
                yield [*before, [*part, *after[: outer[0] + 1]], *after[outer[0] + 1 :]]
            for other in _bracketed(part):
                yield [*before, other, *after]


_RULES: tuple[Rule, ...] = (_operators, _signs, _brackets, _parts, _calls, _whole_numbers, _names)
"""In the order in which they are tried: what one types wrongly before what one thinks wrongly."""
