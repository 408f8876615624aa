"""What the engine is asked under, and what it answers: the relation, how it was decided, where two expressions differ.

The message names the place and the student's own value there, never the expected one; that is in the witness, for
staff.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from grader.algebra.floats import agree
from grader.algebra.tree import Expression
from grader.sentences.catalogue import sentence
from grader.sentences.figures import figures, ordinal, place_text

LOOKS_THE_SAME = 1e-3  # what is printed with three digits would be the same number twice
_ALL_FIGURES = 10  # of a value that is close to the right one: with three nobody would see how close
Domain = Mapping[str, tuple[float, float]]
"""The interval of each variable that is not any real number."""
Point = dict[str, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """What a decision depends on beside the two expressions.

    A variable without an interval in `domain` may be any real number. With a `tolerance` values are compared within
    it, relative and (below 1) absolute. `up_to` says what may be different: a `factor`, a `positive factor`, the `sign`,
    the `order` of components, or a `constant` that is added. The points are drawn from the `seed`.
    """

    variables: tuple[str, ...]
    domain: Domain = field(default_factory=dict, hash=False)
    tolerance: float | None = None
    up_to: str | None = None
    seed: bytes = b""

    def allows(self, point: Mapping[str, float]) -> bool:
        """Tell whether every coordinate lies in the interval that the domain has for it."""
        return all(low <= point[name] <= high for name, (low, high) in self.domain.items() if name in point)

    def generator(self, *texts: str) -> random.Random:
        """Return a generator that gives the same points for the same seed and texts, and others for every other."""
        digest = hashlib.blake2b(self.seed, digest_size=16)
        for text in texts:
            digest.update(b"\0" + text.encode("utf-8", "surrogatepass"))
        return random.Random(int.from_bytes(digest.digest(), "big"))


class Relation(StrEnum):
    """How an answer relates to the reference. `undecided` is honest: a person has to look."""

    EQUAL = "equal"
    NOT_EQUAL = "not_equal"
    INVALID = "invalid"
    UNDECIDED = "undecided"


@dataclass(frozen=True, kw_only=True, slots=True)
class Witness:
    """A point at which the two differ, with both values; None for a missing one.

    `component` counts from 0 in a vector and is None for a scalar.
    """

    point: Mapping[str, float]
    student: float | None
    reference: float | None
    component: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """The answer to `is this equal to that?`.

    `stage` is what decided: `parse`, `shape`, `canonical`, `exact`, `refuted`, `balls`, `rounded`, `tolerance`,
    `values`, `domain` or `effort`. `position` is the place in the student's text that could not be read.
    """

    relation: Relation
    stage: str
    message: str = ""
    witness: Witness | None = None
    read_as: Expression | None = None
    position: int | None = None

    def __str__(self) -> str:
        """Return `not_equal (refuted): At x = 2, your answer is 5, …`."""
        return f"{self.relation} ({self.stage}){f': {self.message}' if self.message else ''}"


def differs(witness: Witness) -> str:
    """Return the sentence for an answer that has another value than the reference."""
    point, name = place_text(witness.point), whose(witness.component)
    at = {"point": point} if point else {}
    if witness.student is None:
        return sentence("not_equal.no_value.there" if point else "not_equal.no_value", whose=name, **at)
    if is_close(witness):
        code = "not_equal.close.there" if point else "not_equal.close"
        return sentence(code, whose=name, value=figures(witness.student, _ALL_FIGURES), **at)
    if not point and is_coarse(witness.student, witness.reference):
        return sentence("not_equal.coarse", whose=name)
    return sentence("not_equal.there" if point else "not_equal.constant", whose=name, value=figures(witness.student), **at)


def tells_no_cause(decision: Decision) -> bool:
    """Tell whether the sentence of a rejection names a value and nothing else."""
    witness = decision.witness
    if decision.relation is not Relation.NOT_EQUAL or witness is None or witness.student is None:
        return False
    return not is_close(witness) and bool(witness.point or not is_coarse(witness.student, witness.reference))


def is_close(witness: Witness | None) -> bool:
    """Tell whether the two values would look the same with three digits."""
    if witness is None or witness.student is None or witness.reference is None:
        return False
    return agree(witness.student, witness.reference, LOOKS_THE_SAME, least=0.0)


def other_shape(code: str, found: int, asked: int) -> Decision:
    """Return the rejection of an answer with another number of components, said by the sentence of a code."""
    message = sentence(code, found=shape_text(found), asked=shape_text(asked))
    return Decision(relation=Relation.NOT_EQUAL, stage="shape", message=message)


def shape_text(components: int) -> str:
    """Return a value with so many components as a sentence calls it."""
    return sentence("shape.single") if components == 1 else sentence("shape.vector", count=components)


def is_coarse(student: float, reference: float | None) -> bool:
    """Tell whether one is the other rounded to one or two digits; a whole number is not said to be a rounding."""
    if reference is None or student == int(student):
        return False
    return any(student == float(f"{reference:.{digits}g}") for digits in (1, 2))


def whose(index: int | None) -> str:
    """Return an answer, or one of its components by its place, as a sentence calls it."""
    return sentence("whose.answer") if index is None else sentence("whose.component", ordinal=ordinal(index + 1))
