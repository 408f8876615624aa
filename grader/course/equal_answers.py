"""What persons decided about equal answers, all at once: a CSV with one row for each group of them, to be filled in.

Two answers to an item are equal where they were read as the same, are written the same and wait for the same reason; a
program whose names mean what stands elsewhere is equal only to one of the same file. Knows no store.
"""

from __future__ import annotations

import builtins
import csv
import hashlib
import io
import re
import symtable
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from grader.errors import SpecError
from grader.model import Assignment, Audience, Grade, ItemGrade, Override, Submission, Verdict
from grader.submission.file_content import decode
from grader.submission.syntax_trees import without_comments

# Of the file of decisions: a person fills in `earned`, `why` and `by`, and `key` finds the answer again.
COLUMNS = ("item", "answer", "reason", "who", "students", "points", "earned", "why", "by", "key")
_DIGITS = 16  # of a digest: two of a million different answers are taken for equal once in thirty million classes
# In the reason of one of two equal answers, which stand in different places of their files.
_PLACE = re.compile(r"(text )?(cell \d+, )?line \d+")
_BUILT_IN = frozenset(dir(builtins))  # names that mean the same in every notebook

Decided = Mapping[str, Override]
"""Decisions by the key of the answers that they are about."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """An answer that waits for a person: its text, why it waits, and the key shared by equal answers."""

    item: str
    text: str
    reason: str
    points: Fraction
    key: str


def waiting(grade: Grade, assignment: Assignment) -> Iterator[tuple[ItemGrade, Answer]]:
    """Yield the items that the machine left to a person, with their answers; the grade has its code."""
    names = {(exercise.id, item.id): item.names for exercise in assignment.exercises for item in exercise.items}
    for item in grade.items:
        if item.result.verdict is Verdict.NEEDS_REVIEW:
            key = item.result.key
            yield item, _answer(item, names.get((key.exercise, key.item), (key.item,)), grade.submission)


def decided_equally(grade: Grade, assignment: Assignment, decided: Decided) -> dict[str, Override]:
    """Return what was decided about answers equal to these, by item."""
    answers = (answer for _, answer in waiting(grade, assignment))
    return {answer.item: decided[answer.key] for answer in answers if answer.key in decided}


def _answer(item: ItemGrade, names: tuple[str, ...], submission: Submission) -> Answer:
    found = [text for text in submission.texts if text.name in names]
    texts = [" ".join(" ".join((text.text, *text.rest)).split()) for text in found]
    sources = [statement.source for statement in submission.definitions(names)]
    notes = [remark for remark in item.result.feedback if remark.audience is Audience.STAFF] or list(item.result.feedback)
    reason = notes[0].text if notes else "no reason was given"
    read = item.result.understood
    why = [(note.code, _PLACE.sub("", note.text)) for note in notes]
    parts = [str(item.result.key), why, read or "", texts, [without_comments(each) or each.strip() for each in sources]]
    says_all = read is not None or ((texts or sources) and all(map(_stands_alone, sources)))
    if not says_all:
        parts.append(submission.digest)
    text = texts[-1] if texts else read or (sources[-1].strip() if sources else "(nothing that could be read)")
    key = hashlib.sha256(repr(parts).encode("utf-8", "replace")).hexdigest()[:_DIGITS]
    # It begins with a letter that no number has, since spreadsheets would make 12e45 a number.
    return Answer(item=str(item.result.key), text=text, reason=reason, points=item.points, key=f"k{key}")


def _stands_alone(source: str) -> bool:
    """Tell whether a statement reads no name that another one binds."""
    try:
        module = symtable.symtable(source, "", "exec")
    except (SyntaxError, ValueError, RecursionError):
        return False
    read = {symbol.get_name() for symbol in module.get_symbols() if symbol.is_referenced()}
    own = {symbol.get_name() for symbol in module.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    inner = list(module.get_children())
    while inner:
        table = inner.pop()
        inner += table.get_children()
        read |= {each.get_name() for each in table.get_symbols() if each.is_global() and each.get_name() not in own}
    return read <= _BUILT_IN


# --- the file ---


def written(groups: Iterable[tuple[Answer, Collection[str]]], kept: Mapping[str, Mapping[str, str]]) -> str:
    """Return the file's text: what was filled in stays, and each group that waits has a row."""
    stream = io.StringIO(newline="")
    rows = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    rows.writeheader()
    rows.writerows({name: row.get(name, "") for name in COLUMNS} for row in kept.values())
    for answer, who in groups:
        if answer.key not in kept:
            said = {"item": answer.item, "answer": answer.text, "reason": answer.reason, "who": "; ".join(who)}
            shown = {name: _cell(text) for name, text in said.items()}
            rows.writerow({**shown, "students": str(len(who)), "points": str(answer.points), "key": answer.key})
    return stream.getvalue()


def _cell(text: str, longest: int = 1000) -> str:
    """Return text that no spreadsheet takes for a formula."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:longest]
    return f"'{line}" if line[:1] in set("=+-@|%") else line


def filled_in(file: Path) -> dict[str, dict[str, str]]:
    """Return the rows that somebody has filled in, by key. Raises SpecError for an unreadable file."""
    try:
        text, _ = decode(file.read_bytes())
    except OSError as error:
        raise SpecError([f"{file}: cannot be read: {error.strerror or error}"]) from None
    first = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=first.count))
    lacking = [name for name in ("item", "earned", "why", "by", "key") if name not in (rows.fieldnames or ())]
    if lacking:
        raise SpecError([f"{file}:1: has no column {', '.join(lacking)}; `grade review --decisions` writes such a file"])
    kept = ({name: (said or "").strip() for name, said in row.items() if name} for row in rows)
    return {row["key"]: row for row in kept if row["key"] and any(row[name] for name in ("earned", "why", "by"))}


def _points(said: str, otherwise: Fraction) -> Fraction:
    try:
        return Fraction(said.replace(",", "."))
    except (ValueError, ZeroDivisionError):
        return otherwise


def read_decisions(file: Path) -> dict[str, Override]:
    """Return what the file decides. Raises SpecError with each row that is filled in half."""
    found, problems = {}, []
    for key, row in filled_in(file).items():
        try:
            earned = Fraction(row["earned"].replace(",", "."))
        except (ValueError, ZeroDivisionError):
            problems.append(f"{file}: {row['item']}: earned must be points, like 2 or 0.5 (here: {row['earned']!r})")
            continue
        if lacking := [name for name in ("why", "by") if not row[name]]:
            problems.append(f"{file}: {row['item']}: {' and '.join(lacking)} must not be empty")
        elif not 0 <= earned <= _points(row.get("points", ""), earned):
            problems.append(f"{file}: {row['item']}: earned must lie between 0 and {row['points'] or 'the points of the item'}")
        else:
            found[key] = Override(earned=earned, why=row["why"], by=row["by"])
    if problems:
        raise SpecError(problems)
    return found
