r"""Text cells to the answers written in them: `df_dx = 4x - 3y`, `**slope**: $2\sqrt{3}$`, a table below its heading.

Walks through Markdown line by line: equations first, then `label: value`, then what stands below a
line that is a label only. How Markdown is written is `markdown`, what a label is called is
`labels`, what a formula holds is `formulas`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from grader.model import Place, TextAnswer
from grader.notation.wording import offers
from grader.submission import markdown
from grader.submission.cells import Cell
from grader.submission.disowned import disowns
from grader.submission.formulas import NO_WORDS, Equation, equations, value_and_rest, written_value
from grader.submission.labels import identifier_of
from grader.submission.step_lists import StepPoints

_COLON = re.compile(r":(?![=/])|\s+(?:is|are|equals)(?=\s)|[ \t](?:=>|→|->|⇒)[ \t]|[ \t][–—][ \t]")
_DEPENDS = re.compile(
    r"^(.{1,90}?[\s_]+(?:only\s+)?depends?(?:\s+only)?[\s_]+(?:up)?on)(?!\w)[\s:=`$*]*(.+)$", re.IGNORECASE
)
_DEPENDING = re.compile(r"\bdepend(?:s|ing|ent|ence)?\b|^\W*variables?\W*$", re.IGNORECASE)
_STEP_HEADER = re.compile(r"\W*(?:steps?|n|k|i|t|iterations?|iter|it|no|schritt)?\W*$", re.IGNORECASE)
_MOST_CHARACTERS = 500_000  # of a file; a page of mathematics has two thousand
_LONGEST_LINE = 6_000  # longer ones are pictures that were written into the text
_MOST_ANSWERS = 2_000
_MOST_BESIDE = 2_000  # characters beside one answer; what comes after a page of them is no longer about it
_LONGEST = 4_000

Names = tuple[str, ...]


@dataclass(slots=True)
class _Reader:
    """Where the walk through the text cells of a file has come to.

    `pending` are the names that a label gave to what comes next, `block` the values found below it so far with
    what else stands there (`beside`), `points` the numbered points of a descent, `latest` how many of the last
    answers what comes next may still belong to.
    """

    file: str
    cell: Cell
    words: frozenset[str] = NO_WORDS
    answers: list[TextAnswer] = field(default_factory=list)
    pending: Names = ()
    block: list[tuple[int, str]] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    points: StepPoints = field(default_factory=StepPoints)
    latest: int = 0
    section: str = ""

    def add(self, names: Names, text: str | None, line: int, rest: Sequence[str] = ()) -> bool:
        """Keep an answer under each of the names, if there is one; says whether there was."""
        if not text or len(text) > _LONGEST or len(self.answers) + len(names) > _MOST_ANSWERS:
            return False
        cell = self.cell
        place = Place(file=self.file, line=cell.line + line, cell=cell.number, text=cell.number is not None)
        kept = tuple(piece for piece in rest if piece.strip())
        self.answers += [
            TextAnswer(name=name, text=text, place=place, markdown=True, rest=kept, section=self.section) for name in names
        ]
        self.latest = len(names) or self.latest
        return bool(names)

    def leave(self, text: str) -> None:
        """Keep what was read as nothing beside the answer that it belongs to, or to which it leads."""
        if self.block or (self.pending and not self.latest):
            self.beside.append(text)
        elif self.latest:
            self.answers[-self.latest :] = [_with_rest(answer, text) for answer in self.answers[-self.latest :]]
        self.points.leave(text)

    def end_block(self) -> None:
        """Give the values that were collected below a label to its names."""
        if self.block and self.pending:
            self.add(self.pending, "\n".join(text for _, text in self.block), self.block[0][0], self.beside)
        self.block, self.beside = [], []

    def end_points(self, line: int) -> None:
        """Give the numbered points, from the first on, as the steps of a descent."""
        found, beside = self.points.take()
        if found:
            self.add(("steps",), ", ".join(found), line, beside)


def _with_rest(answer: TextAnswer, piece: str) -> TextAnswer:
    """Return the answer with one more piece beside it, as long as somebody would still read it as part of the answer."""
    long = sum(map(len, answer.rest)) > _MOST_BESIDE
    return answer if long or not piece.strip() else replace(answer, rest=(*answer.rest, piece))


def read_texts(cells: Iterable[Cell], file: str, words: frozenset[str] = NO_WORDS) -> list[TextAnswer]:
    """Return the answers in cells of text, in their order; a label may stand in the cell before, if no code is between.

    `words` are those that name something in an exercise, as its variable `price` does.
    """
    reader: _Reader | None = None
    left = _MOST_CHARACTERS
    for cell in cells:
        if cell.kind == "text":
            reader = reader or _Reader(file, cell, words)
            reader.cell = cell
            _read_cell(cell.source[:left], reader)
            left -= min(left, len(cell.source))
        elif reader is not None:
            reader.pending, reader.latest = (), 0
    return reader.answers if reader else []


def _read_cell(source: str, reader: _Reader) -> None:
    lines = markdown.lines_of(source)
    at = 0
    while at < len(lines):
        end = markdown.table_end(lines, at)
        if end > at:
            _read_table(lines[at:end], at, reader)
        elif disowns(lines[at]):
            end = _end_of_paragraph(lines, at)
        else:
            for line in lines[at].split(markdown.BREAK):
                _read_line(line, at, reader)
        at = max(end, at + 1)
    reader.end_block()
    reader.end_points(len(lines) - 1)


def _end_of_paragraph(lines: list[str], at: int) -> int:
    """Return where the paragraph ends that a line begins, or announces with a colon."""
    end = at + 1
    if disowns(lines[at], announces=True):
        while end < len(lines) and not lines[end].strip():
            end += 1
    while end < len(lines) and lines[end].strip():
        end += 1
    return end


def _read_line(line: str, at: int, reader: _Reader) -> None:
    """Try what a line may be, from the plainest on; what is none of it stands beside the answer above it."""
    text, heading = markdown.unmarked(line) if len(line) <= _LONGEST_LINE else ("", False)
    if not text or markdown.is_rule(text):
        return
    outer, spans = markdown.spans_of(text)
    whole = markdown.filled(outer, spans)
    if heading:
        reader.section = whole
    if _read_continuation(whole, at, reader) or _read_depends(whole, at, reader) or _read_equations(outer, spans, at, reader):
        return
    if _read_pair(outer, spans, at, reader) or reader.points.add_sentence(whole):
        return
    value, rest = value_and_rest(whole, reader.words)
    if not heading and value is not None and _looks_written(value, outer, reader.words) and reader.pending:
        reader.block.append((at, value))
        reader.beside.append(rest)
    elif heading or markdown.is_label(text):
        reader.end_block()
        reader.end_points(at)
        reader.pending, reader.latest = _names(markdown.filled(outer, spans, math="`"), heading=heading), 0
    else:
        reader.leave(f"\n{_as_written(line, whole)}")


def _as_written(line: str, whole: str) -> str:
    """Return the line, with the sign that Markdown takes for a bullet where a term may stand behind it: `+ 5z`."""
    bullet = re.match(r"\s*([-+*])\s+(?=[\d(\\]|\w\b)", line)
    return f"{bullet[1]} {whole}" if bullet else whole


def _read_continuation(text: str, at: int, reader: _Reader) -> bool:
    """A line that begins with an equals sign: what stands behind its last one takes the place of the answer above."""
    if not re.match(r"\s*=(?![=>])", text) or not reader.latest or reader.pending:
        return False
    equation = next(equations(text), None)
    value, rest = value_and_rest(equation.right, reader.words) if equation is not None else (None, "")
    if equation is None or value is None:
        return False
    beside = (*_members(equation), *((rest,) if rest else ()))
    reader.answers[-reader.latest :] = [
        replace(answer, text=value, rest=(*answer.rest, f"= {answer.text}", *beside))
        for answer in reader.answers[-reader.latest :]
    ]
    return True


def _read_depends(text: str, at: int, reader: _Reader) -> bool:
    """`df/dx depends on x and y`, with what it depends on as it stands."""
    kept = False
    for part in re.split(r";\s|\.\s", text) if "depend" in text.lower() else ():
        found = _DEPENDS.match(part)
        name = identifier_of(found[1]) if found and "=" not in found[1] else None
        if found is not None and name is not None:
            value = re.sub(r"[$`*]|\b(?:the )?variables?\b", "", found[2]).strip().rstrip(".;").strip()
            kept |= reader.add((name,), value, at)
        elif kept:
            reader.leave(part)
    return kept


def _read_equations(outer: str, spans: list[str], at: int, reader: _Reader) -> bool:
    """Equations of the line itself, and those inside its formulas."""
    label = _label_of(outer, spans)
    if "=" in outer or "≈" in outer:
        return _keep_equations(markdown.filled(outer, spans), label, at, reader)
    found, start = False, 0
    for sign in markdown.SPANS.finditer(outer):
        before = markdown.filled(outer[start : sign.start()], spans)
        span = markdown.filled(sign[0], spans)
        if not any(equation.lefts or (label and span.lstrip().startswith("=")) for equation in equations(span)):
            continue
        if found:
            reader.leave(before)
        found |= _keep_equations(span, label, at, reader, ahead="" if found else _lead(before), is_formula=True)
        start = sign.end()
    if found:
        reader.leave(markdown.filled(outer[start:], spans))
    return found


def _keep_equations(  # noqa: PLR0913 - what a line says of the formula in it
    text: str, label: Names, at: int, reader: _Reader, *, ahead: str = "", is_formula: bool = False
) -> bool:
    """Keep the equations in a text, with what stands between them beside the one before, or the first one behind."""
    before = [ahead] if reader.latest or reader.block else [*reader.beside, ahead]
    last: Equation | None = None
    for equation in equations(text):
        if not equation.lefts and not (is_formula and label and text.lstrip().startswith("=")):
            (before.append if last is None else reader.leave)(equation.right)
            continue
        if last is None:
            reader.end_block()
        _keep_equation(equation, at, reader, replacing=last, beside=before)
        _keep_coordinates(equation, label, reader)
        last, before = equation, []
    if last is None:
        return False
    if label and not _is_given(last):
        value, rest = value_and_rest(last.right, reader.words)
        reader.add(label, value, at + last.line, [ahead, *_members(last), rest])
    return True


def _label_of(outer: str, spans: list[str]) -> Names:
    """Return the names of what stands before a colon, or before a formula that begins with its equals sign."""
    if ":" in outer:
        return _names(markdown.filled(outer.partition(":")[0], spans))
    first = markdown.SPANS.search(outer)
    if first is None or not spans[0].lstrip().startswith("="):
        return ()
    return _names(outer[: first.start()])


def _keep_coordinates(equation: Equation, label: Names, reader: _Reader) -> None:
    """`x = 0.4` on a line that begins with "Step 1:"."""
    value = written_value(equation.right, reader.words)
    if label and value is not None:
        for left in equation.lefts:
            reader.points.add_coordinate(label[0], left, value)


def _is_given(equation: Equation) -> bool:
    r"""Tell whether it is `f(x, y) = …`, which a prompt gives, whatever the label before it asks for."""
    return re.search(r"[^\W\d_]\s*\(\s*\w(?:\s*,\s*\w)*\s*\)\s*$", equation.lefts[0] if equation.lefts else "") is not None


def _keep_equation(
    equation: Equation, at: int, reader: _Reader, replacing: Equation | None, beside: Sequence[str]
) -> None:
    value, rest = value_and_rest(equation.right, reader.words)
    if value is None:
        return
    for left in equation.lefts:
        reader.points.add_indexed(left, value, rest)
    names = tuple(dict.fromkeys(name for left in equation.lefts for name in _names(left)))
    if not names:
        if equation.lefts:  # else a label gives the name
            reader.leave(f"{' = '.join(equation.lefts)} = {equation.right}")
        return
    before: list[str] = [*beside, *_members(equation)]
    if equation.goes_on and replacing is not None:
        gone = set(names)
        while reader.answers and reader.answers[-1].name in gone:
            above = reader.answers.pop()
            gone.discard(above.name)
            before += [*above.rest, f"= {above.text}"] if not gone else []
    reader.add(names, value, at + equation.line, [*before, rest])


def _members(equation: Equation) -> list[str]:
    """What the sides of an equation say besides its names and its last side: words, workings, a rounded repetition."""
    sides = [_lead(side) if _names(side) else f"= {side}" for side in equation.lefts]
    return [piece for piece in (*sides, *(f"≈ {side}" for side in equation.rounded)) if piece]


def _lead(text: str) -> str:
    """Return what stands before the last comma, colon or blank in front of a name: `Maybe` in `Maybe df_dx`."""
    found = re.match(r"(.*)(?:[,;:]|\s(?=\S))", text.strip(), re.DOTALL)
    return found[1] if found else ""


def _read_pair(outer: str, spans: list[str], at: int, reader: _Reader) -> bool:
    """`label: value` and `label is value`, once or more on a line."""
    kept = False
    for found in _COLON.finditer(outer):
        label = outer[: found.start()]
        if kept:
            label = re.split(r"\band\b|[,;]", markdown.SPANS.sub(",", label))[-1]
        label = markdown.filled(label, spans, math="`")
        names = _names(label)
        if offers(label) and reader.latest:
            reader.leave(f"\n{markdown.filled(outer, spans)}")
            return True
        value, rest = value_and_rest(markdown.filled(outer[found.end() :], spans), reader.words)
        if not names or value is None or not _looks_written(value, outer[found.end() :], reader.words):
            continue
        reader.end_block()
        reader.points.add_labelled(names[0], value, rest)
        kept |= reader.add(names, value, at, [_lead(label), rest])
    return kept


def _looks_written(value: str, outer: str, words: frozenset[str]) -> bool:
    """Whether a value is mathematics rather than a word: it has a formula's signs, was marked as a formula, or is a name."""
    signs = re.search(r"[\d+*/^=()\[\]√\\−-]", value) is not None
    return signs or markdown.SPANS.search(outer) is not None or len(value) == 1 or value in words


