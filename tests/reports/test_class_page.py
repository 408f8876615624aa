"""A class's figures, the page that shows them, and the same for programs: true, quick, anonymous, and never markup."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import re
import time
from array import array
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.model import Assignment, CheckResult, Grade, ItemGrade, Key, Place, Statement, Student, Submission, Verdict
from grader.reports import write_all
from grader.reports.class_figures import ENOUGH, MOST_ROWS, ClassChange, ClassTally, Figures, MistakeChange, correlation
from grader.reports.formats.class_page import class_json, class_page, open_class, schema, short_form
from grader.reports.formats.gradebook_json import plain_json
from grader.reports.wrong_answers import AnswerGroup
from grader.sentences.catalogue import sentence
from tests.reports.drawn_answers import ANSWERS, graded_with, lesson
from tests.reports.sample import (
    ASSIGNMENT,
    HOSTILE_NAMES,
    book,
    graded,
    handed_in,
    hostile,
    judged,
    mixed,
    perfect,
    said,
    unreadable,
)
from tests.reports.test_student_page import ATTACKS, OURS, Read

MOST_BYTES, MOST_SECONDS = 2_000_000, 10.0
"""What a page of ten thousand students may be, and may take."""
CHANGE = ClassChange(
    since="the last run", students=3, changed=2, up=1, down=1, new=1,
    mistakes=(MistakeChange(name="sign", gone=2, stayed=1, came=0),),
)  # fmt: skip


def figures(grades: Iterable[Grade], assignment: Assignment = ASSIGNMENT, changes: Iterable[ClassChange] = ()) -> Figures:
    """The figures of a class."""
    tally = ClassTally(assignment)
    for grade in grades:
        tally.add(grade)
    return tally.figures(missing=2, changes=changes)


def page_of(*grades: Grade, assignment: Assignment = ASSIGNMENT) -> str:
    """A class's page."""
    return class_page(figures(grades, assignment), assignment, "2026-11-24T10:00:00Z")


def answered(student: str, text: str = "", verdict: Verdict = Verdict.INCORRECT, **rest: object) -> Grade:
    """Somebody with one answer to `df_dx`."""
    return graded(handed_in(student), judged("df_dx", verdict, understood=text or None, **rest))


