"""Answers as students write them: formulas in code, in strings, in functions and in LaTeX, right and wrong.

Each maker draws one student's cells for one exercise. Knows no grading.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from typing import NamedTuple


class Cell(NamedTuple):
    """One cell: its source, and whether it is text."""

    source: str
    is_text: bool = False


_DF_DX = ("4*x - 3*y", "-3*y + 4*x", "4*x-3*y", "2*2*x - 3*y", "x*4 - y*3", "-(3*y - 4*x)")
_DF_DY = ("-3*x", "-3 * x", "x*(-3)", "0 - 3*x")
_DF_DZ = ("3*z**2", "3*z*z", "z**2*3", "3 * z ** 2")
_WRONG = (
    (("4*x + 3*y", "2*x - 3*y", "4*x", "4*x - 3*y + z**3", "4*x - 3"), "df_dx"),
    (("3*x", "-3*y", "2*x**2 - 3*x", "-3"), "df_dy"),
    (("3*z", "z**2", "3*z**3", "z**4/4", "6*z"), "df_dz"),
)
_DEPENDS = (("x", "y"), ("x",), ("z",))
_GRADIENT = (("4*y", "y*4"), ("4*x + 3*y**2", "3*y**2 + 4*x", "4*x+3*y*y"))
_WRONG_GRADIENT = (("4*x + 3*y**2", "4*y"), ("4*y", "3*y**2"), ("4*y", "4*x + 3*y"), ("4", "4 + 6*y"))
_SLOPE = ("-2*sqrt(3)*y + 2*x + 3/2*y**2", "(4*x + 3*y**2)/2 - 4*y*sqrt(3)/2", "2*x + 1.5*y**2 - 2*y*sqrt(3)")
_WRONG_SLOPE = ("2*sqrt(3)*y + 2*x + 3/2*y**2", "(4*x + 3*y**2)/2", "4*y*sqrt(3)/2 + 2*x + 3*y**2", "6*x - 3*y")


def partial_derivatives(draw: random.Random, *, right: bool) -> list[Cell]:
    """The three partial derivatives in one style, and which variables each depends on."""
    answers = [draw.choice(spellings) for spellings in (_DF_DX, _DF_DY, _DF_DZ)]
    depends = [list(names) for names in _DEPENDS]
    if not right:
        at = draw.randrange(3)
        answers[at] = draw.choice(_WRONG[at][0])
        depends[draw.randrange(3)] = ["x", "y", "z"]
    names = ("df_dx", "df_dy", "df_dz")
    if draw.random() < 0.2:
        latex = ("x", "y", "z")
        left = [f"\\frac{{\\partial f}}{{\\partial {v}}}" for v in latex]
        cells = [Cell("\n\n".join(f"$${a} = {_latex(b)}$$" for a, b in zip(left, answers, strict=True)), is_text=True)]
    else:
        cells = _formulas(draw, names, answers, "xyz")
    style = draw.choice(("set", "list", "text"))
    lines = [f"{name}_depends_on = {_names(found, style)}" for name, found in zip(names, depends, strict=True)]
    return [*cells, Cell("\n".join(lines))]


def _names(found: Sequence[str], style: str) -> str:
    quoted = ", ".join(f'"{name}"' for name in found)
    return {"set": f"{{{quoted}}}", "list": f"[{quoted}]", "text": f'"{", ".join(found)}"'}[style]


def directional_derivative(draw: random.Random, *, right: bool) -> list[Cell]:
    """Gradient, direction and slope; a wrong one errs in one of them, and may carry it on."""
    gradient = tuple(draw.choice(spellings) for spellings in _GRADIENT)
    direction, slope = ("-sqrt(3)/2", "1/2"), draw.choice(_SLOPE)
    slip = draw.choice(("gradient", "direction", "slope")) if not right else ""
    if slip == "gradient":
        gradient = draw.choice(_WRONG_GRADIENT)
    elif slip == "direction":
        direction = draw.choice((("sqrt(3)/2", "1/2"), ("1/2", "-sqrt(3)/2"), ("-0.5", "0.87")))
    elif slip == "slope":
        slope = draw.choice(_WRONG_SLOPE)
    makers = (_slope_in_strings, _slope_in_latex, _slope_by_numpy, _slope_by_functions)
    return draw.choice(makers)(gradient, direction, slope)


Pair = tuple[str, ...]


def _slope_in_strings(gradient: Pair, direction: Pair, slope: str) -> list[Cell]:
    return [Cell(f"gradient = {list(gradient)!r}\nu_hat = {list(direction)!r}\nslope = {slope!r}")]


def _slope_in_latex(gradient: Pair, direction: Pair, slope: str) -> list[Cell]:
    vectors = [" \\\\ ".join(_latex(part) for part in pair) for pair in (gradient, direction)]
    lines = [
        f"$\\nabla f = \\begin{{bmatrix}} {vectors[0]} \\end{{bmatrix}}$",
        f"$\\hat{{u}} = \\begin{{bmatrix}} {vectors[1]} \\end{{bmatrix}}$",
        f"slope = ${_latex(slope)}$",
    ]
    return [Cell("\n\n".join(lines), is_text=True)]


def _slope_by_numpy(gradient: Pair, direction: Pair, slope: str) -> list[Cell]:
    unit = ", ".join(part.replace("sqrt", "np.sqrt") for part in direction)
    return [
        Cell(f"def gradient(x, y):\n    return np.array([{gradient[0]}, {gradient[1]}])"),
        Cell(f"u_hat = np.array([{unit}])"),
        Cell("def slope(x, y):\n    return gradient(x, y) @ u_hat"),
    ]


def _slope_by_functions(gradient: Pair, direction: Pair, slope: str) -> list[Cell]:
    unit = ", ".join(part.replace("sqrt", "math.sqrt") for part in direction)
    return [
        Cell(f"gradient = lambda x, y: ({gradient[0]}, {gradient[1]})\nu_hat = ({unit})"),
        Cell(f"slope = lambda x, y: {slope.replace('sqrt', 'math.sqrt')}"),
    ]


def descent_by_hand(draw: random.Random, *, right: bool) -> list[Cell]:
    """The two steps, as numbers, in code that computes them, or in a table."""
    points = [(0.4, 1.9), (0.05, 1.86)]
    if not right:
        points = draw.choice(
            ([(0.4, 1.9), (0.05, 1.82)], [(1.6, 2.1), (2.45, 2.26)], [(0.4, 1.96), (0.044, 1.956)], [(0.4, 1.9)])
        )
    style = draw.choice(("tuples", "lists", "array", "table", "computed"))
    if style == "table":
        rows = "\n".join(f"| {number} | {x} | {y} |" for number, (x, y) in enumerate(points, 1))
        return [Cell(f"steps:\n\n| step | x | y |\n|---|---|---|\n{rows}", is_text=True)]
    if style == "computed" and right:
        loop = "for _ in range(2):\n    x, y = x - 0.1*(4*x + y), y - 0.1*x\n    steps.append((x, y))"
        return [Cell(f"x, y = 1.0, 2.0\nsteps = []\n{loop}")]
    written = {"lists": f"{[list(p) for p in points]}", "array": f"np.array({points})"}
    return [Cell(f"steps = {written.get(style, str(points))}")]


def _formulas(draw: random.Random, names: Sequence[str], formulas: Sequence[str], variables: str) -> list[Cell]:
    """The same formulas as functions, lambdas, strings or bare expressions."""
    arguments = ", ".join(variables)
    lines = {
        "functions": "def {name}({arguments}):\n    return {formula}\n",
        "explained": 'def {name}({arguments}):\n    """The power rule."""\n    d = {formula}\n    return d\n',
        "lambdas": "{name} = lambda {arguments}: {formula}",
        "strings": '{name} = "{formula}"',
        "bare": "{name} = {formula}",
    }
    style = lines[draw.choice(sorted(lines))]
    written = [style.format(name=n, arguments=arguments, formula=f) for n, f in zip(names, formulas, strict=True)]
    return [Cell(line) for line in written] if draw.random() < 0.5 else [Cell("\n".join(written))]


def _latex(formula: str) -> str:
    """A formula of Python's as LaTeX, as far as the formulas above need it."""
    written = formula.replace("**2", "^2").replace("**3", "^3").replace("**4", "^4")
    for number in ("3", "5"):
        written = written.replace(f"sqrt({number})", f"\\sqrt{{{number}}}")
    written = written.replace("1/2", "\\frac{1}{2}").replace("3/2", "\\frac{3}{2}")
    return re.sub(r"(\d)\*([a-z\\(])", r"\1\2", written).replace("*", " \\cdot ")
