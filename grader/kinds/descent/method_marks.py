"""What programs of methods other than plain descent are marked by: their numbers, their first wrong step, steps without a rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from grader.algebra.floats import agree, points_agree
from grader.descent.explanations import Explanation, explain
from grader.descent.landscape import Misread, Point, is_finite
from grader.descent.method_explanations import OF_OTHER_NUMBERS, OTHER_METHOD, explain_by_method
from grader.descent.method_rules import MethodRule
from grader.descent.methods.gradient_descent import STEP_SIZE
from grader.descent.methods.method import Iteration
from grader.descent.runs import Run
from grader.descent.step_rules import Hypotheses, Rule
from grader.kinds.calling import Role
from grader.kinds.descent.conversation import Asked
from grader.kinds.descent.program_trial import EXACT, GRADIENT_DESCENT, Trial, plain
from grader.sentences.catalogue import say, sentence
from grader.sentences.figures import figures, one_of, point_text
from grader.sentences.sentence import Number

_SAME_NUMBER = 1e-6  # a number that was solved from a few steps is known to more digits, and a typo shows in the first
_MOST_DECIMALS = 20  # of a number that is written as a power of ten
_SAME_STEP = 1e-3  # of a coordinate: a step that a person sees to be another one


def mark_numbers(trial: Trial, found: Explanation) -> None:
    """Mark the numbers that the exercise fixes; of wrong steps δ alone is known to be another."""
    rule = found.rule
    if not isinstance(rule, MethodRule) or rule.iteration is None:
        return
    _mark_kind_of_step(trial, rule.iteration, found)
    for name, wanted in trial.fixed_numbers.items():
        number = rule.iteration.numbers.get(name)
        if found.mistake == OTHER_METHOD and name in trial.method.usual:
            continue  # of another method it says nothing
        if number is None or agree(number, wanted, _SAME_NUMBER, least=0.0):
            continue
        if name == STEP_SIZE:
            mark_size(trial, replace(rule, step_size=number), wanted)
        elif found.right:
            trial.tell("another_number", number=sentence(f"number.{name}"), wanted=Number(f"{wanted:g}"), found=figures(number))


def mark_size(trial: Trial, rule: Rule, wanted: float) -> None:
    """Mark steps of another size than is wanted: δ is another one, or it is right and something else is a multiple.

    It is right where it is handed in, where the source has it, and where the method has none, unless the source has the other;
    and where one coordinate moves by it.
    """
    size = abs(rule.step_size or 0.0)
    if any(agree(abs(size * factor), wanted, _SAME_NUMBER, least=0.0) for factor in rule.factors):
        return
    numbers = set(map(abs, trial.source.numbers))
    is_known = wanted in numbers or Role.SIZE in trial.seen.way.order
    if trial.method.usual.get(STEP_SIZE) != wanted and (size in numbers or not is_known):
        trial.tell("another_step_size", wanted=Number(f"{wanted:g}"), found=figures(size))
        return
    trial.tell("multiple_of_step", factor=figures(size / wanted), advice=where_from(trial, size / wanted))


def where_from(trial: Trial, factor: float) -> str:
    """Return what a factor that steps have too much may come from: the number of data, a square, or anything."""
    lengths = {len(each.text.split(", ")) for each in trial.question.exercise.given if each.is_data}
    count = lengths.pop() if len(lengths) == 1 else None
    known = {"count_missing": count, "count_twice": count and 1 / count, "two": 2.0, "half": 0.5}
    known["divided"] = 1 / trial.fixed_size**2 if trial.fixed_size else None
    told = next((case for case, number in known.items() if number and agree(factor, number, _SAME_NUMBER, least=0.0)), "any")
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


def _mark_kind_of_step(trial: Trial, taken: Iteration, found: Explanation) -> None:
    """Mark steps of one size where the exercise asks for those to the minimum along an axis, and the reverse."""
    either = any(each.name == STEP_SIZE and each.may_lack for each in trial.method.takes)
    if not either or "step_size" not in trial.options.model_fields_set or not found.right:
        return
    size, to_minimum = taken.numbers.get(STEP_SIZE), sentence("another_step_size.to_the_minimum")
    if size is not None and not {"constant", "schedule"}.intersection(trial.allowed):
        trial.tell("another_step_size", wanted=to_minimum, found=figures(size))
    elif size is None and "line_search" not in trial.allowed:
        wanted = one_of(sentence(f"size_rule.{rule}") for rule in trial.allowed)
        trial.tell("another_step_size", wanted=wanted, found=to_minimum)


def by_source(trial: Trial, found: Explanation, runs: list[Run]) -> Explanation:
    """Return the explanation of a search for a step size; where one size explains as much, the source says if it searches."""
    if not any(taken.tried for taken in trial.method.takes):
        return found
    if found.mistake not in (None, OTHER_METHOD):
        return _by_another_number(trial, found, runs)
    alone, _ = explain(Hypotheses(trial.landscape, EXACT, lambda _: ()), runs)
    if alone.rule is None or alone.rule.kind != "constant" or alone.mistake is not None:
        return found
    alone = replace(alone, seen=found.seen)
    if not trial.source.compares_values:
        return replace(alone, mistake=OTHER_METHOD, text=GRADIENT_DESCENT.name)
    if not found.right or found.fitted or len(trial.fixed_numbers) < len(trial.method.takes):
        trial.tell("one_size_or_search")
        return alone
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


def tell_first_wrong_step(trial: Trial, found: Explanation, runs: list[Run]) -> None:
    """Show the first step that is not the method's, with the numbers fixed or found; to staff, its right end."""
    known = dict(found.rule.iteration.numbers) if isinstance(found.rule, MethodRule) and found.rule.iteration else {}
    numbers = {**known, **trial.fixed_numbers}
    if any(taken.name not in numbers and not taken.may_lack for taken in trial.method.takes):
        return
    right = Iteration(method=trial.method, landscape=trial.landscape, numbers=numbers)
    for run in runs:
        path = [run.start]
        for n in range(1, max(run.reached, default=0) + 1):
            after = run.reached.get(n)
            if after is None or not is_finite(after) or len(after) != len(run.start):
                break
            end = right.step(path)
            if is_finite(end) and not points_agree(after, end, _SAME_STEP) and point_text(after) != point_text(end):
                tell_wrong_step(trial, path[-1], after, end, (run.start, n))
                trial.note("first_wrong_step.of_method", before=point_text(path[-1]), right=point_text(end))
                trial.evidence["first_wrong_step"] = {"step": n, "from": plain(path[-1]), "to": plain(after),
                                                      "should_be": plain(end)}  # fmt: skip
                if found.rule is None and trial.method.alike:
                    _tell_what_is_kept(trial, right, runs)
                return
            path.append(after)


