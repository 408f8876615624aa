"""References: derived, checked, kept, and never believed unchecked."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from grader.course.exercises import read_exercise
from grader.equality.compare import compare
from grader.equality.decision import Comparison, Relation
from grader.notation.answer import read
from grader.notation.printing import plain
from grader.quantities import references as derive
from grader.quantities import unit_vectors as carry
from grader.quantities.automatic import contradictions
from grader.quantities.evaluation import compile_references, reference
from tests.quantities.functions import about, along

XYZ, XY = ("x", "y", "z"), ("x", "y")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache for every test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    derive._derivatives.cache_clear()
    return tmp_path / "gradient-grader"


def test_the_lesson() -> None:
    """The lesson's derivatives print as the lesson prints them."""
    function = "2*x**2 - 3*x*y + z**3"
    assert [plain(derive.derivative(about(function, XYZ), name)) for name in XYZ] == ["4*x - 3*y", "-3*x", "3*z**2"]
    assert plain(derive.gradient(about("4*x*y + y**3", XY))) == "(4*y, 4*x + 3*y**2)"


@pytest.mark.parametrize(
    ("angle", "text"),
    [
        (150, "(-sqrt(3)/2, 1/2)"),
        (0, "(1, 0)"),
        (90, "(0, 1)"),
        (180, "(-1, 0)"),
        (225, "(-sqrt(2)/2, -sqrt(2)/2)"),
        (-60, "(1/2, -sqrt(3)/2)"),
        (390, "(sqrt(3)/2, 1/2)"),
        (15, "((sqrt(6) + sqrt(2))/4, (sqrt(6) - sqrt(2))/4)"),
        (37.5, "(cos(37.5*pi/180), sin(37.5*pi/180))"),
    ],
)
def test_unit_vectors_at_angles(angle: float, text: str) -> None:
    """A unit vector at an angle is exact."""
    found = carry.unit_vector(angle_degrees=angle)
    assert compare(found, text, Comparison(variables=())).relation is Relation.EQUAL


def test_unit_vectors_print_without_functions_where_there_is_a_root() -> None:
    """150 degrees print as the lesson prints them."""
    assert plain(carry.unit_vector(angle_degrees=150)) == "(-sqrt(3)/2, 1/2)"


def test_unit_vectors_along_vectors() -> None:
    """A vector of any length is divided by it."""
    assert plain(along("3", "4")) == "(3/5, 4/5)"
    assert plain(along("-sqrt(3)", "1")) == "(-sqrt(3)/2, 1/2)"
    with pytest.raises(ValueError, match="zero"):
        along("0", "0")
    with pytest.raises(ValueError, match="one of them"):
        carry.unit_vector()


def test_a_slope_is_gradient_times_direction() -> None:
    """The lesson's slope follows from its gradient and its direction."""
    slope = carry.directional_derivative(
        derive.gradient(about("4*x*y + y**3", XY)), carry.unit_vector(angle_degrees=150)
    )
    assert compare("(4x + 3y^2 - 4sqrt(3)*y)/2", slope, Comparison(variables=XY)).relation is Relation.EQUAL


def test_an_error_carried_forward_has_its_own_reference() -> None:
    """A slope can be derived from the student's own vectors."""
    own = read("(sqrt(3)/2, 1/2)", variables=XY)
    gradient = derive.gradient(about("4*x*y + y**3", XY))
    slope = carry.directional_derivative(gradient, own)
    assert compare("(4x + 3y^2 + 4sqrt(3)*y)/2", slope, Comparison(variables=XY)).relation is Relation.EQUAL
    with pytest.raises(ValueError, match="zip"):
        carry.directional_derivative(gradient, read("(1, 2, 3)", variables=XY))


def test_what_was_derived_is_kept_privately(folder: Path) -> None:
    """One private file for a function in a private folder, with all its derivatives."""
    for variable in XY:
        derive.derivative(about("x**2*y", XY), variable)
    files = list(folder.iterdir())
    assert len(files) == 1
    assert json.loads(files[0].read_text())["derivatives"] == {"x": "2*x*y", "y": "x**2"}
    assert stat.S_IMODE(files[0].stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_compiling_derives_what_grading_reads_later(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a class's exercises are compiled, no reference is derived again; what has a record is left as it is."""
    text = "title: T\nprompt: P\nfunctions: {\"f(x, y)\": x**2*y, g(x): sin(x)}\nitems:\n"
    text += "  - {id: a, answer: \"diff(f, x, y)\"}\n  - {id: b, answer: gradient(g)}\n"
    exercises = [read_exercise(text, "x.yml", "x")]
    compile_references(exercises)
    assert len(list(folder.iterdir())) == 3  # of f, of its first derivative, of g
    derive._derivatives.cache_clear()
    reference.cache_clear()
    monkeypatch.setattr(derive, "symbolic_derivative", lambda *_: pytest.fail("derived again"))
    compile_references(exercises)
    assert plain(derive.derivative(about("x**2*y", XY), "x")) == "2*x*y"


def test_a_second_run_imports_no_library_that_derives(tmp_path: Path) -> None:
    """What was kept is used without SymPy and MyGrad, and what was not needs both."""
    code = (
        "import sys; from grader.quantities import references as derive; from grader.notation.printing import plain; "
        "from grader.model import Function; f = Function(name='f', variables=('x', 'y'), expression='x**2*y'); "
        "print(plain(derive.derivative(f, 'x')), 'sympy' in sys.modules, 'mygrad' in sys.modules)"
    )
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "fresh")}
    outputs = [
        subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    assert outputs == ["2*x*y True True\n", "2*x*y False False\n"]


QUESTION = {"version": derive.VERSION, "function": "x**2", "variables": ["x"], "domain": {}}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"{}",
        b"[" * 100_000,
        json.dumps({"question": QUESTION, "derivatives": {"x": "3*x"}}).encode(),
        json.dumps({"question": QUESTION, "derivatives": {"x": "__import__('os')"}}).encode(),
        json.dumps({"question": QUESTION, "derivatives": {"x": 7}}).encode(),
        json.dumps({"question": QUESTION, "derivatives": {}}).encode(),
        json.dumps({"question": QUESTION, "derivatives": "2*x"}).encode(),
        json.dumps({"question": {**QUESTION, "version": "0"}, "derivatives": {"x": "2*x"}}).encode(),
    ],
)
def test_a_file_that_was_damaged_or_forged_is_not_believed(folder: Path, content: bytes) -> None:
    """Whatever stands in the cache, the reference is the derivative, and the file is mended."""
    derive.derivative(about("x**2", ("x",)), "x")
    (file,) = folder.iterdir()
    file.write_bytes(content)
    derive._derivatives.cache_clear()
    assert plain(derive.derivative(about("x**2", ("x",)), "x")) == "2*x"
    assert json.loads(file.read_text())["derivatives"] == {"x": "2*x"}


