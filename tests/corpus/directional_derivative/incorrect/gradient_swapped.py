gradient = ("4x + 3y^2", "4y")
u_hat = (3, 4)
slope = "x"
