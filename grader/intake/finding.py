"""From the path that a TA typed to the entries to grade: what it is, how it is laid out, who is missing.

Reads names and, where a platform left one, its list of submitters; no student's file is opened.
"""

from __future__ import annotations

import difflib
import os
from dataclasses import replace
from pathlib import Path

from grader.errors import SubmissionError, UsageError
from grader.intake import filetypes
from grader.intake.entries import Entry, Intake, Source
from grader.intake.layouts import recognised
from grader.intake.listing import File, Listing, list_archive, list_folder
from grader.intake.lookup import Row
from grader.intake.places import Found, Place, by_name, distinct, entry_of, joined, listed
from grader.intake.roots import class_archives, class_root
from grader.intake.roster import named, read_roster
from grader.intake.spelling import harmless
from grader.model import Feedback, Student

ATTEMPTS = ("first", "best", "last")


def find(
    path: str | Path, *, attempt: str = "last", roster: str | Path | None = None, student: str | None = None
) -> Intake:
    """All submissions at the path: a notebook, a program, a folder or a `.zip` in any known layout.

    `attempt` says which of several attempts counts. With `best` every attempt is an entry with the
    same student, told apart by `Entry.attempt`; whoever grades them keeps the best. `roster` is a
    CSV of students. With `student` everything at the path is the work of this one, as in a clone of
    their repository. Raises UsageError when there is nothing at the path.
    """
    if attempt not in ATTEMPTS:
        raise UsageError(f"There is no attempt '{attempt}'. Choose one of {', '.join(ATTEMPTS)}.")
    rows = read_roster(roster) if roster is not None else []
    where = os.fspath(path)
    shown = harmless(where)
    must_be_there(path)
    if student is not None:
        return _of_one(where, shown, student, rows)
    if os.path.isdir(where):  # noqa: PTH112
        return _of_listing(list_folder(where), shown, attempt, rows)
    if filetypes.type_of(os.path.basename(where)) == filetypes.ARCHIVE:  # noqa: PTH119
        return _of_listing(_archive(where, shown), shown, attempt, rows)
    return _of_file(where, rows)


def must_be_there(path: str | Path) -> None:
    """Raise UsageError, with what lies there under a similar name, when there is nothing at the path."""
    if os.path.lexists(path):
        return
    folder, name = os.path.split(os.fspath(path))
    try:
        near = difflib.get_close_matches(name, os.listdir(folder or os.curdir), n=1)  # noqa: PTH208
    except OSError:
        near = []
    hint = f"Did you mean {harmless(os.path.join(folder, near[0]))}?" if near else (  # noqa: PTH118
        "Name a folder, a .zip, a notebook or a Python file."
    )
    raise UsageError(f"{harmless(os.fspath(path))} is not there. {hint}")


def _of_one(path: str, shown: str, student: str, rows: list[Row]) -> Intake:
    """All files of a folder, of an archive, or the one that was named, for one student."""
    if os.path.isdir(path):  # noqa: PTH112
        listing = list_folder(path)
    elif filetypes.type_of(os.path.basename(path)) == filetypes.ARCHIVE:  # noqa: PTH119
        listing = _archive(path, shown)
    else:
        name = os.path.basename(path)  # noqa: PTH119
        listing = Listing(name=name, files=[File((name,), Source(path=os.path.realpath(path), name=harmless(name)))])
    place = Place(id=student, name=student, identified_by="--student", files=listing.files, folder=listing.path)
    return _of_place(place, "all files of one student", rows)


def _of_place(place: Place, layout: str, rows: list[Row]) -> Intake:
    places, warnings, _ = named([place], rows) if rows else ([place], [], ())
    return Intake(layout=layout, entries=tuple(map(entry_of, places)), warnings=tuple(warnings))


def _of_file(path: str, rows: list[Row]) -> Intake:
    """A single file; it may be a link, since whoever typed its name meant it."""
    real = os.path.realpath(path)
    name = os.path.basename(path)  # noqa: PTH119
    source = Source(path=real, name=harmless(name))
    stem = filetypes.stem_of(name)
    place = Place(id=stem, name=stem, identified_by="file name", files=[File((name,), source)])
    return _of_place(place, "a single file", rows)


def _archive(path: str, shown: str) -> Listing:
    try:
        return list_archive(path)
    except SubmissionError as error:
        raise UsageError(f"{shown}: {error}") from None


