x, y, z = 1, 2, 3
df_dx = 4*x - 3*y
df_dy = -3*x
df_dz = 3*z**2
