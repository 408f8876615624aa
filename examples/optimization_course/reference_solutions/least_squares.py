"""Least squares by a package."""

import numpy as np


def fit_prices(A, y):
    """The weights of the columns of A."""
    return np.linalg.lstsq(A, y, rcond=None)[0]
