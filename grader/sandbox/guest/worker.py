"""One student's process from its start to the first request: warm, behind the walls, ready.

Run by a fork of the warm process, or as a process of its own (`once`) where forking is not safe. Knows no student code.
"""

from __future__ import annotations

import gc
import importlib
import os
import random
import signal
import sys
import threading
import time
import types

import numpy as np

from grader.sandbox.guest import execution as guest
from grader.sandbox.guest.wire import Wire
from grader.sandbox.walls import layers
from grader.sandbox.walls.layers import Config, Order

_SEED = 20_011  # of every random generator: any number, as long as it is the same in every run
_LIVES = 20  # times a submission's whole time; the host ends it long before, and its own work in between is not counted


def once() -> None:
    """Run one student's process over standard input and output: for systems on which forking is not safe."""
    if sys.platform == "win32":
        import msvcrt

        for descriptor in (0, 1):
            msvcrt.setmode(descriptor, os.O_BINARY)
    requests, replies = os.dup(0), os.dup(1)
    os.dup2(2, 1)
    sink = os.open(os.devnull, os.O_RDONLY)
    os.dup2(sink, 0)
    os.close(sink)
    wire = Wire(requests, replies, None)
    config: Config
    order: Order
    config, order = wire.receive()  # type: ignore[assignment]
    blank = warm(config)
    _watch_parent(os.getppid(), time.monotonic() + _LIVES * order["limits"]["submission_seconds"])
    live(blank, wire, layers.prepared(config), order, parent=None)


def warm(config: Config) -> guest.Blank:
    """Import what all submissions share, forget the grader's own modules, and make the state the same for all."""
    sys.dont_write_bytecode = True  # our own modules are compiled once, as in any program; nothing of what follows is
    sys.path += [path for path in config["sys_path"] if path not in sys.path]
    sys.path[:] = [path for path in sys.path if path not in config["not_on_path"]]
    sys.meta_path[:] = [f for f in sys.meta_path if not str(getattr(f, "__module__", "")).startswith("__editable__")]
    for name in config["packages"]:
        load(name)
    for name in [name for name in sys.modules if name.partition(".")[0] == "grader" or name.startswith("__editable__")]:
        del sys.modules[name]
    # what `import grader` gives in a student's notebook while it is graded: calls that do nothing
    module = types.ModuleType("grader", "Checks are left out while this is graded.")
    module.__dict__["__getattr__"] = _nothing_named
    sys.modules["grader"] = module
    np.dot(np.ones((4, 4)), np.ones((4, 4)))
    np.random.seed(_SEED)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    blank = guest.Blank()
    gc.collect()
    gc.freeze()
    return blank


def load(name: str) -> bool:
    """Import a module for all children to come; tell whether that went well."""
    try:
        importlib.import_module(name)
    except Exception:  # a package that breaks on import here breaks in the student's process, where it is told
        return False
    return True


def live(blank: guest.Blank, wire: Wire, prepared: layers.Prepared, order: Order, *, parent: int | None) -> None:
    """Go behind the walls, say how they stand, and serve. It ends with the process and never returns."""
    folder, limits = order["folder"], order["limits"]
    random.seed(_SEED)  # a fork seeds it anew, and the same code is to give the same grade
    working = os.path.join(folder, order["working"])  # noqa: PTH118 - pathlib is not needed before the walls stand
    os.chdir(working)
    sys.path.insert(0, working)  # as for Python and Jupyter; what is loaded already cannot be hidden any more
    if working != folder:
        sys.path.append(folder)
    os.environ.update({"HOME": folder, "TMPDIR": folder})
    student = guest.Guest(blank, wire, limits["statement_seconds"], limits["call_seconds"], limits["output_kilobytes"] * 1024)
    begin, cpu = time.monotonic(), time.process_time()
    said = layers.enter(prepared, order, parent=parent)
    wire.send(["hello", said, begin, time.monotonic() - begin, time.process_time() - cpu])
    student.serve()


def _nothing_named(name: str) -> object:
    if name.startswith("__"):
        raise AttributeError(name)
    return _do_nothing


def _do_nothing(*arguments: object, **options: object) -> None:
    """Stand for a check."""


def _watch_parent(parent: int, end: float) -> None:
    """End this process when the host is gone without a word, also while student code runs.

    Windows goes on naming a parent that is gone, so there comes an `end` to every process.
    """

    def watch() -> None:
        while os.getppid() == parent and time.monotonic() < end:
            time.sleep(0.5)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()
