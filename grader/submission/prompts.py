"""What a course itself wrote into a student's notebook is no answer.

A prompt may hold what looks like one (`steps = [(x1, y1), …]`, `such as {"x"}`). What is read from
the prompts alone is taken out of what was read from the student. Knows no exercise, only texts.
"""

from __future__ import annotations

from functools import lru_cache

from grader.model import Statement, TextAnswer
from grader.submission.cells import Cell
from grader.submission.text_cells import read_texts


def own_texts(texts: tuple[TextAnswer, ...], prompts: tuple[str, ...]) -> tuple[TextAnswer, ...]:
    """Return the text answers without those that stand word for word in these prompts (Markdown)."""
    if not texts or not prompts:
        return texts
    given = given_by(prompts)
    return tuple(text for text in texts if not text.markdown or (text.name, text.text) not in given)


def own_statements(statements: tuple[Statement, ...], prompts: tuple[str, ...]) -> tuple[Statement, ...]:
    """Return the statements without those in cells of text that stand word for word in these prompts."""
    return tuple(s for s in statements if not s.place.text or not any(s.source in prompt for prompt in prompts))


@lru_cache(maxsize=16)
def given_by(prompts: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    """Names and texts of what looks like an answer in these prompts."""
    cells = (Cell(kind="text", source=prompt, number=None) for prompt in prompts)
    return frozenset((text.name, text.text) for cell in cells for text in read_texts([cell], "prompt"))
