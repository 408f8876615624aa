import numpy as np

df_dx = np.vectorize(lambda x, y: 4*x - 3*y)

def df_dy(x):
    return [-3*xi for xi in x]

def df_dz(z):
    out = np.zeros_like(z)
    for i in range(len(z)):
        out[i] = 3*z[i]**2
    return out
