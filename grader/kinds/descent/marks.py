"""What each deviation costs, and how it is told: one table, and the first step that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from grader.descent.arrival import is_near
from grader.descent.explanations import Explanation
from grader.descent.landscape import Point, distance, step_against
from grader.descent.method_explanations import OTHER_METHOD, WRONG_SECOND
from grader.descent.methods.gradient_descent import STEP_SIZE
from grader.descent.rounded_answers import rounding
from grader.descent.runs import Chain, Run, chain_of, decimals_of
from grader.descent.step_directions import exact
from grader.descent.step_rules import size_table
from grader.descent.step_sizes import ANY, Interval, meeting
from grader.kinds.descent import method_marks
from grader.kinds.descent.costs import criteria_of
from grader.kinds.descent.first_points import where_it_begins
from grader.kinds.descent.idle_loops import step_beside_loop, why_it_is_still, why_it_stays, why_n_is_ignored
from grader.kinds.descent.program_trial import GRADIENT_DESCENT, Gaps, Trial, plain
from grader.kinds.descent.tensor_gradients import differentiates, differentiates_symbols, hidden_function
from grader.sentences.catalogue import sentence, slip_text
from grader.sentences.figures import enumeration, figures, point_text
from grader.sentences.sentence import Sentence

_SAME_SIZE = 1e-6  # of a δ: one that was read off steps in which its last digits do not show
_BESIDE = 0.1  # of the way of the nearest start: somebody who begins there knows where the minimum is

# What is told where no deviation is named, of several that explain as much, by what they cost.
_UNNAMED = {
    "start": "no_rule.start",
    "direction": "wrong_direction",
    "count": "count_unclear",
    "step_size": "no_step_size.alone",
    "arrives": "no_rule.arrives",
}


def mark(trial: Trial, found: Explanation) -> None:
    """Name the deviations and take what they cost, and mark the rule of the steps and of their size."""
    method_marks.tell_what_holds(trial, found)
    name(trial, found)
    rule = found.rule
    if rule is None:
        if found.seen:
            trial.tell("no_rule")
        return
    if found.deviations == ("ignores_start",) and _begins_beside_minimum(trial, found):
        trial.tell("begins_beside_minimum")
        return
    trial.evidence.update(rule=rule.kind, step_size=rule.step_size)
    if rule.by_start:
        trial.evidence.update(step_sizes=[[plain(start), rule.by_start.get(start)] for start in trial.starts])
    if rule.direction.nearly_right:
        trial.tell(rule.direction.name)
    if found.mistake is not None and rule.kind == "wrong_gradient":
        trial.evidence["wrong_gradient"] = found.mistake
    if found.mistake == "step_size_from_n":
        return
    if found.mistake is not None:
        if not found.without and not found.show.name:  # of these another thing shows in the same points
            tell_first_wrong_step(trial, found, found.seen)
    elif (
        not (found.beside or found.shift or found.taken)
        and trial.precision.grain
        and (decimals := decimals_of(found.seen)) is not None
    ):
        trial.tell(rounding(rule, [run for run in found.seen if run.start in trial.starts], decimals))
    method_marks.mark_numbers(trial, found)


def name(trial: Trial, *explanations: Explanation) -> None:
    """Name what is not as it should be; of several explanations as good what they share, and the best of them counts."""
    for found in explanations:
        several = [_cases(trial, each) for each in (found, *found.equal)]
        for case in min(several, key=trial.cost):
            if all(case in cases for cases in several):
                trial.tell(case, **GAPS.get(case.partition(".")[0], _usual_gaps)(trial, found))
            else:
                for criterion in criteria_of(case):
                    trial.tell(_UNNAMED[criterion])
        if found.equal:
            trial.evidence["equal"] = [list(each.deviations) for each in (found, *found.equal)]


def _begins_beside_minimum(trial: Trial, found: Explanation) -> bool:
    """Tell whether a program that begins at a place of its own does so beside a minimum."""
    nearest = [min(distance(start, target) for start in trial.starts) for target in trial.targets]
    begun = found.seen[0].start
    return any(distance(begun, target) < _BESIDE * near for target, near in zip(trial.targets, nearest, strict=True))


# What values show alike, by what is asked to tell them apart: the first case whose question is answered with yes.
_ALIKE: Mapping[str, Callable[[Trial, Explanation], Mapping[str, bool]]] = {
    "ascends": lambda trial, _: {"negative_step_size": any(size < 0 for size in trial.source.step_sizes)},
    "never_moves": lambda trial, _: {"zero_step_size": 0 in trial.source.step_sizes},
    "keeps_state": lambda trial, _: {"draws_random_numbers": trial.source.draws_numbers},
    "constant_answer": lambda trial, _: {
        "hard_coded_minimum": _is_typed_in(trial, next(_answers(trial))),
        "stays_in_a_corner": all(number in trial.method.edges(axis) for axis, number in enumerate(next(_answers(trial)))),
    },
    # in one variable an exact line search does just that
    "arrives_at_once": lambda trial, _: {
        "arrives_as_a_search": "line_search" in trial.allowed and len(trial.landscape.variables) == 1 and trial.making.in_turns,
    },
    "wrong_gradient": lambda _, found: {"moved_by_another": getattr(found.text, "code", "") == "slip.other_variable.whole"},
    "one_step_too_few": lambda _, found: {"one_step_too_few.by_counter": "step_size_from_counter" in found.deviations},
    "ignores_n": lambda trial, found: {
        "returns_numbers": trial.gives_numbers,
        "stops_after_first_step": bool(found.rule and not found.taken and trial.source.returns_in_loop),
    },
}  # fmt: skip
# Cases of a mistake that cost another thing, and when it is one.
_CASES: Mapping[str, Callable[[Trial], bool]] = {
    "several": lambda trial: len(trial.landscape.variables) > 1,
    "by_source": lambda trial: trial.types_in_minimum,
    "astray": lambda trial: trial.types_in_minimum,
    "arrived": lambda trial: all(map(trial.arrived, _answers(trial))),
}


def _cases(trial: Trial, found: Explanation) -> tuple[str, ...]:
    """Return the deviations as the table has them: told apart by more than values, and by the case in which they are made."""
    names = []
    for name in found.deviations:
        alike = _ALIKE[name](trial, found) if name in _ALIKE else {}
        told = next((other for other, holds in alike.items() if holds), name)
        cases = (f"{told}.{case}" for case, holds in _CASES.items() if criteria_of(f"{told}.{case}") and holds(trial))
        names.append(next(cases, told))
    return tuple(names)


def _answers(trial: Trial) -> Iterator[Point]:
    """Yield what came back from the author's starts."""
    return (point for run in trial.seen.runs() if run.start in trial.starts for point in run.reached.values())


