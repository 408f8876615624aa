"""The slope of f(x, y) = 4xy + y³ in the direction 30° from -x towards +y."""

import numpy as np


def gradient(x, y):
    """The partial derivatives by x and by y, in this order."""
    return np.array([4 * y, 4 * x + 3 * y**2])


# 30° from the negative x-axis towards +y is 150° counted from the positive x-axis.
angle = np.deg2rad(180 - 30)
u_hat = np.array([np.cos(angle), np.sin(angle)])


def slope(x, y):
    """The component of the gradient along the direction."""
    return gradient(x, y) @ u_hat
