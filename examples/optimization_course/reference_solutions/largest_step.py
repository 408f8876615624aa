"""Step sizes, from the second derivatives."""

import numpy as np

delta_f = 2 / max(6, 10)
delta_g = 2 / np.linalg.eigvalsh([[4, 2], [2, 4]]).max()
delta_h = 1 / 8
