"""What a session answers about ordinary code: values, calls, near names, causes, places, remarks."""

import sys
import tempfile
from pathlib import Path

import pytest

from grader.errors import SandboxError
from grader.model import (
    ArrayValue,
    FunctionValue,
    Limits,
    Outcome,
    Parameter,
    Place,
    Probe,
    Statement,
    Student,
    Submission,
    SymbolicValue,
)
from grader.sandbox import Sandbox
from grader.sandbox.host import child as children

from .conftest import LIMITS
from .handed_in import submission


def read(session, name):
    """The call that came of reading a name."""
    return session.ask(Probe(names=(name,))).calls[0]


VALUES = {
    "None": None,
    "True": True,
    "3": 3,
    "2**100": 2**100,
    "0.1": 0.1,
    "-0.0": -0.0,
    "float('inf')": float("inf"),
    "1j": 1j,
    "'a\\u0000ü'": "a\x00ü",
    "...": ...,
    "[1, [2.0, (3,)]]": [1, [2.0, (3,)]],
    "{1, 2}": frozenset({1, 2}),
    "{'a': [1], (1, 2): None}": {"a": [1], (1, 2): None},
    "__import__('fractions').Fraction(1, 4)": 0.25,
    "__import__('decimal').Decimal('0.5')": 0.5,
    "__import__('collections').namedtuple('P', 'x y')(1, 2)": (1, 2),
    "np.float64(1.5)": ArrayValue(dtype="float64", shape=(), elements=(1.5,)),
    "np.array([[1, 2], [3, 4]])": ArrayValue(dtype="int64", shape=(2, 2), elements=(1, 2, 3, 4)),
    "np.array([1j])": ArrayValue(dtype="complex128", shape=(1,), elements=(1j,)),
    "np.array([1.5, None], dtype=object)": [1.5, None],
    "np.array(['a'])": ArrayValue(dtype="str32", shape=(1,), elements=("a",)),
    "np.longdouble(0.5)": ArrayValue(dtype="longdouble", shape=(), elements=(0.5,)),
    "mg.tensor([1.0, 2.0])": ArrayValue(dtype="float64", shape=(2,), elements=(1.0, 2.0), tensor=True),
}


def test_values_cross_the_border_as_they_are(box):
    """Plain values, arrays and tensors arrive equal and of the same type."""
    names = {f"v{n}": source for n, source in enumerate(VALUES)}
    code = "import numpy as np\nimport mygrad as mg\n" + "\n".join(f"{name} = {source}" for name, source in names.items())
    with box.open(submission(code)) as session:
        for name, source in names.items():
            value = read(session, name).value
            if not source.startswith("np.longdouble"):
                assert repr(value) == repr(VALUES[source])
            else:
                assert value.elements == (0.5,)
    assert session.remarks() == ()


def test_not_a_number_crosses_the_border(box):
    """NaN arrives as NaN, alone and in an array."""
    with box.open(submission("import numpy as np\na = float('nan')\nb = np.array([np.nan])")) as session:
        assert str(read(session, "a").value) == "nan"
        assert str(read(session, "b").value.elements) == "(nan,)"


def test_symbolic_answers_cross_as_their_structure(executor):
    """A SymPy expression is told by SymPy's own text of its structure."""
    code = "import sympy\nx, y = sympy.symbols('x y')\na = 4*x\nb = sympy.Matrix([x, y])\nc = [x, 2]\nd = x"
    with Sandbox(executor=executor) as box, box.open(submission(code)) as session:
        assert read(session, "a").value == SymbolicValue(structure="Mul(Integer(4), Symbol('x'))")
        assert isinstance(read(session, "b").value, SymbolicValue)
        assert read(session, "c").value == [SymbolicValue(structure="Symbol('x')"), 2]
        assert read(session, "d").value == SymbolicValue(structure="Symbol('x')")


CALLABLE = {
    "def f(x, y=2, *a, k, **m): return x": (
        Parameter(name="x"),
        Parameter(name="y", has_default=True),
        Parameter(name="a", kind="*"),
        Parameter(name="k", kind="keyword"),
        Parameter(name="m", kind="**"),
    ),
    "f = lambda x: x": (Parameter(name="x"),),
    "class C:\n    def __call__(self, x): return x\nf = C()": (Parameter(name="x"),),
    "class C:\n    def g(self, x): return x\nf = C().g": (Parameter(name="x"),),
    "import functools\nf = functools.partial(lambda a, x: x, 1)": (Parameter(name="x"),),
}


