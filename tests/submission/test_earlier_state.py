"""An answer is judged by what its names meant when it was written, where a later exercise gave them another meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from grader.collect.entry_search import find
from grader.course.exercises import load_assignment
from grader.model import Grade, Observation, Outcome, Probe, Submission, Verdict
from grader.pipeline import Session, grade_submission, questions
from grader.sandbox import Sandbox
from grader.submission.earlier_state import before_last_definition, before_rebinding
from grader.submission.intake import read

ASSIGNMENT = load_assignment(Path(__file__).parents[2] / "exercises")

PARTIAL = """\
import mygrad as mg
def f(x, y, z):
    return 2 * x**2 - 3 * x * y + z**3
def df_dx(x, y, z):
    x = mg.tensor(float(x))
    f(x, y, z).backward()
    return x.grad
"""
GRADIENT = """\
def f(x, y):
    return 4 * x * y + y**3
def df_dx(x, y):
    return 4 * y
def gradient(x, y):
    return df_dx(x, y), 4 * x + 3 * y**2
"""
ONE_VARIABLE = """\
def f(x):
    return x**2 / 2 + mg.exp(-x)
def grad_descent(x_start, n):
    x = mg.tensor(float(x_start))
    for _ in range(n):
        f(x).backward()
        x = mg.tensor(x.data - 0.1 * x.grad)
    return x.item()
"""
TWO_VARIABLES = """\
import numpy as np
def f(x, y):
    return 2 * x**2 + 4 * y**2 + np.exp(-3 * x) + 3 * np.exp(-2 * y)
def gradient(x, y):
    return 4 * x - 3 * np.exp(-3 * x), 8 * y - 6 * np.exp(-2 * y)
def multi_grad_descent(x, y, n):
    for _ in range(n):
        dx, dy = gradient(x, y)
        x, y = x - 0.1 * dx, y - 0.1 * dy
    return x, y
"""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One sandbox for all of these."""
    with Sandbox(ASSIGNMENT.limits) as opened:
        yield opened


def handed_in(code: str, folder: Path) -> Submission:
    """A submission of one program."""
    (folder / "hw.py").write_text(code, encoding="utf-8")
    (entry,) = find(folder / "hw.py").entries
    return read(entry)


def graded(code: str, folder: Path, sandbox: Sandbox) -> Grade:
    """The grade of a program for all five exercises."""
    return grade_submission(handed_in(code, folder), ASSIGNMENT, sandbox)


def verdict(grade: Grade, item: str) -> Verdict:
    """The verdict on one item."""
    return next(graded.result.verdict for graded in grade.items if graded.result.key.item == item)


def test_every_exercise_may_call_its_function_f(tmp_path: Path, sandbox: Sandbox):
    """A whole lesson in one file, each exercise with its own `f`, `df_dx` and `gradient`, loses nothing."""
    grade = graded(PARTIAL + GRADIENT + ONE_VARIABLE + TWO_VARIABLES, tmp_path, sandbox)
    items = ("df_dx", "gradient", "grad_descent", "multi_grad_descent")
    assert {item: verdict(grade, item) for item in items} == dict.fromkeys(items, Verdict.CORRECT)


def test_the_student_is_told_which_name_was_given_another_meaning(tmp_path: Path, sandbox: Sandbox):
    """The remark names the place and the name, since the file does not work when it is run to its end."""
    grade = graded(PARTIAL + ONE_VARIABLE, tmp_path, sandbox)
    (result,) = [graded.result for graded in grade.items if graded.result.key.item == "df_dx"]
    assert [remark.text for remark in result.feedback if "line 8" in remark.text and "`f`" in remark.text]


# An answer to the item, what follows it in an exercise about `g(x, y) = 4*x*y + y**3` or `h(x, y) = 2*x**2 + x*y`.
NAMED_ELSEWHERE = [
    ("df_dx", "df_dx = '4*x - 3*y'", "def g(x, y):\n    return 4*x*y + y**3\ndf_dx = 'g_x = 4*y'"),
    ("slope", "slope = '2*x + 3/2*y**2 - 2*sqrt(3)*y'",
     "def h(x, y):\n    return 2*x**2 + x*y\nslope = 'D_v h = -sqrt(3)/2*(4*x + y) + 1/2*x'"),
]  # fmt: skip


@pytest.mark.parametrize(("item", "own", "later"), NAMED_ELSEWHERE, ids=["derivative", "slope"])
def test_another_exercises_function_has_its_own_name_in_its_answers(
    item: str, own: str, later: str, tmp_path: Path, sandbox: Sandbox
):
    """What a later answer calls its function and its vector is said of that exercise, and takes nothing from the earlier one."""
    letters = {"directional_derivative": "g", "descent_by_hand": "h"}
    (tmp_path / "exercises").mkdir()
    for file in (Path(__file__).parents[2] / "exercises").glob("*.yml"):
        named = re.sub(r"\bf\b(?=[(),])", letters.get(file.stem, "f"), file.read_text(encoding="utf-8"))
        (tmp_path / "exercises" / file.name).write_text(named, encoding="utf-8")
    course = load_assignment(tmp_path / "exercises")
    grade = grade_submission(handed_in(f"{own}\n{later}\n", tmp_path), course, sandbox)
    assert verdict(grade, item) is Verdict.CORRECT


