"""Logistic regression: the loss, its gradient, and where it is least."""

import numpy as np


def loss(w, b, X, y):
    """The mean of the logistic loss."""
    z = w * X + b
    return np.mean(np.logaddexp(0, z) - y * z)


def grad_loss(w, b, X, y):
    """Its gradient with respect to w and b."""
    residuals = 1 / (1 + np.exp(-(w * X + b))) - y
    return np.array([np.mean(residuals * X), np.mean(residuals)])


def train(X, y, step_size=0.3, n=5000):
    """The w and b at which gradient descent ends."""
    w = b = 0.0
    for _ in range(n):
        slope_w, slope_b = grad_loss(w, b, X, y)
        w, b = w - step_size * slope_w, b - step_size * slope_b
    return w, b
