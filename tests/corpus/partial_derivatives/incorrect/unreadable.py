df_dy = "minus three x"
df_dx_depends_on = "the usual ones"
