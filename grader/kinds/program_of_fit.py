"""A program that fits: whatever its steps, it returns the values of some variables at which a term, a loss, is least.

Called with the exercise's data, with others that nobody has seen, and once more with the exercise's, so that what is
typed in, or kept from call to call, earns nothing. Which values are the best is `fitted_values`'s to say.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import permutations
from typing import Annotated, cast

from pydantic import BeforeValidator, Field, WithJsonSchema

from grader.algebra.floats import points_agree, share_off
from grader.algebra.tidy import number, times, total
from grader.algebra.tree import substitute
from grader.descent.landscape import Point, is_finite
from grader.kinds.answer_options import term_text_of
from grader.kinds.calling import Convention, agreed_conventions, array_of, labelled
from grader.kinds.calling import Point as Variables
from grader.kinds.candidates import tree_of
from grader.kinds.code_values import as_float, as_floats, entries_of, in_words, strings_in
from grader.kinds.function_answers import came
from grader.kinds.mathematical import numbers_of
from grader.kinds.outcomes import RIGHT_IN_OTHER_FORM, not_judged
from grader.kinds.points.end_points import Key, Shape, returned
from grader.kinds.program_of_term import ask_program, restated
from grader.kinds.protocol import Cheat, Check, Earlier, FirstLook, Kind, Options, Programming
from grader.model import (
    ArrayValue,
    Audience,
    Call,
    CheckResult,
    Exercise,
    Feedback,
    FunctionValue,
    Item,
    Observation,
    Outcome,
    Probe,
    Question,
    Submission,
    Value,
    Verdict,
)
from grader.quantities.evaluation import evaluate
from grader.quantities.fitted_values import (
    NEAR,
    NEARLY,
    Drawn,
    Fit,
    NoFitError,
    data_for_another_fit,
    fit_of,
    is_least_at,
    is_quadratic,
    loss_of,
    other_losses,
)
from grader.quantities.operators.operator import Data, is_number, is_tree
from grader.quantities.references import NotDerivableError, by_own_rules
from grader.quantities.sheet import Sheet, functions_in, sheet_of, variables_of
from grader.quantities.slips.catalogue import as_shown, only_name
from grader.quantities.terms import Operation, Term, TermError, names_in, written
from grader.sentences.catalogue import say, sentence
from grader.sentences.figures import figures, point_text

Passed = str | int | float | tuple[str | int | float, ...]
"""What is passed for a parameter: data or a number by its name, a number, or several as the columns of a matrix."""
_LITTLE = 0.01  # of the sizes of the values: steps that are much too short have come so far
_ON_ITS_WAY = 1e-4  # of what the old values lose over other data: a descent that arrived over the old ones loses less
_APART = 10  # times the tolerance that the best values over other data are from those over the exercise's
_WEIGHTS = {Fraction(0): "", Fraction(1, 2): "half", Fraction(2): "twice"}
"""Of a part of a loss: left out, or differentiated without the 2 of its square, or with one that its factor has halved."""
_BESIDE = 0.02  # of a value's size: more than any tolerance leaves, less than anybody sees in a plot
_LINEAR = frozenset(("solve", "lstsq", "polyfit", "inv", "pinv", "linregress"))  # functions that solve linear equations
_MOST_SWAPPED = 4  # values that are tried in all orders


class FitOptions(Options):
    """A program for the values of variables by which a loss is least."""

    fits: Annotated[str, BeforeValidator(term_text_of), WithJsonSchema({"type": "string"})] = Field(
        description="What is to be least: a term over data, such as a mean of squares; its variables are what is fitted.",
        examples=["E(m, b)", "mean((w*X + b - y)**2)"],
    )
    call: Mapping[str, Passed] = Field(
        description="Its parameters, each with what is passed for it: data by their name (as an array), several as the columns "
        "of a matrix, a given number by its name, or a number.",
        examples=[{"X": "X", "y": "Y"}, {"A": [1, "X1", "X2"], "y": "Y", "lam": "lam", "steps": 5000}],
    )
    returns: tuple[str, ...] = Field(
        (),
        description="The variables in the order in which it returns their values; left out, as the function of the term has them.",
        examples=[["w", "b"]],
    )


def variables_of_fit(options: FitOptions, item: str, sheet: Sheet) -> tuple[str, ...]:
    """Return the variables in the order in which a program returns their values."""
    term = sheet.terms[item]
    orders = [sheet.functions[name].variables for name in functions_in(term, sheet)]
    found = variables_of(term, sheet)
    return options.returns or next((order for order in orders if {*order} == {*found}), found)


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What a program is called with, and what it has to return then."""

    fit: Fit
    arguments: Mapping[str, Value]


