"""Numbers of single precision among doubles, as `np.float32` leaves them. Knows nothing of what they mean."""

from __future__ import annotations

import math
from struct import pack, unpack

_LARGEST = 3.4e38


def is_single(number: float) -> bool:
    """Tell whether single precision can hold the number exactly."""
    return math.isfinite(number) and abs(number) < _LARGEST and unpack("f", pack("f", number))[0] == number
