import numpy as np
df_dx = "4x + 3y"
df_dy = "3x"
df_dz = "3z"
df_dx_depends_on = {"x"}
df_dy_depends_on = {"x", "y"}
df_dz_depends_on = {"x", "z"}


def gradient(x, y):
    return [4 * y^2, 4 * x + y^2]


u_hat = [-1, 1]


def slope(x, y):
    return gradient(x, y)[0] * u_hat[0]


steps = [(1.6, 2.1), (2.45, 2.26)]


def grad_descent(x_start, n):
    x = x_start
    for _ in range(n):
        x = x + 0.1 * (x - np.exp(-x))
    return x


def multi_grad_descent(x_start, y_start, n):
    x, y = x_start, y_start
    for _ in range(n):
        x = x - 0.05 * (4 * x - 3 * np.exp(-3 * x))
    print(x, y)
