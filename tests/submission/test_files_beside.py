"""A module or data file that lies beside a student's work is there when the work runs, however it was handed in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.collect.entry_search import find
from grader.course.exercises import load_assignment
from grader.model import CheckResult, FileBeside, Submission, Verdict
from grader.pipeline import grade_submission
from grader.sandbox import Sandbox
from grader.submission.intake import read
from tests.submission.making import archive, notebook, tree

ASSIGNMENT = load_assignment(Path(__file__).parents[2] / "exercises", ("single_variable_descent",))
HELPER = "import numpy as np\ndef g(x):\n    return x - np.exp(-x)\nRATE = 0.1\n"


def descent(slope: str, above: str = "", rate: str = "0.1") -> str:
    """A descent whose derivative is called so."""
    loop = f"    for _ in range(n):\n        x_start = x_start - {rate} * {slope}(x_start)\n    return x_start\n"
    return f"{above}\ndef grad_descent(x_start, n):\n{loop}"


HANDED_IN = {
    "the module by its name": {"hw.ipynb": notebook(descent("helper.g", "import helper")), "helper.py": HELPER},
    "another name": {"hw.ipynb": notebook(descent("h.g", "import helper as h", "h.RATE")), "helper.py": HELPER},
    "a name of it": {"hw.ipynb": notebook(descent("d", "from helper import g as d")), "helper.py": HELPER},
    "all of it": {"hw.ipynb": notebook(descent("g", "from helper import *")), "helper.py": HELPER},
    "a program's module": {"hw.py": descent("g", "from helper import g"), "helper.py": HELPER},
    "the answer itself": {"hw.ipynb": notebook("from mine import grad_descent"), "mine.py": HELPER + descent("g")},
    "a module of Python's name": {"hw.ipynb": notebook(descent("g", "from test import g")), "test.py": HELPER},
    "a package": {
        "hw.ipynb": notebook(descent("slopes.core.g", "import slopes.core")),
        "slopes/__init__.py": "",
        "slopes/core.py": HELPER.replace("import numpy as np", "from .basis import np"),
        "slopes/basis.py": "import numpy as np\n",
    },
    "what a package brings": {
        "hw.ipynb": notebook(descent("slopes.g", "import slopes")),
        "slopes/__init__.py": "from .core import g\n",
        "slopes/core.py": HELPER,
    },
    "beside the notebook in a folder": {
        "week3/hw.ipynb": notebook(descent("g", "from helper import g")),
        "week3/helper.py": HELPER,
    },
    "above the notebook's folder": {"books/hw.ipynb": notebook(descent("g", "from helper import g")), "helper.py": HELPER},
    "data": {"hw.ipynb": notebook(HELPER + "r = float(open('r.csv').read())" + descent("g", rate="r")), "r.csv": "0.1"},
    "data beside a program": {
        "week3/hw.py": HELPER + "r = float(open('r.csv').read())" + descent("g", rate="r"),
        "week3/r.csv": "0.1",
    },
    "data above": {
        "books/hw.ipynb": notebook(HELPER + "r = float(open('../data/r.csv').read())" + descent("g", rate="r")),
        "data/r.csv": "0.1",
    },
}
WRITTEN = {
    "a module": ("%%writefile helper.py\n" + HELPER, descent("helper.g", "import helper")),
    "a module in a folder": ("%%writefile lib/helper.py\n" + HELPER, descent("g", "from lib.helper import g")),
    "in two parts": (
        "%%writefile helper.py\nimport numpy as np\n",
        "%%writefile -a helper.py\n" + HELPER.partition("\n")[2],
        descent("g", "from helper import g"),
    ),
    "a module that is run": ("%%writefile helper.py\n" + HELPER, "%run helper.py", descent("g")),
    "the program, imported nowhere": ("%%writefile hw.py\n" + HELPER + descent("g"), "!python hw.py"),
    "data": ("%%file r.txt\n0.1", HELPER + "r = float(open('r.txt').read())" + descent("g", rate="r")),
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One sandbox for all of these."""
    with Sandbox(ASSIGNMENT.limits) as opened:
        yield opened


def handed_in(path: Path, given: tuple[FileBeside, ...] = ()) -> Submission:
    """What the one student at a path handed in, beside the files of the course."""
    (entry,) = find(path, student="ann").entries
    return read(entry, given=given)


def result(submission: Submission, sandbox: Sandbox) -> CheckResult:
    """The result of the descent."""
    (item,) = grade_submission(submission, ASSIGNMENT, sandbox).items
    return item.result


@pytest.mark.parametrize("name", HANDED_IN)
def test_a_file_that_was_handed_in_is_found(name: str, tmp_path: Path, sandbox: Sandbox):
    """Whatever the form of the import, a notebook's own folder comes first, in a folder as in an archive."""
    assert result(handed_in(tree(tmp_path / "own", HANDED_IN[name])), sandbox).verdict is Verdict.CORRECT
    assert result(handed_in(archive(tmp_path / "own.zip", HANDED_IN[name])), sandbox).verdict is Verdict.CORRECT


