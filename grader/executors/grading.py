"""One task to one row: what of an earlier row still holds is kept, what can be judged anew is, the rest is asked anew.

The unit is the exercise, because its items build on one another. Runs wherever a worker is; opens no
database and knows no other submission.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import MappingProxyType

from grader.kinds.outcomes import needs_review
from grader.model import (
    Assignment,
    Audience,
    CheckResult,
    Exercise,
    Feedback,
    Grade,
    ItemGrade,
    Observation,
    Outcome,
    Part,
    Probe,
    Submission,
)
from grader.pipeline import NotRecordedError, Sandbox, Session, as_noted, code_left, grade_submission, item_grades, questions
from grader.sandbox.host.wire_values import to_wire
from grader.store import records
from grader.store.keys import Key, digest
from grader.store.records import Conversations, Kept, Ran, UnreadableRecordError
from grader.store.rows import Row, Task, Work, about
from grader.submission.earlier_state import globals_of

_OUR_FAULTS = frozenset(("judge_failed", "grader_failed"))  # codes of feedback: a fault of ours, in a check or around it
_OWN_EVIDENCE = frozenset(("place", "call", "gave", "trajectory", "rule", "step_size", "point", "student_value", "vectors"))
"""What the student's own code was asked and said, or an answer comes to: the letter shows it, and pictures are drawn of it."""
_FAR_BACK = 2  # from an answer to the list it is cut out of, and from the lines that fill that to the numbers in them
_OWN_STEPS = frozenset(("step", "from", "to", "right"))  # of the steps of a walk: where the student's own one led
_Items = dict[str, tuple[ItemGrade, ...]]  # by exercise


@dataclass(frozen=True, kw_only=True, slots=True)
class _Former:
    """What an earlier row holds of the same submission."""

    kept: Kept
    conversations: Conversations
    keys: Mapping[str, Key]


def grade_task(task: Task, work: Work, sandbox: Sandbox) -> Row:
    """Return the row of one submission. Never raises for what is in the submission."""
    submission, exercises = work.read(task.entry), work.assignment.exercises
    former = _former(task, submission)
    changed = [e for e in exercises if former is None or former.keys.get(e.id) != work.keys[e.id]]
    judged = _judged_again(changed, submission, work, former) if former else {}
    to_ask = tuple(e for e in changed if e.id not in judged)
    if not to_ask:
        return _row(task, work, submission, judged, None, former)
    asked = grade_submission(submission, _only(work.assignment, to_ask), sandbox)
    return _row(task, work, submission, {**judged, **_by_exercise(asked.items)}, asked, former)


def failed_row(task: Task, work: Work, error: BaseException) -> Row:
    """Return the row of a submission that we failed to grade: all to be reviewed, nothing lost, tried again next time."""
    submission = task.entry.unread  # what ended a worker is not opened again
    results = {
        question.key: needs_review(
            question,
            "This could not be graded by the machine. It is not your fault; a person will look at it.",
            f"The grader failed: {type(error).__name__}: {error}. Grade this submission again.",
            code="grader_failed",
        )
        for question in questions(work.assignment)
    }
    items = _by_exercise(item_grades(work.assignment, results))
    return _row(task, work, submission, items, Grade(submission=submission, items=()), None)


def _former(task: Task, submission: Submission) -> _Former | None:
    """Return what can be used again; None if other code would run now, because the file or our reading of it changed."""
    row = task.row
    if row is None or row.content != task.content:
        return None
    try:
        kept, conversations = records.unpacked(row.kept, row.details), records.unpacked_conversations(row.conversations)
    except UnreadableRecordError:
        return None
    return _Former(kept=kept, conversations=conversations, keys=row.keys) if kept.code == _code(submission) else None


def _code(submission: Submission) -> str:
    """Return a digest of all that would be executed."""
    return digest([[s.source, s.problem is None, s.future] for s in submission.statements])


def _only(assignment: Assignment, exercises: tuple[Exercise, ...]) -> Assignment:
    """Return the assignment with some of its exercises to be graded, and the others left out."""
    return replace(assignment, exercises=exercises, left_out=tuple(e for e in assignment.course if e not in exercises))


