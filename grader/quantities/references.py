"""References: derived from an exercise's function when it is compiled, and read by grading; nobody writes one down.

SymPy derives, our own rules agree exactly and MyGrad at points, else there is no reference. What comes out is kept as one
record for the function, so that grading imports neither library; a record is believed only where our own rules agree
with it. In a student's copy our own rules derive alone and nothing is read or written: the course's `verify` has
confirmed them. Knows no items and no points.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

from grader.algebra.differentiate import NotDifferentiableError, differentiate
from grader.algebra.symbolic import NoTreeError, symbolic_derivative
from grader.algebra.tree import Expression, Vector, exact
from grader.equality.compare import compare
from grader.equality.decision import Comparison, Relation
from grader.errors import GraderError
from grader.model import Function
from grader.notation.answer import read, read_or_none
from grader.notation.printing import plain
from grader.notation.trees import MAX_DERIVED_TERMS, MAX_TERMS, expanded_terms

VERSION = "3"
"""Changes whenever the same function may get another derivative from here."""
MOST_BYTES = 100_000
"""Of a record: no derivative is longer than some thousand characters, so a longer file is not one of ours."""
_OWN_RULES: ContextVar[bool] = ContextVar("own rules alone", default=False)  # in a student's copy


class NotDerivableError(GraderError):
    """No derivative of the author's function could be derived."""


class ContradictedError(NotDerivableError):
    """Two ways to a derivative of the author's function contradict each other: nothing can be graded by it."""


@contextlib.contextmanager
def by_own_rules(holds: bool = True) -> Iterator[None]:
    """Let our own rules derive alone inside the block, if that holds: in a student's home a record would lie open."""
    before = _OWN_RULES.set(holds or _OWN_RULES.get())
    try:
        yield
    finally:
        _OWN_RULES.reset(before)


def derivative(function: Function, variable: str) -> Expression:
    """Return the partial derivative of the function by the variable.

    >>> parabola = Function(name="f", variables=("x",), expression="x**2")
    >>> with by_own_rules():
    ...     plain(derivative(parabola, "x"))
    '2*x'

    Raises:
        Unreadable: the text is no expression in these variables.
        NotDerivableError: there is no derivative in terms of functions known here.
    """
    found = _derivatives(function, _OWN_RULES.get())[variable]
    if isinstance(found, NotDerivableError):
        raise found
    return found


def gradient(function: Function) -> Vector:
    """Return all partial derivatives, in the order of the variables. Raises as `derivative` does."""
    return Vector(tuple(derivative(function, variable) for variable in function.variables))


def is_soon_derived(function_text: str, variables: tuple[str, ...]) -> bool:
    """Tell whether SymPy, which knows no bounds, can be asked for the derivatives; raises Unreadable."""
    function = read(function_text, variables=variables)
    derivatives = [_by_rules(function, variable) or function for variable in variables]
    return expanded_terms(function) <= MAX_TERMS and max(map(expanded_terms, derivatives)) <= MAX_DERIVED_TERMS


Derivatives = Mapping[str, Expression | NotDerivableError]
"""By variable; the reason where there is none."""


@lru_cache(maxsize=256)  # a course has some dozens of functions, and a class asks for the same ones
def _derivatives(function: Function, own_rules: bool) -> Derivatives:
    """Return the derivatives by our own rules alone, as they are kept, or compiled and kept from now on."""
    tree = exact(read(function.expression, variables=function.variables))
    own = {variable: _by_rules(tree, variable) for variable in function.variables}
    if own_rules:
        return {variable: found or _none(variable, "by the rules known here") for variable, found in own.items()}
    kept = _believed(_recorded(function), own, function)
    if kept is not None:
        return kept
    compiled = _compiled(tree, own, function)
    _record(function, {v: plain(found) for v, found in compiled.items() if isinstance(found, Expression)})
    return compiled


def _by_rules(function: Expression, variable: str) -> Expression | None:
    try:
        return differentiate(function, variable)
    except NotDifferentiableError:
        return None


