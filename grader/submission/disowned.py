"""What a text says is somebody else's: `ChatGPT: …`, `Example from the lesson: …` is nobody's answer."""

from __future__ import annotations

import re

from grader.notation.wording import is_somebody_elses

_COLON = re.compile("[:：]")  # of Latin and of Chinese and Japanese text
_LONGEST = 100  # characters up to the colon
_MOST_WORDS = 8  # of a label; what is longer is a sentence


def disowns(line: str, *, announces: bool = False) -> bool:
    """Tell whether a line says before its colon that what comes is somebody else's; with `announces`, in lines below it."""
    lead, *rest = _COLON.split(line[:_LONGEST], maxsplit=1)
    if not rest or (announces and rest[0].strip(" *_`")):
        return False
    return is_somebody_elses(lead) and not re.search(r"[=$|]", lead) and len(lead.split()) <= _MOST_WORDS
