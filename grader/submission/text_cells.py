r"""Text cells to the answers written in them: `df_dx = 4x - 3y`, `**slope**: $2\sqrt{3}$`, a table below its heading.

Walks over a document's blocks: an equation is an answer under its names, and a value is one under the label above it or
beside it. What a document is made of is `notation.document`, what a line says `notation.line`. Knows no exercise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeGuard

from grader.algebra.tree import Vector, variables_in
from grader.model import Aside, Place, TextAnswer
from grader.notation.claims import Claim, claims
from grader.notation.document import CODE, CODE_END, Block, Line, blocks_of
from grader.notation.labels import identifier_of
from grader.notation.languages import AT, LANGUAGES, english_nouns, words_of
from grader.notation.line import Equation, Piece, Prose, Unread, is_in_another_order, read_line
from grader.notation.named_variables import read_names
from grader.notation.numbered_steps import is_step, leading_step, mentions, numbered_item, says_gradient
from grader.notation.said_quantities import said_in
from grader.notation.tokens import Unreadable
from grader.notation.vocabulary import Vocabulary
from grader.notation.wording import WITHDRAWN, asks_for_something, denies, disowns, offers, withdraws
from grader.submission.cells import Cell
from grader.submission.numbered_points import NumberedPoints, are_in_order, listed_points, segments
from grader.submission.placeholders import is_placeholder_text, placeholder_mark
from grader.submission.tables import as_text, components_of, depending_columns, lists_steps, pairs_of, yes_and_no

NO_VOCABULARY = Vocabulary(variables=("x", "y", "z"))
"""For whoever reads without an exercise: the letters of space."""
MOST_CHARACTERS = 200_000
"""Of a text cell; a page of mathematics has two thousand, and what is longer is a picture or a book."""
_MOST_OF_A_FILE = 500_000  # characters of text that are read of a file: two and a half times what a cell may have
# Words that stand for the derivative that was named before.
_PRONOUNS = words_of("pronouns") | {"and", "it", "so it", "so", "und", "et", "y", "e"}
# Labels that name nothing: `Answer:` below a heading.
_ANSWERS = frozenset(word.replace(" ", "_") for word in words_of("answer"))
# Headings above a list of what depends on what.
_DEPENDENCIES = words_of("variables") | {"depend on", "depends on"}
# Words before an equation that says what a letter in the answer stands for, in the languages of `languages`.
_RESTRICTING = frozenset("where with wo mit avec où con donde dove onde com waar met där med gdzie z где".split())
# Words that lead from one sentence about a name to the next.
_JOINING = words_of("conjunction") | words_of("but") | {"while", "während", "tandis", "mientras", "mentre"}
_RELATIONS = frozenset("≠<>≤≥")  # signs that say of a name what it is not, or where it lies
UNNAMED_POINTS = "unnamed_points"  # under this name a person finds a list of points that has none
_LISTS = frozenset(("steps", "step", "descent_steps", "hand_steps", "gd_steps", "points"))  # names of answers that list points
# What takes the marks of formulas and code out of a text.
_MARKS = dict.fromkeys(map(ord, "\x02\x03\x04\x05"), " ")
_DOLLARS = {**_MARKS, 2: "$", 3: "$"}  # the same as they are written
_LONGEST_LINE = 6_000  # longer ones are pictures that were written into the text
_MOST_ANSWERS = 2_000  # of a file; a class's longest notebook has two hundred
_MOST_BESIDE = 2_000  # characters beside one answer; what comes after a page of them is no longer about it
_BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="  # the letters of RFC 4648
_LONGEST_LABEL = 120  # characters of a line that is a label only
_UNKNOWN = (
    *("\\lim", "\\ldots", "\\dots", "\\cdots", "\\vdots", "\\square", "\\Box", "\\sum", "\\int", "\\nabla", "\\partial", "\\Delta"),
    *("∂", "∇", "…", "□", "...", "\\frac{d"),
)
"""What stands in a definition (`lim (f(x + h) - f(x))/h`, `∂f/∂x`) and in what was left open."""

_QUOTES = ('"', "'")  # around a text in code, whose lines are statements

Names = tuple[str, ...]


# What items are called in other languages than English.
_NOUNS = english_nouns()
_UNSPACED_DERIVATIVES = tuple(
    word for language in LANGUAGES if language.joined for word in language.derivative.split("|")
)  # in a name that is written without blanks


def read_texts(cells: Iterable[Cell], file: str, vocabulary: Vocabulary = NO_VOCABULARY) -> list[TextAnswer]:
    """Return the answers in cells of text, in their order; a label may stand in the cell before, if no code is between."""
    return answers_and_asides(cells, file, vocabulary)[0]


def answers_and_asides(
    cells: Iterable[Cell], file: str, vocabulary: Vocabulary
) -> tuple[list[TextAnswer], list[Aside]]:
    """Return the same, and what stands under an item's name and is not read, or is a formula without a name."""
    walk: _Walk | None = None
    left = _MOST_OF_A_FILE
    for cell in cells:
        if cell.kind == "text":
            walk = walk or _Walk(file, cell, vocabulary)
            walk.cell = cell
            source = _without_pictures(cell.source)
            if len(source) <= min(left, MOST_CHARACTERS):
                walk.read_cell(source)
                left -= len(source)
        elif walk is not None:
            walk.pending, walk.latest = (), 0
    return (walk.answers, walk.asides) if walk else ([], [])


