from sympy import *
x, y = symbols("x y")
f = 4*x*y + y**3
gradient = Matrix([f.diff(x), f.diff(y)])
u_hat = Matrix([cos(5*pi/6), sin(5*pi/6)])
slope = gradient.dot(u_hat)
