"""Descent programs as students write them: a loop, a way to find the slope, a step size, and the usual mistakes.

A program is put together from parts that students mix in every way, so that hardly two of a class are
alike. Knows no grading.
"""

from __future__ import annotations

import random

from benchmarks.generated_answers import Cell

_STEP_SIZES = ("0.1", "0.05", "0.2", "0.01", "0.15", "1/10")
_STEP_NAMES = ("delta", "step_size", "lr", "alpha", "d")
_LOOPS = ("for i in range(n):", "for _ in range(n):", "for k in range(1, n + 1):", "while n > 0:")
_MISTAKES = ("ascends", "slope", "one_short", "prints", "constant", "nothing")
_SLOPES = {"math": "x - math.exp(-x)", "np": "x - np.exp(-x)", "helper": "df(x)"}
_WRONG_SLOPES = {"math": "x + math.exp(-x)", "np": "x - np.exp(x)", "helper": "df(x) + x"}


def one_variable(draw: random.Random, *, right: bool, mygrad: bool, hangs: bool = False) -> Cell:
    """A program `grad_descent(x_start, n)`."""
    mistake = "" if right else draw.choice(_MISTAKES)
    body = _by_mygrad(draw, mistake) if mygrad else _by_formula(draw, mistake)
    if hangs:
        body = ["while True:", "    x_start = x_start * 0.5"]
    ending = {"prints": ["print(x)"], "constant": ["return 0.5671"], "nothing": []}.get(mistake, ["return x"])
    lines = ["def grad_descent(x_start, n):", *(f"    {line}" for line in (*body, *ending))]
    helper = ["def df(x):", "    return x - np.exp(-x)", ""] if any("df(x)" in line for line in lines) else []
    return Cell("\n".join([*helper, *lines]))


def _by_formula(draw: random.Random, mistake: str) -> list[str]:
    """The loop of a program that has the derivative written down."""
    slope = draw.choice(sorted(_SLOPES))
    derivative = (_WRONG_SLOPES if mistake == "slope" else _SLOPES)[slope]
    size, sign = draw.choice(_STEP_NAMES), "+" if mistake == "ascends" else "-"
    updates = (f"x = x {sign} {size} * ({derivative})", f"x {sign}= {size} * ({derivative})")
    return [f"x = {draw.choice(('x_start', 'float(x_start)'))}", f"{size} = {draw.choice(_STEP_SIZES)}",
            *_loop(draw, [draw.choice(updates)], mistake)]  # fmt: skip


def _by_mygrad(draw: random.Random, mistake: str) -> list[str]:
    """The loop of a program that asks MyGrad for the derivative, as the lesson's own does."""
    function = "{0}**2 / 2 - mg.exp(-{0})" if mistake == "slope" else "{0}**2 / 2 + mg.exp(-{0})"
    size, sign = draw.choice(_STEP_NAMES), "+" if mistake == "ascends" else "-"
    first = [f"{size} = {draw.choice(_STEP_SIZES)}"]
    if draw.random() < 0.5:
        update = [f"f = {function.format('x')}", "f.backward()", f"x = mg.tensor(x {sign} {size} * x.grad)"]
        return ["x = mg.tensor(float(x_start))", *first, *_loop(draw, update, mistake), "x = x.item()"]
    update = ["t = mg.tensor(x)", f"f = {function.format('t')}", "f.backward()",
              f"x = x {sign} {size} * float(t.grad)"]  # fmt: skip
    return ["x = float(x_start)", *first, *_loop(draw, update, mistake)]


def two_variables(draw: random.Random, *, right: bool, mygrad: bool) -> Cell:
    """A program `multi_grad_descent(x_start, y_start, n)`."""
    mistake = "" if right else draw.choice(_MISTAKES)
    body = _two_by_mygrad(draw, mistake) if mygrad else _two_by_formula(draw, mistake)
    returned = draw.choice(("return x, y", "return [x, y]", "return np.array([x, y])"))
    ending = {"prints": ["print(x, y)"], "constant": ["return 0.3026, 0.3629"], "nothing": []}.get(mistake, [returned])
    lines = ["def multi_grad_descent(x_start, y_start, n):", *(f"    {line}" for line in (*body, *ending))]
    return Cell("\n".join(lines))


def _two_by_formula(draw: random.Random, mistake: str) -> list[str]:
    exp, size = draw.choice(("math.exp", "np.exp")), draw.choice(_STEP_NAMES)
    sign = "+" if mistake == "ascends" else "-"
    by_x, by_y = f"4*x - 3*{exp}(-3*x)", f"8*y {'+' if mistake == 'slope' else '-'} 6*{exp}(-2*y)"
    updates = draw.choice((
        [f"x, y = x {sign} {size} * ({by_x}), y {sign} {size} * ({by_y})"],
        [f"dx = {by_x}", f"dy = {by_y}", f"x = x {sign} {size} * dx", f"y = y {sign} {size} * dy"],
    ))  # fmt: skip
    return ["x, y = x_start, y_start", f"{size} = {draw.choice(('0.1', '0.05', '0.02', '0.01'))}",
            *_loop(draw, updates, mistake)]  # fmt: skip


def _two_by_mygrad(draw: random.Random, mistake: str) -> list[str]:
    constant = "4" if mistake == "slope" else "3"
    function = f"2 * a**2 + 4 * b**2 + mg.exp(-3 * a) + {constant} * mg.exp(-2 * b)"
    size, sign = draw.choice(_STEP_NAMES), "+" if mistake == "ascends" else "-"
    update = ["a, b = mg.tensor(x), mg.tensor(y)", f"f = {function}", "f.backward()",
              f"x, y = x {sign} {size} * float(a.grad), y {sign} {size} * float(b.grad)"]  # fmt: skip
    return ["x, y = float(x_start), float(y_start)", f"{size} = {draw.choice(('0.1', '0.05', '0.02'))}",
            *_loop(draw, update, mistake)]  # fmt: skip


def _loop(draw: random.Random, update: list[str], mistake: str) -> list[str]:
    """The update in a loop of n rounds, or of one round too few."""
    if mistake == "one_short":
        return ["for i in range(1, n):", *(f"    {line}" for line in update)]
    head = draw.choice(_LOOPS)
    counted = ["    n = n - 1"] if head.startswith("while") else []
    return [head, *(f"    {line}" for line in update), *counted]
