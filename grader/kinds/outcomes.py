"""What becomes of an answer that could not be judged, the same for every kind.

Turns what happened when the student's code ran (missing, raised, timed out, …) into a verdict and
a sentence for the student. Knows nothing of what the right answer is.
"""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from fractions import Fraction

from grader.kinds.candidates import is_made_for_another, tree_of
from grader.kinds.code_values import value_text
from grader.model import (
    Audience,
    Call,
    CheckResult,
    Feedback,
    Observation,
    Outcome,
    Question,
    StudentFault,
    Submission,
    Value,
    Verdict,
)
from grader.sandbox.host.exceptions import meaning
from grader.sentences.catalogue import recognised, say, sentence
from grader.sentences.sentence import Sentence

_UNSET = re.compile(r"name '(\w+)' is not defined")  # Python's words for a name without a value
_MOST_SHOWN = 200  # characters of an answer that a person is shown: two lines
RIGHT_IN_OTHER_FORM = Fraction(4, 5)
"""What is left to a program with right values in a form of no use to a caller: as much as to a descent that prints them."""


def call_text(name: str, arguments: tuple[Value, ...] | None) -> str:
    """Return the call as the student would type it: `grad_descent(-1.0, 3)`; the bare name for a reading."""
    if arguments is None:
        return name
    return f"{name}({', '.join(value_text(argument) for argument in arguments)})"


def unanswered(question: Question, *feedback: Feedback) -> CheckResult:
    """Return the result for an item that was not attempted."""
    return CheckResult(key=question.key, verdict=Verdict.UNANSWERED, feedback=feedback)


def placeholder(question: Question) -> CheckResult:
    """Return the result for an item whose template was never filled in."""
    return unanswered(question, say("placeholder", name=question.item.name))


def needs_review(question: Question, student: str, staff: str, code: str = "needs_review") -> CheckResult:
    """Return the result where we could not decide: no credit yet, a sentence for the student and a note for staff."""
    return CheckResult(
        key=question.key,
        verdict=Verdict.NEEDS_REVIEW,
        feedback=(Feedback(code=code, text=student), Feedback(code=code, text=staff, audience=Audience.STAFF)),
    )


def unclear(question: Question, shown: str, why: str) -> CheckResult:
    """Return the result for an answer of two minds: a person decides which of them counts."""
    shown = shown[:_MOST_SHOWN]
    student = sentence("two_answers", name=question.item.name, why=why)
    result = needs_review(question, student, sentence("two_answers.staff", shown=shown, why=why), code="two_answers")
    return replace(result, understood=shown)


def told_of_text_cell(question: Question, submission: Submission, result: CheckResult) -> CheckResult:
    """Return the result with a remark where the answer is a program in a cell of text."""
    definitions = submission.definitions(question.item.names)
    if not definitions or not definitions[-1].place.text:
        return result
    remark = say("program_in_text_cell", place=definitions[-1].place)
    return replace(result, feedback=(*result.feedback, remark))


def not_judged(question: Question, submission: Submission, observation: Observation) -> CheckResult | None:
    """Return the result when the first call that did not return decides the item, or None when all calls returned.

    A name that is missing or a placeholder is `unanswered`; an exception, a time-out and the like
    are `did_not_run`; what we could not provide is `needs_review`.
    """
    if submission.is_placeholder(question.item.names) and all(map(_is_nothing, observation.calls)):
        problem = submission.definitions(question.item.names)[-1].problem
        return unanswered(question, problem) if problem is not None else placeholder(question)
    for call in observation.calls:
        if call.outcome is not Outcome.RETURNED:
            return _unreturned(question, submission, observation, call)
    return None


def _is_nothing(call: Call) -> bool:
    """Tell whether a reply is empty, as it is for a template that was never filled in."""
    if call.outcome in (Outcome.MISSING, Outcome.RAISED):
        return True
    return call.value is None or call.value is ... or isinstance(call.value, str)


def _unreturned(question: Question, submission: Submission, observation: Observation, call: Call) -> CheckResult:
    name = observation.name or question.item.name
    if call.outcome is Outcome.UNAVAILABLE:
        return unavailable(question, call)
    if call.outcome is Outcome.MISSING:
        return _missing(question, submission, observation)
    if call.fault is not None and call.fault.absent is not None:
        absent = call.fault.absent
        named = absent if "." in absent else f"{absent}.py"
        return needs_review(
            question,
            sentence("file_not_there", happened=what_happened(name, call), file=absent),
            sentence("file_not_there.staff", file=absent, named=named),
            code="file_not_there",
        )
    variables = question.function.variables if question.item.kind == "answer" else ()
    text = what_happened(name, call, variables)
    ours = isinstance(text, Sentence) and text.code == "raised.not_called"  # a call that no student makes
    return CheckResult(
        key=question.key,
        verdict=Verdict.DID_NOT_RUN,
        feedback=(Feedback(code=str(call.outcome), text=text),),
        evidence={
            **({} if ours else {"call": call_text(name, call.arguments)}),
            **({"place": call.fault.place} if call.fault and call.fault.place else {}),
        },
    )


