r"""Splits a line of text into equations, prose and mathematics that cannot be read.

Prose is what is left when everything that can be mathematics has been read. Knows nothing of documents: a line is one
paragraph, cell or item, with `$…$` (or `\x02…\x03`) around what is TeX and `\x04…\x05` around what is code.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from grader.algebra.functions import FUNCTIONS
from grader.algebra.tree import Expression, Vector
from grader.notation.commas import settled
from grader.notation.grammar import STARTS
from grader.notation.labels import LEADING, Label, Labels, derivative_in_words, enumerated, identifier_of, in_words
from grader.notation.languages import AND, IS
from grader.notation.lexer import Lexer
from grader.notation.said_quantities import said
from grader.notation.sides import Part, is_of_sentence, is_trivial
from grader.notation.signs import DASHES
from grader.notation.tokens import MAX_CHARACTERS, Token, Unreadable, unreadable
from grader.notation.vocabulary import Vocabulary, Words, words_of

__all__ = ["Equation", "Piece", "Prose", "Unread", "identifier_of", "is_in_another_order", "place_of", "read_line"]

_USUAL = ("x", "y", "z", "t", "w", "q")  # the variables where no exercise is known; no letter that is a word somewhere
_MOST_CHARACTERS = 200_000  # of a line; what is longer is no text of a person
_OF_FORMULAS = frozenset(("number", "variable", "function", "op", "unit", "bad", "constant"))
"""Kinds of tokens that a formula has and a sentence has not."""
_SEPARATING = " \t\r\n,;.:$|&`\\*=\x02\x03\x04\x05，、；。："  # what says nothing between two pieces
_UNBRACKETED = frozenset(("lg", "lb", "cbrt"))  # shorthands that stand without brackets on paper
_TOKENS_A_SIGN = 5  # `½` is five tokens: no line has too many parts
_FAR = 16  # tokens between a point and the name of a value there
_COMPUTING = frozenset(("*", "·", "/", "^", "°", "_", "over", "!"))  # operators that have something before them
_MOST_OF_QUANTITY = 60  # tokens left of a sign; `\nabla f(2, 1) \cdot \frac{v}{|v|}` has thirty
_MOST_WORDS = 8  # before a sign that may be its name
_UNSPACED_IS = sorted((word for word in IS if not word.isascii() and ord(word[0]) > 0x2E80), key=len, reverse=True)
"""Words for "is" in scripts without blanks, which begin where the radicals of Chinese do."""
_MOST_OF_IS = max(len(phrase.split()) for phrase in IS)  # words of the longest sign in words


@dataclass(frozen=True, kw_only=True, slots=True)
class Equation:
    """A formula with the names that it is said to be.

    `written` is the side that was read, the last exact one; `members` are the sides before it and `about` the rounded
    repetitions behind it, as they are written. `right` is all of the text from behind the first sign to the next equation:
    for answers that are no formulas. `sign` is `=`, `:`, `≈`, `is` or nothing; `goes_on` where the line begins with it.
    """

    labels: tuple[str, ...]
    tree: Expression
    start: int
    end: int
    written: str
    right: str
    members: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    sign: str = ""
    goes_on: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Prose:
    """Text that is no mathematics."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Unread:
    """A side of an equation, or mathematics alone, that cannot be read; `at` is the place in the line.

    With labels and an empty `text` there is a name and nothing behind its sign (`f_x =`), or prose alone (`right`).
    """

    labels: tuple[str, ...]
    text: str
    start: int
    end: int
    reason: str
    at: int | None
    right: str = ""
    sign: str = ""
    goes_on: bool = False


Piece = Equation | Prose | Unread


def read_line(text: str, vocabulary: Vocabulary) -> tuple[Piece, ...]:
    """Return the pieces of a line in order; together their spans are the whole line but for blanks and signs between."""
    if not text.strip():
        return ()
    try:
        if len(text) > _MOST_CHARACTERS:
            raise unreadable("too_long", count=len(text))
        usual = vocabulary if vocabulary.variables else replace(vocabulary, variables=_USUAL)
        return _Line(text, words_of(usual)).pieces()
    except Unreadable as problem:
        return (Unread(labels=(), text=text, start=0, end=len(text), reason=problem.reason, at=problem.position, right=text),)


