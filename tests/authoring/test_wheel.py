"""The wheel of the package that runs: whole, the same every time, and without answers."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import grader
from grader.authoring import archives as wheels
from grader.authoring.archives import autograder, this_wheel
from grader.authoring.handout import Choices, handout, write_handout
from grader.course.exercises import load_assignment

ROOT = Path(__file__).parents[2]
PACKAGE = Path(grader.__file__).parent


def test_the_same_files_give_the_same_bytes():
    """Two people who make a handout of one version hand out one hash."""
    assert wheels.this_wheel.__wrapped__() == this_wheel()


def test_all_of_the_package_is_in_it_and_nothing_else():
    """Modules, schemas and fixed texts; no compiled files, no exercises, no solutions."""
    names = set(zipfile.ZipFile(io.BytesIO(this_wheel().content)).namelist())
    own = {f"grader/{file.relative_to(PACKAGE).as_posix()}" for file in PACKAGE.rglob("*.py")}
    assert own | {"grader/reports/gradebook.schema.json", "grader/py.typed", "grader/authoring/files/setup.sh"} <= names
    assert not [name for name in names if "__pycache__" in name or name.endswith((".pyc", "descent_by_hand.yml"))]
    assert {name.partition("/")[0] for name in names} == {"grader", "gradient_grader-0.1.0.dist-info"}


def test_pip_installs_it_without_an_index(tmp_path: Path):
    """The command is there, and what is installed is byte for byte what runs here."""
    (tmp_path / this_wheel().name).write_bytes(this_wheel().content)
    target = tmp_path / "installed"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--target", str(target)]
    subprocess.run([*pip, str(tmp_path / this_wheel().name)], check=True, capture_output=True)
    assert (target / "bin" / "grade").exists() or (target / "Scripts").exists()
    for file in PACKAGE.rglob("*.py"):
        assert (target / "grader" / file.relative_to(PACKAGE)).read_bytes() == file.read_bytes()


@pytest.mark.parametrize(("choices", "said"), [
    (Choices(), f"`%pip install \"./{this_wheel().name}\"`"),
    (Choices(repository="https://github.com/course/calculus.git"),
     f"\"https://github.com/course/calculus/raw/HEAD/{this_wheel().name}#sha256={this_wheel().sha256}\""),
    (Choices(requirement="gradient-grader @ git+https://github.com/us/grader"), "git+https://github.com/us/grader"),
])  # fmt: skip
def test_everything_installs_from_what_was_chosen(choices: Choices, said: str):
    """The wheel in the folder, in Colab by the course's address with its hash, or another source; never a name that nobody owns."""
    texts = handout(load_assignment(ROOT / "exercises"), choices)
    assert said in texts["README.md"]
    assert not [path for path, text in texts.items() if "gradient-grader==" in text or "example.org" in text]
    wanted = f"./{this_wheel().name}\n" if not choices.requirement else f"{choices.requirement}\n"
    assert texts["requirements.txt"].endswith(wanted)


def test_gradescope_gets_it_too():
    """The archive holds the wheel that its own requirements name; with another source it holds none."""
    with zipfile.ZipFile(io.BytesIO(autograder(ROOT / "exercises"))) as archive:
        assert archive.read(this_wheel().name) == this_wheel().content
        assert f"./{this_wheel().name}\n" in archive.read("requirements.txt").decode()
    with zipfile.ZipFile(io.BytesIO(autograder(ROOT / "exercises", "grader-from-elsewhere"))) as archive:
        assert not [name for name in archive.namelist() if name.endswith(".whl")]


def test_nothing_written_for_users_points_to_nowhere():
    """An address that nobody of ours owns would be whoever's who takes it."""
    files = [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.json"), *(PACKAGE / "authoring" / "files").iterdir()]
    files += [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "pyproject.toml"]
    assert not [file for file in files if file.is_file() and "example.org" in file.read_text(encoding="utf-8")]


@pytest.mark.skipif(not os.environ.get("GRADE_TEST_INDEX"), reason="set GRADE_TEST_INDEX=1 to install from the public index")
def test_a_handout_installs_in_an_empty_environment(tmp_path: Path):
    """Its own commands, a new environment, and no index but the one that pip asks by itself, for what the grader needs."""
    write_handout(handout(load_assignment(ROOT / "exercises"), Choices()), tmp_path / "out", force=False, wheel=this_wheel())
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    own = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    pip = [own / "python", "-m", "pip", "install", "--requirement", "requirements.txt"]
    subprocess.run(pip, cwd=tmp_path / "out", check=True, capture_output=True)
    ran = subprocess.run(
        [own / "grade", ".", "--student", "me"], cwd=tmp_path / "out", check=True, capture_output=True, text=True, encoding="utf-8"
    )
    assert "0 of 39 points" in ran.stdout
