"""Downloads of learning platforms that write students into names: Canvas, Moodle, Blackboard, Brightspace.

One function for each, by the names that the platform gives files and folders. Students' files are not read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from grader.collect import times
from grader.collect.places import Found, Place, add_strangers, mostly
from grader.errors import SubmissionError
from grader.submission.entries import READING
from grader.submission.file_content import content_of, decode
from grader.submission.file_listing import File, Listing
from grader.submission.spelling import folded, harmless

# Each pattern is the platform's part and then `file`, which the student chose. The platform's part ends at the first
# place where it can end, and no group before `file` may run on into what a student wrote to look like such a part.
_CANVAS = re.compile(
    r"(?:(?P<late_first>LATE_)?anon(?P<late_then>_LATE)?_(?P<anonymous>[1-9A-HJ-NP-Za-km-z]{5}|[1-9][0-9]*)"
    r"|(?P<name>(?:(?!_[0-9]+_).)+?)(?P<late>_LATE)?_(?P<user>[1-9][0-9]*))"
    r"(?:_(?P<attachment>[1-9][0-9]*)_(?P<file>.+)"
    r"|(?:_question_[0-9]+)?(?:_(?P<entry>[0-9]+))?_(?P<typed>text|link|media)\.html?)",
    re.DOTALL,
)
_RESUBMITTED = re.compile(r"-(\d{1,2})(?=\.[^.]+$)")  # `hw-1.ipynb`: Canvas numbers what is handed in again
_COPIED = re.compile(r" \(\d{1,2}\)(?=\.[^.]+$)")  # `hw (1).ipynb`: a browser numbers a second download of one file
# `Jane Doe_123_assignsubmission_file`; the plugin's name says files or online text.
_MOODLE = re.compile(
    r"(?P<name>(?:(?!_[0-9]+_assign).)*)_(?P<id>[0-9]+)_assignsubmission_(?P<plugin>[a-z]+)(?:_(?P<file>.*))?",
    re.DOTALL | re.IGNORECASE,
)
# `Homework 1_jdoe_attempt_2026-03-01-23-58-12_hw.ipynb`; the name of the assignment may hold anything but that mark.
_BLACKBOARD = re.compile(
    r"(?P<head>(?:(?!_attempt_[0-9]{4}-).)+_[^_]+?)_attempt_(?P<time>[0-9]{4}(?:-[0-9]{2}){5})(?:\.txt|_(?P<file>.+))", re.DOTALL
)
# `12345-67890 - Jane Doe - Mar 1, 2026 1158 PM - hw.ipynb`, with the date in either order and the language of the school.
_BRIGHTSPACE = re.compile(
    r"(?P<user>[0-9]+)-(?P<folder>[0-9]+) ?- ?(?P<name>(?:(?! - ).)+?) ?- ?"
    r"(?P<time>(?:\w{3,9}\.? [0-9]{1,2}|[0-9]{1,2}\.? \w{3,9}\.?),? [0-9]{4} [0-9]{3,4}(?: ?[AP]M)?)(?: ?- ?(?P<file>.+))?",
    re.DOTALL,
)
# One a platform; the order decides nothing, since the part that ends first does.
_PATTERNS = (_MOODLE, _CANVAS, _BLACKBOARD, _BRIGHTSPACE)
_NAMES_KEPT = 1 << 16  # each of the four layouts asks for every name of a class; so many are ten large classes


@dataclass(frozen=True, slots=True)
class _Marked:
    """A file that a platform named: what its name says, and the file as the student called it."""

    said: re.Match[str]
    file: File


@lru_cache(maxsize=_NAMES_KEPT)
def _mark(name: str) -> re.Match[str] | None:
    """Return what a platform says in a name, by the pattern whose own part ends first.

    A student may have called the file like another platform's, or like the same platform's for somebody else.
    """
    found = [match for pattern in _PATTERNS if (match := pattern.fullmatch(name)) is not None]
    return min(found, key=lambda match: match.start("file") if match["file"] else match.end(), default=None)


def _marked(listing: Listing, pattern: re.Pattern[str]) -> tuple[dict[str, re.Match[str]], list[_Marked]]:
    """Return the names in the root that a platform gave, and all files under them."""
    names = dict.fromkeys((*listing.top_folders, *(file.parts[0] for file in listing.files)))
    said = {name: match for name in names if (match := _mark(name)) is not None and match.re is pattern}
    files = [_Marked(said[file.parts[0]], file) for file in listing.files if file.parts[0] in said]
    return said, [_Marked(each.said, _as_given(each)) for each in files]


def _as_given(marked: _Marked) -> File:
    """Return the file under the name that the student gave it."""
    first, *below = marked.file.parts
    own = marked.said["file"] or ("" if below else first)
    return File((*((own,) if own else ()), *below), marked.file.source)


def _folder(listing: Listing, said: re.Match[str]) -> str | None:
    """Return the folder on disk that a platform named; None for a file, and in an archive."""
    own = listing.children().get(said.string)
    return own.path if own is not None else None


def _found(listing: Listing, places: Iterable[Place], known: Iterable[str], platform: str) -> Found:
    found = Found(places=list(places))
    add_strangers(listing, set(known), platform, found)
    return found


def canvas(listing: Listing) -> Found | None:
    """Read files called `<name>[_LATE]_<user id>_<attachment id>_<file>`, all in one folder."""
    said, marked = _marked(listing, _CANVAS)
    owners: dict[str, set[tuple[str, str]]] = defaultdict(set)
    names: dict[str, set[str]] = defaultdict(set)
    for each in marked:
        names[_canvas_user(each.said)].add(folded(each.said["name"] or ""))
        if each.said["attachment"]:
            owners[each.said["attachment"]].add((_canvas_user(each.said), _COPIED.sub("", "/".join(each.file.parts))))
    # Of Canvas's numbers an attachment is one file of one user. `hw_2026_12_ann.py` and `hw_2026_12_ben.py` look alike,
    # and would be two attachments of one number.
    known = {name for name, each in said.items() if len(owners.get(each["attachment"], ())) < 2}
    if not mostly({name for name in known if len(names[_canvas_user(said[name])]) == 1}, listing):
        return None
    groups: dict[tuple[str, str], list[_Marked]] = defaultdict(list)
    for each in marked:
        if each.said.string in known:
            groups[_canvas_user(each.said), folded(each.said["name"] or "")].append(each)
    return _found(listing, (place for (user, _), own in groups.items() for place in _canvas_places(user, own)), known, "Canvas")


def _canvas_user(said: re.Match[str]) -> str:
    return str(said["user"] or said["anonymous"])


def _canvas_places(user: str, own: list[_Marked]) -> Iterator[Place]:
    """Yield a place for each attempt; files of different names belong to every attempt from their own on."""
    versions: dict[str, list[tuple[int, File, bool]]] = defaultdict(list)
    names = {"/".join(each.file.parts) for each in own if each.said["file"]}
    for each in own:
        said = each.said
        parts = each.file.parts if said["file"] else (f"{said['typed']}.html",)
        name = "/".join(parts)
        plain = _RESUBMITTED.sub("", name)
        wanted = plain if plain in names else name
        number, late = int(said["attachment"] or said["entry"] or 0), bool(said["late"] or said["late_first"] or said["late_then"])
        versions[wanted].append((number, File(parts, each.file.source), late))
    for version in versions.values():
        version.sort(key=lambda each: each[0])
    name = own[0].said["name"] or f"Anonymous {user}"
    count = max(map(len, versions.values()))
    # An attempt begins with the first file that is one more version of another, and has what came before the next begins.
    begins = [min(each[number][0] for each in versions.values() if len(each) > number) for number in range(1, count)]
    for attempt in range(count):
        came = [[each for each in own if attempt >= len(begins) or each[0] < begins[attempt]] for own in versions.values()]
        chosen = [each[-1] for each in came if each]
        files, late = [file for _, file, _ in chosen], any(late for _, _, late in chosen)
        yield Place(user, name, "Canvas id", files=files, late=late, order=(attempt,))


def moodle(listing: Listing) -> Found | None:
    """Read `<Full name>_<id>_assignsubmission_file` as a folder, or as the beginning of a file's name."""
    said, marked = _marked(listing, _MOODLE)
    if not mostly(set(said), listing):
        return None
    places: dict[tuple[str, str], Place] = {}
    for match in said.values():
        place = _moodle_place(match, places)
        if match["plugin"].lower() == "file":
            place.folder = place.folder or _folder(listing, match)
    for each in marked:
        _moodle_place(each.said, places).files.append(each.file)
    return _found(listing, places.values(), said, "Moodle")


