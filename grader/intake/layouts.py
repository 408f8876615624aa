"""How submissions lie about when they come from a platform or a person: one function and one line in a table each.

A layout looks at names only and says whose file is whose, or None when it is not this layout.
To add one, write a function and its line in `LAYOUTS`; the first that recognises a listing has it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from grader.intake import filetypes, platforms
from grader.intake.listing import File, Listing
from grader.intake.places import Found, Place
from grader.intake.spelling import harmless

Layout = Callable[[Listing], Found | None]
_AN_ASSIGNMENT = re.compile(
    r"(?:(?:ps|hw|lab|assignment|homework|exercise|ex|week|unit|task|problem|project|notebook|a|lesson|day|quiz)"
    r"[ _-]?\d{1,3}[a-z]?"
    r"|(?:assignment|homework|exercise|lab|project|quiz)s?)(?:[ _-].*)?",
    re.IGNORECASE,
)


def are_assignments(names: Iterable[str]) -> bool:
    """Whether folders are called as assignments are (`hw1`, `ps2`, `homework`), and not as students."""
    return all(_AN_ASSIGNMENT.fullmatch(name) for name in names)


def otter_archive(listing: Listing) -> Found | None:
    """A single archive that otter exported for one student, who is called as the archive is."""
    if listing.path is not None or (".OTTER_LOG",) not in listing.marks:
        return None
    stem = filetypes.stem_of(listing.name)
    return Found(places=[Place(stem, stem, "archive name", files=listing.files)])


def assignment_then_student(listing: Listing) -> Found | None:
    """Folders of nbgrader the other way round: `<assignment>/<student>/`."""
    inner = listing.children()
    if not inner or any(_work(below.top_files) for below in inner.values()) or _work(listing.top_files):
        return None
    names = {name for below in inner.values() for name in below.top_folders}
    if not (len(names) > len(inner) > 1 or (len(inner) == 1 and _are_students(next(iter(inner.values()))))):
        return None
    found = Found()
    places: dict[str, Place] = {}
    for assignment, below in inner.items():
        for name, own in below.children().items():
            place = places.setdefault(name, Place(name, name, "folder name", folder=own.path))
            place.files += [File((assignment, *file.parts), file.source) for file in own.files]
    found.places = list(places.values())
    if len(inner) > 1:
        found.warnings.append(f"There are {len(inner)} assignments here ({_listed(inner)}); all are graded together.")
    return found


def _are_students(below: Listing) -> bool:
    """Whether the folders are students and not one student's assignments: their files have the same names."""
    if are_assignments(below.top_folders):
        return False
    names = [{file.name for file in _work(own.files)} for own in below.children().values()]
    return len(names) > 1 and len(set.union(*names)) < sum(map(len, names))


def _work(files: list[File]) -> list[File]:
    return [file for file in files if filetypes.is_answer(file.name)]


def _listed(names: Iterable[str]) -> str:
    shown = [harmless(name) for name in names]
    return ", ".join(shown[:3]) + (", …" if len(shown) > 3 else "")


def folder_per_student(listing: Listing) -> Found | None:
    """A folder for each student, named after them; files beside the folders are their own student's."""
    if not listing.top_folders:
        return None
    beside = _flat(listing.top_files)
    found = Found(ignored=beside.ignored)
    own = listing.children()
    working = [name for name in own if _work(own[name].files)]
    if beside.places and not working:
        found.ignored += [harmless(name) + "/" for name in own]
        found.places = beside.places
        return found
    for name in working if beside.places else own:
        place = Place(name, name, "folder name", files=own[name].files, folder=own[name].path)
        place.submitted_at = _time_of(own[name])
        found.places.append(place)
    found.places += beside.places
    if beside.places:
        found.warnings.append(
            "There are files beside the students' folders; each was taken for a student of its own "
            f"({_listed([place.id for place in beside.places])})."
        )
    _warn_of_assignments(own, found)
    return found


def _time_of(own: Listing) -> str | None:
    """What nbgrader's `timestamp.txt` in a student's folder says, the latest where there are several."""
    marks = [mark for parts, mark in own.marks.items() if parts[-1] == "timestamp.txt"]
    return max((time for mark in marks if (time := platforms.first_line(mark))), default=None)


def _warn_of_assignments(own: dict[str, Listing], found: Found) -> None:
    """Say aloud that students have several folders of the same names, since these are several assignments."""
    counts = Counter(name for below in own.values() for name in below.top_folders)
    usual = [name for name, count in counts.items() if count > 1 and 2 * count > len(own)]
    if len(usual) > 1:
        found.warnings.append(f"There are {len(usual)} assignments here ({_listed(usual)}); all are graded together.")


def flat_files(listing: Listing) -> Found | None:
    """One file for each student, named after them."""
    return None if listing.top_folders else _flat(listing.files)


def _flat(files: list[File]) -> Found:
    """Files with one stem are one student's; a document alone is a row too, unless it is about the class."""
    found = Found()
    stems: dict[str, list[File]] = defaultdict(list)
    for file in files:
        if file.type == filetypes.OTHER or filetypes.is_no_ones(file.name):
            found.ignored.append(file.source.name)
        else:
            stems[filetypes.stem_of(file.name)].append(file)
    found.places = [Place(stem, stem, "file name", files=own) for stem, own in stems.items()]
    return found


# Each line: the layout in words, and the function that recognises it; the most particular first.
LAYOUTS: tuple[tuple[str, Layout], ...] = (
    ("an archive made by otter", otter_archive),
    ("a Gradescope export", platforms.gradescope),
    ("a Moodle download", platforms.moodle),
    ("a Canvas download", platforms.canvas),
    ("nbgrader's exchange", platforms.exchange),
    ("clones of a course's repositories", platforms.clones),
    ("a folder for each assignment, and in it one for each student", assignment_then_student),
    ("a folder for each student", folder_per_student),
    ("a file for each student", flat_files),
)
