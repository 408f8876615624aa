"""A `Gradebook` as text or files; nothing here judges or knows how a grade came about.

What is done where:

    what a student is told, worked out once ............ letter (for every format), book (what rules and persons made of it)
    in which order, what is told once, what is told
    to whoever makes a slip again ...................... working_order, consequences, slip_patterns, deeper_hints
    the student's own lines, and which is to blame ..... own_lines, line_to_blame
    what staff is told ................................. summary and class_figures (of a class), with wrong_answers,
                                                         staff_account (of one student),
                                                         identities (whose work was found), listing (the same as JSON)
    while a run goes on ................................ progress
    numbers, words and signs that are the same
    everywhere ......................................... points, verdict_words
    text of strangers made harmless .................... escaping
    files written whole or not at all .................. files
    what is drawn of answers ........................... pictures
    the formats themselves ............................. formats

`FORMATS` lists those that are files below `--out`, and `write_all` writes them in one pass over the grades.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import MappingProxyType

from grader.errors import UsageError
from grader.model import Assignment, Grade, Gradebook
from grader.reports.files import clear_unfinished, feedback_names, private_folder, write_whole
from grader.reports.formats import AddRow, Format, OpenFormat, Row
from grader.reports.formats.class_page import DATA, PAGE, open_class
from grader.reports.formats.gradebook_csv import open_csv
from grader.reports.formats.gradebook_json import open_json
from grader.reports.formats.junit import open_junit
from grader.reports.formats.markdown_letter import feedback_markdown
from grader.reports.formats.student_page import student_page


def _of_each(name: str, suffix: str, text: Callable[[Grade, Assignment], str], summary: str) -> Format:
    """Return the format that is one file a student, with this text of a grade."""

    @contextmanager
    def opened(gradebook: Gradebook, path: Path) -> Iterator[AddRow]:
        folder = private_folder(path)
        clear_unfinished(folder)
        yield lambda row: write_whole((folder / row.feedback_file).with_suffix(suffix), text(row.grade, gradebook.assignment))

    return Format(name=name, path="feedback", suffix=suffix, summary=summary, open=opened)


FORMATS = {
    format_.name: format_
    for format_ in (
        Format(name="csv", path="gradebook.csv", summary="one row a student, one column an item", open=open_csv),
        Format(name="json", path="gradebook.json", summary="everything, for programs", open=open_json),
        _of_each("markdown", ".md", feedback_markdown, "one file a student, to hand back"),
        _of_each("html", ".html", student_page, "one page a student, with pictures"),
        Format(name="class", path=PAGE, beside=(DATA,), summary="what the class got wrong, for staff", open=open_class),
        Format(name="junit", path="junit.xml", summary="for other CI systems", open=open_junit),
    )
}
"""What can stand below `--out`, by the name that chooses it."""
DEFAULT_FORMATS = ("csv", "json", "markdown", "html", "class")  # JUnit is for CI systems, which ask for it with a path of its own


def write_all(
    gradebook: Gradebook,
    out: Path,
    formats: Iterable[str] = DEFAULT_FORMATS,
    watching: Iterable[Callable[[Grade], None]] = (),
    opening: Mapping[str, OpenFormat] = MappingProxyType({}),
) -> list[Path]:
    """Write the reports of these formats into the folder and return where they are.

    The grades are read twice: once for the students' ids alone, because the name of one feedback
    file depends on the others, and once for everything. Each of `watching` sees every grade on
    the way, so that a table on the screen needs no reading of its own. A format whose name `opening` has is opened by that.

    Raises `UsageError` for a format that is not in `FORMATS` and `StoreError` when a file could
    not be written; then no gradebook is left half-written.
    """
    chosen = [_format(name) for name in dict.fromkeys(formats)]
    watchers = list(watching)
    private_folder(out)
    clear_unfinished(out)
    with ExitStack() as stack:
        opened = [opening.get(format_.name, format_.open)(gradebook, out / format_.path) for format_ in chosen]
        adders = [stack.enter_context(each) for each in opened]
        for row in rows(gradebook, next((format_.suffix for format_ in chosen if format_.suffix), ".md")):
            for add in adders:
                add(row)
            for watch in watchers:
                watch(row.grade)
    return [out / name for format_ in chosen for name in (format_.path, *format_.beside)]


def files_of(formats: Iterable[str], ids: Iterable[str], out: Path) -> list[Path]:
    """Return every file that reports of these formats about these students are."""
    chosen, names = [_format(name) for name in dict.fromkeys(formats)], feedback_names(ids)
    folders = [(out / format_.path, format_.suffix) for format_ in chosen if format_.suffix]
    files = [out / name for format_ in chosen if not format_.suffix for name in (format_.path, *format_.beside)]
    return [*files, *((folder / name).with_suffix(suffix) for folder, suffix in folders for name in names)]


def rows(gradebook: Gradebook, suffix: str = ".md") -> Iterator[Row]:
    """Yield the grades in order, each with the name of its feedback file, in the first format that was asked for."""
    names = feedback_names(grade.submission.student.id for grade in gradebook.totals())
    for name, grade in zip(names, gradebook.grades(), strict=True):
        yield Row(grade=grade, feedback_file=str(Path(name).with_suffix(suffix)))


def _format(name: str) -> Format:
    if name not in FORMATS:
        raise UsageError(f"There is no report format called {name!r}; there are {', '.join(FORMATS)}.")
    return FORMATS[name]
