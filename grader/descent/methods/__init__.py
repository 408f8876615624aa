"""Methods of descent, for programs and steps by hand alike: where each goes on, and what people get wrong in it.

.method                   what a method is; a method at work on one function, with its numbers
.gradient_descent         `descent(f)`, `descent(f, 0.1)`: against the gradient by a step size

To add one, write a file with one class, and its line in the table below.
"""

from __future__ import annotations

from collections.abc import Mapping

from grader.descent.methods.gradient_descent import GradientDescent
from grader.descent.methods.method import Method

# By the name that a term calls them by; written out by hand, so that a reader sees all of them.
METHODS: Mapping[str, Method] = {
    method.name: method
    for method in (
        GradientDescent(),
    )
}  # fmt: skip
