def df_dx(b, a):
    return 4*a - 3*b
