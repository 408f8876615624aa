# ruff: noqa: E501 - a program in a line is easier to compare with its neighbours than one broken in two
"""Right steps behind answers that hide them, right steps in wrong numbers, and programs that know the minimum.

`DISGUISED[name]` holds exactly the criteria that each of its programs loses, and the programs.
"""

from __future__ import annotations

from tests.descent_programs.right import ONE, ONE_VARIABLE, TWO
from tests.descent_programs.wrong import BOTH, COUPLED, UPDATE, coupled, one, two

PARABOLA = """
title: A parabola
prompt: Descend.
functions: {f(x): (x - 3)**2 + 1}
items:
  - {id: grad_descent, points: 10, program: {method: descent(f), starts: [-3, 0, 6]}}
"""
BOWL = """
title: A round bowl
prompt: Descend.
functions:
  f(x, y, z): x**2 + y**2 + z**2 + x*y - y*z
items:
  - {id: descend, points: 10, program: {method: descent(f), starts: [[1, 2, 3], [-2, 1, 0.5], [4, -4, 1]]}}
"""
TENSOR = ONE_VARIABLE["lesson, printed"]
MINIMUM = "0.5671432904097838"
SLOPE = "x - math.exp(-x)"


def bowl(body: str, after: str = "return x, y, z") -> str:
    """A program in three variables whose partial derivatives depend on each other's."""
    return (
        "def gx(x, y, z): return 2 * x + y\ndef gy(x, y, z): return 2 * y + x - z\ndef gz(x, y, z): return 2 * z - y\n"
        f"def descend(x, y, z, n):\n    d = 0.1\n    for _ in range(n):\n        {body}\n    {after}\n"
    )


MOVED = "x, y, z = x - d * gx(x, y, z), y - d * gy(x, y, z), z - d * gz(x, y, z)"
COUPLED_BOTH = "x, y = x - d * gx(x, y), y - d * gy(x, y)"

