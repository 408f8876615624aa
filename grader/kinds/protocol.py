"""What a kind of item is: its options as an author writes them, and a check that asks and judges.

A check is a generator: it yields probes, receives observations and returns its result. So it may
choose its next question by what it has seen, a recorded conversation can be judged again without
running anything, and a test needs no process. Knows no exercise and no way to run code.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Generic, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from typing_extensions import TypeVar

from grader.algebra.tree import Expression
from grader.kinds.candidates import is_formula
from grader.model import CheckResult, Function, Item, Key, Observation, Probe, Question, Submission, Value

Check = Generator[Probe, Observation, CheckResult]
Earlier = Mapping[Key, CheckResult]
Point = tuple[float, ...]
Solution = Expression | frozenset[str] | tuple[Point, ...]
"""A right answer: a formula, a set of names, or points in a row."""


class Options(BaseModel):
    """The keys of an item that belong to its kind; unknown keys are the author's error."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def problems(self, function: Function) -> Iterator[tuple[str, str]]:
        """Return what is wrong with these options for this function: pairs of a key and a sentence."""
        return iter(())

    def starts_at(self) -> Mapping[tuple[str | int, ...], Point]:
        """Return the points from where an answer has to set out, by their keys; none for most kinds."""
        return {}

    def printed(self, function: Function) -> Iterator[tuple[str, Point, tuple[Point, ...]]]:
        """Yield the numbers that the prompt prints: their key, they themselves, and what is derived for them."""
        return iter(())

    def derived(self, function: Function) -> Iterator[Point]:
        """Yield the derived points that a prompt may print as approximate numbers; none for most kinds."""
        return iter(())


Form = Literal["expanded", "factored", "single_fraction", "exact"]


class FormOptions(Options):
    """The form an answer must have, judged apart from its value."""

    form: Form | None = Field(None, description="The form asked for; any form counts when left out.")
    form_share: Fraction = Field(
        Fraction(1, 4), ge=0, le=1, description="The share of the points that the form is worth."
    )

    @model_validator(mode="after")
    def _share_of_a_form(self) -> Self:
        if self.form is None and "form_share" in self.model_fields_set:
            raise ValueError("form_share does nothing without a form: name a form, or leave it out")
        return self


OwnOptions = TypeVar("OwnOptions", bound=Options, default=Any)
"""The options of a kind; `Kind` alone is one of the table, where each has its own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cheat:
    """A program of somebody who wants the marks and not the work; `what` it does goes on after "a program that".

    It must not earn full marks, and nothing at all where `earns_nothing`.
    """

    source: str
    what: str
    earns_nothing: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Programming(Generic[OwnOptions]):
    """What a kind knows about the programs it asks for, so that its exercises can be verified.

    `reference` is a right program for the kind's own example. `effortless` gives programs that do no work and
    must earn nothing, `cheats` those of a cunning student. `is_right` is a generator like a check; of a program that
    its check gives full marks it returns whether it is as right where the check did not ask.
    """

    reference: str
    effortless: Callable[[Question[OwnOptions]], Iterator[str]]
    cheats: Callable[[Question[OwnOptions]], Iterator[Cheat]]
    is_right: Callable[[Question[OwnOptions], Submission], Generator[Probe, Observation, bool]]


def unfilled_value(item: Item, function: Function) -> str:
    """Return the template of an answer that is a value."""
    return f"{item.name} = ..."


def unfilled_function(item: Item, function: Function) -> str:
    """Return the template of an answer that is a function of the exercise's variables."""
    return f"def {item.name}({', '.join(function.variables)}):\n    return ..."


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind(Generic[OwnOptions]):
    """One kind of item, with the options that its check is handed.

    `check(question, submission, earlier)` starts a conversation; `earlier` holds the results of
    the items that this one builds on, and of all before it. `template` writes what students are
    given to fill in, and `shown` names the kind's own keys that are part of the question, so that
    students may see them; a key that is not named stays with the course. `reads` names the keys of
    every item that its judging looks at, and `builds_on` the kinds of items that `after` may name;
    where they would do nothing they are refused. `solution(question)` is the right answer, from
    which verification makes wrong ones; a kind that asks for a program has `programming` in its
    place. `example` is an exercise file with one item of this kind, which the documentation shows
    and `grade new` writes. `can_answer(question, value)` says whether a value is of a form in which
    the question can be answered at all, be it right or wrong.
    """

    name: str
    summary: str
    options: type[OwnOptions]
    check: Callable[[Question[OwnOptions], Submission, Earlier], Check]
    template: Callable[[Item, Function], str] = unfilled_value
    shown: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    builds_on: tuple[str, ...] = ()
    solution: Callable[[Question[OwnOptions]], Solution] | None = None
    example: str
    programming: Programming[OwnOptions] | None = None
    can_answer: Callable[[Question[OwnOptions], Value], bool] = is_formula

    @property
    def looks_at(self) -> tuple[str, ...]:
        """Return the keys of every item that do something for one of this kind, beside its name, points and examples."""
        return (*self.reads, *(("after", "carried_credit") if self.builds_on else ()))
