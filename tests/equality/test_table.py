"""Every row of the hand-checked table holds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.equality.compare import compare
from grader.equality.decision import Comparison, Relation
from grader.notation.expression_text import read
from grader.notation.printing import latex, plain

TABLE = Path(__file__).with_name("table.tsv")


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    line: int
    notation: str
    student: str
    reference: str
    verdict: str
    settings: dict[str, str]

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables of the exercise."""
        return tuple(self.settings.get("variables", "x y").split())

    @property
    def domain(self) -> dict[str, tuple[float, float]]:
        """The declared intervals."""
        if "domain" not in self.settings:
            return {}
        named = [part.split() for part in self.settings["domain"].split(",")]
        return {name: (float(low), float(high)) for name, low, high in named}

    @property
    def tolerance(self) -> float | None:
        """The tolerance of the item."""
        return float(self.settings["tolerance"]) if "tolerance" in self.settings else None

    def comparison(self, seed: bytes = b"") -> Comparison:
        """What both are compared under."""
        return Comparison(variables=self.variables, domain=self.domain, tolerance=self.tolerance, seed=seed)


def rows_of(table: Path) -> list[Row]:
    """The rows of a table with their settings."""
    found = []
    for line, text in enumerate(table.read_text(encoding="utf-8").splitlines(), start=1):
        if text.startswith("#"):
            continue
        notation, student, reference, verdict, _why, *settings = text.split("\t")
        options = dict(setting.split(" ", 1) for setting in settings)
        found.append(Row(line, notation, student, reference, verdict, options))
    return found


ROWS = rows_of(TABLE)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"line{row.line}")
def test_verdict_of_the_table(row: Row) -> None:
    """The engine decides each pair as a person did."""
    decision = compare(row.student, row.reference, row.comparison(), notation=row.notation)
    assert decision.relation == row.verdict, f"{row.student!r} against {row.reference!r}: {decision.message}"
    assert decision.relation is Relation.EQUAL or decision.message


@pytest.mark.parametrize("seed", [b"a", b"b", b"c", b"d", b"e"])
def test_no_verdict_hangs_on_the_seed(seed: bytes) -> None:
    """Other points give the same verdicts."""
    for row in ROWS:
        decision = compare(row.student, row.reference, row.comparison(seed), notation=row.notation)
        assert decision.relation == row.verdict, row


def test_table_is_large_enough() -> None:
    """The table has at least three hundred rows of every kind of verdict."""
    assert len(ROWS) >= 300
    assert {row.verdict for row in ROWS} == {str(relation) for relation in Relation}


@pytest.mark.parametrize("row", [row for row in ROWS if row.verdict == "equal"], ids=lambda row: f"line{row.line}")
def test_what_is_printed_reads_back(row: Row) -> None:
    """Plain text and LaTeX of every readable answer read back as the same value."""
    expression = read(row.student, variables=row.variables, notation=row.notation)
    for printed in (plain(expression), latex(expression)):
        again = read(printed, variables=row.variables)
        decision = compare(again, expression, Comparison(variables=row.variables, domain=row.domain))
        assert decision.relation is Relation.EQUAL, printed
