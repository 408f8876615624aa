df_dx = "4*x -"
df_dy = "minus three x"
df_dz = "3*z**2 or so"
df_dx_depends_on = "the usual ones"
