"""Gradient descent to one of the four minima of Himmelblau's function."""


def himmelblau_descent(x_start, y_start, n, step_size=0.01):
    """Where n steps lead from (x_start, y_start)."""
    x, y = x_start, y_start
    for _ in range(n):
        a, b = x**2 + y - 11, x + y**2 - 7
        x, y = x - step_size * (4 * x * a + 2 * b), y - step_size * (2 * a + 4 * y * b)
    return x, y
