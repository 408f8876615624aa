"""A student's page: what it says, that whatever a student wrote stays text, and what it holds to."""

from __future__ import annotations

import base64
import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from grader.model import CheckResult, Grade, Key, Place, Statement, Verdict
from grader.reports.formats.markdown_letter import feedback_markdown
from grader.reports.formats.student_page import MOST_BYTES, mathml, student_page
from tests.reports.drawn_answers import ANSWERS, graded_with, lesson
from tests.reports.sample import (
    ASSIGNMENT,
    HOSTILE_NAMES,
    graded,
    handed_in,
    hostile,
    judged,
    mixed,
    perfect,
    said,
    unreadable,
)

WRONG = ("uphill", "uphill on a line", "steps by hand", "a derivative", "a direction", "a gradient")
ATTACKS = (
    "<script>alert(1)</script>", "</style><script>alert(1)</script>", "<svg onload=alert(1)>", "<img src=x onerror=alert(1)>",
    "</title><b>", "\u202egnp.exe", "{{ 7 * 7 }}", "{% include 'page.css.j2' %}", r"\href{javascript:alert(1)}{x}", "]]>",
    "&lt;b&gt;",
    "' onmouseover='alert(1)", '" autofocus onfocus="alert(1)', "javascript:alert(1)", "<!--", "x" * 100_000, "<" * 100_000,
)  # fmt: skip
OURS = frozenset(
    "html head meta title style body main header footer section article h1 h2 h3 p strong bdi code ul li a span table "
    "thead tbody tr th td figure figcaption div details summary svg desc g rect path line polyline polygon circle text clippath "
    "math mrow mi mo mn mfrac msup msub mtable mtr mtd msqrt mroot mfenced mspace mtext mover munder mstyle".split()
)
SAFE = re.compile(r"#q\d+")


