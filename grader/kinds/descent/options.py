"""What an author writes about a program: its method, the starts, the step sizes that count, and what each criterion is worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, field_validator

from grader.algebra.floats import agree, decimals
from grader.algebra.tidy import number, terms_of, times, total
from grader.descent.arrival import Reaches, is_near, largest_step_size, reaches, rule_arrival
from grader.descent.landscape import Point, is_finite
from grader.descent.method_rules import AS_IT_IS, rule_of
from grader.descent.methods import METHODS
from grader.descent.methods.gradient_descent import STEP_SIZE
from grader.descent.methods.method import Iteration, Method, Numbers
from grader.descent.methods.stochastic_descent import StochasticDescent
from grader.descent.minimiser import Minima, minima
from grader.kinds.constants import Constant, as_float, is_decimal
from grader.kinds.protocol import Options
from grader.model import Function, Question
from grader.quantities.evaluation import evaluate, reference
from grader.quantities.operators import OPERATORS, SPELLINGS
from grader.quantities.operators.operator import Rule
from grader.quantities.operators.steps import landscape_of, numbers_of
from grader.quantities.operators.steps import method_of as rule_method
from grader.quantities.references import NotDerivableError
from grader.quantities.sheet import sheet_of
from grader.quantities.terms import Operation, TermError, read_term

SizeRule = Literal["constant", "schedule", "line_search"]
# of the largest step size that converges: by half of it one step of a parabola ends at its minimum, which shows no more steps
_HANDED_SHARE = 0.3
_EXACT = 1e-9  # of its size: how far a minimum that is found in floats may lie from the exact number
_FOLLOWED, _NEAR = 1000, 1e-3  # steps in which a method of a course is where it leads, as near as a program has to be
StartText = Annotated[
    Annotated[Constant, Tag("one number")] | Annotated[tuple[Constant, ...], Tag("several numbers")],
    Discriminator(lambda value: "several numbers" if isinstance(value, list | tuple) else "one number"),
]

Handed = str | float
"""What is handed in for a parameter: one of the words below, a variable, a name under `given:`, a term; or a number."""
START, COUNT, SIZE, TOLERANCE, HISTORY = "start", "count", "step_size", "tolerance", "history"
TOLERANCES = (TOLERANCE, "step_tolerance", "gradient_tolerance", "change_tolerance")
"""A number below which a program stops, by what the exercise compares with it; by the first that is left to the student."""


class Rubric(Options):
    """What each criterion of a program is worth, as weights; they are divided by their sum."""

    start: Fraction = Field(Fraction(2), ge=0, description="It starts where it is told, moves and returns the point.")
    direction: Fraction = Field(Fraction(3), ge=0, description="Each step goes against the gradient where it stands.")
    count: Fraction = Field(Fraction(2), ge=0, description="n iterations are n steps.")
    step_size: Fraction = Field(Fraction(1), ge=0, description="The step size is of a kind that is allowed.")
    arrives: Fraction = Field(Fraction(2), ge=0, description="It arrives at the minimum, or goes down.")
    ways: Fraction = Field(Fraction(1), ge=0, description="It works in the way asked for (`uses`, `forbids`).")


class ProgramOptions(Options):
    """A program that takes n steps of a method from a start and returns its end."""

    method: str = Field(
        description="The method and its function, as a term; a number in it is fixed, one left out is the student's choice.",
        examples=["descent(f)", "descent(f, 0.1)"],
    )
    starts: tuple[StartText, ...] = Field(
        min_length=1,
        description="Where descents must converge from: a number, or one for each variable; exact ones too, `1/2` or `sqrt(2)`.",
        examples=[[-1, -10, 20], [[14, -53], ["1/2", 0.5]]],
    )
    iterations: int | None = Field(
        None, ge=10, le=100_000, description="How many iterations to confirm with; chosen by the step size if left out."
    )
    step_size: Literal["any"] | SizeRule | tuple[SizeRule, ...] = Field(
        ("constant", "schedule"),
        description="Which step sizes count: `any`, or rules by name (`constant`, `schedule`, `line_search`); a number "
        "that the exercise fixes stands in `method`.",
        examples=["constant", ["constant", "line_search"]],
    )
    trajectory: bool = Field(False, description="Whether returning all points instead of the last one is as good.", examples=[True])
    rubric: Rubric = Field(Rubric(), description="The weight of each criterion.")
    arrives: Literal["minimum", "nowhere"] = Field(
        "minimum",
        description="Where a descent leads: to a `minimum` (from each start, within the item's `tolerance` if it has one), or "
        "`nowhere`, and then it is enough that it goes down and does not run away.",
        examples=["nowhere"],
    )
    iteration_limit: int = Field(
        100_000, ge=10, le=1_000_000, description="A descent that needs more iterations than this never arrives."
    )
    printed_minimum: tuple[Constant, ...] | None = Field(
        None,
        description="The minimum as the prompt prints it, rounded or cut off, or exactly as text; verification checks it.",
        examples=[0.5671, [0.3026, 0.3629], "sqrt(2)"],
        json_schema_extra={"anyOf": [{"type": "number"}, {"type": "string"}, {"type": "array"}]},
    )
    call: Mapping[str, Handed] = Field(
        default_factory=dict,
        description="Its parameters in order, each with what is handed in for it: `start`, `count`, `step_size`, `tolerance`, "
        "`step_tolerance`, `gradient_tolerance`, `change_tolerance`, `history`, a variable, a name under `given:`, a number, or a "
        "function as a term; left out, they are the start and n.",
        examples=[{"dfdx": "diff(f, x)", "x": "start", "learning_rate": "step_size", "num_iterations": "count"}],
    )
    uses: tuple[str, ...] = Field((), description="Packages or names that must be used.", examples=[["mygrad"]])
    forbids: tuple[str, ...] = Field((), description="Packages or names not to use.", examples=[["scipy.optimize"]])

    @field_validator("call", mode="before")
    @classmethod
    def _no_truth(cls, value: object) -> object:
        if isinstance(value, dict) and any(isinstance(handed, bool) for handed in value.values()):
            raise ValueError("true and false are nothing to hand in; `history` is a flag whether all points are to be returned")
        return value

    @field_validator("printed_minimum", mode="before")
    @classmethod
    def _one_number(cls, value: object) -> object:
        return (value,) if isinstance(value, int | float | str) else value

    @field_validator("step_size", mode="before")
    @classmethod
    def _no_number(cls, value: object) -> object:
        if isinstance(value, int | float) and not isinstance(value, bool):
            raise ValueError("names of rules stand here; a number is a part of the method, as in `method: descent(f, 0.1)`")
        return value

    @property
    def start_points(self) -> tuple[Point, ...]:
        """Return the starts as points, in floats."""
        return tuple(tuple(map(as_float, start if isinstance(start, tuple) else (start,))) for start in self.starts)

    @property
    def allowed(self) -> tuple[SizeRule, ...]:
        """Return the rules for the step size that count."""
        if self.step_size == "any":
            return ("constant", "schedule", "line_search")
        return self.step_size if isinstance(self.step_size, tuple) else (self.step_size,)

    def starts_at(self) -> Mapping[tuple[str | int, ...], Point]:
        """Return every start, by its place in the list."""
        return {("starts", index): point for index, point in enumerate(self.start_points)}

    def printed(self, function: Function) -> Iterator[tuple[str, Point, tuple[Point, ...]]]:
        """Yield the minimum that the prompt prints in decimals, and the derived ones; an exact one is printed in many ways."""
        if self.printed_minimum is not None and all(map(is_decimal, self.printed_minimum)):
            printed = tuple(map(as_float, self.printed_minimum))
            yield "printed_minimum", printed, minima_of(function, self.start_points).points

    def derived(self, function: Function) -> Iterator[Point]:
        """Yield the minima downhill of the starts."""
        yield from minima_of(function, self.start_points).points

    def problems(self, function: Function) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with these options for this function, as (key, message)."""
        count = len(function.variables)
        if any(len(start) != count for start in self.start_points):
            yield "starts", f"each start needs {count} number{'s' if count > 1 else ''}, one for each variable"
            return
        if "step_size" in self.model_fields_set and STEP_SIZE in _fixed_names(self.method, (function.name,)):
            yield "step_size", "does nothing beside the number in `method`, so leave it out"
        if self.call and "step_size" in self.model_fields_set and SIZE in self.call.values():
            yield "step_size", "does nothing where a step size is handed in (`call`), so leave it out"
        if "ways" in self.rubric.model_fields_set and not (self.uses or self.forbids):
            yield "rubric", "`ways` does nothing without `uses` or `forbids`, so leave it out"
        found = minima_of(function, self.start_points)
        for start, absence in found.absent if self.arrives == "minimum" else ():
            shown = ", ".join(f"{c:g}" for c in start)
            yield "starts", f"from ({shown}) there is no minimum to arrive at: {absence}; if there is none, say `arrives: nowhere`"
        settles = not self.method.lstrip().startswith(StochasticDescent.name)  # of single observations it comes to no rest
        if self.arrives == "nowhere" and found.points and settles:
            shown = ", ".join(f"{c:.6g}" for c in found.points[0])
            yield "arrives", f"there is a minimum to arrive at downhill of a start, ({shown}): leave `nowhere` out, or that start"
        if self.printed_minimum is not None and not _is_printed(self.printed_minimum, found):
            known = " and ".join(f"({', '.join(f'{c:.8g}' for c in point)})" for point in found.points)
            yield "printed_minimum", f"is no minimum of the function; downhill of the starts there is {known or 'none'}"


