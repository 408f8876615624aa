"""Formulas as MathML, which browsers show without a script and read aloud; each is made once."""

from __future__ import annotations

from functools import lru_cache

from grader.notation.answer import read
from grader.notation.printing import latex
from grader.notation.tokens import Unreadable

_LONGEST = 160  # characters of an answer that is shown as a formula: a longer one is read more easily as it was written


@lru_cache(maxsize=4096)  # the answers of a class are a few, given again and again
def mathml(text: str, variables: tuple[str, ...]) -> str:
    """Return a formula in our own plain writing as MathML; "" for what is none, or too long to be read.

    >>> mathml("4*x", ("x",)).startswith("<math"), mathml("no formula", ("x",))
    (True, '')
    """
    from latex2mathml.converter import convert

    if len(text) > _LONGEST:
        return ""
    try:
        return convert(latex(read(text, variables=variables)))
    except (Unreadable, ValueError, KeyError, IndexError, RecursionError):
        return ""
