"""Expressions and descent as mathematics: read, compare, derive, recognise. Knows no points and no students."""

from grader.maths.printing import latex, plain
from grader.maths.reading import from_float, read, read_sympy
from grader.maths.tokens import Unreadable
from grader.maths.tree import Expression

__all__ = ["Expression", "Unreadable", "from_float", "latex", "plain", "read", "read_sympy"]
