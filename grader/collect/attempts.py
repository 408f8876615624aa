"""Which of a student's submissions count: attempts go by their instants within an assignment, and assignments stand together.

Knows places and times; no layout and no roster.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from itertools import product
from math import prod
from pathlib import PurePath

from grader.collect import times
from grader.collect.places import Place, entry_of, listed
from grader.errors import UsageError
from grader.model import Feedback, Part
from grader.sentences.catalogue import say
from grader.submission.entries import Entry
from grader.submission.file_listing import File
from grader.submission.spelling import folded, harmless, natural

_MOST_TOGETHER = 64  # gradings of one student; four assignments with three attempts each are 81, which nobody has seen


def assignments_of(places: Iterable[Place]) -> list[str]:
    """Return the assignments of these places, in the order in which a person would list them."""
    return sorted({place.assignment for place in places if place.assignment}, key=natural)


def of_assignment(places: list[Place], wanted: str) -> tuple[list[Place], list[str]]:
    """Return the places of one assignment and those of none, and what is said of the others.

    Raises UsageError where nothing is of an assignment that is called so.
    """
    names = assignments_of(places)
    chosen = next((name for name in names if name == wanted), None)
    alike = [name for name in names if folded(name) == folded(wanted)]
    if chosen is None and len(alike) != 1:
        known = f"There are {listed(names, 10)}." if names else "Nothing here says of which assignment it is."
        raise UsageError(f"There is no assignment '{harmless(wanted)}' here. {known}")
    chosen = chosen or alike[0]
    kept = [place for place in places if place.assignment in ("", chosen)]
    others = Counter(place.assignment for place in places if place.assignment not in ("", chosen))
    counts = [f"{harmless(name)} ({others[name]})" for name in names if others[name]]
    said = f"Only {harmless(chosen)} is graded; submissions for other assignments were left out: {', '.join(counts)}."
    return kept, [said] if counts else []


def counting(places: list[Place], attempt: str, zone: tzinfo | None, *, several: bool) -> tuple[list[Entry], list[str]]:
    """Return the entries of the attempts that count, and what to say about students with several submissions.

    What the roster or a platform knows to be one student's is one entry: of each assignment the attempt that counts. With
    `best` there is an entry for each choice among them. Where the class has `several` assignments, each has its own time, also
    when one was taken.
    """
    groups: dict[tuple[str, ...], list[Place]] = {}
    for number, place in enumerate(places):
        known = (place.id,) if place.account else (place.id, place.identified_by) if place.order else (str(number), "", "")
        groups.setdefault(known, []).append(place)
    entries, together, unordered = [], [], []
    for own in groups.values():
        lines = _lines(own, zone)
        if len(lines) > len({place.assignment for place in own}):
            together.append(own[0].id)
        if any(place.submitted_at and _instant(place, zone) is None for line in lines if len(line) > 1 for place in line):
            unordered.append(own[0].id)
        entries += _entries(lines, attempt, zone, several=several)
    said = "has several submissions, which are" if len(together) == 1 else "have several submissions, each"
    remarks = [f"{listed(together, 5)} {said} graded together."] if together else []
    if unordered:
        remarks.append(f"When the attempts of {listed(unordered, 5)} came cannot be read; they go by their names.")
    return entries, remarks


def _lines(own: list[Place], zone: tzinfo | None) -> list[list[Place]]:
    """Return a student's attempts at each assignment, the latest last; where two accounts' times are not known they stay apart."""
    by_assignment: dict[str, list[Place]] = {}
    for place in own:
        by_assignment.setdefault(place.assignment, []).append(place)
    lines: list[list[Place]] = []
    for line in by_assignment.values():
        if all(place.order and _instant(place, zone) for place in line):
            lines.append(sorted(line, key=lambda place: (_instant(place, zone), tuple(map(str, place.order)))))
            continue
        apart: dict[str, list[Place]] = {}
        for number, place in enumerate(line):
            apart.setdefault(f"{place.identified_by} {place.account}" if place.order else str(number), []).append(place)
        lines += [sorted(each, key=lambda place: place.order) for each in apart.values()]
    return lines


def _instant(place: Place, zone: tzinfo | None) -> datetime | None:
    """Return when a place was handed in, to be compared with others of the class; a time without any zone is universal time."""
    return times.instant(place.submitted_at, zone or UTC) if place.submitted_at else None


def _entries(lines: list[list[Place]], attempt: str, zone: tzinfo | None, *, several: bool) -> list[Entry]:
    """Return the entries of one student, numbered by the choice of attempts: the first is the first of each, the last the last."""
    count = prod(map(len, lines))
    chosen: list[tuple[int, list[Place]]] = [(count, [line[-1] for line in lines])]
    if attempt == "first":
        chosen = [(1, [line[0] for line in lines])]
    elif attempt == "best" and count <= _MOST_TOGETHER:
        chosen = [(number, list(places)) for number, places in enumerate(product(*lines), start=1)]
    elif attempt == "best":
        most = max(map(len, lines))
        chosen = [(n + 1, [line[min(n, len(line) - 1)] for line in lines]) for n in range(most)]
    return [
        replace(
            entry_of(_joined(places, zone)),
            attempt=number,
            attempts=count,
            origins=tuple(dict.fromkeys(place.origin for place in places)),
            remarks=_remarks(places),
            parts=_parts(places, zone) if several else (),
        )
        for number, places in chosen
    ]


def _parts(places: list[Place], zone: tzinfo | None) -> tuple[Part, ...]:
    """Return what was handed in for each assignment."""
    names = assignments_of(places)
    own = {name: [place for place in places if place.assignment == name] for name in names}
    return tuple(
        Part(assignment=harmless(name), submitted_at=_latest(own[name], zone), late=any(place.late for place in own[name]))
        for name in names
    )


def _latest(places: list[Place], zone: tzinfo | None) -> str | None:
    """Return what is said of when the last of several places came; of those that nobody can read, the first."""
    said = [place for place in places if place.submitted_at]
    unread = next((place.submitted_at for place in said if _instant(place, zone) is None), None)
    return unread or max(said, key=lambda place: str(_instant(place, zone)), default=Place("", "", "")).submitted_at


def _joined(places: list[Place], zone: tzinfo | None) -> Place:
    """Return several places of one student as one; files of several assignments lie in a folder of each one's name."""
    held = [place for place in places if place.files] or places[:1]
    if len(held) == 1:
        return held[0]
    several = len(assignments_of(held)) > 1
    own = [(place.assignment if several else "", file) for place in held for file in _dated(place, zone)]
    return replace(
        held[0],
        files=[File((name, *file.parts), file.source) if name else file for name, file in own],
        folder=_folder(held) if several else next((place.folder for place in held if place.folder), None),
        late=any(place.late for place in held),
        submitted_at=_latest(held, zone),
    )


