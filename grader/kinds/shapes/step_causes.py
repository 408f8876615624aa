"""Say why steps by hand are wrong: a known mistake, a wrong derivative, a rounding, or which coordinate to look at again.

A cause has to hold for every step that was written, the right ones too, and one number alone makes it a question. Decides
nothing about right and wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from grader.algebra.floats import agree, decimals, half_unit, points_agree
from grader.descent.hand_steps import HandStep, agrees, judge_steps
from grader.descent.methods.gradient_descent import STEP_SIZE
from grader.descent.methods.method import Iteration
from grader.model import Function
from grader.quantities.slips.catalogue import ENOUGH, as_shown, only_name
from grader.quantities.slips.derivatives import candidates_for_derivative
from grader.sentences.catalogue import sentence, slip_text
from grader.sentences.figures import listed, point_text, together
from grader.sentences.sentence import Sentence

_ONE_DECIMAL = 1  # to which somebody rounds who does not know that two are asked for
_IN_PLACE = frozenset(("gradient_instead_of_point", "move_instead_of_point"))
"""What somebody lists who stays at the true points: from wrong ones on, a wrong derivative that explains all says more."""
_UNROUNDED = 1e-7  # relative: what floats lose of a point
_ONE_SIZE = 0.02  # relative: what two decimals lose of a step
_TYPED = 2  # significant digits of a step size that somebody chooses
_FIRST_ORDER = "no_cause"  # the advice of the method that moves each coordinate by its own derivative


@dataclass(frozen=True, slots=True)
class Cause:
    """What a wrong step is called, if one mistake alone explains it, and what is said about it.

    Two steps have one cause with one name and one `what`. `again` is the number of the earlier step of which the same was
    said; 0 for none.
    """

    name: str | None
    text: str
    what: str = ""
    again: int = 0


def causes_of(function: Function, iteration: Iteration, steps: Sequence[HandStep]) -> tuple[Cause, ...]:
    """Return the cause of each step; of a right one, nothing. What is said of one step is not said again of a later one."""
    if not steps:
        return ()
    found = _of_the_list(iteration, steps) or _of_one_size(iteration, steps) or _Causes(function, iteration, steps).each()
    if not any(cause.name for cause in found):
        found = _beside_another_size(function, iteration, steps) or found
    told: dict[tuple[str | None, str], int] = {}
    for number, cause in enumerate(found, 1):
        told.setdefault((cause.name, cause.what or cause.text), number)
    firsts = [told[cause.name, cause.what or cause.text] for cause in found]
    return tuple(
        replace(cause, again=first if first != number and not step.right else 0)
        for number, (step, cause, first) in enumerate(zip(steps, found, firsts, strict=True), 1)
    )


def _of_the_list(iteration: Iteration, steps: Sequence[HandStep]) -> list[Cause] | None:
    """Return what all steps have in common that are the true points with their coordinates in the other order; else None."""
    start = steps[0].before
    true = iteration.points(start, len(steps))
    if any(step.right for step in steps) or not all(agrees(step.after[::-1], p) for step, p in zip(steps, true, strict=True)):
        return None
    return [Cause("coordinates_swapped", slip_text("coordinates_swapped", "step"))] * len(steps)


def _of_one_size(iteration: Iteration, steps: Sequence[HandStep]) -> list[Cause] | None:
    """Return the cause of steps along a line with one size throughout, and not the given one; None for others."""
    if iteration.method.advice != _FIRST_ORDER or len(steps) < ENOUGH or len(steps[0].before) != 1:
        return None
    if any(step.right or step.mistakes for step in steps):
        return None
    slopes = [iteration.landscape.slope(step.before)[0] for step in steps]
    if not all(slopes):
        return None
    sizes = [(step.before[0] - step.after[0]) / slope for step, slope in zip(steps, slopes, strict=True)]
    if sizes[0] <= 0 or not all(agree(size, sizes[0], _ONE_SIZE, least=0.0) for size in sizes):
        return None
    return [Cause("another_step_size", slip_text("another_step_size", "step"))] * len(steps)


def _beside_another_size(function: Function, iteration: Iteration, steps: Sequence[HandStep]) -> list[Cause] | None:
    """Return the cause of steps which one known mistake explains if δ was another number, the same in all; None for others."""
    if iteration.method.advice != _FIRST_ORDER or len(steps) < ENOUGH or any(step.right or step.mistakes for step in steps):
        return None
    first, points, given = steps[0], [step.after for step in steps], iteration.numbers[STEP_SIZE]
    sides = zip(first.before, first.after, iteration.landscape.slope(first.before), strict=True)
    shown = {float(f"{(before - after) / slope:.{_TYPED}g}") for before, after, slope in sides if slope}
    explained = set[tuple[str | None, str]]()
    for size in sorted(each for each in shown if each > 0 and each != given):
        other = replace(iteration, numbers={**iteration.numbers, STEP_SIZE: size})
        causes = _Causes(function, other, judge_steps(other, first.before, points)).each()
        names = {cause.name for cause in causes}
        if len(names) == 1 and None not in names:
            explained.add((causes[0].name, together((sentence("step.another_size"), causes[0].text))))
    return [Cause(*explained.pop())] * len(steps) if len(explained) == 1 else None


class _Causes:
    """The causes of some steps: what each wrong derivative would lead to is worked out for all of them."""

    def __init__(self, function: Function, iteration: Iteration, steps: Sequence[HandStep]) -> None:
        self.function, self.iteration, self.steps = function, iteration, steps
        lost = [set(step.mistakes) for step in steps if not step.right]
        self.shared = set.intersection(*lost) if len(lost) >= ENOUGH else set()
        lists = not self.shared or self.shared <= _IN_PLACE
        self.of_all = self._of_all_steps() if len(lost) >= ENOUGH and lists else None
        self.wrong = [() if step.right or step.mistakes else wrong_axes(step) for step in steps]
        self.derivatives = {
            axis: set(self._derivatives(axis, [s for s, axes in zip(steps, self.wrong, strict=True) if axis in axes or s.right]))
            for axis in {axis for axes in self.wrong for axis in axes}
        }

    def each(self) -> list[Cause]:
        """Return the cause of each step."""
        return [self._of(at, step) for at, step in enumerate(self.steps)]

    def _of(self, at: int, step: HandStep) -> Cause:
        if step.right:
            return Cause(None, "")
        if self.of_all is not None:
            return self.of_all
        if step.after == step.before:
            return self._nothing_known(step)
        name = only_name(self.shared) or only_name(step.mistakes)
        shown = sum(len(wrong_axes(each)) for each in self.steps if name in each.mistakes)
        if name is not None and (shown >= ENOUGH or len(self.steps) == 1 or self._is_exact(name, step)):
            return Cause(name, as_shown(slip_text(name, "step"), shown))
        if step.mistakes:
            return self._nothing_known(step)
        explained = {axis: self.derivatives[axis] for axis in self.wrong[at] if len(self.derivatives[axis]) == 1}
        shown = sum(axis in axes for axes in self.wrong for axis in explained)
        if explained and len(explained) == len(self.wrong[at]) and (shown >= ENOUGH or len(self.steps) == 1):
            return Cause("wrong_gradient", as_shown(self._told(explained), shown))
        return self.of_two or self._nothing_known(step)

    @cached_property
    def of_two(self) -> Cause | None:
        """Return the cause where one wrong derivative with one known mistake explains every step; else None."""
        told: dict[tuple[str, str], set[Sentence]] = {}
        is_open = len(self.steps) >= ENOUGH and not any(step.right or step.mistakes for step in self.steps)
        for axis, variable in enumerate(self.function.variables if is_open else ()):
            for candidate in candidates_for_derivative(self.function.expression, self.function.variables, variable):
                slipped = self.iteration.on(self.iteration.landscape.with_slope(axis, candidate.expression))
                ends = [{name for name, end in slipped.mistakes(step.path) if agrees(step.after, end)} for step in self.steps]
                slip = self._slip(axis, slipped, candidate.text, self.steps)
                for name in set.intersection(*ends).difference(slipped.method.seen_in_runs):
                    told.setdefault((variable, name), set()).add(slip)
        if len(told) != 1:
            return None
        (variable, name), slips = told.popitem()
        derivative = slips.pop() if len(slips) == 1 else sentence("step.derivative.open", variable=variable)
        return Cause("wrong_gradient", together((derivative, slip_text(name, "step"))))

    def _is_exact(self, name: str, step: HandStep) -> bool:
        """Tell whether a step ends where a mistake leads without a rounding: a rounded number fits too much."""
        places = [place for mistake, place in self.iteration.mistakes(step.path) if mistake == name]
        return any(points_agree(step.after, place, _UNROUNDED) for place in places)

    def _of_all_steps(self) -> Cause | None:
        """Return the cause where one wrong derivative by each coordinate explains every step, right ones too; else None."""
        axes = sorted({axis for step in self.steps for axis in wrong_axes(step)})
        texts = {axis: set(self._derivatives(axis, self.steps)) for axis in axes}
        if not texts or any(len(found) != 1 for found in texts.values()):
            return None
        return Cause("wrong_gradient", self._told(texts))

    def _told(self, explained: dict[int, set[str]]) -> str:
        """Return of each coordinate what is said of it."""
        return together(next(iter(texts)) for texts in explained.values())

    def _derivatives(self, axis: int, steps: Sequence[HandStep]) -> Iterator[str]:
        """Yield what is said of each wrong derivative by this variable that explains all of these steps."""
        variable = self.function.variables[axis]
        for candidate in candidates_for_derivative(self.function.expression, self.function.variables, variable):
            slipped = self.iteration.on(self.iteration.landscape.with_slope(axis, candidate.expression))
            if all(agrees((step.after[axis],), (slipped.step(step.path)[axis],)) for step in steps):
                yield self._slip(axis, slipped, candidate.text, steps)

    def _slip(self, axis: int, slipped: Iteration, text: str, steps: Sequence[HandStep]) -> Sentence:
        """Return what is said of a wrong derivative: one turned round as a whole leads where a sign in the update does."""
        slopes = [[one.landscape.slope(step.before)[axis] for one in (slipped, self.iteration)] for step in steps]
        code = "step.turned" if all(own == -right for own, right in slopes) else "step.derivative"
        return sentence(code, variable=self.function.variables[axis], slip=text)

    def _nothing_known(self, step: HandStep) -> Cause:
        """Return what is said of a step to which several mistakes lead, or none of those we know."""
        near = all(agree(a, e, 0.0, slack=half_unit(_ONE_DECIMAL)) for a, e in zip(step.after, step.expected, strict=True))
        if near and max(map(decimals, step.after)) == _ONE_DECIMAL:
            return Cause(None, sentence("step.rounded"))
        if step.after == step.before:
            if agrees(step.expected, step.before):
                return Cause(None, sentence("step.at_rest", before=point_text(step.before)))
            begun = self.steps[0].right and step.before != self.steps[0].before  # it may have been taken from the start again
            return Cause(None, sentence("step.repeats" if begun else "step.stays"))
        axes, variables = wrong_axes(step), self.function.variables
        right = [axis for axis in range(len(variables)) if axis not in axes]
        if not right and self._is_uphill(step):
            return Cause(None, sentence("step.uphill", function=self.function.name))
        if not right or not axes:
            return Cause(None, sentence(f"step.{self.iteration.method.advice}"))
        everywhere = [axis for axis in right if all(axis not in wrong_axes(other) for other in self.steps)]
        names = listed(variables[axis] for axis in (everywhere or right))
        wrong = listed(variables[axis] for axis in axes)
        code = "step.right_everywhere" if everywhere and len(self.steps) > 1 else "step.right_here"
        if len(axes) == 1 and self.iteration.method.advice == _FIRST_ORDER:
            question = sentence("step.slope", function=self.function.name, variable=wrong, before=point_text(step.before))
        else:
            question = sentence(f"step.{self.iteration.method.advice}")
        return Cause(None, sentence(code, right=names, wrong=wrong, question=question), what=wrong)

    def _is_uphill(self, step: HandStep) -> bool:
        """Tell whether a step of gradient descent leads up in every coordinate, and to a larger value."""
        landscape = self.iteration.landscape
        moves = [after - before for after, before in zip(step.after, step.before, strict=True)]
        rises = all(move * slope > 0 for move, slope in zip(moves, landscape.slope(step.before), strict=True))
        is_plain = self.iteration.method.advice == _FIRST_ORDER
        return is_plain and rises and landscape.height(step.after) > landscape.height(step.before)


def wrong_axes(step: HandStep) -> tuple[int, ...]:
    """Return the places of the coordinates in which a step does not follow from the point before it."""
    if step.right:
        return ()
    pairs = zip(step.after, step.expected, strict=True)
    return tuple(axis for axis, (after, expected) in enumerate(pairs) if not agrees((after,), (expected,)))
