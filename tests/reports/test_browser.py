"""Pages in a real browser: both colour schemes, a telephone and a desk, the keyboard, paper, and axe-core's rules.

Skipped, and counted as that, where there is no Chromium; `apt-get install chromium` brings one. axe-core is public: `npm
install axe-core` in the repository, or `AXE=…/axe.min.js`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.authoring.exercise_page import exercise_page
from grader.reports.formats.student_page import student_page
from tests.browser import NoBrowserError, Tab, axe, browser, opened
from tests.reports.drawn_answers import graded_with, lesson
from tests.reports.sample import ASSIGNMENT, hostile, mixed, perfect, unreadable
from tests.reports.test_class_page import drawn_class, page_of

pytestmark = [
    pytest.mark.skipif(browser() is None, reason="no Chromium on this machine, so no page was looked at"),
    pytest.mark.xdist_group("browser"),
]
LONG = "<b>" + "x" * 300
PAGES = {
    "mixed": lambda: student_page(mixed(), ASSIGNMENT),
    "perfect": lambda: student_page(perfect(), ASSIGNMENT),
    "unreadable": lambda: student_page(unreadable(), ASSIGNMENT),
    "hostile": lambda: student_page(hostile(LONG), ASSIGNMENT),
    "descents": lambda: student_page(
        graded_with("uphill", "uphill on a line", "steps by hand", "a long vector"), lesson()
    ),
    "answers": lambda: student_page(graded_with("a derivative", "a direction", "a gradient", "a slope"), lesson()),
    "right": lambda: student_page(graded_with("right descent", "right on a line"), lesson()),
    "class": lambda: page_of(perfect(), mixed(), unreadable(), hostile(LONG)),
    "class drawn": lambda: page_of(*drawn_class(), assignment=lesson()),
    "class of one": lambda: page_of(mixed()),
    "class of nobody": page_of,
    "revealed": lambda: student_page(graded_with("uphill", "steps by hand", "a direction"), lesson(reveal=True)),
    "exercise": lambda: exercise_page(next(e for e in lesson().exercises if e.id == "multivariable_descent")),
}
"""Every kind of page."""


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    """One browser for all."""
    try:
        with opened() as found:
            yield found
    except NoBrowserError as error:
        pytest.skip(str(error))


@pytest.fixture
def page(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """One kind of page as a file."""
    file = tmp_path / "page.html"
    file.write_text(PAGES[request.param](), encoding="utf-8")
    return file


def complaints(tab: Tab) -> list[object]:
    """What the browser said about a page: what its policy refused, and errors."""
    return [
        event["params"] for event in tab.events if event.get("method") in ("Log.entryAdded", "Runtime.exceptionThrown")
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 900])
@pytest.mark.parametrize("page", PAGES, indirect=True)
def test_nothing_is_lost_at_any_width(tab: Tab, page: Path, width: int, dark: bool) -> None:
    """Nobody has to scroll sideways, nothing is refused, and axe-core finds nothing."""
    tab.events.clear()
    tab.show(page, width, dark=dark)
    assert tab.value("document.documentElement.scrollWidth") <= width
    cut = tab.value(
        "[...document.querySelectorAll('body *')]"
        ".filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('svg') && !e.closest('.scroll table'))"
        ".map(e => e.outerHTML.slice(0, 200))"
    )
    assert cut == []
    assert complaints(tab) == []
    core = axe()
    if core is None:
        pytest.skip(
            "axe-core is not here, so accessibility was not looked at: npm install axe-core, or AXE=…/axe.min.js"
        )
    assert tab.faults(core) == []


@pytest.mark.parametrize("page", ["descents", "class drawn"], indirect=True)
def test_a_keyboard_reaches_everything(tab: Tab, page: Path) -> None:
    """Tab goes to each link and each table below a picture, and Enter opens one."""
    tab.show(page)
    wanted = tab.value("document.querySelectorAll('a, summary, [tabindex]').length")
    reached = set()
    for _ in range(wanted):
        for kind in ("keyDown", "keyUp"):
            tab.call("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)
        reached.add(tab.value("[...document.querySelectorAll('*')].indexOf(document.activeElement)"))
    assert len(reached) == wanted
    tab.value("document.querySelector('summary').focus()")
    assert tab.value("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    for kind in ("keyDown", "keyUp"):
        tab.call("Input.dispatchKeyEvent", type=kind, key="Enter", code="Enter", windowsVirtualKeyCode=13, text="\r")
    assert tab.value("document.activeElement.parentElement.open") is True


@pytest.mark.parametrize("page", ["descents", "mixed", "class drawn"], indirect=True)
def test_a_page_prints(tab: Tab, page: Path) -> None:
    """On paper dark becomes light, and the tables below pictures are there though nobody has opened them."""
    tab.show(page, dark=True)
    tab.call("Emulation.setEmulatedMedia", media="print", features=[{"name": "prefers-color-scheme", "value": "dark"}])
    assert tab.value("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    closed = tab.value(
        "[...document.querySelectorAll('details table')].filter(t => !t.checkVisibility({contentVisibilityAuto: true}))"
    )
    assert closed == []
    named = "[...document.querySelectorAll('.names ol')].filter(t => t.checkVisibility({contentVisibilityAuto: true})).length"
    assert tab.value(named) == 0  # who is who is on no paper
    assert tab.printed().startswith(b"%PDF")
    tab.call("Emulation.setEmulatedMedia", media="")


@pytest.mark.parametrize("page", ["descents"], indirect=True)
def test_a_script_would_not_run(tab: Tab, page: Path, tmp_path: Path) -> None:
    """The page's policy stops one that got in all the same."""
    attacked = tmp_path / "attacked.html"
    text = page.read_text(encoding="utf-8").replace(
        "<main>", "<main><script>document.title = 'owned'</script><img src=x onerror=\"document.title='owned'\">"
    )
    attacked.write_text(text, encoding="utf-8")
    tab.show(attacked)
    assert tab.value("document.title") != "owned"
