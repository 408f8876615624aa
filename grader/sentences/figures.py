"""Write numbers, points and lists of things as a person reads them: three figures at most, and no `e+44`.

The one place where a report turns a number into words; whatever has to be typed in again or compared is not written here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce

from grader.sentences.catalogue import sentence
from grader.sentences.sentence import Number, Sentence

FIGURES = 3  # what a reader compares at a glance; a fourth has told nobody more
_AS_TYPED = 5  # figures of a number that somebody wrote down: 1.8556 is known again, 0.30264712345 is not
_DECIMAL = re.compile(r"(?<![\w.])(\d+\.\d+(?:[eE][-+]?\d+)?|\d+[eE][-+]?\d+)(?![\w.])")
"""A decimal number in a text; none that is a part of a word or of a version."""
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")  # those with words of their own; more components are rare
_OF_SEVERAL = ("slip.integrated", "step.derivative", "term.slip")  # sentences that are well said of `x and y` as of `x`
_WRITTEN_OUT = range(-4, 7)  # powers of ten: 0.0001 and 999999 are read without counting the places


def figures(value: float, most: int = FIGURES) -> str:
    """Return a number with so many figures at most; a whole one below a million is whole.

    >>> figures(17.755859375), figures(8.0), figures(12345.6), figures(6.50678e45), figures(0.1 + 0.2)
    ('17.8', '8', '12346', '6.51·10^45', '0.3')
    """
    if math.isinf(value):
        return sentence("number.infinite")
    if math.isnan(value):
        return sentence("number.none")
    if not value:
        return Number("0")
    power = math.floor(math.log10(abs(value)))
    if power not in _WRITTEN_OUT:
        short, _, power_text = f"{value:.{most - 1}e}".partition("e")
        return Number(f"{_without_zeros(short)}·10^{int(power_text)}")
    return Number(_without_zeros(f"{value:.{max(0, most - 1 - power)}f}"))


def _without_zeros(text: str) -> str:
    """Return digits without zeros behind the point, and without the sign of a zero."""
    short = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if short == "-0" else short


def as_typed(value: float) -> str:
    """Return a number of somebody's own: a short one as it was written, else its figures.

    >>> as_typed(1.8556), as_typed(0.3999999999999999), as_typed(2.685546875)
    ('1.8556', '0.4', '2.69')
    """
    short = figures(value, _AS_TYPED)
    return short if math.isfinite(value) and math.isclose(value, float(f"{value:.{_AS_TYPED}g}"), rel_tol=1e-12) else figures(value)


def point_text(point: Sequence[float]) -> str:
    """Return a point as a person would write it: `(0.4, 1.9)`, and a single coordinate without brackets."""
    shown = [as_typed(value) for value in point]
    if len(point) == 1:
        return shown[0]
    if all(isinstance(value, Number) for value in shown):
        return Number(f"({', '.join(shown)})")
    return sentence("point", coordinates=enumeration(shown))


def place_text(point: Mapping[str, float]) -> str:
    """Return where something is said to be: `x = 2, y = 3`."""
    shown = {name: figures(value) for name, value in point.items()}
    if all(isinstance(value, Number) for value in shown.values()):
        return Number(", ".join(f"{name} = {value}" for name, value in shown.items()))
    return enumeration(sentence("coordinate", name=name, value=value) for name, value in shown.items())


def listed(things: Iterable[str]) -> str:
    """Return things one after another: `a`, `a and b`, `a, b and c`."""
    *first, last = things
    return sentence("list", first=enumeration(first), last=last) if first else last


def one_of(things: Iterable[str]) -> str:
    """Return a choice between things: `a`, `a or b`, `a, b or c`."""
    *first, last = things
    return sentence("list.or", first=enumeration(first), last=last) if first else last


def enumeration(things: Iterable[str]) -> str:
    """Return things one after another with commas alone: `a`, `a, b`, `a, b, c`."""
    return reduce(lambda before, thing: sentence("list.first", first=before, next=thing), things)


def ordinal(number: int) -> str:
    """Return `first`, `second`, … as sentences count places; 1 is the first.

    >>> ordinal(1), ordinal(7)
    ('first', '7th')
    """
    if number > len(_ORDINALS):
        return sentence("ordinal", number=number)
    return sentence(f"ordinal.{_ORDINALS[number - 1]}")


def together(texts: Iterable[str]) -> str:
    """Return sentences one after another, each as it can be said again in another language; what differs in a variable once."""
    alike: dict[object, list[str]] = {}
    for text in texts:
        alike.setdefault(_but_for_the_variable(text), []).append(text)
    said = (of_one[0] if len(of_one) == 1 else _of_several(of_one) for of_one in alike.values())
    return reduce(lambda before, text: sentence("together", first=before, next=text), said)


def _but_for_the_variable(text: str) -> object:
    """Return what makes a sentence another one, whatever variable it is about; each text of its own where it may not be named."""
    if not isinstance(text, Sentence) or text.code not in _OF_SEVERAL:
        return object()
    return text.code, tuple((name, gap) for name, gap in text.gaps.items() if name != "variable")


def _of_several(texts: Iterable[str]) -> str:
    """Return sentences that differ in the variable alone as one about all of these."""
    first, *more = (text for text in texts if isinstance(text, Sentence))
    variables = [str(text.gaps["variable"]) for text in (first, *more)]
    named = reduce(lambda before, variable: sentence("list.with_respect_to", first=before, last=variable), variables)
    return sentence(first.code, **{**first.gaps, "variable": named})


def shortened(text: str) -> str:
    """Return a text with its decimal numbers to three figures.

    >>> shortened("[0.3999999999999999, 1.96]"), shortened("2.0*x"), shortened("v1.2.3")
    ('[0.4, 1.96]', '2*x', 'v1.2.3')
    """
    return _DECIMAL.sub(lambda found: figures(float(found[0])), text)
