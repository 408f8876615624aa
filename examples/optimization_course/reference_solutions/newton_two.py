"""Newton's method in two variables, with the Hessian matrix."""

import numpy as np


def gradient_and_hessian(p):
    """Both at the point p."""
    x, y = p
    a, b, c = np.exp(x + 3 * y - 0.1), np.exp(x - 3 * y - 0.1), np.exp(-x - 0.1)
    mixed = 3 * a - 3 * b
    return np.array([a + b - c, mixed + 2 * y]), np.array([[a + b + c, mixed], [mixed, 9 * a + 9 * b + 2]])


def newton_2d(p, n):
    """Where n steps lead from p."""
    for _ in range(n):
        gradient, hessian = gradient_and_hessian(p)
        p = p - np.linalg.solve(hessian, gradient)
    return p
