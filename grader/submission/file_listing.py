"""What lies where a TA pointed, as one flat list, the same for a folder and for an archive.

Names are looked at, nothing is read. Links are listed and never followed.
"""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass, field
from pathlib import Path

from grader.errors import UsageError
from grader.submission import archive
from grader.submission import file_types as filetypes
from grader.submission.entries import Source
from grader.submission.spelling import harmless, natural

DEEPEST = 8  # folders; a class by assignments, students and their own folders has four or five
_MOST_FILES = 1_000_000  # a class of ten thousand with a hundred files each; what is larger is a disk and no class
# What templates of repositories bring along; nobody misses it.
_MACHINERY = frozenset((".github", ".gitignore", ".gitattributes", ".gitkeep", ".devcontainer", ".vscode"))


@dataclass(frozen=True, slots=True)
class File:
    """One file: the `parts` of its path below the listing's root, as they are on disk, and where to read it."""

    parts: tuple[str, ...]
    source: Source

    @property
    def name(self) -> str:
        """Return the file's own name."""
        return self.parts[-1]

    @property
    def type(self) -> str:
        """Return what its name says that it is."""
        return filetypes.type_of(self.name)


@dataclass(slots=True)
class Listing:
    """All files below a root. `path` is the folder on disk that the root is, None in an archive.

    `folders` are the paths of all folders, also empty ones; `clones` those that Git made.
    """

    name: str
    path: str | None = None
    files: list[File] = field(default_factory=list)
    folders: list[tuple[str, ...]] = field(default_factory=list)
    clones: set[tuple[str, ...]] = field(default_factory=set)
    marks: dict[tuple[str, ...], File] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    _children: dict[str, Listing] | None = field(default=None, repr=False, compare=False)

    @property
    def top_files(self) -> list[File]:
        """Return the files that lie in the root itself."""
        return [file for file in self.files if len(file.parts) == 1]

    @property
    def top_work(self) -> list[File]:
        """Return those of the files in the root itself that may be a student's work."""
        return [file for file in self.top_files if filetypes.is_answer(file.name)]

    @property
    def holds_work(self) -> bool:
        """Tell whether anything below the root may be a student's work."""
        return any(filetypes.is_answer(file.name) for file in self.files)

    @property
    def top_folders(self) -> list[str]:
        """Return the names of the folders in the root itself."""
        return [parts[0] for parts in self.folders if len(parts) == 1]

    @property
    def marks_root(self) -> bool:
        """Tell whether a platform left its own file in the root."""
        return any(len(parts) == 1 for parts in self.marks)

    def children(self) -> dict[str, Listing]:
        """Return the listing of each folder in the root, by name; what lies in it has its parts from there on.

        Made once, since every layout asks for it and a class has ten thousand.
        """
        if self._children is None:
            self._children = self._parted()
        return self._children

    def _parted(self) -> dict[str, Listing]:
        found = {
            name: Listing(name=name, path=None if self.path is None else _join(self.path, name), ignored=self.ignored)
            for name in self.top_folders
        }
        for file in self.files:
            if len(file.parts) > 1:
                found[file.parts[0]].files.append(File(file.parts[1:], file.source))
        for parts in self.folders:
            if len(parts) > 1:
                found[parts[0]].folders.append(parts[1:])
        for parts in self.clones:
            if parts and parts[0] in found:
                found[parts[0]].clones.add(parts[1:])
        for parts, mark in self.marks.items():
            if len(parts) > 1:
                found[parts[0]].marks[parts[1:]] = File(parts[1:], mark.source)
        return found


def _join(path: str, name: str) -> str:
    return os.path.join(path, name)  # noqa: PTH118 - names may hold bytes that are no text


# Files without work in them that say which layout it is.
_MARKS = frozenset(
    (
        "submission_metadata.yml", "submission_metadata.yaml", ".classroom50.yaml", "scores.csv", "timestamp.txt",
        ".OTTER_LOG",
    )
)  # fmt: skip


def list_folder(path: str) -> Listing:
    """Return the listing of a folder on disk. Raises UsageError when it cannot be looked into."""
    listing = Listing(name=os.path.basename(os.path.abspath(path)), path=path)  # noqa: PTH119, PTH100
    try:
        _walk(path, (), listing)
    except OSError as error:
        raise UsageError(
            f"{harmless(path)} cannot be looked into: {error.strerror or error}. Check that you may read it."
        ) from None
    listing.files.sort(key=lambda file: tuple(map(natural, file.parts)))
    listing.folders.sort(key=lambda parts: tuple(map(natural, parts)))
    return listing


