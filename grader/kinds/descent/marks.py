"""What each deviation costs, and how it is told: one table, the first step that is wrong, and the rule of the step size."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from math import hypot
from operator import mul

from grader.algebra.floats import agree
from grader.descent.arrival import is_near
from grader.descent.explanations import Explanation
from grader.descent.landscape import Point, distance, step_against
from grader.descent.method_explanations import OTHER_METHOD, WRONG_SECOND
from grader.descent.runs import Chain, Run, chain_of, decimals_of
from grader.descent.step_directions import exact
from grader.descent.step_rules import Rule, size_table
from grader.descent.step_sizes import ANY, Interval, meeting
from grader.kinds.descent import method_marks
from grader.kinds.descent.conversation import Asked
from grader.kinds.descent.costs import COSTS, STEPS
from grader.kinds.descent.first_points import where_it_begins
from grader.kinds.descent.idle_loops import why_it_stays, why_n_is_ignored
from grader.kinds.descent.program_trial import GRADIENT_DESCENT, Trial, plain
from grader.kinds.descent.tensor_gradients import differentiates, hidden_function
from grader.sentences.catalogue import say, sentence
from grader.sentences.figures import enumeration, figures, one_of, point_text
from grader.sentences.sentence import Number

_LAST_DIGITS = 1e-9  # what rounding in other steps of the same rule may leave of a large coordinate
_SAME_SIZE = 1e-6  # a size that was read off a few steps is known to more digits than that, and a typo shows in the first
_RIGHT_ANGLE = 1e-3  # cosine: as near as a search along a line comes to the lowest place on it
# decimals: with fewer the minimum is not seen in a result to the digits that a prompt prints
_ROUNDING_THAT_MATTERS = 3
_BESIDE = 0.1  # of the way of the nearest start: somebody who begins there knows where the minimum is
# What is told where no deviation is named, of several that explain as much, by what they cost.
_UNNAMED: Mapping[str, str] = {"direction": "wrong_direction", "count": "count_unclear", "step_size": "no_step_size"}


def mark(trial: Trial, found: Explanation) -> None:
    """Name the deviations and take what they cost, and mark the rule of the steps and of their size."""
    name(trial, found)
    if found.rule is None:
        trial.sheet.lose("direction", "count", "step_size", because=sentence("no_rule"))
    elif found.deviations == ("ignores_start",) and _begins_beside_minimum(trial, found):
        trial.leave("begins_beside_minimum", "direction", "count", "step_size")
    else:
        _mark_rule(trial, found, found.rule)


def name(trial: Trial, found: Explanation) -> None:
    """Name what is not as it should be; of several explanations as good what they share, and the best of them counts."""
    several = [_cases(trial, each) for each in (found, *found.equal)]
    best = min(several, key=trial.cost)
    for case in best:
        if all(case in cases for cases in several):
            trial.name(case, **_gaps(trial, found, case))
        else:
            for criterion in COSTS[case]:
                trial.lose(_UNNAMED.get(criterion, "wrong_direction"), criterion)
    if found.equal:
        trial.evidence["equal"] = [list(each.deviations) for each in (found, *found.equal)]


def _mark_rule(trial: Trial, found: Explanation, rule: Rule) -> None:
    runs = list(found.seen)
    trial.evidence.update(rule=rule.kind, step_size=rule.step_size)
    if rule.by_start:
        trial.evidence.update(step_sizes=[[plain(start), rule.by_start.get(start)] for start in trial.starts])
    if rule.direction.nearly_right:
        trial.hint(rule.direction.name)
    if found.mistake is not None and rule.kind == "wrong_gradient":
        trial.evidence["wrong_gradient"] = found.mistake
    if found.mistake is None:
        _mark_rounding(trial, found, runs)
    elif trial.method is not GRADIENT_DESCENT:
        method_marks.tell_first_wrong_step(trial, found, runs)
    elif found.mistake != "step_size_from_n":
        tell_first_wrong_step(trial, runs, rule.step_size)
    if found.mistake != "step_size_from_n":
        mark_step_size(trial, found)


def _begins_beside_minimum(trial: Trial, found: Explanation) -> bool:
    """Tell whether a program that begins at a place of its own does so beside a minimum."""
    nearest = [min(distance(start, target) for start in trial.starts) for target in trial.targets]
    begun = found.seen[0].start
    return any(distance(begun, target) < _BESIDE * near for target, near in zip(trial.targets, nearest, strict=True))


# What values show alike, by what is asked to tell them apart: the first case whose question is answered with yes.
_ALIKE: Mapping[str, Callable[[Trial, Explanation], Mapping[str, bool]]] = {
    "ascends": lambda trial, _: {"negative_step_size": trial.source.negative_step_size},
    "never_moves": lambda trial, _: {"zero_step_size": trial.source.zero_step_size},
    "constant_answer": lambda trial, _: {"hard_coded_minimum": _is_typed_in(trial, next(_answers(trial)))},
    "ignores_n": lambda trial, found: {
        "stops_after_first_step": bool(found.rule and not found.taken and trial.source.returns_in_loop),
    },
}  # fmt: skip
# Cases of a mistake that cost another thing, and when it is one.
_CASES: Mapping[str, Callable[[Trial], bool]] = {
    "several": lambda trial: len(trial.landscape.variables) > 1,
    "by_source": lambda trial: trial.types_in_minimum,
    "arrived": lambda trial: all(map(trial.arrived, _answers(trial))),
}


def _cases(trial: Trial, found: Explanation) -> tuple[str, ...]:
    """Return the deviations as the table has them: told apart by more than values, and by the case in which they are made."""
    names = []
    for name in found.deviations:
        alike = _ALIKE[name](trial, found) if name in _ALIKE else {}
        told = next((other for other, holds in alike.items() if holds), name)
        cases = (f"{told}.{case}" for case, holds in _CASES.items() if f"{told}.{case}" in COSTS and holds(trial))
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


def _gaps(trial: Trial, found: Explanation, case: str) -> dict[str, object]:
    """Return what the sentence of a deviation leaves open."""
    axis = trial.landscape.variables[found.axis] if found.axis is not None else ""
    if case == "wrong_gradient":
        by = sentence("wrong_gradient.by", axis=axis) if len(trial.landscape.variables) > 1 else ""
        hidden = hidden_function(trial.source)
        if hidden is not None:
            return {"by": by, "text": sentence("wrong_gradient.hidden", function=hidden[0], newer=hidden[1])}
        if differentiates(trial.source):
            return {"by": by, "text": sentence("wrong_gradient.automatic")}
        return {"by": by, "text": found.text or sentence("wrong_gradient.any_term")}
    if case == "other_number_of_steps":
        other = [(asked, taken) for asked, taken in found.taken if asked != taken][:3]
        return {"steps": enumeration(sentence("other_number_of_steps.one", taken=taken, asked=asked) for asked, taken in other)}
    if case == "unequal_steps":
        return {"because": method_marks.of_coordinates(trial, found)}
    if case == WRONG_SECOND:
        return method_marks.of_second_derivative(found)
    if case == OTHER_METHOD:
        method = sentence(f"method.{found.text}")
        return {"found": method, "wanted": sentence(f"method.{trial.method.name}"), "advice": method_marks.advice(trial)}
    if found.off is not None:
        size = found.rule.step_size if found.rule is not None else None
        return {"because": where_it_begins(trial.landscape, trial.seen.runs(), size, found.off)}
    why = {"never_moves": why_it_stays, "ignores_n": why_n_is_ignored}.get(case.partition(".")[0])
    return {"because": why(trial.source)} if why is not None else {"axis": axis, "count": len(trial.landscape.variables)}


def _mark_rounding(trial: Trial, found: Explanation, runs: list[Run]) -> None:
    """Mark rounding: a rounded result is a remark; points rounded on the way lead elsewhere and are a mistake."""
    decimals = decimals_of(runs)
    if not trial.precision.grain or decimals is None or found.rule is None or found.shift or found.taken:
        return
    grain = 0.51 * 10.0**-decimals  # half a unit, and a little for a rule that was found from rounded points
    for run in [run for run in runs if run.start in trial.starts]:  # one that is drawn must not decide it
        path = found.rule.follow(run.start, max(run.reached, default=0))
        for count, point in run.reached.items():
            if count < len(path) and any(
                not agree(a, b, _LAST_DIGITS, least=0.0, slack=grain) for a, b in zip(path[count], point, strict=True)
            ):
                trial.name("rounds_on_the_way")
                return
    if decimals < _ROUNDING_THAT_MATTERS:
        trial.name("rounds_the_result")
    else:
        trial.hint("rounded")


def tell_first_wrong_step(trial: Trial, runs: list[Run], known: float | None = None) -> None:
    """Show the first step that goes elsewhere than the gradient leads; to staff, its right end too.

    `known` is the step size where the rule, though a wrong one, is known.
    """
    nearest = sorted(runs, key=lambda run: (run.start not in trial.starts, max(map(abs, run.start))))
    found = _first_wrong(trial, [chain for run in nearest if len((chain := chain_of(run)).points) > 1])
    if found is None:
        return
    chain, k, shown = found
    size = abs(known) if known else shown
    before, after = chain.points[k], chain.points[k + 1]
    asked = (chain.points[0], k + 1)
    call = trial.call(asked)
    trial.feedback.append(say("first_wrong_step", before=point_text(before), after=point_text(after), call=call))
    slope = trial.landscape.slope(before)
    trial.evidence["first_wrong_step"] = {"step": k + 1, "from": plain(before), "to": plain(after),
                                          "gradient": plain(slope)}  # fmt: skip
    if size is None:
        trial.note("first_wrong_step.gradient", before=point_text(before), slope=point_text(slope))
        return
    right = step_against(before, slope, size)
    trial.evidence["first_wrong_step"] |= {"should_be": plain(right)}  # type: ignore[operator]
    trial.note("first_wrong_step.should_be", before=point_text(before), slope=point_text(slope),
               size=figures(size), right=point_text(right))  # fmt: skip


def _first_wrong(trial: Trial, chains: list[Chain]) -> tuple[Chain, int, float | None] | None:
    """Return the chain and position of the first wrong step, and the δ that the steps before it (or its good part) show.

    The first one that a person can see is wrong, if there is one: from 1e45 a wrong term may not show.
    """
    table = size_table(chains, exact(trial.landscape), trial.precision)
    found = [hit for chain, rows in zip(chains, table, strict=True) if (hit := _wrong_in(chain, rows))]
    return next((hit for hit in found if _shows(trial, *hit)), found[0] if found else None)


def _wrong_in(chain: Chain, rows: list[tuple[Interval, ...]]) -> tuple[Chain, int, float | None] | None:
    common = ANY
    for k, row in enumerate(rows):
        here = meeting(row)
        if here.empty or here.high < 0 or common.meet(here).empty:
            return chain, k, abs(common.low + common.high) / 2 if common.sharp else None
        common = common.meet(here)
    return None


def _shows(trial: Trial, chain: Chain, k: int, size: float | None) -> bool:
    if size is None:
        return True
    before, after = chain.points[k], chain.points[k + 1]
    right = step_against(before, trial.landscape.slope(before), size)
    return point_text(right) != point_text(after)


def mark_step_size(trial: Trial, found: Explanation) -> None:
    """Mark the step size: its rule must be one of those allowed, and its number the one that is fixed."""
    if trial.method is not GRADIENT_DESCENT:
        method_marks.mark_numbers(trial, found)
        return
    rule, fixed = found.rule, trial.fixed_size
    assert rule is not None
    if found.mistake == "never_moves":
        return
    kind = rule.kind if rule.kind in ("schedule", "line_search") else "constant"
    searches = kind == "line_search" and len(trial.landscape.variables) > 1 and trial.allowed != ("constant",)
    wanted: str = Number(fixed)
    size = rule.step_size
    if kind not in trial.allowed and not searches:
        wanted = one_of(sentence(f"size_rule.{rule}") for rule in trial.allowed)
        found_rule = "changing" if kind == "line_search" and not _may_be_a_search(trial, found) else kind
        trial.name("another_step_size", wanted=wanted, found=sentence(f"size_rule.{found_rule}"))
    elif fixed is not None and rule.by_start:
        trial.name("another_step_size", wanted=wanted, found=sentence("another_step_size.by_start"))
    elif fixed is not None and size is not None and not agree(abs(size), fixed, _SAME_SIZE, least=0.0):
        if "wrong_gradient" in found.deviations:  # a size seen along a wrong derivative need not stand in the program
            trial.lose("another_step_size.beside", *COSTS["another_step_size"], wanted=wanted, found=figures(size))
        elif all(not agree(abs(size * factor), fixed, _SAME_SIZE, least=0.0) for factor in rule.factors):
            method_marks.mark_size(trial, abs(size), fixed)


def _may_be_a_search(trial: Trial, found: Explanation) -> bool:
    """Tell whether sizes may come from a search: the source compares values, or steps end where the slope turns at right angles."""
    if trial.source.compares_values or not trial.making.known or trial.making.libraries:
        return True
    moves = [pair for run in found.seen for pair in pairwise(chain_of(run).moving.points)]
    slopes = [(trial.landscape.slope(before), trial.landscape.slope(after)) for before, after in moves]
    return all(abs(sum(map(mul, a, b))) <= _RIGHT_ANGLE * hypot(*a) * hypot(*b) for a, b in slopes)


def mark_at_once(trial: Trial) -> None:
    """Mark a program whose every answer is the minimum already: what it comes from cannot be seen.

    In one variable an exact line search does just that, so where one is allowed a person has to look.
    """
    if "line_search" in trial.allowed and len(trial.landscape.variables) == 1 and trial.making.in_turns:
        trial.leave("arrives_as_a_search", *STEPS[:-1])
        return
    trial.name("arrives_at_once")
    trial.sheet.lose("direction", "step_size", because=sentence("no_single_step"))


def mark_jump(trial: Trial, asked: Asked) -> None:
    """Mark an answer at the minimum that the rule of the first steps does not give."""
    trial.name("jumps_to_minimum", call=f"`{trial.call(asked)}`")
