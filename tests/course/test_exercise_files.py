"""Exercises are read with every problem at once, each with its line."""

from __future__ import annotations

import os
import re
import time
from fractions import Fraction
from pathlib import Path

import pytest

from grader.course.course_schema import CourseKeys, LateKeys, OverrideKeys
from grader.course.exercise_schema import (
    AcceptedKeys,
    ExerciseKeys,
    FunctionKeys,
    ItemKeys,
    LimitKeys,
    MisconceptionKeys,
    RejectedKeys,
)
from grader.course.exercises import load_assignment, load_exercise, read_exercise
from grader.course.yaml_documents import Problems, load, validated
from grader.errors import SpecError, UsageError
from grader.kinds import KINDS

ROOT = Path(__file__).parents[2]

WHOLE = """\
title: T
prompt: P
functions:
  f(x, y): 2*x + y
items:
  - id: df_dx
    answer: diff(f, x)
"""


def problems_of(text: str) -> list[str]:
    """What is wrong with an exercise file, without the file's name."""
    with pytest.raises(SpecError) as caught:
        read_exercise(text, "x.yml", "x")
    return [problem.removeprefix("x.yml:") for problem in caught.value.problems]


def test_the_five_exercises_of_the_lesson_are_read():
    """The specs that come with the package have no problem."""
    assignment = load_assignment(ROOT / "exercises")
    assert [exercise.id for exercise in assignment.exercises] == [
        "single_variable_descent",
        "descent_by_hand",
        "directional_derivative",
        "multivariable_descent",
        "partial_derivatives",
    ]
    assert assignment.points == Fraction(9 + 6 + 4 + 10 + 10)


def test_defaults_are_filled_in():
    """An item that states only what it must has its id as its name and one point."""
    item = read_exercise(WHOLE, "x.yml", "x").items[0]
    assert (item.name, item.points, item.aliases, item.after) == ("df_dx", 1, (), ())


def test_every_problem_of_a_file_is_reported_at_once_with_its_line():
    """An author mends a file in one go."""
    text = WHOLE.replace("title: T\n", "titel: T\n").replace(
        "answer: diff(f, x)", "answer: diff(f, q)\n    points: many"
    )
    assert problems_of(text) == [
        "1: titel: is not a key here; did you mean `title`?",
        "1: title: is missing",
        "7: items[0].answer: `diff(f, q)`: `q` is not one of the variables (x, y)",
        "8: items[0].points: must be a number, like 2 or 0.5 or 1/3 (here: 'many')",
    ]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("diff(f, x)", "diff(f, q)", "7: items[0].answer: `diff(f, q)`: `q` is not one of the variables (x, y)"),
        ("diff(f, x)", "gradiant(f)", "7: items[0].answer: `gradiant` is no operator and no function of this file; did you mean"),
        ("diff(f, x)", "diff(f, x)\n    wrt: x", "8: items[0].wrt: is not a key here"),
        ("prompt: P", "prompt: P\nprompt: Q", "3: prompt: stands here twice; keep one"),
        ("prompt: P", "prompt: !!python/object/apply:os.system [echo]", "2: prompt: the tag"),
        ("2*x + y", "2*x +", "4: functions.f(x, y):"),
        ("diff(f, x)", "dot(nobody, unit([1, 1]))", "7: items[0].answer: `nobody` is no name of this file"),
        ("diff(f, x)", "at(df_dx, 1, 2)", "7: items[0].answer: the item builds on itself"),
        ("diff(f, x)", "diff(f, x)\n    tolerance: -1", "8: items[0].tolerance:"),
        ("diff(f, x)", "diff(f, x)\n    aliases: [a b]", "8: items[0].aliases[0]: `a b` is not a name"),
        ("diff(f, x)", "diff(f, x)\n    points: -1", "8: items[0].points: must lie between"),
        ("title: T", "\ttitle: T", "1: is not YAML:"),
        ("prompt: P", "prompt: P\npoints: 3", "3: points: the points of the items add up to 1, not 3"),
        (
            "diff(f, x)",
            "diff(f, x)\n    accepts: [true]",
            "8: items[0].accepts[0].answer: must be text, a number, or a list of these",
        ),
        (
            "diff(f, x)",
            "diff(f, x)\n    accepts: [{answer: 2, code: df_dx = 2}]",
            "8: items[0].accepts[0]: give one of answer, code and file",
        ),
        (
            "diff(f, x)",
            "diff(f, x)\n    rejects:\n      - 3\n      - {answer: 4, verdit: partial}",
            "10: items[0].rejects[1].verdit: is not a key here; did you mean `verdict`?",
        ),
    ],
)
def test_a_mistake_is_named_with_its_place(old: str, new: str, problem: str):
    """The line, the path and what to do stand in one sentence."""
    assert any(found.startswith(problem) for found in problems_of(WHOLE.replace(old, new))), problems_of(
        WHOLE.replace(old, new)
    )


