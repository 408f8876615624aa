"""Right programs in many styles, by name: one variable, two variables, and with every step size that should do."""

from __future__ import annotations

ONE = "single_variable_descent"
TWO = "multivariable_descent"

ONE_VARIABLE: dict[str, str] = {
    "lesson, printed": """
import mygrad as mg
def grad_descent(x_start, n):
    x = mg.tensor(float(x_start))
    step_size = 0.1
    for _ in range(n):
        f = x ** 2 / 2 + mg.exp(-x)
        f.backward()
        x = mg.tensor(x - step_size * x.grad)
    return x.item()
""",
    "plain": """
import math
def grad_descent(x_start, n):
    x = x_start
    delta = 0.1
    for i in range(n):
        x = x - delta * (x - math.exp(-x))
    return x
""",
    "numpy": """
import numpy as np
def grad_descent(x_start, n):
    for _ in range(n):
        x_start -= 0.05 * (x_start - np.exp(-x_start))
    return x_start
""",
    "returns an array scalar": """
import numpy as np
def grad_descent(x_start, n, lr=0.3):
    x = np.array(x_start, dtype=float)
    for _ in range(n):
        x = x - lr * (x - np.exp(-x))
    return np.array(x)
""",
    "returns a one-element array": """
import numpy as np
def grad_descent(x_start, n):
    x = np.array([x_start], dtype=np.float64)
    for k in range(n):
        x -= 0.2 * (x - np.exp(-x))
    return x
""",
    "returns a tensor": """
import mygrad as mg
def grad_descent(x_start, n):
    x = mg.tensor(x_start, dtype=float)
    for _ in range(n):
        loss = x * x / 2 + mg.exp(-1 * x)
        loss.backward()
        x.data -= 0.1 * x.grad
        x.null_grad()
    return x
""",
    "recursive": """
from math import exp
def grad_descent(x, n):
    if n == 0:
        return x
    return grad_descent(x - 0.25 * (x - exp(-x)), n - 1)
""",
    "recursive, last step first": """
from math import exp
def grad_descent(x_start, n, d=0.1):
    if n <= 0: return x_start
    before = grad_descent(x_start, n - 1, d)
    return before - d * (before - exp(-before))
""",
    "while": """
import numpy as np
def grad_descent(x_start, n):
    x, k = x_start, 0
    while k < n:
        g = x - np.exp(-x)
        x, k = x - 0.15 * g, k + 1
    return float(x)
""",
    "counting down": """
import numpy as np
def grad_descent(x_start, n):
    x = x_start
    while n:
        n -= 1
        x += 0.15 * (np.exp(-x) - x)
    return x
""",
    "class": """
import math
class Descent:
    def __init__(self, step):
        self.step = step
    def slope(self, x):
        return x - math.exp(-x)
    def __call__(self, x_start, n):
        x = x_start
        for _ in range(n):
            x -= self.step * self.slope(x)
        return x
grad_descent = Descent(0.1)
""",
    "bound method": """
import math
class Descent:
    delta = 0.05
    def run(self, x_start, n):
        self.x = x_start
        for _ in range(n):
            self.advance()
        return self.x
    def advance(self):
        self.x = self.x - self.delta * (self.x - math.exp(-self.x))
grad_descent = Descent().run
""",
    "lambda and reduce": """
from functools import reduce
from math import exp
grad_descent = lambda x_start, n: reduce(lambda x, _: x - 0.1 * (x - exp(-x)), range(n), x_start)
""",
    "helper functions": """
import numpy as np
def f(x): return x**2 / 2 + np.exp(-x)
def df(x): return x - np.exp(-x)
def step(x, delta): return x - delta * df(x)
def grad_descent(x_start, n):
    x = x_start
    for _ in range(n):
        x = step(x, 0.5)
    return x
""",
    "generator": """
import itertools, math
def positions(x):
    while True:
        yield x
        x = x - 0.1 * (x - math.exp(-x))
def grad_descent(x_start, n):
    return next(itertools.islice(positions(x_start), n, None))
""",
    "a list of positions, last one returned": """
import numpy as np
def grad_descent(x_start, n):
    xs = [x_start]
    for i in range(n):
        xs.append(xs[i] - 0.1 * (xs[i] - np.exp(-xs[i])))
    return xs[-1]
""",
    "an array of positions": """
import numpy as np
def grad_descent(x_start, n):
    xs = np.zeros(n + 1)
    xs[0] = x_start
    for i in range(1, n + 1):
        xs[i] = xs[i - 1] - 0.1 * (xs[i - 1] - np.exp(-xs[i - 1]))
    return xs[n]
""",
    "central differences": """
import numpy as np
def f(x): return x**2 / 2 + np.exp(-x)
def grad_descent(x_start, n, h=1e-5):
    x = x_start
    for _ in range(n):
        x = x - 0.1 * (f(x + h) - f(x - h)) / (2 * h)
    return x
""",
    "forward differences": """
import math
def f(x): return x**2 / 2 + math.exp(-x)
def grad_descent(x_start, n):
    x = x_start
    h = 1e-7
    for _ in range(n):
        x = x - 0.1 * (f(x + h) - f(x)) / h
    return x
""",
    "gradient written otherwise": """
import numpy as np
def grad_descent(x_start, n):
    x = x_start
    for _ in range(n):
        x = x * (1 - 0.1) + 0.1 / np.exp(x)
    return x
""",
    "stops at a tolerance": """
import numpy as np
def grad_descent(x_start, n):
    x = x_start
    for _ in range(n):
        new = x - 0.1 * (x - np.exp(-x))
        if abs(new - x) < 1e-8:
            return new
        x = new
    return x
""",
    "stops where the slope is small": """
import numpy as np
def grad_descent(x_start, n):
    x = x_start
    i = 0
    while i < n and abs(x - np.exp(-x)) > 1e-6:
        x = x - 0.3 * (x - np.exp(-x))
        i += 1
    return x
""",
    "schedule, harmonic": """
import numpy as np
def grad_descent(x_start, n):
    x = x_start
    for k in range(n):
        x = x - 0.5 / (1 + 0.1 * k) * (x - np.exp(-x))
    return x
""",
    "schedule, geometric": """
import numpy as np
def grad_descent(x_start, n):
    x, lr = x_start, 0.5
    for k in range(n):
        x = x - lr * (x - np.exp(-x))
        lr *= 0.99
    return x
""",
    "schedule, root": """
import math
def grad_descent(x_start, n):
    x = x_start
    for k in range(1, n + 1):
        x -= 0.4 / math.sqrt(k) * (x - math.exp(-x))
    return x
""",
    "schedule, halved every ten steps": """
import math
def grad_descent(x_start, n):
    x = x_start
    for k in range(n):
        x -= 0.4 * 0.9 ** (k // 10) * (x - math.exp(-x))
    return x
""",
    "keyword-only count": """
import math
def grad_descent(x_start, *, n):
    x = x_start
    for _ in range(n):
        x -= 0.1 * (x - math.exp(-x))
    return x
""",
    "count first": """
import math
def grad_descent(n, x0):
    x = x0
    for _ in range(n):
        x -= 0.1 * (x - math.exp(-x))
    return x
""",
    "any arguments": """
import math
def grad_descent(*args):
    x, n = args
    for _ in range(n):
        x -= 0.1 * (x - math.exp(-x))
    return x
""",
    "fails for no iterations": """
import math
def grad_descent(x_start, n):
    x = x_start
    for i in range(n):
        new = x - 0.1 * (x - math.exp(-x))
        x = new
    return new
""",
    "returns a one-tuple": """
import math
def grad_descent(x_start, n):
    x = x_start
    for _ in range(n):
        x -= 0.1 * (x - math.exp(-x))
    return (x,)
""",
    "returns a dict": """
import math
def grad_descent(x_start, n):
    x = x_start
    for _ in range(n):
        x -= 0.1 * (x - math.exp(-x))
    return {"x": x}
""",
    "prints too": """
import math
def grad_descent(x_start, n):
    x = x_start
    for k in range(n):
        x -= 0.1 * (x - math.exp(-x))
        print(k, x)
    return x
""",
    "keeps a history": """
import math
history = []
def grad_descent(x_start, n):
    global history
    history = [x_start]
    x = x_start
    for k in range(n):
        x -= 0.1 * (x - math.exp(-x))
        history.append(x)
    return x
""",
    "walrus": """
from math import exp
def grad_descent(x_start, n):
    x = x_start
    [x := x - 0.1 * (x - exp(-x)) for _ in range(n)]
    return x
""",
    "updates through data": """
import mygrad as mg
def grad_descent(x_start, n):
    x = mg.Tensor(x_start)
    for _ in range(n):
        y = mg.square(x) / 2 + mg.exp(-x)
        y.backward()
        x = mg.Tensor(x.data - 0.01 * x.grad)
    return x.data
""",
    "rounds the result to six digits": """
import math
def grad_descent(x_start, n):
    x = x_start
    for _ in range(n):
        x -= 0.1 * (x - math.exp(-x))
    return round(x, 6)
""",
    "closure": """
import math
def make(delta):
    def descend(x_start, n):
        for _ in range(n):
            x_start = x_start - delta * (x_start - math.exp(-x_start))
        return x_start
    return descend
grad_descent = make(0.7)
""",
    "decimal step from a constant": """
import math
STEP = 1 / 3
def grad_descent(x_start, n):
    x = x_start
    for _ in range(n):
        x -= STEP * (x - math.exp(-x))
    return x
""",
    "guarded exponential": """
import math
def grad_descent(x_start: float, n: int) -> float:
    x = float(x_start)
    for _ in range(int(n)):
        try:
            slope = x - math.exp(-x)
        except OverflowError:
            return x
        x = x - 0.1 * slope
    return x
""",
}

