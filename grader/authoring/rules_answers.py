"""Rules about what answers get: the reference solution, nothing, the template, the author's examples, within the limits.

An example is handed in in every way that students have: in a text cell, as a value, as code, as a file. What is derived
comes first: where it cannot be had, nothing else can be tried.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from grader.authoring.bench import Answer, Bench, Fault, Findings, Results, Stopwatch
from grader.authoring.students_copy import notebook_text, script_text, template_for
from grader.course.yaml_documents import Path as KeyPath
from grader.errors import SubmissionError
from grader.kinds.judging import POINTS, points_for
from grader.kinds.protocol import Solution
from grader.model import Audience, CheckResult, ExampleAnswer, Item, Question, Submission, Verdict
from grader.notation.answer import read
from grader.notation.printing import plain
from grader.notation.vocabulary import Vocabulary
from grader.quantities import references as derive
from grader.quantities.automatic import contradictions
from grader.quantities.operators.operator import is_tree
from grader.reports import points
from grader.submission.handed_in_work import read_text


def check_reference_solution(bench: Bench) -> Findings:
    """Check: the reference solution earns full marks, and there is one where a program is asked for."""
    if bench.reference is None:
        if bench.asks_for_programs:
            yield Fault((), f"a program is asked for, so verification needs a right one in {bench.solution}")
        return
    if bench.reference.problem is not None:
        yield Fault((), f"the reference solution {bench.solution} cannot be read: {bench.reference.problem.text}")
        return
    results = bench.hand_in(bench.reference)
    for place, item, _ in bench.items:
        result = results[item.id]
        holds = result.verdict is Verdict.CORRECT and result.credit == 1
        yield (None if holds else Fault(("items", place), f"the reference solution {bench.solution} earns {_got(result, item)}"))


def check_empty_submission(bench: Bench) -> Findings:
    """Check: an empty submission earns nothing."""
    yield from _earns_nothing(bench, bench.hand_in(read_text("# nothing\n", "empty.py")), "an empty submission")


def check_template(bench: Bench) -> Findings:
    """Check: the template that is handed out earns nothing, as a notebook and as a program."""
    template = [template_for(bench.exercise)]
    notebook = bench.hand_in(read_text(notebook_text(template), "template.ipynb"))
    program = bench.hand_in(read_text(script_text(template), "template.py"))
    yield from _earns_nothing(bench, notebook, "the template as it is handed out (notebook)")
    yield from _earns_nothing(bench, program, "the template as it is handed out (program)")


def _earns_nothing(bench: Bench, results: Results, what: str) -> Findings:
    for place, item, _ in bench.items:
        result = results[item.id]
        holds = result.credit == 0 and result.verdict is not Verdict.NEEDS_REVIEW
        yield None if holds else Fault(("items", place), f"{what} earns {_got(result, item)}; it must earn nothing")


def check_accepted(bench: Bench) -> Findings:
    """Check: every answer under `accepts` gets full marks, in each way of handing it in."""
    for path, item, example in _examples(bench, "accepts"):
        yield from _judged(bench, path, item, example, _not_accepted)


def check_rejected(bench: Bench) -> Findings:
    """Check: every answer under `rejects` gets the verdict, the credit, the misconception and the hint stated there."""
    for path, item, example in _examples(bench, "rejects"):
        yield from _judged(bench, path, item, example, _not_rejected)


Judge = Callable[[CheckResult, Item, ExampleAnswer], Iterator[str]]
"""What an example gets that it must not get: sentences without their subject."""


def _judged(bench: Bench, path: KeyPath, item: Item, example: ExampleAnswer, judge: Judge) -> Findings:
    """Return each way of handing the example in; what is wrong in several of them is said once."""
    try:
        handed = list(ways(example, item, bench.written.file.parent, bench.vocabulary))
    except SubmissionError as error:
        yield Fault(path, str(error))
        return
    wrong: dict[str, list[str]] = {}
    for how, submission in handed:
        found = list(judge(bench.hand_in(submission)[item.id], item, example))
        for sentence in found:
            wrong.setdefault(sentence, []).append(how)
        if not found:
            yield None
    for sentence, hows in wrong.items():
        yield Fault(path, " ".join(filter(None, (shown(example), " and ".join(hows), sentence))))


def _not_accepted(result: CheckResult, item: Item, example: ExampleAnswer) -> Iterator[str]:
    if result.verdict is not Verdict.CORRECT or result.credit != 1:
        yield f"must get full marks and earns {_got(result, item)}"


def _not_rejected(result: CheckResult, item: Item, example: ExampleAnswer) -> Iterator[str]:
    if result.credit != example.credit or result.verdict is not example.verdict:
        due = f"{points.text(example.credit * item.points)} points ({example.verdict})"
        yield f"must earn {due} and earns {_got(result, item)}"
        return
    if example.misconception is not None and result.misconception != example.misconception:
        seen = f"is taken for `{result.misconception}`" if result.misconception else "is not recognised as anything"
        yield f"must be recognised as `{example.misconception}` and {seen}"
    if example.hint is not None and example.hint not in said(result):
        yield f"must get the hint “{example.hint}” and the student reads “{said(result)}”"


def said(result: CheckResult) -> str:
    """Return what the student is told."""
    lines = [criterion.feedback for criterion in result.criteria if criterion.feedback]
    remarks = [feedback for feedback in result.feedback if feedback.audience is Audience.STUDENT]
    lines += [remark.text for remark in remarks if remark.code != "read_as_text"]  # where it stood is known here
    return " ".join(dict.fromkeys(lines))


def _examples(bench: Bench, key: str) -> Iterator[tuple[KeyPath, Item, ExampleAnswer]]:
    for place, item, _ in bench.items:
        for index, example in enumerate(item.accepts if key == "accepts" else item.rejects):
            yield ("items", place, key, index), item, example


def _got(result: CheckResult, item: Item) -> str:
    """Write what was earned: `1 of 2 points (partial): The sign …`."""
    earned = f"{points.text(result.credit * item.points)} of {points.text(item.points)} points ({result.verdict})"
    text = said(result)
    return f"{earned}: {text}" if text and result.verdict is not Verdict.CORRECT else earned


# times what the reference solution needs: a right program may be some times slower, and so may the machine that grades
_GENEROUS = 10


def check_derivatives(bench: Bench) -> Findings:
    """Check: the derivatives of every function agree with MyGrad's automatic differentiation, or with finite differences."""
    for function in bench.exercise.functions:
        path = bench.path_of_function(function.name)
        derived = {variable: derive.derivative(function, variable) for variable in function.variables}
        try:
            found = list(contradictions(read(function.expression, variables=function.variables), derived, function.domain))
        except ValueError as error:
            yield Fault((*path, "domain") if function.domain else path, str(error))
            return
        for contradiction in found[:1]:
            yield Fault(path, str(contradiction))
        yield from [None] * (len(function.variables) if not found else 0)


