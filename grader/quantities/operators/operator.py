"""What an operator of terms is: its places, its value, the slips that people make there, and a second, measured way to it.

Also what a term may stand for: numbers, formulas and vectors are trees; beside them functions, rules of steps, sets of names
and sequences of points. Knows no sheet and no item.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from itertools import islice
from typing import Any, ClassVar, TypeGuard, TypeVar

from typing_extensions import TypeIs

from grader.algebra.tidy import tidy
from grader.algebra.tree import Expression, Number, Variable, Vector, exact, variables_in, walk
from grader.drawing import Drawing
from grader.equality.decision import Domain
from grader.model import Function
from grader.notation.answer import read
from grader.notation.printing import plain
from grader.quantities.slips.catalogue import Misconception
from grader.sentences.catalogue import sentence

MOST_PARTS = 2_000  # of a value: the longest formula that anybody asks for has a tenth of them
TOO_LONG = "this comes to a formula too long to be worked with"  # said wherever one grows beyond that
Point = tuple[float, ...]
Numbers = float | tuple[float, ...]
Measured = Callable[[Mapping[str, float]], Numbers]
"""A quantity as it is measured: its value at a point."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mapped:
    """A function that a term names or builds: its variables in order, its tree, and what an exercise wrote."""

    name: str
    variables: tuple[str, ...]
    body: Expression
    domain: Domain = field(default_factory=dict, hash=False)
    written: Function | None = None
    losses: tuple[Expression, ...] = ()
    """Of a loss over data, the part of each observation."""

    @property
    def function(self) -> Function:
        """Return it as references take it: as an exercise has it, or with its formula as text."""
        return self.written or Function(name=self.name, variables=self.variables, expression=plain(self.body), domain=self.domain)


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A rule of steps: the name of its method in terms, the function to descend, and the numbers that are fixed."""

    method: str
    function: Mapped
    numbers: tuple[Expression, ...] = ()
    settings: tuple[Setting, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """Numbers that a method is told by the name of their place."""

    place: str
    numbers: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class HalfAxis:
    """A half-axis of the plane, by the quarter turns that lead there from the positive first axis, counter-clockwise.

    Its place tells what it is for: either of two may be left out.
    """

    quarters: int
    place: str


@dataclass(frozen=True, slots=True)
class Data:
    """Numbers or formulas in order, one for each observation: no vector, since its arithmetic goes one by one."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class MeasuredFunction:
    """A function as it is measured, with its variables in order."""

    variables: tuple[str, ...]
    at: Measured

    def __call__(self, point: Mapping[str, float]) -> Numbers:
        """Return its value at a point."""
        return self.at(point)


Value = Expression | frozenset[str] | tuple[Point, ...] | Mapped | Rule | HalfAxis | Setting | Data | str


Operand = Any
"""What an operator is applied to: of the sort that its place holds, which the evaluation has looked at."""


@lru_cache(maxsize=256)  # a course has some dozens of functions
def mapped(function: Function) -> Mapped:
    """Return a function of an exercise as terms take it. Raises Unreadable."""
    body = exact(read(function.expression, variables=function.variables))
    return Mapped(
        name=function.name, variables=function.variables, body=body, domain=function.domain, written=function
    )


class MisfitError(ValueError):
    """An operator was given what does not fit together; the message is a sentence for the author."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """One thing that an operator takes: how it is called, and what may stand there (a word of `HOLDS`).

    An `optional` one may be left out with all that follow; one that is `apart` also where others follow.
    """

    name: str
    holds: str
    optional: bool = False
    apart: bool = False
    repeated: bool = False


HOLDS: Mapping[str, str] = {
    "number": "a number",
    "count": "a whole number",
    "formula": "a number or formula",
    "vector": "a vector",
    "quantity": "a number, formula or vector",
    "function": "a function",
    "variable": "a variable",
    "half_axis": "a half-axis in quotes, such as '-x'",
    "rule": "a rule of steps",
    "point": "a point",
    "data": "data",
    "loss": "a loss over data, by its name",
    "setting": "numbers, called by the name of their place",
}
"""What may stand in a place, in an author's words."""
MANY: Mapping[str, str] = {
    "number": "numbers",
    "count": "whole numbers",
    "formula": "numbers or formulas",
    "vector": "vectors",
    "quantity": "numbers, formulas or vectors",
    "function": "functions",
    "variable": "variables",
    "half_axis": "half-axes in quotes, such as '-x'",
    "rule": "rules of steps",
    "point": "points",
    "data": "data",
    "loss": "losses over data",
    "setting": "numbers, called by the names of their places",
}
"""The same of several places in a row."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One application of an operator: its arguments, by which operator each was made, and whether a student has them right."""

    arguments: tuple[Operand, ...]
    made_by: tuple[str, ...]
    settled: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """An answer as it can be drawn: where it was looked at, and the number or the vectors there.

    `arguments` are what the operator is applied to, and `made_by` the operators that made them; `function` is the one that the
    item is about. With `reveal` the course shows what is right; what `is_right` is the right answer itself, for staff.
    """

    arguments: tuple[Operand, ...]
    made_by: tuple[str, ...]
    function: Mapped | None
    point: Mapping[str, float]
    value: float | None = None
    vectors: tuple[tuple[Mapping[str, float], Point], ...] = ()
    axes: tuple[str, str]
    reveal: bool
    is_right: bool = False

    def told(self, code: str, **gaps: object) -> str:
        """Return a sentence on whose answer it is."""
        return sentence(f"{'right' if self.is_right else 'picture'}.{code}", **gaps)


