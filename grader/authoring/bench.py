"""Where an exercise is tried out: answers are handed in to it as students would, and come back judged.

Code runs in the sandbox and is judged by the pipeline that grades, never by other means. An answer that is text
alone needs no process: the same checks read it from a text cell. What a rule finds there is a `Fault`, or nothing.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import cast

from grader.course.exercises import Written
from grader.course.yaml_documents import Path as KeyPath
from grader.equality.compare import compare
from grader.equality.decision import Relation
from grader.kinds import KINDS, check
from grader.kinds.answer import shape
from grader.kinds.candidates import vocabulary_of
from grader.kinds.judging import comparison_of
from grader.kinds.protocol import Earlier, Options, Solution
from grader.kinds.shapes.shape import Shape
from grader.model import (
    Assignment,
    Call,
    CheckResult,
    Exercise,
    Feedback,
    Item,
    Limits,
    Observation,
    Outcome,
    Place,
    Probe,
    Question,
    Student,
    Submission,
    TextAnswer,
)
from grader.notation.vocabulary import Vocabulary
from grader.pipeline import Sandbox, Session, converse, driven, grade_submission, questions
from grader.quantities.operators.operator import is_tree
from grader.quantities.sheet import sheet_of
from grader.quantities.terms import usual_names
from grader.submission.handed_in_work import read_text

Results = Mapping[str, CheckResult]
# whose answers are tried out: nobody's
_SOMEBODY = Student(id="verification", name="verification")


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """An item with a right answer, at its place in the file: its question, and the shape of what is right."""

    place: int
    item: Item
    question: Question
    shape: Shape
    right: Solution

    def text(self, answer: Solution) -> str:
        """Return an answer to it as a student writes it."""
        return self.shape.text(answer, self.question.function.variables)

    def is_right(self, answer: Solution) -> bool:
        """Tell whether an answer says the same as the right one; of formulas, to all digits."""
        if is_tree(answer) and is_tree(self.right):
            # to all digits, by other points than those of grading
            elsewhere = replace(comparison_of(self.question), tolerance=None, seed=b"a second look")
            return compare(answer, self.right, elsewhere).relation is Relation.EQUAL
        return answer == self.right


@dataclass(kw_only=True)
class Bench:
    """One exercise, ready to be tried.

    `solution` is the file of the reference solution, whether it is there or not. `sandbox` gives code the time that
    the exercise does; `hasty` gives changed programs a moment. `limits` are those of the exercise, and `most_programs`
    is how many changed programs are tried at most.
    """

    written: Written
    solution: Path
    sandbox: Sandbox
    hasty: Sandbox
    limits: Limits = field(default_factory=Limits)
    most_programs: int = 24

    @property
    def exercise(self) -> Exercise:
        """Return the exercise."""
        return self.written.exercise

    @cached_property
    def questions(self) -> Mapping[str, Question[Options]]:
        """Return the questions of the exercise by item."""
        asked = cast("Iterator[Question[Options]]", questions(self._assignment()))  # as they were read from the exercise's file
        return {question.item.id: question for question in asked}

    @cached_property
    def items(self) -> tuple[tuple[int, Item[Options], Question[Options]], ...]:
        """Return every item with its place in the file and its question."""
        asked = [(place, self.questions[item.id]) for place, item in enumerate(self.exercise.items)]
        return tuple((place, question.item, question) for place, question in asked)

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        """Return every item with a right answer, none that asks for a program."""
        return tuple(
            Answer(place=place, item=item, question=question, shape=shape(self.exercise, item), right=solve(question))
            for place, item, question in self.items
            if (solve := KINDS[item.kind].solution) is not None and item.id in sheet_of(self.exercise).terms
        )

    def path_of_function(self, name: str) -> KeyPath:
        """Return where a function stands in the file."""
        heads = (path for path in self.written.problems.lines if len(path) == 2 and path[0] == "functions")
        return next((p for p in heads if usual_names(str(p[1])).partition("(")[0].strip() == name), ("functions",))

    def path_of_options(self, place: int) -> KeyPath:
        """Return where the keys of an item's kind stand in the file."""
        kind = KINDS[self.exercise.items[place].kind]
        return ("items", place, kind.key) if kind.is_nested else ("items", place)

    @property
    def asks_for_programs(self) -> bool:
        """Tell whether any item has no right answer but a program."""
        return any(KINDS[item.kind].solution is None for item in self.exercise.items)

    @cached_property
    def reference(self) -> Submission | None:
        """Return the reference solution, None where there is none."""
        return read_text(self.solution.read_text(encoding="utf-8"), "reference.py") if self.solution.is_file() else None

    def _assignment(self, secret: str = "") -> Assignment:
        return Assignment(id=self.exercise.id, title="", exercises=(self.exercise,), limits=self.limits, secret=secret)

    @property
    def vocabulary(self) -> Vocabulary:
        """Return the words of the exercise."""
        return vocabulary_of(self._assignment())

    def hand_in(self, submission: Submission, sandbox: Sandbox | None = None) -> Results:
        """Return what each item gets when this is handed in."""
        graded = grade_submission(submission, self._assignment(), sandbox or self.sandbox)
        return {item.result.key.item: item.result for item in graded.items}

    def tell(self, question: Question, answer: str, earlier: Earlier | None = None) -> CheckResult:
        """Return what an item gets for a text in a text cell, with no code at all, after these results."""
        text = TextAnswer(name=question.item.name, text=answer, place=Place(file="", line=1), markdown=True)
        return self._judged(question, Submission(student=_SOMEBODY, files=(), digest="", texts=(text,)), earlier)

    def tell_in_cell(self, question: Question, source: str) -> CheckResult:
        """Return what an item gets for a whole text cell, read as a student's is."""
        cell = f"# %% [markdown]\n{textwrap.indent(source, '# ', lambda _: True)}\n"
        return self._judged(question, read_text(cell, "cell.py", self.vocabulary))

    def _judged(self, question: Question, submission: Submission, earlier: Earlier | None = None) -> CheckResult:
        return converse(question, check(question, submission, earlier or {}), _Silent())

    def confirms(self, submission: Submission) -> bool:
        """Tell whether a second look finds every item right: at other points and to all digits, programs from other starts.

        Only for a submission that has full marks already.
        """
        exact = replace(self.exercise, items=tuple(replace(item, tolerance=None) for item in self.exercise.items))
        assignment = replace(self._assignment("a second look"), exercises=(exact,))
        grade = grade_submission(submission, assignment, self.hasty)
        programs = [question for question in questions(assignment) if KINDS[question.item.kind].programming]
        if grade.earned < grade.possible and len(programs) < len(exact.items):
            return False
        return all(self._is_right(question, submission) for question in programs)

    def _is_right(self, question: Question, submission: Submission) -> bool:
        programming = KINDS[question.item.kind].programming
        assert programming is not None
        with self.sandbox.open(submission) as session:
            if programming.is_right is not None:
                return driven(programming.is_right(question, submission), session)
            return driven(KINDS[question.item.kind].check(question, submission, {}), session).credit == 1


