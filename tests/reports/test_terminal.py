import io
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from grader.model import Grade, Gradebook, Student, Verdict
from grader.reports import summary
from grader.reports.formats.student_letter import StudentFeedback
from grader.reports.progress import GradingProgress

from .sample import ASSIGNMENT, FULL, HOSTILE_NAMES, SECRET, book, class_table, hostile, mixed, perfect, unreadable

WIDTHS = (40, 60, 80, 120, 200)


def shown(what: object, width: int = 80, encoding: str = "utf-8", *, colour: bool = False) -> str:
    """What a console of that width and encoding shows; fails where the encoding cannot."""
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding, errors="strict", newline="\n")
    Console(file=file, width=width, force_terminal=colour, color_system="standard" if colour else None).print(what)
    file.flush()
    return raw.getvalue().decode(encoding)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252", "cp437"])
def test_fits_anywhere(width: int, encoding: str) -> None:
    """The table and a letter fit any width and any encoding, and no escape of a name gets through."""
    grades = [perfect(), mixed(), unreadable(), *map(hostile, HOSTILE_NAMES)]
    text = shown(class_table(book(*grades)), width, encoding)
    text += "".join(shown(StudentFeedback(grade, ASSIGNMENT), width, encoding) for grade in grades)
    assert max(map(cell_len, text.splitlines())) <= width
    assert "\x1b" not in text


def test_table_reads_well(golden: Callable[[str, str], None]) -> None:
    """The table looks as it did when somebody last looked, at three widths and in ASCII."""
    for width in (60, 80, 120):
        golden(f"class-{width}.txt", shown(class_table(book()), width))
    golden("class-ascii.txt", shown(class_table(book()), 80, "ascii"))


def test_letters_read_well(golden: Callable[[str, str], None]) -> None:
    """A letter looks as it did when somebody last looked, also narrow and in ASCII."""
    golden("mixed.txt", shown(StudentFeedback(mixed(), ASSIGNMENT)))
    golden("mixed-60-ascii.txt", shown(StudentFeedback(mixed(), ASSIGNMENT), 60, "ascii"))
    golden("unreadable.txt", shown(StudentFeedback(unreadable(), ASSIGNMENT)))


def test_colours_add_nothing_that_is_not_said() -> None:
    """Without its colours a coloured page is the plain one."""
    for what in (class_table(book()), StudentFeedback(mixed(), ASSIGNMENT)):
        assert re.sub(r"\x1b\[[\d;]*m", "", shown(what, colour=True)) == shown(what)


def test_markup_in_names_is_text() -> None:
    """Square brackets in a name are shown and colour nothing."""
    text = shown(class_table(book(hostile("[bold red]mark[/]"))), 120)
    assert "[bold red]mark[/]" in text


@pytest.mark.parametrize(
    ("line", "is_red"), [(FULL, False), ("full (x)", False), ("partial: files", True), ("none", True)]
)
def test_isolation_is_red_unless_full(line: str, is_red: bool) -> None:
    """The isolation line is there always, and red when a layer is missing."""
    text = shown(class_table(book(perfect(), isolation=line)), colour=True)
    (found,) = [row for row in text.splitlines() if line.removeprefix("isolation: ") in row]
    assert ("\x1b[1;31m" in found) is is_red


def test_weaker_isolation_of_one_submission_is_said() -> None:
    """A submission that ran with less isolation than the class is counted aloud."""
    weak = replace(perfect("b"), isolation="isolation: none")
    assert "For 1 submission, isolation: none" in shown(class_table(book(perfect("a"), weak)))


def test_review_is_said_aloud() -> None:
    """What waits for a person is counted, with whom and the note for staff, once for the same reason."""
    text = shown(class_table(book(*(mixed(f"s{n}") for n in range(5)))), 120)
    assert "To be looked at by a person: 5 answers of 5 students. Their totals are provisional." in text
    assert "- s0, s1, s2 and 2 more (directional_derivative/u_hat): Equality was not decided: foo is unknown." in text


def test_a_large_class_is_counted_whole_and_shown_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table ends where nobody scrolls any more; the counts and the mean are of all, and the rest has its place."""
    monkeypatch.setattr(summary, "LINES_KEPT", 2)
    text = shown(class_table(book(perfect(), perfect(), unreadable(), unreadable())))
    assert "and 2 more students: gradebook.csv has a row for each." in text
    assert "4 submissions, mean" in text
    assert "unreadable" not in text


def test_an_empty_class() -> None:
    """A class of nobody is said to be one."""
    nobody: Gradebook = replace(book(), grades=lambda: iter(()))
    assert "0 submissions" in shown(class_table(nobody))


def test_one_exercise_graded_of_many() -> None:
    """An exercise that was not graded has an empty cell, which is not 0."""
    grade = perfect()
    first = tuple(item for item in grade.items if item.result.key.exercise == "partial_derivatives")
    text = shown(class_table(book(replace(grade, items=first))), 120)
    row = next(line for line in text.splitlines() if line.startswith("Ada"))
    assert row.split() == ["Ada", "Lovelace", "4", "4"]


def test_staff_notes_stay_behind() -> None:
    """A student's page shows no expected value."""
    assert SECRET not in shown(StudentFeedback(mixed(), ASSIGNMENT), 200)


def test_a_student_without_a_name_has_the_id() -> None:
    """Where only an id is known, that stands in the table."""
    grade = perfect()
    nameless = replace(grade, submission=replace(grade.submission, student=Student(id="s17", name="")))
    assert "s17" in shown(class_table(book(nameless)))


def verdicts(grade: Grade) -> Counter[Verdict]:
    """How often each verdict occurs in a grade."""
    return Counter(item.result.verdict for item in grade.items)


def test_progress_is_silent_in_a_log() -> None:
    """On anything but a terminal the bar writes nothing."""
    file = io.StringIO()
    with GradingProgress(Console(file=file), 2) as progress:
        progress.add(verdicts(mixed()))
        progress.add(verdicts(perfect()))
    assert file.getvalue() == ""
    assert progress.counts.startswith("✓ 15  ◐ 2")


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_progress_shows_counts(encoding: str) -> None:
    """On a terminal the bar says how many are done and with what verdicts, in its own encoding."""
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding, errors="strict")
    with GradingProgress(Console(file=file, width=120, force_terminal=True), 2) as progress:
        progress.add(verdicts(perfect()))
    file.flush()
    text = raw.getvalue().decode(encoding)
    assert "1/2" in text
    assert ("✓ 12" if encoding == "utf-8" else "+ 12") in text
