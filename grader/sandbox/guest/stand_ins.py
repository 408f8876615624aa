"""Pauses and pictures that a student's process is spared: they take time and change no number.

`time.sleep` returns at once. The packages that draw, show progress or lay out a page are replaced by modules whose
every name can be called, indexed and unpacked, so that a program runs past them whether they are installed or not.
Runs beside the student; knows no answer, and what only looks like drawing (`matplotlib.colors`) is a stand-in too.
"""

from __future__ import annotations

import dis
import importlib.abc
import importlib.machinery
import sys
import time
import types
from collections.abc import Iterable, Iterator, Sequence

PACKAGES = frozenset((
    "matplotlib", "mpl_toolkits", "pylab", "seaborn", "plotly", "bokeh", "altair", "plotnine", "holoviews", "vpython",
    "ipywidgets", "ipympl", "IPython", "tqdm", "scienceplots",
))  # fmt: skip
_UNPACK, _UNPACK_SOME, _LOOP = (dis.opmap[name] for name in ("UNPACK_SEQUENCE", "UNPACK_EX", "GET_ITER"))
_COLOURS = 20_000  # of a map of colours that is gone through beside a descent: more than its points


class Drawing:
    """What stands for a figure, an axis, a colour: every attribute, call, entry and sum of it is another one."""

    def __init__(self, *arguments: object, **options: object) -> None:
        """Keep nothing of what it is drawn from."""

    def __getattr__(self, name: str) -> Drawing:
        if name.startswith("__"):
            raise AttributeError(name)
        return Drawing()

    def __call__(self, *arguments: object, **options: object) -> Drawing:  # noqa: D102
        return Drawing()

    def __getitem__(self, key: object) -> Drawing:
        return Drawing()

    def __setitem__(self, key: object, value: object) -> None:
        pass

    def __iter__(self) -> Iterator[Drawing]:
        """Give as many as the names that they are unpacked to, none for a loop, enough for `zip` with anything else."""
        frame = sys._getframe(1)  # the only way to learn what waits for them
        operation, argument = frame.f_code.co_code[frame.f_lasti : frame.f_lasti + 2]
        wanted = {_UNPACK: argument, _UNPACK_SOME: argument & 0xFF, _LOOP: 0}.get(operation, _COLOURS)
        return (Drawing() for _ in range(wanted))

    def _with(self, other: object) -> Drawing:
        return Drawing()

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _with

    def __enter__(self) -> Drawing:
        return self

    def __exit__(self, *raised: object) -> None:
        pass

    def __len__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return True


def _subplots(nrows: int = 1, ncols: int = 1, **options: object) -> tuple[Drawing, object]:
    """Return a figure and its axes: one, a row of them, or rows, as matplotlib gives them."""
    import numpy as np  # the host reads the names above, and has no use for it

    axes = np.empty((nrows, ncols), dtype=object)
    for at in np.ndindex(nrows, ncols):
        axes[at] = Drawing()
    squeezed = axes.squeeze() if options.get("squeeze", True) else axes
    return Drawing(), squeezed if squeezed.shape else squeezed[()]


class Progress:
    """A bar of progress over a sequence: it gives the items of the sequence."""

    def __init__(self, iterable: Iterable[object] = (), *arguments: object, **options: object) -> None:
        self._iterable = iterable
        self.n = 0

    def __iter__(self) -> Iterator[object]:
        return iter(self._iterable)

    def __len__(self) -> int:
        return len(self._iterable) if isinstance(self._iterable, Sequence) else 0

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *raised: object) -> None:
        pass

    def __getattr__(self, name: str) -> Drawing:
        if name.startswith("__"):
            raise AttributeError(name)
        return Drawing()


def _trange(*bounds: int, **options: object) -> Progress:
    return Progress(range(*bounds))


_MEANT: dict[str, object] = {
    "subplots": _subplots,
    "tqdm": Progress,
    "tqdm_notebook": Progress,
    "trange": _trange,
    "tnrange": _trange,
    "track": lambda iterable, *_, **__: iterable,
    "get_ipython": lambda: None,
    "interact": lambda *_, **__: lambda function: function,
}
"""Names whose result a program goes on with, whichever of the packages they come from."""


class StandIn(types.ModuleType):
    """A module in which every name means something."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__") and name != "__all__":
            raise AttributeError(name)
        if name == "__all__":
            return list(self.__dict__.get("_shown", ()))
        return _MEANT.get(name, Drawing())


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Answers the imports of the packages above, before the places where they are installed are looked at."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> importlib.machinery.ModuleSpec | None:
        """Return the stand-in for a package or a module of it; None for all others."""
        if name.partition(".")[0] not in PACKAGES:
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        """Return an empty stand-in; `from pylab import *` brings NumPy's names as well."""
        module = StandIn(spec.name)
        shown = {name: _MEANT[name] for name in _MEANT} | {name: Drawing() for name in _STARRED}
        if spec.name in {"pylab", "matplotlib.pylab"}:
            import numpy as np

            module.__dict__.update({name: getattr(np, name) for name in np.__all__})
            module.__dict__.update(np=np, numpy=np)
            shown |= {name: value for name, value in module.__dict__.items() if name[:1] != "_"}
        module.__dict__.update(shown, _shown=tuple(shown))
        return module

    def exec_module(self, module: types.ModuleType) -> None:
        """Do nothing: there is no code."""


_STARRED = ("figure", "plot", "scatter", "show", "title", "xlabel", "ylabel", "legend", "grid", "axis", "contour",
            "contourf", "quiver", "pause", "savefig", "clf", "cla", "close", "draw", "axes", "gca", "gcf", "subplot",
            "xlim", "ylim", "axhline", "axvline", "colorbar", "text", "annotate", "hist", "bar", "display", "HTML",
            "clear_output", "Markdown", "Latex", "Math", "Image")  # fmt: skip
"""What a star import of one of them is used for."""


def put_in_place() -> None:
    """Make imports find the stand-ins, and pauses end at once."""
    for name in [name for name in sys.modules if name.partition(".")[0] in PACKAGES]:
        del sys.modules[name]
    sys.meta_path.insert(0, Finder())
    time.sleep = _no_pause  # type: ignore[assignment]


def _no_pause(seconds: float, /) -> None:
    """Stand for a pause: refuse what `time.sleep` refuses, and wait for nothing."""
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
