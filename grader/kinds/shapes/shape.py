"""What a shape of answers is: how one is read and judged, printed, asked for in a template, and got wrong.

A shape is told by the reference: a number, a formula, a vector, a set of names, points in a row. Knows no exercise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from grader.algebra.tree import Expression
from grader.kinds.protocol import NO_PICTURES, Check, Earlier, Pictures, Solution
from grader.model import Function, Item, Question, Submission, Value


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """A text, the change that made it, how small it is (smallest first), and its formula if it is one."""

    text: str
    change: str
    size: float
    formula: Expression | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """One shape of answers.

    `called` is what an author calls it. `holds(value)` tells whether a reference is of it. `reads` names the keys of an item
    that its judging looks at, `loosenings` what `up_to` may say. `check` is the conversation about an answer; `read` reads a
    text in these variables as an answer, for authors' examples, and raises Unreadable. `text` prints an answer as a student
    writes it. `mutants` are wrong answers by one small change, `effortless` those that need no work. `template` is what a
    student is given to fill in, and `can_answer` says whether a value is of a form in which the question can be answered.
    `hedges` are texts that hold a right answer among wrong ones, as only this shape allows. `pictures` say what can be drawn.
    """

    called: str
    holds: Callable[[object], bool]
    reads: tuple[str, ...]
    loosenings: tuple[str, ...] = ()
    check: Callable[[Question[Any], Submission, Earlier], Check]
    read: Callable[[str, tuple[str, ...]], Solution]
    text: Callable[[Solution, tuple[str, ...]], str]
    mutants: Callable[[Question, Solution], Iterator[WrongAnswer]]
    effortless: Callable[[Question, Solution], Iterator[tuple[str, Solution]]]
    template: Callable[[Item, Function], str]
    can_answer: Callable[[Question, Value], bool]
    hedges: Callable[[Solution], Iterator[str]] = lambda _: iter(())
    pictures: Pictures = NO_PICTURES


def unfilled_value(item: Item, function: Function) -> str:
    """Return the template of an answer that is a value."""
    return f"{item.name} = ..."


def unfilled_function(item: Item, function: Function) -> str:
    """Return the template of an answer that is a function of the exercise's variables."""
    return f"def {item.name}({', '.join(function.variables)}):\n    return ..."
