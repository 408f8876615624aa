from math import exp
def multi_grad_descent(x_start, y_start, n):
    x, y = x_start, y_start
    for _ in range(n):
        x = x - 0.05*(4*x - 3*exp(-3*x))
        y = y - 0.05*(8*y - 6*exp(-2*y))
    return [x, y]
