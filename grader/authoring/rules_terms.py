"""Rules about terms: measured by another way, told apart from usual mistakes, carried forward, loosened, and all names used.

Asks the terms' own evaluation; an answer is judged as a student's is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from fractions import Fraction
from itertools import islice, product
from typing import cast

from grader.algebra.floats import agree, points_agree
from grader.algebra.tidy import ONE, ZERO, minus, number, tidy, times, total
from grader.algebra.tree import Expression, Vector, parts_of, variables_in
from grader.authoring.bench import Answer, Bench, Fault, Findings, Note
from grader.course.exercise_files import text_of
from grader.course.yaml_documents import Problems, mapping_in
from grader.descent.methods.method import Iteration
from grader.equality.compare import compare
from grader.equality.decision import Relation
from grader.equality.dependence import UndecidedDependenceError
from grader.equality.kinks import may_branch
from grader.kinds.judging import comparison_of
from grader.kinds.program_of_fit import FitOptions, fit_asked
from grader.kinds.protocol import Solution
from grader.kinds.shapes.point_sequences import SEQUENCE, steps_asked
from grader.model import Question, Verdict
from grader.quantities.automatic import slopes_at
from grader.quantities.evaluation import arguments_of, evaluate, every_slip, measured, slips
from grader.quantities.fitted_values import Fit
from grader.quantities.operators.operator import Mapped, Measured, fraction_of, is_tree
from grader.quantities.references import NotDerivableError
from grader.quantities.sheet import Sheet, items_in, outermost, sheet_of
from grader.quantities.slips.approximate import approximate, near, trial_points
from grader.quantities.slips.catalogue import LEFT_UNDONE, Misconception
from grader.quantities.terms import Listed, Literal, Named, Operation, Term, TermError, names_in, usual_names, written
from grader.quantities.terms import parts_of as parts_of_term
from grader.reports import points

# relative: differences of a function are so exact, and a wrong derivative is seldom so near
_MEASURED = 1e-5
# for each derivative after the second: rounding is divided by one more small width
_COARSER = 20
# what a term with other values may say: that there is nothing
_NOTHING_THERE = (TermError, NotDerivableError, UndecidedDependenceError, ArithmeticError, ValueError)


def check_measured(bench: Bench) -> Findings:
    """Check: every right answer agrees with what is measured by another way, in floats and by differences."""
    sheet = sheet_of(bench.exercise)
    for answer in bench.answers:
        term = sheet.terms[answer.item.id]
        rows = list(_compared(answer, measured(term, term, sheet), sheet))
        slack = _MEASURED * _COARSER ** max(0, _order(term, sheet) - 2)
        apart = [row for row in rows if not _agree(row[0], row[1], slack)]
        if 2 * len(apart) > len(rows):
            right, seen, point = apart[0]
            where = ", ".join(f"{name} = {value:.6g}" for name, value in point.items())
            yield Fault(
                ("items", answer.place, "answer"),
                f"{f'at {where} ' if where else ''}it is {_shown(right)}, and measured by another way {_shown(seen)}",
            )
        elif rows:
            yield None
    for place, _, question in bench.items:
        if isinstance(question.options, FitOptions):
            yield _least(place, fit_asked(cast("Question[FitOptions]", question)))


def _least(place: int, fit: Fit) -> Fault | None:
    """Return a fault if the best values of a fit are not where the loss is least: it slopes there, or is lower beside."""
    variables, point = fit.landscape.variables, fit.point
    slopes, way = slopes_at(fit.landscape.function, dict(zip(variables, point, strict=True)))
    for axis, (name, size) in enumerate(zip(variables, fit.sizes, strict=True)):
        beside = [fit.landscape.height((*point[:axis], point[axis] + side * size, *point[axis + 1 :])) for side in (-1, 1)]
        rise = min(beside) - fit.landscape.height(point)
        flat = fit.landscape.may_have_kinks or abs(slopes[name]) * size <= _MEASURED * rise
        if not (rise > 0 and flat):
            where = ", ".join(f"{name} = {c:.6g}" for name, c in zip(variables, point, strict=True))
            return Fault(("items", place, "program", "fits"), f"at {where} it is not least by {way}: {name} can lower it")
    return None


_Row = tuple[float, ...]


def _compared(answer: Answer, other: Measured, sheet: Sheet) -> Iterator[tuple[_Row, _Row, Mapping[str, float]]]:
    """Yield the values of the right answer and the measured ones, with the point, where there are both."""
    function = answer.question.function
    for point in trial_points(function.variables, function.domain):
        with suppress(ArithmeticError, ValueError, TypeError):  # none has a value there
            found = other(point)
            seen = found if isinstance(found, tuple) else (found,)
            right = _values(answer, point, seen, sheet)
            if right is not None and all(map(math.isfinite, seen)):
                place = point if is_tree(answer.right) and variables_in(answer.right) else {}
                yield right, seen, place


def _values(answer: Answer, point: Mapping[str, float], seen: _Row, sheet: Sheet) -> _Row | None:
    """Return the right answer as a row of numbers: for a set of names 1 for each in it, as far as it can be measured."""
    if is_tree(answer.right):
        value = approximate(answer.right, point)
        return value if isinstance(value, tuple) or value is None else (value,)
    if isinstance(answer.right, tuple):
        return tuple(coordinate for each in answer.right for coordinate in each)
    (what,) = arguments_of(answer.item.id, sheet)
    assert isinstance(what, Mapped), "names are asked of a function"
    in_it = [float(name in answer.right) for name in what.variables]
    branches = may_branch(what.body)  # then it may be still here and move elsewhere
    return tuple(moved if branches and not moved else own for own, moved in zip(in_it, seen, strict=True))


def _agree(right: _Row, seen: _Row, slack: float) -> bool:
    size = max(map(abs, (*right, 1.0)))
    return len(right) == len(seen) and all(agree(a, b, slack, slack=slack * size) for a, b in zip(right, seen, strict=True))


def _order(term: Term, sheet: Sheet) -> int:
    """Return how many differences are taken one of the other when a term is measured."""
    if isinstance(term, Named) and term.name in sheet.terms:
        return _order(sheet.terms[term.name], sheet)
    inside = max((_order(part, sheet) for part in parts_of_term(term)), default=0)
    if not isinstance(term, Operation) or term.operator not in ("diff", "gradient"):
        return inside
    return inside + (len(term.parts) - 1 if term.operator == "diff" else 1)


def _shown(row: _Row) -> str:
    texts = [f"{value:.8g}" for value in row]
    return texts[0] if len(texts) == 1 else f"({', '.join(texts)})"


# --- Mistakes that come out right -----------------------------------------------------------------

_COMMON = 16  # ranks below it are usual mistakes, up to a root forgotten; a sign lost while evaluating has 18
# what exchanges components: it changes nothing where they are equal
_EXCHANGED = frozenset(("components_swapped", "sine_cosine_swapped"))
# what leaves some out: it changes nothing where they are zero
_LEFT_OUT = frozenset(("component_left_out", "cosine_only", "sine_only"))
# other mistakes that change nothing in a vector of length 1 along an axis
_ALONG_AN_AXIS = frozenset(("sign", "supplementary_angle", "degrees_as_radians"))
_ELSEWHERE = tuple(Fraction(n, 7) for n in (9, 16, 3, 11, 5, 13, 8, 17))  # coordinates without any regularity


def check_told_apart(bench: Bench) -> Findings:
    """Check: no usual mistake comes out right where another point, vector or angle would tell it apart."""
    sheet = sheet_of(bench.exercise)
    for answer in bench.answers:
        term = sheet.terms[answer.item.id]
        if answer.shape is SEQUENCE:
            yield _same_points(answer)
        if not is_tree(answer.right) or variables_in(answer.right) or not isinstance(term, Operation):
            continue
        names = dict.fromkeys(slip.name for slip in every_slip(answer.item.id, sheet) if _comes_out_right(answer, slip, sheet))
        names |= dict.fromkeys(("coordinates_swapped",) if _is_same_swapped(answer, term, sheet) else ())
        listed = ", ".join(f"`{name}`" for name in names)
        yield (
            Fault(
                ("items", answer.place, "answer"),
                f"the right answer `{answer.text(answer.right)}` also comes of {'mistakes' if len(names) > 1 else 'a mistake'} "
                f"({listed}); another point, vector or angle would tell {'them' if len(names) > 1 else 'it'} apart",
            )
            if names
            else None
        )


def _same_points(answer: Answer) -> Fault | Note | None:
    """Return a fault if the points are those of another method, too; a note if they are those of a mistake."""
    asked, path = steps_asked(answer.question), ("items", answer.place, "answer")
    same = _same_from(asked.iteration, asked.start, asked.count)
    other = next((name for name in same if name in asked.iteration.method.other_methods), None)
    if other is not None:
        told = f"the right points are those of another method as well (`{other}`); another start or function would tell them apart"
        return Fault(path, told)
    if not same:
        return None
    elsewhere = tuple(float(c) for c in _ELSEWHERE[: len(asked.start)])
    left = _same_from(asked.iteration, elsewhere, asked.count)
    what = "function" if set(left) & set(same) or len(elsewhere) < len(asked.start) else "start"
    named = ", ".join(f"`{name}`" for name in same)
    mistakes, them = ("mistakes", "them") if len(same) > 1 else ("a mistake", "it")
    return Note(path, f"note: the right points also come of {mistakes} ({named}); another {what} would tell {them} apart")


def _same_from(iteration: Iteration, start: tuple[float, ...], count: int) -> list[str]:
    """Return the mistakes and other methods with the right points from a start."""
    points = (start, *iteration.points(start, count))
    ends: dict[str, list[bool]] = {}
    for at in range(1, len(points)):
        there: dict[str, bool] = {}
        for name, end in iteration.mistakes(points[:at]):
            there[name] = there.get(name, False) or points_agree(end, points[at], _MEASURED)
        for name, agrees in there.items():
            ends.setdefault(name, []).append(agrees)
    return [name for name, agree_there in ends.items() if all(agree_there)]


def _comes_out_right(answer: Answer, slip: Misconception, sheet: Sheet) -> bool:
    """Tell whether a usual mistake in what is done last comes out right, though it does something else."""
    if slip.carried or slip.any_length or slip.rank >= _COMMON or slip.name == "coordinates_swapped":
        return False
    return slip.name not in _changing_nothing(answer, sheet) and _is_as_right(answer, slip.expression)


def _changing_nothing(answer: Answer, sheet: Sheet) -> frozenset[str]:
    """Return the mistakes that change nothing here, such as equal components exchanged."""
    last = outermost(sheet.terms[answer.item.id], sheet)
    if last in ("unit", "direction"):
        return _EXCHANGED | _LEFT_OUT | _ALONG_AN_AXIS
    if last != "dot":
        return frozenset()
    second = arguments_of(answer.item.id, sheet)[1]
    parts = second.components if isinstance(second, Vector) else ()
    found = _EXCHANGED | _LEFT_OUT if len(set(parts)) < len(parts) else frozenset[str]()
    return found | (_LEFT_OUT if ZERO in map(tidy, parts) else frozenset())


def _is_as_right(answer: Answer, wrong: Expression) -> bool:
    """Tell whether a number or vector is equal to the right one, as answers are compared."""
    right = answer.right
    if variables_in(wrong) or not is_tree(right):
        return False
    if not near(approximate(right, {}), approximate(wrong, {}), max(_MEASURED, 2 * (answer.item.tolerance or 0.0))):
        return False
    return compare(wrong, right, comparison_of(answer.question)).relation is Relation.EQUAL


def _is_same_swapped(answer: Answer, term: Term, sheet: Sheet) -> bool:
    """Tell whether a point with two different coordinates exchanged gives the right answer, and another point would not."""
    for first, second in ((0, 1), (0, 2), (1, 2)):
        here = _swapped(term, sheet, first, second)
        if here is None:
            continue
        with suppress(*_NOTHING_THERE):
            value = evaluate(here, sheet, {})
            if is_tree(value) and _is_as_right(answer, value):
                there = _swapped(term, sheet, first, second, elsewhere=True)
                other, moved = evaluate(_moved(term, sheet), sheet, {}), evaluate(there or term, sheet, {})
                if not (is_tree(other) and is_tree(moved) and near(approximate(other, {}), approximate(moved, {}), _MEASURED)):
                    return True
    return False


def _swapped(term: Term, sheet: Sheet, first: int, second: int, *, elsewhere: bool = False) -> Term | None:
    """Return a term with two coordinates of each of its points exchanged; None if they differ nowhere."""
    changed = []

    def exchanged(point: list[Term]) -> list[Term]:
        if len(point) > second and written(point[first]) != written(point[second]):
            changed.append(point)
            point[first], point[second] = point[second], point[first]
        return point

    found = _with_points(_moved(term, sheet) if elsewhere else term, sheet, exchanged)
    return found if changed else None


def _moved(term: Term, sheet: Sheet) -> Term:
    """Return a term with other points in place of its own."""
    return _with_points(term, sheet, lambda point: [Literal(value) for value, _ in zip(_ELSEWHERE, point, strict=False)])


def _with_points(term: Term, sheet: Sheet, change: Callable[[list[Term]], list[Term]]) -> Term:
    """Return a term with its points changed, each as the list of its coordinates."""
    if not isinstance(term, Operation):
        return term
    if term.operator == "at":
        what, *point = term.parts
        coordinates = [*point[0].parts] if len(point) == 1 and isinstance(point[0], Listed) else point
        if len(point) == 1 and isinstance(point[0], Named) and point[0].name in sheet.given:
            value = sheet.given[point[0].name]
            numbers = [fraction_of(part) for part in parts_of(value)] if is_tree(value) else []
            coordinates = [Literal(number) for number in numbers if number is not None]
        return Operation("at", (_with_points(what, sheet, change), *change(coordinates)), (), term.column)
    return Operation(term.operator, tuple(_with_points(part, sheet, change) for part in term.parts), term.keywords, term.column)


# --- Errors carried forward -----------------------------------------------------------------------

_FEW_SLIPS = 3  # of each item that a term names: that errors are carried at all is seen by the first
_MOST_TOGETHER = 30  # answers without work to several items, in all their combinations
_NOTHING = 1e-9  # a component or a value below it is zero but for rounding


def check_follow_through(bench: Bench) -> Findings:
    """Check: what follows from one wrong earlier answer earns `carried_credit`; from several without work it earns nothing."""
    sheet = sheet_of(bench.exercise)
    by_id = {answer.item.id: answer for answer in bench.answers}
    for answer in bench.answers:
        named = [by_id[item] for item in items_in(sheet.terms[answer.item.id], sheet)]
        for earlier in named:
            yield from _carried(bench, answer, earlier, sheet)
        if len(named) > 1:
            yield from _without_work(bench, answer, named, sheet)


def _carried(bench: Bench, answer: Answer, earlier: Answer, sheet: Sheet) -> Findings:
    """Yield what follows from a usual mistake in one item, and is not carried."""
    item = answer.item
    ordinary = (slip for slip in slips(earlier.item.id, sheet) if _is_ordinary(slip, earlier))
    for slip in islice(ordinary, _FEW_SLIPS):
        found = _following(answer, {earlier.item.id: slip.expression}, sheet)
        if found is None or _is_nothing(found):
            continue
        before = bench.tell(earlier.question, earlier.text(slip.expression))
        result = bench.tell(answer.question, answer.text(found), {earlier.question.key: before})
        of_its_own = LEFT_UNDONE.union(misconception.name for misconception in item.misconceptions)  # which is not carried
        if before.verdict is Verdict.CORRECT or result.misconception in of_its_own or result.verdict is Verdict.NEEDS_REVIEW:
            continue
        yield (
            Fault(
                ("items", answer.place),
                f"`{answer.text(found)}` follows from the wrong `{earlier.item.name} = {earlier.text(slip.expression)}` and earns "
                f"{points.text(result.credit * item.points)} points; it must earn {points.text(item.carried_credit * item.points)}",
            )
            if result.credit < item.carried_credit
            else None
        )


def _is_ordinary(slip: Misconception, earlier: Answer) -> bool:
    """Tell whether a wrong answer is as much work as the right one: as many parts, in the same variables, none vanished."""
    wrong, right = slip.expression, earlier.right
    if slip.any_length or not is_tree(right) or isinstance(wrong, Vector) != isinstance(right, Vector):
        return False
    theirs, ours = parts_of(wrong), parts_of(right)
    if len(theirs) != len(ours) or earlier.is_right(wrong):
        return False
    return all(variables_in(a) == variables_in(b) and not _is_nothing(a) for a, b in zip(theirs, ours, strict=True))


def _following(answer: Answer, wrong: Mapping[str, Solution], sheet: Sheet) -> Solution | None:
    """Return what a term comes to with wrong answers in place of items; None if it is nothing, or right all the same."""
    try:
        found = evaluate(sheet.terms[answer.item.id], sheet, wrong)
    except _NOTHING_THERE:
        return None
    same_shape = answer.shape.holds(found) or (is_tree(found) and is_tree(answer.right))
    return None if not same_shape or answer.is_right(found) else found  # type: ignore[arg-type,return-value]


def _is_nothing(value: Solution) -> bool:
    """Tell whether a number or vector has vanished, from which nothing is carried."""
    if not is_tree(value) or variables_in(value):
        return False
    found = [approximate(part, {}) for part in parts_of(value)]
    return all(isinstance(each, float) and abs(each) < _NOTHING for each in found)


def _without_work(bench: Bench, answer: Answer, named: list[Answer], sheet: Sheet) -> Findings:
    """Yield what follows from answers without work to all the items that a term names, and earns something."""
    choices = [
        [(text, value) for text, value in each.shape.effortless(each.question, each.right) if not each.is_right(value)]
        for each in named
    ]
    for chosen in islice(product(*choices), _MOST_TOGETHER):
        wrong = {each.item.id: value for each, (_, value) in zip(named, chosen, strict=True)}
        found = _following(answer, wrong, sheet)
        if found is None:
            continue
        before = {each.question.key: bench.tell(each.question, text) for each, (text, _) in zip(named, chosen, strict=True)}
        alone = bench.tell(answer.question, answer.text(found)).credit
        earned = bench.tell(answer.question, answer.text(found), before).credit
        after = "` and `".join(f"{each.item.name} = {text}" for each, (text, _) in zip(named, chosen, strict=True))
        yield (
            Fault(
                ("items", answer.place),
                f"`{answer.text(found)}` after `{after}` needs no work and earns {points.text(earned * answer.item.points)} of "
                f"{points.text(answer.item.points)} points",
            )
            if earned > alone
            else None
        )


# --- What an item leaves open ---------------------------------------------------------------------

_FACTOR = 3  # by which an answer is scaled; no usual factor, and no 2 that a sum of two equal parts may hide
Changes = Mapping[str, tuple[tuple[Expression, ...], tuple[Expression, ...]]]


def check_loosened(bench: Bench) -> Findings:
    """Check: with `up_to`, answers that differ as it allows are accepted, and no others."""
    for answer in bench.answers:
        up_to = getattr(answer.item.options, "up_to", None)
        if up_to is None or getattr(answer.item.options, "form", None) is not None or not is_tree(answer.right):
            continue
        allowed, refused = _changed(answer.right, up_to)
        for other in allowed:
            accepted = bench.tell(answer.question, answer.text(other)).verdict is Verdict.CORRECT
            message = f"`{answer.text(other)}` is right up to {up_to} and not accepted"
            yield None if accepted else Fault(("items", answer.place, "up_to"), message)
        for other in refused:
            if answer.is_right(other):
                continue
            accepted = bench.tell(answer.question, answer.text(other)).verdict is Verdict.CORRECT
            message = f"`{answer.text(other)}` is accepted, and is not right up to {up_to}"
            yield Fault(("items", answer.place, "up_to"), message) if accepted else None


def _changed(right: Expression, up_to: str) -> tuple[tuple[Expression, ...], tuple[Expression, ...]]:
    """Return answers allowed by a loosening, and others that are not."""
    parts = parts_of(right)
    larger, other = times_all(right, _FACTOR), times_all(right, -1)
    moved = total([right, ONE]) if len(parts) == 1 else Vector((total([parts[0], ONE]), *parts[1:]))
    match up_to:
        case "order":
            return (Vector(parts[::-1]),), (moved,)
        case "constant":
            return (moved,), (larger,)
        case "sign":
            return (other,), (larger,)
        case "positive factor":
            return (larger,), (other,)
    return (larger, other), (moved,) if any(variables_in(part) for part in parts) else ()


def times_all(value: Expression, factor: int) -> Expression:
    """Return a number, formula or vector times a whole number."""
    scaled = [minus(part) if factor == -1 else times(number(factor), part) for part in parts_of(value)]
    return Vector(tuple(scaled)) if isinstance(value, Vector) else scaled[0]


# --- Names ----------------------------------------------------------------------------------------


def check_names_used(bench: Bench) -> Findings:
    """Check: every function and every given is named by some term, so that none is misspelt or left over."""
    sheet, exercise = sheet_of(bench.exercise), bench.exercise
    used = {name for term in sheet.terms.values() for name in names_in(term)}
    document = mapping_in(text_of(bench.written.file), Problems(""), "") or {}
    stated = (document.get(key) for key in ("functions", "given"))
    said = " ".join(str(value) for names in stated if isinstance(names, dict) for value in names.values())
    used |= set(re.findall(r"\w+", usual_names(said)))
    paths = [(name.name, bench.path_of_function(name.name)) for name in exercise.functions]
    for name, path in (*paths, *((given.name, ("data" if given.is_data else "given", given.name)) for given in exercise.given)):
        unused = f"no term names `{name}`; leave it out, or see whether a name is misspelt"
        yield None if name in used else Fault(path, unused)
