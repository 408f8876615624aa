"""What is written as a record comes back exactly, of the same types."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.model import (
    ArrayValue,
    Call,
    CheckResult,
    Criterion,
    Feedback,
    FunctionValue,
    Key,
    Observation,
    OpaqueValue,
    Outcome,
    Parameter,
    Place,
    Probe,
    Statement,
    Student,
    StudentFault,
    Submission,
    SymbolicValue,
    TextAnswer,
    Value,
    Verdict,
)
from grader.store.records import (
    MOST_CHARACTERS,
    Kept,
    Ran,
    UnreadableRecordError,
    packed,
    packed_conversations,
    unpacked,
    unpacked_conversations,
)

HERE = Place(file="a.ipynb", line=3, cell=2)
NUMBERS = st.one_of(st.integers(), st.floats(), st.complex_numbers(), st.booleans(), st.none())
PLAIN = st.one_of(
    NUMBERS,
    st.text(st.characters(exclude_categories=()), max_size=20),
    st.just(...),
    st.builds(OpaqueValue, type_name=st.sampled_from(["object", "Foo"])),
    st.builds(SymbolicValue, structure=st.text(st.characters(codec="ascii"))),
    st.just(FunctionValue(parameters=None)),
    st.just(FunctionValue(parameters=(Parameter(name="x"), Parameter(name="k", kind="keyword", has_default=True)))),
    st.lists(st.floats(), max_size=4).map(
        lambda xs: ArrayValue(dtype="float64", shape=(len(xs),), elements=tuple(xs), tensor=True)
    ),
    st.lists(st.complex_numbers(), max_size=3).map(
        lambda zs: ArrayValue(dtype="complex128", shape=(len(zs), 1), elements=tuple(zs))
    ),
)
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.text(max_size=3), inner, max_size=3),
        st.frozensets(NUMBERS, max_size=3),
    ),
    max_leaves=8,
)


def observation(value: Value) -> Observation:
    """A call that was given the value and returned it, beside one that failed."""
    probe = Probe(names=("f", "g"), arguments=((value, 1.0), (2, value)), keywords=("y",))
    fault = StudentFault(type_name="ValueError", message="no\ud800", place=HERE, package="scipy")
    calls = (
        Call(arguments=(value, 1.0), outcome=Outcome.RETURNED, value=value, seconds=0.1, arguments_changed=True),
        Call(arguments=(2, value), outcome=Outcome.RAISED, fault=fault),
    )
    return Observation(probe=probe, name="g", calls=calls, printed="p", near=("h",), code="abc")


@given(VALUES)
def test_observations_come_back_exactly(value: Value):
    """Every value that a student's code can reply is read back as the same value of the same type."""
    heard = {"x": ((observation(value), Observation(probe=Probe(names=("a",)), name=None, calls=())), ())}
    content = packed_conversations(heard)
    assert content is not None
    assert spelled(unpacked_conversations(content)) == spelled(heard)


def spelled(value: object) -> str:
    """A text that is the same for the same value; sets are in one order."""
    return repr(sorted(map(spelled, value))) if isinstance(value, frozenset) else str(_inside(value))


def _inside(value: object) -> object:
    if isinstance(value, dict):
        return [(key, spelled(inner)) for key, inner in value.items()]
    if isinstance(value, (list, tuple)):
        return [type(value).__name__, *map(spelled, value)]
    if hasattr(type(value), "__dataclass_fields__"):
        return [(name, spelled(getattr(value, name))) for name in type(value).__dataclass_fields__]
    return repr(value)


EVIDENCE: dict[str, object] = {
    "point": {"x": 0.1, "y": -0.0},
    "value": math.inf,
    "exact": Fraction(1, 3),
    "place": HERE,
    "path": [(1.0, 2), (3, [4])],
    "large": 10**400,
    "names": frozenset({"x"}),
    "complex": 1 + 2j,
    "nothing": None,
}


def kept() -> Kept:
    """A grading with something in every field."""
    problem = Feedback(code="syntax", text="A bracket is missing.")
    statement = Statement(
        source="df_dx = 2*x\ud83d", place=HERE, names=("df_dx",), problem=problem, placeholders=("a",)
    )
    text = TextAnswer(name="df_dx", text="2x", place=HERE, markdown=True)
    criterion = Criterion(id="a", text="A", verdict=Verdict.PARTIAL, share=Fraction(2, 3), credit=Fraction(1, 7))
    result = CheckResult(
        key=Key(exercise="e", item="i"), verdict=Verdict.PARTIAL, credit=Fraction(5, 7), criteria=(criterion,),
        feedback=(problem,), misconception="signs", understood="2*x", evidence=EVIDENCE, seconds=0.25,
    )  # fmt: skip
    submission = Submission(
        student=Student(id="a", name="Åda"), files=("a.ipynb",), digest="d", statements=(statement,), texts=(text,),
        remarks=(problem,), problem=problem, folder="/f", late=True, submitted_at="2026-01-01",
    )  # fmt: skip
    ran = Ran(isolation="full", remarks=(problem,), versions={"python": "3"}, seconds={"calls": 0.1})
    return Kept(submission=submission, results={"e": (result,)}, ran=ran, code="c")


def test_a_grading_comes_back_exactly():
    """Fractions, places, tuples and all are what they were."""
    assert repr(unpacked(*packed(kept()))) == repr(kept())


def test_the_brief_part_has_all_that_totals_need():
    """Verdict, credit and feedback are there without the details."""
    found = unpacked(packed(kept())[0]).results["e"][0]
    assert (found.verdict, found.credit, found.feedback) == (
        Verdict.PARTIAL,
        Fraction(5, 7),
        kept().results["e"][0].feedback,
    )
    assert not found.criteria


def test_evidence_that_is_no_datum_becomes_the_name_of_its_type():
    """An object in the evidence costs nobody a grade."""
    from dataclasses import replace

    odd = replace(kept(), results={"e": (replace(kept().results["e"][0], evidence={"path": Path()}),)})
    assert unpacked(*packed(odd)).results["e"][0].evidence == {"path": f"<{type(Path()).__name__}>"}


def test_a_conversation_beyond_reason_is_not_kept():
    """Somebody whose code prints without end does not fill the disk; what is judged anew is then asked anew."""
    much = Observation(probe=Probe(names=("f",)), name="f", calls=(), printed="x" * MOST_CHARACTERS)
    assert packed_conversations({"e": ((much,),)}) is None
    assert unpacked_conversations(None) == {}


def damaged(content: bytes) -> Iterator[bytes]:
    """The content with one byte changed, at some places, and cut short."""
    yield b""
    yield content[:-3]
    for place in range(0, len(content), 7):
        yield content[:place] + bytes([content[place] ^ 0x55]) + content[place + 1 :]


def test_damage_is_noticed():
    """A changed byte anywhere is an error and never another grade."""
    brief, details = packed(kept())
    for broken in damaged(brief):
        with pytest.raises(UnreadableRecordError):
            unpacked(broken)
    for broken in damaged(details):
        with pytest.raises(UnreadableRecordError):
            unpacked(brief, broken)
