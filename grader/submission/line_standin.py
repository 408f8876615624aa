"""Stands in for `notation.line.read_line` until that is there; made of what it replaces."""

from __future__ import annotations

import re

from grader.algebra.tree import Constant
from grader.notation.line import Equation, Piece, Prose, Unread
from grader.notation.vocabulary import Vocabulary
from grader.submission import formulas, markdown
from grader.submission.labels import identifier_of as _identifier
from grader.submission.formulas import value_and_rest

_COLON = re.compile(r":(?![=/])|\s+(?:is|are|equals|ist|est|es)(?=\s)|[ \t](?:=>|→|->|⇒)[ \t]|[ \t][–—][ \t]")
_TREE = Constant("pi")
_TUPLE = re.compile(r"\(?\s*(\w+_?\{?\d+\}?(?:\s*,\s*\w+_?\{?\d+\}?)+)\s*\)?$")


def identifier_of(label, vocabulary=None):
    return _identifier(label.replace("\x02", "$").replace("\x03", "$").replace("\x04", "`").replace("\x05", "`"))


def _names(label: str) -> tuple[str, ...]:
    quoted = re.findall(r"`([^`]+)`", label)
    parts = [label, re.split(r"[,;:]", label)[-1]]
    names = [_identifier(part.strip()) for part in parts]
    if not names[0] or len(label.split()) > 1:
        names += [_identifier(part) for part in quoted] if len(quoted) == 1 else []
    found = [name for name in names if name]
    plain = re.sub(r"\\(?:left|right|vec|mathbf)(?![a-z])|[$&*`{}]", "", label).strip()
    tuple_ = _TUPLE.match(plain)
    if tuple_:
        found = [", ".join(part.strip() for part in tuple_[1].split(","))]
    numbered = re.fullmatch(r"(\w)\^\(?(\d+)\)?", plain.replace("(", "").replace(")", ""))
    if numbered and "(" in label:
        found = [f"{numbered[1]}_{numbered[2]}"]
    return tuple(dict.fromkeys(found))


def read_line(text: str, vocabulary: Vocabulary) -> tuple[Piece, ...]:
    words = frozenset(w for v in vocabulary.variables for w in (v, *re.findall(r"[^\W\d_]{2,}", v)) if len(w) > 1)
    text = text.replace("\x02", " $").replace("\x03", "$ ").replace("\x04", "`").replace("\x05", "`").translate(_WIDE)
    outer, spans = markdown.spans_of(text.replace("\n", "\x02"))
    found: list[Piece] = []
    if "=" in outer or "≈" in outer:
        return tuple(_equations(markdown.filled(outer, spans), _lead_names(outer, spans), words))
    label, start, some = _lead_names(outer, spans), 0, False
    for sign in markdown.SPANS.finditer(outer):
        span = markdown.filled(sign[0], spans)
        if not any(equation.lefts or span.lstrip().startswith("=") for equation in formulas.equations(span)):
            continue
        before = markdown.filled(outer[start : sign.start()], spans)
        if before.strip():
            found.append(Prose(text=before, start=0, end=0))
        found += _equations(span, () if some else label, words)
        some, start = True, sign.end()
    if some:
        return (*found, *([Prose(text=markdown.filled(outer[start:], spans), start=0, end=0)] if outer[start:].strip() else []))
    return tuple(_pairs(outer, spans, words))


def _lead_names(outer, spans):
    if ":" in outer:
        return _names(markdown.filled(outer.partition(":")[0], spans))
    first = markdown.SPANS.search(outer)
    if first is None or not spans[0].lstrip().startswith("="):
        return ()
    return _names(outer[: first.start()])


def _equations(text, label, words):
    last = None
    for equation in formulas.equations(text):
        value, rest = value_and_rest(equation.right, words)
        if not equation.lefts and not text.lstrip().startswith("="):
            yield Prose(text=equation.right, start=0, end=0)
            continue
        names = tuple(dict.fromkeys(name for left in equation.lefts for name in _names(left)))
        members = [side for side in equation.lefts if not _names(side)]
        given = re.search(r"[^\W\d_]\s*\(\s*\w(?:\s*,\s*\w)*\s*\)\s*$", equation.lefts[0] if equation.lefts else "")
        names = names if given else tuple(dict.fromkeys((*names, *(label if last is None else ()))))
        last = equation
        goes_on = text.lstrip().startswith("=")
        if value is None:
            yield Unread(labels=names, text="", start=0, end=0, reason="", at=None, right=equation.right, sign="=", goes_on=goes_on)
            continue
        yield Equation(
            labels=names, tree=_TREE, start=0, end=0, written=value, right=equation.right, members=tuple(members), about=equation.rounded,
            sign="=", goes_on=goes_on or equation.goes_on,
        )  # fmt: skip
        if rest.strip():
            yield Prose(text=rest, start=0, end=0)


def _pairs(outer, spans, words):
    kept = False
    for found in _COLON.finditer(outer):
        label = outer[: found.start()]
        if kept:
            label = re.split(r"\band\b|[,;]", markdown.SPANS.sub(",", label))[-1]
        label = markdown.filled(label, spans, math="`")
        names = _names(label)
        value, rest = value_and_rest(markdown.filled(outer[found.end() :], spans), words)
        if not names or value is None or not _looks_written(value, outer[found.end() :], words):
            continue
        kept = True
        yield Equation(labels=names, tree=_TREE, start=0, end=0, written=value, right=markdown.filled(outer[found.end() :], spans), sign=":")
        if rest.strip():
            yield Prose(text=rest, start=0, end=0)
    if not kept:
        whole = markdown.filled(outer, spans)
        value, rest = value_and_rest(whole, words)
        if value is not None and _looks_written(value, outer, words):
            yield Equation(labels=(), tree=_TREE, start=0, end=0, written=value, right=whole)
            if rest.strip():
                yield Prose(text=rest, start=0, end=0)
        elif whole.strip().endswith((":", "=")) and _names(whole.strip().rstrip(":= ")):
            yield Unread(labels=_names(whole.strip().rstrip(":= ")), text="", start=0, end=0, reason="", at=None, sign=":")
        else:
            yield Prose(text=whole, start=0, end=0)


def _looks_written(value, outer, words):
    signs = re.search(r"[\d+*/^=()\[\]√\\−-]", value) is not None
    return signs or markdown.SPANS.search(outer) is not None or len(value) == 1 or value in words


_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3001: ",", 0x3000: " "}
