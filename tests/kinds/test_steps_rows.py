"""Rows in which points are listed: with counts, labels and further columns, with decimal commas, under numbered names."""

from __future__ import annotations

import pytest

from grader.model import CheckResult, Verdict
from tests.played import judge_handed_in

RIGHT = [
    "steps = [[1, 0.4, 1.9], [2, 0.05, 1.86]]",
    "steps = [(1, (0.4, 1.9)), (2, (0.05, 1.86))]",
    "steps = [(0, 1, 2), (1, 0.4, 1.9), (2, 0.05, 1.86)]",
    "steps = [(2, 0.05, 1.86), (1, 0.4, 1.9)]",
    "steps = [('0,4', '1,9'), ('0,05', '1,86')]",
    "steps = ['0,4; 1,9', '0,05; 1,86']",
    "steps = [('x1', 0.4, 'y1', 1.9), ('x2', 0.05, 'y2', 1.86)]",
    "steps = [('x1', 0.4), ('y1', 1.9), ('x2', 0.05), ('y2', 1.86)]",
    "steps = [('y2', 1.86), ('x2', 0.05), ('y1', 1.9), ('x1', 0.4)]",
    "steps = ['x1 = 0.4, y1 = 1.9', 'x2 = 0.05, y2 = 1.86']",
    "steps = [('Step 1', 0.4, 1.9), ('Step 2', 0.05, 1.86)]",
    "steps = [('step 1', (0.4, 1.9)), ('step 2', (0.05, 1.86))]",
    "steps = [('x', 'y'), (0.4, 1.9), (0.05, 1.86)]",
    "steps = [('y', 'x'), (1.9, 0.4), (1.86, 0.05)]",
    "steps = [['n', 'x', 'y'], [1, 0.4, 1.9], [2, 0.05, 1.86]]",
    "steps = [['x', 0.4, 0.05], ['y', 1.9, 1.86]]",
    "steps = [(0.4, 1.9, 1.08), (0.05, 1.86, 0.098)]",
    "steps = [(1, 2, 4), (0.4, 1.9, 1.08), (0.05, 1.86, 0.098)]",
    "steps = [(0, 1, 2, 4), (1, 0.4, 1.9, 1.08), (2, 0.05, 1.86, 0.098)]",
    "steps = [(1, 1, 2, 6, 1, 0.4, 1.9), (2, 0.4, 1.9, 3.5, 0.4, 0.05, 1.86)]",
    "steps = [(1, 2), '->', (0.4, 1.9), '->', (0.05, 1.86)]",
    "steps = [(1, 0.4, 0.05), (2, 1.9, 1.86)]",
    "import numpy as np\nsteps = np.array([[1, 0.4, 1.9], [2, 0.05, 1.86]])",
    "import numpy as np\nsteps = np.array([[0.4, 1.9, 1.08], [0.05, 1.86, 0.098]])",
    "import numpy as np\nsteps = np.array([[0.4, 0.05], [1.9, 1.86]])",
    "steps = 'Step 1: (0.4, 1.9), Step 2: (0.05, 1.86)'",
    "steps = 'P1(0.4, 1.9), P2(0.05, 1.86)'",
    "steps = '[(x1, y1), (x2, y2)] = [(0.4, 1.9), (0.05, 1.86)]'",
    "steps = '1) (0.4, 1.9), 2) (0.05, 1.86)'",
    "steps = 'first (0.4, 1.9) then (0.05, 1.86)'",
    "steps = 'x1 = 0.4, y1 = 1.9, x2 = 0.05, y2 = 1.86'",
    "steps = ['step 1: (0.4, 1.9)', 'step 2: (0.05, 1.86)']",
    "steps = {'x': [0.4, 0.05], 'y': [1.9, 1.86]}",
    "steps = {0: (1, 2), 1: (0.4, 1.9), 2: (0.05, 1.86)}",
    "steps = {1: (0.4, 1.9), 2: (0.05, 1.86)}",
    "steps = [{'n': 1, 'x': 0.4, 'y': 1.9}, {'n': 2, 'x': 0.05, 'y': 1.86}]",
    "steps = [{'x': 0.4, 'y': 1.9, 'fx': 6}, {'x': 0.05, 'y': 1.86, 'fx': 3.5}]",
    "steps = [{'from': (1, 2), 'to': (0.4, 1.9)}, {'from': (0.4, 1.9), 'to': (0.05, 1.86)}]",
    "steps = [{'point': (0.4, 1.9), 'gradient': (3.5, 0.4)}, {'point': (0.05, 1.86), 'gradient': (2.06, 0.05)}]",
    "steps = [{'x': 0.4, 'y': 1.9, 'converged': False}, {'x': 0.05, 'y': 1.86, 'converged': False}]",
    "steps = {'start': (1, 2), 'step 1': (0.4, 1.9), 'step 2': (0.05, 1.86)}",
    "steps = [(0, (1, 2)), (1, (0.4, 1.9)), (2, (0.05, 1.86))]",
    "from collections import namedtuple\nP = namedtuple('P', 'x y')\nsteps = [P(0.4, 1.9), P(0.05, 1.86)]",
    "def steps(n): return [(0.4, 1.9), (0.05, 1.86)][:n]",
    "x1, y1 = 0.4, 1.9\nx2, y2 = 0.05, 1.86",
    "x_1, y_1 = 0.4, 1.9\nx_2, y_2 = 0.05, 1.86",
    "X1, Y1 = 0.4, 1.9\nX2, Y2 = 0.05, 1.86",
    "x0, y0 = 1, 2\nx1, y1 = 0.4, 1.9\nx2, y2 = 0.05, 1.86",
    "step1 = (0.4, 1.9)\nstep2 = (0.05, 1.86)",
    "step_1 = [0.4, 1.9]\nstep_2 = [0.05, 1.86]",
    "p1 = {'x': 0.4, 'y': 1.9}\np2 = {'x': 0.05, 'y': 1.86}",
]
HALF_RIGHT = [
    "steps = [(1, 0.4, 1.9), (2, 0.05, 1.8)]",
    "steps = [('Step 1', (0.4, 1.9)), ('Step 2', (0.05, 1.8))]",
    "steps = [('0,4', '1,9'), ('0,05', '1,8')]",
    "steps = [(1, 0.4, 0.05), (2, 1.9, 1.8)]",
    "x1, y1 = 0.4, 1.9\nx2, y2 = 0.05, 1.8",
]
NOT_RIGHT = [
    "steps = [(1, 0.4, 1.8), (2, 0.05, 1.8)]",
    "steps = [('0,4', '1,8'), ('0,05', '1,8')]",
    "steps = [(0.4, 1, 1.9), (0.05, 2, 1.9)]",
    "steps = [(2, 0.4, 1.9), (1, 0.05, 1.86)]",
    "steps = [('x1', 1.9, 'y1', 0.4), ('x2', 1.86, 'y2', 0.05)]",
    "steps = [('y', 'x'), (0.4, 1.9), (0.05, 1.86)]",
    "steps = [('a', 'b'), ('c', 'd')]",
    "steps = [('x', 0.4, 'y', 2), ('x', 0.05, 'y', 2)]",
]
TWO_LISTS = [
    "steps = [(0.4, 1.9, 1.6, 2.1), (0.05, 1.86, 2.45, 2.26)]",
    "steps = [(0.4, 1.9, 99), (0.05, 1.86, 98)]",
    "steps = [(7, 0.4, 1.9), (3, 0.05, 1.86)]",
    "steps = [(6, 1, 0.4, 1.9), (3.5, 0.4, 0.05, 1.86)]",
]
DOUBTFUL = [
    "steps = 'not (0.4, 1.9), (0.05, 1.86)'",
    "steps = '(0.4, 1.9) or (0.05, 1.86)'",
    "steps = '(0.4, 1.9), (0.05, 1.86)?'",
    "steps = '(0.4, 1.9), (0.05, 1.86) wrong'",
    "steps = '(0.4, 1.9), (0.05, 1.86) times 2'",
    "steps = '∇f: (0.4, 1.9), (0.05, 1.86)'",
    "steps = 'gradients (0.4, 1.9), (0.05, 1.86)'",
    "steps = '(y, x) = (0.4, 1.9), (0.05, 1.86)'",
    "steps = 'y: 0.4, 0.05; x: 1.9, 1.86'",
    "steps = 'steps != (0.4, 1.9), (0.05, 1.86)'",
    "steps = ['(0.4, 1.9)', 'not (0.05, 1.86)']",
    "steps = ['step 2: (0.4, 1.9)', 'step 1: (0.05, 1.86)']",
    "steps = [('step 2', (0.4, 1.9)), ('step 1', (0.05, 1.86))]",
    "steps = [(0.4, 1.9), 'or', (0.05, 1.86)]",
    "steps = [(0.4, 1.9), (0.05, 1.86), 'wrong']",
    "steps = [(0, (0.4, 1.9)), (1, (0.05, 1.86))]",
    "steps = {0: (0.4, 1.9), 1: (0.05, 1.86)}",
    "steps = {1: (0.4, 1.9), 3: (0.05, 1.86)}",
    "steps = [{'dx': 0.4, 'dy': 1.9}, {'dx': 0.05, 'dy': 1.86}]",
    "steps = [{'x': 0.4, 'y': 1.9, 'valid': False}, {'x': 0.05, 'y': 1.86, 'valid': False}]",
    "steps = [{'n': 2, 'x': 0.4, 'y': 1.9}, {'n': 1, 'x': 0.05, 'y': 1.86}]",
    "from collections import namedtuple\nG = namedtuple('G', 'y x')\nsteps = [G(0.4, 1.9), G(0.05, 1.86)]",
    "from collections import namedtuple\nG = namedtuple('G', 'f_x f_y')\nsteps = [G(0.4, 1.9), G(0.05, 1.86)]",
]
OTHER_PLACES = [
    "steps = {'gradients': [(0.4, 1.9), (0.05, 1.86)]}",
    "steps = {'x': [0.4, 1.9], 'y': [0.05, 1.86]}",
    "steps = [{'from': (0.4, 1.9), 'to': (1, 2)}, {'from': (0.05, 1.86), 'to': (0.4, 1.9)}]",
    "steps = [{'grad': (0.4, 1.9), 'p': (1, 2)}, {'grad': (0.05, 1.86), 'p': (0.4, 1.9)}]",
    "steps = {'f_x': [0.4, 0.05], 'f_y': [1.9, 1.86]}",
]
NO_ANSWER = ["x1, y1 = 3, 4\nx2, y2 = 5, 6", "p1 = 'red'\np2 = 'blue'", "step1 = (0.4, 1.9)"]


