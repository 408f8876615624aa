"""Two steps of gradient descent on f(x, y) = 2x² + xy from (1, 2) with step size 0.1."""

step_size = 0.1
x, y = 1.0, 2.0
steps = []
for _ in range(2):
    # Both components of the gradient (4x + y, x) are taken at the old point.
    x, y = x - step_size * (4 * x + y), y - step_size * x
    steps.append((x, y))
