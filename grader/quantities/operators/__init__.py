"""The operators of terms, a class each, beside their family.

.operator     what an operator is, and what a term may stand for
.arithmetic   + - * / **, functions of mathematics, evaluation at a point
.calculus     diff, gradient, names_in
.vectors      dot, norm, unit, direction
.drawn_answers   what is drawn of wrong answers: slices, dials, arrows
.data         mean, sum; arithmetic of data one by one
.steps        steps, and the methods of descent

`OPERATORS` is the whole table.
"""

from __future__ import annotations

from collections.abc import Mapping

from grader.algebra.functions import FUNCTIONS
from grader.descent.methods import METHODS
from grader.quantities.operators.arithmetic import At, Divided, Elementary, Minus, Negated, Plus, Raised, Times
from grader.quantities.operators.calculus import Diff, Gradient, NamesIn
from grader.quantities.operators.data import Mean, Summed
from grader.quantities.operators.operator import Operator
from grader.quantities.operators.steps import STEPS, MethodOperator
from grader.quantities.operators.vectors import Direction, Dot, Norm, Unit

# Every operator that has a name of its own; written out by hand, so that a reader sees all of them.
NAMED: tuple[Operator, ...] = (
    At(),
    Diff(),
    Gradient(),
    NamesIn(),
    Dot(),
    Norm(),
    Unit(),
    Direction(),
    Mean(),
    Summed(),
    STEPS,
    *map(MethodOperator, METHODS.values()),
)
# All by the name or the sign before which, or between which, their arguments stand.
OPERATORS: Mapping[str, Operator] = {
    operator.name: operator
    for operator in (Plus(), Minus(), Times(), Divided(), Raised(), Negated(), *map(Elementary, FUNCTIONS), *NAMED)
}
# What a function of mathematics may be called in a term, beside its name.
SPELLINGS: Mapping[str, str] = {word: name for name, row in FUNCTIONS.items() for word in row.spellings if word.isidentifier()}