def unread_cells(cells: Iterable[Cell]) -> list[Cell]:
    """Return the cells of text that `read_texts` leaves out, since they or all of them are too long."""
    found, left = [], _MOST_OF_A_FILE
    for cell in cells:
        size = len(_without_pictures(cell.source)) if cell.kind == "text" else 0
        if size > min(left, MOST_CHARACTERS):
            found.append(cell)
        else:
            left -= size
    return found


def _without_pictures(source: str) -> str:
    """Return a text without the pictures that are written into it in letters."""
    if ";base64," not in source:
        return source
    first, *behind = source.split(";base64,")
    return "".join((first, *(piece.lstrip(_BASE64) for piece in behind)))


def last_heading(source: str) -> str:
    """Return the last heading in a cell of text; empty where there is none."""
    if "#" not in source and "<h" not in source and "\n=" not in source and "\n-" not in source:
        return ""
    found = [block.lines[0].plain for block in blocks_of(source[:MOST_CHARACTERS]) if block.kind == "heading"]
    return found[-1].strip() if found else ""


@dataclass(slots=True)
class _Walk:
    """Where the walk through the text cells of a file has come to.

    `pending` are the names that a label gave to what comes next, `block` the values found below it so far and their lines, with
    what else stands there (`beside`), `points` the numbered points of a descent, `latest` how many of the last
    answers what comes next may still belong to.
    """

    file: str
    cell: Cell
    vocabulary: Vocabulary
    answers: list[TextAnswer] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    pending: Names = ()
    block: list[tuple[int, str, str]] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    points: NumberedPoints = field(default_factory=NumberedPoints)
    latest: int = 0
    section: str = ""
    bare: list[tuple[int, str]] = field(default_factory=list)  # points of this cell without any name
    open: Names = ()  # of a line whose right side is names alone, which the next may go on
    depending: bool = False  # the heading says that what a derivative depends on comes below

    # --- What is kept -----------------------------------------------------------------------------

    def add(self, names: Names, text: str, line: int, rest: Sequence[str] = (), whole: str = "") -> bool:
        """Keep an answer under each of the names, if there is one; says whether there was."""
        if not _is_written(text) or len(self.answers) + len(names) > _MOST_ANSWERS:
            return False
        place = self.place_of(line)
        kept = tuple(piece for piece in rest if piece.strip())
        names = tuple(dict.fromkeys(map(self.vocabulary.item_of, names)))
        for name in names:
            answer = TextAnswer(name=name, text=text, place=place, markdown=True, rest=kept, section=self.section, whole=whole)
            self.answers.append(answer)
        self.latest = len(names) or self.latest
        return bool(names)

    def add_line(self, tail: str) -> None:
        """Keep the rest of its line behind the name with the answer that was added last."""
        self.answers[-self.latest :] = [replace(answer, line=tail) for answer in self.answers[-self.latest :]]

    def place_of(self, line: int) -> Place:
        """Return where a line of the cell stands."""
        cell = self.cell
        return Place(file=self.file, line=cell.line + line, cell=cell.number, text=cell.number is not None)

    def leave(self, text: str) -> None:
        """Keep what is no answer beside the one it belongs or leads to."""
        if self.block or (self.pending and not self.latest):
            self.beside.append(text)
        elif self.latest:
            self.answers[-self.latest :] = [_with_rest(answer, text) for answer in self.answers[-self.latest :]]
        self.points.leave(text)

    def end_block(self) -> None:
        """Give the values that were collected below a label to its names."""
        if self.block and self.pending:
            if self.add(self.pending, "\n".join(text for _, text, _ in self.block), self.block[0][0], self.beside):
                self.add_line(self.block[0][2] if len(self.block) == 1 else "")
            self.pending = ()
        self.block, self.beside = [], []

    def end_points(self, line: int) -> None:
        """Give the numbered points, from the first on, as the steps of a descent, unless a list of all of them says it."""
        found, beside = self.points.take()
        same = self.answers[-max(self.latest, 1) :]  # `steps = [P1, P2] = …` has two names
        latest = next((answer for answer in same if answer.name == "steps"), None)
        if latest is not None and latest.place.cell == self.place_of(line).cell:
            written = "".join(latest.text.split())
            is_meant = not any(denies(text) or text.startswith(WITHDRAWN) for text in beside)
            is_held = _numbers_in(written) >= _numbers_in(" ".join((*found, *beside)))
            if 0 < len(found) < written.count("("):
                if not (is_meant and is_held):
                    self.leave(f"{WITHDRAWN}{', '.join(found)}")
                return
        if found:
            self.add(("steps",), ", ".join(found), line, beside)

    # --- Blocks -----------------------------------------------------------------------------------

    def read_cell(self, source: str) -> None:
        """Read the blocks of the cell."""
        last, disowned = 0, False
        before, self.bare = len(self.answers), []
        told, blocks = len(self.asides), list(blocks_of(source))
        for block in blocks:
            last = max(block.at, *(line.at for line in block.lines), 0) if block.lines else block.at
            if block.kind == "table":
                if not disowned:
                    self.read_table(block)
            elif not disowned:
                disowned = self.read_lines(block)
                continue
            disowned = False
        self.end_block()
        self.end_points(last)
        if len(self.answers) == before and sum(text.count("(") for _, text in self.bare) > 1:
            latest = self.latest
            self.add((UNNAMED_POINTS,), "\n".join(text for _, text in self.bare), self.bare[0][0])
            self.latest = latest
        names = {answer.name for answer in self.answers[before:]}
        if names.isdisjoint(self.vocabulary.names) and len(self.asides) == told:
            lines = (line for block in blocks if block.kind in ("text", "item", "formula") for line in block.lines)
            line = next((line for line in lines if self.may_answer(line)), None)
            if line is not None:
                text = line.text.translate(_DOLLARS)
                self.asides.append(Aside(name="", place=self.place_of(line.at), where="unread", text=text))

    def may_answer(self, line: Line) -> bool:
        """Tell whether a line asks for nothing and is mathematics, has the name of an item, or says what depends on what."""
        if asks_for_something(line.plain) or len(line.text) > _LONGEST_LINE:
            return False
        if any(len(name) > len("f_x") and name in self.vocabulary.names for name in re.findall(r"\w+", line.plain)):
            return True
        pieces = [piece for piece in read_line(line.text, self.vocabulary) if not isinstance(piece, Prose)]
        given = any(label.split("_")[-1] == self.vocabulary.function for piece in pieces for label in piece.labels)
        if any(isinstance(piece, Equation) and (piece.members or piece.sign or variables_in(piece.tree)) for piece in pieces):
            return not given
        words = re.findall(r"\w+", line.plain)
        is_set = bool(words) and set(words) <= {*self.vocabulary.variables}
        return is_set or any(claims(line.text)) or any(each in line.plain.casefold() for each in _DEPENDENCIES)

    def read_lines(self, block: Block) -> bool:
        """Read the lines of a block; says whether the next block is somebody else's by what this one says."""
        lines = block.lines
        if any(CODE in line.text for line in lines) and asks_for_something(" ".join(line.text for line in lines)):
            lines = tuple(replace(line, text=_without_equations_in_code(line.text)) for line in lines)
        for number, line in enumerate(lines):
            if disowns(line.plain):
                return number == len(lines) - 1 and disowns(line.plain, announces=True)
            if len(line.text) <= _LONGEST_LINE or block.kind == "formula":
                self.read_line(line, block)
        return False

    def read_line(self, line: Line, block: Block) -> None:
        """Try what a line may be, from the plainest on; what is none of it stands beside the answer above it."""
        heading = block.kind in ("heading", "term")
        if block.kind == "heading":
            self.section = line.plain.strip()
        if not any(sign.isalnum() or ord(sign) > 127 for sign in line.plain):
            return
        if self.read_task(line, block) or self.read_depending(line) or self.read_steps(line, block, heading=heading):
            return
        pieces = read_line(line.text, self.vocabulary)
        if heading and not any(isinstance(piece, Equation) and piece.labels and piece.sign == "=" for piece in pieces):
            name = identifier_of(line.text, self.vocabulary)
            if name is not None or not any(isinstance(piece, Equation) and piece.labels for piece in pieces):
                self.begin(self.labels_of(line.text, heading=True), line.at)
                return
        if self.read_coordinates(line, block, pieces):
            return
        pieces = tuple(self.with_name(piece) for piece in pieces)
        if any(map(_is_named, pieces)):
            self.read_equations(line, pieces)
        elif self.read_led(line, pieces):
            return
        elif self.pending and pieces and isinstance(pieces[0], Equation):
            self.block.append((line.at, pieces[0].written, line.text))
            self.beside.append(_shown(line.text[pieces[0].end :]))
        elif self.is_label(line):
            self.begin(self.labels_of(line.text), line.at)
        else:
            if any(isinstance(piece, Equation) and isinstance(piece.tree, Vector) for piece in pieces):
                self.bare.append((line.at, line.plain))
            self.note_unnamed(line, pieces)
            self.leave(f"\n{_with_bullet(line, block, pieces)}")

    def note_unnamed(self, line: Line, pieces: Sequence[Piece]) -> None:
        """Keep where a formula stands alone, with no name and no answer before it."""
        piece = pieces[0] if len(pieces) == 1 else None
        if isinstance(piece, Equation) and variables_in(piece.tree) and not (self.block or self.pending or self.latest):
            self.asides.append(Aside(name="", place=self.place_of(line.at), where="unnamed", text=_right_of(piece)))

    def begin(self, names: Names, line: int) -> None:
        """Let a label give its names to what comes next; `Answer:` keeps those that the label above it gave."""
        if names and self.pending and all(name in _ANSWERS for name in names):
            return
        self.depending = any(name.replace("_", " ") in _DEPENDENCIES for name in names)
        self.end_block()
        self.end_points(line)
        self.pending, self.latest = names, 0

    def is_label(self, line: Line) -> bool:
        """Tell whether a line is nothing but a label: all of it is bold or code, or it is a name that the exercises have."""
        text = line.plain.strip()
        if len(text) > _LONGEST_LABEL:
            return False
        if line.all_of or text.endswith((":", "：")):
            return True
        name = identifier_of(line.text, self.vocabulary)
        return name is not None and name in self.vocabulary.names

    def labels_of(self, text: str, *, heading: bool = False) -> Names:
        """Return the names that a label stands for: as a whole, by what follows its last comma, and by the code in it."""
        shown = text.strip().rstrip(":： =")
        names = [self.vocabulary.item_asking_for(self.quantity_in(shown)) or identifier_of(shown, self.vocabulary)]
        if not heading:
            tail = max(shown.rfind(sign) for sign in ",;:")
            names.append(identifier_of(shown[tail + 1 :].strip(), self.vocabulary))
        coded = shown.split(CODE)[1:]
        if len(coded) == 1 and (names[0] is None or len(shown.split()) > 1):
            names.append(identifier_of(coded[0].partition(CODE_END)[0], self.vocabulary))
        found = tuple(dict.fromkeys(self.in_english(name) for name in names if name))
        said = self.in_english(shown)
        return found or ((said,) if said != shown else ())

    def quantity_in(self, shown: str) -> str | None:
        """Return the quantity in a label, where items ask for any: `f(1, 2)`."""
        return said_in(shown, self.vocabulary.variables) if self.vocabulary.quantities else None

    # --- Equations --------------------------------------------------------------------------------

    def read_led(self, line: Line, pieces: Sequence[Piece]) -> bool:
        """Keep a formula behind words and a colon, where these are a name: `对x的偏导数：4x - 3y`."""
        if len(pieces) < 2 or not isinstance(pieces[0], Prose) or not isinstance(pieces[1], Equation):
            return False
        led = _without_marks(pieces[0].text)
        names = self.labels_of(led) if led.endswith((":", "：")) else ()
        if not names or offers(led):
            return False
        return self.keep(names, pieces[1], line, [], _shown(line.text[pieces[1].end :]))

    def read_equations(self, line: Line, pieces: Sequence[Piece]) -> None:  # noqa: PLR0912 - one branch a kind of piece
        """Keep the equations of a line, with what stands between them beside the one before, or the first one behind."""
        named = [piece for piece in pieces if _is_named(piece)]
        ahead = line.text[: named[0].start]
        says_again = self.latest and not self.pending and all(piece.labels and set(piece.labels) <= _ANSWERS for piece in named)
        another = self.latest and (offers(ahead) or (named[0].sign == ":" and any(map(offers, named[0].labels))))
        if says_again or another or _is_at_a_point(line.text.partition("=")[0]) or _computes(ahead):
            self.leave(f"\n{line.plain}")
            return
        names: Names = ()
        before = [_shown(ahead)]
        kept = False
        for number, piece in enumerate(named):
            last = number == len(named) - 1
            behind = _shown(line.text[piece.end : len(line.text) if last else named[number + 1].start])
            sign = line.text.find(piece.sign or ":", piece.start)
            whole = line.text[sign + 1 :]
            lists = tuple(name for name in piece.labels if name in _LISTS)
            if lists and listed_points(whole, self.vocabulary.variables):
                self.add(lists, _without_marks(whole), line.at, before)
                return
            if self.is_said_in_words(piece.labels) and not last and self.marks(named[number + 1 :]):
                self.keep(piece.labels, replace(piece, right=whole), line, before, "")
                return
            if piece.labels and not _right_of(piece) and not behind and not last:
                names = (*names, *piece.labels)  # `Slope: $D_u f = 2y$`
                continue
            if piece.goes_on and not piece.labels and self.open and not self.latest:
                kept |= self.keep(self.open, piece, line, before, behind)
                self.open = ()
            elif piece.goes_on and not piece.labels and not names and not self.pending and self.latest:
                self.go_on(piece)
                kept = True
            elif kept and self.gives_a_variable(piece, line.text[named[number - 1].end : piece.start]):
                self.leave(f"{WITHDRAWN}{_shown(line.text[piece.start : piece.end])}")
                continue
            elif piece.labels or names or (piece.goes_on and self.pending):
                if not kept and (withdraws(line.text[: piece.start]) or withdraws(" ".join(piece.labels))):
                    before = [f"{WITHDRAWN}{line.plain}"]
                own = (
                    self.head_noun(ahead if number == 0 else "", piece)
                    or tuple(dict.fromkeys((*names, *piece.labels)))
                    or self.pending
                )
                kept |= self.keep(own, piece, line, before, behind)
                names, before = (), []
            else:
                behind = f"{_shown(line.text[piece.start : piece.end])} {behind}"
            if kept:
                self.leave(behind)
            else:
                before.append(behind)
        if not kept and not self.pending:
            self.leave(f"\n{line.plain}")

    def with_name(self, piece: Piece) -> Piece:
        """Return an unread equation with the name on its left side, and one behind `so` and the like as one that goes on."""
        if not isinstance(piece, Prose) and piece.sign == "=" and piece.labels and _SO.issuperset(piece.labels):
            return replace(piece, labels=(), goes_on=True)
        if not isinstance(piece, Unread) or piece.labels or "=" not in piece.text:
            return piece
        left, _, right = piece.text.partition("=")
        name = identifier_of(_without_marks(left).strip(" &"), self.vocabulary)
        if name is None or name not in self.vocabulary.names:
            return piece
        return replace(piece, labels=(name,), text=right.strip(), right=right.strip(), sign="=")

    def head_noun(self, ahead: str, piece: Equation | Unread) -> Names:
        """Return the name at the head of a sentence with another behind it: `The slope in this direction is …`."""
        if piece.sign not in ("is", ":") or not ahead.strip():
            return ()
        words = (word.strip("*_`,.").lower() for word in ahead.split())
        found = [word for word in words if word in self.vocabulary.names and len(word) > 3]
        return (self.in_english(found[0]),) if found and piece.labels[:1] != (found[0],) else ()

    def gives_a_variable(self, piece: Equation | Unread, between: str) -> bool:
        """Tell whether an answer is said for one value of a variable alone: `…, where y = x`, `…, y = 2`."""
        variables = self.vocabulary.variables
        alone = bool(piece.labels) and all(label in variables for label in piece.labels)
        said = set(between.translate(_MARKS).lower().replace(",", " ").split())
        return alone and self.latest > 0 and self.answers[-1].name not in variables and said <= _RESTRICTING

    def marks(self, pieces: Sequence[Equation | Unread]) -> bool:
        """Tell whether pieces are variables with a yes or a no beside each: `x: yes, y: no`."""
        return all(label in self.vocabulary.variables for piece in pieces for label in piece.labels)

    def keep(self, names: Names, piece: Equation | Unread, line: Line, before: Sequence[str], behind: str) -> bool:
        """Keep one equation under its names; a name without anything behind its sign is a label."""
        whole = _without_marks(piece.right)
        names = tuple(map(self.in_english, self.with_dependence(names, whole)))
        symbols = [name for name in names if name.startswith(("nabla_", "grad_")) and name in self.vocabulary.names]
        if symbols and "gradient" in names and piece.sign == "=":
            names = tuple(name for name in names if name != "gradient")  # `The gradient is ∇f = …`: of whichever function
        if self.pending and all(name in _ANSWERS for name in names):
            names = self.pending
        if self.lists_variables(names, piece, before):
            names = tuple(f"{name}_depends_on" for name in names)
        right = whole if self.is_said_in_words(names) or self.begins_with_words(piece) else _right_of(piece)
        if not _is_written(right) or _is_definition(piece):
            if not whole and not behind:
                self.begin(names, line.at)
            said = _is_written(whole) and any(map(str.isdigit, whole)) and not asks_for_something(line.plain)
            for name in names if said and isinstance(piece, Unread) else ():
                place = self.place_of(line.at)
                self.asides.append(Aside(name=name, place=place, where="text", text=whole, why=piece.reason))  # type: ignore[union-attr]
            self.open = names
            return False
        if any(name in _LISTS for name in names) and self.lists_otherwise(line.text[: line.text.find(piece.sign, piece.start)]):
            before = [*before, f"{WITHDRAWN}{_shown(line.text[: piece.end])}"]
        ahead = [*before] if self.latest or self.block else [*self.beside, *before]
        beside: list[str] = []
        if isinstance(piece, Equation):
            self.points.add_labelled(piece, self.vocabulary.variables)
            beside = [*(f"= {side}" for side in piece.members), *(f"≈ {side}" for side in piece.about)]
            listed = [f"({label})" for label in piece.labels if ", " in label]
            beside += [f"= {label}" for label in listed if is_in_another_order(label, self.vocabulary.variables)]
        self.end_block()
        at = line.at + _lines_before(line.text, piece)
        kept = self.add(names, right, at, [*ahead, *beside], whole=whole)
        if kept:
            self.add_line(_behind_the_name(line.text, piece))
        return kept

    def begins_with_words(self, piece: Equation | Unread) -> bool:
        """Tell whether words or a sign stand between a name's equals sign and a formula: `f_x = the opposite of 4x - 3y`."""
        if not isinstance(piece, Unread) or piece.text or piece.sign != "=" or piece.right.startswith(_QUOTES):
            return False
        pieces = read_line(piece.right, self.vocabulary)
        return any(not isinstance(each, Prose) and not each.labels for each in pieces)

    def in_english(self, name: str) -> str:
        """Return the English noun for a name in another language, `gradient` for `gradiente` and `df_dx` for `对x的偏导数`."""
        if name in _NOUNS:
            return _NOUNS[name]
        if name.endswith("_prime") and name.removesuffix("_prime") in self.vocabulary.names:
            return name.removesuffix("_prime")
        if any(noun in name for noun in _UNSPACED_DERIVATIVES):
            found = [variable for variable in self.vocabulary.variables if variable in name and variable.isascii()]
            return f"d{self.vocabulary.function}_d{found[0]}" if len(found) == 1 else name
        return name

    def lists_variables(self, names: Names, piece: Equation | Unread, before: Sequence[str]) -> bool:
        """Tell whether what stands behind a derivative's name lists variables: on what it depends."""
        if any(name.endswith("_depends_on") for name in names) or self.vocabulary.size_of(names) != 1:
            return False
        whole = _without_marks(piece.right)
        words = {word.strip(":,.").lower() for piece in before for word in piece.split()}
        led = self.depending or bool(words & _DEPENDENCIES)
        if isinstance(piece, Equation) and piece.members and (self.vocabulary.quantities or not led):
            return False  # `f_xy = f_yx = 6xy^2`, `f_x = 2x - 3y = x`
        variable = whole.strip("$ ") in self.vocabulary.variables
        formula = isinstance(piece, Equation) and piece.written.strip() == whole.strip(" ,.;") and not variable
        if formula and not whole.lstrip("$\\ ").startswith("{"):
            return False  # `x + y`, `\\frac{y}{x}`
        if any(not _PARTS.isdisjoint(claim.subject.lower().split()[-2:]) for claim in claims(whole)):
            return False  # `only the middle term contains y, so …`: a reason
        goes_on = self.latest > 0 and self.answers[-1].name.endswith("_depends_on")
        return (led or not variable or goes_on) and self.names_variables(whole)

    def lists_otherwise(self, label: str) -> bool:
        """Tell whether the label of a list says that it goes another way: `steps (y, x)`, `steps in reverse`."""
        named = [name.strip() for name in label.partition("(")[2].partition(")")[0].split(",")]
        variables = self.vocabulary.variables
        swapped = set(named) <= set(variables) and not are_in_order(named, variables)
        return swapped or denies(label) or "before" in label.lower().split()

    def names_variables(self, text: str) -> bool:
        """Tell whether a text lists variables and nothing else."""
        try:
            return bool(read_names(text, self.vocabulary.variables))
        except Unreadable:
            return False

    def is_said_in_words(self, names: Names) -> bool:
        """Tell whether an answer under one of these names may be a sentence."""
        return any(name.endswith(("_depends_on", "_variables")) or name in _LISTS for name in names)

    def go_on(self, piece: Equation | Unread) -> None:
        """Let a line that begins with an equals sign take the place of the answer above."""
        right = _right_of(piece)
        if not _is_written(right):
            return
        beside = [*(f"= {side}" for side in piece.members)] if isinstance(piece, Equation) else []
        self.answers[-self.latest :] = [
            replace(answer, text=right, whole="", rest=(*answer.rest, f"= {answer.text}", *beside))
            for answer in self.answers[-self.latest :]
        ]

    def with_dependence(self, names: Names, right: str) -> Names:
        """Return the names with what `f_x = f_x(x, y)` says: a derivative as a function of these variables."""
        head, _, _ = right.partition("(")
        said = head.strip() and "=" not in head and right.rstrip().endswith(")") and "," in right
        name = identifier_of(head, self.vocabulary) if said else None
        return tuple(f"{each}_depends_on" if each == name else each for each in names)

    def read_coordinates(self, line: Line, block: Block, pieces: Sequence[Piece]) -> bool:
        """Keep what stands below the heading of a step, or in a numbered item of the steps."""
        number = self.points.current
        if number is None and block.mark[:-1].isdecimal() and any(name in ("steps", "descent_steps") for name in self.pending):
            number = int(block.mark[:-1])
            if not any(isinstance(piece, Equation) and piece.labels for piece in pieces):
                return False
        if number is None:
            return False
        found = self.points.add_said(number, pieces, self.vocabulary.variables)
        if not found:
            self.points.leave(line.plain)
        return found

    # --- Steps, tasks, tables, dependence ---------------------------------------------------------

    def read_steps(self, line: Line, block: Block, *, heading: bool) -> bool:
        """Read what a line says of numbered steps, or begin one that it names alone."""
        if not self.pending and self.points.add_listed(line.text, self.vocabulary.variables):
            return True
        alone = is_step(line.plain)
        if alone is not None and (heading or line.all_of or line.plain.rstrip().endswith((":", "："))
                                  or len(line.plain.split()) <= 3):  # fmt: skip
            self.end_block()
            if self.pending and "steps" not in self.pending:
                self.pending = ()
            self.points.current = alone
            self.latest = 0
            return True
        if heading:
            self.points.current = None
        found = list(mentions(line.text))
        counted = numbered_item(block.mark, line.text) if line is block.lines[0] else None
        if counted is not None and not found:
            found = [counted]
        if found and says_gradient(line.text[: found[0].start]):
            return False
        if not found or (
            leading_step(line.text) is None and counted is None and not any(sign in line.text for sign in ("(", "[", "\\begin"))
        ):
            return False
        kept = False
        for number, text in segments(line.text, found):
            said = read_line(text.lstrip(" :：.)-–—→>⇒|,、是は").rstrip(), self.vocabulary) if text.strip(" :.") else ()
            if self.points.add_said(number, said, self.vocabulary.variables):
                kept = True
                for piece in said:
                    if isinstance(piece, Prose):
                        self.points.leave(f"{WITHDRAWN}{piece.text}" if denies(piece.text) else piece.text)
        return kept

    def read_task(self, line: Line, block: Block) -> bool:
        """Read an item below a label: a ticked one is affirmed, another denied."""
        if block.ticked is None or not self.pending or not any(name.endswith("_depends_on") for name in self.pending):
            return False
        if block.ticked:
            self.block.append((line.at, line.plain, ""))
        return True

    def read_depending(self, line: Line) -> bool:
        """Keep `df/dx depends on x and y`, with what it depends on as it stands."""
        found = list(claims(line.text))
        if found and any(sign in line.text[: line.text.find(found[0].subject) + len(found[0].subject)] for sign in "=≈"):
            return self._read_with_pronoun(line, found[0])
        kept = False
        for claim in (part for each in found for part in self.parts_of(each)):
            if claim.weak and not self.names_variables(claim.names):
                continue
            bracketed = re.search(r"\(\W*(\w+)\W*\)", claim.subject)
            own = bracketed[1] if bracketed and bracketed[1] in self.vocabulary.names else None
            name = own or identifier_of(claim.subject, self.vocabulary)
            if name is None or name in _PRONOUNS:
                name = next((answer.name for answer in self.answers[-self.latest :] if self.latest), None)
                name = name or next(iter(self.pending), None)
            if name is None:
                if kept:
                    self.leave(claim.subject)
                continue
            name = _depending(name)
            if claim.names.strip():
                kept |= self.add((name,), claim.names, line.at, whole=claim.names)
            else:
                self.begin((name,), line.at)
                kept = True
        return kept

    def parts_of(self, claim: Claim) -> Iterator[Claim]:
        """Yield the claims in one whose verb is said once: `f_x depends on x and y, f_y on x`."""
        words = claim.names.replace(",", " , ").replace("、", " , ").split()
        subject, said = claim.subject, list[str]()
        for word in words:
            name = identifier_of(word, self.vocabulary) if len(word) > 2 else None
            if name is not None and name in self.vocabulary.names and name not in self.vocabulary.variables:
                while said and (said[-1] == "," or (said[-1].lower() in _JOINING and said[-1] not in self.vocabulary.variables)):
                    said.pop()
                yield replace(claim, subject=subject, names=" ".join(said))
                subject, said = word, []
            else:
                said.append(word)
        yield replace(claim, subject=subject, names=" ".join(said)) if subject != claim.subject else claim

    def _read_with_pronoun(self, line: Line, claim: Claim) -> bool:
        """Read `df_dx = 4x - 3y, which depends on x and y`: an equation, and what is said of it."""
        end = line.text.find(claim.subject) + len(claim.subject)
        cut = max(line.text.rfind(sign, 0, end) for sign in ",.;:(，。")
        tail = line.text[cut + 1 : end].strip().lower()
        if cut < 0 or (tail and tail not in _PRONOUNS and identifier_of(tail, self.vocabulary) is None):
            cut = end
        head = line.text[:cut]
        pieces = read_line(head, self.vocabulary)
        if not any(map(_is_named, pieces)):
            return False
        self.read_equations(replace(line, text=head), pieces)
        subject = "" if cut == end else line.text[cut + 1 : end].strip()
        behind = f"{subject or 'it'} {line.text[end:].strip(' )')}"
        return self.read_depending(replace(line, text=behind)) or True

    def written(self, line: int) -> str:
        """Return a line of the cell as it is written."""
        lines = self.cell.source.split("\n", line + 1)
        return lines[line] if line < len(lines) else ""

    def read_table(self, table: Block) -> None:
        """Read a table: it belongs to the label before it as a whole; a row or column of label and value is an answer too."""
        names = self.pending
        if not names and lists_steps(table.rows):
            names = ("steps",)
        self.end_block()
        heads = {word for cell in table.rows[0] for word in cell.plain.replace("$", " ").replace("*", " ").split()}
        if not names and len(heads.intersection(self.vocabulary.variables)) > 1:
            self.add((UNNAMED_POINTS,), as_text(table), table.at)
        whole = components_of(table, self.vocabulary.variables) or as_text(table, self.written(table.at + 1))
        self.add(names, whole, table.at, self.beside)
        self.pending = ()
        depending = depending_columns(table.rows[0])
        asked = [] if any(True for _ in yes_and_no(table.rows, self.vocabulary.variables)) else depending
        for row in table.rows[1:]:
            for column in asked:
                name = identifier_of(row[0].text, self.vocabulary) if column < len(row) else None
                if name is not None:
                    self.add((_depending(name),), row[column].plain, row[0].at)
        for label, said in yes_and_no(table.rows, self.vocabulary.variables):
            name = identifier_of(label.text, self.vocabulary)
            if name is not None:
                self.add((_depending(name),), said, label.at, whole=said)
                depending = [*range(len(table.rows[0]))]
        for label, cell in pairs_of(table, depending):
            if label.plain.strip().isdigit():
                continue
            pieces = read_line(cell.text, self.vocabulary)
            named = self.labels_of(label.text)
            first = next((number for number, piece in enumerate(pieces) if isinstance(piece, Equation)), None)
            if named and first is not None:
                piece = pieces[first]
                assert isinstance(piece, Equation)
                others = [_text_of(other) for number, other in enumerate(pieces) if number != first]
                self.add(named, piece.written, label.at, [*others, *(f"= {side}" for side in piece.members)], whole=cell.plain)
            elif named and pieces and not all(isinstance(piece, Prose) for piece in pieces):
                self.add(named, cell.plain, label.at, whole=cell.plain)