TWO_VARIABLES: dict[str, str] = {
    "lesson, repaired": """
import mygrad as mg
def multi_grad_descent(x_start, y_start, n):
    x = mg.tensor(float(x_start))
    y = mg.tensor(float(y_start))
    step_size = 0.1
    for _ in range(n):
        f = 2 * x ** 2 + 4 * y ** 2 + mg.exp(-3 * x) + 3 * mg.exp(-2 * y)
        f.backward()
        x = mg.tensor(x - step_size * x.grad)
        y = mg.tensor(y - step_size * y.grad)
    return x.item(), y.item()
""",
    "plain": """
from math import exp
def multi_grad_descent(x_start, y_start, n):
    x, y = x_start, y_start
    for _ in range(n):
        gx = 4 * x - 3 * exp(-3 * x)
        gy = 8 * y - 6 * exp(-2 * y)
        x, y = x - 0.1 * gx, y - 0.1 * gy
    return x, y
""",
    "numpy vector": """
import numpy as np
def multi_grad_descent(x_start, y_start, n):
    p = np.array([x_start, y_start], dtype=float)
    for _ in range(n):
        g = np.array([4 * p[0] - 3 * np.exp(-3 * p[0]), 8 * p[1] - 6 * np.exp(-2 * p[1])])
        p = p - 0.05 * g
    return p
""",
    "vectorised": """
import numpy as np
A, B, C = np.array([4., 8.]), np.array([3., 6.]), np.array([3., 2.])
def multi_grad_descent(x_start, y_start, n):
    p = np.array([x_start, y_start], float)
    for _ in range(n):
        p -= 0.1 * (A * p - B * np.exp(-C * p))
    return tuple(p)
""",
    "one vector as start": """
import numpy as np
def multi_grad_descent(start, n):
    p = np.array(start, float)
    for _ in range(n):
        p = p - 0.1 * np.array([4 * p[0] - 3 * np.exp(-3 * p[0]), 8 * p[1] - 6 * np.exp(-2 * p[1])])
    return p
""",
    "one vector, updated in place": """
import numpy as np
def multi_grad_descent(p, n):
    for _ in range(n):
        p -= 0.1 * np.array([4 * p[0] - 3 * np.exp(-3 * p[0]), 8 * p[1] - 6 * np.exp(-2 * p[1])])
    return p
""",
    "dict": """
from math import exp
def multi_grad_descent(x_start, y_start, n):
    x, y = x_start, y_start
    for _ in range(n):
        x -= 0.01 * (4 * x - 3 * exp(-3 * x))
        y -= 0.01 * (8 * y - 6 * exp(-2 * y))
    return {"x": x, "y": y}
""",
    "y with the new x, which changes nothing": """
import numpy as np
def multi_grad_descent(x_start, y_start, n):
    x, y = x_start, y_start
    for _ in range(n):
        x = x - 0.12 * (4 * x - 3 * np.exp(-3 * x))
        y = y - 0.12 * (8 * y - 6 * np.exp(-2 * y))
    return [x, y]
""",
    "recursive": """
from math import exp
def multi_grad_descent(x, y, n):
    if n == 0:
        return x, y
    return multi_grad_descent(x - 0.1 * (4 * x - 3 * exp(-3 * x)), y - 0.1 * (8 * y - 6 * exp(-2 * y)), n - 1)
""",
    "class": """
import numpy as np
class Minimiser:
    def __init__(self, step=0.1):
        self.step = step
    def gradient(self, x, y):
        return 4 * x - 3 * np.exp(-3 * x), 8 * y - 6 * np.exp(-2 * y)
    def descend(self, x_start, y_start, n):
        self.x, self.y = x_start, y_start
        for _ in range(n):
            gx, gy = self.gradient(self.x, self.y)
            self.x -= self.step * gx
            self.y -= self.step * gy
        return self.x, self.y
multi_grad_descent = Minimiser().descend
""",
    "mygrad vector": """
import mygrad as mg
import numpy as np
def multi_grad_descent(x_start, y_start, n):
    p = mg.tensor([x_start, y_start], dtype=float)
    for _ in range(n):
        f = 2 * p[0] ** 2 + 4 * p[1] ** 2 + mg.exp(-3 * p[0]) + 3 * mg.exp(-2 * p[1])
        f.backward()
        p = mg.tensor(p.data - 0.1 * p.grad)
    return p
""",
    "mygrad, in place": """
import mygrad as mg
def multi_grad_descent(x_start, y_start, n, lr=0.05):
    x, y = mg.tensor(x_start, dtype=float), mg.tensor(y_start, dtype=float)
    for _ in range(n):
        f = 2 * x * x + 4 * y * y + mg.exp(-3 * x) + 3 * mg.exp(-2 * y)
        f.backward()
        x.data -= lr * x.grad
        y.data -= lr * y.grad
        x.null_grad(); y.null_grad()
    return x, y
""",
    "backtracking line search": """
import numpy as np
def f(p): return 2 * p[0]**2 + 4 * p[1]**2 + np.exp(-3 * p[0]) + 3 * np.exp(-2 * p[1])
def g(p): return np.array([4 * p[0] - 3 * np.exp(-3 * p[0]), 8 * p[1] - 6 * np.exp(-2 * p[1])])
def multi_grad_descent(x_start, y_start, n):
    p = np.array([x_start, y_start], float)
    for _ in range(n):
        t, slope = 1.0, g(p)
        while not f(p - t * slope) <= f(p) - 0.3 * t * slope @ slope and t > 1e-60:
            t /= 2
        p = p - t * slope
    return p
""",
    "schedule": """
import numpy as np
def multi_grad_descent(x_start, y_start, n):
    x, y = x_start, y_start
    for k in range(n):
        d = 0.12 / (1 + 0.01 * k)
        x, y = x - d * (4 * x - 3 * np.exp(-3 * x)), y - d * (8 * y - 6 * np.exp(-2 * y))
    return x, y
""",
    "column vector": """
import numpy as np
def multi_grad_descent(x_start, y_start, n):
    p = np.array([[x_start], [y_start]], float)
    for _ in range(n):
        p = p - 0.1 * np.array([4 * p[0] - 3 * np.exp(-3 * p[0]), 8 * p[1] - 6 * np.exp(-2 * p[1])])
    return p
""",
    "stops at a tolerance": """
import numpy as np
def multi_grad_descent(x_start, y_start, n):
    p = np.array([x_start, y_start], float)
    for _ in range(n):
        q = p - 0.1 * np.array([4 * p[0] - 3 * np.exp(-3 * p[0]), 8 * p[1] - 6 * np.exp(-2 * p[1])])
        if np.linalg.norm(q - p) < 1e-9:
            break
        p = q
    return p
""",
    "y first": """
from math import exp
def multi_grad_descent(y0, x0, n):
    x, y = x0, y0
    for _ in range(n):
        x -= 0.1 * (4 * x - 3 * exp(-3 * x))
        y -= 0.1 * (8 * y - 6 * exp(-2 * y))
    return x, y
""",
    "the point and its history": """
from math import exp
def multi_grad_descent(x, y, n):
    points = []
    for _ in range(n):
        x, y = x - 0.05 * (4 * x - 3 * exp(-3 * x)), y - 0.05 * (8 * y - 6 * exp(-2 * y))
        points.append((x, y))
    return (x, y), points
""",
    "its history and the point": """
from math import exp
def multi_grad_descent(x, y, n):
    points = [(x, y)]
    for _ in range(n):
        x, y = x - 0.05 * (4 * x - 3 * exp(-3 * x)), y - 0.05 * (8 * y - 6 * exp(-2 * y))
        points.append((x, y))
    return points, (x, y)
""",
    "coordinates and their histories": """
from math import exp
def multi_grad_descent(x, y, n):
    xs, ys = [], []
    for _ in range(n):
        x, y = x - 0.05 * (4 * x - 3 * exp(-3 * x)), y - 0.05 * (8 * y - 6 * exp(-2 * y))
        xs.append(x); ys.append(y)
    return x, y, xs, ys
""",
    "the point and values of the function": """
from math import exp
def multi_grad_descent(x, y, n):
    values = []
    for _ in range(n):
        x, y = x - 0.05 * (4 * x - 3 * exp(-3 * x)), y - 0.05 * (8 * y - 6 * exp(-2 * y))
        values.append(x + y)
    return [x, y], values
""",
}

