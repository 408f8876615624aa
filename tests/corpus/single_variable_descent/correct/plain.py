from math import exp
def grad_descent(x_start, n):
    x = x_start
    for _ in range(n):
        x -= 0.1*(x - exp(-x))
    return x
