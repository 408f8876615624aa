"""Tell where a wrong program is wrong: the one or two places where small edits of the student's own source make all of it right.

Asked of answers in code alone, after the verdict stands and where no cause is known; what comes of it are words. An edit
counts when the same judge gives the edited program full marks. What the edit is stays here.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import combinations
from typing import TypeVar

from grader.algebra.floats import agree
from grader.equality.compare import compare
from grader.equality.decision import Comparison, Relation
from grader.kinds.descent.contract import derivative_handed_in
from grader.kinds.descent.source import source_of
from grader.kinds.edit_rules import LESS, LIKELY
from grader.kinds.function_formulas import written_function
from grader.kinds.protocol import Check, FirstLook, Kind
from grader.kinds.quotients import takes_difference, width_of_quotient
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
from grader.quantities.operators.operator import is_tree
from grader.quantities.sheet import sheet_of
from grader.sentences.catalogue import say, sentence
from grader.sentences.sentence import Sentence

T = TypeVar("T")
_Searching = Generator[Probe, Observation, None]
_MOST_EDITS = 700  # programs over data have some six hundred; each takes a third of a millisecond
_MOST_PAIRS = 300  # of edits that are tried together, where none alone makes all right
_LONG = 1000  # turns of a loop, typed in: of such a program, that takes a tenth of a second, a fourth as many edits are tried
_MOST_JUDGED = 8  # edits that the first look lets pass and that are judged in full: the likeliest is nearly always right
_MOST_ALIKE = 4  # places with the same slip that are tried in pairs
_MOST_STEPS = 3  # edits by which something becomes right, and from which one goes on: there are seldom more that differ
_NEAR = 1e-4  # off by less at first look, what is judged in full may be right: a difference quotient is
_EXACT = 1e-7  # what is off by more may be right by a short step of a quotient, and is tried when nothing better is found
_SECANTS = 5  # to a number: in most places two are enough, since it enters evenly
_TELLING = 0.1  # of the largest share by which anything is off: by less, rounding may be all that is seen
_LARGEST = 1e4  # a number that was typed wrongly is not a ten-thousandth of the right one
_MOST_OVER = 9  # of a factor that was left out, above or below the line: nobody leaves out 49/50
_MOST_PARTS, _SIMPLE = 60, 1e-3  # a number that was meant is a simple one, such as -2/3, and near to what was solved
_OPEN = frozenset((
    "asked_back", "fit.not_least", "fit.not_least.above", "fit.not_least.solved", "fit.not_least.linear", "fit.nearly",
    "fit.not_finite", "fit.no_values",
    "no_step_of_method", "wrong_direction", "wrong_direction.one_step", "one_coordinate_right",
    "uneven_steps", "uneven_steps.still",
    "departs_later", "another_size_handed_in", "another_size_handed_in.at_a_bound",
    "count_unclear", "no_step_size", "no_step_size.of_search", "wrong_direction.uphill",
    "one_coordinate_right.but_for_size", "no_step_of_method.direction", "no_step_of_method.first", "no_step_of_method.inside",
    "no_step_of_method.coordinates", "no_step_of_method.derivatives", "no_step_of_method.equations", "no_step_of_method.later",
    "slip.wrong_derivatives", "slip.in_some_coordinates",
))  # fmt: skip
"""Codes of sentences that say what was seen of a wrong program and name no part of it."""
_SAY_WHERE = ("uneven_steps.still", "uneven_steps.in_turn", "one_coordinate_right", "one_coordinate_right.but_for_size")
"""Codes that name the coordinate: where the others are right, a difference is taken as it should be."""
_SORTS = (
    "sign", "copy", "order", "number", "index", "name", "call", "bracket", "power", "operator", "division", "comparison",
    "absolute", "axis", "term", "part", "line", "old_value", "loop", "loop_body", "exponent", "term_missing", "call_missing",
    "factor", "term_lost",
)  # fmt: skip
"""Sorts of edits, the likeliest first. Of two that explain as much the earlier is told, and of two of one sort the smaller: a
minus before a name rather than before a sum."""
_OF_PYTHON = frozenset(("power", "division", "bracket", "comparison", "loop"))
"""Sorts of edits that explain better than a slip of calculus with the same values: `3*z*2` where `3*z**2` was meant."""
_NOT_OF_PYTHON = ("sign", "number", "index", "operator", "order", "term", "part", "factor", "call", "name")
"""The others that may do as well as a bracket does."""
_OF_CONDITIONS = frozenset(("comparison", "absolute", "number", "call_missing", "bracket"))
"""Sorts of edits that are told as they are in a condition that ends a loop; any other may be right since it never holds then."""
_SCALING = frozenset(("number", "factor", "operator", "division"))
"""Sorts of edits that may change nothing but the length of the steps."""
_OF_A_POINT = _SCALING | {"term", "part"}
"""Sorts of edits that may change how far apart the two points of a difference lie, as what divides it does."""
_BY_VALUES = frozenset(("constant_factor_forgotten", "chain_factor_missing", "outer_function_missing", "dropped_term"))
"""Names that values alone suggest of a program of a term, and of which its source knows better."""
_OF_CALCULUS = ("wrong_gradient", "wrong_second_derivative")
"""What a program may be named for and a slip of Python explain better; any other name is of what the program does."""
_OF_THE_PEN = ("sign", "letter", "factor")  # slips in writing a derivative down, of which the source shows the place
_NO_SLIP_OF_THE_PEN = ("term_not_differentiated", "function_itself", "absolute_taken", "kept_above_zero")
"""Slips that no slip of Python explains better: who takes over `2*x**2` as it stands in f has mistyped nothing."""
_ASTRAY = ("ends_elsewhere", "does_not_settle", "does_not_arrive", "circles")
"""What is told of steps of which the slope, and not the size, is to blame."""
_WRONG = frozenset((Verdict.INCORRECT, Verdict.PARTIAL))  # there is an answer, and it is not right
_ENDED = frozenset((Outcome.TIMED_OUT, Outcome.OUT_OF_MEMORY, Outcome.KILLED))
"""What a call of an edited program may come to that ends the search: each of these costs a process, or time."""


class _EndedError(Exception):
    """An edited program took too long, or its process ended: nothing more is asked."""

# What says already what in a line is not what was meant.
_SLIPS_OF_PYTHON = ("power", "whole_division", "comparison", "decimal_comma", "turned_sign", "input", "left_over")


def located(kind: Kind, question: Question, submission: Submission, result: CheckResult) -> Check:
    """Return the result with the places where edits make the program right, said instead of what names no part of it."""
    result = _unpraised(question, submission, result)
    open_ = _open(kind, result)
    first = open_ or next((each for each in result.feedback if each.audience is Audience.STUDENT), None)
    is_named = open_ is None and kind.programming is not None and result.misconception not in _OF_CALCULUS
    is_named = is_named or result.evidence.get("wrong_gradient", result.misconception) in _NO_SLIP_OF_THE_PEN
    is_bound_anew = any(isinstance(each.text, Sentence) and each.text.code == "bound_anew" for each in result.feedback)
    if result.verdict not in _WRONG or first is None or is_named or is_bound_anew or first.code in _SLIPS_OF_PYTHON:
        return result
    functions = Functions.behind(submission, question.item.names, partial(_is_settled, question))
    look = (yield from kind.first_look(question, submission)) if functions is not None else None
    if functions is None or look is None:
        return result
    before = look.off((yield look.probe))
    if before is not None and _is_nothing(before):
        return result  # a first look tells nothing
    search = _Search(kind=kind, question=question, functions=functions, look=look, before=before)
    with suppress(_EndedError):  # what was found before stands
        if open_ is None:
            yield from search.through(functions.edits(_OF_PYTHON))
            if search.found is not None and search.found.sort == "bracket":  # something else may do as well
                by_bracket, search.found = search.found, None
                yield from search.through(functions.edits(_NOT_OF_PYTHON))
                yield from search.for_numbers()
                search.found = None if search.found is not None else by_bracket
        else:
            if functions.quotients:  # before the function that is measured, what measures it
                yield from search.through(edit for edit in functions.edits() if functions.is_in_quotient(edit))
                yield from search.for_numbers(of_quotient=True)
            for rules in (LESS, *LIKELY) if kind.name == "fit" else LIKELY:  # of the ways to one end the plain one was meant
                edits = functions.edits(rules=rules)
                yield from search.through(edit for edit in edits if not (functions.quotients and functions.is_in_quotient(edit)))
            yield from search.for_numbers()
            yield from search.for_rough()
            yield from search.for_two()
    if open_ is not None and functions.quotients and not search.is_of_measuring():
        is_placed = isinstance(open_.text, Sentence) and open_.text.code in _SAY_WHERE
        return result if is_placed else _asked_of_quotient(question, result, open_)
    if search.found is not None:
        is_contrived = result.evidence.get("wrong_gradient") == "sign" and search.found.sort in _SCALING
        return result if is_contrived else _told(result, first, search)  # 0.98 times the point does what a sign does
    if open_ is not None and (step := search.towards()) is not None:
        return _with(result, first, *step)
    return _right_at_zero(result, first, look, search.right_before)


def _is_settled(question: Question, tree: ast.stmt, names: Sequence[str]) -> bool:
    """Tell whether a statement is a function of the exercise, or another item's: what is wrong lies elsewhere."""
    others = (name for item in question.exercise.items if item != question.item for name in item.names)
    if {*names}.intersection(question.item.names):
        return False
    return not {*names}.isdisjoint(others) or any(
        own is not None and compare(own, function.body, Comparison(variables=function.variables)).relation is Relation.EQUAL
        for function in sheet_of(question.exercise).functions.values()
        if is_tree(function.body)
        for own in (written_function(tree, function.variables),)
    )


