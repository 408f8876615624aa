"""One program on trial: what is known about the question, what was seen, and the marks so far, by the rubric's criteria."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property, lru_cache

from grader.algebra.differentiate import NotDifferentiableError, differentiate
from grader.algebra.floats import agree, significant_digits
from grader.algebra.tidy import minus, tidy
from grader.algebra.tree import Expression
from grader.descent.arrival import Reaches, is_near, is_within, lands
from grader.descent.deviations import left_out
from grader.descent.explanations import Explanation, explain
from grader.descent.landscape import Landscape, Point, is_finite
from grader.descent.method_explanations import explain_by_method, explain_by_parts, explain_by_rows
from grader.descent.methods import METHODS
from grader.descent.methods.gradient_descent import STEP_SIZE
from grader.descent.methods.method import Method, Numbers
from grader.descent.minimiser import minimum_downhill
from grader.descent.rounded_answers import between_rounded
from grader.descent.runs import Run, decimals_of, precision_of
from grader.descent.step_directions import KNOWN_MINIMUM
from grader.descent.step_rules import Hypotheses, WrongPart
from grader.descent.step_sizes import Precision
from grader.descent.whole_answers import always_as_many
from grader.kinds.code_values import as_floats
from grader.kinds.descent.conversation import Asked, Seen
from grader.kinds.descent.costs import CONSEQUENCES, COSTS, LEFT, STEPS, criteria_of
from grader.kinds.descent.flow.making import COUNTS, Making
from grader.kinds.descent.options import HISTORY, ProgramOptions, SizeRule, fixed_size, method_of, minima_of, reach_of, single_rows
from grader.kinds.descent.source import Source
from grader.kinds.outcomes import call_text, what_happened
from grader.model import Audience, Call, CheckResult, Criterion, Feedback, Outcome, Question, Verdict
from grader.quantities.operators.steps import landscape_of
from grader.quantities.slips.derivatives import candidates_for_derivative
from grader.quantities.slips.nearest_formula import changed_once
from grader.sentences.catalogue import SENTENCES, say, sentence, slip_text
from grader.sentences.figures import enumeration, figures, point_text

# points of a run that are kept as evidence: a picture shows no more, and a gradebook of a class stays small
_SHOWN = 60
_BY_CHANCE = 2  # counts: a point of so many coordinates is as long as each of them at most
_TO_THE_NEAREST = {"round", "rint", "around"}  # these take half a unit at most; the others that cut take a whole one
TYPED_IN = 1e-3  # how exactly a minimum that somebody types in may be expected to be
GRADIENT_DESCENT = METHODS["descent"]  # the method of which the lists of `descent.explanations` are
# how exactly numbers are known that were not rounded
EXACT = Precision()
Gaps = Mapping[str, object]
Table = Mapping[str, Callable[..., "bool | Gaps | None"]]
"""What may be said, by its code, and what tells whether it holds of what was seen: by yes, or by what fills its sentence's gaps."""


