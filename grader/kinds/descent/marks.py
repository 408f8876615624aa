"""What each deviation costs, and how it is told: one table, the first step that is wrong, and the rule of the step size."""

from __future__ import annotations

from collections.abc import Mapping

from grader.algebra.floats import agree
from grader.descent.explanations import Explanation
from grader.descent.landscape import distance, step_against
from grader.descent.method_explanations import OTHER_METHOD
from grader.descent.runs import Chain, Run, chain_of, decimals_of
from grader.descent.step_directions import KNOWN_MINIMUM, exact
from grader.descent.step_rules import size_table
from grader.descent.step_sizes import ANY, Interval, meeting
from grader.descent.whole_answers import always_as_many
from grader.kinds.descent import method_marks
from grader.kinds.descent.costs import COSTS, STEPS
from grader.kinds.descent.first_points import where_it_begins
from grader.kinds.descent.idle_loops import why_n_is_ignored
from grader.kinds.descent.program_trial import GRADIENT_DESCENT, Trial, plain
from grader.kinds.descent.tensor_gradients import differentiates, hidden_function
from grader.sentences.catalogue import say, sentence
from grader.sentences.figures import figures, point_text

_LAST_DIGITS = 1e-9  # what rounding in other steps of the same rule may leave of a large coordinate
_SAME_SIZE = 1e-6  # a size that was read off a few steps is known to more digits than that, and a typo shows in the first
# decimals: with fewer the minimum is not seen in a result to the digits that a prompt prints
_ROUNDING_THAT_MATTERS = 3
_BESIDE = 0.1  # of the way of the nearest start: somebody who begins there knows where the minimum is
# What is told where no deviation is named, of several that explain as much, by what they cost.
_UNNAMED: Mapping[str, str] = {"direction": "wrong_direction", "count": "count_unclear", "step_size": "no_step_size"}


def mark(trial: Trial, found: Explanation, runs: list[Run]) -> None:
    """Name the deviations and take what they cost; of several explanations as good none is named, and the best counts."""
    rule = found.rule
    assert rule is not None
    if rule.direction.nearly_right:
        trial.hint(rule.direction.name)
    if found.equal:
        best = min((found, *found.equal), key=lambda each: trial.cost(_cases(trial, each)))
        trial.evidence["equal"] = [list(each.deviations) for each in (found, *found.equal)]
        for case in _cases(trial, best):
            for criterion in COSTS[case]:
                trial.lose(_UNNAMED.get(criterion, "wrong_direction"), criterion)
    else:
        for case in _cases(trial, found):
            trial.name(case, **_gaps(trial, found, case))
    if found.mistake is not None and rule.kind == "wrong_gradient":
        trial.evidence["wrong_gradient"] = found.mistake
    if found.mistake is None:
        _mark_rounding(trial, found, runs)
    elif trial.method is not GRADIENT_DESCENT:
        method_marks.tell_first_wrong_step(trial, found, runs)
    elif found.mistake != "step_size_from_n":
        tell_first_wrong_step(trial, runs, rule.step_size)


def _cases(trial: Trial, found: Explanation) -> tuple[str, ...]:
    """Return the deviations as the table has them: a few cost another thing in several variables, or are named by the source."""
    several = len(trial.landscape.variables) > 1
    cases = {"fixed_length_steps": "fixed_length_steps.several"} if several else {}
    if "ascends" in found.deviations and trial.source.negative_step_size:
        cases["ascends"] = "negative_step_size"
    return tuple(cases.get(name, name) for name in found.deviations)


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
        return {"steps": ", ".join(sentence("other_number_of_steps.one", taken=taken, asked=asked) for asked, taken in other)}
    if case == OTHER_METHOD:
        method = sentence(f"method.{found.text}")
        return {"found": method, "wanted": sentence(f"method.{trial.method.name}"), "advice": method_marks.advice(trial)}
    if found.off is not None:
        size = found.rule.step_size if found.rule is not None else None
        return {"because": where_it_begins(trial.landscape, trial.seen.runs(), size, found.off)}
    return {"axis": axis}


def _mark_rounding(trial: Trial, found: Explanation, runs: list[Run]) -> None:
    """Mark rounding: a rounded result is a remark; points rounded on the way lead elsewhere and are a mistake."""
    decimals = decimals_of(runs)
    if not trial.precision.grain or decimals is None or found.rule is None or found.shift:
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
    wanted, size = str(fixed), rule.step_size
    if kind not in trial.allowed and not searches:
        wanted = sentence("another_step_size.wanted", kinds=" or ".join(trial.allowed).replace("_", " "))
        trial.name("another_step_size", wanted=wanted, found=sentence("another_step_size.found", kind=kind.replace("_", " ")))
    elif fixed is not None and rule.by_start:
        trial.name("another_step_size", wanted=wanted, found=sentence("another_step_size.by_start"))
    elif fixed is not None and size is not None and not agree(abs(size), fixed, _SAME_SIZE, least=0.0):
        trial.name("another_step_size", wanted=wanted, found=figures(size))


def mark_at_once(trial: Trial) -> None:
    """Mark a program whose every answer is the minimum already: what it comes from cannot be seen.

    In one variable an exact line search does just that, so where one is allowed a person has to look.
    """
    if "line_search" in trial.allowed and len(trial.landscape.variables) == 1 and trial.making.in_turns:
        trial.leave("arrives_as_a_search", *STEPS[:-1])
        return
    trial.name("arrives_at_once")
    trial.sheet.lose("direction", "step_size", because=sentence("no_single_step"))


def mark_ignored_count(trial: Trial, runs: list[Run], *, landed: bool = False) -> None:
    """Mark one step whatever n says, or always the same number of them; those of a landing cannot be one step."""
    first = [Run(run.start, {1: run.reached[1]}) for run in runs if 1 in run.reached]
    found = Explanation() if landed else trial.explain(first)
    stopped = found.rule is not None and not found.shift and not found.show.name and found.mistake != KNOWN_MINIMUM
    name = "stops_after_first_step" if stopped and trial.source.returns_in_loop else "ignores_n"
    arrived = all(trial.arrived(run.reached[1]) for run in first if run.start in trial.starts)
    because = {"because": why_n_is_ignored(trial.source)} if name == "ignores_n" else {}
    trial.name(f"{name}.arrived" if arrived else name, **because)
    if not stopped:
        found = Explanation(rule=always_as_many(trial.landscape, first, trial.source.numbers))
    if found.rule is None:
        trial.sheet.lose("direction", "step_size", because=sentence("no_single_step"))
        return
    trial.evidence.update(rule=found.rule.kind, step_size=found.rule.step_size)
    mark(trial, found, first if stopped else [])
    mark_step_size(trial, found)


def mark_ignored_start(trial: Trial, runs: list[Run]) -> None:
    """Mark the same answers from every start: their own first point is where they begin."""
    reached = max((run.reached for run in runs), key=len)
    own = Run(reached[1], {n - 1: point for n, point in reached.items() if n > 1}) if 1 in reached else runs[0]
    found = trial.explain([own])
    if all(trial.arrived(point) for run in runs for point in run.reached.values()):
        trial.name("ignores_start.arrived")
        return
    trial.name("ignores_start")
    beside = [t for t in trial.targets if distance(own.start, t) < _BESIDE * min(distance(start, t) for start in trial.starts)]
    if found.right and beside:
        trial.leave("begins_beside_minimum", "direction", "count", "step_size")
    elif found.rule is None:
        trial.lose("wrong_direction", "direction")
        trial.sheet.lose("step_size", "count", because=sentence("no_rule"))
    else:
        mark(trial, found, [own])
        mark_step_size(trial, found)
