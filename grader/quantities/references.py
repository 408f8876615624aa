"""References, derived from the function and the question: nobody writes an answer down.

SymPy derives, our own rules check what it derived, and what is kept on disk is checked the same way
before it is believed. On a student's machine our own rules derive alone, in memory: the course's `verify` has confirmed
them. Knows no items and no points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from enum import Enum, auto
from functools import lru_cache

from grader.algebra.differentiate import NotDifferentiableError, differentiate
from grader.algebra.symbolic import NoTreeError, symbolic_derivative
from grader.algebra.tree import Expression, Vector, exact
from grader.equality.compare import compare
from grader.equality.decision import Comparison, Relation
from grader.errors import GraderError
from grader.notation.expression_text import read
from grader.notation.printing import plain
from grader.notation.tokens import Unreadable
from grader.notation.tree_sizes import MAX_DERIVED_TERMS, MAX_TERMS, expanded_terms
from grader.quantities import derivation_cache
from grader.quantities import unit_vectors as carry
from grader.quantities.automatic import Disagreement, derivatives_agree
from grader.quantities.unit_vectors import Degrees, directional_derivative, directional_values

__all__ = [
    "Disagreement",
    "NotDerivableError",
    "by_own_rules",
    "derivative",
    "derivatives_agree",
    "directional_derivative",
    "directional_values",
    "gradient",
    "is_soon_derived",
    "kept_nowhere",
    "unit_vector",
]

VERSION = "2"
"""Changes whenever the same question may get another answer from here."""


class NotDerivableError(GraderError):
    """No derivative of the author's function could be derived, or two derivations contradict each other."""


class _Way(Enum):
    """How references are derived."""

    KEPT = auto()  # by SymPy and by our own rules, and kept on disk
    KEPT_NOWHERE = auto()  # by our own rules where they know the function, and nothing is read or written on disk
    OWN_RULES = auto()  # by our own rules alone


_WAY: ContextVar[_Way] = ContextVar("way", default=_Way.KEPT)


@contextmanager
def by_own_rules() -> Iterator[None]:
    """Let our own rules derive alone inside the block: SymPy is not imported, and nothing is read or written on disk."""
    before = _WAY.set(_Way.OWN_RULES)
    try:
        yield
    finally:
        _WAY.reset(before)


@contextmanager
def kept_nowhere(holds: bool) -> Iterator[None]:
    """Read and write nothing on disk inside the block, where that holds: in a student's home a derivative would lie open."""
    before = _WAY.set(_Way.KEPT_NOWHERE if holds and _WAY.get() is _Way.KEPT else _WAY.get())
    try:
        yield
    finally:
        _WAY.reset(before)


def derivative(function_text: str, variables: tuple[str, ...], variable: str) -> Expression:
    """Return the partial derivative of the function by the variable.

    Raises:
        Unreadable: the text is no expression in these variables.
        NotDerivableError: there is no derivative in terms of functions known here.
    """
    return _derived(function_text, variables, variable, way=_WAY.get())


@lru_cache(maxsize=1024)
def _derived(function_text: str, variables: tuple[str, ...], variable: str, *, way: _Way) -> Expression:
    function = exact(read(function_text, variables=variables))
    own = _by_rules(function, variable)
    if way is not _Way.KEPT and own is not None:
        return own
    if way is _Way.OWN_RULES:
        raise NotDerivableError(f"There is no derivative with respect to {variable} by the rules known here.")
    if way is _Way.KEPT_NOWHERE:
        return _by_sympy(function, variable, own, variables)
    question = (VERSION, function_text, ",".join(variables), f"d/d{variable}")
    kept = derivation_cache.recalled(question)
    known = _believed(kept, own, variables) if kept is not None and own is not None else None
    if known is not None:
        return known
    found = _by_sympy(function, variable, own, variables)
    derivation_cache.remember(question, plain(found))
    return found


def is_soon_derived(function_text: str, variables: tuple[str, ...]) -> bool:
    """Tell whether SymPy, which knows no bounds, can be asked for the derivatives; raises Unreadable."""
    function = read(function_text, variables=variables)
    derivatives = [_by_rules(function, variable) or function for variable in variables]
    return expanded_terms(function) <= MAX_TERMS and max(map(expanded_terms, derivatives)) <= MAX_DERIVED_TERMS


def gradient(function_text: str, variables: tuple[str, ...]) -> Vector:
    """Return all partial derivatives, in the order of the variables. Raises as `derivative` does."""
    return Vector(tuple(derivative(function_text, tuple(variables), variable) for variable in variables))


def unit_vector(
    *, angle_degrees: Degrees | None = None, vector: Vector | Sequence[str | Expression] | None = None
) -> Vector:
    """Return the vector of length 1 at this angle from the first axis or along this vector; exact.

    Components may be texts of constant expressions. Raises ValueError as `carry.unit_vector` does, and Unreadable.
    """
    if vector is None or isinstance(vector, Vector):
        return carry.unit_vector(angle_degrees=angle_degrees, vector=vector)
    parts = tuple(exact(read(part, variables=())) if isinstance(part, str) else part for part in vector)
    return carry.unit_vector(angle_degrees=angle_degrees, vector=Vector(parts))


def _by_rules(function: Expression, variable: str) -> Expression | None:
    try:
        return differentiate(function, variable)
    except NotDifferentiableError:
        return None


def _believed(text: str, own: Expression, variables: tuple[str, ...]) -> Expression | None:
    """Return what was kept on disk, if it is the derivative; None sends us back to derive it."""
    try:
        kept = exact(read(text, variables=variables))
    except Unreadable:
        return None
    agrees = compare(kept, own, Comparison(variables=variables)).relation is Relation.EQUAL
    return kept if agrees else None


def _by_sympy(
    function: Expression, variable: str, own: Expression | None, variables: tuple[str, ...]
) -> Expression:
    """Return what SymPy derives, unless our own rules prove it wrong; theirs where SymPy's has no tree."""
    try:
        found = symbolic_derivative(function, variable)
    except NoTreeError as problem:
        if own is None:
            raise NotDerivableError(f"There is no derivative with respect to {variable}: {problem}.") from None
        return own
    if own is not None and compare(found, own, Comparison(variables=variables)).relation is Relation.NOT_EQUAL:
        raise NotDerivableError(
            f"Two derivations of the derivative with respect to {variable} contradict each other: "
            f"{plain(found)} and {plain(own)}. Please report this function."
        )
    return found
