"""Functions of other courses, each as an exercise of its own: one curvature, several, radial, flat, two minima, a valley."""

from __future__ import annotations

from collections.abc import Sequence

from tests.descent_programs.exercises import descending

# name: variables, expression, starts (whole numbers where an author would write them)
_FUNCTIONS: dict[str, tuple[str, str, Sequence[object]]] = {
    "parabola": ("x", "x**2", [-3, 2, 0.5]),
    "parabola, moved": ("x", "(x-3)**2", [0, 10, -5]),
    "parabola, half": ("x", "(x+1.5)**2/2", [0, 4, -6]),
    "parabola, written out": ("x", "2*x**2 - 4*x + 1", [0, 5, -3]),
    "bowl": ("xy", "x**2 + y**2", [[3, 4], [-1, 2], [0.5, 0.5]]),
    "bowl, moved": ("xy", "(x-1)**2 + (y+2)**2", [[3, 4], [-1, 2], [0.5, 0.5]]),
    "bowl, three variables": ("xyz", "x**2 + y**2 + z**2", [[1, 2, 3], [-1, 0.5, 2]]),
    "ellipse": ("xy", "x**2 + 3*y**2", [[3, 4], [-1, 2], [0.5, 0.5]]),
    "ellipse, turned": ("xy", "3*x**2 + 2*x*y + y**2", [[2, -1], [1, 1], [-1, 3]]),
    "ellipsoid": ("xyz", "x**2 + 2*y**2 + 3*z**2 + x*y", [[1, 2, 3], [-1, 0.5, 2]]),
    "bell": ("xy", "-exp(-x**2 - y**2)", [[0.5, 0.5], [-1, 0.5], [0.2, -0.9]]),
    "cone, rounded": ("xy", "sqrt(1 + x**2 + y**2)", [[3, 4], [-1, 2], [0.5, 0.5]]),
    "quartic": ("x", "x**4/4 + x**2 - 3*x", [-2, 0, 2]),
    "cosh": ("x", "cosh(x)", [1, -2, 3]),
    "softplus": ("x", "log(1 + exp(x)) + x**2", [2, -3, 5]),
    "two minima": ("x", "x**4/4 - x**2/2", [0.5, -2, 1.5]),
    "two minima of a plane": ("xy", "(x**2-1)**2 + y**2", [[0.5, 1], [-1.2, 0.5], [1.4, -1]]),
    "coupled": ("xy", "x**2*y**2 + x**2 + y**2", [[1, 2], [-1, 0.5], [0.5, 0.5]]),
    "valley": ("xy", "(1-x)**2 + 5*(y-x**2)**2", [[-1, 1], [0, 0], [0.5, 1.5]]),
    "hinge": ("x", "max(0, 1-x)**2 + x**2/4", [-3, 0, 4]),
    "wave": ("x", "x**2/2 - cos(x)", [2, -3, 1]),
}

_PROMPT = "Write a program `descend` that takes n steps of gradient descent."


def about(name: str, **keys: object) -> str:
    """An exercise about one of these functions, with more of what an author may ask."""
    variables, expression, starts = _FUNCTIONS[name]
    return descending(expression, list(starts), variables, title=name.capitalize(), prompt=_PROMPT, **keys)


EXERCISES: dict[str, str] = {name: about(name) for name in _FUNCTIONS}
