"""The difference between two runs as JSON: the same as in the table, for programs."""

from __future__ import annotations

from grader.changes.comparison import Change, Difference
from grader.changes.scores import ItemScore
from grader.reports import points
from grader.reports.formats.gradebook_json import Json


def difference_listing(difference: Difference) -> Json:
    """Return who changed, at which items and because of what, who is new and who is gone."""
    return {
        "changed": [_change(change) for change in difference.changes],
        "new": list(difference.new),
        "gone": list(difference.gone),
        "same": len(difference.same),
    }


def _change(change: Change) -> Json:
    return {
        "student": change.student,
        "name": change.name,
        "before": points.number(change.before),
        "after": points.number(change.after),
        "possible": [points.number(each) for each in change.possible] if change.possible else None,
        "items": [
            {"item": item.key, "before": _score(item.before), "after": _score(item.after), "because": list(item.because)}
            for item in change.items
        ],
    }


def _score(score: ItemScore | None) -> Json | None:
    if score is None:
        return None
    return {"earned": points.number(score.earned), "points": points.number(score.points), "verdict": score.verdict or None}
