"""An author's term, `dot(gradient, unit(v))`, as a tree of our own: read through a whitelist, never run.

Python's parser takes the text apart; of its nodes only numbers, names, quoted text, lists, arithmetic and calls go on. What
a name stands for is not known here: a call is an operator's by the table of operators, else an evaluation at a point.
"""

from __future__ import annotations

import ast
import difflib
import keyword
import re
import warnings
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from grader.errors import GraderError
from grader.notation.signs import GREEK, spelled_subscripts

MOST_NODES = 200  # of a term: the longest of real exercises has forty
MOST_CHARACTERS = 2_000  # of a term's text: 200 nodes with names of ten letters
MOST_DIGITS = 60  # of a number in a term: more than a course prints, and nothing that takes time
_DEEPEST = 60  # brackets in one another; Python's parser gives up at 200
_SHOWN = 80  # characters of a term in a sentence about it: one line
_EVALUATION = "at"  # `f(1, 2)` is `at(f, 1, 2)`

_SIGNS: dict[type[ast.AST], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}
"""Python's operators that a term may hold, by the names of ours."""
_REMEDIES: dict[type[ast.AST], str] = {
    ast.BitXor: "`^` is no power here; write `**`",
    ast.MatMult: "`@` is no product here; write dot(a, b)",
    ast.FloorDiv: "`//` cuts decimals off; write `/`",
    ast.Mod: "`%` is no operator here",
    ast.Tuple: "write a list in square brackets, such as [1, 2]",
    ast.Attribute: "a point between names means nothing here; write sqrt(2), not math.sqrt(2)",
    ast.Subscript: "square brackets behind something mean nothing here",
    ast.Lambda: "functions stand under `functions:`, such as f(x, y): 4*x*y",
    ast.Compare: "comparisons mean nothing here",
    ast.BoolOp: "`and` and `or` mean nothing here",
    ast.Set: "write a list in square brackets, such as [1, 2]",
    ast.Starred: "`*` before a list means nothing here",
}
"""What to write in place of what Python has and a term has not."""
_GREEK_COMMAND = re.compile(r"\\([A-Za-z]+)")  # `\lambda`, as in LaTeX
_PIECE = re.compile(r"[\w\\]+|[^\w\\]+")  # a name with its subscripts or a number, and what stands between two of them
_WORD = re.compile(r"[^\W\d]\w*")  # a name, in any script


class TermError(GraderError):
    """A term that means nothing; the reason is a sentence for its author, the column counts from 1."""

    def __init__(self, reason: str, column: int = 1) -> None:
        super().__init__(reason)
        self.reason = reason
        self.column = column


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, exact as it is written: 0.1 is one tenth."""

    value: Fraction
    column: int = 1


@dataclass(frozen=True, slots=True)
class Quoted:
    """A text in quotes, such as the half-axis `'-x'`."""

    text: str
    column: int = 1


@dataclass(frozen=True, slots=True)
class Named:
    """A name: of a given, a function, an item or a variable."""

    name: str
    column: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: a point or a vector."""

    parts: tuple[Term, ...]
    column: int = 1


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator with what it is applied to; `keywords` names the places of the last parts, `''` where none was named."""

    operator: str
    parts: tuple[Term, ...]
    keywords: tuple[str, ...] = ()
    column: int = 1


Term = Literal | Quoted | Named | Listed | Operation


def parts_of(term: Term) -> tuple[Term, ...]:
    """Return the direct parts of a term, in order; () for a leaf."""
    return term.parts if isinstance(term, Listed | Operation) else ()


def names_in(term: Term) -> tuple[str, ...]:
    """Return the names in a term, in the order of reading, each once."""
    own = (term.name,) if isinstance(term, Named) else ()
    return tuple(dict.fromkeys([*own, *(name for part in parts_of(term) for name in names_in(part))]))


def read_term(text: str, operators: Iterable[str], functions: Iterable[str] = ()) -> Term:
    """Return the term of a text; the names of `operators` and `functions` may stand before a bracket.

    >>> read_term("2*x", ("*",))
    Operation(operator='*', parts=(Literal(value=Fraction(2, 1), column=1), Named(name='x', column=3)), keywords=(), column=1)

    Raises:
        TermError: it is no term; the reason says what to write.
    """
    if len(text) > MOST_CHARACTERS:
        raise TermError(f"is longer than {MOST_CHARACTERS} characters; give parts of it names under `given:` or as items")
    if not text.strip():
        raise TermError("is empty; write what is to be found, such as diff(f, x)")
    pieces = _Pieces(text)
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign in "([{") - (sign in ")]}")
        if depth > _DEEPEST:
            raise TermError("has too many brackets in one another", at + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # what Python only warns of is no term
            tree = ast.parse(pieces.spelled, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line, offset = getattr(error, "lineno", None) or 1, getattr(error, "offset", None) or 0
        place = pieces.lines[min(line, len(pieces.lines)) - 1] + max(offset - 1, 0)
        column = pieces.column(place if place < len(pieces.spelled) else 0)  # no place of its own at the end
        raise TermError(f"`{_excerpt(text, column)}` cannot be read as a term{_hint(text)}", column) from None
    reader = _Reader(pieces, frozenset(operators), frozenset(functions))
    return reader.term(tree)


class _Pieces:
    """A text and how Python reads it, name by name, so that columns are told as they are in the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        pieces = _PIECE.findall(text.strip())
        read = [usual_names(piece) for piece in pieces]
        self.starts = list(accumulate(map(len, read), initial=0))  # of each piece, in what Python reads
        self.places = list(accumulate(map(len, pieces), initial=len(text) - len(text.lstrip())))  # and in the text
        self.spelled = "".join(read)
        self.lines = list(accumulate(map(len, self.spelled.splitlines(keepends=True)), initial=0))

    def place(self, line: int, offset: int) -> int:
        """Return the place, in what Python reads, that is so many bytes behind the start of a line."""
        if self.spelled.isascii():
            return self.lines[line - 1] + offset
        own = self.spelled[self.lines[line - 1] : self.lines[line]]
        return self.lines[line - 1] + len(own.encode("utf-8", "replace")[:offset].decode("utf-8", "ignore"))

    def column(self, place: int) -> int:
        """Return the column of the text, from 1, of a place in what Python reads."""
        piece = bisect_right(self.starts, place) - 1
        return min(self.places[piece] + place - self.starts[piece], len(self.text) - 1) + 1


