"""What calls give back: the student's functions and classes, methods of rows, built-in functions, what libraries do.

A library is not modelled: what it gives back holds what it was given. Only what makes rows, runs over them or calls
functions is known by name, because loops stand in it.
"""

from __future__ import annotations

import ast
import itertools
import math
from abc import abstractmethod
from collections.abc import Callable

from grader.algebra.functions import FUNCTIONS
from grader.kinds.descent.flow.expressions import EnoughError, Expressions
from grader.kinds.descent.flow.traces import (
    OPEN,
    Argument,
    Bound,
    Function,
    Library,
    Maker,
    Partial,
    Path,
    Plain,
    Row,
    Scope,
    Table,
    Thing,
    Value,
    constant_of,
    origins_of,
)
from grader.kinds.descent.flow.tracing import RaisedError, UntraceableError
from grader.notation.vocabulary import FUNCTION_WORDS

_ELEMENTARY = {"math", "cmath", "numpy", "mygrad", "autograd", "jax", "torch", "sympy", "mpmath", "decimal", "fractions",
               "functools", "itertools", "operator", "copy", "collections", "numbers", "numba", "builtins"}  # fmt: skip
# parts of the names of functions of libraries that find minima or zeros by themselves
_SOLVING = ("solve", "root", "minimi", "optimi", "argmin", "nsolve", "newton", "bisect", "brent", "polyfit")
_UNFOLLOWED = {"exec", "globals", "locals", "vars", "delattr", "compile"}  # they may bind any name to anything
# calls that may return anything
_UNKNOWN = {"eval", "__import__", "import_module", "input"}
_ENDLESS = 70  # as many items of an endless row as the longest run asks for
# functions of one number whose value is worked out here, by each name that a library gives them
_OF_ONE_NUMBER: dict[str, Callable[..., object]] = {
    word: FUNCTIONS[name].value
    for word, name in FUNCTION_WORDS.items()
    if name in FUNCTIONS and FUNCTIONS[name].arity == 1
}
_NUMBERS: dict[str, Callable[..., object]] = _OF_ONE_NUMBER | {
    "int": int, "float": float, "round": round, "min": min, "max": max, "bool": bool, "divmod": divmod,
    "trunc": math.trunc, "float64": float, "int64": int, "str": str, "len": len, "pow": pow,
}  # fmt: skip
# No gradient of a function without kinks comes of these and of sums and multiples.
_PIECEWISE_LINEAR = {"float", "float64", "abs", "fabs", "absolute", "min", "max", "minimum", "maximum", "clip", "mean", "average"}
# wrappers and decorators that give back what they are given
_SAME = {"tqdm", "jit", "njit", "vectorize", "lru_cache", "cache", "wraps", "iter", "trange", "dataclass", "copy_to_host"}
# calls that give a copy, perhaps in another order
_COPIES = {"list", "tuple", "sorted", "reversed", "set", "deque", "copy", "deepcopy", "frozenset"}
# calls that make an array of what they are given
_ARRAYS = {"array", "asarray", "asfarray", "atleast_1d", "stack", "vstack", "hstack", "concatenate", "ravel", "squeeze"}
# calls that make an array of one number, or of any
_FILLED = {"zeros", "ones", "empty", "full", "zeros_like", "ones_like", "empty_like", "full_like"}
# calls that make a row of numbers between two
_SPACED = {"linspace", "logspace", "geomspace"}
# calls that make a tensor, of which a gradient can be had
_TENSORS = {"tensor", "Tensor", "Variable", "astensor", "asarray_tensor"}
# functions that work on each number of an array by itself
_ELEMENTWISE = {*_OF_ONE_NUMBER, "square", "negative", "power"}