@dataclass
class Trial:
    """Everything that judging one program needs and finds out."""

    question: Question[ProgramOptions]
    options: ProgramOptions
    source: Source
    seen: Seen
    sheet: Sheet
    misconception: str | None = None
    feedback: list[Feedback] = field(default_factory=list)
    evidence: dict[str, object] = field(default_factory=dict)
    other_minima: list[Point] = field(default_factory=list)
    precision: Precision = EXACT
    repeatable: bool = True
    blind: set[Point] = field(default_factory=set)  # starts from which a difference quotient shows nothing

    @classmethod
    def of(cls, question: Question[ProgramOptions], options: ProgramOptions, source: Source, seen: Seen) -> Trial:
        """Return a trial with an unmarked sheet."""
        return cls(question=question, options=options, source=source, seen=seen, sheet=sheet_for(options, method_of(question)[0]))

    @cached_property
    def landscape(self) -> Landscape:
        """Return the exercise's function as numbers."""
        return landscape_of(self.question.function)

    @cached_property
    def starts(self) -> tuple[Point, ...]:
        """Return the starts that the author names."""
        return self.options.start_points

    @cached_property
    def fixed_size(self) -> float | None:
        """Return the step size that the exercise fixes or hands in, unless the program ignores it; else None."""
        return None if self.told("ignores_step_size") else fixed_size(self.question)

    @cached_property
    def method(self) -> Method:
        """Return the method that the exercise asks for."""
        return method_of(self.question)[0]

    @property
    def fixed_numbers(self) -> Numbers:
        """Return the numbers of the method that the exercise fixes, but a δ handed in and ignored, by name."""
        ignored = (STEP_SIZE,) if self.told("ignores_step_size") else ()
        return {name: number for name, number in method_of(self.question)[1].items() if name not in ignored}

    @property
    def allowed(self) -> tuple[SizeRule, ...]:
        """Return the rules for the step size that count."""
        return self.options.allowed if self.fixed_size is None else ("constant",)

    @property
    def targets(self) -> tuple[Point, ...]:
        """Return the minima downhill of the starts and around them, and those that a descent was found to lead to."""
        return (*(self._own_ends or minima_of(self.question.function, self.starts).every), *self.other_minima)

    @cached_property
    def _own_ends(self) -> tuple[Point, ...]:
        """Return where the method leads from the starts, if not to minima of the function."""
        ends = (self.method.ends(self.landscape, start, self.fixed_numbers) for start in self.starts)
        return tuple(dict.fromkeys(end for end in ends if end is not None))

    @cached_property
    def making(self) -> Making:
        """Return how what the program returns is made, by its source.

        A coordinate that a step sets to an edge of a region is typed in, and rightly so: there the values decide.
        """
        sought = tuple(c for target in self.targets for c in target)
        making = self.source.making(self.seen.name, self.seen.way, len(self.landscape.variables), sought)
        projects = any(
            number in self.method.edges(axis) for _, outcome in making.every for axis, number in enumerate(outcome.numbers)
        )
        return Making(unknown=sentence("made.at_an_edge")) if projects else making

    def explain(self, runs: Sequence[Run]) -> Explanation:
        """Return what explains these answers best, of those that leave out the start or n what is left of them."""
        without, seen = ("", list(runs)) if lands(runs, self.targets) else left_out(runs)
        found = self._explained(seen) if seen else Explanation()
        one_step = found.rule is not None and not found.shift and not found.show.name and found.mistake != KNOWN_MINIMUM
        if without == "ignores_n" and not one_step:
            return self.explain_as_many(seen)
        is_one_size = found.right and found.rule is not None and found.rule.step_size and not found.rule.direction.nearly_right
        if without == "ignores_start" and not is_one_size:
            found = self._if_rounded(seen) or found
        equal = tuple(replace(each, without=without or each.without) for each in found.equal)
        return replace(found, without=without or found.without, seen=found.seen or tuple(seen), equal=equal)

    def _if_rounded(self, runs: Sequence[Run]) -> Explanation | None:
        """Return right steps between answers that a source rounds, if rounding explains all else; then no mistake shows."""
        grain, cut = precision_of(runs).grain, self.source.cuts
        if not grain or not cut or self.method is not GRADIENT_DESCENT:
            return None
        on_the_way = self.source.cuts_in_loop and cut in _TO_THE_NEAREST
        rule = between_rounded(self.landscape, runs, grain if on_the_way else 2 * grain)
        beside = "rounds_on_the_way" if self.source.cuts_in_loop and decimals_of(runs) else ""
        if rule is None:
            return None
        self.precision = Precision(grain=grain)
        return Explanation(rule=rule, beside=beside, seen=tuple(runs))

    def explain_as_many(self, runs: Sequence[Run]) -> Explanation:
        """Return what explains the first answers by right steps whose number is typed in, whatever n says."""
        first = [Run(run.start, {1: run.reached[1]}) for run in runs if 1 in run.reached]
        rule, taken = always_as_many(self.landscape, first, self.source.numbers) or (None, ())
        return Explanation(rule=rule, taken=taken, without="ignores_n", seen=tuple(first))

    def _explained(self, runs: Sequence[Run]) -> Explanation:
        seen = Hypotheses(self.landscape, EXACT, self._wrong_parts, self.targets, self._wrong_parts)
        if self.method is GRADIENT_DESCENT:
            found, self.precision = explain(seen, runs)
            sizes = [self.fixed_size] if self.fixed_size is not None else [size for size in self.source.numbers if 0 < size < 1]
            for size in sizes if found.rule is None and len(self.landscape.variables) > 1 else ():
                parts = explain_by_parts(seen, runs, self.method, {STEP_SIZE: size})
                found = parts if found.rule is None else found
            for by_rows in single_rows(self.question) if found.rule is None else ():
                found = explain_by_rows(seen, runs, by_rows, self.fixed_size) if found.rule is None else found
        else:
            lacking = self.options.allowed == ("line_search",)
            found, self.precision = explain_by_method(seen, runs, self.method, self.fixed_numbers, lacking=lacking)
            for size in self._own_sizes if not found.right else ():
                numbers = {**self.fixed_numbers, STEP_SIZE: size}
                own, precision = explain_by_method(seen, runs, self.method, numbers, lacking=lacking)
                if own.right:
                    found, self.precision = own, precision
        return found

    @property
    def _own_sizes(self) -> Iterator[float]:
        """Yield what may be the δ of a program that ignores the one handed in: the numbers of its source."""
        return (size for size in self.source.numbers if size > 0 and self.told("ignores_step_size"))

    def _wrong_parts(self, axis: int, of: Expression | None = None) -> Iterator[WrongPart]:
        """Yield what somebody who differentiates by this variable wrongly takes for the derivative, simplest slip first."""
        variables = self.question.function.variables
        yield from _wrong_parts(of or self.landscape.function, variables, variables[axis])

    def knows_minimum_at(self, point: Point | None, *, alone: bool = False) -> bool:
        """Tell whether a point is another minimum than the known ones; by then it is one of them.

        With `alone` it must be no part of a flat bottom, and as near as an answer must come.
        """
        found = minimum_downhill(self.landscape, point, alone=alone) if point is not None else None
        if point is None or found is None or found in self.targets:
            return False
        there = is_within(point, (found,), self._reach((found,))) or (alone and is_near(point, (found,), self.tolerance))
        self.other_minima.extend([found] if there else [])
        return there

    @property
    def reach(self) -> Reaches:
        """Return how near to each target a rule must lead."""
        return self._reach(self.targets)

    def _reach(self, targets: tuple[Point, ...]) -> Reaches:
        return reach_of(self.question.function, self.starts, targets, self.question.item.tolerance)

    @property
    def tolerance(self) -> float:
        """Return how near the minimum counts as there, for a run that was really made."""
        return self.question.item.tolerance or 1e-3

    def arrived(self, point: Point | None) -> bool:
        """Tell whether a returned point is at a minimum, within the tolerance; or flat, if there is none."""
        if point is None or not is_finite(point):
            return False
        if self.options.arrives == "nowhere" and all(abs(slope) <= self.tolerance for slope in self.landscape.slope(point)):
            return True
        near = is_near(point, self.targets, self.tolerance)
        return near or is_within(point, self.targets, self.reach)

    @cached_property
    def flag(self) -> str:
        """Return the name of the parameter that asks for all points; "" for none."""
        return next((name for name, handed in self.options.call.items() if handed == HISTORY), "")

    @property
    def gives_numbers(self) -> bool:
        """Tell whether what comes back grows with n by one number for each pass: in several variables no list of points does."""
        values = [(n, as_floats(call.value)) for (_, n), call in self.seen.calls if call.outcome is Outcome.RETURNED]
        more = {len(numbers or ()) - n for n, numbers in values}
        several = len(self.landscape.variables) > 1 and len({n for n, _ in values}) > _BY_CHANCE
        return several and len(more) == 1 and more <= {0, 1}

    @property
    def takes_n_turns(self) -> bool:
        """Tell whether the source shows n turns for n iterations, and no minimum typed in that could stand in for some."""
        return self.making.known and self.making.steps == COUNTS and not self.types_in_minimum

    @property
    def types_in_minimum(self) -> bool:
        """Tell whether a number typed into the program is a coordinate of a minimum, which no short number is."""
        numbers = [abs(number) for number in self.source.numbers]
        return any(
            is_telling(number) and agree(number, abs(c), TYPED_IN)
            for number in numbers for target in self.targets for c in target
        )  # fmt: skip

    def tell_of(self, table: Table, *seen: object, **gaps: object) -> None:
        """Tell each entry of a table that holds of what was seen; `gaps` are what all of their sentences leave open.

        An entry is not asked where its criteria are all lost already, or were settled by entries before it.
        """
        settled = set(self.sheet.lost)
        for case, holds in table.items():
            criteria = set(criteria_of(case))
            found = (not criteria or criteria - settled) and holds(self, *seen)
            if found:
                self.tell(case, **gaps, **(found if isinstance(found, Mapping) else {}))
                settled |= criteria

    def tell(self, case: str, **gaps: object) -> None:
        """Say what a code of the tables stands for, and take what it costs or leave it to a person; a remark costs nothing.

        The part after a dot is its case. The first mistake that is named is the item's misconception.
        """
        code = case.partition(".")[0]
        named = case if f"slip.{case}" in SENTENCES else code
        text = slip_text(named, "program", **gaps) if case in COSTS else sentence(case if case in SENTENCES else code, **gaps)
        mark = self.sheet.leave_to_a_person if case in LEFT else self.sheet.lose
        mark(*criteria_of(case), because=text)
        if case in COSTS:
            self.misconception = self.misconception or code
        if case not in CONSEQUENCES and all(feedback.text != text for feedback in self.feedback):
            self.feedback.append(Feedback(code=code, text=text))
            if case in LEFT:
                self.feedback.append(Feedback(code=code, text=self._made(), audience=Audience.STAFF))

    def cost(self, cases: Sequence[str]) -> Fraction:
        """Return what these cost together, as a share of the points."""
        criteria = {criterion for case in cases for criterion in criteria_of(case)}
        return sum((self.sheet.weights[criterion] for criterion in criteria), Fraction(0))

    def told(self, code: str) -> bool:
        """Tell whether this was said already."""
        return any(feedback.code == code for feedback in self.feedback)

    def _made(self) -> str:
        """Return what the source says of how the answers are made, for staff."""
        making = self.making
        if not making.known:
            return sentence("made.unknown", why=making.unknown or sentence("made.unknown_part"))
        return sentence("made.from_start" if making.from_start else "made.otherwise", steps=making.steps)

    def failed(self, failure: tuple[Asked, Call], criteria: tuple[str, ...]) -> None:
        """Mark a call that failed when others did not: its criteria, and what happened."""
        text = what_happened(self.seen.name, failure[1])
        if failure[1].outcome is Outcome.UNAVAILABLE:
            self.sheet.leave_to_a_person(*criteria, because=sentence("not_run_here"))
            self.feedback.append(Feedback(code="unavailable", text=text, audience=Audience.STAFF))
            return
        self.sheet.lose(*criteria, because=text)
        fault = failure[1].fault
        if fault is not None and fault.place is not None and not self.feedback:
            self.evidence["place"] = fault.place
        if not self.told(str(failure[1].outcome)):
            self.feedback.append(Feedback(code=str(failure[1].outcome), text=text))

    def note(self, code: str, **gaps: str) -> None:
        """Note something for staff alone."""
        self.feedback.append(say(code, audience=Audience.STAFF, **gaps))

    def call(self, asked: Asked) -> str:
        """Return a call as the student would type it."""
        start, n = asked
        point = dict(zip(self.seen.variables, start, strict=True))
        return call_text(self.seen.name, self.seen.way.arguments_at(point, n))

    def result(self) -> CheckResult:
        """Return the judgement as it stands."""
        trajectory = [
            {"start": plain(run.start), "points": [[n, plain(run.reached[n])] for n in sorted(run.reached)][:_SHOWN]}
            for run in self.seen.runs()
        ]
        return CheckResult(
            key=self.question.key,
            verdict=self.sheet.verdict,
            credit=self.sheet.credit,
            criteria=self.sheet.criteria(),
            feedback=tuple(self.feedback),
            misconception=self.misconception,
            understood=self.understood(),
            evidence={**self.evidence, "iterations_asked": self.seen.iterations, "trajectory": trajectory},
        )

    def understood(self) -> str | None:
        """Return the program as it was understood, in a few words."""
        size, rule = self.evidence.get("step_size"), self.evidence.get("rule")
        if rule is None:
            return None
        if "direction" not in COSTS.get(str(rule), ("direction",)) and f"understood.{rule}" not in SENTENCES:
            rule = self.method.name  # a mistake in how far its steps go
        code = f"understood.{rule}"
        steps = sentence(code if code in SENTENCES else "understood.wrong_direction")
        if isinstance(size, float):
            return sentence("understood.with_size", steps=steps, size=figures(abs(size)))
        by_start: list[tuple[Point, float]] = self.evidence.get("step_sizes", [])  # type: ignore[assignment]
        sizes = [sentence("understood.size_from", size=figures(size), start=point_text(start)) for start, size in by_start if size]
        return sentence("understood.by_start", steps=steps, sizes=enumeration(sizes)) if sizes else steps


