"""How submissions lie about when they come from a platform or a person: one function and one line in a table each.

A layout looks at names only and says whose file is whose, or None when it is not this layout.
To add one, write a function and its line in `LAYOUTS`; the first that recognises a listing has it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable

from grader.collect import nbgrader, platforms
from grader.collect.clones import clones
from grader.collect.gradescope_export import gradescope
from grader.collect.places import Found, Place, listed
from grader.submission import file_types as filetypes
from grader.submission.file_listing import File, Listing
from grader.submission.spelling import composed, harmless

Layout = Callable[[Listing], Found | None]
# What Windows, macOS and browsers write behind the name of a second copy: `hw (1)`, `hw copy 2`, `hw - Copy`.
_COPY = re.compile(r"[ _-]*(?:\(\d{1,2}\)|copy ?\d{0,2}|\(copy\))$", re.IGNORECASE)


def otter_archive(listing: Listing) -> Found | None:
    """Return a single archive that otter exported for one student, who is called as the archive is."""
    if listing.path is not None or (".OTTER_LOG",) not in listing.marks:
        return None
    work = [file for file in listing.files if filetypes.is_answer(file.name)]
    if len(work) > 1 and not any(file.name == "__zip_filename__" for file in listing.top_files):
        return None  # a class's archive, in which one student handed in otter's log
    stem = filetypes.stem_of(listing.name)
    return Found(places=[Place(stem, stem, "archive name", files=listing.files)])


def folder_per_student(listing: Listing) -> Found | None:
    """Return a folder for each student, named after them; notebooks beside the folders are their own student's.

    Where more files than folders hold work the folders are not the layout: those without work are nobody's.
    """
    if not listing.top_folders:
        return None
    work = listing.top_work
    own = listing.children()
    working = [name for name in own if own[name].holds_work]
    if work and not working:
        found = _flat(listing.top_files)
        found.ignored += [harmless(name) + "/" for name in own]
        return found
    beside = _flat(listing.top_files if len(work) >= len(working) else work)
    found = Found(warnings=beside.warnings)
    rows = {file.source.name for place in beside.places for file in place.files}
    found.ignored = [file.source.name for file in listing.top_files if file.source.name not in rows]
    students = list(own) if len(working) > len(work) or not work else working
    inner = Counter(name for below in own.values() for name in below.top_folders)
    # A folder that several students have is the course's, and so is what lies in it beside the work.
    shared = [name for name, count in inner.items() if count > 1 or len(own) == 1]
    timed = [[parts[0] for parts in below.marks if len(parts) == 2 and parts[1] == "timestamp.txt"] for below in own.values()]
    if 2 * sum(map(bool, timed)) > len(own):
        # Then it is nbgrader that made students' folders, also an assignment that one of them alone has handed in.
        shared = list(dict.fromkeys((*shared, *(name for names in timed for name in names))))
    assignments = _assignments(own, shared)
    for name in students:
        found.places += _places_of(name, own[name], shared, assignments)
    if 2 * sum(("timestamp.txt",) in below.marks for below in own.values()) > len(own) > 1:
        _of_one_assignment(listing, found.places)
    _warn_of_mixture(beside, sorted(own.keys() - students), found)
    found.places += beside.places
    return found


def _of_one_assignment(listing: Listing, places: list[Place]) -> None:
    """Take the times that nbgrader wrote into `<assignment>/<student>/`: one student alone may have written a file called so."""
    own = listing.children()
    for place in places:
        if not place.assignment:
            place.submitted_at = place.submitted_at or nbgrader.time_of(own[place.id])
            place.assignment = listing.name if nbgrader.are_assignments([listing.name]) else ""


def _assignments(own: dict[str, Listing], shared: list[str]) -> list[str]:
    """Return which folders of students are assignments: by their names, by nbgrader's time, or since most have them."""

    def most(name: str) -> bool:
        return len(own) > 1 and 2 * sum(name in below.top_folders for below in own.values()) > len(own)

    def holds_work(name: str) -> bool:
        inside = (below.children()[name] for below in own.values() if name in below.top_folders)
        return any(listing.holds_work for listing in inside)

    def timed(name: str) -> bool:
        return any((name, "timestamp.txt") in below.marks for below in own.values())

    return [name for name in shared if (nbgrader.are_assignments([name]) or timed(name) or most(name)) and holds_work(name)]


