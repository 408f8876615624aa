"""Gradescope: `results.json` for an autograder.

All tests are visible, because Gradescope hides the total from students when one is not; so nothing
of staff's stands in them. The total is given by itself, since rounded parts may not add up to it.
"""

from __future__ import annotations

import json

from grader.model import Assignment, Grade, ItemGrade, Verdict
from grader.reports import points
from grader.reports.formats.gradebook_json import Json
from grader.reports.formats.markdown_letter import answer_lines, letter_lines
from grader.reports.letter import letter, said_of_each


def gradescope_results(grade: Grade, assignment: Assignment) -> Json:
    """Return the content of `/autograder/results/results.json`."""
    told = letter(grade, assignment)
    answers = said_of_each(grade, assignment)
    return {
        "score": points.number(grade.earned),
        "execution_time": round(sum(grade.seconds.values()), 3),
        "output": "\n".join(letter_lines(told, heading_only=True)),
        "output_format": "md",
        "test_output_format": "md",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {"provisional": grade.provisional, "late": grade.submission.late},
        "tests": [
            _test(number, item, "\n".join(answer_lines(answer, told.language)), grade.verdict_of(item))
            for number, (item, answer) in enumerate(zip(grade.items, answers, strict=True), start=1)
        ],
    }


def gradescope_json(grade: Grade, assignment: Assignment) -> str:
    """Return the text of `results.json`."""
    return json.dumps(gradescope_results(grade, assignment), ensure_ascii=True, allow_nan=False, indent=2) + "\n"


def _test(number: int, item: ItemGrade, output: str, verdict: Verdict) -> Json:
    return {
        "score": points.number(item.earned),
        "max_score": points.number(item.points if item.counts else item.possible),
        "status": "passed" if verdict is Verdict.CORRECT or not item.counts else "failed",
        "name": str(item.result.key),
        "number": str(number),
        "output": output,
        "tags": [str(verdict)],
        "visibility": "visible",
    }
