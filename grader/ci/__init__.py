"""What a run tells the system that started it: GitHub Actions, Classroom, Classroom 50, Gradescope, any CI with JUnit.

Each system is a function here; the formats are in `reports`, and each is loaded when it is asked for. Students read all of
it, so nothing here knows a staff note.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from grader.errors import UsageError
from grader.model import Grade, Gradebook, Place
from grader.reports import rows
from grader.reports.files import append, write_whole

Write = Callable[[str], object]


@dataclass(frozen=True, kw_only=True, slots=True)
class Systems:
    """Which systems are told. `ci` is GitHub Actions or a CI like it; `of_one` are names in `OF_ONE`."""

    ci: bool = False
    junit: Path | None = None
    of_one: tuple[str, ...] = ()


NONE = Systems()  # a run that somebody started at a keyboard
_SOURCE = re.compile(r'(?<!\\)"source"\s*:')  # where a cell's lines begin in a notebook's file
_MOST_BYTES = 20_000_000  # of a notebook that is looked at for its lines; larger ones are pictures, and one mark is not worth them


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """What a run was: the path that was graded, the folder of the reports, and the environment."""

    path: Path
    out: Path
    environment: Mapping[str, str]

    def file(self, variable: str) -> Path | None:
        """Return the file that GitHub names in this variable."""
        name = self.environment.get(variable)
        return Path(name) if name else None


def publish(gradebook: Gradebook, systems: Systems, run: Run, write: Write) -> None:
    """Write what each system reads, and the lines that a log is read for.

    Raises:
        UsageError: a system that takes one student is told of several, or lacks its environment.
        StoreError: a file could not be written.
    """
    if systems.ci:
        _actions(gradebook, run, write)
    if systems.junit is not None:
        from grader.reports.formats.junit import open_junit

        with open_junit(gradebook, systems.junit) as add:
            for row in rows(gradebook):
                add(row)
    if systems.of_one:
        grades = list(islice(gradebook.grades(), 2))
        if len(grades) != 1:
            raise UsageError(_of_several(systems.of_one))
        grade = grades[0]
        for name in systems.of_one:
            OF_ONE[name](grade, gradebook, run)


def refuse(systems: Systems, students: int, environment: Mapping[str, str]) -> None:
    """Raise UsageError, before anything is graded, for what these systems cannot be told of so many students."""
    if systems.of_one and students != 1:
        raise UsageError(_of_several(systems.of_one))
    if "classroom50" in systems.of_one:
        from grader.reports.formats.classroom50 import must_be_set

        must_be_set(environment)


def _of_several(names: tuple[str, ...]) -> str:
    return (
        f"{' and '.join(f'--{name}' for name in names)}: this is for the work of one student, and there is more here. "
        "Grade one file, or say with --student NAME whose work everything is."
    )


@contextmanager
def without_commands(environment: Mapping[str, str], write: Write) -> Iterator[None]:
    """Keep GitHub Actions from obeying what is printed inside, because students' words are in it."""
    if environment.get("GITHUB_ACTIONS") != "true":
        yield
        return
    import secrets

    token = secrets.token_hex(16)
    write(f"::stop-commands::{token}")
    try:
        yield
    finally:
        write(f"::{token}::")


def _actions(gradebook: Gradebook, run: Run, write: Write) -> None:
    from grader.reports.formats.github_actions import annotation_commands, step_outputs, step_summary

    append(run.file("GITHUB_STEP_SUMMARY") or run.out / "summary.md", step_summary(gradebook))
    first = list(islice(gradebook.grades(), 2))
    if len(first) != 1:
        return
    if outputs := run.file("GITHUB_OUTPUT"):
        append(outputs, step_outputs(first[0]))
    root = run.environment.get("GITHUB_WORKSPACE") or os.curdir
    way = os.path.relpath(_folder(run.path), root)
    folder = "" if way == os.curdir else Path(way).as_posix()

    def line_of(place: Place) -> int | None:
        return line_in_notebook(_folder(run.path) / place.file, place)

    for command in annotation_commands(first[0], gradebook.assignment, folder, line_of):
        write(command)


def _folder(path: Path) -> Path:
    return path if path.is_dir() else path.parent


def _classroom(grade: Grade, gradebook: Gradebook, run: Run) -> None:
    from grader.reports.formats.classroom import classroom_output

    append(run.file("GITHUB_OUTPUT") or run.out / "classroom.txt", classroom_output(grade, gradebook.assignment))


def _classroom50(grade: Grade, gradebook: Gradebook, run: Run) -> None:
    from grader.reports.formats.classroom50 import classroom50_json, classroom50_outputs, release_body

    write_whole(Path("result.json"), classroom50_json(grade, gradebook, run.environment))
    write_whole(Path("release-body.md"), release_body(grade, gradebook.assignment))
    if outputs := run.file("GITHUB_OUTPUT"):
        append(outputs, classroom50_outputs(grade))


def _gradescope(grade: Grade, gradebook: Gradebook, run: Run) -> None:
    from grader.reports.formats.gradescope_results import gradescope_json

    write_whole(run.out / "results.json", gradescope_json(grade, gradebook.assignment))


# The systems that take the work of one student; each is an option of that name.
OF_ONE: dict[str, Callable[[Grade, Gradebook, Run], None]] = {
    "classroom": _classroom,
    "classroom50": _classroom50,
    "gradescope": _gradescope,
}


def line_in_notebook(path: Path, place: Place) -> int | None:
    """Return the line of the file, from 1; None where it cannot be told."""
    try:
        text = path.read_text(encoding="utf-8") if path.stat().st_size <= _MOST_BYTES else ""
        cells = json.loads(text)["cells"]
        kinds = [cell["cell_type"] == "code" for cell in cells]
        sources = [cell["source"] for cell in cells]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    starts = [found.end() for found in _SOURCE.finditer(text)]
    # cells of code and of text are counted apart
    same = [index for index, is_code in enumerate(kinds) if is_code != place.text]
    number = place.cell or 0
    index = same[number - 1] if 0 < number <= len(same) else None
    if index is None or len(starts) != len(sources) or not isinstance(sources[index], list):
        return None
    return _line(text, starts[index], sources[index][: place.line], place.line)


def _line(text: str, start: int, lines: list[object], wanted: int) -> int | None:
    """Return where the last of these strings begins, each looked for behind the one before."""
    at = start
    for line in lines:
        spellings = (json.dumps(line, ensure_ascii=ascii_only) for ascii_only in (False, True))
        places = [found for spelling in spellings if (found := text.find(spelling, at)) >= 0]
        if not places:
            return None
        at = min(places) + 1
    return text.count("\n", 0, at) + 1 if len(lines) == wanted else None