def drawn_class(count: int = 3) -> list[Grade]:
    """A class whose descents can be drawn."""
    names = ("uphill", "uphill on a line", "right descent", "right on a line", "a derivative", "steps by hand")
    graded_ = [graded_with(*(name for name in names if name in ANSWERS)) for _ in range(count)]
    return [
        replace(grade, submission=replace(grade.submission, student=Student(id=f"s{k}", name=f"Student {k}")))
        for k, grade in enumerate(graded_)
    ]


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=2, max_size=40))
def test_correlation_is_pearsons(pairs: list[tuple[int, int]]) -> None:
    """It is NumPy's where that has one, and none where one of the two never varies."""
    one, other = ([pair[place] / 3 for pair in pairs] for place in (0, 1))
    found = correlation(array("d", one), array("d", other))
    if len(set(one)) == 1 or len(set(other)) == 1:
        assert found is None
    else:
        assert found == pytest.approx(np.corrcoef(one, other)[0, 1], abs=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_share_right_and_correlation_of_a_class(seed: int) -> None:
    """Of a random class p, r, points lost and their order are what a table of its points gives."""
    draw = random.Random(seed)
    keys = [Key(exercise=e.id, item=i.id) for e in ASSIGNMENT.exercises for i in e.items]
    worth = {Key(exercise=e.id, item=i.id): i.points for e in ASSIGNMENT.exercises for i in e.items}
    credits = [[Fraction(draw.choice((0, 0, 1, 2, 2)), 2) for _ in keys] for _ in range(50)]
    words = {0: Verdict.INCORRECT, Fraction(1, 2): Verdict.PARTIAL, 1: Verdict.CORRECT}
    told = figures(
        graded(handed_in(f"s{k}"), *(CheckResult(key=key, verdict=words[c], credit=c) for key, c in zip(keys, row, strict=True)))
        for k, row in enumerate(credits)
    )
    table = np.array([[float(c * worth[key]) for key, c in zip(keys, row, strict=True)] for row in credits])
    for item in told.items:
        place = keys.index(item.key)
        own, rest = table[:, place], table.sum(axis=1) - table[:, place]
        assert item.right == pytest.approx(np.mean([row[place] == 1 for row in credits]))
        assert item.correlation == pytest.approx(np.corrcoef(own, rest)[0, 1], abs=1e-9)
        assert float(item.lost) == pytest.approx(float(worth[item.key]) * len(credits) - own.sum())
        assert item.is_odd == (item.correlation < 0.1)
    assert [item.lost for item in told.items] == sorted((item.lost for item in told.items), reverse=True)
    assert float(told.mean) == pytest.approx(table.sum(axis=1).mean())
    assert float(told.median) == pytest.approx(np.median(table.sum(axis=1)))
    assert sum(told.histogram) == len(credits)


def test_few_students_mark_nothing() -> None:
    """A question is marked from twenty students on."""
    few = figures(answered(f"s{k}", "3*x") for k in range(ENOUGH - 1))
    enough = figures(answered(f"s{k}", "3*x") for k in range(ENOUGH))
    assert not any(item.is_hard or item.is_odd for item in few.items)
    assert any(item.is_hard for item in enough.items)


def test_what_nobody_could_read_says_nothing_of_questions() -> None:
    """A file that could not be read is counted, and no answer of it is one that was wrong."""
    told = figures([perfect(), unreadable()])
    assert (told.students, told.unreadable) == (2, 1)
    assert all(item.right == 1 and item.lost == 0 for item in told.items)


def test_what_waits_is_not_lost() -> None:
    """Points that a person may still give are no points lost."""
    waiting = graded(handed_in("a"), judged("df_dx", Verdict.NEEDS_REVIEW))
    (item,) = [item for item in figures([waiting]).items if item.key.item == "df_dx"]
    assert (item.lost, item.right) == (0, None)


def test_a_mistake_is_counted_once_a_student() -> None:
    """Somebody who loses a sign twice is one student, in two items."""
    twice = graded(
        handed_in("a"),
        judged("df_dx", Verdict.INCORRECT, misconception="sign", understood="4*x + 3*y", feedback=(said("A sign."),)),
        judged("df_dy", Verdict.INCORRECT, misconception="sign", understood="3*x", feedback=(said("A sign."),)),
    )
    (mistake,) = figures([twice, perfect()]).mistakes
    assert (mistake.name, mistake.students, dict(mistake.items)) == ("sign", 1, {"df_dx": 1, "df_dy": 1})
    assert mistake.example is not None
    assert mistake.example.told == "A sign."


def _unnamed(*grades: Grade) -> list[AnswerGroup]:
    return list(figures(grades).unnamed)


def test_equal_answers_are_one_group() -> None:
    """Formulas that are equal by their canonical key are counted together, the most frequent first."""
    found = _unnamed(answered("a", "7*z"), answered("b", "3*x + y"), answered("c", "y + 3*x"))
    assert [(group.text, group.students) for group in found] == [("3*x + y", 2), ("7*z", 1)]


def test_a_cause_that_was_named_is_no_gap() -> None:
    """What a student was told the cause of needs no hint; what only says that it is wrong does."""
    told = replace(said(""), text=sentence("slip.sign"))
    assert _unnamed(answered("a", "7*z", feedback=(told,))) == []
    assert len(_unnamed(answered("a", "7*z", feedback=(said("It is not right."),)))) == 1


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("df_dx = lambda x, y: 7 * x  # mine", '- {code: "df_dx = lambda x, y: 7 * x"}'),
        ("def df_dx(x, y):\n    return np.sin(x)", '- {code: "import numpy as np\\ndef df_dx(x, y):\\n    return np.sin(x)"}'),
        ("df_dx = helper(3)", ""),
    ],
)
def test_code_is_pasted_with_what_it_needs(source: str, line: str) -> None:
    """Code loses its comments and brings its imports; what needs other code of its student has no line."""
    place = Place(file="a.py", line=1)
    statements = (
        Statement(source="import numpy as np", place=place, names=("np",)),
        Statement(source="helper = abs", place=place, names=("helper",)),
        Statement(source=source, place=place, names=("df_dx",)),
    )
    grade = graded(handed_in("somebody", statements=statements), judged("df_dx", Verdict.INCORRECT))
    (group,) = _unnamed(grade)
    assert group.line == line