def _moodle_place(match: re.Match[str], places: dict[tuple[str, str], Place]) -> Place:
    """Return the participant's place; in blind marking all are called `Participant`, and only the number differs."""
    number, name = match["id"], match["name"].replace("_", " ").strip()
    blind = name.casefold() in ("", "participant")
    empty = Place(number, f"Participant {number}" if blind else name, "Moodle id")
    return places.setdefault((number, folded(name)), empty)


def blackboard(listing: Listing) -> Found | None:
    """Read files called `<assignment>_<user>_attempt_<time>_<file>`, with a `.txt` of Blackboard's for each attempt."""
    said, marked = _marked(listing, _BLACKBOARD)
    if not mostly(set(said), listing):
        return None
    users = _blackboard_users(marked)
    places: dict[tuple[str, str], Place] = {}
    for each in marked:
        head, time = each.said["head"], each.said["time"]
        user, name = users.get(head) or (head.rpartition("_")[2],) * 2
        day, clock = time[:10], time[11:].replace("-", ":")
        empty = Place(user, name, "Blackboard login", submitted_at=f"{day} {clock}", order=(time,))
        place = places.setdefault((head, time), empty)
        place.assignment = head.removesuffix(f"_{user}")
        if each.said["file"]:
            place.files.append(each.file)
    return _found(listing, places.values(), said, "Blackboard")


