"""A direction as an author states it, and the unit vector of one as an answer.

An angle between two axes as the question puts it, or a vector of any length: "30° from −x towards +y" is stated so and
not as 150°, because a student sees the key too.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Self

from pydantic import Field, model_validator

from grader.algebra.tree import Vector, exact
from grader.kinds.candidates import is_vector
from grader.kinds.judging import Target, check_expression
from grader.kinds.protocol import Check, Earlier, FormOptions, Kind
from grader.model import Function, Question, Submission
from grader.notation.answer import read
from grader.notation.tokens import Unreadable
from grader.quantities.slips import candidates_for_unit_vector
from grader.quantities.unit_vectors import exact_degrees, unit_vector


class DirectionOptions(FormOptions):
    """A direction, by `angle_degrees` or by `vector`."""

    angle_degrees: float | None = Field(
        None, description="The angle that the question states, from one axis towards another.", examples=[30]
    )
    measured_from: str | None = Field(
        None, description="The half-axis that the angle is measured from; +x where left out.", examples=["-x"]
    )
    towards: str | None = Field(
        None,
        description="The half-axis that the angle opens towards; counter-clockwise where left out.",
        examples=["+y"],
    )
    vector: list[float | str] | None = Field(
        None, description="A vector of that direction, of any length but zero.", examples=[[3, 4]]
    )

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.angle_degrees is None) == (self.vector is None):
            raise ValueError("give either angle_degrees or vector")
        if self.angle_degrees is None and (self.measured_from or self.towards):
            raise ValueError("measured_from and towards belong to angle_degrees")
        return self

    def problems(self, function: Function) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with this direction for this function."""
        size = len(function.variables)
        if self.angle_degrees is not None and size != 2:
            yield "angle_degrees", f"an angle needs two variables, and here are {size}; give a vector"
            return
        if self.vector is not None and len(self.vector) != size:
            yield "vector", f"has {len(self.vector)} components, and the function has {size} variables"
        axes = tuple(self._problems_of_the_axes(function.variables))
        yield from axes
        if axes:
            return
        try:
            self.unit_vector(function)
        except (ValueError, Unreadable) as error:
            yield "vector", str(error)

    def _problems_of_the_axes(self, variables: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        for key, axis in (("measured_from", self.measured_from), ("towards", self.towards)):
            if axis is not None and _quarters(axis, variables) is None:
                known = ", ".join(f"{sign}{name}" for name in variables for sign in "+-")
                yield key, f"`{axis}` is no half-axis here; there are {known}"
                return
        if self.towards is not None and self._turn(variables) not in (1, 3):
            yield "towards", "has to be at a right angle to measured_from, such as -x and +y"

    def _turn(self, variables: tuple[str, ...]) -> int:
        """Quarter turns, counter-clockwise, from `measured_from` to `towards`."""
        start, end = _quarters(self.measured_from, variables), _quarters(self.towards, variables)
        return 1 if self.towards is None or start is None or end is None else (end - start) % 4

    def unit_vector(self, function: Function) -> Vector:
        """Return the exact unit vector of this direction."""
        return unit_vector(angle_degrees=self.degrees_from_first_axis(function), vector=self.as_vector())

    def degrees_from_first_axis(self, function: Function) -> Fraction | None:
        """Return the stated angle counted from the positive first axis, counter-clockwise; None for a vector."""
        if self.angle_degrees is None:
            return None
        start = _quarters(self.measured_from, function.variables)
        assert start is not None, "the spec was checked when it was read"
        stated = exact_degrees(self.angle_degrees)
        return 90 * start + (stated if self._turn(function.variables) == 1 else -stated)

    def as_vector(self) -> Vector | None:
        """Return the vector, where the author gave one; 20 is exactly 20, and so is 20.0."""
        if self.vector is None:
            return None
        return Vector(tuple(exact(read(str(component), variables=())) for component in self.vector))


def _quarters(axis: str | None, variables: tuple[str, ...]) -> int | None:
    """Quarter turns, counter-clockwise, from the positive first axis to a half-axis such as `-x`.

    None stands for the positive first axis; the answer is None for what is no half-axis.
    """
    half_axes = [f"+{variables[0]}", f"+{variables[1]}", f"-{variables[0]}", f"-{variables[1]}"]
    signed = (axis or half_axes[0]).strip().replace("−", "-")
    signed = signed if signed[:1] in "+-" else f"+{signed}"
    return half_axes.index(signed) if signed in half_axes else None


# --- The unit vector as an answer ---------------------------------------------------------------


class UnitVectorOptions(DirectionOptions):
    """The direction that is asked for."""


def check(question: Question[UnitVectorOptions], submission: Submission, earlier: Earlier) -> Check:
    """Judge a unit vector, component by component."""
    options, function = question.options, question.function
    reference = options.unit_vector(function)
    target = Target(
        reference=reference,
        candidates=lambda: candidates_for_unit_vector(
            reference, angle_degrees=options.degrees_from_first_axis(function), vector=options.as_vector()
        ),
    )
    return check_expression(question, submission, target)


def solution(question: Question[UnitVectorOptions]) -> Vector:
    """Return the exact vector of length 1."""
    return question.options.unit_vector(question.function)


# What the documentation shows and `grade new` writes.
EXAMPLE = r"""
title: A unit vector
prompt: |
  Find the unit vector in the direction of $(3, 4)$ and define it as `u_hat`.
function:
  name: f
  variables: [x, y]
  expression: x*y
items:
  - id: u_hat
    kind: unit_vector
    vector: [3, 4]
    points: 2
    accepts:
      - (3/5, 4/5)
      - [0.6, 0.8]
      - $\frac{1}{5} \langle 3, 4 \rangle$
      - code: |
          import numpy as np

          u_hat = np.array([3, 4]) / np.hypot(3, 4)
    rejects:
      - {answer: "(3/7, 4/7)", misconception: divided_by_sum, hint: Divide by its length}
      - (3, 4)
"""

# The row of this kind in the table of all.
UNIT_VECTOR = Kind(
    name="unit_vector",
    summary="The unit vector of a direction.",
    options=UnitVectorOptions,
    check=check,
    shown=("angle_degrees", "measured_from", "towards", "vector", "form", "form_share"),
    reads=("tolerance", "misconceptions", "reveal"),
    solution=solution,
    can_answer=is_vector,
    example=EXAMPLE,
)
