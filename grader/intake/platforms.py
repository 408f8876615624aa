"""Downloads of learning platforms that write students into names: Canvas, Moodle, Blackboard, Brightspace.

One function for each, by the names that the platform gives files and folders. Students' files are not read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from grader.intake.listing import File, Listing
from grader.intake.places import Found, Place
from grader.intake.spelling import harmless
from grader.intake.strangers import add_strangers, mostly

_CANVAS = re.compile(
    r"(?:(?P<late_anonymous>LATE_)?anon|(?P<name>.+?)(?P<late>_LATE)?)_(?P<user>[1-9]\d*)"
    r"(?:_(?P<attachment>[1-9]\d*)_(?P<file>.+)"
    r"|(?:_question_\d+)?(?:_(?P<entry>\d+))?_(?P<typed>text|link|media)\.html?)",
    re.IGNORECASE | re.DOTALL,
)
_RESUBMITTED = re.compile(r"-(\d{1,2})(?=\.[^.]+$)")
_COPIED = re.compile(r" \(\d{1,2}\)(?=\.[^.]+$)")
_MOODLE = re.compile(
    r"(?P<name>.*)_(?P<id>\d+)_assignsubmission_(?P<plugin>[a-z]+)(?:_(?P<file>.*))?", re.DOTALL | re.IGNORECASE
)
_BLACKBOARD = re.compile(
    r"(?P<assignment>.+)_(?P<user>[^_]+)_attempt_(?P<time>\d{4}(?:-\d\d){5})(?:\.txt|_(?P<file>.+))", re.DOTALL
)
_BRIGHTSPACE = re.compile(
    r"(?P<user>\d+)-\d+ ?- ?(?P<name>.+?) ?- ?(?P<time>\w{3,9} \d{1,2}, \d{4} \d{3,4} ?[AP]M)(?: ?- ?(?P<file>.+))?",
    re.DOTALL,
)


def canvas(listing: Listing) -> Found | None:
    """Files called `<name>[_LATE]_<user id>_<attachment id>_<file>`, all in one folder."""
    matched = [(file, found) for file in listing.top_files if (found := _CANVAS.fullmatch(file.name))]
    known = {file.name for file, _ in matched}
    if not mostly(known, listing) or not _are_canvas([found for _, found in matched]):
        return None
    groups: dict[str, list[tuple[File, re.Match[str]]]] = defaultdict(list)
    for file, found in matched:
        groups[found["user"]].append((file, found))
    result = Found(places=[place for user, own in groups.items() for place in _canvas_places(user, own)])
    add_strangers(listing, known, "Canvas", result)
    return result


def _are_canvas(matches: list[re.Match[str]]) -> bool:
    """Whether the numbers are Canvas's: a user has one name, and an attachment is one file of one user.

    `hw_2026_12_ann.py` and `hw_2026_12_ben.py` look alike, and would be two attachments of one number.
    """
    names: dict[str, set[object]] = defaultdict(set)
    files: dict[str, set[object]] = defaultdict(set)
    for found in matches:
        names[found["user"]].add(found["name"] and found["name"].casefold())
        if found["attachment"]:
            files[found["attachment"]].add((found["user"], _COPIED.sub("", found["file"])))
    return all(len(each) == 1 for each in (*names.values(), *files.values()))


def _canvas_places(user: str, own: list[tuple[File, re.Match[str]]]) -> Iterator[Place]:
    """A place for each attempt; files of different names belong to every attempt from their own on."""
    versions: dict[str, list[tuple[int, File, bool]]] = defaultdict(list)
    names = {found["file"] for _, found in own}
    for file, found in own:
        name = found["file"] or f"{found['typed']}.html"
        plain = _RESUBMITTED.sub("", name)
        wanted = plain if plain in names else name
        number, late = int(found["attachment"] or found["entry"] or 0), bool(found["late"] or found["late_anonymous"])
        versions[wanted].append((number, File((name,), file.source), late))
    for each in versions.values():
        each.sort(key=lambda version: version[0])
    name = next((found["name"] for _, found in own if found["name"]), None)
    for attempt in range(max(map(len, versions.values()))):
        chosen = [each[min(attempt, len(each) - 1)] for each in versions.values()]
        files, late = [file for _, file, _ in chosen], any(late for _, _, late in chosen)
        yield Place(user, name or f"Anonymous {user}", "Canvas id", files=files, late=late, order=(attempt,))


def moodle(listing: Listing) -> Found | None:
    """`<Full name>_<id>_assignsubmission_file` as a folder, or as the beginning of a file's name."""
    places: dict[str, Place] = {}
    known: set[str] = set()
    for name, own in listing.children().items():
        if (match := _MOODLE.fullmatch(name)) is None:
            continue
        known.add(name)
        place = _moodle_place(match, places)
        place.files += own.files
        if match["plugin"].lower() == "file":
            place.folder = own.path
    for file in listing.top_files:
        if (match := _MOODLE.fullmatch(file.name)) is not None:
            known.add(file.name)
            _moodle_place(match, places).files.append(File((match["file"] or file.name,), file.source))
    if not mostly(known, listing):
        return None
    found = Found(places=list(places.values()))
    add_strangers(listing, known, "Moodle", found)
    return found


