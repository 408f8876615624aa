df_dx = "4*x -"
df_dz = "3*z**2 or so"
