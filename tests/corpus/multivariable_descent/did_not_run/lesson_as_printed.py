import mygrad as mg
def multi_grad_descent(x_start, y_start, n):
    x = mg.tensor(x, dtype=float)
    y = mg.tensor(y, dtype=float)
    for _ in range(n):
        f = 2*x**2 + 4*y**2 + mg.exp(-3*x) + 3*mg.exp(-2*y)
        f.backward()
        x = mg.tensor(x.data - 0.1*x.grad)
        y = mg.tensor(y.data - 0.1*y.grad)
    return x.item(), y.item()
