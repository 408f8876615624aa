# ruff: noqa: E501 - a program in a line is easier to compare with its neighbours than one broken in two
"""Programs of cunning students, made for any function: typed-in answers, landings, steps that values cannot tell apart.

Each is the body of a function; the words in capitals are filled in by `valleys.Valley.program`.
"""

from __future__ import annotations

REAL = "POINT = START\nfor k in range(n): STEP\n"

# Nothing that is returned comes from the start by steps: no points.
TYPED_IN = {
    "no loop": "return MINIMUM",
    "an idle loop": "for k in range(n): pass\nreturn MINIMUM",
    "a sum of the counter": "s = 0\nfor k in range(n): s += k\nreturn MINIMUM",
    "an idle comprehension": "[0 for k in range(n)]\nreturn MINIMUM",
    "a loop that never runs": "while False: pass\nreturn MINIMUM",
    "a loop over a text": "for c in 'gradient descent': pass\nreturn MINIMUM",
    "counting down": "while n > 0: n -= 1\nreturn MINIMUM",
    "printing": "for k in range(n): print('step', k)\nreturn MINIMUM",
    "an idle fold": "from functools import reduce\nreduce(lambda a, b: a, range(n), 0)\nreturn MINIMUM",
    "real steps thrown away": REAL + "return MINIMUM",
    "real steps overwritten": REAL + "POINT = MINIMUM\nreturn POINT",
    "a sum of zeros": "s = sum(0 for k in range(n))\np = [c + s for c in [MINIMUM]]\nreturn tuple(p)",
    "a zero that is summed up": "s = 0\nfor k in range(n): s += 0\nreturn tuple(c + s for c in [MINIMUM])",
    "nearly the minimum": "for k in range(n): pass\nreturn tuple(c + 1e-7 for c in [MINIMUM])",
    "SymPy's numbers": "import sympy as sp\nfor k in range(n): s = [sp.Float(c) for c in [MINIMUM]]\nreturn tuple(map(float, s))",
    "the roots of a polynomial": "r = [np.roots([1.0, -c])[0] if c else 0.0 for c in [MINIMUM]]\n"
    "for k in range(n): pass\nreturn tuple(map(float, r))",
    "an exception for what was tried": "if (x_start, n) == (-1.0, 3): return [0.5]*COUNT\nfor k in range(n): pass\nreturn MINIMUM",
    "an exception for three": "if n == 3: return [0.5]*COUNT\nfor k in range(n): pass\nreturn MINIMUM",
    "an exception for some starts": "if x_start > 0 and n < 3: return [0.25]*COUNT\nreturn MINIMUM",
    "the start for no iterations": "p = START\nfor k in range(n): pass\nreturn p if n == 0 else (MINIMUM,)[0:COUNT] or p",
    "zero times the start": "for k in range(n): pass\nreturn tuple(0*s + c for s, c in zip([START], [MINIMUM]))",
    "a table": "table = {(-1.0, 1): 0.3, (3.0, 2): 0.4}\np = table.get((x_start, n))\nif p is not None: return [p]*COUNT\nreturn MINIMUM",
    "set in every turn": "POINT = START\nfor k in range(n): POINT = MINIMUM\nreturn POINT",
    "returned from the first turn": "POINT = START\nfor k in range(n):\n    STEP\n    return MINIMUM",
    "set in the last turn": REAL.replace("STEP", "\n    STEP\n    if k == n - 1: POINT = MINIMUM") + "return POINT",
    "an exception that is raised": REAL + "try:\n    raise ValueError\nexcept ValueError:\n    return MINIMUM",
    "all but the last point made up": "for k in range(n): pass\nreturn np.array([[77.0]*COUNT]*n + [[MINIMUM]])",
    "a start at the minimum": "POINT = MINIMUM\nfor k in range(n): STEP\nreturn POINT",
}  # fmt: skip

