"""Tell a slip that was made in several questions once, above them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from grader.reports import verdict_words as wording
from grader.sentences.catalogue import SENTENCES, sentence

_SEVERAL = 2  # of a slip: twice is a pattern, as one that happened once is told where it happened


def patterns(slips: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield a sentence for each slip that was made in several questions; `slips` are its name and the question's."""
    questions: dict[str, list[str]] = {}
    for slip, name in slips:
        if f"pattern.{slip}" in SENTENCES:
            questions.setdefault(slip, []).append(f"`{name}`")
    for slip, names in questions.items():
        if len(names) >= _SEVERAL:
            yield sentence(f"pattern.{slip}", names=wording.listed(names, most=len(names)))