def vector_of(equations: Sequence[Equation], vocabulary: Vocabulary) -> Vector | None:
    """Return the vector whose components some equations give, in the order of their labels; None where they do not.

    `f_x = 4y, f_y = 4x`, `x = 0.4, y = 1.9` and `u_1 = 3/5, u_2 = 4/5` are vectors.
    """
    variables = vocabulary.variables
    places: dict[int, Expression] = {}
    kinds = set[str]()
    for equation in equations:
        found = next((place for name in equation.labels if (place := place_of(name, variables)) is not None), None)
        if found is None or found[1] in places:
            return None
        kinds.add(found[0])
        places[found[1]] = equation.tree
    whole = len(places) > 1 and set(places) == set(range(len(places))) and len(kinds) == 1
    if not whole or any(isinstance(tree, Vector) for tree in places.values()):
        return None
    return Vector(tuple(places[place] for place in range(len(places)))) if len(places) == max(len(variables), 2) else None


def place_of(name: str, variables: tuple[str, ...]) -> tuple[str, int] | None:
    """Return what a label is a component of, and which one: `df_dx` and `f_x` are the first of f."""
    if name in variables:
        return "", variables.index(name)
    head, line, index = name.partition("_")
    if not line:
        return None
    head = head[1:] if head[:1] == "d" and index[:1] == "d" and len(head) > 1 else head
    index = index[1:] if index[:1] == "d" and index[1:] in variables else index
    if index in variables:
        return head, variables.index(index)
    return (head, int(index) - 1) if index in {"1", "2", "3"} else None


def is_in_another_order(side: str, variables: tuple[str, ...]) -> bool:
    """Tell whether a side lists names of components in another order than the variables have: `(f_y, f_x)`, `(y, x)`."""
    words = words_of(Vocabulary(variables=variables))
    try:
        tokens = Lexer(side, words).tokens()
    except Unreadable:
        return False
    label = Labels(tokens, side, words).at(0)
    if label is None or label.shape != "tuple" or not label.names:
        return False
    found = [place_of(name, variables) for name in label.names[0].split(", ")]
    places = [place[1] for place in found if place is not None]
    return len(places) == len(found) and places != sorted(places)


@dataclass(frozen=True, slots=True)
class _Head:
    """The names and the sign with which an equation begins: tokens from `start` to before `end`."""

    labels: tuple[str, ...]
    start: int
    end: int
    sign: str


