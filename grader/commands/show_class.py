"""`grade class`: the class's page from the last run, in the browser; nothing is graded anew and no student's code runs."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.text import Text

from grader.commands.explain import grade_kept
from grader.commands.open_page import told_of
from grader.commands.setting import Setting
from grader.errors import UsageError
from grader.model import Gradebook
from grader.reports.class_figures import ClassTally
from grader.reports.escaping import harmless, in_encoding
from grader.reports.formats.class_page import PAGE, short_form, write_class
from grader.store.rows import student_of
from grader.store.store import Store


def show_class(out: Path, setting: Setting, console: Console) -> None:
    """Open the page, or say its path; one the run did not write is made from the kept results.

    Raises:
        GraderError: nothing is kept, or what is kept cannot be read.
    """
    page = out / PAGE
    with Store.look(out) as store:
        setting = setting.for_students([student_of(row) for row in store.rows(brief=True)])
        tally = ClassTally(setting.assignment)
        for row in store.rows(brief=page.is_file()):
            tally.add(grade_kept(row, setting, store))
        gradebook = Gradebook(
            assignment=setting.assignment, grades=lambda: iter(()), isolation="", versions={}, graded_at=store.last_graded_at()
        )
    told = tally.figures()
    if not told.students:
        raise UsageError(f"No results are kept in {out}. Run `grade` first.")
    if not page.is_file():
        write_class(told, gradebook, out)
    for line in (*short_form(told), told_of(page)):
        console.print(Text(in_encoding(harmless(line.replace("`", "")), console.encoding), style="bold"), soft_wrap=True)
