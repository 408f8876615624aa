from math import exp
def grad_descent(x_start, n):
    x = x_start
    while True:
        x -= 0.1*(x - exp(-x))
    return x