# Words before an equals sign that say no more than it: `first $-3xy$, hence $= -3x$`.
_SO = frozenset("so thus hence therefore then consequently also daher somit folglich dann donc luego quindi dunque".split())
# What a part of a function is called, of which a reason says that it contains a variable.
_PARTS = frozenset("term terms summand summands part parts terme summanden teil glied termes término términos termine".split())


def _is_named(piece: Piece) -> TypeGuard[Equation | Unread]:
    """Tell whether a piece is an equation with a name, or goes on with one."""
    if isinstance(piece, Prose) or piece.sign in _RELATIONS:
        return False
    return bool(piece.sign and piece.labels) or piece.goes_on or bool(piece.labels and isinstance(piece, Equation))


def _depending(name: str) -> str:
    """Return what is asked on what a derivative depends, by its own name."""
    return name if name.endswith("_depends_on") else f"{name}_depends_on"


def _is_at_a_point(ahead: str) -> bool:
    """Tell whether what follows is said at one point: `At (1, 1, 1): f_x = 1`."""
    words = ahead.translate(_MARKS).lower().split()
    inside = ahead.partition("(")[2].partition(")")[0]
    return bool(words) and words[0].strip(":") in AT and "," in inside and any(map(str.isdigit, inside))


def _computes(ahead: str) -> bool:
    """Tell whether what stands before a name computes with it: `-f_x = …`, `2 f_x = …`, `1/f_x = …`."""
    bare = ahead.rstrip(" \x02\x04$`")
    if not bare:
        return False
    hugs = bare == ahead.rstrip("\x02\x04$`")
    return bare[-1] in "/*^·+" or (bare[-1] in "-−" and hugs) or bare.strip().isdecimal()


