"""Projected gradient descent within a box."""

import numpy as np


def projected(p, delta, n):
    """Where n steps lead from p."""
    for _ in range(n):
        gradient = np.array([2 * (p[0] - 2) + p[1], p[0] + 6 * (p[1] + 1)])
        p = np.minimum(np.maximum(p - delta * gradient, [0, 0]), [1, 2])
    return p
