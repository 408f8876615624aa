"""Judges an answer that is mathematics: equal to the reference, right for an earlier slip, a known mistake, or wrong.

The decision itself is `equality`'s; here it becomes a verdict, a credit and sentences. Shared by every
kind whose reference is an expression; it does not know where the reference came from.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from grader.algebra.differentiate import NotDifferentiableError, differentiate
from grader.algebra.floats import agree, share_off
from grader.algebra.tree import Expression, Vector, parts_of, variables_in
from grader.equality.compare import compare
from grader.equality.decision import Comparison, Decision, Relation
from grader.equality.function_decision import Values, compare_values, is_about
from grader.equality.loosening import change_of_values
from grader.equality.sample_points import sample_points, value_at
from grader.equality.usual_forms import usual_forms
from grader.kinds.answer_options import AnswerOptions
from grader.kinds.answers import ExpressionAnswer
from grader.kinds.calling import Contract
from grader.kinds.code_values import value_text
from grader.kinds.function_answers import (
    Answer,
    FunctionAnswer,
    Reading,
    Wanted,
    WholeNumbers,
    ask_further,
    came,
    read_mathematics,
)
from grader.kinds.mathematical import Numbers, numbers_of
from grader.kinds.outcomes import RIGHT_IN_OTHER_FORM, needs_review, what_happened
from grader.kinds.protocol import FirstLook
from grader.kinds.unnamed_mistakes import Mistaken, made_of, of_a_slip, without_a_name
from grader.model import (
    Audience,
    CheckResult,
    Criterion,
    Feedback,
    Observation,
    Probe,
    Question,
    Submission,
    Verdict,
)
from grader.notation.answer import read
from grader.notation.form import FormFinding, has_form, readable
from grader.notation.printing import plain
from grader.quantities.operators.operator import Data, is_number
from grader.quantities.sheet import sheet_of
from grader.quantities.slips import Misconception, recognise
from grader.quantities.slips.partly_right import BY_RULES
from grader.sentences.catalogue import say, sentence
from grader.sentences.figures import figures, ordinal

_VECTORS = 6  # of a student's that are kept for a picture: more arrows lie on each other
_WHOLE_FLOAT = re.compile(r"(?<![\w.])(\d+)\.0(?![\w.])")  # in a call: a person types `df_dx(2, 3)`
_LOOKS_RIGHT = 1e-6  # relative: where a function is off by less, its values show nothing of a mistake
_FEW = 3  # points of a first look: of edits of a wrong program hardly one is right there and wrong elsewhere
POINTS = 9  # one that can be worked out by hand, and eight that nobody foresees


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """What an answer is compared with: the reference, and the known wrong answers.

    None of these is made in the `settled` items, which the student has shown right; `astray` are others that it builds on and that
    were answered wrongly. `formula` is what a function computes, where its source shows that; `put_in` the right formula with the
    numbers that the answer's code puts in, and `differentiated` are the functions that it differentiates.
    """

    reference: Expression
    candidates: Callable[[], Iterable[Misconception]]
    settled: frozenset[str] = frozenset()
    astray: frozenset[str] = frozenset()
    formula: Callable[[], Expression | None] = lambda: None
    put_in: Callable[[], Iterable[Misconception]] = tuple
    differentiated: Callable[[], Iterable[Expression]] = tuple


def ask_answer(
    question: Question, submission: Submission, reference: Expression, contract: Contract | None = None
) -> Reading:
    """Return the student's answer, asked at points where the reference is defined."""
    answer = yield from read_mathematics(question, submission, _wanted(question, reference, contract))
    if isinstance(answer, FunctionAnswer):
        return (yield from ask_further(question, submission, answer, reference, comparison_of(question)))
    return answer


