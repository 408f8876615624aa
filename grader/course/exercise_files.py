"""Exercise files on disk: which there are in a folder, and the text of one. Knows nothing of what they say."""

from __future__ import annotations

import stat
from pathlib import Path

from grader.errors import SpecError

_MOST_BYTES = 1_000_000


def exercise_files(folder: Path) -> list[Path]:
    """Return the files of a folder that are exercises, by name; `course.yml` is about all of them."""
    return sorted(file for end in ("yml", "yaml") for file in folder.glob(f"*.{end}") if file.stem != "course")


def text_of(file: Path) -> str:
    """Return the text of a file of the course's: an exercise, or what it says of itself.

    Raises:
        SpecError: it is no file, cannot be read, is no UTF-8, holds what no text holds, or is far too large.
    """
    try:
        facts = file.stat()
        if not stat.S_ISREG(facts.st_mode):  # to open a pipe would be to wait for somebody who writes into it
            raise SpecError([f"{file}:1: is a folder, a pipe or a device, not a file"])
        if facts.st_size > _MOST_BYTES:
            raise SpecError([f"{file}:1: is larger than {_MOST_BYTES // 1_000_000} MB; is it text?"])
        content = file.read_bytes()
    except OSError as error:
        raise SpecError([f"{file}:1: cannot be read: {error.strerror or error}"]) from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SpecError([f"{file}:{line}: is not UTF-8 text; save the file as UTF-8"]) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise SpecError([f"{file}:{line}: holds a NUL character, which no text has; remove it"])
    return text
