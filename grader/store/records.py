"""Grades and conversations as compressed JSON and back, exactly: fractions, tuples, arrays and `nan` come back as they were.

Classes are written by their own type hints; of a sentence its code and gaps, so that it can
be said in other words later; a value of a student's code is written as it crossed the
border, since that writing has a strict reader already. Knows no file and no key.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from typing import Any

from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
from cattrs.preconf.json import JsonConverter, make_converter

from grader.model import (
    Call,
    CheckResult,
    Criterion,
    Feedback,
    HandedFunction,
    Observation,
    Place,
    Probe,
    Statement,
    Submission,
    TextAnswer,
    Value,
)
from grader.sandbox.host.wire_values import from_wire, to_wire
from grader.sentences.catalogue import from_plain, to_plain

MOST_CHARACTERS = 2_000_000
"""A conversation that takes more is not kept; what is judged anew is then asked anew."""

Results = Mapping[str, tuple[CheckResult, ...]]
Conversations = Mapping[str, tuple[tuple[Observation, ...], ...]]


class UnreadableRecordError(ValueError):
    """What was kept cannot be read back: damaged, or written by a grader that wrote otherwise."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ran:
    """How a student's code last ran: what a session said that holds for all items."""

    isolation: str = ""
    remarks: tuple[Feedback, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """What is kept of one submission's grading; `results` by exercise, in the order of its items.

    `submission` has only the statements that reports show and no remark of the layout's; `code` is
    the digest of all its statements.
    """

    submission: Submission
    results: Results
    ran: Ran
    code: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Details:
    """The larger part of what is kept, which totals and tables do not need: code, criteria and evidence."""

    statements: tuple[Statement, ...]
    texts: tuple[TextAnswer, ...]
    criteria: Mapping[str, tuple[tuple[Criterion, ...], ...]]
    evidence: Mapping[str, tuple[Mapping[str, object], ...]]


def packed(kept: Kept) -> tuple[bytes, bytes]:
    """Return the kept grading as bytes: what totals and tables need, and the rest."""
    details = _Details(
        statements=kept.submission.statements,
        texts=kept.submission.texts,
        criteria={exercise: tuple(result.criteria for result in own) for exercise, own in kept.results.items()},
        evidence={exercise: tuple(result.evidence for result in own) for exercise, own in kept.results.items()},
    )
    brief = replace(
        kept,
        submission=replace(kept.submission, statements=(), texts=()),
        results={e: tuple(replace(result, criteria=(), evidence={}) for result in own) for e, own in kept.results.items()},
    )
    return _packed(_CONVERTER.unstructure(brief, Kept)), _packed(_CONVERTER.unstructure(details, _Details))


def unpacked(brief: bytes, details: bytes | None = None) -> Kept:
    """Return the kept grading that these bytes hold; without the details if they are not given. Raises `UnreadableRecordError`."""
    kept: Kept = _structured(brief, Kept)
    if details is None:
        return kept
    more: _Details = _structured(details, _Details)
    try:
        results = {exercise: _detailed(exercise, own, more) for exercise, own in kept.results.items()}
    except (KeyError, ValueError) as error:
        raise UnreadableRecordError("results and details do not belong together") from error
    return replace(kept, submission=replace(kept.submission, statements=more.statements, texts=more.texts), results=results)


def _detailed(exercise: str, results: tuple[CheckResult, ...], details: _Details) -> tuple[CheckResult, ...]:
    beside = zip(results, details.criteria[exercise], details.evidence[exercise], strict=True)
    return tuple(replace(result, criteria=criteria, evidence=evidence) for result, criteria, evidence in beside)


def packed_conversations(conversations: Conversations) -> bytes | None:
    """Return what was asked and replied, by exercise and in the order of its items, as bytes; None when it is too much."""
    text = _text(_CONVERTER.unstructure(conversations, Conversations))
    return zlib.compress(text.encode()) if len(text) <= MOST_CHARACTERS else None


def unpacked_conversations(content: bytes | None) -> Conversations:
    """Return the conversations that these bytes hold. Raises `UnreadableRecordError`."""
    conversations: Conversations = _structured(content, Conversations) if content is not None else {}
    return conversations


def _text(plain: object) -> str:
    return json.dumps(plain, ensure_ascii=True, separators=(",", ":"))


def _packed(plain: object) -> bytes:
    return zlib.compress(_text(plain).encode())


def _structured(content: bytes, kind: Any) -> Any:  # noqa: ANN401  (the class that is asked for)
    try:
        return _CONVERTER.structure(json.loads(zlib.decompress(content)), kind)
    except Exception as error:  # whatever is wrong with the bytes, the remedy is to grade again
        raise UnreadableRecordError(f"{type(error).__name__}: {error}") from error


# --- what JSON lacks ---


@lru_cache(maxsize=1024)
def _fraction(text: str) -> Fraction:
    """Return the fraction; a class's credits are a few, read many thousand times."""
    return Fraction(text)


def _arguments_to_wire(arguments: tuple[Value, ...] | None) -> object:
    return None if arguments is None else [to_wire(argument) for argument in arguments]


def _arguments_from_wire(wire: Any) -> tuple[Value, ...] | None:  # noqa: ANN401  (JSON)
    return None if wire is None else tuple(map(_argument_from_wire, wire))


def _argument_from_wire(wire: Any) -> Value:  # noqa: ANN401  (JSON)
    """Return an argument; only there may a function be one of ours."""
    match wire:
        case ["h", str(name), list(variables), list(components)]:
            return HandedFunction(name=name, variables=tuple(variables), components=tuple(components))
    return from_wire(wire)


def _sets_to_wire(sets: tuple[tuple[Value, ...], ...] | None) -> object:
    return None if sets is None else [_arguments_to_wire(arguments) for arguments in sets]


def _sets_from_wire(wire: Any, _: object) -> object:  # noqa: ANN401  (JSON)
    return None if wire is None else tuple(_arguments_from_wire(arguments) for arguments in wire)


def plain_evidence(value: object) -> object:
    """Return evidence as JSON-like data for `evidence_of`; what is no datum becomes its type's name in brackets."""
    match value:
        case Fraction():
            return ["q", str(value)]
        case Place():
            return ["p", value.file, value.line, value.cell, value.text]
        case Mapping():
            return ["d", [[plain_evidence(key), plain_evidence(inner)] for key, inner in value.items()]]
        case list() | tuple() | frozenset() | set():
            tag = "l" if isinstance(value, list) else "t" if isinstance(value, tuple) else "s"
            return [tag, [plain_evidence(inner) for inner in value]]
    try:
        return to_wire(value)  # type: ignore[arg-type]
    except TypeError:
        return f"<{type(value).__name__}>"


def evidence_of(plain: Any) -> Any:  # noqa: ANN401  (JSON, and anything at all)
    """Return the evidence that was written so."""
    if type(plain) is not list:
        return plain
    match plain:
        case ["q", str(text)]:
            return _fraction(text)
        case ["p", str(file), int(line), cell, bool(text)]:
            return Place(file=file, line=line, cell=cell, text=text)
        case ["d", list(pairs)]:
            return {evidence_of(key): evidence_of(inner) for key, inner in pairs}
        case ["l" | "t" | "s" as tag, list(items)]:
            kind = {"l": list, "t": tuple, "s": frozenset}[tag]
            return kind(evidence_of(inner) for inner in items)
    return from_wire(plain)


def _all_evidence_to_plain(evidence: Mapping[str, tuple[object, ...]]) -> object:
    return {exercise: [plain_evidence(each) for each in own] for exercise, own in evidence.items()}


def _all_evidence_from_plain(plain: Any, _: object) -> object:  # noqa: ANN401  (JSON)
    return {exercise: tuple(evidence_of(each) for each in own) for exercise, own in plain.items()}


def _converter() -> JsonConverter:
    converter = make_converter(omit_if_default=True, detailed_validation=False, forbid_extra_keys=True)
    converter.register_unstructure_hook(Fraction, str)
    converter.register_structure_hook(Fraction, lambda text, _: _fraction(text))
    arguments = override(unstruct_hook=_arguments_to_wire, struct_hook=lambda wire, _: _arguments_from_wire(wire))
    value = override(unstruct_hook=to_wire, struct_hook=lambda wire, _: from_wire(wire))
    sets = override(unstruct_hook=_sets_to_wire, struct_hook=_sets_from_wire)
    told = override(unstruct_hook=to_plain, struct_hook=lambda plain, _: from_plain(plain))
    special = {
        Feedback: {"text": told},
        Criterion: {"text": told, "feedback": told},
        Call: {"arguments": arguments, "value": value},
        Probe: {"arguments": sets},
        CheckResult: {"understood": told, **dict.fromkeys(("evidence", "answer", "source"), override(omit=True))},
        _Details: {"evidence": override(unstruct_hook=_all_evidence_to_plain, struct_hook=_all_evidence_from_plain)},
    }
    for kind, fields in special.items():
        _register(converter, kind, fields)
    return converter


def _register(converter: JsonConverter, kind: type, fields: Mapping[str, Any]) -> None:
    options = {"_cattrs_omit_if_default": True, **fields}
    reading = {"_cattrs_forbid_extra_keys": True, "_cattrs_detailed_validation": False, **fields}
    # by a factory, since making the two takes milliseconds, and a run that only writes reads nothing
    converter.register_unstructure_hook_factory(
        lambda wanted: wanted is kind, lambda _: make_dict_unstructure_fn(kind, converter, **options)
    )
    converter.register_structure_hook_factory(
        lambda wanted: wanted is kind, lambda _: make_dict_structure_fn(kind, converter, **reading)
    )


_CONVERTER = _converter()  # one for all: making it takes longer than what it does to a row
