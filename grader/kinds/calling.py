"""How to call a function the way its author wrote it: `df_dz(z)`, `df(y, x)`, `gradient([x, y])`, `descend(n, x0)`.

From the parameters of a student's function and the variables of the exercise this module makes the conventions that
can be meant, the likeliest first: for a function of the variables, and for a descent that takes a start and n. Knows
no expected value, and nothing of what comes back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import takewhile
from typing import Literal, TypeVar

from grader.equality.sample_points import value_at
from grader.model import ArrayValue, FunctionValue, HandedFunction, NamedTupleValue, Parameter, Probe, Value
from grader.quantities.operators.operator import Data
from grader.sentences.catalogue import sentence

T = TypeVar("T")  # what is passed for a parameter
Point = Mapping[str, float]
Container = Literal["array", "list", "tuple", "named tuple", "dict"]


class Role(Enum):
    """What an argument is that is no variable's value."""

    POINT = "the whole point, in a container"
    COUNT = "the number of iterations"
    SIZE = "a step size of ours"


Passed = str | Role | float | ArrayValue | HandedFunction | tuple[str, ...]
"""What stands for an argument: a variable, a role, a number, data as an array, a function of ours, several variables together."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Convention:
    """One way of calling a function: `order` says which variable's value, or what else, each argument is.

    The last arguments go by their `keywords`. A whole point of these `variables` is passed in a `container`; with
    `in_arrays` a number is passed as an array of one, a vector as a column. `remark` tells a student how parameters
    were understood. `size` is passed to the parameter `size_name` where a program leaves its step size open.
    """

    variables: tuple[str, ...]
    order: tuple[Passed, ...]
    container: Container = "tuple"
    keywords: tuple[str, ...] = ()
    in_arrays: bool = False
    remark: str | None = None
    size: float | None = None
    size_name: str | None = None

    @property
    def is_whole(self) -> bool:
        """Tell whether one argument stands for the whole point."""
        return Role.POINT in self.order

    def arguments_at(self, point: Point, count: int | None = None) -> tuple[Value, ...]:
        """Return the arguments that stand for a point, and for a number of iterations from there."""
        return tuple(self._argument(part, point, count) for part in self.order)

    def probe(self, name: str, points: Sequence[Point], counts: Sequence[int] = ()) -> Probe:
        """Return the probe that calls `name` at all points, for a descent with the count of each."""
        arguments = map(self.arguments_at, points, counts) if counts else map(self.arguments_at, points)
        return Probe(names=(name,), arguments=tuple(arguments), keywords=self.keywords)

    def _argument(self, part: Passed, point: Point, count: int | None) -> Value:
        match part:
            case Role.COUNT:
                return count
            case Role.SIZE:
                return self.size
            case ArrayValue() | HandedFunction() | int() | float():
                return part
            case tuple():
                return self._whole(tuple(point[name] for name in part))
            case Role.POINT:
                return self._whole(tuple(point[name] for name in self.variables))
            case str():
                number = point[part]
                in_array = self.in_arrays and isinstance(number, float)
                return ArrayValue(dtype="float64", shape=(1,), elements=(number,)) if in_array else number

    def _whole(self, values: tuple[float, ...]) -> Value:
        match self.container:
            case "array":
                dtype = "int64" if all(isinstance(value, int) for value in values) else "float64"
                return ArrayValue(dtype=dtype, shape=(len(values), 1) if self.in_arrays else (len(values),), elements=values)
            case "named tuple":
                return NamedTupleValue(names=self.variables, elements=values)
            case "dict":
                return dict(zip(self.variables, values, strict=True))
            case "list":
                return list(values)
        return values


# --- A function that an exercise says how to call -------------------------------------------------

Contract = Mapping[str, Passed]
"""By the name of each parameter: what it stands for."""
_Order = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""The names of a contract in the order in which they are passed, the last of them by keywords; and the parameters they meet."""


