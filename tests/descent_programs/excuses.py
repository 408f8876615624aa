"""What a program does, and why one that was changed may be right after all, by arithmetic that knows no judge.

A changed program must not get full marks, unless it is itself a right program; `excuse` says why it is.
"""

from __future__ import annotations

import math
from itertools import pairwise

from tests.descent_programs.driver import Session
from tests.descent_programs.right import ONE

STARTS = {ONE: ((-1.0,), (-10.0,), (20.0,), (0.3,)), "two": ((14.0, -53.0), (0.5, 0.5), (0.0, 0.0), (0.2, 0.7))}
COUNTS = (1, 2, 3, 5, 12, 40, 100)


def behaviour(source: str, exercise: str, name: str) -> list[tuple[float, ...] | None] | None:
    """Where the program ends from several starts; None where it fails, None for all if it cannot be executed."""
    try:
        session = Session(source)
    except Exception:
        return None
    program = session.names.get(name)
    if not callable(program):
        return None
    starts = STARTS[ONE] if exercise == ONE else STARTS["two"]
    ends: list[tuple[float, ...] | None] = []
    for start in starts:
        for count in COUNTS:
            ends.append(_end(session, name, start, count))
            if session.dead:
                return ends
    return ends


def _end(session: Session, name: str, start: tuple[float, ...], count: int) -> tuple[float, ...] | None:
    value = session.value(name, (*start, count))
    try:
        return tuple(float(v) for v in (value if isinstance(value, tuple | list) else (value,)))
    except (TypeError, ValueError):
        return None


def same(one: list | None, other: list | None) -> bool:
    """Whether two behaviours agree to nine digits."""
    if one is None or other is None or len(one) != len(other):
        return one is other
    return all(_close(a, b, 1e-9) for a, b in zip(one, other, strict=True))


def _close(one: tuple[float, ...] | None, other: tuple[float, ...] | None, tolerance: float) -> bool:
    if one is None or other is None or len(one) != len(other):
        return one is other
    return all(
        a == b or (math.isnan(a) and math.isnan(b)) or abs(a - b) <= tolerance * max(1e-3, abs(a), abs(b))
        for a, b in zip(one, other, strict=True)
    )


def excuse(source: str, name: str, exercise: str) -> str | None:
    """Why a program that ends here is right after all: another step size with which it arrives; None when it is not."""
    starts = STARTS[ONE] if exercise == ONE else STARTS["two"]
    ends = behaviour(source, exercise, name)
    if ends is None or len(ends) != len(starts) * len(COUNTS) or None in ends:
        return None
    return (
        _other_size(ends, starts, exercise)
        or _size_by_start(ends, starts, exercise)
        or _other_schedule(source, name, ends, exercise)
        or _size_by_point(source, name, exercise)
    )


def _other_size(ends: list, starts: tuple, exercise: str) -> str | None:
    size = _first_size(starts[1], ends[len(COUNTS)], exercise)
    for i, start in enumerate(starts):
        if not _keeps(start, ends[i * len(COUNTS) : (i + 1) * len(COUNTS)], size, exercise):
            return None
    return f"is gradient descent with step size {size:.6g}"


def _size_by_start(ends: list, starts: tuple, exercise: str) -> str | None:
    """One size within each run, computed from its start: still -δ∇f with one δ, n times, and at the minimum in the end."""
    sizes = []
    for i, start in enumerate(starts):
        run = ends[i * len(COUNTS) : (i + 1) * len(COUNTS)]
        sizes.append(_first_size(start, run[0], exercise))
        if not sizes[-1] > 0 or not _keeps(start, run, sizes[-1], exercise):
            return None
    return f"is gradient descent with one step size for each start: {', '.join(f'{size:.6g}' for size in sizes)}"


def _first_size(start: tuple[float, ...], after: tuple[float, ...], exercise: str) -> float:
    """The δ of the first step, by the coordinate with the steepest slope."""
    steepest = max(zip(start, after, gradient(start, exercise), strict=True), key=lambda part: abs(part[2]))
    return (steepest[0] - steepest[1]) / steepest[2]


def _keeps(start: tuple[float, ...], ends: list, size: float, exercise: str) -> bool:
    """Whether a run with this size ends where it should for each count, and at the minimum at last."""
    reached = [descend(start, count, size, exercise) for count in COUNTS]
    agrees = all(_close(end, point, 1e-5) for end, point in zip(ends, reached, strict=True))
    return agrees and _is_minimum(descend(start, 100_000, size, exercise), exercise)


def _size_by_point(source: str, name: str, exercise: str) -> str | None:
    """In several variables: each step along -∇f, its size a matter of the point alone, and at the minimum in the end.

    What a line search is allowed, too. Of one variable nothing is excused: there any step lies along the slope.
    """
    session, sizes = Session(source), []
    for start in STARTS["two"] if exercise != ONE else ():
        path = [start, *(_end(session, name, start, count) for count in range(1, 9))]
        for before, after in pairwise(path):
            size = _first_size(before, after, exercise)
            straight = tuple(c - size * s for c, s in zip(before, gradient(before, exercise), strict=True))
            alone = _end(session, name, before, 1)
            if not size > 0 or not _close(after, straight, 1e-9) or not _close(after, alone, 1e-9):
                return None
            sizes.append(size)
        end = _end(session, name, start, 2_000)
        if end is None or not _is_minimum(end, exercise):
            return None
    if not sizes:
        return None
    return f"is gradient descent with sizes of {min(sizes):.6g} to {max(sizes):.6g} by the point where it stands"


def _other_schedule(source: str, name: str, ends: list, exercise: str) -> str | None:
    """The same size at each of the first three steps from all starts, and at the minimum in the end."""
    starts, session = STARTS[ONE] if exercise == ONE else STARTS["two"], Session(source)
    sizes: list[set[str]] = [set(), set(), set()]
    for i, start in enumerate(starts):
        path = [start, *ends[i * len(COUNTS) : i * len(COUNTS) + 3]]
        for k in range(3):
            for b, a, s in zip(path[k], path[k + 1], gradient(path[k], exercise), strict=True):
                if abs(s) > 1e-3:
                    sizes[k].add(f"{(b - a) / s:.6g}")
        end = _end(session, name, start, 20_000)
        if end is None or not all(abs(s) < 1e-2 for s in gradient(end, exercise)):
            return None
    if all(len(size) == 1 for size in sizes):
        return f"is gradient descent with the schedule {', '.join(size for (size,) in sizes)}, …"
    return None


def _is_minimum(point: tuple[float, ...], exercise: str) -> bool:
    return all(abs(s) < 1e-5 for s in gradient(point, exercise))


def gradient(point: tuple[float, ...], exercise: str) -> tuple[float, ...]:
    """The gradient of the lesson's functions, written out."""
    if exercise == ONE:
        return (point[0] - _exp(-point[0]),)
    return 4 * point[0] - 3 * _exp(-3 * point[0]), 8 * point[1] - 6 * _exp(-2 * point[1])


def _exp(u: float) -> float:
    return math.exp(u) if u < 709 else math.inf


def descend(point: tuple[float, ...], count: int, size: float, exercise: str) -> tuple[float, ...]:
    """Where so many steps lead, by the plainest loop."""
    for _ in range(count):
        after = tuple(c - size * s for c, s in zip(point, gradient(point, exercise), strict=True))
        if after == point:
            break
        point = after
    return point