def _open(kind: Kind, result: CheckResult) -> Feedback | None:
    """Return what says of a wrong program what was seen, and names no part of it; None where a cause is known."""
    if result.evidence.get("wrong_gradient") in _OF_THE_PEN:
        return next((each for each in result.feedback if each.code == "wrong_gradient"), None)
    if kind.programming is None:
        return next((each for each in result.feedback if isinstance(each.text, Sentence) and each.text.code in _OPEN), None)
    codes = {result.misconception} if result.misconception in _BY_VALUES else {str(Relation.NOT_EQUAL)}
    # which comes of what is named, but for a loop that is ended
    is_open = _OPEN if result.misconception in (None, "stops_too_early") else _OPEN - {"departs_later"}
    return next(
        (
            each
            for each in result.feedback
            if each.code in codes or (isinstance(each.text, Sentence) and each.text.code in is_open)
        ),
        None,
    )


@dataclass
class _Search:
    """The search for edits that make a program right; without any it is off by so much `before`."""

    kind: Kind
    question: Question
    functions: Functions
    look: FirstLook
    before: tuple[float, ...] | None
    tried: int = 0
    judged: int = 0

    def __post_init__(self) -> None:
        self.found: Edit | None = None
        self.known: list[Edit] = []
        self.rough: list[Edit] = []
        self.nearer: list[tuple[frozenset[int], Edit]] = []
        self.second: Edit | None = None
        self.share = 4 if self.functions.has_symbols or self.functions.largest_number() >= _LONG else 1

    @property
    def is_over(self) -> bool:
        """Tell whether something was found, or so much was judged in vain that nothing will be."""
        return self.found is not None or self.judged >= _MOST_JUDGED

    def quoted(self, edit: Edit) -> tuple[str, Place] | None:
        """Return the piece of one line that holds an edit, and its place; None if it is in different lines.

        Of one that is made alike in several places, what is written alike there.
        """
        whole = self.functions.quoted(edit.spans)
        first, last = (self.functions.quoted((edit.spans[at],)) for at in (0, -1))
        return first if whole and first and last and first[0] == last[0] else whole

    def through(self, edits: Iterable[Edit]) -> _Searching:
        """Try edits one by one, and judge those that may be right in full, the likeliest first, until one is."""
        if self.is_over or self.tried >= _MOST_EDITS // self.share:
            return
        likely, before = list[Edit](), len(self.known)
        for edit in edits:
            if self.tried >= _MOST_EDITS // self.share:
                break
            if len(edit.spans) > 1 and self.quoted(edit) is None:
                continue  # in different lines: two at most are told, and tried later
            if self.kind.name == "fit" and self.functions.is_of_a_start(edit):
                continue  # where a fit begins is free
            self.tried += 1
            self.known.append(edit)
            try:
                off = yield from self._off(edit)
            except _EndedError:
                yield from self._first_of(likely)
                raise
            if off is not None and _is_nothing(off):
                if self._is_meant(edit, off):
                    (likely if max(map(abs, off)) <= _EXACT else self.rough).append(edit)
            elif off is not None and self.right_before < self._right(off):
                self.nearer.append((self._right(off), edit))
        self.known[before:] = sorted(self.known[before:], key=self._rank)
        yield from self._first_of(likely)

    def _is_meant(self, edit: Edit, off: tuple[float, ...]) -> bool:
        """Tell whether all is right by the edit itself, and not because the step of a quotient is short."""
        return max(map(abs, off)) <= _EXACT or not self.functions.reads_a_step(edit)

    def for_rough(self) -> _Searching:
        """Judge the edits that make all nearly right."""
        yield from self._first_of(self.rough)

    def _first_of(self, edits: list[Edit]) -> _Searching:
        for edit in sorted(edits, key=self._rank):
            if self.is_over:
                break
            yield from self._judge(edit)

    def towards(self) -> tuple[Feedback, Place] | None:
        """Return what is said of the likeliest edit by which one part of the answer becomes right; None for none."""
        steps = [
            (edit, part)
            for right, edit in sorted(self.nearer, key=lambda each: self._rank(each[1]))
            for part, places in self.look.parts
            if places and places <= right and not places <= self.right_before
        ]
        for edit, part in steps:
            quoted = self.quoted(edit)
            if quoted is not None:
                text, place = quoted
                return say("nearest_edit.step", text=text, place=place, ask=self.question_of(edit, text), part=part), place
        return None

    def question_of(self, edit: Edit, text: str) -> Sentence:
        """Return what to ask oneself where an edit was made, and this text stands."""
        if edit.sort not in _OF_CONDITIONS and self.functions.is_of_an_ending(edit):
            return sentence("edit.comparison")  # that it never holds any more comes of many edits
        if edit.sort == "factor" and self.functions.is_used_later(edit):
            return sentence("edit.factor.later")
        return _asks(edit.sort, text)

    @property
    def right_before(self) -> frozenset[int]:
        """Return the places of the numbers that are right without an edit."""
        return self._right(self.before)

    def _right(self, off: tuple[float, ...] | None) -> frozenset[int]:
        return frozenset(at for at, each in enumerate(off or ()) if abs(each) <= _NEAR)

    def for_two(self) -> _Searching:
        """Try two edits together: such as do the same in two places, and such of which one already makes something right."""
        if self.is_over:
            return
        alike: dict[tuple[str, ...], list[Edit]] = {}
        for edit in self.known:
            alike.setdefault((edit.sort, *self.functions.change(edit)), []).append(edit)
        steps = sorted(self.nearer, key=lambda each: (-len(each[0]), self._rank(each[1])))
        every = frozenset(range(len(self.before or ())))
        every = every.difference(*(places for part, places in self.look.parts if part.code == "made_right.but_for_factor"))
        pairs = [(one, other) for (had, one), (gives, other) in combinations(steps, 2) if had | gives >= every]
        pairs += self.functions.exchanged()
        for change in sorted(alike, key=len, reverse=True):  # of what is alike the longer is less by chance
            pairs += combinations(alike[change], 2) if len(alike[change]) <= _MOST_ALIKE else ()
        pairs += [(one, other) for _, one in steps[:_MOST_STEPS] for other in self.known]
        seen = set[str]()
        for one, other in pairs:
            if one.overlaps(other):
                continue
            both = Edit(sort=one.sort, spans=one.spans + other.spans, texts=one.texts + other.texts)
            source = self.functions.source(both)
            if source in seen:
                continue
            if self.is_over or len(seen) >= _MOST_PAIRS // self.share:
                return
            seen.add(source)
            off = yield from self._off(both)
            if off is not None and _is_nothing(off) and self._is_meant(both, off):
                yield from self._judge(both)
                if self.found is not None:
                    self.found, self.second = one, other

    def is_of_measuring(self) -> bool:
        """Tell whether what was found holds of a slope that is measured: no step is far, no shift is taken away or scaled."""
        if self.found is None or self.functions.steps_far():
            return False
        is_number = not any(each[1:].isidentifier() for each in self.functions.change(self.found))
        if self.found.sort == "factor" and is_number and not self.functions.is_in_quotient(self.found):
            return False  # twice the function is divided by twice the step
        return self.found.sort not in _OF_A_POINT or not self.functions.is_of_its_points(self.found)

    def for_numbers(self, *, of_quotient: bool = False) -> _Searching:
        """Try in each place, or in those of a difference quotient, the number by which the first look agrees, if it is simple."""
        before = self.before
        if before is None or not all(map(math.isfinite, before)):
            return
        for neutral, edit in self.functions.with_number():
            if self.is_over:
                return
            if of_quotient and not self.functions.is_in_quotient(edit(neutral)):
                continue
            number = yield from self._solved(neutral, edit, before)
            simple = Fraction(number).limit_denominator(_MOST_PARTS) if number is not None else None
            if number is not None and simple is not None and agree(float(simple), number, _SIMPLE):
                meant = edit(float(simple))
                if meant.sort != "factor" or min(abs(simple.numerator), simple.denominator) <= _MOST_OVER:
                    yield from self._judge(meant)

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
                return number if self._is_meant(edit(number), off) else None
            if abs(off[at]) <= _NEAR:
                return None  # right there and wrong elsewhere
            old, was, number = number, off[at], number - off[at] * (number - old) / (off[at] - was)
            if not abs(number) <= _LARGEST:
                return None
        return None

    def _off(self, edit: Edit) -> Generator[Probe, Observation, tuple[float, ...] | None]:
        seen = yield replace(self.look.probe, definition=self.functions.source(edit))
        _refuse_endless(seen)
        return self.look.off(seen)

    def _rank(self, edit: Edit) -> tuple[int, int, int]:
        """Return how likely an edit is what was meant: by its sort, then by how much it puts in and how long that is."""
        put_in = sum(1 if each.startswith("+") else -1 for each in self.functions.change(edit))
        return _SORTS.index(edit.sort), put_in, sum(map(len, edit.texts))

    def _judge(self, edit: Edit) -> _Searching:
        """Judge an edited program in full; what gets all points is found."""
        self.judged += 1
        asking = self.kind.check(self.question, self.functions.with_edit(edit), {})
        result = yield from _asked_of(self.functions.source(edit), asking)
        is_right = result.credit == 1 or (self._keeps_numbers(edit) and any(each.code == "other_data" for each in result.feedback))
        self.found = edit if is_right and self._may_be_meant(edit, result) else None

    def _keeps_numbers(self, edit: Edit) -> bool:
        """Tell whether an edit puts in no number but 1: what is right for the exercise's data alone was so before."""
        if edit.sort == "call_missing":
            return True
        parts = (replace(edit, spans=(span,), texts=(text,)) for span, text in zip(edit.spans, edit.texts, strict=True))
        put_in = (each[1:] for part in parts for each in self.functions.change(part) if each.startswith("+"))
        return not any(each.isdecimal() and each != "1" for each in put_in)

    def _may_be_meant(self, edit: Edit, result: CheckResult) -> bool:
        """Tell whether differences are divided, and the step size is a number of the student's own.

        A factor elsewhere does as well as a division; and where any size is allowed, half of it mends twice the derivative.
        """
        edited, names, size = self.functions.with_edit(edit), self.question.item.names, result.evidence.get("step_size")
        if takes_difference(edited, names) and width_of_quotient(edited, names) is None:
            return False
        if edit.sort not in _SCALING or not isinstance(size, float):
            return True
        return any(agree(number, size, _SIMPLE, least=0.0) for number in source_of(edited, names).numbers)