@pytest.mark.parametrize("source", CALLABLE)
def test_whatever_can_be_called_is_a_function(box, source):
    """Functions, lambdas, methods, partials and objects with `__call__` tell their parameters."""
    with box.open(submission(source)) as session:
        assert read(session, "f").value == FunctionValue(parameters=CALLABLE[source])


def test_calls_get_what_was_sent(box):
    """Arguments arrive with their types, by position and by keyword, and anew for every call."""
    code = (
        "import numpy as np, mygrad as mg\n"
        "def kind(x): return type(x).__name__\n"
        "def spoil(v):\n    v[0] = 99\n    return v\n"
        "def both(x, *, n): return [x, n]\n"
    )
    array = ArrayValue(dtype="float64", shape=(2,), elements=(1.0, 2.0))
    sent = (1, 1.0, "a", [1.0], (1.0,), array, ArrayValue(dtype="float64", shape=(), elements=(1.0,), tensor=True))
    with box.open(submission(code)) as session:
        calls = session.ask(Probe(names=("kind",), arguments=tuple((value,) for value in sent))).calls
        assert [call.value for call in calls] == ["int", "float", "str", "list", "tuple", "ndarray", "Tensor"]
        calls = session.ask(Probe(names=("spoil",), arguments=(([1.0, 2.0],), (array,), ([1.0, 2.0],)))).calls
        assert [call.arguments_changed for call in calls] == [True, True, True]
        assert calls[2].value == [99, 2.0]
        calls = session.ask(Probe(names=("both",), arguments=((1, 5),), keywords=("n",))).calls
        assert calls[0].value == [1, 5]
        calls = session.ask(Probe(names=("kind",), arguments=(([1.0],),))).calls
        assert calls[0].arguments_changed is False


def test_an_exception_is_told_with_the_students_own_line(box):
    """The fault names type, message and innermost line of the student's code, also when NumPy raised it."""
    code = "import numpy as np\n\ndef g(x):\n    return np.linalg.inv(np.zeros((2, 2)))\n\ndef f(x):\n    return g(x)\n"
    with box.open(submission(code)) as session:
        fault = session.ask(Probe(names=("f",), arguments=((1,),))).calls[0].fault
    assert (fault.type_name, fault.message, fault.place) == ("LinAlgError", "Singular matrix", Place(file="hw.py", line=4))


def test_cells_are_told_apart(box):
    """In a notebook the place of a fault is its cell and the line in it."""

    def statement(source, cell, line, *names):
        return Statement(source=source, place=Place(file="hw.ipynb", line=line, cell=cell), names=names)

    notebook = Submission(
        student=Student(id="s", name="S"),
        files=("hw.ipynb",),
        digest="0",
        statements=(
            statement("def f(x):\n    return 1 / 0", 2, 3, "f"),
            statement("def g(x):\n    return f(x)", 5, 1, "g"),
            statement("y = f(1)", 6, 2, "y"),
        ),
    )
    with box.open(notebook) as session:
        fault = session.ask(Probe(names=("g",), arguments=((1,),))).calls[0].fault
        assert fault.place == Place(file="hw.ipynb", line=4, cell=2)
        assert "cell 2, line 4" in session.remarks()[0].text.lower()


def test_source_is_found_where_python_looks_for_it(box):
    """`inspect.getsource`, dataclasses, pickle and `__main__` work as in a file of its own."""
    code = (
        "import inspect, pickle\nfrom dataclasses import dataclass\n@dataclass\nclass P:\n    x: int\n"
        "def f(x):\n    # a comment\n    return x\n"
        "if __name__ == '__main__':\n    main = pickle.loads(pickle.dumps(P(3))).x\n"
        "source = inspect.getsource(f)\n"
    )
    with box.open(submission(code)) as session:
        assert read(session, "main").value == 3
        assert read(session, "source").value == "def f(x):\n    # a comment\n    return x\n"


def test_future_imports_hold_for_their_statement(box):
    """A statement is compiled with the `__future__` features that its cell asks for."""
    place = Place(file="hw.py", line=1)
    one = Statement(source="def f(x: nothing): return x", place=place, names=("f",), future=("annotations",))
    handed = Submission(student=Student(id="s", name="S"), files=("hw.py",), digest="0", statements=(one,))
    with box.open(handed) as session:
        assert session.ask(Probe(names=("f",), arguments=((4,),))).calls[0].value == 4


def test_a_name_that_was_lost_says_why(box):
    """A name whose statement failed has that statement's outcome and fault; one that nobody binds is missing."""
    code = "a = 1 / 0\nb = a + 1\nwhile True:\n    c = d = 1\n    del d\n"
    with box.open(submission(code)) as session:
        assert (read(session, "a").outcome, read(session, "a").fault.type_name) == (Outcome.RAISED, "ZeroDivisionError")
        assert (read(session, "b").outcome, read(session, "b").fault.type_name) == (Outcome.RAISED, "NameError")
        assert read(session, "e").outcome is Outcome.MISSING


