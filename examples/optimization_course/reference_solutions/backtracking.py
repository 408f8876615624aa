"""Gradient descent with a line search by Armijo's rule."""

import numpy as np


def f(p):
    """The function."""
    return p[0] ** 2 + p[0] * p[1] + 4 * p[1] ** 2 + np.exp(-p[0])


def gradient(p):
    """Its gradient."""
    return np.array([2 * p[0] + p[1] - np.exp(-p[0]), p[0] + 8 * p[1]])


def backtracking(x_start, y_start, n):
    """Where n steps lead from (x_start, y_start)."""
    p = np.array([x_start, y_start], dtype=float)
    for _ in range(n):
        g, t = gradient(p), 1.0
        while f(p - t * g) > f(p) - 1e-4 * t * (g @ g):
            t = t / 2
        p = p - t * g
    return p
