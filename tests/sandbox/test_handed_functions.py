"""Functions of the exercise that a student's is handed: their values are ours bit by bit, and the channel bears whatever comes."""

import math
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.algebra.numeric import compiled
from grader.algebra.tree import exact
from grader.model import ArrayValue, HandedFunction, Outcome, Probe
from grader.notation.answer import read
from grader.sandbox import codec
from grader.sandbox.guest.handed_functions import stand_in
from grader.sandbox.host.evaluations import Evaluations
from grader.sandbox.host.wire_values import WireError
from grader.selfcheck.memory import Memory
from tests.sandbox.handed_in import submission

SLOPE = HandedFunction(name="dfdx", variables=("x",), components=("x - exp(-x)",))
HEIGHT = HandedFunction(name="f", variables=("x", "y"), components=("log(x) + sqrt(y)",))
GRADIENT = HandedFunction(name="grad", variables=("x", "y"), components=("2*x", "8*y - 6*exp(-2*y)"))

STUDENT = """
import gc, signal, threading, time, atexit
import numpy as np
import mygrad as mg
from concurrent.futures import ThreadPoolExecutor

def descend(g, x, n):
    for _ in range(n):
        x = x - 0.1 * g(x)
    return x

def once(g, *arguments):
    return g(*arguments)

def arrays(g):
    return g(np.array([1.0, 2.0])), g(1, 2), g([1, 2.0]), g(y=2.0, x=1), g(np.ones(2), np.zeros(2))

def forms(g):
    return [type(each).__name__ for each in (g(1), g(2.0), g(np.float64(1)), g(np.array([1.0])), g(np.float32(1)))]

def tensor(g):
    return g(mg.tensor(1.0))

def in_threads(g, x):
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(g, [x + k for k in range(40)]))

kept = []
def keeps(g):
    kept.append(g)
    return g(1.0)

def uses_kept(g):
    return kept[0](1.0)

def leaves_a_thread(g):
    def go():
        while True:
            try:
                g(1.0)
            except RuntimeError:
                told.append("refused")
                return
    threading.Thread(target=go, daemon=True).start()
    return g(2.0)

told = []
def what_was_told(g):
    time.sleep(0.05)
    return told, g(2.0)

def without_end(g):
    while True:
        g(1.0)

def in_a_handler(g):
    answers = []
    signal.signal(signal.SIGUSR1, lambda *_: answers.append(g(1.0)))
    for _ in range(50):
        signal.raise_signal(signal.SIGUSR1)
        g(2.0)
    return len(answers)

def at_the_end(g):
    atexit.register(g, 1.0)
    return g(1.0)

def wire():
    return next(each for each in gc.get_objects() if type(each).__name__ == "Wire")

def forges(g, message):
    wire().send(message)
    return g(1.0)

def floods(g):
    here = wire()
    while True:
        here.send(["value", 1, 0, 0, [1.0], {}])

def steals(g):
    threading.Thread(target=wire().receive, daemon=True).start()
    time.sleep(0.05)
    return g(1.0)
"""


@pytest.fixture
def ask(box):
    """A student's process: what came of a call of one of the functions above."""
    with box.open(submission(STUDENT)) as session:
        yield lambda name, *arguments: session.ask(Probe(names=(name,), arguments=(arguments,))).calls[0]


def slope(x):
    """Our own evaluation of `SLOPE`."""
    return compiled(exact(read(SLOPE.components[0], variables=("x",))), ("x",))(x)


def test_a_descent_by_a_function_that_is_handed_in(ask):
    """It goes where ours goes, to the last bit."""
    x = 2.0
    for _ in range(200):
        x -= 0.1 * slope(x)
    assert ask("descend", SLOPE, 2.0, 200).value == x


def test_numbers_give_numbers_and_arrays_give_arrays(ask):
    """One number for each variable, by place or name, or one array of them; several points at once as arrays."""
    whole, apart, listed, named, several = ask("arrays", GRADIENT).value
    assert whole == apart == listed == named
    assert (whole.shape, whole.elements[0]) == ((2,), 2.0)
    assert (several.shape, several.elements) == ((2, 2), (2.0, 2.0, -6.0, -6.0))
    assert ask("forms", SLOPE).value == ["float", "float", "float64", "ndarray", "float64"]


REFUSED = {
    "too many": ((1.0, 2.0), "dfdx takes one number; here are 2"),
    "none": ((), "dfdx takes one number; here are 0"),
    "a text": (("1",), "dfdx takes numbers, and here is a text"),
    "a complex number": ((1j,), "dfdx takes numbers, and here is a complex one"),
    "nothing": ((None,), "dfdx takes numbers, and here is something else"),
    "an empty array": ((ArrayValue(dtype="float64", shape=(0,), elements=()),), "dfdx takes numbers, and here is an empty array"),
    "rows in rows": (([[1.0], [2.0]],), "dfdx takes arrays of one shape"),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "told"), REFUSED.values(), ids=REFUSED)
def test_what_a_function_does_not_take_is_said_in_a_sentence(ask, arguments, told):
    """As an exception of the student's own call, which goes on as it likes."""
    call = ask("once", SLOPE, *arguments)
    assert (call.outcome, call.fault.type_name, call.fault.message) == (Outcome.RAISED, "TypeError", told)


def test_a_tensor_is_refused(ask):
    """Nothing could be derived through a function that is evaluated elsewhere."""
    assert "no MyGrad tensors" in ask("tensor", SLOPE).fault.message


def test_outside_its_domain_a_function_has_no_number(ask):
    """As NumPy has it."""
    assert str(ask("once", HEIGHT, -1.0, 1.0).value) == "nan"