def test_an_earlier_definition_outlives_a_later_failure(box):
    """As in a notebook, a name keeps its value when a later statement that would rebind it fails."""
    with box.open(submission("def f(x): return 1\nf = undefined\n")) as session:
        assert session.ask(Probe(names=("f",), arguments=((1,),))).calls[0].value == 1


def test_the_first_spelling_that_is_defined_is_taken(box):
    """Aliases are tried in order, and the observation says which was found."""
    with box.open(submission("def dfdx(x): return 1\ndef df_x(x): return 2")) as session:
        found = session.ask(Probe(names=("df_dx", "df_x", "dfdx"), arguments=((1,),)))
        assert (found.name, found.calls[0].value) == ("df_x", 2)


def test_a_call_that_ends_the_process_is_no_endless_loop_and_loses_no_answer_before_it(box):
    """What was answered in the same request is asked again, and what is no longer tried is told as the same end."""
    source = "import os\ndef f(n):\n    if n > 3: os._exit(0)\n    return n\n"
    with box.open(submission(source)) as session:
        calls = session.ask(Probe(names=("f",), arguments=((1,), (2,), (4,), (3,), (5,), (6,), (7,)))).calls
    assert [call.value for call in calls[:2]] == [1, 2]
    assert all(call.outcome is Outcome.KILLED for call in calls if call.value is None)
    assert calls[2].outcome is Outcome.KILLED


def test_near_names_are_the_students_own(box):
    """A name spelled nearly like the one asked for is offered; names of a star import are not."""
    code = "from math import *\ngrad_decent = lambda x: x\nGradDescent = 3\nother = 2\n"
    with box.open(submission(code)) as session:
        near = session.ask(Probe(names=("grad_descent",))).near
        assert near == ("GradDescent", "grad_decent")
        assert session.ask(Probe(names=("sinn",))).near == ()


def test_a_known_package_that_is_missing_is_ours(box, monkeypatch):
    """What fails only because of a well-known package is unavailable, with the name that pip knows; made-up modules are not."""
    code = (
        "import tensorflow as tf\nfrom sklearn.linear_model import LinearRegression as LR\nimport made_up\n"
        "def f(x): return tf.square(x)\ndef g(x): return x\ndef h(x):\n    import torch\n    return torch.sin(x)\n"
        "def k(x): return made_up.f(x)\nw = tf.zeros(3)\nv = w + 1\nu = LR()\n"
    )
    with box.open(submission(code)) as session:
        outcomes = {}
        for name in "fghk":
            call = session.ask(Probe(names=(name,), arguments=((1.0,),))).calls[0]
            outcomes[name] = (call.outcome, call.fault and call.fault.package)
        for name in "wvu":
            outcomes[name] = (read(session, name).outcome, read(session, name).fault.package)
        assert outcomes == {
            "f": (Outcome.UNAVAILABLE, "tensorflow"),
            "g": (Outcome.RETURNED, None),
            "h": (Outcome.UNAVAILABLE, "torch"),
            "k": (Outcome.RAISED, None),
            "w": (Outcome.UNAVAILABLE, "tensorflow"),
            "v": (Outcome.UNAVAILABLE, "tensorflow"),
            "u": (Outcome.UNAVAILABLE, "scikit-learn"),
        }
        assert "`made_up`" not in session.remarks()[0].text


def test_a_star_import_that_failed_may_have_brought_the_name(box):
    """After `from a_known_package import *` failed, a name that nobody binds is missing because of it."""
    with box.open(submission("from tensorflow import *\ndef f(x): return square(x)\n")) as session:
        call = session.ask(Probe(names=("f",), arguments=((1.0,),))).calls[0]
        assert (call.outcome, call.fault.package) == (Outcome.UNAVAILABLE, "tensorflow")


def test_a_statement_with_a_problem_is_not_run(box):
    """What intake could not read, or was never filled in, is left out and told, and its names are missing."""
    from grader.model import Feedback

    place = Place(file="hw.py", line=1)
    broken = Statement(source="f = (", place=place, names=("f",), problem=Feedback(code="syntax", text="…"))
    handed = Submission(student=Student(id="s", name="S"), files=("hw.py",), digest="0", statements=(broken,))
    with box.open(handed) as session:
        assert session.ask(Probe(names=("f",))).calls[0].outcome is Outcome.MISSING
        assert session.remarks() == (broken.problem,)


