"""Tables in a text cell: which row or column gives an answer, and which table lists the steps of a descent.

Columns are told by their headings, in any language. Knows no exercise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grader.notation.document import Block, Line
from grader.notation.languages import single_words_of, words_of

_COUNTERS = frozenset(("", "n", "k", "i", "t", "it", "no", "nr", "#", "iter", "№"))
_DECORATION = " $`*_.:：#()\x02\x03\x04\x05"


def as_text(table: Block, below_head: str = "") -> str:
    """Return a table as Markdown writes it, its bars inside of cells marked; `below_head` is its own second line."""
    lines = [f"| {' | '.join(_cell(cell) for cell in row)} |" for row in table.rows]
    drawn = below_head.strip() if below_head.strip() and not below_head.strip("|-: \t") else ""
    return "\n".join([lines[0], drawn or f"|{'|'.join(['--'] * len(table.rows[0]))}|", *lines[1:]])


def _cell(cell: Line) -> str:
    return cell.plain.strip().replace("|", "\\|").replace("\n", " ")


def lists_steps(rows: Sequence[Sequence[Line]]) -> bool:
    """Tell whether the first column of a table numbers the points of a descent."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    numbered = any(any(sign.isdigit() for sign in cell.text) for row in rows[1:] for cell in row[1:])
    head = rows[0][0].plain.strip(_DECORATION).lower()
    counts = head in _COUNTERS or head.rstrip("s") in _COUNTERS or _is_step_word(head)
    listed = all(row[0].plain.strip(_DECORATION)[-2:].strip().isdecimal() for row in rows[1:] if row)
    return numbered and counts and (bool(head) or listed)


def _is_step_word(head: str) -> bool:
    nouns = single_words_of("step") | words_of("steps")
    return head in nouns or any(
        head.startswith(noun) and head[len(noun) :].strip(_DECORATION) in _COUNTERS for noun in nouns
    )


def depending_columns(head: Sequence[Line]) -> list[int]:
    """Return the columns, but for the first, whose heading says that they hold what a derivative depends on."""
    verbs, nouns = words_of("depends") - {"与", "跟", "與", "は", "关于"}, words_of("variables")
    found = []
    for column, cell in enumerate(head):
        title = cell.plain.strip(_DECORATION + "?…").lower()
        says = (
            title in nouns
            or any(verb in title for verb in verbs)
            or any(noun in title for noun in nouns if len(noun) > 2)
        )
        if column and says and "=" not in title:
            found.append(column)
    return found


def pairs_of(table: Block, depending: Sequence[int]) -> Iterator[tuple[Line, Line]]:
    """Yield the pairs of label and value: side by side in a row, or one above the other in a table of two rows."""
    rows = table.rows
    for row in rows:
        values = [column for column in range(1, len(row)) if column not in depending]
        if len(values) == 1:
            yield row[0], row[values[0]]
    if len(rows) == 2:
        yield from zip(rows[0], rows[1], strict=False)