def first_look(
    question: Question, submission: Submission, reference: Expression, contract: Contract | None = None
) -> Generator[Probe, Observation, FirstLook | None]:
    """Return how a function that is a right answer is told by its values at a few points; None for any other answer.

    Of the points those come first at which it is wrong. At some of them one variable is 0: there a function with two faults may
    be right once one of them is mended. Beside the values stands by how much the factors differ by which they are off: where
    one of two faults is such a factor, that is nothing once the other is mended.
    """
    answer = yield from read_mathematics(question, submission, _wanted(question, reference, contract))
    if not isinstance(answer, FunctionAnswer):
        return None
    variables, parts = question.function.variables, parts_of(reference)
    relevant = [name for name in variables if name in variables_in(reference)]
    few = _wrong_first(answer, reference)[:_FEW]
    zeros = [(name, {**point, name: 0.0}) for name in relevant[:_FEW] for point in few[:2]] if len(relevant) > 1 else []
    zeros = [(name, point) for name, point in zeros if None not in [value_at(part, point) for part in parts]]
    asked = (*few, *(point for _, point in zeros))
    meant = [value_at(part, point) for point in asked for part in parts]
    rows = [range(at, at + len(parts)) for at in range(0, len(meant), len(parts))]
    columns = [range(at, len(meant), len(parts)) for at in range(len(parts) if len(parts) > 1 else 0)]
    seen = [(sentence("partly.ordinal", ordinal=ordinal(number)), frozenset(places)) for number, places in enumerate(columns, 1)]
    for name in dict.fromkeys(name for name, _ in zeros):
        own = [row for (other, _), row in zip(zeros, rows[len(few) :], strict=True) if other == name]
        seen.append((sentence("made_right.at_zero", name=name), frozenset().union(*own)))
    has_factor = len({each for each in meant if each}) > _FEW
    if has_factor:
        seen.append((sentence("made_right.but_for_factor"), frozenset((len(meant),))))

    def off(observation: Observation) -> tuple[float, ...] | None:
        values = [numbers_of(call.value, variables) if came(call) else None for call in observation.calls]
        flat = [each for value in values for each in (value if isinstance(value, tuple) else (value,))]
        pairs = [(one, other) for one, other in zip(flat, meant, strict=False) if one is not None and other is not None]
        if not len(flat) == len(pairs) == len(meant):
            return None
        ratios = [one / other for one, other in pairs if other] if has_factor else []
        largest = max(map(abs, ratios), default=0.0)
        apart = (max(ratios) - min(ratios)) / largest if largest else 1.0
        shares = tuple(share_off(*pair) for pair in pairs)
        return (*shares, min(apart, max(map(abs, shares)))) if has_factor else shares

    probe = answer.way.probe(answer.name, asked)
    return FirstLook(probe=probe, off=off, parts=tuple(seen))


def _wrong_first(answer: FunctionAnswer, reference: Expression) -> list[Mapping[str, float]]:
    """Return the points of a function's values, those first at which it is off."""

    def is_near(values: Numbers, point: Mapping[str, float]) -> bool:
        own = values if isinstance(values, tuple) else (values,)
        pairs = zip(own, [value_at(part, point) for part in parts_of(reference)], strict=False)
        return all(one is not None and other is not None and agree(one, other, _LOOKS_RIGHT) for one, other in pairs)

    pairs = sorted(zip(answer.points, answer.values, strict=True), key=lambda each: is_near(each[1], each[0]))
    return [point for point, _ in pairs]


def _wanted(question: Question, reference: Expression, contract: Contract | None) -> Wanted:
    points, used = points_for(question, reference), variables_in(reference)
    relevant = tuple(name for name in question.function.variables if name in used)
    return Wanted(points=points, relevant=relevant, components=len(parts_of(reference)), contract=contract)


def comparison_of(question: Question) -> Comparison:
    """Return what every answer to a question is compared under."""
    function = question.function
    return Comparison(
        variables=function.variables,
        domain=function.domain,
        tolerance=question.item.tolerance,
        up_to=getattr(question.options, "up_to", None),
        seed=question.seed,
    )


def points_for(question: Question, reference: Expression) -> tuple[Mapping[str, float], ...]:
    """Return where the answers to a question are compared with its reference by their values."""
    return _points(reference, question.function.expression, comparison_of(question))


