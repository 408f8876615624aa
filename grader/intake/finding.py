"""From the path that a TA typed to the entries to grade: what it is, how it is laid out, who is missing.

Reads names and, where a platform left one, its list of submitters; no student's file is opened.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from grader.errors import SubmissionError, UsageError
from grader.intake import filetypes
from grader.intake.entries import Entry, Intake, Source
from grader.intake.layouts import LAYOUTS, are_assignments
from grader.intake.listing import File, Listing, list_archive, list_folder
from grader.intake.places import Found, Place, by_name, distinct, entry_of
from grader.intake.platforms import is_platform_name
from grader.intake.roster import Row, named, read_roster
from grader.intake.spelling import harmless
from grader.model import Student

ATTEMPTS = ("first", "best", "last")
_STAGES = frozenset(("source", "release", "autograded", "feedback"))


def find(path: str | Path, *, attempt: str = "last", roster: str | Path | None = None) -> Intake:
    """All submissions at the path: a notebook, a program, a folder or a `.zip` in any known layout.

    `attempt` says which of several attempts counts. With `best` every attempt is an entry with the
    same student, told apart by `Entry.attempt`; whoever grades them keeps the best. `roster` is a
    CSV of students. Raises UsageError when there is nothing at the path.
    """
    if attempt not in ATTEMPTS:
        raise UsageError(f"There is no attempt '{attempt}'. Choose one of {', '.join(ATTEMPTS)}.")
    rows = read_roster(roster) if roster is not None else []
    where = os.fspath(path)
    shown = harmless(where)
    if not os.path.lexists(where):
        raise UsageError(f"{shown} is not there. Name a folder, a .zip, a notebook or a Python file.")
    if os.path.isdir(where):  # noqa: PTH112
        return _of_listing(list_folder(where), shown, attempt, rows)
    if filetypes.type_of(os.path.basename(where)) == filetypes.ARCHIVE:  # noqa: PTH119
        return _of_listing(_archive(where, shown), shown, attempt, rows)
    return _of_file(where, rows)


def _of_file(path: str, rows: list[Row]) -> Intake:
    """A single file; it may be a link, since whoever typed its name meant it."""
    real = os.path.realpath(path)
    name = os.path.basename(path)  # noqa: PTH119
    source = Source(path=real, name=harmless(name))
    stem = filetypes.stem_of(name)
    place = Place(id=stem, name=stem, identified_by="file name", files=[File((name,), source)])
    entries, warnings, _ = named([entry_of(place)], rows) if rows else ([entry_of(place)], [], ())
    return Intake(layout="a single file", entries=tuple(entries), warnings=tuple(warnings))


def _archive(path: str, shown: str) -> Listing:
    try:
        return list_archive(path)
    except SubmissionError as error:
        raise UsageError(f"{shown}: {error}") from None


def _of_listing(listing: Listing, shown: str, attempt: str, rows: list[Row]) -> Intake:
    listing, remarks = _root(listing)
    layout, found = _recognised(listing)
    entries = _attempts(by_name(found.places), attempt)
    if not entries:
        raise UsageError(f"There is nothing to grade in {shown}: no notebook and no Python file.")
    warnings = [*remarks, *found.warnings]
    missing: tuple[Student, ...] = ()
    if rows:
        entries, said, missing = named(entries, rows)
        warnings += said
    entries, collisions = distinct(entries)
    return Intake(
        layout=layout,
        entries=tuple(entries),
        warnings=(*warnings, *collisions),
        missing=missing,
        ignored=tuple(dict.fromkeys((*listing.ignored, *found.ignored))),
    )


def _root(listing: Listing) -> tuple[Listing, list[str]]:
    """The folder that students lie in: below folders that hold nothing but one folder, and in a course's `submitted/`."""
    while True:
        folders = listing.top_folders
        if _STAGES & set(folders) and "submitted" in folders:
            return listing.children()["submitted"], ["This is an nbgrader course; its folder submitted/ is graded."]
        if len(folders) != 1 or listing.marks_root or _work(listing):
            return listing, []
        (inner,) = listing.children().values()
        if _is_one_students(inner):
            return listing, []
        listing = inner
        if _work(inner) and not any(is_platform_name(file.name) for file in inner.top_files):
            return inner, [f"All files lie in {harmless(inner.name)}/; each was taken for a student of its own."]


def _work(listing: Listing) -> list[File]:
    return [file for file in listing.top_files if filetypes.is_answer(file.name)]


def _is_one_students(inner: Listing) -> bool:
    """Whether a folder that lies alone is a student's and not a class's: by its name, or by the little that it holds."""
    if is_platform_name(inner.name) or () in inner.clones:
        return True
    if inner.marks_root or len(_work(inner)) > 1:
        return False
    if not _work(inner) and inner.top_folders:
        if len(inner.top_folders) == 1:
            return _is_one_students(next(iter(inner.children().values())))
        return are_assignments(inner.top_folders) and not are_assignments([inner.name])
    return len(inner.top_folders) < 2


def _attempts(places: list[Place], attempt: str) -> list[Entry]:
    """The entries of the attempts that count; a student's attempts are those with the same id and an order."""
    groups: dict[str, list[Place]] = {}
    for number, place in enumerate(places):
        groups.setdefault(place.id if place.order else f"\0{number}", []).append(place)
    entries = []
    for own in groups.values():
        numbered = [replace(entry_of(place), attempt=number) for number, place in enumerate(own, 1)]
        entries += numbered if attempt == "best" else [numbered[0 if attempt == "first" else -1]]
    return entries


def _recognised(listing: Listing) -> tuple[str, Found]:
    for words, layout in LAYOUTS:
        found = layout(listing)
        if found is not None:
            return words, found
    return "nothing that is known", Found()