class _Silent:
    """A session of somebody who wrote no code."""

    def ask(self, probe: Probe) -> Observation:
        """Return that nothing is defined."""
        asked = probe.arguments or (None,)
        calls = tuple(Call(arguments=arguments, outcome=Outcome.MISSING) for arguments in asked)
        return Observation(probe=probe, name=None, calls=calls)

    def remarks(self) -> tuple[Feedback, ...]:
        """Return nothing: no code, no failure."""
        return ()

    def seconds(self) -> Mapping[str, float]:
        """Return no time was taken."""
        return {}


@dataclass
class Stopwatch:
    """A sandbox that remembers how long code took: in all, and in the longest call."""

    sandbox: Sandbox
    executed: float = 0.0
    calls: float = 0.0
    longest_call: float = 0.0

    @property
    def isolation(self) -> str:
        """Return what the sandbox says."""
        return self.sandbox.isolation

    @property
    def versions(self) -> Mapping[str, str]:
        """Return what the sandbox says."""
        return self.sandbox.versions

    @contextmanager
    def open(self, submission: Submission) -> Iterator[Session]:
        """Yield the sandbox's session, watched."""
        with self.sandbox.open(submission) as session:
            yield _Watched(session, self)
            seconds = session.seconds()
            self.executed += seconds.get("execute", 0.0)
            self.calls += seconds.get("calls", 0.0)


@dataclass
class _Watched:
    session: Session
    watch: Stopwatch

    def ask(self, probe: Probe) -> Observation:
        observation = self.session.ask(probe)
        longest = max((call.seconds for call in observation.calls), default=0.0)
        self.watch.longest_call = max(self.watch.longest_call, longest)
        return observation

    def remarks(self) -> tuple[Feedback, ...]:
        return self.session.remarks()

    def seconds(self) -> Mapping[str, float]:
        return self.session.seconds()


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with an exercise: the key it stands at (`("items", 0, "accepts", 2)`) and a sentence."""

    path: KeyPath
    message: str


@dataclass(frozen=True, slots=True)
class Note:
    """What an author should know of an exercise, at its key, and is no fault."""

    path: KeyPath
    message: str


Findings = Iterator[Fault | Note | None]
"""One for each thing tried; None where it holds and nothing is to be said."""
