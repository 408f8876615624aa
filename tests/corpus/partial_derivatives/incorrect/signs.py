def df_dx(x, y, z):
    return 4*x + 3*y
def df_dy(x, y, z):
    return 3*x
df_dz = "-3z^2"
df_dx_depends_on = {"x"}
df_dy_depends_on = {"y"}
df_dz_depends_on = set()
