"""How what a program returns is made, read from its source: from the start, by the loop that reads n, or typed in.

The one question about a descent's data flow. The source is walked for a few n, with the start left open: so many turns
as reach what is returned are the steps that n iterations take. What cannot be followed is unknown, never typed in.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from grader.kinds.calling import Convention, Passed, Role
from grader.kinds.descent.flow.executed_statements import Statements
from grader.kinds.descent.flow.traces import (
    NOTHING,
    Argument,
    Carried,
    Computed,
    Curved,
    Library,
    Origins,
    Row,
    Scope,
    Step,
    Table,
    Thing,
    Typed,
    Unknown,
    Value,
    constant_of,
    origins_of,
)
from grader.kinds.descent.flow.tracing import RaisedError, UntraceableError

COUNTS = (3, 5)  # two numbers of iterations that tell n from 2n, n², n + 1, 3 and a number that is typed in
_MOST_WAYS = 8  # ways through the open conditions: the usual one, and each condition taken otherwise
_FEW_WAYS = 2  # of any n but the first
_MOST_TURNINGS = 6  # numbers of iterations that are looked at besides, because the source compares something with them
_FUEL = 12_000  # parts of the tree that are looked at in all: 5 steps of a descent look at about 300, 40 steps at 2,000
_PATIENCE = 12  # turns of a loop that runs a fixed number of times: enough to see that it is not n
_LARGEST_TURNING = 60  # a run of more steps is not followed to its end


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is returned on one way through the program: the origins of each coordinate, and the numbers that are known."""

    coordinates: tuple[Origins, ...]
    numbers: tuple[float | None, ...]

    @property
    def whole(self) -> Origins:
        """Return the origins of the point."""
        return NOTHING.union(*self.coordinates)

    def reaching(self, axis: int) -> Origins:
        """Return what reaches a coordinate; what reaches the point, where its coordinates cannot be told apart."""
        return self.coordinates[axis] if axis < len(self.coordinates) else self.whole

    @property
    def typed_in(self) -> bool:
        """Tell whether neither the start nor a computed step reaches any coordinate."""
        return not any(
            isinstance(origin, Step | Computed | Unknown) or origin is Argument.START for origin in self.whole
        )


