"""The wrong answers of a class in groups of equal ones, with what was said to them, and the line by which an author answers one.

An answer that was read is told by the canonical key of its formula, one that is code by its syntax tree. Names nobody.
"""

from __future__ import annotations

import ast
import builtins
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from grader.algebra.canonical import key as canonical_key
from grader.kinds.candidates import tree_of
from grader.model import Audience, CheckResult, Exercise, Item, ItemGrade, Key, Student, Submission
from grader.notation.answer import read
from grader.notation.tokens import Unreadable
from grader.reports.escaping import harmless
from grader.sentences.catalogue import CHECKS
from grader.sentences.sentence import Sentence
from grader.submission.earlier_state import globals_of
from grader.submission.syntax_trees import without_comments

_LONGEST = 600  # characters of an answer that is shown or pasted: a longer one is looked at by `grade explain`
_BUILT_IN = frozenset(dir(builtins))  # names that a pasted line may read
_PART_OF_A_NAME = 3  # letters from which on a part of a student's name in an answer gives the student away


@dataclass(slots=True)
class AnswerGroup:
    """Equal answers to an item: how many gave them, how the answer is written, what was said to it, and its share of the points.

    `line` is what an author pastes under the item's `rejects`; empty where the answer cannot stand alone.
    """

    item: Key
    name: str
    misconception: str
    text: str
    told: str
    line: str
    students: int = 1


@dataclass(slots=True)
class WrongAnswers:
    """Gathers wrong answers; what is equal is kept once."""

    _groups: dict[tuple[Key, str, str], AnswerGroup] = field(default_factory=dict)

    def add(self, exercise: Exercise, item: Item, graded: ItemGrade, submission: Submission) -> None:
        """Count one more wrong answer, if it can be shown: of a brief grade it cannot."""
        result = graded.result
        named = result.misconception or ""
        if not named and any(_is_cause(remark.text) for remark in result.feedback if remark.audience is Audience.STUDENT):
            return
        text, line = _written(exercise, item, result, submission)
        if not text or _gives_away(text, submission.student):
            return
        group = result.key, named, _key(text, (item.function or exercise.function).variables)
        found = self._groups.get(group)
        if found is not None:
            found.students += 1
        if found is None or (_is_code(found.line) and not _is_code(line)):  # text is read more easily, and both are equal
            # the sentence that names a cause, else the first
            said = [remark.text for remark in result.feedback if remark.audience is Audience.STUDENT]
            self._groups[group] = AnswerGroup(
                students=found.students if found else 1,
                item=result.key,
                name=item.name,
                misconception=named,
                text=text,
                told=next((text for text in said if _is_cause(text)), said[0] if said else ""),
                line=line,
            )

    def example(self, item: Key, misconception: str) -> AnswerGroup | None:
        """Return the most frequent answer to an item with a misconception."""
        found = (each for each in self._groups.values() if (each.item, each.misconception) == (item, misconception))
        return max(found, key=lambda each: each.students, default=None)

    def unnamed(self) -> Iterator[AnswerGroup]:
        """Yield the answers whose mistake nobody has a name for, the most frequent first."""
        found = (each for each in self._groups.values() if not each.misconception)
        yield from sorted(found, key=lambda each: (-each.students, str(each.item), each.text))


def _is_cause(said: object) -> bool:
    return isinstance(said, Sentence) and (said.code in CHECKS or any(map(_is_cause, said.gaps.values())))


def _gives_away(text: str, student: Student) -> bool:
    words = f"{student.name} {student.id}".casefold().split()
    return any(len(word) >= _PART_OF_A_NAME and word in text.casefold() for word in words)


@lru_cache(maxsize=4096)  # the answers of a class are a few, given again and again
def _key(text: str, variables: tuple[str, ...]) -> str:
    """Return what equal answers share: a formula's, also of code that is one, canonical key."""
    for written, notation in ((text, "auto"), (_formula(text, variables), "python")):
        try:
            return canonical_key(read(written, variables=variables, notation=notation))
        except (Unreadable, ValueError, RecursionError):
            continue
    return text


def _formula(source: str, variables: tuple[str, ...]) -> str:
    """Return the one expression that code assigns or returns for the variables in their order; empty for other code."""
    match tree_of(source):
        case ast.FunctionDef(args=taken, body=[ast.Return(value=ast.expr() as value)]):
            names = [each.arg for each in taken.args]
        case ast.Assign(value=ast.Lambda(args=taken, body=value)):
            names = [each.arg for each in taken.args]
        case ast.Assign(value=value):
            names = []
        case _:
            return ""
    return ast.unparse(value) if names == [name for name in variables if name in names] else ""


def _is_code(line: str) -> bool:
    return line.startswith("- {code")


def _written(exercise: Exercise, item: Item, result: CheckResult, submission: Submission) -> tuple[str, str]:
    """Return an answer as it is shown, and the line for the exercise's file."""
    if item.kind == "answer" and result.understood and not isinstance(result.understood, Sentence):
        text = result.understood
        return (text, _line("answer", text, result)) if len(text) <= _LONGEST else ("", "")
    if item.kind == "answer":
        source, stands = _source(item, submission)
        return source, _line("code", source, result) if stands else ""
    gave = result.evidence.get("gave")
    called = f"{result.evidence['call']} gave {gave}" if gave is not None and "call" in result.evidence else ""
    return str(result.understood or called), ""


def _line(key: str, text: str, result: CheckResult) -> str:
    """Return one entry of a list of YAML, of which JSON is a part."""
    credit = f", credit: {result.credit}" if result.credit else ""
    written = json.dumps(text, ensure_ascii=harmless(text, len(text)) != text)
    return f"- {{{key}: {written}{credit}}}"


def _source(item: Item, submission: Submission) -> tuple[str, bool]:
    """Return the code that defines an answer, without comments and with the imports it needs; and whether it needs no more."""
    definitions = submission.definitions(item.names)
    if not definitions:
        return "", False
    source = without_comments(definitions[-1].source)
    if source is None:
        return "", False
    sources = [source]
    for name in sorted(globals_of(source) - _BUILT_IN - set(definitions[-1].names)):
        bound = submission.definitions((name,))
        if not bound or not bound[-1].source.lstrip().startswith(("import ", "from ")):
            return source if len(source) <= _LONGEST else "", False
        sources.insert(0, bound[-1].source.strip())
    whole = "\n".join(dict.fromkeys(sources))
    return (whole, True) if len(whole) <= _LONGEST else ("", False)
