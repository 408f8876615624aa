"""Is this answer equal to the reference? Reads, compares shapes, and asks `equality` about each component.

The only way in for everybody else. Knows no points and no students; every text may be hostile.
"""

from __future__ import annotations

import re
from dataclasses import replace

from grader.algebra.tree import Expression, exact, parts_of, variables_in
from grader.equality.decision import Comparison, Decision, Relation, differs, other_shape
from grader.equality.loosening import fewest_digits, loosened
from grader.equality.scalar import decide_scalar
from grader.notation.answer import read
from grader.notation.tokens import Unreadable, quoted
from grader.notation.trees import is_small
from grader.sentences.catalogue import sentence

MAX_NODES, MAX_DEPTH = 6_000, 120
_UP_TO = {
    "factor": "not_equal.up_to_factor",
    "positive factor": "not_equal.up_to_positive_factor",
    "sign": "not_equal.up_to_sign",
    "order": "not_equal.up_to_order",
    "constant": "not_equal.up_to_constant",
}
"""What is said of an answer that is wrong whatever a question leaves open, by what that is."""
_DOUBLES = 1e-9  # relative: what a factor between two rows of doubles leaves of their digits


def compare(student: str | Expression, reference: str | Expression, comparison: Comparison, *, notation: str = "auto") -> Decision:
    """Tell whether a student's answer equals the reference on the domain, with a witness where it does not.

    A text is read in this notation (the reference in any); what cannot be read is `invalid`. The reference's own
    domain decides where the values count. A student's decimal of three or more significant digits may stand for a
    number of the reference that it rounds; every other is exact, and so is all that the reference says, unless there
    is a tolerance. The same texts and comparison give the same decision.

    >>> about_x_and_y = Comparison(variables=("x", "y"))
    >>> print(compare("x(4 - 2) - 3y", "2x - 3y", about_x_and_y))
    equal (canonical)
    >>> print(compare("2x - 3", "2x - 3y", about_x_and_y))
    not_equal (exact): At x = 2, y = 3, your answer is 1, and that is not the right value there.

    Raises:
        Unreadable: the reference, not the student's answer, cannot be read.
    """
    variables = comparison.variables
    right = read(reference, variables=variables) if isinstance(reference, str) else reference
    try:
        left = read(student, variables=variables, notation=notation) if isinstance(student, str) else student
    except Unreadable as problem:
        text = student if isinstance(student, str) else ""
        return _invalid(_pointed(problem, text), position=problem.position)
    if comparison.up_to is not None:
        decision = _compared_up_to(left, right, student, comparison)
    else:
        decision = _compared(left, right, student, comparison)
    return replace(decision, read_as=left)


def _compared_up_to(left: Expression, right: Expression, written: str | Expression, comparison: Comparison) -> Decision:
    """Decide about an answer that is scaled, turned round, reordered or moved; what is said is about the answer as it was given."""
    changed, digits = loosened(left, right, comparison), fewest_digits(left)
    slack = max(_DOUBLES, 0.5 * 10.0 ** (1 - digits)) if digits is not None and changed != left else None
    tolerance = max(slack or 0.0, comparison.tolerance or 0.0) or None
    decision = _compared(changed, right, written, replace(comparison, tolerance=tolerance))
    if decision.relation is not Relation.NOT_EQUAL or decision.stage == "shape":
        return decision
    return replace(decision, message=sentence(_UP_TO[str(comparison.up_to)]), witness=None)


def _compared(left: Expression, right: Expression, written: str | Expression, comparison: Comparison) -> Decision:
    for side, relation in ((left, Relation.INVALID), (right, Relation.UNDECIDED)):
        if not is_small(side, MAX_NODES, MAX_DEPTH):
            return Decision(relation=relation, stage="effort", message=sentence("invalid.too_large"))
    unknown = sorted(variables_in(left) - set(comparison.variables))
    if unknown:
        known = ", ".join(comparison.variables)
        return _invalid(sentence("invalid.variable", name=quoted(unknown[0]), variables=known))
    lefts, rights = parts_of(left), parts_of(exact(right))
    if len(lefts) != len(rights):
        if isinstance(written, str) and len(lefts) > len(rights) and _has_decimal_commas(written, scalar=len(rights) == 1):
            return _invalid(sentence("invalid.decimal_comma"))
        only_numbers = len(rights) == 1 and not any(map(variables_in, (*lefts, *rights)))
        return other_shape("not_equal.shape.numbers" if only_numbers else "not_equal.shape", len(lefts), len(rights))
    decisions = [
        _of_component(decide_scalar(one, other, comparison), index if len(rights) > 1 else None)
        for index, (one, other) in enumerate(zip(lefts, rights, strict=True))
    ]
    return min(decisions, key=_gravity)


def _gravity(decision: Decision) -> int:
    """Return the gravest component speaks for the vector."""
    order = (Relation.NOT_EQUAL, Relation.INVALID, Relation.UNDECIDED, Relation.EQUAL)
    return order.index(decision.relation)


def _of_component(decision: Decision, index: int | None) -> Decision:
    if index is None or decision.witness is None:
        return decision
    witness = replace(decision.witness, component=index)
    message = differs(witness) if decision.relation is Relation.NOT_EQUAL else decision.message
    return replace(decision, witness=witness, message=message)


def _has_decimal_commas(written: str, *, scalar: bool) -> bool:
    """Tell whether a comma between digits stands for a point: no bracket opens a vector, or semicolons part components."""
    first = written.rpartition("=")[2].lstrip()[:1]
    return re.search(r"\d,\d", written) is not None and (";" in written or (scalar and first not in "([{<⟨\\$"))


def _invalid(message: str, position: int | None = None) -> Decision:
    return Decision(relation=Relation.INVALID, stage="parse", message=message, position=position)


def _pointed(problem: Unreadable, text: str) -> str:
    """Return the reason, with the last bit of text before the place where reading stopped."""
    if problem.position is None:
        return problem.reason
    before = text[max(0, problem.position - 12) : problem.position + 1]
    if len(text) > 4_000 or not before.strip() or "“" in problem.reason:
        return problem.reason
    return sentence("invalid.at", reason=problem.reason, before=quoted(before), number=problem.position + 1)
