"""The questions that `grade new` writes a first exercise of, each a whole file that holds, smallest first.

Texts alone: comments are put at their keys when one is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import yaml

from grader.kinds.descent.example import REFERENCE
from grader.kinds.program_of_fit import REFERENCE as FIT_REFERENCE
from grader.kinds.program_of_term import REFERENCE as FUNCTION_REFERENCE


@dataclass(frozen=True, kw_only=True)
class ExampleQuestion:
    """A question of a sheet, an exercise file with it, and a right program if it asks for one."""

    asks: str
    text: str
    program: str = ""

    @cached_property
    def term(self) -> str:
        """Return the term that the file's last item is asked by."""
        item = yaml.safe_load(self.text)["items"][-1]
        program = item.get("program", {})
        return str(next((program[key] for key in ("method", "gives", "fits") if key in program), "") or item["answer"])


_PARTIAL_DERIVATIVE = r"""
title: A partial derivative
prompt: |
  Let $f(x, y) = x^2 y + \sin y$. Find the partial derivative of $f$ with respect to $y$ and define it as
  `df_dy`: as a function, a string or a SymPy expression.
functions:
  f(x, y): x**2*y + sin(y)
items:
  - id: df_dy
    answer: diff(f, y)
    points: 2
    aliases: [dfdy, f_y]
    accepts:
      - x**2 + cos(y)
      - x^2 + cos y
      - $x^2 + \cos y$
      - code: |
          import numpy as np

          def df_dy(x, y):
              return x**2 + np.cos(y)
    rejects:
      - x**2
      - {answer: x**2 - cos(y), misconception: sign, hint: A sign is wrong}
"""  # one formula of the variables

_SECOND_DERIVATIVE = r"""
title: A mixed second derivative
prompt: |
  Let $f(x, y) = x^3 y^2 + 4y$. Differentiate $f$ with respect to $x$ and the result with respect to $y$. Define what
  you find as `f_xy`.
functions:
  f(x, y): x**3*y**2 + 4*y
items:
  - id: f_xy
    answer: diff(f, x, y)
    points: 2
    aliases: [f_yx]
    accepts:
      - 6*x**2*y
      - $6 x^2 y$
      - code: |
          def f_xy(x, y):
              return 6 * x**2 * y
    rejects:
      - {answer: 3x^2 y^2, misconception: differentiated_too_rarely, hint: once less than asked}
      - {answer: 2x^2 y, misconception: exponent_factor_forgotten}
"""  # any number of variables may follow the function

_GRADIENT = r"""
title: A gradient
prompt: |
  Let $f(x, y) = x^3 + 5xy$. Find the gradient of $f$ and define it as `gradient`: a list of formulas, or a
  function of $x$ and $y$ that returns both components.
functions:
  f(x, y): x**3 + 5*x*y
items:
  - id: gradient
    answer: gradient(f)
    points: 2
    aliases: [grad_f, nabla_f]
    accepts:
      - (3*x**2 + 5*y, 5*x)
      - $\begin{pmatrix} 3x^2 + 5y \\ 5x \end{pmatrix}$
      - (3x^2 + 5y) i + 5x j
      - code: |
          def gradient(x, y):
              return [3 * x**2 + 5 * y, 5 * x]
    rejects:
      - (5*x, 3*x**2 + 5*y)
      - {answer: 3*x**2 + 5*y + 5*x, misconception: components_added, hint: A gradient keeps them apart}
"""  # a vector of formulas

_DEPENDS_ON = """
title: What a derivative depends on
prompt: |
  Let $f(x, y, z) = x y^2 + z$. Which variables does the partial derivative of $f$ with respect to $y$ depend on?
  Define `df_dy_depends_on` as a set or a list of names.
functions:
  f(x, y, z): x*y**2 + z
items:
  - id: df_dy_depends_on
    answer: names_in(diff(f, y))
    accepts:
      - [x, y]
      - x and y
      - code: df_dy_depends_on = {"y", "x"}
    rejects:
      - [y]
      - {answer: [x, y, z], hint: Which of them are still left}
"""  # a set of names

