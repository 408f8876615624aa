"""What lies among a platform's files and was not named by it: rows of its own, said aloud, where it can be work.

Every layout of a platform uses it, so that a stray notebook is neither lost nor changes whose the others are.
"""

from __future__ import annotations

from grader.collect.places import Found, Place
from grader.submission import file_types as filetypes
from grader.submission.file_listing import Listing
from grader.submission.spelling import harmless


def holds_work(own: Listing) -> bool:
    """Tell whether anything below a folder may be a student's work."""
    return any(filetypes.is_answer(file.name) for file in own.files)


def mostly(known: set[str], listing: Listing) -> bool:
    """Tell whether at least half of what may be work in the root, files and folders, has a name that is known."""
    if not known:
        return False
    strangers = [file.name for file in listing.top_files if filetypes.is_answer(file.name) and file.name not in known]
    strangers += [name for name, own in listing.children().items() if name not in known and holds_work(own)]
    return len(known) >= len(strangers)


def add_strangers(listing: Listing, known: set[str], platform: str, found: Found) -> None:
    """Adds a place for everything in the root that is not known and may be work; the rest is ignored."""
    added = []
    for file in listing.top_files:
        if file.name in known:
            continue
        if filetypes.is_answer(file.name):
            stem = filetypes.stem_of(file.name)
            found.places.append(Place(stem, stem, "file name", files=[file]))
            added.append(harmless(file.name))
        else:
            found.ignored.append(file.source.name)
    for name, own in listing.children().items():
        if name in known:
            continue
        if holds_work(own):
            found.places.append(Place(name, name, "folder name", files=own.files, folder=own.path))
            added.append(harmless(name) + "/")
        else:
            found.ignored.append(harmless(name) + "/")
    if added:
        others = "" if len(added) == 1 else f" and {len(added) - 1} more"
        found.warnings.append(
            f"{added[0]}{others} {'is' if len(added) == 1 else 'are'} not named as {platform} names submissions; "
            f"the {'name was' if len(added) == 1 else 'names were'} taken for the student."
        )
