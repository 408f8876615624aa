"""A kernel kept as it was and usable while its functions are called: variables, random numbers, figures, output, time.

What is put back: names, lists, dicts, sets and arrays as deep as they go, the generators of `random` and NumPy,
matplotlib's figures. Attributes of a student's own objects are not watched.

A call that does not come to an end is stopped in the very process that made it: by a signal where the system has one and
we are on the main thread, else by another thread's word. A loop inside C (a huge power, a sort of a billion numbers) heeds
neither; only restarting the kernel ends that. In a browser (JupyterLite) there is neither, and whoever shows the result
says so.
"""

from __future__ import annotations

import builtins
import contextlib
import ctypes
import io
import random
import signal
import sys
import threading
import types
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from grader.sentences.catalogue import sentence

# in all containers together: copying so many takes a third of a second, and ten times as many nobody waits for at every check
_MOST_ELEMENTS = 500_000
# IPython's lists of what was run and shown: they grow with every cell, and no answer works on them
_HISTORY = frozenset(("In", "Out"))
Restore = Callable[[], object]


@contextmanager
def untouched(names: dict[str, Any]) -> Iterator[io.StringIO]:
    """Restore afterwards what was before; what is printed inside goes into the text that is given."""
    printed = io.StringIO()
    restores = [_names(names), _contents(_values(names)), *_random(names.values()), _figures(), _input()]
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            warnings.simplefilter("ignore")
            yield printed
    finally:
        for restore in restores:
            restore()


def _names(names: dict[str, Any]) -> Restore:
    bound = dict(names)

    def restore() -> None:
        for name in [name for name in names if name not in bound]:
            del names[name]
        names.update((name, value) for name, value in bound.items() if names.get(name) is not value or name not in names)

    return restore


def _values(names: dict[str, Any]) -> Iterator[object]:
    """Yield the student's variables, and what the functions keep in their defaults."""
    for name, value in list(names.items()):
        if not name.startswith("_") and name not in _HISTORY:
            yield value
            if isinstance(value, types.FunctionType):
                yield from value.__defaults__ or ()
                yield from (value.__kwdefaults__ or {}).values()


def _contents(values: Iterable[object]) -> Restore:
    """Keep what all containers hold, as far as they can be reached, each once."""
    array = getattr(sys.modules.get("numpy"), "ndarray", ())
    waiting: list[Any] = list(values)
    seen, left = set[int](), _MOST_ELEMENTS
    kept: list[tuple[Any, Any]] = []
    while waiting and left > 0:
        value = waiting.pop()
        kind = type(value)
        if id(value) in seen or not (kind in (list, dict, set, tuple) or isinstance(value, array)):
            continue
        seen.add(id(value))
        size = value.size if isinstance(value, array) else len(value)
        left -= size
        if left > 0:
            kept.append((value, value.copy() if kind is not tuple else None))
            if not isinstance(value, array):
                waiting.extend(value.values() if kind is dict else value)

    def restore() -> None:
        for value, before in kept:
            _put_back(value, before)

    return restore


def _put_back(value: Any, before: Any) -> None:  # noqa: ANN401 - any container
    match value:
        case list():
            value[:] = before
        case dict() | set():
            value.clear()
            value.update(before)
        case tuple():
            pass
        case _ if value.flags.writeable:
            value[...] = before


def _random(values: Iterable[object]) -> list[Restore]:
    """Keep the state of random numbers: Python's, NumPy's, and that of generators in variables."""
    state = random.getstate()
    restores: list[Restore] = [lambda: random.setstate(state)]
    numbers = sys.modules.get("numpy.random")
    if numbers is not None:
        everybodys = numbers.get_state()
        restores.append(lambda: numbers.set_state(everybodys))
        restores += [_bits(value.bit_generator) for value in list(values) if isinstance(value, numbers.Generator)]
    return restores


def _bits(generator: Any) -> Restore:  # noqa: ANN401 - one of NumPy's
    state = generator.state
    return lambda: setattr(generator, "state", state)


def _figures() -> Restore:
    """Keep open figures from being drawn on, and throw away new ones."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return lambda: None
    open_before = pyplot.get_fignums()
    current = pyplot.gcf().number if open_before else None
    if open_before:
        pyplot.figure()

    def restore() -> None:
        for number in set(pyplot.get_fignums()) - set(open_before):
            pyplot.close(number)
        if current is not None:
            pyplot.figure(current)

    return restore


def _input() -> Restore:
    """Keep everything from waiting for somebody to type."""
    before = builtins.input
    builtins.input = _no_input
    return lambda: setattr(builtins, "input", before)


def _no_input(prompt: object = "", /) -> str:
    raise EOFError(sentence("check.nothing_typed_in"))


_BROWSERS = ("emscripten", "wasi")  # how Python names what it was compiled for; both have a `setitimer` that never rings
_AGAIN_SECONDS = 0.01  # a bare `except:` in a loop catches it once, hardly a hundred times


class TimeUpError(BaseException):
    """The call has had its time. No `Exception`, so that student code seldom catches it."""


def can_stop() -> bool:
    """Tell whether a call can be stopped here: in a browser nothing rings and no other thread runs."""
    return sys.platform not in _BROWSERS


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise `TimeUpError` inside the block when it takes longer, if a call can be stopped here."""
    if not can_stop():
        yield
        return
    on_main_thread = threading.current_thread() is threading.main_thread()
    hook = sys.unraisablehook
    sys.unraisablehook = lambda lost: None if lost.exc_type is TimeUpError else hook(lost)  # it comes again at once
    try:
        with _by_signal(seconds) if on_main_thread and hasattr(signal, "setitimer") else _by_thread(seconds):
            yield
    finally:
        sys.unraisablehook = hook


@contextmanager
def _by_signal(seconds: float) -> Iterator[None]:
    running = True

    def ring(number: int, frame: FrameType | None) -> None:
        if running:
            raise TimeUpError

    before = signal.signal(signal.SIGALRM, ring)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN_SECONDS)
        yield
    finally:
        running = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before if before is not None else signal.SIG_DFL)


@contextmanager
def _by_thread(seconds: float) -> Iterator[None]:
    done = threading.Event()
    caller = ctypes.c_ulong(threading.get_ident())
    interrupt = ctypes.pythonapi.PyThreadState_SetAsyncExc

    def watch() -> None:
        wait = seconds
        while not done.wait(wait):
            interrupt(caller, ctypes.py_object(TimeUpError))
            wait = _AGAIN_SECONDS

    watchdog = threading.Thread(target=watch, daemon=True)
    watchdog.start()
    try:
        yield
    finally:
        done.set()
        watchdog.join()
        interrupt(caller, None)
