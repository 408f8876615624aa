"""Random classes in every layout that has attempts or assignments: the attempts that count are those worked out by hand.

What is expected comes from docs/course.md alone and uses nothing of the product: files are chosen by instants and accounts.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from itertools import product
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from grader.collect.entry_search import find
from tests.submission.making import archive, tree

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC")
LAYOUTS = ("exchange", "submitted", "outer", "Blackboard", "Brightspace")
ONE_ATTEMPT = ("submitted", "outer")
MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "de": "Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez",
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "es": "ene feb mar abr may jun jul ago sep oct nov dic",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
}


@dataclass(frozen=True)
class Handed:
    """One submission: whose by the roster, under which account, for which assignment, when, and its file."""

    student: str
    assignment: str
    when: datetime
    file: str


class World:
    """A class that is made of a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.layout = self.random.choice(LAYOUTS)
        self.zone = ZoneInfo(self.random.choice(ZONES))
        self.months = MONTHS[self.random.choice(list(MONTHS))].split()
        with_plus = ["PHY+1", "PHY+2"] if self.layout == "exchange" else ["ps1"]
        self.assignments = self.random.choice((["ps1"], ["ps1", "ps2"], with_plus))
        count = self.random.randint(2, 4)
        ids = ("100", "101", "102", "103") if self.layout == "Brightspace" else ("anna", "Anna", "weiß", "weiss")
        self.students = list(ids[:count])
        self.with_roster = self.random.random() < 0.5
        self.marks: dict[str, str] = {}
        self.handed = list(self._all_handed())

    def _all_handed(self) -> Iterator[Handed]:
        for number, student in enumerate(self.students):
            for assignment in self.assignments:
                tries = 1 if self.layout in ONE_ATTEMPT else self.random.randint(1, 3)
                # Two minutes apart at least, since Brightspace says no seconds.
                for minute in self.random.sample(range(0, 4000, 2), tries):
                    when = datetime(2026, 10, 24, 3, 1, tzinfo=UTC) + timedelta(minutes=minute)
                    joined = self.with_roster and self.layout in ("exchange", "Blackboard") and self.random.random() < 0.4
                    account = f"login{number}" if joined else student
                    yield Handed(student, assignment, when, self._file(account, assignment, when))

    def _file(self, account: str, assignment: str, when: datetime) -> str:
        """Where the layout has a submission of this time; in a zone that the time names, or the course's where it has none."""
        local = when.astimezone(self.zone)
        if self.layout == "Blackboard":
            return f"{assignment}_{account}_attempt_{self._single(local):%Y-%m-%d-%H-%M-%S}_hw.py"
        if self.layout == "Brightspace":
            local = self._single(local)
            day = f"{self.months[local.month - 1]} {local.day}, {local.year} {int(local.strftime('%I'))}{local:%M %p}"
            return f"{account}-{self.assignments.index(assignment) + 500} - Name - {day}/hw.py"
        other = when.astimezone(timezone(timedelta(hours=self.random.choice([-11, -5, 3, 14]))))
        said = self.random.choice((f"{when:%Y-%m-%d %H:%M:%S} UTC", f"{local:%Y-%m-%d %H:%M:%S %Z}", other.isoformat(" ")))
        if self.layout == "exchange":
            return f"{account}+{assignment}+{said}/hw.py"
        folder = f"{account}/{assignment}" if self.layout == "submitted" else f"{assignment}/{account}"
        self.marks[f"{folder}/timestamp.txt"] = said
        return f"{folder}/hw.py"

    def _single(self, local: datetime) -> datetime:
        """The time as a platform without zones writes it; the hour that comes twice is left to those that say a zone."""
        return local if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset() else local - timedelta(hours=2)

    def counting(self, attempt: str, assignment: str | None) -> dict[str, list[set[str]]]:
        """For each student the sets of files of which one counts: one set, or with `best` one for each choice."""
        found: dict[str, list[set[str]]] = {}
        for student in self.students:
            lines = []
            for name in self.assignments if assignment is None else [assignment]:
                own = [each for each in self.handed if (each.student, each.assignment) == (student, name)]
                files = [each.file for each in sorted(own, key=lambda each: each.when)]
                lines.append({"first": files[:1], "last": files[-1:], "best": files}[attempt])
            found[student] = [set(choice) for choice in product(*lines)]
        return found

    def roster(self, folder: Path) -> Path | None:
        """The class's list, with a login for each student."""
        lines = [f"{student},Name {n},login{n}" for n, student in enumerate(self.students)]
        (folder / "r.csv").write_text("\n".join(["id,name,login", *lines, ""]), encoding="utf-8")
        return folder / "r.csv" if self.with_roster else None


@pytest.mark.parametrize("seed", range(150))
def test_the_attempts_that_count_are_those_worked_out(tmp_path: Path, seed: int):
    """In folders and archives, with and without a roster, for every choice of attempts and assignments."""
    world = World(seed)
    files = {**{each.file: f"x = {n}" for n, each in enumerate(world.handed)}, **world.marks}
    path = archive(tmp_path / "s.zip", files) if seed % 3 == 0 else tree(tmp_path / "s", files)
    contents = {f"x = {n}": each.file for n, each in enumerate(world.handed)}
    names = {"ps1": "500", "ps2": "501"} if world.layout == "Brightspace" else {}
    several = [None, *world.assignments] if len(world.assignments) > 1 else [None]
    for attempt, assignment in product(("first", "last", "best"), several):
        wanted = names.get(assignment or "", assignment)
        intake = find(path, attempt=attempt, assignment=wanted, zone=world.zone, roster=world.roster(tmp_path))
        counted: dict[str, list[set[str]]] = {}
        for entry in intake.entries:
            held = {contents[_content(source.path, source.members)] for source in entry.sources}
            counted.setdefault(entry.student.id, []).append(held)
        expected = world.counting(attempt, assignment)
        assert counted.keys() == expected.keys(), (attempt, assignment)
        for student, choices in expected.items():
            assert sorted(map(sorted, counted[student])) == sorted(map(sorted, choices)), (attempt, assignment, student)
        assert intake.missing == ()


def _content(path: str, members: tuple[str, ...]) -> str:
    from zipfile import ZipFile

    if not members:
        return Path(path).read_text(encoding="utf-8")
    with ZipFile(path) as opened:
        return opened.read(members[0]).decode()
