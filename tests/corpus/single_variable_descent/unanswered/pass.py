def grad_descent(x_start, n):
    """Descend."""
    pass