def _judged_again(changed: Iterable[Exercise], submission: Submission, work: Work, former: _Former) -> _Items:
    """Return the items of those exercises that the kept conversations suffice to judge."""
    judged: _Items = {}
    for exercise in changed:
        heard, before, now = former.conversations.get(exercise.id), former.keys.get(exercise.id), work.keys[exercise.id]
        if heard is None or before is None or (before.asked, before.environment) != (now.asked, now.environment):
            continue
        recording = RecordedSandbox(submission, (observation for item in heard for observation in item))
        try:
            judged[exercise.id] = grade_submission(submission, _only(work.assignment, (exercise,)), recording).items
        except NotRecordedError:
            continue
    return judged


def _by_exercise(items: Iterable[ItemGrade]) -> _Items:
    found: _Items = {}
    for item in items:
        found[item.result.key.exercise] = (*found.get(item.result.key.exercise, ()), item)
    return found


def _row(  # noqa: PLR0913, PLR0917  (all that a row is made of)
    task: Task, work: Work, submission: Submission, items: _Items, asked: Grade | None, former: _Former | None
) -> Row:
    """Return the new items beside those of the earlier row that were not graded now."""
    own_copies = {exercise.id for exercise in work.assignment.exercises if exercise.for_students}
    results = {
        exercise: tuple(_without_answers(item.result) if exercise in own_copies else item.result for item in own)
        for exercise, own in items.items()
    }
    heard = {exercise: tuple(item.conversation for item in own) for exercise, own in items.items()}
    keys = {exercise: work.keys[exercise] for exercise, own in items.items() if not _is_to_be_tried_again(own)}
    old_keys: dict[str, Key] = {}
    if former is not None:
        results = {**former.kept.results, **results}
        heard = {**former.conversations, **heard}
        old_keys = {exercise: key for exercise, key in former.keys.items() if exercise not in items}
    ran = former.kept.ran if former else Ran()
    if asked:
        remarks = asked.remarks[len(asked.submission.remarks) :]
        ran = Ran(isolation=asked.isolation, remarks=remarks, versions=asked.versions, seconds=asked.seconds)
    kept = Kept(
        submission=_shown(submission, work.assignment, without=len(task.entry.remarks)),
        code=_code(submission),
        results=results,
        ran=ran,
    )
    brief, details = records.packed(kept)
    return Row(
        student=task.entry.student.id,
        attempt=task.entry.attempt,
        content=task.content,
        keys={**old_keys, **keys},
        about=about(task.entry),
        kept=brief,
        details=details,
        conversations=records.packed_conversations(heard),
        graded_at=datetime.now(UTC).isoformat(timespec="seconds"),
        verdicts=Counter(item.result.verdict for own in items.values() for item in own),
    )


def _without_answers(result: CheckResult) -> CheckResult:
    """Return what of a result its student may read: nothing for staff, of the evidence what is the student's own."""
    own = tuple(remark for remark in result.feedback if remark.audience is not Audience.STAFF)
    shown = {name: value for name, value in result.evidence.items() if name in _OWN_EVIDENCE}
    if isinstance(first := result.evidence.get("first_wrong_step"), dict):
        shown["first_wrong_step"] = _own_step(first)
    if isinstance(steps := result.evidence.get("steps"), list | tuple):
        shown["steps"] = [_own_step(step) for step in steps]
    return replace(result, feedback=own, evidence=shown)


def _own_step(step: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in step.items() if name in _OWN_STEPS}


def _is_to_be_tried_again(items: Iterable[ItemGrade]) -> bool:
    """Tell whether a failure of ours touched one of the items, so that grading it again may end otherwise."""
    for item in items:
        if any(remark.code in _OUR_FAULTS for remark in item.result.feedback):
            return True
        calls = (call for observation in item.conversation for call in observation.calls)
        if any(c.outcome is Outcome.UNAVAILABLE and c.fault and c.fault.type_name == "SandboxError" for c in calls):
            return True
    return False


