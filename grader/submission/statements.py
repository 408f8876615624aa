"""A cell of code to statements that can be compiled one by one, and to the formulas written in it.

A cell that parses is taken as it is. One that does not has its magics taken out, and if that does
not help it is read block by block: what parses is kept, what does not becomes a statement with a
`problem`. Runs nothing.
"""

from __future__ import annotations
import __future__ as future

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from grader.model import Aside, Place, Statement, TextAnswer
from grader.notation.vocabulary import Vocabulary
from grader.sandbox.host.packages import is_library
from grader.sentences.catalogue import sentence
from grader.submission import logical_lines as lines
from grader.submission import magics
from grader.submission import syntax_faults as faults
from grader.submission.cells import Cell
from grader.submission.placeholders import (
    is_placeholder,
    is_placeholder_text,
    may_hold_unfilled_name,
    placeholders,
    returns,
    unfilled_name,
)
from grader.submission.syntax_faults import MOST_SOURCE, Lost, opens_block
from grader.submission.syntax_trees import MOST_CHARACTERS, Excerpts, assigned_values, bound_names, parse, start_of, statements_of
from grader.submission.text_cells import read_texts

# Blanks that Python does not know and nobody can see; they come with text that was copied from a page.
_INVISIBLE = re.compile("[\u00a0\u1680\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff]")
# A comment at the margin that may be a heading: short, and no `# %%` of an export.
_COMMENT = re.compile(r"^#+[ \t]*(?!%)([^\n]{3,120})$", re.MULTILINE)
_MOST_RESCANNED = 1_000_000  # characters of a file; an ordinary cell has a thousand
# `from __future__ import …` that Python knows, without its joke, which forbids `!=`.
_FUTURES = frozenset(future.all_feature_names) - {"barry_as_FLUFL"}


@dataclass(slots=True)
class Code:
    """What the code cells of a file hold, as it is collected; `rescanned` counts what was read more than once."""

    file: str
    vocabulary: Vocabulary
    statements: list[Statement] = field(default_factory=list)
    texts: list[TextAnswer] = field(default_factory=list)
    markdown: list[Cell] = field(default_factory=list)
    imported: frozenset[str] = frozenset()
    asides: list[Aside] = field(default_factory=list)
    rescanned: int = 0
    section: str = ""


# Which modules cells import, without a syntax tree, since a cell need not parse.
_IMPORTS = re.compile(r"^[ \t>.]*(?:from[ \t]+([\w.]+)[ \t]+import\b|import[ \t]+([\w.,\t ]+))", re.MULTILINE)


def modules_in(cells: Iterable[Cell]) -> frozenset[str]:
    """Return the modules that these cells import, by all parts of their dotted names, read from their lines."""
    found = (module for cell in cells for names in _IMPORTS.findall(cell.source) for module in "".join(names).split(","))
    return frozenset(part for module in found for part in module.partition(" as ")[0].strip().split("."))


def read_code(cell: Cell, code: Code) -> None:
    """Add the cell's statements and formulas to `code`; the text below `%%markdown` becomes a cell of text there."""
    first = len(code.statements)
    code.asides += in_comments(cell, code.file, code.vocabulary)
    _read_cell(cell, code)
    _give_sections(cell, code, first)
    # Python runs nothing of such a cell; what lost its answer is told so, the others are run all the same
    statements = code.statements[first:]
    for at, outside in enumerate(statements):
        if not re.match(r"return\b", outside.source) or outside.problem is not None:
            continue
        above = next((i for i in range(at - 1, -1, -1) if re.match(r"(?:async\s+)?def\b|@", statements[i].source)), None)
        if above is not None and statements[above].problem is None and not _returns(statements[above].source):
            problem = faults.outside(outside.place, outside.source.partition("\n")[0], statements[above].names[0])
            statements[above] = replace(statements[above], problem=problem, placeholders=())
    code.statements[first:] = statements
    hoisted = tuple(dict.fromkeys(name for s in code.statements[first:] for name in s.future))
    if hoisted:
        code.statements[first:] = [replace(s, future=hoisted) for s in code.statements[first:]]


