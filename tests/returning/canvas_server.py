"""A small server that behaves as the documentation of Canvas's interface says, for one course with one assignment.

Pages with links, a token in every request, too many requests refused, scores written by a job that is asked about and that
says nothing of those which it did not take.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlsplit

TOKEN = "a-token-for-tests"  # no person's
COURSE = "/api/v1/courses/12"


@dataclass
class Canvas:
    """What stands in Canvas: by user a name, ids, and the score.

    `locked` users keep their score, every request whose number is in `throttled` is refused as one too many, and after `cut`
    posts the line is dead.
    """

    users: dict[str, tuple[str, str]]
    scores: dict[str, float | str | None]
    locked: set[str] = field(default_factory=set)
    throttled: set[int] = field(default_factory=set)
    cut: int = 99
    grading: str = "points"
    asked: list[str] = field(default_factory=list)
    posts: list[dict[str, str]] = field(default_factory=list)
    jobs: int = 0
    address: str = ""

    def submissions(self) -> list[dict[str, object]]:
        """All, as the interface lists them."""
        return [
            {
                "user_id": int(user),
                "score": score if isinstance(score := self.scores.get(user), float) else None,
                "excused": score == "EX",
                "user": {"sortable_name": name, "sis_user_id": None, "login_id": login},
            }
            for user, (name, login) in self.users.items()
        ]

    def take(self, form: dict[str, str]) -> None:
        """Write what a request asks for, but for users who are locked."""
        self.posts.append(form)
        for key, text in form.items():
            match = re.fullmatch(r"grade_data\[(\d+)\]\[(posted_grade|excuse)\]", key)
            assert match is not None, key
            user, what = match.groups()
            if user in self.users and user not in self.locked:
                self.scores[user] = float(text) if what == "posted_grade" else "EX"


@contextmanager
def running(canvas: Canvas) -> Iterator[str]:
    """Serve it; yield the address."""

    class Handler(BaseHTTPRequestHandler):
        """One request."""

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def answer(self, body: object, status: int = 200, **headers: str) -> None:
            """Send JSON."""
            content = json.dumps(body).encode()
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), "X-Request-Cost": "0.1", **headers}.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(content)

        def refused(self) -> bool:
            """Whether the request gets nothing: no token, or one too many."""
            canvas.asked.append(f"{self.command} {self.path}")
            if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                self.answer({"errors": [{"message": "Invalid access token."}]}, 401, WWW_Authenticate="Bearer")
                return True
            if len(canvas.asked) in canvas.throttled:
                content = b"403 Forbidden (Rate Limit Exceeded)\n"
                self.send_response(403)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
                return True
            return False

        def do_GET(self) -> None:
            """Course, assignment, a page of submissions, or a job."""
            length = int(self.headers.get("Content-Length") or 0)
            self.rfile.read(length)
            if self.refused():
                return
            parts = urlsplit(self.path)
            if parts.path == COURSE:
                self.answer({"id": 12, "name": "Calculus"})
            elif parts.path == f"{COURSE}/assignments/501":
                known = {"id": 501, "course_id": 12, "name": "Final Grade of week 3", "points_possible": 10.0}
                self.answer({**known, "grading_type": canvas.grading})
            elif parts.path == f"{COURSE}/assignments/501/submissions":
                asked = parse_qs(parts.query)
                assert asked["include[]"] == ["user"]
                page, size = int(asked.get("page", ["1"])[0]), 3
                found = canvas.submissions()
                link = f'<{canvas.address}{parts.path}?include[]=user&page={page + 1}&per_page={size}>; rel="next"'
                more = {"Link": link} if page * size < len(found) else {}
                self.answer(found[(page - 1) * size : page * size], **more)
            elif parts.path.startswith("/api/v1/progress/"):
                canvas.jobs -= 1
                self.answer({"id": 7, "workflow_state": "running" if canvas.jobs else "completed", "completion": 50})
            else:
                self.answer({"errors": []}, 404)

        def do_POST(self) -> None:
            """Scores, written by a job that is done after it was asked about twice."""
            length = int(self.headers.get("Content-Length") or 0)
            form = dict(parse_qsl(self.rfile.read(length).decode(), keep_blank_values=True))
            if self.refused():
                return
            assert self.path == f"{COURSE}/assignments/501/submissions/update_grades"
            if len(canvas.posts) >= canvas.cut:
                self.answer({}, 502)
                return
            canvas.take(form)
            canvas.jobs = 2
            self.answer({"id": 7, "workflow_state": "queued", "completion": 0})

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    canvas.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield canvas.address
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
