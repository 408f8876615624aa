"""What a kind of item is: its options as an author writes them, and a check that asks and judges.

A check is a generator: it yields probes, receives observations and returns its result. So it may
choose its next question by what it has seen, a recorded conversation can be judged again without
running anything, and a test needs no process. Knows no exercise and no way to run code.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from grader.model import CheckResult, Function, Key, Observation, Probe, Question, Submission

Check = Generator[Probe, Observation, CheckResult]
Earlier = Mapping[Key, CheckResult]


class Options(BaseModel):
    """The keys of an item that belong to its kind; unknown keys are the author's error."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def problems(self, function: Function) -> Iterator[tuple[str, str]]:
        """What is wrong with these options for this function: pairs of a key and a sentence."""
        return iter(())


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """One kind of item.

    `check(question, submission, earlier)` starts a conversation; `earlier` holds the results of
    the items that this one builds on, and of all before it.
    """

    name: str
    summary: str
    options: type[Options]
    check: Callable[[Question, Submission, Earlier], Check]