def is_telling(number: float) -> bool:
    """Tell whether a number has the three digits that nobody types for another reason, such as a step size or a factor."""
    return number > 0 and significant_digits(number) >= 3


def plain(point: Point) -> list[float | None]:
    """Return a point as JSON can hold it: what is not finite is null."""
    return [c if math.isfinite(c) else None for c in point]


@dataclass
class Sheet:
    """Marks by criterion: lost, or for a person to look at; what is not marked was earned."""

    weights: dict[str, Fraction]
    texts: Mapping[str, str]
    lost: dict[str, str] = field(default_factory=dict)
    review: dict[str, str] = field(default_factory=dict)

    def lose(self, *criteria: str, because: str = "") -> None:
        """Take these criteria away; the first reason given for each stays."""
        for criterion in criteria:
            self.lost.setdefault(criterion, because)

    def leave_to_a_person(self, *criteria: str, because: str) -> None:
        """Mark these criteria for review, unless they are lost already."""
        for criterion in criteria:
            self.review.setdefault(criterion, because)

    def criteria(self) -> tuple[Criterion, ...]:
        """Return the lines of the rubric as they stand."""
        verdicts = {**dict.fromkeys(self.review, Verdict.NEEDS_REVIEW), **dict.fromkeys(self.lost, Verdict.INCORRECT)}
        because = {**self.review, **self.lost}
        return tuple(
            Criterion(
                id=criterion,
                text=self.texts[criterion],
                verdict=verdicts.get(criterion, Verdict.CORRECT),
                share=share,
                credit=Fraction(int(criterion not in because)),
                feedback=because.get(criterion, ""),
            )
            for criterion, share in self.weights.items()
        )

    @property
    def credit(self) -> Fraction:
        """Return the share of the points that was earned."""
        missing = {*self.lost, *self.review}
        return sum((share for criterion, share in self.weights.items() if criterion not in missing), Fraction(0))

    @property
    def verdict(self) -> Verdict:
        """Return the verdict that follows from the lines."""
        if self.review.keys() & self.weights.keys() - self.lost.keys():
            return Verdict.NEEDS_REVIEW
        if self.credit == 1:
            return Verdict.CORRECT
        return Verdict.PARTIAL if self.credit else Verdict.INCORRECT


