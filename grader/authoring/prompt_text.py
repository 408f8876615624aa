r"""A prompt taken apart: its formulas, its code, and what may go wrong when it is shown.

Reads Markdown with `$…$` as Jupyter does. Knows KaTeX's commands and environments by name and judges no mathematics.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt

_CODE = re.compile(r"(```.*?```|~~~.*?~~~|(`+)(?!`).*?(?<!`)\2(?!`))", re.DOTALL)
_ESCAPED_DOLLAR = re.compile(r"\\\$")
_FORMULA = re.compile(r"\$\$(.*?)\$\$|\$([^$]*?)\$", re.DOTALL)
_COMMAND = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
_SPACING = frozenset(",;:!> \\{}|%$&#_'`^=~\".\n")
_ENVIRONMENTS = frozenset(
    "array darray matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix matrix* pmatrix* bmatrix* Bmatrix* vmatrix* Vmatrix* "
    "smallmatrix subarray cases dcases rcases drcases align align* aligned split gathered gather gather* alignat "
    "alignat* alignedat equation equation* CD".split()
)


@cache
def _known() -> frozenset[str]:
    """Return the names of all commands that KaTeX knows."""
    text = (Path(__file__).parent / "files" / "katex_commands.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def code_spans(prompt: str) -> list[str]:
    """Return what stands in backticks, in order."""
    return [match.group(0).strip("`~ \n") for match in _CODE.finditer(prompt)]


def faults(prompt: str) -> Iterator[str]:
    """Yield what a reader would see wrongly, one sentence each."""
    text = _ESCAPED_DOLLAR.sub("  ", _CODE.sub(" ", prompt))
    if _FORMULA.sub(" ", text).count("$"):
        yield "a `$` opens a formula that no other `$` closes"
        return
    for match in _FORMULA.finditer(text):
        formula = match.group(1) if match.group(1) is not None else match.group(2)
        yield from (f"in `${' '.join(formula.split())}$` {fault}" for fault in _in_formula(formula))
    yield from _in_markdown(_FORMULA.sub(" formula ", text))


def _in_formula(formula: str) -> Iterator[str]:
    if not formula.strip():
        yield "there is nothing"
    yield from _braces(formula)
    commands = _COMMAND.findall(formula)
    for name in dict.fromkeys(commands):
        if name not in _known() and name not in _SPACING:
            near = get_close_matches(name, sorted(_known()), n=1, cutoff=0.7)
            yield f"the command `\\{name}` is not known to KaTeX" + (f"; did you mean `\\{near[0]}`?" if near else "")
    if commands.count("left") != commands.count("right"):
        yield r"every `\left` needs its `\right`"
    yield from _environments(formula)
    if re.search(r"[\^_]\s*($|[\^_}])", re.sub(r"\\.", "x", formula)):
        yield "nothing stands after a `^` or `_`"


def _braces(formula: str) -> Iterator[str]:
    depth = 0
    for sign in re.sub(r"\\.", "", formula, flags=re.DOTALL):
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            break
    if depth:
        yield f"a brace is {'not closed' if depth > 0 else 'closed that was never opened'}"


def _environments(formula: str) -> Iterator[str]:
    begun: list[str] = []
    for which, name in re.findall(r"\\(begin|end)\s*\{([^}]*)\}", formula):
        if which == "begin":
            begun.append(name)
            if name not in _ENVIRONMENTS:
                yield f"the environment `{name}` is not known to KaTeX"
        elif not begun or begun.pop() != name:
            yield rf"`\end{{{name}}}` has no `\begin{{{name}}}`"
            return
    if begun:
        yield rf"`\begin{{{begun[-1]}}}` has no `\end`"


def _in_markdown(text: str) -> Iterator[str]:
    for token in _flat(MarkdownIt("commonmark").parse(text)):
        if token.type in ("html_block", "html_inline"):
            yield f"`{token.content.strip()[:60]}` is HTML, which not every page shows; write Markdown"
    stray = _COMMAND.search(re.sub(r"\\[^A-Za-z]", "", text))
    if stray:
        yield f"the command `{stray.group(0)}` stands outside of `$…$`"
    if text.count("`") % 2:
        yield "a backtick opens code that no other closes"


def _flat(tokens: list) -> Iterator:  # type: ignore[type-arg]
    for token in tokens:
        yield token
        yield from _flat(token.children or [])