def _dated(place: Place, zone: tzinfo | None) -> list[File]:
    """Return the files as old as their submission, in their own order: when they were copied here says nothing."""
    came = _instant(place, zone)
    if came is None:
        return place.files
    ages = sorted({file.source.modified for file in place.files})
    step = 1 / (1 + len(ages))  # of a second; of two submissions the later one has the newer files
    return [
        File(file.parts, replace(file.source, modified=came.timestamp() + ages.index(file.source.modified) * step))
        for file in place.files
    ]


def _folder(places: list[Place]) -> str | None:
    """Return the folder on disk with a folder for each assignment in it, called as that is; None for any other place."""
    own = {(PurePath(place.folder or ""), place.assignment) for place in places}
    above = {path.parent if assignment else path for path, assignment in own}
    named = all(not assignment or path.name == assignment for path, assignment in own)
    return str(above.pop()) if named and len(above) == 1 and all(place.folder for place in places) else None


def _remarks(places: list[Place]) -> tuple[Feedback, ...]:
    """Return what a student is told whose submissions are read together."""
    if len(places) < 2:
        return ()
    names = [f"`{harmless(name)}`" for name in assignments_of(places)]
    if len(names) > 1:
        return (say("several_submissions.assignments", most=", ".join(names[:-1]), last=names[-1]),)
    return (say("several_submissions"),)
