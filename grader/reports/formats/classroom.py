"""The result that workflows of the retired GitHub Classroom pass on: base64 of JSON in an output named `result`.

Its reporter shows two totals: the annotation adds up `score`, the table counts tests that passed and
shares `max_score` out among them evenly. One test for each item with points makes the two agree
when all items weigh the same and none is partly right; otherwise an item is several tests, each
worth as much as any other, so that they agree all the same.
"""

from __future__ import annotations

import base64
import json
from fractions import Fraction
from math import gcd

from grader.model import Assignment, Grade, ItemGrade, Verdict
from grader.reports import points
from grader.reports import verdict_words as wording
from grader.reports.escaping import harmless
from grader.reports.formats.gradebook_json import Json
from grader.reports.letter import for_student, item_of, place_of
from grader.sentences.catalogue import sentence

_MOST_TESTS = 4_000  # about 0.8 MB of the 1 MB that GitHub takes of an output: 40 points in hundredths
_LONGEST_MESSAGE = 500  # two or three sentences: one test is a line of a log
_NOWHERE: Json = {"filename": "", "line_no": 0}  # absent numbers would be printed as undefined


def classroom_output(grade: Grade, assignment: Assignment) -> str:
    """Return the line for `$GITHUB_OUTPUT`: `result=` and base64."""
    text = json.dumps(classroom_result(grade, assignment), ensure_ascii=True, allow_nan=False)
    return f"result={base64.b64encode(text.encode()).decode('ascii')}\n"


def classroom_result(grade: Grade, assignment: Assignment) -> Json:
    """Return what the reporter reads; `status` is `pass` only for full marks, because `fail` fails the job."""
    shares = points.of_items(grade)
    earned, most = [got for _, got, _ in shares], [whole for _, _, whole in shares]
    unit = _unit(earned, most)
    tests = [{**test, **_where(grade, assignment, item)} for item, got, whole in shares for test in _tests(item, got, whole, unit)]
    return {
        "version": 1,
        "status": "pass" if sum(earned) >= sum(most) else "fail",
        "max_score": _score(sum(most)),
        # Without a test the reporter divides by zero.
        "tests": tests or [{**_test(sentence("ci.nothing"), got=0, whole=0), **_NOWHERE}],
    }


def _unit(earned: list[int], most: list[int]) -> int:
    """Return the hundredths that one test is worth; 0 if each item is one test, whatever it is worth."""
    even = len(set(most)) <= 1 and all(got in (0, whole) for got, whole in zip(earned, most, strict=True))
    unit = gcd(*earned, *most)
    return 0 if even or sum(most) > unit * _MOST_TESTS else unit


def _tests(item: ItemGrade, got: int, whole: int, unit: int) -> list[Json]:
    """Return one item as so many tests of a unit each, the earned ones first; the first that fails says why.

    What a bonus earns beyond its worth has tests too.
    """
    title, parts, why = str(item.result.key), max(whole, got) // unit if unit else 1, _why(item)
    if parts <= 1:
        return [_test(title, got=got, whole=whole, why=why)]
    return [
        _test(
            f"{title} ({part + 1} of {parts})",
            got=unit if part * unit < got else 0,
            whole=unit,
            why=why if part == got // unit else "",  # once an item: four thousand messages would not fit an output
        )
        for part in range(parts)
    ]


def _why(item: ItemGrade) -> str:
    """Return what the student is told of the item, as a test that failed shows it."""
    told = [remark.text for remark in for_student(item.result.feedback)]
    told += [criterion.feedback for criterion in item.result.criteria if criterion.feedback and criterion.credit < 1]
    return harmless(" ".join(dict.fromkeys(told)) or wording.WORDS[item.result.verdict], _LONGEST_MESSAGE)


def _test(name: str, *, got: int, whole: int, why: str = "") -> Json:
    """Return one test. Where `score` is absent the reporter's total is NaN."""
    passed = got >= whole
    said = {"status": "pass" if passed else "fail", "message": "" if passed else why}
    return {"name": name, **said, "score": _score(got), "test_code": "", "duration": 0}


def _where(grade: Grade, assignment: Assignment, item: ItemGrade) -> Json:
    """Return the student's own line, and 0 where there is none: an absent number would be printed as undefined."""
    place = place_of(item, grade.submission, item_of(assignment, item))
    if place is None or item.result.verdict is Verdict.UNANSWERED:
        return _NOWHERE
    return {"filename": harmless(place.file), "line_no": 0 if place.file.endswith(".ipynb") else place.line}


def _score(hundredths: int) -> int | float:
    return points.number(Fraction(hundredths, points.PARTS))
