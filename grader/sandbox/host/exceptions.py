"""Tell in English what an exception of Python's means, if its words and the line leave no doubt; else nothing.

One row an exception: its type, what its message has to look like, and what must hold of the line. Knows Python's sentences from
3.11 to 3.14 and NumPy's, and nothing of who wrote the code. Most speak of one thing in the line that is of the wrong kind.
"""

from __future__ import annotations

import ast
import builtins
import difflib
import math
import re
from collections.abc import Callable
from keyword import kwlist
from types import MappingProxyType

from grader.model import StudentFault
from grader.sandbox.host.wire_values import clean
from grader.sentences.catalogue import SENTENCES, sentence

_IMPORTS = MappingProxyType({
    "np": "import numpy as np", "numpy": "import numpy", "math": "import math", "mg": "import mygrad as mg",
    "mygrad": "import mygrad", "sp": "import sympy as sp", "sympy": "import sympy", "torch": "import torch",
    "plt": "import matplotlib.pyplot as plt", "scipy": "import scipy", "random": "import random", "cmath": "import cmath",
})  # fmt: skip
"""How the names that everybody gives to modules are brought in."""
# What NumPy has by the name that mathematics uses; a variable is rarely called so.
_FUNCTIONS = frozenset("exp log log10 log2 sin cos tan sinh cosh tanh sqrt pi array dot linspace arange zeros ones eye mean matmul "
                       "maximum minimum column_stack hstack vstack concatenate".split())
_OF_MATRICES = frozenset("norm solve inv det lstsq eig eigvals eigvalsh pinv".split())  # and these in `np.linalg`
# What people misspell of a module, or look for in it under the name that mathematics has for it.
_MEMBERS = _FUNCTIONS | frozenset("sum linalg abs max min where transpose asarray e square cumsum round isclose allclose argmin "
                                  "argmax floor".split())
# What mathematics calls a function that modules call otherwise.
_SYNONYMS = MappingProxyType({
    "ln": "log", "lg": "log10", "tg": "tan", "squareroot": "sqrt", "root": "sqrt", "sqr": "sqrt", "deg2rad": "radians",
    "PI": "pi", "Pi": "pi", "derivative": "diff", "differentiate": "diff",
})  # fmt: skip
# Attributes that arrays have and lists do not, and the other way round.
_OF_ARRAYS = frozenset("T shape mean sum dot ndim size reshape flatten ravel max min std astype transpose copy".split())
_OF_LISTS = frozenset("append extend insert pop remove index".split())  # of these arrays have none
_WITH_A_LIST = frozenset("array asarray hstack vstack column_stack concatenate stack".split())  # these take one list
_ALONG_AN_AXIS = frozenset("mean sum max min prod std var cumsum median argmax argmin".split())  # second they take an axis
_WITH_A_SHAPE = frozenset("zeros ones empty full".split())  # and these a shape
_SENSE = 0.6  # of the letters of two names of a module: `maen` and `mean`, `lingalg` and `linalg`
_LONGEST_LINE = 80  # characters of a line that a sentence shows
_LONGEST_PART = 40  # characters of a part of a line that a sentence names; of a longer one nobody finds the end
# How products look that were written without their sign: `4(x)`, `(x)(y)`; and `4x`.
_NUMBER_BEFORE_BRACKET = r"(?<![\w.])[\d.]+\s*\(|\)\s*\("
_FIRST_WORD = re.compile(r"\s*([^\W\d]\w*)")  # of a line: `Return` in place of `return`
_SET_OF_LETTERS = r"=\s*(set\()?\{\s*[^\W\d]\w?(\s*,\s*[^\W\d]\w?)*\s*,?\s*\}"  # what stands for the variables of a formula
_NUMBER_BEFORE_NAME = re.compile(r"(?<![\w.])\d[\d.]*[^\W\d]\w*")  # no part of a name, as in `x_2y`
# The product of a matrix and its transpose, as in the normal equations.
_NORMAL_MATRIX = re.compile(r"\b(?P<name>\w+)\.T\s*@\s*(?P=name)\b|\bdot\((?P<other>\w+)\.T,\s*(?P=other)\)")

Gaps = dict[str, object]
Filling = Callable[[re.Match[str], StudentFault], Gaps | None]
Finding = Callable[[re.Match[str], StudentFault], str | None]
"""What finds the part of a line that an exception is about, as it is written there."""


