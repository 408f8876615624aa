# %% largest_step
delta_f = 1/10
delta_g = 2/4
delta_h = 0.125


# %% any_function
def gradient_descent(dfdx, x, learning_rate, num_iterations):
    for _ in range(num_iterations):
        x = x - 0.01*dfdx(x)
    return x


# %% rosenbrock
def rosenbrock_descent(x_start, y_start, n):
    x, y = x_start, y_start
    for _ in range(n):
        x = x - 0.001*(-2*(1 - x) - 400*x*(y - x**2))
        y = y - 0.001*200*(y - x**2)
    return x, y


# %% himmelblau
def himmelblau_descent(x_start, y_start, n):
    x, y = x_start, y_start
    for i in range(n):
        a, b = x**2 + y - 11, x + y**2 - 7
        x, y = x - 0.01*(4*x*a + 2*b), y - 0.01*(2*a + 4*y*b)
    return y, x


# %% four_variables
import numpy as np

def descend(start, learning_rate, n):
    x = np.array(start, dtype=float)
    for _ in range(n):
        g = np.array([2*(x[0]-1), 4*(x[1]+x[0]), np.exp(x[2]) - 1 - 2*(x[3]-x[2]), 2*(x[3]-x[2])])
        x = x - learning_rate*g
    return x


# %% newton_one
from math import exp

def newton_descent(x_start, n):
    x = x_start
    for _ in range(n):
        x = x - 0.1*(exp(x) - 2*exp(-2*x) + 2*x)
    return x


# %% newton_two
import numpy as np

def newton_2d(p, n):
    p = np.array(p, dtype=float)
    for _ in range(n):
        a, b, c = np.exp(p[0] + 3*p[1] - 0.1), np.exp(p[0] - 3*p[1] - 0.1), np.exp(-p[0] - 0.1)
        p = p - np.array([(a + b - c)/(a + b + c), (3*a - 3*b + 2*p[1])/(9*a + 9*b + 2)])
    return p


# %% momentum
import numpy as np

def heavy_ball(x_start, y_start, n):
    p = np.array([x_start, y_start], dtype=float)
    for _ in range(n):
        v = np.zeros(2)
        v = 0.8*v - 0.05*np.array([p[0] + p[1] - np.exp(-p[0]), p[0] + 10*p[1]])
        p = p + v
    return p


# %% coordinate_descent
def in_turn(x_start, y_start, n):
    x, y = x_start, y_start
    for _ in range(n):
        x = (3 - y)/2
        y = -x/4
    return x, y


# %% projected_descent
import numpy as np

def projected(p, delta, n):
    for _ in range(n):
        p = np.clip(p, [0, 0], [1, 2])
        p = p - delta*np.array([2*(p[0] - 2) + p[1], p[0] + 6*(p[1] + 1)])
    return p


# %% backtracking
from math import exp

def f(x, y):
    return x**2 + x*y + 4*y**2 + exp(-x)

def backtracking(x_start, y_start, n):
    x, y = x_start, y_start
    t = 1
    for _ in range(n):
        gx, gy = 2*x + y - exp(-x), x + 8*y
        while f(x - t*gx, y - t*gy) > f(x, y) - 1e-4*t*(gx**2 + gy**2):
            t *= 0.5
        x, y = x - t*gx, y - t*gy
    return x, y


# %% least_squares
import numpy as np

def fit_prices(A, y):
    w, *_ = np.linalg.lstsq(A[:, 1:], y, rcond=None)
    return np.array([0, *w])


# %% gradient_of_a_loss
import numpy as np

def grad_E(w, X, y):
    r = w[0]*X + w[1] - y
    return np.array([2*np.sum(r*X) + w[0]/5, 2*np.sum(r)])


import numpy as np

def line_descent(w, X, y, lr, epochs):
    m, b = w
    for _ in range(epochs):
        r = m*X + b - y
        m, b = m - lr*2*np.mean(r*X), b - lr*2*np.mean(r)
    return m, b


# %% logistic_loss
import numpy as np

def loss(w, b, X, y):
    p = 1/(1 + np.exp(-(w*X + b)))
    return -np.sum(y*np.log(p) + (1 - y)*np.log(1 - p))


import numpy as np

def train(X, y):
    w = 0.0
    for _ in range(20000):
        p = 1/(1 + np.exp(-w*X))
        w -= 0.1*np.mean((p - y)*X)
    return w, 0.0


# %% hinge_loss
import numpy as np

def hinge(w, b, X, y):
    return np.mean(np.maximum(0, 1 - y*(w*X + b)))


import numpy as np

X = np.array([-2, -1, -0.5, 0.5, 1, 3])
Y = np.array([-1, -1, 1, -1, 1, 1])

def svm(w, b, n):
    for _ in range(n):
        m = Y*(w*X + b) < 1
        w, b = w - 0.1*(-np.mean(m*Y*X) + w/5), b + 0.1*np.mean(m*Y)
    return w, b

