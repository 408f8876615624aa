"""Makes trees out of functions and operands, brings vectors to their top, and refuses those that would cost too much.

`log10(x)` is built as `log(x)/log(10)`, `np.square(x)` as a power, `(1, 2)/5` as one vector. Knows no text.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from grader.algebra.functions import FUNCTIONS
from grader.algebra.tree import (
    Application,
    Constant,
    Expression,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Vector,
    children,
    walk,
)
from grader.notation.tokens import MAX_EXPONENT, unreadable
from grader.sentences.catalogue import sentence

Arguments = tuple[Expression, ...]
ZERO, ONE, TWO = (Number(Fraction(n)) for n in range(3))
_LARGEST_FACTORIAL = 170  # the last one that a double can hold


def apply(function: str, arguments: Arguments, position: int = 0) -> Expression:
    """Return the tree of a function of these arguments. Raises Unreadable when there are too many or too few of them."""
    if function == "log" and len(arguments) == 2:
        return _over_log(*arguments)
    if function == "root" and len(arguments) == 1:
        return Application("sqrt", arguments)
    if function == "root" and len(arguments) == 2 and not _is_degree(arguments[1]):
        return Power(arguments[0], Quotient(ONE, arguments[1]))
    shorthand = SHORTHANDS.get(function)
    if shorthand is None:
        arity = FUNCTIONS[function].arity
        if arity is None and len(arguments) == 1:
            if not isinstance(arguments[0], Vector):
                return arguments[0]  # the larger of one value
            arguments = arguments[0].components
        _check_count(function, len(arguments), arity or 2, arity or math.inf, position)
        return Application(function, arguments)
    _check_count(function, len(arguments), shorthand.least, shorthand.most, position)
    try:
        return shorthand.build(*arguments)
    except ValueError as refusal:
        raise unreadable(str(refusal), position, most=_LARGEST_FACTORIAL) from None


def _is_degree(argument: Expression) -> bool:
    """Tell whether a root of this degree is one: of a whole number above 0."""
    return isinstance(argument, Number) and argument.value.denominator == 1 and argument.value > 0


def _check_count(function: str, count: int, least: int, most: float, position: int) -> None:
    if not least <= count <= most:
        if most == math.inf:
            asked = sentence("values.two_or_more")
        else:
            asked = sentence("values.one") if most == 1 else sentence("values.several", count=most)
        raise unreadable("arity", position, function=function, asked=asked, count=count)


def _over_log(argument: Expression, base: Expression) -> Expression:
    return Quotient(Application("log", (argument,)), Application("log", (base,)))


def _whole(value: int) -> Number:
    return Number(Fraction(value))


def _factorial(argument: Expression) -> Expression:
    value = argument.value if isinstance(argument, Number) else Fraction(-1)
    if value.denominator != 1 or not 0 <= value <= _LARGEST_FACTORIAL:
        raise ValueError("factorial")
    return _whole(math.factorial(int(value)))


@dataclass(frozen=True, slots=True)
class Shorthand:
    """A word for something that is built out of the functions and operations of the tree."""

    build: Callable[..., Expression]
    """Raises ValueError, with the case of a sentence, for arguments of which it means nothing."""
    least: int = 1
    most: float = 1
    spellings: tuple[str, ...] = ()


SHORTHANDS = {
    "norm": Shorthand(lambda x: Application("abs", (x,))),
    "cbrt": Shorthand(lambda x: Application("root", (x, _whole(3)))),
    "log10": Shorthand(lambda x: _over_log(x, _whole(10)), spellings=("lg",)),
    "log2": Shorthand(lambda x: _over_log(x, TWO), spellings=("lb",)),
    "log1p": Shorthand(lambda x: Application("log", (Sum((ONE, x)),))),
    "expm1": Shorthand(lambda x: Sum((Application("exp", (x,)), Negative(ONE)))),
    "square": Shorthand(lambda x: Power(x, TWO)),
    "reciprocal": Shorthand(lambda x: Quotient(ONE, x)),
    "negative": Shorthand(Negative),
    "radians": Shorthand(lambda x: Product((x, Quotient(Constant("pi"), _whole(180)))), spellings=("deg2rad", "rad")),
    "factorial": Shorthand(_factorial),
    "power": Shorthand(Power, 2, 2, ("pow", "Pow")),
    "subtract": Shorthand(lambda a, b: Sum((a, Negative(b))), 2, 2),
    "dot": Shorthand(lambda a, b: Product((a, b)), 2, 2),
    "hypot": Shorthand(lambda a, b: Application("sqrt", (Sum((Power(a, TWO), Power(b, TWO))),)), 2, 2),
    "divide": Shorthand(lambda a, b=None: a if b is None else Quotient(a, b), 1, 2, ("Rational", "Fraction")),
    "add": Shorthand(lambda *terms: Sum(terms), 2, math.inf, ("Add",)),
    "multiply": Shorthand(lambda *factors: Product(factors), 2, math.inf, ("Mul",)),
    "array": Shorthand(  # `np.array([a, b])`, `vec(a, b)` and `float(2)` are what stands inside
        lambda *parts: parts[0] if len(parts) == 1 else Vector(parts), 1, math.inf,
        ("Integer", "Float", "S", "float", "float64", "float32", "int", "int64", "int32", "sympify", "nsimplify",
         "simplify", "expand", "factor", "asarray", "tensor", "astensor", "Tensor", "Matrix",
         "ImmutableMatrix", "Tuple", "Vector", "tuple", "list", "vec"),
    ),
}  # fmt: skip

# --- Vectors ---------------------------------------------------------------------------------------


def lift_vectors(expression: Expression) -> Expression:
    """Return the same value with at most one `Vector`, at the top. Raises Unreadable for vectors in impossible places."""
    if not any(isinstance(node, Vector) for node in walk(expression)):
        return expression
    return _lift(expression)


def _lift(node: Expression) -> Expression:
    match node:
        case Sum(terms):
            return _sum([_lift(term) for term in terms])
        case Product(factors):
            return _product([_lift(factor) for factor in factors])
        case Negative(operand):
            lifted = _lift(operand)
            return _each(lifted, lambda part: part if part == ZERO else Negative(part))
        case Quotient(numerator, denominator):
            below = _scalar(_lift(denominator), "division")
            return _each(_lift(numerator), lambda part: part if part == ZERO else Quotient(part, below))
        case Power(base, exponent):
            return _power(_lift(base), _scalar(_lift(exponent), "exponent"))
        case Application(function, arguments):
            return _application(function, [_lift(argument) for argument in arguments])
        case Vector((Vector() as row,)):
            return _lift(row)  # a matrix of one row, as NumPy and SymPy print it
        case Vector(components):
            return Vector(tuple(_component(part) for part in components))
    return node


def _component(part: Expression) -> Expression:
    lifted = _lift(part)
    if isinstance(lifted, Vector) and len(lifted.components) == 1:
        return lifted.components[0]
    return _scalar(lifted, "vector")


def _scalar(node: Expression, where: str, **gaps: str) -> Expression:
    if isinstance(node, Vector):
        if len(node.components) == 1:
            return node.components[0]  # square brackets around one value
        raise unreadable("vector_inside", where=sentence(f"inside.{where}", **gaps))
    return node


def _each(node: Expression, change: Callable[[Expression], Expression]) -> Expression:
    if isinstance(node, Vector):
        return Vector(tuple(change(part) for part in node.components))
    return change(node)


def _sum(terms: list[Expression]) -> Expression:
    vectors = [term for term in terms if isinstance(term, Vector)]
    if not vectors:
        return Sum(tuple(terms))
    sizes = {len(vector.components) for vector in vectors}
    if len(vectors) < len(terms) or len(sizes) > 1:
        raise unreadable("vector_sum")
    columns = zip(*(vector.components for vector in vectors), strict=True)
    return Vector(tuple(_added([part for part in column if part != ZERO]) for column in columns))


def _added(parts: list[Expression]) -> Expression:
    if len(parts) < 2:
        return parts[0] if parts else ZERO
    return Sum(tuple(parts))


def _times(scalar: Expression, part: Expression) -> Expression:
    if part in {ZERO, ONE}:
        return part if part == ZERO else scalar
    return Product((scalar, part))


def _product(factors: list[Expression]) -> Expression:
    vectors = [factor for factor in factors if isinstance(factor, Vector)]
    scalars = [factor for factor in factors if not isinstance(factor, Vector)]
    if not vectors:
        return Product(tuple(factors))
    if len(vectors) > 2:
        raise unreadable("vector_product")
    value: Expression = vectors[0] if len(vectors) == 1 else dot(*vectors)
    if not scalars:
        return value
    scalar = scalars[0] if len(scalars) == 1 else Product(tuple(scalars))
    return _each(value, lambda part: _times(scalar, part))


def dot(left: Vector, right: Vector) -> Expression:
    """Return the scalar product. Raises Unreadable for different lengths."""
    if len(left.components) != len(right.components):
        raise unreadable("vector_lengths")
    return Sum(tuple(Product(pair) for pair in zip(left.components, right.components, strict=True)))


def _power(base: Expression, exponent: Expression) -> Expression:
    return Power(_scalar(base, "power"), exponent)


def _application(function: str, arguments: list[Expression]) -> Expression:
    first = arguments[0]
    if function == "abs" and isinstance(first, Vector):
        squares = tuple(Power(part, TWO) for part in first.components)
        return Application("sqrt", (Sum(squares) if len(squares) > 1 else squares[0],))
    return Application(function, tuple(_scalar(argument, "function", function=function) for argument in arguments))


# --- Sizes -----------------------------------------------------------------------------------------

MAX_DEPTH = 100  # levels: the recursive functions of algebra take five frames for each, of the thousand that Python has
MAX_NODES = 4_000  # a tree of so many is compared in about ten milliseconds
MAX_BITS = 50_000  # of all numbers together: 15,000 digits, more than any exercise has
MAX_TERMS = 1_000  # of an author's function multiplied out: seconds of SymPy's time, which grows with the square of it
MAX_DERIVED_TERMS = 40_000  # of its derivatives: our bound is far above what SymPy makes of quotients
_BEYOND = 10 * MAX_DERIVED_TERMS  # where counting ends
_MAX_LOG_EXPONENT = math.log2(MAX_EXPONENT)  # bits of the largest exponent


def depth(expression: Expression) -> int:
    """Return how many levels the tree has."""
    return sum(1 for _ in _levels(expression))


def is_small(expression: Expression, nodes: int, levels: int) -> bool:
    """Tell whether the tree has at most so many nodes and levels; stops looking as soon as it has not."""
    seen = 0
    for count, level in enumerate(_levels(expression), start=1):
        seen += len(level)
        if count > levels or seen > nodes:
            return False
    return True


def _levels(expression: Expression) -> Iterator[list[Expression]]:
    level = [expression]
    while level:
        yield level
        level = [part for node in level for part in children(node)]


def check_size(expression: Expression) -> None:
    """Refuse an expression that is too large to be worked with."""
    if not is_small(expression, MAX_NODES, MAX_DEPTH):
        raise unreadable("size")
    if any(isinstance(node, Power) and _is_tower(node) for node in walk(expression)):
        raise unreadable("power")
    if sum(map(_bits, walk(expression))) > MAX_BITS:
        raise unreadable("numbers")


def expanded_terms(expression: Expression) -> int:
    """Return an upper bound for the terms that the expression has when all in it is multiplied out.

    A whole power of a sum of k terms has one term for each way to share its exponent among them. The numbers in an
    exponent such as `n + 40` count as its whole part, since SymPy takes them out of it. What stands in a function
    is written with every term beside it, and counts like a factor.
    """
    return min(_terms(expression, list(map(expanded_terms, children(expression)))), _BEYOND)


def _terms(node: Expression, counts: list[int]) -> int:
    match node:
        case Sum():
            return sum(counts)
        case Product() | Quotient():
            return math.prod(counts)
        case Power(_, exponent):
            whole = sum(abs(int(part.value)) for part in walk(exponent) if isinstance(part, Number))
            if counts[0] == 1 or whole == 0:
                return max(counts)
            return _BEYOND if whole * counts[0] > _BEYOND else math.comb(whole + counts[0] - 1, whole)
    return sum(counts) or 1


def _bits(node: Expression) -> int:
    return node.value.numerator.bit_length() + node.value.denominator.bit_length() if isinstance(node, Number) else 0


def _is_tower(power: Power) -> bool:
    """Tell whether an exponent, or a power of constants, is beyond reason; nothing large is computed to find out."""
    exponent, value = _logarithm(power.exponent), _logarithm(power)
    return (exponent is not None and exponent > _MAX_LOG_EXPONENT) or (value is not None and value > MAX_BITS)


def _logarithm(node: Expression) -> float | None:
    """Estimate the binary logarithm of the size of a constant made of numbers; None when there is more in it."""
    match node:
        case Number(value):
            return math.log2(abs(value.numerator)) - math.log2(value.denominator) if value else -math.inf
        case Negative(operand):
            return _logarithm(operand)
        case Power(base, exponent):
            below, above = _logarithm(base), _logarithm(exponent)
            if below is None or above is None:
                return None
            return abs(below) * 2.0 ** min(above, 64.0) if math.isfinite(below) else below
        case Sum(parts) | Product(parts):
            found = [_logarithm(part) for part in parts]
            known = [size for size in found if size is not None]
            if len(known) < len(found):
                return None
            return sum(known) if isinstance(node, Product) else max(known) + math.log2(len(known))
        case Quotient(above_line, below_line):
            above, below = _logarithm(above_line), _logarithm(below_line)
            return None if above is None or below is None else above - below
    return None
