# ruff: noqa: E501 - a program in a line is easier to compare with its neighbours than one broken in two
"""Honest descents in many styles, for any function: what stands above the program, and its body.

The words in capitals are filled in by `valleys.Valley.program`.
"""

from __future__ import annotations

STYLES: dict[str, tuple[str, str]] = {
    "plain": ("", "POINT = START\nfor _ in range(n):\n    STEP\nreturn POINT"),
    "counted from one": ("", "POINT = START\nfor i in range(1, n + 1):\n    STEP\nreturn POINT"),
    "counting up": ("", "POINT = START\nk = 0\nwhile k < n:\n    STEP\n    k += 1\nreturn POINT"),
    "counting down": ("", "POINT = START\nwhile n > 0:\n    STEP\n    n = n - 1\nreturn POINT"),
    "until it is n": ("", "POINT = START\nk = 0\nwhile True:\n    if k >= n:\n        break\n    STEP\n    k += 1\nreturn POINT"),
    "recursion": ("", "if n == 0:\n    return START\nPOINT = START\nreturn descend(MOVED, n - 1)"),
    "recursion, the last step first": ("", "if n <= 0:\n    return START\nPOINT = descend(START, n - 1)\nreturn MOVED"),
    "recursion inside": ("def step(POINT, k):\n    if k == 0:\n        return POINT\n    return step(MOVED, k - 1)\n", "return step(START, n)"),
    "a function for a step": ("def step(POINT, d):\n    return MOVED\n", "POINT = START\nfor _ in range(n):\n    POINT = step(POINT, SIZE)\nreturn POINT"),
    "functions inside": ("", "def moved(POINT):\n    return MOVED\ndef descend_from(POINT):\n    for _ in range(n):\n        POINT = moved(POINT)\n    return POINT\nreturn descend_from(START)"),
    "a list of points": ("", "ps = [np.array([START])]\nfor i in range(n):\n    p = ps[-1]\n    ps.append(p - SIZE*np.array([SLOPES]))\nreturn ps[-1]"),
    "a list by number": ("", "ps = [np.array([START])]\nfor i in range(n):\n    p = ps[i]\n    ps += [p - SIZE*np.array([SLOPES])]\nreturn ps[n]"),
    "an array of points": ("", "P = np.zeros((n + 1, COUNT))\nP[0] = [START]\nfor i in range(n):\n    p = P[i]\n    P[i + 1] = p - SIZE*np.array([SLOPES])\nreturn P[-1]"),
    "an array by column": ("", "P = np.empty((n + 1, COUNT))\nP[0, :] = [START]\nfor i in range(1, n + 1):\n    p = P[i - 1]\n    s = [SLOPES]\n    for j in range(COUNT):\n        P[i, j] = P[i - 1, j] - SIZE*s[j]\nreturn P[n]"),
    "a dict by number": ("", "ps = {0: (START,)}\nfor k in range(n):\n    p = ps[k]\n    ps[k + 1] = tuple(c - SIZE*s for c, s in zip(p, [SLOPES]))\nreturn ps[n]"),
    "a vector": ("", "p = np.array([START], dtype=float)\nfor _ in range(n):\n    p = p - SIZE*np.array([SLOPES])\nreturn p"),
    "a vector in place": ("", "p = np.array([START], dtype=float)\nfor _ in range(n):\n    p -= SIZE*np.array([SLOPES])\nreturn tuple(p)"),
    "a list in place": ("", "p = [START]\nfor _ in range(n):\n    slopes = [SLOPES]\n    for i in range(len(p)):\n        p[i] -= SIZE*slopes[i]\nreturn tuple(p)"),
    "a comprehension": ("", "p = [START]\nfor _ in range(n):\n    p = [c - SIZE*s for c, s in zip(p, [SLOPES])]\nreturn p"),
    "a class that is called": ("class Descent:\n    def __init__(self, rate):\n        self.rate = rate\n    def __call__(self, p, n):\n        for _ in range(n):\n            p = [c - self.rate*s for c, s in zip(p, [SLOPES])]\n        return p\n",
                               "return Descent(SIZE)([START], n)"),
    "a class with a point": ("class Walker:\n    rate = SIZE\n    def __init__(self, *point):\n        self.point = list(point)\n    def advance(self):\n        p = self.point\n        self.point = [c - self.rate*s for c, s in zip(p, [SLOPES])]\n",
                             "walker = Walker(START)\nfor _ in range(n):\n    walker.advance()\nreturn walker.point"),
    "a class with a gradient": ("class Optimizer:\n    @staticmethod\n    def gradient(p):\n        return [SLOPES]\n    def step(self, p, rate=SIZE):\n        return [c - rate*s for c, s in zip(p, self.gradient(p))]\n",
                                "optimizer = Optimizer()\np = [START]\nfor _ in range(n):\n    p = optimizer.step(p)\nreturn p"),
    "a fold": ("from functools import reduce\n", "def step(p, _):\n    return [c - SIZE*s for c, s in zip(p, [SLOPES])]\nreturn reduce(step, range(n), [START])"),
    "an accumulation": ("from itertools import accumulate\n", "def step(p, _):\n    return [c - SIZE*s for c, s in zip(p, [SLOPES])]\nreturn list(accumulate(range(n), step, initial=[START]))[-1]"),
    "an endless generator": ("import itertools\ndef points(p):\n    while True:\n        yield p\n        p = [c - SIZE*s for c, s in zip(p, [SLOPES])]\n",
                             "return next(itertools.islice(points([START]), n, None))"),
    "a generator of n": ("def points(p, n):\n    for _ in range(n):\n        p = [c - SIZE*s for c, s in zip(p, [SLOPES])]\n        yield p\n",
                         "for p in points([START], n):\n    pass\nreturn p"),
    "an iterator": ("class Walk:\n    def __init__(self, p):\n        self.p = p\n    def __iter__(self):\n        return self\n    def __next__(self):\n        p = self.p\n        self.p = [c - SIZE*s for c, s in zip(p, [SLOPES])]\n        return self.p\n",
                    "for _, p in zip(range(n), Walk([START])):\n    pass\nreturn p"),
    "a walrus": ("", "p = [START]\n[p := [c - SIZE*s for c, s in zip(p, [SLOPES])] for _ in range(n)]\nreturn p"),
    "a closure": ("def make(rate):\n    def walk(p, n):\n        for _ in range(n):\n            p = [c - rate*s for c, s in zip(p, [SLOPES])]\n        return p\n    return walk\nwalk = make(SIZE)\n", "return walk([START], n)"),
    "a lambda": ("moved = lambda p, rate=SIZE: [c - rate*s for c, s in zip(p, [SLOPES])]\n", "p = [START]\nfor _ in range(n):\n    p = moved(p)\nreturn p"),
    "a tolerance": ("", "p = np.array([START], float)\nfor k in range(n):\n    q = p - SIZE*np.array([SLOPES])\n    if np.max(np.abs(q - p)) < 1e-12:\n        return q\n    p = q\nreturn p"),
    "a tolerance in the condition": ("", "p, i = np.array([START], float), 0\nwhile i < n and np.linalg.norm([SLOPES]) > 1e-10:\n    p = p - SIZE*np.array([SLOPES])\n    i += 1\nreturn p"),
    "a history kept elsewhere": ("RATE = SIZE\nHISTORY = []\n", "global HISTORY\nHISTORY = [(START,)]\np = np.array([START], float)\nfor _ in range(n):\n    p = p - RATE*np.array([SLOPES])\n    HISTORY.append(p)\nreturn p"),
    "a dict": ("", "point = dict(zip('xyz', [START]))\nfor _ in range(n):\n    p = list(point.values())\n    point = {v: c - SIZE*s for v, c, s in zip(point, p, [SLOPES])}\nreturn point"),
    "careful": ("", "if n < 0:\n    raise ValueError('n must not be negative')\nif n == 0:\n    return START\nPOINT = START\nfor k in range(int(n)):\n    try:\n        STEP\n    except OverflowError:\n        break\n    if k % 100 == 0:\n        print(k, POINT)\nreturn POINT"),
    "a queue": ("from collections import deque\n", "q = deque([[START]], maxlen=2)\nfor _ in range(n):\n    p = q[-1]\n    q.append([c - SIZE*s for c, s in zip(p, [SLOPES])])\nreturn q[-1]"),
    "a rate for each step": ("", "POINT = START\nfor k, rate in enumerate(np.full(n, SIZE)):\n    STEP\nreturn POINT"),
    "NumPy's range": ("", "POINT = START\nfor k in np.arange(n):\n    STEP\nreturn POINT"),
    "the best point beside": ("", "p = best = np.array([START], float)\nfor k in range(n):\n    p = p - SIZE*np.array([SLOPES])\n    best = p\nreturn p"),
    "an old point for a test": ("", "POINT = START\nold = None\nfor k in range(n):\n    if old is not None and old == (POINT,):\n        break\n    old = (POINT,)\n    STEP\nreturn POINT"),
}  # fmt: skip

SCHEDULES = {
    "harmonic": "SIZE/(1 + 0.1*k)",
    "a root": "SIZE/math.sqrt(k + 1)",
    "stairs": "(SIZE if k < 10 else SIZE/2)",
    "stairs at the start": "(SIZE if k < 2 else SIZE/2)",
    "a floor": "max(SIZE/3, SIZE - 0.001*k)",
    "late": "(SIZE if k < 40 else SIZE/4)",
    "a logarithm": "SIZE/(1 + math.log(1 + k))",
}
SCHEDULED = "p = np.array([START], float)\nfor k in range(n):\n    p = p - RATE*np.array([SLOPES])\nreturn p"
