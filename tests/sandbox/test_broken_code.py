"""Code that hangs, dies, floods or misbehaves: each costs what it was on and nothing around it."""

import pytest

from grader.model import FunctionValue, OpaqueValue, Outcome, Probe

from .handed_in import submission

GOOD = "def f(x):\n    return x + 1\n"

AT_TOP_LEVEL = {
    "a loop that never ends": ("while True: pass", "timed_out"),
    "a loop in C": ("sum(range(10**12))", "timed_out"),
    "a loop that catches everything": (
        "while True:\n  try:\n    while True: pass\n  except BaseException: pass",
        "timed_out",
    ),
    "a loop that ignores signals": (
        "import signal\nfor s in range(1, 65):\n  try: signal.signal(s, signal.SIG_IGN)\n  except Exception: pass\n"
        "while True: pass",
        "timed_out",
    ),
    "a loop that blocks signals": (
        "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\nwhile True: pass",
        "timed_out",
    ),
    "a wait": ("import threading\nthreading.Event().wait(100)", "timed_out"),
    "an exception whose text never comes": (
        "class E(Exception):\n  def __str__(self):\n    while True: pass\nraise E",
        "timed_out",
    ),
    "an exception": ("1 / 0", "raised"),
    "an exception that cannot be shown": ("class E(Exception):\n  def __str__(self): return 1/0\nraise E", "raised"),
    "sys.exit": ("import sys\nsys.exit(0)", "raised"),
    "exit": ("raise SystemExit", "raised"),
    "a KeyboardInterrupt": ("raise KeyboardInterrupt", "raised"),
    "input": ("n = input('n?')", "raised"),
    "endless recursion": ("def r(n): return r(n + 1)\nr(0)", "raised"),
    "os._exit": ("import os\nos._exit(0)", "killed"),
    "a segmentation fault": ("import ctypes\nctypes.string_at(0)", "killed"),
    "abort": ("import os\nos.abort()", "killed"),
    "killing itself": ("import os\nos.kill(os.getpid(), 9)", "killed"),
    "closing every descriptor": ("import os\nos.closerange(0, 5000)", "killed"),
    "writing to every descriptor": (
        "import os\nfor n in range(300):\n  try: os.write(n, b'{\"junk\": 1}' * 50)\n  except OSError: pass",
        "malformed",
    ),
    "a list without end": ("import numpy\nb = []\nwhile True: b.append(numpy.empty(10**6))", "out_of_memory"),
    "a made-up module": ("import no_such_module_anywhere", "raised"),
    "a syntax error inside": ("exec('def')", "raised"),
}


@pytest.mark.parametrize("what", AT_TOP_LEVEL)
def test_a_statement_that_fails_costs_itself_alone(box, what):
    """What one top-level statement does wrong leaves the definitions before and after it as they are."""
    source, code = AT_TOP_LEVEL[what]
    with box.open(submission(f"before = 1\n{source}\n{GOOD}")) as session:
        found = session.ask(Probe(names=("f",), arguments=((1,), (2,))))
        assert [call.value for call in found.calls] == [2, 3]
        assert session.ask(Probe(names=("before",))).calls[0].value == 1
        assert f"statement_{code}" in [remark.code for remark in session.remarks()]


IN_A_CALL = {
    "a loop that never ends": ("while True: pass", Outcome.TIMED_OUT),
    "a loop in C": ("sum(range(10**12))", Outcome.TIMED_OUT),
    "os._exit": ("import os; os._exit(0)", Outcome.KILLED),
    "a segmentation fault": ("import ctypes; ctypes.string_at(0)", Outcome.KILLED),
    "an exception": ("return 1 / 0", Outcome.RAISED),
    "sys.exit": ("import sys; sys.exit()", Outcome.RAISED),
    "memory": ("return bytearray(10**10)", Outcome.OUT_OF_MEMORY),
    "an array of many gigabytes": ("import numpy; return numpy.ones(10**10)", Outcome.OUT_OF_MEMORY),
    "junk on every descriptor": (
        "import os\n        for n in range(300):\n            try: os.write(n, b'junk' * 99)\n            except OSError: pass",
        Outcome.MALFORMED,
    ),
    "closed descriptors": ("import os; os.closerange(0, 5000)", Outcome.KILLED),
}


