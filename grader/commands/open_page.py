"""Show a student's page in the browser; where there is none that has a window, say where the page lies."""

from __future__ import annotations

import tempfile
import webbrowser
from pathlib import Path

from grader.model import Gradebook
from grader.reports import rows
from grader.reports.files import write_whole
from grader.reports.formats.student_page import student_page


def opened(gradebook: Gradebook, out: Path, *, kept: bool) -> str:
    """Open the page of the one student and return what to say of it; one whose reports are not `kept` gets a place of its own."""
    row = next(iter(rows(gradebook)))
    page = (out / "feedback" / row.feedback_file).with_suffix(".html")
    if not kept or not page.is_file():
        page = Path(tempfile.mkdtemp(prefix="grade-")) / page.name
        write_whole(page, student_page(row.grade, gradebook.assignment))
    return told_of(page)


def told_of(page: Path, *, opens: bool = True) -> str:
    """Open a page, unless it is one of many, and return where it lies and what to do with it."""
    opens = opens and _shown_in_browser(page)
    return f"The page is {page}" + ("; it opens in your browser." if opens else "; open it in a browser.")


def _shown_in_browser(page: Path) -> bool:
    """Tell whether a browser with a window of its own was told to open it; one in the terminal would hide what is said there."""
    try:
        browser = webbrowser.get()
        if isinstance(browser, webbrowser.GenericBrowser) and not isinstance(browser, webbrowser.BackgroundBrowser):
            return False
        return browser.open(page.resolve().as_uri())
    except (webbrowser.Error, OSError):
        return False
