"""What this machine can do: small attacks tried in a real child, and which packages are here; measured, not assumed.

Gives plain records and prints nothing. Knows the attacks by name; how they are stopped is the layers' affair.
"""

from __future__ import annotations

import secrets
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from grader.errors import SandboxError
from grader.model import Limits, Outcome, Place, Probe, Statement, Student, Submission
from grader.sandbox.host import packages
from grader.sandbox.host.sandbox import Sandbox

# What runs in the child: an attack gives True, or the exception that it got.
_TRIES = """
import os
def tried(attempt):
    try:
        return attempt()
    except Exception as error:
        said = getattr(error, "strerror", None) or str(error)
        return f"{type(error).__name__}: {said}" if said else type(error).__name__
"""
# What student code must not do, each in one expression, with the bait that `_bait` lays.
_ATTACKS = {
    "read a file of the course": "open({canary!r}).read() == {secret!r}",
    "write outside the scratch folder": "bool(open({outside!r}, 'w').write('x'))",
    "connect to a server": "__import__('socket').create_connection(('127.0.0.1', {port}), 1) is not None",
    "open a datagram socket": "__import__('socket').socket(2, 2) is not None",
    "start a process": "start()",
    "signal the grader's process": "reach({parent})",
    "allocate beyond the limit": "len(bytearray({bytes})) > 0",
}
# The same attacks by the calls that a system has.
_ON_ANY_SYSTEM = """
def start():
    if not hasattr(os, "fork"):
        import subprocess, sys
        return subprocess.run([sys.executable, "-I", "-S", "-c", ""]).returncode == 0
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    return pid > 0
def reach(pid):
    if os.name != "nt":
        return os.kill(pid, 0) is None
    import ctypes
    if not ctypes.windll.kernel32.OpenProcess(1, False, pid):
        raise ctypes.WinError()
    return True
"""
_REFUSALS = ("PermissionError", "MemoryError", Outcome.OUT_OF_MEMORY.replace("_", " "))  # what says no, and nothing else does
_LIMITS = Limits(statement_seconds=10, call_seconds=10, memory_megabytes=256)  # patient, and little to fill for the test
_HERE = Place(file="doctor", line=1)  # no student's file


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """What student code tried to do, whether it could, whether it was refused, and how: the exception that it got.

    What failed for another reason was neither: it says nothing about the walls.
    """

    tried: str
    possible: bool
    refused: bool
    how: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Diagnosis:
    """What was found on this machine."""

    isolation: str
    level: str
    platform: str
    versions: Mapping[str, str]
    attempts: tuple[Attempt, ...]
    start_seconds: float


def diagnose(mode: str = "auto") -> Diagnosis:
    """Try the attacks in a real child.

    Raises `SandboxError` when no child can be started at all.
    """
    with _bait() as bait, Sandbox(_LIMITS, mode=mode) as sandbox:
        return Diagnosis(
            isolation=sandbox.isolation,
            level=sandbox.level,
            platform=f"{sys.platform}, Python {sys.version.split()[0]}",
            versions=sandbox.versions,
            attempts=tuple(_attempts(sandbox, bait)),
            start_seconds=sandbox.start_seconds,
        )


def not_installed(modules: Iterable[str]) -> tuple[str, ...]:
    """Return pip's names of the known packages among these top-level modules that are not installed here."""
    missing = {packages.missing_package(module) for module in modules}
    return tuple(sorted(package for package in missing if package is not None))


@contextmanager
def _bait() -> Iterator[dict[str, object]]:
    """Yield a secret file, a folder that anybody may write to, a listening port and a process of this user's."""
    with tempfile.TemporaryDirectory(prefix="grader-doctor-") as folder, socket.socket() as listener:
        Path(folder).chmod(0o777)
        canary, secret = Path(folder) / "canary", secrets.token_hex(8)
        canary.write_text(secret, encoding="ascii")
        canary.chmod(0o644)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        with subprocess.Popen([sys.executable, "-I", "-S", "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE) as parent:
            yield {
                "canary": str(canary),
                "secret": secret,
                "outside": str(Path(folder) / "evil"),
                "port": listener.getsockname()[1],
                "parent": parent.pid,
                "bytes": 4 * _LIMITS.memory_megabytes * 1024 * 1024,
            }
            parent.kill()


def _attempts(sandbox: Sandbox, bait: Mapping[str, object]) -> Iterator[Attempt]:
    for name, attack in _ATTACKS.items():
        source = f"{_TRIES}{_ON_ANY_SYSTEM}def attack():\n    return tried(lambda: {attack.format(**bait)})\n"
        statement = Statement(source=source, place=_HERE, names=("attack",))
        student = Student(id="doctor", name="Doctor")
        with sandbox.open(Submission(student=student, files=("doctor",), digest="", statements=(statement,))) as session:
            call = session.ask(Probe(names=("attack",), arguments=((),))).calls[0]
        if call.outcome is Outcome.UNAVAILABLE:
            raise SandboxError(call.fault.message if call.fault else "A student's process could not be started.")
        how = call.value if isinstance(call.value, str) else call.outcome.replace("_", " ")
        yield Attempt(tried=name, possible=call.value is True, refused=how.startswith(_REFUSALS), how=how)