_VALUE = """
title: A value
prompt: |
  Let $f(x, y) = x^2 y + 3y$. Find the value of $f$ at the point $P = (2, 5)$ and define it as `height`.
functions:
  f(x, y): x**2*y + 3*y
given:
  P: [2, 5]
items:
  - id: height
    answer: f(P)
    accepts:
      - 35
      - 2^2*5 + 3*5
      - {code: "height = 2**2 * 5 + 3 * 5"}
    rejects:
      - {answer: 56, misconception: coordinates_swapped, hint: changed places}
      - {answer: x^2 y + 3y, misconception: not_evaluated, hint: Put the numbers of the point in}
"""  # a function at a given point

_UNIT_VECTOR = r"""
title: A unit vector
prompt: |
  Find the unit vector in the direction of $(3, 4)$ and define it as `u_hat`.
given:
  v: [3, 4]
items:
  - id: u_hat
    answer: unit(v)
    points: 2
    accepts:
      - (3/5, 4/5)
      - [0.6, 0.8]
      - $\frac{1}{5} \langle 3, 4 \rangle$
      - code: |
          import numpy as np

          u_hat = np.array([3, 4]) / np.hypot(3, 4)
    rejects:
      - {answer: "(3/7, 4/7)", misconception: divided_by_sum, hint: Divide by its length}
      - (3, 4)
"""  # without a function

_DIRECTION = r"""
title: A direction by its angle
prompt: |
  Find the unit vector `u_hat` that points $30^\circ$ from the negative $x$-axis towards the positive $y$-axis.
items:
  - id: u_hat
    answer: direction(30, '-x', '+y')
    points: 2
    accepts:
      - (-sqrt(3)/2, 1/2)
      - (-0.866, 0.5)
      - (cos(150°), sin(150°))
      - $\left( -\frac{\sqrt{3}}{2}, \frac{1}{2} \right)$
    rejects:
      - {answer: "(sqrt(3)/2, 1/2)", misconception: supplementary_angle}
      - {answer: "(cos(150), sin(150))", misconception: degrees_as_radians, hint: degrees}
      - {answer: "(1/2, -sqrt(3)/2)", misconception: sine_cosine_swapped}
"""  # an angle as the sheet states it

_LENGTH = r"""
title: The length of a vector
prompt: |
  Find the length of $(1, -2, 4)$ and define it as `length`, exactly or to three digits.
given:
  v: [1, -2, 4]
items:
  - id: length
    answer: norm(v)
    accepts:
      - sqrt(21)
      - $\sqrt{21}$
      - 4.58
      - {code: "import numpy as np\nlength = np.linalg.norm([1, -2, 4])"}
    rejects:
      - {answer: 21, misconception: root_forgotten, hint: the root is missing}
      - {answer: 3, misconception: components_added}
"""  # a number

_DIRECTIONAL_DERIVATIVE = r"""
title: A directional derivative
prompt: |
  Let $f(x, y) = x^2 + 2xy$.

  1. Find the `gradient` of $f$.
  2. Find the unit vector `u_hat` in the direction of $(3, 4)$.
  3. Find the `slope` of $f$ in that direction: a formula in $x$ and $y$, or a function of them.
functions:
  f(x, y): x**2 + 2*x*y
given:
  v: [3, 4]
items:
  - id: gradient
    answer: gradient(f)
    points: 2
    aliases: [grad_f, nabla_f]
    accepts:
      - (2x + 2y, 2x)
    rejects:
      - {answer: "(2x, 2x + 2y)", misconception: components_swapped}
  - id: u_hat
    answer: unit(v)
    points: 2
    accepts:
      - (3/5, 4/5)
      - [0.6, 0.8]
    rejects:
      - {answer: "(3/7, 4/7)", misconception: divided_by_sum, hint: Divide by its length}
  - id: slope
    answer: dot(gradient, u_hat)
    points: 2
    aliases: [D_u_f]
    accepts:
      - (3*(2*x + 2*y) + 4*2*x)/5
      - $\frac{14x + 6y}{5}$
      - 2.8x + 1.2y
      # what follows from the student's own wrong gradient costs nothing more
      - code: |
          gradient = "(2x, 2x + 2y)"
          u_hat = "(3/5, 4/5)"
          slope = "(14x + 8y)/5"
    rejects:
      - {answer: 14*x + 6*y, hint: length 1}
      - (2*x + 2*y, 2*x)
"""  # three items that build on each other: the last one's term names the others

