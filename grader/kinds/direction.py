"""How an author states a direction: an angle from the first axis, or a vector of any length."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from pydantic import Field, model_validator

from grader.kinds.form_options import FormOptions
from grader.maths import Unreadable, read
from grader.maths.carry import unit_vector
from grader.maths.tree import Vector
from grader.model import Function


class DirectionOptions(FormOptions):
    """A direction, by `angle_degrees` or by `vector`."""

    angle_degrees: float | None = Field(
        None, description="The angle from the positive first axis, counter-clockwise.", examples=[150]
    )
    vector: list[float | str] | None = Field(
        None, description="A vector of that direction, of any length but zero.", examples=[[3, 4]]
    )

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.angle_degrees is None) == (self.vector is None):
            raise ValueError("give either angle_degrees or vector")
        return self

    def problems(self, function: Function) -> Iterator[tuple[str, str]]:
        """What is wrong with this direction for this function."""
        size = len(function.variables)
        if self.angle_degrees is not None and size != 2:
            yield "angle_degrees", f"an angle needs two variables, and here are {size}; give a vector"
        if self.vector is not None and len(self.vector) != size:
            yield "vector", f"has {len(self.vector)} components, and the function has {size} variables"
        try:
            self.unit_vector()
        except (ValueError, Unreadable) as error:
            yield "vector", str(error)

    def unit_vector(self) -> Vector:
        """The exact unit vector of this direction."""
        return unit_vector(angle_degrees=self.angle_degrees, vector=self.as_vector())

    def as_vector(self) -> Vector | None:
        """The vector as the author wrote it, where there is one."""
        if self.vector is None:
            return None
        return Vector(tuple(read(str(component), variables=()) for component in self.vector))