@lru_cache(maxsize=256)  # the points of a question are the same for a whole class
def _points(reference: Expression, function: str, comparison: Comparison) -> tuple[Mapping[str, float], ...]:
    """Return points at which the exercise's function and all usual forms of the reference are sound."""
    whole = read(function, variables=comparison.variables)
    also = tuple(form for part in (whole, *parts_of(reference)) for form in usual_forms(part))
    return sample_points(reference, comparison, count=POINTS, also=also)


def judged(question: Question[AnswerOptions], answer: Answer, target: Target) -> CheckResult:
    """Return the result for an answer by the reference alone; a wrong one is named where it is a known mistake."""
    decision = decide(answer, target.reference, comparison_of(question))
    if decision.relation is Relation.EQUAL:
        if isinstance(answer, FunctionAnswer):
            unseen = _unseen(question, answer)
            if unseen is not None:
                return unseen
            if answer.text is not None:
                return _in_a_text(question, answer, answer.text)
        whole = CheckResult(
            key=question.key,
            verdict=Verdict.CORRECT,
            credit=Fraction(1),
            feedback=(*answer.remarks, *(_of_function(answer) if isinstance(answer, FunctionAnswer) else ())),
            understood=answer.understood,
            answer=answer,
        )
        options = question.options
        if not isinstance(answer, ExpressionAnswer) or options.form is None:
            return whole
        return _with_form(whole, has_form(answer.expression, options.form), options)
    if decision.relation is Relation.UNDECIDED:
        staff = sentence("undecided.staff", reference=plain(readable(target.reference)))
        result = needs_review(question, sentence("undecided"), staff, code="undecided")
        return replace(result, understood=answer.understood, answer=answer)
    return _wrong(question, answer, target, decision)


def _in_a_text(question: Question, answer: FunctionAnswer, text: tuple[str, str]) -> CheckResult:
    """Return the result of a function that is right and gives its numbers in texts."""
    call, value = text
    remark = say("returned_text", call=call, value=value)
    return CheckResult(
        key=question.key, verdict=Verdict.PARTIAL, credit=RIGHT_IN_OTHER_FORM, feedback=(remark, *answer.remarks), answer=answer
    )


def decide(answer: Answer, reference: Expression, comparison: Comparison) -> Decision:
    """Tell whether an answer equals a reference, by the engine."""
    if isinstance(answer, FunctionAnswer):
        answer = _loosened(answer, reference, comparison)
        return compare_values(
            reference,
            answer.points,
            answer.values,
            tolerance=comparison.tolerance,
            further=answer.further,
            slack=answer.slack,
        )
    return compare(answer.expression, reference, comparison)


def _loosened(answer: FunctionAnswer, reference: Expression, comparison: Comparison) -> FunctionAnswer:
    """Return a function with its values scaled or moved to the reference's, as far as the question leaves that open."""
    if comparison.up_to is None:
        return answer
    change = change_of_values(reference, answer.points, answer.values, comparison.up_to)
    further = tuple(replace(each, value=change(each.value)) for each in answer.further)
    values = tuple(map(change, answer.values))
    return replace(answer, values=values, further=further)  # type: ignore[arg-type]


def _unseen(question: Question, answer: FunctionAnswer) -> CheckResult | None:
    """Return the result for a person, where a function is right at the moderate points and not seen to be right elsewhere."""
    if answer.unfinished is not None:
        student = sentence("unfinished", happened=what_happened(answer.name, answer.unfinished))
        return needs_review(question, student, sentence("unfinished.staff"), code="unfinished")
    for one in answer.whole_numbers:
        as_floats = _as_floats(answer, one)
        if one.value is None or as_floats is None or is_about(one.further, as_floats) or _is_cut_off(one, as_floats):
            continue
        said = sentence("whole_numbers.differ", call=one.call, gave=value_text(one.value), floats=_text(as_floats))
        return needs_review(
            question,
            sentence("whole_numbers.person", differ=said),
            sentence("whole_numbers.staff", differ=said),
            code="whole_numbers",
        )
    return None


def _as_floats(answer: FunctionAnswer, one: WholeNumbers) -> Values:
    """Return what the function gave where the same numbers were floats."""
    return next((each.value for each in answer.further if dict(each.point) == dict(one.further.point)), None)


