"""Gradient descent on whatever function belongs to the derivative that is handed in."""


def gradient_descent(dfdx, x, learning_rate, num_iterations):
    """Where so many steps lead from x."""
    for _ in range(num_iterations):
        x = x - learning_rate * dfdx(x)
    return x
