"""The handed-out notebook in a real kernel: the table is shown as HTML, a hang ends, and the kernel stays usable."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from grader.authoring.handout import Choices, handout, write_handout
from grader.course.exercises import load_assignment

ROOT = Path(__file__).parents[2]
ANSWERS = {
    "df_dx": "def df_dx(x, y, z):\n    return 4*x - 3*y",
    "df_dy": "def df_dy(x, y, z):\n    print(x)\n    while True:\n        pass",
    "df_dz": "def df_dz(x, y, z):\n    return 1 / 0",
}


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> nbformat.NotebookNode:
    """The notebook of the partial derivatives, filled in, executed from top to bottom."""
    folder = tmp_path_factory.mktemp("handout")
    write_handout(handout(load_assignment(ROOT / "exercises", ["partial_derivatives"]), Choices()), folder, force=False)
    spec = folder / "exercises" / "partial_derivatives.yml"
    spec.write_text(spec.read_text(encoding="utf-8") + "limits: {call_seconds: 1}\n", encoding="utf-8")
    notebook = nbformat.read(folder / "partial_derivatives.ipynb", 4)
    for cell in notebook.cells:
        for name, source in ANSWERS.items():
            if cell.source.startswith(f"# {name}: "):
                cell.source = source
    notebook.cells += [
        nbformat.v4.new_code_cell("import random; random.seed(1); a = random.random()\nrandom.seed(1)"),
        nbformat.v4.new_code_cell('grader.check("df_dx")'),
        nbformat.v4.new_code_cell("assert random.random() == a\n1 + 1"),
        nbformat.v4.new_code_cell('grader.check("df_dxx")'),
    ]
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}}).execute()
    return notebook


def html_of(cell: nbformat.NotebookNode) -> str:
    """The HTML that a cell shows; there must be nothing else."""
    assert [output.output_type for output in cell.outputs] == ["execute_result"]
    assert cell.outputs[0].data["text/plain"]
    return str(cell.outputs[0].data["text/html"])


def test_the_table_is_shown(executed: nbformat.NotebookNode):
    """One table with a row for each item; the hang and the exception are told with the student's own cell and line."""
    cells = [cell for cell in executed.cells if cell.cell_type == "code"]
    (check,) = (cell for cell in cells if cell.source.endswith("grader.check()"))
    page = html_of(check)
    assert page.count("<code>df_d") >= 6
    assert "did not finish within the time limit (cell 3, line " in page
    assert "ZeroDivisionError" in page
    assert "cell 4, line 2" in page
    assert "1 of 6 right so far" in page


def test_the_kernel_stays_usable(executed: nbformat.NotebookNode):
    """After the hang other cells run, one item can be checked alone, and random numbers go on as before."""
    alone, after, unknown = executed.cells[-3:]
    assert "All right so far." in html_of(alone)
    assert after.outputs[0].data["text/plain"] == "2"
    assert "Did you mean <code>df_dx</code>?" in html_of(unknown)