def at_each_point(function: Callable[..., float], *parts: Measured) -> Measured:
    """Return a function of measured numbers, of vectors component by component; a number stands beside each component."""

    def value(point: Mapping[str, float]) -> Numbers:
        values = [part(point) for part in parts]
        size = max((len(each) for each in values if isinstance(each, tuple)), default=0)
        if not size:
            return function(*values)
        columns = [each if isinstance(each, tuple) else (each,) * size for each in values]
        return tuple(function(*row) for row in zip(*columns, strict=True))

    return value


class Operator:
    """One operator of terms; a family of them shares a file.

    `asks` is the question on a sheet that it answers, with the `example` of a term; both stand in the documentation.
    `noun` is what its value is called where a slip was made in it: a code of the catalogue after `part.`.
    """

    name: str
    places: tuple[Place, ...]
    asks: ClassVar[str] = ""
    example: ClassVar[str] = ""
    noun: str = ""
    is_pointwise: ClassVar[bool] = True
    """Whether its value at a point needs no more than its arguments' values there."""
    is_elementwise: ClassVar[bool] = False
    """Whether it is applied to data one by one."""
    in_floats: ClassVar[Callable[..., float]]
    """What it does to floats, where that is another way than `value` takes; to vectors it does so component by component."""

    def value(self, *arguments: Operand) -> Value:
        """Return what is right. Raises MisfitError where the arguments do not fit each other."""
        raise NotImplementedError

    def derived(self, *arguments: Operand) -> Value:
        """Return the same where it is a reference: by SymPy, for what SymPy derives."""
        return self.value(*arguments)

    def slips(self, asked: Asked) -> Iterator[Misconception]:
        """Yield the wrong values that people get here from right arguments."""
        return iter(())

    def measured(self, *arguments: Operand) -> Measured:
        """Return the value as it is measured, by another way than `value` takes."""
        return at_each_point(self.in_floats, *arguments)

    def picture(self, shown: Shown) -> Drawing | None:
        """Return what can be drawn of an answer, wrong or right; nothing for most operators."""
        return None


def is_number(value: object) -> TypeGuard[Expression]:
    """Tell whether a value is a single number."""
    return is_formula(value) and not variables_in(value)


def is_formula(value: object) -> TypeGuard[Expression]:
    """Tell whether a value is a single number or formula."""
    return is_tree(value) and not isinstance(value, Vector)


def is_tree(value: object) -> TypeIs[Expression]:
    """Tell whether a value is a number, a formula or a vector of them."""
    return isinstance(value, Expression)


def is_larger(tree: Expression, most: int) -> bool:
    """Tell whether a tree has more parts than so many."""
    return next(islice(walk(tree), most, None), None) is not None


Sized = TypeVar("Sized", bound=Value)


def of_usual_size(value: Sized) -> Sized:
    """Return a value. Raises MisfitError for a formula that nobody could write down."""
    tree = value.body if isinstance(value, Mapped) else value
    if is_tree(tree) and is_larger(tree, MOST_PARTS):
        raise MisfitError(TOO_LONG)
    return value


def fraction_of(value: Value) -> Fraction | None:
    """Return a number that is a fraction; None for any other value."""
    short = tidy(value) if is_number(value) else None
    if isinstance(short, Number):
        return short.value
    return None


def called(value: Value) -> str:
    """Return what a value is in an author's words: `a number`, `a vector of 2`."""
    match value:
        case Vector(components):
            return f"a vector of {len(components)}"
        case Mapped():
            return "a function"
        case Rule():
            return "a rule of steps"
        case frozenset():
            return "a set of names"
        case tuple():
            return "a sequence of points"
        case HalfAxis():
            return "a half-axis"
        case Setting():
            return "numbers of a method"
        case Data():
            return "data"
        case str():
            return "a text"
        case Variable():
            return "a variable"
    return "a number" if is_number(value) else "a formula"
