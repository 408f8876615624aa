from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from grader.course.exercises import load_assignment
from grader.model import Audience, Criterion, Grade, Place, Statement, Verdict
from grader.reports.consequences import rows_of
from grader.reports.letter import letter, said_of_each
from grader.reports.own_lines import is_spelled
from grader.reports.working_order import working_order
from grader.sentences.catalogue import SENTENCES, say, sentence, slip_text

from .sample import (
    ASSIGNMENT,
    KEYS,
    SECRET,
    all_right,
    graded,
    handed_in,
    judged,
    mixed,
    perfect,
    said,
    unreadable,
)


def test_staff_notes_stay_behind() -> None:
    """Neither a staff note nor the expected value of the evidence reaches the letter."""
    assert SECRET not in repr(letter(mixed(), ASSIGNMENT))


def test_next_step_prefers_what_was_tried() -> None:
    """A student is sent to the line of the first answer that fails, before any that is missing; the cause stands below, once."""
    told = letter(mixed(), ASSIGNMENT)
    assert told.next_step.startswith("mend `df_dy` (Partial derivatives, cell 3, line 2). After that, 6 more")
    assert told.told[0].name == "df_dy"
    assert told.told[0].messages[0] not in told.next_step
    only = graded(handed_in("a"), all_right(KEYS[0]))
    assert letter(only, ASSIGNMENT).next_step.startswith("answer `df_dy`")


def test_what_others_build_on_comes_first() -> None:
    """Where the course orders nothing, formulas come before steps by hand, and programs of one variable before those of two."""
    assignment = load_assignment(Path(__file__).parents[2] / "exercises")
    by_work = sorted(order := working_order(assignment), key=order.__getitem__)
    first = list(dict.fromkeys(key.exercise for key in by_work))
    assert first == [
        "partial_derivatives", "directional_derivative", "descent_by_hand", "single_variable_descent", "multivariable_descent",
    ]  # fmt: skip
    turned = replace(assignment, exercises=assignment.exercises[::-1])
    assert [*dict.fromkeys(key.exercise for key in working_order(turned))] == [each.id for each in turned.exercises]


def test_nothing_to_mend() -> None:
    """Full marks are said to be so, and what only waits for a person asks nothing of the student."""
    assert "nothing to mend" in letter(perfect(), ASSIGNMENT).next_step
    results = [all_right(key) for key in KEYS if key.item != "slope"]
    waiting = graded(handed_in("a"), *results, judged("slope", Verdict.NEEDS_REVIEW))
    told = letter(waiting, ASSIGNMENT)
    assert "wait until a person" in told.next_step
    assert "`slope`" in told.provisional
    assert "Up to 1 more point may" in told.provisional


def test_every_lost_point_has_a_reason() -> None:
    """With the whole letter, each answer that is not correct says something, even where its check said nothing."""
    bare = graded(handed_in("a"), *(judged(k.item, v) for k, v in zip(KEYS, list(Verdict)[1:], strict=False)))
    answers = said_of_each(bare, ASSIGNMENT)
    assert len(answers) == len(KEYS)
    assert all(answer.messages for answer in answers)


def test_what_was_left_alone_is_one_line() -> None:
    """Questions without an answer are listed, not told one by one; where all are, the next step says all there is to say."""
    told = letter(graded(handed_in("a"), all_right(KEYS[0])), ASSIGNMENT)
    assert told.told == ()
    assert "`gradient`, `u_hat` and `slope` (Directional derivative); `steps` (Descent by hand)" in told.untouched
    nothing = letter(graded(handed_in("a")), ASSIGNMENT)
    assert (nothing.untouched, nothing.told) == ("", ())
    assert nothing.next_step.endswith("After that, 11 more questions to go.")


def test_what_helps_to_answer_is_told_once() -> None:
    """A name like the one that is missing is told, of several questions once."""
    near = {key: (say("missing.near", name=key.item, near="`df`"),) for key in KEYS[:3]}
    told = letter(graded(handed_in("a"), *(judged(k.item, Verdict.UNANSWERED, feedback=f) for k, f in near.items())), ASSIGNMENT)
    assert [answer.name for answer in told.told] == ["df_dx"]
    assert "`df_dy`, `df_dz`" in told.untouched


def test_own_line() -> None:
    """The student's own line is shown from the place where it failed, else from the last definition."""
    answers = {answer.name: answer for section in letter(mixed(), ASSIGNMENT).sections for answer in section.answers}
    assert (answers["grad_descent"].place, answers["grad_descent"].line) == ("cell 7, line 8", "x.data += 0.1 * x.grad")
    assert (answers["df_dy"].place, answers["df_dy"].line) == ("cell 3, line 2", "df_dy = 3*x")
    assert answers["df_dx"].place is None


def test_the_call_is_not_said_twice() -> None:
    """A call that the message names already is not shown by itself; another one is, with what it gave."""
    evidence = {"call": "df_dx(1.0, 2.0)", "gave": "7"}
    wrong = graded(handed_in("a"), judged("df_dx", Verdict.INCORRECT, feedback=(said("No."),), evidence=evidence))
    answer = letter(wrong, ASSIGNMENT).sections[0].answers[0]
    assert (answer.call, answer.gave) == ("df_dx(1.0, 2.0)", "7")
    answers = {answer.name: answer for section in letter(mixed(), ASSIGNMENT).sections for answer in section.answers}
    assert answers["grad_descent"].call is None


def test_unreadable() -> None:
    """A file that could not be read has its reason and one step, not a list of everything that is missing."""
    told = letter(unreadable(), ASSIGNMENT)
    assert told.sections == ()
    assert "PDF" in told.remarks[0]
    assert "hand in a file" in told.next_step


