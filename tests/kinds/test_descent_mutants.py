"""A thousand small changes to right programs: none that changes what a program does gets full marks unnoticed."""

from __future__ import annotations

import random

import pytest

from grader.authoring.wrong_programs import changed_programs
from tests.descent_programs.driver import Session, play
from tests.descent_programs.excuses import behaviour, excuse, same
from tests.descent_programs.right import ONE, ONE_VARIABLE, TWO, TWO_VARIABLES

CHANGED = 1000
# These are called otherwise than the comparison of behaviour calls, or give rounded, tensor or estimated values.
LEFT_OUT = ("one vector", "count first", "keyword-only", "y first", "column", "rounds", "differences", "line search")
NAMES = {ONE: "grad_descent", TWO: "multi_grad_descent"}


def programs() -> list[tuple[str, str]]:
    """The programs that are changed: right ones in plain Python and NumPy."""
    found = [(ONE, item) for item in ONE_VARIABLE.items()] + [(TWO, item) for item in TWO_VARIABLES.items()]
    return [
        (exercise, source)
        for exercise, (name, source) in found
        if "mygrad" not in source and not any(part in name for part in LEFT_OUT)
    ]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_no_change_of_behaviour_gets_full_marks(record_property: pytest.FixtureRequest):
    """At least a thousand mutants that change behaviour lose something; survivors are right programs, with the reason."""
    made = [
        (exercise, source, changed.source) for exercise, source in programs() for changed in changed_programs(source)
    ]
    random.Random(4).shuffle(made)
    before: dict[str, list | None] = {}
    changed, survivors = 0, []
    for exercise, source, mutant in made:
        if changed == CHANGED + len(survivors):
            break
        if source not in before:
            before[source] = behaviour(source, exercise, NAMES[exercise])
        if same(behaviour(mutant, exercise, NAMES[exercise]), before[source]) or not executes(mutant):
            continue
        changed += 1
        if play(mutant, exercise).credit == 1:
            survivors.append((mutant, excuse(mutant, NAMES[exercise], exercise)))
    for mutant, why in survivors:
        record_property("survivor", f"{why}\n{mutant}")
    assert changed - len(survivors) >= CHANGED
    assert [mutant for mutant, why in survivors if why is None] == []


def executes(source: str) -> bool:
    """Whether the program's statements run at all."""
    try:
        Session(source)
    except Exception:
        return False
    return True
