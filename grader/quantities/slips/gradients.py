"""The wrong gradients that people give: components wrong, in another order, or no vector at all."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from grader.algebra.differentiate import NotDifferentiableError, differentiate
from grader.algebra.tidy import minus, number, over, power, root_of, total
from grader.algebra.tree import Expression, Vector
from grader.notation.answer import read
from grader.quantities.slips.catalogue import Misconception, exchanged, in_order, named, placed
from grader.quantities.slips.derivatives import candidates_for_derivative
from grader.sentences.figures import together

Columns = tuple[tuple[Misconception, ...], ...]


@lru_cache(maxsize=256)
def candidates_for_gradient(function: Expression | str, variables: tuple[str, ...]) -> tuple[Misconception, ...]:
    """Return the wrong answers to "give the gradient of `function`", simplest slip first; () for a function too odd."""
    function = read(function, variables=variables) if isinstance(function, str) else function
    try:
        right = tuple(differentiate(function, variable) for variable in variables)
    except NotDifferentiableError:
        return ()
    columns = tuple(candidates_for_derivative(function, variables, variable) for variable in variables)
    found = [*_arranged(right), *_no_vector(right), *_one_component(right, columns, variables)]
    found += _every_component(columns)
    found.append(named("function_itself", function))
    found.append(named("sign", minus(Vector(right)), case="whole"))
    return in_order(found, (Vector(right),))


def _arranged(right: tuple[Expression, ...]) -> Iterator[Misconception]:
    """Yield the right components in another order: two exchanged, or all turned round."""
    for order in exchanged(right):
        yield named("components_swapped", Vector(order))
    for shift in range(1, len(right)):
        yield named("components_swapped", Vector(right[shift:] + right[:shift]))


def _no_vector(right: tuple[Expression, ...]) -> Iterator[Misconception]:
    squares = total([power(component, 2) for component in right])
    yield named("length_given", root_of(squares))
    yield named("normalised", Vector(tuple(over(component, root_of(squares)) for component in right)))
    if len(right) > 1:
        yield named("components_added", total(right), case="gradient")
        for component in right:
            yield named("component_missing", component)


def _one_component(
    right: tuple[Expression, ...], columns: Columns, variables: tuple[str, ...]
) -> Iterator[Misconception]:
    for i, (column, variable) in enumerate(zip(columns, variables, strict=True)):
        lost = named("dropped_term", number(0), case="component", variable=variable)
        for candidate in (*column, lost):
            wrong = Vector((*right[:i], candidate.expression, *right[i + 1 :]))
            yield placed(candidate, wrong, variable, variables[:i] + variables[i + 1 :])


def _every_component(columns: Columns) -> Iterator[Misconception]:
    """Yield the same slip in all components, each time in its simplest way."""
    for name in dict.fromkeys(candidate.name for candidate in columns[0]):
        simplest = [next((c for c in column if c.name == name), None) for column in columns]
        chosen = [candidate for candidate in simplest if candidate is not None]
        if len(chosen) == len(columns) > 1 and name not in ("other_variable", "sign"):
            shared = chosen[0].text if len({candidate.text for candidate in chosen}) == 1 else ""
            text = shared or together(dict.fromkeys(candidate.text for candidate in chosen))
            yield named(name, Vector(tuple(candidate.expression for candidate in chosen)), text=text)
