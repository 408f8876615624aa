"""What fails for a package that is newer than the code is told apart from what fails for its author."""

import pytest

from grader.model import Outcome, Probe
from grader.sandbox.host.packages import refuses_array, removed_name

from .handed_in import submission

REMOVED = [
    ("import numpy as np\ndef f(x):\n    best = np.Inf\n    return x", "numpy.Inf"),
    ("import numpy as np\ndef f(x):\n    return np.float(x)", "numpy.float"),
    ("import numpy as np\ndef f(x):\n    return np.array([x], dtype=np.int)", "numpy.int"),
    ("import numpy as np\ndef f(x):\n    return np.zeros(1).astype(np.float_)", "numpy.float_"),
    ("import numpy as np\ndef f(x):\n    return np.product([x, 2])", "numpy.product"),
    ("import numpy as np\ndef f(x):\n    return np.math.exp(x)", "numpy.math"),
    ("import numpy as np\ndef f(x):\n    return np.mat([[x]])", "numpy.mat"),
    ("import numpy as np\ndef f(x):\n    return np.asscalar(np.array(x))", "numpy.asscalar"),
    ("import numpy as np\ndef f(x):\n    a = np.zeros(1)\n    a.itemset(0, x)\n    return a", "ndarray.itemset"),
    ("from numpy import Inf\ndef f(x):\n    return min(x, Inf)", "numpy.Inf"),
    ("import numpy as np\nlarge = np.Infinity\ndef f(x):\n    return min(x, large)", "numpy.Infinity"),
    ("import time\nbegun = time.clock()\ndef f(x):\n    return begun", "time.clock"),
    ("from collections import Iterable\ndef f(x):\n    return isinstance(x, Iterable)", "collections.Iterable"),
]


@pytest.mark.parametrize(("source", "name"), REMOVED)
def test_a_removed_name_is_no_fault_of_the_student(box, source, name):
    """What NumPy or Python took out is `unavailable` and named, also where it is reached through another name."""
    with box.open(submission(source)) as session:
        (call,) = session.ask(Probe(names=("f",), arguments=((2.0,),))).calls
    assert call.outcome is Outcome.UNAVAILABLE
    assert call.fault is not None
    assert name in (call.fault.removed or "")


OWN = [
    "import numpy as np\ndef f(x):\n    return np.sine(x)",
    "import numpy as np\ndef f(x):\n    return np.inff",
    "import numpy as np\ndef f(x):\n    return np.array([x]).Inf",
    "import math\ndef f(x):\n    return math.Inf",
    "def f(x):\n    return x.itemset(0)",
    "from numpy import sine\ndef f(x):\n    return sine(x)",
    "import time\ndef f(x):\n    return time.stopwatch()",
]


@pytest.mark.parametrize("source", OWN)
def test_a_name_that_never_was_is_the_students(box, source):
    """A slip of the pen in a package's name is an error of the code."""
    with box.open(submission(source)) as session:
        (call,) = session.ask(Probe(names=("f",), arguments=((2.0,),))).calls
    assert call.outcome is Outcome.RAISED


ONE = [
    "    w = np.array([x])\n    return float(w)",
    "    w = np.array([[x], [x]])\n    return float(w[0]), float(w[1])",
    "    w = np.array([[x], [x]])\n    for i in range(2):\n        w = w - math.exp(-3*w[i])\n    return w",
    "    w = np.array([[x], [x]])\n    i = 1\n    if math.cos(w[i]) > 2:\n        return w\n    return x",
    "    a = np.zeros(3)\n    w = np.array([x])\n    a[0] = w\n    return a[0]",
    "    w = np.array([x])\n    return int(2*w + 1)",
    "    w = [np.array([x])]\n    return complex(w[0])",
    "    w = np.array([x])\n    return '%f' % w",
    "    w = np.array([x])\n    return math.exp(np.array([-3])*w)",
    "    w = np.array([x])\n    return math.exp(np.array([[-3]])[0])",
]


@pytest.mark.parametrize("body", ONE)
def test_one_element_for_a_number_is_a_matter_of_numpys_age(box, body):
    """NumPy took an array of one element for a number until 2.4: where that is what fails, it is `unavailable`."""
    with box.open(submission(f"import math\nimport numpy as np\ndef f(x):\n{body}")) as session:
        (call,) = session.ask(Probe(names=("f",), arguments=((2.0,),))).calls
    if call.outcome is Outcome.RETURNED:
        pytest.skip("this NumPy takes it")
    assert (call.outcome, call.fault and call.fault.package) == (Outcome.UNAVAILABLE, "NumPy")


MANY = [
    "    w = np.array([x, x])\n    return float(w)",
    "    w = np.array([[x, x], [x, x]])\n    return math.exp(-w[0])",
    "    w = np.array([x, 2*x])\n    return math.exp(-3*w + 1)",
    "    a = np.zeros(3)\n    w = np.array([x, x])\n    a[0] = w\n    return a[0]",
    "    w = np.zeros((2, 1))\n    return float(w)",
    "    w = np.array([x, x])\n    return 3*math.exp(np.array([-3, -2])*w)",
    "    w = np.array([x, x])\n    return math.sqrt(np.array([w, w]))",
    "    w = np.array([x, x])\n    return float(np.exp(-w) + sum([x]))",
]


@pytest.mark.parametrize("body", MANY)
def test_more_than_one_element_for_a_number_never_worked(box, body):
    """Two elements are no number in any NumPy, so the error is the code's."""
    with box.open(submission(f"import math\nimport numpy as np\ndef f(x):\n{body}")) as session:
        (call,) = session.ask(Probe(names=("f",), arguments=((2.0,),))).calls
    assert call.outcome is Outcome.RAISED


def test_the_words_of_an_error_are_not_enough():
    """Only what was taken out counts as taken out, and only NumPy's own words for an array."""
    assert removed_name("AttributeError", "module 'numpy' has no attribute 'Infty'") is None
    assert removed_name("TypeError", "module 'numpy' has no attribute 'float'") is None
    assert not refuses_array("ValueError", "only 0-dimensional arrays can be converted to Python scalars")
