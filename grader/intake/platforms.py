"""Downloads of learning platforms: Canvas, Moodle, Gradescope, nbgrader's exchange, clones of course repositories.

One function for each, by the names that the platform gives files and folders. What a platform
itself wrote beside them (a list of submitters, a time) is read; students' files are not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from grader.errors import SubmissionError
from grader.intake import filetypes, opening
from grader.intake.decoding import decode
from grader.intake.entries import READING
from grader.intake.listing import File, Listing
from grader.intake.places import Found, Place
from grader.intake.spelling import harmless

_CANVAS = re.compile(
    r"(?:(?P<late_anonymous>LATE_)?anon|(?P<name>.+?)(?P<late>_LATE)?)_(?P<user>\d+)"
    r"(?:_(?P<attachment>\d+)_(?P<file>.+)|(?:_question_\d+)?(?:_(?P<entry>\d+))?_(?P<typed>text|link|media)\.html?)",
    re.IGNORECASE | re.DOTALL,
)
_RESUBMITTED = re.compile(r"-(\d{1,2})(?=\.[^.]+$)")
_MOODLE = re.compile(
    r"(?P<name>.*)_(?P<id>\d+)_assignsubmission_(?P<plugin>[a-z]+)(?:_(?P<file>.*))?", re.DOTALL | re.IGNORECASE
)
_EXCHANGE = re.compile(r"(?P<student>[^+]+)\+(?P<assignment>[^+]+)\+(?P<time>[^+]+)(?:\+.*)?", re.DOTALL)


def canvas(listing: Listing) -> Found | None:
    """Files called `<name>[_LATE]_<user id>_<attachment id>_<file>`, all in one folder."""
    matched = [(file, found) for file in listing.top_files if (found := _CANVAS.fullmatch(file.name))]
    attached = [found for _, found in matched if found["attachment"]]
    if listing.top_folders or not attached or 2 * len(matched) < len(listing.top_files):
        return None
    groups: dict[str, list[tuple[File, re.Match[str]]]] = defaultdict(list)
    for file, found in matched:
        groups[found["user"]].append((file, found))
    result = Found(places=[place for user, own in groups.items() for place in _canvas_places(user, own)])
    known = {id(file) for file, _ in matched}
    _add_strangers([file for file in listing.top_files if id(file) not in known], "Canvas", result)
    return result


def _canvas_places(user: str, own: list[tuple[File, re.Match[str]]]) -> Iterator[Place]:
    """A place for each attempt; files of different names belong to every attempt from their own on."""
    versions: dict[str, list[tuple[int, File]]] = defaultdict(list)
    names = {found["file"] for _, found in own}
    for file, found in own:
        name = found["file"] or f"{found['typed']}.html"
        plain = _RESUBMITTED.sub("", name)
        wanted = plain if plain in names else name
        versions[wanted].append((int(found["attachment"] or found["entry"] or 0), File((name,), file.source)))
    for each in versions.values():
        each.sort(key=lambda pair: pair[0])
    name = next((found["name"] for _, found in own if found["name"]), None)
    late = any(found["late"] or found["late_anonymous"] for _, found in own)
    for attempt in range(max(map(len, versions.values()))):
        files = [each[min(attempt, len(each) - 1)][1] for each in versions.values()]
        yield Place(user, name or f"Anonymous {user}", "Canvas id", files=files, late=late, order=(attempt,))


def _add_strangers(files: list[File], platform: str, found: Found) -> None:
    """Files that the platform did not name are rows of their own, said aloud, where they can be submissions at all."""
    strangers = [file for file in files if filetypes.is_answer(file.name)]
    found.ignored += [file.source.name for file in files if not filetypes.is_answer(file.name)]
    for file in strangers:
        stem = filetypes.stem_of(file.name)
        found.places.append(Place(stem, stem, "file name", files=[file]))
    if strangers:
        found.warnings.append(
            f"{harmless(strangers[0].name)}{' and others are' if len(strangers) > 1 else ' is'} not named as {platform} "
            "names files; the file name was taken for the student."
        )


def moodle(listing: Listing) -> Found | None:
    """`<Full name>_<id>_assignsubmission_file` as a folder, or as the beginning of a file's name."""
    places: dict[str, Place] = {}
    strangers: list[File] = []
    folders = {name: match for name in listing.top_folders if (match := _MOODLE.fullmatch(name))}
    for name, own in listing.children().items():
        folder = folders.get(name)
        if folder is None:
            strangers += own.files
            continue
        place = _moodle_place(folder, places)
        place.files += own.files
        if folder["plugin"].lower() == "file":
            place.folder = own.path
    for file in listing.top_files:
        match = _MOODLE.fullmatch(file.name)
        if match is None:
            strangers.append(file)
        else:
            _moodle_place(match, places).files.append(File((match["file"] or file.name,), file.source))
    if not places or len(strangers) > len(listing.files) / 2:
        return None
    found = Found(places=list(places.values()))
    _add_strangers([file for file in strangers if len(file.parts) == 1], "Moodle", found)
    return found


def _moodle_place(match: re.Match[str], places: dict[str, Place]) -> Place:
    number, name = match["id"], match["name"].replace("_", " ").strip()
    return places.setdefault(number, Place(number, name or f"Participant {number}", "Moodle id"))


