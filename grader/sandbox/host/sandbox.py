"""The operator's end of the sandbox: starts what students' processes come from, says how strong the walls are, opens sessions.

Knows limits, layers and executors. Does not know what a student is asked.
"""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal, Self

from grader.errors import SandboxError
from grader.model import Limits, Submission
from grader.sandbox.host import child as children
from grader.sandbox.host import packages
from grader.sandbox.host.child import Child, Plan, Prepare, hello
from grader.sandbox.host.folders import FIRST_SPARE_UID, Scratch
from grader.sandbox.host.forking import DiedError, Forker
from grader.sandbox.host.session import Session
from grader.sandbox.host.spawning import Spawner
from grader.sandbox.walls import layers
from grader.sandbox.walls.layers import Isolation, described

MODES = ("auto", "strict", "none")  # of `--sandbox`, as `Sandbox` explains them
ExecutorName = Literal["auto", "zygote", "spawn"]
_HERE: ExecutorName = "zygote" if sys.platform.startswith("linux") and hasattr(os, "fork") else "spawn"
"""Forking is safe on Linux; elsewhere system libraries do not survive it."""

_STARTS = 3  # a process may be killed once by chance; one that dies three times has a reason that stays
# said after that: what can be done about each of the reasons that were seen
_REMEDY = "Is memory short here, or does something end processes? With fewer at once (--jobs 1) it needs less."
_SEEN_BEFORE_LOADING = 2  # submissions that import a package before it is loaded for all: one alone pays for itself
_PROBE_SECONDS = 30.0  # an interpreter without packages starts in a tenth of one
# Nothing is written, so there is no folder that a kill could leave behind.
_NOWHERE = Scratch(folder=Path("/nowhere/to/write"), uid=FIRST_SPARE_UID)
# What a child does at first, without the rest: it takes on the layers and says how they stand.
_TELL = """
import json, sys
from grader.sandbox.walls import layers
config, order = json.load(sys.stdin)
print(json.dumps(layers.enter(layers.prepared(config), order, parent=None)))
"""