def unavailable(question: Question, call: Call) -> CheckResult:
    """Return the result for code that a package kept from running, missing or too new."""
    fault = call.fault
    if fault is None or fault.package is None:
        reason = fault.message if fault else sentence("needs_review.apart")
        return needs_review(question, sentence("needs_review.not_run"), sentence("needs_review.sandbox", reason=reason))
    if fault.removed is not None:
        # this may have been right with an older package: a person looks, and nothing else is read
        said = fault.message.partition("\n")[0].rstrip(".")
        return needs_review(
            question,
            sentence("newer_package", at=_at(fault), removed=fault.removed),
            sentence("newer_package.staff", error=f"{fault.type_name}: {said}", package=fault.package),
            code="newer_package",
        )
    student = sentence("package_not_installed", package=fault.package)
    staff = sentence("package_not_installed.staff", package=fault.package)
    return needs_review(question, student, staff, code="package_not_installed")


def _missing(question: Question, submission: Submission, observation: Observation) -> CheckResult:
    name = question.item.name
    for statement in submission.definitions(question.item.names):
        problem = statement.problem
        if problem is not None and problem.code == "not_filled_in":
            return unanswered(question, problem)
        if problem is not None:
            return CheckResult(key=question.key, verdict=Verdict.DID_NOT_RUN, feedback=(problem,))
    similar = _similar(question, submission, observation)
    near = ", ".join(f"`{each}`" for each in similar[:3])
    return unanswered(question, say("missing.near", name=name, near=near) if near else say("missing", name=name))


def _similar(question: Question, submission: Submission, observation: Observation) -> list[str]:
    """Return the names that may be a slip of the pen: no other item's, nor a part of one; best those in other case alone."""
    elsewhere = set(map(_folded, question.names_elsewhere))
    own = set(map(_folded, question.item.names))
    similar = [name for name in observation.near if _folded(name) in own or _folded(name) not in elsewhere]
    similar = [name for name in similar if not is_made_for_another(question, submission, name)]
    similar = [name for name in similar if not _is_of_a_loop(submission, name)]
    return [name for name in similar if _folded(name) in own] or similar


def _is_of_a_loop(submission: Submission, name: str) -> bool:
    """Tell whether a name is bound in loops alone: what a program works with on its way to another answer."""
    trees = [tree_of(each.source) for each in submission.definitions((name,)) if each.problem is None]
    return bool(trees) and all(isinstance(tree, ast.For | ast.While) for tree in trees)


def _folded(name: str) -> str:
    return name.replace("_", "").casefold()


def what_happened(name: str, call: Call, variables: tuple[str, ...] = ()) -> str:
    """Return one or two sentences for a student whose call (or definition) did not come to an end.

    The answer is a function of `variables`, or none.
    """
    code = str(call.outcome)
    call_or_name = f"`{call_text(name, call.arguments)}`"
    what = call_or_name if call.arguments is None else sentence("happened.call", call=call_or_name)
    if call.outcome is Outcome.RAISED:
        return _raised_text(what, name, call, variables)
    if call.outcome in (Outcome.TIMED_OUT, Outcome.OUT_OF_MEMORY, Outcome.KILLED):
        return sentence(code, what=what, at=_at(call.fault))
    return sentence("malformed", what=what)


def _raised_text(what: str, name: str, call: Call, variables: tuple[str, ...]) -> str:
    fault = call.fault
    if fault is None:
        return sentence("raised.unknown", what=what)
    said = recognised(fault.message, "handed")
    error = sentence("raised.error", kind=fault.type_name, message=said) if isinstance(said, Sentence) else fault.words
    cause, means = fault.because, meaning(fault)
    unset = _UNSET.match(fault.message)
    if call.arguments is not None and unset and unset[1] in variables:
        means = sentence("raised.no_parameter", name=unset[1], call=f"{name}({', '.join(variables)})")
    elif call.arguments == () and fault.message.startswith(f"{name}() missing"):
        return sentence("raised.not_called", name=name)
    if call.arguments is None and means is not None:
        return sentence("raised.unset.means", name=name, error=error, means=means)
    if call.arguments is None:
        return sentence("raised.unset", name=name, error=error)
    if cause is None and means is not None:
        return sentence("raised.means", what=what, error=error, means=means)
    if cause is None:
        return sentence("raised", what=what, error=error)
    at, missing = _at(cause), fault.missing
    return sentence("raised.because", what=what, error=error, missing=missing, cause_at=at, cause=cause.words)


def _at(fault: StudentFault | None) -> str:
    return sentence("happened.at", place=fault.place) if fault and fault.place else ""
