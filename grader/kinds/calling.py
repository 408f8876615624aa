"""How to call a function the way its author wrote it: `df_dz(z)`, `df(y, x)`, `gradient([x, y])`.

From the parameters of a student's function and the variables of the exercise this module makes
the ways of calling that can be meant, the likeliest first. Knows no expected value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from grader.model import ArrayValue, FunctionValue, Parameter, Probe, Value

Point = Mapping[str, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Convention:
    """One way of calling: `arguments_at(point)` are the arguments that stand for a point.

    `remark` tells the student what had to be understood, where that is worth telling.
    """

    arguments_at: Callable[[Point], tuple[Value, ...]]
    keywords: tuple[str, ...] = ()
    remark: str | None = None

    def probe(self, name: str, points: tuple[Point, ...]) -> Probe:
        """The probe that calls `name` at all points."""
        return Probe(names=(name,), arguments=tuple(map(self.arguments_at, points)), keywords=self.keywords)

    def with_arrays(self) -> Convention:
        """The same for a function that works on arrays alone: a number as an array of one, a vector as a column."""
        return replace(self, arguments_at=lambda point: tuple(map(_as_array, self.arguments_at(point))))


def _as_array(argument: Value) -> Value:
    if isinstance(argument, ArrayValue):
        return replace(argument, shape=(*argument.shape, 1))
    return ArrayValue(dtype="float64", shape=(1,), elements=(argument,)) if isinstance(argument, float) else argument


def conventions(
    function: FunctionValue, variables: tuple[str, ...], relevant: tuple[str, ...]
) -> tuple[Convention, ...]:
    """The ways in which a function can be called at a point, likeliest first; () when none can be meant.

    `relevant` are the variables that the right answer depends on: `df_dz(t)` of one argument is
    called with z where only z matters.
    """
    ways = _ways(function, variables, relevant)
    return (*ways, *(way.with_arrays() for way in ways))


def _ways(function: FunctionValue, variables: tuple[str, ...], relevant: tuple[str, ...]) -> tuple[Convention, ...]:
    if function.parameters is None:
        return (_scalars(variables), _vector(variables, array=True), _vector(variables, array=False))
    positional = [p for p in function.parameters if p.kind == "positional"]
    keyword_only = tuple(p.name for p in function.parameters if p.kind == "keyword" and not p.has_default)
    if keyword_only:
        return _by_keyword(keyword_only, positional, variables)
    if any(p.kind == "*" for p in function.parameters) and not positional:
        return (_scalars(variables), _vector(variables, array=True))
    return tuple(_positional(positional, variables, relevant))


def _positional(parameters: list[Parameter], variables: tuple[str, ...], relevant: tuple[str, ...]) -> list[Convention]:
    required = [p.name for p in parameters if not p.has_default]
    names = [p.name for p in parameters]
    found: list[Convention] = []
    for count in dict.fromkeys([len(required), len(names)]):
        found.extend(_named(names[:count], variables))
    for count in range(len(required), len(names) + 1):
        found.extend(_counted(names[:count], variables, relevant))
    return found


def _named(names: list[str], variables: tuple[str, ...]) -> list[Convention]:
    """By name, where every parameter is called like a variable (`df(y, x)`, `df(X, Y)`, `df(x0, y0)`)."""
    meant = [_variable_meant(name, variables) for name in names]
    if not names or None in meant or len(set(meant)) != len(meant):
        return []
    return [_scalars(tuple(name for name in meant if name is not None))]


def _variable_meant(name: str, variables: tuple[str, ...]) -> str | None:
    """The variable that a parameter's name stands for, or None."""
    if name in variables:
        return name
    bare = name.lower().strip("_").removesuffix("_val").removesuffix("_value").removesuffix("val").rstrip("0123456789_")
    folded = [variable for variable in variables if variable.lower() == bare]
    return folded[0] if len(folded) == 1 else None


def _counted(names: list[str], variables: tuple[str, ...], relevant: tuple[str, ...]) -> list[Convention]:
    """By position, where the number of parameters leaves one reading, and by a vector where there is just one."""
    found: list[Convention] = []
    if len(names) == len(variables):
        found.append(_scalars(variables))
    elif len(names) == len(relevant) and names:
        found.append(_scalars(relevant))
    elif names and set(relevant) <= set(variables[: len(names)]) and len(names) < len(variables):
        found.append(_scalars(variables[: len(names)]))
    if len(names) == 1 and len(variables) > 1:
        found += [_vector(variables, array=True), _vector(variables, array=False)]
    return found


def _by_keyword(
    keywords: tuple[str, ...], positional: list[Parameter], variables: tuple[str, ...]
) -> tuple[Convention, ...]:
    names = (*(p.name for p in positional if not p.has_default), *keywords)
    meant = [_variable_meant(name, variables) for name in names]
    known = tuple(name for name in meant if name is not None)
    if len(known) != len(names):
        return ()
    return (Convention(arguments_at=_scalars(known).arguments_at, keywords=keywords),)


def _scalars(names: tuple[str, ...]) -> Convention:
    return Convention(arguments_at=lambda point: tuple(point[name] for name in names))


def _vector(names: tuple[str, ...], *, array: bool) -> Convention:
    def arguments_at(point: Point) -> tuple[Value, ...]:
        values = tuple(point[name] for name in names)
        return (ArrayValue(dtype="float64", shape=(len(values),), elements=values) if array else list(values),)

    return Convention(arguments_at=arguments_at)