def test_an_answer_that_names_its_student_is_not_shown() -> None:
    """An example is anonymous."""
    assert _unnamed(answered("Lovelace", "lovelace*x")) == []


def test_a_pasted_line_holds(tmp_path: Path) -> None:
    """The line is what `grade verify` reads and holds: the same verdict, and the same credit."""
    from grader.course.exercises import load_written

    texts = ["7*x + \"z\"'", "3*x - y", "[(-3, -1)]", "x, y, z", "sin(x)²", "\u202eabc"]
    found = _unnamed(*(answered(f"s{k}", text, credit=Fraction(1, 2)) for k, text in enumerate(texts)))
    file = tmp_path / "partial_derivatives.yml"
    written = (Path(__file__).parents[2] / "exercises" / file.name).read_text(encoding="utf-8")
    lines = "".join(f"\n      {group.line}" for group in found)
    file.write_text(written.replace("    rejects:", f"    rejects:{lines}", 1), encoding="utf-8")
    rejected = load_written(file).exercise.items[0].rejects[: len(texts)]
    assert [example.answer for example in rejected] == [group.text for group in found]
    assert {example.credit for example in rejected} == {Fraction(1, 2)}


def test_a_class_reads_well(golden: Callable[[str, str], None]) -> None:
    """Strip, questions, mistakes, wrong answers, pictures, changes, students: in the order in which a teacher needs them."""
    grades = [perfect(), mixed(), unreadable(), answered("Emmy Noether", "7*z", feedback=(said("It is not right."),))]
    golden("class.html", class_page(figures(grades, changes=[CHANGE]), ASSIGNMENT, "2026-11-24T10:00:00Z"))
    golden("class-drawn.html", page_of(*drawn_class(), assignment=lesson()))


@pytest.mark.parametrize("attack", [*ATTACKS, *HOSTILE_NAMES], ids=lambda attack: repr(attack[:12]))
def test_attacks_stay_text(attack: str) -> None:
    """What students write, and how they are called, is text on the page, which has no script and fetches nothing."""
    grades = [hostile(attack), answered("b", attack, misconception="sign", feedback=(said(attack),)), answered("c", attack)]
    page = page_of(*grades)
    read = Read(page)
    assert {tag for tag, _ in read.elements} <= OURS | {"ol", "br"}
    for _, attributes in read.elements:
        assert not any(name.startswith("on") or name in {"src", "style", "srcdoc", "action"} for name in attributes)
        assert all(re.fullmatch(r"#m-\w+", str(attributes[name])) for name in ("href",) if name in attributes)
    assert "\u202e" not in page
    assert len(page) < 400_000


