r"""A table as somebody downloaded it: its cells are read, some are replaced, and every other byte stays as it is.

The standard library's reader loses how a cell was quoted, and so cannot write the same file again. Here each cell keeps
where it stands in the text. Knows delimiters, quotes and encodings; no platform.

    table = CellTable.read(content)
    table.rows[3][2].text          # what the cell says, without its quotes
    table.written({(3, 2): "9.5"}) # the same bytes but for that cell
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from grader.errors import UsageError

# Byte order marks, the longer of two that begin alike first. Each is followed by text in its encoding.
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DELIMITERS = ",;\t"  # what the platforms write; a `|` stands within Blackboard's headers and parts nothing
_LINE_ENDS = "\r\n"  # each alone, or both
# Where a cell without quotes ends, by the delimiter.
_ENDS = {sign: re.compile(f"[{sign}\r\n]") for sign in _DELIMITERS}


class Cell(NamedTuple):
    """What a cell says, and where it stands in the text, quotes included; a tuple, since a gradebook has a million."""

    text: str
    start: int
    end: int
    quoted: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class CellTable:
    """All rows of a file in cells; blank lines are rows of one empty cell."""

    rows: tuple[tuple[Cell, ...], ...]
    lines: tuple[int, ...]
    delimiter: str
    text: str
    mark: bytes
    encoding: str

    @classmethod
    def read(cls, content: bytes) -> CellTable:
        """Return the table in these bytes. Raises UsageError, with the line, where they are none."""
        mark, encoding, text = _decoded(content)
        if "\0" in text:
            raise UsageError("it is no text")
        found: list[CellTable] = []
        faults: dict[str, UsageError] = {}
        for delimiter in _DELIMITERS:
            # PHP, in which Moodle is written, leaves a quote behind a backslash as it is, and everybody else doubles it.
            for escape in ("", "\\"):
                try:
                    rows = tuple(_records(text, delimiter, escape))
                    lines = _lines(rows, text)
                    _refuse_uneven(rows, lines)
                    found.append(cls(rows=rows, lines=lines, delimiter=delimiter, text=text, mark=mark, encoding=encoding))
                    break
                except UsageError as error:
                    faults.setdefault(delimiter, error)
        several = [table for table in found if len(table.head) > 1]
        if several:
            return max(several, key=lambda table: len(table.head))
        first = next((line for line in text.splitlines() if line.strip()), "")
        raise faults.get(max(_DELIMITERS, key=first.count), UsageError("it has one column only"))

    @property
    def head(self) -> tuple[str, ...]:
        """Return the titles in the first row that is not blank, without blanks around them."""
        return next((tuple(cell.text.strip() for cell in row) for row in self.rows if not is_blank(row)), ())

    @property
    def body(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """Yield each row below the titles with its number; blank ones are left out."""
        full = [(at, row) for at, row in enumerate(self.rows) if not is_blank(row)]
        yield from full[1:]

    def written(self, cells: Mapping[tuple[int, int], str]) -> bytes:
        """Return the file with these cells, by row and column, and every other byte as it was."""
        always = self._quotes_everything()
        parts, done = [], 0
        for (row, column), said in sorted(cells.items()):
            cell = self.rows[row][column]
            parts += [self.text[done : cell.start], self._quoted(said, always=always or cell.quoted)]
            done = cell.end
        parts.append(self.text[done:])
        return self.mark + "".join(parts).encode(self.encoding)

    def storable(self, text: str) -> str:
        """Return a text of HTML with what the file's encoding lacks as HTML's own numbers: `∂` as `&#8706;`."""
        return text.encode(self.encoding, "xmlcharrefreplace").decode(self.encoding)

    def _quotes_everything(self) -> bool:
        """Tell whether the file puts every cell in quotes that holds anything."""
        said = [cell for _, row in self.body for cell in row if cell.text]
        return bool(said) and all(cell.quoted for cell in said)

    def _quoted(self, text: str, *, always: bool) -> str:
        needed = any(sign in text for sign in (self.delimiter, '"', " ", *_LINE_ENDS))
        return '"' + text.replace('"', '""') + '"' if always or needed else text


def is_blank(row: tuple[Cell, ...]) -> bool:
    """Tell whether nothing stands in a row."""
    return not any(cell.text.strip() for cell in row)


def _decoded(content: bytes) -> tuple[bytes, str, str]:
    """Return mark, encoding and text, so that encoding the text again gives the same bytes."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return mark, encoding, content[len(mark) :].decode(encoding)
            except UnicodeDecodeError:
                raise UsageError(f"it begins as {encoding.upper()} and does not go on so") from None
    wide = content[:64].count(0) > len(content[:64]) // 3
    for encoding in (("utf-16-le", "utf-16-be") if content[1:2] == b"\0" else ("utf-16-be",)) if wide else ("utf-8", "cp1252"):
        try:
            return b"", encoding, content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return b"", "latin-1", content.decode("latin-1")


