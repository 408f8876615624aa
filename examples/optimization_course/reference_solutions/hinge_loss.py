"""The hinge loss and the descent along it."""

import numpy as np

X_GIVEN = np.array([-2, -1, -1 / 2, 1 / 2, 1, 3])
Y_GIVEN = np.array([-1, -1, 1, -1, 1, 1])


def hinge(w, b, X, y):
    """The loss of a support vector machine."""
    return np.mean(np.maximum(0, 1 - y * (w * X + b))) + w**2 / 10


def svm(w, b, n, step_size=0.01):
    """Where n steps lead from (w, b)."""
    for _ in range(n):
        inside = Y_GIVEN * (w * X_GIVEN + b) < 1
        slope_w = -np.mean(inside * Y_GIVEN * X_GIVEN) + w / 5
        slope_b = -np.mean(inside * Y_GIVEN)
        w, b = w - step_size * slope_w, b - step_size * slope_b
    return w, b
