"""What went wrong in a student's code, as plain JSON: type, message and the student's own line, never a frame of ours.

Runs beside the student's code, and expects its exceptions to lie about themselves. Judges nothing.
"""

from __future__ import annotations

import linecache
from collections.abc import Container
from types import FrameType

from grader.sandbox.guest import array_sizes

Told = list[object]

_LONGEST_NAME = 200
_LONGEST_MESSAGE = 2000
_lines = linecache.cache
_REFUSED = ("only 0-dimensional arrays can be converted to Python scalars", "setting an array element with a sequence.")
_name_of_class = type.__dict__["__name__"].__get__


class TimeUpError(BaseException):
    """Raised in the student's code when its time is up; no `except Exception` catches it."""


def outcome_of(error: BaseException) -> str:
    """Return which outcome an exception stands for."""
    if isinstance(error, TimeUpError):
        return "timed_out"
    return "out_of_memory" if isinstance(error, MemoryError) else "raised"


def told(error: BaseException, files: Container[str]) -> Told:
    """Type, message, file, line, what was not there (module, name), the size of an array, and the file that was not there.

    The size is that of an array which was to be a number, where it can be seen.
    """
    (filename, line), frame = _place(error, files)
    module = error.name if isinstance(error, ModuleNotFoundError) else None
    missing = error.name if isinstance(error, NameError) else None
    message = _message(error)
    size = _refused_size(frame, filename, line) if message in _REFUSED else None
    absent = _text_or_none(error.filename) or message if isinstance(error, FileNotFoundError) else None
    return [_name(error), message, filename, line, _text_or_none(module), _text_or_none(missing), size, absent]


def told_briefly(error: BaseException) -> Told:
    """Return the type alone, for an exception that cannot be asked for more."""
    return [_name(error), "", None, None, None, None, None, None]


def _place(
    error: BaseException, files: Container[str]
) -> tuple[tuple[str | None, int | None], FrameType | None]:
    """Return the innermost line that is the student's, with its frame; of a syntax error, the line that it names."""
    if isinstance(error, SyntaxError) and type(error.filename) is str and error.filename in files:
        return (error.filename, error.lineno), None
    place: tuple[str | None, int | None] = (None, None)
    frame, step = None, error.__traceback__
    while step is not None:
        filename = step.tb_frame.f_code.co_filename
        if filename in files:
            place, frame = (filename, step.tb_lineno), step.tb_frame
        step = step.tb_next
    return place, frame


def _refused_size(frame: FrameType | None, filename: str | None, line: int | None) -> int | None:
    known = _lines.get(filename) if filename is not None else None
    if frame is None or known is None or len(known) < 3 or line is None or not 0 < line <= len(known[2]):
        return None
    try:
        return array_sizes.refused_size(frame, known[2][line - 1])
    except Exception:  # what the names stand for is the student's, and may do anything when it is looked at
        return None


def _message(error: BaseException) -> str:
    try:
        text = str(error)
    except Exception:  # the exception's own `__str__` is the student's
        return ""
    return text[:_LONGEST_MESSAGE] if type(text) is str else ""


def _name(error: BaseException) -> str:
    name = _name_of_class(type(error))
    return name[:_LONGEST_NAME] if type(name) is str else "Exception"


def _text_or_none(text: object) -> str | None:
    return text[:_LONGEST_NAME] if type(text) is str else None
