"""Numeric differentiation is one policy everywhere: accepted with a remark for a derivative, a gradient and a slope."""

from __future__ import annotations

import pytest

from grader.model import CheckResult, Verdict
from tests.played import judge_handed_in

SECRETS = [f"secret {number}" for number in range(8)]
F3 = "def f(x, y, z): return 2*x**2 - 3*x*y + z**3\n"
F2 = "def f(x, y): return 4*x*y + y**3\nu = (-(3**0.5) / 2, 0.5)\n"
WIDTHS = ("1e-8", "1e-7", "1e-6", "1e-5", "1e-4", "1e-3", "2.0**-26")
ONE_SIDED = {
    "df_dx": F3 + "h = {h}\ndef df_dx(x, y, z): return (f(x + h, y, z) - f(x, y, z)) / h",
    "df_dz": F3 + "h = {h}\ndef df_dz(x, y, z): return (f(x, y, z) - f(x, y, z - h)) / h",
    "gradient": F2 + "h = {h}\ndef gradient(x, y): return ((f(x+h, y) - f(x, y)) / h, (f(x, y+h) - f(x, y)) / h)",
    "slope": F2 + "h = {h}\ndef slope(x, y): return (f(x + h*u[0], y + h*u[1]) - f(x, y)) / h",
}
CENTRAL = {
    "df_dz": F3 + "h = {h}\ndef df_dz(x, y, z): return (f(x, y, z + h) - f(x, y, z - h)) / (2*h)",
    "gradient": F2 + "h = {h}\ndef gradient(x, y): return ((f(x+h, y) - f(x-h, y))/(2*h), (f(x, y+h) - f(x, y-h))/(2*h))",
}
WORDINGS = {
    "two names": F3 + "def df_dx(x, y, z):\n    h = 1e-6\n    a = f(x + h, y, z); b = f(x, y, z)\n    return (a - b) / h",
    "a helper": F3 + "def d(g, t, h=1e-6): return (g(t + h) - g(t - h)) / (2*h)\n"
    "def df_dx(x, y, z): return d(lambda t: f(t, y, z), x)",
    "a list": F3 + "def part(f, p, i, h=1e-7):\n    q = list(p); q[i] += h\n    return (f(*q) - f(*p)) / h\n"
    "df_dx = lambda x, y, z: part(f, (x, y, z), 0)",
    "no function": "def df_dx(x, y, z):\n    h = 1e-6\n"
    "    return ((2*(x+h)**2 - 3*(x+h)*y + z**3) - (2*x**2 - 3*x*y + z**3)) / h",
    "a product": F3 + "def df_dx(x, y, z): return (f(x + 1e-7, y, z) - f(x, y, z)) * 1e7",
    "a number": F3 + "def df_dx(x, y, z): return (f(x + 1e-7, y, z) - f(x, y, z)) / 1e-7",
    "a power": F3 + "def df_dx(x, y, z): return (f(x + 10**-5, y, z) - f(x, y, z)) / 10**-5",
    "in steps": F3 + "def df_dx(x, y, z):\n    h = 1e-6\n    d = f(x + h, y, z) - f(x, y, z)\n    d /= h\n    return d",
    "rounded": F3 + "def df_dx(x, y, z):\n    h = 1e-6\n    return round((f(x + h, y, z) - f(x, y, z)) / h, 3)",
    "a method": "class F:\n    h = 1e-6\n    def f(self, x, y, z): return 2*x**2 - 3*x*y + z**3\n"
    "    def dx(self, x, y, z): return (self.f(x + self.h, y, z) - self.f(x, y, z)) / self.h\n"
    "q = F()\ndef df_dx(x, y, z): return q.dx(x, y, z)",
    "a library": F3 + "import numpy as np\ndef df_dx(x, y, z):\n    t = np.array([x - 1e-4, x, x + 1e-4])\n"
    "    return np.gradient(f(t, y, z), 1e-4)[1]",
    "turned round": F3 + "h = 1e-5\ndf_dx = lambda x, y, z: (-f(x, y, z) + f(x + h, y, z)) / h",
}
ARRAYS = {
    "one division": "import numpy as np\n" + F2 + "def gradient(x, y, h=1e-5):\n"
    "    return np.array([f(x + h, y) - f(x, y), f(x, y + h) - f(x, y)]) / h",
    "a loop": "import numpy as np\ndef f(p): return 4*p[0]*p[1] + p[1]**3\ndef gradient(p):\n"
    "    p = np.array(p, float); g = np.zeros(2)\n    for i in range(2):\n        e = np.zeros(2); e[i] = 1e-6\n"
    "        g[i] = (f(p + e) - f(p - e)) / (2*1e-6)\n    return g",
    "in place": "import numpy as np\ndef f(p): return 4*p[0]*p[1] + p[1]**3\ndef gradient(p):\n"
    "    p = np.array(p, float); g = np.zeros(2); h = 1e-6\n    for i in range(2):\n        old = p[i]\n"
    "        p[i] = old + h; fp = f(p)\n        p[i] = old; fm = f(p)\n        g[i] = (fp - fm) / h\n    return g",
}
WRONG = {
    "another function": ("df_dx", F3.replace("- 3", "+ 3") + "h = 1e-6\ndef df_dx(x, y, z): return (f(x+h, y, z)-f(x, y, z)) / h"),
    "another variable": ("df_dx", F3 + "h = 1e-6\ndef df_dx(x, y, z): return (f(x, y+h, z) - f(x, y, z)) / h"),
    "a factor of 2": ("df_dx", F3 + "h = 1e-6\ndef df_dx(x, y, z): return (f(x+h, y, z) - f(x, y, z)) / (2*h)"),
    "a sign": ("df_dx", F3 + "h = 1e-6\ndef df_dx(x, y, z): return (f(x-h, y, z) - f(x, y, z)) / h"),
    "unused": ("df_dx", F3 + "h = 1e-6\ndef d(x, y, z): return (f(x+h, y, z) - f(x, y, z)) / h\n"
               "def df_dx(x, y, z): return 4*x - 3*y + 1e-4"),
    "no quotient": ("df_dx", F3 + "h = 1e-6\ndef df_dx(x, y, z): return 4*x - 3.0003*y"),
    "a library's function": ("df_dx", "import math\ndef df_dx(x, y, z): return 4*x - 3*y + (math.cos(x) - math.cos(y)) / 1e4"),
    "0.01": ("df_dz", F3 + "h = 0.01\ndef df_dz(x, y, z): return (f(x, y, z+h) - f(x, y, z)) / h"),
    "0.1": ("slope", F2 + "h = 0.1\ndef slope(x, y): return (f(x + h*u[0], y + h*u[1]) - f(x, y)) / h"),
    "1": ("gradient", F2 + "h = 1\ndef gradient(x, y): return ((f(x+h, y) - f(x, y)) / h, (f(x, y+h) - f(x, y)) / h)"),
    "0.1, central": ("df_dz", F3 + "h = 0.1\ndef df_dz(x, y, z): return (f(x, y, z+h) - f(x, y, z-h)) / (2*h)"),
    "1e-16": ("df_dx", F3 + "h = 1e-16\ndef df_dx(x, y, z): return (f(x+h, y, z) - f(x, y, z)) / h"),
    "a branch far away": ("df_dx", F3 + "h = 1e-6\ndef df_dx(x, y, z): return (f(x+h, y, z)-f(x, y, z)) / h if abs(x) < 50 else 0"),
    "the other direction": ("slope", F2 + "h = 1e-6\ndef slope(x, y): return (f(x - h*u[0], y + h*u[1]) - f(x, y)) / h"),
}  # fmt: skip
OTHERS = {
    "exponentials": "exp(-3*x) + 3*exp(-2*y)",
    "waves": "sin(x*y) + cos(3*x)",
    "a logarithm": "log(x**2 + 1)*y",
    "a quotient": "x/(1 + y**2)",
    "a root": "sqrt(x**2 + y**2 + 1)",
    "a high power": "x**5*y + 100*y",
}
OTHER = """
title: t
prompt: p
functions:
  f(x, y): "{formula}"
items:
  - {{id: gradient, answer: gradient(f), points: 2, accepts: [], rejects: []}}
"""