def _right_of(piece: Equation | Unread) -> str:
    """Return the text of a piece that may be an answer."""
    return piece.written if isinstance(piece, Equation) else _without_marks(piece.text)


def _without_marks(text: str) -> str:
    return text.translate(_MARKS).strip()


def _shown(text: str) -> str:
    """Return what stands between equations, empty where it is punctuation alone."""
    plain = text.translate(_MARKS)
    return plain if plain.strip(" \t\n,;.&$`*\\") else ""


def _behind_the_name(text: str, piece: Equation | Unread) -> str:
    """Return the rest of a line from behind the sign of a name on; empty where the piece's right side is all of it."""
    sign = re.search(r"[:：=≈]", text[piece.start :])
    is_first = piece.sign in (":", "=", "≈") or len(piece.labels) > 1  # of several names: `gradient: ∂f/∂x is 4y`
    at = piece.start + sign.end() if sign and is_first else text.find(_right_of(piece), piece.start)
    behind = text[max(at, piece.start) :].strip()
    return behind if _without_marks(behind).rstrip(" .,;") != _right_of(piece) else ""


def _is_definition(piece: Equation | Unread) -> bool:
    """Tell whether a side that cannot be read says what a derivative is, or leaves something out, and is no answer."""
    return isinstance(piece, Unread) and any(sign in _right_of(piece) for sign in _UNKNOWN)


