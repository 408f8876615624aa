df_dx = ...
df_dy = None
df_dz = "YOUR ANSWER HERE"
df_dx_depends_on =
def df_dy_depends_on():
    # YOUR CODE HERE
    raise NotImplementedError()