def _is_typed_in(trial: Trial, answer: Point) -> bool:
    """Tell whether an answer not made of the start is a minimum, rounded to the decimals that it has (one at least)."""
    if trial.making.known and trial.making.from_start:
        return False
    decimals = decimals_of([Run(answer, dict(enumerate([answer] * 4)))])
    unit = 10.0**-decimals if decimals else 0.0
    return trial.arrived(answer) or is_near(answer, trial.targets, 0.51 * unit)


def _of_wrong_gradient(trial: Trial, found: Explanation) -> Gaps:
    one_of_several = len(trial.landscape.variables) > 1 and found.axis is not None
    by = sentence("wrong_gradient.by", axis=_axis(trial, found)) if one_of_several else ""
    by = sentence("wrong_gradient.solved", by=by) if _is_solved(trial, found) else by
    hidden = hidden_function(trial.source)
    if hidden is not None:
        return {"by": by, "text": sentence("wrong_gradient.hidden", function=hidden[0], newer=hidden[1])}
    if differentiates(trial.source):
        return {"by": by, "text": sentence("wrong_gradient.automatic")}
    factor = method_marks.factor_of_all(trial, found) if one_of_several and found.text else None
    if factor is not None:
        gaps = {"factor": figures(factor), "because": method_marks.where_from(trial, factor)}
        return {"by": "", "text": sentence("wrong_gradient.times", axis=_axis(trial, found), slip=found.text, **gaps)}
    return {"by": by, "text": _as_values_look(trial, found) if found.text else sentence("wrong_gradient.any_term")}


