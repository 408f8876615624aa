"""Operators of calculus: partial derivatives, mixed and repeated too, the gradient, and the variables that are left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from grader.algebra.differentiate import NotDifferentiableError, differentiate
from grader.algebra.floats import points_agree
from grader.algebra.tree import Expression, Variable, Vector, parts_of
from grader.drawing import Drawing
from grader.equality.decision import Comparison
from grader.equality.dependence import depends_on
from grader.quantities import references
from grader.quantities.operators.drawn_answers import arrows, slice_of
from grader.quantities.operators.operator import (
    Asked,
    Mapped,
    Measured,
    MisfitError,
    Numbers,
    Operand,
    Operator,
    Place,
    Shown,
    at_each_point,
    is_larger,
    of_usual_size,
)
from grader.quantities.slips.catalogue import Misconception, named
from grader.quantities.slips.derivatives import candidates_for_derivative
from grader.quantities.slips.gradients import candidates_for_gradient
from grader.sentences.catalogue import sentence
from grader.sentences.figures import ordinal

# Of central differences, extrapolated: so wide that rounding is small, so narrow that the fifth derivative is.
_WIDTHS = (1e-3, 5e-4)
_ASIDE = (0.05, 0.13)  # by which a variable is moved to see whether anything follows: no period of a usual function
_MOST_PARTS_AGAIN = 60  # of a tree that is differentiated again for its slips: of longer ones that takes tenths of a second
_UNMOVED = 1e-12  # relative: what rounding leaves between two values of something that does not move


class Diff(Operator):
    """`diff(f, x)`, `diff(f, x, y)`: a partial derivative by one variable after the other."""

    name = "diff"
    places = (Place(name="f", holds="function"), Place(name="by", holds="variable", repeated=True))
    asks = "A partial derivative, or an ordinary one; mixed or repeated with more variables"
    example = "diff(f, x)"
    noun = "derivative"
    is_pointwise = False

    def value(self, *arguments: Operand) -> Expression:
        """Return the derivative by our own rules. Raises NotDifferentiableError."""
        tree, names = _function_and_names(arguments)
        for name in names:
            tree = of_usual_size(differentiate(tree, name))
        return tree

    def derived(self, *arguments: Operand) -> Expression:
        """Return the derivative as SymPy, our own rules and MyGrad agree on it. Raises NotDerivableError."""
        whole, (tree, names) = arguments[0], _function_and_names(arguments)
        if isinstance(tree, Vector):
            parts = [replace(whole, name="", body=part, written=None) for part in tree.components]
            return Vector(tuple(self.derived(part, *arguments[1:]) for part in parts))
        for name in names:
            tree = of_usual_size(references.derivative(whole.function, name))
            whole = Mapped(name="", variables=whole.variables, body=tree, domain=whole.domain)
        found: Expression = whole.body
        return found

    def slips(self, asked: Asked) -> Iterator[Misconception]:
        """Yield the wrong derivatives by each variable in turn, and one of several forgotten."""
        (whole, *_), (tree, names) = asked.arguments, _function_and_names(asked.arguments)
        if len(names) == 1:
            yield from _wrong_derivatives(tree, whole.variables, names[0])
            return
        for at in range(len(names)):
            so_far = _further(tree, names[:at])
            if so_far is None or is_larger(so_far, _MOST_PARTS_AGAIN):
                break
            for slip in _wrong_derivatives(so_far, whole.variables, names[at]):
                value = _further(slip.expression, names[at + 1 :])
                if slip.name != "function_itself" and value is not None:
                    text = sentence("within.derivative", ordinal=ordinal(at + 1), slip=slip.text)
                    yield replace(slip, expression=value, text=text, on_the_way=True)
        for fewer in dict.fromkeys(names[:at] + names[at + 1 :] for at in range(len(names)) if len(names) > 1):
            value = _further(tree, fewer)
            if value is not None:
                yield named("differentiated_too_rarely", value)

    def measured(self, *arguments: Operand) -> Measured:
        """Return central differences, extrapolated."""
        what, *by = arguments
        measured: Measured = what
        for variable in by:
            measured = slope_of(measured, variable.name)
        return measured

    def picture(self, shown: Shown) -> Drawing | None:
        """Return the slice through the point with the student's slope, for a function of the exercise and one variable."""
        whole, *by = shown.arguments
        return slice_of(whole, {by[0].name: 1.0}, shown) if len(by) == 1 and whole.written is not None else None


def _wrong_derivatives(tree: Expression, variables: tuple[str, ...], name: str) -> Iterator[Misconception]:
    """Yield the wrong derivatives by a variable; of a vector, with one component wrong."""
    if not isinstance(tree, Vector):
        yield from candidates_for_derivative(tree, variables, name)
        return
    right = tuple(differentiate(part, name) for part in tree.components)
    for at, part in enumerate(tree.components):
        for slip in candidates_for_derivative(part, variables, name):
            text = sentence("within.one_component", slip=slip.text)
            yield replace(slip, expression=Vector((*right[:at], slip.expression, *right[at + 1 :])), text=text)