def results(item: str, source: str, secret: str = "", exercise: str = "") -> CheckResult:
    """The result of one item of a program."""
    names: dict[str, object] = {"__name__": "__main__"}
    exec(source, names)  # the tests' own
    room = "directional_derivative" if item in ("gradient", "slope") else "partial_derivatives"
    return judge_handed_in(exercise or room, source, names, secret)[item]


def is_measured(result: CheckResult) -> bool:
    """Whether the answer is right and told that it was measured."""
    return result.verdict is Verdict.CORRECT and any(f.code == "difference_quotient" for f in result.feedback)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("item", "source"), [*ONE_SIDED.items(), *CENTRAL.items()])
def test_a_quotient_of_a_usual_width_is_right_with_a_remark(item: str, source: str, width: str):
    """From 1e-8 to 1e-3, forward, backward and central, under eight secrets."""
    assert all(is_measured(results(item, source.format(h=width), secret)) for secret in SECRETS)


@pytest.mark.parametrize("wording", WORDINGS)
def test_a_quotient_is_seen_however_it_is_written(wording: str):
    """With and without names, functions, methods, arrays and libraries."""
    assert is_measured(results("df_dx", WORDINGS[wording]))


@pytest.mark.parametrize("wording", ARRAYS)
def test_a_gradient_in_arrays_is_seen(wording: str):
    """Divided at once, in a loop, or with the point changed in place."""
    assert is_measured(results("gradient", ARRAYS[wording]))


