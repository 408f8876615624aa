"""Gradient descent along Rosenbrock's valley."""


def rosenbrock_descent(x_start, y_start, n, step_size=0.001):
    """Where n steps lead from (x_start, y_start)."""
    x, y = x_start, y_start
    for _ in range(n):
        inner = y - x**2
        x, y = x - step_size * (-2 * (1 - x) - 400 * x * inner), y - step_size * 200 * inner
    return x, y
