"""What a course itself wrote into a student's notebook is no answer.

A prompt may hold what looks like one (`steps = [(x1, y1), …]`, `such as {"x"}`). What is read from
the prompts alone is taken out of what was read from the student. Knows no exercise, only texts.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from grader.intake.cells import Cell
from grader.intake.texts import read_texts
from grader.model import Submission


def without_prompts(submission: Submission, prompts: tuple[str, ...]) -> Submission:
    """The submission without the text answers that stand word for word in these prompts (Markdown)."""
    if not submission.texts:
        return submission
    given = _given(prompts)
    own = tuple(text for text in submission.texts if not text.markdown or (text.name, text.text) not in given)
    return replace(submission, texts=own)


@lru_cache(maxsize=16)
def _given(prompts: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    cells = (Cell(kind="text", source=prompt, number=None) for prompt in prompts)
    return frozenset((text.name, text.text) for cell in cells for text in read_texts([cell], "prompt"))
