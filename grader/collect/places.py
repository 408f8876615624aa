"""A student's place: the files that a layout says are one student's, before they become an entry.

Layouts make places; here they become entries, each with an identity of its own. What lies among a platform's files and was not
named by it becomes a place of its own, said aloud, so that a stray notebook is neither lost nor changes whose the others are.
Knows no layout.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from grader.model import Origin, Student
from grader.submission import file_types as filetypes
from grader.submission.entries import Entry, Source
from grader.submission.file_listing import File, Listing
from grader.submission.spelling import composed, folded, harmless, natural


@dataclass(slots=True)
class Place:
    """The files of one student. `folder` is on disk and theirs alone; `order` tells attempts apart, the latest last.

    Attempts are counted within an `assignment`. `written` is the whole name that the id is a part of, where a guess
    was made which part. `account` is what the platform called a student whom the roster lists as `listed_as`, and `archive`
    the download that all this lay in.
    """

    id: str
    name: str
    identified_by: str
    files: list[File] = field(default_factory=list)
    folder: str | None = None
    late: bool = False
    submitted_at: str | None = None
    order: tuple[object, ...] = ()
    written: str | None = None
    assignment: str = ""
    account: str = ""
    archive: str = ""
    listed_as: Student | None = None

    @property
    def origin(self) -> Origin:
        """Return where it lay, by what the platform called its student."""
        return Origin(
            known_by=self.identified_by.removesuffix(BY_ROSTER),
            account=harmless(composed(self.account or self.id)),
            archive=harmless(self.archive),
            files=tuple(file.source.name for file in answers(self.files)),
        )


BY_ROSTER = ", by the roster"  # how `identified_by` ends for whoever the list knows


@dataclass(slots=True)
class Found:
    """What a layout found: places, and sentences for the TA about what is not clear."""

    places: list[Place] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def answers(files: Iterable[File]) -> list[File]:
    """Return the files that may hold a student's work.

    Notebooks and programs; where there is none, archives; else documents, which will be told what
    they are; else anything. Tests and what belongs to a course's template are left out where there is more.
    """
    files = list(files)
    for types in (_WORK, (filetypes.ARCHIVE,), (filetypes.DOCUMENT,), (filetypes.OTHER,), (filetypes.JUNK,)):
        chosen = [file for file in files if file.type in types]
        if chosen:
            return [file for file in chosen if not filetypes.is_template(file.name)] or chosen
    return []


_WORK = (filetypes.NOTEBOOK, filetypes.SCRIPT)  # what is graded as it stands; archives only where there is neither
_BESIDE = (filetypes.SCRIPT, filetypes.OTHER, filetypes.DOCUMENT)  # what a student's code can import or read


def entry_of(place: Place) -> Entry:
    """Return the entry that a place becomes; one without any file is a row all the same."""
    chosen = answers(place.files)
    shown = harmless(composed(place.id)), harmless(composed(place.name))
    beside = [file for file in place.files if file not in chosen and file.type in _BESIDE]
    on_disk = place.folder is not None and any(file.type in _BESIDE for file in place.files) and len(place.files) > 1
    student = Student(id=shown[0], name=shown[1], identified_by=place.identified_by)
    if place.listed_as is not None:
        student = replace(place.listed_as, identified_by=place.identified_by)
    return Entry(
        student=student,
        sources=tuple(_named(file) for file in chosen),
        folder=place.folder if on_disk else None,
        beside=() if on_disk or not chosen else tuple(map(_named, beside)),
        late=place.late,
        submitted_at=place.submitted_at,
        submitted_as=tuple(file.source.name for file in chosen),
        origins=(place.origin,),
    )


def listed(names: Iterable[str], most: int = 3) -> str:
    """Return the first few names, harmless, for a sentence; with semicolons where a name has a comma of its own."""
    shown = [harmless(name) for name in names]
    between = "; " if any("," in name for name in shown) else ", "
    return between.join(shown[:most]) + (f" and {len(shown) - most} more" if len(shown) > most else "")


def _named(file: File) -> Source:
    """Return the source with the name that the student knows it by, from the own folder on."""
    return replace(file.source, name=harmless("/".join(file.parts)))


GUESSED = ("file name", "folder name", "archive name")  # known by nothing but a name that anybody may have chosen


def distinct(entries: list[Entry]) -> tuple[list[Entry], list[str]]:
    """Return the entries with ids that differ, and a warning for each changed one; attempts keep their student.

    Whoever a platform or the roster knows keeps the id before somebody whose file happens to be called so.
    """
    claims: dict[tuple[str, int], list[int]] = defaultdict(list)
    for at, entry in enumerate(entries):
        claims[entry.student.id, entry.attempt].append(at)
    taken = {entry.student.id for entry in entries}
    kept, warnings = list(entries), []
    for (claimed, _), own in claims.items():
        first, *others = sorted(own, key=lambda at: (entries[at].student.identified_by in GUESSED, at))
        for number, at in enumerate(others, 2):
            new = _free(claimed, number, taken)
            warnings.append(
                f"Two submissions claim to be {claimed}: {_held(entries[first])} and {_held(entries[at])}; "
                f"the second is listed as {new}."
            )
            kept[at] = replace(entries[at], student=replace(entries[at].student, id=new))
    return kept, warnings


def _held(entry: Entry) -> str:
    """Return what an entry is known by and holds, for a sentence."""
    files = listed(source.name for source in entry.sources) or "no file"
    return f"{entry.student.name} ({entry.student.identified_by}, {files})"


def _free(wanted: str, number: int, taken: set[str]) -> str:
    while (name := f"{wanted} ({number})") in taken:
        number += 1
    taken.add(name)
    return name


def by_name(places: list[Place]) -> list[Place]:
    """Return the places in the order in which a person would list them."""
    return sorted(places, key=lambda place: (natural(place.id), folded(place.name), place.order))


def mostly(known: set[str], listing: Listing) -> bool:
    """Tell whether at least half of what may be work in the root, files and folders, has a name that is known."""
    if not known:
        return False
    strangers = [file.name for file in listing.top_work if file.name not in known]
    strangers += [name for name, own in listing.children().items() if name not in known and own.holds_work]
    return len(known) >= len(strangers)


def add_strangers(listing: Listing, known: set[str], platform: str, found: Found) -> None:
    """Add a place for everything in the root that is not known and may be work; the rest is ignored."""
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
        if own.holds_work:
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
