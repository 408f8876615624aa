"""How to call a function the way its author wrote it: `df_dz(z)`, `df(y, x)`, `gradient([x, y])`.

From the parameters of a student's function and the variables of the exercise this module makes
the ways of calling that can be meant, the likeliest first. Knows no expected value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from grader.model import ArrayValue, FunctionValue, NamedTupleValue, Parameter, Probe, Value

Point = Mapping[str, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Convention:
    """One way of calling: `arguments_at(point)` are the arguments that stand for a point.

    `reading` tells how parameters were understood, for a student whose answer is wrong; `is_whole` when
    one argument stands for the whole point; `takes_whole_numbers` when it may be given whole numbers as they are.
    """

    arguments_at: Callable[[Point], tuple[Value, ...]]
    keywords: tuple[str, ...] = ()
    reading: str | None = None
    is_whole: bool = False
    takes_whole_numbers: bool = True

    def probe(self, name: str, points: tuple[Point, ...]) -> Probe:
        """Return the probe that calls `name` at all points."""
        return Probe(names=(name,), arguments=tuple(map(self.arguments_at, points)), keywords=self.keywords)

    def with_arrays(self) -> Convention:
        """Return the same for a function that works on arrays alone: a number as an array of one, a vector as a column."""
        return replace(
            self,
            arguments_at=lambda point: tuple(map(_as_array, self.arguments_at(point))),
            takes_whole_numbers=False,
        )


def _as_array(argument: Value) -> Value:
    if isinstance(argument, ArrayValue):
        return replace(argument, shape=(*argument.shape, 1))
    return ArrayValue(dtype="float64", shape=(1,), elements=(argument,)) if isinstance(argument, float) else argument


def conventions(
    function: FunctionValue, variables: tuple[str, ...], relevant: tuple[str, ...]
) -> tuple[Convention, ...]:
    """Return the ways in which a function can be called at a point, likeliest first; () when none can be meant.

    `relevant` are the variables that the right answer depends on: `df_dz(t)` of one argument is
    called with z where only z matters.
    """
    ways = _ways(function, variables, relevant)
    numbers = [way for way in ways if not way.is_whole]
    points = [way for way in ways if way.is_whole]
    # `df_dy(x)` with a loop over `x` means the numbers x, rather than a point called x.
    return tuple(way for group in (numbers, points) for way in (*group, *(way.with_arrays() for way in group)))


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
    return _positional(positional, variables, relevant)


def _whatever_fits(variables: tuple[str, ...], relevant: tuple[str, ...]) -> list[Convention]:
    """For a function that does not say what it takes: numbers, all or those that matter, or a vector."""
    numbers = [_scalars(names) for names in dict.fromkeys([variables, relevant]) if names]
    return numbers + _points(variables) if len(variables) > 1 else numbers


def _positional(parameters: list[Parameter], variables: tuple[str, ...], relevant: tuple[str, ...]) -> list[Convention]:
    names = [p.name for p in parameters]
    required = sum(not p.has_default for p in parameters)
    counts = range(required, len(names) + 1)
    found = [way for count in reversed(counts) for way in _named(names[:count], variables)]
    found += [way for count in counts for way in _counted(names[:count], variables, relevant)]
    if required <= 1 and len(variables) > 1:
        found += _points(variables)
    return found


def _named(names: list[str], variables: tuple[str, ...]) -> list[Convention]:
    """By name, where every parameter is called like a variable (`df(y, x)`, `df(X, Y)`, `df(x0, y0)`)."""
    meant = [_variable_meant(name, variables) for name in names]
    if not names or None in meant or len(set(meant)) != len(meant):
        return []
    return [_scalars(tuple(name for name in meant if name is not None))]


def needs_no_arguments(function: FunctionValue, variables: tuple[str, ...], relevant: tuple[str, ...]) -> bool:
    """Whether a function is to be called as it is: without parameters, or with defaults where the answer is a constant."""
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
    """By position, where the number of parameters leaves one reading."""
    if len(names) == len(variables):
        meant = variables
    elif len(names) == len(relevant) and names:
        meant = relevant
    elif names and set(relevant) <= set(variables[: len(names)]) and len(names) < len(variables):
        meant = variables[: len(names)]
    else:
        return []
    return [replace(_scalars(meant), reading=_told(names, meant))]


def _told(names: list[str], meant: tuple[str, ...]) -> str | None:
    """Return what a student should know about a call whose parameters have other names than the variables."""
    if tuple(names) == meant:
        return None
    theirs = ", ".join(f"`{name}`" for name in names)
    if len(names) == 1:
        return f"Your parameter {theirs} was given values of {meant[0]}."
    return f"Your parameters {theirs} were given values of {', '.join(meant)}, in this order."


def _by_keyword(keywords: tuple[str, ...], positional: list[Parameter], variables: tuple[str, ...]) -> list[Convention]:
    names = (*(p.name for p in positional if not p.has_default), *keywords)
    meant = [_variable_meant(name, variables) for name in names]
    known = tuple(name for name in meant if name is not None)
    if len(known) != len(names):
        return []
    return [replace(_scalars(known), keywords=keywords)]


def _scalars(names: tuple[str, ...]) -> Convention:
    return Convention(arguments_at=lambda point: tuple(point[name] for name in names))


def _points(names: tuple[str, ...]) -> list[Convention]:
    """Return one argument for the whole point: an array, a list, a named tuple (`p.x`), a dict (`p["x"]`)."""

    def array(values: tuple[float, ...]) -> Value:
        dtype = "int64" if all(isinstance(value, int) for value in values) else "float64"
        return ArrayValue(dtype=dtype, shape=(len(values),), elements=values)

    def named(values: tuple[float, ...]) -> Value:
        return NamedTupleValue(names=names, elements=values)

    def by_key(values: tuple[float, ...]) -> Value:
        return dict(zip(names, values, strict=True))

    return [_whole(names, argument) for argument in (array, list, named, by_key)]


def _whole(names: tuple[str, ...], argument: Callable[[tuple[float, ...]], Value]) -> Convention:
    return Convention(arguments_at=lambda point: (argument(tuple(point[name] for name in names)),), is_whole=True)