_SLOPE_AT_A_POINT = r"""
title: How steep it is at a point
prompt: |
  Let $f(x, y) = x^2 y + 2y$. How steep is $f$ at the point $P = (2, 1)$ in the direction of $(3, 4)$? Define the number
  as `slope`.
functions:
  f(x, y): x**2*y + 2*y
given:
  P: [2, 1]
  v: [3, 4]
items:
  - id: slope
    answer: dot(gradient(f)(P), unit(v))
    points: 3
    accepts:
      - 36/5
      - 7.2
      - $\frac{36}{5}$
    rejects:
      - {answer: 36, misconception: not_normalised, hint: length 1}
      - {answer: "(4, 6)", misconception: dot_product_not_taken}
"""  # one number out of a gradient and a direction

_STEPS = r"""
title: Two steps by hand
prompt: |
  Let $f(x, y) = x^2 + 3y^2$. Start at $(2, 1)$ and take two steps of gradient descent with step size
  $\delta = 0.1$. Define `steps` as the list of the two points that you reach.
functions:
  f(x, y): x**2 + 3*y**2
items:
  - id: steps
    answer: steps(descent(f, 0.1), start=[2, 1], count=2)
    points: 4
    accepts:
      - [[1.6, 0.4], [1.28, 0.16]]
      - (1.6, 0.4), (1.28, 0.16)
      - $(8/5, 2/5) \to (1.28, 0.16)$
    rejects:
      - {answer: [[2.4, 1.6], [2.88, 2.56]], misconception: ascends, hint: Subtract it}
      - {answer: [[1.6, 0.4], [1.2, -0.2]], credit: 1/2, misconception: gradient_not_reevaluated}
"""  # points in a row

_NEWTON = r"""
title: A step of Newton's method by hand
prompt: |
  Let $f(x, y) = x^2 + xy + 2y^2 + x$. Start at $(0, 1)$ and take one step of Newton's method towards the minimum. Define
  `newton_step` as the list of the one point that you reach, in fractions or rounded.
functions:
  f(x, y): x**2 + x*y + 2*y**2 + x
items:
  - id: newton_step
    answer: steps(newton(f), start=[0, 1], count=1)
    points: 3
    accepts:
      - [[-0.5714, 0.1429]]
      - (-4/7, 1/7)
      - $\left( -\frac{4}{7}, \frac{1}{7} \right)$
      - code: |
          import numpy as np

          newton_step = [np.array([0, 1]) - np.linalg.solve([[2, 1], [1, 4]], [2, 4])]
    rejects:
      - {answer: [[-2, -3]], misconception: first_order_step, hint: a step of gradient descent}
      - {answer: [[-8, -17]], misconception: hessian_not_inverted, hint: it is the inverse that counts}
      - {answer: [[0.5714, 1.857]], misconception: newton_added}
"""  # another method than gradient descent

_FORMULA_OF_A_STEP = r"""
title: The step as a formula
prompt: |
  Let $f(x) = x^3 - 2x$. A step of gradient descent with step size $\frac{1}{4}$ leads from $x$ to another point. Write
  that point as a formula in $x$ and define it as `x_next`.
functions:
  f(x): x**3 - 2*x
items:
  - id: x_next
    answer: x - diff(f, x)/4
    points: 2
    accepts:
      - x - (3*x**2 - 2)/4
      - $x - \frac{3x^2 - 2}{4}$
      - {code: "def x_next(x):\n    return x - 0.25 * (3 * x**2 - 2)"}
    rejects:
      - {answer: x + (3x^2 - 2)/4, misconception: sign}
      - {answer: x - (3x^2 - 2), hint: A division}
"""  # arithmetic with operators

_DESCENT = r"""
title: A gradient descent
prompt: |
  Let $f(x) = x^2 + e^{-2x}$. Write a program `descend(x_start, n)` that starts at `x_start`, takes `n` steps of
  gradient descent with a step size of your choice, and returns the $x$ where it ends. $f$ has its minimum at about
  $x = 0.426$.
functions:
  f(x): x**2 + exp(-2*x)
items:
  - id: descend
    program:
      method: descent(f)
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
        hint: adds what it should subtract
      - code: |
          def descend(x_start, n):
              return 0.426
        misconception: hard_coded_minimum
"""  # a program, judged by the steps that it takes