def _tell_what_is_kept(trial: Trial, right: Iteration, runs: Sequence[Run]) -> None:
    """Tell of steps with a memory whether the first ones are right, where nothing was kept yet."""
    first = [(run.reached[1], right.step([run.start])) for run in runs if 1 in run.reached]
    is_later = all(points_agree(after, end, _SAME_STEP) for after, end in first)
    trial.feedback.append(say(f"first_wrong_step.{'after_right_ones' if is_later else 'at_rest'}"))


def tell_wrong_step(trial: Trial, before: Point, after: Point, right: Point | None, asked: Asked) -> None:
    """Tell where a wrong step leads from and to; of several coordinates the wrong one alone, if all others are right."""
    here, call = point_text(before), trial.call(asked)
    pairs = enumerate(zip(after, right or (), strict=False))
    wrong = [place for place, (got, end) in pairs if not points_agree((got,), (end,), _SAME_STEP)]
    if point_text(after) == here:
        trial.feedback.append(say("first_wrong_step.stays", before=here, call=call))
    elif len(wrong) == 1 < len(after) and after[wrong[0]] != before[wrong[0]]:
        axis, value = trial.landscape.variables[wrong[0]], point_text((after[wrong[0]],))
        trial.feedback.append(say("first_wrong_step.coordinate", before=here, call=call, axis=axis, after=value))
    else:
        trial.feedback.append(say("first_wrong_step", before=here, call=call, after=point_text(after)))


def mark_unexplained(trial: Trial, runs: list[Run], *, memoryless: bool) -> None:
    """Mark steps that nothing explains: lost if no number is open or they do not arrive, else for a person.

    Steps with a memory do not go on from a point as they went on from the start; there the source tells of n turns.
    """
    open_ones = [taken for taken in trial.method.takes if taken.name not in trial.fixed_numbers and not taken.may_lack]
    if not trial.repeatable:
        trial.tell("not_repeatable")
    elif open_ones and "arrives" not in trial.sheet.lost:
        for case in ("steps_unexplained", *(() if memoryless else ("steps_unexplained.with_memory",))):
            trial.tell(case)
    else:
        text = sentence("no_step_of_method", method=sentence(f"method.{trial.method.name}"), advice=advice(trial))
        has_numbers = any(taken.default is None for taken in trial.method.takes)
        trial.sheet.lose("direction", *(("step_size",) if has_numbers else ()), because=text)
        trial.feedback.append(say("no_step_of_method", method=sentence(f"method.{trial.method.name}"), advice=advice(trial)))
        if not memoryless and not trial.takes_n_turns:
            trial.tell("count_unclear")
        tell_first_wrong_step(trial, Explanation(), runs)


def advice(trial: Trial) -> str:
    """Return what a step of the method is."""
    return sentence(f"step.{trial.method.advice}")