def sheet_for(options: ProgramOptions, method: Method) -> Sheet:
    """Return an unmarked sheet with the author's weights as shares that sum to 1."""
    wanted = STEPS + (("ways",) if options.uses or options.forbids else ())
    weights = {criterion: Fraction(getattr(options.rubric, criterion)) for criterion in wanted}
    total = sum(weights.values(), Fraction(0)) or Fraction(1)
    cases = {"arrives": "nowhere"} if options.arrives == "nowhere" else {}
    if method is not GRADIENT_DESCENT:
        cases |= {"direction": "method", "step_size": "numbers"}
    called = sentence(f"method.{method.name}")
    texts = {criterion: sentence(f"criterion.{cases.get(criterion, criterion)}", method=called) for criterion in wanted}
    return Sheet({criterion: weight / total for criterion, weight in weights.items()}, texts)


# What is said of a slip of the pen in a derivative, by its kind.
_OF_THE_PEN = {"sign": "slip.sign", "letter": "step.derivative.letter", "factor": "step.derivative.factor"}


@lru_cache(maxsize=256)  # a class is asked about the same few derivatives
def _wrong_parts(of: Expression, variables: tuple[str, ...], variable: str) -> tuple[WrongPart, ...]:
    """Return the usual slips in a derivative, and behind them the right one with a slip of the pen in any place."""
    try:
        right = differentiate(of, variable)
    except NotDifferentiableError:
        return ()
    candidates = candidates_for_derivative(of, variables, variable)
    found = [WrongPart(each.name, each.expression, each.text, turned=each.expression == tidy(minus(right))) for each in candidates]
    told = {wrong.expression for wrong in found}
    for kind, expression in changed_once(right, variables):
        wrong = tidy(expression)
        if wrong not in told and wrong != right:
            told.add(wrong)
            found.append(WrongPart(kind, wrong, sentence(_OF_THE_PEN[kind]), of_the_pen=True))
    return tuple(found)
