"""Functions whose minimum is no isolated smooth one, or that have none, with right programs and the ways to be wrong."""

from __future__ import annotations

from dataclasses import dataclass

from tests.descent_programs.exercises import descending


@dataclass(frozen=True)
class Ground:
    """A function, the starts, a right step size, its gradient as students write it, and what the author says besides."""

    expression: str
    starts: str
    slopes: tuple[str, ...]
    size: float
    tolerance: float | None = None
    arrives: str = "minimum"

    @property
    def names(self) -> tuple[str, ...]:
        """Its variables."""
        return ("x", "y")[: len(self.slopes)]

    @property
    def exercise(self) -> str:
        """An exercise with one descent, as YAML."""
        given = ", ".join(f"{v}_start" for v in self.names)
        prompt = f"Write a program `descend({given}, n)` that takes `n` steps of gradient descent."
        return descending(
            self.expression, self.starts, self.names, tolerance=self.tolerance, prompt=prompt, title="Down", arrives=self.arrives
        )

    def program(self, *, size: float | None = None, count: str = "n", begin: str = "", step: str = "", rate: str = "") -> str:
        """A right program but for the part that is given; `rate` is a step size that depends on the step number k."""
        names, size = ", ".join(self.names), self.size if size is None else size
        starts = ", ".join(f"{v}_start" for v in self.names)
        moved = step or ", ".join(f"{v} - d * g[{axis}]" for axis, v in enumerate(self.names))
        return (
            f"import math\nimport numpy as np\ndef slopes({names}):\n    return [{', '.join(self.slopes)}]\n"
            f"def descend({starts}, n):\n    {names} = {begin or starts}\n    for k in range({count}):\n"
            f"        d = {rate or size}\n        g = slopes({names})\n        {names} = {moved}\n    return {names}\n"
        )


KINKS = {
    "a hinge": Ground("max(0, 1 - x) + x**2/4", "[-3, 0, 4]", ("(-1 if x < 1 else 0) + x/2",), 0.05, tolerance=0.05),
    "a hinge with a floor": Ground("max(0, 1 - x)", "[-3, 0]", ("-1 if x < 1 else 0",), 0.04, tolerance=0.05),
    "a squared hinge": Ground("max(0, 1 - x)**2 + x**2/4", "[-3, 0, 4]", ("(2*(x - 1) if x < 1 else 0) + x/2",), 0.1),
    "a distance": Ground("abs(x - 1) + x**2/4", "[-3, 4]", ("np.sign(x - 1) + x/2",), 0.02, tolerance=0.05),
    "a support vector machine": Ground(
        "x**2/2 + max(0, 1 - (2*x + y)) + max(0, 1 + x + y) + max(0, 1 - (3*x + y))", "[[0, 0], [1, -1.5], [-1, -0.5]]",
        ("x - 2*(2*x + y < 1) + (x + y > -1) - 3*(3*x + y < 1)", "-(2*x + y < 1)*1 + (x + y > -1) - (3*x + y < 1)"),
        0.01, tolerance=0.05),
    "a lasso": Ground("(x - 3)**2/2 + (y - 0.5)**2/2 + abs(x) + abs(y)", "[[-3, 4], [1, 1]]",
                      ("x - 3 + np.sign(x)", "y - 0.5 + np.sign(y)"), 0.02, tolerance=0.05),
    "a cone": Ground("sqrt(x**2 + y**2)", "[[-3, 4], [1, 1.5]]", ("x/math.hypot(x, y)", "y/math.hypot(x, y)"), 0.01,
                     tolerance=0.05),
}  # fmt: skip
FLAT = {
    "a fourth power": Ground("x**4", "[1, -0.8, 2]", ("4*x**3",), 0.05),
    "a fourth power, moved": Ground("(x - 2)**4", "[1, 0.8, 4]", ("4*(x - 2)**3",), 0.05),
    "a fourth power across": Ground("x**4 + y**2", "[[1, 1], [0.5, -1]]", ("4*x**3", "2*y"), 0.1),
    "a valley floor": Ground("(x + y - 1)**2", "[[1, 1], [-2, 0.5]]", ("2*(x + y - 1)", "2*(x + y - 1)"), 0.1),
    "a badly scaled bowl": Ground("x**2/2 + 500*y**2", "[[1, 1], [-2, 0.5]]", ("x", "1000*y"), 0.0007),
    "a worse one": Ground("x**2/2 + 50000*y**2", "[[1, 1], [-0.5, 2]]", ("x", "100000*y"), 7e-6, tolerance=0.99),
    "Rosenbrock": Ground("(1 - x)**2 + 100*(y - x**2)**2", "[[-1.2, 1], [0, 0]]",
                         ("-2*(1 - x) - 400*x*(y - x**2)", "200*(y - x**2)"), 0.001),
}  # fmt: skip
NOWHERE = {
    "an exponential": Ground("exp(-x)", "[0, 1]", ("-math.exp(-x)",), 0.1, arrives="nowhere"),
    "a logarithm": Ground("-log(x)", "[1, 3]", ("-1/x",), 0.1, arrives="nowhere"),
    "a soft hinge": Ground("log(1 + exp(-x))", "[0, 1]", ("-1/(1 + math.exp(x))",), 0.1, arrives="nowhere"),
    "a line": Ground("2*x", "[0.3, 1]", ("2",), 0.1, arrives="nowhere"),
    "a saddle": Ground("x**2 - y**2", "[[1, 0.1], [2, 1]]", ("2*x", "-2*y"), 0.05, arrives="nowhere"),
}
GROUNDS = KINKS | FLAT | NOWHERE
