# %% largest_step
delta_f = 2/10
delta_g = 2/6
delta_h = 1/8


# %% any_function
import numpy as np

def gradient_descent(dfdx, x, learning_rate, num_iterations):
    x = np.float64(x)
    count = 0
    while count < num_iterations:
        grad = dfdx(x)
        x -= learning_rate*grad
        count += 1
    return x


# %% rosenbrock
def rosenbrock_descent(x_start, y_start, n, lr=0.0015):
    i = 0
    x = x_start
    y = y_start
    while i < n:
        dx = 2*(x - 1) + 400*x*(x**2 - y)
        dy = 200*(y - x**2)
        x = x - lr*dx
        y = y - lr*dy
        i += 1
    return (x, y)


# %% himmelblau
def himmelblau_descent(x_start, y_start, n):
    x, y = float(x_start), float(y_start)
    for k in range(n):
        step = 0.01/(1 + 0.001*k)
        a = x*x + y - 11
        b = x + y*y - 7
        x, y = x - step*(4*x*a + 2*b), y - step*(2*a + 4*y*b)
    return [x, y]


# %% four_variables
import numpy as np

def descend(start, learning_rate=0.01, n=100):
    x = np.copy(start).astype(float)
    for k in range(n):
        grad = np.zeros(4)
        grad[0] = 2*(x[0] - 1) + 4*(x[1] + x[0])
        grad[1] = 4*(x[1] + x[0])
        grad[2] = np.exp(x[2]) - 1 - 2*(x[3] - x[2])
        grad[3] = 2*(x[3] - x[2])
        x -= learning_rate*grad
    return x


# %% until_it_rests
import numpy as np

def descend_until(x0, y0, learning_rate=0.1, tol=1e-6, max_iter=1000, history=False):
    p = np.array([x0, y0], dtype=float)
    path = [p.copy()]
    for _ in range(max_iter):
        g = np.array([np.exp(p[0] - p[1]) + p[0], -np.exp(p[0] - p[1]) + 2*p[1]])
        new = p - learning_rate*g
        path.append(new)
        if np.linalg.norm(new - p) < tol:
            p = new
            break
        p = new
    return path if history else p


# %% newton_one
import numpy as np

def newton_descent(x_start, n):
    x = np.float64(x_start)
    k = 0
    while k < n:
        step = (np.exp(x) - 2*np.exp(-2*x) + 2*x)/(np.exp(x) + 4*np.exp(-2*x) + 2)
        x = x - step
        if abs(step) < 1e-14:
            break
        k += 1
    return x


# %% newton_two
from math import exp

def newton_2d(p, n):
    x, y = p[0], p[1]
    for _ in range(n):
        a, b, c = exp(x + 3*y - 0.1), exp(x - 3*y - 0.1), exp(-x - 0.1)
        gx, gy = a + b - c, 3*a - 3*b + 2*y
        hxx, hxy, hyy = a + b + c, 3*a - 3*b, 9*a + 9*b + 2
        det = hxx*hyy - hxy**2
        x, y = x - (hyy*gx - hxy*gy)/det, y - (-hxy*gx + hxx*gy)/det
    return x, y


# %% momentum
from math import exp

def heavy_ball(x_start, y_start, n):
    pts = [(x_start, y_start), (x_start, y_start)]
    for _ in range(n):
        (x0, y0), (x1, y1) = pts[-2:]
        pts.append((x1 + 0.8*(x1 - x0) - 0.05*(x1 + y1 - exp(-x1)), y1 + 0.8*(y1 - y0) - 0.05*(x1 + 10*y1)))
    return pts[-1]


# %% coordinate_descent
def in_turn(x_start, y_start, n):
    x, y, turn = x_start, y_start, True
    while n > 0:
        if turn:
            x = 1.5 - 0.5*y
        else:
            y = -0.25*x
        turn = not turn
        n -= 1
    return x, y


# %% projected_descent
def projected(p, delta, n):
    x, y = p
    for _ in range(n):
        gx, gy = 2*(x - 2) + y, x + 6*(y + 1)
        x, y = min(1, max(0, x - delta*gx)), min(2, max(0, y - delta*gy))
    return x, y


# %% backtracking
from math import exp

def backtracking(x_start, y_start, n):
    if n == 0:
        return (x_start, y_start)
    x, y = x_start, y_start
    F = lambda a, b: a**2 + a*b + 4*b**2 + exp(-a)
    gx, gy = 2*x + y - exp(-x), x + 8*y
    t = 1
    while F(x - t*gx, y - t*gy) > F(x, y) - t*(gx**2 + gy**2)/10000:
        t = t/2
    return backtracking(x - t*gx, y - t*gy, n - 1)


# %% least_squares
import numpy as np

def fit_prices(A, y):
    return np.linalg.pinv(A).dot(y)


# %% gradient_of_a_loss
import numpy as np

def grad_E(w, X, y):
    A = np.stack([X, np.ones(len(X))], axis=1)
    return 2*A.T @ (A @ w - y)/len(y) + np.array([w[0]/5, 0])


import numpy as np

def line_descent(w, X, y, lr, epochs):
    m, b = w
    n = float(len(X))
    for i in range(epochs):
        y_pred = m*X + b
        D_m = (-2/n)*sum(X*(y - y_pred)) + m/5
        D_b = (-2/n)*sum(y - y_pred)
        m = m - lr*D_m
        b = b - lr*D_b
    return m, b


# %% logistic_loss
import math

def loss(w, b, X, y):
    total = 0
    for xi, yi in zip(X, y):
        p = 1/(1 + math.exp(-(w*xi + b)))
        total += yi*math.log(p) + (1 - yi)*math.log(1 - p)
    return -total/len(X)


def grad_loss(w, b, X, y):
    dw = db = 0
    for xi, yi in zip(X, y):
        p = 1/(1 + math.exp(-(w*xi + b)))
        dw += (p - yi)*xi
        db += p - yi
    return dw/len(X), db/len(X)


import numpy as np

def train(X, y):
    A = np.column_stack([X, np.ones_like(X)])
    theta = np.zeros(2)
    for _ in range(25):
        p = 1/(1 + np.exp(-A @ theta))
        theta = theta - np.linalg.solve(A.T @ (A * (p*(1-p))[:, None]), A.T @ (p - y))
    return theta


# %% hinge_loss
import numpy as np

def hinge(w, b, X, y):
    margin = y*(w*X + b)
    return np.where(margin < 1, 1 - margin, 0).mean() + 0.1*w*w


X = [-2, -1, -0.5, 0.5, 1, 3]
Y = [-1, -1, 1, -1, 1, 1]

def svm(w, b, n):
    for _ in range(n):
        dw, db = w/5, 0
        for x, y in zip(X, Y):
            if y*(w*x + b) < 1:
                dw -= y*x/6
                db -= y/6
        w, b = w - 0.01*dw, b - 0.01*db
    return w, b

