"""Where a class begins below the path that a TA typed: in which folder, or in which archive that lies there.

A `.zip` is looked into only where everything there may be a whole class, never each of a class's own.
"""

from __future__ import annotations

from grader.collect.layouts import PLATFORMS, folder_per_student, recognised
from grader.collect.nbgrader import are_assignments, assignment_then_student, is_exchange_name
from grader.collect.places import Found, listed
from grader.collect.platforms import is_platform_folder, is_platform_name
from grader.errors import SubmissionError
from grader.submission import file_types as filetypes
from grader.submission.file_listing import File, Listing, list_archive
from grader.submission.spelling import harmless

# The folders that nbgrader makes in a course beside `submitted`.
_STAGES = frozenset(("source", "release", "autograded", "feedback"))
_FEW = 3  # so many archives may be downloads that were unpacked beside themselves


def class_root(listing: Listing) -> tuple[Listing, list[str]]:
    """Return the folder with the students in it, and what to say about that.

    It is below folders that hold nothing but one folder, and in a course's `submitted/`.
    """
    remarks: list[str] = []
    while True:
        remarks += _leave_out_unpacked(listing)
        folders = listing.top_folders
        if _is_course(listing):
            return listing.children()["submitted"], [*remarks, "This is an nbgrader course; its folder submitted/ is graded."]
        if len(folders) != 1 or listing.marks_root or listing.top_work:
            return listing, remarks
        (inner,) = listing.children().values()
        if _is_one_students(inner):
            return listing, remarks
        listing = inner
        if inner.top_work and not any(is_platform_name(file.name) for file in inner.top_files) and not class_archives(inner):
            return inner, [*remarks, f"All files lie in {harmless(inner.name)}/; each was taken for a student of its own."]


def _is_course(listing: Listing) -> bool:
    """Tell whether this is nbgrader's folder of a course: its stages, and not students who called their folders so."""
    folders = set(listing.top_folders)
    others = [name for name in folders - _STAGES - {"submitted"} if listing.children()[name].holds_work]
    return "submitted" in folders and len(others) < len(folders & _STAGES)


def _is_one_students(inner: Listing) -> bool:
    """Tell whether a folder that lies alone is a student's and not a class's, by its name or the little in it."""
    if is_platform_folder(inner.name) or is_exchange_name(inner.name) or () in inner.clones:
        return True
    stamped = min((len(parts) for parts in inner.marks if parts[-1] == "timestamp.txt"), default=0)
    if stamped and not are_assignments([inner.name]):
        return stamped < 3  # nbgrader writes it into `<student>/<assignment>/`
    if inner.marks_root or len(inner.top_work) > 1:
        return False
    if not inner.top_work and inner.top_folders:
        if are_assignments([inner.name]) and not are_assignments(inner.top_folders):
            return False
        if len(inner.top_folders) == 1:
            return _is_one_students(next(iter(inner.children().values())))
        return are_assignments(inner.top_folders) and not are_assignments([inner.name])
    return len(inner.top_folders) < 2


def _archives(listing: Listing) -> list[File]:
    return [file for file in listing.top_files if file.type == filetypes.ARCHIVE]


def _opened(file: File) -> Listing | None:
    """Return what an archive holds; None for an unreadable one, and for one inside another."""
    if file.source.members:
        return None
    try:
        return list_archive(file.source.path)
    except SubmissionError:
        return None


def _leave_out_unpacked(listing: Listing) -> list[str]:
    """Take unpacked archives out of a listing, and return what to say about that."""
    archives = _archives(listing)
    if not 0 < len(archives) <= _FEW:
        return []
    unpacked = [file for file in archives if not is_platform_name(file.name) and _lies_beside(file, listing)]
    listing.files = [file for file in listing.files if file not in unpacked]
    return [f"{listed([file.name])} was left out: what it holds lies unpacked beside it." for file in unpacked]


def _lies_beside(file: File, listing: Listing) -> bool:
    """Tell whether an archive's content lies beside it, most of it in the same size: names alone anybody may choose."""
    inside = _opened(file)
    if inside is None or not inside.files:
        return False
    beside = {each.parts: each.source.size for each in listing.files}
    same = sum(beside.get(each.parts) == each.source.size for each in inside.files)
    tops = {*listing.top_folders, *(each.name for each in listing.top_files)}
    return {each.parts[0] for each in inside.files} <= tops and 2 * same > len(inside.files)


def class_archives(listing: Listing) -> list[Listing]:
    """Return the listings of the archives in a root, if each is a whole class and nothing else there is to be graded.

    Several must each be a platform's download; one alone may also hold a folder for each student.
    """
    archives = [file for file in _archives(listing) if not is_platform_name(file.name)]
    if len(archives) < len(_archives(listing)):
        return []  # a platform named it, so it is one student's
    if not archives or sum(filetypes.is_answer(file.name) for file in listing.files) > len(archives):
        return []
    held = []
    for file in archives:
        inside = _opened(file)
        if inside is None or not _is_class(inside, alone=len(archives) == 1):
            return []
        held.append(inside)
    return held


def class_folders(listing: Listing) -> list[Listing]:
    """Return the folders in a root, if each is a platform's download and all are called as assignments are."""
    inner = {name: own for name, own in listing.children().items() if own.holds_work}
    if len(inner) < 2 or listing.top_work or not are_assignments(inner):
        return []
    return list(inner.values()) if all(_is_class(own, alone=False) for own in inner.values()) else []


def _is_class(held: Listing, *, alone: bool) -> bool:
    root, _ = class_root(held)
    return recognised(root, PLATFORMS) is not None or (alone and _several(root))


def _several(root: Listing) -> bool:
    """Tell whether there are folders of more than one student."""
    found: Found | None = assignment_then_student(root) or folder_per_student(root)
    places = [] if found is None or root.top_work else found.places
    return len({place.id for place in places if any(filetypes.is_answer(file.name) for file in place.files)}) > 1
