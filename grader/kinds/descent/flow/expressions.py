"""What an expression of a student's program is worth: its parts' origins, and the number where every part is known."""

from __future__ import annotations

import ast
import operator
from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from grader.kinds.descent.flow.traces import (
    NOTHING,
    OPEN,
    Argument,
    Bound,
    Function,
    Maker,
    Origins,
    Path,
    Plain,
    Row,
    Scope,
    Table,
    Thing,
    Unknown,
    Value,
    changes_nothing,
    constant_of,
    names_in,
    origins_of,
)
from grader.kinds.descent.flow.tracing import Machine, RaisedError, UntraceableError

_LARGE = 1e15  # beyond it whole numbers are no counts, and their powers would take long
_MOST_ITEMS = 70  # turns of a loop that are followed: more than the longest run that is looked at
_SOME = 2  # turns of a loop whose length is not known
_OPERATORS: dict[type[ast.AST], Callable[[Any, Any], object]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod, ast.Pow: operator.pow,
}  # fmt: skip
_COMPARISONS: dict[type[ast.AST], Callable[[Any, Any], object]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt,
    ast.GtE: operator.ge, ast.Is: operator.is_, ast.IsNot: operator.is_not,
}  # fmt: skip
_METHODS = {
    ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "truediv", ast.Pow: "pow", ast.MatMult: "matmul",
    ast.FloorDiv: "floordiv", ast.Mod: "mod",
}  # fmt: skip
Arguments = tuple[list[Value], dict[str, Value]]


