"""What notebooks add to Python: magics, shell lines, help lines and pasted prompts, taken out or turned into Python.

`jupyter nbconvert` and Colab hide a cell in a string (`get_ipython().run_cell_magic('time', '', 'def f(x): …')`), which comes
out again as the cell it was. Every line keeps its number, so that a student is told the own line. Knows the magics that carry
a statement, those that have Python below them, and that all others do nothing for a grade.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

# A logical line that begins like this can be no Python, whatever follows.
_MAGIC = re.compile(
    r"""(?P<indent>[ \t]*)(?:
      (?P<mark>%%?|!!?|\?\??) (?P<rest>[^\n]*)
    | (?P<target>[^\W\d]\w*(?:[ \t]*,[ \t]*[^\W\d]\w*)*)[ \t]*=[ \t]*(?P<sign>[%!])(?P<command>[^\n]*)
    | %{0,2}[^\W\d][\w.*]*(?:\[[^\n\]]*\])?\?{1,2}[ \t]*(?:\#[^\n]*)?(?=\n|\Z)
    )""",
    re.VERBOSE,
)
# The `%%` line of a cell, which IPython reads before anything else.
_CELL_MAGIC = re.compile(r"\s*%%[ \t]*(?P<name>[\w.]*)[ \t]*(?P<rest>[^\n]*)(?:\n|\Z)")
# Magics that run the statement behind them, and their one-letter options that take a value.
_OPTIONS = {"timeit": "nrp", "prun": "lsTD", "lprun": "fmTDsu", "mprun": "fT", "memit": "rti", "time": ""}
# `%%writefile -a path`; what stands below goes into that file.
_WRITTEN = re.compile(r"\s*%%[ \t]*(?:writefile|file)[ \t]+(?P<append>-a\b|--append\b)?[ \t]*(?P<path>[^\n]+?)[ \t]*(?:\n|\Z)")
# `%run program.py`, which leaves the program's names in the notebook.
_RUN = re.compile(r"run[ \t]+(?:-i[ \t]+)?[\"']?([\w./-]+\.py)[\"']?[ \t]*$")
_CARRIERS = frozenset((*_OPTIONS, "debug", "snakeviz"))  # line magics with a statement behind them, which counts
# Cell magics that run the Python below them.
PYTHON_BELOW = frozenset(
    ("time", "timeit", "capture", "prun", "lprun", "memit", "mprun", "debug", "snakeviz", "scalene", "cache", "heat")
)
TEXT_BELOW = frozenset(("markdown", "latex"))  # cell magics that show the text below them
# Cell magics with another language below; of a magic that is in no list the text below is tried as Python.
_OTHER_BELOW = frozenset(
    [
        "bash", "sh", "script", "system", "sx", "!", "html", "HTML", "svg", "SVG", "js", "javascript", "cython",
        "cython_inline", "fortran", "R", "julia", "octave", "matlab", "perl", "ruby", "python2", "pypy", "python",
        "python3", "sql", "bigquery", "cpp", "c", "cu", "nvcc", "configure", "sparksql", "manim", "mermaid", "ai",
        "file_append", "append", "cmd", "powershell",
    ]
)
# `%pylab` brings the names of pyplot and NumPy; one statement each, so that a package that is missing costs its own.
PYLAB = (
    "import matplotlib.pyplot as plt",
    "from matplotlib.pyplot import *",
    "import numpy",
    "import numpy as np",
    "from numpy.fft import *",
    "from numpy.random import *",
    "from numpy.linalg import *",
    "from numpy import *",
    "from builtins import abs, bool, bytes, max, min, pow, round",
)


def is_magic(source: str, at: int) -> bool:
    """Tell whether the logical line that begins at `at` is a magic, a shell line or a help line."""
    return _MAGIC.match(source, at) is not None


def cell_magic(source: str) -> tuple[str, str] | None:
    """Return the name of the cell's `%%` magic and the source with that line made empty; None without one."""
    found = _CELL_MAGIC.match(source)
    if found is None:
        return None
    above = source[: found.end()].count("\n")
    return found["name"] or found["rest"].partition(" ")[0], "\n" * above + source[found.end() :]


def written_file(source: str) -> tuple[str, str] | None:
    """Return the path written by a cell with `%%writefile`, and Python that writes it; None for other cells."""
    found = _WRITTEN.match(source)
    if found is None:
        return None
    path, text = found["path"].strip("\"'"), source[found.end() :]
    folder, mode = path.rpartition("/")[0], "a" if found["append"] else "w"
    makes = f"__import__('os').makedirs({folder!r}, exist_ok=True); " if folder else ""
    writes = f"__import__('pathlib').Path({path!r}).open({mode!r}, encoding='utf-8').write({text + chr(10)!r})"
    return path, f"{makes}{writes}; __import__('importlib').invalidate_caches()"


