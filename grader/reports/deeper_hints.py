"""Say more to a student who makes the same slip again: a worked example the second time, then the line to show a tutor.

How often it was told comes from the store, by hand-ins, or from the memory of a notebook, by attempts. No example is about a
function or the numbers of the course: where it uses those of the first, there is a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import permutations

from grader.algebra.tidy import expanded, terms_of
from grader.algebra.tree import Variable, exact, substitute, variables_in
from grader.model import Audience, CheckResult, Exercise, Verdict
from grader.notation.answer import read
from grader.notation.printing import plain
from grader.notation.tokens import Unreadable
from grader.sentences.catalogue import sentence
from grader.sentences.sentence import Sentence
from grader.sentences.worked_examples import EXAMPLES, example_for, texts_of

_AGAIN, _STILL = 2, 3  # times that the same is told: with an example, and with the line for a tutor
_WRONG = (Verdict.DID_NOT_RUN, Verdict.INCORRECT, Verdict.PARTIAL)  # of a right answer, and of ours, nothing is told
_SLIP = "slip."  # how the codes of slips begin
_LETTERS = ("t", "s")  # the variables of all examples


def cause_of(result: CheckResult) -> str:
    """Return the name of the slip in what is told of a result; "" for none."""
    return (result.misconception or _slip_told(result).partition(".")[0]) if result.verdict in _WRONG else ""


def deeper_hint(
    times: int, result: CheckResult, name: str, exercises: Sequence[Exercise], line: tuple[str | None, str | None]
) -> str:
    """Return what is said after the cause when it is told for the second or a later time; "" for nothing more.

    `name` is the answer's, `line` where it is in the student's work and what stands there.
    """
    cause = cause_of(result)
    if times < _AGAIN or not cause:
        return ""
    if times >= _STILL:
        place, written = line
        if place and written:
            return sentence("deeper.tutor_line", line=written, place=place)
        return sentence("deeper.tutor", name=name)
    told = _slip_told(result)
    example = example_for(told if told.partition(".")[0] == cause else cause)
    return _worked(example, exercises) if example is not None else ""


def _slip_told(result: CheckResult) -> str:
    """Return the first slip in what a student is told, with its case: `ascends.step`; "" for none."""
    texts = [criterion.feedback for criterion in result.criteria]
    texts += [remark.text for remark in result.feedback if remark.audience is Audience.STUDENT]
    return next((code.removeprefix(_SLIP) for text in texts for code in _codes(text) if code.startswith(_SLIP)), "")


def _codes(text: object) -> Iterator[str]:
    """Yield the codes of a sentence and of those that stand in it."""
    if isinstance(text, Sentence):
        yield text.code
        for inner in text.gaps.values():
            yield from _codes(inner)


def _worked(name: str, exercises: Sequence[Exercise]) -> str:
    """Return an example in numbers that are none of the exercises' own; "" if both sets are."""
    functions = tuple((function.expression, function.variables) for each in exercises for function in each.functions)
    said = [f"{each.prompt} {[given.text for given in each.given]} {[item.options for item in each.items]}" for each in exercises]
    terms, words = _terms(functions), re.sub(r"\s", "", " ".join(said))
    for numbers in texts_of(name):
        about = [numbers[gap] for gap in EXAMPLES[name].about.split()]
        if not any(text in terms or _stands_in(text, words) or _formula(text) in terms for text in about):
            return sentence("deeper.example", example=sentence(f"example.{name}", **numbers))
    return ""


@lru_cache(maxsize=16)  # a class has one course
def _terms(functions: tuple[tuple[str, tuple[str, ...]], ...]) -> frozenset[str]:
    """Return the functions and each of their terms, in the letters of the examples."""
    found = set[str]()
    for text, variables in functions:
        with suppress(Unreadable):
            tree = expanded(exact(read(text, variables=variables)))
            for part in (tree, *terms_of(tree)):
                names = sorted(variables_in(part))
                if 0 < len(names) <= len(_LETTERS):
                    orders = permutations(_LETTERS, len(names))
                    renamed = [{name: Variable(letter) for name, letter in zip(names, order, strict=True)} for order in orders]
                    found |= {plain(expanded(substitute(part, each))) for each in renamed}
    return frozenset(found)


@lru_cache(maxsize=256)  # a few dozen examples
def _formula(text: str) -> str:
    """Return a formula of an example as `_terms` writes it; the text where it is none."""
    with suppress(Unreadable):
        return plain(expanded(exact(read(text, variables=_LETTERS))))
    return text


def _stands_in(text: str, words: str) -> bool:
    """Tell whether a vector or a number stands in what exercises say; a formula is compared as one."""
    bare = re.sub(r"[\s()]", "", text)
    return bool(re.fullmatch(r"[-\d.,]+", bare)) and re.search(rf"(?<![\d.]){re.escape(bare)}(?![\d.])", words) is not None
