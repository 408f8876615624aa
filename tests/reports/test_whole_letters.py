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


def letters(name: str, folder: Path, course: str) -> tuple[str, str]:
    """A student's letter in Markdown and as it stands in a terminal, by a course's file."""
    (folder / "course.yml").write_text(course, encoding="utf-8")
    words = [str(LETTERS / f"{name}.py"), "--exercises", str(ROOT / "exercises"), "--course", str(folder / "course.yml")]
    runner = CliRunner(env={"COLUMNS": "80"})
    shown = runner.invoke(main, [*words, "--out", str(folder / "grades")], catch_exceptions=False).output
    (file,) = (folder / "grades" / "feedback").glob("*.md")
    text = file.read_text(encoding="utf-8").replace(f" (`{ROOT.name}/exercises`)", "")
    return text, shown.partition("course.yml\n")[2].partition("\nReports")[0]


@pytest.mark.parametrize("name", sorted(file.stem for file in LETTERS.glob("*.py")))
def test_a_letter_reads_well(name: str, tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    """All right, one slip, two, all wrong, nothing, and what does not parse; in Markdown and in the terminal."""
    text, shown = letters(name, tmp_path, "language: en")
    golden(f"letter-{name}.md", text)
    golden(f"letter-{name}.txt", shown)
    assert len(re.sub(r"<details>.*</details>", "", text, flags=re.DOTALL).split()) < MOST_WORDS
    assert not re.search(r"isolation|schedule|known rule|criterion|\d lost", text)


def test_a_line_that_was_read_as_an_answer_is_no_trouble(tmp_path: Path) -> None:
    """Python cannot run it for want of x; another line that fails is told."""
    file = tmp_path / "formulas.py"
    file.write_text("df_dx = 4*x - 3*y\ndf_dy = -3*x\nother = 3*w\n", encoding="utf-8")
    words = [str(file), "--exercises", str(ROOT / "exercises"), "--out", str(tmp_path / "grades")]
    shown = CliRunner(env={"COLUMNS": "200"}).invoke(main, words, catch_exceptions=False).output
    assert "Right: 2 of 6: `df_dx` and `df_dy`" in shown
    assert shown.count("has no value here") == 1
    assert "`other = 3*w` stopped" in shown
    assert "taken from the text" not in shown


# --- In German ------------------------------------------------------------------------------------

ENGLISH = frozenset(
    "the a and or of to is are were be been it its this that these those which what where who with without from for by on at as "
    "if than then there not no your you yours does did can could should would has have had one two but only into out".split()
)  # what no German sentence is written with; `in`, `an` and `was` are German too
TITLES = ("Partial derivatives", "Directional derivative", "Gradient descent by hand", "Gradient descent in one variable",
          "Gradient descent in two variables")  # fmt: skip


@pytest.mark.parametrize("name", ["right", "one_slip", "all_wrong"])
def test_a_letter_is_german_from_end_to_end(name: str, tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    """No word of ours is English; what the student, the course and Python wrote stays as it is."""
    text, shown = letters(name, tmp_path, "language: de")
    golden(f"letter-de-{name}.md", text)
    golden(f"letter-de-{name}.txt", shown)
    ours = re.sub(r"`[^`\n]*`|\b\w+Error: .*|\*\*Exercises\*\*", "", text)
    for title in TITLES:
        ours = ours.replace(title, "")
    assert ENGLISH.isdisjoint(re.findall(r"\w+", ours.lower()))
    assert not re.search(r"\d\.\d", ours)
