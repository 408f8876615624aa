"""A fresh interpreter for every student's process: slower than forking, and works on every system.

Knows no submissions.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from grader.errors import SandboxError
from grader.sandbox import remains
from grader.sandbox.host import child as children
from grader.sandbox.host.channel import WorkerChannel
from grader.sandbox.host.child import Child, Ended, Plan, Prepare
from grader.sandbox.host.folders import Scratch, Scratches

_REPLY_SECONDS = 20.0  # for a new interpreter to take its first message, which waits in the pipe until it reads


class Spawner:
    """Start a fresh interpreter for every child: slower, and works on every system."""

    def __init__(self, plan: Plan) -> None:
        self.scratches = Scratches()
        self._plan = plan
        self._janitor = _janitor(self.scratches.base)
        self._live: dict[subprocess.Popen[bytes], WorkerChannel] = {}

    def child(self, prepare: Prepare) -> Child:
        """Return a new child in a scratch folder that `prepare` has filled; raises `SandboxError`."""
        scratch = self.scratches.take()
        prepare(scratch)
        order = children.order(self._plan, scratch)
        try:
            process = subprocess.Popen(
                children.command("worker.once()"),
                env=children.environment(self.scratches.base),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=scratch.folder,
                start_new_session=True,
            )
        except OSError as error:
            raise SandboxError(f"No Python process could be started ({error.strerror}).") from error
        channel = WorkerChannel(process, self._plan.limits.output_kilobytes * 1024)
        self._live[process] = channel
        channel.send([children.config(self._plan, self.scratches.base), order], time.monotonic() + _REPLY_SECONDS)
        return Child(channel, scratch, lambda wait: self._end(process, scratch))

    def load(self, modules: Sequence[str]) -> None:
        """Do nothing: no process here outlives its submission."""

    def _end(self, process: subprocess.Popen[bytes], scratch: Scratch) -> Ended:
        kill_group(process)
        self._live.pop(process, None)
        remains.remove(str(scratch.folder))
        code = process.returncode or 0
        return Ended(signal=-code) if code < 0 else Ended(status=code)  # its mark is with the channel

    def close(self) -> None:
        """End every child that is left and remove every scratch folder."""
        for process, channel in self._live.items():
            kill_group(process)
            channel.close()
        assert self._janitor.stdin is not None
        self._janitor.stdin.close()
        self._janitor.wait()


# It runs without us, imports nothing but the remover, and tries for four seconds, while processes end.
_JANITOR = """
import sys, time
sys.path.append(sys.argv[1])
from remains import remove
sys.stdin.buffer.read()
for _ in range(40):
    if remove(sys.argv[2]):
        break
    time.sleep(0.1)
"""


def _janitor(base: Path) -> subprocess.Popen[bytes]:
    """Return a process that removes the scratch folders once this one closes its end or is gone without a word."""
    return subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", _JANITOR, str(Path(__file__).parents[1]), str(base)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and those of its group, and reap it."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
