"""Verification itself: what no damaged file can show, and that the lesson holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.algebra.tree import Expression
from grader.authoring import rules_answers
from grader.authoring.bench import Bench
from grader.authoring.verify import RULES, Verified, verified
from grader.cli import main
from grader.course.exercises import load_written
from grader.equality.decision import Comparison
from grader.kinds import KINDS, carried, judging
from grader.kinds.function_answers import FunctionAnswer
from grader.kinds.protocol import Check, Kind
from grader.model import CheckResult, Limits, Question, Submission, Verdict
from grader.quantities.operators import OPERATORS
from grader.sandbox import Sandbox

ROOT = Path(__file__).parents[2]
LESSON = sorted((ROOT / "exercises").glob("*.yml"))
EXERCISE = """\
title: T
prompt: Find `df_dx`.
functions:
  f(x, y): x**2*y + 3*x
items:
  - {id: df_dx, answer: "diff(f, x)"}
"""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One sandbox for all, patient enough for a busy machine."""
    with Sandbox(Limits()) as opened:
        yield opened


def verified_file(file: Path, sandbox: Sandbox, most_programs: int = 4) -> Verified:
    """What verification says of an exercise, with few changed programs."""
    written = load_written(file)
    solution = ROOT / "reference_solutions" / f"{written.exercise.id}.py"
    limits = replace(Limits(), **written.exercise.limits)
    return verified(
        Bench(
            written=written,
            solution=solution,
            sandbox=sandbox,
            hasty=sandbox,
            limits=limits,
            most_programs=most_programs,
        )
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A small exercise that holds."""
    path = tmp_path / "small.yml"
    path.write_text(EXERCISE, encoding="utf-8")
    return path


def texts(found: Verified) -> list[str]:
    """The sentences, without the file."""
    return [fault.text.split(": ", 1)[1] for fault in found.faults]


@pytest.mark.parametrize("file", LESSON, ids=lambda file: file.stem)
def test_the_lesson_holds(file: Path, sandbox: Sandbox):
    """Every exercise that comes with the package proves itself, its printed answers included."""
    assert texts(verified_file(file, sandbox)) == []


def test_a_wrong_derivation_is_found_by_automatic_differentiation(file, sandbox, monkeypatch: pytest.MonkeyPatch):
    """SymPy is not believed: MyGrad says where it is wrong, and nothing else is tried then."""
    from grader.notation.answer import read
    from grader.quantities import references as derive

    monkeypatch.setattr(derive, "derivative", lambda function, variable: read("2*x", variables=function.variables))
    (said,) = texts(verified_file(file, sandbox))
    assert said.startswith("functions.f(x, y): at x = ")
    assert said.endswith("by MyGrad")


def test_finite_differences_check_what_mygrad_does_not_have(file, sandbox, monkeypatch: pytest.MonkeyPatch):
    """A function that MyGrad lacks is checked all the same."""
    from grader.notation.answer import read
    from grader.quantities import references as derive

    file.write_text(EXERCISE.replace("x**2*y + 3*x", "floor(x) + x*y"), encoding="utf-8")
    assert texts(verified_file(file, sandbox)) == []
    monkeypatch.setattr(derive, "derivative", lambda function, variable: read("2*y", variables=function.variables))
    (said,) = texts(verified_file(file, sandbox))
    assert said.endswith("by finite differences")


def generous(kind: Kind) -> Kind:
    """A kind that gives full marks for anything, as no kind should."""

    def check(question, submission, earlier):
        return CheckResult(key=question.key, verdict=Verdict.CORRECT, credit=Fraction(1))
        yield

    return replace(kind, check=check)


def test_a_kind_that_gives_marks_for_nothing_is_found(file, sandbox, monkeypatch: pytest.MonkeyPatch):
    """An empty submission, the template, zero and every wrong answer are caught earning marks."""
    monkeypatch.setitem(KINDS, "answer", generous(KINDS["answer"]))
    said = texts(verified_file(file, sandbox))
    assert "items[0]: an empty submission earns 1 of 1 points (correct); it must earn nothing" in said
    assert any("the template as it is handed out (notebook) earns 1 of 1 points" in text for text in said)
    assert any("the template as it is handed out (program) earns 1 of 1 points" in text for text in said)
    assert "items[0]: the answer `0` needs no work and earns 1 of 1 points" in said
    assert any("wrong answers get full marks; the one that is wrong by least" in text for text in said)


def test_a_kind_that_gives_marks_for_programs_that_do_nothing_is_found(sandbox, monkeypatch: pytest.MonkeyPatch):
    """A program that returns its start, a number or nothing is caught earning marks; so is every cheat and changed one."""
    monkeypatch.setitem(KINDS, "program", generous(KINDS["program"]))
    said = texts(verified_file(ROOT / "exercises" / "single_variable_descent.yml", sandbox))
    assert any("a program that does nothing but `return x_start` needs no work and earns 10 of 10" in t for t in said)
    assert any("30 cheating programs are taken; the first, a program that counts to n and returns the minimum" in t for t in said)
    assert any("changed programs still get full marks; the one that is changed least differs from" in t for t in said)


def test_a_rule_that_fails_hides_no_other(file, sandbox, monkeypatch: pytest.MonkeyPatch):
    """A mistake of ours in one rule is said aloud, and the others are tried."""
    monkeypatch.setattr(rules_answers, "points_for", lambda question, solution: 1 / 0)
    found = verified_file(file, sandbox)
    assert texts(found) == ["check_domain failed: ZeroDivisionError: division by zero. Please report this."]
    assert found.tried["wrong"] > 10


def test_every_rule_says_what_it_proves():
    """The documentation shows one sentence a rule."""
    assert all(rule.sentence.endswith(".") for rule in RULES)
    assert len({rule.sentence for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(
    ("old", "new", "status", "said"),
    [
        ("title", "title", 0, "1 exercise, "),
        ("`df_dx`", "it", 1, "small.yml:6: items[0]: the prompt nowhere asks for `df_dx` in backticks"),
        ("title", "titel", 2, "small.yml:1: titel: is not a key here; did you mean `title`?"),
    ],
)
def test_the_status_says_whether_it_holds(file: Path, old: str, new: str, status: int, said: str):
    """0 where everything holds, 1 for a fault with its line, 2 for a file that is no exercise."""
    file.write_text(EXERCISE.replace(old, new), encoding="utf-8")
    ran = CliRunner().invoke(main, ["verify", str(file)])
    assert ran.exit_code == status
    assert said in ran.output


def test_a_reference_solution_that_is_no_python_is_one_fault_in_the_authors_words(sandbox: Sandbox, tmp_path: Path):
    """It is said where the solution is tried, and no rule fails over it."""
    solution = tmp_path / "solution.py"
    solution.write_text("def grad_descent(x_start, n):\n    print x_start\n", encoding="utf-8")
    written = load_written(ROOT / "exercises" / "single_variable_descent.yml")
    faults = verified(Bench(written=written, solution=solution, sandbox=sandbox, hasty=sandbox, most_programs=4)).faults
    assert [fault.column for fault in faults] == ["solved"]
    assert "Line 2 is Python 2" in faults[0].text


def test_a_changed_program_that_survives_is_shown_with_its_line(sandbox: Sandbox, tmp_path: Path):
    """With every weight on the end, a changed program is full; the line that was changed is shown as it is then."""
    damaged = ROOT / "tests" / "authoring" / "damaged"
    file = damaged / "rubric_lets_wrong_programs_in.yml"
    solution = damaged / "solutions" / f"{file.stem}.py"
    bench = Bench(written=load_written(file), solution=solution, sandbox=sandbox, hasty=sandbox, most_programs=8)
    (fault,) = [fault for fault in verified(bench).faults if fault.column == "code"]
    assert "became" in fault.text
    assert f"{solution} in line " in fault.text


def test_a_judge_that_asks_near_zero_only_is_told(file: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A function that is right near zero only or for ten calls only is tried on every exercise."""
    file.write_text(EXERCISE, encoding="utf-8")
    assert not [fault for fault in verified_file(file, sandbox).faults if "a function that is" in fault.text]
    monkeypatch.setattr(judging, "ask_further", near_zero_only)
    found = [fault.text for fault in verified_file(file, sandbox).faults if "a function that is" in fault.text]
    assert {text.partition("a function that is ")[2].partition(" gets")[0] for text in found} == {
        "right near zero only",
        "right for its first ten calls only",
    }


def near_zero_only(
    question: Question, submission: Submission, answer: FunctionAnswer, reference: Expression, comparison: Comparison
) -> Check:
    """What a judge did who asked for no further points."""
    return answer
    yield


def test_a_judge_that_carries_everything_is_told(file: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slope that follows from vectors of no work is tried wherever a slope builds on both."""
    file.write_text((ROOT / "exercises" / "directional_derivative.yml").read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(carried, "_are_simpler", lambda own, named: False)
    monkeypatch.setattr(carried, "_are_degenerate", lambda own: False)
    texts = [fault.text for fault in verified_file(file, sandbox).faults]
    assert any("`1` after `gradient = (1, 1)` and `u_hat = (1, 0)` needs no work and earns 2 of 2" in text for text in texts)


def test_a_judge_that_carries_nothing_is_told(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """What follows from one wrong earlier answer is tried for every item that a term names."""
    monkeypatch.setattr(carried, "credited", lambda question, result, own: result)
    found = texts(verified_file(ROOT / "exercises" / "directional_derivative.yml", sandbox))
    follows = [text for text in found if "follows from the wrong" in text]
    assert any("`gradient = (4*y, -4*x - 3*y**2)`" in text and text.endswith("it must earn 2") for text in follows)
    assert any("`u_hat = (sqrt(3)/2, 1/2)` and earns 0 points" in text for text in follows)


def test_a_right_answer_that_is_measured_otherwise_is_a_fault(
    file: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both values are named, with the point; of names and of points in a row as well."""
    (diff, names, steps) = (OPERATORS[name] for name in ("diff", "names_in", "steps"))
    monkeypatch.setattr(type(diff), "measured", lambda self, *arguments: lambda point: 17.0)
    monkeypatch.setattr(type(names), "measured", lambda self, *arguments: lambda point: (0.0, 1.0))
    monkeypatch.setattr(type(steps), "measured", lambda self, *arguments: lambda point: (0.0,) * 4)
    more = (
        '  - {id: names, answer: "names_in(diff(f, y))"}\n'
        '  - {id: steps, answer: "steps(descent(f, 0.1), start=[2, 1], count=2)"}\n'
    )
    file.write_text(EXERCISE.replace("`df_dx`", "`df_dx`, `names` and `steps`") + more, encoding="utf-8")
    said = texts(verified_file(file, sandbox))
    assert len(said) == 3
    assert re.match(r"items\[0\].answer: at x = .*, y = .* it is .*, and measured by another way 17$", said[0])
    assert said[1] == "items[1].answer: it is (1, 0), and measured by another way (0, 1)"
    assert said[2].startswith("items[2].answer: it is (1.3, 0.6")


@pytest.mark.parametrize(
    ("answer", "up_to"),
    [
        ("gradient(f)(2, 1)", "positive factor"),
        ("gradient(f)", "factor"),
        ("diff(f, x)", "constant"),
        ("gradient(f)(2, 1)", "sign"),
        ("[f(1, 2), f(3, 1)]", "order"),
    ],
)
def test_what_is_left_open_is_tried(
    answer: str, up_to: str, file: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer changed as `up_to` allows is accepted and another is not; a judge that does otherwise is told."""
    file.write_text(EXERCISE.replace('answer: "diff(f, x)"', f'answer: "{answer}", up_to: {up_to}'), encoding="utf-8")
    assert texts(verified_file(file, sandbox)) == []
    monkeypatch.setattr(judging, "comparison_of", lambda question: Comparison(variables=("x", "y")))
    assert any(f"is right up to {up_to} and not accepted" in text for text in texts(verified_file(file, sandbox)))
    monkeypatch.setitem(KINDS, "answer", generous(KINDS["answer"]))
    assert any(f"is accepted, and is not right up to {up_to}" in text for text in texts(verified_file(file, sandbox)))


@pytest.mark.parametrize(
    ("function", "answer"),
    [
        ("x**2*y + 3*x", "gradient(f)(1, 1)"),  # a point whose coordinates are one number
        ("x**2 + y**2", "f(3, 4)"),  # a function that is the same with x and y exchanged, at every point
        ("x**2*y", "dot(gradient(f)(1, 2), [0, 1])"),  # a direction in which there is nothing else
        ("x**2*y", "dot(gradient(f)(1, 3), unit([1, 1]))"),
        ("x**2*y", "dot(gradient(f)(1, 3), direction(45))"),
        ("x**2*y", "[f(1, 2), 7] + direction(45) + direction(90) + unit([2, 0])"),
        ("x**2*y", "direction(45)"),
        ("x**2*y", "direction(90)"),
        ("x**2*y", "unit([1, 1])"),
    ],
)
def test_a_mistake_that_changes_nothing_is_no_fault(function: str, answer: str, file: Path, sandbox: Sandbox) -> None:
    """Equal components exchanged, or a zero left out, is no other work: usual points and angles are not refused."""
    text = EXERCISE.replace("x**2*y + 3*x", function) + f'  - {{id: more, answer: "{answer}"}}\n'
    file.write_text(text.replace("`df_dx`", "`df_dx` and `more`"), encoding="utf-8")
    assert [said for said in texts(verified_file(file, sandbox)) if "also comes of" in said] == []


def test_a_file_that_cannot_be_read_keeps_no_other_from_being_tried(tmp_path: Path):
    """Each file of a folder has its own report, and what cannot be read as an exercise makes the exit status 2."""
    (tmp_path / "good.yml").write_text(EXERCISE)
    (tmp_path / "broken.yml").write_text("title: [")
    (tmp_path / "odd.yml").write_bytes(b"\xff\xfe")
    (tmp_path / "again.yml").write_text(f"id: good\n{EXERCISE}")
    ran = CliRunner().invoke(main, ["verify", str(tmp_path)])
    assert ran.exit_code == 2
    assert re.search(r"broken.yml:\d: is not YAML", ran.output)
    assert "odd.yml:1: is not UTF-8" in ran.output
    assert "good.yml:1: id: `good` is the exercise id of again.yml as well" in ran.output
    assert "4 exercises" in ran.output
    assert [line for line in ran.output.splitlines() if line.startswith("good ") and "✓" in line]


@pytest.mark.parametrize("seconds", [0.0004, 0.02, 0.3, 0.31, 1, 1.2, 7.3, 9.99, 12.1, 99.5, 123, 12345])
def test_a_limit_that_is_recommended_is_written_as_people_write_it(seconds: float):
    """No shorter than what was measured, not much longer, and in figures rather than powers of ten."""
    text = rules_answers._rounded_up(seconds)
    assert seconds <= float(text) <= max(2 * seconds, 0.1)
    assert "e" not in text