def test_own_data_files_are_there(box, tmp_path):
    """Files beside the submission are read by their relative paths; links and devices are left out, notebooks too."""
    (tmp_path / "data.csv").write_text("1,2\n3,4\n")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "more.txt").write_text("7")
    (tmp_path / "hw.ipynb").write_text("{}")
    (tmp_path / "link.txt").symlink_to("/etc/passwd")
    code = (
        "import numpy as np, os\na = np.loadtxt('data.csv', delimiter=',').tolist()\nb = open('sub/more.txt').read()\n"
        "there = sorted(os.listdir('.'))\nopen('data.csv', 'w').write('mine now')\n"
    )
    with box.open(submission(code, folder=str(tmp_path))) as session:
        assert read(session, "a").value == [[1.0, 2.0], [3.0, 4.0]]
        assert read(session, "b").value == "7"
        assert read(session, "there").value == ["data.csv", "sub"]
    assert (tmp_path / "data.csv").read_text() == "1,2\n3,4\n"


def test_a_module_beside_the_submission_hides_no_package(box, tmp_path):
    """`numpy.py` in the student's folder is not what `import numpy` gives."""
    (tmp_path / "numpy.py").write_text("raise SystemExit")
    (tmp_path / "random.py").write_text("raise SystemExit")
    code = "import numpy as np, random\nx = np.array([1.0])\ny = random.random() < 2"
    with box.open(submission(code, folder=str(tmp_path))) as session:
        assert read(session, "x").value.elements == (1.0,)
        assert read(session, "y").value is True


HONEST = {
    "threads": (
        "import threading\nseen = []\nt = threading.Thread(target=seen.append, args=(1,))\n"
        "t.start()\nt.join()\nok = seen == [1]"
    ),
    "a thread pool": "from concurrent.futures import ThreadPoolExecutor\nok = list(ThreadPoolExecutor(3).map(abs, [-1])) == [1]",
    "lazy imports": "import decimal, numpy.fft, numpy.polynomial, numpy.ma, sqlite3, uuid, statistics, ssl\nok = True",
    "BLAS": "import numpy as np\na = np.random.rand(200, 200)\nok = np.allclose(np.linalg.inv(a) @ a, np.eye(200))",
    "sleep": "import time\ntime.sleep(0.1)\nok = True",
    "own files": "open('a.txt', 'w').write('x')\nimport os\nos.rename('a.txt', 'b.txt')\nok = open('b.txt').read() == 'x'",
    "temporary files": "import tempfile\nwith tempfile.TemporaryFile() as f: f.write(b'x')\nok = True",
    "time zones": "import zoneinfo\nok = zoneinfo.ZoneInfo('Europe/Berlin').key == 'Europe/Berlin'",
    "random numbers": "import os, secrets, random\nok = len(os.urandom(3)) == 3 and secrets.token_bytes(2) != b''",
    "warnings": "import warnings, numpy as np\nwarnings.filterwarnings('ignore')\nok = np.isnan(np.float64(0) / 0)\nok = bool(ok)",
    "numpy to disk": "import numpy as np\nnp.save('a.npy', np.ones(3))\nok = np.load('a.npy').sum() == 3\nok = bool(ok)",
    "mygrad": "import mygrad as mg\nx = mg.tensor(3.0)\n(x**2).backward()\nok = float(x.grad) == 6.0",
    "a notebook's display": "display(3)\nok = True",
    "the grader's own check": "import grader\ngrader.check('df_dx')\nok = True",
    "the machine": "import platform, os\nplatform.platform()\nos.cpu_count()\nok = True",
}


@pytest.mark.parametrize("what", HONEST)
def test_honest_code_is_not_hurt(box, what):
    """Ordinary things that students do work inside the walls."""
    with box.open(submission(HONEST[what])) as session:
        assert read(session, "ok").value is True, session.remarks()


def test_the_same_code_gives_the_same_numbers(box):
    """Random numbers drawn without a seed are the same in every run."""
    code = submission("import random, numpy as np\na = random.random()\nb = np.random.rand()\nc = hash('text')")
    seen = set()
    for _ in range(2):
        with box.open(code) as session:
            seen.add(tuple(repr(read(session, name).value) for name in "abc"))
    assert len(seen) == 1


def test_stages_are_timed(box):
    """A session tells the seconds of each stage."""
    with box.open(submission("def f(x): return x")) as session:
        session.ask(Probe(names=("f",), arguments=((1,),)))
        assert {"fork", "isolate", "execute", "calls"} <= set(session.seconds())
        assert all(seconds >= 0 for seconds in session.seconds().values())
        assert {"execute", "calls"} <= set(session.cpu_seconds())


