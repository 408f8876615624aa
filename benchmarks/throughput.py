"""How fast a class is graded, where the milliseconds go, and how far that is from the floor. `--students 200`.

Generates classes of the lesson's five exercises: one in which every descent program uses MyGrad, one in which
none does, one with a third, and one of hanging programs. Grades each in chunks, and after each chunk
lets the floor (`floor.py`) do the same work; a ratio is the median over the chunks, so that a machine that is
busy with other things for a while changes little. CPU is counted in this process, in the warm process and in
the students' processes, and nowhere twice. Needs Linux.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.generated_class import SHARES, MyGradUse, write_class
from benchmarks.stages import STAGES, Meter, Watched, cpu_of, grade, metered, warm_process
from grader.collect.entry_search import find
from grader.course.exercises import load_assignment
from grader.model import Assignment, Grade, Gradebook
from grader.reports import write_all
from grader.sandbox import Sandbox
from grader.submission.entries import Entry

ROOT = Path(__file__).resolve().parents[1]
CHUNK = 20
WARM_UP = 5
HANGING_SHARE = 0.02
HANGING_SECONDS = 1.0
MEMORY_CLASSES = (100, 1000)
SINGLE_RUNS = 5
AS_INSTALLED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""The environment of measured runs: modules are compiled once, as in any installation."""


@dataclass
class Cost:
    """What one chunk took, in seconds of all its submissions together."""

    count: int
    wall: float = 0.0
    host: dict[str, float] = field(default_factory=dict)
    warm: float = 0.0
    children: float = 0.0
    told: dict[str, float] = field(default_factory=dict)
    floor: dict[str, float] = field(default_factory=dict)

    @property
    def cpu(self) -> float:
        """All CPU, wherever it was spent."""
        return sum(self.host.values()) + self.warm + self.children


