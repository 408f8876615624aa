"""Functions of exercises, unit vectors and sheets of terms, as short as tests want to write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from grader.algebra.tree import Expression, Vector, exact
from grader.equality.decision import Comparison
from grader.equality.sample_points import sample_points
from grader.model import Function
from grader.notation.answer import read
from grader.quantities import unit_vectors
from grader.quantities.evaluation import reference, slips
from grader.quantities.operators.operator import is_tree
from grader.quantities.sheet import Sheet, compiled_sheet
from grader.quantities.slips import Misconception, recognise
from grader.quantities.slips.approximate import approximate


def about(text: str, variables: tuple[str, ...], domain: Mapping[str, tuple[float, float]] | None = None) -> Function:
    """The function of an exercise."""
    return Function(name="f", variables=variables, expression=text, domain=domain or {})


def along(*components: str) -> Vector:
    """The vector of length 1 along this one."""
    return unit_vectors.unit_vector(vector=vector_of(components))


def vector_of(components: Sequence[str]) -> Vector:
    """A vector of constants."""
    return Vector(tuple(exact(read(part, variables=())) for part in components))


def sheet_with(
    items: Mapping[str, str] | str,
    *functions: Function,
    given: Mapping[str, str] | None = None,
    data: Mapping[str, str] | None = None,
) -> Sheet:
    """The sheet of some functions, givens and items; one term alone is the item `a`."""
    texts = {"a": items} if isinstance(items, str) else items
    return compiled_sheet(functions, tuple((given or {}).items()), tuple(texts.items()), tuple((data or {}).items()))


def right_and_slips(sheet: Sheet, item: str = "a") -> tuple[Expression, tuple[Misconception, ...]]:
    """The reference of an item, and its wrong answers."""
    right = reference(item, sheet)
    assert is_tree(right)
    return right, slips(item, sheet)


def named(
    answer: str | Expression, candidates: Iterable[Misconception], reference: Expression, variables: tuple[str, ...]
) -> set[str | None]:
    """The names given to an answer as an expression and as a function."""
    tree = read(answer, variables=variables) if isinstance(answer, str) else answer
    comparison = Comparison(variables=variables, seed=b"seed")
    points = sample_points(reference, comparison, count=8)
    values = [approximate(tree, point) for point in points]
    found = [recognise(seen, candidates, reference, comparison) for seen in (tree, (points, values))]
    return {None if misconception is None else misconception.name for misconception in found}