def _is_cut_off(one: WholeNumbers, as_floats: Values) -> bool:
    """Tell whether decimals were cut off, as an array of whole numbers does to what is put into it."""
    whole, exact = (
        [value] if isinstance(value, float) else list(value or ()) for value in (one.further.value, as_floats)
    )
    cut = [None if value is None or not math.isfinite(value) else float(math.trunc(value)) for value in exact]
    return bool(whole) and cut == whole


def _text(values: Values) -> str:
    return value_text(values if values is None or isinstance(values, float) else tuple(values))


def _of_function(answer: FunctionAnswer) -> Iterator[Feedback]:
    """Yield the remarks on a right function: it measures what rules give exactly, or is right for floats alone.

    Tensors of whole numbers have no gradient, and arrays of them cut decimals off.
    """
    if answer.slack:
        yield say("difference_quotient.measured", name=answer.name)
    for one in answer.whole_numbers:
        as_floats = _as_floats(answer, one)
        if one.value is None and one.fault is not None:
            yield say("whole_numbers.stopped", call=one.call, error=one.fault.type_name)
        elif one.value is None:
            yield say("whole_numbers.nothing", call=one.call)
        elif as_floats is not None and not is_about(one.further, as_floats):
            yield say("whole_numbers.cut_off", call=one.call, gave=value_text(one.value))
        else:
            continue
        return


def _with_form(result: CheckResult, finding: FormFinding, options: AnswerOptions) -> CheckResult:
    """Return the result with its form judged apart from its value."""
    share = options.form_share
    value = Criterion(
        id="value", text=sentence("criterion.value"), verdict=Verdict.CORRECT, share=1 - share, credit=Fraction(1)
    )
    form = Criterion(
        id="form",
        text=sentence("criterion.form", form=sentence(f"form.{options.form}")),
        verdict=Verdict.CORRECT if finding.holds else Verdict.INCORRECT,
        share=share,
        credit=Fraction(int(finding.holds)),
        feedback=finding.text,
    )
    if finding.holds:
        return replace(result, criteria=(value, form))
    return replace(
        result,
        verdict=Verdict.PARTIAL,
        credit=1 - share,
        criteria=(value, form),
        feedback=(*result.feedback, Feedback(code="form", text=finding.text)),
    )


def _wrong(question: Question, answer: Answer, target: Target, decision: Decision) -> CheckResult:
    one_number = is_number(target.reference)  # shows no slip in one of several derivatives: too many lead to any short number
    measures = isinstance(answer, FunctionAnswer) and answer.takes_difference  # and breaks no rule of calculus
    candidates = [
        slip for slip in target.candidates() if not (one_number and slip.on_the_way) and not (measures and slip.name in BY_RULES)
    ]
    misconception = recognise(
        answer.expression if isinstance(answer, ExpressionAnswer) else (answer.points, answer.values),
        candidates,
        target.reference,
        comparison_of(question),
        author=(*authors(question), *target.put_in()),
    )
    mistaken = Mistaken(
        question=question,
        answer=answer.expression if isinstance(answer, ExpressionAnswer) else target.formula(),
        reference=target.reference,
        comparison=comparison_of(question),
        seen=answer if isinstance(answer, FunctionAnswer) else None,
        settled=target.settled,
        astray=target.astray,
    )
    credit = Fraction(getattr(misconception, "credit", 0))
    each = _one_for_each(question, answer, target.reference)
    typed = _function_typed(question, answer, target)
    if each is not None:
        text = each
    elif typed is not None:
        text, misconception = typed, None
    elif misconception is not None:
        text = of_a_slip(mistaken, misconception)
    else:
        text = without_a_name(mistaken, decision, candidates)
    code = misconception.name if misconception else str(decision.relation)
    # how a function's parameters were understood may be why it is wrong
    reading = answer.way.remark if isinstance(answer, FunctionAnswer) else None
    told = (*answer.remarks, Feedback(code="calling", text=reading)) if reading else answer.remarks
    audience = Audience.STUDENT if question.item.reveal else Audience.STAFF
    expected = say("expected", answer=plain(readable(target.reference)), audience=audience)
    return CheckResult(
        key=question.key,
        verdict=Verdict.PARTIAL if credit else Verdict.INCORRECT,
        credit=credit,
        feedback=(Feedback(code=code, text=text), *told, expected),
        misconception=misconception.name if misconception else None,
        understood=answer.understood,
        answer=answer,
        evidence={**evidence_of(answer, decision), **_vectors_seen(question, answer, target.reference)},
    )


