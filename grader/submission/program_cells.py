"""A program that stands in a cell of text: a code cell that was turned into Markdown or raw text, a fence, an indented block.

Parts such a cell into its code and its text, so that no piece of a program is read as an answer in words. Code is what
parses and does what no formula does: it defines, imports, repeats or calls. Runs nothing and knows no answers.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from grader.model import Statement
from grader.submission import magics
from grader.submission.cells import Cell
from grader.submission.logical_lines import blocks, logical_lines
from grader.submission.syntax_trees import statements_of

# Of Markdown, MyST (`{code-cell}`) and Quarto (`{python}`).
_FENCE = re.compile(r"[ \t]*(?P<mark>```+|~~~+)[ \t]*\{?(?P<language>[\w-]*)")
# What may stand behind a fence around Python; nothing, mostly.
_PYTHON = frozenset(("", "python", "python3", "py", "ipython", "ipython3", "code-cell", "code", "sage"))
# What no sentence and no formula begins with.
_HEAD = re.compile(r"(?:async\s+)?def\s+\w+\s*\(|class\s+\w+\s*[(:]|import\s+\w|from\s+[\w.]+\s+import\b|@\w")
_INDENTED = re.compile(r"(?: {4}|\t)")  # how Markdown marks code without a fence
# A quick look, since nearly all cells of text hold no program.
_WORTH_A_LOOK = re.compile(r"\b(?:def|import|lambda|for|while)\b|\w\.\w+\(|>>>|In \[")
# What a prompt leaves to be written in the code that it shows.
_SKELETON = re.compile(r"(?m)^\s*(?:\.\.\.|…|pass\b)|\bYOUR\b|\bTODO\b|NotImplemented")
_MOST_CHARACTERS = 100_000  # of a text cell; programs of students have a few thousand
# Statements that no answer in words is: a formula assigns, and these do something.
_DOING = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.For, ast.While, ast.With, ast.Try,
)  # fmt: skip


def parted(cell: Cell) -> tuple[Cell | None, Cell]:
    """Return the program in a cell of text, None where there is none, and the cell without it; lines keep their numbers."""
    source = cell.source
    if len(source) > _MOST_CHARACTERS or _WORTH_A_LOOK.search(source) is None:
        return None, cell
    lines = source.split("\n")
    code: dict[int, str] = {}
    for numbers in _pieces(lines):
        code.update(zip(numbers, _dedented([lines[number] for number in numbers]), strict=True))
    if not code:
        return None, cell
    program = "\n".join(code.get(number, "") for number in range(len(lines)))
    rest = "\n".join("" if number in code else line for number, line in enumerate(lines))
    return replace(cell, source=program), replace(cell, source=rest)


def unambiguous(statements: list[Statement], in_words: Collection[str]) -> list[Statement]:
    """Return the statements; those in cells of text only where nothing else says the name, without what they fill in.

    A program in a text cell beside an answer in code or words is an earlier attempt that was put aside; beside a template's
    empty line it is the answer. What it prints is not wanted, nor what a prompt leaves to be written.
    """
    if not any(statement.place.text for statement in statements):
        return statements
    said = {name for s in statements if not s.place.text for name in s.names if name not in s.placeholders} | {*in_words}
    own_words = (s for s in statements if s.place.text and s.names and not _SKELETON.search(s.source))
    kept = [s for s in own_words if not s.placeholders and not said.issuperset(s.names)]
    answered = {name for statement in kept for name in statement.names}
    own = {id(statement) for statement in kept}
    return [s for s in statements if (id(s) in own if s.place.text else not (s.placeholders and answered.issuperset(s.names)))]


def _pieces(lines: list[str]) -> Iterator[Sequence[int]]:
    """Yield the lines that are a program's: fences first, then all of what is left, then its indented and its plain parts."""
    fenced = list(_fences(lines))
    yield from (inside for inside, python in fenced if python and is_program("\n".join(lines[n] for n in inside)))
    taken = {number for inside, _ in fenced for number in range(inside.start - 1, inside.stop + 1)}
    left = ["" if number in taken else line for number, line in enumerate(lines)]
    source = "\n".join(left)
    if _nodes(source) is not None and is_program(source):
        yield [number for number, line in enumerate(left) if line.strip()]
        return
    indented = [inside for inside in _indented(left) if is_program("\n".join(left[n] for n in inside))]
    yield from indented
    taken = {number for inside in indented for number in inside}
    yield from _plain(["" if number in taken else line for number, line in enumerate(left)])


def _fences(lines: list[str]) -> Iterator[tuple[range, bool]]:
    """Yield what stands between fences, and whether it may be Python by what is written behind the first."""
    opened: tuple[int, str, bool] | None = None
    for number, line in enumerate(lines):
        found = _FENCE.match(line)
        if found is None:
            continue
        if opened is None:
            opened = (number + 1, found["mark"][:3], found["language"].lower() in _PYTHON)
        elif found["mark"].startswith(opened[1]):
            yield range(opened[0], number), opened[2]
            opened = None


def _indented(lines: list[str]) -> Iterator[range]:
    """Yield runs of lines that are indented by a tab or four blanks and begin below an empty line, as Markdown sets code."""
    first: int | None = None
    for number, line in enumerate([*lines, "end"]):
        inside = not line.strip() or _INDENTED.match(line) is not None
        if first is not None and not inside:
            yield range(first, number)
            first = None
        elif first is None and line.strip() and inside and (number == 0 or not lines[number - 1].strip()):
            first = number


def _plain(lines: list[str]) -> Iterator[range]:
    """Yield runs of blocks that do something, from a definition or an import on, among prose."""
    running = False
    for block in blocks(logical_lines("\n".join(lines))):
        begins = _HEAD.match(block.head.text) is not None
        nodes = _nodes(block.text)
        running = begins or (running and nodes is not None and all(map(_is_no_word, nodes)))
        if running:
            yield range(block.first, block.lines[-1].last + 1)


def _is_no_word(node: ast.stmt) -> bool:
    """Tell whether a statement among a program's belongs to it: a word alone is prose that happens to parse."""
    return not isinstance(node, ast.Expr) or isinstance(node.value, ast.Call | ast.Constant)


def is_program(source: str) -> bool:
    """Tell whether a text is a program: it parses and does what no formula does, or begins a definition with a slip."""
    nodes = _nodes(source)
    if nodes is None:
        return any(_HEAD.match(line) for line in _dedented(source.split("\n")))
    return any(isinstance(node, _DOING) or _calls(node) for node in nodes)


def _calls(node: ast.stmt) -> bool:
    """Tell whether a statement calls something of a module (`sp.symbols("x")`) or keeps a function of one line."""
    value = getattr(node, "value", None)
    if isinstance(value, ast.Lambda):
        return True
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and isinstance(value.func.value, ast.Name)


def _nodes(source: str) -> list[ast.stmt] | None:
    """Return the statements of a source, prompts taken off; None where it does not parse."""
    return statements_of("\n".join(_dedented(magics.without_prompts(source).split("\n"))))


def _dedented(lines: list[str]) -> list[str]:
    widths = [len(line) - len(line.lstrip(" \t")) for line in lines if line.strip()]
    margin = min(widths, default=0)
    return [line[margin:] for line in lines]