def _none(variable: str, why: str) -> NotDerivableError:
    return NotDerivableError(f"There is no derivative with respect to {variable} {why}.")


# --- Compiling ----------------------------------------------------------------------------------


def _compiled(tree: Expression, own: Mapping[str, Expression | None], function: Function) -> Derivatives:
    """Return what SymPy derives, confirmed by our own rules and by MyGrad.

    Raises:
        ContradictedError: MyGrad contradicts a derivative at a point.
    """
    from grader.quantities.automatic import contradictions

    found = {variable: _by_sympy(tree, variable, rule, function) for variable, rule in own.items()}
    known = {variable: each for variable, each in found.items() if isinstance(each, Expression)}
    with contextlib.suppress(ValueError):  # a function without values in its domain: that is for `verify` to say
        for contradiction in contradictions(tree, known, function.domain):
            raise ContradictedError(f"Of `{function.expression}`, {contradiction}. Please report this function.")
    return found


def _by_sympy(tree: Expression, variable: str, own: Expression | None, function: Function) -> Expression | NotDerivableError:
    """Return what SymPy derives, unless our own rules prove it wrong; theirs where SymPy's has no tree."""
    try:
        found = symbolic_derivative(tree, variable)
    except NoTreeError as problem:
        return own or _none(variable, f"in functions known here: {problem}")
    if own is not None and _relation(found, own, function) is Relation.NOT_EQUAL:
        return NotDerivableError(
            f"Two derivations of the derivative with respect to {variable} contradict each other: "
            f"{plain(found)} and {plain(own)}. Please report this function."
        )
    return found


def _relation(one: Expression, other: Expression, function: Function) -> Relation:
    return compare(one, other, Comparison(variables=function.variables)).relation


# --- The record ---------------------------------------------------------------------------------


def cache_folder() -> Path:
    """Return `gradient-grader/` in the user's cache folder; by the base directory specification a relative one is none."""
    root = os.environ.get("XDG_CACHE_HOME", "")
    base = Path(root) if root and Path(root).is_absolute() else Path(os.path.expanduser("~")) / ".cache"  # noqa: PTH111 - Path.home raises without a home
    return base / "gradient-grader"


def _believed(texts: Mapping[str, object], own: Mapping[str, Expression | None], function: Function) -> Derivatives | None:
    """Return the derivatives that a record holds, if our own rules agree with all of them."""
    kept: dict[str, Expression] = {}
    for variable, rule in own.items():
        text = texts.get(variable)
        if rule is None or not isinstance(text, str):
            return None
        found = read_or_none(text, variables=function.variables)
        if found is None:
            return None
        kept[variable] = exact(found)
        if _relation(kept[variable], rule, function) is not Relation.EQUAL:
            return None
    return kept


def _question(function: Function) -> dict[str, object]:
    """Return what the derivatives depend on, as JSON gives it back."""
    domain = {name: list(ends) for name, ends in sorted(function.domain.items())}
    return {"version": VERSION, "function": function.expression, "variables": list(function.variables), "domain": domain}


def _file(function: Function) -> Path:
    """Return where the record of a function lies: under the SHA-256 of what it depends on."""
    return cache_folder() / f"{hashlib.sha256(json.dumps(_question(function)).encode()).hexdigest()}.json"


def _recorded(function: Function) -> Mapping[str, object]:
    """Return the texts kept for a function, by variable; nothing without a sound record."""
    try:
        file = _file(function)
        record = json.loads(file.read_text(encoding="utf-8")) if file.stat().st_size <= MOST_BYTES else None
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(record, dict) or record.get("question") != _question(function):
        return {}
    texts = record.get("derivatives")
    return texts if isinstance(texts, dict) else {}


def _record(function: Function, texts: Mapping[str, str]) -> None:
    """Keep a record, readable by its owner only and whole or not at all; do nothing where it cannot be written."""
    file = _file(function)
    with contextlib.suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        content = json.dumps({"format_version": 2, "question": _question(function), "derivatives": texts})
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".", suffix=".tmp")  # private from the start
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as written:
                written.write(content)
            Path(name).replace(file)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
