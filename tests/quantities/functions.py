"""Functions of exercises and unit vectors, as short as tests want to write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader.algebra.tree import Vector, exact
from grader.model import Function
from grader.notation.expression_text import read
from grader.quantities import unit_vectors


def about(text: str, variables: tuple[str, ...], domain: Mapping[str, tuple[float, float]] | None = None) -> Function:
    """The function of an exercise."""
    return Function(name="f", variables=variables, expression=text, domain=domain or {})


def along(*components: str) -> Vector:
    """The vector of length 1 along this one."""
    return unit_vectors.unit_vector(vector=vector_of(components))


def vector_of(components: Sequence[str]) -> Vector:
    """A vector of constants."""
    return Vector(tuple(exact(read(part, variables=())) for part in components))