class _Line:
    """One line, cut into tokens."""

    def __init__(self, text: str, words: Words) -> None:
        self.text = text
        self.words = words
        self.lexer = Lexer(text, words, most=_TOKENS_A_SIGN * len(text) + 1)
        self.tokens = _without_boxes(_with_signs_apart(with_words(self.lexer.tokens(), text)))
        self.line = Part(self.tokens, text, words)
        self.found: list[Piece] = []
        self.opened = False

    def pieces(self) -> tuple[Piece, ...]:
        """Return the equations of the line and what is around them."""
        heads = self._heads()
        begin = enumerated(self.tokens)
        self._prose(0, begin, self.line)
        first = heads[0].start if heads else len(self.tokens) - 1
        self._scan(self._slice(max(begin, 0), first), 0)
        for index, head in enumerate(heads):
            self._headed(head, heads[index + 1].start if index + 1 < len(heads) else len(self.tokens) - 1)
        return tuple(self.found)

    def _slice(self, start: int, end: int, size: int | None = None) -> Part:
        """Return the tokens of a part of the line, an `end` last."""
        at = self.tokens[end].start
        tokens = settled([*self.tokens[start:end], Token("end", "", at, at, True)], self.lexer, size)
        return Part(tokens, self.text, self.words)

    # --- Where equations begin -------------------------------------------------------------------

    def _heads(self) -> list[_Head]:
        """Return where a name and a sign stand: there an equation begins, whatever stands before it."""
        heads: list[_Head] = []
        asked = self.words.vocabulary.quantities
        for label in self._with_labels(list(self._quantities())) if asked else self.line.labels.all():
            if isinstance(label, Label) and heads and self._is_factor(heads[-1].end, label.start):
                continue
            head = label if isinstance(label, _Head) else self._head(label, first=not heads)
            if head is None:
                continue
            if any(set(head.labels) & set(earlier.labels) for earlier in heads) and self._is_at_a_point(head.start):
                head = replace(head, labels=())  # `f_x = 4x. At (1, 1): f_x = 4`
            if heads and heads[-1].end == head.start:  # `Slope: D_u f = …` has two names
                last = heads[-1]
                more = (name for name in head.labels if name not in last.labels)
                head = _Head((*last.labels, *more), last.start, head.end, head.sign)
                heads.pop()
            heads.append(head)
        return self._with_reasons_apart(heads)

    def _with_reasons_apart(self, heads: list[_Head]) -> list[_Head]:
        """Return the heads, a name above a reason being that of the equation behind it: `delta_h: h'' = 8, so δ = 1/8`."""
        known = self.words.vocabulary.names
        for at, head in enumerate(heads):
            name, *others = head.labels or ("",)
            spelt = {name, name.partition("_")[0]}
            later = [k for k in range(at + 1, len(heads)) if spelt & {*heads[k].labels}]
            if name in known and others and not any(other in known for other in others) and later:
                heads[at] = replace(head, labels=tuple(others))
                labels = dict.fromkeys((name, *heads[later[-1]].labels))
                heads[later[-1]] = replace(heads[later[-1]], labels=tuple(labels))
        return heads

    def _with_labels(self, quantities: list[_Head]) -> list[_Head | Label]:
        """Return the heads that are quantities and the labels outside of them, from left to right."""
        labels = self.line.labels.all()
        taken = [*((head.start, head.end) for head in quantities), *self._computed_sides()]
        apart = [each for each in labels if not any(start <= each.start < end for start, end in taken)]
        return sorted([*quantities, *apart], key=lambda each: each.start)

    def _computed_sides(self) -> Iterator[tuple[int, int]]:
        """Yield the members of chains that compute with quantities; in `= f_x(P) + f_y(P) =` the last name is no label."""
        signs = [at for at, token in enumerate(self.tokens) if token.is_op("=≈")]
        for before, after in pairwise(signs):
            found = said(self.tokens[before + 1 : after], self.words)
            if found is not None and found.startswith("("):
                yield before + 1, after

    def _quantities(self) -> Iterator[_Head]:
        """Yield the beginnings of equations whose left sides are quantities that items ask for: `f(1, 2) =`."""
        vocabulary, last = self.words.vocabulary, 0
        for at in range(1, len(self.tokens) - 1):
            sign, end = self._sign(at)
            if sign not in {"=", "≈", ":", "is"}:
                continue
            for start in range(max(last, at - _MOST_OF_QUANTITY), at):
                before = self.tokens[start - 1] if start else None
                chained = before is not None and before.is_op("=≈")
                if chained or not (self._begins(start) or self._is_separated(start)):
                    continue
                name = vocabulary.item_asking_for(said(self.tokens[start:at], self.words))
                if name is not None:
                    yield _Head((name,), start, end, sign)
                    last = end
                    break

    def _head(self, label: Label, *, first: bool) -> _Head | None:
        """Return the beginning of an equation where a label is one."""
        names, start = label.names, label.start
        sign, end = self._sign(label.end)
        spoken = self._spoken(label) if label.shape == "name" and (sign or not names) else None
        if spoken is not None:
            names, start = spoken
        known = any(name in self.words.vocabulary.names for name in names)
        if not known and sign in {"=", "≈", ":"} and self.tokens[label.end - 1].kind == "word" and label.shape == "name":
            names = (*names, *self._several_words(label))
        if not sign:
            return self._unsigned(label, names, start) if known else None
        before = self.tokens[start - 1] if start else None
        if before is not None and before.is_op("=≈") and not (known and self._is_arrow(before)):
            return None  # a member of a chain
        if sign not in {"=", "≈", ":"} and not (known or self._is_said_of(label, names, end)):
            return None
        if sign == ":" and not known and not self._begins(start):
            return None
        if sign == "is" and before is not None and before.is_op("-") and not before.gap and not self.tokens[start].gap:
            return None  # `the z-direction is a constant`
        variable = not known and self.tokens[label.end - 1].kind in {"variable", "unit", "constant"} and label.shape == "name"
        if not self._begins(start) and (variable or not (known or self._is_separated(start))):
            return None
        if self._is_part_of_side(start, first=first):
            return _Head((), start, end, sign)
        said, starts = self._words_before(start, frozenset(("word",)))
        found = in_words(said, self.words.vocabulary.names)
        start, more = (starts[-found[0]], (found[1],)) if found else (start, ())
        return _Head((*more, *(name for name in names if name not in more)), start, end, sign)

    def _is_part_of_side(self, start: int, *, first: bool) -> bool:
        """Tell whether a name is only a part of what stands left of the sign: `-f_x = …`, `2 f_x = …`."""
        before = self.tokens[start - 1] if start else None
        if before is None:
            return False
        if before.is_op("+-*·/^"):
            return not self.tokens[start].gap or (first and before.value != "-")
        return first and before.kind in {"number", "variable", "function", "constant"} and self.line.first_word >= start

    def _is_factor(self, begin: int, start: int) -> bool:
        """Tell whether a name is the second factor of a side that begins with another name: `gradient · u_hat = …`."""
        before, name = self.tokens[start - 1], self.line.labels.at(begin)
        return before.is_op("*·") and name is not None and name.end == start - 1

    def _is_arrow(self, token: Token) -> bool:
        """Tell whether a sign says that something follows, and is no equals sign."""
        return not self.text[token.start : token.end].strip(":").startswith("=") or self.text[token.start : token.end] == "=>"

    def _is_said_of(self, label: Label, names: tuple[str, ...], end: int) -> bool:
        """Tell whether a formula stands behind "is", where no names are known or the name is written as mathematics."""
        if label.shape == "mathematical":
            return True
        unknown = not self.words.vocabulary.names and not any(name in self.words.variables for name in names)
        return unknown and self.tokens[end].kind in STARTS and not any(name in LEADING for name in names)

    def _is_at_a_point(self, start: int) -> bool:
        """Tell whether a point of numbers stands before a name, in the same sentence."""
        for at in range(start - 1, max(-1, start - _FAR), -1):
            token = self.tokens[at]
            if token.value in {".", "\n", "=", "≈"}:
                return False
            if token.kind == "close" and token.value == "(":
                opening = next((place for place in range(at - 1, max(-1, at - _FAR), -1) if self.tokens[place].kind == "open"), at)
                inner = self.tokens[opening + 1 : at]
                return any(each.value == "," for each in inner) and all(each.kind in {"number", "op"} for each in inner)
        return False

    def _sign(self, at: int) -> tuple[str, int]:
        """Return the sign at a token and its end; empty for none."""
        token = self.tokens[at]
        if token.is_op("=≈"):
            return str(token.value), at + 1
        if token.kind == "sign" and token.value == ":":
            after = self.tokens[at + 1]
            return ("=", at + 2) if after.value == "=" else (":", at + 1)
        if token.kind == "sign" and token.value in {"≠", "≤", "≥"}:
            return str(token.value), at + 1
        if token.kind == "sign" and token.value in {"→", "⟶"} and self.tokens[at + 1].kind != "end":
            return "→", at + 1
        spoken: list[str] = []
        best = 0
        for later in self.tokens[at : at + _MOST_OF_IS]:
            if later.kind != "word":
                break
            spoken.append(str(later.value).lower())
            if " ".join(spoken) in IS:
                best = len(spoken)
        return ("is", at + best) if best else ("", at)

    def _begins(self, start: int) -> bool:
        """Tell whether nothing of a formula stands before a token."""
        before = self.tokens[start - 1] if start else None
        return before is None or before.kind in {"word", "sign"} or before.is_op(",;|=")

    def _is_separated(self, start: int) -> bool:
        """Tell whether a bracket or a mark parts a token from what is before it."""
        before = self.tokens[start - 1]
        return before.kind == "close" and self.tokens[start].gap > 0

    def _unsigned(self, label: Label, names: tuple[str, ...], start: int) -> _Head | None:
        """Return the beginning of `df_dx 4x - 3y`: a name of the exercise, and its formula without any sign."""
        token = self.tokens[label.end]
        if start or any(name in self.words.variables for name in names) or not token.gap:
            return None
        negative = token.is_op("-") and not self.tokens[label.end + 1].gap
        if token.kind not in STARTS and not negative:
            return None
        return _Head(names, start, label.end, "")

    def _spoken(self, label: Label) -> tuple[tuple[str, ...], int] | None:
        """Return the name made up by the words up to a label, and its beginning."""
        said, starts = self._words_before(label.end, frozenset(("word", "variable", "constant")))
        found = derivative_in_words(said, self.words) or in_words(said, self.words.vocabulary.names)
        if found is not None:
            return (found[1],), starts[-found[0]]
        unspaced = bool(said) and starts[-1] < label.start and not said[-1].isascii()
        return ((said[-1],), starts[-1]) if unspaced else None

    def _several_words(self, label: Label) -> tuple[str, ...]:
        """Return the name that a label has together with the words right before it: `learning rate`."""
        at = label.start
        while at > 0 and label.start - at < 2 and self.tokens[at - 1].kind == "word" and len(str(self.tokens[at - 1].value)) > 1:
            at -= 1
        said = [str(token.value).lower() for token in self.tokens[at : label.end]]
        while said and said[0] in LEADING:
            del said[0]
        return ("_".join(said),) if len(said) > 1 and all(word.isidentifier() for word in said) else ()

    def _words_before(self, at: int, kinds: frozenset[str]) -> tuple[list[str], list[int]]:
        """Return the words before a token, with their beginnings; letters without a blank between them are one."""
        said: list[str] = []
        starts: list[int] = []
        while at > 0 and self.tokens[at - 1].kind in kinds and len(said) < _MOST_WORDS:
            at -= 1
            token, after = self.tokens[at], self.tokens[at + 1]
            written = self.text[token.start : token.end]
            if said and not after.gap and token.end == after.start:
                said[0], starts[0] = written + said[0], at
            else:
                said.insert(0, written)
                starts.insert(0, at)
        return said, starts

    def _says_a_quantity(self, tokens: Sequence[Token], at: int) -> bool:
        """Tell whether a member of a chain is a quantity such as items ask for, however it is written."""
        ends = [place for place in range(at, len(tokens)) if tokens[place].is_op("=≈")]
        return bool(self.words.vocabulary.quantities and ends) and said(tokens[at : ends[0]], self.words) is not None

    # --- Equations -------------------------------------------------------------------------------

    def _headed(self, head: _Head, after: int) -> None:
        """Add the equation that begins with a head, and what stands behind it up to the next."""
        size = self.words.vocabulary.size_of(head.labels)
        begin = self.tokens[head.end].start
        right = self.line.written(begin, self.tokens[after].start)
        last = self.tokens[after]
        try:
            end = self._without_conjunction(head.end, after)
        except Unreadable as problem:
            self._unread(head, right, begin, last.start, problem)
            return
        end = self._without_separators(head.end, end)
        part = self._slice(head.end, end, size)
        tokens = part.tokens
        place = 0
        while tokens[place].kind == "sign" and tokens[place].value in {"\n", ":", "?"}:
            place += 1
        if any(token.value == "?" for token in tokens[:place]):
            self.found.append(Prose(text="?", start=tokens[0].start, end=tokens[0].end))
        spoken = tokens[place].kind in {"word", "sign"} and part.labels.at(place) is None
        if tokens[place].kind == "end" or (spoken and not self._says_a_quantity(tokens, place)):
            self._unread(head, right, begin, begin, None)
            self._scan(part, place)
            return
        if head.sign in {"≠", "≤", "≥"}:
            nameless = replace(head, labels=())  # what a name is not
            self._unread(nameless, right, begin, last.start, unreadable("foreign_sign", begin, sign=head.sign))
            return
        if len(right) > MAX_CHARACTERS:
            self._unread(head, right, begin, last.start, unreadable("too_long", begin, count=len(right)))
            return
        place = self._equation(part, place, head, right)
        self._scan(part, place)
        self._prose(end, after, self.line)

    def _without_conjunction(self, start: int, end: int) -> int:
        """Return where an equation ends before another whose last letter may be a word for "and": `4y y f_y = …`.

        Raises Unreadable where the letter may as well be a factor.
        """
        if end == len(self.tokens) - 1 or end - start < 2:
            return end
        last, before = self.tokens[end - 1], self.tokens[end - 2]
        written = self.text[last.start : last.end]
        letter = written.lower() in AND and last.kind in {"variable", "constant", "unit"}
        if not (letter and last.gap and self.tokens[end].gap):
            return end
        if self.tokens[end].start - last.end > 1 or before.kind not in {"number", "variable", "constant", "close"}:
            return end
        operands = self.tokens[start : end - 1]
        beside = [
            later.gap for earlier, later in pairwise(operands)
            if earlier.kind in {"number", "variable", "close"} and later.kind in {"variable", "function", "open", "constant"}
        ]  # fmt: skip
        if beside and not any(beside):
            return end - 1
        whole = self.line.written(operands[0].start, last.end)
        first = self.line.written(operands[0].start, before.end)
        raise unreadable(
            "two_readings", last.start, text=f"“{whole}”", one=f"“{whole}”, a product,", other=f"“{first}” and another equation"
        )

    def _without_separators(self, start: int, end: int) -> int:
        """Return where the tokens end without what parts them from the next equation."""
        while end > start + 1 and end < len(self.tokens) - 1:
            last, before = self.tokens[end - 1], self.tokens[end - 2]
            if last.is_op("=") and self._is_arrow(last):
                end -= 1
                continue
            if last.kind == "word" and (str(last.value) in AND or (str(last.value)[1:] and str(last.value).lower() in AND)):
                end -= 1
                continue
            if (numbered := self._equation_number(end)) < end and numbered > start:
                end = numbered
                continue
            if last.value == "|" and before.value == "|" and last.start == before.end and before.gap:
                end -= 2
                continue
            bars = last.value == "|" and sum(token.value == "|" and token.kind == "op" for token in self.tokens[start:end]) % 2
            stroke = last.value in {"/", "·", "*"} or self.text[last.start : last.end] in DASHES
            if not (last.kind == "op" and (last.value in {",", ";"} or bars or (stroke and last.gap and self.tokens[end].gap))):
                break
            end -= 1
        return end

    def _equation_number(self, end: int) -> int:
        """Return the beginning of an equation's number before a token: `(2)`, `[2]`, `2)`; the same place for none."""
        if end < 2 or self.tokens[end - 1].kind != "close" or self.tokens[end - 2].kind not in {"number", "variable", "word"}:
            return end
        if self.tokens[end - 2].end - self.tokens[end - 2].start > 2:
            return end
        opening = self.tokens[end - 3] if end > 2 else None
        if opening is not None and opening.kind == "open" and opening.value in {"(", "["}:
            return end - 3 if opening.gap and self.tokens[end - 2].kind == "number" else end
        apart = self.tokens[end - 2].gap and self.tokens[end - 2].kind == "number"
        closes = apart and any(self.line.parser.closing(at) == end - 1 for at in range(end))  # the point `(0.4 | 1)`
        return end - 2 if apart and not closes else end

    def _equation(self, part: Part, at: int, head: _Head | None, right: str) -> int:
        """Add the equation from a token on, read or not, and return its end."""
        labels, sign = (head.labels, head.sign) if head else ((), "")
        size = self.words.vocabulary.size_of(labels) if head else None
        chain = part.chain(at, labels, sign, size=size, opened=self.opened)
        begin = self.tokens[head.start].start if head else part.tokens[at].start
        if chain.problem is not None:
            end = _end_of_mathematics(part.tokens, max(chain.end, at))
            text = part.written(part.tokens[at].start, part.tokens[end].start)
            self.found.append(
                Unread(
                    labels=tuple(chain.labels), text=text, start=begin, end=part.end_of(end), reason=chain.problem.reason,
                    at=chain.problem.position, right=right or text, sign=sign,
                )
            )  # fmt: skip
            return end
        sides = [part.written(part.tokens[side.start].start, part.end_of(side.end)) for side in chain.trees]
        self.found.append(
            Equation(
                labels=tuple(chain.labels), tree=chain.trees[-1].tree, start=begin, end=part.end_of(chain.end),
                written=sides[-1], right=right or sides[-1], members=(*chain.members, *sides[:-1]), about=tuple(chain.about),
                sign=chain.sign,
            )
        )  # fmt: skip
        return chain.end

    def _unread(self, head: _Head, right: str, start: int, end: int, problem: Unreadable | None) -> None:
        """Add a name with nothing behind its sign that is a formula."""
        text = self.line.written(start, end)
        self.found.append(
            Unread(
                labels=head.labels, text=text, start=self.tokens[head.start].start, end=max(end, start),
                reason=problem.reason if problem else unreadable("after_equals").reason,
                at=problem.position if problem else start, right=right, sign=head.sign,
            )
        )  # fmt: skip

    # --- Prose -----------------------------------------------------------------------------------

    def _scan(self, part: Part, at: int) -> None:
        """Add what a part of the line without a name holds: formulas, mathematics that is not read, and prose."""
        tokens = part.tokens
        begin = at
        goes_on = False
        while tokens[at].kind != "end":
            token = tokens[at]
            if token.is_op("=≈") and at == begin:
                goes_on = not self.found
                at += 1
                continue
            if not self._may_start(part, at):
                self._note(token)
                at += 1
                continue
            before = len(self.found)
            end = self._equation(part, at, None, "")
            piece = self.found.pop()
            if isinstance(piece, Equation) and self._is_left_of_more(part, at, begin):
                at -= 1
                piece = self._hanging(part, at, end)
            elif isinstance(piece, Equation) and self._hangs(tokens, at, begin):
                at = at - 1 if tokens[at].value not in {"-", "+"} else at
                while at > begin and tokens[at - 1].kind in {"word", "op"}:
                    at -= 1
                piece = self._hanging(part, at, end)
            kept = self._is_substantial(piece, part, at, end)
            if kept:
                self._prose(begin, at, part)
                self.found.append(replace(piece, goes_on=goes_on) if goes_on and not isinstance(piece, Prose) else piece)
                begin = end
            del self.found[before + 2 :]
            for passed in tokens[at : max(end, at + 1)]:
                self._note(passed)
            at = max(end, at + 1)
        self._prose(begin, at, part)

    def _is_left_of_more(self, part: Part, at: int, begin: int) -> bool:
        """Tell whether a formula stands right behind a sign that nobody may leave out: `*4x`, `±4x`, `)4x`, `<4x`."""
        if at == begin:
            return False
        token, before = part.tokens[at], part.tokens[at - 1]
        if before.kind == "op":
            bullet = before.value == "*" and token.gap and part.tokens is not self.tokens and at == 1 and not self.found
            return before.value in _COMPUTING and not bullet
        if before.kind == "sign":
            return not is_of_sentence(str(before.value)) or (before.value == "!" and not token.gap)
        if before.kind == "close":
            return not self.opened and not (token.gap and at - begin > 1)
        if before.kind == "open":
            return part.parser.closing(at - 1) is None and before.value in {"<", "{"}
        return before.kind == "word" and not token.gap and str(before.value).isascii()

    def _hangs(self, tokens: list[Token], at: int, begin: int) -> bool:
        """Tell whether a formula is the rest of one beginning with an unknown word: `cost - 3x`."""
        sign = tokens[at] if tokens[at].kind == "op" else tokens[at - 1] if at > begin else None
        if sign is None or not sign.is_op("+-*·/^"):
            return False
        place = at if sign is tokens[at] else at - 1
        return place > begin and tokens[place - 1].kind == "word" and tokens[place + 1].gap == sign.gap

    def _hanging(self, part: Part, at: int, end: int) -> Unread:
        problem = part.parser.refusal_at(at)
        start, stop = part.tokens[at].start, part.end_of(end)
        text = self.line.written(start, stop)
        return Unread(labels=(), text=text, start=start, end=stop, reason=problem.reason, at=problem.position, right=text)

    def _note(self, token: Token) -> None:
        if token.kind in {"open", "close"} and token.value in {"(", "["}:
            self.opened = token.kind == "open"

    def _may_start(self, part: Part, at: int) -> bool:
        """Tell whether a formula may begin at a token."""
        tokens, token = part.tokens, part.tokens[at]
        if token.kind == "open":
            return not part.parser.is_remark(at) and token.value != "<"
        if token.kind in STARTS or token.kind == "bad":
            return True
        if token.is_op("-+|"):
            return tokens[at + 1].kind in STARTS and (at == 0 or tokens[at - 1].kind != "word" or not tokens[at + 1].gap)
        label = part.labels.at(at) if token.kind in {"sign", "word"} and token.value != "\n" else None
        return label is not None and tokens[label.end].is_op("=≈")

    def _is_substantial(self, piece: Piece, part: Part, at: int, end: int) -> bool:
        """Tell whether a formula without a name is more than a variable or a number in a sentence."""
        alone = part.first_word >= at and part.last_word < end
        if isinstance(piece, Equation):
            if piece.labels or piece.members or (alone and not self.found):
                return True
            return not is_trivial(piece.tree) and not self._is_word(part, at, end)
        kinds = [token for token in part.tokens[at:end] if token.kind in _OF_FORMULAS]
        computes = any(token.kind == "op" and token.value not in {",", ";", "'", "_", "-", "/"} for token in kinds)
        return bool(kinds) and (alone or computes or len(kinds) > 2 or any(token.kind == "bad" for token in kinds))

    def _is_word(self, part: Part, at: int, end: int) -> bool:
        """Tell whether a run of letters that could be a product is a word of the sentence it stands in."""
        run = self.text[part.tokens[at].start : part.end_of(end)]
        return run.isalpha() and len(run) > 2

    def _prose(self, start: int, end: int, part: Part) -> None:
        """Add the text from one token to before another, where it says anything."""
        if end <= start:
            return
        begin, stop = part.tokens[start].start, part.end_of(end)
        said = self.text[begin:stop]
        if said.strip(_SEPARATING) and any(token.kind != "end" for token in part.tokens[start:end]):
            last = self.found[-1] if self.found else None
            if isinstance(last, Prose) and last.end <= begin:
                self.found[-1] = Prose(text=self.text[last.start : stop], start=last.start, end=stop)
            else:
                self.found.append(Prose(text=said, start=begin, end=stop))


