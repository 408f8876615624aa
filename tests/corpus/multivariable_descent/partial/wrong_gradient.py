from math import exp
def multi_grad_descent(x_start, y_start, n):
    x, y = x_start, y_start
    for _ in range(n):
        x, y = x - 0.1*(4*x - exp(-3*x)), y - 0.1*(8*y - 6*exp(-2*y))
    return x, y