def array_of(data: Data) -> ArrayValue:
    """Return data as an array of floats."""
    elements = tuple(float(value_at(part, {}) or 0.0) for part in data.parts)
    return ArrayValue(dtype="float64", shape=(len(elements),), elements=elements)


def labelled(passed: Mapping[str, T]) -> dict[str, T]:
    """Return what is passed for each parameter, data with its name."""
    return {name: replace(part, label=name) if isinstance(part, ArrayValue) else part for name, part in passed.items()}


def agreed_conventions(
    function: FunctionValue, contract: Contract, variables: tuple[str, ...], size: float | None = None
) -> tuple[Convention, ...]:
    """Return the ways to call a function by a contract: its parameters by their names in any order, else by place.

    Where some of its names are the contract's, those go first to where they belong. `size` is what is passed for a step size.
    There are no ways where it takes another number of arguments.
    """
    named = _by_their_names(function, contract)
    orders = (named,) if named else (_by_some_names(function, contract), _by_their_places(function, contract))
    whole = any(isinstance(part, tuple) or part is Role.POINT for part in contract.values())
    containers: tuple[Container, ...] = ("array", "list") if whole else ("tuple",)
    return tuple(
        Convention(
            variables=variables,
            order=tuple(contract[name] for name in order),
            container=container,
            keywords=keywords,
            remark=_told(list(met), order),
            size=size,
        )
        for order, keywords, met in dict.fromkeys(order for order in orders if order is not None)
        for container in containers
    )


def _parameters(function: FunctionValue) -> tuple[list[str], list[str], set[str], set[str]]:
    """Return the parameters that go by place, those by keyword alone, all needed ones, and the kinds of stars."""
    known = function.parameters if function.parameters is not None else (Parameter(name="", kind="*"),)
    positional = [p.name for p in known if p.kind == "positional"]
    keyword_only = [p.name for p in known if p.kind == "keyword"]
    needed = {p.name for p in known if p.kind in ("positional", "keyword") and not p.has_default}
    return positional, keyword_only, needed, {p.kind for p in known if "*" in p.kind}


def _by_their_names(function: FunctionValue, contract: Contract) -> _Order | None:
    """Return the order where all names of the contract are taken, and no other parameter is needed."""
    positional, keyword_only, needed, stars = _parameters(function)
    taken = {*positional, *keyword_only}
    if not needed <= set(contract) or not (set(contract) <= taken or ("**" in stars and "*" not in stars)):
        return None
    first = tuple(takewhile(contract.__contains__, positional))
    keywords = tuple(name for name in contract if name not in first)
    return (*first, *keywords), keywords, (*first, *keywords)


def _by_some_names(function: FunctionValue, contract: Contract) -> _Order | None:
    """Return the order where some parameters have names of the contract, or usual ones for n and δ; the others follow in order."""
    positional, _, needed, _ = _parameters(function)
    parameters = positional[: len(contract)]
    if len(parameters) < len(contract) or not needed <= set(parameters):
        return None
    met = {name: name for name in parameters if name in contract}
    variables = tuple(part for part in contract.values() if isinstance(part, str) and not isinstance(part, Role))
    kinds: tuple[str | Role, ...] = (Role.COUNT, Role.SIZE, Role.POINT, *variables)
    for part in kinds:
        wanted = [name for name, passed in contract.items() if passed == part and name not in met.values()]
        found = [name for name in parameters if name not in met and _is_usual(name, part, variables)]
        if len(wanted) == len(found) == 1:
            met[found[0]] = wanted[0]
    left = iter([name for name in contract if name not in met.values()])
    return tuple(met[name] if name in met else next(left) for name in parameters), (), tuple(parameters)


def _is_usual(name: str, part: str | Role, variables: tuple[str, ...]) -> bool:
    """Tell whether a parameter of this name is usually for n, for δ, for a whole point, or for this variable."""
    if isinstance(part, Role):
        return {Role.COUNT: _COUNT, Role.SIZE: _SIZE, Role.POINT: _WHOLE_POINT}[part].fullmatch(name) is not None
    return _variable_meant(name, variables) == part


