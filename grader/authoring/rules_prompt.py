"""Rules about the prompt: that it can be shown, that it asks for what is graded, and that its points add up."""

from __future__ import annotations

import ast
import builtins
import keyword
import re
import sys
from collections.abc import Iterator
from fractions import Fraction

from grader.authoring import prompt_text
from grader.authoring.bench import Bench
from grader.authoring.findings import Fault, Findings
from grader.course.yaml_documents import suggestion
from grader.model import Exercise
from grader.reports import points

_PROMPT = ("prompt",)
_NAME = re.compile(r"[A-Za-z_]\w*")
_PACKAGES = frozenset(
    {"numpy", "np", "mygrad", "mg", "sympy", "sp", "scipy", "matplotlib", "plt", "pandas", "pd", "jax"}
)
_POINTS = re.compile(r"(?<![\w.$^/])(\d+(?:\.\d+)?(?:/\d+)?)[\s-]*(?:points?|pts?|marks?)\b", re.IGNORECASE)


def check_prompt_renders(bench: Bench) -> Findings:
    """Check: the prompt can be shown: formulas are closed, their commands known to KaTeX, and there is no raw HTML."""
    found = list(prompt_text.faults(bench.exercise.prompt))
    yield from (Fault(_PROMPT, message) for message in found)
    if not found:
        yield None


def check_names_asked_for(bench: Bench) -> Findings:
    """Check: every name that the prompt asks for in backticks is graded, and every item's name is asked for."""
    exercise = bench.exercise
    spans = prompt_text.code_spans(exercise.prompt)
    graded = {name for item in exercise.items for name in item.names}
    for name in dict.fromkeys(name for span in spans for name in _asked_for(span)):
        if name not in graded and name not in _other_names(exercise, spans):
            hint = suggestion(name, (item.name for item in exercise.items))
            yield Fault(_PROMPT, f"it asks for `{name}`, which no item grades{hint}")
    written = {word for span in spans for word in _NAME.findall(span)}
    for place, item in enumerate(exercise.items):
        yield (
            None
            if item.name in written
            else Fault(("items", place), f"the prompt nowhere asks for `{item.name}` in backticks")
        )


def _asked_for(span: str) -> Iterator[str]:
    """Yield the names that a piece of code in the prompt defines or is: `name`, `name = …`, `name(x, n)`."""
    span = span.removeprefix("def ").rstrip(": ")
    if _NAME.fullmatch(span):
        yield span
        return
    match = re.match(r"([A-Za-z_]\w*)\s*(=(?!=)|\(.*\)$)", span)
    if match:
        yield match.group(1)


def _other_names(exercise: Exercise, spans: list[str]) -> set[str]:
    """Names that a prompt may mention without asking for them: what is given, Python's own, and packages."""
    given = {*exercise.function.variables, exercise.function.name}
    arguments = {name for span in spans for name in _arguments(span)}
    modules = sys.stdlib_module_names
    return given | arguments | set(dir(builtins)) | set(keyword.kwlist) | _PACKAGES | set(modules) | _named(exercise)


def _named(exercise: Exercise) -> set[str]:
    """Words that options name, such as the packages that must or must not be used."""
    words: set[str] = set()
    for item in exercise.items:
        for key in ("uses", "forbids"):
            words |= {part for name in getattr(item.options, key, ()) for part in (name, *name.split("."))}
    return words


def _arguments(span: str) -> Iterator[str]:
    """Yield the names inside the brackets of a call or a value in the prompt."""
    try:
        tree = ast.parse(span.removeprefix("def ").rstrip(": "))
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            parts = [*node.args, *(part.value for part in node.keywords)]
            yield from (n.id for part in parts for n in ast.walk(part) if isinstance(n, ast.Name))
            yield from (part.arg for part in node.keywords if part.arg)


def check_points_add_up(bench: Bench) -> Findings:
    """Check: points that the prompt mentions are those of an item, or of the exercise; and there is something to earn."""
    exercise = bench.exercise
    if not exercise.points:
        yield Fault(("items",), "the whole exercise is worth nothing")
    mentioned = [Fraction(text) for text in _POINTS.findall(exercise.prompt)]
    single = {item.points for item in exercise.items}
    for number in mentioned:
        known = number == exercise.points or number in single
        yield (
            None
            if known
            else Fault(
                _PROMPT,
                f"it mentions {points.text(number)} points; the items are worth "
                f"{', '.join(map(points.text, sorted(single)))} and the exercise {points.text(exercise.points)}",
            )
        )
    parts = [number for number in mentioned if number != exercise.points]
    if len(parts) == len(exercise.items) > 1 and sum(parts) != exercise.points:
        yield Fault(
            _PROMPT,
            f"the points that it mentions add up to {points.text(sum(parts, Fraction(0)))}, "
            f"not {points.text(exercise.points)}",
        )
    yield None
