# ruff: noqa: E501 - a program in a line is easier to compare with its neighbours than one broken in two
"""Wrong programs by the mistake in them: at least four wordings of each, and what each must lose.

`MISTAKES[name]` holds the criteria that every one of its programs loses (it may lose others that follow from
it), and the programs as (exercise, source).
"""

from __future__ import annotations

from tests.descent_programs.right import ONE, ONE_VARIABLE, TWO, TWO_VARIABLES

COUPLED = """
title: A valley across the axes
prompt: Descend.
functions:
  f(x, y): 2*x**2 + x*y + y**2 + exp(-x)
items:
  - {id: descend, points: 10, program: {method: descent(f), starts: [[1, 2], [-2, 3], [4, -1]]}}
"""


def one(update: str, before: str = "x = x_start", after: str = "return x", loop: str = "for k in range(n):") -> str:
    """A program in one variable with this update in its loop."""
    return (
        "import math\nimport numpy as np\nimport mygrad as mg\n"
        f"def grad_descent(x_start, n):\n    d = 0.1\n    {before}\n    {loop}\n        {update}\n    {after}\n"
    )


def two(update: str, before: str = "x, y = x_start, y_start", after: str = "return x, y",
        loop: str = "for k in range(n):") -> str:  # fmt: skip
    """A program in two variables with this update in its loop."""
    return (
        "import math\nimport numpy as np\nimport mygrad as mg\nfrom math import exp\n"
        "def gx(x): return 4 * x - 3 * exp(-3 * x)\ndef gy(y): return 8 * y - 6 * exp(-2 * y)\n"
        f"def multi_grad_descent(x_start, y_start, n):\n    d = 0.1\n    {before}\n    {loop}\n        {update}\n    {after}\n"
    )


def coupled(body: str, before: str = "x, y = x_start, y_start", after: str = "return x, y") -> str:
    """A program for the valley whose partial derivatives depend on both variables."""
    return (
        "import math\nimport numpy as np\n"
        "def gx(x, y): return 4 * x + y - math.exp(-x)\ndef gy(x, y): return x + 2 * y\n"
        f"def descend(x_start, y_start, n):\n    d = 0.1\n    {before}\n    for _ in range(n):\n"
        + "".join(f"        {line}\n" for line in body.splitlines())
        + f"    {after}\n"
    )


UPDATE = "x = x - d * (x - math.exp(-x))"
BOTH = "x, y = x - d * gx(x), y - d * gy(y)"
TENSOR = ONE_VARIABLE["lesson, printed"]