def fit_asked(question: Question[FitOptions]) -> Fit:
    """Return the fit that a question asks for."""
    sheet, item = sheet_of(question.exercise), question.item.id
    return fit_of(item, sheet, variables_of_fit(question.options, item, sheet))


def _asked(question: Question[FitOptions]) -> _Asked:
    sheet = sheet_of(question.exercise)
    return _Asked(
        fit=fit_asked(question),
        arguments=labelled({name: _argument(each, sheet) for name, each in question.options.call.items()}),
    )


def _argument(passed: Passed, sheet: Sheet) -> Value:
    """Return an argument as a value of Python: data as an array, several as the columns of one."""
    if not isinstance(passed, tuple):
        return _column(passed, sheet)
    columns = [_column(each, sheet) for each in passed]
    size = max((len(each.elements) for each in columns if isinstance(each, ArrayValue)), default=1)
    rows = zip(*(each.elements if isinstance(each, ArrayValue) else (each,) * size for each in columns), strict=True)
    elements = tuple(float(cast("float", entry)) for row in rows for entry in row)
    return ArrayValue(dtype="float64", shape=(size, len(columns)), elements=elements)


def _column(passed: str | float, sheet: Sheet) -> ArrayValue | int | float:
    value = sheet.given[passed] if isinstance(passed, str) else passed
    if isinstance(value, Data):
        return array_of(value)
    return value if isinstance(value, int | float) else array_of(Data((value,))).elements[0]  # type: ignore[arg-type, return-value]


def _elsewhere(question: Question[FitOptions], fit: Fit) -> Iterator[_Asked]:
    """Yield what is asked over other data, and beside the exercise's data with other numbers."""
    exercise, options = question.exercise, question.options
    passed = {each for stated in options.call.values() for each in (stated if isinstance(stated, tuple) else (stated,))}
    apart = _APART * (NEAR if question.item.tolerance is None else question.item.tolerance)
    for is_data in (True, False):
        names = frozenset(each.name for each in exercise.given if each.name in passed and each.is_data is is_data)
        stated = None
        if names:
            drawn = Drawn(text=options.fits, functions=exercise.functions, given=exercise.given, names=names)
            stated = data_for_another_fit(drawn, question.seed, fit, apart)
        if stated is not None:
            with by_own_rules():
                yield _asked(restated(question, stated))


# --- Judging --------------------------------------------------------------------------------------


def check(question: Question[FitOptions], submission: Submission, earlier: Earlier) -> Check:
    """Call the program with the exercise's data and with others, and judge the values that it returns."""
    asked = yield from _first_call(question, submission)
    if isinstance(asked, CheckResult):
        return asked
    way, first = asked
    failed = not_judged(question, submission, first)
    if failed is not None:
        return failed
    name, own = first.probe.names[0], _asked(question)
    found, tolerance = _places(first.calls[0], own.fit), question.item.tolerance
    places = {key: point for key, point in found.items() if own.fit.agrees(point, tolerance)}
    if not places:
        return _wrong(question, submission, name, first.calls[0], own.fit)
    others = [*_elsewhere(question, own.fit), own]
    second = yield way.probe(name, [cast("Variables", each.arguments) for each in others])
    return _confirmed(question, submission, second, others, places)


def _first_call(
    question: Question[FitOptions], submission: Submission
) -> Generator[Probe, Observation, tuple[Convention, Observation] | CheckResult]:
    """Return the way to call a program and what it gave with the exercise's data; else the result of what cannot be called."""
    reading = yield from ask_program(question, submission)
    if isinstance(reading, CheckResult):
        return reading
    name, function = reading.name or question.item.name, reading.calls[0].value
    assert isinstance(function, FunctionValue), "what was read is a function"
    own, parameters = _asked(question), tuple(question.options.call)
    ways = agreed_conventions(function, {each: each for each in parameters}, parameters)
    if not ways:
        have = f"{name}({', '.join(parameter.name for parameter in function.parameters or ())})"
        remark = say("parameters.agreed", call=have, wanted=", ".join(parameters))
        return CheckResult(key=question.key, verdict=Verdict.DID_NOT_RUN, feedback=(remark,))
    for way in ways:
        first = yield way.probe(name, [cast("Variables", own.arguments)])
        if came(first.calls[0]):
            break
    return way, first


