df_dy = lambda x: -3*x
df_dz = lambda z: 3*z*z
df_dx = lambda v: 4*v[0] - 3*v[1]