@pytest.mark.parametrize("case", WRONG)
def test_a_quotient_opens_no_door_for_what_is_wrong(case: str):
    """Another function, variable, sign, factor, too wide a step, and a quotient that the answer does not use, earn nothing."""
    item, source = WRONG[case]
    assert {results(item, source, secret).credit for secret in SECRETS} == {0}


@pytest.mark.parametrize("formula", OTHERS)
@pytest.mark.parametrize("width", ["1e-8", "1e-6", "1e-4"])
def test_the_policy_holds_for_every_function(formula: str, width: str):
    """The bound follows the function's own bend and its rounding, near and far away."""
    source = (
        "from math import *\n"
        f"def f(x, y): return {OTHERS[formula]}\nh = {width}\n"
        "def gradient(x, y): return ((f(x+h, y) - f(x, y)) / h, (f(x, y+h) - f(x, y)) / h)"
    )
    exercise = OTHER.format(formula=OTHERS[formula])
    assert all(is_measured(results("gradient", source, secret, exercise)) for secret in SECRETS)
    wide = source.replace(f"h = {width}", "h = 0.1")
    assert {results("gradient", wide, secret, exercise).credit for secret in SECRETS} == {0}


def test_a_formula_is_told_nothing_of_quotients():
    """Neither a derivative by the rules nor a hyperbolic sine is taken for a quotient."""
    for body in ("4*x - 3*y", "4*x - 3*y + 0*(math.exp(x) - math.exp(-x)) / 2"):
        result = results("df_dx", f"import math\ndef df_dx(x, y, z): return {body}")
        assert all(f.code != "difference_quotient" for f in result.feedback)


def test_a_measured_slope_follows_from_an_own_wrong_gradient():
    """What is right for the student's own gradient costs nothing more, measured or not."""
    source = (
        "def f(x, y): return 4*x*y + y**2\ndef gradient(x, y): return (4*y, 4*x + 2*y)\nu_hat = (-(3**0.5) / 2, 0.5)\n"
        "def slope(x, y):\n    h = 1e-6\n    return (f(x + h*u_hat[0], y + h*u_hat[1]) - f(x, y)) / h"
    )
    assert results("gradient", source).credit == 0
    assert results("slope", source).credit == 1


@pytest.mark.parametrize(
    "body",
    ["return f(x + 1e-3, y, z) - f(x, y, z)", "h = 1e-5\n    return f(x, y, z) - f(x - h, y, z)"],
)
def test_a_difference_that_is_not_divided_is_asked_about_as_one(body: str) -> None:
    """Who measures a slope is asked no question about rules, and no factor elsewhere is called the mistake."""
    result = results("df_dx", F3 + f"def df_dx(x, y, z):\n    {body}")
    assert result.verdict is Verdict.INCORRECT
    assert any("by what is it divided" in remark.text for remark in result.feedback), result.feedback