def test_numbers_and_names_are_what_people_mean():
    """`1e-9` is a number, and `no`, `y` and `on` are names."""
    text = """\
title: no
prompt: P
functions:
  f(x, y): x*y
items:
  - {id: y, answer: "diff(f, y)", tolerance: 1e-9, points: 1/3}
"""
    exercise = read_exercise(text, "x.yml", "x")
    assert exercise.title == "no"
    assert (exercise.items[0].id, exercise.items[0].tolerance) == ("y", 1e-9)
    assert exercise.items[0].points == Fraction(1, 3)


def test_plain_numbers_are_numbers_and_quoted_ones_are_text():
    """Both readers of YAML tell `1` from `"1"`."""
    problems = Problems("x.yml")
    assert load("[1, 2.5, true, null, '1', \"true\", y]", problems) == [1, 2.5, True, None, "1", "true", "y"]


def test_answers_that_prove_an_exercise_are_read_in_short_and_in_long():
    """A text, number or list alone stands for `answer`; a credit makes a wrong answer partly right."""
    text = WHOLE + """\
    accepts: ["2", 2, [1, x], {code: df_dx = 2}]
    rejects: [3, {answer: 4, credit: 1/2, misconception: doubled, hint: twice}]
"""
    item = read_exercise(text, "x.yml", "x").items[0]
    assert [(a.answer, a.code, a.verdict, a.credit) for a in item.accepts] == [
        ("2", None, "correct", 1),
        (2, None, "correct", 1),
        ((1, "x"), None, "correct", 1),
        (None, "df_dx = 2", "correct", 1),
    ]
    assert [(r.answer, r.verdict, r.credit, r.misconception, r.hint) for r in item.rejects] == [
        (3, "incorrect", 0, None, None),
        (4, "partial", Fraction(1, 2), "doubled", "twice"),
    ]


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just text", "a: &a [*a]\n", "[" * 5000])
def test_what_is_no_exercise_is_refused_in_words(text: str):
    """No shape of YAML gets further than a sentence."""
    assert problems_of(text)


def test_the_names_of_two_items_may_not_clash():
    """One name cannot answer two items."""
    text = WHOLE + "  - {id: other, answer: gradient(f), aliases: [df_dx]}\n"
    assert any("belongs to the item `df_dx` already" in problem for problem in problems_of(text))


def test_a_folder_without_exercises_says_how_to_name_one(tmp_path: Path):
    """The remedy stands in the message."""
    with pytest.raises(UsageError, match="--exercises"):
        load_assignment(tmp_path)


def test_an_exercise_that_is_not_there_is_suggested(tmp_path: Path):
    """`--only` with a slip of the pen names what was meant."""
    with pytest.raises(UsageError, match="did you mean `partial_derivatives`"):
        load_assignment(ROOT / "exercises", only=["partial_derivative"])


def test_problems_of_all_files_are_reported_together(tmp_path: Path):
    """One run tells the author everything."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.yml").write_text("title: T\n", encoding="utf-8")
    with pytest.raises(SpecError) as caught:
        load_assignment(tmp_path)
    assert {problem.rsplit("/", 1)[1].split(":")[0] for problem in caught.value.problems} == {"a.yml", "b.yml"}


def test_a_file_that_is_not_text_is_refused(tmp_path: Path):
    """Bytes that are no UTF-8 are the author's problem, in a sentence."""
    (tmp_path / "x.yml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SpecError, match=r"x\.yml:1: is not UTF-8 text"):
        load_exercise(tmp_path / "x.yml")


def test_a_variable_that_is_named_twice_is_refused():
    """No function has the same variable twice."""
    assert problems_of(WHOLE.replace("f(x, y)", "f(x, y, x)")) == [
        "4: functions.f(x, y, x): a variable stands here twice; keep one"
    ]


def test_faults_of_type_are_said_in_the_words_of_yaml():
    """Nobody has to know what checks the file."""
    assert problems_of("title: [1]\nprompt: P\nfunctions: f\nitems: {a: b}\n") == [
        "1: title: must be text",
        "3: functions: must be a mapping (here: 'f')",
        "4: items: must be a list",
    ]


def test_aliases_of_aliases_end():
    """A file of a few lines that stands for millions of values is refused at once."""
    rows = [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    (problem,) = problems_of("\n".join(["a0: &a0 [x, x, x, x, x, x, x, x, x, x]", *rows]))
    assert problem.startswith("1: holds more than")


def test_a_merge_key_brings_what_an_item_does_not_say_itself():
    """`<<: *name` works as everywhere in YAML, and an own key goes before a merged one."""
    text = WHOLE.replace("- id: df_dx", "- &first\n    id: df_dx") + "  - <<: *first\n    id: df_dy\n    answer: diff(f, y)\n"
    items = read_exercise(text, "x.yml", "x").items
    assert [(item.id, item.options.answer) for item in items] == [("df_dx", "diff(f, x)"), ("df_dy", "diff(f, y)")]


def test_a_file_far_too_large_is_not_read(tmp_path: Path):
    """What is no exercise is told by its size."""
    (tmp_path / "x.yml").write_text("title: " + "x" * 1_100_000, encoding="utf-8")
    with pytest.raises(SpecError, match="larger than 1 MB"):
        load_exercise(tmp_path / "x.yml")


IDLE = [
    ("diff(f, x)", "diff(f, x)\n    carried_credit: 1/2", "carried_credit"),
    ("diff(f, x)", "names_in(diff(f, x))\n    tolerance: 0.1", "tolerance"),
    ("diff(f, x)", "names_in(diff(f, x))\n    form: expanded", "form"),
    (
        "answer: diff(f, x)",
        "program: {method: descent(f), starts: [[1, 1]], arrives: nowhere}\n"
        "    misconceptions: [{name: a, expression: x, text: No.}]",
        "misconceptions",
    ),
]


@pytest.mark.parametrize(("old", "new", "key"), IDLE)
def test_a_key_that_would_do_nothing_is_refused(old: str, new: str, key: str):
    """An author is told so, instead of being left to believe that it does something."""
    assert [text for text in problems_of(WHOLE.replace(old, new)) if f".{key}: does nothing" in text]


SLOPE = """\
title: T
prompt: P
functions:
  f(x, y): x*y
items:
  - {id: g, answer: gradient(f)}
  - {id: u, answer: "unit([1, 1])"}
  - {id: d, answer: "diff(f, x)"}
  - {id: s, answer: "TERM", MORE}
"""


@pytest.mark.parametrize(
    ("term", "more", "problem"),
    [
        ("dot(g, u)", "carried_credit: 1/2", None),
        ("dot(gradient(f), u)", "carried_credit: 1/2", None),
        ("dot(g, u)", "form: expanded, form_share: 1/2", None),
        ("dot(g, d)", "points: 1", "9: items[3].answer: `dot(g, d)`: dot takes two vectors"),
        ("dot(gradient(f), unit([1, 1]))", "carried_credit: 1/2", "9: items[3].carried_credit: does nothing"),
        ("dot(g, u)", "form_share: 1/2", "9: items[3]: form_share does nothing without a form"),
    ],
)
def test_what_a_slope_builds_on_is_what_its_term_names(term: str, more: str, problem: str | None):
    """`carried_credit` needs a term that names an item, and a share of the form needs a form."""
    text = SLOPE.replace("TERM", term).replace("MORE", more)
    if problem is None:
        assert read_exercise(text, "x.yml", "x").items
    else:
        assert any(found.startswith(problem) for found in problems_of(text)), problems_of(text)


def test_a_fault_is_placed_by_the_file_also_behind_an_item_that_cannot_be_read():
    """Items are counted as they stand in the file, and one that is broken is still there to be built on."""
    text = SLOPE.replace("TERM", "dot(g, nobody)").replace("MORE", "points: 1").replace("gradient(f)", "gradient(f), points: many")
    found = problems_of(text)
    assert any(each.startswith("9: items[3].answer: `nobody` is no name of this file") for each in found)
    assert not any("`g` is no" in each for each in found)


def test_the_words_are_ours_whatever_is_wrong_with_a_value():
    """No sentence of the library that checks types reaches an author: each says what must stand there."""
    values = [
        None, True, -5, 1.5, float("nan"), float("inf"), 10**400, "", "abc", "1/0", [], [1, 2, 3], [None], {}, {"a": 1},
        {"x": [1]}, {"x": ["a", "b"]}, {1: 2}, [{"a": 1}], list(range(200)), "x" * 300,
    ]  # fmt: skip
    models = [ExerciseKeys, ItemKeys, FunctionKeys, MisconceptionKeys, AcceptedKeys, RejectedKeys, LimitKeys]
    models += [CourseKeys, LateKeys, OverrideKeys, *(kind.options for kind in KINDS.values())]
    foreign = re.compile(r"[Ii]nput|valid (?:string|list|dict|tuple|number|integer|boolean|fraction)|pydantic|[Tt]uple|permitted")
    for model in models:
        for key in model.model_fields:
            for value in values:
                problems = Problems("f")
                validated(model, {key: value}, (), problems)
                for _, text in problems.found:
                    assert not foreign.search(text), text
                    assert len(text) < 700


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("fast", "must be `any`, `constant`, `schedule`, `line_search` or a list (here: 'fast')"),
        ({}, "must be `any`, `constant`, `schedule`, `line_search` or a list"),
    ],
)
def test_a_value_that_fits_none_of_several_ways_is_told_all_of_them_once(value: object, said: str):
    """One sentence for one key, at the key itself."""
    problems = Problems("f")
    validated(KINDS["program"].options, {"method": "descent(f)", "starts": [1], "step_size": value}, (), problems)
    assert [text for _, text in problems.found] == [f"step_size: {said}"]


def merges(levels: int, wide: int) -> str:
    """Merge keys within merge keys: each level brings the one below it in so many times."""
    lines = ["a0: &a0 {k: 1}"]
    for level in range(1, levels):
        lines += [f"a{level}: &a{level}", f"  <<: [{', '.join([f'*a{level - 1}'] * wide)}]"]
    return "\n".join(lines)


def lists(levels: int, wide: int) -> str:
    """Lists of lists to merge, with nothing at their end."""
    lines = ["a0: &a0 []"]
    for level in range(1, levels):
        lines.append(f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * wide)}]")
    return "\n".join([*lines, f"b:\n  <<: *a{levels - 1}"])