def _is_nothing(off: tuple[float, ...]) -> bool:
    return all(abs(each) <= _NEAR for each in off)


def _refuse_endless(observation: Observation) -> None:
    """Raise `_EndedError` where a call came to no end of its own."""
    if any(call.outcome in _ENDED for call in observation.calls):
        raise _EndedError


def _asked_of(source: str, asking: Generator[Probe, Observation, T]) -> Generator[Probe, Observation, T]:
    """Hold a conversation with the edited program. Raises `_EndedError` if a call does not come to an end."""
    try:
        probe = next(asking)
        while True:
            observation = yield replace(probe, definition=source)
            _refuse_endless(observation)
            probe = asking.send(observation)
    except StopIteration as stop:
        return stop.value  # type: ignore[no-any-return]


def _right_at_zero(result: CheckResult, first: Feedback, look: FirstLook, right: frozenset[int]) -> CheckResult:
    """Return the result with a variable told that may be at fault: with 0 in its place the values are right."""
    if not isinstance(first.text, Sentence) or first.text.code != "asked_back":
        return result
    for part, places in look.parts:
        if part.code == "made_right.at_zero" and places <= right:
            question = sentence("right_at_zero", name=part.gaps["name"])
            text = sentence("asked_back", told=first.text.gaps["told"], question=question)
            feedback = tuple(replace(each, text=text) if each is first else each for each in result.feedback)
            return replace(result, feedback=feedback)
    return result