class Floor:
    """The process that does the same work and nothing else."""

    def __init__(self) -> None:
        threads = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL")}
        program = str(Path(__file__).with_name("floor.py"))
        self._process = subprocess.Popen(
            [sys.executable, program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, **threads, "PYTHONDONTWRITEBYTECODE": "1"},
        )  # fmt: skip
        self._read()

    def _read(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def cost(self, pieces: list[dict[str, Any]]) -> dict[str, float]:
        """What the pieces cost here: wall, CPU, and of that the student's own, in seconds."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(pieces) + "\n")
        self._process.stdin.flush()
        found: dict[str, float] = json.loads(self._read())
        return found

    def close(self) -> None:
        """Ends it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


def graded_beside_the_floor(entries: Sequence[Entry], assignment: Assignment) -> tuple[list[Cost], list[Grade], float]:
    """The cost of each chunk, the grades, and CPU seconds of writing the reports."""
    floor, meter = Floor(), Meter()
    costs: list[Cost] = []
    grades: list[Grade] = []
    with Sandbox(assignment.limits) as sandbox, metered(meter):
        watched = Watched(sandbox)
        for start in (0, *range(0, len(entries), CHUNK)):
            chunk = entries[start : start + CHUNK] if start or costs or grades else entries[:WARM_UP]
            cost, done = _cost(chunk, assignment, watched, meter)
            cost.floor = floor.cost(watched.take_pieces())
            costs.append(cost)
            grades += done
        isolation = sandbox.isolation
    floor.close()
    del costs[0], grades[:WARM_UP]
    return costs, grades, _reported(grades, assignment, isolation)


def _cost(
    chunk: Sequence[Entry], assignment: Assignment, watched: Watched, meter: Meter
) -> tuple[Cost, list[Grade]]:
    meter.seconds.clear()
    watched.child_seconds.clear()
    warm = warm_process()
    own, children = cpu_of(warm)
    began = time.perf_counter()
    done = [grade(entry, assignment, watched, meter) for entry in chunk]
    cost = Cost(len(chunk), time.perf_counter() - began)
    own_after, children_after = cpu_of(warm)
    cost.warm, cost.children = own_after - own, children_after - children
    cost.told = dict(watched.child_seconds)
    cost.host = {name: meter.seconds.get(name, 0.0) for name in STAGES}
    return cost, done


def _reported(grades: list[Grade], assignment: Assignment, isolation: str) -> float:
    gradebook = Gradebook(
        assignment=assignment, grades=lambda: iter(grades), isolation=isolation, versions={}, graded_at="2000-01-01"
    )
    with tempfile.TemporaryDirectory() as folder:
        began = time.process_time()
        write_all(gradebook, Path(folder))
        return time.process_time() - began


# --- tables ---


def budget(costs: Sequence[Cost], reporting: float) -> list[tuple[str, float, float, float]]:
    """Milliseconds of CPU a submission by stage: here, in the warm process, in the student's process."""
    count = sum(cost.count for cost in costs)

    def host(stage: str) -> float:
        return sum(cost.host.get(stage, 0.0) for cost in costs) / count * 1000

    def told(stage: str) -> float:
        return sum(cost.told.get(stage, 0.0) for cost in costs) / count * 1000

    warm = sum(cost.warm for cost in costs) / count * 1000
    children = sum(cost.children for cost in costs) / count * 1000
    rest = children - sum(map(told, ("isolate", "execute", "calls")))
    return [
        ("intake", host("intake"), 0.0, 0.0),
        ("fork, end", host("fork"), warm, rest),
        ("isolate", 0.0, 0.0, told("isolate")),
        ("execute", host("execute"), 0.0, told("execute")),
        ("calls", host("calls"), 0.0, told("calls")),
        ("judge", host("judge"), 0.0, 0.0),
        ("total", host("total"), 0.0, 0.0),
        ("report", reporting / count * 1000, 0.0, 0.0),
    ]


def print_class(use: MyGradUse, costs: Sequence[Cost], reporting: float) -> None:
    """The budget of one class and its ratios to the floor."""
    count = sum(cost.count for cost in costs)
    rows = budget(costs, reporting)
    whole = sum(sum(row[1:]) for row in rows)
    floor, own = (sum(cost.floor[name] for cost in costs) / count * 1000 for name in ("cpu", "own"))
    print(f"\nclass: {_described(use)}, {count} submissions, one job")
    print(f"  {'ms CPU a submission':<22}{'host':>8}{'warm':>8}{'child':>8}{'all':>8}")
    for name, *parts in rows:
        print(f"  {name:<22}" + "".join(f"{part:8.2f}" for part in (*parts, sum(parts))))
    print(f"  {'all':<22}{'':>24}{whole:8.2f}")
    print(f"  {'the floor':<22}{'':>24}{floor:8.2f}   of it the student's own code {own:.2f}")
    print(f"  beyond the student's own code {whole - own:.2f} ms (aim: 10)")
    by_cpu = statistics.median(cost.cpu / cost.floor["cpu"] for cost in costs)
    by_wall = statistics.median(cost.wall / cost.floor["wall"] for cost in costs)
    print(f"  ratio to the floor {by_cpu:.2f} by CPU, {by_wall:.2f} by wall time (aim: 1.5; reports not in it)")


def _described(use: MyGradUse) -> str:
    return f"MyGrad in {SHARES[use]} of the descent programs" if use == "third" else f"MyGrad in {use} of them"


# --- whole runs ---


def whole_run(folder: Path, jobs: int = 0, call_seconds: float = 0.0, out: Path | None = None) -> dict[str, float]:
    """What one run of the command over a folder took, in a process of its own; its grades stay below `out`."""
    program = str(Path(__file__).with_name("whole_run.py"))
    command = [sys.executable, program, str(folder), str(jobs), str(call_seconds), str(time.monotonic())]
    command += [str(out)] if out else []
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=AS_INSTALLED)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def print_whole_runs(classes: dict[MyGradUse, Path], folder: Path, students: int) -> None:
    """Submissions a second on all cores, the time to the first result, and what hanging submissions cost."""
    print("\nwhole runs of `grade`, all cores")
    whole_run(write_class(folder / "first", 2))  # compiles modules and fills the cache of references
    for use, path in classes.items():
        run = whole_run(path)
        rate, steady = run["count"] / run["wall"], (run["count"] - 1) / run["grading"] if run["count"] > 1 else 0.0
        cpu = run["cpu"] / run["count"] * 1000
        print(f"  {_described(use)}: {rate:.1f} submissions/s (aim for 1/3: 60), {steady:.1f} after the first result")
        print(f"    first result after {run['first']:.2f} s (aim: 0.5); {cpu:.1f} ms CPU a submission, starts included")
    hanging = max(1, round(students * HANGING_SHARE))
    path = write_class(folder / "hanging", hanging, hanging=True)
    run = whole_run(path, call_seconds=HANGING_SECONDS)
    print(f"  {hanging} that hang, {HANGING_SECONDS:g} s a call: {run['wall']:.1f} s in all")


