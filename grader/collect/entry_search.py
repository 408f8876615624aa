"""From the path that a TA typed to the entries to grade: what it is, how it is laid out, who is missing.

Reads names and, where a platform left one, its list of submitters; no student's file is opened.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from grader.collect.attempts import assignments_of, counting, of_assignment
from grader.collect.layouts import recognised
from grader.collect.lookup import Row
from grader.collect.nbgrader import are_assignments
from grader.collect.places import Found, Place, by_name, distinct, entry_of, listed
from grader.collect.roots import class_archives, class_folders, class_root
from grader.collect.roster import named, read_roster
from grader.errors import SubmissionError, UsageError
from grader.model import Student
from grader.submission import file_types as filetypes
from grader.submission.entries import Intake, Source
from grader.submission.file_listing import File, Listing, list_archive, list_folder, similar_path
from grader.submission.spelling import folded, harmless

ATTEMPTS = ("first", "best", "last")  # what `--attempt` takes; the second grades every attempt and keeps the best


def find(  # noqa: PLR0913  (what a command line may say of where submissions lie)
    path: str | Path,
    *,
    attempt: str = "last",
    roster: str | Path | None = None,
    student: str | None = None,
    assignment: str | None = None,
    zone: tzinfo | None = None,
) -> Intake:
    """Return all submissions at the path: a notebook, a program, a folder or a `.zip` in any known layout.

    `attempt` says which of several attempts counts. With `best` every attempt is an entry with the
    same student, told apart by `Entry.attempt`; whoever grades them keeps the best. `roster` is a
    CSV of students. With `student` everything at the path is the work of this one, as in a clone of
    their repository. Of several assignments `assignment` takes one. Times without a zone are of the `zone`.
    Raises UsageError when there is nothing at the path.
    """
    if attempt not in ATTEMPTS:
        raise UsageError(f"There is no attempt '{attempt}'. Choose one of {', '.join(ATTEMPTS)}.")
    rows = read_roster(roster) if roster is not None else []
    where = os.fspath(path)
    shown = harmless(where)
    must_be_there(path)
    wanted = _Wanted(attempt=attempt, assignment=assignment, zone=zone)
    if student is not None:
        return _of_one(where, shown, student, rows)
    if os.path.isdir(where):  # noqa: PTH112
        return _of_listing(list_folder(where), shown, wanted, rows)
    if filetypes.type_of(os.path.basename(where)) == filetypes.ARCHIVE:  # noqa: PTH119
        return _of_listing(_archive(where, shown), shown, wanted, rows)
    return _of_file(where, rows)


def must_be_there(path: str | Path) -> None:
    """Raise UsageError, with what lies there under a similar name, when there is nothing at the path."""
    if os.path.lexists(path):
        return
    near = similar_path(Path(path))
    hint = f"Did you mean {harmless(str(near))}?" if near else "Name a folder, a .zip, a notebook or a Python file."
    raise UsageError(f"{harmless(os.fspath(path))} is not there. {hint}")


def _of_one(path: str, shown: str, student: str, rows: list[Row]) -> Intake:
    """Return all files of a folder, of an archive, or the one that was named, for one student."""
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
    places, warnings, others = named([place], rows) if rows else ([place], [], ())
    return Intake(layout=layout, entries=tuple(map(entry_of, places)), warnings=tuple(warnings), others=others)


def _of_file(path: str, rows: list[Row]) -> Intake:
    """Return a single file; it may be a link, since whoever typed its name meant it."""
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


@dataclass(frozen=True, kw_only=True, slots=True)
class _Wanted:
    """Which of several submissions of a student count."""

    attempt: str
    assignment: str | None
    zone: tzinfo | None


def _of_listing(listing: Listing, shown: str, wanted: _Wanted, rows: list[Row]) -> Intake:
    layout, found, ignored = _found(listing)
    if not found.places:
        raise UsageError(f"There is nothing to grade in {shown}: no notebook and no Python file.")
    places, warnings = by_name(found.places), list(found.warnings)
    assignments = assignments_of(places)
    if wanted.assignment is not None:
        places, left_out = of_assignment(places, wanted.assignment)
        warnings[:0] = left_out
    elif len(assignments) > 1:
        count, names = len(assignments), listed(assignments)
        warnings.insert(0, f"There are {count} assignments here ({names}); all are graded together. With --assignment NAME one is.")
    missing: tuple[Student, ...] = ()
    if rows:
        places, said, missing = named(places, rows)
        warnings += said
    entries, together = counting(places, wanted.attempt, wanted.zone, several=len(assignments) > 1)
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
    """Return the layout in words, what it found, and what the listing itself left out."""
    archive = "" if listing.path is not None else listing.name
    listing, remarks = class_root(listing)
    inner = class_archives(listing) or class_folders(listing)
    if not inner:
        layout, found = recognised(listing) or ("nothing that is known", Found())
        for place in found.places:
            place.archive = archive
        found.warnings[:0] = [*remarks, *_archive_in_archive(listing)]
        return layout, found, listing.ignored
    whole, layouts, ignored = Found(warnings=remarks), [], list(listing.ignored)
    downloads = [(inside, _found(inside)) for inside in inner]
    _name_assignments([(inside.name, found.places) for inside, (_, found, _) in downloads])
    for inside, (layout, found, left_out) in downloads:
        whole.places += found.places
        whole.warnings += (f"Submissions were read from {harmless(inside.name)}.", *found.warnings)
        whole.ignored += found.ignored
        layouts.append(layout)
        ignored += left_out
    return " and ".join(dict.fromkeys(layouts)), whole, ignored


def _name_assignments(downloads: list[tuple[str, list[Place]]]) -> None:
    """Take several downloads for several assignments, as they are called, or where a student is in more than one.

    A second download of one (`hw (1).zip`) is none, and what holds several assignments itself is left as it is.
    """
    names = {re.sub(r" ?\(\d+\)$", "", filetypes.stem_of(name)) for name, _ in downloads}
    students = [{(place.id, place.identified_by) for place in places} for _, places in downloads]
    twice = sum(map(len, students)) > len(set().union(*students))
    if len({folded(name) for name in names}) < len(downloads) or not (twice or are_assignments(names)):
        return
    for name, places in downloads:
        if len(assignments_of(places)) < 2:
            for place in places:
                place.assignment, place.order = filetypes.stem_of(name), place.order or (0,)


def _archive_in_archive(listing: Listing) -> list[str]:
    """Say aloud that an archive holds one more archive and nothing else; no class is looked for in there."""
    if len(listing.files) != 1 or listing.files[0].type != filetypes.ARCHIVE or not listing.files[0].source.members:
        return []
    inner = listing.files[0].source.name
    return [f"{inner} was taken for one student's. If it holds a class, unpack {harmless(listing.name)} and grade {inner}."]