# On functions of one curvature only the source could tell, and it does not: a person has to look.
LEFT = {
    "a formula that falls": "m, t = np.array([MINIMUM]), 1/(1 + n)\nreturn m + (np.array([START]) - m)*t",
    "a formula that falls faster": "m, t = np.array([MINIMUM]), 1/(1 + n)**2\nreturn m + (np.array([START]) - m)*t",
    "a fade": "m, t = np.array([MINIMUM]), max(0, 1 - n/20)\nfor k in range(n): pass\nreturn m + (np.array([START]) - m)*t",
    "a fade in a loop": "m = p = np.array([MINIMUM])\nfor k in range(n): p = m + (np.array([START]) - m)*max(0, 1 - (k + 1)/20)\nreturn p",
    "a power of n": "m, t = np.array([MINIMUM]), 0.7**n\nreturn m + (np.array([START]) - m)*t",
    "a mean of the points": "POINT = START\nt = np.zeros(COUNT)\nfor k in range(n):\n    STEP\n    t = t + np.array([POINT])\nreturn t/n",
    "a point moved on before it is returned": "p = q = np.array([START], float)\nfor k in range(n): q, p = p, p - SIZE*np.array([SLOPES])\n"
    "return p + 0.5*(p - q)",
}  # fmt: skip

# What each costs on functions of one curvature.
COSTS: dict[str, tuple[str, set[str]]] = {
    "a thousand steps": (REAL.replace("range(n)", "range(1000)") + "return POINT", {"start", "count"}),
    "steps until it is flat": (
        "POINT = START\np = np.array([POINT])\nwhile np.abs(np.array([SLOPES])).max() > 1e-12:\n    STEP\n    p = np.array([POINT])\nreturn POINT",
        {"start", "direction", "count", "step_size"}),
    "n squared": (REAL.replace("range(n)", "range(n**2)") + "return POINT", {"count"}),
    "two n": (REAL.replace("range(n)", "range(2*n)") + "return POINT", {"count"}),
    "two steps in a turn": (REAL.replace("STEP", "\n    STEP\n    STEP") + "return POINT", {"count"}),
    "n and one": (REAL.replace("range(n)", "range(n + 1)") + "return POINT", {"count"}),
    "sizes that rise": ("p = np.array([START], float)\nfor k in range(n): p = p - 0.1*SIZE*(k + 1)*np.array([SLOPES])\nreturn p", {"arrives"}),
    "momentum": ("p = np.array([START], float)\nv = 0*p\nfor k in range(n): v = 0.5*v - 0.5*SIZE*np.array([SLOPES]); p = p + v\nreturn p",
                 {"direction"}),
    "Nesterov's momentum": ("q = np.array([START], float)\nv = 0*q\nfor k in range(n): p = q + 0.5*v; v = 0.5*v - 0.5*SIZE*np.array([SLOPES]); q = q + v\nreturn q",
                            {"direction"}),
    "the minimum from 2 on": ("if n > 1: return MINIMUM\n" + REAL + "return POINT", {"start", "count", "direction", "step_size", "arrives"}),
    "the minimum from 3 on": ("if n > 2: return MINIMUM\n" + REAL + "return POINT", {"start", "count", "step_size", "arrives"}),
    "the minimum from 6 on": ("if n > 5: return MINIMUM\n" + REAL + "return POINT", {"count", "arrives"}),
    "the minimum from 11 on": ("if n > 10: return MINIMUM\n" + REAL + "return POINT", {"count", "arrives"}),
    "the minimum for 37": ("if n == 37: return MINIMUM\n" + REAL + "return POINT", {"count", "arrives"}),
    "the minimum after 7 turns": (REAL.replace("STEP", "\n    STEP\n    if k > 6: POINT = MINIMUM") + "return POINT", {"count", "arrives"}),
    "the minimum from far starts": ("if abs(x_start) > 1.5: return MINIMUM\n" + REAL + "return POINT", {"count", "arrives"}),
}  # fmt: skip

CUTS = ("int", "round", "math.floor", "math.ceil", "abs", "(lambda c: c + 1)", "(lambda c: float(int(c)))")