def _function_typed(question: Question, answer: Answer, target: Target) -> str | None:
    """Return what is said of a right derivative of another function than the exercise's, which the code holds; else None."""
    derivatives = made_of(question).derivatives
    for function in target.differentiated() if derivatives else ():
        try:
            rates = tuple(differentiate(function, each.variable) for each in derivatives)
        except NotDifferentiableError:
            continue
        derived = Vector(rates) if isinstance(target.reference, Vector) else rates[0]
        if decide(answer, derived, comparison_of(question)).relation is Relation.EQUAL:
            return sentence("function_typed", text=plain(function))
    return None


def _one_for_each(question: Question, answer: Answer, reference: Expression) -> str | None:
    """Return what is said of a function that gives a number for each of the data in place of one; else None."""
    values = answer.values[0] if isinstance(answer, FunctionAnswer) else None
    sizes = {len(given.parts) for given in sheet_of(question.exercise).given.values() if isinstance(given, Data)}
    count = len(parts_of(reference))
    if not isinstance(values, tuple) or len(values) // count not in sizes or len(values) % count:
        return None
    size = len(values) // count
    shown = sentence("value.rows", rows=count, count=size) if count > 1 else sentence("shape.vector", count=size)
    return sentence("value.one_for_each", value=shown, count=size)


def _vectors_seen(question: Question, answer: Answer, reference: Expression) -> dict[str, object]:
    """Return the student's own vectors at a few points, for a picture; nothing where the answer is none."""
    if not isinstance(reference, Vector):
        return {}
    seen: list[list[object]] = []
    if isinstance(answer, FunctionAnswer):
        pairs = zip(answer.points, answer.values, strict=True)
        seen = [[dict(point), list(value)] for point, value in pairs if isinstance(value, tuple)]
    elif isinstance(answer.expression, Vector):
        constant = not variables_in(answer.expression) and not variables_in(reference)
        for point in ({},) if constant else points_for(question, reference):
            values = [value_at(part, point) for part in answer.expression.components]
            if None not in values:
                seen.append([dict(point), values])
    return {"vectors": seen[:_VECTORS]} if seen else {}


def evidence_of(answer: Answer, decision: Decision) -> dict[str, object]:
    """Return where the answer differs, as plain data for staff: the point, the student's value and the right one."""
    witness = decision.witness
    if witness is None:
        return {"stage": decision.stage}
    evidence: dict[str, object] = {
        "stage": decision.stage,
        "point": dict(witness.point),
        "student_value": witness.student,
        "reference_value": witness.reference,
    }
    if isinstance(answer, FunctionAnswer):
        points = (*answer.points, *(each.point for each in answer.further))
        values = (*answer.values, *(each.value for each in answer.further))
        seen = next((at for at, point in enumerate(points) if dict(point) == dict(witness.point)), 0)
        call = (*answer.calls, *answer.further_calls)[seen]
        needs_floats = any(one.value is None for one in answer.whole_numbers)
        evidence["call"] = call if needs_floats else _WHOLE_FLOAT.sub(r"\1", call)
        evidence["gave"] = _for_people(values[seen])
    return evidence


def _for_people(values: Values) -> str:
    """Return what a call gave, with a few figures."""
    if values is None or isinstance(values, float):
        return _text(values) if values is None else figures(values)
    return f"({', '.join('None' if value is None else figures(value) for value in values)})"


def authors(question: Question) -> tuple[Misconception, ...]:
    """Return the misconceptions that the item's author wrote, ready to be recognised."""
    return tuple(
        Misconception(
            name=m.name,
            expression=read(m.expression, variables=question.function.variables),
            text=m.text,
            rank=0,
            credit=m.credit,
        )
        for m in question.item.misconceptions
    )
