import sympy as sp
x, y, z = sp.symbols("x y z", real=True)
f = 2*x**2 - 3*x*y + z**3
df_dx = sp.lambdify((x, y, z), sp.diff(f, x))
df_dy = f.diff(y)
df_dz = sp.Lambda(z, 3*z**2)(z)
df_dx_depends_on = {x, y}
