"""The files that a course gave out with its exercises: each submission runs with them beside it.

Reads bytes and says what is wrong with a name; what is in a file is nobody's business here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from grader.course.yaml_lines import Problems
from grader.model import FileBeside

_MOST_MEGABYTES = 64  # what the sandbox copies for each process, and a cluster's worker is sent


def given_files(
    names: Sequence[str], course: Path, exercises: Path, problems: Problems
) -> tuple[FileBeside, ...]:
    """Return the files by these names, from the course's file on; a folder stands for all that lies in it.

    A file lies beside the work under the path that the course names, without what leads out of its folder: `data/a.csv`
    stays `data/a.csv`, and `../shared/plotting.py` is `plotting.py`.
    """
    found: dict[str, FileBeside] = {}
    for number, name in enumerate(names):
        fault = _fault(course.parent / name, course, exercises)
        if fault is not None:
            problems.add(("files", number), f"`{name}` {fault}")
            continue
        for file, path in _files_of(course.parent / name, name):
            try:
                found[path] = FileBeside(path=path, content=file.read_bytes())
            except OSError as error:
                problems.add(("files", number), f"`{name}` cannot be read: {error.strerror or error}")
    if sum(len(file.content) for file in found.values()) > _MOST_MEGABYTES * 1_000_000:
        problems.add(("files",), f"hold more than {_MOST_MEGABYTES} MB, which every submission would be given a copy of")
    return tuple(found.values())


def _fault(path: Path, course: Path, exercises: Path) -> str | None:
    """Return what is wrong with a name, in words that go on after it."""
    if not path.exists():
        return "is not there; name it from the folder of this file on"
    real, secret = path.resolve(), (course.resolve(), exercises.resolve())
    if any(own.is_relative_to(real) or real.is_relative_to(own) for own in secret):
        return "holds the course's own file or exercises, which no student's code may read"
    return None


def _files_of(path: Path, name: str) -> Iterator[tuple[Path, str]]:
    beside = _path_beside(name)
    if not path.is_dir():
        yield path, str(beside)
        return
    for file in sorted(path.rglob("*")):
        below = PurePosixPath(*file.relative_to(path).parts)
        if file.is_file() and not any(part.startswith(".") or part == "__pycache__" for part in below.parts):
            yield file, str(beside / below)


def _path_beside(name: str) -> PurePosixPath:
    written = PurePosixPath(name.replace("\\", "/"))
    leads_out = written.is_absolute() or ".." in written.parts
    return PurePosixPath(written.name) if leads_out else PurePosixPath(*(part for part in written.parts if part != "."))
