"""Coordinate descent: x and y move in turn."""


def in_turn(x_start, y_start, n):
    """Where n steps lead from (x_start, y_start)."""
    x, y = x_start, y_start
    for k in range(n):
        if k % 2 == 0:
            x = (3 - y) / 2
        else:
            y = -x / 4
    return x, y