def meaning(fault: StudentFault) -> str | None:
    """Return what an exception means and what to do, or None where its words do not tell.

    >>> meaning(StudentFault(type_name="NameError", message="name 'np' is not defined"))
    '`np` has to be imported before it is used: `import numpy as np`.'
    >>> meaning(StudentFault(type_name="ValueError", message="no luck today"))
    """
    code, gaps = told(fault)
    if not code:
        return None
    said = sentence(code, **gaps)
    if not fault.handed_to:
        return said
    return sentence("python.handed", name=fault.handed_to, line=clean(fault.line, _LONGEST_LINE), means=said)


def told(fault: StudentFault) -> tuple[str, Gaps]:
    """Return the code of the sentence that is said of an exception, with what fills it; "" without one."""
    for kind, words, code, fill in _ROWS:
        found = re.search(words, fault.message) if kind in ("", fault.type_name) else None
        gaps = fill(found, fault) if found else None
        if gaps is not None:
            return code, gaps
    return "", {}


def statements_of(source: str) -> ast.Module | None:
    """Return the tree of a source; None where it does not parse, as a line out of the middle of something."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


# --- Parts of the line that failed ---


def _failed(fault: StudentFault) -> ast.AST | None:
    """Return the tree of what was being done."""
    tree = statements_of(fault.piece.strip())
    statement = tree.body[0] if tree is not None and len(tree.body) == 1 else None
    return statement.value if isinstance(statement, ast.Expr) else statement


def _written(fault: StudentFault, node: ast.AST | None) -> str | None:
    """Return a part of it as it is written, in quotes; None for none, and for a long one."""
    text = ast.get_source_segment(fault.piece.strip(), node) if node is not None else None
    return f"`{text}`" if text and len(text) <= _LONGEST_PART and "\n" not in text and "`" not in text else None


def _part(name: str) -> Finding:
    """Return what finds the part of this name: what is called (`func`), what an element is taken out of (`value`)."""
    return lambda _, fault: _written(fault, getattr(_failed(fault), name, None))


def _function(_: re.Match[str], fault: StudentFault) -> str | None:
    """Return what is called, but for functions of Python's and `reduce`: what they are handed may be what they call."""
    match _failed(fault):
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name) as func) if name not in ("reduce", *dir(builtins)):
            return _written(fault, func)
    return None


def _argument(_: re.Match[str], fault: StudentFault) -> str | None:
    """Return the only argument of a function of Python's or NumPy's."""
    match _failed(fault):
        case ast.Call(func=ast.Name(id=name), args=[only]) if hasattr(builtins, name):
            return _written(fault, only)
        case ast.Call(func=ast.Attribute(value=ast.Name(id="np" | "numpy")), args=[only]):
            return _written(fault, only)
    return None


def _gone_through(found: re.Match[str], fault: StudentFault) -> str | None:
    """Return what a loop goes through, or what a function like `sum` does; None where it may be either."""
    in_loop = fault.line.endswith(f"in {fault.piece}:")
    match _failed(fault):
        case ast.Call() if in_loop:
            return None
        case ast.Call():
            return _argument(found, fault)
        case ast.ListComp(generators=[ast.comprehension(iter=whole)]) | (ast.Name() | ast.Subscript() | ast.Attribute() as whole):
            return _written(fault, whole)
    return None


def _taken_apart(_: re.Match[str], fault: StudentFault) -> str | None:
    """Return the right side of a line that gives values to several names."""
    match statements_of(fault.line):
        case ast.Module(body=[ast.Assign(targets=[ast.Tuple(elts=names)], value=value)]) if all(
            not isinstance(each, ast.Tuple | ast.List) for each in names
        ):
            text = ast.get_source_segment(fault.line, value) or ""
            return f"`{text}`" if 0 < len(text) <= _LONGEST_PART else None
    return None


def _sides(fault: StudentFault) -> tuple[str | None, str | None]:
    """Return what stands to the left and to the right of a sign, or goes into a product."""
    match _failed(fault):
        case ast.Compare(ops=[ast.In() | ast.NotIn() | ast.Is() | ast.IsNot()]):
            return None, None
        case ast.BinOp(left=left, right=right) | ast.Compare(left=left, comparators=[right]):
            return _written(fault, left), _written(fault, right)
        case ast.AugAssign(target=left, value=right) | ast.Call(func=ast.Attribute(value=ast.Name()), args=[left, right]):
            return _written(fault, left), _written(fault, right)
        case ast.Call(func=ast.Attribute(value=left, attr="dot"), args=[right]):
            return _written(fault, left), _written(fault, right)
    return None, None