def test_the_policy_is_the_pages() -> None:
    """Its policy names its own style by its digest; there is one first heading."""
    page = page_of(perfect(), mixed())
    style = page.split("<style>")[1].split("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in page
    assert page.count("<h1") == 1


def test_names_are_asked_for() -> None:
    """Names stand below a line that opens, nowhere else; in the file for programs nowhere at all."""
    told = figures([perfect(), mixed()])
    page = class_page(told, ASSIGNMENT)
    before, _, within = page.partition('<details class="names">')
    assert "Ada Lovelace" not in before
    assert "Ada Lovelace" in within
    assert "Ada Lovelace" not in json.dumps(class_json(told), default=str)


def test_a_large_class_has_no_table_of_students() -> None:
    """Up to sixty students there is one row each, from then on none."""
    for count in (MOST_ROWS, MOST_ROWS + 1):
        rows = figures(perfect(f"s{k}") for k in range(count)).rows
        assert (rows is None) == (count > MOST_ROWS)


def test_nobody_and_one() -> None:
    """An empty class and one student have a page, and nothing is said on the terminal."""
    for grades in ([], [mixed()]):
        told = figures(grades)
        assert short_form(told) == []
        assert "<main>" in class_page(told, ASSIGNMENT)
    assert "Nobody has handed anything in yet" in page_of()


def test_the_short_form_names_the_hardest_and_the_commonest() -> None:
    """It is what a terminal has room for."""
    sign = [answered(f"s{k}", "3*x", misconception="sign_lost") for k in range(3)]
    told = [*sign, *(graded(handed_in(f"t{k}")) for k in range(2))]
    assert short_form(figures(told)) == ["Hardest: `grad_descent` (0 % right).", "Most frequent mistake: sign lost (3 students)."]


def test_every_path_that_was_seen_is_drawn() -> None:
    """Descents of one and of two variables are drawn with their step sizes, in words and as a table too."""
    page = page_of(*drawn_class(), assignment=lesson())
    assert page.count("Step sizes δ of the class") >= 2
    assert "limit of stability 0.145" in page
    assert "None lies at or beyond 0.145" in page
    read = Read(page)
    pictures = [attributes for tag, attributes in read.elements if tag == "svg" and attributes.get("role") == "img"]
    assert all("aria-labelledby" in attributes for attributes in pictures)


def test_schema_is_one_and_holds(tmp_path: Path) -> None:
    """`class.json` is as its schema says, with everything in it, and a key that the schema does not know is refused."""
    jsonschema.Draft202012Validator.check_schema(schema())
    write_all(book(), tmp_path, ["class"])
    written = json.loads((tmp_path / "class.json").read_text(encoding="utf-8"))
    jsonschema.validate(written, schema())
    told = figures(drawn_class(), lesson(), changes=[CHANGE])
    jsonschema.validate(plain_json(class_json(told)), schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**written, "further": 1}, schema())


def test_a_tally_that_is_filled_elsewhere_is_written(tmp_path: Path) -> None:
    """A run adds its class up once, for the terminal and for the page."""
    tally = ClassTally(ASSIGNMENT)
    tally.add(perfect())
    with open_class(book(), tmp_path / "class.html", tally, lambda: [CHANGE]):
        pass
    written = json.loads((tmp_path / "class.json").read_text(encoding="utf-8"))
    assert written["students"] == 1
    assert [change["since"] for change in written["changes"]] == ["the last run"]


def test_ten_thousand_students_are_a_short_page() -> None:
    """The page stays below two megabytes and is made in time, with thousands of different answers and step sizes."""
    draw, begun = random.Random(3), time.process_time()
    base = drawn_class(1)[0]

    def varied(number: int) -> Grade:
        items: list[ItemGrade] = []
        for each in base.items:
            result = each.result
            if isinstance(result.evidence.get("step_size"), float):
                result = replace(result, evidence={**result.evidence, "step_size": draw.uniform(0.001, 1.5)})
            items.append(replace(each, result=result))
        wrong = CheckResult(key=items[0].result.key, verdict=Verdict.INCORRECT, understood=f"{number % 3000}*x")
        items[0] = replace(items[0], result=wrong)
        student = Student(id=f"s{number}", name=f"s{number}")
        return replace(base, items=tuple(items), submission=Submission(student=student, files=("a.py",), digest="0"))

    told = figures((varied(number) for number in range(10_000)), lesson())
    page = class_page(told, lesson())
    assert len(page.encode()) < MOST_BYTES
    assert time.process_time() - begun < 2 * MOST_SECONDS  # with the making of the class
