"""What a name meant before it got another meaning: a notebook answers five exercises and calls the function `f` in each.

Cuts a submission off where a name is bound anew, by looking at statements without running them.
Knows which names belong together because one's definition reads the other; not what is asked and not what is right.
"""

from __future__ import annotations

import re
import symtable
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from grader.model import Place, Statement, Submission


@dataclass(frozen=True, kw_only=True, slots=True)
class EarlierState:
    """A submission as it was before `name` was bound anew at `place`."""

    submission: Submission
    name: str
    place: Place


def before_rebinding(submission: Submission, names: Collection[str]) -> EarlierState | None:
    """Return the state before something read by the definition of these names is bound anew; None if nothing is."""
    defined = _last_definition(submission.statements, names)
    if defined is None:
        return None
    known = {name: statement for statement in submission.statements[: defined + 1] for name in statement.names}
    for index, statement in enumerate(submission.statements[defined + 1 :], defined + 1):
        read = _reads(submission.statements[:index], defined)
        runs = statement.problem is None and not _is_import(statement)  # to import a name again changes nothing
        for name in statement.names:
            if runs and name in read and name in known and statement.source != known[name].source:
                return _cut(submission, index, name)
            known[name] = statement
    return None


def before_binding(submission: Submission, index: int, names: Collection[str]) -> EarlierState | None:
    """Return the state before a statement that gives one of these names a meaning; None without an earlier answer."""
    texts = any(text.markdown and text.name in names for text in submission.texts)
    if _last_definition(submission.statements[:index], names) is None and not texts:
        return None
    bound = submission.statements[index].names
    return _cut(submission, index, next((name for name in bound if name in names), next(iter(names))))


def before_last_definition(submission: Submission, names: Collection[str]) -> EarlierState | None:
    """Return the state before the last definition of these names, where there is an earlier one or an answer in text."""
    defined = _last_definition(submission.statements, names)
    texts = [text for text in submission.texts if text.markdown and text.name in names]
    if defined is not None:
        earlier = _last_definition(submission.statements[:defined], names)
        if earlier is None and not texts:
            return None
        name = next(name for name in submission.statements[defined].names if name in names)
        return _cut(submission, defined, name)
    if len({text.place for text in texts}) < 2:
        return None
    *_, last = texts
    others = tuple(text for text in submission.texts if text.place != last.place)
    return EarlierState(submission=replace(submission, texts=others), name=last.name, place=last.place)


def headings_of_last_two(submission: Submission, names: Collection[str]) -> tuple[str, str]:
    """Return the headings above the last two definitions of these names, the earlier first; of answers in text where no code is."""
    last = _last_definition(submission.statements, names)
    if last is None:
        sections = [text.section for text in submission.texts if text.markdown and text.name in names]
        return (sections[-2], sections[-1]) if len(sections) > 1 else ("", "")
    earlier = _last_definition(submission.statements[:last], names)
    above = submission.statements[earlier].section if earlier is not None else ""
    return above, submission.statements[last].section


def names_between(submission: Submission, names: Collection[str]) -> frozenset[str]:
    """Return what is defined between the last two definitions of these names, in code, else in text."""
    last = _last_definition(submission.statements, names)
    if last is not None:
        earlier = _last_definition(submission.statements[:last], names)
        between = submission.statements[earlier:last] if earlier is not None else ()
        return frozenset(name for statement in between for name in statement.names)
    places = [at for at, text in enumerate(submission.texts) if text.markdown and text.name in names]
    between_texts = submission.texts[places[-2] : places[-1]] if len(places) > 1 else ()
    return frozenset(text.name for text in between_texts)


def _last_definition(statements: tuple[Statement, ...], names: Collection[str]) -> int | None:
    """Return the index of the last statement that can run and gives one of the names something to mean."""
    for index in reversed(range(len(statements))):
        statement = statements[index]
        bound = [name for name in statement.names if name in names and name not in statement.placeholders]
        if bound and statement.problem is None:
            return index
    return None


def _is_import(statement: Statement) -> bool:
    return statement.source.startswith(("import ", "from "))


def _reads(statements: tuple[Statement, ...], index: int) -> frozenset[str]:
    """Return the global names read by a definition, and those read by the definitions of these."""
    found: set[str] = set()
    waiting = [statements[index]]
    while waiting:
        new = globals_of(waiting.pop().source) - found
        found |= new
        waiting += [s for s in statements if s.problem is None and not _is_import(s) and not new.isdisjoint(s.names)]
    return frozenset(found)


def made_with(submission: Submission, name: str) -> frozenset[str]:
    """Return the names whose last meanings are what this name means last was made with, by way of others too."""
    return _made_with(tuple((each.source, each.names) for each in submission.statements if each.problem is None), name)


@lru_cache(maxsize=64)  # each item of a submission asks about the answers to all others
def _made_with(statements: tuple[tuple[str, tuple[str, ...]], ...], name: str) -> frozenset[str]:
    bound = {each: at for at, (_, names) in enumerate(statements) for each in names}
    reach, waiting = set[tuple[str, int]](), [(name, len(statements))]
    while waiting:
        wanted, end = waiting.pop()
        for at in reversed(range(end)):
            source, names = statements[at]
            is_function = source.startswith(("def ", "@"))
            if (wanted in names or (not is_function and _fillings(wanted, source))) and (wanted, at) not in reach:
                reach.add((wanted, at))
                # a function looks its names up when it is called
                later = len(statements) if is_function or "lambda" in source else at
                known = globals_of(source).intersection(bound)  # of these not what is filled, and nothing else done with it
                reads = [each for each in known if len(re.findall(rf"\b{re.escape(each)}\b", source)) > _fillings(each, source)]
                waiting += [(each, later) for each in reads]
                reach |= {(each, at) for each in reads if each in names}  # in a loop one thing is made with another
            if wanted in names:
                break
    return frozenset(each for each, at in reach if bound[each] == at and each != name)


def _fillings(name: str, source: str) -> int:
    """Return how often a source puts something into what bears a name."""
    filling = rf"\b{re.escape(name)}\s*(\.(append|extend|insert|add|update)\(|\+=|\[[^\n=\]]*\]\s*=[^=])"
    return len(re.findall(filling, source)) if name in source else 0


@lru_cache(maxsize=1024)
def globals_of(source: str) -> frozenset[str]:
    """Return the global names that a statement reads, also inside of functions."""
    try:
        table = symtable.symtable(source, "statement", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    return frozenset(_referenced(table))


def _referenced(table: symtable.SymbolTable) -> Iterator[str]:
    top = table.get_type() == "module"
    for symbol in table.get_symbols():
        if symbol.is_referenced() and (top or symbol.is_global()):
            yield symbol.get_name()
    for child in table.get_children():
        yield from _referenced(child)


def _cut(submission: Submission, index: int, name: str) -> EarlierState:
    """Return the state before a statement; what was written as text stays, since it has no order among the code."""
    kept, left_out = submission.statements[:index], submission.statements[index:]
    gone = {statement.place for statement in left_out} - {statement.place for statement in kept}
    texts = tuple(text for text in submission.texts if text.markdown or text.place not in gone)
    return EarlierState(submission=replace(submission, statements=kept, texts=texts), name=name, place=left_out[0].place)
