def df_dx(x, y, z):
    return 4*x - 3*w
def df_dy(x, y, z):
    return [-3*x][1]
df_dz = 3/0
