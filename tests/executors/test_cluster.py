"""On a real Dask cluster of several processes a class is graded as it is here, whatever becomes of the workers."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="the extra [cluster] is not installed")

from grader.collect.entry_search import find
from grader.collect.parcels import fingerprint
from grader.course.exercises import load_assignment
from grader.errors import UsageError
from grader.executors import cluster_worker as seat
from grader.executors.cluster import graded_on
from grader.executors.local import graded
from grader.model import Grade, Limits, Observation, Submission
from grader.store.keys import grader_version
from grader.store.plan import environment
from grader.store.rows import Row, Task, Work, grade_of
from grader.submission.entries import Entry
from tests.submission.making import ANSWER, archive, notebook, tree

ROOT = Path(__file__).parents[2]
PATIENCE = 120.0
Running = tuple[str, list[subprocess.Popen]]
READS_DATA = 'df_dx = lambda x, y, z: float(open("a.txt").read()) * x - 3*y\n'


@contextmanager
def cluster(folder: Path, workers: int, *options: str, failures: int = 3) -> Iterator[Running]:
    """A scheduler and so many worker processes on the loopback: its address, and the workers."""
    told = folder / "scheduler.json"
    around = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(failures),
        "DASK_TEMPORARY_DIRECTORY": str(folder),
    }

    running = [_started("scheduler", folder, around, "--port", "0")]
    try:
        end = time.monotonic() + PATIENCE
        while not told.exists():
            assert time.monotonic() < end, "the scheduler did not start"
            time.sleep(0.1)
        running += [_started("worker", folder, around, "--nthreads", "1", *options) for _ in range(workers)]
        yield str(json.loads(told.read_text())["address"]), running[1:]
    finally:
        for process in reversed(running):
            process.terminate()
        for process in running:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _started(kind: str, folder: Path, around: dict[str, str], *words: str) -> subprocess.Popen:
    command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--scheduler-file", str(folder / "scheduler.json")]
    command += ["--host", "127.0.0.1", "--no-dashboard", *words]
    with (folder / f"{kind}.log").open("ab") as log:
        return subprocess.Popen(command, env=around, cwd=folder, stdout=log, stderr=log)


@pytest.fixture(scope="module")
def loopback(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A cluster of three workers, of which a test may kill the first."""
    with cluster(tmp_path_factory.mktemp("cluster"), 3, "--no-nanny") as running:
        yield running


@pytest.fixture(scope="module")
def work() -> Work:
    """The first exercise of the lesson; how well students' code is kept apart here is measured."""
    assignment = load_assignment(ROOT / "exercises", only=["partial_derivatives"])
    work = Work(assignment=replace(assignment, limits=Limits(statement_seconds=5, call_seconds=5)))
    with work.sandbox() as sandbox:
        return work.keyed(environment("auto", sandbox.level))


def class_of(folder: Path, copies: int) -> list[Task]:
    """Submissions of the corpus, one with a data file, one in an archive, a link and a folder without work."""
    corpus = ROOT / "tests" / "corpus" / "partial_derivatives"
    for number in range(copies):
        for name in ("correct/functions.py", "correct/markdown.ipynb", "incorrect/signs.py", "did_not_run/syntax.py"):
            own = tree(folder / f"{Path(name).stem}{number:02}", {})
            own.mkdir(parents=True, exist_ok=True)
            shutil.copy(corpus / name, own)
    tree(folder, {"data/hw.py": READS_DATA, "data/a.txt": "4", "data/deep/b.csv": "1,2", "empty/": "", "link/": ""})
    (folder / "data" / "nowhere.csv").symlink_to("/etc/hostname")
    (folder / "link" / "hw.ipynb").symlink_to("/etc/hostname")
    packed = archive(folder.parent / "packed", {"deep/hw.ipynb": notebook(ANSWER), "notes.txt": "x"})
    (folder / "packed").mkdir()
    shutil.copy(packed, folder / "packed" / "hw.zip")
    return [Task(entry=entry, content=fingerprint(entry)) for entry in find(folder).entries]


def told(rows: list[Row], work: Work) -> dict[str, object]:
    """All that the rows say of each student but how long it took."""
    return {row.student: _without_seconds(grade_of(row, work.assignment)) for row in rows}


def _without_seconds(grade: Grade) -> Grade:
    items = tuple(
        replace(item, result=replace(item.result, seconds=0.0), conversation=tuple(map(_timeless, item.conversation)))
        for item in grade.items
    )
    return replace(grade, items=items, seconds={}, submission=replace(grade.submission, folder=None))


def _timeless(observation: Observation) -> Observation:
    return replace(observation, calls=tuple(replace(call, seconds=0.0) for call in observation.calls))


