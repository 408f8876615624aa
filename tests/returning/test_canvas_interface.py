"""Scores by Canvas's interface, against a small server: shown first, sent when told to, and read back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.errors import UsageError
from grader.returning import canvas_interface
from grader.returning.canvas_interface import CanvasAssignment
from tests.returning.canvas_server import TOKEN, Canvas, running
from tests.store.course import ADA, BEN, CEM, STEPS, SURFACE
from tests.submission.making import archive, tree

pytest.importorskip("canvasapi", reason="an extra that need not be installed")

USERS = {
    "9001": ("Lovelace, Ada", "ada"), "9002": ("Benz, Ben", "ben"), "9003": ("Cem, Cem", "cem"), "9004": ("Roe, Ann", "ann"),
    "9006": ("Stranger, One", "one"),
}  # fmt: skip


@pytest.fixture
def canvas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Canvas]:
    """A class that was graded from Canvas's download, and Canvas itself."""
    tree(tmp_path, {"exercises/surface.yml": SURFACE, "exercises/steps.yml": STEPS})
    files = {
        "lovelaceada_9001_71_hw.py": ADA, "benzben_LATE_9002_72_hw.py": BEN, "cemcem_9003_73_hw.py": CEM,
        "roeann_9004_74_hw.ipynb": "garbage",
    }  # fmt: skip
    archive(tmp_path / "submissions.zip", files)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(canvas_interface.time, "sleep", lambda _: None)
    said("submissions.zip", "--jobs", "1", "--quiet")
    served = Canvas(users=dict(USERS), scores={"9002": 3.0, "9003": 0.0, "9006": 4.0})
    with running(served) as address:
        monkeypatch.setenv(canvas_interface.ADDRESS, address)
        monkeypatch.setenv(canvas_interface.TOKEN, TOKEN)
        yield served


def said(*words: str, status: int = 0) -> str:
    """What the command prints, on one line."""
    result = CliRunner().invoke(main, [*words])
    assert result.exit_code == status, result.output
    return " ".join(result.output.split())


SEND = ("return", "--canvas", "12", "501")


def test_nothing_is_sent_before_it_is_confirmed(canvas: Canvas):
    """All that would be written is shown, and nobody's score is touched; the title need not suit the file's importer."""
    text = said(*SEND)
    for words in (
        "Canvas: assignment 'Final Grade of week 3', 5 students",
        "Scores are scaled: 6 points here are 10 there.",
        "2 scores would be sent, 1 stood there already. Nothing was: --confirm sends them.",
        "Benz, Ben (9002): 3 is 3.33 now",
        "(1): Roe, Ann (9004): unreadable",
        "In the file and not graded here (1): Stranger, One (9006)",
    ):
        assert words in text
    assert canvas.posts == []
    assert not Path("grades/return").exists()
    assert canvas.scores == {"9002": 3.0, "9003": 0.0, "9006": 4.0}


def test_scores_are_sent_read_back_and_kept_in_the_record(canvas: Canvas):
    """A second run finds all of them there and sends nothing."""
    text = said(*SEND, "--confirm")
    assert "2 of 2 sent 2 scores sent, 1 stood there already; all stand in Canvas now" in text
    assert canvas.scores == {"9001": 10.0, "9002": 3.33, "9003": 0.0, "9006": 4.0}
    assert "Not returned yet (1): roeann" in said("diff", "--returned")
    said(*SEND, "--confirm")
    assert len(canvas.posts) == 1


def test_what_canvas_does_not_take_is_told(canvas: Canvas):
    """Its job says nothing of a score that it refused; reading back does, and only that is sent again."""
    canvas.locked = {"9002"}
    text = said(*SEND, "--confirm", status=4)
    assert "2 scores sent, 1 stood there already; not all stand in Canvas now" in text
    assert "Not taken by Canvas, which has this in place of the score (1): Benz, Ben (9002): 3" in text
    assert "Canvas did not take 1 score." in text
    assert "Not returned yet (2)" in said("diff", "--returned")
    canvas.locked = set()
    said(*SEND, "--confirm")
    assert canvas.posts[1] == {"grade_data[9002][posted_grade]": "3.33"}


def test_requests_that_are_too_many_are_made_again(canvas: Canvas):
    """As Canvas asks for in its pages on throttling."""
    canvas.throttled = {1, 2, 4, 7, 9}
    said(*SEND, "--confirm")
    assert canvas.scores["9001"] == 10.0
    canvas.throttled = set(range(100))
    assert "Canvas does not answer about course 12, assignment 501" in said(*SEND, status=4)


def test_a_run_that_was_cut_off_goes_on_where_it_was(canvas: Canvas, monkeypatch: pytest.MonkeyPatch):
    """What stands in Canvas is not sent twice."""
    monkeypatch.setattr(canvas_interface, "_TOGETHER", 1)
    canvas.cut = 1
    assert "what is written already is not sent again" in said(*SEND, "--confirm", status=4)
    assert canvas.scores["9001"] == 10.0
    canvas.cut = 99
    said(*SEND, "--confirm")
    assert [list(post) for post in canvas.posts] == [["grade_data[9001][posted_grade]"], ["grade_data[9002][posted_grade]"]]


def test_what_the_person_can_mend_is_said(canvas: Canvas, monkeypatch: pytest.MonkeyPatch):
    """A token, an address, a number, a kind of assignment; the token itself is never shown."""
    assert "Canvas has no course 12, assignment 7" in said("return", "--canvas", "12", "7", status=2)
    canvas.grading = "pass_fail"
    assert "takes no points in Canvas" in said(*SEND, status=2)
    assert "--confirm belongs to --canvas" in said("return", "x.csv", "--confirm", status=2)
    monkeypatch.setenv(canvas_interface.TOKEN, "another")
    text = said(*SEND, status=2)
    assert "does not know the token in CANVAS_API_TOKEN" in text
    assert "another" not in text
    monkeypatch.setenv(canvas_interface.ADDRESS, "http://school.example")
    assert "has to begin with https://" in said(*SEND, status=2)
    monkeypatch.delenv(canvas_interface.TOKEN)
    with pytest.raises(UsageError, match="Set CANVAS_API_URL"):
        CanvasAssignment.open(12, 501, {})


def test_an_excused_student_is_excused_in_canvas(canvas: Canvas):
    """By the interface's own word for it."""
    Path("course.yml").write_text("excused: {9001: ill}\n", encoding="utf-8")
    said("submissions.zip", "--jobs", "1", "--quiet")
    said(*SEND, "--confirm")
    assert canvas.scores["9001"] == "EX"
    said(*SEND, "--confirm")
    assert len(canvas.posts) == 1
