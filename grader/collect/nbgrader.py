"""nbgrader's folders: the exchange's inbound names, `<assignment>/<student>/`, and the times that it writes.

`<student>/<assignment>/` needs no function of its own: it is a folder for each student.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import UTC

from grader.collect import times
from grader.collect.places import Found, Place, add_strangers, listed, mostly
from grader.errors import SubmissionError
from grader.submission import file_types as filetypes
from grader.submission.entries import READING
from grader.submission.file_content import content_of, decode
from grader.submission.file_listing import File, Listing
from grader.submission.spelling import harmless

# The time is the last part that is one: an assignment's name may hold a plus, and so may a time with its zone.
_TIME = r"\d{4}-\d{2}-\d{2}[ T_][^+]*(?:\+\d{2}:?\d{2})?"
# `student+assignment+time`, and a last part where the exchange keeps a time zone or a copy apart.
_EXCHANGE = re.compile(
    rf"(?P<student>[^+]+)\+(?:(?P<assignment>.+)\+(?P<time>{_TIME})|(?P<plain>[^+]+)\+(?P<said>[^+]+))(?:\+[^+]*)?", re.DOTALL
)
# What courses call assignments, so that such a folder is no student: a word of this list with a number, or some words alone.
_AN_ASSIGNMENT = re.compile(
    r"(?:(?:ps|hw|lab|assignment|homework|exercise|ex|week|unit|task|problem|project|notebook|a|lesson|day|quiz)"
    r"[ _-]?\d{1,3}[a-z]?"
    r"|(?:assignment|homework|exercise|lab|project|quiz)s?)(?:[ _-].*)?",
    re.IGNORECASE,
)


def are_assignments(names: Iterable[str]) -> bool:
    """Tell whether folders are called as assignments are (`hw1`, `ps2`, `homework`), and not as students."""
    return all(_AN_ASSIGNMENT.fullmatch(name) for name in names)


def is_exchange_name(name: str) -> bool:
    """Tell whether nbgrader's exchange names a student's folder like this."""
    return _EXCHANGE.fullmatch(name) is not None


def exchange(listing: Listing) -> Found | None:
    """Read folders called `<student>+<assignment>+<time>`, as nbgrader's exchange receives them; several are attempts."""
    matched = {name: match for name in listing.top_folders if (match := _EXCHANGE.fullmatch(name))}
    if not mostly(set(matched), listing):
        return None
    found = Found()
    for name, own in listing.children().items():
        if name not in matched:
            continue
        match = matched[name]
        student, time = match["student"], harmless(match["time"] or match["said"])
        place = Place(student, student, "nbgrader id", files=own.files, folder=own.path)
        place.assignment = match["assignment"] or match["plain"]
        place.submitted_at, place.order = time, (time, name)
        found.places.append(place)
    add_strangers(listing, set(matched), "nbgrader's exchange", found)
    return found


def assignment_then_student(listing: Listing) -> Found | None:
    """Read folders of nbgrader the other way round: `<assignment>/<student>/`."""
    inner = listing.children()
    if not inner or any(below.top_work for below in inner.values()) or listing.top_work:
        return None
    if not (_hold_students(inner) if len(inner) > 1 else _are_students(next(iter(inner.values())))):
        return None
    # groups of students hold mostly different students, assignments mostly the same
    counts = Counter(name for below in inner.values() for name in below.top_folders)
    several = [name for name, count in counts.items() if count > 1]
    found, groups = Found(), (len(inner) > 1 and not are_assignments(inner) and 2 * len(several) <= len(counts))
    places: dict[tuple[str, str], Place] = {}
    for outer, below in inner.items():
        for name, own in below.children().items():
            key, assignment = (name, "" if groups else outer), "" if groups else outer
            place = places.setdefault(key, Place(name, name, "folder name", folder=own.path, assignment=assignment, order=(0,)))
            place.files += [File((outer, *file.parts), file.source) if groups else file for file in own.files]
            place.submitted_at = latest([place.submitted_at, time_of(own)])
    found.places = list(places.values())
    if groups:
        _warn_of_groups(inner, found)
    return found


def _warn_of_groups(inner: dict[str, Listing], found: Found) -> None:
    """Say aloud that students lie in groups, and who is in more than one."""
    counts = Counter(name for below in inner.values() for name in below.top_folders)
    several = [name for name, count in counts.items() if count > 1]
    said = f" {listed(several)} lies in more than one of them and was taken for one student." if several else ""
    found.warnings.append(f"Students lie in {len(inner)} folders ({listed(inner)}); all are graded together.{said}")


def _hold_students(inner: dict[str, Listing]) -> bool:
    """Tell whether the outer folders are assignments or groups: there are more folders of work in them than of them.

    That must hold without the fullest one too, whose folders may be what one student made in a folder of theirs.
    """
    held = [{name for name, own in below.children().items() if own.holds_work} for below in inner.values()]
    rest = held if are_assignments(inner) else sorted(held, key=len)[:-1]
    stamped = all(any(parts[-1] == "timestamp.txt" for parts in below.marks) for below in inner.values())
    if stamped and are_assignments(inner) and not any(are_assignments([name]) for name in set().union(*held)):
        return True
    return len(set().union(*held)) > len(held) and len(set().union(*rest)) > len(rest)


def _are_students(below: Listing) -> bool:
    """Tell whether the folders are students and not one student's assignments: their files have the same names."""
    called_so = [are_assignments([name]) for name in below.top_folders]
    if all(called_so) or (any(called_so) and not are_assignments([below.name])):
        return False
    names = [{file.name for file in own.files if filetypes.is_answer(file.name)} for own in below.children().values()]
    return len(names) > 1 and len(set.union(*names)) < sum(map(len, names))


def time_of(own: Listing, above: Collection[str] | None = None) -> str | None:
    """Return what nbgrader's `timestamp.txt` says in a folder, or the latest in these folders of it.

    Elsewhere a file called so is the student's own, who may write any time into it.
    """
    paths = [("timestamp.txt",)] if above is None else [(name, "timestamp.txt") for name in above]
    marks = [own.marks[path] for path in paths if path in own.marks]
    return latest(map(_first_line, marks))


def latest(said: Iterable[str | None]) -> str | None:
    """Return the latest of these times; nbgrader writes all of them in one zone, or says it."""
    known = [text for text in said if text]
    return max(known, key=lambda text: (str(times.instant(text, UTC) or ""), text), default=None)


def _first_line(mark: File) -> str | None:
    """Return what a small file of a platform says on its first line, or None."""
    try:
        text = decode(content_of(mark.source, READING))[0].strip()
    except SubmissionError:
        return None
    return harmless(text.split("\n")[0][:60]) if text else None
