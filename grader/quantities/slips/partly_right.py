"""Say what is right in a wrong formula, and where to look next, where no single slip explains it.

By components, then by slips in one or two terms, then by terms that stand in the right one too, then by what can be said of
it as a whole: a number where a formula is asked for, a factor, the variables in it. Each is a check that can fail; where
all fail nothing is said. No right value and no missing term is ever named.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import combinations, permutations

from grader.algebra.canonical import key
from grader.algebra.differentiate import NotDifferentiableError, differentiate
from grader.algebra.floats import agree, points_agree
from grader.algebra.tidy import ZERO, expanded, minus, terms_of, tidy
from grader.algebra.tree import (
    Application,
    Expression,
    Negative,
    Number,
    Power,
    Quotient,
    Sum,
    Variable,
    Vector,
    parts_of,
    substitute,
    variables_in,
    walk,
)
from grader.equality.compare import compare
from grader.equality.decision import Comparison, Relation, is_coarse
from grader.equality.sample_points import value_at
from grader.notation.printing import plain
from grader.quantities.slips.approximate import approximate, points_of
from grader.quantities.slips.catalogue import Misconception
from grader.quantities.slips.derivatives import NAMES, candidates_for_derivative
from grader.quantities.slips.nearest_formula import IN_ONE_TERM, TYPED, nearest
from grader.quantities.slips.products import told_by_products
from grader.quantities.slips.properties import named_by_place
from grader.quantities.slips.recognise import recognise
from grader.quantities.slips.shared_terms import (
    SharedTerms,
    differ_in_number_alone,
    parted,
    shared_terms,
)
from grader.quantities.slips.term_slips import is_of_a_term, slips_in_terms
from grader.sentences.catalogue import sentence
from grader.sentences.figures import figures, listed, together
from grader.sentences.sentence import Sentence

BY_RULES = frozenset(NAMES.values()).union(
    ("other_factor_dropped", "other_variable", "second_derivative", "term_not_differentiated")
)
"""Slips made in one term; of a term lost or kept the sentence is a better hint without the term."""
_NUMBER = "nearest.number"  # says no more than the terms that are right
_VAGUE = ("partly.term", "partly.term.fewer", "partly.number_and_power")  # tell the term, and not what in it
_MODERATE, _ADDED = 1e4, 1e-7  # values that lose less by rounding than such a number, by which two of them differ
_ROUNDED = 0.01  # relative: a number with two digits is seldom off by more
_ENOUGH = 4  # differences that are the same: two or three may be so by a kink between
FLOATS = 1e-9  # relative: what doubles lose of a usual formula
Values = float | tuple[float, ...] | None
_MOST_SHOWN = 60  # characters of a term: of a longer one a reader would not see which it is


@dataclass(frozen=True, kw_only=True, slots=True)
class Derivative:
    """The function of which a component is the derivative, and the variable."""

    function: Expression
    variable: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MadeOf:
    """What the right answer is made of.

    `derivatives` say of each component what it is the derivative of, where it is one. `factors` are those of a dot product, the
    second without variables; `vector` calls the first in a sentence, `names` its components.
    """

    derivatives: tuple[Derivative, ...] = ()
    functions: tuple[Expression, ...] = ()
    factors: tuple[Vector, Vector] | None = None
    vector: str = ""
    names: tuple[str, ...] = ()

    def told_by_products(self, points: Sequence[Mapping[str, float]], values: Sequence[float]) -> str | None:
        """Return by which numbers the components of the first factor are multiplied in these values."""
        return None if self.factors is None else told_by_products(points, values, self.factors, self.names, self.vector)


def what_is_right(answer: Expression, reference: Expression, comparison: Comparison, made_of: MadeOf | None = None) -> str | None:
    """Return what can be said of a wrong formula or vector of them; None for nothing.

    >>> from grader.notation.answer import read
    >>> names = ("x", "y")
    >>> five, right = (read(text, variables=names) for text in ("5x - 3y", "4x - 3y"))
    >>> print(what_is_right(five, right, Comparison(variables=names)))
    `-3*y` is right, and so are the variables in `5*x`. Look again at the number in front.
    """
    made_of = made_of or MadeOf()
    if not isinstance(reference, Vector):
        return None if isinstance(answer, Vector) else _of_formula(answer, reference, comparison, made_of)
    if not isinstance(answer, Vector) or len(answer.components) != len(reference.components):
        return None
    return _of_vector(answer, reference, comparison, made_of.derivatives)


def what_values_show(
    points: Sequence[Mapping[str, float]],
    values: Sequence[Values],
    reference: Expression,
    made_of: MadeOf,
    slack: float,
) -> str | None:
    """Return the same of a function of which only the values at some points are known, these to a relative slack."""
    rows = [value if isinstance(value, tuple) else (value,) for value in values if value is not None]
    parts = parts_of(reference)
    if len(rows) < len(points) or any(len(row) != len(parts) for row in rows):
        return None
    columns = list(zip(*rows, strict=True))
    right = [[_number(approximate(part, point)) for point in points] for part in parts]
    told = [_of_values(own, meant, slack) for own, meant in zip(columns, right, strict=True)]
    if isinstance(reference, Vector):
        return _by_components(told, made_of.derivatives)
    return told[0] or made_of.told_by_products(points, columns[0])


def _of_values(own: Sequence[float], meant: Sequence[float], slack: float) -> str | None:
    """Return what is said of the values of one component: all the same, or the right ones times a number; None for right ones."""
    if points_agree(own, meant, slack):
        return None
    if len(set(own)) == 1 and len(set(meant)) > 1:
        return sentence("partly.constant", value=figures(own[0]))
    off = [one - other for one, other in zip(own, meant, strict=True) if abs(other) <= _MODERATE]
    if len(off) >= _ENOUGH and abs(off[0]) > _ADDED and all(agree(each, off[0], max(slack, _ADDED)) for each in off):
        return sentence("partly.number_added")
    return _times_a_number(own, meant, slack) or ""


def _number(value: float | tuple[float, ...] | None) -> float:
    return value if isinstance(value, float) else math.nan


def _of_vector(answer: Vector, reference: Vector, comparison: Comparison, derivatives: tuple[Derivative, ...]) -> str | None:
    """Return which components are right, and of each other one what can be said of it."""
    if not variables_in(answer) and variables_in(reference):
        return sentence("partly.number.vector")
    own, said = answer.components, list[str]()

    def fits(one: int, other: int) -> bool:
        return compare(own[one], reference.components[other], comparison).relation is Relation.EQUAL

    wrong = [at for at in range(len(own)) if not fits(at, at)]
    misplaced = next((pair for pair in permutations(wrong, 2) if fits(*pair)), None)
    if misplaced is not None:  # what is said of the others holds once these two have changed places
        one, other = misplaced
        said.append(sentence("partly.misplaced", right=plain(own[one]), components=_components(sorted(misplaced), derivatives)))
        own = tuple(own[{one: other, other: one}.get(at, at)] for at in range(len(own)))
        wrong = [at for at in wrong if not fits(at, at)]
    told = [
        (_of_component(part, meant, comparison, derivatives[at] if derivatives else None) or "") if at in wrong else None
        for at, (part, meant) in enumerate(zip(own, reference.components, strict=True))
    ]
    for at in misplaced or ():  # what has changed places is called by what stands there, and not by where it belongs
        if (text := told[at]) is not None:
            shown, told[at] = f"`{plain(own[at])}`", None
            named = sentence("partly.component", component=shown, slip=text) if text else sentence("partly.look", what=shown)
            said.append(text if is_of_a_term(text) else named)
    rest = _by_components(told, derivatives, moved=misplaced or ())
    return together([*said, rest] if rest else said) if said or rest else None


def _by_components(told: Sequence[str | None], derivatives: tuple[Derivative, ...], moved: Sequence[int] = ()) -> str | None:
    """Return which components are right, and what is told of the others; None for nothing.

    A right one is None in `told`, and one of which nothing is known is "". That those `moved` are right is said elsewhere.
    """
    right = [at for at, text in enumerate(told) if text is None and at not in moved]
    said: list[str] = [sentence("partly.components", components=_components(right, derivatives))] if right else []
    places: dict[str, list[int]] = {}
    for at, text in enumerate(told):  # one slip in several components is told once
        if text is not None:
            places.setdefault(text, []).append(at)
    left = places.pop("", [])
    for text, where in places.items():
        component = _components(where, derivatives)
        said.append(text if is_of_a_term(text) else sentence("partly.component", component=component, slip=text))
    if left and (said or moved):
        said.append(sentence("partly.look", what=_components(left, derivatives)))
    return together(said) if said else None


def _components(places: list[int], derivatives: tuple[Derivative, ...]) -> str:
    """Return components as a sentence calls them: `the component for x`, `the first component`."""
    if not derivatives:
        return named_by_place(places)
    return listed(sentence("partly.for_variable", variable=derivatives[at].variable) for at in places)


def _of_component(answer: Expression, reference: Expression, comparison: Comparison, derivative: Derivative | None) -> str | None:
    if derivative is not None:
        candidates = candidates_for_derivative(derivative.function, comparison.variables, derivative.variable)
        known = recognise(answer, candidates, reference, comparison)
        if known is not None:
            return located(known, answer, reference, comparison, derivative)
        slips = _told_slips(answer, reference, comparison, derivative)
        if slips:
            return together(slips)
    return _of_formula(answer, reference, comparison, MadeOf(derivatives=(derivative,) if derivative else ()))


def located(known: Misconception, answer: Expression, reference: Expression, comparison: Comparison, derivative: Derivative) -> str:
    """Return what is said of a slip by a rule, with the one term in whose derivative it was made."""
    if known.name not in BY_RULES:
        return known.text
    told = _told_slips(answer, reference, comparison, derivative)
    found = slips_in_terms(answer, derivative.function, derivative.variable, comparison)
    same = len(found) == 1 and found[0].slip.name == known.name
    return told[0] if same or (told and told[0].code == TYPED) else known.text


def _told_slips(answer: Expression, reference: Expression, comparison: Comparison, derivative: Derivative) -> list[Sentence]:
    """Return what is said of one or two slips in terms, or first of a product typed where a power is meant."""
    small = nearest(answer, reference, comparison)
    if small is not None and small.code == TYPED:
        return [small]
    return [slip.told() for slip in slips_in_terms(answer, derivative.function, derivative.variable, comparison)]


def _of_formula(answer: Expression, reference: Expression, comparison: Comparison, made_of: MadeOf) -> str | None:
    derivative = next(iter(made_of.derivatives), None)
    if not variables_in(reference):
        return None
    if not variables_in(tidy(answer)):
        return _of_number(answer, reference, derivative, comparison)
    small = nearest(answer, reference, comparison)
    slips = _told_slips(answer, reference, comparison, derivative) if derivative is not None else []
    if slips:
        return slips[0] if len(slips) == 1 else sentence("partly.two_slips", slips=together(slips))
    points = points_of(reference, comparison.variables, comparison.domain)
    own, meant = ([_number(approximate(formula, point)) for point in points] for formula in (answer, reference))
    factor = _times_a_number(own, meant, FLOATS)
    if factor is not None:
        return factor
    for name in sorted(variables_in(reference) - variables_in(answer)):
        if compare(substitute(reference, {name: answer}), ZERO, comparison).relation is Relation.EQUAL:
            return sentence("partly.solved", name=name)
    shared = shared_terms(answer, reference, comparison)
    of_terms = None if shared is None else _of_terms(shared, whole=derivative is not None)
    told: str | None = of_terms
    strong = small is not None and small.code in IN_ONE_TERM
    if of_terms is None or of_terms.code in _VAGUE:
        told = (small if strong else made_of.told_by_products(points, own) or small) or of_terms
    elif of_terms.code == "partly.term.number" and strong and small is not None and small.code != _NUMBER:
        told = small
    if told is not None:
        source = _source(shared, derivative) if shared is not None else ""
        return together((told, source)) if source else told
    if (pair := _exchanged(answer, reference, comparison)) is not None:
        return sentence("partly.exchanged", one=pair[0], other=pair[1])
    turned = nearest(minus(answer), reference, comparison)
    if turned is not None and turned.code == "nearest.letter":
        return sentence("partly.sign_and_letter")
    return _of_form(answer, reference, shared, made_of.functions) or _of_variables(answer, reference)


def _of_number(answer: Expression, reference: Expression, derivative: Derivative | None, comparison: Comparison) -> str:
    """Return what is said of a number in the place of a formula: of a derivative whether it is 0, or one differentiated further."""
    if derivative is None:
        return sentence("partly.number")
    own = value_at(answer, {})
    if own == 0:
        return sentence("partly.number.zero", variable=derivative.variable)
    with suppress(NotDifferentiableError):
        rates = [differentiate(reference, name) for name in comparison.variables]
        rates += [differentiate(rate, name) for rate in rates for name in comparison.variables]
        numbers = [value_at(rate, {}) for rate in map(tidy, rates) if not variables_in(rate)]
        if own is not None and any(number is not None and agree(abs(own), abs(number), FLOATS, least=0.0) for number in numbers):
            return sentence("partly.number.again")
    return sentence("partly.number.derivative")


def _of_form(
    answer: Expression, reference: Expression, shared: SharedTerms | None, functions: tuple[Expression, ...]
) -> str | None:
    """Return which terms of a function stand undifferentiated, or what variables in an exponent or a denominator."""
    given = {key(parted(term)[1]) for function in functions for term in terms_of(expanded(function))}
    given -= {key(parted(term)[1]) for term in terms_of(expanded(reference))}
    if shared is not None and shared.others and all(key(parted(term)[1]) in given for term in shared.others):
        return sentence("partly.not_differentiated", terms=_spelled(shared.others))
    for where, names in _standing(answer).items():
        if where not in {**_standing(reference), **_standing(tidy(reference))}:
            return sentence("partly.standing", names=listed(sorted(names)), where=sentence(where))
    return None


def _standing(formula: Expression) -> dict[str, frozenset[str]]:
    """Return the variables in an exponent, and those below a fraction line, by the code of these words."""
    found: dict[str, frozenset[str]] = {}
    for node in walk(formula):
        match node:
            case Power(_, exponent) if variables_in(exponent):
                found["standing.exponent"] = variables_in(exponent)
            case Quotient(_, below) | Power(below, Negative()) if variables_in(below):
                found["standing.fraction"] = variables_in(below)
            case Power(below, Number(value)) if value < 0 and variables_in(below):
                found["standing.fraction"] = variables_in(below)
    return found


def _exchanged(answer: Expression, reference: Expression, comparison: Comparison) -> tuple[str, str] | None:
    """Return the two variables that stand in each other's place in the answer, if with them exchanged it is right."""
    here = variables_in(answer)
    for one, other in combinations([name for name in comparison.variables if name in here], 2):
        turned = substitute(answer, {one: Variable(other), other: Variable(one)})
        if compare(turned, reference, comparison).relation is Relation.EQUAL:
            return one, other
    return None


