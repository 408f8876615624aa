"""Rules about answers that must not pass: those that need no work, and those that are wrong by a little."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar, cast

from grader.algebra.tree import Expression, parts_of
from grader.authoring.alike_mistakes import RIGHT, Alike, alike
from grader.authoring.bench import Answer, Bench, Fault, Findings, Note
from grader.authoring.wrong_programs import ChangedProgram, changed_programs, cut_functions, right_function
from grader.course.yaml_documents import Path as KeyPath
from grader.equality.sample_points import value_at
from grader.equality.sample_points import value_at as evaluate
from grader.kinds import KINDS
from grader.kinds.descent.options import ProgramOptions, lost_end
from grader.kinds.judging import points_for
from grader.kinds.protocol import Cheat, Point
from grader.kinds.shapes.point_sequences import SEQUENCE, steps_asked
from grader.kinds.shapes.shape import WrongAnswer
from grader.model import CheckResult, Item, Question, Verdict
from grader.notation.answer import read
from grader.quantities.operators.operator import is_tree
from grader.quantities.operators.steps import landscape_of
from grader.reports import points
from grader.submission.handed_in_work import read_text

# points at which an answer without work must differ: one or two may fall where it happens to agree
_ENOUGH_APART = 3
# of a derivative: below this a program that never moves is as good as one that does
_FLAT = 1e-6
# of the wrong functions' value, 17: rounding and tolerances are far smaller
_ENOUGH_OFF = 0.1
T = TypeVar("T")


def check_effortless_answers(bench: Bench) -> Findings:
    """Check: an answer that needs no work (0, 1, a variable, the function itself, the start) earns nothing unless it is right."""
    for answer in bench.answers:
        for text, meant in answer.shape.effortless(answer.question, answer.right):
            if not answer.is_right(meant):
                result = bench.tell(answer.question, text)
                yield _earned(answer.place, answer.item, f"the answer `{text}`", result.credit * answer.item.points)
    for place, item, question in bench.items:
        if KINDS[item.kind].programming is not None:
            yield from _effortless_programs(bench, place, item, question)


def _effortless_programs(bench: Bench, place: int, item: Item, question: Question) -> Findings:
    programming = KINDS[item.kind].programming
    assert programming is not None
    for program in programming.effortless(question):
        result = bench.hand_in(read_text(program, "effortless.py"), bench.hasty)[item.id]
        last = program.strip().splitlines()[-1].strip()
        yield _earned(place, item, f"a program that does nothing but `{last}`", result.credit * item.points)


def check_cheating_programs(bench: Bench) -> Findings:
    """Check: a program that ignores n or the start, types the minimum in, counts otherwise or keeps a memory is not taken."""
    for place, item, question in bench.items:
        programming, taken = KINDS[item.kind].programming, []
        for cheat in programming.cheats(question) if programming else ():
            result = bench.hand_in(read_text(cheat.source, "cheat.py"))[item.id]
            # what waits for a person was not taken
            earned = result.credit == 1 or (cheat.earns_nothing and result.credit > 0)
            if earned and result.verdict is not Verdict.NEEDS_REVIEW:
                taken.append((cheat, result))
            else:
                yield None
        if taken:
            yield Fault(("items", place), _took(item, *taken[0], count=len(taken)))


def _took(item: Item, cheat: Cheat, result: CheckResult, *, count: int) -> str:
    several = f"{count} cheating programs are taken; the first, " if count > 1 else ""
    deserved = "must earn nothing" if cheat.earns_nothing else "must not earn them all"
    return (
        f"{several}a program that {cheat.what}, earns {points.text(result.credit * item.points)} of "
        f"{points.text(item.points)} points and {deserved}; choose a function, starts or weights that show it"
    )


def _earned(place: int, item: Item, what: str, earned: object) -> Fault | None:
    if not earned:
        return None
    return Fault(
        ("items", place),
        f"{what} needs no work and earns {points.text(earned)} of {points.text(item.points)} points",  # type: ignore[arg-type]
    )


def check_starts(bench: Bench) -> Findings:
    """Check: no start has a gradient of zero (staying there is right) or lies at a kink (more than one first step is right)."""
    for path, question, start in _starts(bench):
        landscape, shown = landscape_of(question.function), ", ".join(f"{c:g}" for c in start)
        if landscape.is_kink(start):
            yield Fault(
                path, f"at ({shown}) the function has a kink, where more than one first step is right; choose another start"
            )
        elif all(abs(component) < _FLAT for component in landscape.slope(start)):
            yield Fault(
                path, f"at ({shown}) the gradient is zero, so a program that never moves is right there; choose another start"
            )
        else:
            end = lost_end(question, start) if isinstance(question.item.options, ProgramOptions) else None  # type: ignore[arg-type]
            ended = ", ".join(f"{c:g}" for c in end or ())
            told = f"from ({shown}) the method leads to no minimum: it was followed to ({ended}); choose another start"
            yield Fault(path, told) if end is not None else None


def _starts(bench: Bench) -> Iterator[tuple[KeyPath, Question, Point]]:
    """Yield the points from which programs and steps set out, each with its path in the file."""
    for place, item, question in bench.items:
        for key, start in item.options.starts_at().items():
            yield (*bench.path_of_options(place), *key), question, start
    for answer in bench.answers:
        if answer.shape is SEQUENCE:
            yield ("items", answer.place, "answer"), answer.question, steps_asked(answer.question).start


def check_points_told_apart(bench: Bench) -> Findings:
    """Check: no usual mistake in a descent has the right points if another start would show it; others alike are noted."""
    for place, _, question in bench.items:
        if isinstance(question.options, ProgramOptions):
            path = (*bench.path_of_options(place), "method")
            groups: dict[tuple[bool, Point, str], list[Alike]] = {}
            for pair in alike(cast("Question[ProgramOptions]", question)):
                groups.setdefault((pair.other == RIGHT, pair.start, pair.term), []).append(pair)
            for (is_right, start, term), pairs in groups.items():
                yield (Fault if is_right and start else Note)(path, _same_points(pairs, start, term, is_right=is_right))
            yield from [] if groups else [None]


def _same_points(pairs: Sequence[Alike], start: Point, term: str, *, is_right: bool) -> str:
    """Return the sentence about deviations with the same points, and what would tell them apart."""
    if is_right:
        named = ", ".join(f"`{pair.one}`" for pair in pairs)
        said = f"right steps and {'these mistakes' if len(pairs) > 1 else 'a mistake'} lead to the same points here: {named}"
    else:
        said = f"mistakes that lead to the same points here: {', '.join(f'`{pair.one}` and `{pair.other}`' for pair in pairs)}"
    apart = f"would tell {'them' if len(pairs) > 1 or not is_right else 'it'} apart"
    if start:
        where = "a start off the axes and diagonals" if len(start) > 1 else "another start"
        return f"{said}; {where}, such as ({', '.join(f'{c:g}' for c in start)}), {apart}"
    if term:
        kind = "whose curvature changes" if "**" in term else "in which variables meet"
        return f"note: {said}; a function {kind}, such as with `+ {term}`, {apart}"
    return f"note: {said}"


def check_sampled_points(bench: Bench) -> Findings:
    """Check: no answer without work agrees by accident at the points of comparison."""
    for answer in bench.answers:
        sampled = points_for(answer.question, answer.right) if is_tree(answer.right) else ()
        for text, meant in answer.shape.effortless(answer.question, answer.right) if sampled else ():
            if answer.is_right(meant):
                continue
            apart = [point for point in sampled if _values(meant, point) != _values(answer.right, point)]  # type: ignore[arg-type]
            yield (
                Fault(
                    ("items", answer.place),
                    f"`{text}` agrees with the right answer at {len(sampled) - len(apart)} of the {len(sampled)} points "
                    f"where answers are compared; choose another domain",
                )
                if len(apart) < min(_ENOUGH_APART, len(sampled))
                else None
            )


def _values(formula: Expression, point: object) -> list[str | None]:
    """Return the values to nine digits."""
    parts = parts_of(formula)
    values = [evaluate(part, point) for part in parts]  # type: ignore[arg-type]
    return [None if value is None else f"{value:.9g}" for value in values]


def check_wrong_answers(bench: Bench) -> Findings:
    """Check: answers made wrong by one small change are all caught; those that are right after all do not count."""
    for answer in bench.answers:
        survivors = []
        for wrong in answer.shape.mutants(answer.question, answer.right):
            result = bench.tell(answer.question, wrong.text)
            if result.verdict is Verdict.CORRECT and not _is_right(answer, wrong):
                survivors.append(wrong)
            else:
                yield None
        if survivors:
            least, item = min(survivors, key=lambda wrong: wrong.size), answer.item
            several = f"{len(survivors)} wrong answers get" if len(survivors) > 1 else "a wrong answer gets"
            yield Fault(
                ("items", answer.place, *(("tolerance",) if item.tolerance else ())),
                f"{several} full marks; the one that is wrong by least is `{least.text}` ({least.change})"
                f"{'; narrow the tolerance' if item.tolerance else ''}",
            )


def _is_right(answer: Answer, wrong: WrongAnswer) -> bool:
    """Tell whether a changed answer is right after all."""
    return wrong.formula is not None and answer.is_right(wrong.formula)


# how students leave a choice between two answers
_HEDGES = (
    "{name} = {right} or {wrong}",
    "{name} = {right} (or {wrong})",
    "{name} = {right}\n\nor {wrong}",
    "{name} = {wrong} or {right}",
)


def check_hedged_answers(bench: Bench) -> Findings:
    """Check: a right answer beside a wrong one (after "or", in brackets, in the next line, in turn) does not get full marks."""
    for answer in bench.answers:
        question, item = answer.question, answer.item
        mutants = answer.shape.mutants(question, answer.right)
        wrong = next((each for each in mutants if not _is_right(answer, each)), None)
        if wrong is None:
            continue
        right = answer.text(answer.right)
        sources = [hedge.format(name=item.name, right=right, wrong=wrong.text) for hedge in _HEDGES]
        taken = [source for source in sources if bench.tell_in_cell(question, source).verdict is Verdict.CORRECT]
        mixed = answer.shape.hedges(answer.right)
        taken += [text for text in mixed if bench.tell(question, text).verdict is Verdict.CORRECT]
        message = f"an answer that leaves a choice gets full marks: `{taken[0]}`" if taken else ""
        yield Fault(("items", answer.place), message) if taken else None


def check_cut_functions(bench: Bench) -> Findings:
    """Check: a function that is right near zero, but for whole numbers or for its first calls only does not get full marks."""
    for answer in bench.answers:
        item, question, formula = answer.item, answer.question, answer.right
        if not is_tree(formula):
            continue
        variables, domain = question.function.variables, question.function.domain
        whole = bench.hand_in(read_text(right_function(item.name, variables, formula), "whole.py"))[item.id]
        if whole.verdict is not Verdict.CORRECT:  # a form is asked for that functions do not show, or a name is not Python's
            continue
        for cut in cut_functions(item.name, variables, formula, domain):
            if not any(_has_other_value(formula, question, point) for point in cut.places):
                continue
            result = bench.hand_in(read_text(cut.source, "cut.py"))[item.id]
            yield (
                Fault(("items", answer.place), f"a function that is {cut.what} gets full marks; state another domain")
                if result.verdict is Verdict.CORRECT
                else None
            )


def _has_other_value(formula: Expression, question: Question, point: Mapping[str, float]) -> bool:
    """Tell whether function and formula have values here, other than the wrong functions'."""
    function = question.function
    if value_at(read(function.expression, variables=function.variables), point) is None:
        return False
    values = [value_at(part, point) for part in parts_of(formula)]
    return None not in values and any(value is not None and abs(value - 17) > _ENOUGH_OFF for value in values)


