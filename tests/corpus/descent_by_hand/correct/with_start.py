import numpy as np
steps = np.array([[1, 2], [0.4, 1.9], [0.05, 1.86]])
