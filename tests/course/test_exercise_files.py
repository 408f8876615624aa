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
from grader.course.exercises import load_assignment, load_exercise, load_exercises, read_exercise
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


ASKED = "answer: diff(f, x)"


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
    text = """\
titel: T
prompt: P
functions:
  f(x, y): 2*x + y
  g(x): 2*x +
given: {P: [1, 2, q]}
items:
  - {id: slope, answer: "dot(gradient(f), 3)", points: many}
  - {id: rate, answer: "1 + dot(gradient(f), 3)"}
  - {id: on_g, answer: "diff(g, x)"}
  - {id: ask, answr: "diff(f, x)"}
  - {id: first, answer: 2*second}
  - {id: second, answer: first + 1}
"""
    assert problems_of(text) == [
        "1: titel: is not a key here; did you mean `title`?",
        "1: title: is missing",
        "5: functions.g(x): `2*x +` cannot be read as a term",
        "6: given.P: `q` is no name of this file (column 8)",
        "8: items[0].answer: `dot(gradient(f), 3)`: dot takes two vectors, and 3 is a number (column 18)",
        "8: items[0].points: must be a number, like 2 or 0.5 or 1/3 (here: 'many')",
        "9: items[1].answer: `dot(gradient(f), 3)`: dot takes two vectors, and 3 is a number (column 22)",
        "11: items[3].answr: is not a key here; did you mean `answer`?",
        "11: items[3]: asks for nothing: write `answer:` or `program:`",
        "12: items[4].answer: the item builds on itself: first → second → first",
    ]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (ASKED, "answer: diff(f, q)", "7: items[0].answer: `diff(f, q)`: `q` is not one of the variables (x, y)"),
        (
            ASKED,
            "answer: dif(f, x)",
            "7: items[0].answer: `dif` is no operator and no function of this file; did you mean `diff`?",
        ),
        (
            ASKED,
            "answer: 2*dif(f, x)",
            "7: items[0].answer: `dif` is no operator and no function of this file; did you mean `diff`? (column 3)",
        ),
        (
            ASKED,
            "answer: gradient",
            "7: items[0].answer: `gradient` is an operator here: write what it is of in brackets, such as gradient(f)",
        ),
        (
            ASKED,
            "answer: 1 + diff(f, x",
            "7: items[0].answer: `1 + diff(f, x` cannot be read as a term; a bracket has no partner (column 9)",
        ),
        (
            ASKED,
            "answer: 2x",
            "7: items[0].answer: `2x` cannot be read as a term; a product is written with `*`, as in 2*x",
        ),
        (ASKED, "answer: x^2", "7: items[0].answer: `x^2`: `^` is no power here; write `**`"),
        (
            ASKED,
            "answer: diff(f)",
            "7: items[0].answer: `diff(f)`: diff takes a function and a variable; `by` is missing",
        ),
        (
            ASKED,
            "answer: f(1)",
            "7: items[0].answer: `f(1)`: `f` takes 2 numbers (x, y), and the point has 1",
        ),
        (
            ASKED,
            "answer: f",
            "7: items[0].answer: is a function, which is no answer; write what is to be found, such as diff(f, x)",
        ),
        (
            ASKED,
            "answer: descent(f)",
            "7: items[0].answer: is a rule of steps, which is no answer; write what is to be found, such as diff(f, x)",
        ),
        (ASKED, "answer: 1/0", "7: items[0].answer: `1/0`: this is a division by zero"),
        (ASKED, "answer: sqrt(-1)", "7: items[0].answer: `sqrt(-1)` has no finite value"),
        (ASKED, "answer:", "7: items[0].answer:"),
        (ASKED, "answer: {a: b}", "7: items[0].answer: must be a term: text, a number, or a list of these"),
        (ASKED, "wrt: x", "6: items[0]: asks for nothing: write `answer:` or `program:`"),
        (
            ASKED,
            "wrt: x",
            "7: items[0].wrt: is not a key here; there are: accepts, aliases, answer, carried_credit, form",
        ),
        (ASKED, "anwser: diff(f, x)", "7: items[0].anwser: is not a key here; did you mean `answer`?"),
        (
            ASKED,
            ASKED + "\n    program: {method: descent(f), starts: [[1, 1]]}",
            "6: items[0]: says both `answer:` and `program:`; keep one",
        ),
        (ASKED, "program: {method: diff(f), starts: [[1, 1]]}", "7: items[0].program.method:"),
        (
            ASKED,
            "program: {method: f, starts: [[1, 1]]}",
            "7: items[0].program.method: is a function; write a rule of steps, such as descent(f)",
        ),
        (ASKED, ASKED + "\n    after: [df_dx]", "8: items[0].after: belongs to the form of before"),
        (ASKED, "answer: df_dx", "7: items[0].answer: the item builds on itself: its own term names it"),
        (
            ASKED,
            "answer: 2*b\n  - {id: b, answer: 1 + df_dx}",
            "7: items[0].answer: the item builds on itself: df_dx → b → df_dx",
        ),
        ("prompt: P", "prompt: P\nprompt: Q", "3: prompt: stands here twice; keep one"),
        ("prompt: P", "prompt: !!python/object/apply:os.system [echo]", "2: prompt: the tag"),
        ("2*x + y", "2*x +", "4: functions.f(x, y): `2*x +` cannot be read as a term"),
        ("2*x + y", "2*x + z", "4: functions.f(x, y): `z` is no name of this file"),
        ("f(x, y)", "f", "4: functions.f: `f` is no head of a function; write it as f(x, y)"),
        (
            "f(x, y)",
            "f()",
            "4: functions.f(): has no variables; write the head as f(x, y), and a number under `given:`",
        ),
        ("f(x, y)", "f(x y)", "4: functions.f(x y): `x y` is no variable; write the head as f(x, y)"),
        ("f(x, y)", "sin(x, y)", "4: functions.sin(x, y): `sin` is an operator of terms; give it another name"),
        ("f(x, y)", "e(x, y)", "4: functions.e(x, y): `e` is a number already; give it another name"),
        ("f(x, y): 2*x + y", "f(x, y):", "4: functions.f(x, y): must be text or a mapping (here: nothing)"),
        (
            "2*x + y",
            "{is: x*y, domain: {q: [0, 1]}}",
            "4: functions.f(x, y).domain.q: is not one of the variables (x, y)",
        ),
        (
            "2*x + y",
            "{is: x*y, domain: {x: [2, 1]}}",
            "4: functions.f(x, y).domain.x: the first end must be smaller than the second",
        ),
        (
            "2*x + y",
            "{is: x*y, domian: {x: [1, 2]}}",
            "4: functions.f(x, y).domian: is not a key here; did you mean `domain`?",
        ),
        ("items", "given: {x: 3}\nitems", "4: functions.f(x, y): its variable `x` has a value under `given:`"),
        ("items", "given: {P: f}\nitems", "5: given.P: is a function; what is given is a number, a point or a vector"),
        ("items", "given: {P: df_dx}\nitems", "5: given.P: `df_dx` is no name of this file"),
        (
            "items",
            "given: {df_dx: 3}\nitems",
            "7: items[0].id: `df_dx` is given in this file; give the item another id",
        ),
        (
            "id: df_dx",
            "id: f",
            "6: items[0].id: `f` is a function in this file; give the item another id, and `name: f` for what students define",
        ),
        (ASKED, ASKED + "\n    tolerance: -1", "8: items[0].tolerance:"),
        (ASKED, ASKED + "\n    aliases: [a b]", "8: items[0].aliases[0]: `a b` is not a name"),
        (ASKED, ASKED + "\n    points: -1", "8: items[0].points: must lie between"),
        ("title: T", "\ttitle: T", "1: is not YAML:"),
        ("prompt: P", "prompt: P\npoints: 3", "3: points: the points of the items add up to 1, not 3"),
        (
            ASKED,
            ASKED + "\n    accepts: [true]",
            "8: items[0].accepts[0].answer: must be text, a number, or a list of these",
        ),
        (
            ASKED,
            ASKED + "\n    accepts: [{answer: 2, code: df_dx = 2}]",
            "8: items[0].accepts[0]: give one of answer, code and file",
        ),
        (
            ASKED,
            ASKED + "\n    rejects:\n      - 3\n      - {answer: 4, verdit: partial}",
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
    text = (
        WHOLE
        + """\
    accepts: ["2", 2, [1, x], {code: df_dx = 2}]
    rejects: [3, {answer: 4, credit: 1/2, misconception: doubled, hint: twice}]
"""
    )
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
    assert problems_of(WHOLE.replace("(x, y)", "(x, y, x)")) == [
        "4: functions.f(x, y, x): a variable stands here twice; keep one"
    ]


def test_faults_of_type_are_said_in_the_words_of_yaml():
    """Nobody has to know what checks the file."""
    assert problems_of("title: [1]\nprompt: P\nfunctions: f\ngiven: [1]\nitems: {a: b}\n") == [
        "1: title: must be text",
        "3: functions: must be a mapping (here: 'f')",
        "4: given: must be a mapping",
        "5: items: must be a list",
    ]


def test_aliases_of_aliases_end():
    """A file of a few lines that stands for millions of values is refused at once."""
    rows = [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    (problem,) = problems_of("\n".join(["a0: &a0 [x, x, x, x, x, x, x, x, x, x]", *rows]))
    assert problem.startswith("1: holds more than")


def test_a_merge_key_brings_what_an_item_does_not_say_itself():
    """`<<: *name` works as everywhere in YAML, and an own key goes before a merged one."""
    text = (
        WHOLE.replace("- id: df_dx", "- &first\n    points: 3\n    reveal: true\n    id: df_dx")
        + "  - <<: *first\n    id: df_dy\n    answer: diff(f, y)\n    points: 2\n"
    )
    items = read_exercise(text, "x.yml", "x").items
    assert [(item.id, item.points, item.reveal) for item in items] == [("df_dx", 3, True), ("df_dy", 2, True)]


def test_a_file_far_too_large_is_not_read(tmp_path: Path):
    """What is no exercise is told by its size."""
    (tmp_path / "x.yml").write_text("title: " + "x" * 1_100_000, encoding="utf-8")
    with pytest.raises(SpecError, match="larger than 1 MB"):
        load_exercise(tmp_path / "x.yml")


NAMES = "answer: names_in(diff(f, x))"
STEPS = 'answer: "steps(descent(f, 0.1), start=[1, 2], count=2)"'
PROGRAM = "program: {method: descent(f), starts: [[1, 1]], arrives: nowhere}"
IDLE = [
    (ASKED, "carried_credit: 1/2", "names no other item"),
    (NAMES, "tolerance: 0.1", "a set of names"),
    (NAMES, "up_to: sign", "a set of names"),
    (NAMES, "form: exact", "a set of names"),
    (NAMES, "carried_credit: 1/2", "names no other item"),
    (STEPS, "up_to: sign", "points in a row"),
    (STEPS, "form: exact", "points in a row"),
    (PROGRAM, "reveal: true", "a program"),
    (PROGRAM, "carried_credit: 1/2", "names no other item"),
    (PROGRAM, "misconceptions: [{name: a, expression: x, text: No.}]", "a program"),
]


@pytest.mark.parametrize(("asked", "key", "why"), IDLE)
def test_a_key_that_would_do_nothing_is_refused(asked: str, key: str, why: str):
    """An author is told that a key does nothing for what is asked, instead of being left to believe that it does something."""
    name = key.partition(":")[0]
    (found,) = problems_of(WHOLE.replace(ASKED, f"{asked}\n    {key}"))
    assert found.startswith(f"8: items[0].{name}: does nothing")
    assert why in found


@pytest.mark.parametrize(
    ("asked", "up_to", "problem"),
    [
        ("answer: f(x, y)", "order", "`order` means nothing for a formula; there is factor, positive factor, sign, constant"),
        ("answer: gradient(f)", "constant", "`constant` means nothing for a vector"),
        ("answer: f(1, 2)", "factor", "`factor` means nothing for a number; there is sign"),
        (ASKED, "nothing", "must be `factor`, `positive factor`, `sign`, `order` or `constant` (here: 'nothing')"),
    ],
)
def test_what_an_answer_may_differ_by_fits_what_is_asked(asked: str, up_to: str, problem: str):
    """A loosening that no answer of this shape can have is refused, with those that it can."""
    (found,) = problems_of(WHOLE.replace(ASKED, f"{asked}\n    up_to: {up_to}"))
    assert found.startswith(f"8: items[0].up_to: {problem}")


SLOPE = """\
title: T
prompt: P
functions:
  f(x, y): x*y
items:
  - {id: g, answer: gradient(f)}
  - {id: u, answer: "unit([1, 1])"}
  - {id: d, answer: "diff(f, x)"}
  - {id: s, answer: "TERM"}
"""


@pytest.mark.parametrize(
    ("term", "after", "keys", "problem"),
    [
        ("dot(g, u)", ("g", "u"), ", carried_credit: 1/2", None),
        ("dot(gradient(f), u)", ("u",), "", None),
        ("dot(gradient(f), unit([1, 1]))", (), "", None),
        (
            "dot(gradient(f), unit([1, 1]))",
            (),
            ", carried_credit: 1/2",
            "9: items[3].carried_credit: does nothing where",
        ),
        ("dot(g, d)", (), "", "9: items[3].answer: `dot(g, d)`: dot takes two vectors, and d is a variable (column 8)"),
        ("dot(g, v)", (), "", "9: items[3].answer: `v` is no name of this file"),
        ("dot(g, u)", (), ", form_share: 1/2", "9: items[3]: form_share does nothing without a form"),
        ("dot(g, u)", ("g", "u"), ", form: expanded, form_share: 1/2", None),
    ],
)
def test_what_a_slope_builds_on_is_what_its_term_names(term: str, after: tuple[str, ...], keys: str, problem: str | None):
    """The names in a term are what it builds on; `carried_credit` needs them, and a share of the form needs a form."""
    text = SLOPE.replace('"TERM"', f'"{term}"{keys}')
    if problem is None:
        assert read_exercise(text, "x.yml", "x").items[3].after == after
    else:
        assert [found.startswith(problem) for found in problems_of(text)] == [True], problems_of(text)


def test_a_fault_is_placed_by_the_file_also_behind_an_item_that_cannot_be_read():
    """Items are counted as they stand in the file, and one that is broken is still there to be built on."""
    text = SLOPE.replace("TERM", "dot(g, nobody)").replace("gradient(f)}", "gradient(f), points: many}")
    found = problems_of(text)
    assert found == [
        "6: items[0].points: must be a number, like 2 or 0.5 or 1/3 (here: 'many')",
        "9: items[3].answer: `nobody` is no name of this file (column 8)",
    ]
    text = SLOPE.replace("TERM", "dot(u, nobody)").replace("gradient(f)}", "gradient(f), points: many}")
    assert problems_of(text)[1].startswith("9: items[3].answer: `nobody` is no name of this file")


CUT = [
    (
        "functions: {f(x, y): x*y}",
        "items:\n  - {id: a, answer: gradient(f)}",
        "1: functions: `f(x, y)` is cut at its comma here",
    ),
    (
        "functions:\n  f(x, y): x*y",
        "items:\n  - {id: a, answer: diff(f, x)}",
        "4: items[0].answer: `diff(f, x)` is cut at its",
    ),
    (
        "functions:\n  f(x): x",
        "given: {a: f(2), P: max(1, 2, 3)}\nitems:\n  - {id: a, answer: f(1)}",
        "3: given.P: `max(1, 2, 3)` is cut",
    ),
    ("functions:\n  f(x): x", "items:\n  - {id: u, answer: direction(30, '-x', '+y')}", "4: is not YAML: "),
    ("functions:\n  f(x): x", "items:\n  - {id: u, answer: unit([3, 4]), points: 2}", "4: is not YAML: "),
]


@pytest.mark.parametrize(("functions", "items", "problem"), CUT)
def test_a_term_that_yaml_cuts_at_a_comma_is_told_with_the_quotes_it_needs(functions: str, items: str, problem: str):
    """Between braces a comma ends a value; an author reads that, once, and not what came of the pieces."""
    found = problems_of(f"{functions}\n{items}\ntitle: T\nprompt: P\n")
    assert found[0].startswith(problem)
    assert "quotes" in found[0]
    assert all("functions." not in each and "is no head" not in each for each in found)


OLD = """\
title: T
prompt: P
function: {name: h, variables: [x, y], expression: x*y + 1}
items:
  - {id: dh_dx, kind: partial_derivative, with_respect_to: x}
  - {id: names, kind: depends_on, with_respect_to: y}
  - {id: g, kind: gradient}
  - {id: u, kind: unit_vector, angle_degrees: 30, measured_from: "-x", towards: "+y"}
  - {id: u2, kind: unit_vector, vector: [3, 4]}
  - {id: s, kind: directional_derivative, after: [g, u]}
  - {id: s2, kind: directional_derivative, angle_degrees: 150}
  - {id: st, kind: steps, start: [1, 2], step_size: 0.1, count: 3}
  - {id: d, kind: descent, starts: [1]}
  - {id: d2, kind: descent, starts: [1], step_size: 0.2}
"""


def test_the_form_of_before_is_refused_with_what_to_write():
    """Nothing is converted, and nobody has to look up what the old words are called now."""
    found = problems_of(OLD)
    assert found[0] == "3: function: functions have a new form; write `functions:` and below it `h(x, y): x*y + 1`"
    told = [text.split(": items have a new form; write ")[1] for text in found[1:]]
    assert told[:8] == [
        "`answer: diff(h, x)`",
        "`answer: names_in(diff(h, y))`",
        "`answer: gradient(h)`",
        "`answer: \"direction(30, '-x', '+y')\"`",
        '`answer: "unit([3, 4])"`',
        '`answer: "dot(g, u)"`',
        '`answer: "dot(gradient(h), direction(150))"`',
        '`answer: "steps(descent(h, 0.1), start=[1, 2], count=3)"`',
    ]
    assert [
        text.startswith(("`program: {method: descent(h), ", "`program: {method: descent(h, 0.2), ")) for text in told[8:]
    ] == [True, True]
    for at, text in enumerate(told[:8]):
        key, _, term = text.strip("`").partition(": ")
        line = f"  - {{id: a{at}, {key}: {term}}}" if term.startswith('"') else f"  - id: a{at}\n    {key}: {term}"
        earlier = "  - {id: g, answer: gradient(h)}\n  - {id: u, answer: direction(9)}\n"
        whole = f"title: T\nprompt: P\nfunctions:\n  h(x, y): x*y + 1\nitems:\n{earlier}{line}\n"
        assert read_exercise(whole, "x.yml", "x").items[2].function is not None


def test_the_words_are_ours_whatever_is_wrong_with_a_value():
    """No sentence of the library that checks types reaches an author: each says what must stand there."""
    values = [
        None, True, -5, 1.5, float("nan"), float("inf"), 10**400, "", "abc", "1/0", [], [1, 2, 3], [None], {}, {"a": 1},
        {"x": [1]}, {"x": ["a", "b"]}, {1: 2}, [{"a": 1}], list(range(200)), "x" * 300,
    ]  # fmt: skip
    models = [ExerciseKeys, ItemKeys, FunctionKeys, MisconceptionKeys, AcceptedKeys, RejectedKeys, LimitKeys]
    models += [CourseKeys, LateKeys, OverrideKeys, *(kind.options for kind in KINDS.values())]
    foreign = re.compile(
        r"[Ii]nput|valid (?:string|list|dict|tuple|number|integer|boolean|fraction)|pydantic|[Tt]uple|permitted"
    )
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
    document = load("base: &base {points: 2, answer: gradient(f)}\nitem:\n  <<: *base\n  points: 3\n", problems)
    assert problems.found == []
    assert document["item"] == {"points": 3, "answer": "gradient(f)"}


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


def test_an_unreadable_file_keeps_no_other_from_being_verified(tmp_path: Path):
    """Whoever mends one file hears of it, and the others are verified all the same."""
    (tmp_path / "good.yml").write_text(WHOLE, encoding="utf-8")
    (tmp_path / "old.yml").write_text(OLD, encoding="utf-8")
    exercises, problems = load_exercises(sorted(tmp_path.glob("*.yml")))
    assert [exercise.id for exercise in exercises] == ["good"]
    assert len(problems) == 11