def with_words(tokens: list[Token], text: str) -> list[Token]:
    """Return the tokens with English names of functions as words, but before a bracket."""
    for at, token in enumerate(tokens):
        if token.kind != "function":
            continue
        row = FUNCTIONS.get(str(token.value))
        written = text[token.start : token.end]
        spoken = (row is None and written not in _UNBRACKETED) or (row is not None and row.is_english)
        after = tokens[at + 1]
        if spoken and written.isalpha() and not (after.kind == "open" or after.is_op("^_")):
            tokens[at] = token._replace(kind="word", value=written)
    return tokens


def _with_signs_apart(tokens: list[Token]) -> list[Token]:
    """Return the tokens with a word for "is" apart that is written without a blank: `傾きは`."""
    if all(token.kind != "word" or str(token.value).isascii() for token in tokens):
        return tokens
    apart: list[Token] = []
    for token in tokens:
        word = str(token.value)
        sign = next((sign for sign in _UNSPACED_IS if word.endswith(sign) and len(word) > len(sign)), "")
        if token.kind != "word" or not sign or token.end - token.start != len(word):
            apart.append(token)
            continue
        middle = token.end - len(sign)
        apart.append(token._replace(value=word[: -len(sign)], end=middle))
        apart.append(Token("word", sign, middle, token.end, 0))
    return apart


def _without_boxes(tokens: list[Token]) -> list[Token]:
    r"""Return the tokens without the braces around an equation, as in `\\boxed{f_x = 4y}`."""
    if not any(token.value == "{" for token in tokens):
        return tokens
    opened: list[tuple[int, bool]] = []
    gone = set[int]()
    for at, token in enumerate(tokens):
        if token.kind == "open":
            opened.append((at, False))
        elif token.kind == "close" and opened:
            begin, equated = opened.pop()
            if equated and tokens[begin].value == token.value == "{":
                gone |= {begin, at}
        elif token.is_op("=≈") and opened:
            opened[-1] = (opened[-1][0], True)
    return [token for at, token in enumerate(tokens) if at not in gone] if gone else tokens


def _end_of_mathematics(tokens: list[Token], at: int) -> int:
    """Return the beginning of the sentence behind an unread formula: two words, or the end."""
    while tokens[at].kind != "end":
        token, after = tokens[at], tokens[at + 1]
        if token.kind == "word" and after.kind == "word" and after.gap:
            return at
        if token.kind == "sign" and token.value == "\n":
            return at
        at += 1
    return at
