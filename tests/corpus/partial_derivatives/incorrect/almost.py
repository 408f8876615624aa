df_dx = lambda x, y, z: 4.0000001*x - 3*y
df_dy = lambda x, y, z: -3*x + 1e-7
df_dz = lambda x, y, z: 3*abs(z)**2.0000001
