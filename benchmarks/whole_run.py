"""One run of `grade` as its user starts it, in a process of its own, with what it took as a line of JSON.

Run by `throughput.py`, which hands over when it started this, so that the time to the first result holds all
that a user waits for: the interpreter, the imports, the exercises, the warm process.
"""

# ruff: noqa: ANN401 - it stands around functions of any kind

from __future__ import annotations

import io
import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rich.console import Console

import grader.commands.run
import grader.commands.setting
from grader.commands.run import Outlets, Request, run_and_report


def main(folder: str, jobs: int, seconds: float, started: float, out: str = "") -> None:
    """Grades a folder; `seconds` is the limit of a call, 0 for the assignment's own. Without `out` nothing is left."""
    firsts: list[float] = []
    limit_calls(seconds)
    graded = grader.commands.run.graded

    def watched(*arguments: Any) -> Iterator[Any]:
        for row in graded(*arguments):
            firsts.append(time.monotonic())
            yield row

    grader.commands.run.graded = watched
    with tempfile.TemporaryDirectory() as temporary:
        request = Request(path=Path(folder), exercises=Path("lesson"), out=Path(out or temporary) / "grades", jobs=jobs or None)
        run_and_report(request, Outlets(console=Console(file=io.StringIO())))
    done = time.monotonic()
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    answer = {
        "first": firsts[0] - started if firsts else 0.0,
        "grading": firsts[-1] - firsts[0] if firsts else 0.0,
        "wall": done - started,
        "count": len(firsts),
        "cpu": own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime,
        "own_cpu": own.ru_utime + own.ru_stime,
        "host_megabytes": own.ru_maxrss / 1024,
        "other_megabytes": others.ru_maxrss / 1024,
    }
    print(json.dumps(answer))


def limit_calls(seconds: float) -> None:
    """Lets a call take so long and no longer, for submissions that are made to hang."""
    if not seconds:
        return
    from dataclasses import replace

    load = grader.commands.setting.load_assignment

    def limited(*arguments: Any) -> Any:
        assignment = load(*arguments)
        return replace(assignment, limits=replace(assignment.limits, call_seconds=seconds))

    grader.commands.setting.load_assignment = limited


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4]), *sys.argv[5:])