def check_domain(bench: Bench) -> Findings:
    """Check: the right answer is defined at enough points of the domain for answers to be compared there."""
    for answer in bench.answers:
        function = answer.question.function
        if not is_tree(answer.right) or not function.variables:
            continue
        found = len(points_for(answer.question, answer.right))
        yield (
            Fault(
                (*bench.path_of_function(function.name), "domain"),
                f"`{answer.item.id}` can be compared at {found} points only, and {POINTS} are needed; its right answer "
                f"`{plain(answer.right)}` is defined almost nowhere in the domain",
            )
            if found < POINTS
            else None
        )


def check_misconceptions(bench: Bench) -> Findings:
    """Check: every misconception can be reached: it is wrong, no earlier one is the same answer, and giving it names it."""
    for answer in bench.answers:
        for index, message in enumerate(_misconceptions(bench, answer)):
            yield Fault(("items", answer.place, "misconceptions", index), message) if message else None


def _misconceptions(bench: Bench, answer: Answer) -> Iterator[str]:
    question, earlier = answer.question, dict[str, Solution]()
    for misconception in answer.item.misconceptions:
        wrong = answer.shape.read(misconception.expression, question.function.variables)
        same = [name for name, other in earlier.items() if replace(answer, right=other).is_right(wrong)]
        earlier.setdefault(misconception.name, wrong)
        if answer.is_right(wrong):
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
    """Check: the limits are generous: the reference solution uses less than a tenth of each."""
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


Handed = tuple[str, Submission]
"""How it was handed in (`in a text cell`), and the submission."""


def shown(example: ExampleAnswer) -> str:
    """Return the example as a fault names it."""
    if example.file is not None:
        return f"`{example.file}`"
    if example.code is not None:
        return "this code"
    return f"`{example.answer if isinstance(example.answer, str) else json.dumps(example.answer)}`"


def ways(example: ExampleAnswer, item: Item, folder: Path, vocabulary: Vocabulary) -> Iterator[Handed]:
    """Yield every way to hand in this example for this item; its `file` lies in `folder`.

    `vocabulary` are the words of the exercise.

    Raises:
        SubmissionError: the file is not there or cannot be read.
    """
    if example.file is not None:
        yield "", _from_file(folder / example.file)
    elif example.code is not None:
        yield "", read_text(example.code, "answer.py")
    else:
        answer = example.answer
        if not isinstance(answer, tuple):
            yield "in a text cell", _notebook("markdown", f"{item.name} = {answer}", vocabulary)
        value = repr(list(map(_listed, answer)) if isinstance(answer, tuple) else answer)
        yield "as a value in code", _notebook("code", f"{item.name} = {value}", vocabulary)


def _listed(part: object) -> object:
    return list(map(_listed, part)) if isinstance(part, tuple) else part


def _notebook(cell_type: str, source: str, vocabulary: Vocabulary) -> Submission:
    cell: dict[str, object] = {"cell_type": cell_type, "metadata": {}, "source": source}
    if cell_type == "code":
        cell |= {"execution_count": None, "outputs": []}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    return read_text(json.dumps(notebook), "answer.ipynb", vocabulary)


def _from_file(file: Path) -> Submission:
    try:
        return read_text(file.read_text(encoding="utf-8-sig"), file.name)
    except (OSError, UnicodeDecodeError) as error:
        raise SubmissionError(f"`{file}` cannot be read: {error}") from error
