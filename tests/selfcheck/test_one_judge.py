"""A student's own check and the grading of what was handed in are one judge: no program is judged in two ways."""

from __future__ import annotations

import contextlib
import io
import warnings
from dataclasses import replace

import numpy as np
import pytest

from grader.model import Verdict
from grader.selfcheck.check_table import State
from grader.selfcheck.findings import findings_of
from tests.descent_programs.disguised import ASTRAY, DISGUISED, NEARLY_RIGHT
from tests.descent_programs.driver import SECONDS, guarded, lesson, play
from tests.descent_programs.right import ONE, ONE_VARIABLE, TWO, TWO_VARIABLES
from tests.descent_programs.wrong import MISTAKES

PROGRAMS = [
    *((f"right {name}", ONE, source) for name, source in ONE_VARIABLE.items()),
    *((f"right {name}", TWO, source) for name, source in TWO_VARIABLES.items()),
    *(
        (f"{name} {at}", *each)
        for group in (MISTAKES, DISGUISED)
        for name, (_, programs) in group.items()
        for at, each in enumerate(programs)
    ),
    *((f"nearly {name}", *each) for name, each in NEARLY_RIGHT.items()),
    *((f"astray {name}", *each[1:3]) for name, each in ASTRAY.items()),
]
STATES = {
    Verdict.CORRECT: State.RIGHT,
    Verdict.PARTIAL: State.NOT_YET,
    Verdict.INCORRECT: State.NOT_YET,
    Verdict.UNANSWERED: State.UNANSWERED,
    Verdict.DID_NOT_RUN: State.DID_NOT_RUN,
    Verdict.NEEDS_REVIEW: State.UNCHECKED,
}


@pytest.mark.parametrize(("name", "exercise", "source"), PROGRAMS, ids=[name for name, *_ in PROGRAMS])
def test_a_program_stands_in_its_notebook_as_it_is_graded(name: str, exercise: str, source: str):
    """What is right for one is right for the other, and so with all that is not."""
    known = replace(lesson(exercise), limits={"call_seconds": SECONDS})
    names: dict[str, object] = {"__name__": "__main__", "In": ["", source]}
    with warnings.catch_warnings(), np.errstate(all="ignore"), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        with contextlib.suppress(Exception), guarded():
            exec(compile(source, "hw.py", "exec"), names)  # our own test programs
        (finding,) = findings_of([(known, known.items[0])], names, [known])
    assert finding.state is STATES[play(source, exercise).verdict], finding.hint
