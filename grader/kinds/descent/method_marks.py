"""What programs are marked by beside deviations: their numbers, and of other methods than plain descent the first wrong step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, product
from math import hypot
from operator import mul

from grader.algebra.floats import agree, points_agree
from grader.descent.altered_parts import Alteration
from grader.descent.explanations import Explanation, explain
from grader.descent.landscape import Misread, Point, is_finite
from grader.descent.method_explanations import OF_OTHER_NUMBERS, OTHER_METHOD, explain_by_method
from grader.descent.method_rules import ByCoordinate, MethodRule
from grader.descent.methods.backtracking import FACTOR, FIRST, SHARE, Backtracking
from grader.descent.methods.gradient_descent import STEP_SIZE
from grader.descent.methods.method import Iteration
from grader.descent.runs import Chain, Run, chain_of
from grader.descent.step_rules import Hypotheses
from grader.kinds.calling import Role
from grader.kinds.descent.idle_loops import why_it_is_still
from grader.kinds.descent.program_trial import EXACT, GRADIENT_DESCENT, Gaps, Trial, plain
from grader.kinds.descent.tensor_gradients import differentiates, differentiates_symbols
from grader.model import HandedFunction
from grader.sentences.catalogue import say, sentence, slip_text
from grader.sentences.figures import enumeration, figures, listed, one_of, point_text, together
from grader.sentences.sentence import Number

_SAME_NUMBER = 1e-6  # a number that was solved from a few steps is known to more digits, and a typo shows in the first
_RIGHT_ANGLE = 1e-3  # cosine: as near as a search along a line comes to the lowest place on it
_MOST_DECIMALS = 20  # of a number that is written as a power of ten
_SAME_STEP = 1e-3  # of a coordinate: a step that a person sees to be another one


def mark_numbers(trial: Trial, found: Explanation) -> None:
    """Mark the kind of step sizes, and each number that the exercise fixes."""
    rule = found.rule
    if rule is None or found.mistake == "never_moves":
        return
    if trial.method is GRADIENT_DESCENT:
        numbers = {STEP_SIZE: abs(rule.step_size)} if rule.step_size is not None else {}
    elif isinstance(rule, MethodRule) and rule.iteration is not None:
        numbers = dict(rule.iteration.numbers)
    else:
        return
    other = (_other_kind if trial.method is GRADIENT_DESCENT else _other_kind_of_method)(trial, found, numbers.get(STEP_SIZE))
    for code, gaps in [("another_step_size", other)] if other else _other_numbers(trial, found, numbers):
        trial.tell(code, **gaps)


def _other_kind(trial: Trial, found: Explanation, _: float | None) -> Gaps | None:
    """Return the allowed kinds of step sizes, and another one that is seen."""
    kind = found.rule.kind if found.rule and found.rule.kind in ("schedule", "line_search") else "constant"
    searches = kind == "line_search" and len(trial.landscape.variables) > 1 and trial.allowed != ("constant",)
    if kind in trial.allowed or searches:
        return None
    seen = "changing" if kind == "line_search" and not _may_be_a_search(trial, found) else kind
    return {"wanted": one_of(sentence(f"size_rule.{rule}") for rule in trial.allowed), "found": sentence(f"size_rule.{seen}")}


def _other_kind_of_method(trial: Trial, found: Explanation, size: float | None) -> Gaps | None:
    """Return the same of a method that takes steps of one size, or to the minimum along an axis."""
    either = any(each.name == STEP_SIZE and each.may_lack for each in trial.method.takes)
    wanted = {"line_search"} if size is None else {"constant", "schedule"}
    if not either or "step_size" not in trial.options.model_fields_set or not found.right or wanted.intersection(trial.allowed):
        return None
    to_minimum = sentence("another_step_size.to_the_minimum")
    if size is not None:
        return {"wanted": to_minimum, "found": figures(size)}
    return {"wanted": one_of(sentence(f"size_rule.{rule}") for rule in trial.allowed), "found": to_minimum}


def _other_numbers(trial: Trial, found: Explanation, numbers: Mapping[str, float]) -> Iterator[tuple[str, Gaps]]:
    """Yield each number that is another than is fixed, with both; of wrong steps δ alone is known."""
    rule = found.rule
    assert rule is not None, "it has the numbers"
    if found.right and not _stand_in_source(trial, numbers):
        yield "no_step_size.of_search", {}
        return
    for name, wanted in trial.fixed_numbers.items():
        number, asked = numbers.get(name), {"wanted": Number(f"{wanted:g}")}
        if name == STEP_SIZE and rule.by_start:
            yield "another_step_size", asked | {"found": sentence("another_step_size.by_start")}
        if number is None or (found.mistake == OTHER_METHOD and name in trial.method.usual):
            continue  # of another method it says nothing
        moves = (number, *(abs(number * factor) for factor in rule.factors))  # of one coordinate each
        is_other = not any(agree(move, wanted, _SAME_NUMBER, least=0.0) for move in moves)
        gaps = {**asked, "found": figures(number)}
        if name != STEP_SIZE:
            typed = set(_meant_by(tuple(map(abs, trial.source.numbers))))
            if is_other and (found.right or ("wrong_gradient" in found.deviations and number in typed and wanted not in typed)):
                yield "another_number", {"number": sentence(f"number.{name}"), **gaps}
        elif is_other and trial.method is GRADIENT_DESCENT and "wrong_gradient" in found.deviations:
            yield "another_step_size.beside", gaps  # a size seen along a wrong derivative need not stand in the program
        elif is_other and _is_chosen(trial, abs(number), wanted):
            yield "another_step_size", gaps
        elif is_other:
            factor = abs(number) / wanted
            yield "multiple_of_step", {"factor": figures(factor), "advice": where_from(trial, factor)}


def _stand_in_source(trial: Trial, numbers: Mapping[str, float]) -> bool:
    """Tell whether the source has what steps by a search show of its numbers, as far as they are not those asked for.

    Of a search each step shows one size alone, and many numbers lead to it.
    """
    if not isinstance(trial.method, Backtracking):
        return True
    typed, (begins, factors) = set(_meant_by(tuple(map(abs, trial.source.numbers)))), trial.source.shortened
    places = {FIRST: begins or typed, FACTOR: factors or typed, SHARE: (typed - begins - factors) | trial.source.compared}
    return all(
        any(agree(numbers[name], each, _SAME_NUMBER, least=0.0) for each in (wanted, *places[name]))
        for name, wanted in trial.fixed_numbers.items() if name in numbers
    )  # fmt: skip


def _is_chosen(trial: Trial, size: float, wanted: float) -> bool:
    """Tell whether another size than is wanted is another δ, and not a multiple of something else.

    δ is right where it is handed in, where the source has it, and where the method has none, unless the source has the other.
    """
    numbers = set(map(abs, trial.source.numbers))
    is_known = wanted in numbers or Role.SIZE in trial.seen.way.order
    return trial.method.usual.get(STEP_SIZE) != wanted and (size in numbers or not is_known)


def factor_of_all(trial: Trial, found: Explanation) -> float | None:
    """Return what all derivatives have too much, a wrong one as well, where δ is right in the source; None for nothing."""
    size, wanted = found.rule.step_size if found.rule is not None else None, trial.fixed_size
    is_other = size and wanted and not agree(abs(size), wanted, _SAME_NUMBER, least=0.0)
    return abs(size) / wanted if size and wanted and is_other and not _is_chosen(trial, abs(size), wanted) else None


def where_from(trial: Trial, factor: float) -> str:
    """Return what a factor that steps have too much may come from: the number of data, a square, the step size, or anything.

    Derivatives that are handed in, or worked out by a library, have no factor of the student's.
    """
    lengths = {len(each.text.split(", ")) for each in trial.question.exercise.given if each.is_data}
    count = lengths.pop() if len(lengths) == 1 else None
    known = {"count_missing": count, "count_twice": count and 1 / count, "two": 2.0, "half": 0.5}
    known |= {"divided": 1 / trial.fixed_size**2, "size_twice": trial.fixed_size} if trial.fixed_size else {}
    told = next((case for case, number in known.items() if number and agree(factor, number, _SAME_NUMBER, least=0.0)), "any")
    handed = any(isinstance(part, HandedFunction) for part in trial.seen.way.order)
    if told in ("two", "half", "any") and (handed or differentiates(trial.source) or differentiates_symbols(trial.source)):
        told = "in_update"
    return sentence(f"multiple_of_step.{'over_data' if told == 'any' and count else told}", count=count)


def of_coordinates(trial: Trial, found: Explanation) -> str:
    """Return what is wrong where coordinates move by different sizes: one of them, if the step size is fixed and another has it."""
    rule, fixed, names = found.rule, trial.fixed_size, trial.landscape.variables
    assert rule is not None, "it has a size for each coordinate"
    factors = [factor * (rule.step_size or 0.0) / fixed for factor in rule.factors] if fixed else []
    for axis, factor in enumerate(factors):
        if all(agree(other, 1.0, _SAME_NUMBER) for at, other in enumerate(factors) if at != axis):
            advice = where_from(trial, factor)
            return sentence("unequal_steps.by_axis", axis=names[axis], factor=figures(factor), advice=advice)
    return sentence("unequal_steps.any")


def of_second_derivative(found: Explanation) -> dict[str, object]:
    """Return what the sentence of a wrong Hessian leaves open: which of its entries, and what is wrong there."""
    iteration = found.rule.iteration if isinstance(found.rule, MethodRule) else None
    landscape = iteration.landscape if iteration is not None else None
    if not isinstance(landscape, Misread) or landscape.place is None:
        return {"by": "", "text": found.text}
    one, other = (landscape.variables[axis] for axis in landscape.place)
    by = sentence("wrong_second_derivative.by", one=one, other=other) if len(landscape.variables) > 1 else ""
    return {"by": by, "text": found.text}


def of_ways(trial: Trial, found: Explanation) -> Gaps:
    """Return what the sentence of coordinates that move in ways of their own leaves open: each wrong one, and how it moves."""
    way = found.rule.way if isinstance(found.rule, MethodRule) else None
    ways = way.ways if isinstance(way, ByCoordinate) else ()
    names = trial.landscape.variables
    said = []
    for axis, way in enumerate(ways):
        because = why_it_is_still(trial.source, axis) if way.name == "one_coordinate_moved" else sentence("turned.question")
        slip = slip_text(way.name, "program", axis=names[axis], because=because) if way.name else ""
        said += [sentence("within.coordinate", axis=names[axis], slip=slip)] if slip else []
    return {"text": together(said) if said else ""}


def tell_what_holds(trial: Trial, found: Explanation) -> None:
    """Tell which coordinates, or equations, are right in every step if others are not."""
    if found.holds:
        right = enumeration(trial.landscape.variables[axis] for axis in found.holds)
        trial.feedback.append(say(f"holds.{_rows(trial)}", right=right))


def _rows(trial: Trial) -> str:
    """Return what is right of one coordinate of a method's steps: where one size is sought for all, no more than its derivative."""
    searches = any(taken.tried for taken in trial.method.takes)
    return "equations" if trial.method.second_order else "derivatives" if searches else "coordinates"