def _refuse_uneven(rows: tuple[tuple[Cell, ...], ...], lines: tuple[int, ...]) -> None:
    """Raise UsageError for the first row that has not as many cells as the titles have."""
    full = [(len(row), line) for row, line in zip(rows, lines, strict=True) if not is_blank(row)]
    for width, line in full:
        if width != full[0][0]:
            cells = "1 cell" if width == 1 else f"{width} cells"
            raise UsageError(f"line {line} has {cells}, and the first line has {full[0][0]}")


def _lines(rows: tuple[tuple[Cell, ...], ...], text: str) -> tuple[int, ...]:
    """Return in which line of the text each row begins, counted from 1."""
    found, line, done = [], 1, 0
    for row in rows:
        passed = text[done : row[0].start]
        line += passed.count("\n") + passed.count("\r") - passed.count("\r\n")
        done = row[0].start
        found.append(line)
    return tuple(found)


def _records(text: str, delimiter: str, escape: str = "") -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of a text. A quote counts where a cell begins, and in such a cell a doubled quote is one.

    Raises UsageError for a quote that nothing closes.
    """
    row: list[Cell] = []
    at, end = 0, len(text)
    while at < end or row:
        cell = _quoted_cell(text, at, delimiter, escape) if text.startswith('"', at) else _bare_cell(text, at, delimiter)
        row.append(cell)
        at = cell.end
        if text.startswith(delimiter, at):
            at += 1
            if at == end:
                row.append(Cell("", at, at, quoted=False))
                yield tuple(row)
                return
            continue
        yield tuple(row)
        row = []
        at += 2 if text.startswith("\r\n", at) else 1


def _bare_cell(text: str, start: int, delimiter: str) -> Cell:
    stop = _ENDS[delimiter].search(text, start)
    end = stop.start() if stop else len(text)
    return Cell(text[start:end], start, end, quoted=False)


def _quoted_cell(text: str, start: int, delimiter: str, escape: str) -> Cell:
    """Return a cell in quotes. One that text follows directly stands for itself, as in spreadsheets."""
    said: list[str] = []
    at = start + 1
    while True:
        quote = text.find('"', at)
        if quote < 0:
            line = 1 + text.count("\n", 0, start)
            raise UsageError(f"line {line}: a quote is opened and not closed; it takes in the lines below")
        behind = text[quote + 1 : quote + 2]
        if escape and text[quote - 1 : quote] == escape and quote - 1 >= at:
            said.append(text[at : quote + 1])
            at = quote + 1
        elif behind == '"':
            said.append(text[at : quote + 1])
            at = quote + 2
        elif behind in ("", delimiter, *_LINE_ENDS):
            said.append(text[at:quote])
            return Cell("".join(said), start, quote + 1, quoted=True)
        else:
            said.append(text[at : quote + 1])
            at = quote + 1
