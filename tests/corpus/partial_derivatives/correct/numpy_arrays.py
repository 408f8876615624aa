import numpy as np
def df_dx(x, y, z):
    return np.subtract(np.multiply(4, x), 3*np.asarray(y))
def df_dz(x, y, z):
    return np.array([3*np.power(z, 2)])
