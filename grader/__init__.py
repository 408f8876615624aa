"""An automated grader for exercises on calculus and gradient descent.

In a notebook, `grader.check()` tells its student what is right so far.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING or "ipykernel" in sys.modules:
    # In a notebook the import is where people wait; everywhere else it stays light.
    from grader.selfcheck import check

__all__ = ["check"]


def __getattr__(name: str) -> object:
    if name == "check":
        from grader.selfcheck import check

        return check
    raise AttributeError(f"module 'grader' has no attribute {name!r}")
