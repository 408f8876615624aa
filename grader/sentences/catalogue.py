"""Find what is said to a student by its code, and fill its named gaps.

The texts stand in `english/`. A code is that of the feedback and, after a dot, the case: `placeholder.function`
is feedback of the code `placeholder`, so that programs which read JSON know few codes and wording knows all cases.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from grader.model import Audience, Feedback
from grader.sentences.english import (
    about_answers,
    about_formulas,
    about_pictures,
    about_programs,
    about_runs,
    about_scores,
    about_slips,
    about_submissions,
    about_values,
    in_letters,
)

# In the order in which a reader would want them: answers, the code behind them, what lies around.
TABLES = (
    about_answers,
    about_formulas,
    about_values,
    about_slips,
    about_programs,
    about_runs,
    about_submissions,
    about_scores,
    about_pictures,
    in_letters,
)
# All of them by code; a code stands in one table alone, which a test holds.
SENTENCES: Mapping[str, str] = MappingProxyType({code: text for table in TABLES for code, text in table.SENTENCES.items()})


def sentence(code: str, **gaps: object) -> str:
    """Return the sentence of a code with its gaps filled.

    Raises KeyError where there is no such code, or a gap of the sentence is not given.
    """
    return SENTENCES[code].format_map(gaps)


def slip_text(name: str, case: str = "", **gaps: object) -> str:
    """Return what is said of a slip in the case where it was made, such as `step` or `program`; else its usual sentence.

    Raises KeyError as `sentence` does.
    """
    code = f"slip.{name}.{case}"
    return sentence(code if code in SENTENCES else f"slip.{name}", **gaps)


def say(code: str, *, under: str = "", audience: Audience = Audience.STUDENT, **gaps: object) -> Feedback:
    """Return feedback that says the sentence of a code, filed under the part of the code before its first dot.

    `under` is the feedback's code where one sentence is said under several.
    """
    return Feedback(code=under or code.partition(".")[0], text=sentence(code, **gaps), audience=audience)
