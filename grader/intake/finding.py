"""From the path that a TA typed to the entries to grade: what it is, how it is laid out, who is missing.

Reads names and, where a platform left one, its list of submitters; no student's file is opened.
"""

from __future__ import annotations

import os
from pathlib import Path

from grader.errors import SubmissionError, UsageError
from grader.intake import filetypes
from grader.intake.entries import Entry, Intake, Source
from grader.intake.layouts import LAYOUTS
from grader.intake.listing import File, Listing, list_archive, list_folder
from grader.intake.places import Found, Place, by_name, distinct, entry_of
from grader.intake.spelling import harmless

ATTEMPTS = ("first", "best", "last")


def find(path: str | Path, *, attempt: str = "last", roster: str | Path | None = None) -> Intake:
    """All submissions at the path: a notebook, a program, a folder or a `.zip` in any known layout.

    `attempt` says which of several attempts counts. With `best` every attempt is an entry with the
    same student, told apart by `Entry.attempt`; whoever grades them keeps the best. `roster` is a
    CSV of students. Raises UsageError when there is nothing at the path.
    """
    if attempt not in ATTEMPTS:
        raise UsageError(f"There is no attempt '{attempt}'. Choose one of {', '.join(ATTEMPTS)}.")
    where = os.fspath(path)
    shown = harmless(where)
    if not os.path.lexists(where):  # noqa: PTH - a name may hold bytes that are no text
        raise UsageError(f"{shown} is not there. Name a folder, a .zip, a notebook or a Python file.")
    if os.path.isdir(where):  # noqa: PTH112
        return _of_listing(list_folder(where), shown, attempt)
    if filetypes.type_of(os.path.basename(where)) == filetypes.ARCHIVE:  # noqa: PTH119
        return _of_archive(where, shown, attempt)
    return _of_file(where)


def _of_file(path: str) -> Intake:
    """A single file; it may be a link, since whoever typed its name meant it."""
    real = os.path.realpath(path)
    name = os.path.basename(path)  # noqa: PTH119
    source = Source(path=real, name=harmless(name))
    stem = filetypes.stem_of(name)
    place = Place(id=stem, name=stem, identified_by="file name", files=[File((name,), source)])
    return Intake(layout="a single file", entries=(entry_of(place),))


def _of_archive(path: str, shown: str, attempt: str) -> Intake:
    try:
        listing = list_archive(path)
    except SubmissionError as error:
        raise UsageError(f"{shown}: {error}") from None
    return _of_listing(listing, shown, attempt)


def _of_listing(listing: Listing, shown: str, attempt: str) -> Intake:
    layout, found = _recognised(listing)
    entries: list[Entry] = [entry_of(place) for place in by_name(found.places)]
    if not entries:
        raise UsageError(f"There is nothing to grade in {shown}: no notebook and no Python file.")
    entries, collisions = distinct(entries)
    return Intake(
        layout=layout,
        entries=tuple(entries),
        warnings=(*found.warnings, *collisions),
        ignored=(*listing.ignored, *found.ignored),
    )


def _recognised(listing: Listing) -> tuple[str, Found]:
    for words, layout in LAYOUTS:
        found = layout(listing)
        if found is not None:
            return words, found
    return "nothing that is known", Found()