def _walk(path: str, above: tuple[str, ...], listing: Listing) -> None:
    with os.scandir(path) as entries:
        for entry in entries:
            parts = (*above, entry.name)
            if entry.is_dir(follow_symlinks=False):
                if entry.name == ".git":
                    listing.clones.add(parts[:-1])
                elif filetypes.is_junk_folder(entry.name) or len(parts) > DEEPEST or (len(parts) == 1 and _is_ours(entry.path)):
                    _leave_out(parts, listing)
                else:
                    listing.folders.append(parts)
                    try:
                        _walk(entry.path, parts, listing)
                    except OSError:
                        # A row all the same: whoever opens it is told that it may not be read.
                        listing.files.append(File((*parts, "folder.ipynb"), _source(entry, parts)))
            elif len(listing.files) < _MOST_FILES:
                _add(File(parts, _source(entry, parts)), listing)


def _leave_out(parts: tuple[str, ...], listing: Listing) -> None:
    """Note what is left out, unless it is a repository's own machinery, which nobody takes for work."""
    if not _MACHINERY.intersection(parts):
        listing.ignored.append(harmless("/".join(parts)))


def _is_ours(path: str) -> bool:
    """Tell whether a folder holds the reports of an earlier run and no work: a student may grade beside the own work."""
    if not any(os.path.lexists(_join(path, name)) for name in ("gradebook.json", "run.sqlite")):
        return False
    return not any(filetypes.is_answer(name) for _, _, names in os.walk(path) for name in names)


def _source(entry: os.DirEntry[str], parts: tuple[str, ...]) -> Source:
    name = harmless("/".join(parts))
    try:
        facts = entry.stat(follow_symlinks=False)
    except OSError:
        return Source(path=entry.path, name=name)
    return Source(path=entry.path, name=name, modified=facts.st_mtime, size=facts.st_size)


def _add(file: File, listing: Listing) -> None:
    if file.name in _MARKS:
        listing.marks[file.parts] = file
    if file.name == ".git":  # a file in a worktree or submodule
        listing.clones.add(file.parts[:-1])
    if file.name in _MARKS:
        return
    if file.type == filetypes.JUNK:
        _leave_out(file.parts, listing)
    else:
        listing.files.append(file)


def list_archive(path: str) -> Listing:
    """Return the listing of a `.zip`. Raises SubmissionError when it is none."""
    listing = Listing(name=os.path.basename(path))  # noqa: PTH119
    folders: set[tuple[str, ...]] = set()
    with archive.opened(path, harmless(listing.name)) as opened:
        for member in archive.members(opened):
            above = member.parts[:-1]
            if any(map(filetypes.is_junk_folder, above)):
                if ".git" in above:
                    listing.clones.add(above[: above.index(".git")])
                else:
                    _leave_out(member.parts, listing)
                continue
            folders.update(above[:depth] for depth in range(1, len(above) + 1))
            name = harmless("/".join(member.parts))
            source = Source(path=path, name=name, members=(member.name,), modified=member.modified, size=member.size)
            _add(File(member.parts, source), listing)
        for parts in archive.folders(opened):
            if not any(map(filetypes.is_junk_folder, parts)):
                folders.update(parts[:depth] for depth in range(1, len(parts) + 1))
    listing.folders = sorted(folders, key=lambda parts: tuple(map(natural, parts)))
    listing.files.sort(key=lambda file: tuple(map(natural, file.parts)))
    return listing


def similar_path(path: Path) -> Path | None:
    """Return the path with its first missing part replaced by the likest name there; None if that leads nowhere."""
    there = next((place for place in path.parents if place.exists()), None)
    if there is None:
        return None
    name, *rest = path.relative_to(there).parts
    try:
        names = sorted(each.name for each in there.iterdir())
    except OSError:
        return None
    spelled = {each.partition(".")[0]: each for each in names} | {each: each for each in names}
    for near in difflib.get_close_matches(name, spelled, n=3):
        found = there.joinpath(spelled[near], *rest)
        if found.exists():
            return found
    return None
