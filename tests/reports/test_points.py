from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader.reports import points

PARTS = st.lists(st.fractions(min_value=0, max_value=10, max_denominator=60), min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("exact", "text", "number"),
    [
        ("0", "0", 0),
        ("2", "2", 2),
        ("1/2", "0.5", 0.5),
        ("2/3", "0.67", 0.67),
        ("1/8", "0.13", 0.13),
        ("1/200", "0.01", 0.01),
    ],
)
def test_rounding(exact: str, text: str, number: float) -> None:
    """Points are shown in hundredths, halves rounded up, and text and number agree."""
    assert points.text(Fraction(exact)) == text
    assert points.number(Fraction(exact)) == number


def test_total_is_not_a_sum_of_rounded_parts() -> None:
    """Three thirds are one point, though each is shown as 0.33."""
    assert points.text(sum([Fraction(1, 3)] * 3, Fraction(0))) == "1"
    assert sorted(points.shared_out([Fraction(1, 3)] * 3)) == [33, 33, 34]


@given(PARTS)
def test_shares_add_up(parts: list[Fraction]) -> None:
    """Parts that are shared out add up to the rounded total, and each is within a hundredth of itself."""
    counts = points.shared_out(parts)
    assert sum(counts) == points.hundredths(sum(parts, Fraction(0)))
    assert all(abs(count - part * 100) < 1 for count, part in zip(counts, parts, strict=True))


@example([Fraction(320, 37), Fraction(232, 43)], [Fraction(1, 5), *[Fraction(1)] * 19])
@given(PARTS, st.lists(st.fractions(min_value=0, max_value=1, max_denominator=12), min_size=20, max_size=20))
def test_shares_stay_below_their_caps(most: list[Fraction], credits: list[Fraction]) -> None:
    """What is earned is never shared out above what is possible, and still adds up."""
    earned = [part * credit for part, credit in zip(most, credits, strict=False)]
    caps = points.shared_out(most)
    counts = points.shared_out(earned, caps)
    assert all(count <= cap for count, cap in zip(counts, caps, strict=True))
    assert sum(counts) == points.hundredths(sum(earned, Fraction(0)))
