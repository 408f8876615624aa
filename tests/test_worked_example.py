"""The operator that docs/architecture.md adds step by step works when one does what stands there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
STEP = re.compile(
    r"^<!-- (?P<what>at the end of|in|write): (?P<file>\S+) -->\n```\w+\n(?P<block>.*?)^```$", re.MULTILINE | re.DOTALL
)


def edited(text: str, difference: str) -> str:
    """A file's text with each part of a difference applied; what it says of the file must stand there once."""
    for part in difference.split("@@\n"):
        lines = part.splitlines(keepends=True)
        before = "".join(line[1:] for line in lines if line[0] in " -")
        after = "".join(line[1:] for line in lines if line[0] in " +")
        assert text.count(before) == 1, f"docs/architecture.md shows lines that are no longer there:\n{before}"
        text = text.replace(before, after)
    return text


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package in which everything on the page was done."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "grader", folder / "grader", ignore=shutil.ignore_patterns("__pycache__"))
    steps = list(STEP.finditer(PAGE))
    assert [step["what"] for step in steps] == ["at the end of", "in", "in", "in", "write", "write"]
    for step in steps:
        file = folder / step["file"]
        file.parent.mkdir(parents=True, exist_ok=True)
        if step["what"] == "write":
            file.write_text(step["block"], encoding="utf-8")
        else:
            text = file.read_text(encoding="utf-8")
            text = f"{text}\n\n{step['block']}" if step["what"] == "at the end of" else edited(text, step["block"])
            file.write_text(text, encoding="utf-8")
    return folder


def ran(copy: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """What Python does with these words in the copy."""
    environment = {**os.environ, "PYTHONPATH": str(copy), "XDG_CACHE_HOME": str(copy / "cache"), "NO_COLOR": "1"}
    return subprocess.run([sys.executable, *words], cwd=copy, env=environment, capture_output=True, text=True, check=False)


def test_its_test_passes(copy: Path):
    """Value and measure of the new operator agree, in the copy and not in the package itself."""
    done = ran(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/quantities/test_cross.py")
    assert (done.returncode, "1 passed" in done.stdout) == (0, True), done.stdout + done.stderr


def test_an_exercise_that_asks_for_it_holds(copy: Path):
    """Right answers are taken and the new slip is named with its sentence."""
    done = ran(copy, "-c", "from grader.cli import main; main()", "verify", "exercises/normal.yml")
    assert (done.returncode, "everything holds" in done.stdout) == (0, True), done.stdout + done.stderr


def test_a_misfit_is_refused_with_its_column(copy: Path):
    """What its places do not take is refused when the file is read, in the words of all operators."""
    file = copy / "exercises" / "normal.yml"
    wrong = copy / "wrong.yml"
    wrong.write_text(file.read_text(encoding="utf-8").replace("cross(v, w)", "cross(v, 3)"), encoding="utf-8")
    done = ran(copy, "-c", "from grader.cli import main; main()", "verify", "wrong.yml")
    assert "`cross(v, 3)`: cross takes two vectors, and 3 is a number (column 10)" in done.stdout + done.stderr
