r"""What stands beside an answer and was not read as part of it: is it prose, or a second answer?

One rule for every notation and place: mathematics beside an answer has to be equal to it, be denied, be a reason, or
be about something else; a doubt, a condition and a word that computes are no prose. Knows an answer, not whether it is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from grader.algebra.floats import agree
from grader.algebra.tree import Expression, Negative, Number, Sum, Variable, Vector, parts_of, variables_in
from grader.equality.compare import compare
from grader.equality.decision import Comparison, Relation
from grader.equality.sample_points import value_at as evaluate
from grader.notation import wording
from grader.notation.answer import read
from grader.notation.languages import AND
from grader.notation.tokens import Unreadable
from grader.notation.vocabulary import Vocabulary, words_of

_ROUGHLY = 0.02  # what a sign for "about" may leave out: 3.5 for 2√3; five in a hundred would take 3.64 for it
_PARALLEL = 1e-3  # as much as three decimals leave open
# Between the sides of a chain: equals signs that are no comparison, and arrows.
_SIDES = re.compile(
    r"(?<![<>!:=])=+(?![>=])|→|⇒|⟹|⟶|->|=>|\\(?:to|rightarrow|Rightarrow|implies|longrightarrow|mapsto)(?![A-Za-z])"
)
_ABOUT = re.compile(r"^\s*(?:≈|≅|≃|\\approx|\\simeq)")  # what follows is the answer rounded
_RELATION = re.compile(r"([<>≤≥]=?|\\[lg]e?q?(?![A-Za-z])|==)")  # a comparison in a condition, as in "for x > 0"
_PLUS_MINUS = re.compile(r"\+\s?[-−]\s|\+[-−]|[-−]\+|±|∓|\\pm|\\mp")  # two signs at once
_TERM = re.compile(r"\s*[-+*/^−·](?!\s*$)")  # a line that begins as the next term of a sum or product does
_CROSSES = ("✗", "✘", "❌", "☒")  # marks of what is wrong
_NEAR = 3  # words between "or" and what it offers
_MOST_FORMULAS = 40  # in the remainder of one answer; what is longer is shown to a person at once


def second_answer(answer: Expression, rest: Sequence[str], function: Expression | None, comparison: Comparison) -> str | None:
    """Return the first piece beside an answer that may be another answer, a doubt or a condition, or None.

    A piece that begins with a line end stands in another line than the answer: there only mathematics counts.
    One that begins with `=` is a member of the answer's own chain. `function` is the exercise's, if there is one.
    """
    beside = _Beside(answer, function, comparison)
    for piece in rest:
        if beside.speaks_against(piece):
            return " ".join(piece.replace(wording.WITHDRAWN, "").split())
    return None


def doubt_in(words: str, variables: tuple[str, ...]) -> bool:
    """Tell whether words alone, around an answer that is no formula, name an alternative, a doubt or a denial of it."""
    far = words.startswith("\n")
    if words.startswith(wording.WITHDRAWN):
        return True
    for clause in wording.clauses(words, words_of(Vocabulary(variables=tuple(variables)))):
        said = set(clause.words)
        if far:
            led = [set(formula.before[-_NEAR:]) for formula in clause.formulas]
            offers = clause.words[:1] and clause.words[0] in wording.ALTERNATIVE and len(clause.words) <= _NEAR
            if offers or any(before & (wording.ALTERNATIVE | wording.DOUBT) for before in led):
                return True
            continue
        if said & (wording.ALTERNATIVE | wording.DOUBT | wording.WRONG) or "?" in clause.text:
            return True
    return False


def is_term(piece: str, variables: tuple[str, ...]) -> bool:
    """Tell whether a line begins with a sign that computes and goes on with a term: `- 3y`, `+ 5z`."""
    text = piece.strip()
    if _TERM.match(text) is None:
        return False
    try:
        read(re.sub(r"^\s*[*/^·]", "", text), variables=variables)
    except Unreadable:
        return False
    return True


class _Beside:
    """Judges the pieces that stand beside one answer."""

    def __init__(self, answer: Expression, function: Expression | None, comparison: Comparison) -> None:
        self.answer, self.function, self.comparison = answer, function, comparison
        self.left = _MOST_FORMULAS

    def speaks_against(self, piece: str) -> bool:
        """Tell whether a piece is more than prose, workings, reasons and what is denied."""
        text = piece.strip()
        if text.lower() in AND:  # a lone word for "and" parts two equations, though its letter may be a number's: `e`
            return False
        if piece.startswith(wording.WITHDRAWN) or any(cross in piece for cross in _CROSSES):
            return True
        if _ABOUT.match(text):
            return self._is_another(_ABOUT.sub("", text), tolerance=_ROUGHLY)
        near = not piece.startswith("\n")
        member = text.startswith("=")
        for clause in wording.clauses(text.lstrip("= "), words_of(Vocabulary(variables=tuple(self.comparison.variables)))):
            if near and (wording.is_somebody_elses(clause.text) or self._doubts(clause) or self._restricts(clause)):
                return True
            plain = not set(clause.words) & wording.REASON
            if near and not member and plain and any(formula.text.startswith("+") for formula in clause.formulas):
                return True
            if any(self._rivals(formula, clause, member=member and formula.first, near=near) for formula in clause.formulas):
                return True
        return _TERM.match(text) is not None and not near and self._is_term(text)

    # --- Words ----------------------------------------------------------------------------------

    def _doubts(self, clause: wording.Clause) -> bool:
        words = clause.words
        said = set(words)
        if said & wording.DOUBT or "?" in clause.text or (words and words[0] in wording.OPERATION):
            return True
        if words[:1] and words[0] in wording.IS_SAID and said & wording.DENIAL:
            return True
        computed = (each for each in clause.formulas if each.before and each.before[-1] in wording.OPERATION)
        if any(isinstance(self._read(each.text), Number) for each in computed):
            return True
        if said & wording.CHANGED:
            return True
        if clause.formulas and any(not _is_trivial(self._read(formula.text)) for formula in clause.formulas):
            return False
        denied = said & wording.WRONG or (said & wording.DENIAL and said & wording.RIGHT)
        either = bool(words) and (words[0] in wording.ALTERNATIVE or words[-1] in wording.DENIAL) and not said & wording.SAME
        return bool(denied) or either

    def _restricts(self, clause: wording.Clause) -> bool:
        """Tell whether a clause limits where the answer holds, though f has values beyond."""
        said = set(clause.words)
        if not said & wording.CONDITION:
            return False
        if said & wording.RESTRICTED or said & {"else", "otherwise", "sonst", "sinon"}:
            return True
        relation = _RELATION.search(re.sub(r"!=|≠|\\neq?(?![A-Za-z])", " ", clause.text))
        return relation is not None and not self._holds_everywhere(clause.text, relation)

    def _holds_everywhere(self, text: str, relation: re.Match[str]) -> bool:
        """Tell whether a condition such as `x > 0` leaves out only points that the exercise leaves out as well."""
        left = re.search(r"([^\W\d]\w*)\s*$", text[: relation.start()])
        right = re.match(r"\s*=?\s*([-−]?\d+(?:\.\d+)?)", text[relation.end() :])
        if left is None or right is None or left[1] not in self.comparison.variables:
            return False
        bound, upward = float(right[1].replace("−", "-")), relation[1].lstrip("\\")[0] in ">≥g"
        domain = self.comparison.domain.get(left[1])
        if domain is not None:
            return domain[0] >= bound if upward else domain[1] <= bound
        outside = [bound - away if upward else bound + away for away in (0.37, 1.91)]
        others = [name for name in self.comparison.variables if name != left[1]]
        points = [{left[1]: at, **dict.fromkeys(others, 0.7)} for at in outside]
        whole = self.function or self.answer
        return all(evaluate(part, point) is None for part in parts_of(whole) for point in points)

    # --- Formulas -------------------------------------------------------------------------------

    def _rivals(self, formula: wording.Formula, clause: wording.Clause, *, member: bool, near: bool) -> bool:
        """Tell whether a formula in a clause is a second answer."""
        self.left -= 1
        if self.left < 0:
            return True
        sides = [side for side in _SIDES.split(formula.text) if side.strip(" &")]
        if member:
            return any(self._is_another(side) for side in sides)
        if wording.is_somebody_elses(clause.text):
            return False
        before, said = set(formula.before), set(clause.words)
        explicit = bool(before & (wording.ALTERNATIVE | wording.DOUBT | wording.POSSIBLE))
        if said & wording.DENIAL and not before & wording.DOUBT:
            return False
        if said & wording.REASON and not before & (wording.ALTERNATIVE | wording.DOUBT):
            return False
        if len(sides) > 1:
            first = self._read(sides[0])
            if not explicit and (first is None or not self._equals(first)):
                return False  # it is said of something else than the answer
        parts = [part for side in sides for part in self._parts(side)]
        joined = near and bool(before) and said <= AND  # `4x - 3y and 4x`
        at_once = joined or (bool(formula.before) and formula.before[0] in wording.ALTERNATIVE)
        bare = joined or not said - wording.ALTERNATIVE - wording.DOUBT
        if bool(before & wording.ALTERNATIVE) and not said - wording.ALTERNATIVE and any(map(self._is_offered, parts)):
            return True
        return any(self._is_rival(part, strict=bare or explicit, at_once=at_once and not formula.after) for part in parts)

    def _is_offered(self, part: Expression) -> bool:
        """Tell whether "or" alone before an expression offers it: the function or the variables too, no form of the answer."""
        return not self._equals(part) and (part == self.function or self._is_working(part))

    def _is_rival(self, part: Expression, *, strict: bool, at_once: bool) -> bool:
        """Tell whether an expression competes with the answer; in a sentence only one that has its shape does."""
        if self._equals(part) or part == self.function or self._is_working(part):
            return False
        if _is_trivial(part) and not at_once:
            return _is_trivial(self.answer) and strict
        if strict:
            return True
        if isinstance(self.answer, Vector) != isinstance(part, Vector):
            return False
        theirs, own = variables_in(part), variables_in(self.answer)
        if isinstance(part, Vector):
            return bool(theirs) == bool(own) and not is_multiple(part, self.answer)
        terms = _terms(part)
        given = _terms(self.function) if self.function is not None else ()
        return (
            bool(own)
            and theirs == own
            and len(terms) >= len(_terms(self.answer))
            and not all(any(self._same(term, part) for part in given) for term in terms)
        )

    def _is_working(self, part: Expression) -> bool:
        """Tell whether it is a component of the answer, or a name of something as a point of the variables."""
        if isinstance(part, Vector):
            return all(isinstance(each, Variable) for each in part.components)
        return isinstance(self.answer, Vector) and any(self._same(part, each) for each in self.answer.components)

    def _is_term(self, text: str) -> bool:
        """Tell whether a line goes on with the answer: a sign and a term."""
        expression = self._read(re.sub(r"^\s*[*/^·]", "", text))
        return expression is not None and not self._equals(expression)

    def _is_another(self, text: str, tolerance: float | None = None) -> bool:
        """Tell whether a member of the answer's chain can be read and is not equal to it; the function itself may stand there."""
        part = self._read(text)
        if part is None or self._equals(part, tolerance) or (self.function is not None and self._same(part, self.function)):
            return False
        return isinstance(part, Vector) == isinstance(self.answer, Vector) or not isinstance(part, Vector)

    def _parts(self, text: str) -> Iterator[Expression]:
        """Yield the expressions that a text lists: one, or several between commas in place of one."""
        whole = self._read(text)
        if whole is None:
            pieces = [part for part in (self._read(piece) for piece in re.split(r"[,/]\s|\s[,/|]", text)) if part is not None]
            yield from pieces
        elif isinstance(whole, Vector) and not isinstance(self.answer, Vector) and text.strip()[:1] not in "([<⟨":
            yield from whole.components
        else:
            yield whole

    def _read(self, text: str) -> Expression | None:
        try:
            return read(text.strip(" &,.;:"), variables=self.comparison.variables)
        except Unreadable:
            return None

    def _equals(self, part: Expression, tolerance: float | None = None) -> bool:
        comparison = self.comparison if tolerance is None else replace(self.comparison, tolerance=tolerance)
        return is_same(part, self.answer, comparison)

    def _same(self, one: Expression, other: Expression) -> bool:
        return compare(one, other, self.comparison).relation is Relation.EQUAL