def _as_values_look(trial: Trial, found: Explanation) -> object:
    """Return what a wrong derivative looks like, with a word about the formula behind it if SymPy worked it out."""
    if differentiates_symbols(trial.source):
        return sentence("wrong_gradient.symbolic", text=_by_no_rule(found.text))
    return _by_no_rule(found.text) if _is_solved(trial, found) else found.text


def _is_solved(trial: Trial, found: Explanation) -> bool:
    """Tell whether a step ends where a derivative vanishes, so that an equation that was solved may stand in the source alone."""
    may_lack = any(taken.name == STEP_SIZE and taken.may_lack for taken in trial.method.takes)
    return may_lack and found.rule is not None and found.rule.step_size is None


def _by_no_rule(text: object) -> object:
    """Return what is told of a derivative where nobody need have used a rule: the factor that is not there got lost anywhere."""
    if not isinstance(text, Sentence):
        return text
    if text.code.startswith("slip.exponent_factor_forgotten"):
        return slip_text("constant_factor_forgotten")
    return sentence(text.code, **{gap: _by_no_rule(filling) for gap, filling in text.gaps.items()})


def _of_steps_taken(_: Trial, found: Explanation) -> Gaps:
    other = [(asked, taken) for asked, taken in found.taken if asked != taken][:3]
    return {"steps": enumeration(sentence("other_number_of_steps.one", taken=taken, asked=asked) for asked, taken in other)}


def _of_other_method(trial: Trial, found: Explanation) -> Gaps:
    method = sentence(f"method.{found.text}")
    return {"found": method, "wanted": sentence(f"method.{trial.method.name}"), "advice": method_marks.advice(trial)}


def _of_beginning(trial: Trial, found: Explanation) -> Gaps:
    size = found.rule.step_size if found.rule is not None else None
    return {"because": where_it_begins(trial.landscape, trial.seen.runs(), size, found.off) if found.off is not None else ""}


def _why_one_more(trial: Trial) -> str:
    function = trial.source.own_function
    return sentence("counting.beside" if function is not None and step_beside_loop(function) is not None else "counting.question")


def _usual_gaps(trial: Trial, found: Explanation) -> Gaps:
    asked = (f"`{trial.call(found.asked)}`", point_text(found.asked[0])) if found.asked is not None else ("", "")
    return {"axis": _axis(trial, found), "count": len(trial.landscape.variables), "call": asked[0], "start": asked[1]}


def _axis(trial: Trial, found: Explanation) -> str:
    return trial.landscape.variables[found.axis] if found.axis is not None else ""


# What the sentences of deviations leave open, where that is more than a coordinate, the number of them, and a call.
GAPS: Mapping[str, Callable[[Trial, Explanation], Gaps]] = {
    "wrong_gradient": _of_wrong_gradient,
    "moved_by_another": lambda trial, found: {"axis": _axis(trial, found), "other": getattr(found.text, "gaps", {}).get("other")},
    "other_number_of_steps": _of_steps_taken,
    OTHER_METHOD: _of_other_method,
    "unequal_steps": lambda trial, found: {"because": method_marks.of_coordinates(trial, found)},
    "in_some_coordinates": method_marks.of_ways,
    **dict.fromkeys(("one_bound_left_out", "one_coordinate_projected"), method_marks.of_passed_bounds),
    "wrong_derivatives": lambda trial, found: {"text": _as_values_look(trial, found)},
    WRONG_SECOND: lambda _, found: method_marks.of_second_derivative(found),
    "begins_elsewhere": _of_beginning,
    **dict.fromkeys(("ascends", "newton_added"), lambda trial, _: {
        "because": sentence("turned.added" if trial.source.adds_in_update else "turned.question"),
    }),
    "one_coordinate_moved": lambda trial, found: {
        "axis": _axis(trial, found), "because": why_it_is_still(trial.source, found.axis),
    },
    "one_step_too_many": lambda trial, _: {"because": _why_one_more(trial)},
    "never_moves": lambda trial, _: {"because": why_it_stays(trial.source)},
    "ignores_n": lambda trial, found: {
        "because": why_n_is_ignored(trial.source, one_pass=found.rule is not None and not found.taken),
    },
}


