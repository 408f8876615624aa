"""Rules about the numbers that a prompt prints: each is the derived one, rounded or cut off at the digits printed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from grader.authoring.bench import Bench
from grader.authoring.findings import Fault, Findings
from grader.equality.agreement import decimals
from grader.equality.sample_points import value_at as evaluate
from grader.kinds.protocol import Options, Point
from grader.model import Function
from grader.notation.expression_text import read

_NUMBER = r"[-−]?\d+(?:\.\d+)?"
_ABOUT = re.compile(
    r"(?P<before>[^.;]*?)(?:\b(?:about|around|near|approximately|roughly|close to)\b|\\approx|≈)[^.;\d]{0,24}?"
    rf"(?P<numbers>{_NUMBER}(?:\s*,\s*{_NUMBER})*)"
)
_OF_SOMETHING_ELSE = re.compile(
    r"step|size|rate|δ|\\delta|\\eta|iteration|after|tolerance|second|angle|degree|start", re.IGNORECASE
)


def check_printed_values(bench: Bench) -> Findings:
    """Return a value that the prompt prints is the derived one, rounded or cut off at the digits printed."""
    for place, item, question in bench.items:
        for key, printed, candidates in _options(item.options).printed(question.function):
            path = ("items", place, key)
            places = [max(1, decimals(number)) for number in printed]  # 2 and 2.0 are one number in YAML
            agree = any(
                len(point) == len(printed) and all(map(_rounds_to, point, printed, places)) for point in candidates
            )
            shown = ", ".join(f"{c:.8g}" for c in candidates[0]) if candidates else "nowhere"
            yield (
                None
                if agree
                else Fault(
                    path, f"({', '.join(map(repr, printed))}) is neither ({shown}) rounded nor cut off at these digits"
                )
            )
            missing = [number for number in map(repr, printed) if number not in bench.exercise.prompt]
            yield Fault(path, f"the prompt does not print {', '.join(missing)}") if missing else None


def _rounds_to(value: float, printed: float, digits: int) -> bool:
    return printed in (round(value, digits), math.trunc(value * 10**digits) / 10**digits)


_SAYS_MINIMUM = re.compile(
    r"minim\w+[^.]*?(about|around|near|approximately|roughly|\\approx|≈)[^.\d]*\d", re.IGNORECASE
)


def check_unchecked_values(bench: Bench) -> Findings:
    """Return a minimum that the prompt prints is stated in `printed_minimum` too, so that it is held to the derived one."""
    if not _SAYS_MINIMUM.search(bench.exercise.prompt):
        return
    for place, item, _ in bench.items:
        assert isinstance(item.options, Options)
        if "printed_minimum" in type(item.options).model_fields:
            unchecked = getattr(item.options, "printed_minimum") is None  # noqa: B009 - of any kind that has it
            yield (
                Fault(
                    ("items", place), "the prompt prints a minimum that nothing checks; write it as `printed_minimum`"
                )
                if unchecked
                else None
            )


def check_approximate_values(bench: Bench) -> Findings:
    """Every other number that the prompt gives as "about" so much is derived too: a minimum, or the function's value there."""
    function = bench.exercise.function
    derived = [point for _, item, _ in bench.items for point in _options(item.options).derived(function)]
    stated = {n for _, item, _ in bench.items for _, p, _ in _options(item.options).printed(function) for n in p}
    for texts in _approximate(bench.exercise.prompt) if derived else ():
        if stated.issuperset(map(float, texts)):
            continue  # `printed_minimum` is held to the derived one where it stands
        agree = any(_is_printed(point, texts) for point in _printable(function, derived))
        shown = " or ".join(f"({', '.join(f'{c:.8g}' for c in point)})" for point in derived)
        yield (
            None
            if agree
            else Fault(
                ("prompt",),
                f"it says about {', '.join(texts)}, which is neither the minimum {shown}, nor a coordinate or the "
                "function's value there, rounded or cut off at these digits",
            )
        )


def _options(options: object) -> Options:
    assert isinstance(options, Options)
    return options


def _approximate(prompt: str) -> Iterator[tuple[str, ...]]:
    """Yield the numbers after each "about", as they are written; without those of step sizes, counts and the like."""
    for match in _ABOUT.finditer(prompt):
        texts = tuple(text.strip().replace("−", "-") for text in match["numbers"].split(","))
        if any("." in text for text in texts) and not _OF_SOMETHING_ELSE.search(match["before"]):
            yield texts


def _printable(function: Function, derived: list[Point]) -> Iterator[Point]:
    """Yield the points, each of their coordinates, and the function's value there."""
    formula = read(function.expression, variables=function.variables)
    for point in derived:
        yield point
        yield from ((coordinate,) for coordinate in point)
        value = evaluate(formula, dict(zip(function.variables, point, strict=True)))
        if value is not None:
            yield (float(value),)


def _is_printed(point: Point, texts: tuple[str, ...]) -> bool:
    return len(point) == len(texts) and all(
        _rounds_to(value, float(text), len(text.partition(".")[2])) for value, text in zip(point, texts, strict=True)
    )