def test_threads_take_turns(ask):
    """Each gets the value at its own number."""
    assert ask("in_threads", SLOPE, 1.0).value == [slope(1.0 + k) for k in range(40)]


def test_what_outlives_its_call_is_refused(ask):
    """A function that was kept, and a thread that goes on: the next call is answered as ever."""
    assert ask("keeps", SLOPE).outcome is Outcome.RETURNED
    assert "only during the call it was handed to" in ask("uses_kept", SLOPE).fault.message
    assert ask("leaves_a_thread", SLOPE).value == slope(2.0)
    assert ask("what_was_told", SLOPE).value == (["refused"], slope(2.0))
    assert ask("at_the_end", SLOPE).value == slope(1.0)


def test_a_call_without_end_is_stopped_between_two_values(ask):
    """By its time or by its number of values, and the next call finds no reply that was meant for it."""
    call = ask("without_end", SLOPE)
    assert call.outcome is Outcome.TIMED_OUT or "is called too often" in call.fault.message
    assert ask("once", SLOPE, 3.0).value == slope(3.0)


def test_a_signal_during_an_exchange_finds_it_busy_or_done(ask):
    """A handler of the student's own may want a value as well; nothing hangs."""
    call = ask("in_a_handler", SLOPE)
    assert call.value == 50 or "while it is being called" in call.fault.message
    assert ask("once", SLOPE, 3.0).value == slope(3.0)


FORGED = {
    "no such function": ["value", 1, 0, 7, [1.0], {}],
    "no number of one": ["value", 1, 0, "0", [1.0], {}],
    "a call that is none": ["value", 1, 99, 0, [1.0], {}],
    "another request": ["value", 99, 0, 0, [1.0], {}],
    "no arguments": ["value", 1, 0, 0, 3, 4],
    "no value": ["value", 1, 0, 0, [["?"]], {}],
    "one reply too many": ["value", 1, 0, 0, [5.0], {}],
    "nothing at all": ["value"],
}  # fmt: skip


@pytest.mark.parametrize("message", FORGED.values(), ids=FORGED)
def test_a_forged_question_costs_its_author_that_call_at_most(ask, message):
    """Whatever the student's process writes, the host goes on, and the next call is answered."""
    assert ask("forges", SLOPE, message).outcome in {*Outcome} - {Outcome.UNAVAILABLE}
    assert ask("once", SLOPE, 3.0).value == slope(3.0)


@pytest.mark.parametrize("name", ["floods", "steals"])
def test_a_channel_that_is_misused_is_closed(ask, name):
    """Questions without end, of which no reply is read; replies that another thread takes away."""
    assert ask(name, SLOPE).outcome is not Outcome.UNAVAILABLE
    after = [ask("once", SLOPE, 3.0) for _ in range(2)]  # of which the first may have been read by that thread
    assert after[0].outcome in {Outcome.RETURNED, Outcome.TIMED_OUT}
    assert after[1].value == slope(3.0)


# --- without a process ---


@given(st.floats(), st.floats())
def test_values_are_ours_bit_by_bit(x, y):
    """Through the frames of the border, and in the student's own notebook."""
    trees = [exact(read(formula, variables=("x", "y"))) for formula in GRADIENT.components]
    ours = [compiled(tree, ("x", "y"))(x, y) for tree in trees]
    evaluations = Evaluations([(GRADIENT,)])
    function = stand_in(0, "grad", lambda *asked: passed(evaluations.reply(0, *asked)))
    assert [bits(value) for value in function(x, y)] == [bits(value) for value in ours]
    memory = Memory({"once": lambda g, x, y: g(x, y)}, None, 5.0)
    memory._printed = type("Nothing", (), {"tell": lambda self: 0, "getvalue": lambda self: ""})()
    call = memory.ask(Probe(names=("once",), arguments=((GRADIENT, x, y),))).calls[0]
    assert [bits(value) for value in call.value.elements] == [bits(value) for value in ours]


def bits(value):
    """A float as its bits; every NaN is one."""
    return struct.pack("d", value) if not math.isnan(value) else "nan"


def passed(message):
    """A message after its way through a frame."""
    frames = codec.Frames()
    frames.feed(codec.frame(message))
    return frames.take()[1]


def test_what_crosses_is_a_number_and_a_name():
    """No formula and no coefficient."""
    assert Evaluations([(SLOPE, 1.0), (GRADIENT, SLOPE)]).argument_to_wire(GRADIENT) == ["h", 1, "grad"]


def test_values_are_counted_in_points_by_call():
    """Arrays as many as they hold; of another call nothing is taken away."""
    evaluations = Evaluations([(SLOPE,), (SLOPE,)])
    many = ["a", "float64", [10_000], [0.5] * 10_000, False]
    for _ in range(10):
        assert evaluations.reply(0, 0, [many], {})[0] == "returned"
    assert evaluations.reply(0, 0, [1.0], {})[0] == "RuntimeError"
    assert evaluations.reply(1, 0, [1.0], {})[0] == "returned"
    assert evaluations.reply(1, 0, [["a", "float64", [10_001], [0.5] * 10_001, False]], {})[0] == "RuntimeError"


@pytest.mark.parametrize("asked", [(True, [1.0], {}), (-1, [1.0], {}), (0, None, {}), (0, [1.0], []), (0, [["l"]], {})])
def test_what_no_stand_in_asks_is_malformed(asked):
    """A type that is none, a function that was not handed in."""
    with pytest.raises(WireError):
        Evaluations([(SLOPE,)]).reply(0, *asked)
