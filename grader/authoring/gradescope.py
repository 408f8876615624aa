"""The archive that Gradescope takes as an autograder: how to install and run the grader, exercises, and the course's files.

It is for the course alone: the exercise files in it are whole. The same exercises give the same bytes.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from grader.authoring.handout import requirements
from grader.authoring.package_files import file_text
from grader.authoring.wheel import this_wheel
from grader.model import FileBeside

_RUNNABLE = 0o755
_READABLE = 0o644
_EPOCH = (1980, 1, 1, 0, 0, 0)


def autograder(exercises: Path, requirement: str = "", given: tuple[FileBeside, ...] = ()) -> bytes:
    """The archive for the exercises of a folder (or the one of a file); pip installs it from `requirement` or the wheel in it.

    The files that the course gave out are named there in a `course.yml` of their own.
    """
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text, mode in _members(exercises, requirement):
            _add(archive, name, text, mode)
        if given:
            _add(archive, "course.yml", f"files: {json.dumps([file.path for file in given])}\n", _READABLE)
        for file in given:
            _add(archive, file.path, file.content, _READABLE)
    return content.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: str | bytes, mode: int) -> None:
    member = zipfile.ZipInfo(name, _EPOCH)
    member.external_attr = mode << 16
    archive.writestr(member, content)


def _members(exercises: Path, requirement: str) -> Iterator[tuple[str, str | bytes, int]]:
    yield "setup.sh", file_text("setup.sh"), _RUNNABLE
    yield "run_autograder", file_text("run_autograder"), _RUNNABLE
    yield "requirements.txt", requirements(requirement), _READABLE
    if not requirement:
        yield this_wheel().name, this_wheel().content, _READABLE
    files = [exercises] if exercises.is_file() else sorted([*exercises.glob("*.yml"), *exercises.glob("*.yaml")])
    for file in files:
        yield f"exercises/{file.name}", file.read_text(encoding="utf-8-sig"), _READABLE

