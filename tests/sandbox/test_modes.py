"""`--sandbox auto|strict|none` and `grade doctor` as people type them: what is said where, and the exit status."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.sandbox import Sandbox

from .conftest import WITHOUT

ON_LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="an old kernel of Linux is played")
EXERCISES = Path(__file__).parents[2] / "exercises"
OLD_KERNEL = (sys.executable, str(Path(__file__).with_name("old_kernel.py")))
RED = "\x1b[1;31m"
NONE = "isolation: none: student code can read your files and use the network (limits and timeouts only)"
PARTIAL = "isolation: partial: file reads not limited (the kernel has no Landlock)"


def grade(*words, here, on=()):
    """Runs the command in a folder, in colour, on a page that is wide enough."""
    return subprocess.run(
        [*on, sys.executable, "-m", "grader.cli", *map(str, words)],
        cwd=here,
        env={**os.environ, "FORCE_COLOR": "1", "COLUMNS": "160", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


@pytest.fixture
def class_(tmp_path):
    """Two students' programs; one leaves a mark where anybody may write, as soon as it is run."""
    (tmp_path / "handed_in").mkdir()
    mark = tmp_path / "open" / "mark"
    mark.parent.mkdir()
    for folder in (tmp_path, mark.parent):
        folder.chmod(0o777)
    (tmp_path / "handed_in" / "ada.py").write_text(f"open({str(mark)!r}, 'w').close()\ndf_dx = lambda x, y: 4 * x - 3 * y\n")
    (tmp_path / "handed_in" / "emmy.py").write_text("def df_dx(x, y):\n    return 4 * x\n")
    return tmp_path


def reports(folder):
    """Every report of a run, as text."""
    paths = [path for path in (folder / "grades").rglob("*") if path.suffix in {".csv", ".json", ".md"}]
    return {path.name: path.read_text(encoding="utf-8-sig") for path in paths}


def test_none_is_said_in_red_and_to_staff_alone(class_):
    """Without isolation the terminal says so in red, for a class and for one file; gradebooks say it and letters do not."""
    arguments = ("--exercises", EXERCISES, "--sandbox", "none")
    for path in ("handed_in", "handed_in/emmy.py"):
        ran = grade(path, *arguments, here=class_)
        assert (ran.returncode, ran.stderr) == (0, "")
        assert RED + NONE in ran.stdout
    book = json.loads(reports(class_)["gradebook.json"])
    assert {book["isolation"], *(one["isolation"] for one in book["grades"])} == {NONE.removeprefix("isolation: ")}
    assert {row["flags"] for row in csv.DictReader(reports(class_)["gradebook.csv"].splitlines())} == {"isolation none"}
    assert not any("isolation" in text for name, text in reports(class_).items() if name.endswith(".md"))


def test_none_is_a_process_of_its_own_with_limits(class_):
    """Also without isolation code that ends its process, hangs or takes all memory harms itself alone."""
    (class_ / "handed_in" / "ada.py").write_text(
        "import os\nparts = bytearray(10**11)\nos._exit(0)\nwhile True:\n    pass\nx = 1\n"
    )
    ran = grade("handed_in", "--exercises", EXERCISES, "--sandbox", "none", here=class_)
    assert (ran.returncode, ran.stderr) == (0, "")
    told = " ".join(reports(class_)["ada.md"].split())
    assert "MemoryError" in told or "memory" in told
    assert len(json.loads(reports(class_)["gradebook.json"])["grades"]) == 2


@ON_LINUX
def test_strict_refuses_before_any_student_code_runs(class_):
    """Where isolation cannot be full `strict` ends with 3 and one sentence, and nothing of a student's was run or graded."""
    ran = grade("handed_in", "--exercises", EXERCISES, "--sandbox", "strict", here=class_, on=OLD_KERNEL)
    assert ran.returncode == 3
    assert "--sandbox strict" in ran.stderr
    assert "the kernel has no Landlock" in " ".join(ran.stderr.split())
    assert "Traceback" not in ran.stderr
    assert not (class_ / "open" / "mark").exists()
    assert reports(class_) == {}


@ON_LINUX
def test_auto_grades_where_isolation_is_partial_and_says_what_is_open(class_):
    """On the same machine `auto` grades, with the line in red and in the gradebook."""
    ran = grade("handed_in", "--exercises", EXERCISES, here=class_, on=OLD_KERNEL)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert RED + PARTIAL in ran.stdout
    assert PARTIAL.removeprefix("isolation: ") in reports(class_)["gradebook.json"]
    assert not (class_ / "open" / "mark").exists(), "nothing can be written where nobody says which files"


@pytest.fixture(scope="module")
def is_full():
    """Whether this machine isolates fully."""
    with Sandbox(without=WITHOUT) as sandbox:
        return sandbox.level == "full"


def test_doctor_ends_with_0_where_every_door_is_shut(tmp_path, is_full):
    """Where isolation is full nothing that the doctor tries succeeds, and `strict` is possible."""
    if not is_full:
        pytest.skip("isolation is not full here")
    for mode in ("auto", "strict"):
        ran = grade("doctor", "--sandbox", mode, here=tmp_path)
        assert (ran.returncode, ran.stderr) == (0, "")
        assert "isolation: full" in ran.stdout
        assert "COULD" not in ran.stdout


def test_doctor_ends_with_1_where_an_attack_was_possible(tmp_path):
    """Without isolation the doctor's attacks succeed; it says in red which, and ends with 1."""
    ran = grade("doctor", "--sandbox", "none", here=tmp_path)
    assert (ran.returncode, ran.stderr) == (1, "")
    assert RED + NONE in ran.stdout
    assert RED + "COULD" in ran.stdout


@ON_LINUX
def test_doctor_on_an_old_kernel(tmp_path):
    """On a kernel without Landlock the doctor can read a file and ends with 1; asked for `strict` it ends with 3."""
    ran = grade("doctor", here=tmp_path, on=OLD_KERNEL)
    assert (ran.returncode, ran.stderr) == (1, "")
    assert PARTIAL in ran.stdout
    could = [line for line in ran.stdout.splitlines() if "COULD" in line]
    assert len(could) == 1
    assert "read a file of the course" in could[0]
    ran = grade("doctor", "--sandbox", "strict", here=tmp_path, on=OLD_KERNEL)
    assert (ran.returncode, ran.stdout) == (3, "")
    assert "--sandbox strict" in ran.stderr


def test_doctor_of_a_place_that_is_not_there(tmp_path):
    """A path that is not there is a wrong use, 2, and no finding about the machine."""
    assert grade("doctor", tmp_path / "nowhere", here=tmp_path).returncode == 2
