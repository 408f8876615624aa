"""Worked examples are mathematics: our own engine works out every number in them, in both sets."""

from __future__ import annotations

import re

import pytest

from grader.algebra.tree import Expression, Vector
from grader.equality.compare import compare
from grader.equality.decision import Comparison, Relation
from grader.quantities.evaluation import reference
from grader.quantities.references import by_own_rules
from grader.quantities.sheet import compiled_sheet
from grader.quantities.slips.catalogue import RANKS
from grader.sentences.catalogue import CHECKS, SENTENCES, sentence
from grader.sentences.worked_examples import EXAMPLES, example_for, texts_of
from tests.sentences.worked_facts import FACTS

CASES = [(name, place) for name in EXAMPLES for place in (0, 1)]
SPAN = re.compile(r"`([^`]+)`")
NO_MATHEMATICS = re.compile(r"\breturn\b|\bfor\b|\bprint\b|\bdef\b|==|^t - \d|^f\(|= t|δ|t - s|range")
"""Of a code span: Python, of which the examples of programs are made; a step with a letter for δ."""
OF_STEPS = "grader.descent.methods."


def value(text: str) -> Expression:
    """What a term is, by our own rules."""
    with by_own_rules():
        found = reference("a", compiled_sheet((), (), (("a", text),), (), ("t", "s")))
    assert not isinstance(found, str)
    return found  # type: ignore[return-value]


def in_brackets(text: str) -> str:
    """A vector as terms write it."""
    return f"[{text[1:-1]}]" if re.fullmatch(r"\([^()]*, [^()]*\)", text) else text


def bare(text: str) -> str:
    """A formula without blanks, all brackets alike."""
    return text.replace(" ", "").translate(str.maketrans("[]", "()"))


def facts(name: str, place: int) -> list[str]:
    """What has to hold of an example, with its numbers."""
    gaps = {gap: in_brackets(text) for gap, text in list(texts_of(name))[place].items()}
    return [fact.format_map(gaps) for fact in FACTS[name]]


@pytest.mark.parametrize(("name", "place"), CASES)
def test_every_number_of_an_example_is_right(name: str, place: int):
    """Derivatives, gradients, vectors, steps, and what Python counts."""
    for fact in facts(name, place):
        if fact.startswith("py: "):
            assert eval(fact.removeprefix("py: ")) is True, fact
            continue
        left, right = map(value, fact.split(" == "))
        pairs = zip(left.components, right.components, strict=True) if isinstance(left, Vector) else [(left, right)]
        for one, other in pairs:
            assert compare(one, other, Comparison(variables=("t", "s"))).relation is Relation.EQUAL, fact


@pytest.mark.parametrize(("name", "place"), CASES)
def test_what_an_example_shows_is_what_is_checked(name: str, place: int):
    """Every formula in its sentence stands in something that has to hold."""
    said = sentence(f"example.{name}", **list(texts_of(name))[place])
    held = bare("".join(facts(name, place)))
    loose = [span for span in SPAN.findall(said) if not NO_MATHEMATICS.search(span)]
    assert [span for span in loose if bare(span) not in held] == []


def test_a_wrong_number_would_be_found():
    """The check can fail."""
    left, right = value("diff(5*t**2, t)"), value("5*t")
    assert compare(left, right, Comparison(variables=("t",))).relation is not Relation.EQUAL


def test_examples_and_sentences_belong_together():
    """None without the other; both sets fill the same gaps, and say what may not be the course's own."""
    assert {code.removeprefix("example.") for code in SENTENCES if code.startswith("example.")} == EXAMPLES.keys()
    assert FACTS.keys() == EXAMPLES.keys()
    for name, example in EXAMPLES.items():
        assert example.first.keys() == example.second.keys(), name
        assert all(example.first[gap] != example.second[gap] for gap in example.about.split()), name


def test_every_slip_of_calculus_vectors_and_steps_by_hand_has_an_example():
    """By name or by case; those of programs have one if they are frequent."""
    assert [name for name in RANKS if name not in NONE_NEEDED and not example_for(name)] == []
    slips = {code.removeprefix("slip."): check for code, check in CHECKS.items() if code.startswith("slip.")}
    of_steps = [slip for slip, check in slips.items() if check.startswith(OF_STEPS)]
    assert [slip for slip in of_steps if not example_for(slip)] == []
    known = {code.removeprefix("slip.") for code in SENTENCES if code.startswith("slip.")}
    names = known | {slip.partition(".")[0] for slip in known}
    assert [slip for example in EXAMPLES.values() for slip in example.slips.split() if slip not in names] == []


NONE_NEEDED = frozenset((
    "not_divided", "fraction_turned_round", "outer_function_missing", "other_extreme", "added_up",
    "absolute_taken", "kept_above_zero", "side_not_asked",
))  # fmt: skip
"""Slips of plain arithmetic, whose sentence says it all."""
