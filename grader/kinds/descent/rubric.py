"""The five criteria of a descent (six with a way of working) as a sheet that is marked while a program is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from grader.kinds.descent.options import DescentOptions
from grader.model import Criterion, Verdict
from grader.sentences.catalogue import sentence

STEPS = ("start", "direction", "count", "step_size", "arrives")


@dataclass
class Sheet:
    """Marks by criterion: lost, or for a person to look at; what is not marked was earned."""

    weights: dict[str, Fraction]
    texts: Mapping[str, str]
    lost: dict[str, str] = field(default_factory=dict)
    review: dict[str, str] = field(default_factory=dict)

    def lose(self, *criteria: str, because: str = "") -> None:
        """Take these criteria away; the first reason given for each stays."""
        for criterion in criteria:
            self.lost.setdefault(criterion, because)

    def leave_to_a_person(self, *criteria: str, because: str) -> None:
        """Mark these criteria for review, unless they are lost already."""
        for criterion in criteria:
            self.review.setdefault(criterion, because)

    def criteria(self) -> tuple[Criterion, ...]:
        """Return the lines of the rubric as they stand."""
        return tuple(self._line(criterion, share) for criterion, share in self.weights.items())

    def _line(self, criterion: str, share: Fraction) -> Criterion:
        verdict, feedback = Verdict.CORRECT, ""
        if criterion in self.lost:
            verdict, feedback = Verdict.INCORRECT, self.lost[criterion]
        elif criterion in self.review:
            verdict, feedback = Verdict.NEEDS_REVIEW, self.review[criterion]
        return Criterion(
            id=criterion,
            text=self.texts[criterion],
            verdict=verdict,
            share=share,
            credit=Fraction(int(verdict is Verdict.CORRECT)),
            feedback=feedback,
        )

    @property
    def credit(self) -> Fraction:
        """Return the share of the points that was earned."""
        return sum((line.share * line.credit for line in self.criteria()), Fraction(0))

    @property
    def verdict(self) -> Verdict:
        """Return the verdict that follows from the lines."""
        if any(line.verdict is Verdict.NEEDS_REVIEW for line in self.criteria()):
            return Verdict.NEEDS_REVIEW
        if self.credit == 1:
            return Verdict.CORRECT
        return Verdict.PARTIAL if self.credit else Verdict.INCORRECT


def sheet_for(options: DescentOptions) -> Sheet:
    """Return an unmarked sheet with the author's weights as shares that sum to 1."""
    wanted = STEPS + (("ways",) if options.uses or options.forbids else ())
    weights = {criterion: Fraction(getattr(options.rubric, criterion)) for criterion in wanted}
    total = sum(weights.values(), Fraction(0)) or Fraction(1)
    cases = {"arrives": "nowhere"} if options.arrives == "nowhere" else {}
    texts = {criterion: sentence(f"criterion.{cases.get(criterion, criterion)}") for criterion in wanted}
    return Sheet({criterion: weight / total for criterion, weight in weights.items()}, texts)