def _is_printed(printed: tuple[float | str, ...], found: Minima) -> bool:
    """Tell whether the printed numbers are a minimum: rounded (or cut off) to the digits that are printed, or exact."""
    numbers = tuple(map(as_float, printed))
    # 2 and 2.0 are one number in YAML, and who means 2.0 is more exact: so one decimal at least.
    units = [
        10.0 ** -max(1, decimals(number)) if is_decimal(written) else _EXACT * max(1.0, abs(number))
        for written, number in zip(printed, numbers, strict=True)
    ]
    return any(
        len(point) == len(numbers)
        and all(agree(a, b, 0.0, slack=unit) for a, b, unit in zip(point, numbers, units, strict=True))
        for point in found.points
    )


def _fixed_names(method: str, functions: tuple[str, ...]) -> frozenset[str]:
    """Return the names of the numbers that the term of a method fixes."""
    term = read_term(method, (*OPERATORS, *SPELLINGS), functions)
    if not isinstance(term, Operation) or term.operator not in METHODS:
        return frozenset()
    in_order = len(term.parts) - len(term.keywords) - 1
    return frozenset((*term.keywords, *(taken.name for taken in METHODS[term.operator].takes[:in_order])))


def method_of(question: Question[ProgramOptions]) -> tuple[Method, Numbers]:
    """Return the method that an exercise asks for, and the numbers it fixes, hands in or takes for granted."""
    rule = reference(question.item.id, sheet_of(question.exercise))
    assert isinstance(rule, Rule), "the exercise was checked when it was read"
    method = rule_method(rule)
    taken_for_granted = {taken.name: taken.default for taken in method.takes if taken.default is not None and not taken.tried}
    fixed = taken_for_granted | numbers_of(rule)
    if SIZE in question.options.call.values() and STEP_SIZE not in fixed and any(taken.name == STEP_SIZE for taken in method.takes):
        fixed[STEP_SIZE] = suggested_size(question, _HANDED_SHARE)
    return method, fixed


