"""A grader that is killed or stopped leaves nothing at work, however many processes it had, and loses nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.errors import StoreError
from grader.store.store import Store

from .processes import below, is_alive, waited_for

QUICK = "df_dx = '4*x - 3*y'\n"
HANGING = "while True:\n    pass\n"
EVERYTHING = 7  # a tracker, two workers, two warm processes, two students

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at processes in /proc")


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    """Grades a class in which four are quick and four hang, with two jobs."""
    (tmp_path / "class").mkdir()
    for number in range(8):
        (tmp_path / "class" / f"s{number}.py").write_text(QUICK if number < 4 else HANGING)
    return [
        sys.executable,
        "-m",
        "grader.cli",
        str(tmp_path / "class"),
        "--jobs",
        "2",
        "--out",
        str(tmp_path / "grades"),
    ]


@pytest.fixture
def grader(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    """The grader at work, in a session of its own as in a terminal."""
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    yield process
    for pid in {process.pid, *below(process.pid)}:
        if is_alive(pid):
            os.kill(pid, signal.SIGKILL)
    process.communicate()


def kept(folder: Path) -> int:
    """How many submissions are kept in the store of a folder."""
    try:
        with Store.look(folder) as store:
            return len(store.heads())
    except StoreError:
        return 0


def at_work(grader: subprocess.Popen[str], out: Path) -> set[int]:
    """All processes of the grader, once the quick ones are kept and both workers have a student who hangs."""
    started: set[int] = set()

    def is_busy() -> bool:
        started.update(below(grader.pid))
        return kept(out) >= 4 and len(started) >= EVERYTHING

    assert waited_for(is_busy)
    return started


def test_nothing_goes_on_after_sigkill(grader: subprocess.Popen[str], tmp_path: Path):
    """No worker, no warm process and no student's process outlives the grader."""
    started = at_work(grader, tmp_path / "grades")
    grader.kill()
    assert waited_for(lambda: not any(map(is_alive, started)))


def test_ctrl_c_keeps_what_is_done(grader: subprocess.Popen[str], command: list[str], tmp_path: Path):
    """A sentence says how much is graded and how to go on; no report is written, and no process is left."""
    out = tmp_path / "grades"
    started = at_work(grader, out)
    os.killpg(grader.pid, signal.SIGINT)
    _, said = grader.communicate(timeout=30)
    assert grader.returncode == 130
    assert said == f"grade: {kept(out)} of 8 graded; run the same command again to go on.\n"
    assert not (out / "gradebook.csv").exists()
    assert waited_for(lambda: not any(map(is_alive, started)))
    with Store.look(out) as store:
        before = store.heads()
    for number in range(4, 8):
        (tmp_path / "class" / f"s{number}.py").write_text(QUICK)
    assert subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == 0
    with Store.look(out) as store:
        after = store.heads()
    assert {name: after[name].revision for name in list(before)[:4]} == {
        n: before[n].revision for n in list(before)[:4]
    }
    assert len((out / "gradebook.csv").read_text().splitlines()) == 9
