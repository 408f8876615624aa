"""Clones of a course's repositories, `<assignment>-<login>` each: which part of a name is the login, and what is known of it.

Reads what a classroom service wrote beside the clones; never looks into `.git`.
"""

from __future__ import annotations

import csv
import re
from collections import Counter

from grader.collect.places import Found, Place, add_strangers, listed
from grader.errors import SubmissionError
from grader.submission import file_types as filetypes
from grader.submission.entries import READING
from grader.submission.file_content import content_of, decode
from grader.submission.file_listing import File, Listing
from grader.submission.spelling import folded, harmless


def clones(listing: Listing) -> Found | None:
    """Return clones of a course's repositories; a folder among them without Git's own is a row too where it holds work."""
    cloned = [name for name in listing.top_folders if (name,) in listing.clones]
    others = [name for name, own in listing.children().items() if name not in cloned and any(map(_is_work, own.files))]
    if not cloned or len(cloned) < len(others):
        return None
    prefix = _said_prefix(listing, cloned) or _folders_prefix(listing.name, cloned)
    sure = bool(prefix)
    prefix = prefix or _common_prefix(cloned)
    found = Found()
    for name, own in listing.children().items():
        if name not in cloned and name not in others:
            found.ignored.append(harmless(name) + "/")
            continue
        login = name.removeprefix(prefix) or name
        place = Place(login, login, "repository name", files=own.files, folder=own.path, written=name)
        found.places.append(place)
    _add_known(listing, found.places)
    _warn_of_prefix(prefix, sure, found)
    if others:
        said = "is no Git clone but graded like one" if len(others) == 1 else "are no Git clones but graded like them"
        found.warnings.append(f"{listed(others)} {said}.")
    add_strangers(listing, set(listing.top_folders), "the course", found)
    return found


def _is_work(file: File) -> bool:
    return filetypes.is_answer(file.name) and not filetypes.is_template(file.name)


def _warn_of_prefix(prefix: str, sure: bool, found: Found) -> None:
    """Say aloud what was guessed; logins that begin alike would look like a part of the repositories' names."""
    if not prefix:
        found.warnings.append("What the repositories' names begin with is not clear; each student has the whole name.")
    elif not sure and (len(found.places) < 5 or any(len(place.id) < 3 for place in found.places)):
        found.warnings.append(
            f"The repositories' names all begin with {harmless(prefix)}; what follows was taken for the login "
            f"({listed([place.id for place in found.places])}). If that cuts logins short, give a --roster with them."
        )


def _said_prefix(listing: Listing, cloned: list[str]) -> str:
    """Return `<classroom>-<assignment>-` as most clones' own files say and names bear out: a student may write into one."""
    said: Counter[str] = Counter()
    for name in cloned:
        mark = listing.marks.get((name, ".classroom50.yaml"))
        if mark is None:
            continue
        text = _text(mark)[:10_000]
        parts = dict(re.findall(r"(?m)^[ \t]*(classroom|assignment)[ \t]*:[ \t]*['\"]?([\w.-]+)", text))
        if len(parts) == 2:
            said[f"{parts['classroom']}-{parts['assignment']}-"] += 1
    prefix, count = said.most_common(1)[0] if said else ("", 0)
    return prefix if 2 * count > len(cloned) and all(each.startswith(prefix) for each in cloned) else ""


def _folders_prefix(folder: str, cloned: list[str]) -> str:
    """Return the prefix by the folder around the clones, which is called `<assignment>-submissions` or `<assignment>-<date>`."""
    match = re.fullmatch(r"(?P<assignment>.+?)-(?:submissions|\d[\d-]*)", filetypes.stem_of(folder))
    prefix = f"{match['assignment']}-" if match else ""
    return prefix if prefix and all(name.startswith(prefix) for name in cloned) else ""


def _common_prefix(names: list[str]) -> str:
    """Return what all names begin with, up to its last hyphen; nothing for a single name."""
    if len(names) < 2:
        return ""
    first, last = min(names), max(names)
    shared = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    return first[: first.rfind("-", 0, shared) + 1]


def _add_known(listing: Listing, places: list[Place]) -> None:
    """Add name, time and lateness of each login by the `scores.csv` of Classroom 50 beside the clones."""
    mark = listing.marks.get(("scores.csv",))
    if mark is None:
        return
    try:
        rows = {folded(row.get("username") or ""): row for row in csv.DictReader(_text(mark).split("\n"))}
    except csv.Error:
        return
    for place in places:
        row = rows.get(folded(place.id), {})
        name = f"{row.get('first_name') or ''} {row.get('last_name') or ''}".strip()
        place.name = harmless(name) or place.name
        place.submitted_at = harmless(row.get("datetime") or "") or None
        place.late = folded(row.get("late") or "") in ("true", "yes", "1", "late")


def _text(mark: File) -> str:
    """Return what a file of a classroom service says; nothing when it cannot be read."""
    try:
        return decode(content_of(mark.source, READING))[0]
    except SubmissionError:
        return ""