def _further(tree: Expression, names: tuple[str, ...]) -> Expression | None:
    """Return a wrong derivative differentiated further; None where nobody would get through with it."""
    for name in names:
        if is_larger(tree, _MOST_PARTS_AGAIN):
            return None
        try:
            tree = differentiate(tree, name)
        except NotDifferentiableError:
            return None
    return tree


def _function_and_names(arguments: tuple[Operand, ...]) -> tuple[Expression, tuple[str, ...]]:
    """Return the tree to be differentiated and the variables by which."""
    whole, *by = arguments
    if not by:
        raise MisfitError(f"diff needs a variable to differentiate by, as in diff(f, {(*whole.variables, 'x')[0]})")
    names = tuple(variable.name for variable in by if isinstance(variable, Variable))
    strange = next((name for name in names if name not in whole.variables), None)
    if strange is not None and not whole.variables:
        raise MisfitError(f"there is no `{strange}` in it, nor any other variable")
    if strange is not None:
        raise MisfitError(f"`{strange}` is not one of the variables ({', '.join(whole.variables)})")
    return whole.body, names


def slope_of(what: Measured, name: str) -> Measured:
    """Return the slope of a measured quantity in one variable (central differences, Richardson)."""
    wide, narrow = (_difference(what, name, width) for width in _WIDTHS)
    return at_each_point(lambda coarse, fine: (4 * fine - coarse) / 3, wide, narrow)


def _difference(what: Measured, name: str, width: float) -> Measured:
    """Return a central difference."""
    ahead, behind = (lambda point, side=side: what({**point, name: point[name] + side * width}) for side in (1, -1))
    return at_each_point(lambda one, other: (one - other) / (2 * width), ahead, behind)


def numbers(value: Numbers) -> tuple[float, ...]:
    """Return a measured value as a row of numbers."""
    return value if isinstance(value, tuple) else (value,)


class Gradient(Operator):
    """`gradient(f)`: the vector of all partial derivatives, in the order of the variables."""

    name = "gradient"
    places = (Place(name="f", holds="function"),)
    asks = "The gradient"
    example = "gradient(f)"
    noun = "gradient"
    is_pointwise = False

    def value(self, *arguments: Operand) -> Expression:
        """Return the gradient by our own rules. Raises NotDifferentiableError."""
        whole = scalar(arguments[0])
        return Vector(tuple(differentiate(whole.body, name) for name in whole.variables))

    def derived(self, *arguments: Operand) -> Expression:
        """Return the gradient as SymPy, our own rules and MyGrad agree on it. Raises NotDerivableError."""
        (whole,) = arguments
        return references.gradient(scalar(whole).function)

    def slips(self, asked: Asked) -> Iterator[Misconception]:
        """Yield components that are wrong or in another order, and what is no vector."""
        (whole,) = asked.arguments
        yield from candidates_for_gradient(whole.body, whole.variables)

    def measured(self, *arguments: Operand) -> Measured:
        """Return central differences in each variable."""
        (what,) = arguments
        slopes = [slope_of(what, name) for name in what.variables]
        return lambda point: tuple(part for slope in slopes for part in numbers(slope(point)))

    def picture(self, shown: Shown) -> Drawing | None:
        """Return the student's vectors over the level lines of a function of two variables."""
        return arrows(shown.arguments[0], shown)


def scalar(whole: Mapped) -> Mapped:
    """Return a function of variables with single numbers for values. Raises MisfitError for another one."""
    if not whole.variables:
        raise MisfitError("this takes a function of variables, and there are none in this one")
    if isinstance(whole.body, Vector):
        raise MisfitError("this takes a function with single numbers for values, and this one's are vectors")
    return whole


class NamesIn(Operator):
    """`names_in(diff(f, x))`: the variables whose value makes a difference."""

    name = "names_in"
    places = (Place(name="what", holds="function"),)
    asks = "The variables that a function or a derivative depends on"
    example = "names_in(diff(f, x))"
    noun = "set_of_variables"
    is_pointwise = False

    def value(self, *arguments: Operand) -> frozenset[str]:
        """Return the set of names. Raises UndecidedDependenceError."""
        (whole,) = arguments
        comparison = Comparison(variables=whole.variables, domain=whole.domain)
        return frozenset().union(*(depends_on(part, comparison) for part in parts_of(whole.body)))

    def measured(self, *arguments: Operand) -> Measured:
        """Return for each variable 1 where moving it alone moves the value, else 0."""
        (what,) = arguments

        def moves(point: Mapping[str, float], name: str) -> float:
            here = numbers(what(point))
            elsewhere = [numbers(what({**point, name: point[name] + step})) for step in _ASIDE]
            return float(any(not points_agree(here, value, _UNMOVED) for value in elsewhere))

        return lambda point: tuple(moves(point, name) for name in what.variables)
