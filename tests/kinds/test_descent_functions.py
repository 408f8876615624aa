"""Every function of one number acts on a row number by number, whatever its name, when a descent is followed in its source."""

from __future__ import annotations

import ast

import pytest

from grader.kinds.calling import Convention, Role
from grader.kinds.descent.flow.making import COUNTS, Making, making_of
from grader.kinds.descent.flow.traces import Carried

ROWS = """
import numpy as np
def descend(x, y, n):
    p = np.array([x, y])
    for i in range(n):
        g = np.{function}(p)
        p = np.array([p[0] - 0.1*g[0], p[1] - 0.1*g[1]])
    return p
"""
SIZES = """
import math
def descend(x, y, n):
    steps = n + int(math.{function}(0.0))
    for i in range(steps):
        x, y = x - 0.1*x, y - 0.1*y
    return x, y
"""


def made(source: str, function: str) -> Making:
    """How the program makes what it returns."""
    way = Convention(variables=("x", "y"), order=("x", "y", Role.COUNT))
    return making_of(ast.parse(source.format(function=function)).body, "descend", way, 2)


@pytest.mark.parametrize("function", ["tanh", "exp", "arctan", "arcsinh", "arccosh", "fabs", "floor", "reciprocal_of_nobody"])
def test_functions_act_on_rows_number_by_number(function: str) -> None:
    """With any function of the table the two coordinates stay apart; with one that nobody knows they may be mixed."""
    first, second = made(ROWS, function).usual[3].coordinates
    shared = [origin for origin in first & second if isinstance(origin, Carried)]
    assert bool(shared) == (function == "reciprocal_of_nobody")


@pytest.mark.parametrize("function", ["sqrt", "sin", "tanh", "asinh", "atan", "erf"])
def test_numbers_that_functions_give_are_known(function: str) -> None:
    """A number of turns with a function of a known number in it is counted."""
    assert made(SIZES, function).steps == COUNTS
