"""What went wrong in a student's code, as plain JSON: type, message and the student's own line, never a frame of ours.

Beside the exception goes how many elements the array had that could not be taken for a number: names, indices and
arithmetic of the line that failed are followed, and nothing of the student's is called. Runs beside the student's code,
and expects its exceptions to lie about themselves. Judges nothing.
"""

from __future__ import annotations

import ast
import linecache
from collections.abc import Callable, Container, Iterator
from itertools import islice
from types import FrameType, TracebackType

Told = list[object]
Step = tuple[str, int, tuple[int, int, bool] | None, FrameType]
"""A file, a line in it, from which byte to which something was being done, and whether by others' code; and the frame.

Of what stands in more than one line nothing is known but its line.
"""

_LONGEST_NAME = 200  # characters of a type's, a module's or a file's name: twice what the host shows
_LONGEST_MESSAGE = 2000  # characters of an exception's message: the host shows 500, and looks for names in more
_lines = linecache.cache
# What NumPy says where an array of one element stands for a number; of larger ones it always said it.
_REFUSED = ("only 0-dimensional arrays can be converted to Python scalars", "setting an array element with a sequence.")
_ELEMENT_BY_ELEMENT = ("array", "asarray", "abs", "exp", "log", "sqrt", "square", "sin", "cos")  # these keep the size
_MOST_CHARACTERS = 500  # of a line; what people write by hand has a hundred
_MOST_NODES = 500  # of its syntax tree; no line that is so long has more by honest means
_name_of_class = type.__dict__["__name__"].__get__


class TimeUpError(BaseException):
    """Raised in the student's code when its time is up; no `except Exception` catches it."""


def outcome_of(error: BaseException) -> str:
    """Return which outcome an exception stands for."""
    if isinstance(error, TimeUpError):
        return "timed_out"
    return "out_of_memory" if isinstance(error, MemoryError) else "raised"


def told(error: BaseException, files: Container[str]) -> Told:
    """Return the parts of an exception in their order, None for what it does not have.

    Type, message, file, line, the module and the name that were not there, the size of an array which was to be a number,
    if it can be seen, the file that was not there, the columns of what failed, and the line that called the function it is in.
    """
    here, caller = own_steps(error, lambda frame: frame.f_code.co_filename in files)
    filename, line, columns, frame = here or (None, None, None, None)
    if isinstance(error, SyntaxError) and type(error.filename) is str and error.filename in files:
        filename, line, columns, frame = error.filename, error.lineno, None, None
    module = error.name if isinstance(error, ModuleNotFoundError) else None
    missing = error.name if isinstance(error, NameError) else None
    message = _message(error)
    size = _refused_size(frame, filename, line) if message in _REFUSED else None
    absent = _text_or_none(error.filename) or message if isinstance(error, FileNotFoundError) else None
    return [
        _name(error), message, filename, line, _text_or_none(module), _text_or_none(missing), size, absent,
        list(columns) if columns else None, [*caller[:2], list(caller[2] or ())] if caller else None,
    ]  # fmt: skip


def told_briefly(error: BaseException) -> Told:
    """Return the type alone, for an exception that cannot be asked for more."""
    return [_name(error), "", *[None] * 8]


def own_steps(error: BaseException, is_own: Callable[[FrameType], bool]) -> tuple[Step | None, Step | None]:
    """Return the innermost line of the student's own, and the line of theirs that called the function it stands in."""
    here = caller = before = None
    for trace in _traces(error):
        step = _step(trace) if is_own(trace.tb_frame) else None
        if step is not None:
            here, caller = step, before
        before = step
    return here, caller


def _traces(error: BaseException) -> Iterator[TracebackType]:
    trace = error.__traceback__
    while trace is not None:
        yield trace
        trace = trace.tb_next


