def df_dx(x, y, z):
    return 4*x - 3*y
def df_dy(x, y, z):
    return -3*x
def df_dz(x, y, z):
    return 3*z**2
df_dx_depends_on = {"x", "y"}
df_dy_depends_on = ["x"]
df_dz_depends_on = ("z",)
