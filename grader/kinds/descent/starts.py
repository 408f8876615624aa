"""Starts of our own: off the whole numbers, near the minimum and far from it, on both sides of it and of zero.

An author's starts are often whole numbers of one sign, and stand in the handout. A program that cuts its start, or
answers from a table, is right at those.
"""

from __future__ import annotations

import math
import random
from dataclasses import replace

from grader.descent.landscape import Landscape, Point, distance, is_finite
from grader.kinds.descent.options import ProgramOptions, minima_of
from grader.kinds.descent.program_trial import Trial
from grader.model import Question

_OFF = 0.15  # how far from whole numbers a coordinate is: rounding and cutting then move it by more than any tolerance
_NEAR, _BESIDE = 0.33, 2.25  # distances from the minimum: where cutting leads onto it, and past 1 and -1
_SHARE = 0.63  # of the way of the farthest start: far, and not so far that its first step loses all digits
# How far a start is moved by chance, so that nobody types it in: little enough that no verdict hangs on the secret.
_BY_CHANCE = 0.02
# What is left of the way to the minimum from a start of verification's own: another start for every program, and near
# enough to the author's that a step size which leads on from there does from here.
_ELSEWHERE = 0.7


def own_starts(trial: Trial) -> tuple[Point, ...]:
    """Return starts near the minimum, on its other side, as far as the author's, with the signs that are left, and the method's."""
    first = trial.starts[0]
    target = _target(trial, first)
    reach = min(1.0, 2 * distance(first, target)) or 1.0  # beside a start that is close, closer still
    found = [_moved(target, first, reach * _NEAR), *_beside(trial.landscape, target, first), *_mirrored(trial)]
    found.extend(_with_other_signs(trial.landscape, [*trial.starts, *found]))
    found.extend(trial.method.telling_starts(trial.landscape, trial.fixed_numbers))
    chance = random.Random(trial.question.seed)
    ends = ((start, _target(trial, start)) for start in dict.fromkeys(found))
    return tuple(
        tuple(t + (s - t) * (1 + chance.uniform(-_BY_CHANCE, _BY_CHANCE)) for s, t in zip(start, target, strict=True))
        for start, target in ends
    )


def elsewhere(question: Question[ProgramOptions]) -> Question[ProgramOptions]:
    """Return the same question from other starts: each a part of its way nearer to the minimum where it leads."""
    options = question.options
    targets = minima_of(question.function, options.start_points).points
    starts = tuple(
        tuple(t + _ELSEWHERE * (s - t) for s, t in zip(start, _nearest(targets, start), strict=True))
        for start in options.start_points
    )
    moved = options.model_copy(update={"starts": starts})
    return replace(question, item=replace(question.item, options=moved))


def _moved(target: Point, towards: Point, by: float) -> Point:
    """Return a point so far from a target in each coordinate, towards another point; away from it for a number below 0."""
    return tuple(t + math.copysign(by, by * (s - t)) for s, t in zip(towards, target, strict=True))


def _beside(landscape: Landscape, target: Point, first: Point) -> list[Point]:
    """Return a start on the other side of the minimum, else on this one, where the function has values."""
    sides = (tuple(map(_off_whole, _moved(target, first, by))) for by in (-_BESIDE, _BESIDE))
    return [side for side in sides if _is_sound(landscape, side)][:1]


def _target(trial: Trial, start: Point) -> Point:
    return _nearest(trial.targets, start)


def _nearest(targets: tuple[Point, ...], start: Point) -> Point:
    return min(targets, key=lambda t: distance(start, t), default=tuple(c + 1 for c in start))


def _mirrored(trial: Trial) -> list[Point]:
    """Return the mirror image of the farthest start, seen from its minimum and a little nearer, that the function has."""
    for start in sorted(trial.starts, key=lambda start: -distance(start, _target(trial, start))):
        ends = zip(start, _target(trial, start), strict=True)
        image = tuple(_off_whole(t - _SHARE * (s - t)) for s, t in ends)
        if _is_sound(trial.landscape, image):
            return [image]
    return []


def _with_other_signs(landscape: Landscape, known: list[Point]) -> list[Point]:
    """Return the last known start with the sign of each coordinate changed that has but one sign so far."""
    signs = [{math.copysign(1.0, start[axis]) for start in known if start[axis]} for axis in range(len(known[0]))]
    flipped = tuple(_off_whole(-c) if len(sign) == 1 and c else c for c, sign in zip(known[-1], signs, strict=True))
    return [flipped] if flipped != known[-1] and _is_sound(landscape, flipped) else []


def _off_whole(coordinate: float) -> float:
    """Return the same, or a little farther from zero where it is nearly a whole number; tiny ones stay."""
    if abs(coordinate) < _OFF or abs(coordinate - round(coordinate)) >= _OFF:
        return coordinate
    return coordinate + math.copysign(2 * _OFF, coordinate)


def _is_sound(landscape: Landscape, point: Point) -> bool:
    """Tell whether the function and its gradient have values there, and there is a slope to go down."""
    slope = landscape.slope(point)
    return math.isfinite(landscape.height(point)) and is_finite(slope) and any(slope)
