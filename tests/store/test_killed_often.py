"""A run may be killed at any moment: what it had done is kept, and the same command ends as if nothing had been."""

from __future__ import annotations

import io
import json
import os
import random
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from grader.commands.run import Outlets, Request, run_and_report

from .course import ADA, BEN, CEM, STEPS, SURFACE

KILLS = 50
STUDENTS = 12

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.fixture
def request_to(tmp_path: Path) -> Any:
    """Makes the request to grade a class of twelve into a folder of the given name."""
    (tmp_path / "exercises").mkdir()
    (tmp_path / "class").mkdir()
    (tmp_path / "exercises" / "surface.yml").write_text(SURFACE)
    (tmp_path / "exercises" / "steps.yml").write_text(STEPS)
    for number in range(STUDENTS):
        (tmp_path / "class" / f"s{number:02}.py").write_text((ADA, BEN, CEM)[number % 3] + f"mine = {number}\n")

    def request(out: str) -> Request:
        return Request(path=tmp_path / "class", exercises=tmp_path / "exercises", out=tmp_path / out, jobs=1)

    return request


def started(request: Request) -> int:
    """A process that carries out the request, forked so that nothing has to be imported again."""
    pid = os.fork()
    if pid:
        return pid
    status = 70
    try:
        status = run_and_report(request, Outlets(console=Console(file=io.StringIO())))
    finally:
        os._exit(status)


def status_of(pid: int) -> int:
    """How the process ended; below 0 for a signal."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def rows(out: Path) -> list[Any]:
    """The gradebook row for row, without what depends on the clock."""
    told = json.loads((out / "gradebook.json").read_text())["grades"]
    for grade in told:
        del grade["seconds"]
        for item in grade["items"]:
            del item["seconds"]
    return [*told, (out / "gradebook.csv").read_text(), sorted(file.name for file in (out / "feedback").iterdir())]


def test_killed_at_fifty_moments_it_ends_as_if_undisturbed(request_to: Any):
    """The moments are spread over the time that an undisturbed run takes; a folder is finished before the next is begun."""
    begin = time.monotonic()
    assert status_of(started(request_to("undisturbed"))) == 0
    seconds = time.monotonic() - begin
    undisturbed = rows(request_to("undisturbed").out)
    draw, kills, folder = random.Random(6), 0, 0
    while kills < KILLS:
        request = request_to(f"killed-{folder}")
        pid = started(request)
        time.sleep(draw.uniform(0, seconds))
        os.kill(pid, signal.SIGKILL)
        if status_of(pid) == -signal.SIGKILL:
            kills += 1
            continue
        assert rows(request.out) == undisturbed
        folder += 1
    assert status_of(started(request)) == 0
    assert rows(request.out) == undisturbed
