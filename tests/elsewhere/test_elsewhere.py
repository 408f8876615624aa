"""The examples graded on this machine with what macOS, Windows and a browser lack taken away from it.

Each run is a process of its own, so that what is taken away is gone from the start. What those systems do
otherwise is not seen here: they are imitated, not run.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from grader.sandbox.host.folders import on_disk

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
EXPECTED = yaml.safe_load((ROOT / "tests" / "submissions_example.yml").read_text(encoding="utf-8"))
EIGHT = (
    "bernhard.py", "dmitri_latex.ipynb", "fatou_broken_cell.ipynb", "hypatia_wrong_names.ipynb", "ibn_sahl_template.ipynb",
    "jacobi_old_format.ipynb", "maryam_empty.py", "niels.ipynb",
)  # fmt: skip
ONE_BY_ONE = ("fork", "sched_getaffinity", "SIGALRM", "resource", "fcntl", "proc", "getuid", "linux")
ALL = ",".join(ONE_BY_ONE)
# A console that knows Western letters alone, and a system whose files are not UTF-8 unless somebody says so.
NO_UTF8 = {"PYTHONIOENCODING": "cp1252", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="takes away what only Linux has")


def python(*words: object, lacking: str, here: Path, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run Python where this is lacking; a text file opened without naming its encoding is a mistake of ours."""
    return subprocess.run(
        [sys.executable, "-X", "warn_default_encoding", *map(str, words)],
        cwd=here,
        env={**os.environ, "PYTHONPATH": str(HERE), "LACKING": lacking, "PYTHONIOENCODING": "utf-8", **(environment or {})},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def grade(*words: object, lacking: str, here: Path, environment: dict[str, str] | None = None) -> str:
    """Run the command, which has to go well without a word of warning; gives what it printed."""
    ran = python("-m", "grader.cli", *words, lacking=lacking, here=here, environment=environment)
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


def wrong_verdicts(reports: Path) -> list[str]:
    """What of a class's gradebook is not as the list of the examples has it."""
    grades = json.loads((reports / "gradebook.json").read_text(encoding="utf-8"))["grades"]
    assert grades
    found = []
    for grade in grades:
        due = EXPECTED[grade["student"]["id"]]
        for item in grade["items"]:
            if item["verdict"] != due.get(item["item"], due.get("all", "unanswered")):
                found.append(f"{grade['student']['id']} {item['item']}: {item['verdict']}")
    return found


@pytest.fixture(scope="module")
def eight(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As many of the examples as make a run use several processes."""
    folder = tmp_path_factory.mktemp("class") / "handed_in"
    folder.mkdir()
    for name in EIGHT:
        shutil.copy(ROOT / "submissions_example" / name, folder)
    return folder


@pytest.mark.parametrize("lacking", ONE_BY_ONE)
def test_a_class_is_graded_without(lacking: str, eight: Path, tmp_path: Path):
    """Whatever one of these systems lacks, the class gets the verdicts that it deserves."""
    grade(eight, "--exercises", ROOT / "exercises", "--out", tmp_path / "grades", lacking=lacking, here=tmp_path)
    assert wrong_verdicts(tmp_path / "grades") == []


def test_the_examples_are_graded_without_all_of_it(tmp_path: Path):
    """All of that at once, on a console that is not UTF-8, is still the whole class graded right, and what is open is said."""
    words = (ROOT / "submissions_example", "--exercises", ROOT / "exercises", "--out", tmp_path / "grades", "--jobs", 2)
    said = grade(*words, lacking=ALL, here=tmp_path, environment=NO_UTF8)
    assert wrong_verdicts(tmp_path / "grades") == []
    assert "isolation: partial: memory and file sizes not limited" in said


def test_what_staff_does_goes_on_without_all_of_it(tmp_path: Path):
    """An exercise is verified and handed out there too, and its graded round is explained and reviewed."""
    exercise = ROOT / "exercises" / "descent_by_hand.yml"
    common = {"lacking": ALL, "here": tmp_path, "environment": NO_UTF8}
    assert "everything holds" in grade("verify", exercise, **common)
    grade("handout", "handout", "--exercises", exercise, **common)
    shutil.copy(ROOT / "submissions_example" / "emmy.ipynb", tmp_path)
    grade("emmy.ipynb", "--exercises", exercise, "--out", "grades", **common)
    assert "(0.24, 1.86)" in grade("explain", "emmy", "--exercises", exercise, **common)
    grade("review", "--exercises", exercise, **common)


def test_doctor_finds_the_open_doors_there(tmp_path: Path):
    """What nothing keeps from happening is told as possible; nothing that merely failed is told as refused."""
    ran = python("-m", "grader.cli", "doctor", lacking=ALL, here=tmp_path)
    assert (ran.returncode, ran.stderr) == (1, "")
    assert ran.stdout.count("COULD") >= 6  # a gigabyte may take longer than the attempt has
    assert "refused" not in ran.stdout


CHECKED = """
import grader, time
df_dx = lambda x, y: 4 * x - 3 * y
df_dy = lambda x: 3 * x
print(grader.check("df_dx"), grader.check("df_dy"))
"""


def test_a_notebook_is_checked_in_a_browser(tmp_path: Path):
    """Without processes, threads and timers `grader.check()` works all the same, and says that it has no time limit."""
    shutil.copytree(ROOT / "exercises", tmp_path / "exercises")
    (tmp_path / "notebook.py").write_text(CHECKED, encoding="utf-8")
    ran = python("notebook.py", lacking="browser", here=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "In this browser nothing stops a function that never ends" in ran.stdout
    assert "✓ df_dx  right" in ran.stdout
    assert "✗ df_dy  not right yet" in ran.stdout


HANGING = """
import grader
def grad_descent(x_start, n):
    while True:
        pass
print(grader.check("grad_descent"))
"""


def test_a_check_has_its_time_limit_without_a_timer(tmp_path: Path):
    """Where no signal rings, as on Windows, another thread ends a call that hangs."""
    shutil.copytree(ROOT / "exercises", tmp_path / "exercises")
    exercise = tmp_path / "exercises" / "single_variable_descent.yml"
    exercise.write_text(exercise.read_text(encoding="utf-8") + "limits: {call_seconds: 0.5}\n", encoding="utf-8")
    (tmp_path / "notebook.py").write_text(HANGING, encoding="utf-8")
    ran = python("notebook.py", lacking="SIGALRM", here=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "In this browser" not in ran.stdout
    assert "! grad_descent" in ran.stdout


def test_data_files_are_measured_where_no_blocks_are_counted():
    """Windows does not say how many blocks a file takes; its length is taken for that."""
    assert on_disk(SimpleNamespace(st_size=70_000)) == 70_000
    assert on_disk(SimpleNamespace(st_size=70_000, st_blocks=8)) == 4096