def usual_names(text: str) -> str:
    r"""Return a text with its names as Python allows them: `\lambda` and `λ` as `lambda_`, `x₁` as `x_1`."""
    if text.isascii() and "\\" not in text and "lambda" not in text:
        return text
    text = _GREEK_COMMAND.sub(lambda found: found[1], text)
    text = spelled_subscripts("".join(GREEK.get(sign, sign) for sign in text))
    text = text.replace("−", "-").replace("·", "*").replace("×", "*")
    return _WORD.sub(lambda word: usual_name(word[0]), text)


def usual_name(name: str) -> str:
    """Return a name that Python allows: one of its keywords gets a line behind it."""
    return f"{name}_" if keyword.iskeyword(name) and name == "lambda" else name


def shortened(text: str) -> str:
    """Return what a sentence shows of a text: all, or its beginning."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _excerpt(text: str, column: int) -> str:
    """Return what stands around a column, in few characters."""
    begin = max(0, min(column - 1, len(text)) - 20)
    return f"{'…' if begin else ''}{text[begin : begin + 40]}{'…' if len(text) > begin + 40 else ''}"


def _hint(text: str) -> str:
    if re.search(r"\d\s*[A-Za-z(]", text):
        return "; a product is written with `*`, as in 2*x"
    if re.search("[⁰¹²³⁴-⁹]", text):
        return "; a power is written with `**`, as in x**2"
    if text.count("(") != text.count(")") or text.count("[") != text.count("]"):
        return "; a bracket has no partner"
    if re.search(r"\w'", text) or "∇" in text:
        return "; a derivative is written diff(f, x), a gradient gradient(f)"
    if "|" in text:
        return "; the amount of a number is written abs(x), the length of a vector norm(v)"
    return ""


class _Reader:
    """Turns Python's nodes into terms, one by one."""

    def __init__(self, pieces: _Pieces, operators: frozenset[str], functions: frozenset[str]) -> None:
        self.pieces = pieces
        self.operators = operators
        self.functions = functions
        self.nodes = 0

    def term(self, node: ast.expr) -> Term:
        """Return the term of a node. Raises TermError."""
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise TermError(f"has more than {MOST_NODES} parts; give parts of it names under `given:` or as items")
        column = self._column(node)
        match node:
            case ast.Constant(value=bool() | None) | ast.Constant(value=complex()):
                raise TermError(f"`{shortened(self._source(node))}` is no number, name or text", column)
            case ast.Constant(value=int() | float()):
                return Literal(self._number(node), column)
            case ast.Constant(value=str() as text):
                return Quoted(text, column)
            case ast.Name(id=name):
                return Named(name, column)
            case ast.List(elts=parts) if parts:
                return Listed(tuple(map(self.term, parts)), column)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                inner = self.term(operand)
                return Literal(-inner.value, column) if isinstance(inner, Literal) else Operation("neg", (inner,), column=column)
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.term(operand)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _SIGNS:
                return Operation(_SIGNS[type(op)], (self.term(left), self.term(right)), column=column)
            case ast.Call():
                return self._call(node)
        kind = type(node.op) if isinstance(node, ast.BinOp | ast.UnaryOp) else type(node)
        remedy = _REMEDIES.get(kind, "a term holds numbers, names, lists, arithmetic and operators")
        if kind is ast.Tuple and re.search(r"\d,\d", self._source(node)):
            remedy = "a decimal number is written with a point, as in 0.5, and a list in square brackets"
        raise TermError(f"`{shortened(self._source(node))}`: {remedy}", column)

    def _call(self, node: ast.Call) -> Term:
        """Return an operator's term, or an evaluation at a point."""
        column = self._column(node)
        name = node.func.id if isinstance(node.func, ast.Name) else None
        parts = tuple(map(self.term, node.args))
        keywords = tuple(each.arg or "" for each in node.keywords)
        if "" in keywords:
            raise TermError("`**` before a name means nothing here", column)
        parts = (*parts, *(self.term(each.value) for each in node.keywords))
        if name is not None and name in self.operators and name not in self.functions:
            return Operation(name, parts, keywords, column)
        if keywords:
            raise TermError(f"`{shortened(self._source(node))}`: a point is written without names, as in f(1, 2)", column)
        if isinstance(node.func, ast.Constant):
            raise TermError(f"`{shortened(self._source(node))}`: a product is written with `*`, as in 2*x", column)
        if name is None:
            return Operation(_EVALUATION, (self.term(node.func), *parts), column=column)
        if name in self.functions:
            return Operation(_EVALUATION, (Named(name, column), *parts), column=column)
        known = sorted({each for each in self.operators if each.isidentifier()} | self.functions)
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
        remedy = f"did you mean `{near[0]}`?" if near else f"to evaluate what is called {name} at a point, write at({name}, …)"
        raise TermError(f"`{name}` is no operator and no function of this file; {remedy}", column)

    def _number(self, node: ast.expr) -> Fraction:
        written = self._source(node).replace("_", "")
        digits = re.sub(r"[eE].*|\D", "", written)
        exponent = re.search(r"[eE]([+-]?\d+)$", written)
        if len(digits) > MOST_DIGITS or (exponent and abs(int(exponent[1])) > MOST_DIGITS * 5):
            raise TermError("a number has too many digits", self._column(node))
        try:
            return Fraction(written)
        except ValueError:
            raise TermError(f"`{shortened(written)}` is no number in decimals", self._column(node)) from None

    def _source(self, node: ast.expr) -> str:
        end = self.pieces.place(node.end_lineno or node.lineno, node.end_col_offset or 0)
        return self.pieces.spelled[self.pieces.place(node.lineno, node.col_offset) : end]

    def _column(self, node: ast.expr) -> int:
        """Return where a node begins, in characters from 1."""
        return self.pieces.column(self.pieces.place(node.lineno, node.col_offset))


