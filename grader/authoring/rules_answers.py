"""Rules about what answers get: the reference solution, nothing, the template, and the author's own examples."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from grader.authoring.bench import Bench, Results
from grader.authoring.findings import Fault, Findings
from grader.authoring.handing_in import shown, ways
from grader.authoring.template import template_for
from grader.authoring.template_files import notebook_text, script_text
from grader.course.yaml_lines import Path
from grader.errors import SubmissionError
from grader.model import Audience, CheckResult, ExampleAnswer, Item, Verdict
from grader.reports import points
from grader.submission.handed_in_work import read_text


def check_reference_solution(bench: Bench) -> Findings:
    """Return the reference solution earns full marks, and there is one where a program is asked for."""
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
        yield (
            None
            if holds
            else Fault(("items", place), f"the reference solution {bench.solution} earns {_got(result, item)}")
        )


def check_empty_submission(bench: Bench) -> Findings:
    """Return an empty submission earns nothing."""
    yield from _earns_nothing(bench, bench.hand_in(read_text("# nothing\n", "empty.py")), "an empty submission")


def check_template(bench: Bench) -> Findings:
    """Return the template that is handed out earns nothing, as a notebook and as a program."""
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
    """Return every answer under `accepts` gets full marks, in each way of handing it in."""
    for path, item, example in _examples(bench, "accepts"):
        yield from _judged(bench, path, item, example, _not_accepted)


def check_rejected(bench: Bench) -> Findings:
    """Return every answer under `rejects` gets the verdict, the credit, the misconception and the hint stated there."""
    for path, item, example in _examples(bench, "rejects"):
        yield from _judged(bench, path, item, example, _not_rejected)


Judge = Callable[[CheckResult, Item, ExampleAnswer], Iterator[str]]
"""What an example gets that it must not get: sentences without their subject."""


def _judged(bench: Bench, path: Path, item: Item, example: ExampleAnswer, judge: Judge) -> Findings:
    """Return each way of handing the example in; what is wrong in several of them is said once."""
    try:
        handed = list(ways(example, item, bench.written.file.parent, bench.words))
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


def _examples(bench: Bench, key: str) -> Iterator[tuple[Path, Item, ExampleAnswer]]:
    for place, item, _ in bench.items:
        for index, example in enumerate(item.accepts if key == "accepts" else item.rejects):
            yield ("items", place, key, index), item, example


def _got(result: CheckResult, item: Item) -> str:
    """`1 of 2 points (partial): The sign …`."""
    earned = f"{points.text(result.credit * item.points)} of {points.text(item.points)} points ({result.verdict})"
    text = said(result)
    return f"{earned}: {text}" if text and result.verdict is not Verdict.CORRECT else earned
