import math
u_hat = (math.cos(30), math.sin(30))
gradient = lambda x, y: 4*y
