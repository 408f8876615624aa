"""A student's place: the files that a layout says are one student's, before they become an entry.

Layouts make places; here they become entries, each with an identity of its own. Knows no layout.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from grader.intake import filetypes
from grader.intake.entries import Entry, Source
from grader.intake.listing import File, Listing
from grader.intake.spelling import folded, harmless, natural
from grader.model import Feedback, Student


@dataclass(slots=True)
class Place:
    """The files of one student. `folder` is on disk and theirs alone; `order` tells attempts apart, the latest last."""

    id: str
    name: str
    identified_by: str
    files: list[File] = field(default_factory=list)
    folder: str | None = None
    late: bool = False
    submitted_at: str | None = None
    order: tuple[object, ...] = ()


@dataclass(slots=True)
class Found:
    """What a layout found: places, and sentences for the TA about what is not clear."""

    places: list[Place] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def answers(files: Iterable[File]) -> list[File]:
    """The files that may hold a student's work: notebooks and programs; where there is none, archives; else documents."""
    files = list(files)
    for types in ((filetypes.NOTEBOOK, filetypes.SCRIPT), (filetypes.ARCHIVE,), (filetypes.DOCUMENT,), (filetypes.OTHER,)):
        chosen = [file for file in files if file.type in types]
        if chosen:
            return chosen
    return []


def entry_of(place: Place) -> Entry:
    """The entry that a place becomes; one without any file is a row all the same."""
    chosen = answers(place.files)
    sources = tuple(_named(file, len(chosen)) for file in chosen)
    student = Student(id=harmless(place.id), name=harmless(place.name), identified_by=place.identified_by)
    return Entry(
        student=student,
        sources=sources,
        folder=place.folder if _has_data(place, chosen) else None,
        late=place.late,
        submitted_at=place.submitted_at,
    )


def _named(file: File, count: int) -> Source:
    """The source with the name that the student gave it; with its folder only where there are several."""
    return file.source if count > 1 else replace(file.source, name=harmless(file.name))


def _has_data(place: Place, chosen: list[File]) -> bool:
    taken = {id(file) for file in chosen}
    return place.folder is not None and any(
        id(file) not in taken and file.type in (filetypes.OTHER, filetypes.DOCUMENT) for file in place.files
    )


def distinct(entries: list[Entry]) -> tuple[list[Entry], list[str]]:
    """The entries with ids that differ, and a warning for each that had to be changed."""
    seen: dict[str, int] = {}
    taken = {entry.student.id for entry in entries}
    kept, warnings = [], []
    for entry in entries:
        student = entry.student
        count = seen[student.id] = seen.get(student.id, 0) + 1
        if count > 1:
            new = _free(student.id, count, taken)
            warnings.append(f"Two submissions claim to be {student.id}; the second one is listed as {new}.")
            remark = Feedback(code="same_id", text=f"Another submission also claims to be {student.id}.")
            student = replace(student, id=new)
            entry = replace(entry, student=student, remarks=(*entry.remarks, remark))
        kept.append(entry)
    return kept, warnings


def _free(wanted: str, number: int, taken: set[str]) -> str:
    while (name := f"{wanted} ({number})") in taken:
        number += 1
    taken.add(name)
    return name


def by_name(places: list[Place]) -> list[Place]:
    """The places in the order in which a person would list them."""
    return sorted(places, key=lambda place: (natural(place.id), folded(place.name), place.order))


def folder_path(listing: Listing, *parts: str) -> str | None:
    """Where a folder of the listing is on disk; None in an archive."""
    return None if listing.path is None else os.path.abspath(os.path.join(listing.path, *parts))  # noqa: PTH100, PTH118