def _of_listing(listing: Listing, shown: str, attempt: str, rows: list[Row]) -> Intake:
    layout, found, ignored = _found(listing)
    if not found.places:
        raise UsageError(f"There is nothing to grade in {shown}: no notebook and no Python file.")
    places, warnings = by_name(found.places), list(found.warnings)
    assignments = sorted({place.assignment for place in places if place.assignment})
    if len(assignments) > 1:
        warnings.append(f"There are {len(assignments)} assignments here ({listed(assignments)}); all are graded together.")
    missing: tuple[Student, ...] = ()
    if rows:
        places, said, missing = named(places, rows)
        warnings += said
    entries, together = _attempts(places, attempt)
    warnings += together
    entries, collisions = distinct(entries)
    return Intake(
        layout=layout,
        entries=tuple(entries),
        warnings=(*collisions, *warnings),
        missing=missing,
        ignored=tuple(dict.fromkeys((*ignored, *found.ignored))),
    )


def _found(listing: Listing) -> tuple[str, Found, list[str]]:
    """The layout in words, what it found, and what the listing itself left out."""
    listing, remarks = class_root(listing)
    archives = class_archives(listing)
    if not archives:
        layout, found = recognised(listing) or ("nothing that is known", Found())
        found.warnings[:0] = [*remarks, *_archive_in_archive(listing)]
        return layout, found, listing.ignored
    whole, layouts, ignored = Found(warnings=remarks), [], list(listing.ignored)
    for inside in archives:
        layout, found, left_out = _found(inside)
        whole.places += found.places
        whole.warnings += (f"Submissions were read from {harmless(inside.name)}.", *found.warnings)
        whole.ignored += found.ignored
        layouts.append(layout)
        ignored += left_out
    return " and ".join(dict.fromkeys(layouts)), whole, ignored


def _archive_in_archive(listing: Listing) -> list[str]:
    """Say aloud where all that an archive holds is one more archive, which is not looked into for a class."""
    if len(listing.files) != 1 or listing.files[0].type != filetypes.ARCHIVE or not listing.files[0].source.members:
        return []
    inner = listing.files[0].source.name
    return [f"{inner} was taken for one student's. If it holds a class, unpack {harmless(listing.name)} and grade {inner}."]


def _attempts(places: list[Place], attempt: str) -> tuple[list[Entry], list[str]]:
    """The entries of the attempts that count, and whose several submissions are graded together.

    What the roster or a platform knows to be one student's is one entry: of each assignment the attempt that counts.
    """
    groups: dict[tuple[str, ...], list[Place]] = {}
    for number, place in enumerate(places):
        known = (place.id,) if place.account else (place.id, place.identified_by) if place.order else (str(number), "", "")
        groups.setdefault(known, []).append(place)
    entries, together = [], []
    for own in groups.values():
        lines = _lines_of_attempts(own)
        if len(lines) > 1 and own[0].account:
            together.append(own[0].id)
        count = max(map(len, lines))
        numbers = range(count) if attempt == "best" else (0,) if attempt == "first" else (count - 1,)
        for number in numbers:
            chosen = joined([line[min(number, len(line) - 1)] for line in lines])
            entries.append(replace(entry_of(chosen), attempt=number + 1, attempts=count, remarks=_remarks(lines)))
    said = "has several submissions, which are" if len(together) == 1 else "have several submissions, each"
    return entries, [f"{listed(together, 5)} {said} graded together."] if together else []


def _lines_of_attempts(own: list[Place]) -> list[list[Place]]:
    """A student's attempts at each assignment, the latest last; where two accounts' times are not known they stay apart."""
    lines: dict[tuple[object, ...], list[Place]] = {}
    timed = all(place.order and place.submitted_at for place in own)
    for number, place in enumerate(own):
        account = "" if timed else place.account if place.order else str(number)
        lines.setdefault((place.assignment, account), []).append(place)
    for line in lines.values():
        line.sort(key=lambda place: ((place.submitted_at or "",) if timed else ()) + place.order)
    return list(lines.values())


def _remarks(lines: list[list[Place]]) -> tuple[Feedback, ...]:
    """What a student is told whose submissions are read together."""
    if len(lines) < 2:
        return ()
    text = "More than one submission of yours was found; they were read together."
    return (Feedback(code="several_submissions", text=text),)