def _side_of_type(*types: str) -> Finding:
    """Return what finds the side of a sign that is of one of these types, by `one` and `other` in the message."""

    def find(found: re.Match[str], fault: StudentFault) -> str | None:
        return _sides(fault)[0 if found["one"] in types else 1]

    return find


# --- What fills the sentences ---


def _plain(found: re.Match[str], _: StudentFault) -> Gaps | None:
    """Return what the message itself names."""
    return dict(found.groupdict())


def _on_a_line_with(pattern: str) -> Filling:
    """Return a filling for exceptions that mean this on such a line alone."""
    return lambda found, fault: dict(found.groupdict()) if re.search(pattern, fault.line) else None


def _about(find: Finding, needs: str = "", *, only: frozenset[str] | None = None, kind: str = "", line: str = "") -> Filling:
    """Return a filling for exceptions about one thing of a wrong kind, and what is needed there.

    `only` these attributes are meant, on such a `line`; `kind` is the type where the message names none.
    """

    def fill(found: re.Match[str], fault: StudentFault) -> Gaps | None:
        named = found.groupdict()
        words = _type_words(kind or named.get("type") or "") if needs and not fault.deeper else None if needs else ""
        if words is None or (only is not None and named["name"] not in only) or not re.search(line, fault.line):
            return None
        what = (None if fault.deeper else find(found, fault)) or sentence("python.something")
        return {"what": what, "kind": words, "needs": _needs(needs, named)} if needs else {"what": what}

    return fill


def _needs(needs: str, named: Gaps) -> str:
    code = f"needs.{needs}"
    return sentence(code, **{name: value for name, value in named.items() if f"{{{name}}}" in SENTENCES[code]})


def _operand(types: str, needs: str) -> Filling:
    """Return a filling for a sign with something of these types on one side."""

    def fill(found: re.Match[str], fault: StudentFault) -> Gaps | None:
        wrong = next((found[side] for side in ("one", "other") if found[side] in types.split()), None)
        if wrong is None:
            return None
        what = (None if fault.deeper else _side_of_type(wrong)(found, fault)) or sentence("python.something")
        return {"what": what, "kind": _type_words(wrong), "needs": _needs(needs, {})}

    return fill


def _of_sides(found: re.Match[str], fault: StudentFault) -> Gaps | None:
    left, right = (None, None) if fault.deeper else _sides(fault)
    return {"left": left or sentence("python.one"), "right": right or sentence("python.other"), **found.groupdict()}


def _side_by_number(found: re.Match[str], fault: StudentFault) -> Gaps | None:
    return {"what": _sides(fault)[int(found["number"])] or sentence("python.something")}


def _bracket_missing(names: frozenset[str]) -> Filling:
    """Return a filling for calls of these functions with several things where one is taken."""

    def fill(_: re.Match[str], fault: StudentFault) -> Gaps | None:
        match _failed(fault):
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name) as func, args=[_, _, *_]) if name in names:
                return {"name": ast.unparse(func)}
        return None

    return fill


def _larger(found: re.Match[str], fault: StudentFault) -> Gaps | None:
    match _failed(fault):
        case ast.Call(func=ast.Name(id="max" | "min" as name), args=[_, _, *_]):
            return {"name": name}
    return None


def _of_a_chain(_: re.Match[str], fault: StudentFault) -> Gaps | None:
    match _failed(fault):
        case ast.Compare(ops=[_, _, *_]):
            return {}
    return None


def _side_by_side(_: re.Match[str], fault: StudentFault) -> Gaps | None:
    """Return no gaps for a tuple or list, written out, which is called or indexed by several things; else None."""
    if not fault.piece and _ENDS_WITH_A_BRACKET.search(fault.line):  # the second one stands in the next line
        return {}
    match _failed(fault):
        case ast.Call(func=ast.Tuple() | ast.List()) | ast.Subscript(value=ast.Tuple() | ast.List(), slice=ast.Tuple()):
            return {}
    return None


def _of_module(found: re.Match[str], _: StudentFault) -> Gaps | None:
    newer = _IMPORTS.get(found["name"])
    return {"name": found["name"], "newer": newer} if newer else None


def _of_mathematics(found: re.Match[str], _: StudentFault) -> Gaps | None:
    name = found["name"]
    whole = f"np.{name}" if name in _FUNCTIONS or name == "linalg" else f"np.linalg.{name}" if name in _OF_MATRICES else None
    return {"name": name, "whole": whole} if whole else None


