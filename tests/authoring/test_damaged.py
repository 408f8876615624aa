"""Exercises that are damaged in one way each: the line that is at fault says in a comment what must be found there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from grader.authoring.bench import Bench
from grader.authoring.verify import verified
from grader.course.exercises import load_written
from grader.errors import SpecError
from grader.model import Limits
from grader.sandbox import Sandbox

DAMAGED = Path(__file__).parent / "damaged"
FILES = sorted(DAMAGED.glob("*.yml"))
MARK = "# fault: "


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One sandbox for all of them."""
    with Sandbox(Limits(statement_seconds=5, call_seconds=5)) as opened:
        yield opened


def expected(file: Path) -> list[str]:
    """What must be found, each with its line: `4: items[0].tolerance: …`, or the beginning of it."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [f"{n}: {line.split(MARK)[1]}" for n, line in enumerate(lines, 1) if MARK in line]


def found(file: Path, sandbox: Sandbox) -> list[str]:
    """What verification says, without the file's name."""
    try:
        written = load_written(file)
    except SpecError as error:
        return [problem.removeprefix(f"{file}:") for problem in error.problems]
    bench = Bench(
        written=written,
        solution=DAMAGED / "solutions" / f"{file.stem}.py",
        sandbox=sandbox,
        hasty=sandbox,
        limits=replace(Limits(), **written.exercise.limits),
        most_programs=8,
    )
    return [fault.text.removeprefix(f"{file}:") for fault in verified(bench).faults]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_damage_is_found_at_its_line_and_nothing_else(file: Path, sandbox: Sandbox):
    """Each damage is reported at the line that is to be mended, and no other rule complains."""
    due, faults = expected(file), found(file, sandbox)
    assert due
    for want in due:
        line, text = want.split(": ", 1)
        assert any(fault.startswith(f"{line}: ") and text in fault for fault in faults), faults
    assert {re.match(r"\d+", fault)[0] for fault in faults} == {want.split(":")[0] for want in due}, faults
