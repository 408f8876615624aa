"""Homework on gradients, as formulas in strings."""
import math

df_dx = "4x - 3y"
df_dy = "-3x"
df_dz = "3z^2"
df_dx_depends_on = "x, y"
df_dy_depends_on = "x"
df_dz_depends_on = "z"

gradient = ["4y", "4x + 3y^2"]
u_hat = ["-sqrt(3)/2", "1/2"]
slope = "-2*sqrt(3)*y + 2*x + 3/2*y^2"

steps = ["(0.4, 1.9)", "(0.05, 1.86)"]


def grad_descent(x_start, n):
    x = x_start
    for i in range(n):
        x = x - 0.1 * (x - math.exp(-x))
    return x


def multi_grad_descent(x_start, y_start, n):
    x, y = x_start, y_start
    for i in range(n):
        dx = 4 * x - 3 * math.exp(-3 * x)
        dy = 8 * y - 6 * math.exp(-2 * y)
        x, y = x - 0.1 * dx, y - 0.1 * dy
    return [x, y]
