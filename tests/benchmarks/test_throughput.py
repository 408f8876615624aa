"""The benchmark measures what it says: the pipeline as it is, all of its stages, and a floor that does the same work."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import throughput
from benchmarks.generated_class import write_class
from grader.collect.entry_search import find
from grader.course.exercises import load_assignment
from grader.sandbox import Session


def test_a_small_class_is_measured_by_stage_and_beside_the_floor(tmp_path: Path):
    """Every stage of the budget has its share, every submission is graded, and the floor made calls of its own."""
    assignment = load_assignment(throughput.ROOT / "exercises")
    ask = Session.ask
    entries = find(write_class(tmp_path, 6, "all")).entries
    costs, grades, reporting = throughput.graded_beside_the_floor(entries, assignment)
    assert [grade.submission.student.id for grade in grades] == [entry.student.id for entry in entries]
    rows = throughput.budget(costs, reporting)
    assert [row[0] for row in rows] == ["intake", "fork, end", "isolate", "execute", "calls", "judge", "total", "report"]
    assert all(sum(row[1:]) > 0 for row in rows)
    assert all(0 < cost.floor["own"] <= cost.floor["cpu"] for cost in costs)
    assert Session.ask is ask


def test_the_floor_calls_what_was_asked():
    """Work without a call costs the student's own code next to nothing; a call that counts far costs its time."""
    statements = [["def slow(n):\n    for _ in range(int(n)): pass", "hw.py", 1]]
    floor = throughput.Floor()
    try:
        idle = floor.cost([{"statements": statements, "asked": [[["slow"], None, []]]}])
        busy = floor.cost([{"statements": statements, "asked": [[["quick", "slow"], [[3e6]], []]]}])
    finally:
        floor.close()
    assert busy["own"] > 5 * idle["own"]


def test_what_is_printed_names_machine_aims_and_ratio(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """One command prints the machine, the budget of each class and its ratio to the floor."""
    throughput.main(["--students", "6", "--only", "stages"])
    printed = capsys.readouterr().out
    assert printed.count("ratio to the floor") == 3
    for words in ("numpy", "cores", "ms CPU a submission", "aim: 1.5"):
        assert words in printed
