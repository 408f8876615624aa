"""Every row of the second table holds: written by another hand, without looking at the engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.equality.compare import compare
from grader.equality.decision import Decision, Relation
from tests.equality.test_table import Row, rows_of

ROWS = rows_of(Path(__file__).with_name("table_second.tsv"))


def decided(row: Row, seed: bytes = b"") -> Decision:
    """What the engine says to a row."""
    return compare(row.student, row.reference, row.comparison(seed), notation=row.notation)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"line{row.line}")
def test_verdict_of_the_second_table(row: Row) -> None:
    """The engine decides each pair as a person did, whatever the seed, and says something to the student."""
    for seed in (b"", b"1", b"2"):
        decision = decided(row, seed)
        assert decision.relation == row.verdict, f"{row.student!r} against {row.reference!r}: {decision.message}"
        assert decision.relation is Relation.EQUAL or decision.message