@pytest.mark.parametrize("text", [merges(8, 10), merges(40, 2), merges(6, 100), lists(8, 10), lists(18, 3)])
def test_merge_keys_in_merge_keys_end(text: str):
    """What is looked at is counted as often as merge keys bring it in, so a short file costs no more than a long one."""
    begin = time.process_time()
    (problem,) = [line for line in problems_of(text) if "values" in line]
    assert "do its aliases" in problem
    assert time.process_time() - begin < 1.0


def test_a_merge_key_still_brings_in_what_it_names():
    """One level of merging is an author's good right."""
    problems = Problems("x.yml")
    document = load("base: &base {points: 2, reveal: true}\nitem:\n  <<: *base\n  points: 3\n", problems)
    assert problems.found == []
    assert document["item"] == {"points": 3, "reveal": True}


HUGE = [
    "(x + y + 1)**5000", "(x + 1)**9000", "exp((x + y + 1)**60)", "sqrt((x + y + 1)**4000)", "1/(x + y + 1)**3000",
    "(x + y)**(y + 4000)", "(x + y)**(9001/2)", "((x + 1)**70)**70", "sin((x + y)**600)", "(1 + (1 + (1 + (1 + x)**3)**3)**3)**3",
]  # fmt: skip
FAIR = [
    "(x + y)**10", "x**5000*y", "(x**2 + y**2)**20", "sin(x)**300*cos(y)",
    "exp(-(x - 1)**2 - (y - 2)**2)*sin(x*y)/(1 + x**2 + y**2)**3",
    "(1.5 - x + x*y)**2 + (2.25 - x + x*y**2)**2 + (2.625 - x + x*y**3)**2", "1/(1 + exp(-x - y))**4", "(x + y)**x",
]  # fmt: skip