def _give_sections(cell: Cell, code: Code, first: int) -> None:
    """Give each new statement the comment at the margin above it, which may be a heading."""
    comments = [(cell.source.count("\n", 0, found.start()), found[1]) for found in _COMMENT.finditer(cell.source)]
    if not comments and not code.section:
        return
    for at, statement in enumerate(code.statements[first:], first):
        line = statement.place.line - cell.line
        while comments and comments[0][0] <= line:
            code.section = comments.pop(0)[1]
        code.statements[at] = replace(statement, section=code.section)
    code.section = comments[-1][1] if comments else code.section


def _returns(source: str) -> bool:
    (function,) = parse(source)
    return not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)) or returns(function)


def _read_cell(cell: Cell, code: Code) -> None:
    if magics.is_numbered(cell.source):
        cell = replace(cell, source=magics.without_prompts(cell.source))
    try:
        _keep(parse(cell.source), cell.source, cell, code)
        return
    except SyntaxError:
        pass
    if magics.has_chevrons(cell.source):
        _read_cell(replace(cell, source=magics.without_prompts(cell.source)), code)
        return
    source = _dedented(_INVISIBLE.sub(" ", cell.source))
    below = magics.cell_magic(source)
    if below is not None:
        name, text = below
        if magics.written_file(source) is not None:
            _keep_file(source, text, cell, code)
            return
        source = text
        if name in magics.TEXT_BELOW:
            code.markdown.append(replace(cell, kind="text", source=source))
        if not magics.may_be_python(name):
            return
        if name not in magics.PYTHON_BELOW and statements_of(source) is None:
            return
    _read_lines(source, cell, code)


def _keep_file(source: str, below: str, cell: Cell, code: Code) -> None:
    """Add what writes a file; a program that is written and imported nowhere is read as if it stood in the cell itself."""
    path, writes = magics.written_file(source) or ("", "")
    code.statements.append(Statement(source=writes, place=_place(cell, code, 1)))
    stem, _, suffix = path.rpartition("/")[2].rpartition(".")
    if suffix == "py" and stem not in code.imported and statements_of(below) is not None:
        _read_lines(below, cell, code)


def _dedented(source: str) -> str:
    """Return a source without its first line's indentation: IPython runs a cell that is indented as a whole."""
    indent = re.match(r"(?:[ \t]*\n)*([ \t]+)(?=\S)", source)
    return re.sub(rf"(?m)^{indent[1]}", "", source) if indent else source


def _read_lines(source: str, cell: Cell, code: Code) -> None:
    """Read a source that has magics in it or does not parse."""
    if len(source) > MOST_CHARACTERS:
        error = SyntaxError(sentence("syntax.too_much"))
        _keep_fault(Lost(source.partition("\n")[0], 0, error, None), cell, code)
        return
    logical = []
    for line in lines.logical_lines(source):
        if line.magic and magics.is_pylab(line.text):
            place = _place(cell, code, line.first + 1)
            code.statements += [_statement(ast.parse(text).body[0], text, place) for text in magics.PYLAB]
        logical.append(replace(line, text=magics.python_of(line.text), magic=False) if line.magic else line)
    plain = "\n".join(line.text for line in logical)
    try:
        _keep(parse(plain), plain, cell, code)
    except SyntaxError:
        _read_blocks(logical, cell, code)


def _read_blocks(logical: list[lines.Logical], cell: Cell, code: Code) -> None:
    """Keep each block that parses; inside any other go on at the next line at the margin."""
    waiting = list(lines.blocks(logical))[::-1]
    while waiting:
        block = waiting.pop()
        error = _keep_block(block.text, block.first, cell, code)
        if error is None:
            continue
        rest = _rest(block) if code.rescanned < _MOST_RESCANNED else []
        lost = block.text
        if rest:
            code.rescanned += len(block.text)
            waiting += rest[::-1]
            lost = "\n".join(lost.split("\n")[: rest[0].first - block.first])
            error = _keep_block(lost, block.first, cell, code)
        if error is not None:
            _keep_fault(Lost(lost, block.first, error, waiting[-1] if waiting else None), cell, code)


