"""A grader that is killed leaves nothing at work, however many processes it had."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PATIENCE = 30.0

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at processes in /proc")


def below(pid: int) -> set[int]:
    """All processes under this one."""
    found: set[int] = set()
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, children.read_text().split()):
            found |= {child, *below(child)}
    return found


def is_alive(pid: int) -> bool:
    """Whether a process still runs; one that only waits to be reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_workers_end_with_a_grader_that_is_killed(tmp_path: Path):
    """After SIGKILL in the middle of a run no worker, no warm process and no student's process goes on."""
    class_folder = tmp_path / "class"
    class_folder.mkdir()
    for number in range(4):
        (class_folder / f"s{number}.py").write_text("while True:\n    pass\n")
    command = [sys.executable, "-m", "grader.cli", str(class_folder), "--jobs", "2", "--out", str(tmp_path / "grades")]
    grader = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end, started = time.monotonic() + PATIENCE, set[int]()
    while len(started) < 7 and time.monotonic() < end:  # a tracker, two workers, two warm processes, two students
        time.sleep(0.1)
        started |= below(grader.pid)
    os.kill(grader.pid, signal.SIGKILL)
    grader.wait()
    end = time.monotonic() + PATIENCE
    while any(map(is_alive, started)) and time.monotonic() < end:
        time.sleep(0.1)
    left = [pid for pid in started if is_alive(pid)]
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert len(started) >= 7
    assert not left