@dataclass(frozen=True, kw_only=True)
class Making:
    """How what is returned is made: the usual way through the program for each n, and every way that was taken.

    The usual way is the first one on which anything is computed. `bounds` are the numbers, without their sign, with
    which something is compared that comes from the start. `curves` says that on some way more than sums and multiples of
    the start were computed, for whatever purpose; `complete` that all ways were taken through the open conditions.
    `unknown` says why it could not be followed.
    """

    usual: Mapping[int, Outcome] = field(default_factory=dict)
    every: tuple[tuple[int, Outcome], ...] = ()
    counted_loops: frozenset[int] = frozenset()
    bounds: tuple[float, ...] = ()
    curves: bool = True
    complete: bool = False
    unknown: str | None = None

    @property
    def known(self) -> bool:
        """Tell whether the program could be followed to what it returns."""
        unknown = any(isinstance(origin, Unknown) for outcome in self.usual.values() for origin in outcome.whole)
        return self.unknown is None and not unknown and all(n in self.usual for n in COUNTS)

    @property
    def typed_in(self) -> bool:
        """Tell whether neither the start nor a computed step reaches what is returned, whatever way is taken."""
        return self.known and all(outcome.typed_in for _, outcome in self.every)

    @property
    def typed_in_for(self) -> tuple[int, ...]:
        """Return the n for which what is returned is typed in, though it is not for others."""
        return () if self.typed_in else tuple(n for n, outcome in sorted(self.usual.items()) if outcome.typed_in)

    def may_be_typed_in(self, is_meant: Callable[[Sequence[float | None]], bool]) -> bool:
        """Tell whether on any way what is returned is typed in and meant, as far as its numbers are known."""
        return any(outcome.typed_in and is_meant(outcome.numbers) for _, outcome in self.every)

    @property
    def from_start(self) -> bool:
        """Tell whether the start reaches what is returned."""
        return all(Argument.START in outcome.whole for n, outcome in self.usual.items() if n in COUNTS)

    @property
    def steps(self) -> tuple[int, int] | None:
        """Return how many turns of the loop that reads n reach what is returned, for 3 and for 5 iterations.

        (0, 0) where no turn does, (k, k) where n is not what ends the loop; None where that cannot be counted.
        """
        found = [self._turns(n) for n in COUNTS]
        if any(loop in self.counted_loops for loop in found[0]):
            return None
        pairs = [(len(found[0][loop]), len(found[1].get(loop, ()))) for loop in found[0]]
        differing = [pair for pair in pairs if pair[0] != pair[1]]
        return max(differing or pairs, default=(0, 0))

    @property
    def by_count(self) -> bool:
        """Tell whether the loop that reads n makes what is returned from the start, one turn after the other."""
        steps = self.steps
        return self.known and self.from_start and (steps is None or steps[0] < steps[1])

    @property
    def in_turns(self) -> bool:
        """Tell whether a loop or a recursion of several turns makes what is returned from the start."""
        steps = self.steps
        return self.from_start and (steps is None or steps[1] > 1)

    @property
    def computes_with_count(self) -> bool:
        """Tell whether n itself is computed with, as in 1/n or 0.9**n, and not only counted to."""
        return any(Argument.COUNT in outcome.whole for outcome in self.usual.values())

    def typed_into(self, axis: int, n: int) -> tuple[float, ...]:
        """Return the numbers sought and typed in, as far as they reach this coordinate of what n iterations return."""
        return tuple(sorted(origin.number for origin in self.reaching(axis, n) if isinstance(origin, Typed)))

    def is_stepped(self, axis: int) -> bool:
        """Tell whether a second turn of a loop or a recursion, or what could not be followed, reaches this coordinate."""
        kinds = Computed | Library | Unknown
        origins = [origin for n in COUNTS for origin in self.reaching(axis, n)]
        return any(isinstance(o, kinds) or (isinstance(o, Step) and o.turn > 0) for o in origins)

    def is_curved(self, axis: int) -> bool:
        """Tell whether more than sums and multiples of the start, or something not followed, may reach this coordinate."""
        outcomes = [outcome for n, outcome in self.every if n == COUNTS[0]]
        found = (o for outcome in outcomes for o in outcome.reaching(axis))
        return not self.complete or any(isinstance(origin, Curved | Library | Unknown) for origin in found)

    def reaching(self, axis: int, n: int) -> Origins:
        """Return what reaches a coordinate of what n iterations return."""
        return self.usual[n].reaching(axis)

    @property
    def libraries(self) -> tuple[str, ...]:
        """Return what a library did that is more than elementary mathematics."""
        found = {o.path for outcome in self.usual.values() for o in outcome.whole if isinstance(o, Library)}
        return tuple(sorted(found))

    @property
    def kept(self) -> int:
        """Return how many values of the turns before one turn computes with, of those that come from the start."""
        most = 0
        for origins in (outcome.whole for outcome in self.usual.values()):
            by_turn: dict[tuple[int, int], set[int]] = {}
            for origin in origins:
                if isinstance(origin, Carried):
                    by_turn.setdefault((origin.loop, origin.turn), set()).add(origin.serial)
            most = max([most, *(len(serials) for serials in by_turn.values())])
        return most

    def _turns(self, n: int) -> dict[int, set[int]]:
        """Return the turns that reach what is returned, by loop."""
        found: dict[int, set[int]] = {}
        for origin in self.usual[n].whole if n in self.usual else ():
            if isinstance(origin, Step):
                found.setdefault(origin.loop, set()).add(origin.turn)
        return found


def making_of(
    statements: Sequence[ast.stmt], name: str, way: Convention, variables: int, sought: Sequence[float] = ()
) -> Making:
    """Return how the program of this name, called in this way, makes what it returns; `sought` are numbers to look for."""
    program = _Program(statements, name, way, variables, tuple(sought))
    try:
        return program.made()
    except (UntraceableError, RecursionError, TypeError, ValueError, LookupError, AttributeError, ArithmeticError) as error:
        return Making(unknown=str(error) or type(error).__name__)


