"""Rules about what answers get: the reference solution, nothing, the template, and the author's own examples."""

from __future__ import annotations

from collections.abc import Iterator

from grader.authoring.bench import Bench, Results
from grader.authoring.findings import Fault, Findings
from grader.authoring.handing_in import Handed, ways
from grader.authoring.template import template_for
from grader.authoring.template_files import notebook_text, script_text
from grader.errors import SubmissionError
from grader.intake import read_text
from grader.model import Audience, CheckResult, ExampleAnswer, Item, Verdict
from grader.reports import points
from grader.spec.lines import Path


def check_reference_solution(bench: Bench) -> Findings:
    """The reference solution earns full marks, and there is one where a program is asked for."""
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
        yield None if holds else Fault(
            ("items", place), f"the reference solution {bench.solution} earns {_got(result, item)}"
        )


def check_empty_submission(bench: Bench) -> Findings:
    """An empty submission earns nothing."""
    yield from _earns_nothing(bench, bench.hand_in(read_text("# nothing\n", "empty.py")), "an empty submission")


def check_template(bench: Bench) -> Findings:
    """The template that is handed out earns nothing, as a notebook and as a program."""
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
    """Every answer under `accepts` gets full marks, in each way of handing it in."""
    for path, item, example in _examples(bench, "accepts"):
        for how, result in _tried(bench, item, example):
            if isinstance(result, str):
                yield Fault(path, result)
            elif result.verdict is Verdict.CORRECT and result.credit == 1:
                yield None
            else:
                yield Fault(path, f"{how} must get full marks and earns {_got(result, item)}")


def check_rejected(bench: Bench) -> Findings:
    """Every answer under `rejects` gets the verdict, the credit, the misconception and the hint stated there."""
    for path, item, example in _examples(bench, "rejects"):
        for how, result in _tried(bench, item, example):
            found = [result] if isinstance(result, str) else list(_differences(how, result, item, example))
            yield from (Fault(path, message) for message in found)
            if not found:
                yield None


def _differences(how: str, result: CheckResult, item: Item, example: ExampleAnswer) -> Iterator[str]:
    if result.credit != example.credit or result.verdict is not example.verdict:
        due = f"{points.text(example.credit * item.points)} points ({example.verdict})"
        yield f"{how} must earn {due} and earns {_got(result, item)}"
        return
    if example.misconception is not None and result.misconception != example.misconception:
        seen = f"was taken for `{result.misconception}`" if result.misconception else "was not recognised as anything"
        yield f"{how} must be recognised as `{example.misconception}` and {seen}"
    if example.hint is not None and example.hint not in said(result):
        yield f"the student who gives {how} must read “{example.hint}” and reads “{said(result)}”"


def said(result: CheckResult) -> str:
    """What the student is told."""
    lines = [criterion.feedback for criterion in result.criteria if criterion.feedback]
    lines += [feedback.text for feedback in result.feedback if feedback.audience is Audience.STUDENT]
    return " ".join(dict.fromkeys(lines))


def _examples(bench: Bench, key: str) -> Iterator[tuple[Path, Item, ExampleAnswer]]:
    for place, item, _ in bench.items:
        for index, example in enumerate(item.accepts if key == "accepts" else item.rejects):
            yield ("items", place, key, index), item, example


def _tried(bench: Bench, item: Item, example: ExampleAnswer) -> Iterator[tuple[str, CheckResult | str]]:
    """What the example gets in each way of handing it in, or a sentence about why it cannot be handed in."""
    try:
        handed: list[Handed] = list(ways(example, item, bench.written.file.parent))
    except SubmissionError as error:
        yield "", str(error)
        return
    for how, submission in handed:
        yield how, bench.hand_in(submission)[item.id]


def _got(result: CheckResult, item: Item) -> str:
    """`1 of 2 points (partial): The sign …`."""
    earned = f"{points.text(result.credit * item.points)} of {points.text(item.points)} points ({result.verdict})"
    text = said(result)
    return f"{earned}: {text}" if text and result.verdict is not Verdict.CORRECT else earned