def _names(label: str, *, heading: bool = False) -> Names:
    """Return the names that a label stands for: as a whole, by what follows its last comma, and by the code in it."""
    quoted = re.findall(r"`([^`]+)`", label)
    parts = [label, re.split(r"[,;:]", label)[-1]] if not heading else [label]
    names = [identifier_of(part.strip()) for part in parts]
    if not names[0] or len(label.split()) > 1:
        names += [identifier_of(part) for part in quoted] if len(quoted) == 1 else []
    return tuple(dict.fromkeys(name for name in names if name))


def _read_table(lines: list[str], at: int, reader: _Reader) -> None:
    """A table belongs to the label before it as a whole; a row or column of label and value is an answer too."""
    rows = markdown.rows_of(lines)
    names = reader.pending
    if not names and _lists_steps(rows):
        names = ("steps",)
    reader.end_block()
    reader.add(names, "\n".join(lines), at, reader.beside)
    head, *below = rows
    depending = [column for column, title in enumerate(head) if column and _DEPENDING.search(title)]
    for number, row in enumerate(below, 2):
        for column in depending:
            reader.add(_depending(row[0]), "".join(row[column : column + 1]).replace("$", ""), at + number)
    pairs = [(row[0], row[1]) for row in rows if len(row) - len(depending) == 2 and 1 not in depending]
    if len(rows) == 2:
        pairs += list(zip(rows[0], rows[1], strict=False))
    for label, written in pairs:
        value, rest = value_and_rest(written, reader.words)
        reader.add(_names(label), value if not label.isdigit() else None, at, [rest])


def _lists_steps(rows: list[list[str]]) -> bool:
    """Tell whether the first column of a table numbers the points of a descent."""
    numbered = any(re.search(r"\d", cell) for row in rows[1:] for cell in row[1:])
    return numbered and len(rows[0]) > 1 and _STEP_HEADER.match(rows[0][0]) is not None


def _depending(label: str) -> Names:
    """Return the names for what a derivative depends on."""
    return tuple(name if name.endswith("_depends_on") else f"{name}_depends_on" for name in _names(label))