def _places_of(name: str, own: Listing, shared: list[str], assignments: list[str]) -> list[Place]:
    """Return a student's place; where there are several assignments one for each, and one for what lies beside them."""
    held = [each for each in assignments if each in own.top_folders]
    if len(assignments) < 2 or not held:
        place = Place(name, name, "folder name", files=own.files, folder=own.path)
        place.submitted_at, place.assignment = nbgrader.time_of(own, shared), "".join(held)
        return [place]
    inside = own.children()
    places = [
        Place(
            name, name, "folder name", files=inside[each].files, folder=inside[each].path, order=(0,), assignment=each,
            submitted_at=nbgrader.time_of(inside[each]),
        )
        for each in held
    ]  # fmt: skip
    rest = [file for file in own.files if file.parts[0] not in held or len(file.parts) == 1]
    if rest:
        places.append(Place(name, name, "folder name", files=rest, folder=own.path, order=(0,)))
    return places


def _warn_of_mixture(beside: Found, left_out: list[str], found: Found) -> None:
    """Say aloud that there are files beside the folders, and name the folders with nothing to grade."""
    if beside.places:
        found.warnings.append(
            "There are files beside the students' folders; each was taken for a student of its own "
            f"({listed([place.id for place in beside.places])})."
        )
    if left_out:
        found.ignored += [harmless(name) + "/" for name in left_out]
        found.warnings.append(
            f"{listed(left_out)} {'holds' if len(left_out) == 1 else 'hold'} no notebook and no Python file "
            f"and {'was' if len(left_out) == 1 else 'were'} left out, since there are files beside the folders."
        )


def flat_files(listing: Listing) -> Found | None:
    """Return one file for each student, named after them."""
    return None if listing.top_folders else _flat(listing.files)


def _flat(files: list[File]) -> Found:
    """Take files with one stem, however its accents are encoded, for one student's.

    A document alone is a row too, unless it is about the class.
    """
    found = Found()
    stems: dict[str, list[File]] = defaultdict(list)
    for file in files:
        if file.type == filetypes.OTHER or filetypes.is_no_ones(file.name):
            found.ignored.append(file.source.name)
        else:
            stems[composed(filetypes.stem_of(file.name))].append(file)
    found.places = [Place(stem, stem, "file name", files=own) for stem, own in stems.items()]
    copies = [stem for stem in stems if (plain := _COPY.sub("", stem)) != stem and plain in stems]
    if copies:
        found.warnings.append(
            f"{listed(copies)} {'looks' if len(copies) == 1 else 'look'} like a copy of another file here; "
            "each was taken for a student of its own."
        )
    return found


# Each line: the layout in words, and the function that recognises it; the most particular first.
PLATFORMS: tuple[tuple[str, Layout], ...] = (
    ("a Gradescope export", gradescope),
    ("a Moodle download", platforms.moodle),
    ("a Canvas download", platforms.canvas),
    ("a Blackboard download", platforms.blackboard),
    ("a Brightspace download", platforms.brightspace),
    ("nbgrader's exchange", nbgrader.exchange),
    ("clones of a course's repositories", clones),
)
# With what people make themselves: the layouts that need no platform's marks stand last, since nearly every folder is one.
LAYOUTS: tuple[tuple[str, Layout], ...] = (
    ("an archive made by otter", otter_archive),
    *PLATFORMS,
    ("a folder for each assignment, and in it one for each student", nbgrader.assignment_then_student),
    ("a folder for each student", folder_per_student),
    ("a file for each student", flat_files),
)


def recognised(listing: Listing, layouts: tuple[tuple[str, Layout], ...] = LAYOUTS) -> tuple[str, Found] | None:
    """Return the first layout that recognises a listing, in words, and what it found."""
    for words, layout in layouts:
        found = layout(listing)
        if found is not None:
            return words, found
    return None