@pytest.mark.parametrize("name", WRITTEN)
def test_a_file_that_a_cell_writes_is_found(name: str, tmp_path: Path, sandbox: Sandbox):
    """`%%writefile` writes what stands below it, when its turn comes."""
    assert result(handed_in(tree(tmp_path, {"hw.ipynb": notebook(*WRITTEN[name])})), sandbox).verdict is Verdict.CORRECT


def test_a_wrong_derivative_in_a_module_is_wrong(tmp_path: Path, sandbox: Sandbox):
    """A module is the student's own work, and judged as that."""
    files = {"hw.ipynb": notebook(descent("helper.g", "import helper")), "helper.py": HELPER.replace("x - np", "x + np")}
    assert result(handed_in(tree(tmp_path, files)), sandbox).verdict is Verdict.PARTIAL


def test_a_written_module_that_is_imported_hides_no_answer(tmp_path: Path, sandbox: Sandbox):
    """What stands in a module has its names there alone: its own `grad_descent` is not the notebook's."""
    module = "%%writefile helper.py\nimport numpy as np\ndef grad_descent(f, rate):\n    return None\n"
    files = {"hw.ipynb": notebook(HELPER + descent("g", "import helper"), module)}
    assert handed_in(tree(tmp_path, files)).definitions(("grad_descent",))[-1].source.startswith("def grad_descent(x_start")


def test_a_program_called_like_a_package_does_not_hide_it(tmp_path: Path, sandbox: Sandbox):
    """A student whose file about NumPy is called `numpy.py` still imports NumPy."""
    files = {"numpy.py": HELPER + descent("g"), "notes.py": "remark = 'nothing'\n"}
    assert result(handed_in(tree(tmp_path, files)), sandbox).verdict is Verdict.CORRECT


@pytest.mark.parametrize(
    ("line", "absent"),
    [
        ("from course_plots import plot", "course_plots"),
        ("import numpy as np\nplot = np.loadtxt('data/rates.csv')", "data/rates.csv"),
        ("plot = open('rates.txt').read()", "rates.txt"),
    ],
)
def test_a_file_that_is_not_there_is_named_at_the_item(line: str, absent: str, tmp_path: Path, sandbox: Sandbox):
    """Work that cannot run for want of a file is shown to a person, with the file's name, and not counted as wrong."""
    code = f"{line}\n{HELPER}def grad_descent(x_start, n):\n    plot(n)\n    return x_start\n"
    found = result(handed_in(tree(tmp_path, {"hw.ipynb": notebook(code)})), sandbox)
    assert found.verdict is Verdict.NEEDS_REVIEW
    assert all(f"`{absent}`" in remark.text for remark in found.feedback)


@pytest.mark.parametrize("line", ["import nunpy as np", "import mathplotlib.pyplot as np", "from sympi import np"])
def test_a_package_that_is_misspelt_is_no_file_of_anybody(line: str, tmp_path: Path, sandbox: Sandbox):
    """A slip of the pen in a package's name is the student's to mend; the sentence names the line that fails."""
    code = f"{line}\ndef grad_descent(x_start, n):\n    return np.exp(n)\n"
    found = result(handed_in(tree(tmp_path, {"hw.ipynb": notebook(code)})), sandbox)
    assert found.verdict is Verdict.DID_NOT_RUN
    assert "The line that would define `np` fails (cell 1, line 1)" in found.feedback[0].text


def test_a_file_of_the_course_lies_beside_every_submission(tmp_path: Path, sandbox: Sandbox):
    """What the course gave out is there though nobody handed it in; a student's own edition of it counts before it."""
    given = (FileBeside(path="helper.py", content=HELPER.encode()),)
    work = {"week3/hw.ipynb": notebook(descent("g", "from helper import g"))}
    wrong = {**work, "week3/helper.py": HELPER.replace("x - np", "x + np")}
    assert result(handed_in(tree(tmp_path / "a", work), given), sandbox).verdict is Verdict.CORRECT
    assert result(handed_in(archive(tmp_path / "a.zip", work), given), sandbox).verdict is Verdict.CORRECT
    assert result(handed_in(tree(tmp_path / "b", wrong), given), sandbox).verdict is Verdict.PARTIAL


def test_a_file_of_the_course_that_was_handed_in_along_answers_nothing(tmp_path: Path):
    """The course's own module is no work of the student's, so its names are no answers."""
    given = (FileBeside(path="plots.py", content=b"grad_descent = 3\n"),)
    files = {"hw.py": "u_hat = 1\n", "plots.py": "grad_descent = 3\n"}
    assert handed_in(tree(tmp_path, files), given).files == ("hw.py",)
