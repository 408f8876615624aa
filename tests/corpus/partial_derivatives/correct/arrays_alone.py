# Functions that loop over arrays, or take a column vector.
import numpy as np


def df_dx(x, y):
    return np.array([4 * x[i] - 3 * y[i] for i in range(len(x))])


def df_dy(x, y):
    out = np.zeros(x.shape[0])
    for i in range(x.shape[0]):
        out[i] = -3 * x[i]
    return out


def df_dz(column):
    return 3 * column[2, 0] ** 2