DISGUISED: dict[str, tuple[set[str], list[tuple[str, str]]]] = {
    "coordinates_swapped": ({"start"}, [
        (TWO, two(BOTH, after="return y, x")),
        (TWO, two(BOTH, after="return np.array([y, x])")),
        (COUPLED, coupled(COUPLED_BOTH, after="return (y, x)")),
        (BOWL, bowl(MOVED, after="return z, x, y")),
    ]),
    "returns_the_way_gone": ({"start"}, [
        (ONE, one(UPDATE, after="return x - x_start")),
        (ONE, one("move -= d * (x_start + move - math.exp(-x_start - move))", before="move = 0.0", after="return move")),
        (TWO, two(BOTH, after="return x - x_start, y - y_start").replace("d = 0.1", "d = 0.05")),
        (COUPLED, coupled(COUPLED_BOTH, after="return x - x_start, y - y_start")),
    ]),
    "gradient_instead_of_point": ({"start", "arrives"}, [
        (ONE, one(UPDATE, after=f"return {SLOPE}")),
        (ONE, one(f"g = {SLOPE}; x = x - d * g", after="return g")),
        (ONE, TENSOR.replace("return x.item()", "return (x - mg.exp(-x)).item()")),
        (COUPLED, coupled(COUPLED_BOTH, after="return gx(x, y), gy(x, y)")),
    ]),
    "returns_function_value": ({"start", "arrives"}, [
        (ONE, TENSOR.replace("return x.item()", "return f")),
        (ONE, one("f = x**2/2 + math.exp(-x); " + UPDATE, after="return f")),
        (COUPLED, coupled("f = 2*x**2 + x*y + y**2 + math.exp(-x)\n" + COUPLED_BOTH, after="return f")),
        (BOWL, bowl(MOVED, after="return x*x + y*y + z*z + x*y - y*z")),
    ]),
    "prints_instead_of_returning": ({"start"}, [
        (ONE, one(UPDATE, after="print('at %.6f after %d steps' % (x, n))")),
        (ONE, one(UPDATE + "; print(k + 1, x, x**2/2 + math.exp(-x))", after="pass")),
        (ONE, one(UPDATE, after="print(f'{x} is the minimum of step {n} with f = {x**2/2 + math.exp(-x)}')")),
        (TWO, two(BOTH, after="print('x =', x, ', y =', y, 'after', n)")),
    ]),
    "other_number_of_steps": ({"count"}, [
        (ONE, one(UPDATE, loop="for k in range(2 * n):")),
        (ONE, one(f"{UPDATE}; {UPDATE}")),
        (ONE, one(UPDATE, loop="for k in range(n + 2):")),
        (ONE, one(UPDATE, loop="for k in range(0, n, 2):")),
        (ONE, one(f"for j in range(k): {UPDATE}")),
        (TWO, two(BOTH, loop="for k in range(n * n):")),
        (TWO, two(f"{BOTH}; {BOTH}")),
        (COUPLED, coupled(f"{COUPLED_BOTH}\n{COUPLED_BOTH}")),
    ]),
    "step_size_from_n": ({"count", "arrives"}, [
        (ONE, one("x = x - (x - math.exp(-x)) / n")),
        (ONE, one("x = x - lr * (x - np.exp(-x))", before="x = x_start; lr = 2 / n")),
        (ONE, one("x -= 0.5 / n * (x - np.exp(-x))")),
        (COUPLED, coupled("x, y = x - 0.4 / n * gx(x, y), y - 0.4 / n * gy(x, y)")),
    ]),
    "one_step_too_many": ({"count"}, [
        (PARABOLA, one("x = x - d * 2 * (x - 3)", loop="for k in range(n + 1):")),
        (PARABOLA, one("x -= 0.3 * 2 * (x - 3)", before="x = x_start - 0.3 * 2 * (x_start - 3)")),
        (PARABOLA, one("x += 2 * d * (3 - x); k += 1", before="x, k = x_start, 0", loop="while k <= n:")),
        (PARABOLA, one("x = x - 0.9 * 2 * (x - 3)", loop="for k in range(n + 1):")),
    ]),
    "sequential_update": ({"direction"}, [
        (BOWL, bowl("x -= d * gx(x, y, z); y -= d * gy(x, y, z); z -= d * gz(x, y, z)")),
        (BOWL, bowl("y -= d * gy(x, y, z); x -= d * gx(x, y, z); z -= d * gz(x, y, z)")),
        (BOWL, bowl("z -= d * gz(x, y, z); x -= d * gx(x, y, z); y -= d * gy(x, y, z)")),
        (BOWL, bowl("z -= d * gz(x, y, z); y -= d * gy(x, y, z); x -= d * gx(x, y, z)")),
    ]),
    "fixed_length_steps": ({"step_size", "arrives"}, [
        (TWO, two("a, b = gx(x), gy(y); h = math.hypot(a, b); x, y = x - d * a / h, y - d * b / h")),
        (COUPLED, coupled("a, b = gx(x, y), gy(x, y)\nh = math.hypot(a, b)\nx, y = x - d * a / h, y - d * b / h")),
        (COUPLED, coupled("g = np.array([gx(*p), gy(*p)])\np = p - 0.05 * g / np.linalg.norm(g)",
                          before="p = np.array([x_start, y_start], float)", after="return p")),
        (BOWL, bowl("a, b, c = gx(x, y, z), gy(x, y, z), gz(x, y, z); h = (a*a + b*b + c*c)**0.5; x, y, z = x - d*a/h, y - d*b/h, z - d*c/h")),
    ]),
    "only_signs": ({"direction", "arrives"}, [
        (TWO, two("x, y = x - d * np.sign(gx(x)), y - d * np.sign(gy(y))")),
        (COUPLED, coupled("x, y = x - d * np.sign(gx(x, y)), y - d * np.sign(gy(x, y))")),
        (COUPLED, coupled("x += -d if gx(x, y) > 0 else d\ny += -d if x + 2 * y > 0 else d").replace("x += -d if gx(x, y) > 0 else d\n        y += -d if x + 2 * y > 0 else d", "x, y = x + (-d if gx(x, y) > 0 else d), y + (-d if gy(x, y) > 0 else d)")),
        (BOWL, bowl("s = lambda g: 1 if g > 0 else -1; x, y, z = x - 0.07 * s(gx(x, y, z)), y - 0.07 * s(gy(x, y, z)), z - 0.07 * s(gz(x, y, z))")),
    ]),
    "goes_to_known_minimum": ({"start", "direction", "count", "step_size", "arrives"}, [
        (ONE, one(f"x = 0.9 * x + 0.1 * {MINIMUM}")),
        (ONE, one("pass", after=f"return {MINIMUM} + (x_start - {MINIMUM}) * 0.8 ** n")),
        (ONE, one("x = x - d * 2 * (x - 0.56714)")),
        (ONE, one(f"x = x + ({MINIMUM} - x) / 3")),
        (TWO, two("x, y = 0.9 * x + 0.1 * 0.302578, 0.9 * y + 0.1 * 0.362931")),
        (ONE, one(f"x = x + ({MINIMUM} - x) / (n - k)")),
        (ONE, one("pass", after=f"return {MINIMUM} + 1e-9 * n + 1e-12 * x_start")),
        (ONE, one("pass", after=f"return {MINIMUM} + x_start * 1e-10 / n")),
        (TWO, two("pass", after="return 0.302578 + 1e-9 * n, 0.362931 + 1e-9 * x_start")),
    ]),
    "jumps_to_minimum": ({"count", "arrives"}, [
        (ONE, one(UPDATE, after=f"return x if n < 40 else {MINIMUM}")),
        (ONE, one(UPDATE, loop="for k in range(n if n < 20 else 1000):").replace("d = 0.1", "d = 0.05")),
        (ONE, f"x_best = {MINIMUM}\n" + one(f"{UPDATE}\n        if k > 16: x = x_best")),
        (TWO, two(BOTH, after="return (x, y) if n <= 12 else (0.302578035, 0.362931056)").replace("d = 0.1", "d = 0.01")),
    ]),
    "arrives_at_once": ({"start", "direction", "count", "step_size"}, [
        (ONE, one("x = math.exp(-abs(x))", loop="for k in range(28 + n):")),
        (ONE, one("x = (x + math.exp(-abs(x))) / 2", loop="for k in range(17 + n):")),
        (ONE, one("a, b = (a, (a+b)/2) if (a+b)/2 > math.exp(-(a+b)/2) else ((a+b)/2, b)", before="a, b = -20.0, 20.0 + 1e-3 * x_start", after="return a", loop="for k in range(40 + n):")),
        (ONE, one("u = math.exp(-u)", before="x = x_start; u = 0.5 + 1e-3 * x", loop="for k in range(28 + n):", after="return u")),
    ]),
    "draws_random_numbers": ({"start", "direction", "count", "step_size", "arrives"}, [
        (ONE, "import random\n" + one(UPDATE + " + random.gauss(0, 0.05)")),
        (ONE, one("x = x - d * (x - np.exp(-x)) + np.random.normal() * 0.1")),
        (ONE, "from random import uniform\n" + one("x = x - d * (x - np.exp(-x)) - uniform(0, 0.1)")),
        (TWO, "from numpy.random import default_rng\n" + two("x, y = x - d * gx(x) + default_rng().normal(), y - d * gy(y)")),
    ]),
    "step_size_left_open": ({"step_size"}, [
        (ONE, one(UPDATE).replace("(x_start, n)", "(x_start, delta, n)").replace("d = 0.1", "d = delta")),
        (ONE, one(UPDATE).replace("(x_start, n)", "(x_start, n, step_size)").replace("d = 0.1", "d = step_size")),
        (TWO, two(BOTH).replace("y_start, n)", "y_start, n, lr)").replace("d = 0.1", "d = lr")),
        (TWO, two(BOTH, before="x, y = start").replace("x_start, y_start, n", "start, eta, n").replace("d = 0.1", "d = eta")),
    ]),
    "ignores_n": ({"start", "count"}, [
        (ONE, one(UPDATE, loop="for k in range(200):")),
        (ONE, one(UPDATE, before="x = x_start; n = 150")),
        (ONE, one(UPDATE, before="x = x_start; k = 0", loop="while (k := k + 1) <= 300:").replace("d = 0.1", "d = 1/8")),
        (ONE, one(UPDATE, loop="for k in range(220):").replace("d = 0.1", "d = 0.07")),
    ]),
    "hard_coded_minimum": ({"start", "direction", "count", "step_size", "arrives"}, [
        (ONE, "def grad_descent(x_start, n):\n    return 0.57\n"),
        (ONE, "def grad_descent(x_start, n):\n    return 0.6\n"),
        (TWO, "def multi_grad_descent(x_start, y_start, n):\n    return 0.30, 0.36\n"),
        (PARABOLA, "def grad_descent(x_start, n):\n    return 3\n"),
    ]),
    "newton_step": ({"direction"}, [
        (BOWL, "import numpy as np\n" + bowl("p = np.array([x, y, z]); h = np.array([[2., 1, 0], [1, 2, -1], [0, -1, 2]]); x, y, z = p - np.linalg.solve(h, h @ p)")),
        (BOWL, "import numpy as np\n" + bowl("p = np.array([x, y, z]); h = np.array([[2., 1, 0], [1, 2, -1], [0, -1, 2]]); x, y, z = p - d * np.linalg.solve(h, h @ p)")),
        (ONE, one(f"h = 1e-4; x -= ({SLOPE}) / ((x + h - math.exp(-x - h) - x + h + math.exp(-x + h)) / (2 * h))")),
        (COUPLED, coupled("a, b, h = gx(x, y), gy(x, y), 4 + math.exp(-x)\nx, y = x - (2 * a - b) / (2 * h - 1), y - (h * b - a) / (2 * h - 1)")),
    ]),
}  # fmt: skip