def exchange(listing: Listing) -> Found | None:
    """Folders called `<student>+<assignment>+<time>`, as nbgrader's exchange receives them; several are attempts."""
    matched = {name: match for name in listing.top_folders if (match := _EXCHANGE.fullmatch(name))}
    if not matched or len(matched) < len(listing.top_folders):
        return None
    found = Found(ignored=[file.source.name for file in listing.top_files])
    for name, own in listing.children().items():
        student, time = matched[name]["student"], harmless(matched[name]["time"])
        place = Place(student, student, "nbgrader id", files=own.files, folder=own.path)
        place.submitted_at, place.order = time, (time, name)
        found.places.append(place)
    assignments = {match["assignment"] for match in matched.values()}
    if len(assignments) > 1:
        names = ", ".join(sorted(map(harmless, assignments)))
        found.warnings.append(f"There are {len(assignments)} assignments here ({names}); all are graded together.")
    return found


def gradescope(listing: Listing) -> Found | None:
    """`submission_<id>` folders and a list of submitters; a group's work is a row for each of its members."""
    mark = listing.marks.get(("submission_metadata.yml",)) or listing.marks.get(("submission_metadata.yaml",))
    if mark is None:
        return None
    found = Found(ignored=[file.source.name for file in listing.top_files])
    submissions = _metadata(mark, found)
    folders = listing.children()
    for name in dict.fromkeys((*folders, *submissions)):
        own = folders.get(name, Listing(name=name))
        facts = submissions.get(name, {})
        time = facts.get(":created_at")
        submitters = list(_submitters(facts))
        if not submitters:
            found.warnings.append(f"Gradescope's list does not say whose {harmless(name)} is; it is listed by that name.")
        for number, person in submitters or [(name, name)]:
            how = "Gradescope submitter" if submitters else "folder name"
            place = Place(number, person, how, files=own.files, folder=own.path)
            place.submitted_at = harmless(str(time)) if time else None
            found.places.append(place)
    return found


def _metadata(mark: File, found: Found) -> dict[str, dict[str, object]]:
    """Gradescope's list by folder; empty, with a warning, when it cannot be read."""
    import yaml

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        """Reads Ruby's tags as what they are on; builds no object but plain ones."""

    Loader.add_multi_constructor("", lambda loader, suffix, node: None)
    try:
        parsed = yaml.load(decode(opening.content(mark.source, READING))[0], Loader)
    except (yaml.YAMLError, SubmissionError, ValueError, RecursionError) as error:
        found.warnings.append(f"{mark.source.name} cannot be read ({type(error).__name__}); students are named by folder.")
        return {}
    if not isinstance(parsed, dict):
        return {}
    return {str(name): facts for name, facts in parsed.items() if isinstance(facts, dict)}


def _submitters(facts: dict[str, object]) -> Iterator[tuple[str, str]]:
    """Id and name of each submitter: the student id, else the address, else the name."""
    people = facts.get(":submitters", facts.get("submitters"))
    for person in people if isinstance(people, list) else ():
        if not isinstance(person, dict):
            continue
        plain = {str(key).lstrip(":"): str(value).strip() for key, value in person.items() if value not in (None, "")}
        name = plain.get("name", "")
        number = plain.get("sid") or plain.get("email") or name
        if number:
            yield number, name or number


def clones(listing: Listing) -> Found | None:
    """Clones of a course's repositories, `<assignment>-<login>` each."""
    names = listing.top_folders
    cloned = [name for name in names if (name,) in listing.clones]
    if not cloned or 2 * len(cloned) < len(names):
        return None
    found = Found(ignored=[file.source.name for file in listing.top_files])
    found.ignored += [harmless(name) + "/" for name in names if (name,) not in listing.clones]
    prefix = _course_prefix(listing, cloned) or _common_prefix(cloned)
    if not prefix:
        found.warnings.append("What the repositories' names begin with is not clear; each student has the whole name.")
    folders = listing.children()
    for name in cloned:
        login = name.removeprefix(prefix) or name
        own = folders[name]
        found.places.append(Place(login, login, "repository name", files=own.files, folder=own.path))
    return found


def _course_prefix(listing: Listing, cloned: list[str]) -> str:
    """`<classroom>-<assignment>-` as a clone's own file says, where it says so and names bear it out."""
    for name in cloned:
        mark = listing.marks.get((name, ".classroom50.yaml"))
        if mark is None:
            continue
        try:
            text = decode(opening.content(mark.source, READING))[0][:10_000]
        except SubmissionError:
            continue
        said = dict(re.findall(r"(?m)^[ \t]*(classroom|assignment)[ \t]*:[ \t]*['\"]?([\w.-]+)", text))
        prefix = f"{said.get('classroom', '')}-{said.get('assignment', '')}-"
        if len(said) == 2 and all(each.startswith(prefix) for each in cloned):
            return prefix
    return ""


def _common_prefix(names: list[str]) -> str:
    """What all names begin with, up to its last hyphen; nothing for a single name."""
    if len(names) < 2:
        return ""
    first, last = min(names), max(names)
    shared = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    return first[: first.rfind("-", 0, shared) + 1]


def first_line(mark: File) -> str | None:
    """What a small file of a platform says on its first line, or None."""
    try:
        text = decode(opening.content(mark.source, READING))[0].strip()
    except SubmissionError:
        return None
    return harmless(text.split("\n")[0][:60]) if text else None


def is_platform_name(name: str) -> bool:
    """Whether a platform names a student's file or folder like this."""
    return any(pattern.fullmatch(name) is not None for pattern in (_CANVAS, _MOODLE, _EXCHANGE))