def _may_be_a_search(trial: Trial, found: Explanation) -> bool:
    """Tell whether sizes may come from a search: the source compares values, or steps end where the slope turns at right angles."""
    if trial.source.compares_values or not trial.making.known or trial.making.libraries:
        return True
    moves = [pair for run in found.seen for pair in pairwise(chain_of(run).moving.points)]
    slopes = [(trial.landscape.slope(before), trial.landscape.slope(after)) for before, after in moves]
    return all(abs(sum(map(mul, a, b))) <= _RIGHT_ANGLE * hypot(*a) * hypot(*b) for a, b in slopes)


def by_source(trial: Trial, found: Explanation, runs: list[Run]) -> Explanation:
    """Return the explanation of a search for a step size; where one size explains as much, the source says if it searches."""
    if not any(taken.tried for taken in trial.method.takes):
        return found
    if isinstance(trial.method, Backtracking) and found.right and found.fitted >= OF_OTHER_NUMBERS:
        found = _as_written(trial, found, runs)
    if found.mistake not in (None, OTHER_METHOD):
        return _by_another_number(trial, found, runs)
    alone, _ = explain(Hypotheses(trial.landscape, EXACT, lambda _: ()), runs)
    if alone.rule is None or alone.rule.kind != "constant" or alone.mistake is not None:
        return found
    method, size, alone = trial.method, alone.rule.step_size, replace(alone, seen=found.seen)
    if not trial.source.compares_values:
        return replace(alone, mistake=OTHER_METHOD, text=GRADIENT_DESCENT.name)
    known = len(trial.fixed_numbers) == len(method.takes)
    if isinstance(method, Backtracking) and known and found.right and size and not method.tries(size, trial.fixed_numbers):
        return found  # no search with the numbers that are asked for finds that size
    if not found.right or found.fitted or not known:
        trial.tell("one_size_or_search")
        return alone
    return found


