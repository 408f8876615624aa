"""Gradient descent with momentum."""

from math import exp


def heavy_ball(x_start, y_start, n, delta=0.05, beta=0.8):
    """Where n steps lead from (x_start, y_start), beginning at rest."""
    x, y = x_before, y_before = x_start, y_start
    for _ in range(n):
        x_next = x + beta * (x - x_before) - delta * (x + y - exp(-x))
        y_next = y + beta * (y - y_before) - delta * (x + 10 * y)
        x_before, y_before, x, y = x, y, x_next, y_next
    return x, y
