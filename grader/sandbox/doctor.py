"""What this machine can do: small attacks, attempted in a real child, and what became of each.

Measured, not assumed. Returns plain findings; the command line shows them. Knows no exercise and
judges no student.
"""

from __future__ import annotations

import importlib.util
import platform
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.model import Limits, Outcome, Place, Probe, Statement, Student, Submission
from grader.sandbox.host import Sandbox
from grader.sandbox.packages import KNOWN

_MEGABYTES = 256


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """One small attack: what was tried, whether it was refused, and how."""

    tried: str
    refused: bool
    how: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Diagnosis:
    """What `grade doctor` shows."""

    isolation: str
    level: str
    attempts: tuple[Attempt, ...]
    versions: dict[str, str]
    start_seconds: float


def diagnose(mode: str = "auto") -> Diagnosis:
    """Start a sandbox, let a child attack it, and say what was refused.

    Raises:
        SandboxError: no sandbox can be started, or not a full one in mode `strict`.
    """
    with tempfile.TemporaryDirectory(prefix="grade-doctor-") as folder, Sandbox(_limits(), mode) as sandbox:
        Path(folder).chmod(0o755)
        canary = Path(folder) / "canary.txt"
        canary.write_text("secret", encoding="utf-8")
        canary.chmod(0o644)
        return Diagnosis(
            isolation=sandbox.isolation,
            level=sandbox.level,
            attempts=tuple(_attempts(sandbox, canary)),
            versions={"system": platform.platform(), **sandbox.versions},
            start_seconds=sandbox.start_seconds,
        )


def not_installed(roots: Iterable[str]) -> tuple[str, ...]:
    """Of the modules that submissions import, the well-known ones that are missing here, as pip calls them."""
    missing = {KNOWN[root] for root in roots if root in KNOWN and importlib.util.find_spec(root) is None}
    return tuple(sorted(missing))


def _limits() -> Limits:
    return Limits(statement_seconds=3, call_seconds=3, submission_seconds=20, memory_megabytes=_MEGABYTES)


def _attacks(canary: Path) -> dict[str, str]:
    """What is tried, each as the body of a function whose normal end means that it was possible."""
    return {
        "read a file that is not its own": f"open({str(canary)!r}).read()",
        "open a network connection": "import socket; socket.socket().connect_ex(('127.0.0.1', 9))",
        "start a process": "import os; os.fork() or os._exit(0)",
        "send a signal to its parent": "import os; os.kill(os.getppid(), 0)",
        "write outside its scratch folder": f"open({str(canary.parent / 'written.txt')!r}, 'w').write('x')",
        f"take {4 * _MEGABYTES} megabytes of memory": f"bytearray({4 * _MEGABYTES} << 20)",
    }


def _attempts(sandbox: Sandbox, canary: Path) -> Iterator[Attempt]:
    attacks = _attacks(canary)
    with sandbox.open(_attacker(attacks.values())) as session:
        for number, tried in enumerate(attacks):
            call = session.ask(Probe(names=(f"attack_{number}",), arguments=((),))).calls[0]
            if call.outcome is Outcome.RETURNED:
                yield Attempt(tried=tried, refused=False, how="it was possible")
            else:
                yield Attempt(tried=tried, refused=True, how=call.fault.type_name if call.fault else str(call.outcome))


def _attacker(bodies: Iterable[str]) -> Submission:
    statements = tuple(
        Statement(
            source=f"def attack_{number}():\n    {body}\n    return True",
            place=Place(file="doctor.py", line=1 + 3 * number),
            names=(f"attack_{number}",),
        )
        for number, body in enumerate(bodies)
    )
    student = Student(id="doctor", name="doctor", identified_by="grade doctor")
    return Submission(student=student, files=("doctor.py",), digest="doctor", statements=statements)
