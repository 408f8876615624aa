"""Starts of our own: off the whole numbers, near the minimum and far from it, on both sides of it and of zero.

An author's starts are often whole numbers of one sign, and stand in the handout. A program that cuts its start, or
answers from a table, is right at those.
"""

from __future__ import annotations

import math
import random

from grader.kinds.descent.trial import Trial
from grader.maths.descent.landscape import Landscape, Point, distance, is_finite

_OFF = 0.15  # how far from whole numbers a coordinate is: rounding and cutting then move it by more than any tolerance
# Of each range the secret draws a place, and no range is wide: a start shows under every secret what it shows under one.
_NEAR, _FARTHER = (0.32, 0.34), (2.2, 2.25)  # distances from the minimum: where cutting leads onto it, and past 1 and -1
_SHARE = (0.64, 0.66)  # of the way of the farthest start: far, and not so far that its first step loses all digits


def own_starts(trial: Trial) -> tuple[Point, ...]:
    """A start near the minimum, one on its other side, one as far as the author's, and one with the signs that are left."""
    chance = random.Random(trial.question.seed)
    target = _target(trial, trial.starts[0])
    sides = [math.copysign(1.0, s - t) for s, t in zip(trial.starts[0], target, strict=True)]
    reach = min(1.0, 2 * distance(trial.starts[0], target)) or 1.0  # beside a start that is close, closer still
    near = tuple(t + side * reach * chance.uniform(*_NEAR) for t, side in zip(target, sides, strict=True))
    found = [near]
    for sign in (-1, 1):
        beside = tuple(_off_whole(t + sign * side * chance.uniform(*_FARTHER)) for t, side in zip(target, sides, strict=True))
        if _is_sound(trial.landscape, beside):
            found.append(beside)
            break
    found.extend(_mirrored(trial, chance))
    found.extend(_with_other_signs(trial.landscape, [*trial.starts, *found]))
    return tuple(dict.fromkeys(start for start in found if start not in trial.starts))


def _target(trial: Trial, start: Point) -> Point:
    return min(trial.targets, key=lambda t: distance(start, t), default=tuple(c + 1 for c in start))


def _mirrored(trial: Trial, chance: random.Random) -> list[Point]:
    """The farthest start whose mirror image, seen from its minimum and a little nearer, is one of the function's points."""
    share = chance.uniform(*_SHARE)
    for start in sorted(trial.starts, key=lambda start: -distance(start, _target(trial, start))):
        ends = zip(start, _target(trial, start), strict=True)
        image = tuple(_off_whole(t - share * (s - t)) for s, t in ends)
        if _is_sound(trial.landscape, image):
            return [image]
    return []


def _with_other_signs(landscape: Landscape, known: list[Point]) -> list[Point]:
    """The last known start with the sign of each coordinate changed that has but one sign so far."""
    signs = [{math.copysign(1.0, start[axis]) for start in known if start[axis]} for axis in range(len(known[0]))]
    flipped = tuple(_off_whole(-c) if len(sign) == 1 and c else c for c, sign in zip(known[-1], signs, strict=True))
    return [flipped] if flipped != known[-1] and _is_sound(landscape, flipped) else []


def _off_whole(coordinate: float) -> float:
    """The same, or a little farther from zero where it is nearly a whole number; tiny ones stay."""
    if abs(coordinate) < _OFF or abs(coordinate - round(coordinate)) >= _OFF:
        return coordinate
    return coordinate + math.copysign(2 * _OFF, coordinate)


def _is_sound(landscape: Landscape, point: Point) -> bool:
    """Whether the function and its gradient have values there, and there is a slope to go down."""
    slope = landscape.slope(point)
    return math.isfinite(landscape.height(point)) and is_finite(slope) and any(slope)
