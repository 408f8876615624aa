"""No wrong answer made by machine is accepted: signs, terms, variables, exponents, functions, coefficients."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from grader.equality.compare import compare
from grader.equality.decision import Comparison, Relation
from grader.kinds.shapes.mutants import SLIPS
from grader.notation.printing import plain
from tests.algebra.generated import VARIABLES, expression, one_for_each_slip
from tests.equality.oracle import are_equal

EACH = 5_000


@pytest.mark.parametrize("seed", range(4))
def test_no_wrong_answer_is_accepted(seed: int) -> None:
    """Of 5,000 answers with one slip, each that is accepted is equal to 120 digits, and none stays undecided."""
    draw = random.Random(seed)
    seen: Counter[str] = Counter()
    while seen.total() < EACH:
        reference = expression(draw)
        for mutant in one_for_each_slip(draw, reference):
            answer = mutant.expression
            seen[mutant.slip] += 1
            decision = compare(answer, reference, Comparison(variables=VARIABLES, seed=bytes([seed])))
            said = f"{plain(answer)} for {plain(reference)}"
            assert decision.relation is not Relation.UNDECIDED, said
            if decision.relation is Relation.EQUAL:
                assert are_equal(answer, reference, VARIABLES), said
            else:
                assert decision.witness is not None, said
    assert set(seen) == set(SLIPS) - {"components swapped"}


def test_right_answers_are_accepted() -> None:
    """An answer whose terms and factors are turned round, and which is scaled and scaled back, is accepted."""
    draw = random.Random(4)
    for _ in range(500):
        reference = expression(draw)
        text = plain(reference)
        for answer in (f"7*({text})/7", f"-(-({text}))", f"x + ({text}) - x", f"({text})*(sin(x)^2 + cos(x)^2)"):
            decision = compare(answer, reference, Comparison(variables=VARIABLES))
            assert decision.relation is Relation.EQUAL, f"{answer} for {text}: {decision.message}"
