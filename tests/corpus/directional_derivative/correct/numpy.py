import numpy as np
def gradient(x, y):
    return np.array([4*y, 4*x + 3*y**2])
u_hat = np.array([-np.sqrt(3)/2, 1/2])
def slope(x, y):
    return np.dot(gradient(x, y), u_hat)
