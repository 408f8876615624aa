df_dx = "2x - 3y"
df_dy = "4x - 3y"
df_dz = "3z^3"