@pytest.mark.parametrize("audience", list(Audience))
def test_remarks_by_audience(audience: Audience) -> None:
    """Remarks about the whole submission are for those they are meant for."""
    grade = graded(handed_in("a", remarks=(said("Hello.", audience=audience),)))
    assert ("Hello." in letter(grade, ASSIGNMENT).remarks) is (audience is Audience.STUDENT)


def test_a_remark_is_said_once() -> None:
    """A remark that both the submission and the grade carry is told once."""
    grade = graded(handed_in("a", remarks=(said("Hello."),)))
    twice = Grade(submission=grade.submission, items=grade.items, remarks=grade.submission.remarks)
    assert letter(twice, ASSIGNMENT).remarks == ("Hello.",)


# --- What follows, and what happened twice ---------------------------------------------------------


def lost(name: str, reason: str = "", share: str = "1/5") -> Criterion:
    """A line of a rubric that was lost."""
    return Criterion(id=name, text=name, verdict=Verdict.INCORRECT, share=Fraction(share), credit=Fraction(0), feedback=reason)


def test_the_first_lost_line_tells_the_cause_and_the_rest_follows() -> None:
    """One slip costs lines without being told in each: the same reason, no reason, and steps that go astray arrive nowhere."""
    uphill = slip_text("ascends", "program", because="")
    away = lost("arrives", sentence("diverges", start="3"))
    first, rows = rows_of([lost("start", uphill), lost("direction", uphill), lost("count"), away])
    assert first == uphill
    assert [(row.reason, row.follows) for row in rows] == [("", True), ("", True), ("", True)]


def test_a_slip_of_its_own_is_told_beside_another() -> None:
    """Two slips are told as two."""
    uphill = slip_text("ascends", "program", because="")
    too_many, late = slip_text("one_step_too_many", because=""), slip_text("returns_nothing")
    _, rows = rows_of([lost("direction", uphill), lost("count", too_many), lost("arrives", late)])
    assert [row.reason for row in rows] == [too_many, late]


def test_a_step_with_the_same_slip_is_told_once() -> None:
    """Of steps by hand the cause tells whether two are wrong in the same way; the points differ."""
    cause = slip_text("step_size_forgotten")
    wrong = [lost(f"step {n}", sentence("step.wrong", number=n, before=f"({n}, 2)", after="(3, 4)", cause=cause)) for n in (1, 2)]
    assert [row.follows for row in rows_of(wrong)[1]] == [True]


def test_what_fails_inside_another_answer_follows_from_it() -> None:
    """A function that calls a broken one is not told of again."""
    file = "a.py"
    statements = (
        Statement(source="def gradient(x, y):\n    return 4*y^2", place=Place(file=file, line=1), names=("gradient",)),
        Statement(source="def slope(x, y):\n    return gradient(x, y)[0]", place=Place(file=file, line=4), names=("slope",)),
    )
    failed = {"feedback": (said("TypeError."),), "evidence": {"place": Place(file=file, line=2)}}
    grade = graded(
        handed_in("a", file, statements=statements),
        judged("gradient", Verdict.DID_NOT_RUN, **failed),
        judged("slope", Verdict.DID_NOT_RUN, **failed),
    )
    told = {answer.name: answer for answer in letter(grade, ASSIGNMENT).told}
    assert (told["gradient"].follows, told["slope"].follows) == ("", "gradient")
    assert told["slope"].messages == ("This follows from `gradient`: mend that first.",)
    assert told["slope"].word == "not checked"


@pytest.mark.parametrize(("followed", "verdict", "follows"), [
    ("gradient", Verdict.INCORRECT, "gradient"), ("gradient", Verdict.CORRECT, ""), ("", Verdict.INCORRECT, ""),
])  # fmt: skip
def test_a_descent_along_another_answer_that_is_wrong_follows_from_it(followed: str, verdict: Verdict, follows: str):
    """Only where its steps were seen to be those of that answer."""
    wrong = replace(judged("slope", Verdict.PARTIAL), evidence={"follows": followed} if followed else {})
    grade = graded(handed_in("a"), judged("gradient", verdict), wrong)
    told = {answer.name: answer for answer in said_of_each(grade, ASSIGNMENT)}
    assert told["slope"].follows == follows


def test_a_slip_in_several_questions_is_told_above_them() -> None:
    """Once for all of them; a slip that happened once is told where it happened."""
    wrong = [judged(item, Verdict.INCORRECT, misconception=slip) for item, slip in (("df_dx", "sign"), ("df_dy", "sign"))]
    told = letter(graded(handed_in("a"), *wrong), ASSIGNMENT)
    assert len(told.patterns) == 1
    assert "`df_dx` and `df_dy`" in told.patterns[0]
    assert letter(graded(handed_in("a"), wrong[0]), ASSIGNMENT).patterns == ()


@pytest.mark.parametrize(
    ("understood", "line", "same"),
    [
        ("4*x - 3*y", "df_dx = 4x - 3y", True),
        ("3*z**2", "    return 3 * z ** 2  # the power rule", True),
        ("(4*y, 4*x + 3*y**2)", "gradient = [4*y, 4*x + 3*y²]", True),
        ("x/2", "df_dx = 1/2x", False),
        ("[(0.4, 1.9)]", "steps = np.array([[2/5, 1.9]])", False),
    ],
)
def test_how_an_answer_was_read_is_told_where_it_was_written_otherwise(understood: str, line: str, same: bool) -> None:
    """Blanks, signs of multiplication and ways to write a power are spelling."""
    assert is_spelled(understood, line) is same


def test_no_name_of_a_slip_is_unknown() -> None:
    """A pattern is told of a slip that there is."""
    slips = {code.split(".")[1] for code in SENTENCES if code.startswith("pattern.")}
    assert slips <= {code.split(".")[1] for code in SENTENCES if code.startswith("slip.")}
