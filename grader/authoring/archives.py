"""Archives with the grader in them: the installed package as a wheel, and what Gradescope takes as an autograder.

A wheel is for whoever has to install exactly this grader where no index has it. It is made from the files that run here,
an editable installation's too, without a build and without the internet; the lesson's own exercises stay out of it, since
they hold their answers. The autograder is for the course alone: the exercise files in it are whole. The same files give
the same bytes. Knows no handout.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import importlib.metadata
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from grader.errors import UsageError
from grader.model import FileBeside

DISTRIBUTION = "gradient-grader"  # the name under which pip knows the package
_PACKAGE = Path(__file__).resolve().parents[1]  # the folder `grader/`, wherever it was installed
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first time that an archive can tell, so that the same files give the same bytes
_READABLE, _RUNNABLE = 0o644, 0o755  # by everybody: whoever unpacks an archive need not be who runs what is in it
# What pip reads of a wheel first: it is for every Python 3, on every machine.
_TAGS = "Wheel-Version: 1.0\nGenerator: gradient-grader\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class Wheel:
    """A file that pip installs, with the SHA-256 of its bytes in hexadecimal."""

    name: str
    content: bytes
    sha256: str


@functools.cache
def this_wheel() -> Wheel:
    """Return the wheel of the package that runs; the same files give the same bytes everywhere.

    Raises:
        UsageError: the package runs from a folder that was never installed, so that nobody knows what it needs.
    """
    try:
        distribution = importlib.metadata.distribution(DISTRIBUTION)
    except importlib.metadata.PackageNotFoundError:
        message = "This grader was never installed, so no wheel can be made of it. Say where from with --requirement."
        raise UsageError(message) from None
    stem = f"{DISTRIBUTION.replace('-', '_')}-{distribution.version.replace('-', '_')}"
    members = [*_modules(), *_about(distribution, f"{stem}.dist-info")]
    record = f"{stem}.dist-info/RECORD"
    rows = ""
    for name, content in members:
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        rows += f"{name},sha256={digest},{len(content)}\n"
    written = io.BytesIO()
    # Stored and not compressed: two versions of zlib make different bytes of the same files.
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for name, content in [*members, (record, f"{rows}{record},,\n".encode())]:
            member = zipfile.ZipInfo(name, _EPOCH)
            member.create_system, member.external_attr = 3, _READABLE << 16  # as on Unix, wherever it is made
            archive.writestr(member, content)
    content = written.getvalue()
    return Wheel(name=f"{stem}-py3-none-any.whl", content=content, sha256=hashlib.sha256(content).hexdigest())


def _modules() -> Iterator[tuple[str, bytes]]:
    for file in sorted(_PACKAGE.rglob("*"), key=lambda path: path.relative_to(_PACKAGE).parts):
        if file.is_file() and "__pycache__" not in file.parts and not file.name.startswith("."):
            yield file.relative_to(_PACKAGE.parent).as_posix(), file.read_bytes()


def _about(distribution: importlib.metadata.Distribution, folder: str) -> Iterator[tuple[str, bytes]]:
    """Yield what pip has to know: names and versions needed, and the command; a source tree keeps the same as PKG-INFO."""
    metadata = distribution.read_text("METADATA") or distribution.read_text("PKG-INFO") or ""
    yield f"{folder}/METADATA", metadata.encode()
    yield f"{folder}/WHEEL", _TAGS.encode()
    yield f"{folder}/entry_points.txt", (distribution.read_text("entry_points.txt") or "").encode()


def file_text(name: str) -> str:
    """Return the text of a file that came with the package."""
    return files("grader.authoring").joinpath("files", name).read_text(encoding="utf-8")


def requirements(requirement: str) -> str:
    """Return the text of the file that pip reads: what was chosen, else the wheel beside it."""
    if requirement:
        return f"{requirement}\n"
    wheel = this_wheel()
    return f"# The grader itself, beside this file; its SHA-256 is {wheel.sha256}.\n./{wheel.name}\n"


def autograder(exercises: Path, requirement: str = "", given: tuple[FileBeside, ...] = ()) -> bytes:
    """Return the archive for a folder's exercises (or one file's); pip installs the grader from `requirement` or its wheel.

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