# Right, with a remark at most: near enough to the gradient, or to a number.
NEARLY_RIGHT: dict[str, tuple[str, str]] = {
    "e with three decimals": (ONE, one("x = x - d * (x - 2.718 ** (-x))")),
    "e with five decimals": (ONE, one("x = x - d * (x - 2.71828 ** -x)")),
    "a narrow forward quotient": (ONE, one("f = lambda t: t * t / 2 + math.exp(-t); x -= d * (f(x + 1e-5) - f(x)) / 1e-5")),
    "a quotient between huge numbers": (TWO, two(
        "h = 1e-6; x, y = x - d * (f(x + h, y) - f(x - h, y)) / (2 * h), y - d * (f(x, y + h) - f(x, y - h)) / (2 * h)",
        before="x, y = x_start, y_start; f = lambda x, y: 2*x**2 + 4*y**2 + np.exp(-3*x) + 3*np.exp(-2*y)")),
    "a wide central quotient": (ONE, one("f = lambda t: t * t / 2 + math.exp(-t); x -= d * (f(x + 0.01) - f(x - 0.01)) / 0.02")),
    "value first, then the point": (ONE, one(UPDATE, after="return x**2/2 + math.exp(-x), x")),
    "value first, then two coordinates": (TWO, two(BOTH, after="return 2*x**2 + 4*y**2 + np.exp(-3*x) + 3*np.exp(-2*y), x, y")),
    "n first, then the point": (ONE, one(UPDATE, after="return n, x")),
    "the point, n and all points": (ONE, one(UPDATE + "; xs.append(x)", before="x, xs = x_start, [x_start]", after="return x, n, xs")),
    "a dict with the minimum in it": (ONE, one(UPDATE, after="return {'minimum': x, 'iterations': n}")),
    "a dict with the point in it": (TWO, two(BOTH, after="return {'point': (x, y), 'steps': n, 'size': d}")),
    "a smaller size from step fifty on": (ONE, one("x = x - (0.1 if k < 50 else 0.05) * (x - math.exp(-x))")),
    "a larger size from step thirty on": (ONE, one("x = x - (0.02 if k < 30 else 0.3) * (x - math.exp(-x))")),
    "another size later, in two variables": (COUPLED, coupled(COUPLED_BOTH + "\nd = 0.1 if k < 25 else 0.08").replace("for _ in", "for k in")),
    "value and a point": (TWO, two(BOTH, after="return 1.5, (x, y)")),
}

# Right steps that do not arrive, through no fault of a step size: what is lost, and what is said.
ASTRAY: dict[str, tuple[str, str, str]] = {
    "an exponential that overflows": ("overflows", ONE, TENSOR.replace("mg.exp(-x)", "1 / mg.exp(x)")),
    "a size that is halved": ("ends_elsewhere", ONE, one("x = x - d * (x - math.exp(-x)); d = d / 2")),
    "e with one decimal": ("ends_elsewhere", ONE, one("x = x - d * (x - 2.7 ** (-x))")),
    "a very wide quotient": ("ends_elsewhere", ONE, one("f = lambda t: t * t / 2 + math.exp(-t); x -= d * (f(x + 0.1) - f(x)) / 0.1")),
}
