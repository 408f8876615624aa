"""Gradient descent on a function of four variables."""

import numpy as np


def gradient(p):
    """The gradient of f at p."""
    a, b, c, d = p
    return np.array([2 * (a - 1) + 4 * (b + a), 4 * (b + a), np.exp(c) - 1 - 2 * (d - c), 2 * (d - c)])


def descend(start, learning_rate, n):
    """Where n steps lead from start."""
    p = np.array(start, dtype=float)
    for _ in range(n):
        p = p - learning_rate * gradient(p)
    return p
