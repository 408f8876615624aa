"""What a run tells other systems: the right files with the same points, for the right number of students."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from grader.authoring.archives import autograder
from grader.ci import Run, Systems, publish, without_commands
from grader.errors import UsageError
from tests.reports.sample import SECRET, book, hostile, mixed, perfect

ROOT = Path(__file__).parents[2]
CLASSROOM50 = {
    "CLASSROOM": "calculus",
    "ASSIGNMENT": "gradients",
    "OWNER": "ada",
    "SUBMISSION_TAG": "submit/2026-11-24",
    "COMMIT_URL": "https://example.org/c",
    "RELEASE_URL": "https://example.org/r",
    "REVIEW_URL": "https://example.org/d",
}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A run in GitHub Actions, in a checkout of its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "grades").mkdir()
    environment = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_WORKSPACE": str(tmp_path),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        **CLASSROOM50,
    }
    return Run(path=tmp_path, out=tmp_path / "grades", environment=environment)


def test_all_systems_at_once(run: Run, tmp_path: Path):
    """Each gets its file, all outputs are lines of name and value, and nothing of staff's is in any."""
    lines: list[str] = []
    systems = Systems(ci=True, junit=tmp_path / "junit.xml", of_one=("classroom", "classroom50", "gradescope"))
    publish(book(mixed()), systems, run, lines.append)
    outputs = dict(line.split("=", 1) for line in (tmp_path / "output").read_text(encoding="utf-8").splitlines())
    assert set(outputs) == {"points", "possible", "provisional", "result", "status", "summary"}
    assert outputs["summary"] == "4.5 of 15 points"
    assert json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))["score"] == 450
    assert json.loads((tmp_path / "grades" / "results.json").read_text(encoding="utf-8"))["score"] == 4.5
    assert ET.parse(tmp_path / "junit.xml").getroot().tag == "testsuites"
    assert (tmp_path / "release-body.md").is_file()
    told = "".join(file.read_text(encoding="utf-8") for file in tmp_path.rglob("*") if file.is_file())
    assert SECRET not in told + "\n".join(lines)


def test_a_class_is_a_table_and_no_annotation(run: Run, tmp_path: Path):
    """Marks and outputs are for one student's files; a class has a summary alone."""
    lines: list[str] = []
    publish(book(mixed("a"), perfect("b")), Systems(ci=True), run, lines.append)
    assert lines == []
    assert not (tmp_path / "output").exists()
    assert "| Student | Points |" in (tmp_path / "summary").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["classroom", "classroom50", "gradescope"])
def test_a_class_is_no_student(name: str, run: Run):
    """A system that takes one student's result says what to do when it is given a class."""
    with pytest.raises(UsageError, match=f"--{name}.*--student"):
        publish(book(mixed("a"), perfect("b")), Systems(of_one=(name,)), run, print)


def test_without_github_the_files_lie_with_the_reports(tmp_path: Path):
    """Another CI takes the summary from the folder of the reports."""
    publish(book(perfect()), Systems(ci=True, of_one=("classroom",)), Run(path=tmp_path, out=tmp_path, environment={}), str)
    assert (tmp_path / "summary.md").is_file()
    assert (tmp_path / "classroom.txt").read_text(encoding="utf-8").startswith("result=")


def test_hostile_names_make_no_output_of_their_own(run: Run, tmp_path: Path):
    """A file or student called like a workflow command stays a name."""
    lines: list[str] = []
    for name in ("a\n::set-env name=x::y", "a\npoints=39", "<script>"):
        publish(book(hostile(name)), Systems(ci=True), run, lines.append)
    assert all(line.startswith("::error ") and "\n" not in line for line in lines)
    outputs = (tmp_path / "output").read_text(encoding="utf-8").splitlines()
    assert {line.split("=")[0] for line in outputs} == {"points", "possible", "provisional"}
    assert "points=39" not in outputs


def test_printed_text_is_fenced_in_actions_only():
    """The token is another each time, and elsewhere nothing is printed around the feedback."""
    tokens = []
    for _ in range(2):
        lines: list[str] = []
        with without_commands({"GITHUB_ACTIONS": "true"}, lines.append):
            lines.append("shown")
        assert lines[0].startswith("::stop-commands::")
        assert lines[1:] == ["shown", f"::{lines[0].rpartition('::')[2]}::"]
        tokens.append(lines[0])
    assert tokens[0] != tokens[1]
    with without_commands({}, lines.append):
        pass
    assert len(lines) == 3


def test_gradescope_runs_its_archive(tmp_path: Path):
    """What is in the archive grades a submission where Gradescope puts it and writes what Gradescope reads."""
    (tmp_path / "autograder.zip").write_bytes(autograder(ROOT / "exercises"))
    with zipfile.ZipFile(tmp_path / "autograder.zip") as archive:
        archive.extractall(tmp_path / "source")
        assert archive.getinfo("run_autograder").external_attr >> 16 == 0o755
    for folder in ("submission", "results", "venv"):
        (tmp_path / folder).mkdir()
    (tmp_path / "venv" / "bin").symlink_to(Path(sys.executable).parent)
    (tmp_path / "submission" / "hw.py").write_text("df_dz_depends_on = {'z'}\n", encoding="utf-8")
    for script in ("setup.sh", "run_autograder"):
        subprocess.run(["bash", "-n", tmp_path / "source" / script], check=True)
    environment = {"AUTOGRADER_ROOT": str(tmp_path), "PATH": "/usr/bin:/bin"}
    subprocess.run(["bash", tmp_path / "source" / "run_autograder"], check=True, env=environment)
    results = json.loads((tmp_path / "results" / "results.json").read_text(encoding="utf-8"))
    assert results["score"] == 1
    assert len(results["tests"]) == 12
