"""The old name of `answer`, until its callers are moved."""

from grader.notation.answer import from_float, passed_over, read, read_sympy

__all__ = ["from_float", "passed_over", "read", "read_sympy"]
