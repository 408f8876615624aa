"""Tell where a wrong program is wrong: the one place where a small edit of the student's own source makes all of it right.

Asked of answers in code alone, after the verdict stands and where no cause is known; what comes of it are words. An edit
counts when the same judge gives the edited program full marks. What the edit is stays here.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from itertools import islice
from typing import TypeVar

from grader.algebra.floats import agree
from grader.kinds.protocol import Check, FirstLook, Kind
from grader.kinds.source_edits import Edit, Functions
from grader.model import (
    Audience,
    CheckResult,
    Feedback,
    Observation,
    Outcome,
    Place,
    Probe,
    Question,
    Submission,
    Verdict,
)
from grader.sentences.catalogue import say, sentence
from grader.sentences.sentence import Sentence

T = TypeVar("T")
_Searching = Generator[Probe, Observation, None]
_MOST_EDITS = 400  # programs of two variables have some three hundred; each takes about half a millisecond
_MOST_JUDGED = 8  # edits that the first look lets pass and that are judged in full: there are seldom more than three
_NEAR = 1e-4  # off by less at first look, what is judged in full may be right: a difference quotient is
_SECANTS = 5  # to a number: in most places two are enough, since it enters evenly
_TELLING = 0.1  # of the largest share by which anything is off: by less, rounding may be all that is seen
_LARGEST = 1e4  # a number that was typed wrongly is not a ten-thousandth of the right one
_MOST_PARTS, _SIMPLE = 60, 1e-3  # a number that was meant is a simple one, such as -2/3, and near to what was solved
_OPEN = frozenset((
    "asked_back", "fit.not_least", "fit.nearly", "no_step_of_method", "wrong_direction", "one_coordinate_right", "uneven_steps",
    "departs_later", "another_size_handed_in", "count_unclear", "no_step_size", "wrong_direction.uphill",
    "one_coordinate_right.but_for_size", "no_step_of_method.direction", "no_step_of_method.first", "no_step_of_method.inside",
    "no_step_of_method.coordinates", "no_step_of_method.equations", "no_step_of_method.later", "slip.wrong_derivatives", "slip.in_some_coordinates",
))  # fmt: skip
"""Codes of sentences that say what was seen of a wrong program and name no part of it."""
_OF_PYTHON = frozenset(("power", "division", "bracket", "comparison", "loop"))
"""Sorts of edits that explain better than a slip of calculus with the same values: `3*z*2` where `3*z**2` was meant."""
_NOT_OF_PYTHON = ("sign", "number", "index", "operator", "order", "term", "part", "factor", "call", "name")
"""The others that may do as well as a bracket does."""
_OF_CALCULUS = ("wrong_gradient", "wrong_second_derivative")
"""What a program may be named for and a slip of Python explain better; any other name is of what the program does."""
_WRONG = frozenset((Verdict.INCORRECT, Verdict.PARTIAL))  # there is an answer, and it is not right
_ENDED = frozenset((Outcome.TIMED_OUT, Outcome.OUT_OF_MEMORY, Outcome.KILLED, Outcome.UNAVAILABLE))
"""What a call of an edited program may come to that ends the search: each of these costs a process, or time."""


class _EndedError(Exception):
    """An edited program took too long, or its process ended: nothing more is asked."""

# What says already what in a line is not what was meant.
_SLIPS_OF_PYTHON = ("power", "whole_division", "comparison", "decimal_comma", "turned_sign", "input", "left_over")


def located(kind: Kind, question: Question, submission: Submission, result: CheckResult) -> Check:
    """Return the result with the place where one edit makes the program right, said instead of what names no part of it."""
    said = {each.text.code: each for each in result.feedback if isinstance(each.text, Sentence)}
    told = next((each for code, each in said.items() if code in _OPEN), None)
    first = told or next((each for each in result.feedback if each.audience is Audience.STUDENT), None)
    is_named = told is None and kind.programming is not None and result.misconception not in _OF_CALCULUS
    if result.verdict not in _WRONG or first is None or is_named or "bound_anew" in said or first.code in _SLIPS_OF_PYTHON:
        return result
    functions = Functions.behind(submission, question.item.names)
    look = (yield from kind.first_look(question, submission)) if functions is not None else None
    if functions is None or look is None:
        return result
    search = _Search(kind=kind, question=question, functions=functions, look=look)
    before = look.off((yield look.probe))
    if before is not None and _is_nothing(before):
        return result  # a first look tells nothing
    with suppress(_EndedError):  # what was found before stands
        yield from search.through(islice(functions.edits(() if told else _OF_PYTHON), _MOST_EDITS))
        by_brackets = {edit.sort for edit in search.found} == {"bracket"}
        if by_brackets and told is None:
            yield from search.through(islice(functions.edits(_NOT_OF_PYTHON), _MOST_EDITS))
        if before is not None and (told or by_brackets):
            yield from search.for_numbers(before)
    is_slip = told is None and not {edit.sort for edit in search.found} <= _OF_PYTHON
    return _told(result, first, search) if search.found and not is_slip else result


@dataclass
class _Search:
    """The search for edits that make a program right."""

    kind: Kind
    question: Question
    functions: Functions
    look: FirstLook
    judged: int = 0

    def __post_init__(self) -> None:
        self.found: list[Edit] = []

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more can be found out: too much was judged, or the edits found are in different lines."""
        return self.judged >= _MOST_JUDGED or (bool(self.found) and self.quoted() is None)

    def quoted(self) -> tuple[str, Place] | None:
        """Return the piece of one line that holds all edits found, and its place; None if they are in different lines.

        Of edits that are made alike in several places, what is written alike there.
        """
        whole = self.functions.quoted([span for edit in self.found for span in edit.spans])
        first, last = (self.functions.quoted([edit.spans[at] for edit in self.found]) for at in (0, -1))
        return first if whole and first and last and first[0] == last[0] else whole

    def through(self, edits: Iterable[Edit]) -> _Searching:
        """Try edits one by one."""
        for edit in edits:
            if self.is_over:
                return
            off = yield from self._off(edit)
            if off is not None and _is_nothing(off):
                yield from self._judge(edit)

    def for_numbers(self, before: tuple[float, ...]) -> _Searching:
        """Try in each place the number by which the first look agrees, if it is a simple one."""
        for neutral, edit in self.functions.with_number():
            if self.is_over:
                return
            number = yield from self._solved(neutral, edit, before)
            simple = Fraction(number).limit_denominator(_MOST_PARTS) if number is not None else None
            if number is not None and simple is not None and agree(float(simple), number, _SIMPLE):
                yield from self._judge(edit(float(simple)))

    def _solved(
        self, neutral: float, edit: Callable[[float], Edit], before: tuple[float, ...]
    ) -> Generator[Probe, Observation, float | None]:
        """Return the number by which all is right at first look, by secants from what changes nothing."""
        least = _TELLING * max(map(abs, before))
        at = next(place for place, off in enumerate(before) if abs(off) >= least)  # the first steps are the most even
        old, was, number = neutral, before[at], neutral + 1
        for _ in range(_SECANTS):
            off = yield from self._off(edit(number))
            if off is None or len(off) <= at or off[at] == was:
                return None
            if _is_nothing(off):
                return number
            if abs(off[at]) <= _NEAR:
                return None  # right there and wrong elsewhere
            old, was, number = number, off[at], number - off[at] * (number - old) / (off[at] - was)
            if not abs(number) <= _LARGEST:
                return None
        return None

    def _off(self, edit: Edit) -> Generator[Probe, Observation, tuple[float, ...] | None]:
        seen = yield replace(self.look.probe, definition=edit.definition)
        _refuse_endless(seen)
        return self.look.off(seen)

    def _judge(self, edit: Edit) -> _Searching:
        """Judge an edited program in full; what gets all points is found."""
        self.judged += 1
        result = yield from _asked_of(edit, self.kind.check(self.question, self.functions.with_edit(edit), {}))
        self.found += [edit] if result.credit == 1 else []