def _member(found: re.Match[str], fault: StudentFault) -> Gaps | None:
    """Return what a module has by nearly this name; None if another place has this very one."""
    name, module = found["name"], found["module"]
    own = {"math": frozenset(dir(math)), "numpy.linalg": _OF_MATRICES}.get(module, _MEMBERS)
    near = _SYNONYMS.get(name) or next(iter(difflib.get_close_matches(name, sorted(own - {name}), n=1, cutoff=_SENSE)), None)
    called = re.search(rf"([\w.]+)\.{re.escape(name)}\b", fault.line)
    elsewhere = _whole_name(name, but=module) is not None or near is None
    return None if elsewhere else {"module": called[1] if called else module, "name": name, "near": near}


def _elsewhere(found: re.Match[str], fault: StudentFault) -> Gaps | None:
    """Return the place of a name in another module: `np.dot` for `math.dot`."""
    name, module = found["name"], found["module"]
    whole = _whole_name(name, but=module)
    called = re.search(rf"([\w.]+)\.{re.escape(name)}\b", fault.line)
    return {"module": called[1] if called else module, "name": name, "whole": whole} if whole else None


def _whole_name(name: str, *, but: str) -> str | None:
    """Return a function's name with its module before it, of one that is not in this module."""
    if name in _OF_MATRICES and but != "numpy.linalg":
        return f"np.linalg.{name}"
    if hasattr(builtins, name) and name in _MEMBERS:
        return name
    return f"np.{name}" if name in _MEMBERS and but != "numpy" else None


def _misspelt(found: re.Match[str], fault: StudentFault) -> Gaps | None:
    return {"name": found["name"], "near": fault.near} if fault.near else None


def _operands(found: re.Match[str], _: StudentFault) -> Gaps | None:
    one, other = (_type_words(found[name]) for name in ("one", "other"))
    return {"sign": found["sign"], "one": one, "other": other} if one and other else None


def _columns(_: re.Match[str], fault: StudentFault) -> Gaps | None:
    found = _NORMAL_MATRIX.search(fault.piece)
    return {"name": found["name"] or found["other"]} if found else None


def _called(found: re.Match[str], _: StudentFault) -> Gaps | None:
    """Return the name of a function without its class, or what stands for a `lambda`."""
    gaps = {**found.groupdict(), "name": found["name"].strip("<>")}
    if "missing" in gaps:
        gaps["missing"] = gaps["missing"].replace("'", "`").rstrip(".")
    return dict(gaps)


def _with_itself(found: re.Match[str], _: StudentFault) -> Gaps | None:
    one_more = found["wanted"].isdigit() and int(found["given"]) == int(found["wanted"]) + 1
    return dict(found.groupdict()) if one_more and "." in found["name"] else None


def _type_words(name: str) -> str | None:
    code = f"type.{_TYPES.get(name) or re.sub(r'^numpy[.]|(?:32|64)$', '', name)}"
    return sentence(code) if code in SENTENCES else None


_TYPES = MappingProxyType({
    "builtin_function_or_method": "function", "method": "function", "numpy.ufunc": "function", "map": "generator",
    "zip": "generator", "filter": "generator", "enumerate": "generator", "Tensor": "ndarray", "type": "function",
})  # fmt: skip
"""What a type is to whoever learns Python, where it has a name of its own."""


# What several rows look for.
_NAME_ERROR = r"^name '(?P<name>\w+)' is not defined"  # Python's words for a name without a value
_NO_MEMBER = r"^module '(?P<module>numpy(?:\.linalg)?|math|mygrad|sympy)' has no attribute '(?P<name>\w+)'"  # of a module
_NONE = r"'?NoneType'?"  # as Python calls the type of None
_GENERATORS = "generator map zip filter enumerate"  # types of what is made one after another
_CALLABLES = "function builtin_function_or_method method numpy.ufunc"  # and of what is called
_NOT_CALLABLE = r"^'(?P<type>{})' object is not callable"  # of one of these types
_TWO_INDICES = r"^(?:list|tuple) indices must be integers or slices, not tuple"  # a bracket right behind a list
_ENDS_WITH_A_BRACKET = re.compile(r"(?:^|[\[(,=]\s*)[\[(][^()\[\]]*[)\]]$")  # a tuple or list, and no comma behind it
_NO_ELEMENT = r"^'(?P<type>{})' object is not subscriptable"  # or taken an element out of
_NO_LENGTH = r"^object of type '(?P<type>{})' has no len\(\)"  # counted
_NO_ATTRIBUTE = r"^'(?P<type>{})' object has no attribute '(?P<name>\w+)'"  # asked for what they do not have
_NO_WHOLE = r"^'(?P<type>{})' object cannot be interpreted as an integer"  # or in the place of a whole number
_NO_SCALAR = r"only (?:0-dimensional|length-1) arrays can be converted"  # of an array in the place of a number
_OPERANDS = r"^unsupported operand type\(s\) for (?P<sign>[^\s:=]+).*: '(?P<one>[\w.]+)' and '(?P<other>[\w.]+)'"  # a sign
_ARGUMENTS = r"^(?P<name>[\w.<>]+)\(\) "  # how Python begins to tell of those of a function
_SEVERAL = r"^Cannot interpret '.*' as a data type|^Field elements must|^Tuple must have size|data type .* not understood|" \
           r"takes (?:from 1 to 2|1) positional arguments? but|^only integer scalar arrays|^array\(\) takes"  # where one is taken