class Sandbox:
    """Run students' code in processes of their own, under limits and as well isolated as this machine can.

    `mode` is `auto` (the strongest that works), `strict` (full or not at all) or `none` (limits only).
    `packages` are modules to load once for all submissions. `hidden` are folders of the course, which no
    student's process may read even where Python's own folders hold them. `executor` and
    `without` (layers to leave out) are there for tests.

    A context manager. Raises `SandboxError` on entering when it cannot start, or is not full in `strict`.
    """

    def __init__(  # noqa: PLR0913  (two to choose, four with good defaults)
        self,
        limits: Limits | None = None,
        mode: str = "auto",
        packages: Iterable[str] = (),
        *,
        hidden: Iterable[Path] = (),
        executor: ExecutorName = "auto",
        without: Iterable[str] = (),
    ) -> None:
        if mode not in MODES:
            raise SandboxError(f"--sandbox {mode}: there is {', '.join(MODES)}.")
        self.limits = limits or Limits()
        self.mode = mode
        left_out = set(layers.ALL) - {"limits"} if mode == "none" else set(without)
        self._plan = Plan(
            limits=self.limits,
            layers=tuple(name for name in layers.ALL if name not in left_out),
            packages=tuple(packages),
            hidden=tuple(hidden),
        )
        self._executor_name = _HERE if executor == "auto" else executor
        self._executor: Forker | Spawner | None = None
        self._isolation: Isolation | None = None
        self._seen: Counter[str] = Counter()
        self._may_load = True
        self._lock = threading.Lock()
        self.start_seconds = 0.0

    # --- starting and stopping ---

    def start(self) -> None:
        """Start the warm process and measure the isolation in a real child; done once."""
        if self._executor is not None:
            return
        begin = time.perf_counter()
        self._executor = self._new_executor()
        try:
            for left in reversed(range(_STARTS)):
                child = self.child(lambda scratch: None)
                try:
                    said, *_ = hello(child)
                except SandboxError:
                    if not child.end(wait=True).unknown or not left:
                        raise
                else:
                    child.end()
                    break
            self._isolation = self._sufficient(described(said, self._plan.layers, none=self.mode == "none"))
        except SandboxError:
            self.close()
            raise
        self.start_seconds = time.perf_counter() - begin

    def _new_executor(self) -> Forker | Spawner:
        """Return a warm process; one that dies while it starts, as when memory is short for a moment, is started anew."""
        if self._executor_name == "spawn":
            return Spawner(self._plan)
        for left in reversed(range(_STARTS)):
            try:
                return Forker(self._plan)
            except DiedError as error:
                if not left:
                    raise SandboxError(f"{error} It was started {_STARTS} times. {_REMEDY}") from error
        raise AssertionError

    def _sufficient(self, isolation: Isolation) -> Isolation:
        if self.mode == "strict" and isolation.level != "full":
            raise SandboxError(f"--sandbox strict: student code cannot be kept apart fully here: {isolation.line}")
        return isolation

    def close(self) -> None:
        """End every process and remove every file of this sandbox."""
        if self._executor is not None:
            self._executor.close()
        self._executor = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    # --- what it is ---

    @property
    def isolation(self) -> str:
        """Return one line for terminal and reports: `full (landlock abi7, seccomp, rlimits)`, `partial: …` or `none: …`."""
        return self._stood().line

    @property
    def level(self) -> str:
        """Return `full`, `partial` or `none`; `none` is shown in red."""
        return self._stood().level

    def expected(self) -> Isolation:
        """Return what the isolation will be, measured before anything is started. Raises `SandboxError` as starting would."""
        return self._sufficient(self._isolation or _probed(self._plan, none=self.mode == "none"))

    @functools.cached_property
    def versions(self) -> dict[str, str]:
        """Return the versions of Python and of the packages that students' code runs with."""
        self._stood()
        return {**packages.versions(("numpy", "mygrad")), "python": sys.version.split()[0]}

    def _stood(self) -> Isolation:
        self.start()
        assert self._isolation is not None
        return self._isolation

    # --- running ---

    def open(self, submission: Submission) -> Session:
        """Return a conversation with one submission's code; nothing of it runs before the first question."""
        self.start()
        self._load_what_many_import(submission)
        return Session(submission, self.limits, self)

    def child(self, prepare: Prepare) -> Child:
        """Return a new process for a student; starts the warm process again when it has died. Raises `SandboxError`."""
        with self._lock:
            executor = self._executor
            if executor is None:
                raise SandboxError("The sandbox is closed.")
        try:
            return executor.child(prepare)
        except SandboxError:
            self._replace(executor)
        assert self._executor is not None
        return self._executor.child(prepare)

    def admit(self, said: Mapping[str, str]) -> None:
        """Refuse a child whose walls are lower than those measured at the start."""
        if self._isolation is not None and described(said, self._plan.layers, none=self.mode == "none") != self._isolation:
            raise SandboxError("A process could not be isolated as the first one was.")

    def _replace(self, broken: Forker | Spawner) -> None:
        with self._lock:
            if self._executor is broken:
                broken.close()
                self._executor = self._new_executor()

    def _load_what_many_import(self, submission: Submission) -> None:
        if self._executor_name == "spawn" or not self._may_load:
            return
        with self._lock:
            self._seen.update(packages.imported(statement.source for statement in submission.statements))
            many = [n for n, count in self._seen.items() if count >= _SEEN_BEFORE_LOADING]
        executor = self._executor
        assert executor is not None
        try:
            executor.load(packages.worth_loading(many))
        except SandboxError:
            self._may_load = False
            self._replace(executor)


def _probed(plan: Plan, *, none: bool) -> Isolation:
    """Return the isolation that processes with this plan will have. Raises `SandboxError` when none can be started."""
    try:
        told = subprocess.run(
            children.light_command(_TELL),
            input=json.dumps([children.config(plan, _NOWHERE.folder), children.order(plan, _NOWHERE)]).encode(),
            env=children.environment(_NOWHERE.folder),
            capture_output=True,
            timeout=_PROBE_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SandboxError(f"No Python process could be started ({error}).") from error
    if told.returncode:
        words = told.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise SandboxError(f"A student's process could not be started. {words}".rstrip())
    return described(json.loads(told.stdout), plan.layers, none=none)
