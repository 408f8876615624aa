"""The state of a program that is being traced: how far it got, which loops it is in, which way it took where both are open.

Nothing of the student's is executed: the tree is walked, and of numbers only those are computed that are typed in or
follow from n. Where a condition is not known, one way is taken and noted, so that a later run can take the other.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from grader.algebra.floats import agree
from grader.kinds.descent.flow.traces import (
    NOTHING,
    OPEN,
    Argument,
    Bound,
    Carried,
    Computed,
    Curved,
    Origin,
    Origins,
    Plain,
    Row,
    Step,
    Table,
    Thing,
    Typed,
    Value,
    constant_of,
    origins_of,
    serial_of,
)

_DEPTH = 60  # calls inside calls: a recursion of 40 steps and what it calls
_DIGITS = 1e-3  # as exactly as somebody types a minimum in who read it off a graph or a handout
# operations that make more than sums and multiples of what they are given
_CURVED = Curved()
_OFTEN = 2  # how often one condition is taken both ways in a run; later it is taken as usual


class UntraceableError(Exception):
    """The program cannot be followed: it is too long, or uses what is not known here."""


class RaisedError(Exception):
    """The program raises an exception of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(slots=True)
class Turn:
    """A turn of a loop or a call of a recursion: its loop, its number, and when both began.

    The first call of a function computes nothing in turns.
    """

    loop: int
    number: int
    begun: int
    since: int
    computes: bool = True


class Machine:
    """What evaluating and executing share.

    `choices` are the ways to take first where a condition is open; `patience` is how many turns are followed of a loop
    that does not look at n, and `fuel` how many parts of the tree may be looked at. `sought` are the numbers of which
    it is noted where they are typed in.
    """

    def __init__(self, choices: Sequence[bool], patience: int, fuel: int, sought: Sequence[float] = ()) -> None:
        self.choices = tuple(choices)
        self.sought = tuple(sought)
        self.patience = patience
        self.taken: list[bool] = []
        self.compared: set[int] = set()
        self.bounds: set[float] = set()
        self.curves = False
        self.turns: list[Turn] = []
        self.estimated: dict[int, Origins] = {}
        self.yielded: list[list[Value]] = []
        self.frames: dict[int, list[int]] = {}
        self._often: dict[int, int] = {}
        self.fuel = fuel
        self._serial = 0
        self._depth = 0

    def spend(self) -> None:
        """Use up a little of what a run may cost.

        Raises:
            UntraceableError: it is used up.
        """
        self.fuel -= 1
        if self.fuel < 0:
            raise UntraceableError("it is too long")

    @property
    def now(self) -> int:
        """Return the serial number of the next value."""
        self._serial += 1
        return self._serial

    def plain(self, constant: object = OPEN, origins: Origins = NOTHING) -> Plain:
        """Return a value made now."""
        typed = NOTHING if Argument.COUNT in origins else self._typed(constant)
        return Plain(origins | typed if typed else origins, self.now, constant)

    def _typed(self, constant: object) -> Origins:
        """Return the number itself if it is typed in and sought, or its opposite is, as in x + 1."""
        if not isinstance(constant, int | float) or isinstance(constant, bool):
            return NOTHING
        found = any(agree(abs(constant), abs(number), _DIGITS) for number in self.sought)
        return frozenset({Typed(float(constant))}) if found else NOTHING

    def row(self, kind: str, items: list[Value], names: tuple[str, ...] = ()) -> Row:
        """Return a row made now."""
        return Row(kind, items, self.now, names)

    def decide(self, node: ast.AST, usual: bool) -> bool:
        """Return the way to take at an open condition: as chosen for this run, else the usual one."""
        self._often[id(node)] = self._often.get(id(node), 0) + 1
        if self._often[id(node)] > _OFTEN:
            return usual
        position = len(self.taken)
        way = self.choices[position] if position < len(self.choices) else usual
        self.taken.append(way)
        return way

    def combined(
        self, operands: Sequence[Value], constant: object = OPEN, *, operator: bool = False, linear: bool = False
    ) -> Plain:
        """Return the result of computing with these, in the turns of loops that are running.

        What does not come from the start is computed by an operator alone: a call may hand on what is typed in. `linear`
        says that nothing but sums and multiples were taken.
        """
        origins: set[Origin] = set()
        for operand in operands:
            origins |= origins_of(operand)
            for atom in (operand,) if isinstance(operand, Plain) else _atoms(operand):
                origins.update(self._crossing(atom, serial_of(atom), operator=operator))
        if not linear and Argument.START in origins:
            origins.add(_CURVED)
            self.curves = True
        return self.plain(constant, frozenset(origins))

    def _crossing(self, operand: Value, serial: int, *, operator: bool) -> Iterator[Origin]:
        """Yield what it says that a value from before a turn is computed with in it."""
        from_start: bool | None = None
        for turn in self.turns if serial else ():
            if serial >= turn.since:
                continue
            if from_start is None:
                from_start = Argument.START in origins_of(operand)
            if not from_start:
                if operator and turn.computes:
                    yield Computed(turn.loop)
                continue
            yield Step(turn.loop, turn.number)
            if serial >= turn.begun:
                yield Carried(turn.loop, turn.number, serial)

    @contextmanager
    def turn(self, loop: int, number: int, begun: int, *, computes: bool = True) -> Iterator[None]:
        """Yield one turn of a loop."""
        self.turns.append(Turn(loop, number, begun, self.now, computes))
        try:
            yield
        finally:
            self.turns.pop()

    @contextmanager
    def frame(self, node: ast.AST) -> Iterator[None]:
        """Yield one call of a function: a turn, if it is inside another call of the same function."""
        begun = self.frames.setdefault(id(node), [])
        begun.append(self.now)
        self._depth += 1
        if self._depth > _DEPTH:
            raise UntraceableError("calls inside calls are too deep")
        try:
            with self.turn(id(node), len(begun) - 1, begun[0], computes=len(begun) > 1):
                yield
        finally:
            self._depth -= 1
            begun.pop()
            self._return_to(id(node))

    def _return_to(self, node: int) -> None:
        """Let what a call inside gave back come from outside of the call that goes on."""
        for turn in reversed(self.turns):
            if turn.loop == node:
                turn.since = self.now
                return

    def note_compared(self, values: Sequence[Value]) -> None:
        """Remember what n and the start are compared with: there a program may turn to something else."""
        numbers = [c for c in map(constant_of, values) if isinstance(c, int | float) and not isinstance(c, bool)]
        if any(Argument.START in origins_of(value) for value in values):
            self.bounds.update(abs(float(number)) for number in numbers)
        else:
            self.compared.update(number for number in numbers if isinstance(number, int))

    @staticmethod
    def truth(value: Value) -> bool | None:
        """Tell whether a value counts as true; None if not known."""
        constant = constant_of(value)
        if constant is not OPEN:
            return bool(constant)
        if isinstance(value, Row):
            return bool(value.items) if value.kind != "array" else None
        if isinstance(value, Table):
            return bool(value.entries or value.others)
        return None if isinstance(value, Plain | Thing) else True


def _atoms(value: Value) -> Iterator[Value]:
    """Yield the parts of a row, or the value itself."""
    if isinstance(value, Bound) and isinstance(value.method, str):
        yield from _atoms(value.owner)
    elif isinstance(value, Row):
        for item in value.items:
            yield from _atoms(item)
    else:
        yield value
