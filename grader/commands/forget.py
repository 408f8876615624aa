"""`grade forget`: removes all that is kept of one student in a folder of reports.

Results in the store, rows and entries of reports, the student's feedback, copies that were put aside, and files that were made
for a platform, which can be made again. What the course
itself holds (submissions, roster, `course.yml`) is not touched, and named.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from rich.console import Console
from rich.text import Text

from grader.changes import forgotten, last_report
from grader.course.names import People
from grader.errors import StoreError, UsageError
from grader.model import Student
from grader.reports import FORMATS
from grader.reports import verdict_words as wording
from grader.reports.escaping import harmless, in_encoding
from grader.reports.files import feedback_names, refused, whole_file, write_whole
from grader.reports.formats.class_page import DATA, PAGE
from grader.reports.formats.gradebook_csv import cell
from grader.reports.formats.gradebook_json import without_student
from grader.returning.returned_record import forget_returned
from grader.store.store import Store


def forget(out: Path, wanted: str, console: Console) -> None:
    """Remove everything that the folder keeps of the student who is meant by an id or a whole name.

    Raises:
        GraderError: nobody or several are meant, another run is at work, or the system refuses.
    """
    with Store.look(out) as store:
        student = _meant(wanted, store, out)
    with Store.open(out) as store:
        feedback = _feedback(student, store)
        attempts = store.forget(student.id)
        changed = [name for name in _files_with(out, student) if _rewritten(out / name, student)]
        removed = [*(out / "feedback" / name for name in feedback), *out.glob("run.sqlite.damaged-*"), out / PAGE, out / DATA]
        removed += forget_returned(out, student.id)
        removed = [path for path in removed if _removed(path)]
        forgotten(store, out, changed, [str(path.relative_to(out)) for path in removed])
    told = [
        f"{harmless(student.id)} is forgotten in {harmless(str(out))}/: {wording.counted(attempts, 'kept submission')}, "
        f"{wording.counted(len(changed), 'report')} rewritten, {wording.counted(len(removed), 'file')} removed.",
        "What lies elsewhere is yours to delete: the submission itself, the roster, course.yml, files of decisions, backups, and "
        "what was uploaded. As long as the submission lies where you grade, the next run grades it again.",
    ]
    for line in told:
        console.print(Text(in_encoding(line, console.encoding)))


def _meant(wanted: str, store: Store, out: Path) -> Student:
    known = [*_kept(store), *_missing(out)]
    meant = People(known).meant(wanted)
    if len(meant) == 1:
        return meant[0]
    if meant:
        several = wording.listed([f"{harmless(each.id, 60)} ({harmless(each.name, 60)})" for each in meant], 5)
        raise UsageError(f"'{wanted}' may be {several}. Name one by the id.")
    near = People(known).near(wanted)
    hint = f" Did you mean '{near}'?" if near else ""
    raise UsageError(f"Nothing is kept of a student '{wanted}' in {out}; name the whole id.{hint}")


def _kept(store: Store) -> Iterator[Student]:
    """Yield everybody of whom a result is kept or reported, also those who are no longer in the class."""
    for (student, _), head in store.heads().items():
        told = json.loads(head.about)
        yield Student(id=student, name=str(told.get("name", student)), ids=tuple(told.get("ids", ())))
    for student, text in store.published():
        yield Student(id=student, name=str(json.loads(text)[0]))


def _missing(out: Path) -> list[Student]:
    """Return who handed nothing in and stands in the gradebook all the same."""
    try:
        told = json.loads((out / "gradebook.json").read_text(encoding="utf-8"))
        return [Student(id=str(each["id"]), name=str(each["name"])) for each in told["missing"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _feedback(student: Student, store: Store) -> list[str]:
    """Return the names that a student's letters have, in every format."""
    ids = list(last_report(store).texts)
    if student.id not in ids:
        return []
    place = ids.index(student.id)
    return [feedback_names(ids, format_.suffix)[place] for format_ in FORMATS.values() if format_.suffix]


# --- files ---


def _files_with(out: Path, student: Student) -> list[str]:
    """Return the reports and their copies that may hold a student's row."""
    names = [path.name for pattern in ("gradebook*.csv", "gradebook*.json", "junit*.xml") for path in sorted(out.glob(pattern))]
    return [name for name in names if (out / name).is_file() and student.id]


def _rewritten(file: Path, student: Student) -> bool:
    """Tell whether the file held the student and is written without."""
    without: dict[str, Callable[[str, Student], str]] = {".csv": _csv_without, ".json": without_student, ".xml": _xml_without}
    try:
        before = file.read_text(encoding="utf-8-sig" if file.suffix == ".csv" else "utf-8")
        after = without[file.suffix](before, student)
    except OSError as error:
        raise refused(file, error) from error
    except (ValueError, KeyError, TypeError, csv.Error, ET.ParseError) as error:
        raise StoreError(f"{file} is not as grade writes it ({error}); remove the student from it by hand.") from None
    if after == before:
        return False
    if file.suffix == ".csv":
        with whole_file(file, encoding="utf-8-sig", newline="") as stream:
            stream.write(after)
    else:
        write_whole(file, after)
    return True


def _csv_without(text: str, student: Student) -> str:
    rows = list(csv.reader(io.StringIO(text, newline="")))
    kept = [row for row in rows if not row or row[0] not in (cell(student.id), student.id)]
    if len(kept) == len(rows):
        return text
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(kept)
    return stream.getvalue()


def _xml_without(text: str, student: Student) -> str:
    root = ET.fromstring(text)
    own = [suite for suite in root.findall("testsuite") if suite.get("name") == harmless(student.id)]
    for suite in own:
        root.remove(suite)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, "unicode") + "\n" if own else text


def _removed(path: Path) -> bool:
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise refused(path, error) from error
    return True
