"""Which folders a student's process may read: Python, its packages, the system's libraries, and nothing of the course.

Landlock can only allow, so a folder that holds something hidden is allowed child by child. Knows
the layout of Python installations; does not know how the kernel is told.
"""

from __future__ import annotations

import os
import stat
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path

from grader.errors import SandboxError

_SYSTEM = (
    "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share/zoneinfo", "/usr/share/fonts",
    "/usr/local/share/fonts", "/usr/share/fontconfig", "/etc/fonts", "/etc/ld.so.cache", "/etc/localtime", "/nix/store",
)  # fmt: skip
_OURS = Path(__file__).resolve().parents[2]


def package_folders() -> tuple[str, ...]:
    """Return the folders on this interpreter's path that hold installed packages, also those of the user's own."""
    return tuple(p for p in sys.path if Path(p).name in {"site-packages", "dist-packages"} and Path(p).is_dir())


def not_on_path() -> tuple[str, ...]:
    """Folders of a checkout that an editable installation puts on the path."""
    return tuple(str(folder) for folder in {_OURS.parent} if folder.name not in {"site-packages", "dist-packages"})


def readable(hidden: Iterable[Path]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Paths whose content may be read, and folders whose names may be listed.

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
    candidates = [paths["stdlib"], paths["platstdlib"], *package_folders(), *_SYSTEM, *_library_path()]
    candidates += [p for p in sys.path if p.startswith((sys.base_prefix, sys.base_exec_prefix)) and "lib" in Path(p).parts]
    for candidate in candidates:
        if Path(candidate).exists():
            yield Path(candidate)
    for folder in {Path(sys.base_prefix) / "lib", Path(sys.base_exec_prefix) / "lib"}:
        if folder.is_dir():
            yield from (path for path in folder.iterdir() if ".so" in path.suffixes and path.is_file())


def _library_path() -> list[str]:
    return [path for path in os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep) if path]


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