def _shown(submission: Submission, assignment: Assignment, without: int) -> Submission:
    """Return the submission with only as much of the code as reports show: where an answer is defined, or made.

    An answer is made of what it reads, functions and values, and by a line that adds to its list; so is a list that it reads.
    `without` is the number of remarks that the layout made; the row has them elsewhere.
    """
    reads = {s: globals_of(s.source) for s in submission.statements}
    names = assignment.names
    shown = {s for s, read in reads.items() if names.intersection((*s.names, *read))}
    for _ in range(_FAR_BACK):
        read = {name for s in shown for name in reads[s]}
        adds = re.compile(rf"\b(?:{'|'.join(map(re.escape, read))})\.(?:append|extend|insert)\(")
        makes = (s for s in reads if read.intersection(s.names) or (read and adds.search(s.source)))
        shown |= {s for s in makes if not s.source.startswith(("import ", "from "))}
    return replace(
        submission,
        statements=tuple(s for s in submission.statements if s in shown),
        texts=tuple(text for text in submission.texts if text.name in names),
        beside=(),
        asides=(),
        parts=_answering(submission, assignment),
        remarks=submission.remarks[without:],
    )


def _answering(submission: Submission, assignment: Assignment) -> tuple[Part, ...]:
    """Return the parts of a submission with the exercises that each answers: the one with most answers has an exercise."""
    answers: dict[str, Counter[str]] = {}
    for exercise in assignment.course if submission.parts else ():
        names = [item.names for item in exercise.items]
        answers[exercise.id] = Counter(filter(None, (_part_with(own, submission) for own in names)))
    later_first = [part.assignment for part in reversed(submission.parts)]
    owners = {exercise: max(later_first, key=lambda name: counts[name]) for exercise, counts in answers.items() if counts}
    return tuple(
        replace(part, exercises=tuple(e for e, owner in owners.items() if owner == part.assignment)) for part in submission.parts
    )


def _part_with(names: tuple[str, ...], submission: Submission) -> str | None:
    """Return the assignment in whose folder the last definition of these names lies, or else a text that answers them."""
    found = submission.definitions(names)[-1:] or submission.text_answers(names)[:1]
    if found and len(submission.parts) == 1:
        return submission.parts[0].assignment
    file = found[0].place.file if found else ""
    return next((part.assignment for part in submission.parts if file.startswith(f"{part.assignment}/")), None)


class Recorded:
    """A session that repeats what was observed; replies to the same question come in their order."""

    def __init__(self, observations: Iterable[Observation]) -> None:
        self._replies: dict[str, deque[Observation]] = defaultdict(deque)
        for observation in observations:
            self._replies[_text(observation.probe)].append(observation)

    def ask(self, probe: Probe) -> Observation:
        """Return what came of the probe then. Raises `NotRecordedError`."""
        replies = self._replies[_text(as_noted(probe))]
        if not replies:
            raise NotRecordedError
        return replies.popleft()

    def remarks(self) -> tuple[Feedback, ...]:
        """Return nothing: those of that time are kept beside the conversation."""
        return ()

    def seconds(self) -> Mapping[str, float]:
        """Return nothing: nothing ran."""
        return {}


class RecordedSandbox:
    """A sandbox whose sessions are recordings of a submission's, in every state of its code that was asked."""

    isolation = ""
    versions: Mapping[str, str] = MappingProxyType({})

    def __init__(self, submission: Submission, observations: Iterable[Observation]) -> None:
        self._submission = submission
        self._observations = tuple(observations)

    def open(self, submission: Submission) -> AbstractContextManager[Session]:
        """Return the recording of this state of the code, from its beginning."""
        code = code_left(submission, self._submission)
        return nullcontext(Recorded(o for o in self._observations if o.code == code))


def _text(probe: Probe) -> str:
    """Return a probe as a text that is equal for equal questions: 1 and 1.0 are two, and `nan` is one."""
    sets = probe.arguments and [[to_wire(argument) for argument in arguments] for arguments in probe.arguments]
    return json.dumps([list(probe.names), sets, list(probe.keywords), probe.definition])
