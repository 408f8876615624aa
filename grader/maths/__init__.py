"""Expressions and descent as mathematics: read, compare, derive, recognise. Knows no points and no students."""

from grader.maths.compare import compare
from grader.maths.decision import Decision, Relation, Witness
from grader.maths.points import sample_points
from grader.maths.points import value_at as evaluate
from grader.maths.printing import latex, plain
from grader.maths.reading import from_float, read, read_sympy
from grader.maths.tokens import Unreadable
from grader.maths.tree import (
    Application,
    Constant,
    Expression,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Variable,
    Vector,
)
from grader.maths.values import compare_values

__all__ = [
    "Application",
    "Constant",
    "Decision",
    "Expression",
    "Negative",
    "Number",
    "Power",
    "Product",
    "Quotient",
    "Relation",
    "Sum",
    "Unreadable",
    "Variable",
    "Vector",
    "Witness",
    "compare",
    "compare_values",
    "evaluate",
    "from_float",
    "latex",
    "plain",
    "read",
    "read_sympy",
    "sample_points",
]