def check_changed_programs(bench: Bench) -> Findings:
    """Check: reference solutions with one small change lose marks; those that are right after all do not count."""
    if bench.reference is None or bench.reference.problem is not None or bench.solution.suffix != ".py":
        return
    try:
        programs = list(changed_programs(bench.solution.read_text(encoding="utf-8")))
    except SyntaxError:  # which is said of the reference solution itself
        return
    survivors = []
    for program in _spread(programs, bench.most_programs):
        submission = read_text(program.source, "changed.py")
        results = bench.hand_in(submission, bench.hasty)
        full = all(result.verdict is Verdict.CORRECT and result.credit == 1 for result in results.values())
        if full and not bench.confirms(submission):
            survivors.append(program)
        else:
            yield None
    if survivors:
        least = min(survivors, key=lambda program: program.size)
        several = f"{len(survivors)} changed programs still get" if len(survivors) > 1 else "a changed program still gets"
        told = f"the one that is changed least differs from {bench.solution} in line {least.line}: {least.change}"
        yield Fault((), f"{several} full marks; {told}{_line_now(bench, least)}")


def _line_now(bench: Bench, changed: ChangedProgram) -> str:
    """Return the line as it is then, if that says more than the change."""
    before = ast.unparse(ast.parse(bench.solution.read_text(encoding="utf-8"))).splitlines()
    after = changed.source.splitlines()
    line = next((new.strip() for old, new in zip(before, after, strict=False) if old != new), "")
    return f", so that the line is `{line}`" if line and f"`{line}`" not in changed.change else ""


def _spread(everything: list[T], most: int) -> Sequence[T]:
    """Return at most so many, spread evenly over all."""
    if len(everything) <= most:
        return everything
    return [everything[index * len(everything) // most] for index in range(most)]