def print_single(folder: Path) -> None:
    """`grade hw.py`, as a user starts it, with the references cached by the runs before."""
    handed = write_class(folder / "single", 12)
    single = min(handed.glob("*.py"))
    program = [sys.executable, "-m", "grader.cli", str(single), "--out", str(folder / "out"), "--quiet"]
    walls, cpus = [], []
    for _ in range(SINGLE_RUNS + 1):
        before, began = _children_cpu(), time.perf_counter()
        subprocess.run(program, check=True, cwd=ROOT, capture_output=True, env=AS_INSTALLED)
        walls.append(time.perf_counter() - began)
        cpus.append(_children_cpu() - before)
    print(f"\n`grade hw.py`: {statistics.median(walls[1:]):.2f} s, {statistics.median(cpus[1:]):.2f} s of CPU (aim: 0.6 s)")


def _children_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def print_memory(folder: Path, sizes: Sequence[int]) -> None:
    """Peak memory of host and child, and what every further submission adds."""
    runs = []
    for size in sizes:
        runs.append(whole_run(write_class(folder / f"memory{size}", size, "none"), jobs=1))
        print(
            f"  {size} submissions, one job: host {runs[-1]['host_megabytes']:.1f} MB, warm process or a child "
            f"{runs[-1]['other_megabytes']:.1f} MB at most"
        )
    more = (runs[-1]["host_megabytes"] - runs[0]["host_megabytes"]) * 1024 / max(1, sizes[-1] - sizes[0])
    print(f"  each submission more adds {more:.1f} kB to the host")


def print_machine() -> None:
    """Where this was measured."""
    models = {line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line}
    packages = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("numpy", "mygrad", "sympy"))
    print(f"{', '.join(models) or platform.processor()}, {len(os.sched_getaffinity(0))} cores, load {os.getloadavg()[0]:.1f}")
    print(f"Linux {platform.release()}, Python {platform.python_version()}, {packages}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--students", type=int, default=200)
    parser.add_argument("--memory", type=int, nargs=2, default=MEMORY_CLASSES, help="sizes of the two classes compared")
    parser.add_argument("--only", choices=["stages", "runs", "single", "memory"], action="append")
    options = parser.parse_args(arguments)
    parts = options.only or ["stages", "runs", "single", "memory"]
    assignment = replace(load_assignment(ROOT / "exercises"), secret="")
    print_machine()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        classes = {use: write_class(folder / use, options.students, use) for use in SHARES}
        if "stages" in parts:
            for use, path in classes.items():
                costs, _, reporting = graded_beside_the_floor(find(path).entries, assignment)
                print_class(use, costs, reporting)
        if "runs" in parts:
            print_whole_runs(classes, folder, options.students)
        if "single" in parts:
            print_single(folder)
        if "memory" in parts:
            print("\nmemory")
            print_memory(folder, options.memory)


if __name__ == "__main__":
    main()