def _by_their_places(function: FunctionValue, contract: Contract) -> _Order | None:
    """Return the order of the contract; parameters that are passed by keyword alone have its names."""
    positional, keyword_only, needed, stars = _parameters(function)
    keywords = tuple(name for name in contract if name in keyword_only)
    order = tuple(name for name in contract if name not in keywords)
    met = positional[: len(order)]
    if not needed <= {*met, *keywords} or (len(met) < len(order) and "*" not in stars):
        return None
    return (*order, *keywords), keywords, (*met, *order[len(met) :], *keywords)


# --- A function of the variables ----------------------------------------------------------------


def conventions(function: FunctionValue, variables: tuple[str, ...], relevant: tuple[str, ...]) -> tuple[Convention, ...]:
    """Return the ways in which a function can be called at a point, likeliest first; () when none can be meant.

    `relevant` are the variables that the right answer depends on: `df_dz(t)` of one argument is
    called with z where only z matters.
    """
    ways = _ways(function, variables, relevant)
    numbers = [way for way in ways if not way.is_whole]
    points = [way for way in ways if way.is_whole]
    # `df_dy(x)` with a loop over `x` means the numbers x, rather than a point called x.
    return tuple(way for group in (numbers, points) for way in (*group, *(replace(way, in_arrays=True) for way in group)))


def _ways(function: FunctionValue, variables: tuple[str, ...], relevant: tuple[str, ...]) -> list[Convention]:
    if function.parameters is None:
        return _whatever_fits(variables, relevant)
    positional = [p for p in function.parameters if p.kind == "positional"]
    keyword_only = tuple(p.name for p in function.parameters if p.kind == "keyword" and not p.has_default)
    if keyword_only:
        return _by_keyword(keyword_only, positional, variables)
    kinds = {p.kind for p in function.parameters}
    if not positional:
        by_keyword = _by_keyword(variables, [], variables) if "**" in kinds else []
        return _whatever_fits(variables, relevant) + by_keyword if "*" in kinds else by_keyword
    names = [p.name for p in positional]
    required = sum(not p.has_default for p in positional)
    counts = range(required, len(names) + 1)
    found = [way for count in reversed(counts) for way in _named(names[:count], variables)]
    found += [way for count in counts for way in _counted(names[:count], variables, relevant)]
    if required <= 1 and len(variables) > 1:
        found += _points(variables)
    return found


def _whatever_fits(variables: tuple[str, ...], relevant: tuple[str, ...]) -> list[Convention]:
    """Return the ways for a function that hides its parameters: all numbers, the relevant ones, or a vector."""
    numbers = [Convention(variables=variables, order=names) for names in dict.fromkeys([variables, relevant]) if names]
    return numbers + _points(variables) if len(variables) > 1 else numbers


def _named(names: list[str], variables: tuple[str, ...]) -> list[Convention]:
    """Return the way by name, where every parameter is called like a variable (`df(y, x)`, `df(X, Y)`, `df(x0, y0)`)."""
    meant = [_variable_meant(name, variables) for name in names]
    if not names or None in meant or len(set(meant)) != len(meant):
        return []
    return [Convention(variables=variables, order=tuple(name for name in meant if name is not None))]


def needs_no_arguments(function: FunctionValue, variables: tuple[str, ...], relevant: tuple[str, ...]) -> bool:
    """Tell whether a function is called as it is: without parameters, or with defaults alone and a constant asked for."""
    if function.parameters is None:
        return False
    own = [parameter for parameter in function.parameters if _variable_meant(parameter.name, variables) is None]
    return not function.parameters or (not relevant and len(own) == len(function.parameters) == sum(p.has_default for p in own))