def is_same(one: Expression, other: Expression, comparison: Comparison) -> bool:
    """Tell whether two sides of a chain are equal as far as the digits of either say: `√3/2` and 0.866 are."""
    return any(compare(*pair, comparison).relation is Relation.EQUAL for pair in ((one, other), (other, one)))


def is_multiple(part: Expression, answer: Expression) -> bool:
    """Tell whether a vector of numbers has the direction of another, as before it was divided by its length."""
    if not isinstance(part, Vector) or not isinstance(answer, Vector) or len(part.components) != len(answer.components):
        return False
    theirs, own = ([evaluate(each, {}) for each in v.components if not variables_in(each)] for v in (part, answer))
    pairs = [(a, b) for a, b in zip(theirs, own, strict=False) if a is not None and b is not None]
    if len(pairs) < len(part.components):
        return False
    scale = sum(a * b for a, b in pairs) / (sum(b * b for _, b in pairs) or 1.0)
    return scale > 0 and all(agree(a / scale, b, _PARALLEL) for a, b in pairs)


def has_plus_minus(text: str) -> bool:
    """Tell whether two signs stand side by side, which may mean one sign or both.

    >>> has_plus_minus("2x ± 1"), has_plus_minus("2x - 1")
    (True, False)
    """
    return _PLUS_MINUS.search(text) is not None


def _is_trivial(part: Expression | None) -> bool:
    """Tell whether it is a number or a variable alone, as they stand in every sentence."""
    while isinstance(part, Negative):
        part = part.operand
    return part is None or isinstance(part, Number | Variable)


def _terms(expression: Expression) -> tuple[Expression, ...]:
    return expression.terms if isinstance(expression, Sum) else (expression,)
