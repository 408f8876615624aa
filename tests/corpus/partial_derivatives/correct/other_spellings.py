def f_x(x, y):
    return 4*x - 3*y
dfdy = "-3*x"
fz = "3*z^2"
