"""A whole round: a handout, half of it filled in, pushed, and graded by the workflow's own commands in a clean checkout."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from grader.store import records
from grader.store.store import Store
from tests.ci.environment import empty_environment

ROOT = Path(__file__).parents[2]
ANSWERS = {
    "partial_derivatives.ipynb": {
        "df_dx": "def df_dx(x, y, z):\n    return 4*x - 3*y",
        "df_dy": 'df_dy = "3x"',
        "df_dz_depends_on": 'df_dz_depends_on = {"z"}',
    },
    "scripts/descent_by_hand.py": {"steps": "steps = [(0.4, 1.9), (0.05, 1.86)]"},
}
EARNED, POSSIBLE = 2 + 1 + 4, 39


def git(*words: str | Path, here: Path) -> None:
    """Run Git as a student with a name."""
    name = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *name, *map(str, words)], cwd=here, check=True, capture_output=True)


def commands(workflow: Path) -> list[tuple[str, Mapping[str, str]]]:
    """The shell commands of a workflow's job in order, each with its environment."""
    (job,) = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"].values()
    return [(step["run"], step.get("env", {})) for step in job["steps"] if "run" in step]


def answer(path: Path, answers: Mapping[str, str]) -> None:
    """Put answers in the place of their placeholders, in a notebook or a program."""
    if path.suffix == ".py":
        text = path.read_text(encoding="utf-8")
        for name, source in answers.items():
            text = text.replace(f"{name} = ...", source)
        path.write_text(text, encoding="utf-8")
        return
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        for name, source in answers.items():
            if "".join(cell["source"]).startswith(f"# {name}: "):
                cell["source"] = source.splitlines(keepends=True)
    path.write_text(json.dumps(notebook, indent=1), encoding="utf-8")


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the workflow's commands did in a checkout of what a student pushed."""
    base = tmp_path_factory.mktemp("round")
    environment = empty_environment(base / "environment")
    handout = [sys.executable, "-m", "grader.cli", "handout", "handout", "--classroom", "--exercises", str(ROOT / "exercises")]
    subprocess.run(handout, cwd=base, check=True, capture_output=True)
    git("init", "--bare", "course.git", here=base)
    git("init", here=base / "handout")
    git("add", ".", here=base / "handout")
    git("commit", "-m", "Handout", here=base / "handout")
    for name, answers in ANSWERS.items():
        answer(base / "handout" / name, answers)
    git("commit", "-am", "Half of it", here=base / "handout")
    git("push", base / "course.git", "HEAD:main", here=base / "handout")
    git("clone", "--branch", "main", base / "course.git", "checkout", here=base)
    environment |= {
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_WORKSPACE": str(base / "checkout"),
        "GITHUB_OUTPUT": str(base / "output"),
        "GITHUB_STEP_SUMMARY": str(base / "summary.md"),
        "RUNNER_TEMP": str(base / "temporary"),
    }
    (base / "temporary").mkdir()
    done = []
    for command, own in commands(base / "checkout" / ".github" / "workflows" / "grade.yml"):
        named = {name: value.replace("${{ github.event.repository.name }}", "calculus-ada") for name, value in own.items()}
        done.append(
            subprocess.run(
                ["bash", "-e", "-c", command], cwd=base / "checkout", env={**environment, **named},
                capture_output=True, text=True, encoding="utf-8", check=False,
            )
        )  # fmt: skip
    assert [each.returncode for each in done] == [0] * len(done), done[-1].stderr
    return {
        "log": done[-1].stdout,
        "summary": (base / "summary.md").read_text(encoding="utf-8"),
        "outputs": dict(line.split("=", 1) for line in (base / "output").read_text(encoding="utf-8").splitlines()),
        "checkout": base / "checkout",
        "grades": base / "temporary" / "grades",
        "environment": environment,
    }


def test_the_summary_tells_points_and_names_the_student(ran: dict[str, Any]):
    """The page of the run shows the student's own letter, and no answer that was not given."""
    assert f"## calculus-ada: {EARNED} of {POSSIBLE} points" in ran["summary"]
    assert "`df_dx`" in ran["summary"]
    assert "-3*x" not in ran["summary"]
    assert len(ran["summary"].encode()) < 1 << 20


def test_points_are_outputs(ran: dict[str, Any]):
    """Later steps read the same points."""
    outputs = ran["outputs"]
    assert (outputs["points"], outputs["possible"], outputs["provisional"]) == (str(EARNED), str(POSSIBLE), "false")


