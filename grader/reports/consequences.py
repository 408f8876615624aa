"""Tell what merely follows from something else that went wrong, so that one slip is told once.

Of a rubric these are the lines that were lost for the reason of an earlier one, or for none of their own; of questions those
whose code failed inside the answer to another question, descents along a wrong derivative that is the answer to another one,
and those that were not judged for its sake. Changes no points.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from grader.model import Assignment, Criterion, Grade, Item, Key, Place, Submission, Verdict
from grader.reports.verdict_words import joined
from grader.sentences.sentence import Sentence

_DIRECTION, _ARRIVES = "direction", "arrives"  # lines of a descent's rubric: steps that go astray do not arrive
_WRONG = (Verdict.DID_NOT_RUN, Verdict.INCORRECT, Verdict.PARTIAL)  # of these another item's trouble may be a consequence
_SAME_AGAIN = "step.again"  # what is said of a step by hand with the slip of an earlier one
_OF_THEIR_OWN = "slip."  # the codes of slips: whoever made one in arriving, made it beside a wrong direction


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A line of the rubric that costs something: what was looked at, and the reason unless it `follows`."""

    text: str
    verdict: Verdict
    reason: str = ""
    follows: bool = False


def rows_of(criteria: Iterable[Criterion]) -> tuple[str, tuple[Row, ...]]:
    """Return the reason of the first lost line, and the others whose points differ from full."""
    first, lost_direction = "", False
    rows: list[Row] = []
    told: set[object] = set()
    for criterion in criteria:
        if criterion.credit >= 1:
            continue
        reason, follows = criterion.feedback, False
        if criterion.verdict is not Verdict.NEEDS_REVIEW:
            own = isinstance(reason, Sentence) and reason.code.startswith(_OF_THEIR_OWN)
            astray = criterion.id == _ARRIVES and lost_direction and not own
            again = isinstance(reason, Sentence) and reason.code == _SAME_AGAIN
            follows = bool(first or rows) and (not reason or _reason(reason) in told or astray or again)
            lost_direction = lost_direction or criterion.id == _DIRECTION
            told.add(_reason(reason))
            if reason and not first and not follows:
                first = reason
                continue
        elif rows and rows[-1].reason == reason and rows[-1].verdict is criterion.verdict:
            rows[-1] = replace(rows[-1], text=joined([rows[-1].text, criterion.text]))
            continue
        rows.append(
            Row(
                text=criterion.text,
                verdict=Verdict.SKIPPED if follows else criterion.verdict,
                reason="" if follows else reason,
                follows=follows,
            )
        )
    return first, tuple(rows)


def _reason(said: str) -> object:
    """Return what two reasons have in common that tell one slip: of steps by hand the cause, else the words."""
    cause = said.gaps.get("cause") if isinstance(said, Sentence) else None
    return cause or said


def causes(grade: Grade, assignment: Assignment) -> dict[Key, str]:
    """Return the items whose trouble is another one's, each with the name of that one."""
    items = {Key(exercise=e.id, item=item.id): item for e in assignment.exercises for item in e.items}
    wrong = {item.result.key for item in grade.items if item.result.verdict in _WRONG} & items.keys()
    found: dict[Key, str] = {}
    for result in (item.result for item in grade.items if item.result.key in items):
        key, place, cause = result.key, result.evidence.get("place"), None
        if result.verdict is Verdict.SKIPPED:
            earlier = (Key(exercise=key.exercise, item=each) for each in items[key].after)
            cause = next((other for other in earlier if other in wrong), None)
        elif result.verdict is Verdict.DID_NOT_RUN and isinstance(place, Place):
            inside = [other for other in (key, *wrong) if _is_inside(place, items[other], grade.submission)]
            cause = next(iter(inside), None) if key not in inside else None
        elif "follows" in result.evidence and result.verdict in _WRONG:
            other = Key(exercise=key.exercise, item=str(result.evidence["follows"]))
            cause = other if other in wrong else None
        if cause is not None:
            found[key] = items[cause].name
    return found


def _is_inside(place: Place, item: Item, submission: Submission) -> bool:
    """Tell whether a place lies in what a student defined as the answer to an item."""
    for statement in submission.definitions(item.names):
        start, lines = statement.place, len(statement.source.splitlines())
        if (place.file or start.file, place.cell) == (start.file, start.cell) and 0 <= place.line - start.line < lines:
            return True
    return False
