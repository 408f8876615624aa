"""Functions of other courses for descents: of one curvature, radial, and others, with programs made for each of them."""

from __future__ import annotations

from dataclasses import dataclass

from tests.descent_programs.exercises import descending


@dataclass(frozen=True)
class Valley:
    """A function to descend, with what a program for it needs: its partial derivatives, its minimum, a step size."""

    expression: str
    starts: str
    slopes: tuple[str, ...]
    minimum: tuple[float, ...]
    size: float = 0.1
    curvature: float | None = None

    @property
    def names(self) -> list[str]:
        """Its variables."""
        return ["x", "y", "z"][: len(self.slopes)]

    def exercise(self, **keys: object) -> str:
        """An exercise with one descent, as YAML."""
        return descending(self.expression, self.starts, self.names, **keys)

    def program(self, body: str, size: float | None = None, above: str = "") -> str:
        """A program with this body, in which `STEP`, `POINT`, `START`, `MINIMUM`, `SLOPES` and `SIZE` are filled in."""
        names, size = self.names, size or self.size
        gradient = "".join(f"def g{v}({', '.join(names)}): return {s}\n" for v, s in zip(names, self.slopes, strict=True))
        moved = ", ".join(f"{v} - SIZE*g{v}({', '.join(names)})" for v in names)
        step = f"{', '.join(names)} = {moved}"
        for word, text in {
            "STEP": step, "MOVED": moved, "POINT": ", ".join(names), "START": ", ".join(f"{v}_start" for v in names),
            "MINIMUM": ", ".join(map(repr, self.minimum)), "SLOPES": ", ".join(f"g{v}(*p)" for v in names),
            "SIZE": repr(size), "COUNT": str(len(names)),
        }.items():  # fmt: skip
            body, above = body.replace(word, text), above.replace(word, text)
        starts = ", ".join(f"{v}_start" for v in names)
        lines = "".join(f"    {line}\n" for line in body.splitlines())
        return f"import math\nimport numpy as np\n{gradient}{above}def descend({starts}, n):\n{lines}"


ONE_CURVATURE = {
    "parabola": Valley("x**2", "[-3, 2, 0.5]", ("2*x",), (0.0,), curvature=2),
    "parabola, one start": Valley("x**2", "[3]", ("2*x",), (0.0,), curvature=2),
    "parabola at 3": Valley("(x - 3)**2", "[0, 10, -5]", ("2*(x - 3)",), (3.0,), curvature=2),
    "flat parabola": Valley("(x - 2)**2/4 + 1", "[0, 5, -3.5]", ("(x - 2)/2",), (2.0,), 0.4, 0.5),
    "steep parabola": Valley("2*x**2 - 4*x + 1", "[0, 5, -3]", ("4*x - 4",), (1.0,), 0.06, 4),
    "bowl": Valley("x**2 + y**2", "[[3, 4], [-1, 2], [0.5, 0.5]]", ("2*x", "2*y"), (0.0, 0.0), curvature=2),
    "bowl at (1, -2)": Valley("(x - 1)**2 + (y + 2)**2", "[[3, 4], [-1, 2]]", ("2*(x - 1)", "2*(y + 2)"), (1.0, -2.0),
                              curvature=2),
    "sphere": Valley("x**2 + y**2 + z**2", "[[1, 2, 3], [-1, 0.5, 2]]", ("2*x", "2*y", "2*z"), (0.0, 0.0, 0.0), curvature=2),
}  # fmt: skip
RADIAL = {
    "bell": Valley("-exp(-x**2 - y**2)", "[[0.5, 0.3], [-0.4, 0.6]]",
                   ("2*x*math.exp(-x**2 - y**2)", "2*y*math.exp(-x**2 - y**2)"), (0.0, 0.0), 0.2),
    "hyperboloid": Valley("sqrt(1 + x**2 + y**2)", "[[1, 2], [-1.5, 0.5]]",
                          ("x/math.sqrt(1 + x**2 + y**2)", "y/math.sqrt(1 + x**2 + y**2)"), (0.0, 0.0), 0.5),
}  # fmt: skip
OTHERS = {
    "ellipse": Valley("x**2 + 3*y**2", "[[3, 4], [-1, 2], [0.5, 0.5]]", ("2*x", "6*y"), (0.0, 0.0)),
    "across": Valley("3*x**2 + 2*x*y + y**2", "[[2, -1], [1, 1], [-1, 3]]", ("6*x + 2*y", "2*x + 2*y"), (0.0, 0.0)),
    "cosh": Valley("cosh(x)", "[1, -2, 3]", ("math.sinh(x)",), (0.0,), 0.05),
    "fourth power": Valley("x**4", "[1, -0.8, 0.5]", ("4*x**3",), (0.0,), 0.05),
    "two wells": Valley("x**4/4 - x**2/2", "[0.5, 2, 1.5]", ("x**3 - x",), (1.0,), 0.1),
    "lesson": Valley("x**2/2 + exp(-x)", "[-1, -10, 20]", ("x - math.exp(-x)",), (0.5671432904097838,)),
    "lesson, two": Valley("2*x**2 + 4*y**2 + exp(-3*x) + 3*exp(-2*y)", "[[14, -53], [0.5, 0.5]]",
                          ("4*x - 3*math.exp(-3*x)", "8*y - 6*math.exp(-2*y)"), (0.302578017, 0.362930678), 0.05),
    "Rosenbrock": Valley("(1 - x)**2 + 5*(y - x**2)**2", "[[-1, 1], [0, 0], [0.5, 1.5]]",
                         ("-2*(1 - x) - 20*x*(y - x**2)", "10*(y - x**2)"), (1.0, 1.0), 0.01),
}  # fmt: skip
VALLEYS = ONE_CURVATURE | RADIAL | OTHERS