@pytest.mark.parametrize("what", IN_A_CALL)
def test_a_call_that_fails_costs_itself_alone(box, what):
    """One argument set that goes wrong keeps neither the other sets nor the next name from being answered."""
    source, outcome = IN_A_CALL[what]
    code = f"def g(x):\n    if x == 2:\n        {source}\n    return x\n{GOOD}"
    with box.open(submission(code)) as session:
        calls = session.ask(Probe(names=("g",), arguments=((1,), (2,), (3,)))).calls
        assert [call.outcome for call in calls] == [Outcome.RETURNED, outcome, Outcome.RETURNED]
        assert [calls[0].value, calls[2].value] == [1, 3]
        assert session.ask(Probe(names=("f",), arguments=((1,),))).calls[0].value == 2


def test_a_call_that_closes_the_pipes_is_the_one_that_pays(box):
    """A process that lives on without its pipes is killed while a later call runs, and that call is not blamed."""
    code = (
        "import os, time\ndef g(x):\n    if x == 2: os.closerange(0, 5000)\n    if x == 3: time.sleep(0.3)\n    return x\n"
    )
    with box.open(submission(code)) as session:
        calls = session.ask(Probe(names=("g",), arguments=((1,), (2,), (3,)))).calls
        assert [call.outcome for call in calls] == [Outcome.RETURNED, Outcome.KILLED, Outcome.RETURNED]


def test_a_function_that_always_hangs_is_not_called_for_ever(box):
    """After two calls of a name that hung, the others are timed out without being tried."""
    with box.open(submission(f"def g(x):\n    while True: pass\n{GOOD}")) as session:
        calls = session.ask(Probe(names=("g",), arguments=tuple((n,) for n in range(30)))).calls
        assert {call.outcome for call in calls} == {Outcome.TIMED_OUT}
        assert session.seconds()["calls"] < 5
        assert session.ask(Probe(names=("g",), arguments=((1,),))).calls[0].outcome is Outcome.TIMED_OUT
        assert session.ask(Probe(names=("f",), arguments=((1,),))).calls[0].value == 2


def test_code_that_always_dies_ends(box):
    """A submission whose every call ends its process is given up, with an answer to every question."""
    with box.open(submission("import os\ndef g(x): os._exit(1)\ndef h(x): os._exit(1)")) as session:
        for name in ("g", "h") * 10:
            calls = session.ask(Probe(names=(name,), arguments=((1,), (2,), (3,)))).calls
            assert len(calls) == 3
            assert all(call.outcome in {Outcome.KILLED, Outcome.TIMED_OUT} for call in calls)


PATCHES = """
import builtins, json, math, numpy as np, os, sys, time, linecache, inspect, struct, io
for name in ("len", "list", "type", "isinstance", "str", "dict", "tuple", "next", "any", "zip", "map", "int", "float"):
    setattr(builtins, name, None)
json.dumps = json.loads = json.JSONEncoder = json.encoder.JSONEncoder = None
math.prod = time.perf_counter = time.monotonic = time.process_time = None
np.asarray = np.array = np.ndarray = np.dot = np.float64 = None
np.random = 3
os.write = os.read = os._exit = None
inspect.signature = linecache.cache = None
len = list = type = str = float = isinstance = 3
"""


