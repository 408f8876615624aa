"""What a student hands in, as it arrives: libraries' numbers and tables, objects with fields, iterators."""

import json
import types
from array import array
from collections import UserDict, deque, namedtuple
from dataclasses import dataclass
from typing import NamedTuple

import mpmath
import numpy as np
import pytest
import sympy
from sympy.vector import CoordSys3D

from grader.kinds.mathematical import to_expression
from grader.model import NamedTupleValue, OpaqueValue, SymbolicValue
from grader.notation.printing import plain
from grader.sandbox.guest import encoding
from grader.sandbox.host.wire_values import from_wire

C = CoordSys3D("C")


class Pair(NamedTuple):
    """A point."""

    x: float
    y: float


class Labelled(namedtuple("Labelled", "x y")):
    """As students write it."""


@dataclass
class Record:
    """A point with something of its own."""

    x: float
    y: float
    _hidden: int = 0


@dataclass(slots=True)
class Slotted:
    """A point without a dictionary."""

    x: float
    y: float


class Walk:
    """A class of a student's own that can be gone through."""

    def __init__(self, *items: object) -> None:
        self.items = items

    def __iter__(self):
        return iter(self.items)


class Path(list):
    """A list with methods of a student's own."""

    def __iter__(self):
        raise SystemExit


class Bag(dict):
    """As SciPy's results are."""


def arrived(value: object) -> object:
    """The value as the trusted side reads it."""
    return from_wire(json.loads(json.dumps(encoding.encode(value))))


def points():
    """A generator as a descent may be written."""
    yield (1.0, 2.0)
    yield (0.4, 1.9)


TAKEN = [
    (lambda: mpmath.mpf("0.25"), 0.25),
    (lambda: mpmath.mpc(1, 2), 1 + 2j),
    (lambda: mpmath.matrix([[1, 2]]), [[1.0, 2.0]]),
    (points, [(1.0, 2.0), (0.4, 1.9)]),
    (lambda: zip([1, 2], [3, 4], strict=True), [(1, 3), (2, 4)]),
    (lambda: map(float, [1, 2]), [1.0, 2.0]),
    (lambda: deque([1.5, 2.5], maxlen=2), [1.5, 2.5]),
    (lambda: array("d", [1.5, 2.5]), [1.5, 2.5]),
    ({"x": 1}.values, [1]),
    (lambda: np.array([(0.4, 1.9)], dtype=[("x", float), ("y", float)]), [{"x": 0.4, "y": 1.9}]),
    (lambda: Walk(1, (2, 3)), [1, (2, 3)]),
    (lambda: Bag(x=1.0), {"x": 1.0}),
    (lambda: Path([1.0, 2.0]), [1.0, 2.0]),
]


@pytest.mark.parametrize(("make", "value"), TAKEN, ids=range(len(TAKEN)))
def test_what_holds_numbers_arrives_as_numbers(make, value):
    """Whatever library or iterator holds them."""
    assert arrived(make()) == value


@pytest.mark.parametrize("value", [Pair(1.0, 2.0), Labelled(1.0, 2.0), Record(1.0, 2.0), Slotted(1.0, 2.0),
                                   types.SimpleNamespace(x=1.0, y=2.0)], ids=lambda v: type(v).__name__)  # fmt: skip
def test_fields_arrive_with_their_names(value):
    """Named tuples, data classes and plain objects are tuples with names; what is private stays out."""
    read = arrived(value)
    assert isinstance(read, NamedTupleValue)
    assert (read, read.names) == ((1.0, 2.0), ("x", "y"))


def test_an_iterator_that_is_read_twice_gives_the_same_twice():
    """A name is read for every question about it, and a generator can be gone through only once."""
    walk = points()
    assert arrived(walk) == arrived(walk) == [(1.0, 2.0), (0.4, 1.9)]


def test_an_iterator_without_an_end_means_nothing():
    """It is given up after as many entries as any answer may have."""

    def endless():
        while True:
            yield 1.0

    assert arrived(endless()) == OpaqueValue(type_name="generator")


def test_what_an_iterator_raises_is_the_students():
    """A generator that fails on the way is a failed call, not an empty answer."""

    def broken():
        yield 1.0
        raise ValueError("no gradient")

    with pytest.raises(ValueError, match="no gradient"):
        encoding.encode(broken())


class Hidden(UserDict):
    """A library's object, as far as its module says."""


def test_a_librarys_object_is_not_taken_apart():
    """Only classes of the student's own have fields that are meant as an answer."""
    Hidden.__module__ = "json"
    assert arrived(Hidden(x=1)) == OpaqueValue(type_name="Hidden")


FORMULAS = [
    (sympy.Poly("4*x - 3*y"), "4*x - 3*y"),
    (4 * C.y * C.i + (4 * C.x + 3 * C.y**2) * C.j, "(4*y, 4*x + 3*y**2)"),
    (sympy.Point(sympy.Rational(2, 5), 1), "(2/5, 1)"),
    (sympy.Symbol("X") * 4, "4*x"),
]


@pytest.mark.parametrize(("value", "formula"), FORMULAS, ids=lambda each: str(each)[:20])
def test_formulas_of_sympys_other_classes_are_formulas(value, formula):
    """Polynomials, vectors of `sympy.vector`, points, and symbols that are the variables but for their case."""
    read = arrived(value)
    assert isinstance(read, SymbolicValue)
    assert plain(to_expression(read, ("x", "y"))) == formula


def test_a_symbol_of_another_name_stays_one():
    """Where the exercise has an x and an X, nobody is told to have meant the other."""
    read = SymbolicValue(structure="Symbol('X')")
    assert plain(to_expression(read, ("x", "X"))) == "X"
    assert plain(to_expression(SymbolicValue(structure="Symbol('t')"), ("x", "y"))) == "t"
