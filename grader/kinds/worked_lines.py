"""What a line of text comes to that holds more than one formula behind its name: the way, and what it leads to.

`$4x$ and $-3y$, so $4x - 3y$` ends with its answer, and `$f_x = 4y$ and $f_y = 4x$` gives a vector by its components. A text is
read by its first formula; this is for one that was not right so. Knows no answer and not what is right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.algebra.tree import Vector
from grader.kinds.asked import components_of
from grader.kinds.left_sides import foreign_left_side
from grader.model import Question
from grader.notation.languages import AND, ordinals
from grader.notation.line import Equation, Piece, Prose, Unread, read_line, vector_of
from grader.notation.printing import plain
from grader.notation.vocabulary import Vocabulary
from grader.notation.wording import OPERATION

# Words and signs that lead from workings to what they come to, in the languages of `notation.languages`. "Also"
# says it in German and lists in English; what follows is judged like any answer. "Then" may as well begin a second one.
_LEADS = frozenset(
    "so thus hence therefore together sum total added adding finally altogether get result answer gives yields makes "
    "also somit daher folglich damit zusammen summe insgesamt ergibt ergebnis addiert folgt "
    "donc ainsi total somme ensemble obtient entonces luego tanto suma juntos quindi dunque somma insieme "
    "portanto logo soma juntos dus samen opgeteld alltså tillsammans summan więc zatem razem suma "
    "итак значит поэтому вместе сумма 所以 因此 故 得 总共 よって ゆえに したがって "
    "→ ⇒ ⟹ ⟶ ∴ to implies rightarrow longrightarrow".split()
)
_A_WORD = 3  # letters that no quantity of these exercises has as its sign: `u` and `Du` are, "hint" is not
_COMPONENT = frozenset(("component", "entry", "coordinate", "komponente", "koordinate", "composante", "componente", "in", "for"))
"""Words beside a component that say which it is."""


def end_of_line(line: str, question: Question) -> tuple[str, bool] | None:
    """Return the answer at the end of a line, and whether a word or a name leads to it; None without another formula.

    It is the vector of its components where a vector is asked for, else the last formula.
    """
    size = components_of(question.exercise, question.item)
    vocabulary = Vocabulary(variables=question.function.variables, decimal_comma=question.decimal_comma)
    pieces = read_line(line, vocabulary) if size is not None else ()
    formulas = [piece for piece in pieces if isinstance(piece, Equation)]
    if size is None or not formulas:
        return None
    last = formulas[-1]
    if size == 1 and isinstance(last.tree, Vector) and last.written.lstrip(" \x02")[:1] not in ("(", "[", "\\", "<"):
        return plain(last.tree.components[-1]), False  # `4y, 4x + 3y^2`
    led = _is_led(last, pieces)
    unread = any(isinstance(piece, Unread) and piece.text for piece in pieces)
    if len(pieces) < 2 or (unread and not led):
        return None
    if size > 1 and len(formulas) == size and not any(isinstance(each.tree, Vector) for each in formulas):
        vector = vector_of(formulas, vocabulary) or _in_order(formulas, pieces, vocabulary)
        return (f"({', '.join(plain(each) for each in vector.components)})", True) if vector is not None else None
    ends = pieces[-1] is last or not re.search(r"\w", str(getattr(pieces[-1], "text", "")))
    foreign = bool(last.labels) and not led and foreign_left_side(line[last.start : last.end], question) is not None
    if not ends or isinstance(last.tree, Vector) != (size > 1) or foreign:
        return None
    return last.written, led or any(label in question.item.names or len(label) < _A_WORD or "_" in label for label in last.labels)


def goes_on(line: str, question: Question) -> bool:
    """Tell whether a line goes on with its first formula: words compute with it, or "and" alone joins the next one to it."""
    vocabulary = Vocabulary(variables=question.function.variables, decimal_comma=question.decimal_comma)
    first, *behind = read_line(line, vocabulary) or (None,)
    words = behind[0].text.lower().split() if behind and isinstance(behind[0], Prose) else []
    formulas = [first, *behind[1:2]] if words else [first, *behind[:1]]
    joined = len(formulas) > 1 and all(isinstance(each, Equation) and not each.labels for each in formulas)
    return not isinstance(first, Prose) and ((words[:1] and words[0] in OPERATION) or (joined and {*words} <= AND))


def _in_order(formulas: Sequence[Equation], pieces: Sequence[Piece], vocabulary: Vocabulary) -> Vector | None:
    """Return the vector of formulas without names that follow one another, with nothing between but "and" and its name."""
    words = {word for piece in pieces if isinstance(piece, Prose) for word in re.findall(r"[^\W_]+", piece.text.lower())}
    said = {*AND, *ordinals(), *_COMPONENT, *vocabulary.variables}
    swapped = [word for piece in pieces if isinstance(piece, Prose) for word in piece.text.split() if word in vocabulary.variables]
    if any(each.labels for each in formulas) or not words <= said or swapped not in ([], list(vocabulary.variables)):
        return None
    return Vector(tuple(each.tree for each in formulas))


def _is_led(last: Equation, pieces: Sequence[Piece]) -> bool:
    """Tell whether the words right before a formula, or those before its colon, lead from what stands before to it."""
    at = pieces.index(last)
    before = pieces[at - 1]
    said = before.text if isinstance(before, Prose) else ""
    found = re.findall(r"[^\W\d_]+|[→⇒⟹⟶∴]", said.lower())[-3:]
    return bool({*found, *(word for label in last.labels for word in label.split("_"))} & _LEADS)
