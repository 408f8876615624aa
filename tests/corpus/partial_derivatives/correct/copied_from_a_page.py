def df_dx(x, y):
    return 4*x - 3*y

df_dy = -3x
df_dz = 3z^2
