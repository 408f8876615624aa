"""Rules about what the author set: the function and its domain, misconceptions, limits."""

from __future__ import annotations

import math
from collections.abc import Iterator

from grader.algebra.tree import Expression
from grader.authoring.bench import Bench, Stopwatch, is_equal
from grader.authoring.findings import Fault, Findings
from grader.kinds import KINDS
from grader.kinds.judging import POINTS, points_for
from grader.model import Item, Question, Verdict
from grader.notation.expression_text import read
from grader.notation.printing import plain
from grader.quantities import references as derive
from grader.quantities.automatic import contradictions

_GENEROUS = 10


def check_derivatives(bench: Bench) -> Findings:
    """The derived derivatives agree with MyGrad's automatic differentiation, or with finite differences where it has none."""
    function = bench.exercise.function
    derived = {variable: derive.derivative(function, variable) for variable in function.variables}
    try:
        found = list(contradictions(read(function.expression, variables=function.variables), derived, function.domain))
    except ValueError as error:
        yield Fault(("function", "domain") if function.domain else ("function", "expression"), str(error))
        return
    for contradiction in found[:1]:
        yield Fault(("function", "expression"), str(contradiction))
    yield from [None] * (len(function.variables) if not found else 0)


def check_domain(bench: Bench) -> Findings:
    """Return the right answer is defined at enough points of the domain for answers to be compared there."""
    for _, item, question in bench.items:
        solve = KINDS[item.kind].solution
        solution = solve(question) if solve else None
        if solution is None or isinstance(solution, frozenset | tuple) or not question.function.variables:
            continue
        found = len(points_for(question, solution))
        yield (
            Fault(
                ("function", "domain"),
                f"`{item.id}` can be compared at {found} points only, and {POINTS} are needed; its right answer "
                f"`{plain(solution)}` is defined almost nowhere in the domain",
            )
            if found < POINTS
            else None
        )


def check_misconceptions(bench: Bench) -> Findings:
    """Return every misconception can be reached: it is wrong, no earlier one is the same answer, and giving it names it."""
    for place, item, question in bench.items:
        for index, message in enumerate(_misconceptions(bench, item, question)):
            yield Fault(("items", place, "misconceptions", index), message) if message else None


def _misconceptions(bench: Bench, item: Item, question: Question) -> Iterator[str]:
    solve = KINDS[item.kind].solution
    solution = solve(question) if solve else None
    variables = question.function.variables
    earlier: dict[str, Expression] = {}
    for misconception in item.misconceptions:
        wrong = read(misconception.expression, variables=variables)
        same = [name for name, other in earlier.items() if is_equal(question, wrong, other)]
        earlier.setdefault(misconception.name, wrong)
        if solution is not None and not isinstance(solution, frozenset | tuple) and is_equal(question, wrong, solution):
            yield f"`{misconception.expression}` is the right answer"
        elif same:
            yield f"`{misconception.expression}` is the same answer as that of `{same[0]}`, which stands before it"
        else:
            yield _unreached(bench, question, misconception.name, misconception.expression)


def _unreached(bench: Bench, question: Question, name: str, expression: str) -> str:
    result = bench.tell(question, expression)
    if result.misconception == name:
        return ""
    if result.verdict is Verdict.CORRECT:
        return f"`{expression}` is accepted as right within the tolerance, so `{name}` is never named"
    seen = f"is taken for `{result.misconception}`" if result.misconception else "is not recognised"
    return f"`{expression}` {seen}, so `{name}` is never named"


def _rounded_up(seconds: float) -> str:
    """Return a time that is no shorter, in as few figures as people write: 0.3, 7, 12, 340."""
    if seconds < 1:
        tenths = math.ceil(seconds * 10 - 1e-9)
        return f"{max(tenths, 1) / 10:g}"
    figures = 10 ** max(0, math.floor(math.log10(seconds)) - 1)
    return f"{math.ceil(seconds / figures - 1e-9) * figures:d}"


def check_limits(bench: Bench) -> Findings:
    """Return the limits are generous: the reference solution uses less than a tenth of each."""
    if bench.reference is None or bench.reference.problem is not None:
        return
    watch = Stopwatch(bench.sandbox)
    bench.hand_in(bench.reference, watch)
    used = {
        "statement_seconds": watch.executed,
        "call_seconds": watch.longest_call,
        "submission_seconds": watch.executed + watch.calls,
    }
    for name, seconds in used.items():
        limit = getattr(bench.limits, name)
        yield (
            None
            if seconds * _GENEROUS <= limit
            else Fault(
                ("limits", name),
                f"the reference solution takes {max(seconds, 0.01):.2f} s of {limit:g} s; "
                f"allow at least {_rounded_up(seconds * _GENEROUS)} s",
            )
        )
