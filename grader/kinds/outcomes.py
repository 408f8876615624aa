"""What becomes of an answer that could not be judged, the same for every kind.

Turns what happened when the student's code ran (missing, raised, timed out, …) into a verdict and
a sentence for the student. Knows nothing of what the right answer is.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

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
from grader.sentences.catalogue import say

_STAFF_HINT = "This is no fault of the student; grade again once the grading environment has it."


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
        feedback=(
            Feedback(code=code, text=student),
            Feedback(code=code, text=staff, audience=Audience.STAFF),
        ),
    )


def unclear(question: Question, shown: str, why: str) -> CheckResult:
    """Return the result for an answer that says more than one thing: a person decides which of them counts."""
    student = (
        f"It is not clear which answer to `{question.item.name}` you mean: {why} A person will look at it. "
        "Next time leave one answer and take out, or strike out, what you do not mean."
    )
    result = needs_review(question, student, f"Read as {shown[:200]}; {why}", code="two_answers")
    return replace(result, understood=shown[:200])


def told_of_text_cell(question: Question, submission: Submission, result: CheckResult) -> CheckResult:
    """Return the result with a sentence where the answer is a program that stands in a cell of text."""
    definitions = submission.definitions(question.item.names)
    if not definitions or not definitions[-1].place.text:
        return result
    text = f"Your program stands in {definitions[-1].place}, where Jupyter does not run it; make it a code cell."
    return replace(result, feedback=(*result.feedback, Feedback(code="program_in_text_cell", text=text)))


def not_judged(question: Question, submission: Submission, observation: Observation) -> CheckResult | None:
    """Return the result when the first call that did not return decides the item, or None when all calls returned.

    A name that is missing or a placeholder is `unanswered`; an exception, a time-out and the like
    are `did_not_run`; what we could not provide is `needs_review`.
    """
    if submission.is_placeholder(question.item.names) and _nothing_came(observation):
        problem = submission.definitions(question.item.names)[-1].problem
        return unanswered(question, problem) if problem is not None else placeholder(question)
    for call in observation.calls:
        if call.outcome is not Outcome.RETURNED:
            return _unreturned(question, submission, observation, call)
    return None


def _nothing_came(observation: Observation) -> bool:
    """Tell whether every reply is empty, as it is for a template that was never filled in."""
    return all(
        call.outcome in (Outcome.MISSING, Outcome.RAISED)
        or call.value is None
        or call.value is ...
        or isinstance(call.value, str)
        for call in observation.calls
    )


def _unreturned(question: Question, submission: Submission, observation: Observation, call: Call) -> CheckResult:
    if call.outcome is Outcome.UNAVAILABLE:
        return unavailable(question, call)
    if call.outcome is Outcome.MISSING:
        return _missing(question, submission, observation)
    if call.fault is not None and call.fault.absent is not None:
        return _absent(question, observation.name or question.item.name, call, call.fault.absent)
    text = what_happened(observation.name or question.item.name, call)
    return CheckResult(
        key=question.key,
        verdict=Verdict.DID_NOT_RUN,
        feedback=(Feedback(code=str(call.outcome), text=text),),
        evidence={"call": call_text(observation.name or question.item.name, call.arguments)},
    )


def unavailable(question: Question, call: Call) -> CheckResult:
    """Return the result where a package that is missing or too new kept the code from running."""
    package = call.fault.package if call.fault else None
    if package is None:
        reason = call.fault.message if call.fault else "the code could not be run apart"
        staff = f"The sandbox could not run this: {reason}. {_STAFF_HINT}"
        return needs_review(question, "This could not be run here. It is not your fault; a person will look.", staff)
    if call.fault is not None and call.fault.removed is not None:
        return _too_new(question, package, call.fault)
    student = f"Your code uses `{package}`, which is not installed where it is graded. A person will look at it."
    return needs_review(
        question,
        student,
        f"pip install {package} in the grading environment. {_STAFF_HINT}",
        code="package_not_installed",
    )


def _absent(question: Question, name: str, call: Call, absent: str) -> CheckResult:
    """The result where a file that is not there keeps the answer from running: the student's own, or one of the course's."""
    student = (
        f"{what_happened(name, call)} `{absent}` was not handed in, and neither did the course bring it. If it is "
        "your own file, hand it in beside your work; a person will look at it."
    )
    staff = (
        f"`{absent}` is missing beside the submission. If the course gave it out, name it in course.yml "
        f"(`files: [{absent}{'' if '.' in absent else '.py'}]`) and grade again; else ask the student for it."
    )
    return needs_review(question, student, staff, code="file_not_there")


def _too_new(question: Question, package: str, fault: StudentFault) -> CheckResult:
    """What may have been right for an older package: a person looks at it, and nothing else is read for an answer."""
    at = f" ({fault.place})" if fault.place else ""
    said = fault.message.partition("\n")[0].rstrip(".")
    return needs_review(
        question,
        f"Your code{at} uses {fault.removed}. It may have run where you wrote it, so a person will look at it.",
        f"{fault.type_name}: {said}. It may be right with an older {package}: read it, or grade it where that is installed.",
        code="newer_package",
    )


def _missing(question: Question, submission: Submission, observation: Observation) -> CheckResult:
    for statement in submission.definitions(question.item.names):
        if statement.problem is not None:
            return _never_ran(question, statement.problem)
    text = f"Nothing called `{question.item.name}` was found."
    similar = _similar(question, observation)
    if similar:
        near = ", ".join(f"`{name}`" for name in similar[:3])
        text += f" There is {near}: if that is your answer, name it `{question.item.name}`."
    else:
        text += f" Define `{question.item.name}` in a cell of its own."
    return unanswered(question, Feedback(code="missing", text=text))


def _similar(question: Question, observation: Observation) -> list[str]:
    """Names that may be a slip of the pen: no other item's, and where one differs in case alone, that one."""
    elsewhere = set(map(_folded, question.names_elsewhere))
    own = set(map(_folded, question.item.names))
    similar = [name for name in observation.near if _folded(name) in own or _folded(name) not in elsewhere]
    return [name for name in similar if _folded(name) in own] or similar


