import mygrad as mg
def f(x, y, z):
    return 2*x**2 - 3*x*y + z**3
def df_dx(x, y, z):
    x, y, z = mg.tensor(x), mg.tensor(y), mg.tensor(z)
    f(x, y, z).backward()
    return x.grad
def df_dy(x, y, z):
    x, y, z = mg.tensor(x), mg.tensor(y), mg.tensor(z)
    f(x, y, z).backward()
    return y.grad