def _moodle_place(match: re.Match[str], places: dict[str, Place]) -> Place:
    """The participant's place; in blind marking all are called `Participant`, and only the number differs."""
    number, name = match["id"], match["name"].replace("_", " ").strip()
    blind = name.casefold() in ("", "participant")
    return places.setdefault(number, Place(number, f"Participant {number}" if blind else name, "Moodle id"))


def blackboard(listing: Listing) -> Found | None:
    """Files called `<assignment>_<user>_attempt_<time>_<file>`, with a `.txt` of Blackboard's for each attempt."""
    matched = [(file, match) for file in listing.top_files if (match := _BLACKBOARD.fullmatch(file.name))]
    known = {file.name for file, _ in matched}
    if not mostly(known, listing):
        return None
    places: dict[tuple[str, str], Place] = {}
    for file, match in matched:
        day, clock = match["time"][:10], match["time"][11:].replace("-", ":")
        empty = Place(match["user"], match["user"], "Blackboard login", submitted_at=f"{day} {clock}", order=(match["time"],))
        place = places.setdefault((match["user"], match["time"]), empty)
        if match["file"]:
            place.files.append(File((match["file"],), file.source))
    found = Found(places=list(places.values()))
    add_strangers(listing, known, "Blackboard", found)
    return found


def brightspace(listing: Listing) -> Found | None:
    """`<user>-<number> - <Name> - <time>` as a folder, or with ` - <file>` behind it as a file."""
    places: dict[tuple[str, str], Place] = {}
    known: set[str] = set()
    for name, own in listing.children().items():
        if (match := _BRIGHTSPACE.fullmatch(name)) is not None:
            known.add(name)
            place = _brightspace_place(match, places)
            place.files += own.files
            place.folder = own.path
    for file in listing.top_files:
        if (match := _BRIGHTSPACE.fullmatch(file.name)) is not None and match["file"]:
            known.add(file.name)
            _brightspace_place(match, places).files.append(File((match["file"],), file.source))
    if not mostly(known, listing):
        return None
    found = Found(places=list(places.values()))
    add_strangers(listing, known, "Brightspace", found)
    return found


def _brightspace_place(match: re.Match[str], places: dict[tuple[str, str], Place]) -> Place:
    user, time = match["user"], harmless(match["time"])
    written = _iso(time)
    return places.setdefault((user, time), Place(user, match["name"], "Brightspace id", submitted_at=written, order=(written,)))


def _iso(time: str) -> str:
    """`Sep 30, 2026 1130 AM` as `2026-09-30 11:30`; as it is where the month is in another language."""
    month, day, year, clock = time.replace(",", "").split(maxsplit=3)
    try:
        parsed = datetime.strptime(f"{month[:3]} {day} {year} {clock.replace(' ', '').zfill(6)}", "%b %d %Y %I%M%p")
    except ValueError:
        return time
    return parsed.isoformat(" ", "minutes")


def is_platform_name(name: str) -> bool:
    """Whether a platform names a student's file or folder like this."""
    patterns = (_CANVAS, _MOODLE, _BLACKBOARD, _BRIGHTSPACE)
    return any(pattern.fullmatch(name) is not None for pattern in patterns)