def _times_a_number(own: Sequence[float], meant: Sequence[float], slack: float) -> str | None:
    """Return what is said of values that are the right ones times one number; None for others."""
    quotients = [one / other for one, other in zip(own, meant, strict=True) if other]
    if len(quotients) < len(own) or not all(agree(each, quotients[0], slack, least=0.0) for each in quotients):
        return None
    return sentence("slip.sign.whole" if agree(quotients[0], -1.0, slack) else "partly.factor")


def _of_terms(shared: SharedTerms, *, whole: bool) -> Sentence | None:
    """Return what terms are right, and what others to look at again; None for none right, or one too long to be shown.

    A term is called right as a `whole` of a derivative: of products of sums it may be a part of what one of them comes to.
    """
    if not shared.missing:
        count = len(shared.others)
        return None if not count else sentence("partly.more" if count == 1 else "partly.more.many", count=count)
    if any(len(plain(term)) > _MOST_SHOWN for term in (*shared.right, *shared.others)):
        return None
    if not shared.right:
        return _of_one_term(shared.others[0], shared.missing[0]) if len(shared.others) == len(shared.missing) == 1 else None
    one = len(shared.right) == 1
    number_alone = len(shared.others) == len(shared.missing) == 1 and differ_in_number_alone(shared.others[0], shared.missing[0])
    if whole or number_alone:
        right = sentence("partly.right" if one else "partly.right.many", terms=_spelled(shared.right))
    else:
        right = sentence("partly.belongs" if one else "partly.belongs.many", terms=_spelled(shared.right))
    if not shared.others:
        return sentence("partly.missing", right=right)
    if number_alone and variables_in(shared.others[0]):
        own, meant = (value_at(parted(terms[0])[0], {}) for terms in (shared.others, shared.missing))
        rounded = own is not None and meant is not None and (is_coarse(own, meant) or agree(own, meant, _ROUNDED, least=0.0))
        code = "partly.term.rounded" if rounded else "partly.term.number"
        return sentence(code, right=right, other=_spelled(shared.others))
    code = "partly.term" if whole or len(shared.others) >= len(shared.missing) else "partly.term.fewer"
    return sentence(code, right=right, other=_spelled(shared.others))


