"""Exercise files on disk: where they may lie, which there are in a folder, and the text of one.

They lie beside what is graded, then here and above. Of their text it reads one mark alone.
"""

from __future__ import annotations

import os
import re
import stat
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from grader.errors import SpecError, UsageError

_MOST_BYTES = 1_000_000  # the lesson's exercises have 1 to 4 kB each; what is so much longer was named by mistake


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


LESSON = "lesson"
"""What `--exercises` calls the exercises that came with the package."""
# The line that a handout writes into every copy, found without reading YAML.
_MARK = re.compile(r"^for_students:\s*true\b", re.MULTILINE)
# What to do next, for the command line; the self-check says it otherwise.
_REMEDY = f"Name their folder with --exercises DIR, or take the lesson's own with --exercises {LESSON}."
_PLACES_NAMED = 4  # as many as a sentence can list; those nearest to the work are the likely ones


def exercises_called(named: Path) -> Path:
    """Return the folder or file that somebody named; `lesson` is the lesson's own, unless a folder here is called so."""
    if str(named) != LESSON or named.exists():
        return named
    return lesson_folder()


def lesson_folder() -> Path:
    """Return the lesson's own exercises: beside the package's source, or where pip put them. Raises UsageError."""
    installed = Path(sysconfig.get_path("data")) / "share" / "gradient-grader" / "exercises"
    for folder in (Path(__file__).resolve().parents[2] / "exercises", installed):
        if exercise_files(folder):
            return folder
    raise UsageError("The lesson's own exercises are not installed here. Name a folder with --exercises DIR.")


def places_of(path: Path | None, here: Path) -> tuple[list[Path], list[Path]]:
    """Return the folders above a path that are not above `here` too, nearest first, and `here` with those above it."""
    upwards = [here, *here.parents]
    beside = list(Path(os.path.abspath(path)).parents) if path is not None else []  # noqa: PTH100 - a link stays one
    return [place for place in beside if place not in upwards], upwards


def nothing_found(places: Iterable[Path], remedy: str = _REMEDY) -> str:
    """Return the sentence for whoever has no exercises at any of these places."""
    looked = [str(place / "exercises") for place in places]
    further = " and further up" if len(looked) > _PLACES_NAMED else ""
    return f"No exercises were found. Looked for *.yml in {', '.join(looked[:_PLACES_NAMED])}{further}. {remedy}"


def is_copy_for_students(folder: Path) -> bool:
    """Tell whether a folder holds what a handout made for students."""
    for file in exercise_files(folder):
        try:
            return _MARK.search(text_of(file)) is not None
        except SpecError:  # what is wrong with it is said by whoever reads it
            continue
    return False
