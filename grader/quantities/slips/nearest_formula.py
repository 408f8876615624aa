"""Find the one place where a single small change makes a wrong formula right.

With that change the answer is right, so whatever it leaves alone is: the place is told, and the kind of change as a question, but
never what should stand there. A number and a power are solved for, so that no list of wrong ones is needed. Knows no rule of
calculus and no question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import combinations, islice, pairwise, takewhile

from grader.algebra.canonical import key
from grader.algebra.floats import points_agree
from grader.algebra.functions import FUNCTIONS
from grader.algebra.tree import (
    Application,
    Expression,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Variable,
    at_path,
    paths,
    replaced,
    variables_in,
    walk,
)
from grader.equality.compare import compare
from grader.equality.decision import Comparison, Relation
from grader.notation.printing import plain
from grader.quantities.slips.approximate import approximate, points_of
from grader.sentences.catalogue import sentence
from grader.sentences.sentence import Sentence

Path = tuple[int, ...]
Change = Callable[[Expression, tuple[str, ...]], Iterator[Expression]]
Points = Sequence[Mapping[str, float]]

_MOST_PARTS = 80  # of an answer: longer ones have a thousand changes, and a reader loses the place
_MOST_SHOWN = 60  # characters of a part that is quoted
_SAME = 1e-9  # relative: what doubles lose of a usual formula; the engine decides wherever the change is exact
_TURNS = 20  # of the secant: a number in front takes one, an exponent some ten
_BEGINS = (2.0, 3.0, 0.5, -1.0)  # of the secant, beside the number that stands there: those that people write into a function
_SIMPLE = 720  # largest denominator of a number that somebody writes as a fraction
_LARGEST_POWER = 9  # that is typed as `*9` where `**9` is meant


TYPED = "nearest.power_typed_as_product"
"""What the source itself shows, whatever else comes to the same value."""


@dataclass(frozen=True, slots=True)
class _Fit:
    """A change by which the answer is right: its kind, and the path to its place."""

    kind: str
    path: Path

    def place(self, answer: Expression) -> Path:
        """Return the path to what a reader is shown: of a letter or a number the term or the function that it stands in."""
        path = self.path
        if self.kind == "sign" and path and isinstance(at_path(answer, path[:-1]), Application):
            return path[:-1]
        while path and self.kind in _SMALL:
            whole = at_path(answer, path[:-1])
            if isinstance(whole, Sum):
                break
            path = path[:-1]
            if isinstance(whole, Application) and variables_in(whole):
                break
        return path


def nearest(answer: Expression, reference: Expression, comparison: Comparison) -> Sentence | None:
    """Return where one small change makes a wrong answer right, and the question what is meant there; None for nowhere.

    >>> from grader.notation.answer import read
    >>> names = ("x", "y")
    >>> right = read("4x*exp(-2y)", variables=names)
    >>> for text in ("4y*exp(-2y)", "4x*exp(2y)", "4x*exp(-3y)", "5y + exp(x)"):
    ...     print(nearest(read(text, variables=names), right, Comparison(variables=names)))
    All is right but for one letter: in `4*y*exp(-2*y)`, is `y` the one that belongs there?
    All is right but for one sign: look again at `exp(2*y)`.
    All is right but for one number: look again at `exp(-3*y)`.
    None
    """
    if next(islice(walk(answer), _MOST_PARTS, None), None) is not None:
        return None
    points = points_of(reference, comparison.variables, comparison.domain)
    right = [approximate(reference, point) for point in points]
    if not right:
        return None
    found = list(_fits(answer, reference, comparison, points, right))  # type: ignore[arg-type]
    if not found:
        return None
    kind = min((fit.kind for fit in found), key=_KINDS.index)
    chosen = [fit for fit in found if fit.kind == kind]
    path = _shared([fit.place(answer) for fit in chosen])
    if any(_shared([fit.place(answer), path]) not in (fit.place(answer), path) for fit in found):
        kind, path = "here", _shared([path, *(fit.place(answer) for fit in found)])
    if not path and isinstance(answer, Sum) and kind not in ("brackets", "term"):
        return None  # several places of a whole sum are no place
    shown, leaf = plain(at_path(answer, path)), plain(at_path(answer, chosen[0].path))
    return None if len(shown) > _MOST_SHOWN else sentence(f"nearest.{kind}", part=shown, leaf=leaf)


def changed_once(right: Expression, variables: tuple[str, ...]) -> Iterator[tuple[str, Expression]]:
    """Yield what a formula becomes with one small slip of the pen, by its kind; of long ones nothing.

    >>> from grader.notation.answer import read
    >>> for kind, wrong in changed_once(read("x - 3", variables=("x", "y")), ("x", "y")):
    ...     print(kind, plain(wrong))
    sign -x - 3
    letter y - 3
    sign x + 3
    sign x - -3
    """
    parts = list(paths(right))
    for path in parts if len(parts) <= _MOST_PARTS else ():
        node = at_path(right, path)
        number = [Number(-node.value)] if isinstance(node, Number) else []
        signs = (*_any_sign(node, variables), *number)
        for kind, several in {"sign": signs, "letter": letter(node, variables), "factor": factor(node, variables)}.items():
            yield from ((kind, replaced(right, path, changed)) for changed in several)


def _shared(several: Sequence[Path]) -> Path:
    """Return the path to the smallest part that holds all these."""
    first, last = min(several), max(several)
    same = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return tuple(one for one, _ in same)


def _fits(
    answer: Expression, reference: Expression, comparison: Comparison, points: Points, right: Sequence[float]
) -> Iterator[_Fit]:
    """Yield every single change that makes the answer right."""

    def is_right(changed: Expression, *, exact: bool = True) -> bool:
        for point, value in zip(points, right, strict=True):
            own = approximate(changed, point)
            if not isinstance(own, float) or not points_agree([own], [value], _SAME):
                return False
        return not exact or compare(changed, reference, comparison).relation is Relation.EQUAL

    there = _applied(reference)
    for path in paths(answer):
        node = at_path(answer, path)
        for kind, change in CHANGES.items():
            for changed in change(node, comparison.variables):
                if kind == "reach" and not _applied(changed) <= _applied(node) | there:
                    continue  # sqrt(3)*4 is as large as sqrt(3*4)/2 by chance: nobody took the root of 12
                if is_right(replaced(answer, path, changed)):
                    yield _Fit(kind, path)
        if variables_in(reference):
            for kind, start, with_number in _holes(node, path, answer):
                filled = partial(_filled, answer, path, with_number)
                numbers = (_solved(filled, begin, points[0], right[0]) for begin in (start, *_BEGINS))
                found = (Fraction(n) for n in numbers if n is not None and abs(n) > _SAME)  # 0 leaves it out: another change
                if any(is_right(filled(n.limit_denominator(_SIMPLE))) or is_right(filled(n), exact=False) for n in found):
                    yield _Fit(kind, path)


def _applied(formula: Expression) -> set[str]:
    """Return the functions in a formula with what each is applied to."""
    return {key(node) for node in walk(formula) if isinstance(node, Application)}


def _filled(answer: Expression, path: Path, with_number: Callable[[Expression], Expression], number: Fraction) -> Expression:
    """Return the answer with a number put in at a path."""
    return replaced(answer, path, with_number(Number(number)))


def _solved(filled: Callable[[Fraction], Expression], start: float, point: Mapping[str, float], right: float) -> float | None:
    """Return the number by which a formula is right at a point, found by the secant; None for none."""

    def off(number: float) -> float | None:
        value = approximate(filled(Fraction(number)), point)
        return value - right if isinstance(value, float) else None

    one, other = start, start + 0.5
    before, now = off(one), off(other)
    for _ in range(_TURNS):
        if before is None or now is None or before == now:
            return None
        one, other = other, other - now * (other - one) / (now - before)
        if one == other:
            break
        before, now = now, off(other)
    return other


Hole = tuple[str, float, Callable[[Expression], Expression]]


def _holes(node: Expression, path: Path, answer: Expression) -> Iterator[Hole]:
    """Yield the numbers that may be wrong or left out at a node: the kind, a first try, and the node with another one."""
    above = [at_path(answer, path[:depth]) for depth in range(len(path))]
    exponents = [at_path(answer, path[: depth + 1]) for depth, at in enumerate(path) if at and isinstance(above[depth], Power)]
    if isinstance(node, Number):
        varies = any(isinstance(each, Power) and variables_in(each.base) for each in above)  # a number's power is a number
        kind = "power" if varies and exponents and not variables_in(exponents[-1]) else "number"
        yield kind, float(node.value), lambda number: number
    elif isinstance(node, Variable):
        yield "power", 1.0, lambda number: Power(node, number)
        if exponents or any(isinstance(whole, Application) for whole in above):
            yield "number", 1.0, lambda number: Product((number, node))


# --- Small changes --------------------------------------------------------------------------------


def letter(node: Expression, variables: tuple[str, ...]) -> Iterator[Expression]:
    """Yield another variable."""
    if isinstance(node, Variable):
        yield from (Variable(name) for name in variables if name != node.name)


def sign(node: Expression, variables: tuple[str, ...]) -> Iterator[Expression]:
    """Yield a sign lost, or one that was not there."""
    if isinstance(node, Negative):
        yield node.operand
    elif isinstance(node, Product | Variable | Application):
        yield Negative(node)


def term(node: Expression, variables: tuple[str, ...]) -> Iterator[Expression]:
    """Yield a term of a sum left out."""
    if isinstance(node, Sum):
        yield from (_sum(node.terms[:at] + node.terms[at + 1 :]) for at in range(len(node.terms)))


def factor(node: Expression, variables: tuple[str, ...]) -> Iterator[Expression]:
    """Yield a factor of a product left out."""
    if isinstance(node, Product):
        yield from (_product(node.factors[:at] + node.factors[at + 1 :]) for at in range(len(node.factors)))


def function(node: Expression, variables: tuple[str, ...]) -> Iterator[Expression]:
    """Yield another function: sine for cosine and the like."""
    if isinstance(node, Application) and (other := FUNCTIONS[node.function].mistaken_for):
        yield Application(other, node.arguments)


def _any_function(node: Expression, variables: tuple[str, ...]) -> Iterator[Expression]:
    yield from function(node, variables)
    if isinstance(node, Application) and len(node.arguments) == 1:
        yield node.arguments[0]


def _any_sign(node: Expression, variables: tuple[str, ...]) -> Iterator[Expression]:
    yield from sign(node, variables)
    if isinstance(node, Power | Quotient):
        yield Negative(node)


def _letter_left_out(node: Expression, variables: tuple[str, ...]) -> Iterator[Expression]:
    if not isinstance(node, Negative | Sum):
        yield from (Product((node, Variable(name))) for name in variables)


def _power_typed_as_product(node: Expression, variables: tuple[str, ...]) -> Iterator[Expression]:
    """Yield `3*z**2` for `3*z*2`: nobody writes the factor of a variable behind it."""
    for at, (base, exponent) in enumerate(_neighbours(node, Product)):
        typed = isinstance(exponent, Number) and 1 < exponent.value <= _LARGEST_POWER and exponent.value.denominator == 1
        if typed and not isinstance(base, Number):
            yield _product((*node.factors[:at], Power(base, exponent), *node.factors[at + 2 :]))  # type: ignore[union-attr]


def _upside_down(node: Expression, variables: tuple[str, ...]) -> Iterator[Expression]:
    if isinstance(node, Quotient):
        yield Quotient(node.denominator, node.numerator)


def _exchanged(node: Expression, variables: tuple[str, ...]) -> Iterator[Expression]:
    if isinstance(node, Power):
        yield Power(node.exponent, node.base)


def _joined(node: Expression, variables: tuple[str, ...]) -> Iterator[Expression]:
    """Yield two neighbouring parts joined by another sign of arithmetic."""
    match node:
        case Product(factors):
            for at in range(1, len(factors)):
                first, last = _product(factors[:at]), _product(factors[at:])
                yield from (Sum((first, last)), Sum((first, Negative(last))), Quotient(first, last))
        case Quotient(above, below):
            yield from (Product((above, below)), Sum((above, below)), Sum((above, Negative(below))))
        case Sum(terms):
            for at, (one, other) in enumerate(_neighbours(node, Sum)):
                for whole in (Product((one, other)), Quotient(one, other)):
                    yield _sum((*terms[:at], whole, *terms[at + 2 :]))


def _reach(node: Expression, variables: tuple[str, ...]) -> Iterator[Expression]:
    """Yield a function that takes in more of what stands behind it, or less."""
    match node:
        case Application(name, (Quotient(above, below),)):
            yield Quotient(Application(name, (above,)), below)
        case Application(name, (Product() | Sum() as inside,)):
            parts = inside.factors if isinstance(inside, Product) else inside.terms
            for at in range(1, len(parts)):
                yield type(inside)((Application(name, (_like(inside, parts[:at]),)), *parts[at:]))
        case Quotient(Application(name, (inside,)), below):
            yield Application(name, (Quotient(inside, below),))
        case Product() | Sum():
            parts = node.factors if isinstance(node, Product) else node.terms
            for at, part in enumerate(parts[:-1]):
                if isinstance(part, Application) and len(part.arguments) == 1:
                    for end in range(at + 2, len(parts) + 1):
                        inside = _like(node, (part.arguments[0], *parts[at + 1 : end]))
                        yield _like(node, (*parts[:at], Application(part.function, (inside,)), *parts[end:]))


def _brackets(node: Expression, variables: tuple[str, ...]) -> Iterator[Expression]:
    """Yield a formula with brackets put around more of it, or around less."""
    if isinstance(node, Sum):
        for at, end in combinations(range(len(node.terms) + 1), 2):
            if end - at > 1:
                inside = node.terms[at:end]
                for whole in (*_before_bracket(inside[0], inside[1:]), *_behind_bracket(inside[-1], inside[:-1])):
                    yield _sum((*node.terms[:at], whole, *node.terms[end:]))
        return
    yield from _opened(node)
    match node:
        case Product((*first, Power(base, exponent))) if first:
            yield Power(_product((*first, base)), exponent)
        case Product((Power(base, exponent), *rest)):
            yield Power(base, _product((exponent, *rest)))


def _opened(node: Expression) -> Iterator[Expression]:
    """Yield `2*x + y` for `2*(x + y)` and the like: of what a bracket holds together, only what stands next is left."""
    match node:
        case Negative(Sum(terms)):
            yield Sum((Negative(terms[0]), *terms[1:]))
        case Quotient(Sum(terms), below):
            yield Sum((*terms[:-1], Quotient(terms[-1], below)))
        case Quotient(above, Sum(terms)):
            yield Sum((Quotient(above, terms[0]), *terms[1:]))
        case Product((*before, Sum(terms))):
            yield Sum((_product((*before, terms[0])), *terms[1:]))
        case Product((Sum(terms), *rest)):
            yield Sum((*terms[:-1], _product((terms[-1], *rest))))
        case Power(Product(factors), exponent):
            yield _product((*factors[:-1], Power(factors[-1], exponent)))
        case Power(Sum(terms), exponent):
            yield Sum((*terms[:-1], Power(terms[-1], exponent)))
        case Power(base, Sum(terms)):
            yield Sum((Power(base, terms[0]), *terms[1:]))
        case Power(base, Product((lowest, *others))):
            yield _product((Power(base, lowest), *others))


def _before_bracket(first: Expression, rest: tuple[Expression, ...]) -> Iterator[Expression]:
    """Yield `2*(x + y)` for `2*x + y`: what stands before the first term reaches over the rest."""
    match first:
        case Negative(operand):
            yield Negative(Sum((operand, *rest)))
            yield from (Negative(whole) for whole in _before_bracket(operand, rest))
        case Product(factors):
            yield _product((*factors[:-1], Sum((factors[-1], *rest))))
        case Quotient(above, below):
            yield Quotient(above, Sum((below, *rest)))
        case Power(base, exponent):
            yield Power(base, Sum((exponent, *rest)))


def _behind_bracket(last: Expression, before: tuple[Expression, ...]) -> Iterator[Expression]:
    """Yield `(x + y)*z` for `x + y*z`: what stands behind the last term reaches over those before it."""
    match last:
        case Negative(Product((first, *rest))):
            yield _product((Sum((*before, Negative(first))), *rest))
        case Negative(Quotient(above, below)):
            yield Quotient(Sum((*before, Negative(above))), below)
        case Product(factors):
            yield _product((Sum((*before, factors[0])), *factors[1:]))
        case Quotient(above, below):
            yield Quotient(Sum((*before, above)), below)
        case Power(base, exponent):
            yield Power(Sum((*before, base)), exponent)


def _neighbours(node: Expression, kind: type) -> Iterator[tuple[Expression, Expression]]:
    parts = (node.factors if isinstance(node, Product) else node.terms) if isinstance(node, kind) else ()  # type: ignore[union-attr]
    return pairwise(parts)


def _like(node: Product | Sum, parts: tuple[Expression, ...]) -> Expression:
    return _product(parts) if isinstance(node, Product) else _sum(parts)


def _sum(terms: tuple[Expression, ...]) -> Expression:
    return Sum(terms) if len(terms) > 1 else terms[0]


def _product(factors: tuple[Expression, ...]) -> Expression:
    return Product(factors) if len(factors) > 1 else factors[0]


# Every small change, by the kind that a sentence is said of.
CHANGES: Mapping[str, Change] = {
    "power_typed_as_product": _power_typed_as_product,
    "sign": _any_sign,
    "letter": letter,
    "letter_left_out": _letter_left_out,
    "upside_down": _upside_down,
    "exchanged": _exchanged,
    "reach": _reach,
    "brackets": _brackets,
    "function": _any_function,
    "joined": _joined,
    "term": term,
    "factor": factor,
}
_SMALL = ("letter", "letter_left_out", "factor", "power", "number")
"""Changes in a part too small to be found again by itself."""
IN_ONE_TERM = frozenset((TYPED, *(f"nearest.{kind}" for kind in (*_SMALL, "sign", "upside_down", "reach", "function"))))
"""Changes in one term, of which the sentence says all that there is to say; the others put terms together in another way."""
_KINDS = (
    *("power_typed_as_product", "sign", "letter", "power", "letter_left_out", "upside_down", "exchanged", "reach", "function"),
    *("number", "brackets", "joined", "term", "factor"),
)
"""Of changes in one place the first is told: the later ones can imitate those before them, as a number can a sign."""