# --- Terms as text --------------------------------------------------------------------------------

_BINDING = {"+": 1, "-": 1, "*": 2, "/": 2, "neg": 3, "**": 4}  # how tightly a sign holds what stands beside it
_CLOSED = 9  # of what needs no brackets anywhere


def written(term: Term) -> str:
    """Return a term as an author would write it.

    >>> written(read_term("-2*x**2", ("*", "**", "neg")))
    '-2*x**2'
    """
    return _written(term)[0]


def shown(term: Term) -> str:
    """Return a term as a sentence shows it: all, or its beginning."""
    return shortened(written(term))


def _written(term: Term) -> tuple[str, int]:
    """Return the text of a term, and how tightly its outermost sign holds."""
    match term:
        case Literal(value):
            text = str(value)
            return text, _BINDING["/"] if "/" in text else _BINDING["neg"] if value < 0 else _CLOSED
        case Quoted(text):
            return f"'{text}'", _CLOSED
        case Named(name):
            return name, _CLOSED
        case Listed(parts):
            return f"[{', '.join(map(written, parts))}]", _CLOSED
    sign, parts = term.operator, term.parts
    if sign == "neg":
        return f"-{_bracketed(parts[0], _BINDING[sign])}", _BINDING[sign]
    if sign in _BINDING:
        least = _BINDING[sign]
        left = _bracketed(parts[0], least + (sign == "**"))
        right = _bracketed(parts[1], least + (sign in ("-", "/", "*")) - (sign == "**" and 0))
        blank = " " if sign in ("+", "-") else ""
        return f"{left}{blank}{sign}{blank}{right}", least
    if sign == _EVALUATION and parts and not term.keywords and isinstance(parts[0], Named | Operation):
        what, *point = parts
        return f"{written(what)}({', '.join(map(written, point))})", _CLOSED
    named = len(parts) - len(term.keywords)
    inside = [*map(written, parts[:named]), *(f"{k}={written(p)}" for k, p in zip(term.keywords, parts[named:], strict=True))]
    return f"{sign}({', '.join(inside)})", _CLOSED


def _bracketed(term: Term, least: int) -> str:
    text, holds = _written(term)
    return f"({text})" if holds < least else text
