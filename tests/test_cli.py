"""The command, as people type it: what it prints, what it writes, and its exit status."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import jsonschema
import pytest

from grader.reports.formats.gradebook_json import schema

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "submissions_example"
QUICK = ("bernhard.py", "emmy.ipynb", "leonhard_hardcoded.py", "niels.ipynb")


def grade(*words: str | Path, here: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "grader.cli", *map(str, words)],
        cwd=here,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


@pytest.fixture
def class_(tmp_path: Path) -> Path:
    """A small class in a folder `submissions` beside the course's exercises."""
    shutil.copytree(ROOT / "exercises", tmp_path / "exercises")
    folder = tmp_path / "submissions"
    folder.mkdir()
    for name in QUICK:
        shutil.copy(EXAMPLES / name, folder)
    return tmp_path


def test_a_class_is_graded_into_three_reports(class_: Path):
    """A table on the screen; CSV, JSON and feedback in `grades/`, all with the same totals."""
    ran = grade("submissions", here=class_)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "isolation:" in ran.stdout
    book = json.loads((class_ / "grades" / "gradebook.json").read_text(encoding="utf-8"))
    jsonschema.validate(book, schema())
    with (class_ / "grades" / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert {g["student"]["id"]: g["earned"] for g in book["grades"]} == {
        student: float(row["total"]) for student, row in rows.items()
    }
    assert rows["bernhard"]["total"] == rows["bernhard"]["possible"] == "39"
    letters = {path.name for path in (class_ / "grades" / "feedback").iterdir()}
    assert letters == {Path(name).stem + suffix for name in QUICK for suffix in (".md", ".html")}


def test_formats_choose_what_is_written(class_: Path):
    """Pages are written unless they are left out; what an earlier run wrote in another format goes away."""
    feedback = class_ / "grades" / "feedback"
    assert grade("submissions", "--formats", "csv,markdown", here=class_).returncode == 0
    assert {path.suffix for path in feedback.iterdir()} == {".md"}
    assert grade("submissions", "--formats", "html", here=class_).returncode == 0
    assert {path.suffix for path in feedback.iterdir()} == {".html"}
    wrong = grade("submissions", "--formats", "pdf", here=class_)
    assert (wrong.returncode, "no report format called 'pdf'" in wrong.stderr) == (2, True)


def test_a_page_is_opened_or_named(class_: Path):
    """`--open` says where the page lies where no browser has a window; of a whole class there is no one page."""
    ran = grade("submissions/emmy.ipynb", "--open", here=class_)
    assert ran.returncode == 0
    found = re.search(r"The page is (\S+\.html)", ran.stdout)
    assert found is not None
    assert Path(found[1]).read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert "one student" in grade("submissions", "--open", here=class_).stderr

def test_a_class_has_a_page_that_is_made_once(class_: Path):
    """A run says in a line what was hardest; `grade class` names the page, or makes it of what is kept, and grades nothing."""
    ran = grade("submissions", here=class_)
    assert "Hardest: " in ran.stdout
    page, data = class_ / "grades" / "class.html", class_ / "grades" / "class.json"
    before = page.read_bytes()
    assert json.loads(data.read_text(encoding="utf-8"))["changes"] == []
    shown = grade("class", here=class_)
    assert (shown.returncode, "The page is grades/class.html" in shown.stdout) == (0, True)
    assert page.read_bytes() == before
    page.unlink()
    assert grade("class", here=class_).returncode == 0
    assert page.is_file()
    (class_ / "submissions" / "emmy.ipynb").write_bytes((class_ / "submissions" / "bernhard.py").read_bytes())
    (class_ / "submissions" / "emmy.ipynb").rename(class_ / "submissions" / "emmy.py")
    again = grade("submissions", here=class_)
    assert again.returncode == 0
    (change,) = json.loads(data.read_text(encoding="utf-8"))["changes"]
    assert (change["since"], change["up"]) == ("the last run", 1)
    assert any(each["gone"] for each in change["mistakes"])
    grade("submissions/bernhard.py", "--out", "one", here=class_)
    assert not (class_ / "one" / "class.html").exists()
    assert grade("class", "--out", "nowhere", here=class_).returncode == 4


def test_one_file_is_told_item_by_item(class_: Path):
    """A student reads the points lost and the call that went wrong, and no expected value."""
    ran = grade("submissions/emmy.ipynb", here=class_)
    assert ran.returncode == 0
    assert "df_dx(" in ran.stdout
    assert "4*x - 3*y" not in ran.stdout


def test_a_look_at_one_student_leaves_the_reports_of_the_class(class_: Path):
    """A TA who looks at one file after grading a folder still has the folder's gradebook, and can ask for a new one."""
    grade("submissions", here=class_)
    before = (class_ / "grades" / "gradebook.csv").read_bytes()
    looked = grade("submissions/emmy.ipynb", here=class_)
    assert "of the class" in looked.stdout
    assert (class_ / "grades" / "gradebook.csv").read_bytes() == before
    asked = grade("submissions/emmy.ipynb", "--out", "grades", here=class_)
    assert "Reports are in grades/" in asked.stdout
    assert len((class_ / "grades" / "gradebook.csv").read_text(encoding="utf-8").splitlines()) < before.count(b"\n")


def test_the_help_tells_each_command_in_a_whole_sentence():
    """No command's line is cut off in 80 columns."""
    lines = grade("--help", here=EXAMPLES, COLUMNS="80").stdout.split("Commands:")[1].splitlines()
    assert not [line for line in lines if line.endswith("...")]


def test_a_zip_is_graded_like_the_folder_it_holds(class_: Path):
    """The same scores come out of the archive."""
    with zipfile.ZipFile(class_ / "all.zip", "w") as archive:
        for name in QUICK:
            archive.write(EXAMPLES / name, f"submissions/{name}")
    totals = []
    for path in ("submissions", "all.zip"):
        assert grade(path, "--out", "out", here=class_).returncode == 0
        book = json.loads((class_ / "out" / "gradebook.json").read_text(encoding="utf-8"))
        totals.append({g["student"]["id"]: g["earned"] for g in book["grades"]})
    assert totals[0] == totals[1]


def test_only_grades_what_it_names(class_: Path):
    """A notebook for one exercise does not lose the others."""
    assert grade("submissions", "--only", "partial_derivatives", here=class_).returncode == 0
    book = json.loads((class_ / "grades" / "gradebook.json").read_text(encoding="utf-8"))
    assert {g["possible"] for g in book["grades"]} == {9}


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["nothing_here"], 2, "nothing_here"),
        (["submissions", "--only", "partial_derivative"], 2, "did you mean `partial_derivatives`"),
        (["submissions", "--exercises", "submissions"], 2, "no exercises"),
        (["submissions", "--nonsense"], 2, "--nonsense"),
        (["submissions", "--fail-under", "50"], 1, ""),
        (["submissions/bernhard.py", "--fail-under", "50"], 0, ""),
    ],
)
def test_the_exit_status_and_the_sentence_say_what_is_wrong(class_: Path, words: list[str], status: int, said: str):
    """Usage is 2 with a remedy, an unmet `--fail-under` is 1, all else is 0."""
    ran = grade(*words, here=class_)
    assert ran.returncode == status, ran.stdout + ran.stderr
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr


