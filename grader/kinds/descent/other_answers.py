"""Right steps behind answers that are no right points: printed, in another order, a value, the way gone, another count.

Each reading is tried only where the answers as they came show no rule, and taken only where it shows one.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from itertools import permutations

from grader.algebra.floats import agree, points_agree
from grader.descent.landscape import Point, is_finite
from grader.descent.runs import Dependence, Run, dependence
from grader.descent.step_counts import Counting, behind_values, counted, divided
from grader.descent.step_rules import FOLLOWED, NO_SIZE, Finding, Rule
from grader.kinds.descent.conversation import Reading, as_it_is
from grader.kinds.descent.program_trial import STEPS, Trial, point_text
from grader.kinds.points.end_points import Key, Returned, Shape, common_keys, printed_points
from grader.model import Observation, Probe
from grader.sentences.catalogue import sentence

_ONE_SIZE = 1e-9  # two sizes read off the same steps differ by rounding alone
_SAME_POINT = 1e-9  # a point that was computed again in other calls has the same digits but for the last few


def read_what_is_printed(trial: Trial) -> Generator[Probe, Observation, None]:
    """Take the numbers that each call prints for its answer, if a rule explains them; it costs the return alone."""
    yield from trial.seen.see_what_is_printed()
    for place in range(len(printed_points("", 1))):
        if trial.infer(trial.seen.read(_printed(place, len(trial.seen.variables)))).rule is not None:
            trial.name("prints_instead_of_returning", "start")
            return
    trial.seen.read(as_it_is)


def _printed(place: int, count: int) -> Reading:
    def reading(_: Point, answer: Returned) -> Returned:
        if answer.point is not None or answer.shape is Shape.FAILED:  # an overflow comes before anything is printed
            return answer
        point = printed_points(answer.printed, count)[place]
        return Returned(Shape.NOTHING) if point is None else Returned(Shape.POINT, point)

    return reading


def choose_place(trial: Trial) -> None:
    """Take the place of the point that right steps explain best, if it may stand in several places of what is returned.

    The likeliest place is taken where none is explained better. A second point beside it that is explained by another
    rule is a second answer: a person decides which of them is meant.
    """
    keys = common_keys([answer for answer in trial.seen.raw.values() if is_finite(answer.point or (0.0,))])
    found: dict[Key, Finding] = {}
    for key in keys if len(keys) > 1 else ():
        found[key] = trial.infer(trial.seen.read(_at(key)))
        if found[key].right:
            break
    if keys:
        best = min(found, key=lambda key: _deviation(found[key]), default=keys[0])
        second = best in found and any(_is_second_answer(trial, key, found[best]) for key in keys if key != best)
        trial.seen.read(_at(best))
        if second:
            trial.sheet.leave_to_a_person(*STEPS, because=sentence("two_points"))


def _deviation(finding: Finding) -> int:
    """Return how far a finding is from right steps: not at all, in their number, in their direction, or unexplained."""
    if finding.right:
        return 0
    if finding.rule is None:
        return 3
    return 1 if finding.mistake is None else 2


def _is_second_answer(trial: Trial, key: Key, taken: Finding) -> bool:
    """Tell whether a single point beside the one taken goes by one δ of its own, and not a step before or after it."""
    if not taken.right or any(answer.at(key).shape is Shape.TRAJECTORY for answer in trial.seen.raw.values()):
        return False
    runs = trial.seen.read(_at(key))
    other = trial.infer(runs)
    assert taken.rule is not None
    if other.rule is None or other.rule.step_size is None or dependence(runs) is not Dependence.BOTH:
        return False
    size = taken.rule.step_size
    return other.mistake is not None or size is None or not agree(other.rule.step_size, size, _ONE_SIZE, least=0.0)


def _at(key: Key) -> Reading:
    return lambda _, answer: answer.at(key)


def read_otherwise(trial: Trial) -> Finding | None:
    """Return what the answers show when read in a way that makes them right steps; None if there is no such way."""
    taken = trial.seen.reading
    for name, reading in _readings(trial):
        finding = trial.infer(trial.seen.read(reading))
        if finding.rule is not None and finding.mistake is None:
            trial.name(name, "start")
            return finding
    trial.seen.read(taken)
    return None


def _readings(trial: Trial) -> Iterator[tuple[str, Reading]]:
    axes = tuple(range(len(trial.seen.variables)))
    for order in permutations(axes) if 1 < len(axes) <= 3 else ():
        if order != axes:
            yield "coordinates_swapped", _reordered(order)
    yield "returns_the_way_gone", _from_the_start


def _reordered(order: tuple[int, ...]) -> Reading:
    def reading(_: Point, answer: Returned) -> Returned:
        point = answer.point
        return answer if point is None else Returned(answer.shape, tuple(point[i] for i in order))

    return reading


def _from_the_start(start: Point, answer: Returned) -> Returned:
    point = answer.point
    return answer if point is None else Returned(answer.shape, tuple(a + b for a, b in zip(start, point, strict=True)))


def shows_values_only(trial: Trial, values: Mapping[tuple[Point, int], Point]) -> bool:
    """Tell whether the function's values or gradients of right steps came back; then the point alone is missing."""
    found = behind_values(trial.landscape, values)
    if found is None:
        return False
    name, size, shift = found
    trial.name(name, "start", "arrives")
    if shift > 0:
        trial.name("one_step_too_many", "count")
    trial.evidence.update(rule="constant", step_size=size)
    return True