def test_a_lost_worker_costs_nothing(tmp_path: Path, work: Work, loopback: Running):
    """One of three workers is killed on the way, and every row is the one that this machine makes alone."""
    tasks = class_of(tmp_path / "class", copies=5)
    address, workers = loopback
    rows = []
    for row in graded_on(address, iter(tasks), len(tasks), work):
        rows.append(row)
        if len(rows) == 4:
            workers[0].send_signal(signal.SIGKILL)
    assert workers[0].wait(PATIENCE) == -signal.SIGKILL
    assert [worker.poll() for worker in workers[1:]] == [None, None]
    assert len(rows) == len(tasks)
    here = told(list(graded(tasks, work, 1)), work)
    assert told(rows, work) == here
    assert here["data"].items[0].result.verdict == "correct"  # type: ignore[attr-defined]


@dataclasses.dataclass(frozen=True, kw_only=True)
class FatalWork(Work):
    """Work in which reading one student's files ends the worker process, as a fault in a library could."""

    def read(self, entry: Entry) -> Submission:
        """What was handed in, or the end."""
        if entry.student.id.startswith("signs"):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().read(entry)


def test_a_submission_that_ends_workers_is_set_apart(tmp_path: Path, work: Work):
    """It alone waits for a person; those that were sent with it are graded."""
    tasks = class_of(tmp_path / "class", copies=1)
    fatal = FatalWork(assignment=work.assignment, environment=work.environment, keys=work.keys)
    with cluster(tmp_path, 1, "--nanny", failures=0) as (address, _):
        rows = list(graded_on(address, iter(tasks), len(tasks), fatal))
    here = told(list(graded([task for task in tasks if not task.entry.student.id.startswith("signs")], work, 1)), work)
    found = told(rows, work)
    (lost,) = found.keys() - here.keys()
    assert {name: grade for name, grade in found.items() if name != lost} == here
    assert {item.result.verdict for item in found[lost].items} == {"needs_review"}  # type: ignore[attr-defined]


def test_a_run_on_a_cluster_makes_the_same_reports(tmp_path: Path, loopback: Running):
    """`grade --cluster` fills the same store and gradebook, and afterwards no sandbox is left."""
    class_of(tmp_path / "class", copies=1)
    address, workers = loopback
    for out, words in (("here", ()), ("there", ("--cluster", address))):
        command = [sys.executable, "-m", "grader.cli", "class", *words, "--out", out, "--only", "partial_derivatives"]
        command += ["--exercises", str(ROOT / "exercises")]
        ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        assert "distributed" not in ran.stdout + ran.stderr
    deadline = time.monotonic() + PATIENCE
    while any(_below(worker.pid) for worker in workers) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(_below(worker.pid) for worker in workers)
    here, there = (json.loads((tmp_path / out / "gradebook.json").read_text()) for out in ("here", "there"))
    for book in (here, there):
        for grade in book["grades"]:
            grade["seconds"] = {}
            for item in grade["items"]:
                item["seconds"] = 0
    assert here["grades"] == there["grades"]


def _below(pid: int) -> list[str]:
    return [text for path in Path(f"/proc/{pid}/task").glob("*/children") for text in path.read_text().split()]


def test_a_worker_with_other_versions_is_named(work: Work, loopback: Running):
    """Before anything is sent, the worker and what differs there are told in a sentence."""
    other = work.keyed({**work.environment, "numpy": "0.1"})
    with pytest.raises(UsageError) as raised:
        list(graded_on(loopback[0], iter(()), 0, other))
    assert "The worker tcp://127.0.0.1:" in str(raised.value)
    assert "there, 0.1 here" in str(raised.value)


def test_what_differs_is_told_in_words():
    """Python's own build is no difference; a version, a missing package and another isolation are."""
    here = {
        "grader": grader_version(),
        "python": "3.11.7 (main, gcc)",
        "numpy": "2.0",
        "isolation": "full",
        "mode": "auto",
    }
    assert seat.differences({**here, "python": "3.11.7 (other)"}, here) == ""
    assert seat.differences({"grader": here["grader"], "python": "3.11.7", "numpy": "2.0"}, here) == ""
    assert "isolation partial there, full here" in seat.differences({**here, "isolation": "partial"}, here)
    assert "numpy missing there, 2.0 here" in seat.differences({"grader": here["grader"], "python": "3.11.7"}, here)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("tcp://127.0.0.1:1", "no Dask scheduler answers"),
        ("nonsense://x", "no Dask scheduler answers"),
        ("abacus", "one of local, slurm"),
        ("slurm", "pip install 'dask-jobqueue'"),
    ],
)
def test_a_cluster_that_is_not_there(name: str, expected: str, work: Work, monkeypatch: pytest.MonkeyPatch):
    """What is wrong with `--cluster` is one sentence with the remedy."""
    monkeypatch.setitem(sys.modules, "dask_jobqueue", None)
    monkeypatch.setattr("grader.executors.cluster._ANSWER_SECONDS", 1.0)
    with pytest.raises(UsageError, match=expected):
        list(graded_on(name, iter(()), 0, work))
