def df_dx(x, y, z):
    return 0
def df_dx(x, y, z):
    return 4*x - 3*y