def _as_written(trial: Trial, found: Explanation, runs: list[Run]) -> Explanation:
    """Return right steps by a search with the numbers of the source, where these lead there too."""
    begins, factors = trial.source.shortened
    shares = dict.fromkeys(share for share in (trial.fixed_numbers.get(SHARE, 0.0), *trial.source.numbers) if 0 < share < 1)
    for share, first, factor in product(shares, begins, factors):
        numbers = {FIRST: first, FACTOR: factor, SHARE: share}
        own, _ = explain_by_method(Hypotheses(trial.landscape, EXACT, lambda _: ()), runs, trial.method, numbers)
        if own.right and own.fitted < OF_OTHER_NUMBERS:
            return replace(own, seen=found.seen, fitted=found.fitted)
    return found


def _by_another_number(trial: Trial, found: Explanation, runs: list[Run]) -> Explanation:
    """Return right steps by another number, if the source has it and not the one asked for; else the mistake that was found.

    A number that is tried out explains by chance what a mistake explains, and the reverse: values cannot tell which it is.
    """
    typed = set(_meant_by(tuple(map(abs, trial.source.numbers))))
    for name, wanted in trial.fixed_numbers.items():
        if any(agree(number, wanted, _SAME_NUMBER, least=0.0) for number in typed):
            continue
        others = {each: number for each, number in trial.fixed_numbers.items() if each != name}
        taken = next(taken for taken in trial.method.takes if taken.name == name)
        for number in sorted((number for number in taken.tried if number in typed), key=lambda each: each in others.values()):
            seen = Hypotheses(trial.landscape, EXACT, lambda _: ())
            alone, _ = explain_by_method(seen, runs, trial.method, {**others, name: number})
            if alone.right:
                return replace(alone, seen=found.seen, fitted=OF_OTHER_NUMBERS)
    return found


