"""Of freshly generated wrong answers none earns full marks; `python -m benchmarks.wrong_answers` tries more of them."""

from __future__ import annotations

import random
from itertools import islice

import pytest

from benchmarks.wrong_answers import wrong_answers


@pytest.mark.parametrize("seed", [20261, 20262])
def test_no_generated_wrong_answer_is_accepted(seed: int) -> None:
    """Slips, far branches and decimals in formulas; bounds, strips, whole numbers and counts of calls in functions."""
    drawn = list(islice(wrong_answers(random.Random(seed)), 300))
    assert [(wrong.way, wrong.answer, wrong.reference) for wrong in drawn if wrong.accepted] == []
    assert len({wrong.way.partition(":")[0] for wrong in drawn}) == 4