@pytest.mark.parametrize("expression", HUGE)
def test_a_function_too_large_to_be_multiplied_out_is_refused_at_once(expression: str):
    """SymPy would take minutes or years for its derivative, so the author hears of it in the time of reading."""
    begin = time.process_time()
    assert problems_of(WHOLE.replace("2*x + y", expression)) == [
        "4: functions.f(x, y): has too many terms when it is multiplied out; take lower powers or fewer factors"
    ]
    assert time.process_time() - begin < 0.5


@pytest.mark.parametrize("expression", FAIR)
def test_functions_that_courses_ask_about_are_not_refused(expression: str):
    """High powers of one thing, and the usual products and quotients, are derived in a moment."""
    assert read_exercise(WHOLE.replace("2*x + y", expression), "x.yml", "x").items


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
def test_a_pipe_is_no_exercise(tmp_path: Path):
    """Nobody waits for what may never be written into it."""
    os.mkfifo(tmp_path / "x.yml")
    with pytest.raises(SpecError, match="a pipe or a device"):
        load_assignment(tmp_path)


def test_a_nul_is_told_in_one_sentence_with_its_line(tmp_path: Path):
    """What no text holds is named as that, once."""
    (tmp_path / "x.yml").write_text(WHOLE.replace("prompt: P", "prompt: P\0"), encoding="utf-8")
    with pytest.raises(SpecError) as caught:
        load_exercise(tmp_path / "x.yml")
    assert caught.value.problems == [f"{tmp_path / 'x.yml'}:2: holds a NUL character, which no text has; remove it"]
