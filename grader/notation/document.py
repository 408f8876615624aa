r"""A document to its blocks: headings, lines, items, cells of tables, formulas, each flattened to a text with its formulas marked.

What Markdown and HTML say of how a text looks is taken off, what is struck out is gone, and a formula that is broken over
lines is one line. Knows no answers and what they are called.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import ClassVar

from markdown_it.token import Token

from grader.notation.markup import inline_tokens_of, restored, tokens_of
from grader.notation.tex_dress import undressed

TEX, TEX_END = "\x02", "\x03"  # around a formula in TeX; signs that no text has
CODE, CODE_END = "\x04", "\x05"  # around code
# What takes the marks of formulas and code out of a text.
_MARKS = {ord(sign): None for sign in TEX + TEX_END + CODE + CODE_END}
# The tokens that begin a block, and its kind.
_OPENS = {"heading_open": "heading", "list_item_open": "item", "dt_open": "term", "dd_open": "definition"}
# The tokens that end one.
_CLOSES = frozenset(("heading_close", "list_item_close", "dt_close", "dd_close"))
# By how much a bracket opens or closes what is around it.
_CLOSED = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}
_OPERATORS = "+-−–*/=·×^(,"  # a line that ends with one of these goes on in the next
# Styles by which nobody sees a text.
_HIDING = ("display:none", "visibility:hidden", "opacity:0", "opacity:0.0", "font-size:0", "left:-", "text-indent:-", "clip:rect")
# Colours of the paper.
_PALE = ("white;", "#fff;", "#ffffff;", "transparent;", "rgb(255,255,255);", "rgba(0,0,0,0);")
_BULLETS = "•‣▪◦●➤►▸ "  # signs that people put before an item by hand
# Unit vectors, which people set in bold: `4y **i**`.
_UNITS = frozenset("ijk")
_MOST_JOINED = 40  # lines of one formula; a matrix of a page


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line of text: `at` is its line in the source from 0, `all_of` says that all of it is `strong` or `code`."""

    text: str
    at: int
    all_of: str = ""

    @property
    def plain(self) -> str:
        """Return the text without the marks of formulas and code."""
        return self.text.translate(_MARKS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A piece of a document.

    `kind` is `text`, `heading`, `item`, `term`, `definition`, `formula`, `code` or `table`; a table has `rows`, with
    `header` where the first names the columns. `mark` is what stands before an item (`-`, `+`, `1.`), `ticked` is for tasks.
    """

    kind: str
    lines: tuple[Line, ...] = ()
    rows: tuple[tuple[Line, ...], ...] = ()
    header: bool = False
    mark: str = ""
    ticked: bool | None = None

    @property
    def at(self) -> int:
        """Return the line where it begins."""
        return self.rows[0][0].at if self.rows and self.rows[0] else self.lines[0].at if self.lines else 0


def blocks_of(source: str) -> tuple[Block, ...]:
    """Return the blocks of a text in Markdown with HTML in it, in order."""
    builder = _Builder(source)
    builder.read(tokens_of(source))
    return tuple(block for block in builder.blocks if block.lines or block.rows)


@dataclass(slots=True)
class _Builder:
    """Puts blocks together out of what Markdown's tokens and HTML's tags say, one behind the other."""

    source: str
    blocks: list[Block] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)  # of the blocks that are open, the innermost last
    marks: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)  # of the line that is being written
    lines: list[Line] = field(default_factory=list)
    rows: list[list[Line]] | None = None
    header: bool = False
    ticked: bool | None = None
    at: int = 0  # the line of the source that is being read
    struck: int = 0
    strong: int = 0
    bare: bool = False  # the line has something that is not strong
    coded: bool = False  # … something that is code
    pairs: list[str] = field(default_factory=list)  # what each open emphasis writes at its end
    html: _Html = field(init=False)

    def __post_init__(self) -> None:
        self.html = _Html(self)

    # --- Blocks -----------------------------------------------------------------------------------

    def read(self, tokens: Sequence[Token]) -> None:
        """Read the tokens of blocks."""
        for token in tokens:
            if token.map is not None and token.type not in ("list_item_open", "dl_open"):
                self.at = token.map[0]
            if token.type in _OPENS:
                self.open(_OPENS[token.type], f"{token.info}{token.markup}" if token.type == "list_item_open" else "")
            elif token.type in _CLOSES:
                self.close()
            elif token.type.partition("_")[0] in ("table", "tr", "th", "td"):
                self.table_token(token.type)
            match token.type:
                case "inline":
                    self.inline(token.children or [])
                case "paragraph_open" | "paragraph_close" | "hr":
                    self.end_block()
                case "display":
                    self.display(token.content)
                case "fence" | "code_block":
                    self.code(token)
                case "html_block":
                    self.html.feed(token.content)
        self.html.close()
        self.end_block()
        self.close_table()

    def open(self, kind: str, mark: str = "") -> None:
        """Begin a block of a kind; what stands in no other is text."""
        self.end_block()
        self.kinds.append(kind)
        self.marks.append(mark)
        self.ticked = None

    def close(self) -> None:
        """End the innermost block."""
        self.end_block()
        if self.kinds:
            self.kinds.pop()
            self.marks.pop()

    def end_block(self) -> None:
        """Keep the lines written so far as a block."""
        if self.rows is not None:
            return
        self.end_line()
        if self.lines:
            kind = self.kinds[-1] if self.kinds else "text"
            rows = _rows_between_bars(self.lines) if kind != "heading" else ()
            if rows:
                self.blocks.append(Block(kind="table", rows=rows))
                self.lines, self.strong, self.pairs = [], 0, []
                return
            mark = self.marks[-1] if self.marks else ""
            self.blocks.append(Block(kind=kind, lines=tuple(_joined(self.lines)), mark=mark, ticked=self.ticked))
            if mark:
                self.marks[-1] = ""
        self.lines, self.strong, self.pairs = [], 0, []

    def end_line(self) -> None:
        """Keep the line written so far."""
        text = "".join(self.parts).strip().lstrip(_BULLETS)
        if text.translate(_MARKS).strip():
            kind = "code" if self.coded and not self.bare else "strong" if not self.bare else ""
            self.lines.append(Line(text=text, at=self.at, all_of=kind))
        self.parts, self.bare, self.coded = [], False, False

    def display(self, content: str) -> None:
        """Keep a displayed formula."""
        self.end_block()
        kind = self.kinds[-1] if self.kinds else "formula"
        at = self.at + (len(content) - len(content.lstrip("\n")) if content[:1] == "\n" else 0)
        text = undressed(restored(content)).strip("\n")
        if text.strip() and not self.struck:
            line = Line(text=f"{TEX}{text}{TEX_END}", at=at)
            if self.rows is None:
                self.blocks.append(Block(kind=kind, lines=(line,)))

    def code(self, token: Token) -> None:
        """Keep the lines of a fence, or of what is indented, as they are."""
        self.end_block()
        first = self.at + (token.type == "fence")
        removed = "-" if token.info.strip().startswith("diff") else ""  # a line that is taken out
        source = [restored(text) for text in token.content.split("\n")]
        written = [
            (first + n, text.strip().lstrip("+" if removed else ""))
            for n, text in enumerate(source)
            if not (removed and text.startswith("-"))
        ]
        lines = tuple(Line(text=text, at=at) for at, text in written if text)
        if token.type == "code_block":
            self.blocks.append(Block(kind="text", lines=tuple(line for each in lines for line in _lines_in(each))))
        elif not self.struck:
            self.blocks.append(Block(kind="code", lines=tuple(_joined(list(lines)))))

    def table_token(self, kind: str) -> None:
        """Read a token of a table."""
        match kind:
            case "table_open":
                self.open_table(header=True)
            case "tr_open":
                self.open_row()
            case "th_close" | "td_close":
                self.end_cell()
            case "table_close":
                self.close_table()

    def open_table(self, *, header: bool) -> None:
        """Begin a table; one inside of another is its lines."""
        if self.rows is None:
            self.end_block()
            self.rows, self.header = [], header

    def open_row(self) -> None:
        """Begin a row of the table."""
        if self.rows is not None:
            self.rows.append([])

    def end_cell(self) -> None:
        """Keep the lines written so far as a cell."""
        if self.rows is None:
            return
        self.end_line()
        cell = Line(text=" ".join(line.text for line in self.lines), at=self.at)
        if not self.rows:
            self.rows.append([])
        self.rows[-1].append(cell)
        self.lines, self.strong, self.pairs = [], 0, []

    def close_table(self) -> None:
        """Keep the table."""
        if self.rows is None:
            return
        if self.parts or self.lines:
            self.end_cell()
        rows = tuple(tuple(row) for row in self.rows if row)
        self.rows = None
        if rows:
            self.blocks.append(Block(kind="table", rows=rows, header=self.header))

    # --- Lines ------------------------------------------------------------------------------------

    def inline(self, tokens: Sequence[Token]) -> None:
        """Read the tokens of a line or several."""
        for number, token in enumerate(tokens):
            match token.type:
                case "text":
                    self.write(restored(self.task(token.content) if number == 0 else token.content))
                case "code_inline":
                    self.write(f"{CODE}{restored(token.content)}{CODE_END}", code=True)
                case "math_inline" | "math_inline_double":
                    self.formula(restored(token.content))
                case "softbreak" | "hardbreak":
                    self.end_line()
                    self.at += 1
                case "em_open" | "strong_open":
                    inside = tokens[number + 1] if number + 1 < len(tokens) else token
                    self.emphasis(token, unit=inside.type == "text" and inside.content in _UNITS)
                case "em_close" | "strong_close":
                    self.strong -= token.type == "strong_close" and not (self.pairs and self.pairs[-1])
                    if self.pairs:
                        self.write(self.pairs.pop())
                case "s_open":
                    self.struck += 1
                case "s_close":
                    self.struck -= self.struck > 0
                    self.parts.append(" ")
                case "html_inline":
                    self.html.feed(token.content)

    def task(self, text: str) -> str:
        """Return the first text of an item without its box: `[x] y`."""
        if self.kinds[-1:] == ["item"] and self.marks[-1] and text[:4] in ("[ ] ", "[x] ", "[X] ") and not self.lines:
            self.ticked = text[1] != " "
            return text[4:]
        return text

    def formula(self, content: str) -> None:
        """Write a formula of the line, and count the lines in it."""
        self.write(f"{TEX}{undressed(content)}{TEX_END}")
        if "\n" in content:
            blank = len(content) - len(content.lstrip())
            begun = content.count("\n", 0, blank)
            self.at += begun
            if self.parts:
                self.end_line()
            self.at += content.count("\n") - begun

    def emphasis(self, token: Token, *, unit: bool) -> None:
        """Take emphasis off; a star that touches a factor is a times sign or a power, unless a bold unit vector follows."""
        before = "".join(self.parts[-2:])[-1:]
        touches = before.isalnum() or before in (")", "]", "}", TEX_END)
        literal = token.markup[0] == "*" and touches and not unit
        if touches and unit:
            self.write(" ")
        self.pairs.append(token.markup if literal else "")
        if literal:
            self.write(token.markup)
        else:
            self.strong += token.type == "strong_open"

    def write(self, text: str, *, code: bool = False) -> None:
        """Write a piece of the line, unless it is struck out."""
        if self.struck or not text:
            return
        if "://" in text and not code:
            text = " ".join(word for word in text.split(" ") if "://" not in word)
        self.parts.append(text)
        if text.strip(" :.,"):
            self.coded |= code
            self.bare |= not code and not self.strong


class _Html(HTMLParser):
    """Tells a builder what tags of HTML say."""

    _BLOCKS = frozenset("p div section article center details pre ul ol dl blockquote form fieldset main figure caption".split())
    _KINDS: ClassVar = {f"h{n}": "heading" for n in range(1, 7)} | {"li": "item", "dt": "term", "dd": "definition"}
    _LOOKS = frozenset(
        "b i u em strong font span mark code small big a tt kbd samp var abbr cite q ins label tbody thead tfoot "
        "colgroup col svg img source meta link area base embed html body nobr wbr input button summary".split()
    )
    _UNSEEN = frozenset(("template", "noscript", "datalist", "audio", "video", "object", "canvas"))
    _EMPTY = frozenset(("br", "hr", "img", "input", "wbr", "source", "col", "meta", "link", "area", "base", "embed"))
    _STRUCK = frozenset(("s", "del", "strike"))
    _SILENT = frozenset(("script", "style", "title", "head", "iframe"))
    _RAISED: ClassVar = {"sup": "^", "sub": "_"}

    def __init__(self, builder: _Builder) -> None:
        super().__init__(convert_charrefs=True)
        self.to = builder
        lower = builder.source.lower() if "</" in builder.source else ""
        self.ends = {tag: lower.count(f"</{tag}>") for tag in (*self._STRUCK, *self._SILENT)}
        self.open: list[str] = []
        self.hidden: list[tuple[str, bool]] = []  # tags from the first that hides on, and which of them do
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: PLR0912 - one branch a tag
        """Begin what the tag begins; what is no tag of HTML is text, such as `<x y>`."""
        to = self.to
        hides, pale = _hides(attrs), _is_pale(attrs)
        if self.hidden or hides or tag in self._UNSEEN:
            if tag not in self._EMPTY:
                self.hidden.append((tag, hides or tag in self._UNSEEN))
                to.struck += hides or tag in self._UNSEEN
            return
        if pale:
            to.write(" ? ")  # what cannot be seen on paper is for a person
        if tag in self._STRUCK:
            if self.ends[tag] > 0:
                self.ends[tag] -= 1
                self.open.append(tag)
                to.struck += 1
        elif tag in self._SILENT:
            self.silent += self.ends[tag] > 0
        elif tag == "br":
            to.write(" ") if to.rows is not None else to.end_line()
        elif tag in self._KINDS:
            to.open(self._KINDS[tag])
        elif tag in self._RAISED:
            to.write(f"{self._RAISED[tag]}{{")
        elif tag == "input":
            to.ticked = any(name == "checked" for name, _ in attrs)
        elif tag in ("table", "tr", "td", "th"):
            self._table(tag)
        elif tag in ("b", "strong", "summary"):
            to.strong += 1
        elif tag in self._BLOCKS or tag == "hr":
            to.end_block()
        elif tag not in self._LOOKS:
            to.write(self.get_starttag_text() or "")

    def _table(self, tag: str) -> None:
        if tag == "table":
            self.to.open_table(header=False)
        elif self.to.rows is not None:
            if self.to.parts or self.to.lines:
                self.to.end_cell()
            if tag == "tr":
                self.to.open_row()
            elif tag == "th" and len(self.to.rows) == 1:
                self.to.header = True

    def handle_endtag(self, tag: str) -> None:  # noqa: PLR0912 - one branch a tag
        """End what the tag ends."""
        to = self.to
        if self.hidden:
            if any(tag == each for each, _ in self.hidden):
                while self.hidden:
                    ended, hides = self.hidden.pop()
                    to.struck -= hides
                    if ended == tag:
                        break
            return
        if tag in self._STRUCK:
            if tag in self.open:
                self.open.remove(tag)
                to.struck -= 1
        elif tag in self._SILENT:
            self.silent -= self.silent > 0
        elif tag in self._RAISED:
            to.write("}")
        elif tag in self._KINDS:
            to.close()
        elif tag in ("td", "th"):
            to.end_cell()
        elif tag == "table":
            to.close_table()
        elif tag == "summary":
            to.end_block()
        elif tag in ("b", "strong"):
            to.strong -= to.strong > 0
        elif tag in self._BLOCKS:
            to.end_block()

    def handle_data(self, data: str) -> None:
        """Read the text between tags, which may have formulas in it."""
        if not self.silent:
            for number, line in enumerate(data.split("\n") if "$" not in data and "\\" not in data else [data]):
                if number:
                    self.to.end_line()
                    self.to.at += 1
                if line.strip():
                    self.to.inline(inline_tokens_of(line))


def _rows_between_bars(lines: Sequence[Line]) -> tuple[tuple[Line, ...], ...]:
    """Return the cells of lines that are the rows of a table without the line below its head; nothing for other lines."""
    if not all(line.text.startswith("|") and line.text.endswith("|") and line.text.count("|") > 2 for line in lines):
        return ()
    rows = [[cell.strip() for cell in line.text[1:-1].split("|")] for line in lines]
    if len({len(row) for row in rows}) != 1:
        return ()
    return tuple(tuple(Line(text=cell, at=line.at) for cell in row) for row, line in zip(rows, lines, strict=True))


def _hides(attrs: Sequence[tuple[str, str | None]]) -> bool:
    """Tell whether attributes of a tag hide what is in it."""
    said = {name: (value or "").lower().replace(" ", "") for name, value in attrs}
    return "hidden" in said or said.get("aria-hidden") == "true" or any(way in said.get("style", "") for way in _HIDING)


def _is_pale(attrs: Sequence[tuple[str, str | None]]) -> bool:
    """Tell whether attributes of a tag print what is in it white on white."""
    said = {name: f"{(value or '').lower().replace(' ', '')};" for name, value in attrs}
    style = f";{said.get('style', '')}"
    return said.get("color", "") in _PALE or any(f";color:{colour}" in style for colour in _PALE)


# --- Lines that belong together ---------------------------------------------------------------


def _lines_in(line: Line) -> Iterator[Line]:
    """Yield a line of an indented text with its formulas marked."""
    builder = _Builder("")
    builder.at = line.at
    builder.inline(inline_tokens_of(line.text))
    builder.end_line()
    yield from builder.lines


def _joined(lines: list[Line]) -> Iterator[Line]:
    """Yield the lines with those joined that a formula is broken over: a bracket is open, or a sign ends the line."""
    waiting: Line | None = None
    count = 0
    for line in lines:
        if waiting is not None and count < _MOST_JOINED and (_goes_on(waiting.text) or _continues(waiting.text, line.text)):
            waiting = replace(waiting, text=f"{waiting.text.rstrip(chr(92))} {line.text}", all_of="")
            count += 1
            continue
        if waiting is not None:
            yield waiting
        waiting, count = line, 0
    if waiting is not None:
        yield waiting


def _goes_on(text: str) -> bool:
    """Tell whether a line ends within a formula."""
    last = text.rstrip(f" {TEX_END}\\")[-1:]
    if last and last in _OPERATORS and (last != "-" or text[-2:-1] == " ") and len(text) > 1 and not text.endswith((",", "**")):
        return True
    tail = text[-400:]
    if tail.count("\\begin{") > tail.count("\\end{"):
        return True
    return sum(map(_CLOSED.get, (sign for sign in tail if sign in _CLOSED))) > 0 and "=" in tail  # type: ignore[arg-type]


def _continues(before: str, text: str) -> bool:
    """Tell whether a line begins with a sign that nothing but a formula goes on with."""
    sign, following = text[:1], text[1:2]
    if sign in ("-", "+", "−") and following and (sign == "−" or not following.isspace()):
        return "=" in before and before.rstrip()[-1:].isalnum() and "=" not in text and ":" not in text
    begins = text.lstrip(f" {TEX}")[:2]
    return "=" in before and (begins[:1] in ("·", "×", "^") or begins in ("+ ", "/ "))