def _variable_meant(name: str, variables: tuple[str, ...]) -> str | None:
    """Return the variable that a parameter's name stands for, or None."""
    if name in variables:
        return name
    bare = name.lower().strip("_").removesuffix("_val").removesuffix("_value").removesuffix("val").rstrip("0123456789_")
    folded = [variable for variable in variables if variable.lower() == bare]
    return folded[0] if len(folded) == 1 else None


def _counted(names: list[str], variables: tuple[str, ...], relevant: tuple[str, ...]) -> list[Convention]:
    """Return the way by position, where the number of parameters leaves one reading."""
    if len(names) == len(variables):
        meant = variables
    elif len(names) == len(relevant) and names:
        meant = relevant
    elif names and set(relevant) <= set(variables[: len(names)]) and len(names) < len(variables):
        meant = variables[: len(names)]
    else:
        return []
    return [Convention(variables=variables, order=meant, remark=_told(names, meant))]


def _told(names: list[str], meant: tuple[str, ...]) -> str | None:
    """Return what a student should know of parameters with other names than the variables; None where they agree."""
    if tuple(names) == meant:
        return None
    theirs, variables = ", ".join(f"`{name}`" for name in names), ", ".join(meant)
    return sentence("calling.one" if len(names) == 1 else "calling", names=theirs, variables=variables)


def _by_keyword(keywords: tuple[str, ...], positional: list[Parameter], variables: tuple[str, ...]) -> list[Convention]:
    names = (*(p.name for p in positional if not p.has_default), *keywords)
    meant = [_variable_meant(name, variables) for name in names]
    known = tuple(name for name in meant if name is not None)
    if len(known) != len(names):
        return []
    return [Convention(variables=variables, order=known, keywords=keywords)]


def _points(variables: tuple[str, ...]) -> list[Convention]:
    """Return one argument for the whole point: an array, a list, a named tuple (`p.x`), a dict (`p["x"]`)."""
    containers: tuple[Container, ...] = ("array", "list", "named tuple", "dict")
    return [Convention(variables=variables, order=(Role.POINT,), container=each) for each in containers]


# --- A descent ----------------------------------------------------------------------------------

# Names of a parameter for n, as students write them.
_COUNT = re.compile(
    r"(n|k|m|t|N|T|num|count|steps?|n_?(steps?|iter\w*|epochs?|times|s)|iter\w*|max_?iter\w*|epochs?|times|"
    r"(num|number|no|max)(_?of)?_?(steps?|iter\w*|epochs?|times)|repeats?|reps)"
)
# Names of a parameter for the step size; `step` and `h` are counts or sizes, and mean a size only beside another for n.
_SIZE = re.compile(
    r"(d|delta|δ|lr|eta|η|alpha|α|gamma|γ|mu|μ|lam|lambda_?|dt|step|step_?(size|length)|learning_?rate|rate|h|s)", re.IGNORECASE
)

# Names of a parameter for a whole start.
_WHOLE_POINT = re.compile(r"(p|w|x|theta|θ|point|start|begin|initial|init|guess)(_?(0|init|initial|start|point|guess|vec|vector))?")


def leaves_size_open(function: FunctionValue) -> bool:
    """Tell whether a step size has to be passed for it to be called at all."""
    required = [p for p in function.parameters or () if not p.has_default and p.kind in ("positional", "keyword")]
    return len(required) > 2 and any(_SIZE.fullmatch(p.name) for p in required)


def descent_conventions(function: FunctionValue, variables: tuple[str, ...], step_size: float | None) -> tuple[Convention, ...]:
    """Return the ways in which a descent can be called, likeliest first; () when none can be meant.

    `step_size` is passed to a required parameter for it, where the exercise fixes δ.
    """
    if function.parameters is None or any(p.kind == "*" for p in function.parameters):
        return (Convention(variables=variables, order=(*variables, Role.COUNT)),)
    taken = [p for p in function.parameters if p.kind in ("positional", "keyword")]
    required = [p for p in taken if not p.has_default]
    chosen = _with_count(required, taken)
    first = taken[: len(variables) + 1] if len(taken) > len(variables) else []
    found = [_arranged(names, taken, variables, step_size) for names in (chosen, first) if names]
    return tuple(dict.fromkeys(way for options in found for way in options))