def _of_one_term(own: Expression, meant: Expression) -> Sentence | None:
    """Return what is said of one term with the right variables and another power."""
    is_power = not any(isinstance(node, Application | Sum) for each in (own, meant) for node in walk(each))
    if not is_power or _standing(own) != _standing(meant) or variables_in(own) != variables_in(meant):
        return None
    return sentence("partly.number_and_power")


def _source(shared: SharedTerms, derivative: Derivative | None) -> str:
    """Return the question about the one term of the function that the missing term comes from; "" for none or several."""
    if derivative is None or len(shared.missing) != 1 or len(shared.others) != 1:
        return ""
    rest = key(parted(shared.missing[0])[1])
    found = [term for term in terms_of(tidy(derivative.function)) if rest in _rests(term, derivative.variable)]
    if len(found) != 1:
        return ""
    return sentence("partly.source", term=plain(found[0]), variable=derivative.variable)


def _rests(term: Expression, variable: str) -> set[str]:
    """Return what holds the variables in each term that comes of one term of a function."""
    try:
        rate = expanded(differentiate(term, variable))
    except NotDifferentiableError:
        return set()
    return {key(parted(each)[1]) for each in terms_of(rate) if value_at(parted(each)[0], {})}


def _spelled(terms: tuple[Expression, ...]) -> str:
    return listed(f"`{plain(term)}`" for term in terms)


def _of_variables(answer: Expression, reference: Expression) -> str | None:
    """Return what the variables in an answer say of it: one too many, or one missing; None for the right ones."""
    own, meant = variables_in(tidy(answer)), variables_in(reference)
    if own - meant:
        return sentence("partly.variables.more", names=listed(sorted(own - meant)))
    return sentence("partly.variables.fewer") if meant - own else None
