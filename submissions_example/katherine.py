# %% [markdown]
# Katherine: plain formulas
# %%
x_start = -1
df_dx = 4*x - 3*y
df_dy = -3*x
df_dz = 3*z**2
# %%
gradient = (4*y, 4*x + 3*y**2)
u_hat = (3**0.5 / 2, 0.5)
slope = 4*y*3**0.5/2 + (4*x + 3*y**2)/2
# %%
def grad_descent(x_start, n):
    x = x_start
    for i in range(n):
        x = x - (x - 2.718281828459045**(-x)) * 1.3
    return x


def multi_grad_descent(x_start, y_start, n):
    from math import exp
    for i in range(n):
        x_start = x_start - 0.1*(4*x_start - 3*exp(-3*x_start))
        y_start = y_start - 0.1*(8*y_start + 6*exp(-2*y_start))
    return x_start, y_start
