"""What a traced program works on: values of which the origins are known, and the number only where it is typed in.

An origin says that something of it reached a value by computing: the start, n, a turn of a loop, a library. What a
value was merely chosen by (a condition, an index, a key) is no origin.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from functools import lru_cache


class Argument(StrEnum):
    """What the program is called with."""

    START = "the start"
    COUNT = "n"


@dataclass(frozen=True, slots=True)
class Step:
    """A turn of a loop computed with a value from before it, which came from the start."""

    loop: int
    turn: int


@dataclass(frozen=True, slots=True)
class Carried:
    """A turn of a loop computed with this value of an earlier turn, which came from the start."""

    loop: int
    turn: int
    serial: int


@dataclass(frozen=True, slots=True)
class Computed:
    """A loop computed with a value from before the turn that does not come from the start."""

    loop: int


@dataclass(frozen=True, slots=True)
class Typed:
    """A number that is typed in, or follows from such numbers alone, if it is looked for."""

    number: float


@dataclass(frozen=True, slots=True)
class Curved:
    """The start was computed with by more than sums and multiples, as a gradient does unless it is linear."""


@dataclass(frozen=True, slots=True)
class Library:
    """A function of a library that does more than elementary mathematics."""

    path: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that could not be followed."""

    why: str


Origin = Argument | Step | Carried | Computed | Typed | Curved | Library | Unknown
Origins = frozenset[Origin]
NOTHING: Origins = frozenset()  # what comes from nowhere that is followed


class Open(Enum):
    """That a number is not known here."""

    OPEN = "open"


OPEN = Open.OPEN  # a number that is not known
# what binds or changes something outside of the expression, or of the function, that it stands in
_CHANGING = (ast.NamedExpr, ast.AugAssign, ast.Global, ast.Nonlocal, ast.Delete, ast.Yield, ast.YieldFrom, ast.Await)


@dataclass(eq=False, slots=True)
class Plain:
    """A number, a text, or anything else without parts; `constant` where it follows from what is typed in and n."""

    origins: Origins
    serial: int
    constant: object = OPEN


@dataclass(eq=False, slots=True)
class Row:
    """A list, tuple, set, array or generator with its parts; `names` are those of a named tuple."""

    kind: str
    items: list[Value]
    serial: int
    names: tuple[str, ...] = ()


@dataclass(eq=False, slots=True)
class Table:
    """A dictionary: what stands under keys that are known, and under others."""

    entries: dict[object, Value]
    serial: int
    others: list[Value] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Thing:
    """An object of the student's own class, or one of a library's (a tensor) that remembers what went into it."""

    origins: Origins
    serial: int
    maker: Maker | None = None
    attributes: dict[str, Value] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class Scope:
    """Names and what they are bound to, with the scope around it; `shared` are those bound further out."""

    names: dict[str, Value]
    outer: Scope | None = None
    shared: set[str] = field(default_factory=set)
    comprehension: bool = False

    def find(self, name: str) -> Value | None:
        """Return what a name is bound to, here or further out."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.outer
        return None

    def bind(self, name: str, value: Value) -> None:
        """Bind a name here, or where `global` and `nonlocal` say."""
        scope = self
        if name in self.shared:
            while scope.outer is not None and (scope is self or name not in scope.names):
                scope = scope.outer
        scope.names[name] = value

    @property
    def function(self) -> Scope:
        """Return the scope that a walrus inside a comprehension binds in."""
        return self.outer.function if self.comprehension and self.outer is not None else self


@dataclass(eq=False, slots=True)
class Function:
    """A function of the student's with the scope it was made in and its defaults by name."""

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    scope: Scope
    defaults: dict[str, Value]
    generates: bool = False
    role: str = ""  # `property`, `staticmethod` or `classmethod`


@dataclass(eq=False, slots=True)
class Bound:
    """A method with what it belongs to; a name alone where it is not the student's."""

    method: Function | str
    owner: Value