def _first_look(
    question: Question[FitOptions], submission: Submission
) -> Generator[Probe, Observation, FirstLook | None]:
    """Return how a right program is told by its values for the exercise's data."""
    asked = yield from _first_call(question, submission)
    if isinstance(asked, CheckResult):
        return None
    fit = fit_asked(question)

    def off(observation: Observation) -> tuple[float, ...] | None:
        points = _places(observation.calls[0], fit).values() if came(observation.calls[0]) else ()
        return next((tuple(map(share_off, point, fit.point)) for point in points), None)

    return FirstLook(probe=asked[1].probe, off=off)


def _confirmed(
    question: Question[FitOptions],
    submission: Submission,
    second: Observation,
    asked: list[_Asked],
    places: Mapping[Key, Point],
) -> CheckResult:
    """Return the result of a program that is right over the exercise's data, by what it gives over others and then again."""
    name, own = second.name or question.item.name, asked[-1]
    unfinished = [call for call in second.calls if call.outcome not in (Outcome.RETURNED, Outcome.RAISED)]
    if unfinished or len(second.calls) < len(asked):
        stopped = not_judged(question, submission, replace(second, calls=tuple(unfinished)))
        if stopped is not None:
            return stopped
    for each, call in zip(asked, second.calls, strict=False):
        there = _places(call, each.fit) if came(call) else {}
        if not any(key in there and _is_fitted(question, each, own, there[key]) for key in places):
            code = "other_data" if each is not own else "fit.again"
            return _result(question, Feedback(code=code.partition(".")[0], text=sentence(code, name=name)), places)
    remarks = (say("arguments_changed", name=name),) if any(call.arguments_changed for call in second.calls) else ()
    shown, value = point_text(next(iter(places.values()))), second.calls[-1].value
    result = CheckResult(key=question.key, verdict=Verdict.CORRECT, credit=Fraction(1), feedback=remarks, understood=shown)
    spots = returned(second.calls[-1], own.fit.landscape.variables).spots
    if any(strings_in(value)):
        packed = say("returned_text", call=f"{name}({', '.join(question.options.call)})", value=in_words(value))
    elif spots and not any(spots[key].shape is Shape.POINT for key in places if key in spots):
        packed = say("fit.more", name=name, value=in_words(value), count=len(own.fit.point))
        if _is_beside_one(value, len(own.fit.point)):
            return replace(result, feedback=(packed, *remarks))
    else:
        return result
    return replace(result, verdict=Verdict.PARTIAL, credit=RIGHT_IN_OTHER_FORM, feedback=(packed, *remarks))


def _is_beside_one(value: Value, count: int) -> bool:
    """Tell whether one thing more is returned than was asked for, as a loss or a history is; a package gives four."""
    parts = entries_of(value)
    together = any(len(as_floats(part) or ()) == count > 1 for part in parts)
    return len(parts) == 1 + (1 if together else count)


def _is_fitted(question: Question[FitOptions], asked: _Asked, own: _Asked, point: Point) -> bool:
    """Tell whether a point is the best, or over other data than the exercise's so near that a descent is on its way there."""
    fit = asked.fit
    if fit.agrees(point, question.item.tolerance):
        return True
    height, least = fit.landscape.height, fit.landscape.height(fit.point)
    lost, old = height(point) - least, height(own.fit.point) - least
    return asked is not own and is_finite(point) and 0 <= lost < _ON_ITS_WAY * old


def _places(call: Call, fit: Fit) -> dict[Key, Point]:
    """Return the points in what a call returned, by where they stand: alone, beside more, or all its numbers in a row."""
    variables = fit.landscape.variables
    spots = returned(call, variables).spots
    found = {key: spot.point for key, spot in spots.items() if spot.shape in (Shape.POINT, Shape.MORE)}
    numbers = numbers_of(call.value, variables)
    row = (numbers,) if isinstance(numbers, float) else numbers or ()
    return found or ({("row",): row} if len(row) == len(variables) else {})