def steps(source: str) -> CheckResult:
    """The result for the steps of a program."""
    names: dict[str, object] = {"__name__": "__main__"}
    exec(source, names)  # the tests' own
    return judge_handed_in("descent_by_hand", source, names)["steps"]


@pytest.mark.parametrize("source", RIGHT)
def test_a_point_is_found_in_its_row(source: str):
    """Counts, labels, headings, the function's values and the workings stand beside the points; commas may be decimal ones."""
    result = steps(source)
    assert result.verdict is Verdict.CORRECT, [f.text for f in result.feedback]


@pytest.mark.parametrize("source", HALF_RIGHT)
def test_each_step_in_a_row_earns_its_share(source: str):
    """A wrong second step costs the second step."""
    assert float(steps(source).credit) == 0.5


@pytest.mark.parametrize("source", NOT_RIGHT)
def test_wrong_points_in_rows_earn_nothing(source: str):
    """Nothing is put in another order or place than its labels say."""
    assert (steps(source).verdict, steps(source).credit) == (Verdict.INCORRECT, 0)


@pytest.mark.parametrize("source", TWO_LISTS)
def test_numbers_beside_the_points_that_nothing_explains_go_to_a_person(source: str):
    """A second list of points beside the right one earns nothing by itself."""
    assert steps(source).verdict is Verdict.NEEDS_REVIEW


@pytest.mark.parametrize("source", DOUBTFUL)
def test_what_stands_around_the_points_and_may_change_them_goes_to_a_person(source: str):
    """Doubts, denials, other quantities and numbers out of order are seen in strings, keys, names and rows."""
    assert steps(source).verdict is Verdict.NEEDS_REVIEW


@pytest.mark.parametrize("source", OTHER_PLACES)
def test_keys_say_what_is_a_point(source: str):
    """What stands under the key of a coordinate, a gradient or an old point is not taken for the new ones."""
    assert steps(source).credit < 1


@pytest.mark.parametrize("source", NO_ANSWER)
def test_numbered_names_that_are_no_steps_are_no_answer(source: str):
    """They may belong to anything, so nothing is called wrong."""
    assert steps(source).verdict is Verdict.UNANSWERED
