"""Methods of descent, for programs and steps by hand alike: where each goes on, and what people get wrong in it.

.method                   what a method is; a method at work on one function, with its numbers
.gradient_descent         `descent(f)`, `descent(f, 0.1)`: against the gradient by a step size
.newton                   `newton(f)`: to where the gradient would vanish if the curvature stayed
.momentum                 `momentum(f, 0.1, 0.9)`: a share of the last move is kept
.nesterov                 `nesterov(f, 0.1, 0.9)`: the same, with the gradient of the point ahead
.coordinate_descent       `coordinate_descent(f)`, `coordinate_descent(f, 0.1)`: one coordinate after the other
.projected_descent        `projected_descent(f, 0.1, lower=[0, 0])`: back into a region after each step
.stochastic_descent       `stochastic_descent(E, 0.1, order=[2, 0, 1])`: by one observation's loss a step
.backtracking             `backtracking(f)`: a step size that shrinks until the function falls enough

To add one, write a file with one class, and its line in the table below.
"""

from __future__ import annotations

from collections.abc import Mapping

from grader.descent.methods.backtracking import Backtracking
from grader.descent.methods.coordinate_descent import CoordinateDescent
from grader.descent.methods.gradient_descent import GradientDescent
from grader.descent.methods.method import Method
from grader.descent.methods.momentum import Momentum
from grader.descent.methods.nesterov import Nesterov
from grader.descent.methods.newton import Newton
from grader.descent.methods.projected_descent import ProjectedDescent
from grader.descent.methods.stochastic_descent import StochasticDescent

# By the name that a term calls them by; written out by hand, so that a reader sees all of them.
METHODS: Mapping[str, Method] = {
    method.name: method
    for method in (
        GradientDescent(),
        Newton(),
        Momentum(),
        Nesterov(),
        CoordinateDescent(),
        ProjectedDescent(),
        StochasticDescent(),
        Backtracking(),
    )
}
