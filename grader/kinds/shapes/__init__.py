"""The shapes that answers have: how each is read, judged, printed, asked for in a template, and got wrong.

.shape             what a shape is
.formulas          numbers, formulas and vectors
.name_sets         sets of names
.point_sequences   points in a row
.step_causes       why a step of such a row is wrong
.mutants           formulas with one small change

`SHAPES` is the whole table; a reference has the first shape that it is of.
"""

from __future__ import annotations

from grader.kinds.shapes.formulas import FORMULA, NUMBER, POINT, VECTOR
from grader.kinds.shapes.name_sets import NAMES
from grader.kinds.shapes.point_sequences import SEQUENCE
from grader.kinds.shapes.shape import Shape

# Every shape; written out by hand, so that a reader sees all of them.
SHAPES: tuple[Shape, ...] = (NUMBER, FORMULA, POINT, VECTOR, NAMES, SEQUENCE)


def shape_of(value: object) -> Shape | None:
    """Return the shape of a reference; None for what is no answer, such as a function."""
    return next((shape for shape in SHAPES if shape.holds(value)), None)
