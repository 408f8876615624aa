"""A sentence for the student about each statement that was left out when the code ran.

Knows what happened, and says it with the student's own place and line; the items' own feedback is the checks' affair.
"""

from __future__ import annotations

from collections.abc import Mapping

from grader.model import Feedback, Outcome, Place, Statement
from grader.sandbox.faults import Failure
from grader.sandbox.values import clean

_MOST = 20
_LONGEST_LINE = 80


def remarks(statements: tuple[Statement, ...], failures: Mapping[int, Failure]) -> tuple[Feedback, ...]:
    """One sentence for each failure, in the order of the file; of very many, the first and how many more there are."""
    told = tuple(_remark(statements[index], failures[index]) for index in sorted(failures)[:_MOST])
    if len(failures) <= _MOST:
        return told
    more = f"{len(failures) - _MOST} more statements stopped and were left out."
    return (*told, Feedback(code="more_statements_failed", text=more))


def _remark(statement: Statement, failure: Failure) -> Feedback:
    """A sentence for the student about a statement that was left out."""
    line = clean(statement.source.strip().partition("\n")[0], _LONGEST_LINE)
    place = failure.fault.place if failure.fault and failure.fault.place else statement.place
    return Feedback(code=f"statement_{failure.outcome}", text=f"{_capital(place)}: `{line}` {_happened(failure)}")


def _capital(place: Place) -> str:
    text = str(place)
    return text[:1].upper() + text[1:]


def _happened(failure: Failure) -> str:
    fault = failure.fault
    match failure.outcome:
        case Outcome.UNAVAILABLE:
            package = fault.package if fault else None
            if fault is not None and fault.removed is not None:
                return f"stopped: it uses {fault.removed}. The statements after it were still run."
            return f"needs `{package}`, which is not installed where this is graded. That is not your fault."
        case Outcome.TIMED_OUT:
            return "did not finish in time and was stopped. The statements after it were still run."
        case Outcome.OUT_OF_MEMORY:
            return "asked for more memory than is allowed. The statements after it were still run."
        case Outcome.RAISED if fault is not None:
            error = f"{fault.type_name}: {fault.message}" if fault.message else fault.type_name
            return f"stopped with {error}. The statements after it were still run."
    return "ended the Python process. It was left out, and the other statements were run without it."
