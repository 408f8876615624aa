"""`grade doctor` reports what a real child was refused."""

from __future__ import annotations

import sys

import pytest

from grader.sandbox.doctor import diagnose, not_installed

linux = pytest.mark.skipif(sys.platform != "linux", reason="full isolation exists on Linux only")


@linux
def test_every_attack_is_refused_under_full_isolation():
    """What the line calls full is full."""
    diagnosis = diagnose()
    if diagnosis.level != "full":
        pytest.skip(f"no full isolation here: {diagnosis.isolation}")
    assert [attempt.tried for attempt in diagnosis.attempts if not attempt.refused] == []


@linux
def test_the_attacks_are_real():
    """Without isolation the same attacks are possible, all but the one that limits stop."""
    possible = [attempt.tried for attempt in diagnose("none").attempts if not attempt.refused]
    assert len(possible) == 5


def test_missing_packages_are_named_as_pip_knows_them():
    """`import sklearn` needs scikit-learn; what is made up and what is there are not named."""
    assert not_installed(["sklearn_extra_made_up", "numpy"]) == ()
    assert set(not_installed(["theano", "Xlib"])) <= {"theano", "python-xlib"}