def _wrong(question: Question[FitOptions], submission: Submission, name: str, call: Call, fit: Fit) -> CheckResult:
    """Return the result of values beside the best, with their mistake if it is known."""
    places, variables = _places(call, fit), fit.landscape.variables
    if call.value is None:
        return _result(question, say("returned_nothing", call=f"{name}({', '.join(question.options.call)})"), places)
    row = [entry for entry in entries_of(call.value) if as_float(entry) is not None]
    is_matrix = isinstance(call.value, ArrayValue) and len(as_floats(call.value) or ()) > len(variables)
    if not places or is_matrix or len(row) > len(variables):  # the first few of more numbers are no point
        wanted, count = ", ".join(f"`{name}`" for name in variables), len(variables)
        remark = say("fit.no_values", name=name, value=in_words(call.value), wanted=wanted, count=count)
        return _result(question, remark, {})
    point = next(iter(places.values()))
    if not is_finite(point) or not math.isfinite(fit.landscape.height(point)):
        return _result(question, say("fit.not_finite", name=name), places)
    known = _mistake(question, fit, point)
    if known is not None:
        return replace(_result(question, known, places, fit), misconception=known.code)
    near = points_agree(point, fit.point, NEARLY, least=0.0, along=[fit.sizes])
    height, at_zeros = fit.landscape.height(point), fit.landscape.height((0.0,) * len(point))
    nodes = [node for each in submission.statements if (tree := tree_of(each.source)) is not None for node in ast.walk(tree)]
    takes_steps = any(isinstance(node, ast.For | ast.While) for node in nodes)
    called = {ast.unparse(node.func).rpartition(".")[2] for node in nodes if isinstance(node, ast.Call)}
    too_linear = bool(called & _LINEAR) and not is_quadratic(fit)
    code = (
        "fit.nearly" if near else "fit.not_least" if takes_steps
        else "fit.not_least.linear" if too_linear else "fit.not_least.solved"
    )  # fmt: skip
    if takes_steps and height > at_zeros:
        code = "fit.not_least.above"
    remark = say(code, name=name, shown=point_text(point), loss=figures(height), zeros=figures(at_zeros))
    return _result(question, remark, places, fit)


def _mistake(question: Question[FitOptions], fit: Fit, point: Point) -> Feedback | None:
    """Return the mistake that leads to a point; None for none, or for several."""
    tolerance, variables, axes = question.item.tolerance, fit.landscape.variables, range(len(point))
    orders = permutations(axes) if 1 < len(point) <= _MOST_SWAPPED else ()
    if any(fit.agrees(tuple(point[axis] for axis in order), tolerance) for order in orders):
        return Feedback(
            code="coordinates_swapped", text=sentence("fit.coordinates_swapped", order=", ".join(variables))
        )
    sheet, item = sheet_of(question.exercise), question.item.id
    said = dict[str, str]()
    for variable in _left_at_zero(fit, point, tolerance):
        said["left_at_zero"] = sentence("fit.left_at_zero", variable=variable)
    for part, counts in _weighted(sheet.terms[item], sheet, fit, point, tolerance):
        if counts:
            how_much = sentence(f"counts.{counts}")
            said["part_of_loss_weighted"] = sentence("fit.part_of_loss_weighted", part=part, counts=how_much)
        else:
            said["part_of_loss_left_out"] = sentence("fit.part_of_loss_left_out", part=part)
    is_near_zero = all(abs(c) <= _LITTLE * size for c, size in zip(point, fit.sizes, strict=True))  # where steps begin, of any loss
    if not said and not is_near_zero:
        for slip in other_losses(item, sheet, fit, point, tolerance):
            said.setdefault(slip.name, sentence("fit.other_loss", because=as_shown(slip.text, len(point))))
    name = only_name(said)
    return Feedback(code=name, text=said[name]) if name is not None else None


def _left_at_zero(fit: Fit, point: Point, tolerance: float | None) -> Iterator[str]:
    """Yield a variable that was left out, the others fitted without it."""
    for axis, variable in enumerate(fit.landscape.variables):
        if point[axis] == 0 and len(point) > 1:
            loss = substitute(fit.landscape.function, {variable: number(0)})
            if is_least_at(loss, fit, point, tolerance, fixed=frozenset((axis,))):
                yield variable


def _weighted(term: Term, sheet: Sheet, fit: Fit, point: Point, tolerance: float | None) -> Iterator[tuple[str, str]]:
    """Yield what makes the point the best: a part of a sum, such as a regulariser, left out or with another weight.

    The part, and how much it counts, "" for nothing; one over data has no other weight, since a factor may be anything's.
    """
    over_data = [sheet.over_data[name] for name in functions_in(term, sheet) if name in sheet.over_data]
    if isinstance(term, Operation) and term.operator == "at" and len(over_data) == 1:
        term = over_data[0]
    if not isinstance(term, Operation) or term.operator not in ("+", "-") or len(term.parts) != 2:
        return
    for left, kept in (term.parts, term.parts[::-1]):
        try:
            rest, part = loss_of(evaluate(kept, sheet, {})), evaluate(left, sheet, {})
        except TermError:
            continue
        if rest is None or not is_tree(part):
            continue
        of_data = any(isinstance(sheet.given.get(name), Data) for name in names_in(left))
        for weight, counts in _WEIGHTS.items() if not of_data else [(Fraction(0), "")]:
            side = weight if term.operator == "+" or left is term.parts[0] else -weight
            if is_least_at(total([rest, times(number(side), part)]), fit, point, tolerance):
                yield written(left), counts
        yield from _weighted(kept, sheet, fit, point, tolerance)