@dataclass
class _Program:
    statements: Sequence[ast.stmt]
    name: str
    way: Convention
    variables: int
    sought: tuple[float, ...] = ()
    fuel: int = _FUEL
    complete: bool = False

    def made(self) -> Making:
        """Return how it makes what it returns, for a few n and those that its source compares something with."""
        usual: dict[int, Outcome] = {}
        every: list[tuple[int, Outcome]] = []
        compared: set[int] = set()
        counted: set[int] = set()
        bounds: set[float] = set()
        curves = False
        for n in COUNTS:
            for machine, outcome in self._ways(n, _MOST_WAYS if n == COUNTS[0] else _FEW_WAYS):
                compared |= machine.compared
                bounds |= machine.bounds
                curves = curves or machine.curves
                counted |= {loop for loop, origins in machine.estimated.items() if Argument.COUNT in origins}
                self._note(n, outcome, usual, every)
        turnings = {t + more for t in compared for more in (0, 1, 2) if 0 < t + more <= _LARGEST_TURNING}
        for n in sorted(turnings - set(COUNTS))[:_MOST_TURNINGS]:
            for _, outcome in self._ways(n, _FEW_WAYS):
                self._note(n, outcome, usual, every)
        return Making(
            usual=usual, every=tuple(every), counted_loops=frozenset(counted), bounds=tuple(sorted(bounds)),
            curves=curves, complete=self.complete,
        )  # fmt: skip

    @staticmethod
    def _note(n: int, outcome: Outcome, usual: dict[int, Outcome], every: list[tuple[int, Outcome]]) -> None:
        every.append((n, outcome))
        if n not in usual or (usual[n].typed_in and not outcome.typed_in):
            usual[n] = outcome

    def _ways(self, n: int, most: int) -> Iterator[tuple[Statements, Outcome]]:
        """Yield what is returned on each way through the open conditions, the usual one first; failures are left out."""
        pending: list[tuple[bool, ...]] = [()]
        for _ in range(most):
            if not pending:
                self.complete = self.complete or n == COUNTS[0]
                return
            choices = pending.pop(0)
            machine = Statements(choices, _PATIENCE if n in COUNTS else _LARGEST_TURNING + _PATIENCE, self.fuel, self.sought)
            try:
                value = self._called(machine, n)
            except RaisedError:
                value = None
            except UntraceableError:
                if not choices and n in COUNTS:
                    raise
                return  # the usual way was followed; the others are looked at as far as it goes
            finally:
                self.fuel = machine.fuel
            taken = machine.taken
            pending.extend((*taken[:i], not taken[i]) for i in range(len(choices), len(taken)))
            if value is not None:
                parts = _coordinates(value, self.variables)
                yield machine, Outcome(tuple(map(origins_of, parts)), tuple(map(_number, parts)))

    def _called(self, machine: Statements, n: int) -> Value:
        """Return what the program returns for n iterations from a start that is left open."""
        module = Scope({})
        for statement in self.statements:
            with suppress(RaisedError):  # a cell that fails leaves the others as they are
                machine.execute([statement], module)
        function = module.find(self.name)
        if function is None:
            raise UntraceableError("it is not defined")
        given = [self._argument(machine, part, n) for part in self.way.order]
        by_place = len(given) - len(self.way.keywords)
        return machine.call(function, given[:by_place], dict(zip(self.way.keywords, given[by_place:], strict=True)))

    def _argument(self, machine: Statements, part: Passed, n: int) -> Value:
        if part is Role.COUNT:
            return machine.plain(n, frozenset({Argument.COUNT}))
        if part is Role.SIZE:
            return machine.plain(self.way.size)
        axes = [machine.plain(origins=frozenset({Argument.START})) for _ in range(self.variables)]
        if isinstance(part, str):
            return axes[0]
        return machine.row(self.way.container, list[Value](axes))


def _number(value: Value) -> float | None:
    constant = constant_of(value)
    return float(constant) if isinstance(constant, int | float) else None


def _coordinates(value: Value, count: int) -> list[Value]:
    """Return the parts of what is returned that are the point: the last of all points, the first of a point and more."""
    match value:
        case Table(entries=entries, others=others):
            return [*entries.values(), *others] or [value]
        case Row(items=items) if items:
            return _of_row(items, count)
        case Thing(maker=maker, attributes=attributes) if maker is not None and attributes:
            return list(attributes.values())[:count]
    return [value]


def _of_row(items: list[Value], count: int) -> list[Value]:
    rows = [item for item in items if isinstance(item, Row) and item.items]
    if not rows:
        return items[-1:] if count == 1 else items[:count] if len(items) >= count else items
    plain: list[Value] = [item for item in items[: None if count == 1 else count] if not isinstance(item, Row)]
    if count == 1:
        return plain[:1] if plain else _of_row(rows[-1].items, 1)
    if len(rows) == len(items) and all(len(row.items) == count for row in rows):
        return rows[-1].items
    first = next((row for row in rows if len(row.items) == count), None)
    if len(plain) == count:
        return plain
    return first.items if first is not None else [row.items[-1] for row in rows[:count]]
