from collections import namedtuple
from math import sqrt

Point = namedtuple("Point", "x y")

def gradient(p):
    return Point(4*p.y, 4*p.x + 3*p.y**2)

u_hat = Point(-sqrt(3)/2, 0.5)

def slope(p):
    g = gradient(p)
    return g.x*u_hat.x + g.y*u_hat.y