@dataclass(eq=False, slots=True)
class Maker:
    """A class of the student's, or of named tuples."""

    name: str
    scope: Scope
    bases: tuple[Maker, ...] = ()
    fields: tuple[str, ...] = ()
    is_tuple: bool = False

    def find(self, name: str) -> Value | None:
        """Return what the class or one that it is made from binds a name to."""
        if name in self.scope.names:
            return self.scope.names[name]
        return next((found for base in self.bases if (found := base.find(name)) is not None), None)


@dataclass(eq=False, slots=True)
class Path:
    """A module, or something in one: `numpy`, `math.exp`; also a built-in function."""

    dotted: str

    @property
    def last(self) -> str:
        """Return its own name."""
        return self.dotted.rpartition(".")[2]

    @property
    def root(self) -> str:
        """Return the package that it lives in."""
        return self.dotted.partition(".")[0]


@dataclass(eq=False, slots=True)
class Partial:
    """A function with its first arguments given."""

    function: Value
    given: list[Value]
    keywords: dict[str, Value]


Value = Plain | Row | Table | Thing | Function | Bound | Maker | Path | Partial


def origins_of(value: Value, within: tuple[int, ...] = ()) -> Origins:
    """Return everything that reached a value or one of its parts."""
    if isinstance(value, Plain):
        return value.origins
    if id(value) in within:
        return NOTHING
    inside = (*within, id(value))
    found: Origins = value.origins if isinstance(value, Thing) else NOTHING
    return found.union(*(origins_of(part, inside) for part in _parts(value)))


def _parts(value: Value) -> list[Value]:
    match value:
        case Row(items=items):
            return items
        case Table(entries=entries, others=others):
            return [*entries.values(), *others]
        case Thing(attributes=attributes):
            return list(attributes.values())
        case Bound(owner=owner):
            return [owner]
        case Partial(function=function, given=given, keywords=keywords):
            return [function, *given, *keywords.values()]
        case Function(node=node, scope=scope, defaults=defaults):
            return [*defaults.values(), *_captured(scope, names_in(node))]
    return []


@lru_cache(maxsize=256)  # the functions and conditions of a few programs, each asked for at every turn
def names_in(node: ast.AST) -> frozenset[str]:
    """Return the names that a tree mentions."""
    return frozenset(part.id for part in ast.walk(node) if isinstance(part, ast.Name))


def _captured(scope: Scope, names: frozenset[str]) -> list[Value]:
    """Return what a function finds under these names in the functions around it; what the module holds is no argument of it."""
    found: list[Value] = []
    while scope.outer is not None:
        found.extend(scope.names[name] for name in names if name in scope.names)
        scope = scope.outer
    return found


def changes_nothing(node: ast.AST, scope: Scope, within: tuple[ast.AST, ...] = ()) -> bool:
    """Tell whether evaluating this changes nothing: it calls libraries, and functions that bind their own names alone."""
    for part in ast.walk(node):
        is_bound = isinstance(getattr(part, "ctx", None), ast.Store) and not isinstance(part, ast.Name)
        if is_bound or isinstance(part, _CHANGING):
            return False
        if isinstance(part, ast.Call):
            root = part.func
            while isinstance(root, ast.Attribute):
                root = root.value
            called = scope.find(root.id) if isinstance(root, ast.Name) else OPEN
            if isinstance(called, Function) and root is part.func:
                if called.node not in within and not changes_nothing(called.node, called.scope, (*within, called.node)):
                    return False
            elif not (called is None or isinstance(called, Path)) or getattr(root, "id", "") == "next":
                return False
    return True


def serial_of(value: Value) -> int:
    """Return when a value was made; 0 for what is no value of the program's own."""
    if isinstance(value, Bound):
        return serial_of(value.owner)
    return value.serial if isinstance(value, Plain | Row | Table | Thing) else 0


def constant_of(value: Value) -> object:
    """Return the number or text that a value is; `OPEN` if not known."""
    return value.constant if isinstance(value, Plain) else OPEN