_SIZES = r" \(size (?P<other>\d+) is different from (?P<one>\d+)\)"  # at the end of a long sentence of NumPy's


def _type(*types: str) -> str:
    """Return a pattern of any of these types, some of them in one text."""
    return "|".join(re.escape(name) for each in types for name in each.split())


_ANY = r"[\w.]+"  # type
# The first row that fits counts, so what is said of a line stands before what holds of any.
_ROWS: tuple[tuple[str, str, str, Filling], ...] = (
    ("TypeError", r"unsupported operand type\(s\) for \^=?:|ufunc 'bitwise_xor' not supported", "python.power", _plain),
    ("TypeError", _NONE, "python.no_gradient", _on_a_line_with(r"\.grad\b")),
    ("TypeError", r"'(?P<one>NoneType)' and '|'[\w.]+' and 'NoneType'", "python.nothing", _about(_side_of_type("NoneType"))),
    ("TypeError", rf"^cannot unpack non-iterable {_NONE}", "python.nothing", _about(_taken_apart)),
    ("TypeError", rf"^{_NONE} object is not subscriptable", "python.nothing", _about(_part("value"))),
    ("TypeError", rf"^{_NONE} object is not callable", "python.nothing", _about(_function)),
    ("TypeError", _NONE, "python.nothing", _about(_argument)),
    ("AttributeError", rf"^{_NONE} object has no attribute", "python.nothing", _about(_part("value"))),
    ("NameError", _NAME_ERROR, "python.module", _of_module),
    ("NameError", _NAME_ERROR, "python.misspelt", _misspelt),
    ("NameError", _NAME_ERROR, "python.function", _of_mathematics),
    ("NameError", _NAME_ERROR, "python.in_a_set", _on_a_line_with(_SET_OF_LETTERS)),
    ("NameError", _NAME_ERROR, "python.undefined", _plain),
    ("AttributeError", _NO_MEMBER, "python.elsewhere", _elsewhere),
    ("AttributeError", _NO_MEMBER, "python.member", _member),
    ("UnboundLocalError", r"local variable '(?P<name>\w+)'", "python.unbound", _plain),
    # calls
    ("TypeError", _SEVERAL, "python.one_list", _bracket_missing(_WITH_A_LIST)),
    ("TypeError", r"^only integer scalar arrays|^Cannot interpret", "python.second_is_axis", _bracket_missing(_ALONG_AN_AXIS)),
    ("TypeError", f"{_SEVERAL}|{_NO_WHOLE.format(_ANY)}", "python.one_shape", _bracket_missing(_WITH_A_SHAPE)),
    ("TypeError", _ARGUMENTS + r"missing \d+ required positional arguments?: (?P<missing>'\w+'.*)$",
     "python.few_arguments", _called),
    ("TypeError", _ARGUMENTS + r"takes (?P<wanted>\d+) positional arguments? but (?P<given>\d+) w", "python.self",
     _with_itself),
    ("TypeError", _ARGUMENTS + r"takes (?:from )?(?P<wanted>\d+(?: to \d+)?) positional arguments? but (?P<given>\d+) w",
     "python.many_arguments", _called),
    ("TypeError", _ARGUMENTS + r"got an unexpected keyword argument '(?P<word>\w+)'", "python.keyword", _called),
    ("TypeError", r"^'(?:int|float)' object is not callable", "python.product", _on_a_line_with(_NUMBER_BEFORE_BRACKET)),
    ("TypeError", rf"{_NOT_CALLABLE.format(_type('list tuple'))}|{_TWO_INDICES}", "python.side_by_side", _side_by_side),
    ("TypeError", _NOT_CALLABLE.format(_type("numpy.ndarray list tuple dict")), "python.kind",
     _about(_function, "square")),
    ("TypeError", _NOT_CALLABLE.format("module"), "python.kind", _about(_function, "member")),
    ("TypeError", _NOT_CALLABLE.format(_ANY), "python.kind", _about(_function, "no_call")),
    # elements
    ("TypeError", r"^'(?:int|float)' object is not iterable", "python.no_list", _on_a_line_with(r"^\s*for\b.*\bin\b")),
    ("TypeError", r"^'(?P<type>[\w.]+)' object is not iterable", "python.kind", _about(_gone_through, "elements")),
    ("TypeError", r"^cannot unpack non-iterable (?P<type>[\w.]+) object", "python.kind", _about(_taken_apart, "several")),
    ("TypeError", _NO_ELEMENT.format(_type(_CALLABLES)), "python.kind",
     _about(_part("value"), "round")),
    ("TypeError", _NO_ELEMENT.format(_type(_GENERATORS)), "python.kind",
     _about(_part("value"), "list")),
    ("TypeError", _NO_LENGTH.format(_type(_GENERATORS)), "python.kind",
     _about(_argument, "list")),
    ("TypeError", _NO_ELEMENT.format(_ANY), "python.kind",
     _about(_part("value"), "element")),
    ("IndexError", r"^invalid index to scalar variable", "python.kind", _about(_part("value"), "element", kind="float")),
    ("TypeError", _NO_LENGTH.format(_ANY), "python.kind",
     _about(_argument, "length", line=r"\blen\(")),
    ("TypeError", r"^'(?P<type>[\w.]+)' object does not support item assignment", "python.kind",
     _about(_part("value"), "changing")),
    ("IndexError", r"^index (?P<number>-?\d+) is out of bounds for axis \d+ with size (?P<count>\d+)", "python.index.number",
     _plain),
    ("IndexError", r"out of (?:range|bounds)", "python.index", _plain),
    ("IndexError", r"array is (?P<have>\d+)-dimensional, but (?P<given>\d+) were indexed", "python.dimensions", _plain),
    ("", r"^axis (?P<axis>-?\d+) is out of bounds for array of dimension (?P<have>\d+)", "python.axis", _plain),
    ("TypeError", _TWO_INDICES, "python.two_indices", _plain),
    ("", r"^(?:list|tuple|string) indices must be integers|^only integers, slices", "python.whole_index", _plain),
    ("KeyError", r"^(?P<name>'\w+'|\d+)$", "python.key", _plain),
    ("ValueError", r"^too many values to unpack \(expected (?P<wanted>\d+)", "python.unpacked.more", _plain),
    ("ValueError", r"^not enough values to unpack \(expected (?P<wanted>\d+), got (?P<given>\d+)", "python.unpacked", _plain),
    ("TypeError", r"^unhashable type: '(?:list|dict|set|numpy\.ndarray)'", "python.unhashable", _plain),
    # numbers
    ("TypeError", _NO_WHOLE.format(_type("list tuple numpy.ndarray")), "python.kind", _about(_argument, "count")),
    ("TypeError", r"^only integer scalar arrays can be converted to a scalar index", "python.kind",
     _about(_argument, "count", kind="ndarray")),
    ("TypeError", _NO_WHOLE.format(_ANY), "python.kind", _about(_argument, "whole")),
    ("TypeError", r"^expected a sequence of integers or a single integer, got '", "python.kind",
     _about(_argument, "whole", kind="float")),
    ("TypeError", _NO_SCALAR, "python.one_number", _on_a_line_with(r"\bmath\.")),
    ("TypeError", _NO_SCALAR, "python.kind", _about(_argument, "one", kind="ndarray", line=r"\b(?:float|int)\(")),
    ("TypeError", _NO_SCALAR, "python.kind", _about(lambda *_: None, "format", kind="ndarray", line=r"[\"']\s*%")),
    ("TypeError", r"^unsupported format string passed to (?P<type>[\w.]+)\.__format__", "python.kind",
     _about(lambda *_: None, "format")),
    ("ValueError", r"inhomogeneous", "python.ragged", _plain),
    ("ValueError", r"^setting an array element with a sequence", "python.one_element", _on_a_line_with(r"\]\s*[-+*/]?=[^=]")),
    ("", r"Cannot cast ufunc '\w+' output from dtype\('(?:float|complex)\d+'\) to dtype\('u?int", "python.whole_numbers", _plain),
    ("ValueError", r"^Integers to negative integer powers", "python.whole_power", _plain),
    ("ValueError", r"^math domain error|^expected a (?:nonnegative|positive) input", "python.domain", _plain),
    ("ValueError", r"^cannot convert float NaN to integer", "python.nan", _plain),
    ("ValueError", r"^could not convert string to float: (?P<text>'[^'`]{1,30}')", "python.no_number", _plain),
    ("ZeroDivisionError", r"", "python.division", _plain),
    ("OverflowError", r"range|too large", "python.overflow", _plain),
    ("ValueError", r"^The truth value of an array", "python.larger", _larger),
    ("ValueError", r"^The truth value of an array", "python.each", _on_a_line_with(r"\b(?:if|while|and|or|not|elif|assert)\b")),
    ("ValueError", r"^The truth value of an array", "python.each", _of_a_chain),
    # arrays that do not fit
    ("ValueError", r"shapes (?P<one>\([\d, ]*\)) and (?P<other>\([\d, ]*\)) not aligned", "python.shapes", _of_sides),
    ("ValueError", r"broadcast together with shapes (?P<one>\([\d,]*\)) (?P<other>\([\d,]*\))", "python.shapes", _of_sides),
    ("ValueError", r"output operand with shape (?P<one>\([\d,]*\)) doesn't match the broadcast shape (?P<other>\([\d,]*\))",
     "python.in_place", lambda found, fault: {**found.groupdict(), "what": _sides(fault)[0] or sentence("python.something")}),
    ("ValueError", rf"^matmul: .*{_SIZES}", "python.sizes", _of_sides),
    ("ValueError", rf"^solve1?: .*{_SIZES}", "python.right_side", _plain),
    ("ValueError", r"^matmul: Input operand (?P<number>[01]) does not have enough dimensions \(has 0", "python.no_product",
     _side_by_number),
    ("ValueError", r"must have same number of dimensions, but .* has (?P<one>\d+) dim.* has (?P<other>\d+) dim", "python.beside",
     _plain),
    ("ValueError", r"concatenation axis must match exactly, .* has size (?P<one>\d+) .* has size (?P<other>\d+)",
     "python.beside.sizes", _plain),
    ("ValueError", r"^cannot reshape array of size (?P<count>\d+) into shape (?P<shape>\([\d,]+\))", "python.reshape", _plain),
    ("LinAlgError", r"must be square", "python.not_square", _plain),
    ("LinAlgError", r"^(?P<have>[01])-dimensional array given", "python.no_matrix", _plain),
    ("LinAlgError", r"^Singular matrix", "python.singular.columns", _columns),
    ("LinAlgError", r"^Singular matrix", "python.singular", _plain),
    # signs
    ("TypeError", r"^bad operand type for unary [-+]: 'str'", "python.text", _plain),
    ("TypeError", r"^bad operand type for (?:unary [-+]|abs\(\)): '(?P<type>list|tuple)'", "python.kind",
     _about(lambda found, fault: _part("operand")(found, fault) or _argument(found, fault), "vector")),
    ("TypeError", rf"^can't multiply sequence by non-int of type '(?P<type>{_type(_CALLABLES)})'", "python.kind",
     _about(lambda *_: None, "result")),
    ("TypeError", r"^can't multiply sequence by non-int of type 'str'", "python.sequence.text", _plain),
    ("TypeError", r"^can't multiply sequence by non-int of type '(?:list|tuple)'", "python.sequence.list", _plain),
    ("TypeError", r"^can't multiply sequence by non-int of type", "python.sequence", _plain),
    ("TypeError", r"^can only concatenate str \(not \"(?P<type>[\w.]+)\"\) to str", "python.joined", _plain),
    ("TypeError", _OPERANDS, "python.kind", _operand("list tuple", "vector")),
    ("TypeError", _OPERANDS, "python.kind", _operand(_CALLABLES, "result")),
    ("TypeError", _OPERANDS, "python.kind", _operand(_GENERATORS, "list")),
    ("TypeError", _OPERANDS, "python.operands", _operands),
    ("TypeError", r"^'(?P<sign>[<>]=?)' not supported between instances of '(?P<one>[\w.]+)' and '(?P<other>[\w.]+)'",
     "python.operands", _operands),
    ("", r"ufunc '\w+' did not contain a loop.*dtype\('<U", "python.text", _plain),
    ("TypeError", r"^loop of ufunc does not support argument 0 of type (?:Symbol|Add|Mul|Pow|exp) .* callable (?P<name>\w+) method",
     "python.symbolic", _plain),
    ("TypeError", r"^Cannot convert expression to float", "python.symbolic",
     lambda _, fault: {"name": found[1]} if (found := re.search(r"math\.(\w+)", fault.line)) else None),
    ("TypeError", r"^loop of ufunc does not support argument 0 of type", "python.objects", _plain),
    # attributes
    ("AttributeError", r"^'(?:int|float|numpy\.float64)' object has no attribute '(?P<name>grad|backward|data|null_grad)'",
     "python.plain_number", _plain),
    ("AttributeError", _NO_ATTRIBUTE.format(_type("int float list tuple")), "python.kind",
     _about(_part("value"), "array", only=_OF_ARRAYS)),
    ("AttributeError", _NO_ATTRIBUTE.format(_type("numpy.ndarray tuple int float")), "python.kind",
     _about(_part("value"), "of_list", only=_OF_LISTS)),
    ("AttributeError", _NO_ATTRIBUTE.format(_type(_CALLABLES)), "python.kind",
     _about(_part("value"), "result")),
    ("AttributeError", _NO_ATTRIBUTE.format(_ANY), "python.kind", _about(_part("value"), "function_of", only=_MEMBERS)),
    ("AttributeError", _NO_ATTRIBUTE.format(_type("numpy.ndarray list tuple dict int float numpy.float64")), "python.kind",
     _about(_part("value"), "attribute")),
    ("RecursionError", r"", "python.recursion", _plain),
    ("EOFError", r"EOF when reading a line", "python.end_of_input", _plain),
)  # fmt: skip


