"""A table is read cell by cell, and only the cells that are replaced change in its bytes."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.returning.cell_table import CellTable

TEXT = st.text(alphabet=st.sampled_from('a1é,;\t"\n=+ |\\'), max_size=6)
TABLES = st.integers(2, 4).flatmap(lambda width: st.lists(st.lists(TEXT, min_size=width, max_size=width), min_size=1, max_size=5))


def said(table: CellTable) -> list[list[str]]:
    """What the cells say."""
    return [[cell.text for cell in row] for row in table.rows]


@given(TABLES, st.sampled_from(["\n", "\r\n"]), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), st.data())
def test_what_was_not_replaced_is_the_same_bytes(rows, end, quoting, data):
    """Whatever the cells hold, in either way to end lines and to quote: the file is the same, and one cell can be another."""
    rows = [["h"] * len(rows[0]), *rows]
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator=end, quoting=quoting).writerows(rows)
    content = stream.getvalue().encode()
    table = CellTable.read(content)
    assert table.written({}) == content
    assert said(table) == rows
    at = data.draw(st.integers(1, len(rows) - 1)), data.draw(st.integers(0, len(rows[0]) - 1))
    new = data.draw(TEXT)
    again = said(CellTable.read(table.written({at: new})))
    assert [cell for y, row in enumerate(again) for x, cell in enumerate(row) if (y, x) != at] == [
        cell for y, row in enumerate(rows) for x, cell in enumerate(row) if (y, x) != at
    ]
    assert again[at[0]][at[1]] == new


@pytest.mark.parametrize("mark", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", ",;\t")
def test_encodings_marks_and_delimiters_stay(mark, delimiter):
    """A replaced cell is written in the encoding of the file, whose mark stays."""
    content = f"Name{delimiter}Note\r\nJosé{delimiter}\r\n".encode(mark)
    table = CellTable.read(content)
    assert table.rows[1][0].text == "José"
    assert table.written({(1, 1): "7"}) == f"Name{delimiter}Note\r\nJosé{delimiter}7\r\n".encode(mark)


def test_a_quote_behind_a_backslash_is_read_as_moodle_writes_it():
    """PHP does not double such a quote; where that alone makes the rows even it is taken so."""
    content = b'a,b,c\r\n"say \\"x\\", then",2,3\r\n'
    table = CellTable.read(content)
    assert [cell.text for cell in table.rows[1]] == ['say \\"x\\", then', "2", "3"]
    assert table.written({(1, 1): "9"}) == b'a,b,c\r\n"say \\"x\\", then",9,3\r\n'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'a,b\n"x,1\n', "line 2: a quote is opened"),
        (b"a,b\n1,2\n1,2,3\n", "line 3 has 3 cells, and the first line has 2"),
        (b"PK\3\4\0\0\0", "no text"),
        (b"\xff\xfea", "UTF-16"),
    ],
)
def test_what_is_no_table_is_refused_with_the_line(content, reason):
    """Nothing is guessed where a row cannot be told from the next."""
    with pytest.raises(UsageError, match=reason):
        CellTable.read(content)
