"""The floor: what grading cannot cost less than. One warm process that forks, runs the same code, and looks at nothing.

It executes the statements that were executed and makes the calls that were made when the same submissions
were graded, in a process forked for each of them. There are no limits, no walls, no pipe, no
judge and no report. Run as a process of its own (`python floor.py`), since it has to be clean.
"""

# ruff: noqa: ANN401 - what crosses is JSON

from __future__ import annotations

import gc
import json
import mmap
import os
import resource
import struct
import sys
import time
from collections.abc import Sequence
from typing import Any

OWN = struct.Struct("<dd")  # seconds of CPU in statements and in calls: the student's own code

Piece = dict[str, Any]  # "statements": [source, file name, line]; "asked": [names, argument sets or None, keywords]


def main() -> None:
    """Runs the work that comes in, a chunk of submissions on each line; tells what each chunk cost as a line."""
    import mygrad  # noqa: F401 - warm, as the zygote is
    import numpy as np

    np.dot(np.ones((4, 4)), np.ones((4, 4)))
    gc.collect()
    gc.freeze()
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(_cost(json.loads(line))), flush=True)


def _cost(chunk: Sequence[Piece]) -> dict[str, float]:
    """Seconds of wall time and CPU for all submissions of a chunk, and of that the student's own."""
    page = mmap.mmap(-1, mmap.PAGESIZE)
    own, began, cpu = 0.0, time.perf_counter(), _cpu()
    for piece in chunk:
        pid = os.fork()
        if pid == 0:
            _be_child(piece, page)
        os.waitpid(pid, 0)
        own += sum(OWN.unpack_from(page, 0))
    return {"wall": time.perf_counter() - began, "cpu": _cpu() - cpu, "own": own}


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def _be_child(piece: Piece, page: mmap.mmap) -> None:
    """One student's process: executes, calls, notes what that cost, and is gone."""
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, 1)
    os.dup2(sink, 2)
    names: dict[str, Any] = {"__name__": "__main__"}
    began = time.process_time()
    for source, file, line in piece["statements"]:
        try:
            exec(compile("\n" * (line - 1) + source, file, "exec"), names)
        except BaseException:  # what a student's statement does wrong costs it alone
            continue
    executed = time.process_time()
    for asked in piece["asked"]:
        _call(names, *asked)
    OWN.pack_into(page, 0, executed - began, time.process_time() - executed)
    os._exit(0)


def _call(names: dict[str, Any], wanted: list[str], argument_sets: list[list[Any]] | None, keywords: list[str]) -> None:
    function = next((names[name] for name in wanted if name in names), None)
    for arguments in argument_sets or ():
        by_position = len(arguments) - len(keywords)
        named = dict(zip(keywords, map(_made, arguments[by_position:]), strict=True))
        try:
            function(*map(_made, arguments[:by_position]), **named)  # type: ignore[misc]
        except BaseException:  # as above
            continue


def _made(argument: Any) -> Any:
    """An argument as the student's code sees it; `{"array": [...]}` is an array."""
    if isinstance(argument, dict):
        import numpy as np

        return np.array(argument["array"], dtype=float)
    return list(argument) if isinstance(argument, list) else argument


if __name__ == "__main__":
    main()
