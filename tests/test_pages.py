"""The pages lead where they say: every link, every command of the README, every file that is named on the map."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
LINK = re.compile(r"\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]+))?\)")


def anchors(page: Path) -> set[str]:
    """The names by which a page's headings are reached, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file_and_a_heading(page: Path):
    """Relative links of a page name what is there."""
    lost = []
    for file, anchor in LINK.findall(re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)):
        there = page if not file else page.parent / file
        if not there.exists() or (anchor and anchor not in anchors(there)):
            lost.append(f"{file}#{anchor}")
    assert lost == []


def test_a_stranger_reads_the_readme_in_one_go_and_finds_every_page():
    """It is short, and whatever lies in docs/ is named there."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(readme.splitlines()) <= 240
    assert [page.name for page in (ROOT / "docs").glob("*.md") if f"](docs/{page.name})" not in readme] == []


def test_the_commands_of_the_readme_are_those_that_are_run():
    """`.ci/run` runs the two commands as they are printed, with folders of its own."""
    section = (ROOT / "README.md").read_text(encoding="utf-8").split("## Two commands")[1].split("\n## ")[0]
    commands = re.findall(r"^    (.+)$", section, re.MULTILINE)
    ran = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert len(commands) == 2
    assert [command for command in commands if not any(line.startswith(command) for line in ran)] == []


MAP = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PLACES = sorted(set(re.findall(r"`([\w/]*(?:/|\.py|\.md))`", MAP)))
CHANGES = {
    "arcsine may also be written `arsin`": "algebra/functions.py",
    "`\\dfrac` is read as `\\frac`": "notation/signs.py",
    "downloads of another platform are recognised": "collect/layouts.py",
    "a roster may call its ids `matriculation number`": "collect/roster.py",
    "the line magic `%matplotlib` is passed over": "submission/magics.py",
    "a missing answer is told in other words": "sentences/english/about_answers.py",
    "`course.yml` gets a key": "course/course_schema.py",
    "`grade run` gets an option": "cli.py",
    "steps along the gradient divided by its length are a known mistake": "descent/step_directions.py",
    "rounded decimals may be off by one unit more": "equality/decimals.py",
    "results are graded again when the time zone changes": "store/keys.py",
    "the letter says first what is right": "reports/letter.py",
}
"""Twelve small changes, and the file that each begins in: tried by reading the map alone."""


@pytest.mark.parametrize("place", PLACES)
def test_every_place_on_the_map_is_there(place: str):
    """A file or room that the page about the architecture names exists, in the package or beside it."""
    assert (ROOT / "grader" / place).exists() or (ROOT / place).exists()


def test_every_room_is_on_the_map():
    """A new contributor finds each package and each module at the top there."""
    rooms = {path.name for path in (ROOT / "grader").iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    listed = {place.rstrip("/").split("/")[0] for place in PLACES}
    assert rooms - listed == {"__init__.py"}


@pytest.mark.parametrize(("change", "file"), CHANGES.items())
def test_the_map_leads_a_new_contributor_to_the_file_of_a_small_change(change: str, file: str):
    """The page names the file itself, or its room with the words that lead there."""
    assert (ROOT / "grader" / file).is_file()
    assert f"`{file}`" in MAP or f"`{file.rpartition('/')[0]}/`" in MAP, change