def test_strict_refuses_what_is_not_full():
    """`strict` raises before any student code runs where a layer is missing."""
    with pytest.raises(SandboxError, match="strict"), Sandbox(LIMITS, mode="strict", without=("landlock",)):
        pass


def test_the_isolation_is_told_in_words():
    """Full, partial and none say what stands and what is open."""
    lines = {}
    for mode, without in (("auto", ()), ("auto", ("landlock",)), ("auto", ("seccomp", "limits")), ("none", ())):
        with Sandbox(LIMITS, mode=mode, without=without) as box:
            lines[mode, without] = (box.level, box.isolation)
    assert lines["auto", ("landlock",)] == ("partial", "partial: file reads not limited (switched off)")
    assert lines["auto", ("seccomp", "limits")][1].startswith("partial: memory and file sizes not limited")
    assert lines["none", ()][0] == "none"
    assert lines["none", ()][1].startswith("none: ")
    if lines["auto", ()][0] == "full":
        assert lines["auto", ()][1].startswith("full (landlock abi")


def test_a_child_with_lower_walls_is_not_used(monkeypatch):
    """When a later child is less isolated than the first was, its submission is unavailable and nothing of it runs."""
    with Sandbox(LIMITS, without=("landlock",)) as box:
        monkeypatch.setattr(box, "_isolation", None)
        from grader.sandbox.walls.layers import Isolation

        monkeypatch.setattr(box, "_isolation", Isolation(level="full", line="full (everything)"))
        with box.open(submission("x = 1")) as session:
            call = session.ask(Probe(names=("x",))).calls[0]
            assert (call.outcome, call.fault.package) == (Outcome.UNAVAILABLE, None)


def test_a_sandbox_that_cannot_start_is_unavailable(monkeypatch):
    """A process that cannot be started is our failure, told as such at every name."""
    with Sandbox(LIMITS) as box:
        monkeypatch.setattr(box, "child", _no_process)
        with box.open(submission("x = 1")) as session:
            call = session.ask(Probe(names=("x",))).calls[0]
            assert (call.outcome, call.fault.message) == (Outcome.UNAVAILABLE, "no more processes")


def _no_process(prepare):
    raise SandboxError("no more processes")


def test_limits_hold_for_many_statements():
    """A program of thousands of statements runs, and each is accounted for."""
    code = "\n".join(f"a{n} = {n}" for n in range(2500)) + "\nb = 1 / 0\n"
    with Sandbox(Limits()) as box, box.open(submission(code)) as session:
        assert read(session, "a2499").value == 2499
        assert len(session.remarks()) == 1


@pytest.mark.parametrize("without", [(), ("landlock",), ("seccomp", "privileges")])
def test_what_is_expected_is_what_is_found(without):
    """The quick measurement before a start says of the isolation what the students' processes say."""
    expected = Sandbox(LIMITS, without=without).expected()
    with Sandbox(LIMITS, without=without) as box:
        assert (box.level, box.isolation) == (expected.level, expected.line)


def test_strict_refuses_at_the_quick_measurement():
    """Where a layer is missing, `strict` needs no warm process to refuse."""
    with pytest.raises(SandboxError, match="strict"):
        Sandbox(LIMITS, mode="strict", without=("landlock",)).expected()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="no warm process here")
@pytest.mark.parametrize("deaths", [1, 2])
def test_a_warm_process_that_dies_at_its_start_is_started_anew(monkeypatch, deaths):
    """A warm process killed by chance while it starts costs nobody anything."""
    commands = dying(monkeypatch, deaths)
    with Sandbox(LIMITS) as box, box.open(submission("x = 5")) as session:
        assert session.ask(Probe(names=("x",))).calls[0].value == 5
    assert len(commands) == deaths + 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="no warm process here")
def test_one_that_dies_each_time_is_told_with_a_remedy(monkeypatch):
    """Where it cannot be started at all that is said after a few times, with what to try, and no folder is left."""
    dying(monkeypatch, 100)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary := Path(tempfile.mkdtemp(prefix="dying-"))))
    temporary.chmod(0o777)
    with pytest.raises(SandboxError, match="started 3 times") as caught, Sandbox(LIMITS):
        pass
    assert "--jobs 1" in str(caught.value)
    assert not list(temporary.iterdir())
    temporary.rmdir()


def dying(monkeypatch, deaths):
    """Lets so many warm processes die before they say a word; gives the commands that were started."""
    started, real = [], children.command

    def command(call, *arguments):
        started.append(call)
        return real("import os; os.kill(os.getpid(), 9)" if len(started) <= deaths else call, *arguments)

    monkeypatch.setattr(children, "command", command)
    return started