class Expressions(Machine):
    """Evaluates expressions."""

    def __init__(self, choices: Sequence[bool], patience: int, fuel: int, sought: Sequence[float] = ()) -> None:
        super().__init__(choices, patience, fuel, sought)
        self._rules: dict[type[ast.AST], Callable[[Any, Scope], Any]] = {}
        self._still_open: dict[tuple[int, frozenset[str]], Origins] = {}

    @abstractmethod
    def call(self, function: Value, given: list[Value], keywords: dict[str, Value]) -> Value:
        """Return what a call gives back."""

    @abstractmethod
    def attribute(self, owner: Value, name: str) -> Value:
        """Return what stands behind a dot."""

    def evaluate(self, node: ast.expr, scope: Scope) -> Value:
        """Return what an expression is worth.

        Raises:
            UntraceableError: it holds something that is not known here.
            RaisedError: it raises an exception.
        """
        self.spend()
        value: Value = self.rule_for(node, "_")(node, scope)
        return value

    def rule_for(self, node: ast.AST, prefix: str) -> Callable[[Any, Scope], Any]:
        """Return the method for this kind of node."""
        kind = type(node)
        if kind not in self._rules:
            rule = getattr(self, f"{prefix}{kind.__name__.lower()}", None)
            if rule is None:
                raise UntraceableError(kind.__name__)
            self._rules[kind] = rule
        return self._rules[kind]

    def _constant(self, node: ast.Constant, _: Scope) -> Value:
        known = node.value is None or isinstance(node.value, int | float | str)
        return self.plain(node.value if known else OPEN)

    def _name(self, node: ast.Name, scope: Scope) -> Value:
        found = scope.find(node.id)
        return found if found is not None else Path(node.id)

    def _namedexpr(self, node: ast.NamedExpr, scope: Scope) -> Value:
        value = self.evaluate(node.value, scope)
        scope.function.bind(node.target.id, value)
        return value

    def _tuple(self, node: ast.Tuple, scope: Scope) -> Value:
        return self.row("tuple", list(self._elements(node.elts, scope)))

    def _list(self, node: ast.List, scope: Scope) -> Value:
        return self.row("list", list(self._elements(node.elts, scope)))

    def _set(self, node: ast.Set, scope: Scope) -> Value:
        return self.row("set", list(self._elements(node.elts, scope)))

    def _elements(self, nodes: Sequence[ast.expr], scope: Scope) -> Iterator[Value]:
        for node in nodes:
            if isinstance(node, ast.Starred):
                yield from self.items(self.evaluate(node.value, scope))
            else:
                yield self.evaluate(node, scope)

    def _dict(self, node: ast.Dict, scope: Scope) -> Value:
        table = Table({}, self.now)
        for key, entry in zip(node.keys, node.values, strict=True):
            value = self.evaluate(entry, scope)
            if key is not None:
                self.put(table, self.evaluate(key, scope), value)
            elif isinstance(value, Table):
                table.entries.update(value.entries)
                table.others.extend(value.others)
            else:
                table.others.append(value)
        return table

    def _joinedstr(self, node: ast.JoinedStr, scope: Scope) -> Value:
        parts = [self.evaluate(part.value, scope) for part in node.values if isinstance(part, ast.FormattedValue)]
        return self.combined(parts)

    def _lambda(self, node: ast.Lambda, scope: Scope) -> Value:
        return self.function(node, scope)

    def function(self, node: ast.Lambda | ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> Function:
        """Return a function of the student's, made here."""
        arguments = node.args
        plain = [*arguments.posonlyargs, *arguments.args]
        pairs = [
            *zip(plain[len(plain) - len(arguments.defaults) :], arguments.defaults, strict=True),
            *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
        ]
        defaults = {a.arg: self.evaluate(d, scope) for a, d in pairs if d is not None}
        return Function(node, scope, defaults, _is_generator(node))

    def _ifexp(self, node: ast.IfExp, scope: Scope) -> Value:
        taken, _ = self.judged(node.test, scope)
        if taken is None:
            taken = self.decide(node, usual=True)
        return self.evaluate(node.body if taken else node.orelse, scope)

    def _boolop(self, node: ast.BoolOp, scope: Scope) -> Value:
        """Return the operand at which it ends: a false one of `and`, a true one of `or`."""
        ends = isinstance(node.op, ast.Or)
        for operand in node.values[:-1]:
            value = self.evaluate(operand, scope)
            truth = self.truth(value)
            if (self.decide(operand, usual=ends) if truth is None else truth) is ends:
                return value
        return self.evaluate(node.values[-1], scope)

    def judged(self, test: ast.expr, scope: Scope) -> tuple[bool | None, Origins]:
        """Tell whether a condition holds, None if not known, and the origins of what it looks at."""
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            holds, origins = self.judged(test.operand, scope)
            return (None if holds is None else not holds), origins
        if not isinstance(test, ast.BoolOp):
            return self._judged_alone(test, scope)
        ends, open_, origins = isinstance(test.op, ast.Or), False, NOTHING
        for operand in test.values:
            holds, more = self.judged(operand, scope)
            origins |= more
            if holds is ends:
                return ends, origins
            open_ = open_ or holds is None
        return (None if open_ else not ends), origins

    def _judged_alone(self, test: ast.expr, scope: Scope) -> tuple[bool | None, Origins]:
        """Tell whether a condition without parts holds.

        One that is open for what comes from the start is so as long as that does. So the tests of a search along a line,
        in which most of its arithmetic stands, are walked through once.
        """
        found = {name: scope.find(name) for name in names_in(test)}
        started = frozenset(name for name, value in found.items() if value is not None and Argument.START in origins_of(value))
        key = (id(test), started)
        if key in self._still_open:
            self.spend()
            return None, self._still_open[key]
        value = self.evaluate(test, scope)
        truth, origins = self.truth(value), origins_of(value)
        if truth is None and Argument.START in origins and changes_nothing(test, scope):
            self._still_open[key] = origins
        return truth, origins

    def _compare(self, node: ast.Compare, scope: Scope) -> Value:
        values = [self.evaluate(part, scope) for part in (node.left, *node.comparators)]
        constants = [constant_of(value) for value in values]
        origins = NOTHING.union(*map(origins_of, values))
        if any(isinstance(op, ast.Is | ast.IsNot) for op in node.ops):
            alike = constants[0] is constants[1] and constants[0] is not OPEN
            return self.plain(alike == isinstance(node.ops[0], ast.Is), origins)
        self.note_compared(values)
        if OPEN in constants or any(type(op) not in _COMPARISONS for op in node.ops):
            return self.plain(OPEN, origins)
        try:
            pairs = zip(node.ops, constants, constants[1:], strict=False)
            return self.plain(all(_COMPARISONS[type(op)](a, b) for op, a, b in pairs), origins)
        except TypeError as error:
            raise RaisedError("TypeError") from error

    def _unaryop(self, node: ast.UnaryOp, scope: Scope) -> Value:
        value = self.evaluate(node.operand, scope)
        if isinstance(node.op, ast.Not):
            truth = self.truth(value)
            return self.plain(OPEN if truth is None else not truth, origins_of(value))
        return self.negated(value) if isinstance(node.op, ast.USub) else value

    def negated(self, value: Value) -> Value:
        """Return a value with its sign changed."""
        constant = constant_of(value)
        if isinstance(value, Row):
            return self.row("array", [self.negated(item) for item in value.items])
        own = self.own_method(value, "__neg__")
        if own is not None:
            return self.call(own, [], {})
        return self.combined([value], -constant if isinstance(constant, int | float) else OPEN, operator=True, linear=True)

    def _binop(self, node: ast.BinOp, scope: Scope) -> Value:
        left, right = self.evaluate(node.left, scope), self.evaluate(node.right, scope)
        if isinstance(node.op, ast.Mult) and (_is_nothing(node.left, left) or _is_nothing(node.right, right)):
            return self.plain(0.0)
        return self.operated(node.op, left, right)

    def operated(self, op: ast.operator, left: Value, right: Value) -> Value:
        """Return the result of an operator."""
        name = _METHODS.get(type(op), "")
        for one, other, method in ((left, right, f"__{name}__"), (right, left, f"__r{name}__")):
            own = self.own_method(one, method)
            if own is not None:
                return self.call(own, [other], {})
        if isinstance(left, Row) or isinstance(right, Row):
            return self._with_rows(op, left, right)
        constant = self._computed(op, constant_of(left), constant_of(right))
        return self.combined([left, right], constant, operator=True, linear=_is_linear(op, left, right))

    def _computed(self, op: ast.operator, left: object, right: object) -> object:
        """Return the number, where both are known and no larger than a count or a step size."""
        rule = _OPERATORS.get(type(op))
        if rule is None or not all(isinstance(each, int | float) for each in (left, right)):
            return OPEN
        large = abs(left) > _LARGE or abs(right) > _LARGE  # type: ignore[arg-type]
        if large or (rule is operator.pow and abs(right) > 1000):  # type: ignore[arg-type]
            return OPEN
        try:
            found = rule(left, right)
        except ZeroDivisionError as error:
            raise RaisedError("ZeroDivisionError") from error
        except (ArithmeticError, ValueError):
            return OPEN
        return found if isinstance(found, int | float) and abs(found) <= _LARGE else OPEN

    def _with_rows(self, op: ast.operator, left: Value, right: Value) -> Value:
        """Return rows joined and repeated as lists are, or computed with part by part as arrays are."""
        kinds = {value.kind for value in (left, right) if isinstance(value, Row)}
        both = isinstance(left, Row) and isinstance(right, Row)
        if isinstance(left, Row) and isinstance(right, Row) and isinstance(op, ast.Add) and "array" not in kinds:
            return self.row(left.kind, [*left.items, *right.items])
        if not both and isinstance(op, ast.Mult) and "array" not in kinds:
            row, times = (left, constant_of(right)) if isinstance(left, Row) else (right, constant_of(left))
            if isinstance(row, Row) and isinstance(times, int):
                return self.row(row.kind, (row.items * min(times, _MOST_ITEMS))[:_MOST_ITEMS])
        if isinstance(op, ast.MatMult):
            return self.combined([left, right])
        if isinstance(left, Row) and isinstance(right, Row):
            if len(left.items) != len(right.items):
                return self.combined([left, right])
            return self.row("array", [self.operated(op, *pair) for pair in zip(left.items, right.items, strict=True)])
        if isinstance(left, Row):
            return self.row("array", [self.operated(op, item, right) for item in left.items])
        assert isinstance(right, Row)
        return self.row("array", [self.operated(op, left, item) for item in right.items])

    def own_method(self, value: Value, name: str) -> Bound | None:
        """Return a method that the student's class of this object has under this name."""
        if isinstance(value, Thing) and value.maker is not None:
            found = value.maker.find(name)
            if isinstance(found, Function):
                return Bound(found, value)
        return None

    def _call(self, node: ast.Call, scope: Scope) -> Value:
        given = list(self._elements(node.args, scope))
        keywords: dict[str, Value] = {}
        for keyword in node.keywords:
            value = self.evaluate(keyword.value, scope)
            if keyword.arg is not None:
                keywords[keyword.arg] = value
            elif isinstance(value, Table):
                keywords.update({str(key): entry for key, entry in value.entries.items()})
        if isinstance(node.func, ast.Name) and node.func.id == "super":
            return self._above(scope)
        return self.call(self.evaluate(node.func, scope), given, keywords)

    def _above(self, scope: Scope) -> Value:
        """Return the object as its class's first base sees it."""
        owner = scope.find("self")
        if isinstance(owner, Thing) and owner.maker is not None and owner.maker.bases:
            return Thing(owner.origins, owner.serial, owner.maker.bases[0], owner.attributes)
        return self.plain(OPEN)

    def _attribute(self, node: ast.Attribute, scope: Scope) -> Value:
        return self.attribute(self.evaluate(node.value, scope), node.attr)

    def _subscript(self, node: ast.Subscript, scope: Scope) -> Value:
        owner = self.evaluate(node.value, scope)
        if isinstance(node.slice, ast.Slice):
            return self._part(owner, node.slice, scope)
        return self.item(owner, self.evaluate(node.slice, scope))

    def _slice(self, node: ast.Slice, _: Scope) -> Value:
        return self.plain(OPEN)

    def _part(self, owner: Value, part: ast.Slice, scope: Scope) -> Value:
        """Return a part of a row; of anything else what reached it."""
        constants: list[int | None] = []
        for end in (part.lower, part.upper, part.step):
            constant = None if end is None else constant_of(self.evaluate(end, scope))
            if not isinstance(owner, Row) or not (constant is None or isinstance(constant, int)):
                return self.chosen(owner)
            constants.append(constant)
        assert isinstance(owner, Row)
        return self.row(owner.kind, owner.items[slice(*constants)])

    def item(self, owner: Value, key: Value) -> Value:
        """Return what stands under a key or at a place; if that is not known, whatever may."""
        constant = constant_of(key)
        own = self.own_method(owner, "__getitem__")
        if own is not None:
            return self.call(own, [key], {})
        if isinstance(owner, Row):
            if isinstance(constant, int):
                return self._at(owner, constant)
            if isinstance(key, Row) and key.items and isinstance(place := constant_of(key.items[0]), int):
                first, rest = self._at(owner, place), key.items[1:]
                return self.item(first, self.row("tuple", rest) if len(rest) > 1 else rest[0]) if rest else first
        if isinstance(owner, Table):
            known = _key(key)
            if known is not OPEN:
                if known in owner.entries:
                    return owner.entries[known]
                if not owner.others:
                    raise RaisedError("KeyError")
        return self.chosen(owner)

    def chosen(self, owner: Value) -> Value:
        """Return some part of a value; numbers that are typed in are chosen, not computed with."""
        origins = origins_of(owner)
        return self.combined([owner], linear=True) if Argument.START in origins else self.plain(origins=origins)

    def _at(self, row: Row, place: int) -> Value:
        if not -len(row.items) <= place < len(row.items):
            raise RaisedError("IndexError")
        return row.items[place]

    def put(self, owner: Value, key: Value, value: Value) -> None:
        """Set what stands under a key or at a place."""
        constant = constant_of(key)
        own = self.own_method(owner, "__setitem__")
        if own is not None:
            self.call(own, [key, value], {})
        elif isinstance(owner, Row) and isinstance(constant, int):
            self._at(owner, constant)
            owner.items[constant] = value
        elif isinstance(owner, Row):
            self._put_somewhere(owner, key, value)
        elif isinstance(owner, Table):
            known = _key(key)
            if known is OPEN:
                owner.others.append(value)
            else:
                owner.entries[known] = value
        elif isinstance(owner, Thing):
            self.fill(owner, self.combined([owner, value]))

    def _put_somewhere(self, row: Row, key: Value, value: Value) -> None:
        """Return what stands at a place in a row of rows, or in a part of a row; anywhere, if it is not known."""
        place = constant_of(key.items[0]) if isinstance(key, Row) and key.items else OPEN
        if isinstance(key, Row) and isinstance(place, int) and len(key.items) > 1:
            self.put(self._at(row, place), key.items[1], value)
            return
        parts = self.items(value) if isinstance(value, Row) else []
        if len(parts) == len(row.items):
            row.items[:] = parts
        else:
            row.items[:] = [self.combined([item, value]) for item in row.items]

    def fill(self, thing: Thing, value: Value) -> None:
        """Let an object of a library hold what this value holds."""
        thing.origins, thing.serial = origins_of(value), self.now

    def items(self, value: Value) -> list[Value]:
        """Return what a loop over this value runs over; if its parts are not known, some that hold what it does."""
        constant = constant_of(value)
        if isinstance(constant, range):
            most = _MOST_ITEMS if Argument.COUNT in origins_of(value) else self.patience
            return [self.plain(number) for number in constant[:most]]
        if isinstance(constant, str):
            return [self.plain(letter) for letter in constant[:_MOST_ITEMS]]
        if isinstance(value, Row):
            return list(value.items)
        if isinstance(value, Table):
            return [*map(self.plain, value.entries), *(self.plain() for _ in value.others)]
        own = self.own_method(value, "__iter__")
        if own is not None:
            made = self.call(own, [], {})
            return self._drawn(made) if self.own_method(made, "__next__") is not None else self.items(made)
        if isinstance(value, Thing) and value.maker is not None and value.maker.is_tuple:
            return list(value.attributes.values())
        return [self.combined([value], linear=True) for _ in range(_SOME)]

    def _drawn(self, source: Value) -> list[Value]:
        """Return what an object with `__next__` gives, one after the other."""
        found: list[Value] = []
        method, begun = self.own_method(source, "__next__"), self.now
        while method is not None and isinstance(method.method, Function) and len(found) <= self.patience:
            try:
                with self.turn(id(method.method.node), len(found), begun):
                    found.append(self.call(method, [], {}))
            except RaisedError as error:
                if error.name == "StopIteration":
                    break
                raise
        return found

    def length_known(self, value: Value) -> bool:
        """Tell whether it is known how often a loop over this value runs."""
        return isinstance(constant_of(value), range | str) or isinstance(value, Row | Table) or (
            isinstance(value, Thing) and value.maker is not None
        )

    def _listcomp(self, node: ast.ListComp, scope: Scope) -> Value:
        return self.row("list", self._generated(node.generators, [node.elt], scope))

    def _setcomp(self, node: ast.SetComp, scope: Scope) -> Value:
        return self.row("set", self._generated(node.generators, [node.elt], scope))

    def _generatorexp(self, node: ast.GeneratorExp, scope: Scope) -> Value:
        return self.row("generator", self._generated(node.generators, [node.elt], scope))

    def _dictcomp(self, node: ast.DictComp, scope: Scope) -> Value:
        found = self._generated(node.generators, [node.key, node.value], scope)
        table = Table({}, self.now)
        for key, entry in zip(found[::2], found[1::2], strict=True):
            self.put(table, key, entry)
        return table

    def _generated(self, generators: list[ast.comprehension], wanted: list[ast.expr], scope: Scope) -> list[Value]:
        """Return what a comprehension gives, turn by turn."""
        first, rest = generators[0], generators[1:]
        inside, found = Scope({}, scope, comprehension=True), list[Value]()

        def give(item: Value) -> None:
            self.bind(first.target, item, inside)
            holds = [self.judged(test, inside)[0] for test in first.ifs]
            if False in holds or (None in holds and not self.decide(first, usual=True)):
                return
            parts = self._generated(rest, wanted, inside) if rest else [self.evaluate(part, inside) for part in wanted]
            found.extend(parts)

        self.each(first, self.evaluate(first.iter, scope), give)
        return found

    def each(self, loop: ast.AST, iterable: Value, body: Callable[[Value], None]) -> None:
        """Do something for each item of a loop, as a turn of it."""
        if not self.length_known(iterable):
            self.estimated[id(loop)] = origins_of(iterable)
        begun = self.now
        for number, item in enumerate(self.items(iterable)):
            with self.turn(id(loop), number, begun):
                body(item)

    def bind(self, target: ast.expr, value: Value, scope: Scope) -> None:
        """Assign a value to a name, to several, to an attribute or to a place in a row."""
        match target:
            case ast.Name(id=name):
                scope.bind(name, value)
            case ast.Tuple(elts=targets) | ast.List(elts=targets):
                self._unpack(targets, value, scope)
            case ast.Starred(value=inner):
                self.bind(inner, value, scope)
            case ast.Attribute(value=owner, attr=name):
                self.set_attribute(self.evaluate(owner, scope), name, value)
            case ast.Subscript(value=owner, slice=place):
                self.put(self.evaluate(owner, scope), self.evaluate(place, scope), value)

    def _unpack(self, targets: list[ast.expr], value: Value, scope: Scope) -> None:
        known = self.length_known(value)
        parts: list[Value] = self.items(value) if known else [self.combined([value], linear=True) for _ in targets]
        star = next((i for i, target in enumerate(targets) if isinstance(target, ast.Starred)), None)
        if star is not None and known:
            after = len(targets) - star - 1
            middle: Value = self.row("list", parts[star : len(parts) - after])
            parts = [*parts[:star], middle, *parts[len(parts) - after :]]
        if len(parts) != len(targets):
            raise RaisedError("ValueError")
        for target, part in zip(targets, parts, strict=True):
            self.bind(target, part, scope)

    def set_attribute(self, owner: Value, name: str, value: Value) -> None:
        """Set what stands behind a dot; what goes into an object of a library is not told apart by names."""
        if isinstance(owner, Thing) and owner.maker is not None:
            owner.attributes[name] = value
        elif isinstance(owner, Thing):
            self.fill(owner, value if name == "data" else self.combined([owner, value]))
        elif isinstance(owner, Maker):
            owner.scope.names[name] = value

    def _yield(self, node: ast.Yield, scope: Scope) -> Value:
        self.give(self.plain(None) if node.value is None else self.evaluate(node.value, scope))
        return self.plain(None)

    def _yieldfrom(self, node: ast.YieldFrom, scope: Scope) -> Value:
        for item in self.items(self.evaluate(node.value, scope)):
            self.give(item)
        return self.plain(None)

    def give(self, value: Value) -> None:
        """Let the generator that runs give a value.

        Raises:
            EnoughError: it has given as many as anybody will ask it for.
        """
        self.yielded[-1].append(value)
        if len(self.yielded[-1]) > self.patience:
            raise EnoughError

    def _await(self, node: ast.Await, scope: Scope) -> Value:
        return self.evaluate(node.value, scope)

    def unknown(self, why: str, operands: Sequence[Value] = ()) -> Plain:
        """Return a value of which nobody knows what reached it."""
        return self.plain(OPEN, self.combined(operands).origins | {Unknown(why)})


class EnoughError(Exception):
    """A generator has given enough."""


def _is_nothing(node: ast.expr, value: Value) -> bool:
    """Tell whether a factor is a zero typed in just here, or something that does not hold."""
    return (isinstance(node, ast.Constant) and node.value == 0) or constant_of(value) is False


def _key(key: Value) -> object:
    """Return a key that is known, also one of several parts; else `OPEN`."""
    if isinstance(key, Row):
        parts = tuple(_key(part) for part in key.items)
        return OPEN if OPEN in parts else parts
    return constant_of(key)


@lru_cache(maxsize=256)  # the functions of a few programs, each made anew on every way
def _is_generator(node: ast.AST) -> bool:
    """Tell whether a function gives its values one after the other."""
    if isinstance(node, ast.Lambda):
        return False
    pending = list(getattr(node, "body", []))
    while pending:
        part = pending.pop()
        if isinstance(part, ast.Yield | ast.YieldFrom):
            return True
        if not isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            pending.extend(ast.iter_child_nodes(part))
    return False


def _is_linear(op: ast.operator, left: Value, right: Value) -> bool:
    """Tell whether an operator takes a sum of what comes from the start, or a multiple of it."""
    if isinstance(op, ast.Add | ast.Sub):
        return True
    started = [Argument.START in origins_of(value) for value in (left, right)]
    return (isinstance(op, ast.Mult) and not all(started)) or (isinstance(op, ast.Div) and not started[1])
