"""Gradient descent on f(x, y) = 2x² + 4y² + e^(-3x) + 3e^(-2y), with the gradient found by MyGrad."""

import mygrad as mg


def multi_grad_descent(x_start, y_start, n, step_size=0.1):
    """Where n steps of gradient descent lead from (x_start, y_start)."""
    x, y = float(x_start), float(y_start)
    for _ in range(n):
        here_x, here_y = mg.tensor(x), mg.tensor(y)
        f = 2 * here_x**2 + 4 * here_y**2 + mg.exp(-3 * here_x) + 3 * mg.exp(-2 * here_y)
        f.backward()
        x, y = x - step_size * float(here_x.grad), y - step_size * float(here_y.grad)
    return x, y