def _keep_block(text: str, above: int, cell: Cell, code: Code) -> SyntaxError | None:
    """Add the block's statements, or return what is wrong with it."""
    try:
        _keep(parse(text), text, cell, code, above)
    except SyntaxError as error:
        return error
    return None


def _rest(block: lines.Block) -> list[lines.Block]:
    """Return what can be read by itself inside a block that does not parse: from the next line at the margin on.

    A line that is indented below a simple statement is read without its indentation.
    """
    margin = next((line.restart for line in block.lines if line.restart is not None), None)
    if margin is not None:
        source = "\n".join(block.text.split("\n")[margin - block.first :])
        return _moved(lines.blocks(lines.logical_lines(source)), margin)
    head = block.head.text
    takes_body = head.rstrip().endswith(":") or (opens_block(head) and statements_of(head) is None)
    if len(block.lines) > 1 and not takes_body:
        below = next((i for i, line in enumerate(block.lines) if i and not line.empty and line.indented), None)
        if below is not None:
            source = _dedented("\n".join(line.text for line in block.lines[below:]))
            return _moved(lines.blocks(lines.logical_lines(source)), block.lines[below].first)
    return []


def _moved(found: Iterator[lines.Block], by: int) -> list[lines.Block]:
    return [
        lines.Block(
            tuple(
                replace(
                    line,
                    first=line.first + by,
                    last=line.last + by,
                    restart=None if line.restart is None else line.restart + by,
                )
                for line in block.lines
            )
        )
        for block in found
    ]


def _keep(nodes: list[ast.stmt], source: str, cell: Cell, code: Code, above: int = 0) -> None:
    """Add statements that parsed; `above` counts the lines of the cell before the source."""
    excerpts = Excerpts(source)
    for node in nodes:
        carried = magics.carried_by_call(node)
        if carried is not None:
            _keep_carried(carried, node, cell, code, above)
            continue
        text = excerpts.of(node)
        place = _place(cell, code, above + start_of(node)[0])
        code.statements.append(_statement(node, text, place))
        code.asides += in_statement(node, place, code.vocabulary)
        for name, value in assigned_values(node):
            _keep_formula(name, value, excerpts, place, code)


def _keep_carried(carried: str, node: ast.stmt, cell: Cell, code: Code, above: int) -> None:
    """Read what a script exported from a notebook runs through `get_ipython()`; all of it has the line of that call."""
    at = above + node.lineno
    inner = Code(code.file, code.vocabulary, imported=code.imported)
    read_code(replace(cell, source=carried, line=1), inner)
    place = _place(cell, code, at)
    code.statements += [replace(s, place=place) for s in inner.statements]
    code.texts += [replace(text, place=place) for text in inner.texts]


def _statement(node: ast.stmt, text: str, place: Place) -> Statement:
    names = bound_names(node)
    empty = placeholders(node, names) if names else ()
    problem = None
    if may_hold_unfilled_name(text):
        left = unfilled_name(node)
        if left is not None:
            problem = faults.unfilled(place, text.partition("\n")[0], left)
            empty = names
    return Statement(
        borrowed=_borrowed(node),
        source=text, place=place, names=names, problem=problem, placeholders=empty, future=_future_features(node)
    )


def _borrowed(node: ast.stmt) -> tuple[str, ...]:
    """Return the names that a statement takes from a library, `*` for all of one; a module of the student's own is none."""
    if isinstance(node, ast.ImportFrom) and node.module and not node.level and is_library(node.module):
        return tuple(alias.asname or alias.name for alias in node.names)
    if isinstance(node, ast.Import):
        return tuple(alias.asname or alias.name.partition(".")[0] for alias in node.names if is_library(alias.name))
    return ()


def _future_features(node: ast.stmt) -> tuple[str, ...]:
    if not isinstance(node, ast.ImportFrom) or node.module != "__future__":
        return ()
    return tuple(alias.name for alias in node.names if alias.name in _FUTURES)


