"""A sentence for the student about each statement that was left out when the code ran.

Knows what happened, and says it with the student's own place and line; the items' own feedback is the checks' affair.
"""

from __future__ import annotations

from collections.abc import Mapping

from grader.model import Feedback, Outcome, Place, Statement
from grader.sandbox.host.faults import Failure, names_in_hints
from grader.sandbox.host.wire_values import clean

_MOST = 20
_LONGEST_LINE = 80


def remarks(statements: tuple[Statement, ...], failures: Mapping[int, Failure]) -> tuple[Feedback, ...]:
    """One sentence for each failure, in the order of the file; of very many, the first and how many more there are."""
    own = [index for index in sorted(failures) if not statements[index].place.text]  # nobody ran what stands in text
    told = tuple(_remark(statements[index], failures[index]) for index in own[:_MOST])
    if len(own) <= _MOST:
        return told
    more = f"{len(own) - _MOST} more statements stopped and were left out."
    return (*told, Feedback(code="more_statements_failed", text=more))


def late_remarks(statements: tuple[Statement, ...], late: Mapping[int, str]) -> tuple[Feedback, ...]:
    """One sentence for each statement that ran only at the end, since it needs a name that is defined further down."""
    found = (_late(statements, index, late) for index in sorted(late)[:_MOST])
    return tuple(remark for remark in found if remark is not None)


def _late(statements: tuple[Statement, ...], index: int, late: Mapping[int, str]) -> Feedback | None:
    """Return the sentence; None where the name comes from a statement above that was late itself, which has a sentence."""
    statement, name = statements[index], late[index]
    line = clean(statement.source.strip().partition("\n")[0], _LONGEST_LINE)
    below = next((s for s in statements[index + 1 :] if name in s.names), None)
    if below is None and any(name in statements[earlier].names for earlier in late if earlier < index):
        return None
    if below is None and name in names_in_hints(statement.source):
        text = f"`{line}` has `{name}` in a type hint, which nothing defines. Hints do nothing here; import it or leave it out."
    else:
        where = f" ({below.place})" if below is not None else ""
        text = (
            f"`{line}` needs `{name}`, which is defined further down{where}, so it was run once more at the end. "
            "Put the definition above it: a notebook should run from top to bottom."
        )
    return Feedback(code="ran_at_the_end", text=f"{_capital(statement.place)}: {text}")


def _remark(statement: Statement, failure: Failure) -> Feedback:
    """Return a sentence for the student about a statement that was left out."""
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
