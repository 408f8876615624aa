import math

def df_dx(x, y, z):
    print(4*x - 3*y)

def df_dy(x, y, z):
    print(-3*x)

def df_dz(x, y, z):
    print(3*z**2)

def grad_descent(x_start, n):
    x = x_start
    for i in range(n):
        x = x - 0.1*(x - math.exp(-x))
    print("the minimum is at", x)

answer = input("Are you sure? ")
df_dx_depends_on = {"x", "y", "z"}
df_dy_depends_on = {"x", "y"}
df_dz_depends_on = {"z"}