def _told(result: CheckResult, instead_of: Feedback, search: _Search) -> CheckResult:
    """Return the result with what was found said instead of something; nothing where it cannot be quoted."""
    pairs = [(edit, search.quoted(edit)) for edit in (search.found, search.second) if edit is not None]
    quoted = [(edit.spans[0], *found, search.question_of(edit, found[0])) for edit, found in pairs if found is not None]
    in_order = re.compile(rf"\(?{', *'.join(search.question.function.variables)}\)? *= *\w+")  # where a point is unpacked
    if not quoted or len(quoted) < len(pairs) or any(in_order.fullmatch(text) for _, text, *_ in quoted):
        return result
    quoted.sort(key=lambda each: (each[0].statement, each[0].begin))  # as one reads
    (_, text, place, ask), (_, other, second, too) = quoted[0], quoted[-1]
    if len(quoted) == 1:
        said = say("nearest_edit", text=text, place=place, ask=ask)
    elif (text, place) == (other, second) and ask.code == "edit.comparison":
        return result  # of a condition that is changed twice nothing is left
    elif (text, place) == (other, second):
        said = say("nearest_edit.twice", text=text, place=place)
    elif ask == too:
        said = say("nearest_edit.both", text=text, place=place, ask=ask, other=other, second=second)
    else:
        said = say("nearest_edit.two", text=text, place=place, ask=ask, other=other, second=second, too=too)
    return _with(result, instead_of, said, place)


