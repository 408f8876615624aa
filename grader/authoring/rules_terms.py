"""Rules about terms: measured by another way, told apart from usual mistakes, carried forward, loosened, and all names used.

Asks the terms' own evaluation; an answer is judged as a student's is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import islice, product

from grader.algebra.floats import agree
from grader.algebra.tidy import ONE, minus, number, times, total
from grader.algebra.tree import Expression, Vector, variables_in
from grader.authoring.bench import Answer, Bench, Fault, Findings
from grader.course.exercise_files import text_of
from grader.course.yaml_documents import Problems, mapping_in
from grader.equality.compare import compare
from grader.equality.decision import Relation
from grader.equality.dependence import UndecidedDependenceError
from grader.equality.kinks import may_branch
from grader.equality.sample_points import parts_of
from grader.kinds.judging import comparison_of
from grader.kinds.protocol import Solution
from grader.model import CheckResult, Verdict
from grader.quantities.evaluation import arguments_of, evaluate, every_slip, measured, slips
from grader.quantities.operators.operator import Mapped, Measured, is_tree
from grader.quantities.references import NotDerivableError
from grader.quantities.sheet import Sheet, items_in, sheet_of
from grader.quantities.slips.approximate import approximate, near, trial_points
from grader.quantities.slips.catalogue import LEFT_UNDONE, Misconception
from grader.quantities.terms import TermError, names_in, usual_names
from grader.reports import points

# relative: differences of a function are so exact, and a wrong derivative is seldom so near
_MEASURED = 1e-5
# what a term with other values may say: that there is nothing
_NOTHING_THERE = (TermError, NotDerivableError, UndecidedDependenceError, ArithmeticError, ValueError)


def check_measured(bench: Bench) -> Findings:
    """Check: every right answer agrees with what is measured by another way, in floats and by differences."""
    sheet = sheet_of(bench.exercise)
    for answer in bench.answers:
        term = sheet.terms[answer.item.id]
        rows = list(_compared(answer, measured(term, term, sheet), sheet))
        apart = [row for row in rows if not _agree(row[0], row[1])]
        if 2 * len(apart) > len(rows):
            right, seen, point = apart[0]
            where = ", ".join(f"{name} = {value:.6g}" for name, value in point.items())
            yield Fault(
                ("items", answer.place, "answer"),
                f"{f'at {where} ' if where else ''}it is {_shown(right)}, and measured by another way {_shown(seen)}",
            )
        elif rows:
            yield None


_Row = tuple[float, ...]


def _compared(answer: Answer, other: Measured, sheet: Sheet) -> Iterator[tuple[_Row, _Row, Mapping[str, float]]]:
    """Yield the values of the right answer and the measured ones, with the point, where there are both."""
    function = answer.question.function
    for point in trial_points(function.variables, function.domain):
        with suppress(ArithmeticError, ValueError, KeyError):
            found = other(point)
            seen = found if isinstance(found, tuple) else (found,)
            right = _values(answer, point, seen, sheet)
            if right is not None and all(map(math.isfinite, seen)):
                place = point if is_tree(answer.right) and variables_in(answer.right) else {}
                yield right, seen, place


def _values(answer: Answer, point: Mapping[str, float], seen: _Row, sheet: Sheet) -> _Row | None:
    """Return the right answer as a row of numbers: of a set of names 1 for each that is in it, where that can be measured."""
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


def _agree(right: _Row, seen: _Row) -> bool:
    size = max(map(abs, (*right, 1.0)))
    return len(right) == len(seen) and all(agree(a, b, _MEASURED, slack=_MEASURED * size) for a, b in zip(right, seen, strict=True))


def _shown(row: _Row) -> str:
    texts = [f"{value:.8g}" for value in row]
    return texts[0] if len(texts) == 1 else f"({', '.join(texts)})"


# --- Mistakes that come out right -----------------------------------------------------------------

_COMMON = 20  # ranks below it are the simple mistakes: swapped coordinates, another angle, no unit vector
# mistakes of a term whose parts are right that are made at a point
_AT_A_POINT = frozenset(("coordinates_swapped",))


def check_told_apart(bench: Bench) -> Findings:
    """Check: no usual mistake gives the right number or vector, so that another point or vector would tell it apart."""
    sheet = sheet_of(bench.exercise)
    for answer in bench.answers:
        if not is_tree(answer.right) or variables_in(answer.right):
            continue
        names = dict.fromkeys(slip.name for slip in every_slip(answer.item.id, sheet) if _comes_out_right(answer, slip))
        yield (
            Fault(
                ("items", answer.place, "answer"),
                f"the right answer `{answer.text(answer.right)}` also comes of {_listed(names)}; another point, vector, angle "
                "or function would tell these mistakes apart",
            )
            if names
            else None
        )


def _comes_out_right(answer: Answer, slip: Misconception) -> bool:
    made_here = not slip.carried or slip.name in _AT_A_POINT
    right, wrong = answer.right, slip.expression
    if not made_here or slip.any_length or slip.rank >= _COMMON or variables_in(wrong) or not is_tree(right):
        return False
    if not near(approximate(right, {}), approximate(wrong, {}), max(_MEASURED, 2 * (answer.item.tolerance or 0.0))):
        return False
    return compare(wrong, right, comparison_of(answer.question)).relation is Relation.EQUAL


def _listed(names: Mapping[str, None]) -> str:
    return ", ".join(f"`{name}`" for name in names)


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
        if before.verdict is Verdict.CORRECT or _is_named_here(answer, result) or result.verdict is Verdict.NEEDS_REVIEW:
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
    """Return what a term comes to with wrong answers in place of items; None where that is nothing, or right all the same."""
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


def _is_named_here(answer: Answer, result: CheckResult) -> bool:
    """Tell whether what follows is a mistake of the item itself by name, which is not carried."""
    return result.misconception in LEFT_UNDONE.union(misconception.name for misconception in answer.item.misconceptions)


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
    """Check: with `up_to`, an answer that differs as it allows is accepted, and one that differs otherwise is not."""
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
    """Return answers that a loosening allows, and others that it does not."""
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
    written = " ".join(str(value) for names in stated if isinstance(names, dict) for value in names.values())
    used |= set(re.findall(r"\w+", usual_names(written)))
    paths = [(name.name, bench.path_of_function(name.name)) for name in exercise.functions]
    for name, path in (*paths, *((given.name, ("given", given.name)) for given in exercise.given)):
        unused = f"no term names `{name}`; leave it out, or see whether a name is misspelt"
        yield None if name in used else Fault(path, unused)
