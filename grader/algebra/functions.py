"""The functions of mathematics that an answer may hold, a row each: to add one, add its row here and nothing else.

Whatever else knows functions asks these rows: readers and printers, values in floats and as balls, differentiation with
its slips, SymPy and MyGrad, the search for branches. What takes more than a line stands in a room of its kind
(`ball_functions`, `floats`) and is named here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from flint import arb

from grader.algebra import ball_functions as balls
from grader.algebra import floats
from grader.algebra.tidy import ONE, ZERO, minus, number, over, power, times, total
from grader.algebra.tree import Application, Constant, Expression


class Slip(Enum):
    """One way to get one rule wrong: u and v are the parts that depend on the variable."""

    EXPONENT_NOT_LOWERED = "u**n gives n*u**n"
    EXPONENT_FACTOR_FORGOTTEN = "u**n gives u**(n - 1)"
    CONSTANT_FACTOR_FORGOTTEN = "5*u gives u'"
    CHAIN_FACTOR_MISSING = "g(u) gives g'(u)"
    INNER_DIFFERENTIATED = "g(u) gives g'(u')"
    OUTER_NOT_DIFFERENTIATED = "g(u) gives g(u)*u'"
    PRODUCT_FIRST_HALF = "u*v gives u'*v"
    PRODUCT_SECOND_HALF = "u*v gives u*v'"
    PRODUCT_OF_DERIVATIVES = "u*v gives u'*v'"
    QUOTIENT_SIGN = "u/v gives (u'*v + u*v')/v**2"
    QUOTIENT_REVERSED = "u/v gives (u*v' - u'*v)/v**2"
    QUOTIENT_NOT_SQUARED = "u/v gives (u'*v - u*v')/v"
    QUOTIENT_OF_DERIVATIVES = "u/v gives u'/v'"
    QUOTIENT_FIRST_HALF = "u/v gives u'/v"
    POWER_RULE_ON_EXPONENTIAL = "b**u gives u*b**(u - 1)"
    POWER_RULE_ON_EXPONENTIAL_CHAINED = "b**u gives u'*u*b**(u - 1)"
    EXPONENT_BROUGHT_DOWN = "b**u gives u*b**u"
    BASE_LOGARITHM_MISSING = "b**u gives b**u*u'"
    TRIGONOMETRIC_SIGN = "sin gives -cos, cos gives sin"


Arguments = tuple[Expression, ...]
Outer = Callable[..., Expression]


@dataclass(frozen=True, kw_only=True, slots=True)
class Function:
    """One function of mathematics, and everything that is known about it anywhere."""

    name: str
    value: Callable[..., float]
    """In floats; raises ArithmeticError or ValueError where there is none."""
    ball: Callable[..., arb]
    """On balls; raises `Undefined` or `Unsure`."""

    # --- How it is written ---
    arity: int | None = 1
    """How many arguments it takes; None for two or more, in any order."""
    spellings: tuple[str, ...] = ()
    """Beside its name, in Python, SymPy, NumPy and on paper; in LaTeX with a backslash before them."""
    inverse: str | None = None
    """What `sin^-1` stands for."""
    of_angle: bool = False
    """Whether its argument may be meant in degrees."""
    is_english: bool = False
    """Whether the bare name may be a word of a sentence."""
    plain: Callable[..., str] | None = None
    """How it is printed, from its printed arguments; `name(…)` for None."""
    latex: str | Callable[..., str] | None = None
    r"""Its command in LaTeX, or how it is printed from its printed arguments; `\\operatorname{name}` for None."""

    # --- How it is differentiated ---
    derivative: Outer | None = None
    """Its derivative by its first argument, out of its arguments."""
    total_derivative: Callable[[Arguments, Arguments], Expression] | None = None
    """Its derivative out of its arguments and theirs, where several of them may move."""
    slips: Mapping[Slip, Outer] = field(default_factory=dict)
    """What somebody takes for its derivative who makes a slip that is made at this function alone."""
    antiderivative: Outer | None = None
    """What somebody gives who integrates it by mistake."""
    mistaken_for: str | None = None
    """Another function that a wrong answer may hold in its place."""
    sympy: str | None = None
    """Its class in SymPy; None where SymPy has none."""
    mygrad: str | None = None
    """Its name in MyGrad; None where MyGrad has none, so that differences are measured instead."""

    # --- Where a formula with it may follow another branch ---
    branches_at: tuple[int, ...] | None = None
    """Values of an argument at which it may go over into another formula; () where only a pole of the argument parts it.

    None where it is one formula wherever it has a value.
    """
    compares: bool = False
    """Whether it chooses between its arguments."""
    jumps: bool = False
    """Whether it jumps at whole numbers or at zero, so that a difference there is no accident."""
    poles: str | None = None
    """The function whose zeros are its poles."""

    # --- How large it may be ---
    is_algebraic: bool = False
    """Whether usual ways to compute it stay among the floats wherever its argument does."""
    is_steep: bool = False
    """Whether its values can be of any magnitude at points of moderate size, so that a term with it may vanish."""
    is_limited: bool = False
    """Whether it comes so close to a limit that doubles lose what is left."""

    @property
    def is_multivalued(self) -> bool:
        """Tell whether formulas with it may hold on one side of a pole of its argument alone."""
        return self.compares or self.branches_at is not None


def _of(function: str, *arguments: Expression) -> Expression:
    return Application(function, arguments)


def _one_and(sign: int, u: Expression) -> Expression:
    """Return `1 + u**2` or `1 - u**2`."""
    return total([ONE, times(number(sign), power(u, 2))])


def _root_of_one_and(sign: int, u: Expression) -> Expression:
    return _of("sqrt", _one_and(sign, u))


def _beyond_one(u: Expression) -> Expression:
    """Return `abs(u)*sqrt(u**2 - 1)`."""
    return times(_of("abs", u), _of("sqrt", total([power(u, 2), number(-1)])))


def _of_extreme(function: str, arguments: Arguments, rates: Arguments) -> Expression:
    """Return the derivative of the larger or the smaller of two: half of sum and of difference by their order."""
    first, *rest = arguments
    second, rate = rest[0], rates[1]
    if len(rest) > 1:
        second, rate = _of(function, *rest), _of_extreme(function, tuple(rest), rates[1:])
    gap = total([first, minus(second)])
    order = over(gap, _of("abs", gap))
    leaning = times(order if function == "max" else minus(order), total([rates[0], minus(rate)]))
    return over(total([rates[0], rate, leaning]), number(2))


def _of_polar_angle(arguments: Arguments, rates: Arguments) -> Expression:
    """Return the derivative of `atan2(y, x)`: `(x*y' - y*x')/(x**2 + y**2)`."""
    (above, beside), (rising, moving) = arguments, rates
    turning = total([times(beside, rising), minus(times(above, moving))])
    return over(turning, total([power(above, 2), power(beside, 2)]))


_CIRCULAR = [
    Function(
        name="sin", inverse="asin", of_angle=True, latex=r"\sin", sympy="sin", mygrad="sin", mistaken_for="cos",
        value=math.sin, ball=lambda x: x.sin(),
        derivative=lambda u: _of("cos", u), slips={Slip.TRIGONOMETRIC_SIGN: lambda u: minus(_of("cos", u))},
        antiderivative=lambda u: minus(_of("cos", u)),
    ),
    Function(
        name="cos", inverse="acos", of_angle=True, latex=r"\cos", sympy="cos", mygrad="cos", mistaken_for="sin",
        value=math.cos, ball=lambda x: x.cos(),
        derivative=lambda u: minus(_of("sin", u)), slips={Slip.TRIGONOMETRIC_SIGN: lambda u: _of("sin", u)},
        antiderivative=lambda u: _of("sin", u),
    ),
    Function(
        name="tan", spellings=("tg",), inverse="atan", of_angle=True, latex=r"\tan", sympy="tan", mygrad="tan",
        value=math.tan, ball=lambda x: balls.quotient(x.sin(), x.cos()), poles="cos",
        derivative=lambda u: over(ONE, power(_of("cos", u), 2)),
    ),
    Function(
        name="sec", inverse="asec", of_angle=True, latex=r"\sec", sympy="sec", mygrad="sec",
        value=lambda u: 1 / math.cos(u), ball=lambda x: balls.inverted(x.cos()), poles="cos",
        derivative=lambda u: times(_of("sec", u), _of("tan", u)),
    ),
    Function(
        name="csc", spellings=("cosec",), inverse="acsc", of_angle=True, latex=r"\csc", sympy="csc", mygrad="csc",
        value=lambda u: 1 / math.sin(u), ball=lambda x: balls.inverted(x.sin()), poles="sin",
        derivative=lambda u: minus(times(_of("csc", u), _of("cot", u))),
    ),
    Function(
        name="cot", spellings=("ctg",), inverse="acot", of_angle=True, latex=r"\cot", sympy="cot", mygrad="cot",
        value=lambda u: 1 / math.tan(u), ball=lambda x: balls.quotient(x.cos(), x.sin()), poles="sin",
        derivative=lambda u: minus(over(ONE, power(_of("sin", u), 2))),
    ),
    Function(
        name="asin", spellings=("arcsin",), latex=r"\arcsin", sympy="asin", mygrad="arcsin", branches_at=(1, -1),
        value=math.asin, ball=balls.arcsine,
        derivative=lambda u: over(ONE, _root_of_one_and(-1, u)),
    ),
    Function(
        name="acos", spellings=("arccos",), latex=r"\arccos", sympy="acos", mygrad="arccos", branches_at=(1, -1),
        value=math.acos, ball=balls.arccosine,
        derivative=lambda u: minus(over(ONE, _root_of_one_and(-1, u))),
    ),
    Function(
        name="atan", spellings=("arctan", "arctg"), latex=r"\arctan", sympy="atan", mygrad="arctan", branches_at=(),
        value=math.atan, ball=lambda x: x.atan(), is_limited=True, mistaken_for="tanh",
        derivative=lambda u: over(ONE, _one_and(1, u)),
    ),
    Function(
        name="asec", spellings=("arcsec",), sympy="asec", mygrad="arcsec", branches_at=(1, -1),
        value=lambda u: floats.at_reciprocal(math.acos, u), ball=lambda x: balls.arccosine(balls.inverted(x)),
        derivative=lambda u: over(ONE, _beyond_one(u)),
    ),
    Function(
        name="acsc", spellings=("arccsc", "arccosec"), sympy="acsc", mygrad="arccsc", branches_at=(1, -1),
        value=lambda u: floats.at_reciprocal(math.asin, u), ball=lambda x: balls.arcsine(balls.inverted(x)),
        derivative=lambda u: minus(over(ONE, _beyond_one(u))),
    ),
    Function(
        name="acot", spellings=("arccot",), sympy="acot", mygrad="arccot", branches_at=(0,), is_limited=True,
        value=floats.inverse_cotangent, ball=balls.arccotangent,
        derivative=lambda u: minus(over(ONE, _one_and(1, u))),
    ),
    Function(
        name="atan2", spellings=("arctan2",), arity=2, sympy="atan2", mygrad="arctan2", compares=True, branches_at=(0,),
        value=math.atan2, ball=balls.polar_angle,
        total_derivative=_of_polar_angle,
    ),
]  # fmt: skip

_HYPERBOLIC = [
    Function(
        name="sinh", inverse="asinh", latex=r"\sinh", sympy="sinh", mygrad="sinh", mistaken_for="cosh", is_steep=True,
        value=math.sinh, ball=lambda x: balls.bounded(x.sinh(), x),
        derivative=lambda u: _of("cosh", u),
    ),
    Function(
        name="cosh", inverse="acosh", latex=r"\cosh", sympy="cosh", mygrad="cosh", mistaken_for="sinh", is_steep=True,
        value=math.cosh, ball=lambda x: balls.bounded(x.cosh(), x),
        derivative=lambda u: _of("sinh", u),
    ),
    Function(
        name="tanh", inverse="atanh", latex=r"\tanh", sympy="tanh", mygrad="tanh", mistaken_for="atan", is_limited=True,
        value=math.tanh, ball=lambda x: x.tanh(),
        derivative=lambda u: over(ONE, power(_of("cosh", u), 2)),
    ),
    Function(
        name="sech", inverse="asech", sympy="sech", mygrad="sech", is_steep=True, is_limited=True,
        value=lambda u: floats.one_over_large(math.cosh, u), ball=lambda x: balls.inverted(balls.bounded(x.cosh(), x)),
        derivative=lambda u: minus(times(_of("sech", u), _of("tanh", u))),
    ),
    Function(
        name="csch", inverse="acsch", sympy="csch", mygrad="csch", poles="sinh", is_steep=True, is_limited=True,
        value=lambda u: floats.one_over_large(math.sinh, u), ball=lambda x: balls.inverted(balls.bounded(x.sinh(), x)),
        derivative=lambda u: minus(times(_of("csch", u), _of("coth", u))),
    ),
    Function(
        name="coth", inverse="acoth", latex=r"\coth", sympy="coth", mygrad="coth", poles="sinh", is_limited=True,
        value=lambda u: 1 / math.tanh(u), ball=lambda x: balls.inverted(x.tanh()),
        derivative=lambda u: minus(over(ONE, power(_of("sinh", u), 2))),
    ),
    Function(
        name="asinh", spellings=("arcsinh", "arsinh"), sympy="asinh", mygrad="arcsinh", branches_at=(),
        value=math.asinh, ball=lambda x: x.asinh(),
        derivative=lambda u: over(ONE, _root_of_one_and(1, u)),
    ),
    Function(
        name="acosh", spellings=("arccosh", "arcosh"), sympy="acosh", mygrad="arccosh", branches_at=(1, -1),
        value=math.acosh, ball=balls.area_cosine,
        derivative=lambda u: over(ONE, times(_of("sqrt", total([u, number(-1)])), _of("sqrt", total([u, ONE])))),
    ),
    Function(
        name="atanh", spellings=("arctanh", "artanh"), sympy="atanh", mygrad="arctanh", branches_at=(1, -1),
        value=math.atanh, ball=balls.area_tangent,
        derivative=lambda u: over(ONE, _one_and(-1, u)),
    ),
    Function(
        name="asech", spellings=("arcsech", "arsech"), sympy="asech", branches_at=(0, 1, -1),
        value=lambda u: math.acosh(1 / u), ball=lambda x: balls.area_cosine(balls.inverted(x)),
        derivative=lambda u: minus(over(ONE, times(u, _root_of_one_and(-1, u)))),
    ),
    Function(
        name="acsch", spellings=("arccsch", "arcsch"), sympy="acsch", mygrad="arccsch", branches_at=(0,),
        value=lambda u: math.asinh(1 / u), ball=lambda x: balls.inverted(x).asinh(),
        derivative=lambda u: minus(over(ONE, times(_of("abs", u), _root_of_one_and(1, u)))),
    ),
    Function(
        name="acoth", spellings=("arccoth", "arcoth"), sympy="acoth", mygrad="arccoth", branches_at=(1, -1),
        value=lambda u: floats.at_reciprocal(math.atanh, u), ball=lambda x: balls.area_tangent(balls.inverted(x)),
        derivative=lambda u: over(ONE, _one_and(-1, u)),
    ),
]  # fmt: skip

_EXPONENTIAL = [
    Function(  # differentiated by the rule for `b**u`, with its slips
        name="exp", latex=r"\exp", sympy="exp", mygrad="exp", mistaken_for="cosh", is_steep=True,
        value=math.exp, ball=balls.exponential,
        derivative=lambda u: _of("exp", u), antiderivative=lambda u: _of("exp", u),
    ),
    Function(
        name="log", spellings=("ln",), latex=r"\ln", sympy="log", mygrad="log", mistaken_for="atan", branches_at=(0,),
        value=math.log, ball=balls.logarithm,
        derivative=lambda u: over(ONE, u),
    ),
    Function(
        name="erf", sympy="erf", is_limited=True,
        value=math.erf, ball=lambda x: x.erf(),
        derivative=lambda u: times(
            over(number(2), _of("sqrt", Constant("pi"))), _of("exp", minus(power(u, 2)))
        ),
    ),
]  # fmt: skip

_ALGEBRAIC = [
    Function(
        name="sqrt", latex=lambda u: rf"\sqrt{{{u}}}", sympy="sqrt", mygrad="sqrt", mistaken_for="abs",
        value=math.sqrt, ball=balls.square_root, branches_at=(0,), is_algebraic=True,
        derivative=lambda u: over(ONE, times(number(2), _of("sqrt", u))),
        slips={
            Slip.EXPONENT_FACTOR_FORGOTTEN: lambda u: over(ONE, _of("sqrt", u)),
            Slip.EXPONENT_NOT_LOWERED: lambda u: over(_of("sqrt", u), number(2)),
        },
    ),
    Function(
        name="root", spellings=("real_root", "nthroot"), arity=2, is_english=True, sympy="RealRoot",
        plain=lambda u, n: f"cbrt({u})" if n == "3" else f"root({u}, {n})", latex=lambda u, n: rf"\sqrt[{n}]{{{u}}}",
        value=floats.real_root, ball=balls.real_root, branches_at=(0,), is_algebraic=True,
        derivative=lambda u, n: over(_of("root", u, n), times(n, u)),
    ),
    Function(
        name="abs", spellings=("Abs", "absolute", "fabs"), latex=lambda u: rf"\left|{u}\right|",
        sympy="Abs", mygrad="abs", mistaken_for="sqrt",
        value=abs, ball=abs, branches_at=(0,), is_algebraic=True,
        derivative=lambda u: over(u, _of("abs", u)),
    ),
    Function(
        name="sign", spellings=("sgn",), is_english=True, sympy="sign",
        value=floats.sign, ball=balls.sign, branches_at=(0,), jumps=True, is_algebraic=True,
        derivative=lambda u: ZERO,
    ),
    Function(
        name="max", spellings=("Max", "maximum", "fmax", "amax"), arity=None, is_english=True, latex=r"\max",
        sympy="Max", mygrad="maximum",
        value=max, ball=balls.largest, compares=True, is_algebraic=True,
        total_derivative=lambda arguments, rates: _of_extreme("max", arguments, rates),
    ),
    Function(
        name="min", spellings=("Min", "minimum", "fmin", "amin"), arity=None, is_english=True, latex=r"\min",
        sympy="Min", mygrad="minimum",
        value=min, ball=balls.smallest, compares=True, is_algebraic=True,
        total_derivative=lambda arguments, rates: _of_extreme("min", arguments, rates),
    ),
    Function(
        name="floor", is_english=True, sympy="floor",
        value=math.floor, ball=balls.floor, branches_at=(0,), jumps=True, is_algebraic=True,
        derivative=lambda u: ZERO,
    ),
    Function(
        name="ceil", spellings=("ceiling",), is_english=True, sympy="ceiling",
        value=math.ceil, ball=lambda x: -balls.floor(-x), branches_at=(0,), jumps=True, is_algebraic=True,
        derivative=lambda u: ZERO,
    ),
]  # fmt: skip

# By the name that trees have for it; whoever adds a function adds a row, and nothing elsewhere.
FUNCTIONS: dict[str, Function] = {row.name: row for rows in (_CIRCULAR, _HYPERBOLIC, _EXPONENTIAL, _ALGEBRAIC) for row in rows}