def tell_first_wrong_step(trial: Trial, wrong: Explanation, runs: Sequence[Run], *, walked: bool = True) -> None:
    """Show the first step that goes elsewhere than the gradient or the method leads; to staff, its right end too.

    Answers that were not `walked` need not follow each other by one step.
    """
    if trial.method is not GRADIENT_DESCENT or STEP_SIZE in trial.fixed_numbers:
        method_marks.tell_first_wrong_step(trial, wrong, runs, walked=walked)
        return
    nearest = sorted(runs, key=lambda run: (run.start not in trial.starts, max(map(abs, run.start))))
    known = _known_size(trial, wrong)
    found = _first_wrong(trial, [chain for run in nearest if len((chain := chain_of(run, wrong.shift)).points) > 1], known)
    if found is None:
        return
    chain, k, size, by_itself = found
    before, after = chain.points[k], chain.points[k + 1]
    slope = trial.landscape.slope(before)
    right = None if size is None else step_against(before, slope, size)
    is_whole = not chain.first and any(run.start == chain.points[0] for run in trial.seen.runs())
    is_first = is_whole and (not k or known is not ANY)
    method_marks.tell_wrong_step(trial, chain, k, right, is_first=is_first if walked and by_itself else None)
    if not walked:
        return
    trial.evidence["first_wrong_step"] = {"step": chain.first + k + 1, "from": plain(before), "to": plain(after),
                                          "gradient": plain(slope)}  # fmt: skip
    if size is None or right is None:
        trial.note("first_wrong_step.gradient", before=point_text(before), slope=point_text(slope))
        return
    trial.evidence["first_wrong_step"] |= {"should_be": plain(right)}  # type: ignore[operator]
    trial.note("first_wrong_step.should_be", before=point_text(before), slope=point_text(slope),
               size=figures(size), right=point_text(right))  # fmt: skip


def _known_size(trial: Trial, wrong: Explanation) -> Interval:
    """Return the δ of a rule, though a wrong one, else the only one in the source; ANY for none.

    Of coordinates with a factor each, nobody knows whose is the right one.
    """
    rule = wrong.rule
    several = rule is not None and rule.kind == "wrong_gradient" and not (wrong.text or rule.text)  # each with a size of its own
    if rule is None or several:
        sizes = {abs(size) for size in trial.source.step_sizes}
        size = sizes.pop() if len(sizes) == 1 else None
    else:
        size = None if rule.kind == "unequal" else rule.step_size or rule.size(0)
    return Interval(abs(size) * (1 - _SAME_SIZE), abs(size) * (1 + _SAME_SIZE)) if size else ANY


Wrong = tuple[Chain, int, float | None, bool]
"""A chain, the place of a step, δ by what is known or the steps before show, and whether the step alone shows that it is wrong."""


def _first_wrong(trial: Trial, chains: list[Chain], known: Interval) -> Wrong | None:
    """Return the first wrong step that a person can see is wrong, if there is one: from 1e45 a wrong term may not show."""
    table = size_table(chains, exact(trial.landscape), trial.precision)
    found = [hit for chain, rows in zip(chains, table, strict=True) if (hit := _wrong_in(chain, rows, known))]
    return next((hit for hit in found if _shows(trial, *hit)), found[0] if found else None)


def _wrong_in(chain: Chain, rows: list[tuple[Interval, ...]], known: Interval) -> Wrong | None:
    common = known
    still = next((k for k, (before, after) in enumerate(pairwise(chain.points)) if before != after), 0)
    for k, row in enumerate(rows[still:], still):  # a loop that begins late moves nothing at first: that is told as its count
        here = meeting(row)
        by_itself = here.empty or here.high < 0 or known.meet(here).empty
        if by_itself or common.meet(here).empty:
            return chain, k, abs(common.low + common.high) / 2 if common.sharp else None, by_itself
        common = common.meet(here)
    return None


def _shows(trial: Trial, chain: Chain, k: int, size: float | None, _: bool) -> bool:
    if size is None:
        return True
    before, after = chain.points[k], chain.points[k + 1]
    right = step_against(before, trial.landscape.slope(before), size)
    return point_text(right) != point_text(after)
