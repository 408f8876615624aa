"""Gradient descent on f(x) = x²/2 + e^(-x), with the derivative found by MyGrad."""

import mygrad as mg


def grad_descent(x_start, n, step_size=0.1):
    """Where n steps of gradient descent lead from x_start."""
    x = float(x_start)
    for _ in range(n):
        here = mg.tensor(x)
        f = here**2 / 2 + mg.exp(-here)
        f.backward()
        x = x - step_size * float(here.grad)
    return x
