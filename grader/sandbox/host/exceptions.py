"""Tell in English what an exception of Python's means, if its words and the line leave no doubt; else nothing.

One row an exception: its type, what its message has to look like, and what must hold of the line. Knows Python's sentences from
3.10 to 3.14 and NumPy's, and nothing of who wrote the code.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from keyword import kwlist
from types import MappingProxyType

from grader.model import StudentFault
from grader.sentences.catalogue import SENTENCES, sentence

_IMPORTS = MappingProxyType({
    "np": "import numpy as np", "numpy": "import numpy", "math": "import math", "mg": "import mygrad as mg",
    "mygrad": "import mygrad", "sp": "import sympy as sp", "sympy": "import sympy", "torch": "import torch",
    "plt": "import matplotlib.pyplot as plt", "scipy": "import scipy", "random": "import random", "cmath": "import cmath",
})  # fmt: skip
"""How the names that everybody gives to modules are brought in."""
# What NumPy has by the name that mathematics uses; a variable is rarely called so.
_FUNCTIONS = frozenset("exp log log10 log2 sin cos tan sinh cosh tanh sqrt pi array dot linspace arange zeros".split())
# How products look that were written without their sign: `4(x)`, `(x)(y)`; and `4x`.
_NUMBER_BEFORE_BRACKET = r"(?<![\w.])[\d.]+\s*\(|\)\s*\("
_FIRST_WORD = re.compile(r"\s*([^\W\d]\w*)")  # of a line: `Return` in place of `return`
_NUMBER_BEFORE_NAME = re.compile(r"(?<![\w.])\d[\d.]*[^\W\d]\w*")  # no part of a name, as in `x_2y`

Filling = Callable[[re.Match[str], StudentFault], dict[str, object] | None]


def meaning(fault: StudentFault) -> str | None:
    """Return what an exception means and what to do, or None where its words do not tell.

    >>> meaning(StudentFault(type_name="NameError", message="name 'np' is not defined"))
    '`np` has to be imported before it is used: `import numpy as np`.'
    >>> meaning(StudentFault(type_name="ValueError", message="no luck today"))
    """
    for kind, words, code, fill in _ROWS:
        found = re.search(words, fault.message) if kind in ("", fault.type_name) else None
        gaps = fill(found, fault) if found else None
        if gaps is not None:
            return sentence(code, **gaps)
    return None


def _plain(found: re.Match[str], _: StudentFault) -> dict[str, object] | None:
    """Return what the message itself names."""
    return dict(found.groupdict())


def _on_a_line_with(pattern: str) -> Filling:
    """Return a filling for exceptions that mean this on such a line alone."""
    return lambda found, fault: dict(found.groupdict()) if re.search(pattern, fault.line) else None


def _of_module(found: re.Match[str], _: StudentFault) -> dict[str, object] | None:
    newer = _IMPORTS.get(found["name"])
    return {"name": found["name"], "newer": newer} if newer else None


def _of_mathematics(found: re.Match[str], _: StudentFault) -> dict[str, object] | None:
    return {"name": found["name"]} if found["name"] in _FUNCTIONS else None


def _misspelt(found: re.Match[str], fault: StudentFault) -> dict[str, object] | None:
    return {"name": found["name"], "near": fault.near} if fault.near else None


def _operands(found: re.Match[str], _: StudentFault) -> dict[str, object] | None:
    one, other = (_type_words(found[name]) for name in ("one", "other"))
    return {"sign": found["sign"], "one": one, "other": other} if one and other else None


def _called_type(found: re.Match[str], _: StudentFault) -> dict[str, object] | None:
    what = _type_words(found["type"])
    return {"what": what[:1].upper() + what[1:]} if what else None


def _type_words(name: str) -> str | None:
    code = f"type.{name.removeprefix('numpy.').removesuffix('64')}"
    return sentence(code) if code in SENTENCES else None


# What several rows look for.
_NAME_ERROR = r"^name '(?P<name>\w+)' is not defined"
_NONE = r"'NoneType'"  # as Python calls the type of None
# The first row that fits counts, so what is said of a line stands before what holds of any.
_ROWS: tuple[tuple[str, str, str, Filling], ...] = (
    ("TypeError", r"unsupported operand type\(s\) for \^=?:|ufunc 'bitwise_xor' not supported", "python.power", _plain),
    ("TypeError", _NONE, "python.no_gradient", _on_a_line_with(r"\.grad\b")),
    ("TypeError", _NONE, "python.nothing", _plain),
    ("AttributeError", rf"^{_NONE} object has no attribute", "python.nothing", _plain),
    ("NameError", _NAME_ERROR, "python.module", _of_module),
    ("NameError", _NAME_ERROR, "python.misspelt", _misspelt),
    ("NameError", _NAME_ERROR, "python.function", _of_mathematics),
    ("NameError", _NAME_ERROR, "python.undefined", _plain),
    ("UnboundLocalError", r"local variable '(?P<name>\w+)'", "python.unbound", _plain),
    ("", r"Cannot cast ufunc '\w+' output from dtype\('(?:float|complex)\d+'\) to dtype\('u?int", "python.whole_numbers", _plain),
    ("ValueError", r"shapes (?P<one>\([\d, ]*\)) and (?P<other>\([\d, ]*\)) not aligned", "python.shapes", _plain),
    ("ValueError", r"broadcast together with shapes (?P<one>\([\d,]*\)) (?P<other>\([\d,]*\))", "python.shapes", _plain),
    ("ValueError", r"^matmul: .* \(size (?P<other>\d+) is different from (?P<one>\d+)\)", "python.sizes", _plain),
    ("LinAlgError", r"must be square", "python.not_square", _plain),
    ("LinAlgError", r"^Singular matrix", "python.singular", _plain),
    ("IndexError", r"out of (?:range|bounds)", "python.index", _plain),
    ("KeyError", r"^(?P<name>'\w+'|\d+)$", "python.key", _plain),
    ("RecursionError", r"", "python.recursion", _plain),
    ("EOFError", r"EOF when reading a line", "python.end_of_input", _plain),
    ("TypeError", r"^(?P<name>\w+)\(\) missing \d+ required positional arguments?: (?P<missing>'\w+'.*)$", "python.few_arguments",
     lambda found, _: {"name": found["name"], "missing": found["missing"].replace("'", "`").rstrip(".")}),
    ("TypeError", r"^(?P<name>\w+)\(\) takes (?P<wanted>\d+) positional arguments? but (?P<given>\d+) w", "python.many_arguments",
     _plain),
    ("TypeError", r"^'(?:int|float)' object is not callable", "python.product", _on_a_line_with(_NUMBER_BEFORE_BRACKET)),
    ("TypeError", r"^'(?P<type>[\w.]+)' object is not callable", "python.no_function", _called_type),
    ("TypeError", r"^'(?:int|float)' object is not iterable", "python.no_list", _on_a_line_with(r"\bfor\b.*\bin\b")),
    ("TypeError", r"^bad operand type for unary [-+]: 'str'", "python.text", _plain),
    ("TypeError", r"^can't multiply sequence by non-int of type 'str'", "python.sequence.text", _plain),
    ("TypeError", r"^can't multiply sequence by non-int of type '(?:list|tuple)'", "python.sequence.list", _plain),
    ("TypeError", r"^can't multiply sequence by non-int of type", "python.sequence", _plain),
    ("TypeError", r"^unsupported operand type\(s\) for (?P<sign>[^\s:=]+).*: '(?P<one>[\w.]+)' and '(?P<other>[\w.]+)'",
     "python.operands", _operands),
    ("AttributeError", r"^'(?:int|float|numpy\.float64)' object has no attribute '(?P<name>grad|backward|data|null_grad)'",
     "python.plain_number", _plain),
    ("TypeError", r"only (?:0-dimensional|length-1) arrays can be converted", "python.one_number", _on_a_line_with(r"\bmath\.")),
    ("", r"ufunc '\w+' did not contain a loop.*dtype\('<U", "python.text", _plain),
    ("ZeroDivisionError", r"", "python.division", _plain),
    ("OverflowError", r"range|too large", "python.overflow", _plain),
)  # fmt: skip


def parse_meaning(message: str, line: str) -> str | None:
    """Return what a sentence of Python's parser means on this line, or None where it does not tell.

    >>> parse_meaning("invalid decimal literal", "return 4x - 3y")
    'A `*` is missing between a number and a name: Python reads no `4x`.'
    """
    for words, code in _PARSER:
        found = re.search(words, message)
        if found is not None:
            return sentence(code, **found.groupdict())
    first = _FIRST_WORD.match(line)
    if first and "invalid syntax" in message and first[1].lower() in kwlist and first[1] not in kwlist:
        return sentence("parse.small_letters", name=first[1].lower())
    glued = _NUMBER_BEFORE_NAME.search(line) if "invalid decimal literal" in message else None
    return sentence("parse.product", name=glued[0]) if glued else None


# What Python's parser says, and which sentence tells it.
_PARSER: tuple[tuple[str, str], ...] = (
    (r"^expected ':'", "parse.colon"),
    (r"^expected '\('", "parse.no_brackets"),
    (r"^invalid syntax\. Perhaps you forgot a comma", "parse.nothing_between"),
    (r"^'(?P<opened>[(\[{])' was never closed", "parse.never_closed"),
    (r"^unmatched '(?P<closed>[)\]}])'", "parse.unmatched"),
    (r"^closing parenthesis '(?P<closed>.)' does not match opening parenthesis '(?P<opened>.)'", "parse.other_bracket"),
    (r"^unexpected indent", "parse.further_in"),
    (r"^unindent does not match", "parse.between"),
    (r"^inconsistent use of tabs", "parse.tabs"),
    (r"^invalid syntax\. Maybe you meant '==' or ':=' instead of '='", "parse.comparison"),
    (r"^cannot assign to .*(?:here|expression|function call)", "parse.left_side"),
    (r"^unterminated (?:f-)?string literal|^EOL while scanning string literal", "parse.quote"),
)
