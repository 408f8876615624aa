grad_f = ["4y", "4x + 3y^2"]
u = (-0.866, 0.5)
directional_derivative = "-3.464y + 2x + 1.5y^2"
