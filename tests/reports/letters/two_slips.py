import numpy as np
df_dx = "4x + 3y"
df_dy = "3x"
df_dz = "3z^2"
df_dx_depends_on = {"x", "y"}
df_dy_depends_on = {"x"}
df_dz_depends_on = {"z"}
gradient = ["4y", "4x + 3y^2"]
u_hat = [-np.sqrt(3) / 2, 1 / 2]


def slope(x, y):
    return 4 * y * u_hat[0] + (4 * x + 3 * y**2) * u_hat[1]


steps = [(0.4, 1.9), (0.05, 1.86)]


def grad_descent(x_start, n):
    x = x_start
    for _ in range(n - 1):
        x = x - 0.1 * (x - np.exp(-x))
    return x


def multi_grad_descent(x_start, y_start, n):
    x, y = x_start, y_start
    for _ in range(n - 1):
        dx = 4 * x - 3 * np.exp(-3 * x)
        dy = 8 * y - 6 * np.exp(-2 * y)
        x, y = x - 0.05 * dx, y - 0.05 * dy
    return x, y
