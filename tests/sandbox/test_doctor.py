"""The doctor attempts attacks in a real child and tells what was refused."""

import sys

import pytest

from grader.sandbox.doctor import diagnose


def test_every_attack_is_refused_where_isolation_is_full():
    """On a machine with full isolation the doctor finds every door shut."""
    found = diagnose()
    if found.level != "full":
        pytest.skip(found.isolation)
    assert {attempt.name: attempt.refused for attempt in found.attempts} == dict.fromkeys(
        (attempt.name for attempt in found.attempts), True
    )


def test_open_doors_are_found():
    """Without isolation the doctor says so, since it tried and was let in."""
    refused = {attempt.name: attempt.refused for attempt in diagnose(mode="none").attempts}
    assert refused["read a file of the course"] is False
    assert refused["connect to a server"] is False
    assert refused["allocate beyond the limit"] is (sys.platform != "win32")


def test_packages_that_submissions_import_are_looked_for():
    """Known packages are told with pip's name and whether they are here; made-up modules are left out."""
    found = {one.module: (one.package, one.installed) for one in diagnose(["numpy", "sklearn", "my_own_module"]).packages}
    assert found["numpy"] == ("numpy", True)
    assert "my_own_module" not in found
    assert found["sklearn"][0] == "scikit-learn"
