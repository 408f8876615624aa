def df_dx(x, y, z):
    4*x - 3*y
def df_dy(x, y, z):
    print(-3*x)