class Read(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One element."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """A piece of text."""
        self.text += data


def is_safe(page: str) -> Read:
    """The page as it is read: it has our elements alone, no script, nothing that is fetched, and is not too long."""
    read = Read(page)
    assert {tag for tag, _ in read.elements} <= OURS
    for tag, attributes in read.elements:
        assert not any(name.startswith("on") or name in {"src", "style", "srcdoc", "action"} for name in attributes), (
            tag
        )
        assert all(SAFE.fullmatch(str(attributes[name])) for name in ("href", "xlink:href") if name in attributes)
    assert len(page.encode()) <= MOST_BYTES
    assert "\u202e" not in page
    return read


def test_pages_read_well(golden: Callable[[str, str], None]) -> None:
    """Score, next step, overview, then each question with its reasons, in the letter's order."""
    golden("mixed.html", student_page(mixed(), ASSIGNMENT))
    golden("unreadable.html", student_page(unreadable(), ASSIGNMENT))
    golden("drawn.html", student_page(graded_with("uphill on a line", "a direction", "a derivative"), lesson()))


@pytest.mark.parametrize(
    "grade", [perfect(), mixed(), unreadable(), graded_with(*WRONG)], ids=["perfect", "mixed", "none", "drawn"]
)
def test_a_page_forbids_what_it_does_not_need(grade: Grade) -> None:
    """Its policy names its own style by its digest, and nothing else is let in."""
    page = student_page(grade, lesson() if grade.submission.student.id == "emmy" else ASSIGNMENT)
    is_safe(page)
    style = page.split("<style>")[1].split("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in page
    assert '<html lang="en">' in page
    assert page.count("<h1") == 1


def test_a_page_says_what_the_letter_says() -> None:
    """Every sentence of the Markdown letter stands on the page too."""
    grade = mixed()
    page = Read(student_page(grade, ASSIGNMENT)).text
    for graded_item in grade.items:
        for remark in graded_item.result.feedback:
            if remark.audience == "student":
                assert " ".join(remark.text.replace("`", "").split()) in " ".join(page.split())
    assert "-3*x the expected value" not in page
    assert "Next step" in feedback_markdown(grade, ASSIGNMENT)


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_attacks_stay_text(attack: str) -> None:
    """In a name, a file's name, an answer, a message, a call, a line of code."""
    place = Place(file="a.py", line=1)
    submission = replace(
        handed_in(attack, file=attack),
        statements=(Statement(source=f"df_dx = '{attack}'", place=place, names=("df_dx",)),),
        remarks=(said(f"`{attack}` and {attack}"),),
    )
    evidence = {
        "call": attack,
        "gave": attack,
        "place": {"file": "a.py", "line": 1},
        "trajectory": [{"start": [attack]}],
    }
    answer = judged("df_dx", Verdict.INCORRECT, understood=attack, feedback=(said(attack),), evidence=evidence)
    read = is_safe(student_page(graded(submission, answer), ASSIGNMENT))
    if len(attack) < 60 and "\u202e" not in attack:
        assert attack in read.text


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=range(len(HOSTILE_NAMES)))
def test_strange_names_stay_names(name: str) -> None:
    """Whatever a student is called."""
    is_safe(student_page(hostile(name), ASSIGNMENT))


def test_a_page_is_never_too_long() -> None:
    """Pictures are given up before words are."""
    long = tuple(said(f"{'word ' * 390}{number}") for number in range(47))
    grade = graded_with(*WRONG)
    items = tuple(
        replace(item, result=replace(item.result, feedback=long)) if place == 0 else item
        for place, item in enumerate(grade.items)
    )
    page = student_page(replace(grade, items=items), lesson())
    assert len(page.encode()) <= MOST_BYTES
    assert page.count("<figure") < 4


def test_an_answer_is_shown_as_mathematics() -> None:
    """A formula as it was read, and what is none as it was written."""
    key = Key(exercise="partial_derivatives", item="df_dx")
    page = student_page(_with(CheckResult(key=key, verdict=Verdict.INCORRECT, understood="4*x")), lesson())
    assert "<math" in page
    assert "<math" not in student_page(
        _with(CheckResult(key=key, verdict=Verdict.INCORRECT, understood="a SymPy expression")), lesson()
    )
    assert mathml("x**2/y", ("x", "y")).startswith("<math")


def _with(answer: CheckResult) -> Grade:
    grade = graded_with()
    items = tuple(replace(item, result=answer) if item.result.key == answer.key else item for item in grade.items)
    return replace(grade, items=items)


def test_every_picture_has_words() -> None:
    """Each has a title, a sentence, a line on what its marks mean, and its numbers in a table."""
    for name in ANSWERS:
        page = student_page(graded_with(name), lesson())
        assert page.count("<figure") == page.count("<details") == page.count("<figcaption") == 1
        assert page.count('role="img"') == page.count("<title id=") == page.count("<desc id=") >= 1
        ids = re.findall(r'\bid="([^"]+)"', page)
        assert len(ids) == len(set(ids))


def test_pages_of_a_class_are_quick() -> None:
    """What a class has in common is made once: a page takes some thousandths of a second."""
    grades = [graded_with(*WRONG), graded_with("right descent", "right on a line"), mixed()]
    pages = [(grade, lesson() if grade.submission.student.id == "emmy" else ASSIGNMENT) for grade in grades]
    for grade, assignment in pages:
        student_page(grade, assignment)
    begun = time.process_time()
    for grade, assignment in pages * 5:
        student_page(grade, assignment)
    assert (time.process_time() - begun) / 15 < 0.06  # 15 ms are the aim, which `benchmarks/class.py` measures


def test_a_page_speaks_the_course_s_language() -> None:
    """Its own words, those of the pictures and of the letter; only what the exercises are called is English here."""
    page = student_page(graded_with(*ANSWERS), replace(lesson(), language="de"))
    assert '<html lang="de">' in page
    ours = re.sub(r"<style>.*?</style>|<code>.*?</code>|<math.*?</math>", "", page, flags=re.DOTALL)
    ours = re.sub(r"<[^>]*>", " ", ours)
    for title in (exercise.title for exercise in lesson().exercises):
        ours = ours.replace(title, "")
    assert {"the", "and", "of", "is", "your", "at", "step", "darker", "point"}.isdisjoint(re.findall(r"\w+", ours.lower()))