def single_rows(question: Question[ProgramOptions]) -> Iterator[StochasticDescent]:
    """Yield the method that takes the rows of the data one by one, of a loss over data.

    What all rows share counts whole in each, or not at all; or it counts whole beside a row's share of the mean.
    """
    sheet = sheet_of(question.exercise)
    try:
        rule = evaluate(sheet.term(f"{StochasticDescent.name}({question.function.name})"), sheet)
    except (TermError, NotDerivableError):
        return
    assert isinstance(rule, Rule), "a method makes a rule"
    losses = rule.function.losses
    shared = set(terms_of(losses[0])).intersection(*map(terms_of, losses))
    alone = tuple(total([term for term in terms_of(loss) if term not in shared]) for loss in losses)
    shares = tuple(total([*shared, times(number(Fraction(1, len(losses))), loss)]) for loss in alone)
    for each in dict.fromkeys((losses, alone, shares)):
        method = rule_method(replace(rule, function=replace(rule.function, losses=each)))
        assert isinstance(method, StochasticDescent), "it was asked for"
        yield method


def lost_end(question: Question[ProgramOptions], start: Point) -> Point | None:
    """Return the point to which the method was followed from a start, None for a minimum.

    Nothing is said of plain descent and of methods of which a student chooses the numbers: those choose where they lead.
    """
    method, numbers = method_of(question)
    landscape = landscape_of(question.function)
    if method is METHODS["descent"] or method.missing(numbers) or question.options.arrives == "nowhere":
        return None
    rule = rule_of(Iteration(method=method, landscape=landscape, numbers=numbers), AS_IT_IS)
    last = rule_arrival(rule, start, (), _FOLLOWED).last
    own = method.ends(landscape, start, numbers)
    ends = minima_of(question.function, (last,)).points if own is None and is_finite(last) else (own or start,)
    return None if is_near(last, ends, question.item.tolerance or _NEAR) else last


def fixed_size(question: Question[ProgramOptions]) -> float | None:
    """Return the step size that the exercise fixes or hands in; None if a student is to choose it."""
    return method_of(question)[1].get(STEP_SIZE)


def parameters_of(options: ProgramOptions, function: Function) -> tuple[str, ...]:
    """Return the parameters that a program is asked to have."""
    return tuple(options.call) or (*(f"{variable}_start" for variable in function.variables), "n")


def suggested_size(question: Question[ProgramOptions], share: float = 0.5) -> float:
    """Return our step size for a program that chooses none: a share of the largest to converge, to one digit."""
    return float(f"{share * (largest_size(question) or 0.01):.1g}")


def reach_of(function: Function, starts: tuple[Point, ...], targets: tuple[Point, ...], tolerance: float | None) -> Reaches:
    """Return how near to each of these minima counts as there, for descents from these starts."""
    return reaches(landscape_of(function), targets, starts, tolerance)


def largest_size(question: Question[ProgramOptions]) -> float | None:
    """Return the largest step size of one length for all steps that arrives from all starts; None if there is none."""
    options, function = question.options, question.function
    starts = options.start_points
    targets = minima_of(function, starts).every
    reach = reach_of(function, starts, targets, question.item.tolerance)
    return largest_step_size(landscape_of(function), starts, targets, reach)


def minima_of(function: Function, starts: tuple[Point, ...]) -> Minima:
    """Return the minima downhill of these starts, and others around them."""
    return minima(landscape_of(function), starts)
