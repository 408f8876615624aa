"""What crosses to a student's process: names and arguments, never an answer, a point or another student."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.collect.entry_search import find
from grader.course.exercises import load_assignment
from grader.model import Probe
from grader.notation.printing import latex, plain
from grader.pipeline import grade_submission
from grader.quantities import references as derive
from grader.sandbox import Sandbox
from grader.submission.intake import read

ROOT = Path(__file__).parents[1]

WRONG = """\
df_dx = lambda x, y, z: 1.25
df_dy = "7"
df_dz = lambda z: 1.25
gradient = lambda x, y: (1.25, 1.25)
u_hat = [1, 0]
slope = lambda x, y: 1.25
steps = [(7, 7), (8, 8)]
def grad_descent(x_start, n):
    return x_start
def multi_grad_descent(x_start, y_start, n):
    return x_start, y_start
"""


def answers() -> set[str]:
    """Every derived answer in every spelling that somebody could look for."""
    said: set[str] = {"0.5671", "0.3026", "0.3629", "0.8660254", "0.866", "1.86", "0.05,", "points", "correct"}
    for exercise in load_assignment(ROOT / "exercises").exercises:
        function = exercise.function
        for variable in function.variables:
            derivative = derive.derivative(function, variable)
            said |= {plain(derivative), latex(derivative)}
        said |= {function.expression, exercise.title, exercise.prompt}
    return {text for text in said if len(text) > 1}


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Every byte that this process writes to a descriptor or a socket from here on."""
    written: list[bytes] = []
    real = os.write

    def write(descriptor: int, data: bytes) -> int:
        written.append(bytes(data))
        return real(descriptor, data)

    monkeypatch.setattr(os, "write", write)
    return written


def test_no_answer_is_in_the_bytes_that_a_child_is_sent(sent: list[bytes], tmp_path: Path):
    """A whole conversation about wrong answers tells nothing of the right ones."""
    (tmp_path / "hw.py").write_text(WRONG, encoding="utf-8")
    assignment = load_assignment(ROOT / "exercises")
    with Sandbox(assignment.limits) as sandbox:
        (entry,) = find(tmp_path / "hw.py").entries
        grade = grade_submission(read(entry), assignment, sandbox)
    everything = b"".join(sent).decode("utf-8", "replace")
    assert grade.earned < grade.possible
    assert "df_dx" in everything, "the bytes were not seen at all"
    found = {answer for answer in answers() if answer in everything.replace(WRONG, "")}
    assert found == set()


def test_a_probe_has_no_room_for_an_answer():
    """A probe is names, arguments and keywords, or an edit of the student's own source, and nothing else."""
    assert set(Probe.__dataclass_fields__) == {"names", "arguments", "keywords", "definition"}
