"""What a kind of item is: its options as an author writes them, and a check that asks and judges.

A check is a generator: it yields probes, receives observations and returns its result. So it may
choose its next question by what it has seen, a recorded conversation can be judged again without
running anything, and a test needs no process. Knows no exercise and no way to run code.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from grader.model import CheckResult, Function, Item, Key, Observation, Probe, Question, Submission

Check = Generator[Probe, Observation, CheckResult]
Earlier = Mapping[Key, CheckResult]


class Options(BaseModel):
    """The keys of an item that belong to its kind; unknown keys are the author's error."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def problems(self, function: Function) -> Iterator[tuple[str, str]]:
        """What is wrong with these options for this function: pairs of a key and a sentence."""
        return iter(())


def unfilled_value(item: Item, function: Function) -> str:
    """The template of an answer that is a value."""
    return f"{item.name} = ..."


def unfilled_function(item: Item, function: Function) -> str:
    """The template of an answer that is a function of the exercise's variables."""
    return f"def {item.name}({', '.join(function.variables)}):\n    return ..."


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """One kind of item.

    `check(question, submission, earlier)` starts a conversation; `earlier` holds the results of
    the items that this one builds on, and of all before it. `template` writes what students are
    given to fill in, and `shown` names the kind's own keys that are part of the question, so that
    students may see them; a key that is not named stays with the course.
    """

    name: str
    summary: str
    options: type[Options]
    check: Callable[[Question, Submission, Earlier], Check]
    template: Callable[[Item, Function], str] = unfilled_value
    shown: tuple[str, ...] = ()