def _blackboard_users(marked: list[_Marked]) -> dict[str, tuple[str, str]]:
    """Return login and name by what stands before `_attempt_`, from Blackboard's own `.txt`: a login may hold a `_`."""
    found = {}
    for each in marked:
        head = each.said["head"]
        if each.said["file"] or head in found:
            continue
        try:
            text = decode(content_of(each.file.source, READING))[0]
        except SubmissionError:
            continue
        line = _OF_BLACKBOARD.match(text)
        if line is not None and head.endswith("_" + line["user"]):
            found[head] = harmless(line["user"]), harmless(line["name"].strip()) or harmless(line["user"])
    return found


# The first line of Blackboard's own file, in any language; what the student wrote comes further down.
_OF_BLACKBOARD = re.compile(r"\s*[^:\n]{1,40}:[ \t]*(?P<name>[^\n]*?)[ \t]*\((?P<user>[^()\n]+)\)[ \t]*(?:\n|$)")


def brightspace(listing: Listing) -> Found | None:
    """Read `<user>-<number> - <Name> - <time>` as a folder, or with ` - <file>` behind it as a file."""
    said, marked = _marked(listing, _BRIGHTSPACE)
    if not mostly(set(said), listing):
        return None
    users: dict[str, set[str]] = defaultdict(set)
    for match in said.values():
        users[match["folder"]].add(match["user"])
    shared = any(len(each) > 1 for each in users.values())  # the second number is the assignment's, not the submission's
    places: dict[tuple[str, str, str], Place] = {}
    for match in said.values():
        user, written = match["user"], _iso(harmless(match["time"]))
        empty = Place(user, match["name"], "Brightspace id", submitted_at=written, order=(written,))
        empty.assignment = match["folder"] if shared else ""
        place = places.setdefault((user, match["folder"], match["time"]), empty)
        place.folder = place.folder or _folder(listing, match)
    for each in marked:
        places[each.said["user"], each.said["folder"], each.said["time"]].files.append(each.file)
    return _found(listing, places.values(), said, "Brightspace")


def _iso(time: str) -> str:
    """Return `Sep 30, 2026 1130 AM` as `2026-09-30 11:30`, also in other languages; anything else as it is."""
    first, second, year, clock = time.replace(",", "").split(maxsplit=3)
    word, day = (second, first) if first[0].isdigit() else (first, second)
    month, half = times.month_called(word), clock[-2:].upper() if clock[-1:].isalpha() else ""
    digits = clock.removesuffix(clock[-2:] if half else "").strip().zfill(4)
    try:
        pattern = "%Y %m %d %I%M%p" if half else "%Y %m %d %H%M"
        parsed = datetime.strptime(f"{year} {month or 0} {day.rstrip('.')} {digits}{half}", pattern)
    except ValueError:
        return time
    return parsed.isoformat(" ", "minutes")


def platforms_part(path: str) -> str:
    """Return what a platform wrote into a file's path before the student's own name; empty where it wrote nothing."""
    for name in path.split("/"):
        if (match := _mark(name)) is not None:
            return name[: match.start("file")] if match["file"] else name
    return ""


def is_platform_name(name: str) -> bool:
    """Tell whether a platform names a student's file or folder like this."""
    return _mark(name) is not None


def is_platform_folder(name: str) -> bool:
    """Tell whether a platform names a student's folder like this; Canvas and Blackboard name files only."""
    match = _mark(name)
    return match is not None and match.re in (_MOODLE, _BRIGHTSPACE)
