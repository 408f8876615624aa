"""A descent as an author writes one, a right program for it, and programs that do no work.

Texts alone: nothing here is imported by the judge, and nothing here is run but by verification.
"""

from __future__ import annotations

from collections.abc import Iterator

from grader.kinds.descent.options import DescentOptions, minima_of
from grader.model import Question

EXAMPLE = r"""
title: A gradient descent
prompt: |
  Let $f(x) = x^2 + e^{-2x}$. Write a program `descend(x_start, n)` that starts at `x_start`, takes `n` steps of
  gradient descent with a step size of your choice, and returns the $x$ where it ends. $f$ has its minimum at about
  $x = 0.426$.
function:
  name: f
  variables: [x]
  expression: x**2 + exp(-2*x)
items:
  - id: descend
    kind: descent
    starts: [-1, 3]
    printed_minimum: 0.426
    points: 10
    accepts:
      - code: |
          import math

          def descend(x_start, n, step_size=0.05):
              x = x_start
              while n > 0:
                  x, n = x - step_size * (2 * x - 2 * math.exp(-2 * x)), n - 1
              return x
    rejects:
      - code: |
          import math

          def descend(x_start, n):
              x = x_start
              for _ in range(n):
                  x = x + 0.1 * (2 * x - 2 * math.exp(-2 * x))
              return x
        credit: 1/2
        misconception: ascends
        hint: Check the sign
      - code: |
          def descend(x_start, n):
              return 0.426
        misconception: hard_coded_minimum
"""

PROGRAM = '''
"""Gradient descent on f(x) = x² + e^(-2x), with the derivative found by MyGrad."""

import mygrad as mg


def descend(x_start, n, step_size=0.1):
    """Where n steps of gradient descent lead from x_start."""
    x = float(x_start)
    for _ in range(n):
        here = mg.tensor(x)
        f = here**2 + mg.exp(-2 * here)
        f.backward()
        x = x - step_size * float(here.grad)
    return x
'''


def effortless(question: Question[DescentOptions]) -> Iterator[str]:
    """Programs that return what they are given, a number, or the minimum typed in."""
    function, options = question.function, question.options
    starts = [f"{name}_start" for name in function.variables]
    zeros, minima = ["0.0"] * len(starts), minima_of(function, options.start_points).points
    for answer in (starts, zeros, [str(c) for c in options.start_points[0]], *([str(c) for c in m] for m in minima)):
        yield _program(question.item.name, starts, ", ".join(answer))
    yield _program(question.item.name, starts, "n")
    yield _program(question.item.name, starts, "None")


def _program(name: str, starts: list[str], answer: str) -> str:
    return f"def {name}({', '.join(starts)}, n):\n    return {answer}\n"
