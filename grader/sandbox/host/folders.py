"""The folders of a student's process: those that it may read, and the one that it may write to, with the student's files.

Reading is allowed for Python, its packages and the system's libraries, and for nothing of the course. Each live process
has a scratch folder; regular files alone are copied there, no link is followed, and an eye is kept on what is written.
Knows folders, no processes, and not how the kernel is told.
"""

from __future__ import annotations

import itertools
import os
import shutil
import stat
import sys
import sysconfig
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from grader.errors import SandboxError
from grader.model import FileBeside, Limits, Submission
from grader.sandbox import remains
from grader.sandbox.host import packages

# What Python, its packages and their libraries need of a Linux system: code, time zones, fonts.
_SYSTEM = (
    "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share/zoneinfo", "/usr/share/fonts",
    "/usr/local/share/fonts", "/usr/share/fontconfig", "/etc/fonts", "/etc/ld.so.cache", "/etc/localtime", "/nix/store",
)  # fmt: skip
_OURS = Path(__file__).resolve().parents[2]  # the grader itself, which no student's code may read
FIRST_SPARE_UID = 0x71000000  # of users that nobody has: beyond what systems give out and user namespaces map

_MOST_FILES = 200  # brought from beside a submission: a student's data and modules are a few, a whole home is none
_MOST_BYTES = 64 * 1024 * 1024  # of all of them: a large table of data is some megabytes
_DEPTH = 3  # folders below the submission's own, as in `data/raw/2026/`
_NOTEBOOKS = frozenset({".ipynb"})  # not brought: what stands in them is run as statements
_MOST_WRITTEN = 4  # times what one file may hold
_MOST_ENTRIES = 5000  # files and folders in a scratch folder: honest code writes a picture for each step at most
_MOST_DEPTH = 30  # folders within folders, so that a path stays short enough to be looked at
_MEGABYTE = 1024 * 1024  # bytes, as the limits of an assignment count them
_BLOCK_BYTES = 512  # the unit of `st_blocks`, whatever the file system's own blocks are
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""No link is followed, and no pipe that took a file's place is waited for."""


# --- what may be read ---


def package_folders() -> tuple[str, ...]:
    """Return the folders on this interpreter's path that hold installed packages, also those of the user's own."""
    return tuple(p for p in sys.path if Path(p).name in {"site-packages", "dist-packages"} and Path(p).is_dir())


def not_on_path() -> tuple[str, ...]:
    """Return the folders of a checkout that an editable installation puts on the path."""
    return tuple(str(folder) for folder in {_OURS.parent} if folder.name not in {"site-packages", "dist-packages"})