def test_every_problem_of_a_spec_is_printed_with_its_line(class_: Path):
    """The author reads file, line, path and remedy, and the status is 2."""
    ran = grade("submissions", "--exercises", ROOT / "tests" / "broken_exercise.yml", here=class_)
    assert ran.returncode == 2
    assert "broken_exercise.yml:4: functions.f(x, y):" in ran.stderr
    assert "broken_exercise.yml:11: items[1].answer: `gradiant` is no operator and no function of this file" in ran.stderr
    assert "did you mean `gradient`?" in ran.stderr


def test_a_path_named_like_a_command_is_written_with_a_dot(class_: Path):
    """`./schema` is a folder, `schema` is the command."""
    shutil.move(class_ / "submissions", class_ / "schema")
    assert grade("./schema", here=class_).returncode == 0
    assert json.loads(grade("schema", here=class_).stdout)["title"] == "ExerciseKeys"


def test_a_poor_terminal_is_enough(class_: Path):
    """No colour, no UTF-8 and no terminal: the table is plain ASCII."""
    ran = grade("submissions", here=class_, PYTHONIOENCODING="ascii", NO_COLOR="1", LC_ALL="C")
    assert ran.returncode == 0
    assert ran.stdout.isascii()
    assert "\x1b" not in ran.stdout


@pytest.mark.parametrize("words", [["-c", "import grader"], ["-m", "grader.cli", "--help"]])
def test_what_is_heavy_is_not_imported_before_it_is_needed(words: list[str], tmp_path: Path):
    """Neither the package nor the help pays for SymPy, MyGrad or matplotlib."""
    ran = subprocess.run([sys.executable, "-X", "importtime", *words], capture_output=True, text=True, check=True)
    imported = {line.rsplit("|", 1)[1].strip() for line in ran.stderr.splitlines() if "|" in line}
    assert not imported & {"sympy", "mygrad", "matplotlib", "numpy"}


def test_grading_again_imports_no_sympy(class_: Path):
    """What SymPy derived is kept by the exercise's content."""
    cache = class_ / "cache"
    script = (
        "import sys\nfrom grader.cli import main\n"
        "try:\n    main(['submissions/leonhard_hardcoded.py', '--quiet'])\n"
        "except SystemExit:\n    pass\nprint('sympy' in sys.modules)"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=class_,
            env={**os.environ, "XDG_CACHE_HOME": str(cache)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()[-1]
        for _ in range(2)
    ]
    assert said == ["True", "False"]


def test_the_help_shows_its_examples_a_line_each():
    """Somebody who types `grade --help` can copy the lines there as they stand."""
    lines = grade("--help", here=EXAMPLES).stdout.splitlines()
    assert "  grade submissions/       grades a folder, a .zip, a notebook or a .py file" in lines