def _asks(sort: str, text: str) -> Sentence:
    """Return the question for what is edited; of what no formula has, such as a condition, it is about that as a whole."""
    try:
        node = ast.parse(text.strip(), mode="eval").body
    except SyntaxError:
        return sentence(f"edit.{sort}")
    match node:
        case ast.Compare() | ast.BoolOp() if sort != "absolute":
            sort = "comparison"
        case ast.BinOp(op=ast.Mod()):
            sort = "operator"
        case ast.Call(keywords=[*_, ast.keyword(arg="dtype")]):
            sort = "part"
    return sentence(f"edit.{sort}")


def _unpraised(question: Question, submission: Submission, result: CheckResult) -> CheckResult:
    """Return the result without praise of a quotient: with nothing of one that is none, a question about a bare or wrong one."""
    names, told = question.item.names, next((each for each in result.feedback if each.code == "difference_quotient"), None)
    if told is None:
        return result
    divides, is_astray = width_of_quotient(submission, names) is not None, any(each.code in _ASTRAY for each in result.feedback)
    if divides and not (is_astray and result.verdict in _WRONG):
        return result
    asked = [say("asked_back.quotient")] if divides or takes_difference(submission, names) else []
    said = ([each] if each is not told else asked for each in result.feedback)
    return replace(result, feedback=tuple(each for part in said for each in part))


def _asked_of_quotient(question: Question, result: CheckResult, instead_of: Feedback) -> CheckResult:
    """Return the result with the difference asked for that a slope is measured by; what is right stays told."""
    handed = derivative_handed_in(question)
    asks = sentence("asked_back.quotient.handed", name=handed) if handed else sentence("asked_back.quotient")
    if isinstance(instead_of.text, Sentence) and instead_of.text.gaps.get("question") == asks:
        return result
    return _with(result, instead_of, Feedback(code="asked_back", text=asks))


def _with(result: CheckResult, instead_of: Feedback, said: Feedback, place: Place | None = None) -> CheckResult:
    """Return the result with something said in another's place."""
    rows = tuple(
        replace(row, feedback=said.text) if row.feedback == instead_of.text else row for row in result.criteria
    )
    feedback = tuple(said if each is instead_of else each for each in result.feedback)
    evidence = {**result.evidence, "place": asdict(place)} if place is not None else result.evidence
    return replace(result, criteria=rows, feedback=feedback, misconception=None, evidence=evidence)


