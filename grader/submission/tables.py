"""Tables in a text cell: which row or column gives an answer, and which table lists the steps of a descent.

Columns are told by their headings, in any language. Knows no exercise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grader.notation.document import Block, Line
from grader.notation.languages import single_words_of, words_of
from grader.notation.numbered_steps import is_step

# What heads a column that counts the rows.
_COUNTERS = frozenset(("", "n", "k", "i", "t", "it", "no", "nr", "#", "iter", "№"))
# Words in the title of a column that holds what a derivative does not depend on.
_DENYING = ("independent", "fixed", "held", "constant", "unabhängig", "konstant", "fest", "indépend")
# Signs of Markdown and TeX around the text of a cell.
_DECORATION = " $`*_.:：#()\x02\x03\x04\x05"


def as_text(table: Block, below_head: str = "") -> str:
    """Return a table as Markdown writes it, its bars inside of cells marked; `below_head` is its own second line."""
    rows = [[cell.plain.strip().replace("|", "\\|").replace("\n", " ") for cell in row] for row in table.rows]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    drawn = below_head.strip() if below_head.strip() and not below_head.strip("|-: \t") else ""
    return "\n".join([lines[0], drawn or f"|{'|'.join(['--'] * len(table.rows[0]))}|", *lines[1:]])


def lists_steps(rows: Sequence[Sequence[Line]]) -> bool:
    """Tell whether the first column of a table numbers the points of a descent."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    numbered = any(any(sign.isdigit() for sign in cell.text) for row in rows[1:] for cell in row[1:])
    head = rows[0][0].plain.strip(_DECORATION).lower()
    counts = head in _COUNTERS or head.rstrip("s") in _COUNTERS or _is_step_word(head)
    listed = all(row[0].plain.strip(_DECORATION)[-2:].strip().isdecimal() for row in rows[1:] if row)
    named = any(is_step(row[0].plain) is not None for row in rows[1:] if row)
    lying = sum(is_step(cell.plain) is not None for cell in rows[0][1:]) > 1
    return numbered and (lying or (counts and (bool(head) or listed or named)))


def _is_step_word(head: str) -> bool:
    nouns = single_words_of("step") | words_of("steps")
    if any(noun in head for noun in nouns if noun and noun[0] >= "\u2e80"):
        return True
    return head in nouns or any(head.startswith(noun) and head[len(noun) :].strip(_DECORATION) in _COUNTERS for noun in nouns)


def depending_columns(head: Sequence[Line]) -> list[int]:
    """Return the columns, but for the first, whose heading says that they hold what a derivative depends on."""
    verbs, nouns = words_of("depends") - {"与", "跟", "與", "は", "关于"}, words_of("variables")
    found = []
    for column, cell in enumerate(head):
        title = cell.plain.strip(_DECORATION + "?…").lower()
        says = title in nouns or any(verb in title for verb in verbs) or any(noun in title for noun in nouns if len(noun) > 2)
        denied = any(word in title for word in _DENYING)
        if column and says and "=" not in title and not denied:
            found.append(column)
    return found


def yes_and_no(rows: Sequence[Sequence[Line]], variables: Sequence[str]) -> Iterator[tuple[Line, str]]:
    """Yield what rows say that have a yes or a no below each variable: `x: yes, y: no`."""
    head = [_variable_in(cell.plain, variables) for cell in rows[0]]
    columns = [column for column, name in enumerate(head) if column and name]
    marks = words_of("yes") | words_of("no") | frozenset("✓✔✅☑✗✘❌☒")
    if len(columns) < min(2, len(variables)) or len(columns) < len(rows[0]) - 1 or not columns:
        return
    for row in rows[1:]:
        said = {head[column]: row[column].plain.strip(_DECORATION) for column in columns if column < len(row)}
        if said and all(mark.lower() in marks for mark in said.values()):
            yield row[0], ", ".join(f"{name}: {mark}" for name, mark in said.items())


def _variable_in(title: str, variables: Sequence[str]) -> str:
    """Return the variable that heads a column, alone or behind `depends on`."""
    lower = title.strip(_DECORATION + "?")
    for verb in words_of("depends"):
        if lower.lower().startswith(f"{verb} "):
            lower = lower[len(verb) :].strip(_DECORATION + "?")
    return lower if lower in variables else ""


def components_of(table: Block, variables: Sequence[str]) -> str:
    """Return the vector in a table of one row below headings such as `x-component`; nothing for any other table."""
    if len(table.rows) != 2 or not 2 <= len(table.rows[0]) == len(table.rows[1]):
        return ""
    titles = [cell.plain.replace("-", " ").strip(_DECORATION).split() for cell in table.rows[0]]
    named = [next((word for word in title if word in variables), "") for title in titles]
    plain = all(len(title) > 1 and title != [name] for title, name in zip(titles, named, strict=True))
    if not plain or "" in named or len(set(named)) < len(named):
        return ""
    return f"({', '.join(cell.plain.strip() for cell in table.rows[1])})"


def pairs_of(table: Block, depending: Sequence[int]) -> Iterator[tuple[Line, Line]]:
    """Yield the pairs of label and value: side by side in a row, or one above the other in a table of two rows."""
    rows = table.rows
    answers = words_of("answer") | words_of("derivative")
    titled = [column for column, cell in enumerate(rows[0]) if column and cell.plain.strip(_DECORATION).lower() in answers]
    for row in rows:
        values = [column for column in range(1, len(row)) if column not in depending]
        if len(values) == 1:
            yield row[0], row[values[0]]
        elif len(titled) == 1 and titled[0] < len(row):
            yield row[0], row[titled[0]]
    if len(rows) == 2:
        yield from zip(rows[0], rows[1], strict=False)
