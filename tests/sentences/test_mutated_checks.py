"""Every sentence that names a cause has a check that can fail: with one that always holds, something false is said.

Each sentence has an innocent work in `innocent`, of which it is not said. A change of the package that lets its check hold
always (`mutants`) makes it said, so that whoever breaks the check so breaks this test.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest

from grader.model import StudentFault
from grader.sandbox.host import exceptions
from grader.sentences.catalogue import CHECKS
from tests.sentences import innocent
from tests.sentences.mutants import (
    Mutant,
    answering,
    codes_in,
    gradient_told,
    held,
    hoisted,
    module_of,
    program_explained,
    row_that_fits,
    rows,
    slip_shown,
    source_of,
    step_shown,
    term_slip_shown,
    ways,
)
from tests.sentences.works import Work, said

TABLES = {name: {code: work for work, codes in getattr(innocent, name).items() for code in codes.split()}
          for name in ("IN_THE_SOURCE", "SLIPS", "STEPS", "PROGRAMS", "GRADIENTS")}  # fmt: skip
OF_PYTHON = [code for code in CHECKS if code.startswith(("python.", "parse."))]
told_of = cache(said)


def in_the_source(code: str) -> Iterator[Mutant]:
    """The nearest conditions, all on the way, and the sentence said first of all."""
    source = source_of(module_of(CHECKS[code]))
    found = ways(source, code)
    yield from (held(source, way[:1]) for way in found)
    yield from (held(source, way) for way in found)
    yield from rows(source, code)
    yield from hoisted(source, code)


def mutants(code: str) -> Iterator[Mutant]:
    """The ways to let the check of a sentence hold always."""
    if code in innocent.ANSWERS:
        yield answering(*innocent.ANSWERS[code][:2])
    elif code in TABLES["SLIPS"]:
        yield from term_slip_shown(code) if code.endswith(".in_term") else slip_shown(code)
    elif code in TABLES["STEPS"]:
        yield from step_shown(code, innocent.WRITTEN)
    elif code in TABLES["PROGRAMS"]:
        yield from program_explained(code)
    elif code in TABLES["GRADIENTS"]:
        yield from gradient_told(code)
    else:
        yield from in_the_source(code)


def work_of(code: str) -> Work:
    """The innocent work of a sentence."""
    if code in innocent.ANSWERS:
        return innocent.ANSWERS[code][2]
    return next(table[code] for table in TABLES.values() if code in table)


def test_every_sentence_that_names_a_cause_has_an_innocent_work_or_a_reason() -> None:
    """In one table, and nothing stands there that is not said."""
    rows = Counter([*innocent.ANSWERS, *innocent.REASONS, *OF_PYTHON, *(code for table in TABLES.values() for code in table)])
    assert [code for code, count in rows.items() if count > 1] == []
    assert sorted(rows.keys() ^ CHECKS.keys()) == []


def says_it_under(mutant: Mutant, code: str) -> bool:
    """Tell whether a sentence is said of its innocent work by a changed package; where that breaks, it is not."""
    try:
        with mutant():
            return code in said(work_of(code))
    except Exception:  # a condition held where what it guards is not there
        return False


@pytest.mark.parametrize("code", [code for code in CHECKS if code not in innocent.REASONS and code not in OF_PYTHON])
def test_a_check_that_always_holds_says_something_false(code: str) -> None:
    """The sentence is not said of its innocent work, and would be."""
    assert code not in told_of(work_of(code))
    assert any(says_it_under(mutant, code) for mutant in mutants(code))


OWN = StudentFault(type_name="ValueError", message="no luck today", line="x = luck()")


def python_says(code: str) -> set[str]:
    """What is said of an exception of somebody's own, or of a sentence that no parser says."""
    means = exceptions.meaning(OWN) if code.startswith("python.") else exceptions.parse_meaning("no luck today", "x = luck()")
    return set(codes_in(means))


@pytest.mark.parametrize("code", OF_PYTHON)
def test_a_row_that_fits_everything_says_something_false(code: str) -> None:
    """An exception of somebody's own is told nothing; it would be, if the row of this sentence always held."""
    assert python_says(code) == set()
    found = False
    for mutant in (*row_that_fits(code), *in_the_source(code)):
        with mutant(), contextlib.suppress(TypeError):  # a condition held where what it guards is not there
            found = found or code in python_says(code)
    assert found