def _meant_by(numbers: tuple[float, ...]) -> Iterator[float]:
    """Yield the numbers that somebody may mean who types in these: as they are, below a fraction bar, as powers of ten."""
    yield from numbers
    yield from (1 / number for number in numbers if number)
    yield from (10.0**-number for number in numbers if 10 in numbers and number < _MOST_DECIMALS)


def tell_first_wrong_step(trial: Trial, found: Explanation, runs: Sequence[Run], *, walked: bool = True) -> None:
    """Show the first step that is not the method's, with the numbers fixed or found; to staff, its right end.

    Where n takes a step more than n the first is not seen, and nothing is shown.
    """
    known = dict(found.rule.iteration.numbers) if isinstance(found.rule, MethodRule) and found.rule.iteration else {}
    numbers = {**known, **trial.fixed_numbers}
    if trial.method.missing(numbers):
        return
    right = Iteration(method=trial.method, landscape=trial.landscape, numbers=numbers)
    for run in runs:
        chain = chain_of(Run(run.start, {n + found.shift: point for n, point in run.reached.items()}))
        is_first = True
        for n, after in enumerate(chain.points[1:], 1):
            if not is_finite(after) or len(after) != len(run.start):
                break
            path = chain.points[:n]
            end = right.step(path)
            is_wrong = is_finite(end) and not points_agree(after, end, _SAME_STEP)
            if is_wrong and point_text(after) != point_text(end):
                tell_wrong_step(trial, chain, n - 1, end, is_first=is_first if walked else None)
                if not walked:
                    return
                trial.note("first_wrong_step.of_method", before=point_text(path[-1]), right=point_text(end))
                trial.evidence["first_wrong_step"] = {"step": n, "from": plain(path[-1]), "to": plain(after),
                                                      "should_be": plain(end)}  # fmt: skip
                return
            is_first = is_first and not is_wrong


