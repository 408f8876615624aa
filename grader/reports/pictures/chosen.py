"""Choose which answers of a student are drawn: first those that cost most, then right descents."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from grader.drawing import Drawing
from grader.kinds import KINDS
from grader.model import Assignment, CheckResult, Exercise, Grade, Item, Key, Question, Verdict

MOST = 4  # pictures on a page: more are scrolled past
_WRONG = (Verdict.INCORRECT, Verdict.PARTIAL)  # of the others nothing was observed that is wrong
_LOG = logging.getLogger(__name__)  # for whoever develops: a picture that fails is left out


def pictures_of(grade: Grade, assignment: Assignment, most: int = MOST) -> Mapping[Key, Drawing]:
    """Return what is drawn for a student, by item."""
    known = {Key(exercise=e.id, item=item.id): (e, item) for e in assignment.exercises for item in e.items}
    wrong = [graded for graded in grade.items if graded.result.verdict in _WRONG]
    wrong.sort(key=lambda graded: graded.earned - graded.points)
    programs = {key for key, (_, item) in known.items() if item.kind == "program"}
    right = [each for each in grade.items if each.result.verdict is Verdict.CORRECT and each.result.key in programs]
    found: dict[Key, Drawing] = {}
    for graded in (*wrong, *right):
        key = graded.result.key
        if len(found) < most and key in known:
            drawing = drawn(*known[key], graded.result)
            if drawing is not None:
                found[key] = drawing
    return found


def drawn(exercise: Exercise, item: Item, result: CheckResult) -> Drawing | None:
    """Return what can be drawn of one answer; a picture that cannot be made is none, and takes nothing else with it."""
    kind = KINDS.get(item.kind)
    if kind is None or not result.evidence:
        return None
    try:
        return kind.pictures.of_answer(Question(exercise=exercise, item=item, seed=b""), result)
    except Exception:  # a letter without a picture says the same; it must not be lost for one
        _LOG.warning("no picture of %s", result.key, exc_info=True)
        return None
