"""Reads the sides of an equation in a part of a line, and says whether what stands behind them lets them be a formula.

Knows where the part ends and no names of exercises but those on its sides; what begins an equation is `line`'s.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from grader.algebra.tidy import ONE, ZERO, tidy
from grader.algebra.tree import Constant, Expression, Negative, Number, Variable, Vector, parts_of, variables_in
from grader.notation.grammar import STARTS, Parser, both_ways, complaint, finished
from grader.notation.labels import Label, Labels
from grader.notation.languages import single_words_of
from grader.notation.tokens import Token, Unreadable, unreadable
from grader.notation.trees import check_size
from grader.notation.vocabulary import Words

_MOST_COMPONENTS = 12  # of a vector without brackets
_UNITS = frozenset("mskgNJKVWACPah")  # units of one letter behind a number
_OPERATIONS = single_words_of("operation")  # `4x squared` is no 4x
_SENTENCE = frozenset("∀∃∈∉∧∨∴∵∎…→←↦⟶⟼↔⟵⇐□■⊢·:?!.…\n\"“”„‘‚`\\&#§\x02\x03\x04\x05_")
"""Signs that belong to a sentence around a formula, though some of them are drawn as mathematics."""
_UNMARKED = dict.fromkeys((2, 3, 4, 5), " ")  # the marks of documents around TeX and code
_NARROW = re.compile(r"(?<!\\)\\[,;:!]")  # the narrow spaces of TeX


class Side(NamedTuple):
    """A side of an equation, and the tokens from which it was read."""

    tree: Expression
    start: int
    end: int


@dataclass(kw_only=True, slots=True)
class Chain:
    """What is said to be equal: names, formulas, sides that cannot be read, and a rounded repetition; `problem` if it is none."""

    labels: list[str]
    sign: str
    trees: list[Side] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    about: list[str] = field(default_factory=list)
    end: int = 0
    problem: Unreadable | None = None


class Part:
    """The tokens of one part of a line, an `end` last."""

    def __init__(self, tokens: list[Token], text: str, words: Words) -> None:
        self.tokens = tokens
        self.text = text
        self.words = words
        self.parser = Parser(tokens, words, dashes=text)
        self.labels = Labels(tokens, text, words, self.parser)
        spoken = [at for at, token in enumerate(tokens) if token.kind == "word"]
        self.first_word = spoken[0] if spoken else len(tokens)
        self.last_word = spoken[-1] if spoken else -1

    # --- The sides -------------------------------------------------------------------------------

    def chain(self, at: int, labels: tuple[str, ...], sign: str, *, size: int | None, opened: bool) -> Chain:
        """Return the equation whose first side begins at a token, under the names before it."""
        chain = Chain(labels=list(labels), sign=sign)
        at = self._sides(chain, at, size)
        chain.end = at
        if chain.problem is None and not chain.trees:
            chain.problem = unreadable("after_equals", self.tokens[at].start)
        if chain.problem is None:
            tree = chain.trees[-1].tree
            chain.problem = self._numbered(at) or self._ending(at, tree, opened=opened) or _impossible(chain)
        return chain

    def _sides(self, chain: Chain, at: int, size: int | None) -> int:
        """Read one side after the other into the chain, and return the end."""
        while True:
            at = self._after_mapping(at)
            label = self.labels.at(at)
            if label is not None and self._is_side(label, later=bool(chain.trees or chain.labels)):
                chain.labels += [name for name in label.names if name not in chain.labels]
                if self.words.vocabulary.quantities:
                    chain.members.append(self.written(self.tokens[at].start, self.tokens[label.end].start))
                at = label.end
            else:
                try:
                    tree, end = self._side(at, size)
                except Unreadable as refusal:
                    further = self._next_sign(at)
                    if further is None:
                        chain.problem = refusal
                        return at
                    chain.members.append(self.written(self.tokens[at].start, self.tokens[further].start))
                    chain.sign = chain.sign or str(self.tokens[further].value)
                    at = further + 1
                    continue
                chain.trees.append(Side(tree, at, end))
                at = end
            token = self.tokens[at]
            if not token.is_op("=≈") or self.tokens[at + 1].kind == "end":
                return at
            chain.sign = chain.sign or str(token.value)
            if token.value == "≈" and chain.trees:
                return self._about(chain, at + 1, size)
            at += 1

    def _about(self, chain: Chain, at: int, size: int | None) -> int:
        """Read the rounded repetition of a formula, and return where it ends."""
        start = at
        try:
            _, at = self._side(start, size)
        except Unreadable:
            at = start + 1
        chain.about.append(self.written(self.tokens[start].start, self.tokens[at].start))
        return at

    def _after_mapping(self, at: int) -> int:
        """Return the beginning of a mapping's image, behind `(x, y) ↦` and `x →`; the same place for none."""
        place, most = at, at + 2 * _MOST_COMPONENTS
        while place < most and (self.tokens[place].kind in {"variable", "open", "close"} or self.tokens[place].is_op(",")):
            place += 1
        token = self.tokens[place]
        return place + 1 if place > at and token.kind == "sign" and token.value in {"→", "↦", "⟼", "⟶"} else at

    def _is_side(self, label: Label, *, later: bool) -> bool:
        """Tell whether a label is a whole side of an equation and no factor of a formula."""
        token = self.tokens[label.end]
        if not label.names or not later:
            return token.is_op("=≈")
        if any(name in self.words.variables for name in label.names) and label.shape == "name":
            return False
        ends = token.kind in {"end", "sign", "word"} or token.is_op(",;=≈|")
        known = label.shape != "name" or any(name in self.words.vocabulary.names for name in label.names)
        return ends and (known or token.is_op("="))

    def _side(self, at: int, size: int | None) -> tuple[Expression, int]:
        """Return the formula or the components from a token on, and their end. Raises Unreadable."""
        tree, end = self.one(at)
        parts, ends = [tree], [end]
        while self.tokens[end].is_op(",;") and not isinstance(tree, Vector):
            if self.tokens[end].value == ";" and not all(isinstance(part, Number | Negative) for part in parts):
                break
            if self.tokens[end + 1].kind in {"end", "word", "sign"} or len(parts) == _MOST_COMPONENTS:
                break
            try:
                part, after = self.one(end + 1)
            except Unreadable:
                break
            follower = self.tokens[after]
            if (follower.kind == "word" and is_trivial(part)) or follower.is_op("=≈"):
                break
            parts.append(part)
            ends.append(after)
            end = after
        count = self._count(parts, size, whole=self.tokens[ends[-1]].kind == "end")
        tree = finished(parts[:count])
        check_size(tree)
        return tree, ends[count - 1]

    def one(self, at: int) -> tuple[Expression, int]:
        """Return the formula from a token on, without commas, and its end. Raises Unreadable."""

        def read(*, open_first: bool) -> tuple[Expression, int]:
            other = Parser(self.tokens, self.words, dashes=self.text, open_first=True) if open_first else None
            return (other or self.parser).one(at)

        return both_ways(self.tokens[at : at + 200], read)

    def _count(self, parts: list[Expression], size: int | None, *, whole: bool) -> int:
        """Return how many of the formulas with commas between them are components of one vector."""
        if len(parts) == 1 or any(isinstance(part, Vector) for part in parts):
            return 1
        if size is not None:
            return size if size <= len(parts) else 1
        return len(parts) if whole or len(parts) == self.words.dimension else 1

    def _next_sign(self, at: int) -> int | None:
        """Return where the next equals sign stands outside of brackets, with no sentence between."""
        depth = words = 0
        for index in range(at, len(self.tokens)):
            token = self.tokens[index]
            depth += (token.kind == "open") - (token.kind == "close")
            words = words + 1 if token.kind == "word" and token.gap and token.end - token.start > 2 else 0
            if words > 1 or token.value == "\n":
                return None
            signed = depth <= 0 and token.is_op("=≈")
            if signed and index > at and self.tokens[index + 1].kind != "end":
                return index
        return None

    # --- What may stand behind a formula ---------------------------------------------------------

    def _ending(self, at: int, tree: Expression, *, opened: bool) -> Unreadable | None:
        """Return what is wrong behind a formula, None where a sentence or another formula may follow."""
        token = self.tokens[at]
        if token.kind in {"end", "open"} or self.parser.is_conjunction(at):
            return None
        if token.kind == "word":
            return self._word_behind(at, tree)
        if token.kind == "sign":
            if token.value == ":" and self.tokens[at + 1].kind in STARTS and not isinstance(tree, Number):
                return unreadable("sign", token.start, sign="“:”")
            return None if is_of_sentence(str(token.value)) else unreadable("foreign_sign", token.start, sign=token.value)
        if token.kind == "close":
            return None if opened else unreadable("never_opened", token.start, sign=self.text[token.start : token.end])
        if token.is_op(",;-") or (token.is_op("|") and self.tokens[at + 1].kind == "end"):
            return None  # a minus behind a formula is a dash
        if token.is_op("=≈"):
            return unreadable("after_equals", token.start)
        return self.parser.refusal_at(at)

    def _numbered(self, at: int) -> Unreadable | None:
        """Return what is wrong where the last factor may be the number of the equation: `4y (2)`."""
        if at < 4 or self.tokens[at].kind != "end" or self.tokens[at - 1].kind != "close":
            return None
        if not isinstance(self.tokens[at - 2].value, Number):
            return None
        opening, before = self.tokens[at - 3], self.tokens[at - 4]
        if opening.value == "(" and self.tokens[at - 2].value == ONE:
            return None
        bracketed = opening.kind == "open" and opening.value in {"(", "["} and opening.gap
        if not bracketed or before.kind in {"op", "function", "open"}:
            return None
        whole = self.written(self.tokens[0].start, self.tokens[at - 1].end)
        alone = self.written(self.tokens[0].start, before.end)
        one = f"“{alone}” with a number behind it"
        return unreadable("two_readings", opening.start, text=f"“{whole}”", one=one, other="a product")

    def _word_behind(self, at: int, tree: Expression) -> Unreadable | None:
        """Return what is wrong with a word behind a formula: it may be a factor that means nothing here."""
        token, before, after = self.tokens[at], self.tokens[at - 1], self.tokens[at + 1]
        word = str(token.value)
        problem = complaint(word, token.start, self.words)
        if word.lower() in _OPERATIONS:
            return problem
        if not word[0].isascii() and unicodedata.category(word[0]) == "Lo":
            return None
        if not token.gap and before.kind != "close":
            return problem
        if len(word) == 1 or any(sign.isdigit() for sign in word):
            follows = after.kind in {"word", "sign"} and after.gap
            unit = word in _UNITS and not variables_in(tree)
            return None if follows or unit or word == "I" else problem
        if after.kind == "open" and not after.gap and after.value == "(" and not self.parser.is_remark(at + 1):
            return problem
        return None

    # --- The text --------------------------------------------------------------------------------

    def end_of(self, end: int) -> int:
        """Return where the text of the tokens before an index ends."""
        return self.tokens[end - 1].end if end else self.tokens[0].start

    def written(self, start: int, end: int) -> str:
        """Return a piece of the text, without the marks of TeX and code around it."""
        written = self.text[start:end].translate(_UNMARKED)
        if "\\" in written:
            written = _NARROW.sub(" ", written)
        return written.strip().strip("$` ").strip()


def _impossible(chain: Chain) -> Unreadable | None:
    """Return what is wrong with an equation that sets a formula to 0."""
    if chain.labels or chain.members or len(chain.trees) < 2 or tidy(chain.trees[-1].tree) != ZERO:
        return None
    formula = tidy(chain.trees[-2].tree)
    if isinstance(formula, Variable | Vector) or not variables_in(formula):
        return None
    return unreadable("equation", None)


def is_trivial(tree: Expression) -> bool:
    """Tell whether a formula is one variable, one number, or a list of variables."""
    parts: Iterable[Expression] = parts_of(tree)
    if isinstance(tree, Vector) and all(isinstance(part, Number) for part in tree.components):
        return all(isinstance(part, Number) and part.value in {0, 1} for part in tree.components)
    return all(isinstance(part.operand if isinstance(part, Negative) else part, Variable | Number | Constant) for part in parts)


def is_of_sentence(sign: str) -> bool:
    """Tell whether a sign belongs to a sentence and is no operator of a formula that means nothing here."""
    drawn = unicodedata.category(sign[0]) in {"Sm", "Sc", "Sk", "Cc", "Cf"}
    return sign in _SENTENCE or (not drawn and sign not in {"%", "@", "†", "‡"})