MISTAKES: dict[str, tuple[set[str], list[tuple[str, str]]]] = {
    "ascends": ({"direction", "arrives"}, [
        (ONE, one("x = x + d * (x - math.exp(-x))")),
        (ONE, one("x += d * (x - np.exp(-x))")),
        (ONE, TENSOR.replace("x - step_size", "x + step_size")),
        (ONE, one("x = x - d * (math.exp(-x) - x)")),
        (TWO, two("x, y = x + d * gx(x), y + d * gy(y)")),
        (TWO, TWO_VARIABLES["vectorised"].replace("p -=", "p +=")),
    ]),
    "negative_step_size": ({"direction", "arrives"}, [
        (ONE, one(UPDATE, before="d = -0.1; x = x_start")),
        (ONE, TENSOR.replace("step_size = 0.1", "step_size = -0.01")),
        (ONE, ONE_VARIABLE["returns an array scalar"].replace("lr=0.3", "lr=-0.3")),
        (TWO, two(BOTH, before="d = -0.05; x, y = x_start, y_start")),
        (TWO, TWO_VARIABLES["class"].replace("step=0.1", "step=-0.1")),
    ]),
    "ascends_in_one_coordinate": ({"direction"}, [
        (TWO, two("x, y = x - d * gx(x), y + d * gy(y)")),
        (TWO, two("x, y = x + d * gx(x), y - d * gy(y)")),
        (TWO, TWO_VARIABLES["vectorised"].replace("p -= 0.1 *", "p -= 0.1 * np.array([1., -1.]) *")),
        (COUPLED, coupled("x, y = x - d * gx(x, y), y + d * gy(x, y)")),
    ]),
    "unequal_steps": ({"direction"}, [
        (TWO, two("x, y = x - d * gx(x), y - d * gy(y) / 2")),
        (TWO, two("x, y = x - 0.1 * gx(x), y - 0.01 * gy(y)")),
        (TWO, two("x, y = x - d * 2 * gx(x), y - d * gy(y)")),
        (COUPLED, coupled("x, y = x - d * gx(x, y), y - d * (x / 2 + y)")),
    ]),
    "one_coordinate_moved": ({"direction", "arrives"}, [
        (TWO, two("x = x - d * gx(x)")),
        (TWO, two("y -= d * gy(y)")),
        (TWO, two("x, y = x - d * gx(x), y - 0 * gy(y)")),
        (COUPLED, coupled("x = x - d * gx(x, y)")),
    ]),
    "wrong_gradient": ({"direction"}, [
        (ONE, one("x = x - d * (x + math.exp(-x))")),
        (ONE, one("x = x - d * (x - math.exp(x))")),
        (ONE, one("x = x - d * (2 * x - math.exp(-x))")),
        (ONE, one("x = x - d * x")),
        (ONE, one("x = x - d * (x / 2 - math.exp(-x))")),
        (ONE, TENSOR.replace("x ** 2 / 2 + mg.exp(-x)", "x ** 2 + mg.exp(-x)")),
        (TWO, two("x, y = x - d * (4 * x + 3 * exp(-3 * x)), y - d * gy(y)")),
        (TWO, two("x, y = x - d * (4 * x - exp(-3 * x)), y - d * gy(y)")),
        (TWO, two("x, y = x - d * gx(x), y - d * (8 * y - 3 * exp(-2 * y))")),
        (TWO, two("x, y = x - d * gx(x), y - d * (4 * y - 6 * exp(-2 * y))")),
        (TWO, two("x, y = x - d * gx(x), y - d * 8 * y")),
    ]),
    "components_swapped": ({"direction"}, [
        (TWO, two("x, y = x - d * gy(y), y - d * gx(x)")),
        (TWO, two("g = gx(x), gy(y); x, y = x - d * g[1], y - d * g[0]")),
        (COUPLED, coupled("x, y = x - d * gy(x, y), y - d * gx(x, y)")),
        (COUPLED, coupled("g = np.array([gy(x, y), gx(x, y)])\nx, y = np.array([x, y]) - d * g")),
    ]),
    "sequential_update": ({"direction"}, [
        (COUPLED, coupled("x = x - d * gx(x, y)\ny = y - d * gy(x, y)")),
        (COUPLED, coupled("x -= d * gx(x, y)\ny -= d * gy(x, y)")),
        (COUPLED, coupled("y = y - d * gy(x, y)\nx = x - d * gx(x, y)")),
        (COUPLED, coupled("p[0] -= d * gx(*p)\np[1] -= d * gy(*p)", before="p = [x_start, y_start]", after="return p")),
        (COUPLED, coupled("for i, g in enumerate((gx, gy)): p[i] = p[i] - d * g(p[0], p[1])",
                          before="p = np.array([x_start, y_start], float)", after="return p")),
    ]),
    "accumulates_gradients": ({"direction"}, [
        (ONE, one("g = g + x - math.exp(-x); x = x - d * g", before="x, g = x_start, 0.0")),
        (ONE, one("grads.append(x - np.exp(-x)); x = x - d * sum(grads)", before="x, grads = x_start, []")),
        (ONE, one("total[0] += x - np.exp(-x); x -= d * total[0]", before="x, total = x_start, np.zeros(1)")),
        (ONE, one("v = v - d * (x - math.exp(-x)); x = x + v", before="x, v = x_start, 0.0")),
        (TWO, two("a += gx(x); b += gy(y); x, y = x - d * a, y - d * b", before="x, y, a, b = x_start, y_start, 0, 0; d = 0.01")),
    ]),
    "momentum": ({"direction"}, [
        (ONE, one("v = 0.9 * v - d * (x - math.exp(-x)); x = x + v", before="x, v = x_start, 0.0")),
        (ONE, one("v = 0.5 * v + (x - math.exp(-x)); x = x - d * v", before="x, v = x_start, 0.0")),
        (ONE, one("x, last = x - d * (x - np.exp(-x)) + 0.3 * (x - last), x", before="x = last = x_start")),
        (ONE, one("v = 0.8 * v + 0.2 * (x - np.exp(-x)); x = x - d * v", before="x, v = x_start, 0.0")),
        (TWO, two("u, v = 0.9 * u + gx(x), 0.9 * v + gy(y); x, y = x - d * u, y - d * v",
                  before="x, y, u, v = x_start, y_start, 0, 0; d = 0.01")),
        (ONE, one("a = x + 0.6 * v; v = 0.6 * v - d * (a - math.exp(-a)); x = x + v", before="x, v = x_start, 0.0")),
    ]),
    "newton_step": ({"direction"}, [
        (ONE, one("x = x - (x - math.exp(-x)) / (1 + math.exp(-x))")),
        (ONE, one("x -= 0.5 * (x - np.exp(-x)) / (1 + np.exp(-x))")),
        (TWO, two("x, y = x - gx(x) / (4 + 9 * exp(-3 * x)), y - gy(y) / (8 + 12 * exp(-2 * y))")),
        (COUPLED, coupled("h = np.array([[4 + math.exp(-x), 1], [1, 2]])\n"
                          "x, y = np.array([x, y]) - np.linalg.solve(h, [gx(x, y), gy(x, y)])")),
    ]),
    "fixed_length_steps": ({"direction", "arrives"}, [
        (ONE, one("x = x - d * np.sign(x - math.exp(-x))")),
        (ONE, one("x = x - d if x > math.exp(-x) else x + d")),
        (ONE, one("g = x - math.exp(-x); x = x - d * g / abs(g)")),
        (ONE, one("x -= 0.25 * math.copysign(1, x - math.exp(-x))")),
    ]),
    "gradient_not_reevaluated": ({"direction"}, [
        (ONE, one("x = x - d * g", before="x = x_start; g = x - math.exp(-x)")),
        (ONE, one("x = x - d * (x_start - math.exp(-x_start))")),
        (TWO, two("x, y = x - d * a, y - d * b", before="x, y = x_start, y_start; a, b = gx(x), gy(y)")),
        (TWO, two("x -= d * gx(x_start); y -= d * gy(y_start)")),
    ]),
    "one_step_too_many": ({"count"}, [
        (ONE, one(UPDATE, loop="for k in range(n + 1):")),
        (ONE, one(UPDATE, loop="for k in range(0, n + 1):")),
        (ONE, one(f"{UPDATE}; k += 1", before="x, k = x_start, 0", loop="while k <= n:")),
        (ONE, one(UPDATE, before="x = x_start - d * (x_start - math.exp(-x_start))")),
        (ONE, ONE_VARIABLE["recursive"].replace("n == 0", "n < 0")),
        (TWO, two(BOTH, loop="for k in range(n + 1):")),
    ]),
    "one_step_too_few": ({"count"}, [
        (ONE, one(UPDATE, loop="for k in range(n - 1):")),
        (ONE, one(UPDATE, loop="for k in range(1, n):")),
        (ONE, one(f"{UPDATE}; k += 1", before="x, k = x_start, 1", loop="while k < n:")),
        (ONE, ONE_VARIABLE["recursive"].replace("n == 0", "n <= 1")),
        (TWO, two(BOTH, loop="for k in range(1, n):")),
    ]),
    "ignores_n": ({"count"}, [
        (ONE, one(UPDATE, loop="for k in range(100):")),
        (ONE, one(UPDATE, loop="while abs(x - math.exp(-x)) > 1e-6:")),
        (ONE, one("pass", after="return x - d * (x - math.exp(-x))")),
        (ONE, one(UPDATE, loop="for k in range(7):")),
        (TWO, two(BOTH, loop="for k in range(1000):")),
        (TWO, two("pass", after="return x - d * gx(x), y - d * gy(y)")),
    ]),
    "stops_after_first_step": ({"count", "arrives"}, [
        (ONE, one(UPDATE + "; return x", after="return x")),
        (ONE, one("return x - d * (x - math.exp(-x))")),
        (ONE, one(f"{UPDATE}\n        k += 1\n        return x", before="x, k = x_start, 0", loop="while k < n:")),
        (TWO, two(BOTH + "; return x, y")),
    ]),
    "ignores_start": ({"start"}, [
        (ONE, one(UPDATE, before="x = 2.0")),
        (ONE, one(UPDATE, before="x_start = -1; x = x_start")),
        (ONE, TENSOR.replace("float(x_start)", "3.0")),
        (ONE, ONE_VARIABLE["lambda and reduce"].replace("range(n), x_start", "range(n), 5.0")),
        (TWO, two(BOTH, before="x, y = 1.0, 2.0")),
    ]),
    "hard_coded_minimum": ({"start", "direction", "count", "arrives"}, [
        (ONE, "def grad_descent(x_start, n):\n    return 0.5671\n"),
        (ONE, "grad_descent = lambda x_start, n: 0.5671432904097838\n"),
        (ONE, one(UPDATE, after="return 0.567143")),
        (ONE, "from scipy.special import lambertw\ndef grad_descent(x_start, n):\n    return float(lambertw(1).real)\n"
         .replace("from scipy.special import lambertw\n", "def lambertw(z):\n    return 0.5671432904097838 + 0j\n")),
        (TWO, "def multi_grad_descent(x_start, y_start, n):\n    return 0.3026, 0.3629\n"),
        (TWO, two("pass", after="return np.array([0.302578, 0.362931])")),
    ]),
    "constant_answer": ({"start", "direction", "count", "arrives"}, [
        (ONE, "def grad_descent(x_start, n):\n    return 3.0\n"),
        (ONE, one(UPDATE, before="x = 1.0", after="return d")),
        (ONE, one("pass", after="return 0")),
        (TWO, "def multi_grad_descent(x_start, y_start, n):\n    return 1.0, 2.0\n"),
    ]),
    "never_moves": ({"start", "arrives"}, [
        (ONE, one("y = x - d * (x - math.exp(-x))")),
        (ONE, one("c = [x]; c[0] -= d * (x - math.exp(-x))")),
        (ONE, one("z = x; z = z - d * (z - math.exp(-z))")),
        (ONE, one("t = mg.tensor(x); t.data -= d * (x - math.exp(-x))")),
        (TWO, two("q = p.copy(); q -= d * np.array([gx(p[0]), gy(p[1])])", before="p = np.array([x_start, y_start])", after="return p")),
        (ONE, one("x - d * (x - math.exp(-x))")),
    ]),
    "zero_step_size": ({"start", "arrives"}, [
        (ONE, one(UPDATE, before="d = 0; x = x_start")),
        (ONE, TENSOR.replace("step_size = 0.1", "step_size = 0.0")),
        (ONE, ONE_VARIABLE["returns an array scalar"].replace("lr=0.3", "lr=0")),
        (TWO, two(BOTH, before="d = 0.0; x, y = x_start, y_start")),
    ]),
    "rounds_to_integers": ({"direction", "arrives"}, [
        (ONE, one("x = int(x - d * (x - math.exp(-x)))")),
        (ONE, one("x = round(x - d * (x - math.exp(-x)))")),
        (ONE, one("x = (x - d * (x - math.exp(-x))) // 1")),
        (ONE, one("x[0] = x[0] - d * (x[0] - np.exp(-x[0]))", before="x = np.array([int(x_start)])", after="return x[0]")),
        (TWO, two("x, y = np.round(x - d * gx(x)), np.round(y - d * gy(y))")),
    ]),
    "rounds_on_the_way": ({"direction"}, [
        (ONE, one("x = round(x - d * (x - math.exp(-x)), 2)")),
        (ONE, one("x = np.round(x - d * (x - np.exp(-x)), 3)")),
        (ONE, one("x = float(f'{x - d * (x - np.exp(-x)):.2f}')")),
        (TWO, two("x, y = round(x - d * gx(x), 3), round(y - d * gy(y), 3)")),
    ]),
    "prints_instead_of_returning": ({"start"}, [
        (ONE, one(UPDATE, after="print(x)")),
        (ONE, one(UPDATE + "; print(k, x)", after="return None")),
        (ONE, TENSOR.replace("return x.item()", "print('minimum at', x)")),
        (TWO, two(BOTH, after="print(x, y)")),
    ]),
    "returns_other_type": ({"start"}, [
        (ONE, one(UPDATE, after="return str(x)")),
        (ONE, one(UPDATE, after="return f'The minimum is at {x:.6f}'")),
        (ONE, TENSOR.replace("return x.item()", "return 'x = ' + repr(x.item())")),
        (TWO, two(BOTH, after="return f'({x}, {y})'")),
        (TWO, two(BOTH, after="return complex(x, y)")),
    ]),
    "returns_nothing": ({"start", "direction", "count", "step_size", "arrives"}, [
        (ONE, one(UPDATE, after="x")),
        (ONE, one(UPDATE, after="return")),
        (ONE, TENSOR.replace("return x.item()", "x = x.item()")),
        (TWO, two(BOTH, after="(x, y)")),
    ]),
    "returns_function_value": ({"start", "arrives"}, [
        (ONE, one(UPDATE, after="return x ** 2 / 2 + math.exp(-x)")),
        (ONE, TENSOR.replace("return x.item()", "return (x ** 2 / 2 + mg.exp(-x)).item()")),
        (ONE, one("x -= 0.3 * (x - np.exp(-x))", after="f = lambda t: t * t / 2 + np.exp(-t); return f(x)")),
        (TWO, two(BOTH, after="return 2 * x**2 + 4 * y**2 + np.exp(-3 * x) + 3 * np.exp(-2 * y)")),
        (COUPLED, coupled("x, y = x - d * gx(x, y), y - d * gy(x, y)", after="return 2*x**2 + x*y + y**2 + math.exp(-x)")),
    ]),
    "returns_numbers": ({"start", "count", "arrives"}, [
        (TWO, two("fs.append(x**2); " + BOTH, before="x, y, fs = x_start, y_start, []", after="return fs")),
        (TWO, two("fs.append(gx(x) + 3); " + BOTH, before="x, y, fs = x_start, y_start, []", after="return np.array(fs)")),
        (TWO, two(BOTH + "; fs.append(float(y))", before="x, y, fs = x_start, y_start, []", after="return fs")),
        (TWO, two(BOTH + "; fs += [x**2 + y**2]", before="x, y, fs = x_start, y_start, []", after="return tuple(fs)")),
    ]),
    "returns_the_counter": ({"start", "direction", "count", "step_size", "arrives"}, [
        (ONE, one(UPDATE, after="return n")),
        (ONE, one(UPDATE, after="return k")),
        (ONE, one(UPDATE, after="return n + 1")),
        (ONE, one(UPDATE + "; i += 1", before="x, i = x_start, 1", after="return i")),
    ]),
    "returns_one_coordinate": ({"start"}, [
        (TWO, two(BOTH, after="return x")),
        (TWO, two(BOTH, after="return y")),
        (TWO, two(BOTH, after="return np.array([x])")),
        (COUPLED, coupled("x, y = x - d * gx(x, y), y - d * gy(x, y)", after="return x + 0.0")),
    ]),
    "returns_trajectory": ({"start"}, [
        (ONE, one(UPDATE + "; xs.append(x)", before="x, xs = x_start, [x_start]", after="return xs")),
        (ONE, one(UPDATE + "; xs.append(x)", before="x, xs = x_start, [x_start]", after="return np.array(xs)")),
        (TWO, two(BOTH + "; ps.append((x, y))", before="x, y, ps = x_start, y_start, [(x_start, y_start)]", after="return ps")),
        (TWO, two(BOTH + "; xs.append(x); ys.append(y)",
                  before="x, y, xs, ys = x_start, y_start, [x_start], [y_start]", after="return xs, ys")),
    ]),
    "step_size_too_large": ({"arrives"}, [
        (ONE, one(UPDATE, before="d = 1.5; x = x_start")),
        (ONE, one(UPDATE, before="d = 2; x = x_start")),
        (ONE, TENSOR.replace("step_size = 0.1", "step_size = 1.2")),
        (ONE, ONE_VARIABLE["recursive"].replace("0.25", "1.1")),
        (TWO, two(BOTH, before="d = 0.5; x, y = x_start, y_start")),
        (TWO, TWO_VARIABLES["vectorised"].replace("p -= 0.1", "p -= 0.2")),
    ]),
    "step_size_too_small": ({"arrives"}, [
        (ONE, one(UPDATE, before="d = 1e-5; x = x_start")),
        (ONE, one(UPDATE, before="d = 0.0000001; x = x_start")),
        (ONE, TENSOR.replace("step_size = 0.1", "step_size = 1e-6")),
        (TWO, two(BOTH, before="d = 1e-6; x, y = x_start, y_start")),
    ]),
    "stops_too_early": ({"arrives"}, [
        (ONE, one(UPDATE, loop="for k in range(min(n, 10)):")),
        (ONE, one("if abs(x - math.exp(-x)) < 0.5: break\n        " + UPDATE)),
        (ONE, one("if k > 20: return x\n        " + UPDATE)),
        (TWO, two(BOTH, loop="for k in range(min(n, 12)):")),
        (TWO, two("if abs(gx(x)) + abs(gy(y)) < 1: break\n        " + BOTH)),
    ]),
    "keeps_state": ({"start"}, [
        (ONE, "import math\nx = None\ndef grad_descent(x_start, n):\n    global x\n    x = x_start if x is None else x\n"
              "    for _ in range(n):\n        x -= 0.1 * (x - math.exp(-x))\n    return x\n"),
        (ONE, "import math\ndef grad_descent(x_start, n, seen=[]):\n    seen.append(n)\n    x = x_start\n"
              "    for _ in range(len(seen)):\n        x -= 0.1 * (x - math.exp(-x))\n    return x\n"),
        (ONE, "import math\nd = 0.1\ndef grad_descent(x_start, n):\n    global d\n    x = x_start\n    for _ in range(n):\n"
              "        x -= d * (x - math.exp(-x))\n        d *= 0.99\n    return x\n"),
        (ONE, one("CALLS.append(1); x -= (0.1 + 0.01 * len(CALLS)) * (x - math.exp(-x))").replace("def grad", "CALLS = []\ndef grad")),
    ]),
    "not_a_number": ({"arrives"}, [
        (ONE, one("x = x - d * float('nan')")),
        (ONE, one("x = np.log(-abs(x) - 1)")),
        (ONE, one("x = x - d * np.inf * (x - np.exp(-x))")),
        (TWO, two("x, y = x * np.nan, y")),
    ]),
}  # fmt: skip


# Wrong in ways that have no name here: they lose the direction, and nobody is told a cause.
UNNAMED: list[tuple[str, str]] = [
    (ONE, one("x = x - d * (x - math.exp(-x / 3))")),
    (ONE, one("x = x - d * (x - math.exp(-x)) + 0.01")),
    (ONE, one("x = x - d * math.sin(x)")),
    (ONE, one("x = (x + x_start) / 2 - d * (x - math.exp(-x))")),
    (TWO, two("x, y = x - d * gx(y), y - d * gy(x)")),
    (COUPLED, coupled("x, y = x - d * (gx(x, y) + 1), y - d * gy(x, y)")),
]