def _keep_formula(name: str, value: ast.expr, excerpts: Excerpts, place: Place, code: Code) -> None:
    if isinstance(value, ast.Lambda) or is_placeholder(value):
        return
    text = excerpts.of(value)
    if len(text) <= MOST_SOURCE:
        code.texts.append(TextAnswer(name=name, text=text, place=place, markdown=False))


def _keep_fault(lost: Lost, cell: Cell, code: Code) -> None:
    """Add what does not parse as a statement with its problem, and the formula that it may be all the same."""
    statement = lost.statement(lambda line: _place(cell, code, line))
    if statement is None:
        return
    code.statements.append(statement)
    formula = lost.formula()
    if formula is not None and statement.problem is not None and statement.problem.code == "syntax":
        name, text = formula
        code.texts.append(TextAnswer(name=name, text=text, place=statement.place, markdown=False))


def _place(cell: Cell, code: Code, line: int) -> Place:
    return Place(file=code.file, line=cell.line - 1 + line, cell=cell.number, text=cell.kind == "text")


# --- Answers where nothing is read, so that a student whose answer is missing is told where it stands ---


# A comment that has a line for itself; `%` and `!` begin commands, `-` a rule across the page.
_REMARK = re.compile(r"^[ \t]*#+[ \t]*(?![%!-])([^\n]*)$", re.MULTILINE)
_STATES = re.compile(r"[=:≈]|\bdepends?\b")  # what a line must hold to give an answer; others are not read at all
_WORTH = re.compile(r":\s*\(?\d[\d./]*\s*(?:points?|pts?|marks?)\b", re.IGNORECASE)
"""What a template writes beside a name: `# gradient: 2 points`."""
# A function that was taken out of the program.
_DEFINES = re.compile(r"\s*(?:async\s+)?def\s+([^\W\d]\w*)\s*\(")
_PRINTING = frozenset(("print", "display", "pprint"))  # what shows a value to the student alone
_MOST = 200  # comments and texts of a file that are looked at; a long notebook has a hundred
_LONGEST = 500  # characters of a comment: no answer of the lesson needs a fifth of it


def in_comments(cell: Cell, file: str, vocabulary: Vocabulary) -> Iterator[Aside]:
    """Yield the answers in the comments of a cell of code, line by line."""
    comments = (match for match in _REMARK.finditer(cell.source) if not _WORTH.search(match[1]))
    found = [match for match in comments if _STATES.search(match[1]) or _DEFINES.match(match[1])]
    for match in found[:_MOST]:
        line = cell.line + cell.source.count("\n", 0, match.start(1))
        for name in _names(match[1], vocabulary):
            yield Aside(name=name, place=Place(file=file, line=line, cell=cell.number), where="comment")


def in_statement(node: ast.stmt, place: Place, vocabulary: Vocabulary) -> Iterator[Aside]:
    """Yield the answers in a top-level statement that is a text or a call to print."""
    value = node.value if isinstance(node, ast.Expr) else None
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        for line in value.value.split("\n")[:_MOST]:
            for name in _names(line, vocabulary):
                yield Aside(name=name, place=place, where="string")
    elif isinstance(value, ast.Call) and getattr(value.func, "id", getattr(value.func, "attr", "")) in _PRINTING:
        text = " ".join(_as_text(argument) for argument in value.args[:10])
        for name in _names(text, vocabulary):
            yield Aside(name=name, place=place, where="print")


def _as_text(argument: ast.expr) -> str:
    """Return a printed argument as it will be read: its words, and 1 for a value."""
    if isinstance(argument, ast.Constant):
        return str(argument.value)
    if isinstance(argument, ast.JoinedStr):
        return "".join(_as_text(part) for part in argument.values)
    return "1"


def _names(text: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the names that a line gives an answer to."""
    if len(text) > _LONGEST:
        return
    defines = _DEFINES.match(text)
    if defines:
        yield defines[1]
        return
    cell = Cell(kind="text", source=text.strip(), number=None)
    answers = read_texts([cell], "", vocabulary) if _STATES.search(text) else []
    yield from dict.fromkeys(answer.name for answer in answers if not is_placeholder_text(answer.text))
