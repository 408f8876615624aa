"""Classroom 50: `result.json` and `release-body.md`.

Its scores are whole numbers, so they are hundredths of a point, for every student alike; the
release body and each test say so. Which classroom, assignment and commit it is stands in the
environment that its runner sets.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from grader.errors import UsageError
from grader.model import Assignment, Grade, Gradebook, ItemGrade
from grader.reports import points
from grader.reports import verdict_words as wording
from grader.reports.formats.github_actions import within
from grader.reports.formats.gradebook_json import Json
from grader.reports.formats.markdown_letter import letter_lines
from grader.reports.letter import letter
from grader.sentences.catalogue import sentence

_LARGEST_BODY = 100_000  # bytes; GitHub takes 125,000 characters for a release
# Keys of the result, and the variables of its runner that hold them.
_KEYS = {
    "classroom": "CLASSROOM",
    "assignment": "ASSIGNMENT",
    "submission": "SUBMISSION_TAG",
    "commit": "COMMIT_URL",
    "release": "RELEASE_URL",
    "review": "REVIEW_URL",
}


def classroom50_result(grade: Grade, gradebook: Gradebook, environment: Mapping[str, str]) -> Json:
    """Return the content of `result.json`; `environment` is the one its runner sets.

    Raises `UsageError` when that lacks a variable.
    """
    shares = points.of_items(grade)
    found = {key: environment.get(variable, "") for key, variable in _KEYS.items()}
    must_be_set(environment)
    return {
        "schema": "classroom50/result/v1",
        **found,
        "assignment_type": "group" if environment.get("ASSIGNMENT_TYPE") == "group" else "individual",
        "owner": _owner(environment),
        "datetime": _instant(grade.submission.submitted_at) or _instant(gradebook.graded_at),
        "score": sum(got for _, got, _ in shares),
        "max-score": sum(whole for _, _, whole in shares),
        "tests": [_test(*entry) for entry in shares],
    }


def must_be_set(environment: Mapping[str, str]) -> None:
    """Raise `UsageError` if the environment lacks a variable that the runner sets."""
    missing = [name for name in _KEYS.values() if not environment.get(name)] + ([] if _owner(environment) else ["OWNER"])
    if missing:
        raise UsageError(f"Not set: {', '.join(missing)}. Classroom 50's runner sets this; run the grader from there.")


def _owner(environment: Mapping[str, str]) -> str:
    return environment.get("OWNER") or environment.get("USERNAME") or ""


def classroom50_json(grade: Grade, gradebook: Gradebook, environment: Mapping[str, str]) -> str:
    """Return the text of `result.json`."""
    return json.dumps(classroom50_result(grade, gradebook, environment), ensure_ascii=True, indent=2) + "\n"


def release_body(grade: Grade, assignment: Assignment) -> str:
    """Return the text of `release-body.md`: the student's letter, and what the whole numbers mean."""
    score, most = points.hundredths(grade.earned), points.hundredths(grade.possible)
    earned, possible = points.text(grade.earned), points.text(grade.possible)
    meaning = f"\n*{sentence('ci.hundredths', score=score, most=most, earned=earned, possible=possible)}*\n"
    return within(letter_lines(letter(grade, assignment)), meaning, _LARGEST_BODY)


def classroom50_outputs(grade: Grade) -> str:
    """Return lines for `$GITHUB_OUTPUT` that its runner shows: `status` and a `summary` of one line."""
    status = "pass" if grade.earned >= grade.possible else "fail"
    score = sentence("score.points", earned=points.text(grade.earned), possible=points.text(grade.possible))
    return f"status={status}\nsummary={score}\n"


def _test(item: ItemGrade, earned: int, most: int) -> Json:
    return {
        "test-name": str(item.result.key),
        "passed": earned >= most,
        "score": earned,
        "max-score": most,
        "points": sentence("ci.test_hundredths", earned=points.text(item.earned), possible=points.text(item.points)),
        "message": wording.WORDS[item.result.verdict],
    }


def _instant(text: str | None) -> str | None:
    """Return the instant to the second, in UTC and as this format writes it; None for what is no instant."""
    try:
        instant = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