def may_be_python(name: str) -> bool:
    """Tell whether what stands below this cell magic can be Python; for a magic we never heard of, it can."""
    return name not in _OTHER_BELOW and name not in TEXT_BELOW and not name.startswith(("script", "bash", "!"))


def is_pylab(line: str) -> bool:
    """Tell whether the magic line brings NumPy's and pyplot's names into play."""
    return re.match(r"[ \t]*%[ \t]*pylab\b", line) is not None


def python_of(line: str) -> str:
    """Return the Python carried by a magic line, in as many lines; `pass` or nothing if it carries none."""
    found = _MAGIC.match(line)
    assert found is not None
    below = "\n" * line.count("\n")
    indent = found["indent"]
    if found["target"]:
        return f"{indent}{found['target']} = {_assigned(found)}{below}"
    carried = _carried(found["rest"]) if found["mark"] == "%" else ""
    if carried:
        return indent + carried + below
    return (f"{indent}pass" if indent else "") + below


def _assigned(found: re.Match[str]) -> str:
    """Return what the name gets: the statement that a magic times, else an empty list as a shell line would give."""
    carried = _carried(found["command"]) if found["sign"] == "%" else ""
    return carried or "[]"


def _carried(rest: str) -> str:
    """Return the statement in `time f(x)` or `timeit -n 5 -q f(x)`; empty where the magic carries none."""
    run = _RUN.match(rest.strip())
    if run:
        return f"exec(compile(open({run[1]!r}, encoding='utf-8').read(), {run[1]!r}, 'exec'))"
    name, _, statement = rest.strip().rstrip("\\").partition(" ")
    if name not in _CARRIERS:
        return ""
    return _without_options(statement.strip(), _OPTIONS.get(name, ""))


def _without_options(statement: str, valued: str) -> str:
    """Return the statement behind the options: `-x`, `-x3` and `-x 3` are options, `-f(x)` is none."""
    option = re.compile(rf"-(?:[{valued or '-'}][ \t]*[\w.]+|[a-zA-Z]+)(?:[ \t]+|\Z)")
    while found := option.match(statement):
        statement = statement[found.end() :]
    return statement


# IPython's names for what an export makes of `%`, `%%` and `!`.
_MAGICS = frozenset(("magic", "run_line_magic", "run_cell_magic", "system", "getoutput"))


def carried_by_call(node: ast.stmt) -> str | None:
    """Return the cell that a call of `get_ipython()` stands for, or None for every other statement."""
    call = node.value if isinstance(node, ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or call.func.attr not in _MAGICS:
        return None
    shell = call.func.value
    if not isinstance(shell, ast.Call) or not isinstance(shell.func, ast.Name) or shell.func.id != "get_ipython":
        return None
    words = [part.value for part in call.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    if call.func.attr == "run_cell_magic" and len(words) == 3:
        return f"%%{words[0]} {words[1]}\n{words[2]}"
    if call.func.attr in ("magic", "run_line_magic"):
        return "%" + " ".join(words).lstrip("%")
    return ""


# The prompt of Jupyter and IPython before what was typed.
_NUMBERED = re.compile(r"[ \t]*In ?\[[\d ]*\][ \t]*:=?(?: |$)")
_ANSWER = re.compile(r"[ \t]*Out ?\[[\d ]*\][ \t]*[:=]")  # the prompt before what was answered
_CHEVRONS = re.compile(r"[ \t]*>>>(?: |$)")  # Python's own prompt
_GOES_ON = re.compile(r"[ \t]*\.{3,}:?(?: |$)")  # the prompt of a further line, of Python (`...`) and IPython (`...:`)


def is_numbered(source: str) -> bool:
    """Tell whether a line begins with `In [1]:`, which Python would take for a type hint."""
    return "In" in source and any(map(_NUMBERED.match, source.split("\n")))


def has_chevrons(source: str) -> bool:
    """Tell whether a line begins with `>>>`, which no Python does outside of a string."""
    return ">>>" in source and any(map(_CHEVRONS.match, source.split("\n")))


def without_prompts(source: str) -> str:
    """Return the source without prompts and without what `Out[1]:` answered; lines that have none stay as they are."""
    return "\n".join(_typed(source.split("\n")))


def _typed(lines: list[str]) -> Iterator[str]:
    prompted = answered = False
    for line in lines:
        found = _NUMBERED.match(line) or _CHEVRONS.match(line) or (_GOES_ON.match(line) if prompted else None)
        answered = found is None and line.strip() != "" and (answered or _ANSWER.match(line) is not None)
        prompted = found is not None
        yield line[found.end() :] if found else "" if answered else line
