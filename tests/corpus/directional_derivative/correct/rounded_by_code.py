# The slope is computed with the student's own rounded unit vector.
import numpy as np

u_hat = np.array([-0.866, 0.5])


def gradient(x, y):
    return np.array([4 * y, 4 * x + 3 * y**2])


def slope(x, y):
    return gradient(x, y) @ u_hat