def test_rebinding_what_everybody_uses_harms_nobody_else(box):
    """Builtins and modules that a student overwrites are not those that the answers travel by."""
    with box.open(submission(PATCHES + "def f(x):\n    return [x, x * 2.0]\n")) as session:
        call = session.ask(Probe(names=("f",), arguments=((1.5,),))).calls[0]
        assert (call.outcome, call.value) == (Outcome.RETURNED, [1.5, 3.0])
    with box.open(submission(GOOD)) as session:
        assert session.ask(Probe(names=("f",), arguments=((1,),))).calls[0].value == 2


OUTPUT = {
    "print": "for n in range(20000): print('x' * 50)",
    "os.write": "import os\nfor n in range(2000): os.write(1, b'x' * 1000)",
    "no newline": "print('x' * 10**6, end='')",
}


@pytest.mark.parametrize("way", OUTPUT)
def test_a_flood_of_output_is_cut_and_costs_nothing(box, way):
    """Output beyond the limit is thrown away, and the statement that printed it still ran."""
    lines = OUTPUT[way].replace("\n", "\n    ")
    with box.open(submission(f"def f(x):\n    {lines}\n    return x\n{OUTPUT[way]}\nafter = 1")) as session:
        assert session.ask(Probe(names=("after",))).calls[0].value == 1
        found = session.ask(Probe(names=("f",), arguments=((1,),)))
        assert found.calls[0].value == 1
        assert len(found.printed) <= 8 * 1024
        assert session.remarks() == ()


@pytest.mark.parametrize(
    "what", ["sys.stdout.close()", "sys.stdout = None", "sys.stdout = open('x', 'w')", "import os; os.close(1); os.close(2)"]
)
def test_what_becomes_of_the_output_keeps_no_answer_back(box, what):
    """A student who closes or replaces standard output is answered for all the same."""
    with box.open(submission(f"import sys\n{what}\n{GOOD}")) as session:
        assert session.ask(Probe(names=("f",), arguments=((1,),))).calls[0].value == 2


def test_what_is_printed_is_shown_without_terminal_codes(box):
    """Escape sequences and direction marks in what was printed arrive spelled out."""
    with box.open(submission("def f(x):\n    print('\\x1b[31mred\\u202e', x)\n    return x")) as session:
        printed = session.ask(Probe(names=("f",), arguments=((7,),))).printed
        assert printed == "\\x1b[31mred\\x202e 7\n"


LYING = """
import numpy as np
class Number(float):
    def __float__(self): return 3.0
    def __eq__(self, other): return True
    __hash__ = None
class Text(str): pass
class Claims:
    __class__ = float
    def __eq__(self, other): return True
    def __array__(self, *a, **k): raise SystemExit
    def __reduce__(self): raise SystemExit
    def __getattr__(self, name): raise SystemExit
class Array(np.ndarray):
    def __array_finalize__(self, other): pass
endless = []
endless.append(endless)
values = [Number(1), Text("a"), Claims(), np.zeros(2).view(Array), (n for n in range(3)), endless, object]
"""


def test_objects_that_lie_are_known_by_their_type_alone(box):
    """None of a student's own methods runs while a value crosses but an iterator's; what is no plain value is opaque."""
    with box.open(submission(LYING)) as session:
        assert session.ask(Probe(names=("endless",))).calls[0].value == OpaqueValue(type_name="list")
    with box.open(submission(LYING.replace("endless, object]", "object]"))) as session:
        *others, taken, last = session.ask(Probe(names=("values",))).calls[0].value
        assert [value.type_name for value in others] == ["Number", "Text", "Claims", "Array"]
        assert taken == [0, 1, 2]
        assert isinstance(last, FunctionValue)


def test_values_too_large_for_an_answer_are_opaque(box):
    """Large arrays, long texts and huge integers cross as their type's name, within the memory of one frame."""
    code = (
        "import numpy as np\na = np.zeros(10**6)\nb = 'x' * 10**7\nc = 10**5000\nd = [['x' * 19000] * 900] * 9\n"
        "def f(x):\n    return ['x' * 19000] * 100\n"
    )
    with box.open(submission(code)) as session:
        kinds = {name: session.ask(Probe(names=(name,))).calls[0].value for name in "abcd"}
        assert {name: type(value) for name, value in kinds.items()} == dict.fromkeys("abcd", OpaqueValue)
        calls = session.ask(Probe(names=("f",), arguments=tuple((n,) for n in range(20)))).calls
        assert {call.outcome for call in calls} == {Outcome.RETURNED}


