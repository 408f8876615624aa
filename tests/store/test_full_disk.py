"""A disk that takes no more is an error with a remedy, and what was graded until then is kept."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from grader.store.store import Store

BYTES = 90_000
QUICK = "df_dx = '4*x - 3*y'\n"


def small_files() -> None:
    """Lets this process write no file beyond the limit."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (BYTES, BYTES))


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits")
def test_the_next_run_goes_on_where_the_disk_was_full(tmp_path: Path):
    """Exit 4 with a sentence; with space again the same command grades only what is missing."""
    (tmp_path / "class").mkdir()
    for number in range(12):
        (tmp_path / "class" / f"s{number:02}.py").write_text(QUICK)
    out = tmp_path / "grades"
    command = [sys.executable, "-m", "grader.cli", str(tmp_path / "class"), "--jobs", "1", "--out", str(out)]
    full = subprocess.run(command, capture_output=True, text=True, preexec_fn=small_files, check=False)
    assert full.returncode == 4
    assert "run the same command again" in full.stderr
    assert "Traceback" not in full.stderr
    assert not (out / "gradebook.csv").exists()
    with Store.look(out) as store:
        before = store.heads()
    assert 0 < len(before) < 12
    assert f"{len(before)} of 12 are graded and kept." in full.stderr
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    with Store.look(out) as store:
        after = store.heads()
    assert {name: head.revision for name, head in after.items() if name in before} == {
        name: head.revision for name, head in before.items()
    }
    assert len(after) == 12
