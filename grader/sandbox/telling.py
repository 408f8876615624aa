"""What went wrong in a student's code, as plain JSON: type, message and the student's own line, never a frame of ours.

Runs beside the student's code, and expects its exceptions to lie about themselves. Judges nothing.
"""

from __future__ import annotations

from collections.abc import Container

Told = list[object]

_LONGEST_NAME = 200
_LONGEST_MESSAGE = 2000
_name_of_class = type.__dict__["__name__"].__get__


class TimeUpError(BaseException):
    """Raised in the student's code when its time is up; no `except Exception` catches it."""


def outcome_of(error: BaseException) -> str:
    """Which outcome an exception stands for."""
    if isinstance(error, TimeUpError):
        return "timed_out"
    return "out_of_memory" if isinstance(error, MemoryError) else "raised"


def told(error: BaseException, files: Container[str]) -> Told:
    """Type, message, file, line, the module that was not there, the name that was not defined, the file that was not there."""
    filename, line = _place(error, files)
    module = error.name if isinstance(error, ModuleNotFoundError) else None
    missing = error.name if isinstance(error, NameError) else None
    absent = _text_or_none(error.filename) or _message(error) if isinstance(error, FileNotFoundError) else None
    return [_name(error), _message(error), filename, line, _text_or_none(module), _text_or_none(missing), absent]


def told_briefly(error: BaseException) -> Told:
    """The type alone, for an exception that cannot be asked for more."""
    return [_name(error), "", None, None, None, None, None]


def _place(error: BaseException, files: Container[str]) -> tuple[str | None, int | None]:
    """The innermost line that is the student's; of a syntax error, the line that it names."""
    if isinstance(error, SyntaxError) and type(error.filename) is str and error.filename in files:
        return error.filename, error.lineno
    place: tuple[str | None, int | None] = (None, None)
    step = error.__traceback__
    while step is not None:
        filename = step.tb_frame.f_code.co_filename
        if filename in files:
            place = (filename, step.tb_lineno)
        step = step.tb_next
    return place


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
