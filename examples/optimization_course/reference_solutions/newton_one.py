"""Newton's method for f(x) = e^x + e^(-2x) + x²."""

from math import exp


def newton_descent(x_start, n):
    """Where n steps lead from x_start."""
    x = x_start
    for _ in range(n):
        first = exp(x) - 2 * exp(-2 * x) + 2 * x
        second = exp(x) + 4 * exp(-2 * x) + 2
        x = x - first / second
    return x