def parse_meaning(message: str, line: str) -> str | None:
    """Return what a sentence of Python's parser means on this line, or None where it does not tell.

    >>> parse_meaning("invalid decimal literal", "return 4x - 3y")
    'A `*` is missing between a number and a name: Python reads no `4x`.'
    """
    for words, code, pattern in _PARSER:
        found, there = re.search(words, message), re.search(pattern, line)
        if found is not None and there is not None:
            return sentence(code, **found.groupdict(), **there.groupdict())
    first = _FIRST_WORD.match(line)
    if first and "invalid syntax" in message and first[1].lower() in kwlist and first[1] not in kwlist:
        return sentence("parse.small_letters", name=first[1].lower())
    glued = _NUMBER_BEFORE_NAME.search(line) if "invalid decimal literal" in message else None
    return sentence("parse.product", name=glued[0]) if glued else None


# What Python's parser says, which sentence tells it, and what the line looks like if it means this.
_PARSER: tuple[tuple[str, str, str], ...] = (
    (r"^expected ':'", "parse.colon", ""),
    (r"^expected '\('", "parse.no_brackets", ""),
    (r"^invalid syntax\. Perhaps you forgot a comma", "parse.nothing_between", ""),
    (r"^'(?P<opened>[(\[{])' was never closed", "parse.never_closed", ""),
    (r"^unmatched '(?P<closed>[)\]}])'", "parse.unmatched", ""),
    (r"^closing parenthesis '(?P<closed>.)' does not match opening parenthesis '(?P<opened>.)'", "parse.other_bracket", ""),
    (r"^unexpected indent", "parse.further_in", ""),
    (r"^unindent does not match", "parse.between", ""),
    (r"^inconsistent use of tabs", "parse.tabs", ""),
    (r"^invalid syntax\. Maybe you meant '==' or ':='", "parse.two_values", r"^\s*\w+\s*=(?!=)[^=(\[{]*,\s*\w+\s*=(?!=)"),
    (r"^invalid syntax\. Maybe you meant '==' or ':=' instead of '='", "parse.comparison", ""),
    (r"^cannot assign to function call", "parse.as_mathematics", r"^\s*\w+\s*\([\w\s,]*\)\s*=(?!=)"),
    (r"^cannot assign to .*(?:here|expression|function call)", "parse.left_side", ""),
    (r"^unterminated (?:f-)?string literal|^EOL while scanning string literal", "parse.quote", ""),
    (r"^invalid syntax|^expected", "parse.no_word", r"^\s*(?P<word>function|func|fun|fn|let|var|const|define|sub)\s+\w"),
    (r"^invalid (?:non-printable )?character '(?P<sign>[^“”„‘’‚«»`´])'", "parse.sign", ""),
)
