"""A class of generated students for the lesson's five exercises: right, wrong in the usual ways, in many styles.

Every submission is drawn from a seed of its own, so that a class of ten thousand starts with the same
students as a class of ten. Notebooks look like the lesson's: text between the cells, answers in code or as
formulas. Knows how students write, and nothing of how they are graded.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Literal

from benchmarks import generated_answers, generated_programs
from benchmarks.generated_answers import Cell

MyGradUse = Literal["all", "none", "third"]
SHARES: dict[MyGradUse, Fraction] = {"all": Fraction(1), "none": Fraction(0), "third": Fraction(1, 3)}
RIGHT = 0.7
NOTEBOOKS = 0.75


@dataclass(frozen=True, kw_only=True)
class Handed:
    """One generated submission: the name of its file, and what is in it."""

    name: str
    content: str


def students(count: int, mygrad: MyGradUse = "third", *, hanging: bool = False, seed: int = 1) -> Iterator[Handed]:
    """`count` submissions. `mygrad` says how many of the programs differentiate with MyGrad.

    With `hanging`, one program of each student never ends.
    """
    for number in range(count):
        yield _student(number, mygrad, hanging=hanging, seed=seed)


def write_class(
    folder: Path, count: int, mygrad: MyGradUse = "third", *, hanging: bool = False, seed: int = 1
) -> Path:
    """The folder, with `count` submissions written into it."""
    folder.mkdir(parents=True, exist_ok=True)
    for handed in students(count, mygrad, hanging=hanging, seed=seed):
        (folder / handed.name).write_text(handed.content, encoding="utf-8")
    return folder


def _student(number: int, mygrad: MyGradUse, *, hanging: bool, seed: int) -> Handed:
    draw = random.Random(f"{seed} {number}")
    by_mygrad = [_is_chosen(2 * number + k, SHARES[mygrad]) for k in (0, 1)]
    right = [draw.random() < RIGHT for _ in range(5)]
    cells = [
        generated_answers.partial_derivatives(draw, right=right[0]),
        generated_answers.directional_derivative(draw, right=right[1]),
        generated_answers.descent_by_hand(draw, right=right[2]),
        [generated_programs.one_variable(draw, right=right[3], mygrad=by_mygrad[0], hangs=hanging)],
        [generated_programs.two_variables(draw, right=right[4], mygrad=by_mygrad[1])],
    ]
    stem = f"s{number:05d}"
    if draw.random() < NOTEBOOKS:
        return Handed(name=f"{stem}.ipynb", content=_notebook(cells))
    return Handed(name=f"{stem}.py", content=_script(cells))


def _is_chosen(number: int, share: Fraction) -> bool:
    """Whether the program of this number is among the share: spread evenly, so that every class has its share."""
    return int((number + 1) * share) > int(number * share)


_TITLES = (
    ("Partial derivatives", "Let $f(x, y, z) = 2x^2 - 3xy + z^3$. Find its partial derivatives."),
    ("Directional derivative", "Let $f(x, y) = 4xy + y^3$. Walk $30^\\circ$ from the negative $x$-axis upwards."),
    ("Gradient descent by hand", "Let $f(x, y) = 2x^2 + xy$. Take two steps from $(1, 2)$ with $\\delta = 0.1$."),
    ("Gradient descent in one variable", "Let $f(x) = \\frac{x^2}{2} + e^{-x}$. Write a program that descends."),
    ("Gradient descent in two variables", "Let $f(x, y) = 2x^2 + 4y^2 + e^{-3x} + 3e^{-2y}$. Write a program."),
)
_IMPORTS = "import math\nimport numpy as np\nimport mygrad as mg"


def _notebook(exercises: list[list[Cell]]) -> str:
    cells = [_text("# Homework: gradients\nFill in your answers below."), _code(_IMPORTS)]
    for (title, prompt), answers in zip(_TITLES, exercises, strict=True):
        cells.append(_text(f"## {title}\n{prompt}"))
        cells += [_text(cell.source) if cell.is_text else _code(cell.source) for cell in answers]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python", "version": "3.11.2"}}
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 4}, indent=1)


def _text(source: str) -> dict[str, object]:
    return {"cell_type": "markdown", "metadata": {}, "source": source.splitlines(keepends=True)}


def _code(source: str) -> dict[str, object]:
    lines = source.splitlines(keepends=True)
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": lines}


def _script(exercises: list[list[Cell]]) -> str:
    """The same as a program; a formula of a text cell becomes a text cell in comments."""
    parts = ['"""Homework: gradients."""', _IMPORTS]
    for (title, _), answers in zip(_TITLES, exercises, strict=True):
        parts.append(f"# --- {title} ---")
        parts += [_commented(cell.source) if cell.is_text else cell.source for cell in answers]
    return "\n\n".join(parts) + "\n"


def _commented(text: str) -> str:
    lines = "\n".join(f"# {line}" for line in text.splitlines())
    return f"# %% [markdown]\n{lines}\n# %%"