def test_a_forged_answer_stands_under_the_right_name(folder: Path) -> None:
    """The forged files above are read: the question they repeat is the one that is asked."""
    derive.derivative(about("x**2", ("x",)), "x")
    (file,) = folder.iterdir()
    assert json.loads(file.read_text())["question"] == QUESTION


def test_a_cache_that_cannot_be_written_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no folder can be made, references are derived all the same."""
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    assert plain(derive.derivative(about("x**3", ("x",)), "x")) == "3*x**2"


def test_a_relative_cache_folder_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the base directory specification a relative XDG_CACHE_HOME does not count."""
    monkeypatch.setenv("XDG_CACHE_HOME", "cache")
    assert derive.cache_folder().is_absolute()


AUTOMATIC = [
    ("2*x**2 - 3*x*y + z**3", XYZ, {}),
    ("exp(-3*x)*sin(y)/(1 + x**2)", XY, {}),
    ("log(x)*sqrt(y) + tan(x/4)", XY, {"x": (0.5, 3.0), "y": (0.5, 3.0)}),
    ("root(x + y, 3) + atan2(y, x)", XY, {"x": (0.5, 3.0), "y": (0.5, 3.0)}),
    ("asin(x) + acosh(y) + atan(x*y)", XY, {"x": (-0.8, 0.8), "y": (1.5, 3.0)}),
    ("abs(x - y) + max(x, y) + x**y", XY, {"x": (0.5, 3.0), "y": (0.5, 3.0)}),
    ("7", ("x",), {}),
]


@pytest.mark.parametrize(("function", "variables", "domain"), AUTOMATIC)
def test_automatic_differentiation_agrees(
    function: str, variables: tuple[str, ...], domain: dict[str, tuple[float, float]]
) -> None:
    """MyGrad, or differences where it lacks a function, finds the derivatives that were derived."""
    derived = {variable: derive.derivative(about(function, variables, domain), variable) for variable in variables}
    assert list(contradictions(read(function, variables=variables), derived, domain)) == []


def test_automatic_differentiation_contradicts_a_wrong_derivative() -> None:
    """The check can fail: a derivative that is wrong is found out at a point."""
    wrong = {"x": read("3*x", variables=("x",))}
    found = list(contradictions(read("x**2", variables=("x",)), wrong, {"x": (0.5, 1.0)}))
    assert found
    assert found[0].variable == "x"
    assert found[0].way == "MyGrad"


def test_a_derivative_that_mygrad_contradicts_is_no_reference(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Where SymPy and our own rules agree on something wrong nobody is graded by it, and nothing is kept."""
    monkeypatch.setattr(derive, "symbolic_derivative", lambda function, variable: read("3*x", variables=("x",)))
    monkeypatch.setattr(derive, "differentiate", lambda function, variable: read("3*x", variables=("x",)))
    with pytest.raises(derive.NotDerivableError, match="by MyGrad"):
        derive.derivative(about("x**2", ("x",)), "x")
    assert not folder.exists()


def test_what_cannot_be_derived_by_one_variable_is_derived_by_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reference that is missing is missed only where it is asked for."""
    function = about("x**2*y", XY)
    monkeypatch.setattr(derive, "_by_rules", lambda tree, variable: None if variable == "y" else read("2*x*y", variables=XY))
    with derive.by_own_rules():
        assert plain(derive.derivative(function, "x")) == "2*x*y"
        with pytest.raises(derive.NotDerivableError, match="respect to y"):
            derive.derivative(function, "y")


def test_two_derivations_that_contradict_each_other_are_no_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    """When our rules prove SymPy's derivative wrong, nobody is graded by either."""
    monkeypatch.setattr(derive, "symbolic_derivative", lambda function, variable: read("3*x", variables=("x",)))
    with pytest.raises(derive.NotDerivableError, match="contradict"):
        derive.derivative(about("x**2", ("x",)), "x")


def test_a_derivative_sympy_cannot_say_in_our_words_comes_from_our_rules() -> None:
    """The larger of two has a piecewise derivative in SymPy; ours is a quotient of absolute values."""
    found = derive.derivative(about("max(x, y)", XY), "x")
    assert compare("(1 + sign(x - y))/2", found, Comparison(variables=XY)).relation is Relation.EQUAL
