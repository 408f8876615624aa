"""A student's function at the points where its values are wanted, called in the way that suits it.

Goes through the ways of calling until one gives what is asked for. Knows how many numbers a value
should have, and not which ones.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

from grader.kinds.calling import Convention, Point
from grader.kinds.mathematical import numbers_of
from grader.model import ArrayValue, Call, Observation, Outcome, Probe


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What a function is asked for: its values at `points`, each of so many `components`.

    `relevant` are the variables that the right answer depends on.
    """

    points: tuple[Point, ...]
    relevant: tuple[str, ...]
    components: int = 1


def try_ways(
    name: str, wanted: Wanted, ways: tuple[Convention, ...], variables: tuple[str, ...]
) -> Generator[Probe, Observation, tuple[Convention, Observation]]:
    """Return the way of calling that gave what is wanted, else the first that gave anything, else the likeliest."""
    tried: list[tuple[Convention, Observation]] = []
    for way in ways:
        tried.append((way, (yield way.probe(name, wanted.points))))
        if _fits(tried[-1][1], wanted, variables):
            return tried[-1]
    return next((one for one in tried if not _is_misunderstood(one[1])), tried[0])


def _fits(observation: Observation, wanted: Wanted, variables: tuple[str, ...]) -> bool:
    """Tell whether a way of calling is settled: it gave as many numbers as are wanted, or ended for good."""
    if any(stopped(call) and not _refuses_our_array(call) for call in observation.calls):
        return True
    values = [numbers_of(call.value, variables) for call in observation.calls if came(call)]
    counts = [len(value) if isinstance(value, tuple) else 1 for value in values if value is not None]
    return wanted.components in counts


def _is_misunderstood(observation: Observation) -> bool:
    """Tell whether every call failed in a way that another way of calling may mend."""
    mendable = ("TypeError", "IndexError", "ValueError", "AttributeError", "KeyError")
    return all(
        _refuses_our_array(call)
        or (call.outcome is Outcome.RAISED and call.fault is not None and call.fault.type_name in mendable)
        for call in observation.calls
    )


def _refuses_our_array(call: Call) -> bool:
    """Whether a package could not take an array that we gave in place of a number: no newer package's doing, but ours."""
    return call.outcome is Outcome.UNAVAILABLE and any(isinstance(value, ArrayValue) for value in call.arguments or ())


def came(call: Call) -> bool:
    """Tell whether a call returned."""
    return call.outcome is Outcome.RETURNED


def stopped(call: Call) -> bool:
    """Tell whether a call ended for a reason that has nothing to do with where the function is defined."""
    return call.outcome not in (Outcome.RETURNED, Outcome.RAISED)
