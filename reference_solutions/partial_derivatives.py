"""Partial derivatives of f(x, y, z) = 2x² - 3xy + z³, and the variables that each depends on."""


def df_dx(x, y, z):
    """The other variables are constants, so z³ vanishes and -3xy leaves its factor -3y."""
    return 4 * x - 3 * y


def df_dy(x, y, z):
    """Only -3xy holds a y."""
    return -3 * x


def df_dz(x, y, z):
    """Only z³ holds a z."""
    return 3 * z**2


df_dx_depends_on = {"x", "y"}
df_dy_depends_on = {"x"}
df_dz_depends_on = {"z"}
