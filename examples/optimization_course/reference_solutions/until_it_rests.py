"""Gradient descent that stops when a step is short."""

import numpy as np


def descend_until(x0, y0, learning_rate, tol, max_iter, history):
    """The last point, or all of them."""
    points = [np.array([x0, y0], dtype=float)]
    for _ in range(max_iter):
        x, y = points[-1]
        step = learning_rate * np.array([np.exp(x - y) + x, -np.exp(x - y) + 2 * y])
        points.append(points[-1] - step)
        if np.linalg.norm(step) < tol:
            break
    return points if history else points[-1]