def _step(trace: TracebackType) -> Step:
    code, line = trace.tb_frame.f_code, trace.tb_lineno
    first, last, start, end = next(islice(code.co_positions(), trace.tb_lasti // 2, None), (None, None, None, None))
    deeper = trace.tb_next is not None
    columns = (start, end, deeper) if first == last == line and start is not None and end is not None else None
    return code.co_filename, line, columns, trace.tb_frame


def _refused_size(frame: FrameType | None, filename: str | None, line: int | None) -> int | None:
    known = _lines.get(filename) if filename is not None else None
    if frame is None or known is None or len(known) < 3 or line is None or not 0 < line <= len(known[2]):
        return None
    try:
        return _size_refused(frame, known[2][line - 1])
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


def _size_refused(frame: FrameType, line: str) -> int | None:
    """Return how many elements the thing has that the line takes for a number: 1 if any has one; None if none is seen."""
    text = line.strip()
    try:
        nodes = list(ast.walk(ast.parse(f"{text} pass" if text.endswith(":") else text[:_MOST_CHARACTERS])))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    names = {**frame.f_globals, **frame.f_locals}
    sizes = [_size(part, names) for part in _taken_for_numbers(nodes[:_MOST_NODES])]
    known = [size for size in sizes if size]
    return 1 if 1 in known else max(known, default=None)


def _taken_for_numbers(nodes: list[ast.AST]) -> list[ast.expr]:
    """Return what a call with one argument, or an assignment to an element, takes for a number."""
    found: list[ast.expr] = []
    for node in nodes:
        if isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords and _kept_in(node) is None:
            found += [each for each in node.args if not isinstance(each, ast.List)]  # of a list something else is said
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
            found.append(node.value)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            found += node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
    return found


def _size(node: ast.expr, names: dict[str, object]) -> int | None:
    """Return the elements of what an expression gives, 0 for a number; None where a call or a name hides it.

    Beside an array of several whatever is joined to it element by element has as many, seen or not.
    """
    if isinstance(node, ast.BinOp):
        sides = [_size(node.left, names), _size(node.right, names)]
        most = max((side for side in sides if side is not None), default=0)
        return None if isinstance(node.op, ast.MatMult) or (None in sides and most < 2) else most
    if isinstance(node, ast.UnaryOp):
        return _size(node.operand, names)
    if isinstance(node, ast.List | ast.Tuple):
        parts = [_size(part, names) for part in node.elts]
        return sum(part or 1 for part in parts) if len(parts) > 1 or None not in parts else None
    if (kept := _kept_in(node)) is not None:
        return _size(kept, names)
    found, value = _value(node, names)
    if not found:
        return None
    if type(value) in (int, float, bool):
        return 0
    shape = getattr(value, "shape", None) if type(value).__module__ == "numpy" else None
    if type(shape) is not tuple:
        return None
    size = 1
    for length in shape:
        size *= length
    return size if shape else 0


def _kept_in(node: ast.AST) -> ast.expr | None:
    """Return what a call like `np.array([x])` or `np.exp(-x)` is given, where it gives as many elements; None for others."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="np" | "numpy"), attr=name), args=[given]):
            return given if name in _ELEMENT_BY_ELEMENT else None
    return None


def _value(node: ast.expr, names: dict[str, object]) -> tuple[bool, object]:
    """Tell whether what a constant, a name, or a part of an array stands for can be seen, and what that is."""
    if isinstance(node, ast.Constant):
        return True, node.value
    if isinstance(node, ast.Name):
        return node.id in names, names.get(node.id)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
        return True, -node.operand.value if type(node.operand.value) in (int, float) else None  # type: ignore[operator]
    if isinstance(node, ast.Subscript):
        return _element(node, names)
    return False, None


def _element(node: ast.Subscript, names: dict[str, object]) -> tuple[bool, object]:
    found, whole = _value(node.value, names)
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    at = [_value(part, names) for part in parts]
    has_places = type(whole) in (list, tuple) or type(whole).__module__ == "numpy"
    if not (found and has_places and all(known and type(i) is int for known, i in at)):
        return False, None
    index = tuple(i for _, i in at)
    try:
        return True, whole[index if len(index) > 1 else index[0]]  # type: ignore[index]
    except (IndexError, TypeError):
        return False, None
