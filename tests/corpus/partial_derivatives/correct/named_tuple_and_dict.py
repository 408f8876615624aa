def df_dx(p):
    return 4*p.x - 3*p.y

def df_dy(point):
    return -3*point["x"]

def df_dz(p):
    return 3*p.z**2
