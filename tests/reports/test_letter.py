import pytest

from grader.model import Audience, Grade, Verdict
from grader.reports.letter import letter

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
    """A student is sent to the first answer that fails before any that is missing."""
    assert letter(mixed(), ASSIGNMENT).next_step.startswith("start with `df_dy` (Partial derivatives)")
    only = graded(handed_in("a"), all_right(KEYS[0]))
    assert "`df_dy`" in letter(only, ASSIGNMENT).next_step
    assert "no answer yet" in letter(only, ASSIGNMENT).next_step


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
    answers = [answer for section in letter(bare, ASSIGNMENT, whole=True).sections for answer in section.answers]
    assert len(answers) == len(KEYS)
    assert all(answer.messages for answer in answers)


def test_missing_answers_share_a_message() -> None:
    """Neighbours that are missing for the same reason say it once, naming all."""
    told = letter(graded(handed_in("a")), ASSIGNMENT)
    messages = [message for answer in told.sections[1].answers for message in answer.messages]
    assert len(messages) == 1
    assert "`gradient`, `u_hat` and `slope`" in messages[0]


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


@pytest.mark.parametrize(
    ("sentence", "several"),
    [
        ("Nothing called `{}` was found. Define `{}` in a cell of its own.", ", each in a cell of its own."),
        ("`{}` is empty. Put your answer there.", " are empty. Put your answers there."),
        (
            "`{}` still has the placeholder of the template. Replace it with your answer.",
            "Replace them with your answers.",
        ),
    ],
)
def test_a_shared_message_is_a_sentence_about_several(sentence: str, several: str) -> None:
    """What is said of two answers at once is in the plural."""
    results = [judged(key.item, Verdict.UNANSWERED, feedback=(said(sentence.replace("{}", key.item)),)) for key in KEYS]
    told = letter(graded(handed_in("a"), *results), ASSIGNMENT)
    messages = [text for part in told.sections for answer in part.answers for text in answer.messages]
    assert any(several in text for text in messages), messages
