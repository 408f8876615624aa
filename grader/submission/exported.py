"""What `jupyter nbconvert` and Colab make of magics when a notebook is exported as a script.

`get_ipython().run_cell_magic('time', '', 'def f(x): …')` hides a definition in a string; here it
comes out again as the cell it was.
"""

from __future__ import annotations

import ast

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