def right_parts(trial: Trial, runs: Sequence[Run], *, straight: bool) -> dict[str, Gaps | bool]:
    """Return what is right in steps that nothing explains, by the name of the part, for the gaps of a sentence.

    Steps that are `straight` go against the gradient, however far.
    """
    if trial.method.missing(trial.fixed_numbers):
        return {}
    own = Iteration(method=trial.method, landscape=trial.landscape, numbers={**trial.method.usual, **trial.fixed_numbers})
    search = Alteration(Hypotheses(trial.landscape, EXACT, lambda _: ()), own, [chain_of(run).moving for run in runs])
    found: dict[str, Gaps | bool] = {"direction": True} if straight else {}
    names = trial.landscape.variables
    right = search.right
    if 0 < len(right) < len(names):
        halves = {"right": right, "wrong": [axis for axis in range(len(names)) if axis not in right]}
        gaps = {half: enumeration(names[axis] for axis in axes) for half, axes in halves.items()}
        found[_rows(trial)] = gaps
    for occasion, steps in search.by_occasion().items():
        if all(steps) and len(steps) > 1:
            keeps = occasion == "first" and len(trial.method.usual) == len(trial.method.takes)  # all its numbers show at once
            found["later" if keeps else occasion] = True
    return found


def of_passed_bounds(trial: Trial, _: Explanation) -> Gaps:
    """Return what the sentence of points outside the region leaves open: each bound passed, and the coordinate."""
    ends = [point for run in trial.seen.runs() for point in run.reached.values() if is_finite(point)]
    pairs = [(axis, c, bound) for end in ends for axis, (c, bound) in enumerate(zip(end, trial.method.nearest(end), strict=True))]
    passed = sorted({(axis, bound, c < bound) for axis, c, bound in pairs if c != bound})
    said = (
        sentence(f"passes.{'below' if is_below else 'above'}", axis=trial.landscape.variables[axis], bound=figures(bound))
        for axis, bound, is_below in passed
    )
    return {"passed": listed(said)}


def outside(trial: Trial, runs: Sequence[Run]) -> Gaps | None:
    """Return the first call that ends outside the method's region, if there is one."""
    ends = [((run.start, n), point) for run in runs for n, point in sorted(run.reached.items()) if is_finite(point)]
    out = next((each for each in ends if not points_agree(trial.method.nearest(each[1]), each[1], _SAME_STEP)), None)
    return {"call": f"`{trial.call(out[0])}`", "point": point_text(out[1])} if out else None


def tell_wrong_step(trial: Trial, chain: Chain, k: int, right: Point | None, *, is_first: bool | None) -> None:
    """Tell where a wrong step leads from and to; of several coordinates the wrong one alone, if all others are right.

    With None for `is_first` it is not known to be wrong, or to be a step: what came back is told, and asked about.
    """
    before, after = chain.points[k : k + 2]
    runs = [run for run in trial.seen.runs() if {before, after} <= {run.start, *run.reached.values()}]
    called = {point: trial.call((run.start, n)) for run in runs[:1] for n, point in run.reached.items()}
    if after not in called:
        return  # the step was not asked for
    here, call = point_text(before), called[after]
    if is_first is None:
        case = "step_in_doubt" if before in called and before not in [run.start for run in runs] else "step_in_doubt.first"
        trial.feedback.append(say(case, before=here, call=call, after=point_text(after), earlier=called.get(before)))
        return
    which = sentence("wrong_step.first" if is_first else "wrong_step.one")
    pairs = enumerate(zip(after, right or (), strict=False))
    wrong = [place for place, (got, end) in pairs if not points_agree((got,), (end,), _SAME_STEP)]
    if point_text(after) == here:
        trial.feedback.append(say("first_wrong_step.stays", which=which, before=here, call=call))
    elif len(wrong) == 1 < len(after) and after[wrong[0]] != before[wrong[0]]:
        axis, value = trial.landscape.variables[wrong[0]], point_text((after[wrong[0]],))
        trial.feedback.append(say("first_wrong_step.coordinate", which=which, before=here, call=call, axis=axis, after=value))
    else:
        trial.feedback.append(say("first_wrong_step", which=which, before=here, call=call, after=point_text(after)))


def advice(trial: Trial) -> str:
    """Return what a step of the method is."""
    return sentence(f"step.{trial.method.advice}")