_FUNCTION = r"""
title: A program for a gradient
prompt: |
  Let $f(x, y) = x^2 y + y^3$. Write a program `gradient_f(x, y)` that returns both partial derivatives of $f$ at the point
  $(x, y)$: as numbers, in a list, a tuple or an array.
functions:
  f(x, y): x**2*y + y**3
items:
  - id: gradient_f
    program:
      gives: gradient(f)
      call: {x: x, y: y}
    points: 4
    accepts:
      - code: |
          import numpy as np

          def gradient_f(x, y):
              return np.array([2 * x * y, x**2 + 3 * y**2])
      - code: |
          def gradient_f(x, y, h=1e-5):
              def f(x, y):
                  return x**2 * y + y**3
              return (f(x + h, y) - f(x - h, y)) / (2 * h), (f(x, y + h) - f(x, y - h)) / (2 * h)
    rejects:
      - code: |
          def gradient_f(x, y):
              return x**2 + 3 * y**2, 2 * x * y
        misconception: components_swapped
        hint: stand in the wrong order
      - {answer: "(2*x*y, x**2 + 3*y**2)", hint: a program is asked for}
"""  # a program that is a function of the variables

_FIT = r"""
title: A line through data
prompt: |
  Let $X = (1, 2, 3, 5)$ and $y = (2, 4, 5, 11)$. Write a program `fit_line(X, y)` that takes data as arrays and returns slope
  and intercept $(m, b)$ of the line for which the mean of the squared residuals $mx + b - y$ is least, in whichever way you
  like: by its equations, by a descent, by a package.
data:
  X: [1, 2, 3, 5]
  y: [2, 4, 5, 11]
functions:
  E(m, b): mean((m*X + b - y)**2)
items:
  - id: fit_line
    program:
      fits: E(m, b)
      call: {X: X, y: y}
    points: 4
    accepts:
      - code: |
          import numpy as np

          def fit_line(X, y):
              return np.polyfit(X, y, 1)
      - code: |
          def fit_line(X, y, step_size=0.05, n=5000):
              m = b = 0.0
              for _ in range(n):
                  residuals = m * X + b - y
                  m, b = m - step_size * (residuals * X).mean(), b - step_size * residuals.mean()
              return m, b
    rejects:
      - code: |
          def fit_line(X, y):
              return (X @ y) / (X @ X), 0
        misconception: left_at_zero
        hint: fitted without it
      - code: |
          def fit_line(X, y):
              return 2.2286, -0.6286
        hint: With other data
      - {answer: "(2.2286, -0.6286)", hint: a program is asked for}
"""  # a program judged by where it ends, over data

# By the word that `grade new` calls them by; written out by hand, so that a reader sees all of them.
QUESTIONS: Mapping[str, ExampleQuestion] = {
    "partial_derivative": ExampleQuestion(asks="a partial derivative", text=_PARTIAL_DERIVATIVE),
    "second_derivative": ExampleQuestion(asks="a second derivative, mixed or not", text=_SECOND_DERIVATIVE),
    "gradient": ExampleQuestion(asks="a gradient", text=_GRADIENT),
    "depends_on": ExampleQuestion(asks="which variables a derivative depends on", text=_DEPENDS_ON),
    "value": ExampleQuestion(asks="the value of a function at a point", text=_VALUE),
    "unit_vector": ExampleQuestion(asks="the unit vector of a vector", text=_UNIT_VECTOR),
    "direction": ExampleQuestion(asks="the unit vector at an angle", text=_DIRECTION),
    "length": ExampleQuestion(asks="the length of a vector", text=_LENGTH),
    "directional_derivative": ExampleQuestion(
        asks="the slope in a direction, by gradient and unit vector", text=_DIRECTIONAL_DERIVATIVE
    ),
    "slope_at_a_point": ExampleQuestion(asks="the slope at a point in a direction", text=_SLOPE_AT_A_POINT),
    "steps": ExampleQuestion(asks="steps of gradient descent by hand", text=_STEPS),
    "newton": ExampleQuestion(asks="a step of Newton's method by hand", text=_NEWTON),
    "formula_of_a_step": ExampleQuestion(asks="a step of gradient descent as a formula", text=_FORMULA_OF_A_STEP),
    "function": ExampleQuestion(asks="a program that is a function", text=_FUNCTION, program=FUNCTION_REFERENCE),
    "fit": ExampleQuestion(asks="a program that fits", text=_FIT, program=FIT_REFERENCE),
    "descent": ExampleQuestion(asks="a program that descends", text=_DESCENT, program=REFERENCE),
}