def mark_paths(trial: Trial) -> None:
    """Tell whether all points returned are those that the program gives for fewer iterations; name it, if not."""
    points = {asked: answer.point for asked, answer in trial.seen.answers.items()}
    for (start, count), answer in trial.seen.answers.items():
        known = [start if n == 0 else points.get((start, n)) for n in range(count + 1)]
        if not _is_way(answer.path, [point for point in known if point is not None], whole=None not in known):
            trial.name("wrong_points_on_the_way", "start", call=f"`{trial.call((start, count))}`")
            return


def _is_way(path: tuple[Point, ...], known: list[Point], *, whole: bool) -> bool:
    """Tell whether a path holds nothing but known points, each of them after the one before: all, or some of them."""
    if not path or not whole or not all(map(is_finite, (*path, *known))):
        return True
    later = iter(known)
    return all(any(points_agree(point, each, _SAME_POINT, least=NO_SIZE, along=known) for each in later) for point in path)


def begin_elsewhere(trial: Trial, runs: list[Run]) -> tuple[Finding, list[Run]] | None:
    """Return the rule of all steps but the first, if that one does not lead from the start given, and name it; else None."""
    later = [Run(run.reached[1], {n - 1: p for n, p in run.reached.items() if n > 1}) for run in runs if 1 in run.reached]
    finding = trial.infer(later)
    rule = finding.rule
    if rule is None or not finding.right or rule.kind != "constant":
        return None
    firm = [run for run in runs if 1 in run.reached and not trial.landscape.is_kink(run.start)]
    moving = [run for run in firm if run.reached.get(2, run.reached[1]) != run.reached[1]]  # at rest nothing is shown
    off = [run.start for run in moving if not _leads(rule, run)]
    if not off:
        return None
    trial.name("begins_elsewhere", "start", start=point_text(off[0]))
    return finding, later


def _leads(rule: Rule, run: Run) -> bool:
    """Tell whether a rule leads from the start to the first point, as far as both are numbers."""
    path, end = rule.follow(run.start, 1), run.reached[1]
    return len(path) < 2 or not is_finite(end) or points_agree(path[1], end, FOLLOWED, least=NO_SIZE, along=path)


def count_otherwise(trial: Trial, runs: list[Run]) -> Counting | None:
    """Return the right steps in other numbers than n, named; None when that explains nothing."""
    counting = counted(trial.landscape, [run for run in runs if not trial.landscape.is_kink(run.start)])
    if counting is None:
        return None
    other = [(asked, taken) for asked, taken in counting.steps if asked != taken][:3]
    steps = [sentence("other_number_of_steps.one", taken=taken, asked=asked) for asked, taken in other]
    trial.name("other_number_of_steps", "count", steps=", ".join(steps))
    trial.evidence.update(rule="constant", step_size=counting.rule.step_size)
    return counting


def divides_by_count(trial: Trial, runs: list[Run]) -> bool:
    """Tell whether n right steps of size c/n were taken, named; their size is a constant only until n changes."""
    size = divided(trial.landscape, runs)
    if size is None:
        return False
    trial.name("step_size_from_n", "count")
    trial.evidence.update(rule="constant", step_size=None)
    return True