def _is_nothing(off: tuple[float, ...]) -> bool:
    return all(abs(each) <= _NEAR for each in off)


def _refuse_endless(observation: Observation) -> None:
    """Raise `_EndedError` where a call came to no end of its own."""
    if any(call.outcome in _ENDED for call in observation.calls):
        raise _EndedError


def _asked_of(edit: Edit, asking: Generator[Probe, Observation, T]) -> Generator[Probe, Observation, T]:
    """Hold a conversation with the edited program. Raises `_EndedError` if a call does not come to an end."""
    try:
        probe = next(asking)
        while True:
            observation = yield replace(probe, definition=edit.definition)
            _refuse_endless(observation)
            probe = asking.send(observation)
    except StopIteration as stop:
        return stop.value  # type: ignore[no-any-return]


def _told(result: CheckResult, instead_of: Feedback, search: _Search) -> CheckResult:
    """Return the result with what was found said instead of something; nothing where it is in different lines."""
    quoted, sorts = search.quoted(), {edit.sort for edit in search.found}
    if quoted is None:
        return result
    text, place = quoted
    ask = sentence(f"edit.{sorts.pop()}" if len(sorts) == 1 else "edit.several")
    said = say("nearest_edit", text=text, place=place, ask=ask)
    rows = tuple(
        replace(row, feedback=said.text) if row.feedback == instead_of.text else row for row in result.criteria
    )
    feedback = tuple(said if each is instead_of else each for each in result.feedback)
    evidence = {**result.evidence, "place": asdict(place)}
    return replace(result, criteria=rows, feedback=feedback, misconception=None, evidence=evidence)
