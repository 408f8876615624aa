"""Wrong answers that people give: how each comes about, what it is called, and how one is recognised.

.catalogue     what a misconception is, the rank of each name, and what covers what
.derivatives   wrong derivatives, by rules slipped and terms lost
.gradients     wrong gradients, component by component
.directions    wrong directions, and the parts that people leave out
.approximate   quick values in floating point
.recognise     which known wrong answer an answer is
.shared_terms  which terms of a sum stand in the right one too
.term_slips    one or two slips in what comes of single terms
.nearest_formula  the one place where a small change makes a formula right
.products      the numbers by which a dot product multiplies a right vector
.partly_right  what is right in a formula that no single slip explains
.properties    what length, side and rounding say of numbers
"""

from __future__ import annotations

from grader.quantities.slips.catalogue import Misconception
from grader.quantities.slips.recognise import recognise

__all__ = ["Misconception", "recognise"]
