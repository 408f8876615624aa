"""Canvas by its interface: an assignment is read as the gradebook's table, and scores are written and read back.

The optional package `canvasapi` talks to Canvas. Canvas writes scores in a job of its own and reports no score that it
refused, so everything is read again afterwards. A run that was cut off is run again: what stands there is not sent twice.
"""

from __future__ import annotations

import csv
import io
import os
import time
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any, Self, TypeVar

from grader.errors import StoreError, UsageError
from grader.reports import points
from grader.returning.canvas_gradebook import CANVAS, read
from grader.returning.cell_table import CellTable
from grader.returning.worksheet import Worksheet, number_in
from grader.submission.spelling import harmless

ADDRESS, TOKEN = "CANVAS_API_URL", "CANVAS_API_TOKEN"
"""The names in the environment under which Canvas's address and the person's token are looked for, and nowhere else."""
_TOGETHER = 50  # scores sent at once: a class is a few requests, and what is lost with one of them is little
_TRIES = 6  # at a request that Canvas refuses as too many; waiting 1, 2, 4, … seconds, together a minute
_MOST_WAITED = 300.0  # seconds for Canvas's own job; what is not done then is told by reading back
_LOCAL = ("http://127.0.0.1:", "http://localhost:")  # where a token may go without being encrypted
_NO_POINTS = ("pass_fail", "not_graded")  # kinds of assignments that take no points

Reply = TypeVar("Reply")


@dataclass(frozen=True, kw_only=True, slots=True)
class CanvasAssignment:
    """An assignment of a course in Canvas; `assignment` is canvasapi's."""

    course: int
    number: int
    name: str
    assignment: Any

    @classmethod
    def open(cls, course: int, number: int, environment: Mapping[str, str] = os.environ) -> Self:
        """Return the assignment. Raises `UsageError` for what the person can mend, `StoreError` where Canvas does not answer."""
        address, token = environment.get(ADDRESS, ""), environment.get(TOKEN, "")
        if not address or not token:
            raise UsageError(
                f"Set {ADDRESS} (https://school.instructure.com) and {TOKEN} in the environment. Canvas makes a token in Account, "
                "Settings, New Access Token; it is as good as your password and belongs into no file of the course."
            )
        if not address.startswith(("https://", *_LOCAL)):
            raise UsageError(f"{ADDRESS} has to begin with https://, else everybody on the way could read your token.")
        try:
            from canvasapi import Canvas
        except ImportError:
            raise UsageError("This needs the package canvasapi: pip install 'gradient-grader[canvas]'") from None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about an address without encryption, which was looked at above
            canvas = Canvas(address.rstrip("/"), token)
        found = _asked(lambda: canvas.get_course(course).get_assignment(number), f"course {course}, assignment {number}")
        if getattr(found, "grading_type", "points") in _NO_POINTS:
            name = harmless(str(found.name))
            raise UsageError(f"The assignment '{name}' takes no points in Canvas. Change how it is graded there.")
        return cls(course=course, number=number, name=harmless(str(found.name)), assignment=found)

    def worksheet(self) -> Worksheet:
        """Return what stands in Canvas now, as its gradebook would be exported for this assignment."""
        possible = getattr(self.assignment, "points_possible", None)
        stream = io.StringIO()
        writer = csv.writer(stream)
        writer.writerow(["Student", "ID", "SIS User ID", "SIS Login ID", "Section", f"Assignment ({self.number})"])
        writer.writerow(["Points Possible", "", "", "", "", "" if possible is None else points.text(Fraction(str(possible)))])
        for submission in self._submissions():
            user = getattr(submission, "user", {})
            known = [user.get(key) or "" for key in ("sis_user_id", "login_id")]
            name = user.get("sortable_name") or user.get("name") or ""
            writer.writerow([name, submission.user_id, *known, "", _score(submission)])
        sheet = read(CellTable.read(stream.getvalue().encode("utf-8", "replace")))
        assert sheet is not None, "the titles are those of the gradebook"
        return sheet

    def write(self, scores: Mapping[str, str], watch: Callable[[int], None] = lambda _: None) -> None:
        """Send scores, by Canvas's id of the student, a few at a time; each is told to `watch` by how many are sent."""
        everybody = list(scores.items())
        for start in range(0, len(everybody), _TOGETHER):
            part = everybody[start : start + _TOGETHER]
            data = {user: {"excuse": True} if text == CANVAS.excused else {"posted_grade": text} for user, text in part}
            job = _asked(partial(self.assignment.submissions_bulk_update, grade_data=data), "the scores")
            waited, pause = 0.0, 0.25
            while job.workflow_state in ("queued", "running") and waited < _MOST_WAITED:
                time.sleep(pause)
                waited, pause = waited + pause, min(2 * pause, 5.0)
                job = _asked(job.query, "the job that writes scores")
            watch(start + len(part))

    def different(self, scores: Mapping[str, str]) -> dict[str, str]:
        """Return what Canvas has in place of the scores that it did not take, by the student's id."""
        now = {str(submission.user_id): _score(submission) for submission in self._submissions()}
        return {user: now.get(user, "") for user, text in scores.items() if not _alike(text, now.get(user, ""))}

    def _submissions(self) -> Iterable[Any]:
        return _asked(lambda: list(self.assignment.get_submissions(include=["user"])), "the submissions")


def _score(submission: Any) -> str:  # noqa: ANN401 - canvasapi has no types
    if getattr(submission, "excused", False):
        return CANVAS.excused
    score = getattr(submission, "score", None)
    return "" if score is None else points.text(Fraction(str(score)))


def _alike(one: str, other: str) -> bool:
    numbers = [number_in(text) for text in (one, other)]
    return one == other or (None not in numbers and numbers[0] == numbers[1])


def _asked(request: Callable[[], Reply], what: str) -> Reply:
    """Return Canvas's reply; after a refusal as too many, or a loss on the way, the request is made again.

    Raises `UsageError` for what the person can mend, `StoreError` when the last try fails too.
    """
    from canvasapi import exceptions
    from requests import RequestException

    pause = 1.0
    for left in reversed(range(_TRIES)):
        try:
            return request()
        except exceptions.InvalidAccessToken:
            text = f"Canvas does not know the token in {TOKEN}. Make a new one in Account, Settings, New Access Token."
            raise UsageError(text) from None
        except exceptions.ResourceDoesNotExist:
            text = f"Canvas has no {what}, or you may not see it. Both numbers stand in the address of its page."
            raise UsageError(text) from None
        except (exceptions.CanvasException, RequestException) as error:
            throttled = isinstance(error, exceptions.RateLimitExceeded) or "Rate Limit" in str(error)
            refused = isinstance(error, exceptions.Forbidden | exceptions.Unauthorized | exceptions.BadRequest)
            if refused and not throttled:
                raise UsageError(f"Canvas does not allow {what}: {harmless(str(error))}") from None
            if not left:
                raise StoreError(
                    f"Canvas does not answer about {what}: {harmless(str(error))}. Run the same command again later; what is "
                    "written already is not sent again."
                ) from None
        time.sleep(pause)
        pause *= 2
    raise AssertionError("the last try returns or raises")