def _result(
    question: Question[FitOptions], feedback: Feedback, places: Mapping[Key, Point], fit: Fit | None = None
) -> CheckResult:
    """Return a result without credit; the right values are for staff, unless the item reveals them."""
    shown = point_text(next(iter(places.values()))) if places else None
    told = [feedback]
    if fit is not None:
        audience = Audience.STUDENT if question.item.reveal else Audience.STAFF
        told.append(say("expected", answer=point_text(fit.point), audience=audience))
    return CheckResult(key=question.key, verdict=Verdict.INCORRECT, feedback=tuple(told), understood=shown)


def faults_of_fit(options: FitOptions, item: str, sheet: Sheet) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield what is wrong with how a program that fits is asked for, each with its key."""
    has_data = False
    for parameter, passed in options.call.items():
        for each in passed if isinstance(passed, tuple) else (passed,):
            value = sheet.given.get(each) if isinstance(each, str) else None
            has_data = has_data or isinstance(value, Data)
            if isinstance(each, str) and not (isinstance(value, Data) or (value is not None and is_number(value))):
                yield ("call", parameter), f"`{each}` is no data and no given number"
        if not parameter.isidentifier():
            yield ("call", parameter), "is no name of a parameter"
    if not has_data:
        yield ("call",), "passes no data, so that values typed in are as good as found; ask for them under `answer:`"
    known = variables_of(sheet.terms[item], sheet)
    missing, odd = (
        [each for each in known if each not in options.returns],
        [each for each in options.returns if each not in known],
    )
    if options.returns and (missing or odd):
        said = (
            f"leaves out `{missing[0]}`, a variable of what it fits"
            if missing
            else f"`{odd[0]}` is no variable of what it fits"
        )
        yield ("returns",), said
    try:
        fit_of(item, sheet, known)
    except (NoFitError, NotDerivableError) as problem:
        yield ("fits",), str(problem)


# --- What is made of one --------------------------------------------------------------------------


def _template(exercise: Exercise, item: Item) -> str:
    assert isinstance(item.options, FitOptions), "it is of this kind"
    return f"def {item.name}({', '.join(item.options.call)}):\n    return ..."


def _program(question: Question[FitOptions], values: Point) -> str:
    """Return a program with these values typed in."""
    return f"def {question.item.name}({', '.join(question.options.call)}):\n    return {', '.join(map(repr, values))}\n"


def _effortless(question: Question[FitOptions]) -> Iterator[str]:
    """Yield programs that return zeros, ones, or what they are given."""
    count = len(fit_asked(question).point)
    yield _program(question, (0.0,) * count)
    yield _program(question, (1.0,) * count)
    yield f"def {question.item.name}(*given):\n    return given\n"


def _cheats(question: Question[FitOptions]) -> Iterator[Cheat]:
    """Yield programs with the exercise's own answer typed in, and with values that are nearly the best."""
    fit = fit_asked(question)
    near = (fit.point[0] + _BESIDE * fit.sizes[0], *fit.point[1:])
    typed_in = {
        "returns the best values for the exercise's data, typed in": fit.point,
        "returns values beside the best": near,
    }
    for what, values in typed_in.items():
        yield Cheat(source=_program(question, values), what=what, earns_nothing=True)


# A right program for the exercise that `grade new` writes.
REFERENCE = '''
"""The line through data with the least mean of squares."""

import numpy as np


def fit_line(X, y):
    """Slope and intercept, by the two equations in which the gradient is zero."""
    m = np.mean((X - X.mean()) * (y - y.mean())) / np.mean((X - X.mean()) ** 2)
    return m, y.mean() - m * X.mean()
'''


# The row of this kind in the table of all.
FIT: Kind = Kind(
    name="fit",
    under="program",
    told_by="fits",
    is_nested=True,
    summary="A program that finds the values of variables for which a term over data is least.",
    options=FitOptions,
    check=check,
    template=_template,
    shown=("fits", "call", "returns"),
    reads=("tolerance", "reveal"),
    programming=Programming(reference=REFERENCE, effortless=_effortless, cheats=_cheats),
    first_look=_first_look,
)