def test_annotations_lie_on_the_own_line(ran: dict[str, Any]):
    """At most ten; the wrong answer comes first and is marked where it stands in the notebook's file."""
    marks = re.findall(r"^::error file=([^,]+),(?:line=(\d+),)?title=(\w+)", ran["log"], re.MULTILINE)
    assert 0 < len(marks) <= 10
    file, line, name = marks[0]
    assert (file, name) == ("partial_derivatives.ipynb", "df_dy")
    assert 'df_dy = \\"3x\\"' in (ran["checkout"] / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    assert {each[2] for each in marks}.isdisjoint({"df_dx", "steps", "df_dz_depends_on"})


def test_what_students_wrote_gives_no_command(ran: dict[str, Any]):
    """What is printed between the two marks is not obeyed by the runner."""
    opened, closed = re.search(r"^::stop-commands::(\w{16,})$", ran["log"], re.MULTILINE), "::error"
    assert opened is not None
    assert ran["log"].index(f"\n::{opened[1]}::\n") < ran["log"].index(closed)


def test_classroom_gets_the_same_total(ran: dict[str, Any]):
    """The reporter's two totals are the points of the summary."""
    result = json.loads(base64.b64decode(ran["outputs"]["result"]))
    passed = sum(test["status"] == "pass" for test in result["tests"])
    assert sum(test["score"] for test in result["tests"]) == EARNED
    assert passed / len(result["tests"]) * result["max_score"] == EARNED
    assert result["max_score"] == POSSIBLE


def test_the_gradebook_says_the_same(ran: dict[str, Any]):
    """There is one total, the same number everywhere, and the checkout was left as it was."""
    (grade,) = json.loads((ran["grades"] / "gradebook.json").read_text(encoding="utf-8"))["grades"]
    assert grade["earned"] == EARNED
    status = subprocess.run(["git", "status", "--porcelain"], cwd=ran["checkout"], capture_output=True, check=True)
    assert status.stdout == b""


def test_the_grader_comes_from_the_wheel_in_the_handout(ran: dict[str, Any]):
    """Nothing was asked of an index: the commands ran the package that pip took out of the folder itself."""
    source = "importlib.metadata.distribution('gradient-grader').read_text('direct_url.json')"
    said = f"import grader, importlib.metadata; print(grader.__file__, {source})"
    shown = subprocess.run(["python", "-c", said], env=ran["environment"], cwd="/", capture_output=True, text=True, check=True)
    assert "/environment/venv/lib/" in shown.stdout
    (wheel,) = ran["checkout"].glob("*.whl")
    assert hashlib.sha256(wheel.read_bytes()).hexdigest() in shown.stdout
    assert hashlib.sha256(wheel.read_bytes()).hexdigest() in (ran["checkout"] / "requirements.txt").read_text(encoding="utf-8")


OF_THE_STUDENT = {"place", "call", "gave", "trajectory", "rule", "step_size", "point", "student_value", "vectors", "steps",
                  "first_wrong_step"}  # fmt: skip
ANSWERS_OF_THE_COURSE = ("4*x - 3*y", "-3*x", "3*z**2", "4*y", "0.05, 1.86")


def test_the_students_own_tool_writes_no_answer(ran: dict[str, Any]):
    """In the handout's folder neither reports, nor the store, nor `explain` and `review` tell what staff reads."""
    book = json.loads((ran["grades"] / "gradebook.json").read_text(encoding="utf-8"))
    items = [item for grade in book["grades"] for item in grade["items"]]
    assert {name for item in items for name in item["evidence"]} <= OF_THE_STUDENT
    steps = [step for item in items for step in item["evidence"].get("steps", ())]
    assert {name for step in steps for name in step} <= {"from", "to", "right"}
    assert {remark["audience"] for item in items for remark in item["feedback"]} == {"student"}
    said = [path.read_text(encoding="utf-8-sig") for path in ran["grades"].rglob("*") if path.suffix in {".json", ".csv", ".md"}]
    for command in ("explain calculus-ada", "review"):
        words = ["grade", *command.split(), "--exercises", "exercises", "--out", str(ran["grades"])]
        where = {"cwd": ran["checkout"], "env": ran["environment"]}
        said.append(subprocess.run(words, **where, capture_output=True, encoding="utf-8", check=True).stdout)
    with Store.look(ran["grades"]) as store:
        for row in store.rows():
            kept = records.unpacked(row.kept, row.details)
            said += [repr((r.feedback, r.evidence)) for results in kept.results.values() for r in results]
    given = " ".join(source for answers in ANSWERS.values() for source in answers.values())
    assert [answer for answer in ANSWERS_OF_THE_COURSE if answer not in given for text in said if answer in text] == []


def test_a_teacher_regrades_from_the_whole_exercises(ran: dict[str, Any], tmp_path: Path):
    """The clone among others gets the same points from the course's own files, and the wheel in it is nobody's answer."""
    (tmp_path / "clones").mkdir()
    shutil.copytree(ran["checkout"], tmp_path / "clones" / "calculus-ada")
    words = ["grade", "clones", "--exercises", str(ROOT / "exercises"), "--out", "grades"]
    graded = subprocess.run(words, cwd=tmp_path, env=ran["environment"], capture_output=True, encoding="utf-8", check=False)
    assert (graded.returncode, graded.stderr) == (0, "")
    assert ".whl" not in graded.stdout
    (grade,) = json.loads((tmp_path / "grades" / "gradebook.json").read_text(encoding="utf-8"))["grades"]
    assert (grade["earned"], grade["files"]) == (EARNED, [file for file in grade["files"] if not file.endswith(".whl")])


def test_the_action_grades_like_the_workflow(ran: dict[str, Any], tmp_path: Path):
    """Its own script gives the same points from the same checkout, and says where the reports are."""
    action = yaml.safe_load((ROOT / ".github" / "actions" / "grade" / "action.yml").read_text(encoding="utf-8"))
    step = action["runs"]["steps"][-1]
    inputs = {name: str(told["default"]) for name, told in action["inputs"].items()} | {"student": "ada", "fail-under": "10"}
    named = {name: value.strip("${} ").removeprefix("inputs.") for name, value in step["env"].items()}
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")},
        **{name: inputs[key] for name, key in named.items()},
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "RUNNER_TEMP": str(tmp_path),
    }
    ended = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", step["run"]], cwd=ran["checkout"], env=environment, check=False)
    outputs = dict(line.split("=", 1) for line in (tmp_path / "output").read_text(encoding="utf-8").splitlines())
    assert (ended.returncode, outputs["points"], outputs["reports"]) == (0, str(EARNED), str(tmp_path / "grades"))
    assert (tmp_path / "grades" / "gradebook.json").is_file()
    used = set(re.findall(r"steps\.grade\.outputs\.(\w+)", str(action["outputs"])))
    assert used == {"points", "possible", "provisional", "result", "reports"}
