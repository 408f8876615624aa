"""How submissions lie about when they come from a platform or a person: one function and one line in a table each.

A layout looks at names only and says whose file is whose, or None when it is not this layout.
To add one, write a function and its line in `LAYOUTS`; the first that recognises a listing has it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from grader.intake import filetypes
from grader.intake.listing import File, Listing
from grader.intake.places import Found, Place, folder_path
from grader.intake.spelling import harmless

Layout = Callable[[Listing], Found | None]


def folder_per_student(listing: Listing) -> Found | None:
    """A folder for each student, named after them; files beside the folders are their own student's."""
    if not listing.top_folders:
        return None
    beside = _flat(listing.top_files, listing)
    found = Found(ignored=beside.ignored)
    working = [name for name in listing.top_folders if _holds_work(listing, name)]
    if beside.places and not working:
        found.ignored += [harmless(name) + "/" for name in listing.top_folders]
        found.places = beside.places
        return found
    for name in listing.top_folders if not beside.places else working:
        found.places.append(_place_of_folder(listing, name))
    if beside.places:
        found.places += beside.places
        found.warnings.append(
            f"There are files beside the students' folders; each was taken for a student of its own "
            f"({', '.join(place.id for place in beside.places[:3])}{', …' if len(beside.places) > 3 else ''})."
        )
    return found


def _holds_work(listing: Listing, name: str) -> bool:
    return any(file.parts[0] == name and len(file.parts) > 1 and filetypes.is_answer(file.name) for file in listing.files)


def _place_of_folder(listing: Listing, name: str) -> Place:
    inner = [file for file in listing.files if file.parts[0] == name and len(file.parts) > 1]
    return Place(id=name, name=name, identified_by="folder name", files=inner, folder=folder_path(listing, name))


def flat_files(listing: Listing) -> Found | None:
    """One file for each student, named after them."""
    return None if listing.top_folders else _flat(listing.files, listing)


def _flat(files: list[File], listing: Listing) -> Found:
    """Files with one stem are one student's; a document alone is a row too, unless it is about the class."""
    found = Found()
    stems: dict[str, list[File]] = defaultdict(list)
    for file in files:
        if file.type == filetypes.OTHER or filetypes.is_no_ones(file.name):
            found.ignored.append(file.source.name)
        else:
            stems[filetypes.stem_of(file.name)].append(file)
    found.places = [Place(id=stem, name=stem, identified_by="file name", files=own) for stem, own in stems.items()]
    return found


# Each line: the layout in words, and the function that recognises it; the most particular first.
LAYOUTS: tuple[tuple[str, Layout], ...] = (
    ("a folder for each student", folder_per_student),
    ("a file for each student", flat_files),
)