@pytest.mark.parametrize("last", ["df_dx = '4*x + 3*y'", "def df_dx(x, y):\n    return 4 * x + 3 * y"])
def test_an_answer_that_was_replaced_by_a_wrong_one_counts_no_more(last: str, tmp_path: Path, sandbox: Sandbox):
    """Nobody collects points by trying several answers: the last one counts unless it is another exercise's."""
    grade = graded(f"df_dx = '4*x - 3*y'\n{last}\n", tmp_path, sandbox)
    assert verdict(grade, "df_dx") is Verdict.INCORRECT


def test_a_wrong_answer_is_not_saved_by_an_earlier_state(tmp_path: Path, sandbox: Sandbox):
    """What was wrong before the name was bound anew stays wrong."""
    wrong = PARTIAL.replace("- 3 * x * y", "+ 3 * x * y")
    assert verdict(graded(wrong + ONE_VARIABLE, tmp_path, sandbox), "df_dx") is not Verdict.CORRECT


@pytest.mark.parametrize(
    ("code", "name", "left"),
    [
        ("k = 2\ndf_dx = lambda x: k * x\nk = 3", "k", 2),
        ("def f(x): return x\ndef g(x): return f(x)\ndef df_dx(x): return g(x)\ndef f(x): return 2", "f", 3),
        ("def df_dx(x): return g(x)\ndef g(x): return 1\ndef g(x): return 2", "g", 2),
    ],
)
def test_the_state_before_something_that_the_answer_reads_is_bound_anew(
    code: str, name: str, left: int, tmp_path: Path
):
    """Directly, through another function, and for a function that is defined after its first use."""
    state = before_rebinding(handed_in(code + "\n", tmp_path), ["df_dx"])
    assert state is not None
    assert (state.name, len(state.submission.statements)) == (name, left)


@pytest.mark.parametrize(
    "code",
    [
        "import numpy as np\ndf_dx = lambda x: np.exp(x)\nimport numpy as np",
        "def f(x):\n    return x\ndf_dx = lambda x: f(x)\ndef f(x):\n    return x",
        "def df_dx(x):\n    y = 2\n    return y * x\ny = 3\nx = 2\ny = 4",
        "y = 3\nz = 4\nz = 5",
    ],
)
def test_there_is_no_earlier_state_where_nothing_changes(code: str, tmp_path: Path):
    """The same import or definition again, a function's own variables, names that nothing reads."""
    assert before_rebinding(handed_in(code + "\n", tmp_path), ["df_dx"]) is None


def test_a_placeholder_is_no_earlier_definition(tmp_path: Path):
    """A template's own line is not gone back to."""
    assert before_last_definition(handed_in("df_dx = None\ndf_dx = '4*x'\n", tmp_path), ["df_dx"]) is None


class _Hanging:
    """A sandbox where the first so many calls that are made of anything never come back."""

    def __init__(self, sandbox: Sandbox, hangs: int) -> None:
        self._sandbox, self.left = sandbox, hangs
        self.isolation, self.versions = sandbox.isolation, sandbox.versions

    @contextmanager
    def open(self, submission: Submission) -> Iterator[_Hung]:
        with self._sandbox.open(submission) as session:
            yield _Hung(session, self)


class _Hung:
    def __init__(self, session: Session, sandbox: _Hanging) -> None:
        self._session, self._sandbox = session, sandbox
        self.remarks, self.seconds = session.remarks, session.seconds

    def ask(self, probe: Probe) -> Observation:
        seen = self._session.ask(probe)
        if probe.arguments is None or not self._sandbox.left:
            return seen
        self._sandbox.left -= 1
        return replace(seen, calls=tuple(replace(call, outcome=Outcome.TIMED_OUT, value=None) for call in seen.calls))


def test_a_second_look_ends_after_so_many_hangs_and_not_after_so_long(tmp_path: Path, sandbox: Sandbox):
    """It is counted what hung, so that a busy machine looks again wherever an idle one does."""
    submission = handed_in(PARTIAL + GRADIENT + ONE_VARIABLE + TWO_VARIABLES, tmp_path)
    once, always = _Hanging(sandbox, 1), _Hanging(sandbox, 1000)
    assert verdict(grade_submission(submission, ASSIGNMENT, once), "df_dx") is Verdict.CORRECT
    assert verdict(grade_submission(submission, ASSIGNMENT, always), "df_dx") is Verdict.DID_NOT_RUN
    assert 1000 - always.left <= 6 + 2 * len(list(questions(ASSIGNMENT)))