def readable(hidden: Iterable[Path]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the paths whose content may be read, and the folders whose names may be listed.

    `hidden` is never among the first nor beneath them. Raises `SandboxError` when a hidden folder is
    itself a folder that Python is loaded from.
    """
    secret = {path.resolve() for path in (*hidden, _OURS)}
    roots = {path.resolve() for path in _roots()}
    if clash := sorted(map(str, secret & roots)):
        raise SandboxError(f"{clash[0]} is a folder of the Python installation; put the course somewhere else.")
    allowed = {str(path) for root in roots for path in _allow(root, secret)}
    listed = {Path(folder).resolve() for folder in (*package_folders(), sysconfig.get_paths()["stdlib"])}
    return tuple(sorted(allowed)), tuple(sorted(map(str, listed)))


def open_to_all(paths: Iterable[str]) -> bool:
    """Tell whether every user of the machine may get at these folders, by the modes of all that lie above them."""
    for path in paths:
        for folder in (Path(path), *Path(path).parents):
            try:
                mode = folder.stat().st_mode
            except OSError:
                return False
            if not mode & stat.S_IXOTH:
                return False
    return True


def _roots() -> Iterator[Path]:
    paths = sysconfig.get_paths()
    candidates = [paths["stdlib"], paths["platstdlib"], *package_folders(), *_SYSTEM]
    candidates += [path for path in os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep) if path]
    candidates += [p for p in sys.path if p.startswith((sys.base_prefix, sys.base_exec_prefix)) and "lib" in Path(p).parts]
    for candidate in candidates:
        if Path(candidate).exists():
            yield Path(candidate)
    for folder in {Path(sys.base_prefix) / "lib", Path(sys.base_exec_prefix) / "lib"}:
        if folder.is_dir():
            yield from (path for path in folder.iterdir() if ".so" in path.suffixes and path.is_file())


def _allow(path: Path, secret: set[Path]) -> Iterator[Path]:
    """Yield this path, or those of its children that neither are nor hold anything hidden."""
    if path in secret:
        return
    if not any(path in hidden.parents for hidden in secret):
        yield path
        return
    for child in path.iterdir():
        if not child.is_symlink():
            yield from _allow(child, secret)


# --- what may be written to ---


@dataclass(kw_only=True)
class Scratch:
    """A folder for one child at a time to write to, and the user to whom it belongs if we are root.

    `working` is the folder below it that the student's code begins in.
    """

    folder: Path
    uid: int
    working: str = ""


class Scratches:
    """Scratch folders by number; each is used again once its child has gone."""

    def __init__(self) -> None:
        self.base = Path(tempfile.mkdtemp(prefix="grader-", dir=_temporary())).resolve()
        self._root = hasattr(os, "geteuid") and os.geteuid() == 0
        self._free: list[Scratch] = []
        self._count = itertools.count()
        self.base.chmod(0o711 if self._root else 0o700)

    def take(self) -> Scratch:
        """Return an empty folder; one that could not be emptied is not used again."""
        while self._free:
            scratch = self._free.pop()
            if not os.listdir(scratch.folder):  # noqa: PTH208  (names alone are wanted)
                scratch.working = ""
                return scratch
        number = next(self._count)
        scratch = Scratch(folder=self.base / str(number), uid=FIRST_SPARE_UID + number)
        scratch.folder.mkdir(mode=0o700)
        if self._root:
            os.chown(scratch.folder, scratch.uid, scratch.uid)
        return scratch

    def give_back(self, scratch: Scratch) -> None:
        """Offer a folder again; it has to be empty."""
        self._free.append(scratch)

    def remove(self) -> None:
        """Remove every folder."""
        remains.remove(str(self.base))


def _temporary() -> str:
    """Return the first temporary folder that a user without rights can reach, since root's children are such users."""
    for candidate in (tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm"):
        if open_to_all([candidate]) and os.access(candidate, os.W_OK):
            return candidate
    return tempfile.gettempdir()


# --- what is brought there, and what is written ---


class TooMuchWrittenError(Exception):
    """The scratch folder holds more than a submission may write, or is shut against being looked at."""


def bring(submission: Submission, scratch: Scratch) -> None:
    """Copy what lies beside a submission to its scratch folder, as far as it fits, and say where its code begins."""
    if submission.folder is None and not submission.beside:
        return
    room = _MOST_BYTES
    files = _regular_files(Path(submission.folder), Path(), _DEPTH) if submission.folder is not None else iter(())
    for count, (source, relative) in enumerate(files):
        size = source.stat(follow_symlinks=False).st_size
        if count >= _MOST_FILES or size > room or _hides_a_package(relative):
            continue
        room -= size
        _copy(source, scratch, relative)
    for file in submission.beside[:_MOST_FILES]:
        _write(file, scratch)
    scratch.working = _working_folder(PurePosixPath(submission.working_folder), scratch)


def _hides_a_package(relative: Path) -> bool:
    """Tell whether a program has the name of a package that is installed here, as `sympy.py` about SymPy."""
    return relative.suffix == ".py" and len(relative.parts) == 1 and packages.is_installed_package(relative.stem)


def _working_folder(wanted: PurePosixPath, scratch: Scratch) -> str:
    """Return the folder by this name, made if only the work lay in it; the scratch folder if it cannot be one."""
    if wanted.is_absolute() or ".." in wanted.parts or len(wanted.parts) > _MOST_DEPTH:
        return ""
    try:
        _folder_for(Path(wanted) / "work", scratch)
    except (OSError, ValueError):
        return ""
    return str(wanted)


def _regular_files(folder: Path, relative: Path, depth: int) -> Iterator[tuple[Path, Path]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        here = relative / entry.name
        if entry.is_dir(follow_symlinks=False) and depth > 0 and not entry.name.startswith("."):
            yield from _regular_files(Path(entry.path), here, depth - 1)
        elif entry.is_file(follow_symlinks=False) and here.suffix not in _NOTEBOOKS:
            yield Path(entry.path), here


def _copy(source: Path, scratch: Scratch, relative: Path) -> None:
    """Copy one file without following a link that took its place since it was listed."""
    target = _folder_for(relative, scratch)
    try:
        descriptor = os.open(source, _FLAGS)
    except OSError:
        return
    with os.fdopen(descriptor, "rb") as opened:
        if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
            return
        with (target / relative.name).open("wb") as copy:
            shutil.copyfileobj(opened, copy)
    _give(target / relative.name, scratch)


def _write(file: FileBeside, scratch: Scratch) -> None:
    """Write one file, unless the student's own of this name lies there or its name cannot be one here."""
    relative = Path(PurePosixPath(file.path))
    if relative.is_absolute() or ".." in relative.parts or len(relative.parts) > _MOST_DEPTH or _hides_a_package(relative):
        return
    try:
        target = _folder_for(relative, scratch) / relative.name
        with target.open("xb") as written:
            written.write(file.content)
    except (OSError, ValueError):  # another file is there, or a folder of this name, or a name that no disk takes
        return
    _give(target, scratch)


def _folder_for(relative: Path, scratch: Scratch) -> Path:
    """Return the folder of a file to be, which belongs to the student's process as all above it."""
    target = scratch.folder
    for part in relative.parts[:-1]:
        target /= part
        if not target.is_dir():
            target.mkdir()
            _give(target, scratch)
    return target


def _give(path: Path, scratch: Scratch) -> None:
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        os.chown(path, scratch.uid, scratch.uid)


def check(scratch: Scratch, limits: Limits) -> None:
    """Raise `TooMuchWrittenError` when there is more than can be honest: bytes, files, or folders within folders."""
    most = _MOST_WRITTEN * limits.file_megabytes * _MEGABYTE + _MOST_BYTES
    size = 0
    for count, entry_size in enumerate(_sizes(scratch.folder)):
        size += entry_size
        if size > most or count > _MOST_ENTRIES:
            raise TooMuchWrittenError


def on_disk(facts: os.stat_result) -> int:
    """Return the bytes that a file takes; its length if the system does not count blocks, as Windows."""
    blocks: int | None = getattr(facts, "st_blocks", None)
    return facts.st_size if blocks is None else blocks * _BLOCK_BYTES


def _sizes(folder: Path) -> Iterator[int]:
    """Yield the bytes on disk of each entry below a folder, and never deeper than is honest."""
    waiting = [(str(folder), 0)]
    while waiting:
        path, depth = waiting.pop()
        try:
            with os.scandir(path) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append((entry.path, depth + 1))
                    yield on_disk(entry.stat(follow_symlinks=False))
        except FileNotFoundError:  # removed while we look
            continue
        except OSError as error:  # shut against being looked at
            raise TooMuchWrittenError from error
        if depth > _MOST_DEPTH:
            raise TooMuchWrittenError
