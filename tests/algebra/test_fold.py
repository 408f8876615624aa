"""The fold over the tree: every node once, from the leaves up, and nothing passed over in silence."""

from __future__ import annotations

import pytest

from grader.algebra.fold import Algebra, Arithmetic, Rewriting, fold
from grader.algebra.tree import Expression, Negative, Number, Variable, walk
from grader.notation.expression_text import read
from grader.notation.tree_sizes import MAX_DEPTH

EVERYTHING = read("(-x**2/3 + 2*pi*sin(y) - max(x, e, y), 0.50)", variables=("x", "y"))


def test_a_rewriting_that_rewrites_nothing_gives_the_same_tree() -> None:
    """Decimals keep their digits and vectors their order."""
    assert fold(EVERYTHING, Rewriting()) == EVERYTHING


def test_a_rewriting_replaces_what_it_names() -> None:
    """The rest of the tree stays as it was written."""

    class Turned(Rewriting):
        def variable(self, node: Variable) -> Expression:
            return Variable({"x": "y", "y": "x"}[node.name])

    assert fold(read("x - y/2 + sin(x)", variables=("x", "y")), Turned()) == read("y - x/2 + sin(y)", variables=("x", "y"))


def test_every_node_is_met_once() -> None:
    """Counting by a fold counts what walking over the tree does."""

    class Count(Algebra[int]):
        def other(self, node: Expression, *parts: int) -> int:
            return 1 + sum(parts)

    assert fold(EVERYTHING, Count()) == sum(1 for _ in walk(EVERYTHING))


def test_what_an_algebra_does_not_know_is_refused() -> None:
    """No node is passed over: integers know no sine."""

    class Integers(Arithmetic[int]):
        def number(self, node: Number) -> int:
            return int(node.value)

    assert fold(read("2*3 - 4**2", variables=()), Integers()) == -10
    with pytest.raises(TypeError, match="Application"):
        fold(read("2 + sin(3)", variables=()), Integers())


def test_the_deepest_tree_that_is_read_can_be_folded() -> None:
    """A fold goes as deep as answers may be nested, and to twice that."""
    tree: Expression = Variable("x")
    for _ in range(2 * MAX_DEPTH):
        tree = Negative(tree)
    assert fold(tree, Rewriting()) == tree
