"""What each platform's importer does with a file, written from what is known of its source and from its help pages.

Each model reads bytes with the standard library and never with our own reader, and answers what would stand on the
platform afterwards.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction


def rows_of(content: bytes, delimiter: str = ",", encoding: str = "utf-8") -> list[list[str]]:
    """All rows, by a reader that knows nothing of ours."""
    text = content.decode(encoding).removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def normalised(text: str) -> str:
    """A number as Canvas reads it: the last point or comma is the decimal sign, and all others vanish."""
    if not re.fullmatch(r"-?[0-9.,]+%?", text):
        return text
    at = max(text.rfind("."), text.rfind(","))
    return text if at < 0 else re.sub("[.,]", "", text[:at]) + "." + text[at + 1 :]


def canvas(content: bytes, before: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """The scores by Canvas id and assignment id after an import over those before."""
    text = content.decode("utf-8")
    delimiter = ";" if len({line.count(";") for line in text.splitlines()[:3]}) == 1 and text.splitlines()[0].count(";") else ","
    head, *rows = rows_of(content, delimiter)
    assert len(head) > 3
    assert "Student" in head[0]
    assert "ID" in head[1]
    about = head[2 : head.index("Section")]
    assert set(about) <= {"SIS User ID", "SIS Login ID", "Integration ID", "Root Account"}
    assert "SIS Login ID" in about or "SIS User ID" not in about
    after, ignored = dict(before), set()
    for row in rows:
        if not any(cell.strip() for cell in row) or "Points Possible" in row[0]:
            ignored |= {at for at, cell in enumerate(row) if "read only" in cell}
            continue
        for at in range(len(about) + 3, len(head)):
            title = re.fullmatch(r".* \((\d+)\)", head[at])
            dropped = re.search(r"(Current|Final) (Score|Points|Grade)|Override (Score|Grade|Status)", head[at])
            if title is None or dropped or at in ignored or row[at].strip() == "N/A":
                continue
            cell = row[at].strip()
            score = "EX" if cell.upper() == "EX" else "" if cell in ("", "-") else str(float(normalised(cell)))
            after[row[1], title[1]] = score
    return after


@dataclass
class Moodle:
    """An assignment with its participants, and what an import of a worksheet does to their grades and comments.

    `locked` are participants whose grade cannot be changed; `language` are the titles that it looks for.
    """

    prefix: str
    titles: tuple[str, str, str, str]  # of identifier, grade, last modified (grade) and comments
    maximum: Fraction
    decimal: str = "."
    grades: dict[str, Fraction] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()

    def take(self, content: bytes, delimiter: str = ",", encoding: str = "utf-8") -> None:
        """Import a worksheet; rows that it does not like are skipped in silence."""
        head, *rows = rows_of(content, delimiter, encoding)
        identifier, grade, modified, comment = self.titles
        assert {identifier, grade, modified} <= set(head), "the titles are looked for as they are"
        for row in rows:
            if not row:
                continue
            number = row[head.index(identifier)][len(self.prefix) :]
            text = row[head.index(grade)].strip()
            if self.decimal == ",":
                assert "." not in text
            value = Fraction(text.replace(self.decimal, ".")) if text and text != "-" else None
            if value is not None and 0 <= value <= self.maximum and number not in self.locked:
                self.grades[number] = value
            if comment in head:
                self.comments[number] = row[head.index(comment)]


def blackboard(content: bytes, encoding: str, delimiter: str) -> dict[tuple[str, str], tuple[str, str, str]]:
    """Scores, comments and their formats by user and column id; a title without an id would make a new column."""
    head, *rows = rows_of(content, delimiter, encoding)
    columns = {at: match[1] for at, title in enumerate(head) if (match := re.search(r"\|(\d+)$", title))}
    assert not [title for title in head if "[Total Pts:" in title and "|" not in title]
    found = {}
    for row in rows:
        cells = dict(zip(head, row, strict=True))
        for at, number in columns.items():
            found[cells["Username"], number] = (
                row[at], cells.get("Feedback to Learner", ""), cells.get("Feedback Format", ""),
            )  # fmt: skip
    return found


def brightspace(content: bytes, encoding: str = "utf-8", delimiter: str = ",") -> dict[tuple[str, str], str]:
    """Scores by user and item. Each row has to end with the indicator."""
    head, *rows = rows_of(content, delimiter, encoding)
    assert head[-1] == "End-of-Line Indicator"
    assert head[0] in ("OrgDefinedId", "Username")
    found = {}
    for row in rows:
        assert row[-1] == "#"
        assert len(row) == len(head)
        for title, cell in zip(head, row, strict=True):
            if (match := re.match(r"(.+) Points Grade", title)) is not None:
                found[row[0].removeprefix("#"), match[1]] = cell
    return found


def is_safe(path: str) -> bool:
    """Whether a path stays in its archive on every system."""
    return not re.match(r"[/\\~.]|[A-Za-z]:", path) and ".." not in re.split(r"[/\\]", path) and "\\" not in path


def canvas_files(archive: bytes, attachments: Mapping[str, set[str]]) -> dict[str, bytes]:
    """The page that each user of Canvas gets as a comment, by the files that each has handed in; others are ignored."""
    found: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        for path in opened.namelist():
            assert is_safe(path)
            parts = [part for part in path.split("/")[-1].split("_") if part != "LATE"]
            if path.startswith("._") or parts[-1].startswith("link"):
                continue
            if parts[0] == "anon":
                user, attachment = parts[1], parts[2]
            else:
                user, attachment = [part for part in parts if part.isdigit()][:2]
            if attachment in attachments.get(user, set()):
                assert user not in found, "a second file would be a second comment"
                found[user] = opened.read(path)
    return found


def moodle_files(archive: bytes, participants: set[str]) -> dict[str, dict[str, bytes]]:
    """The files that each participant gets, by their paths."""
    found: dict[str, dict[str, bytes]] = {}
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        for path in opened.namelist():
            assert is_safe(path)
            parts = path.split("/")
            for at, part in enumerate(parts):
                pieces = part.split("_", 4)
                known = len(pieces) >= 4 and pieces[1] in participants and pieces[2] == "assignsubmission"
                if known and pieces[3] in ("file", "onlinetext"):
                    below = [*pieces[4:], *parts[at + 1 :]]
                    name = "/".join(filter(None, below))
                    if name and not re.match(r"[.~]", name.rsplit("/", maxsplit=1)[-1]):
                        found.setdefault(pieces[1], {})[name] = opened.read(path)
                    break
    return found
