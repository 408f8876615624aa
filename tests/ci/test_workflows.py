"""The workflows and the action that we give away are valid, and nothing unsafe is found in them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
ACTION = ROOT / ".github" / "actions" / "grade" / "action.yml"
WORKFLOWS = [
    ROOT / "grader" / "authoring" / "files" / "grade.yml",
    ROOT / "grader" / "authoring" / "files" / "grade_classroom.yml",
    ROOT / "docs" / "examples" / "grade-students.yml",
]


@pytest.mark.parametrize(
    ("path", "schema"), [*((path, "github-workflows") for path in WORKFLOWS), (ACTION, "github-actions")]
)
def test_it_is_valid(path: Path, schema: str):
    """GitHub's own schema accepts it."""
    words = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", str(path)]
    ran = subprocess.run(words, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


def test_nothing_unsafe_is_found(tmp_path: Path):
    """Pinned actions, no more permissions than needed, no credentials left behind, no text of others in a script."""
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    for path in WORKFLOWS:
        shutil.copy(path, folder)
    shutil.copytree(ACTION.parent, tmp_path / "action")
    zizmor = Path(sys.executable).with_name("zizmor")
    words = [str(zizmor), "--offline", "--persona", "pedantic", str(tmp_path)]
    ran = subprocess.run(words, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_both_workflows_for_students_differ_in_the_report_alone():
    """The one for Classroom grades in the same way and adds the reporter."""
    plain, classroom = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in WORKFLOWS[:2])
    reporter = classroom["jobs"]["grade"]["steps"].pop()
    assert reporter["with"]["runners"] == "grade"
    assert reporter["env"] == {"GRADE_RESULTS": "${{ steps.grade.outputs.result }}"}
    command = classroom["jobs"]["grade"]["steps"][-1]
    command["run"] = command["run"].replace(" --classroom", "")
    assert classroom == plain
