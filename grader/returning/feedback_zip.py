"""An archive of feedback pages under the names by which a platform gives each to its student.

Names are made anew from what the platform wrote into its download, never from what a student called a file, so that no page
can go to another student or out of the archive. Knows origins and pages; nothing of scores.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from grader.collect.platforms import platforms_part
from grader.model import Origin
from grader.submission.file_types import stem_of
from grader.submission.spelling import harmless

_PAGE = "feedback"  # how a page is called beside a student's own files
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest time of the format: the same pages make the same archive
_PRIVATE = 0o100600 << 16  # a file for its owner alone, in the attributes of an archive
INDEX = "index.html"
"""The page that Brightspace puts into its download and wants back with the feedback."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Names:
    """How a platform wants pages named. `name` returns a path for an origin, or None where there is no way back.

    `upload` says where the archive goes, and `index` tells whether the download's own page has to be in it.
    """

    title: str
    name: Callable[[Origin, str], str | None]
    upload: str
    index: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Archive:
    """The pages for one download: paths in the archive by student, and who is left out."""

    names: Names
    known_by: str
    download: str
    paths: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    @property
    def file(self) -> str:
        """Return the archive's own name, which tells the downloads of several assignments apart."""
        platform = self.known_by.partition(" ")[0].lower()
        stem = re.sub(r"[^\w. -]", "_", stem_of(self.download)).strip(" .")[:60]
        return f"{_PAGE}-{platform}{f'-{stem}' if stem else ''}.zip"


def canvas_name(origin: Origin, suffix: str) -> str | None:
    """Return `<name>_<user id>_<attachment id>_feedback.html`; None for what was typed into Canvas, which has no attachment."""
    for file in origin.files:
        start = re.sub(r"\W", "", platforms_part(file))
        parts = [part for part in start.split("_") if part != "LATE"]
        numbers = [part for part in parts if part.isascii() and part.isdigit()]
        anonymous = parts[:1] == ["anon"] and len(parts) == 4 and parts[1] == origin.account
        if start.endswith("_") and (numbers[:-1] == [origin.account] or anonymous) and numbers[-1:] == parts[-2:-1]:
            return f"{start}{_PAGE}{suffix}"
    return None


def moodle_name(origin: Origin, suffix: str) -> str | None:
    """Return `<name>_<number>_assignsubmission_file/feedback.html`; Moodle looks at the number alone."""
    for file in origin.files:
        match = _MOODLE.match(platforms_part(file))
        if match is not None and match["number"] == origin.account:
            name = re.sub(r"[^\w ]|_", "", match["name"]).strip() or "Participant"
            return f"{name}_{match['number']}_assignsubmission_{match['plugin'].lower()}/{_PAGE}{suffix}"
    return None


def brightspace_name(origin: Origin, suffix: str) -> str | None:
    """Return `<user>-<number> - <name> - <time>/feedback.html`, in the folder as it was downloaded."""
    for file in origin.files:
        folder = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "", platforms_part(file)).removesuffix(" - ").strip(" .")
        if folder.startswith(f"{origin.account}-"):
            return f"{folder}/{_PAGE}{suffix}"
    return None


# A folder of Moodle's download, or the beginning of a file there.
_MOODLE = re.compile(r"(?P<name>.*?)_(?P<number>\d+)_assignsubmission_(?P<plugin>file|onlinetext)", re.IGNORECASE | re.DOTALL)
# By what intake calls the accounts; Blackboard has no way back for files.
NAMES: Mapping[str, Names] = {
    "Canvas id": Names(
        title="Canvas",
        name=canvas_name,
        upload=(
            "In Canvas open the assignment, choose Upload Submissions and upload the file. Each student gets a comment with the "
            "page attached; Canvas calls it as the student's own file was called. Uploading twice makes a second comment."
        ),
    ),
    "Moodle id": Names(
        title="Moodle",
        name=moodle_name,
        upload=(
            "In Moodle open the assignment, View all submissions, Upload multiple feedback files in a zip. The feedback type "
            "Feedback files has to be switched on, and students are told."
        ),
    ),
    "Brightspace id": Names(
        title="Brightspace",
        name=brightspace_name,
        upload="In Brightspace open the assignment, choose Add Feedback Files and upload the file.",
        index=True,
    ),
}


def archives_for(origins: Mapping[str, tuple[str, tuple[Origin, ...]]], suffix: str) -> list[Archive]:
    """Return an archive for each download of a platform. `origins` are by student, each with what staff calls them.

    Whoever has no name there is left out of it, and so is the second of two with one name.
    """
    found: dict[tuple[str, str], Archive] = {}
    for student, (shown, own) in origins.items():
        for origin in own:
            if origin.known_by not in NAMES:
                continue
            key = origin.known_by, origin.archive
            archive = found.setdefault(
                key, Archive(names=NAMES[origin.known_by], known_by=origin.known_by, download=origin.archive)
            )
            path = archive.names.name(origin, suffix)
            if path is None:
                archive.left_out.append(f"{shown}: nothing in the download leads back to {harmless(origin.account)}")
            elif path in archive.paths.values():
                archive.left_out.append(f"{shown}: another student's page has that name already")
            else:
                archive.paths[student] = path
    return list(found.values())


def zipped(pages: Mapping[str, bytes]) -> bytes:
    """Return an archive of pages by their paths, the same bytes for the same pages."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(pages):
            member = zipfile.ZipInfo(path, _LONG_AGO)
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, _PRIVATE
            archive.writestr(member, pages[path])
    return stream.getvalue()
