"""Landlock on kernels that know less of it than this one: what is asked of them, and what is said where it is refused."""

import ctypes
import errno
import os
import struct
import subprocess
import sys
import textwrap

import pytest

from grader.sandbox.walls import landlock
from grader.sandbox.walls.layers import ALL, described

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Landlock is Linux's")

OK = {"limits": "ok", "root": "ok", "privileges": "ok", "seccomp": "ok"}


class Kernel:
    """Answers Landlock's calls as a kernel of one version does, with the scopes that it has; remembers what it was asked."""

    def __init__(self, version, scopes=0b11, refusal=0):
        self.version, self.scopes, self.refusal = version, scopes, refusal
        self.handled = self.network = self.scoped = self.size = 0
        self.allowed = []

    def call(self, number, *arguments):
        """The system call: a descriptor, a version, or -1 and the reason in errno."""
        if self.refusal:
            return self._no(self.refusal)
        if number == landlock._CREATE_RULESET:
            return self.version if arguments[0] is None else self._create(*arguments)
        self.allowed.append(struct.unpack_from("<Q", arguments[2])[0])
        return 0

    def _create(self, attributes, size, flags):
        self.size = size
        self.handled, self.network, self.scoped = struct.unpack("QQQ", attributes.raw[:size].ljust(24, b"\0"))
        newest = 8 if self.version < 4 else 16 if self.version < 6 else 24
        known = (1 << {1: 13, 2: 14, 3: 15, 4: 15}.get(self.version, 16)) - 1
        if size > newest:
            return self._no(errno.E2BIG)
        return self._no(errno.EINVAL) if self.handled & ~known or self.scoped & ~self.scopes else 99

    @staticmethod
    def _no(why):
        ctypes.set_errno(why)
        return -1


@pytest.fixture
def prepare(monkeypatch, tmp_path):
    """The rules, or why there are none, on a kernel that is made up."""

    def on(kernel):
        monkeypatch.setattr(landlock, "_call", kernel.call)
        return landlock.prepare(["/usr/lib"], ["/usr"], str(tmp_path))

    return on


@pytest.mark.parametrize("version", range(1, 9))
def test_an_older_version_is_asked_for_what_it_knows(prepare, version):
    """Each version of Landlock gets rules, with the rights and the size of the request that it has, and no right more."""
    kernel = Kernel(version)
    assert prepare(kernel) == landlock.Rules(99, version)
    assert bool(kernel.handled & landlock._TRUNCATE) is (version >= 3)
    assert bool(kernel.network) is (version >= 4)
    assert bool(kernel.scoped) is (version >= 6)
    assert kernel.allowed
    assert all(allowed & ~kernel.handled == 0 for allowed in kernel.allowed), "a kernel refuses a rule that goes beyond"


@pytest.mark.parametrize("scopes", [0b11, 0b10, 0b01, 0])
def test_a_kernel_without_a_scope_is_asked_for_fewer(prepare, scopes):
    """A kernel that answers EINVAL, as it has its version's scopes in part only, still gets rules, with those that it has."""
    kernel = Kernel(6, scopes=scopes)
    assert prepare(kernel) == landlock.Rules(99, 6)
    assert kernel.scoped == scopes


@pytest.mark.parametrize(
    ("refusal", "words"),
    [(errno.ENOSYS, "the kernel has no Landlock"), (errno.EOPNOTSUPP, "Landlock is switched off in this kernel")],
)
def test_no_landlock_is_partial_in_words(prepare, refusal, words):
    """Without Landlock isolation is partial, and the line says what is open and why."""
    said = landlock.enter(prepare(Kernel(0, refusal=refusal)))
    assert said == words
    assert described({**OK, "landlock": said}, ALL, none=False).line == f"partial: file reads not limited ({words})"


def test_rules_that_do_not_take_hold_are_partial_in_words(monkeypatch):
    """A kernel that makes rules and refuses to put a process under them leaves isolation partial."""
    monkeypatch.setattr(landlock, "_call", Kernel(7, refusal=errno.EPERM).call)
    said = landlock.enter(landlock.Rules(99, 7))
    assert said == f"refused ({os.strerror(errno.EPERM)})"
    assert described({**OK, "landlock": said}, ALL, none=False).level == "partial"


EMPTYING = """
    import os, sys
    from grader.sandbox.walls import landlock, privileges, seccomp
    folder, file, filtered = sys.argv[1:]
    landlock.abi = lambda: 2
    rules = landlock.prepare([file], [], folder)
    privileges.no_new_privileges()
    assert landlock.enter(rules).startswith("ok"), landlock.enter(rules)
    if filtered == "filtered":
        assert seccomp.enter(seccomp.prepare(may_write=True)) == "ok"
    for flags in (os.O_RDONLY, 3):
        try:
            os.close(os.open(file, flags | os.O_TRUNC))
        except OSError:
            pass
"""


@pytest.mark.parametrize(("filtered", "left"), [("filtered", "kept"), ("unfiltered", "")])
def test_what_an_old_landlock_may_only_read_is_not_emptied(tmp_path, filtered, left):
    """Before its third version Landlock lets a file be emptied that is opened for reading; the other filter does not."""
    if landlock.abi() == 0:
        pytest.skip("no Landlock here")
    scratch, file = tmp_path / "scratch", tmp_path / "numpy.py"
    scratch.mkdir()
    file.write_text("kept")
    command = [sys.executable, "-c", textwrap.dedent(EMPTYING), scratch, file, filtered]
    told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert told.returncode == 0, told.stderr
    assert file.read_text() == left