FORGED = {
    "an answer in advance": '["calls", 3, [[0, "returned", 99, 0.0, false]]]',
    "an answer to nothing": '["answered", 99, "f", [], 0.0]',
    "the end of the run": '["ran", 1, [], 0.0, 0.0]',
    "a broken value": '["calls", 2, [[0, "returned", ["a", "float64", [5], [], false], 0.0, false]]]',
    "no list": '{"calls": 1}',
    "a number": "17",
    "deep nesting": "[" * 100_000,
    "a failure of a statement that is not there": '["ran", 1, [[10000, "raised", ["E", "", null, null, null, null]]], 0.0, 0.0]',
}


@pytest.mark.parametrize("what", FORGED)
def test_forged_messages_gain_nothing(box, what):
    """A message that the student's code writes itself never stands for another answer, and never stops the grader."""
    forge = (
        "import os\nmessage = MESSAGE\nfor fd in range(3, 60):\n"
        "    try: os.write(fd, len(message).to_bytes(4, 'little') + message)\n    except OSError: pass\n"
    ).replace("MESSAGE", repr(FORGED[what].encode()))
    with box.open(submission(f"before = 5\n{forge}\n{GOOD}")) as session:
        assert session.ask(Probe(names=("before",))).calls[0].value == 5
        assert session.ask(Probe(names=("f",), arguments=((1,), (2,)))).calls[1].value == 3


def test_a_frame_that_claims_to_be_huge_is_malformed(box):
    """The host allocates nothing that a length says, and takes the reply as malformed."""
    code = (
        "import os\ndef g(x):\n    for fd in range(3, 60):\n"
        "        try: os.write(fd, b'\\xff' * 8)\n        except OSError: pass\n"
    )
    with box.open(submission(f"{code}    return x\n{GOOD}")) as session:
        assert session.ask(Probe(names=("g",), arguments=((1,),))).calls[0].outcome is Outcome.MALFORMED
        assert session.ask(Probe(names=("f",), arguments=((1,),))).calls[0].value == 2


def test_the_whole_submission_has_a_budget():
    """When the time of a submission is used up, the rest is timed out with a fault that says so."""
    from grader.model import Limits
    from grader.sandbox import Sandbox

    limits = Limits(statement_seconds=0.4, call_seconds=0.4, submission_seconds=1)
    with Sandbox(limits) as sandbox, sandbox.open(submission("while True: pass\n" * 20 + GOOD)) as session:
        call = session.ask(Probe(names=("f",), arguments=((1,),))).calls[0]
        assert call.outcome is Outcome.TIMED_OUT
        assert call.fault is not None
        assert "whole submission" in call.fault.message


def test_writing_without_end_fills_no_disk(box):
    """Many files of the allowed size are noticed and cost the statement that writes them."""
    code = "b = b'x' * 10**6\nn = 0\nwhile True:\n    open(str(n), 'wb').write(b); n += 1\n"
    with box.open(submission(code + GOOD)) as session:
        assert session.ask(Probe(names=("f",), arguments=((1,),))).calls[0].value == 2
        assert session.remarks()


def test_a_main_part_with_argparse_runs_as_from_a_terminal(box):
    """What our own process was started with is not taken for the program's arguments."""
    code = "import argparse, sys\nargparse.ArgumentParser().parse_args()\ndef g(): return len(sys.argv)\n"
    with box.open(submission(code)) as session:
        assert session.ask(Probe(names=("g",), arguments=((),))).calls[0].value == 1