class Callables(Expressions):
    """Calls functions."""

    @abstractmethod
    def run_function(self, function: Function, scope: Scope) -> Value:
        """Return what a function's body gives back."""

    def call(self, function: Value, given: list[Value], keywords: dict[str, Value]) -> Value:
        """Return what a call gives back."""
        match function:
            case Function():
                return self._own(function, given, keywords)
            case Bound(method=Function() as method, owner=owner):
                return self._own(method, [owner, *given], keywords)
            case Bound(method=str() as name, owner=owner):
                return self._method(owner, name, given, keywords)
            case Maker():
                return self._made(function, given, keywords)
            case Partial(function=inner, given=first, keywords=more):
                return self.call(inner, [*first, *given], {**more, **keywords})
            case Path():
                return self._library(function, given, keywords)
            case Thing():
                own = self.own_method(function, "__call__")
                if own is not None:
                    return self.call(own, given, keywords)
        return self._opaque([function, *given, *keywords.values()])

    def _own(self, function: Function, given: list[Value], keywords: dict[str, Value]) -> Value:
        """Return what a function of the student's gives back; all that it gives, of a generator."""
        scope = self._bound(function, given, keywords)
        with self.frame(function.node):
            if not function.generates:
                return self.run_function(function, scope)
            self.yielded.append([])
            try:
                self.run_function(function, scope)
            except EnoughError:
                pass
            finally:
                found = self.yielded.pop()
            return self.row("generator", found)

    def _bound(self, function: Function, given: list[Value], keywords: dict[str, Value]) -> Scope:
        """Return a scope with the parameters of a function bound to what it is called with."""
        arguments = function.node.args
        plain = [a.arg for a in (*arguments.posonlyargs, *arguments.args)]
        names = {**function.defaults, **dict(zip(plain, given, strict=False))}
        known = {*plain, *(a.arg for a in arguments.kwonlyargs)}
        names |= {name: value for name, value in keywords.items() if name in known}
        if arguments.vararg is not None:
            names[arguments.vararg.arg] = self.row("tuple", given[len(plain) :])
        if arguments.kwarg is not None:
            more: dict[object, Value] = {name: value for name, value in keywords.items() if name not in known}
            names[arguments.kwarg.arg] = Table(more, self.now)
        if not known <= names.keys() or (len(given) > len(plain) and arguments.vararg is None):
            raise RaisedError("TypeError")
        return Scope(names, function.scope)

    def _made(self, maker: Maker, given: list[Value], keywords: dict[str, Value]) -> Value:
        """Return an object of a class of the student's."""
        thing = Thing(frozenset(), self.now, maker)
        own = self.own_method(thing, "__init__")
        if own is not None:
            self.call(own, given, keywords)
            return thing
        thing.attributes.update(zip(maker.fields, given, strict=False))
        thing.attributes.update(keywords)
        if not maker.fields and given:
            thing.attributes.update((f"_{i}", value) for i, value in enumerate(given))
        return thing

    def attribute(self, owner: Value, name: str) -> Value:
        """Return what stands behind a dot."""
        match owner:
            case Path(dotted=dotted):
                return Path(f"{dotted}.{name}")
            case Thing(maker=Maker() as maker, attributes=attributes):
                if name in attributes:
                    return attributes[name]
                found = maker.find(name)
                return self._of_class(found, owner, maker) if found is not None else Bound(name, owner)
            case Maker():
                found = owner.find(name)
                return self._of_class(found, None, owner) if found is not None else Bound(name, owner)
            case Row(names=names, items=items) if name in names:
                return items[names.index(name)]
            case Row(items=items) if name in ("shape", "size"):
                return self.plain(len(items)) if name == "size" else self.row("tuple", [self.plain(len(items))])
            case Row() if name in ("T", "flat", "data", "real", "values"):
                return owner
        return Bound(name, owner)

    def _of_class(self, found: Value, thing: Thing | None, maker: Maker) -> Value:
        """Return something that a class binds, as seen from an object of it (or from the class itself)."""
        if not isinstance(found, Function):
            return found
        if found.role == "classmethod":
            return Bound(found, maker)
        if thing is None or found.role == "staticmethod":
            return found
        if found.role in ("property", "cached_property"):
            return self._own(found, [thing], {})
        return Bound(found, thing)

    def _opaque(self, operands: list[Value]) -> Plain:
        return self.combined(operands)

    def _method(self, owner: Value, name: str, given: list[Value], keywords: dict[str, Value]) -> Value:
        """Return what a method that is not the student's gives back."""
        if isinstance(owner, Row):
            found = self._of_row(owner, name, given)
            if found is not None:
                return found
        if isinstance(owner, Table):
            return self._of_table(owner, name, given)
        if isinstance(owner, Thing) and owner.maker is None and given:
            self.fill(owner, self.combined([owner, *given]))
        if isinstance(owner, Thing) and owner.maker is not None:
            return self._opaque(list(owner.attributes.values()) + given)
        return self._opaque([owner, *given, *keywords.values()])

    def _of_row(self, row: Row, name: str, given: list[Value]) -> Value | None:
        """Return what a method of a list, tuple or array does; None for those that only compute with it."""
        match name:
            case "append" | "add":
                row.items.extend(given[:1])
            case "appendleft":
                row.items[:0] = given[:1]
            case "extend":
                row.items.extend(self.items(given[0]) if given else [])
            case "insert":
                row.items.insert(_place(given[0]) or 0, given[1])
            case "pop" | "popleft" | "__next__":
                return self._popped(row, name, given)
            case "reverse":
                row.items.reverse()
            case "clear":
                row.items.clear()
            case "copy" | "tolist" | "flatten" | "ravel" | "reshape" | "astype" | "squeeze" | "detach":
                return self.row(row.kind, list(row.items), row.names)
            case "item" if len(row.items) == 1:
                return row.items[0]
            case _:
                return None
        return self.plain(None)

    def _popped(self, row: Row, name: str, given: list[Value]) -> Value:
        place = _place(given[0]) if given else -1 if name == "pop" else 0
        if not row.items:
            raise RaisedError("StopIteration" if row.kind == "generator" else "IndexError")
        return row.items.pop(-1 if place is None else place)

    def _of_table(self, table: Table, name: str, given: list[Value]) -> Value:
        everything = [*table.entries.values(), *table.others]
        match name:
            case "get" | "pop" | "setdefault" if given:
                try:
                    return self.item(table, given[0])
                except RaisedError:
                    return given[1] if len(given) > 1 else self.plain(None)
            case "values":
                return self.row("list", everything)
            case "items":
                pairs = [self.row("tuple", [self.plain(k), v]) for k, v in table.entries.items()]
                return self.row("list", list[Value](pairs))
            case "keys":
                return self.row("list", self.items(table))
            case "update" if given and isinstance(given[0], Table):
                table.entries.update(given[0].entries)
        return self.chosen(table)

    def _library(self, path: Path, given: list[Value], keywords: dict[str, Value]) -> Value:
        """Return what a function of a library, or a built-in one, gives back."""
        name = path.last
        if name in _UNFOLLOWED and path.root in (name, "builtins"):
            raise UntraceableError(name)
        if name in _UNKNOWN:
            return self.unknown(name, given)
        rule: Callable[[list[Value], dict[str, Value]], Value | None] | None = getattr(self, f"_lib_{name}", None)
        found = rule(given, keywords) if rule is not None and given else None
        if found is None:
            found = self._by_family(name, given, keywords)
        if found is not None:
            return found
        result = self.combined([*given, *keywords.values()], linear=name in _PIECEWISE_LINEAR)
        known = "." not in path.dotted or path.root in _ELEMENTARY
        if known and not any(part in name.lower() for part in _SOLVING):
            return result
        return Plain(result.origins | {Library(path.dotted)}, result.serial)

    def _by_family(self, name: str, given: list[Value], keywords: dict[str, Value]) -> Value | None:
        """Return what functions give back that are alike: copies, arrays, filled arrays, numbers of numbers."""
        if not given:
            return self.row("list", []) if name in ("list", "tuple", "set", "deque") else (
                Table({}, self.now) if name in ("dict", "defaultdict", "OrderedDict") else None
            )
        first = given[0]
        if name in _TENSORS:
            return Thing(self.combined([first]).origins, self.now)
        if name in _SAME:
            return self._lib_range([first], {}) if name == "trange" else first
        if name in _COPIES:
            return self._copied(name, first)
        if name in _ARRAYS:
            return self.row("array", [self._as_array(part) for part in first.items]) if isinstance(first, Row) else None
        if name in _FILLED:
            return self._filled(name, given)
        if name in _SPACED:
            return self._spaced(given, keywords)
        if name in _ELEMENTWISE and isinstance(first, Row) and len(given) == 1:
            return self.row("array", [self.combined([item]) for item in first.items])
        return self._number(name, given)

    def _number(self, name: str, given: list[Value]) -> Value | None:
        """Return the number that a function gives for known numbers."""
        if len(given) == 1 and isinstance(given[0], Row) and name in ("len", "min", "max"):
            row = given[0]
            if name == "len":
                return self.plain(len(row.items), frozenset(origins_of(row) & {Argument.COUNT}))
            given = row.items or given
        constants = [constant_of(value) for value in given]
        rule = _NUMBERS.get(name)
        if rule is None or OPEN in constants:
            return None
        try:
            return self.combined(given, rule(*constants))
        except (TypeError, ValueError, ArithmeticError):
            return None

    def _copied(self, name: str, first: Value) -> Value | None:
        own = self.own_method(first, f"__{name}__")
        if own is not None:
            return self.call(own, [], {})
        if isinstance(first, Thing) and name in ("copy", "deepcopy"):
            return Thing(first.origins, first.serial, first.maker, dict(first.attributes))
        if not self.length_known(first):
            return None
        items = self.items(first)
        kind = first.kind if isinstance(first, Row) and name in ("copy", "deepcopy") else name
        return self.row("list" if kind == "deque" else kind, items[::-1] if name == "reversed" else items)

    def _as_array(self, part: Value) -> Value:
        return self.row("array", [self._as_array(each) for each in part.items]) if isinstance(part, Row) else part

    def _filled(self, name: str, given: list[Value]) -> Value | None:
        """Return an array of equal numbers, of a shape that is known; also one with two axes."""
        filler: Value = given[1] if name.startswith("full") and len(given) > 1 else self.plain(0.0)
        shape = given[0]
        if name.endswith("_like"):
            return self.row("array", [filler for _ in shape.items]) if isinstance(shape, Row) else filler
        sizes = [_place(part) for part in (shape.items if isinstance(shape, Row) else [shape])]
        if None in sizes or not sizes:
            return None
        made: Value = filler
        for size in reversed(sizes):
            made = self.row("array", [self._as_array(made) for _ in range(min(max(size or 0, 0), _ENDLESS + 1))])
        return made

    def _spaced(self, given: list[Value], keywords: dict[str, Value]) -> Value | None:
        number = given[2] if len(given) > 2 else keywords.get("num")
        size = None if number is None else _place(number)
        return None if size is None else self.row("array", [self.combined(given) for _ in range(min(max(size, 0), _ENDLESS))])

    def _lib_range(self, given: list[Value], _: dict[str, Value]) -> Value | None:
        constants = [c for c in map(constant_of, given) if isinstance(c, int)]
        if len(constants) != len(given) or len(given) > 3 or constants[2:] == [0]:
            return None
        counts = any(Argument.COUNT in origins_of(value) for value in given)
        return self.plain(range(*constants), frozenset({Argument.COUNT} if counts else ()))

    def _lib_arange(self, given: list[Value], keywords: dict[str, Value]) -> Value | None:
        whole = all(isinstance(constant_of(value), int) for value in given)
        return self._lib_range(given, keywords) if whole else None

    def _lib_enumerate(self, given: list[Value], _: dict[str, Value]) -> Value | None:
        return self._zipped([self.plain(range(_ENDLESS)), given[0]]) if self.length_known(given[0]) else None

    def _lib_zip(self, given: list[Value], _: dict[str, Value]) -> Value | None:
        return self._zipped(given) if all(map(self.length_known, given)) else None

    def _lib_zip_longest(self, given: list[Value], _: dict[str, Value]) -> Value | None:
        return self._zipped(given) if all(map(self.length_known, given)) else None

    def _zipped(self, rows: list[Value]) -> Value:
        return self.row("list", [self.row("tuple", list(parts)) for parts in zip(*map(self.items, rows), strict=False)])

    def _lib_count(self, given: list[Value], _: dict[str, Value]) -> Value | None:
        first = constant_of(given[0])
        return self.plain(range(first, first + _ENDLESS)) if isinstance(first, int) else None

    def _lib_repeat(self, given: list[Value], _: dict[str, Value]) -> Value | None:
        times = _place(given[1]) if len(given) > 1 else _ENDLESS
        return None if times is None else self.row("list", [given[0]] * min(max(times, 0), _ENDLESS))

    def _lib_islice(self, given: list[Value], _: dict[str, Value]) -> Value | None:
        """Return a slice of what was not taken yet."""
        row = given[0]
        places = [c for c in map(constant_of, given[1:]) if c is None or isinstance(c, int)]
        if not isinstance(row, Row) or len(places) != len(given) - 1:
            return None
        ends = slice(*places)
        return self.row("generator", list(itertools.islice(row.items, ends.start, ends.stop, ends.step)))

    def _lib_next(self, given: list[Value], _: dict[str, Value]) -> Value | None:
        source = given[0]
        own = self.own_method(source, "__next__")
        if own is not None:
            return self.call(own, [], {})
        if not isinstance(source, Row):
            return None
        if not source.items and len(given) > 1:
            return given[1]
        return self._popped(source, "__next__", [])

    def _lib_reduce(self, given: list[Value], _: dict[str, Value]) -> Value | None:
        return self._folded(given[0], given[1], given[2] if len(given) > 2 else None)[-1] if len(given) > 1 else None

    def _lib_accumulate(self, given: list[Value], keywords: dict[str, Value]) -> Value | None:
        if len(given) < 2:
            return None
        first = keywords.get("initial")
        return self.row("generator", self._folded(given[1], given[0], first))

    def _folded(self, function: Value, iterable: Value, first: Value | None) -> list[Value]:
        """Return everything that a fold comes by."""
        found = [] if first is None else [first]
        loop = function.node if isinstance(function, Function) else ast.Pass()

        def turn(item: Value) -> None:
            found.append(self.call(function, [found[-1], item], {}) if found else item)

        self.each(loop, iterable, turn)
        return found or [self.plain(OPEN)]

    def _lib_map(self, given: list[Value], _: dict[str, Value]) -> Value | None:
        if not all(map(self.length_known, given[1:])):
            return None
        parts = zip(*map(self.items, given[1:]), strict=False)
        return self.row("generator", [self.call(given[0], list(part), {}) for part in parts])

    def _lib_partial(self, given: list[Value], keywords: dict[str, Value]) -> Value | None:
        return Partial(given[0], given[1:], keywords)

    def _lib_namedtuple(self, given: list[Value], _: dict[str, Value]) -> Value | None:
        names = constant_of(given[1]) if len(given) > 1 and isinstance(given[1], Plain) else OPEN
        listed = names.replace(",", " ").split() if isinstance(names, str) else [
            str(constant_of(item)) for item in self.items(given[1])
        ]
        return Maker("", Scope({}), fields=tuple(listed), is_tuple=True)

    def _lib_sum(self, given: list[Value], _: dict[str, Value]) -> Value | None:
        row = given[0]
        if not isinstance(row, Row):
            return None
        constants = [constant_of(item) for item in row.items]
        known = all(isinstance(c, int | float) for c in constants)
        return self.combined(row.items, sum(constants) if known else OPEN, linear=True)  # type: ignore[arg-type]

    def _lib_append(self, given: list[Value], _: dict[str, Value]) -> Value | None:
        row = given[0]
        return self.row("array", [*row.items, *given[1:2]]) if isinstance(row, Row) else None

    def _lib_where(self, given: list[Value], _: dict[str, Value]) -> Value | None:
        """Return one of two values: what chooses is no part of it."""
        if len(given) != 3:
            return None
        truth = self.truth(given[0])
        return self.combined(given[1:]) if truth is None else given[1 if truth else 2]

    def _lib_dict(self, given: list[Value], _: dict[str, Value]) -> Value | None:
        table = Table({}, self.now)
        for pair in self.items(given[0]):
            parts = self.items(pair)
            if len(parts) == 2:
                self.put(table, parts[0], parts[1])
        return table

    def _lib_print(self, given: list[Value], _: dict[str, Value]) -> Value | None:
        return self.plain(None)

    def _lib_isinstance(self, given: list[Value], _: dict[str, Value]) -> Value | None:
        return self.plain(OPEN)

    def _lib_setattr(self, given: list[Value], _: dict[str, Value]) -> Value | None:
        name = constant_of(given[1]) if len(given) == 3 else OPEN
        if not isinstance(name, str):
            raise UntraceableError("setattr")
        self.set_attribute(given[0], name, given[2])
        return self.plain(None)

    def _lib_getattr(self, given: list[Value], _: dict[str, Value]) -> Value | None:
        name = constant_of(given[1]) if len(given) > 1 else OPEN
        return self.attribute(given[0], name) if isinstance(name, str) else self.unknown("getattr", given)


def _place(value: Value) -> int | None:
    constant = constant_of(value)
    return constant if isinstance(constant, int) else None
