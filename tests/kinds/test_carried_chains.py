"""Errors carried through items that build on each other, each naming the one before; and what is said of where the mistake is."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grader.model import CheckResult
from tests.played import judge

CHAIN = """\
title: T
prompt: P
functions:
  f(x, y): x**2*y + y**3
given: {P: [2, 1], v: [3, 4]}
items:
  - {id: grad, answer: gradient(f)}
  - {id: at_P, answer: "at(grad, P)"}
  - {id: u, answer: unit(v)}
  - {id: slope, answer: "dot(at_P, u)", carried_credit: 1/2}
  - {id: steepest, answer: norm(at_P)}
  - {id: start, answer: P}
  - {id: path, answer: "steps(descent(f, 1/10), start=start, count=1)", carried_credit: 1/2}
  - {id: d, answer: "diff(f, x)"}
  - {id: names, answer: names_in(d), carried_credit: 1/2}
  - {id: downhill, answer: -gradient(f)(P), up_to: positive factor}
"""
RIGHT: dict[str, object] = {
    "grad": ["2*x*y", "x**2 + 3*y**2"], "at_P": [4, 7], "u": [0.6, 0.8], "slope": 8, "steepest": 65**0.5,
    "start": [2, 1], "path": [[1.6, 0.3]], "d": "2*x*y", "names": ["x", "y"], "downhill": [-8, -14],
}  # fmt: skip


def told(result: CheckResult) -> str:
    """What the student reads."""
    return " ".join(feedback.text for feedback in result.feedback if feedback.audience == "student")


def test_right_answers_are_right():
    """Nothing is carried where nothing is wrong."""
    results = judge(CHAIN, RIGHT)
    assert {name: result.credit for name, result in results.items()} == dict.fromkeys(RIGHT, 1)
    assert not any("your own" in told(result) for result in results.values())


CARRIED = [
    # one mistake, three items deep: the last ones earn as well, and are told of the first
    ({"grad": ["2*x*y", "x**2 + y**2"], "at_P": [4, 5], "slope": 6.4, "steepest": 41**0.5},
     {"grad": 0, "at_P": 1, "slope": Fraction(1, 2), "steepest": 1}, {"at_P": "grad", "slope": "grad", "steepest": "grad"}),
    # the mistake is in the middle
    ({"at_P": [4, 5], "slope": 6.4}, {"grad": 1, "at_P": 0, "slope": Fraction(1, 2), "steepest": 1}, {"slope": "at_P"}),
    # each is wrong by a slip of its own: only what follows earns
    ({"grad": ["2*x*y", "x**2 + y**2"], "at_P": [5, 4], "slope": 6.2, "steepest": 9},
     {"grad": 0, "at_P": 0, "slope": Fraction(1, 2), "steepest": 0}, {"slope": "at_P"}),
    # two mistakes meet in one answer
    ({"at_P": [4, 5], "u": [0.8, 0.6], "slope": 6.2}, {"at_P": 0, "u": 0, "slope": Fraction(1, 2)}, {"slope": "at_P` and `u"}),
    # right for nobody's answers
    ({"at_P": [4, 5], "slope": 7}, {"at_P": 0, "slope": 0}, {}),
    # points in a row, and a set of names
    ({"start": [1, 1], "path": [[0.8, 0.6]]}, {"start": 0, "path": Fraction(1, 2)}, {"path": "start"}),
    ({"d": "2*x", "names": ["x"]}, {"d": 0, "names": Fraction(1, 2)}, {"names": "d"}),
    ({"d": "2*x", "names": ["y"]}, {"d": 0, "names": 0}, {}),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "credits", "mistakes"), CARRIED)
def test_a_mistake_is_charged_once_however_many_items_build_on_it(
    wrong: dict[str, object], credits: dict[str, Fraction], mistakes: dict[str, str]
):
    """What follows from an answer that itself follows from a wrong one earns what the author grants, and names the wrong one."""
    results = judge(CHAIN, {**RIGHT, **wrong})
    assert {name: results[name].credit for name in credits} == credits
    for name, mistake in mistakes.items():
        assert f"your own `{mistake}`, where the mistake is" in told(results[name])


def test_the_opposite_direction_is_called_that():
    """Up instead of down is said, and not a number that would be wrong in any multiple."""
    result = judge(CHAIN, {**RIGHT, "downhill": [4, 7]})["downhill"]
    assert result.misconception == "not_negated"