def _is_written(text: str) -> bool:
    """Tell whether somebody wrote something there, and not a template."""
    return bool(text.strip()) and not is_placeholder_text(text) and not placeholder_mark(text)


def _text_of(piece: Piece) -> str:
    """Return a piece as it stands."""
    if isinstance(piece, Prose):
        return piece.text
    sides = [*piece.members, piece.right or piece.written] if isinstance(piece, Equation) else [piece.right or piece.text]
    return " = ".join(side for side in (*piece.labels, *sides) if side)


def _numbers_in(text: str) -> set[str]:
    """Return the numbers in a text, and its points as they stand; the number in a name is none."""
    plain = "".join(text.split()).replace("|", ",")
    return {*re.findall(r"(?<![\w.{])-?\d+(?:\.\d+)?", plain), *re.findall(r"\(-?[\d.][^()]*\)", plain)}


def _with_rest(answer: TextAnswer, piece: str) -> TextAnswer:
    """Return the answer with one more piece beside it, as long as somebody would still read it as part of the answer."""
    long = sum(map(len, answer.rest)) > _MOST_BESIDE
    return answer if long or not piece.strip() else replace(answer, rest=(*answer.rest, piece))


def _with_bullet(line: Line, block: Block, pieces: Sequence[Piece]) -> str:
    """Return the line with its bullet, if that may be the sign of a term: `+ 5z`."""
    bulleted = block.mark in ("-", "+", "*") and bool(pieces) and not isinstance(pieces[0], Prose) and line is block.lines[0]
    return f"{block.mark} {line.plain}" if bulleted else line.plain


def _without_equations_in_code(text: str) -> str:
    """Return a line without the code that a paragraph asks for: `Define steps: steps = [(x1, y1), …]` is no answer."""
    first, *coded = text.split(CODE)
    kept = [first]
    for piece in coded:
        code, _, behind = piece.partition(CODE_END)
        kept.append(behind if "=" in code else f"{CODE}{code}{CODE_END}{behind}")
    return "".join(kept)


def _lines_before(text: str, piece: Equation | Unread) -> int:
    """Return how many lines of a displayed formula stand before the value of a piece."""
    if "\n" not in text:
        return 0
    written = text.rfind(piece.written, piece.start, piece.end) if isinstance(piece, Equation) else piece.start
    return text.count("\n", 0, max(written, piece.start))
