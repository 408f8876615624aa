"""Which attempt counts: by instants, however times are written, and never with another attempt's files."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from grader.collect.entry_search import find
from grader.collect.times import month_called
from grader.submission.intake import read
from tests.submission.making import tree

EXCHANGE = "anna+ps1+{}/hw.py"
BRIGHTSPACE = "17-500 - Anna Lee - {}/hw.py"
IN_ORDER = [
    (EXCHANGE, "2026-03-01 23:00:00 +05:00", "2026-03-01 22:00:00 -05:00"),
    (EXCHANGE, "2026-03-02 01:00:00 +05:00", "2026-03-01 22:00:00 UTC"),
    (EXCHANGE, "2026-03-01 9:00:00 UTC", "2026-03-01 10:00:00 UTC"),
    (EXCHANGE, "2026-10-25 02:30:00 CEST", "2026-10-25 02:30:00 CET"),
    (EXCHANGE, "2026-03-01 10:00:00.9 UTC", "2026-03-01 10:00:00.95 UTC"),
    (BRIGHTSPACE, "Okt 30, 2026 1130 AM", "Nov 2, 2026 930 AM"),
    (BRIGHTSPACE, "Sep 30, 2026 1130 AM", "Oct 2, 2026 1130 AM"),
    (BRIGHTSPACE, "déc. 30, 2026 1130 PM", "janv. 2, 2027 1200 AM"),
    (BRIGHTSPACE, "30 Mai 2026 2330", "2 Juni 2026 0005"),
    (BRIGHTSPACE, "Mar 1, 2026 1200 AM", "Mar 1, 2026 1200 PM"),
]


@pytest.mark.parametrize(("layout", "earlier", "later"), IN_ORDER)
def test_attempts_go_by_instants(tmp_path: Path, layout: str, earlier: str, later: str):
    """Not by how times look: zones, months of other languages and hours of one digit are read."""
    others = {layout.replace("anna", "ben").replace("17-", "18-").format(later): "z = 1"}
    files = {layout.format(earlier): "early = 1", layout.format(later): "late = 1", **others}
    folder = tree(tmp_path, files)
    for attempt, name in (("first", "early"), ("last", "late")):
        entry = find(folder, attempt=attempt, zone=ZoneInfo("Europe/Berlin")).entries[0]
        assert [s.names for s in read(entry).statements] == [(name,)]


def test_times_that_nobody_can_read_are_told(tmp_path: Path):
    """A month in no known language orders nothing in silence."""
    files = {BRIGHTSPACE.format(f"{month} 2, 2026 930 AM"): "x = 1" for month in ("Qaz", "Qux")}
    (warning,) = find(tree(tmp_path, files)).warnings
    assert "When the attempts of 17 came cannot be read" in warning


def test_a_file_of_the_second_attempt_never_counts_in_the_first(tmp_path: Path):
    """Canvas numbers files in the order in which they came."""
    files = {
        "doe_1_11_a-1.py": "a = 1", "doe_1_12_b.py": "b = 1",
        "doe_1_21_a.py": "a = 2", "doe_LATE_1_22_c.py": "c = 2",
        "roe_2_13_a.py": "a = 1",
    }  # fmt: skip
    folder = tree(tmp_path, files)
    first, last = (find(folder, attempt=attempt).entries[0] for attempt in ("first", "last"))
    assert sorted(source.name for source in first.sources) == ["a-1.py", "b.py"]
    assert sorted(source.name for source in last.sources) == ["a.py", "b.py", "c.py"]
    assert (first.late, last.late) == (False, True)


def test_two_ways_to_one_student_are_ordered_together(tmp_path: Path):
    """The roster joins a login and an address; the last of all three is the last."""
    (tmp_path / "r.csv").write_text("id,name,login,email\ns1,Anna Lee,anna,al@x.org\n")
    files = {
        "subs/anna+ps1+2026-03-01 10:00:00 UTC/hw.py": "one = 1",
        "subs/anna+ps1+2026-03-03 10:00:00 UTC/hw.py": "three = 1",
        "subs/al@x.org+ps1+2026-03-02 10:00:00 +14:00/hw.py": "two = 1",
    }
    folder = tree(tmp_path, files) / "subs"
    for attempt, name in (("first", "one"), ("last", "three")):
        (entry,) = find(folder, attempt=attempt, roster=tmp_path / "r.csv").entries
        assert [s.names for s in read(entry).statements] == [(name,)]
        assert entry.attempts == 3


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("January Jan jan. Januar janvier enero gennaio Jänner", 1),
        ("March Mar März mars marzo março maart", 3),
        ("May Mai mayo maggio mei maj", 5),
        ("June Jun Juni juin junio giugno", 6),
        ("July Jul Juli juil. juillet julio luglio", 7),
        ("August août agosto Aug", 8),
        ("October Okt Oktober oct. octubre ottobre outubro", 10),
        ("December Dez déc. diciembre dicembre dezembro", 12),
        ("Month Foo 12", None),
    ],
)
def test_months_of_many_languages(words: str, number: int | None):
    """Platforms write them as the site's language has them."""
    assert {month_called(word) for word in words.split()} == {number}