# A right program for each style in which the step size is put in by name.
STYLES: dict[str, tuple[str, str]] = {
    "plain": (ONE, ONE_VARIABLE["plain"].replace("delta = 0.1", "delta = {size}")),
    "mygrad": (ONE, ONE_VARIABLE["lesson, printed"].replace("step_size = 0.1", "step_size = {size}")),
    "recursive": (ONE, ONE_VARIABLE["recursive"].replace("0.25", "{size}")),
    "class": (ONE, ONE_VARIABLE["class"].replace("Descent(0.1)", "Descent({size})")),
    "array": (ONE, ONE_VARIABLE["returns an array scalar"].replace("lr=0.3", "lr={size}")),
    "two, mygrad": (TWO, TWO_VARIABLES["lesson, repaired"].replace("step_size = 0.1", "step_size = {size}")),
    "two, vectorised": (TWO, TWO_VARIABLES["vectorised"].replace("0.1 *", "{size} *")),
    "two, recursive": (TWO, TWO_VARIABLES["recursive"].replace("0.1 *", "{size} *")),
    "two, class": (TWO, TWO_VARIABLES["class"].replace("step=0.1", "step={size}")),
}
SIZES = {
    ONE: (0.001, 0.003, 0.01, 0.05, 0.1, 1 / 3, 0.5, 0.75, 0.9, 0.99, 1.0),
    TWO: (0.001, 0.01, 0.05, 0.1, 0.12, 0.124),
}
