"""Letters to whole submissions on the lesson's exercises, as a student reads them: read each aloud before accepting it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import main

ROOT = Path(__file__).parents[2]
LETTERS = Path(__file__).parent / "letters"
MOST_WORDS = 500  # of a letter that is not unfolded: a page


@pytest.mark.parametrize("name", sorted(file.stem for file in LETTERS.glob("*.py")))
def test_a_letter_reads_well(name: str, tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    """All right, one slip, two, all wrong, nothing, and what does not parse; in Markdown and in the terminal."""
    words = [str(LETTERS / f"{name}.py"), "--exercises", str(ROOT / "exercises"), "--out", str(tmp_path / "grades")]
    shown = CliRunner(env={"COLUMNS": "80"}).invoke(main, words, catch_exceptions=False).output
    (file,) = (tmp_path / "grades" / "feedback").glob("*.md")
    text = file.read_text(encoding="utf-8").replace(f" (`{ROOT.name}/exercises`)", "")
    golden(f"letter-{name}.md", text)
    letter = shown.partition("exercises)\n")[2].partition("\nReports")[0]
    golden(f"letter-{name}.txt", letter)
    assert len(re.sub(r"<details>.*</details>", "", text, flags=re.DOTALL).split()) < MOST_WORDS
    assert not re.search(r"isolation|schedule|known rule|criterion|\d lost", text)
