"""How to call a student's descent: which parameter is the start, which is n, and what has a default.

`(x_start, n)` and `(x_start, y_start, n)` are asked for; `(n, x0)`, `(start, n)` with one vector, keyword-only
parameters and extra ones with defaults are understood. Knows nothing of what comes back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from grader.model import ArrayValue, FunctionValue, Parameter, Probe, Value

_COUNT = re.compile(
    r"(n|k|m|t|N|T|num|count|steps?|n_?(steps?|iter\w*|epochs?|times|s)|iter\w*|max_?iter\w*|epochs?|times|"
    r"(num|number|no|max)(_?of)?_?(steps?|iter\w*|epochs?|times)|repeats?|reps)"
)
_SIZE = re.compile(
    r"(d|delta|δ|lr|eta|η|alpha|α|gamma|γ|mu|μ|lam|lambda_?|dt|step|step_?(size|length)|learning_?rate|rate|h|s)",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """One way of calling: `order` says which argument each position takes: `start`, `n`, `size`, or an axis."""

    order: tuple[str | int, ...]
    vector: str | None = None
    keywords: tuple[str, ...] = ()
    step_size: float | None = None
    remark: str | None = None
    size_name: str | None = None

    def arguments(self, start: Sequence[float], n: int) -> tuple[Value, ...]:
        """Return the arguments for n iterations from a start."""
        return tuple(self._argument(part, start, n) for part in self.order)

    def _argument(self, part: str | int, start: Sequence[float], n: int) -> Value:
        if part == "n":
            return n
        if part == "size":
            return self.step_size
        if isinstance(part, int):
            return start[part]
        if self.vector == "array":
            return ArrayValue(dtype="float64", shape=(len(start),), elements=tuple(start))
        return list(start) if self.vector == "list" else tuple(start)

    def probe(self, name: str, asked: Sequence[tuple[Sequence[float], int]]) -> Probe:
        """Return the probe for these starts and numbers of iterations."""
        return Probe(
            names=(name,), arguments=tuple(self.arguments(*each) for each in asked), keywords=self.keywords
        )


def leaves_size_open(function: FunctionValue) -> bool:
    """Tell whether a step size has to be passed for it to be called at all."""
    required = [p for p in function.parameters or () if not p.has_default and p.kind in ("positional", "keyword")]
    return len(required) > 2 and any(_SIZE.fullmatch(p.name) for p in required)


def ways(function: FunctionValue, variables: tuple[str, ...], step_size: float | None) -> tuple[Way, ...]:
    """Return the ways in which a descent can be called, likeliest first; () when none can be meant.

    `step_size` is passed to a required parameter for it, where the exercise fixes δ.
    """
    count = len(variables)
    plain = Way(order=(*range(count), "n"))
    if function.parameters is None or any(p.kind == "*" for p in function.parameters):
        return (plain,)
    taken = [p for p in function.parameters if p.kind in ("positional", "keyword")]
    required = [p for p in taken if not p.has_default]
    chosen = _with_count(required, taken)
    found = [_arranged(names, taken, variables, step_size) for names in (chosen, _first(taken, count + 1)) if names]
    return tuple(dict.fromkeys(way for options in found for way in options))


def _first(taken: list[Parameter], count: int) -> list[Parameter]:
    return taken[:count] if len(taken) >= count else []


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
) -> list[Way]:
    """Return the ways to pass the chosen parameters; those behind one that is left out go by keyword."""
    left_out = next((i for i, p in enumerate(taken) if p not in chosen), len(taken))
    keywords = tuple(p.name for p in chosen if p.kind == "keyword" or taken.index(p) > left_out)
    names = [p.name for p in chosen if p.name not in keywords] + list(keywords)
    size_at = next((i for i, name in enumerate(names) if _SIZE.fullmatch(name) and len(names) > 2), None)
    if step_size is not None and size_at is not None and len(names) in (3, len(variables) + 2):
        rest = [name for i, name in enumerate(names) if i != size_at]
        ways = [_insert(way, size_at, step_size, names[size_at]) for way in _orders(rest, variables, ())]
        return [replace(way, keywords=keywords) for way in ways]
    return _orders(names, variables, keywords)


def _insert(way: Way, position: int, step_size: float, name: str) -> Way:
    order = (*way.order[:position], "size", *way.order[position:])
    return replace(way, order=order, step_size=step_size, size_name=name)


def _orders(names: list[str], variables: tuple[str, ...], keywords: tuple[str, ...]) -> list[Way]:
    count = len(variables)
    at = _position_of_count(names)
    if len(names) == count + 1:
        axes: list[str | int] = list(_axes([name for i, name in enumerate(names) if i != at], variables))
        axes.insert(at, "n")
        remark = None if at == count else "`n` was expected as the last parameter; it was understood where it is."
        ways = [Way(order=tuple(axes), keywords=keywords, remark=remark)]
        return ways + ([_vector("list", at, keywords)] if count == 1 else [])
    if len(names) == 2 and count > 1:
        return [_vector(vector, at, keywords) for vector in ("array", "tuple")]
    return []


def _vector(vector: str, at: int, keywords: tuple[str, ...]) -> Way:
    order: tuple[str | int, ...] = ("n", "start") if at == 0 else ("start", "n")
    remark = "The start was expected as one number for each variable; your one vector was understood."
    return Way(order=order, vector=vector, keywords=keywords, remark=remark)


def _position_of_count(names: list[str]) -> int:
    """Return which parameter is n: the last one, unless its name is not a count's and exactly one other name is."""
    if not names or _is_count(names[-1]):
        return len(names) - 1
    counts = [i for i, name in enumerate(names) if _is_count(name)]
    return counts[0] if len(counts) == 1 else len(names) - 1


def _axes(names: list[str], variables: tuple[str, ...]) -> tuple[int, ...]:
    """Return which coordinate each name stands for: in order, unless the names say otherwise (`y0, x0`)."""
    patterns = [re.compile(rf"{re.escape(variable)}(?![a-z])", re.IGNORECASE) for variable in variables]
    meant = [[i for i, pattern in enumerate(patterns) if pattern.match(name)] for name in names]
    found = tuple(options[0] for options in meant if len(options) == 1)
    return found if sorted(found) == list(range(len(variables))) else tuple(range(len(variables)))
