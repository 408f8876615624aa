"""Say what may stand in the place of an expression: another sign, number, operator, bracket or name, one term less or more.

Each rule is of slips that people make in typing, and in taking a formula over. Knows nothing that is right.
"""

from __future__ import annotations

import ast
import copy
import math
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain, combinations

_MOST_OPERANDS = 9  # of one chain that brackets are tried in: a longer formula has hundreds of ways to set them
# How strongly operators bind, by Python's grammar: a sum, what multiplies and divides, a minus before something, a power.
_SUM, _TIMES, _MINUS, _POWER, _ALONE = range(1, 6)
_STRENGTH: dict[type[ast.operator], int] = {ast.Add: _SUM, ast.Sub: _SUM, ast.Pow: _POWER}  # all others multiply or divide
_SIGNS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Pow: "**", ast.MatMult: "@", ast.Mod: "%",
}  # fmt: skip
"""Operators as they are typed; formulas with others, of bits, are no student's."""
# By an operator: what is typed in its place, with the sort of the edit.
_OPERATORS: dict[type[ast.operator], tuple[tuple[str, type[ast.operator]], ...]] = {
    ast.Add: (("sign", ast.Sub), ("operator", ast.Mult)),
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
    ("mean", "sum", "average"), ("max", "min", "mean"), ("maximum", "minimum"), ("sin", "cos", "tan"), ("sinh", "cosh", "tanh"),
    ("median", "mean"), ("argmax", "argmin"),
    ("log", "log10", "log2", "log1p", "exp"), ("floor", "ceil", "round"), ("ones", "zeros"), ("ones_like", "zeros_like"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slot:
    """A node below its parent, the names and parameters of its function, and the `package` whose functions it calls."""

    node: ast.expr | ast.stmt
    parent: ast.AST
    names: tuple[str, ...]
    parameters: tuple[str, ...]
    package: str


Rule = Callable[[Slot], Iterator[tuple[str, ast.AST]]]
"""What may stand in the place of a node: pairs of the sort of the edit and another node."""


def _operators(slot: Slot) -> Iterator[tuple[str, ast.AST]]:
    """Yield other operators, and the two sides exchanged where their order counts."""
    match slot.node:
        case ast.BinOp(left=left, op=op, right=right):
            for sort, other in _OPERATORS.get(type(op), ()):
                if other is not ast.Add or not (_is_rest(left, right) or _is_rest(right, left)):
                    yield sort, ast.BinOp(left, other(), right)
            if isinstance(op, ast.Mult) and isinstance(left, ast.BinOp) and isinstance(left.op, ast.Mult | ast.Div):
                power = ast.BinOp(left.right, ast.Pow(), right)  # as `**` binds when it is typed
                yield "power", ast.BinOp(left.left, left.op, power)
            if isinstance(op, ast.Mult | ast.Div) and isinstance(left, ast.BinOp) and isinstance(left.op, ast.Mult):
                yield "operator", ast.BinOp(left.left, ast.Add(), ast.BinOp(left.right, op, right))
            if isinstance(op, ast.Sub | ast.Div | ast.MatMult | ast.Pow):
                yield "order", ast.BinOp(right, op, left)
        case ast.AugAssign(target=target, op=ast.Add() | ast.Sub() as op, value=value):
            yield "sign", ast.AugAssign(target, ast.Sub() if isinstance(op, ast.Add) else ast.Add(), value)
        case ast.Compare(left=left, ops=[op], comparators=comparators):
            for compared in _COMPARISONS.get(type(op), ()):
                yield "comparison", ast.Compare(left, [compared()], comparators)


def _compared_sizes(slot: Slot) -> Iterator[tuple[str, ast.AST]]:
    """Yield a comparison with a small number that looks at the size of something, whatever its sign."""
    if not isinstance(slot.node, ast.Compare) or len(slot.node.ops) > 1:
        return
    sides = [slot.node.left, slot.node.comparators[0]]
    for place, (side, bound) in enumerate((sides, sides[::-1])):
        value = getattr(bound, "value", None)
        is_small = isinstance(bound, ast.Name) or (isinstance(value, int | float) and 0 < value < _SMALL)
        if is_small and isinstance(side, ast.Name | ast.Subscript | ast.BinOp):
            sized = [ast.Call(ast.Name("abs"), [each], []) if at == place else each for at, each in enumerate(sides)]
            yield "absolute", ast.Compare(sized[0], slot.node.ops, sized[1:])


def _is_rest(node: ast.expr, of: ast.expr) -> bool:
    """Tell whether a node is a number less something: the sum of both is that number, which nobody writes so."""
    match node:
        case ast.BinOp(left=ast.Constant(), op=ast.Sub(), right=right):
            return ast.unparse(right) == ast.unparse(of)
    return False


def _signs(slot: Slot) -> Iterator[tuple[str, ast.AST]]:
    """Yield an expression without its minus; one more before what is handed over or kept, an exponent, what begins a sum."""
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
                case ast.BinOp(left=left, op=ast.Add() | ast.Sub()) if left is node and isinstance(node, ast.Name | ast.Subscript):
                    yield "sign", ast.UnaryOp(ast.USub(), node)


def _copies(slot: Slot) -> Iterator[tuple[str, ast.AST]]:
    """Yield a copy of what would be a second name for the same array, as a slice of all of it is."""
    match slot.node, slot.parent:
        case (ast.Name() | ast.Subscript(slice=ast.Slice(lower=None, upper=None))) as node, ast.Assign():
            yield "copy", ast.Call(ast.Attribute(node, "copy", ast.Load()), [], [])


_SMALL = 0.1  # and below: what is compared with that is to be nearly zero
_MANY = 100  # times as many rounds: what did not go on for long enough has then arrived
_MOST_ROUNDS = 10_000  # of a loop that is made longer: a tenth of a second for a usual step


def _whole_numbers(slot: Slot) -> Iterator[tuple[str, ast.AST]]:
    """Yield whole numbers beside one, and 0 and 1: what counts, compares and picks an entry. Others are solved for."""
    match slot.node:
        case ast.Constant(value=int() as value) if type(value) is not bool:
            sort = "index" if isinstance(slot.parent, ast.Subscript | ast.Slice) else "number"
            for other in dict.fromkeys((value + 1, value - 1, 0, 1, 2 * value, value // 2)):
                is_none = not other and isinstance(slot.parent, ast.BinOp) and isinstance(slot.parent.op, ast.Mult)
                yield "part" if is_none else sort, ast.Constant(other)
            match slot.parent:
                case ast.BinOp(op=ast.Div()) if slot.parameters:
                    yield sort, ast.Call(ast.Name("len"), [ast.Name(slot.parameters[-1])], [])
                case ast.Call(func=ast.Name("range")) if value * _MANY <= _MOST_ROUNDS:
                    yield sort, ast.Constant(value * _MANY)
                case ast.BinOp(left=base, op=ast.Pow(), right=power) if base is slot.node and not isinstance(power, ast.Constant):
                    yield sort, ast.Constant(math.e)  # which no number that is solved for is near


def open_numbers(node: ast.expr | ast.stmt, parent: ast.AST) -> Iterator[tuple[str, float, str]]:
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
    """Yield an expression without one of its terms or factors; what is bound added to what was there before."""
    match slot.node:
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
            yield "term", left
            yield "term", right
        case ast.BinOp(left=left, op=ast.Mult() | ast.Div() | ast.Pow(), right=right):
            yield "part", left
            yield "part", right
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
    """Yield another function of a family or none, arguments exchanged, two calls the other way round, the other axis."""
    if isinstance(slot.parent, ast.Call) and slot.node is slot.parent.func:
        func = slot.node
        name = func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""
        for other in (each for family in _FAMILIES if name in family for each in family if each != name):
            is_dotted = isinstance(func, ast.Attribute)
            yield "call", ast.Attribute(func.value, other) if is_dotted else ast.Name(other)  # type: ignore[attr-defined]
    match slot.node:
        case ast.Call(func=func, args=[*arguments], keywords=keywords) as node:
            if len(arguments) == 1:
                yield "call", arguments[0]
            if len(arguments) == 2:
                yield "order", ast.Call(func, arguments[::-1], keywords)
            match arguments:
                case [*_, ast.Call(args=[argument]) as inner]:  # the mean of roots, the root of a mean
                    yield "order", _with(inner, 0, _with(node, len(arguments) - 1, argument))
            for keyword in keywords:
                if keyword.arg == "axis" and isinstance(keyword.value, ast.Constant):
                    along = ast.keyword("axis", ast.Constant(0 if keyword.value.value else 1))
                    yield "axis", ast.Call(func, arguments, [along if each is keyword else each for each in keywords])
        case ast.Tuple(elts=[one, another]) | ast.List(elts=[one, another]) as pair:
            yield "order", type(pair)([another, one], ast.Load())
    if isinstance(slot.parent, ast.Return) and isinstance(slot.node, ast.Name | ast.BinOp):
        yield "order", ast.parse(f"({ast.unparse(slot.node)})[::-1]", mode="eval").body


def _reach(slot: Slot) -> Iterator[tuple[str, ast.AST]]:
    """Yield a call that reaches further or less far."""
    match slot.node:
        case ast.Call(args=[*arguments]) as node:
            for at, argument in enumerate(arguments):
                if isinstance(argument, ast.BinOp):
                    left, op, right = argument.left, argument.op, argument.right
                    yield "bracket", ast.BinOp(_with(node, at, left), op, right)
                    yield "bracket", ast.BinOp(left, op, _with(node, at, right))
        case ast.BinOp(left=left, op=op, right=right):
            match _factors_of(slot.node):  # a product of means, the mean of a product
                case [*before, ast.Call(args=[first]), ast.Call(args=[second]) as last]:
                    yield "bracket", _product([*before, _with(last, 0, ast.BinOp(first, ast.Mult(), second))])
            if isinstance(left, ast.Call) and left.args:
                yield "bracket", _with(left, -1, ast.BinOp(left.args[-1], op, right))
            if isinstance(right, ast.Call) and len(right.args) == 1:
                yield "bracket", _with(right, 0, ast.BinOp(left, op, right.args[0]))


def _with(call: ast.Call, place: int, argument: ast.expr) -> ast.Call:
    arguments = [*call.args]
    arguments[place] = argument
    return ast.Call(call.func, arguments, call.keywords)


def _names(slot: Slot) -> Iterator[tuple[str, ast.AST]]:
    """Yield the names of other values of the function, and two names or entries that have changed places."""
    match slot.node:
        case ast.Name(id=name, ctx=ast.Load()) as node if node is not getattr(slot.parent, "func", None):
            for other in slot.names:
                if other != name and not (isinstance(slot.parent, ast.Attribute) and slot.parent.value is node):
                    yield "name", ast.Name(other, ast.Load())
        case ast.Assign(targets=[ast.Tuple(elts=elements)], value=value) if not isinstance(value, ast.Tuple):
            for first, last in combinations(range(len(elements)), 2):
                turned = [elements[{first: last, last: first}.get(at, at)] for at in range(len(elements))]
                yield "order", ast.Assign([ast.Tuple(turned, ast.Store())], value, lineno=1)
    if isinstance(slot.parent, ast.stmt | ast.Call) and isinstance(slot.node, ast.expr) and not _is_leaf(slot.node, slot.names):
        leaves = [ast.unparse(each) for each in ast.walk(slot.node) if _is_leaf(each, slot.names)]
        for one, other in combinations(dict.fromkeys(leaves), 2):
            yield "name", _Exchange(one, other).visit(copy.deepcopy(slot.node))


def _is_leaf(node: ast.AST, names: Collection[str]) -> bool:
    """Tell whether a node is one of these names, what is left of a number, or an entry that is picked by a number."""
    match node:
        case ast.Subscript(slice=index):
            return isinstance(index, ast.Constant)
        case ast.BinOp(left=ast.Constant(), op=ast.Sub(), right=ast.Name(id=name)) | ast.Name(id=name):
            return name in names
    return False


class _Exchange(ast.NodeTransformer):
    """Puts each of two expressions in the place of the other."""

    def __init__(self, one: str, other: str) -> None:
        self._other = {text: ast.parse(by, mode="eval").body for text, by in ((one, other), (other, one))}

    def visit(self, node: ast.AST) -> ast.AST:
        known = self._other.get(ast.unparse(node)) if isinstance(node, ast.Name | ast.Subscript | ast.BinOp) else None
        return known or self.generic_visit(node)


# --- What is missing ------------------------------------------------------------------------------

_OUTER = ("maximum", "abs", "sqrt", "exp", "log")  # functions that are left out around something; the first has a 0 beside it
_IN_FORMULAS = ("exp", "log")  # those that are left out around a factor or a term
_LOGISTIC = f"1 / (1 + {math.e!r} ** (-({{}})))"  # a function that no package has, and that is left out as often
_OF_ALL = frozenset(("mean", "sum", "average", "dot"))  # what takes all data together


def _is_whole(slot: Slot) -> bool:
    """Tell whether a node is all that a call, a return or a name is given, or one component of it."""
    parts = ast.Return | ast.Assign | ast.AugAssign | ast.Tuple | ast.List | ast.Lambda
    is_value = isinstance(slot.parent, parts) or (isinstance(slot.parent, ast.Call) and slot.node in slot.parent.args)
    held = ast.Constant | ast.Tuple | ast.List | ast.Lambda | ast.Compare | ast.ListComp | ast.GeneratorExp
    return is_value and isinstance(slot.node, ast.expr) and not isinstance(slot.node, held)


def _powers(slot: Slot) -> Iterator[tuple[str, ast.AST]]:
    """Yield a square of what stands alone, and of each term where the square is of their sum."""
    match slot.node:
        case ast.BinOp(left=ast.BinOp(left=one, op=ast.Add() | ast.Sub() as sign, right=other), op=ast.Pow(), right=power):
            yield "bracket", ast.BinOp(ast.BinOp(one, ast.Pow(), power), sign, ast.BinOp(other, ast.Pow(), power))
        case ast.Name() | ast.Subscript() | ast.Call() | ast.BinOp(op=ast.Add() | ast.Sub()) as node:
            if _is_whole(slot) or (isinstance(slot.parent, ast.BinOp) and not isinstance(slot.parent.op, ast.Pow)):
                yield "exponent", ast.BinOp(node, ast.Pow(), ast.Constant(2))


def _loops(slot: Slot) -> Iterator[tuple[str, ast.AST]]:
    """Yield a loop without its last line, which stands after it then, and one with the line after it at its end."""
    body = getattr(slot.parent, "body", [])
    match slot.node:
        case ast.For(target=target, iter=values, body=[*lines, last]) as loop:
            if lines:
                yield "loop_body", ast.Module([ast.For(target, values, lines, [], lineno=1), last], [])
            after = body[body.index(loop) + 1 :][:1] if loop in body else []
            if after and not isinstance(after[0], ast.Return):
                yield "loop_body", ast.For(target, values, [*lines, last, *after], [], lineno=1)


def _ones(slot: Slot) -> Iterator[tuple[str, ast.AST]]:
    """Yield what is left of 1, and 1 more, where something is a factor or what a function is given."""
    is_factor = isinstance(slot.parent, ast.BinOp) and isinstance(slot.parent.op, ast.Mult | ast.Div)
    if (is_factor or _is_whole(slot)) and isinstance(slot.node, ast.expr):
        match slot.node:
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                yield "term_missing", ast.BinOp(ast.Constant(1), ast.Sub(), operand)
            case ast.Name() | ast.Subscript() | ast.Call() | ast.BinOp() as node:
                for op in (ast.Sub(), ast.Add()):
                    yield "term_missing", ast.BinOp(ast.Constant(1), op, node)


def _outer_functions(slot: Slot) -> Iterator[tuple[str, ast.AST]]:
    """Yield something with a function around it that may have been left out."""
    is_part = isinstance(slot.parent, ast.BinOp) and isinstance(slot.parent.op, ast.Mult | ast.Add | ast.Sub)
    is_whole = _is_whole(slot) and not isinstance(slot.parent, ast.Assign)
    is_each = isinstance(slot.parent, ast.GeneratorExp | ast.ListComp) and slot.node is slot.parent.elt
    if not isinstance(slot.node, ast.expr) or isinstance(slot.node, ast.Constant) or not (is_part or is_whole or is_each):
        return
    if is_each:
        yield "call_missing", ast.Call(ast.Name("max"), [ast.Constant(0), slot.node], [])
    for name in () if not slot.package else _OUTER if is_whole else _IN_FORMULAS:
        func = ast.Attribute(ast.Name(slot.package), name)
        yield "call_missing", ast.Call(func, [ast.Constant(0)] * (name == "maximum") + [slot.node], [])
    yield "call_missing", ast.parse(_LOGISTIC.format(ast.unparse(slot.node)), mode="eval").body


def _factors(slot: Slot) -> Iterator[tuple[str, ast.AST]]:
    """Yield something times a value, divided by how many there are, or a value more or less."""
    node, parent = slot.node, slot.parent
    if not isinstance(node, ast.expr) or isinstance(node, ast.Constant):
        return
    is_term = isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Add | ast.Sub)
    is_taken = isinstance(parent, ast.Call) and node in parent.args and ast.unparse(parent.func).rpartition(".")[2] in _OF_ALL
    is_given = isinstance(parent, ast.Return | ast.AugAssign | ast.Tuple | ast.List) and _is_whole(slot)
    is_compared = isinstance(parent, ast.Compare) and node is parent.left
    if is_term or is_taken or is_given or is_compared:
        for name in slot.names:
            yield "factor", ast.BinOp(node, ast.Mult(), ast.Name(name))
    if (is_term or is_given) and slot.names:
        last = next((each for each in slot.names[::-1] if each in slot.parameters), slot.names[-1])
        yield "factor", ast.BinOp(node, ast.Div(), ast.Call(ast.Name("len"), [ast.Name(last)], []))
    if _is_whole(slot) and isinstance(node, ast.BinOp | ast.UnaryOp):
        for name in slot.names:
            for op in (ast.Add(), ast.Sub()):
                yield "term_lost", ast.BinOp(node, op, ast.Name(name))


def _runs(slot: Slot) -> Iterator[tuple[str, ast.AST]]:
    """Yield a product without several of its factors that stand side by side."""
    if isinstance(slot.node, ast.BinOp) and not (isinstance(slot.parent, ast.BinOp) and isinstance(slot.parent.op, ast.Mult)):
        factors = _factors_of(slot.node)
        for first, last in combinations(range(len(factors) + 1), 2):
            kept = factors[:first] + factors[last:]
            if last - first > 1 and kept:
                yield "part", _product(kept)


def _product(factors: Sequence[ast.expr]) -> ast.expr:
    return reduce(lambda one, other: ast.BinOp(one, ast.Mult(), other), factors)


def _factors_of(node: ast.expr) -> list[ast.expr]:
    match node:
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return [*_factors_of(left), right]
    return [node]


def _other_half(slot: Slot) -> Iterator[tuple[str, ast.AST]]:
    """Yield a product and beside it the same of what is left of 1: of a loss over yes and no both halves count."""
    match slot.node:
        case ast.BinOp(op=ast.Mult()) as node if any(isinstance(each, ast.Call) for each in (node.left, node.right)):
            yield "term_lost", ast.BinOp(node, ast.Add(), _Rest(slot.names).visit(copy.deepcopy(node)))


@dataclass
class _Rest(ast.NodeTransformer):
    """What is left of 1 in the place of each of these names and of their entries."""

    names: tuple[str, ...]

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.BinOp(ast.Constant(1), ast.Sub(), node) if node.id in self.names else node

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        return ast.BinOp(ast.Constant(1), ast.Sub(), node)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        node.args = [ast.BinOp(ast.Constant(1), ast.Sub(), each) for each in node.args]
        return node


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


LESS: tuple[Rule, ...] = (_parts, _runs)
LIKELY: tuple[tuple[Rule, ...], ...] = (
    (_operators, _compared_sizes, _signs, _copies, _brackets, _calls, _reach, _whole_numbers),
    (_names, _powers, _ones, _loops, *LESS),
    (_outer_functions, _factors, _other_half),
)
"""In the order in which they are tried: what is typed wrongly, what is too much or another name, what is left out."""
EVERY_RULE: tuple[Rule, ...] = tuple(chain.from_iterable(LIKELY))  # for who asks for sorts of edits and not for the likeliest
