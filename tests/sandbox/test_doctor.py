"""The doctor attempts attacks in a real child and tells what was refused."""

import sys

import pytest

from grader.sandbox.host import machine as doctor
from grader.sandbox.host.machine import diagnose, not_installed


def test_every_attack_is_refused_where_isolation_is_full():
    """On a machine with full isolation the doctor finds every door shut."""
    found = diagnose()
    if found.level != "full":
        pytest.skip(found.isolation)
    assert {attempt.tried: attempt.refused for attempt in found.attempts} == dict.fromkeys(
        (attempt.tried for attempt in found.attempts), True
    )


def test_open_doors_are_found():
    """Without isolation the doctor says so, since it tried and was let in."""
    refused = {attempt.tried: attempt.refused for attempt in diagnose(mode="none").attempts}
    assert refused["read a file of the course"] is False
    assert refused["connect to a server"] is False
    assert refused["allocate beyond the limit"] is (sys.platform != "win32")


def test_packages_that_submissions_import_are_looked_for():
    """Known packages that are not here are told by pip's name; those that are, and made-up modules, are left out."""
    assert not_installed(["numpy", "cv2", "my_own_module", "sys"]) == ("opencv-python",)


def test_only_a_refusal_counts_as_one(monkeypatch):
    """An attack that fails because something is missing here was neither possible nor refused."""
    attacks = {
        "missing": "os.nothing_of_that_name()",
        "not there": "open('/nowhere/at/all')",
        "nobody listens": "__import__('socket').socket().connect(('127.0.0.1', 1))",
        "shut": "(_ for _ in ()).throw(PermissionError(13, 'Permission denied'))",
        "open": "True",
    }
    monkeypatch.setattr(doctor, "_ATTACKS", attacks)
    found = {attempt.tried: (attempt.possible, attempt.refused) for attempt in diagnose(mode="none").attempts}
    assert found == {**dict.fromkeys(attacks, (False, False)), "shut": (False, True), "open": (True, False)}
