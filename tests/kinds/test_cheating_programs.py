"""Programs that cheat earn what they deserve on the functions of other courses, and honest ones lose nothing there."""

from __future__ import annotations

import pytest

from grader.kinds.descent.example import Pieces, cheats
from grader.kinds.protocol import Cheat
from grader.model import Question, Verdict
from tests.descent_programs.driver import SEED, lesson, play
from tests.descent_programs.functions import EXERCISES, about
from tests.descent_programs.honest import honest


def question(exercise: str) -> Question:
    """The question of an exercise."""
    known = lesson(exercise)
    return Question(exercise=known, item=known.items[0], seed=SEED)


# with a step size that the exercise fixes, and with a path asked for, a judge takes other ways
FIXED = {
    f"{name}, {what}": about(name, **{key: value})
    for name in ("parabola", "bowl, moved", "cosh", "coupled")
    for what, key, value in (("δ fixed", "size", 0.1), ("path", "trajectory", "true"), ("any δ", "step_size", "any"))
}
ALL = {**EXERCISES, **FIXED}
CHEATS = [
    pytest.param(exercise, cheat, id=f"{name}: {cheat.what}")
    for name, exercise in ALL.items()
    for cheat in cheats(question(exercise))
]
HONEST = [
    pytest.param(exercise, source, id=f"{name}: {style}")
    for name, exercise in ALL.items()
    for style, source in honest(Pieces(question(exercise))).items()
    if "δ fixed" not in name or style in ("plain", "while", "recursion", "numpy", "reduce")
]


@pytest.mark.parametrize(("exercise", "cheat"), CHEATS)
def test_a_program_that_cheats_is_not_taken(exercise: str, cheat: Cheat):
    """It runs, and never earns full marks; a minimum that is typed in earns nothing unless a person says so."""
    result = play(cheat.source, exercise)
    assert result.verdict is not Verdict.DID_NOT_RUN
    assert result.credit < 1
    assert not cheat.earns_nothing or result.credit == 0 or result.verdict is Verdict.NEEDS_REVIEW


@pytest.mark.parametrize(("exercise", "source"), HONEST)
def test_an_honest_program_loses_nothing(exercise: str, source: str):
    """In twenty styles, whatever the function; where ten thousand iterations are not enough, a person looks at the end."""
    result = play(source, exercise)
    lost = {line.id for line in result.criteria if line.credit < 1}
    waits = {line.id for line in result.criteria if line.verdict is Verdict.NEEDS_REVIEW}
    assert not lost or lost == waits == {"arrives"}, [f.text for f in result.feedback]
    assert result.misconception is None


def test_what_waits_for_a_person_is_rare():
    """Of honest programs less than one in fifty."""
    verdicts = [play(case.values[1], case.values[0]).verdict for case in HONEST]
    assert verdicts.count(Verdict.NEEDS_REVIEW) * 50 < len(verdicts)
