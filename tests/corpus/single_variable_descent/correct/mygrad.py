import mygrad as mg
def grad_descent(x_start, n):
    x = mg.Tensor(x_start)
    for _ in range(n):
        f = x**2/2 + mg.exp(-x)
        f.backward()
        x = mg.Tensor(x.data - 0.3*x.grad)
    return x