def _folded(name: str) -> str:
    return name.replace("_", "").casefold()


def _never_ran(question: Question, problem: Feedback) -> CheckResult:
    """Return a definition that does not parse is `did_not_run`; one that was never filled in is `unanswered`."""
    if problem.code == "not_filled_in":
        return unanswered(question, problem)
    return CheckResult(key=question.key, verdict=Verdict.DID_NOT_RUN, credit=Fraction(0), feedback=(problem,))


def what_happened(name: str, call: Call) -> str:
    """Return one or two sentences for a student whose call (or definition) did not come to an end."""
    what = f"The call `{call_text(name, call.arguments)}`" if call.arguments is not None else f"`{name}`"
    match call.outcome:
        case Outcome.RAISED:
            return _raised_text(what, name, call)
        case Outcome.TIMED_OUT:
            return f"{what} did not finish within the time limit{_at(call)}. Is there a loop that never ends?"
        case Outcome.OUT_OF_MEMORY:
            return f"{what} asked for more memory than is allowed{_at(call)}. Does a list or an array keep growing?"
        case Outcome.KILLED:
            return f"{what} ended the Python process{_at(call)}. Leave out calls that stop the program."
    return f"{what} gave something that could not be read back. Return plain numbers, lists or arrays."


def _raised_text(what: str, name: str, call: Call) -> str:
    fault = call.fault
    if fault is None:
        return f"{what} ended with an exception. Run it yourself to see which."
    error = f"{fault.type_name}: {fault.message}" if fault.message else fault.type_name
    if call.arguments is None:
        return f"`{name}` was never set, because the line that would set it fails{_at(call)}: {error}"
    return f"{what} stopped{_at(call)}: {error}{_because(fault)}"


def _because(fault: StudentFault) -> str:
    """Return what became of the statement that would have defined the name that is missing."""
    cause = fault.because
    if cause is None:
        return ""
    where = f" ({cause.place})" if cause.place else ""
    error = f"{cause.type_name}: {cause.message.rstrip('.')}" if cause.message else cause.type_name
    return f". The line that would define `{fault.missing}` fails{where}: {error}."


def _at(call: Call) -> str:
    return f" ({call.fault.place})" if call.fault and call.fault.place else ""