def _with_count(required: list[Parameter], taken: list[Parameter]) -> list[Parameter]:
    """Return the required parameters, and the one for n if it has a default."""
    if any(_is_count(p.name) for p in required):
        return required
    optional = next((p for p in taken if p.has_default and _is_count(p.name) and not _SIZE.fullmatch(p.name)), None)
    return [p for p in taken if p in required or p is optional]


def _is_count(name: str) -> bool:
    return _COUNT.fullmatch(name) is not None


def _arranged(
    chosen: list[Parameter], taken: list[Parameter], variables: tuple[str, ...], step_size: float | None
) -> list[Convention]:
    """Return the ways to pass the chosen parameters; those behind one that is left out go by keyword."""
    left_out = next((i for i, p in enumerate(taken) if p not in chosen), len(taken))
    keywords = tuple(p.name for p in chosen if p.kind == "keyword" or taken.index(p) > left_out)
    names = [p.name for p in chosen if p.name not in keywords] + list(keywords)
    size_at = next((i for i, name in enumerate(names) if _SIZE.fullmatch(name) and len(names) > 2), None)
    if step_size is not None and size_at is not None and len(names) in (3, len(variables) + 2):
        rest = [name for i, name in enumerate(names) if i != size_at]
        return [
            replace(
                way,
                order=(*way.order[:size_at], Role.SIZE, *way.order[size_at:]),
                keywords=keywords,
                size=step_size,
                size_name=names[size_at],
            )
            for way in _orders(rest, variables, ())
        ]
    return _orders(names, variables, keywords)


def _orders(names: list[str], variables: tuple[str, ...], keywords: tuple[str, ...]) -> list[Convention]:
    count, at = len(variables), _position_of_count(names)
    if len(names) == count + 1:
        order: list[str | Role] = list(_axes([name for i, name in enumerate(names) if i != at], variables))
        order.insert(at, Role.COUNT)
        remark = None if at == count else sentence("understood_call.count")
        ways = [Convention(variables=variables, order=tuple(order), keywords=keywords, remark=remark)]
        return ways + ([_vector("list", at, variables, keywords)] if count == 1 else [])
    if len(names) == 2 and count > 1:
        containers: tuple[Container, ...] = ("array", "tuple")
        return [_vector(container, at, variables, keywords) for container in containers]
    return []


def _vector(container: Container, at: int, variables: tuple[str, ...], keywords: tuple[str, ...]) -> Convention:
    order = (Role.COUNT, Role.POINT) if at == 0 else (Role.POINT, Role.COUNT)
    remark = sentence("understood_call.vector")
    return Convention(variables=variables, order=order, container=container, keywords=keywords, remark=remark)


def _position_of_count(names: list[str]) -> int:
    """Return which parameter is n: the last one, unless its name is not a count's and exactly one other name is."""
    if not names or _is_count(names[-1]):
        return len(names) - 1
    counts = [i for i, name in enumerate(names) if _is_count(name)]
    return counts[0] if len(counts) == 1 else len(names) - 1


def _axes(names: list[str], variables: tuple[str, ...]) -> tuple[str, ...]:
    """Return which variable each name stands for: in order, unless the names say otherwise (`y0, x0`)."""
    patterns = [re.compile(rf"{re.escape(variable)}(?![a-z])", re.IGNORECASE) for variable in variables]
    meant = [[i for i, pattern in enumerate(patterns) if pattern.match(name)] for name in names]
    found = tuple(options[0] for options in meant if len(options) == 1)
    return tuple(variables[i] for i in found) if sorted(found) == list(range(len(variables))) else variables
