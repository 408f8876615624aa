"""Wrong answers that people give: how each comes about, what it is called, and how one is recognised.

.catalogue     what a misconception is, the rank of each name, and what covers what
.derivatives   wrong derivatives, by rules slipped and terms lost
.gradients     wrong gradients, component by component
.directions    wrong directions, and the parts that people leave out
.approximate   quick values in floating point
.recognise     which known wrong answer an answer is
"""

from __future__ import annotations

from grader.quantities.slips.catalogue import Misconception
from grader.quantities.slips.recognise import recognise

__all__ = ["Misconception", "recognise"]
