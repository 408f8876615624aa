"""What a cluster costs: one class graded here by one process, and by two workers of a Dask cluster on this machine.

    python -m benchmarks.on_cluster [SUBMISSIONS]

Prints processor seconds of all processes together, which depend little on what else the machine does, what one more
submission costs (from a fifth of the class to all of it, so that starting up is left out), wall time, and bytes on
disk. `docs/scale.md` reckons with these figures.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.generated_class import write_class


def run(folder: Path, out: Path, *words: str) -> tuple[float, float]:
    """Processor seconds and wall seconds of one `grade`, with all processes that it started."""
    command = [sys.executable, "-m", "grader.cli", str(folder), "--out", str(out), "--quiet", *words]
    begin = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"grade ended with {process.returncode}")
    return used.ru_utime + used.ru_stime, time.perf_counter() - begin


def main(count: int) -> None:
    """Print the table."""
    few = count // 5
    with tempfile.TemporaryDirectory() as temporary:
        base = Path(temporary)
        folder, part = write_class(base / "class", count), write_class(base / "part", few)
        handed_in = sum(file.stat().st_size for file in folder.iterdir())
        print(f"{count} submissions of {handed_in / count / 1000:.1f} kB on average")
        print(f"{'':24}{'processor s':>12}{'one more':>12}{'wall s':>8}")
        for name, words in (("one process", ("--jobs", "1")), ("cluster of two workers", ("--cluster", "local", "--jobs", "2"))):
            start, _ = run(part, base / f"part {name}", *words)
            used, wall = run(folder, base / name, *words)
            print(f"{name:24}{used:12.1f}{(used - start) / (count - few) * 1000:9.1f} ms{wall:8.1f}")
        stored = sum(file.stat().st_size for file in (base / name).glob("run.sqlite*"))
        print(f"store: {stored / count / 1000:.1f} kB a submission")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
