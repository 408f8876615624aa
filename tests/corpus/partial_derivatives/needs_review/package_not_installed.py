import torch
def df_dx(x, y, z):
    return float(torch.tensor(4*x - 3*y))
