"""What an item can ask for, an answer or a program: its options as an author writes them, and a check that asks and judges.

A check is a generator: it yields probes, receives observations and returns its result. So it may
choose its next question by what it has seen, a recorded conversation can be judged again without
running anything, and a test needs no process. Knows no exercise and no way to run code.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic

from pydantic import BaseModel, ConfigDict
from typing_extensions import TypeVar

from grader.algebra.tree import Expression
from grader.drawing import Drawing
from grader.model import (
    CheckResult,
    Exercise,
    Function,
    FunctionValue,
    Item,
    Key,
    Observation,
    Probe,
    Question,
    Submission,
    Value,
)
from grader.sentences.sentence import Sentence

Check = Generator[Probe, Observation, CheckResult]
Earlier = Mapping[Key, CheckResult]
Point = tuple[float, ...]
Solution = Expression | frozenset[str] | tuple[Point, ...]
"""A right answer: a number, formula or vector, a set of names, or points in a row."""


Picture = Callable[[Question[Any], CheckResult], Drawing | None]
"""What can be drawn of an answer that was judged, from what was observed of it; None for nothing."""


def no_picture(question: Question[Any], result: CheckResult) -> None:
    """Return nothing: most answers are no picture."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pictures:
    """What can be drawn for an item: `of_answer` what a student gave, `of_solution` what is right, which is for staff.

    `given` are the points that the question names, such as a start: they may be drawn for whoever has still to answer.
    """

    of_answer: Picture = no_picture
    of_solution: Callable[[Question[Any]], tuple[Drawing, ...]] = lambda _: ()
    given: Callable[[Question[Any]], tuple[Point, ...]] = lambda _: ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Trace:
    """What of one answer is drawn among those of its class: the points from each start on, by which rule, and whether right.

    `size` is the step size, below zero for steps uphill; None where there is no one size.
    """

    rule: str
    right: bool
    size: float | None
    paths: tuple[tuple[Point, ...], ...]


Traced = Callable[[Question[Any], CheckResult], Trace | None]
"""What of an answer is drawn among those of its class; None for nothing."""
ClassPicture = Callable[[Question[Any], Mapping[Trace, int]], Drawing | None]
"""What is drawn of all answers of a class, of which so many are alike."""


def no_trace(question: Question[Any], result: CheckResult) -> None:
    """Return nothing: of most answers nothing is drawn among those of a class."""


def no_class_picture(question: Question[Any], traces: Mapping[Trace, int]) -> None:
    """Return nothing: most answers of a class are no picture."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FirstLook:
    """A probe of few calls, and by how much what comes of it is off from what a right program gives, each as a share of its size.

    None is for what gives no numbers. A wrong program may be off by nothing there. `parts` tells in words which parts of the
    answer there are, such as one component, each with the places of its numbers.
    """

    probe: Probe
    off: Callable[[Observation], tuple[float, ...] | None]
    parts: tuple[tuple[Sentence, frozenset[int]], ...] = ()


def no_first_look(question: Question[Any], submission: Submission) -> Generator[Probe, Observation, None]:
    """Return nothing and ask nothing: most answers are no program."""
    yield from ()


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
    its check gives full marks it returns whether it is as right where the check did not ask. Without one the check asks again.
    """

    reference: str
    effortless: Callable[[Question[OwnOptions]], Iterator[str]]
    cheats: Callable[[Question[OwnOptions]], Iterator[Cheat]]
    is_right: Callable[[Question[OwnOptions], Submission], Generator[Probe, Observation, bool]] | None = None


NO_PICTURES = Pictures()  # of most kinds and shapes nothing can be drawn


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind(Generic[OwnOptions]):
    """What an item can ask for, told by the key that says it; its options stand there.

    Where it `is_nested` they are the mapping under that key, else they stand beside it; of two kinds under one `key` the one is
    meant that is `told_by` a key in the mapping. `check(question, submission, earlier)` starts a conversation; `earlier` holds
    the results of all items before. `template` writes what students are given to fill in, and `shown` names the options that
    are part of the question, so that students may see them; one that is not named stays with the course. `reads` names the keys
    of every item that its judging looks at. `solution(question)` is the right answer, from which verification makes wrong ones;
    a kind that asks for a program has `programming` in its place. `can_answer(question, value)` says whether a value is of a
    form in which the question can be answered at all, be it right or wrong; a program is a function. `pictures` say what can be
    drawn, `class_picture` what of all answers of a class, each of which is a `trace`. `first_look` is a generator like
    a check that returns how to tell by one probe whether a program that is called in the same way may be right.
    """

    name: str
    summary: str
    options: type[OwnOptions]
    check: Callable[[Question[OwnOptions], Submission, Earlier], Check]
    template: Callable[[Exercise, Item], str]
    is_nested: bool = False
    under: str = ""
    told_by: str = ""
    shown: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    solution: Callable[[Question[OwnOptions]], Solution] | None = None
    programming: Programming[OwnOptions] | None = None
    can_answer: Callable[[Question[OwnOptions], Value], bool] = lambda _, value: isinstance(value, FunctionValue)
    pictures: Pictures = NO_PICTURES
    trace: Traced = no_trace
    class_picture: ClassPicture = no_class_picture
    first_look: Callable[[Question[OwnOptions], Submission], Generator[Probe, Observation, FirstLook | None]] = no_first_look

    @property
    def key(self) -> str:
        """Return the key of an item that asks for it."""
        return self.under or self.name
