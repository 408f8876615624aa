"""What a class costs as it grows: a hundred, a thousand, ten thousand. `--sizes 100 1000 10000`, `--jobs 2`.

Each class is graded by `grade` itself in a process of its own, and then graded once more without any change. The
first students of a larger class are the smaller class, so that what is compared is more of the same. Needs Linux.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.generated_class import write_class
from benchmarks.throughput import print_machine, whole_run

SIZES = (100, 1000, 10_000)
JOBS_COMPARED = 200
PAGES = 200  # students: with fewer, what a class has in common would weigh more than it does


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What one class took: seconds, CPU seconds, megabytes of the host, bytes of the store, seconds of a second run."""

    count: int
    wall: float
    grading: float
    cpu: float
    host_megabytes: float
    store_bytes: int
    second: float
    second_megabytes: float


def measured(folder: Path, size: int, jobs: int) -> Measured:
    """A class of this size, graded twice."""
    handed, out = write_class(folder / f"class{size}", size), folder / f"out{size}"
    first, second = (whole_run(handed, jobs, out=out) for _ in range(2))
    if (first["count"], second["count"]) != (size, 0):
        raise RuntimeError(f"graded {first['count']:.0f} and then {second['count']:.0f} of {size}")
    return Measured(
        count=size,
        wall=first["wall"],
        grading=first["grading"],
        cpu=first["cpu"],
        host_megabytes=first["host_megabytes"],
        store_bytes=(out / "grades" / "run.sqlite").stat().st_size,
        second=second["wall"],
        second_megabytes=second["host_megabytes"],
    )


def print_class(found: Measured) -> None:
    """One class."""
    each = found.store_bytes / found.count / 1000
    print(f"\n{found.count:,} submissions")
    print(f"  {found.count / found.grading:.1f} a second, {found.wall:.1f} s in all")
    print(f"  {found.cpu / found.count * 1000:.1f} ms CPU a submission, starts and reports included")
    print(f"  host {found.host_megabytes:.0f} MB; store {each:.1f} kB a submission (aim: below 20)")
    print(f"  unchanged, once more: {found.second:.2f} s, {found.second_megabytes:.0f} MB")


def print_growth(small: Measured, large: Measured) -> None:
    """What every further submission costs, beside what each of the smaller class did."""
    more = large.count - small.count
    cpu = (large.cpu - small.cpu) / more / (small.cpu / small.count)
    wall = (large.grading - small.grading) / more / (small.grading / small.count)
    memory = (large.host_megabytes - small.host_megabytes) / more * 1000
    print(f"\nfrom {small.count:,} to {large.count:,}: a further submission costs")
    print(f"  {cpu:.2f} times the CPU and {wall:.2f} times the grading time of one before (aim: at most 1.10)")
    print(f"  {memory:.1f} kB of the host")


def print_jobs(folder: Path) -> None:
    """How much faster two processes are than one, between the first result and the last."""
    handed = write_class(folder / "jobs", JOBS_COMPARED)
    one, two = (whole_run(handed, jobs)["grading"] for jobs in (1, 2))
    print(f"\ntwo jobs are {one / two:.2f} times as fast as one ({JOBS_COMPARED} submissions; aim: 1.6 on idle cores)")


def print_pages(folder: Path, size: int) -> None:
    """What pages add for each student of a class that is graded already: reports written with them and without."""
    handed, out = write_class(folder / "pages", size), folder / "pages_out"
    told = [sys.executable, "-m", "grader.cli", "run", str(handed), "--out", str(out), "--quiet", "--formats"]
    subprocess.run([*told, "junit"], check=True)
    with_pages, without = (_cpu([*told, formats]) for formats in ("csv,json,markdown,html", "csv,json,markdown"))
    subprocess.run([*told, "html"], check=True)
    longest = max(page.stat().st_size for page in (out / "feedback").glob("*.html"))
    print(f"\npages for {size:,} students: {(with_pages - without) / size * 1000:.1f} ms CPU a student (aim: at most 15)")
    print(f"  the longest page has {longest / 1000:.0f} kB (aim: at most 120)")


def print_class_page(folder: Path, size: int) -> None:
    """What the class's page adds for a class that is graded already, and how long it is."""
    handed, out = folder / f"class{size}", folder / f"out{size}" / "grades"
    told = [sys.executable, "-m", "grader.cli", "run", str(handed), "--out", str(out), "--quiet", "--formats"]
    without, with_page = (_cpu([*told, formats]) for formats in ("json", "json,class"))
    page = out / "class.html"
    print(f"  the class's page: {with_page - without:.2f} s (aim: below 10), {page.stat().st_size / 1000:.0f} kB (aim: below 2000)")


def _cpu(command: Sequence[str]) -> float:
    """Seconds of CPU that a command takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--jobs", type=int, default=0, help="processes; all cores by default")
    options = parser.parse_args(arguments)
    print_machine()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        whole_run(write_class(folder / "warm", 2))  # compiles modules and fills the cache of references
        print_jobs(folder)
        print_pages(folder, max(options.sizes[0], PAGES))
        classes = []
        for size in options.sizes:
            classes.append(measured(folder, size, options.jobs))
            print_class(classes[-1])
            print_class_page(folder, size)
        for small, large in pairwise(classes):
            print_growth(small, large)


if __name__ == "__main__":
    main()
