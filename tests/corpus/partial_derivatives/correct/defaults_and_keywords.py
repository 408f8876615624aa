def df_dx(x, y=2, z=0, h=1e-6):
    return 4*x - 3*y

def df_dy(**at):
    return -3*at["x"]

def df_dz(x=1, y=1, z=1):
    return 3*z**2
