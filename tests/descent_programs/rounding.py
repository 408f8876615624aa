"""Programs that round: their points in the loop, their result, or their gradient; to one place and to many."""

from __future__ import annotations

from tests.descent_programs.right import ONE, TWO

PLACES = (1, 2, 3, 4, 6, 8)
SIZES = (0.02, 0.1)

_ONE = """
import math
def grad_descent(x_start, n):
    x = x_start
    for _ in range(n):
        g = x - math.exp(-x)
        {step}
    return {end}
"""
_TWO = """
import numpy as np
def multi_grad_descent(x_start, y_start, n):
    x, y = x_start, y_start
    for _ in range(n):
        a, b = 4 * x - 3 * np.exp(-3 * x), 8 * y - 6 * np.exp(-2 * y)
        {step}
    return {end}
"""
_WAYS: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "points": (
        ("x = round(x - {d} * g, {k})", "x"),
        ("x, y = round(x - {d} * a, {k}), round(y - {d} * b, {k})", "x, y"),
    ),
    "result": (
        ("x = x - {d} * g", "round(x, {k})"),
        ("x, y = x - {d} * a, y - {d} * b", "round(x, {k}), round(y, {k})"),
    ),
    "gradient": (
        ("x = x - {d} * round(g, {k})", "x"),
        ("x, y = x - {d} * round(a, {k}), y - {d} * round(b, {k})", "x, y"),
    ),
}

ROUNDING: dict[str, tuple[str, str]] = {
    f"{what} to {k}, {d}, {exercise[:6]}": (
        exercise,
        frame.format(step=step.format(d=d, k=k), end=end.format(k=k)),
    )
    for what, both in _WAYS.items()
    for (exercise, frame), (step, end) in zip(((ONE, _ONE), (TWO, _TWO)), both, strict=True)
    for k in PLACES
    for d in SIZES
}
