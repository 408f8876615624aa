"""The nouns that the whole package speaks: frozen, without behaviour beyond looking themselves up.

A grade is made in five steps and each has its own type here: what is asked (`Exercise`, `Item`,
`Question`), what was handed in (`Submission`), what was seen when it ran (`Probe`, `Observation`),
how good that is (`CheckResult`) and what it adds up to (`Grade`, `Gradebook`). This module knows
no mathematics, no files, no processes and no way of showing anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from types import EllipsisType
from typing import Generic, Literal, Self

from typing_extensions import TypeVar

Options_co = TypeVar("Options_co", covariant=True, default=object)
"""What an author wrote for an item beside the keys of every item; only its kind knows that model, and names it."""

# --- What is asked -----------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What student code may use. Seconds are wall-clock and CPU alike."""

    statement_seconds: float = 10.0
    call_seconds: float = 10.0
    submission_seconds: float = 60.0
    memory_megabytes: int = 1024
    output_kilobytes: int = 64
    file_megabytes: int = 16


@dataclass(frozen=True, kw_only=True, slots=True)
class Function:
    """The function that an exercise is about: `f(x, y) = 4*x*y + y**3`.

    `domain` gives for each variable named in it a closed interval of the values that count;
    a variable that is not named may be any real number. `over_data` is the term it was worked out from, where that names
    data, as `mean((m*X + b - Y)**2)` does.
    """

    name: str
    variables: tuple[str, ...]
    expression: str
    domain: Mapping[str, tuple[float, float]] = field(default_factory=dict, hash=False)
    over_data: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """A number, point or vector of an exercise: its name, and the term that an author wrote for it; or a list of data."""

    name: str
    text: str
    is_data: bool = False


NO_FUNCTION = Function(name="f", variables=("x", "y"), expression="0")
"""What an exercise without functions is about: answers to it are written in the usual letters, if in any."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthorMisconception:
    """A wrong answer that the author expects, by expression, with what to tell the student."""

    name: str
    expression: str
    text: str
    credit: Fraction = Fraction(0)


@dataclass(frozen=True, kw_only=True, slots=True)
class ExampleAnswer:
    """An answer by which an exercise proves itself, with what it must get; grading never looks at it.

    One of `answer` (text, a number or a list, as a student would write it), `code` and `file` is set.
    """

    answer: object = None
    code: str | None = None
    file: str | None = None
    verdict: Verdict
    credit: Fraction
    misconception: str | None = None
    hint: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Item(Generic[Options_co]):
    """The smallest thing with points. `options` is the frozen options model of its kind.

    `after` are the items that it builds on, since its term names them. `function` is the one that it is about, with the
    variables that an answer may be written in; None where that is the exercise's first.
    """

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    points: Fraction = Fraction(1)
    tolerance: float | None = None
    misconceptions: tuple[AuthorMisconception, ...] = ()
    after: tuple[str, ...] = ()
    carried_credit: Fraction = Fraction(1)
    reveal: bool = False
    accepts: tuple[ExampleAnswer, ...] = ()
    rejects: tuple[ExampleAnswer, ...] = ()
    function: Function | None = None
    options: Options_co

    @property
    def names(self) -> tuple[str, ...]:
        """Return every spelling under which a student may define the answer, the proper one first."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, kw_only=True, slots=True)
class Exercise:
    """One YAML file: functions, givens, a prompt and the items it is graded by.

    A copy that is `for_students` is graded by its reader: what answers it or is staff's is written nowhere.
    """

    id: str
    title: str
    prompt: str
    functions: tuple[Function, ...] = ()
    given: tuple[Given, ...] = ()
    items: tuple[Item, ...]
    limits: Mapping[str, float] = field(default_factory=dict)
    for_students: bool = False

    @property
    def function(self) -> Function:
        """Return the first of its functions, of which an answer is unless its item says otherwise."""
        return self.functions[0] if self.functions else NO_FUNCTION

    @property
    def names(self) -> frozenset[str]:
        """Return every name under which a student may define an answer to one of the items."""
        return frozenset(name for item in self.items for name in item.names)

    @property
    def points(self) -> Fraction:
        """Return what a perfect answer to the whole exercise is worth."""
        return sum((item.points for item in self.items), Fraction(0))


@dataclass(frozen=True, kw_only=True, slots=True)
class FileBeside:
    """A file that lies beside a student's work when it runs: its path from there on, with `/`, and what it holds."""

    path: str
    content: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Assignment:
    """What one run grades.

    `left_out` are exercises of the course that this run does not grade: what a student's names mean
    may depend on them all the same. `files` are those that the course gave out, which lie beside every submission.
    `folder` is where the exercises are, in few words for reports. With `decimal_comma` a comma between digits is one.
    `language` is what students are told in, `sentences` are the course's own in place of ours, by their codes.
    """

    id: str
    title: str
    exercises: tuple[Exercise, ...]
    limits: Limits = Limits()
    secret: str = ""
    left_out: tuple[Exercise, ...] = ()
    files: tuple[FileBeside, ...] = ()
    folder: str = ""
    decimal_comma: bool = False
    language: str = "en"
    sentences: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def names(self) -> frozenset[str]:
        """Return every name under which a student may define an answer, in any exercise of the course."""
        return frozenset().union(*(exercise.names for exercise in self.course))

    @property
    def course(self) -> tuple[Exercise, ...]:
        """Return all exercises, also those that this run does not grade, in the order of their ids."""
        return tuple(sorted((*self.exercises, *self.left_out), key=lambda exercise: exercise.id))

    @property
    def points(self) -> Fraction:
        """Return what a perfect submission is worth."""
        return sum((exercise.points for exercise in self.exercises), Fraction(0))


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """The names of an exercise and of one of its items; unique in an assignment."""

    exercise: str
    item: str

    def __str__(self) -> str:
        return f"{self.exercise}/{self.item}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Question(Generic[Options_co]):
    """An item together with its exercise: all that a check works on.

    `seed` decides the points at which answers are compared, so that a verdict can be reproduced
    and not be foreseen by somebody who does not know the course's secret. `names_elsewhere` are
    those that belong to other items, so that none of them is taken for a slip of the pen, `elsewhere` the other exercises.
    With `decimal_comma` the course writes decimals with a comma. `answered_in` is the exercise beside whose answers an answer
    stands, if not its own.
    """

    exercise: Exercise
    item: Item[Options_co]
    seed: bytes
    names_elsewhere: frozenset[str] = frozenset()
    elsewhere: tuple[Exercise, ...] = ()
    decimal_comma: bool = False
    answered_in: Exercise | None = None

    @property
    def key(self) -> Key:
        """Return the (exercise, item) pair under which the result is filed."""
        return Key(exercise=self.exercise.id, item=self.item.id)

    @property
    def function(self) -> Function:
        """Return the function of the item, in the variables of an answer to it."""
        return self.item.function or self.exercise.function

    @property
    def surroundings(self) -> Exercise:
        """Return the exercise beside whose answers this one stands: what names mean there."""
        return self.answered_in or self.exercise

    @property
    def options(self) -> Options_co:
        """Return what the author wrote beside the keys of every item."""
        return self.item.options


# --- What was handed in ------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Student:
    """Who handed it in, and how we know (`file name`, `folder name`, `Canvas id`, …).

    `ids` are all others of the roster, by which staff may call a student; `facts` is what the roster knows besides
    id and name, by the titles of its columns: those ids, login, address, section.
    """

    id: str
    name: str
    identified_by: str = "file name"
    ids: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where in the student's own file: a line, and in a notebook the cell (counted from 1 over code cells).

    With `text` it is a cell of text; those are counted apart.
    """

    file: str
    line: int
    cell: int | None = None
    text: bool = False

    def __str__(self) -> str:
        if self.cell is None:
            return f"line {self.line}"
        return f"{'text ' if self.text else ''}cell {self.cell}, line {self.line}"


STAR = "*"  # the name under which a statement says that it takes all of a library


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """One top-level statement of the student's code, ready to be compiled by itself.

    `names` are those it would bind at top level. A statement with a `problem` is not run: its
    source does not parse or was never filled in, and the names it would have bound are lost for
    that reason. `placeholders` are the names it binds to something never filled in
    (`df_dx = ...`, a body of `pass`), `borrowed` those that a library defines, `*` for all of one. `section` is the
    heading above it, in a text cell or a comment.
    """

    source: str
    place: Place
    names: tuple[str, ...] = ()
    problem: Feedback | None = None
    placeholders: tuple[str, ...] = ()
    borrowed: tuple[str, ...] = ()
    future: tuple[str, ...] = ()
    section: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class TextAnswer:
    r"""An answer that is text: `df_dx = 4x - 3y` in a Markdown cell, or the source right of `df_dx =` in code.

    `name` is the left side as an identifier: `\frac{\partial f}{\partial x}` is `df_dx`,
    `\hat{u}` is `u_hat`, `\nabla f` is `nabla_f`. `rest` is what stands beside it and is part of no answer,
    piece by piece as it was written; `section` is the heading above it. `whole` is all that stands behind its sign, for
    answers that are no formulas, empty where that is the text. `line` is the rest of the line behind the name, with all
    that is in it, where more than the text stands there.
    """

    name: str
    text: str
    place: Place
    markdown: bool
    rest: tuple[str, ...] = ()
    section: str = ""
    whole: str = ""
    line: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Aside:
    """An answer in a place of no account: a comment, a text without use, or a call that prints it.

    In a text cell it could not be read: `text` stands behind its name there, and `why` says the reason. Or it is `unnamed`: a
    formula alone; or `unread`: a line that may be meant as one, in a cell of which none was taken.
    """

    name: str
    place: Place
    where: Literal["comment", "string", "print", "text", "unnamed", "unread"]
    text: str = ""
    why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """The part of a submission that was handed in for one of a class's assignments.

    Of several assignments each has a folder of its name. `exercises` are those that it answers. `late` is the platform's mark.
    """

    assignment: str
    submitted_at: str | None = None
    late: bool = False
    exercises: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Where a submission lay, for its platform to take score and feedback back.

    `known_by` is what its `account` is (`Canvas id`, `Moodle id`, `folder name`, …), whatever the roster calls the student;
    `archive` is the download that its `files` were named in, empty for a folder.
    """

    known_by: str
    account: str
    archive: str = ""
    files: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Submission:
    """What one student handed in, read but not run.

    `digest` is the SHA-256 of the files' content. `problem` says why nothing could be read, and
    then there is nothing else. `folder` holds the student's own data files and modules, if there are any; `beside` are
    those that lie in no folder on disk, and the course's. `working_folder` is the one that its code runs in, from the
    student's own on. `asides` are answers where nothing is read, so that a student can be told. `submitted_as` are the files'
    names in the download, which a platform wants back, and `origins` tell from which; there are several where a student's
    work lay in several places. `parts` are there where a class has several assignments.
    """

    student: Student
    files: tuple[str, ...]
    digest: str
    statements: tuple[Statement, ...] = ()
    texts: tuple[TextAnswer, ...] = ()
    asides: tuple[Aside, ...] = ()
    remarks: tuple[Feedback, ...] = ()
    problem: Feedback | None = None
    folder: str | None = None
    beside: tuple[FileBeside, ...] = ()
    working_folder: str = ""
    late: bool = False
    submitted_at: str | None = None
    submitted_as: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    parts: tuple[Part, ...] = ()

    def part_of(self, exercise: str) -> Part | None:
        """Return the part that answers an exercise; None for a submission without parts, or if none answers it."""
        return next((part for part in self.parts if exercise in part.exercises), None)

    def text_answers(self, names: tuple[str, ...]) -> tuple[TextAnswer, ...]:
        """Return the text answers under these names: Markdown before code, the first name before others, the last one first."""
        found = [text for text in reversed(self.texts) if text.name in names]
        return tuple(sorted(found, key=lambda text: (not text.markdown, text.name != names[0])))

    def definitions(self, names: tuple[str, ...]) -> tuple[Statement, ...]:
        """Return the statements that bind one of these names, in the order of the file."""
        return tuple(s for s in self.statements if any(name in names for name in s.names))

    def is_placeholder(self, names: tuple[str, ...]) -> bool:
        """Tell whether the last statement that binds one of these names was never filled in."""
        definitions = self.definitions(names)
        return bool(definitions) and any(name in names for name in definitions[-1].placeholders)


# --- What was seen when it ran -----------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class ArrayValue:
    """A NumPy array or scalar, or a MyGrad tensor. `elements` are in C order; `shape` is () for a scalar.

    Data that an exercise hands in have the `label` of their parameter, by which people call them.
    """

    dtype: str
    shape: tuple[int, ...]
    elements: tuple[complex | float | int | bool | str, ...]
    tensor: bool = False
    label: str = field(default="", compare=False)


class NamedTupleValue(tuple["Value", ...]):
    """Values with names: a named tuple such as a point with `p.x` and `p.y`, or the fields of a student's own object.

    A tuple like any other for whoever does not ask for its `names`.
    """

    names: tuple[str, ...]

    def __new__(cls, *, names: tuple[str, ...], elements: Iterable[Value]) -> Self:
        """Return the elements, one for each name."""
        made = super().__new__(cls, elements)
        made.names = names
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, object]]:
        """Return what a copy of it is made from."""
        return (), {"names": self.names, "elements": tuple(self)}


@dataclass(frozen=True, kw_only=True, slots=True)
class SymbolicValue:
    """A SymPy object, as the text of its structure (`Add(Mul(Integer(4), Symbol('x')), …)`)."""

    structure: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameter:
    """One parameter of a student's function. `kind` is `positional`, `keyword`, `*` or `**`."""

    name: str
    kind: str = "positional"
    has_default: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class FunctionValue:
    """Something that can be called; `parameters` is None if Python cannot tell them."""

    parameters: tuple[Parameter, ...] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class HandedFunction:
    """A function of the exercise that a student's own is handed: a callable there, evaluated here.

    `components` are the formulas of its values, several for a vector; what runs beside the student never sees them.
    """

    name: str
    variables: tuple[str, ...]
    components: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class OpaqueValue:
    """Something that has no meaning as an answer, known by its type's name only."""

    type_name: str


Value = (
    None
    | bool
    | int
    | float
    | complex
    | str
    | EllipsisType
    | list["Value"]
    | tuple["Value", ...]
    | frozenset["Value"]
    | dict["Value", "Value"]
    | ArrayValue
    | NamedTupleValue
    | SymbolicValue
    | FunctionValue
    | HandedFunction
    | OpaqueValue
)


class Outcome(StrEnum):
    """What happened when it ran; says nothing about how good it was.

    `unavailable` is ours: a known package that is missing in the grading environment, or a
    sandbox that could not start. Everything else is the student's.
    """

    RETURNED = "returned"
    MISSING = "missing"
    RAISED = "raised"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    KILLED = "killed"
    MALFORMED = "malformed"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, kw_only=True, slots=True)
class StudentFault:
    """An exception of the student's code: its type, its message and the student's own line, never a frame of ours.

    `package` is the known package whose absence caused it, where that is the cause; with `removed` it is there, but
    newer than the code, and no longer has or takes that. `absent` is the module or file of somebody's own that was not
    handed in. `missing` is the name that was not defined, `near` one that is and may have been meant, and `because` what
    became of the statement that would have defined it. `line` is the text of the line that failed, as far as it is known, and
    `piece` what was being done in it, by others' code if `deeper`; `place` is where to look, which is the call where the function
    that is `handed_to` was handed something of a wrong kind.
    """

    type_name: str
    message: str
    place: Place | None = None
    package: str | None = None
    removed: str | None = None
    absent: str | None = None
    missing: str | None = None
    because: StudentFault | None = None
    near: str | None = None
    line: str = ""
    piece: str = ""
    deeper: bool = False
    handed_to: str = ""

    @property
    def words(self) -> str:
        """Return what Python says of it, `NameError: name 'y' is not defined`, without a full stop."""
        return f"{self.type_name}: {self.message}".rstrip(": .")


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """What came of one argument set (or of reading a name, when `arguments` is None)."""

    arguments: tuple[Value, ...] | None
    outcome: Outcome
    value: Value = None
    fault: StudentFault | None = None
    seconds: float = 0.0
    arguments_changed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Probe:
    """A question to the student's code: read the first of these names that is defined, or call it.

    With `arguments` None the value is read; else it is called once for each argument set. The last
    `len(keywords)` arguments of a set are passed by those keywords. Never holds an answer. With a `definition`, source
    of the student's own with an edit, it is asked in a copy of the namespace in which that was executed.
    """

    names: tuple[str, ...]
    arguments: tuple[tuple[Value, ...], ...] | None = None
    keywords: tuple[str, ...] = ()
    definition: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Observation:
    """The reply to a probe: one `Call` for each argument set, in order; one alone for a reading.

    `name` is the spelling that was found. When none was, the calls say `missing` (or why the
    statement that would have defined it failed) and `near` lists names like it that are defined.
    `overtaken` says what became of a later statement that would have changed what the name stands for, where that failed.
    `code` tells apart which statements had been executed, where a second look left some out.
    """

    probe: Probe
    name: str | None
    calls: tuple[Call, ...]
    printed: str = ""
    near: tuple[str, ...] = ()
    overtaken: Call | None = None
    code: str = ""


# --- How good that is --------------------------------------------------------------------------


class Verdict(StrEnum):
    """How good an answer is. `needs_review` is never the student's failure."""

    CORRECT = "correct"
    PARTIAL = "partial"
    INCORRECT = "incorrect"
    UNANSWERED = "unanswered"
    DID_NOT_RUN = "did_not_run"
    SKIPPED = "skipped"
    NEEDS_REVIEW = "needs_review"


class Audience(StrEnum):
    """Who may read it."""

    STUDENT = "student"
    STAFF = "staff"


@dataclass(frozen=True, kw_only=True, slots=True)
class Feedback:
    """One remark: a stable `code` for programs, a sentence or two for a person."""

    code: str
    text: str
    audience: Audience = Audience.STUDENT


@dataclass(frozen=True, kw_only=True, slots=True)
class Criterion:
    """One line of an item's rubric: `share` of the item's points, of which `credit` (0..1) was earned."""

    id: str
    text: str
    verdict: Verdict
    share: Fraction
    credit: Fraction
    feedback: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckResult:
    """The judgement of one item.

    `credit` is a share from 0 to 1. `understood` is the student's answer as it was read, for people;
    `answer` is the same for later items that build on it, `source` the text that it was read from,
    where it was one. `evidence` is plain JSON-like data: the witness point, the first wrong step, the trajectory.
    """

    key: Key
    verdict: Verdict
    credit: Fraction = Fraction(0)
    criteria: tuple[Criterion, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    misconception: str | None = None
    understood: str | None = None
    answer: object = None
    source: TextAnswer | None = None
    evidence: Mapping[str, object] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Override:
    """What a person decided about an item: the points that count, the reason, and who decided."""

    earned: Fraction
    why: str
    by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Ruling:
    """What the course ruled about an item whatever the answer is, with the reason that every student reads.

    `struck` and `excused` take it out of what is earned and what is possible, `given` gives it in full.
    """

    kind: Literal["struck", "excused", "given"]
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Lateness:
    """How late a submission is by the course's rules, and the points that costs; times are ISO 8601 with their zone.

    `text` is the arithmetic in words. Where lateness is `unclear`, a person has to say the time first. `exercise` is the one
    that it is taken off, empty for the total. Where several parts were due apart, `parts` has each, and the whole has the
    most days and all deductions.
    """

    due: str
    submitted_at: str | None
    text: str
    days: int = 0
    share: Fraction = Fraction(0)
    deduction: Fraction = Fraction(0)
    unclear: bool = False
    exercise: str = ""
    parts: tuple[Lateness, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Booking:
    """One line of the course's book: what a rule adds to what is earned and possible.

    `exercise` is the one that it is about, empty for the total. `value` are the points that the rule names: those decided,
    the weight, the bound. The lines are in the order in which they hold.
    """

    rule: Literal["decision", "weight", "best", "least", "most"]
    earned: Fraction = Fraction(0)
    possible: Fraction = Fraction(0)
    exercise: str = ""
    value: Fraction | None = None
    why: str = ""
    by: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemGrade:
    """A judged item and what it earned: credit times points, exact, unless a person or the course decided otherwise.

    `conversation` is what the student's code was asked for it and replied, in order. A `bonus` adds to what is earned and
    not to what is possible. Where the whole exercise or the total is `settled`, nobody has to look at the item any more.
    `times_told` is at how many hand-ins its student was told the same of it, this one included.
    """

    result: CheckResult
    title: str
    points: Fraction
    conversation: tuple[Observation, ...] = ()
    override: Override | None = None
    ruling: Ruling | None = None
    bonus: bool = False
    settled: bool = False
    times_told: int = 1

    @property
    def earned(self) -> Fraction:
        """Return the points that count, exact; reports round them once."""
        if self.ruling is not None:
            return self.points if self.ruling.kind == "given" else Fraction(0)
        return self.override.earned if self.override else self.machine_earned

    @property
    def possible(self) -> Fraction:
        """Return the points that a right answer adds to what is possible."""
        return Fraction(0) if self.bonus or not self.counts else self.points

    @property
    def counts(self) -> bool:
        """Tell whether the item counts for this student."""
        return self.ruling is None or self.ruling.kind == "given"

    @property
    def machine_earned(self) -> Fraction:
        """Return the points by the machine's own judgement."""
        return self.result.credit * self.points

    @property
    def verdict(self) -> Verdict:
        """Return the verdict that other systems hear: the machine's, or what a person's points or a ruling say."""
        if not self.counts:
            return Verdict.SKIPPED
        if self.ruling is None and self.override is None:
            return self.result.verdict
        if self.earned >= self.points:
            return Verdict.CORRECT
        return Verdict.PARTIAL if self.earned else Verdict.INCORRECT

    @property
    def waits(self) -> bool:
        """Tell whether a person has to look before this counts; what is worth no points changes nothing."""
        decided = self.override is not None or self.ruling is not None or self.settled
        return self.result.verdict is Verdict.NEEDS_REVIEW and self.points > 0 and not decided


UNREAD_FILE = "unreadable_file"
"""The code of what is said of a file that could not be read beside others that could."""
UNREAD_TEXT = "unread_text"
"""The code of what is said of a text cell that is too long to be read."""
_NOT_UNREAD = frozenset(("empty", "grader_failed"))  # nothing was there; or it waits at every item, as our failure


@dataclass(frozen=True, kw_only=True, slots=True)
class Grade:
    """Everything about one submission's score.

    `isolation` is the line that says how its code was kept apart; `versions` names Python and the
    packages it ran with; `seconds` maps stages (`execute`, `calls`, `judge`, …) to wall time.
    `lateness` and `bookings` are by the course's rules, where it has any. With `unread_is_zero` the course has decided that
    what could not be read counts as it stands.
    """

    submission: Submission
    items: tuple[ItemGrade, ...]
    isolation: str = ""
    remarks: tuple[Feedback, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
    lateness: Lateness | None = None
    bookings: tuple[Booking, ...] = ()
    unread_is_zero: bool = False

    @property
    def earned(self) -> Fraction:
        """Return the total, exact: the one number that every report shows."""
        deduction = self.lateness.deduction if self.lateness else Fraction(0)
        booked = sum((line.earned for line in self.bookings), -deduction)
        return sum((item.earned for item in self.items), booked)

    @property
    def possible(self) -> Fraction:
        """Return what a perfect submission would have earned."""
        booked = sum((line.possible for line in self.bookings), Fraction(0))
        return sum((item.possible for item in self.items), booked)

    @property
    def machine_earned(self) -> Fraction:
        """Return the total by the machine's own judgement, before a person's decisions and the course's rules."""
        return sum((item.machine_earned for item in self.items), Fraction(0))

    @property
    def exercises(self) -> Mapping[str, tuple[Fraction, Fraction]]:
        """Return what each exercise adds to what is earned and possible, before what is done to the total alone."""
        lines = [(item.result.key.exercise, item.earned, item.possible) for item in self.items]
        lines += [(line.exercise, line.earned, line.possible) for line in self.bookings if line.exercise]
        late = (self.lateness.parts or (self.lateness,)) if self.lateness else ()
        lines += [(part.exercise, -part.deduction, Fraction(0)) for part in late if part.exercise]
        sums: dict[str, tuple[Fraction, Fraction]] = {}
        for exercise, earned, possible in lines:
            before = sums.get(exercise, (Fraction(0), Fraction(0)))
            sums[exercise] = before[0] + earned, before[1] + possible
        return sums

    def verdict_of(self, item: ItemGrade) -> Verdict:
        """Return the verdict that counts for an item: its own, or what a person's points for its exercise or the total say."""
        exercise = item.result.key.exercise
        decided = {line.exercise: line.value for line in self.bookings if line.rule == "decision"}
        scope = next((scope for scope in ("", exercise) if decided.get(scope) is not None), None)
        earned = decided.get(scope) if scope is not None else None
        if earned is None or not item.counts:
            return item.verdict
        own = sum((each.points for each in self.items if each.counts and each.result.key.exercise == scope), Fraction(0))
        if earned >= (own if scope else self.possible):
            return Verdict.CORRECT
        return item.verdict if earned else Verdict.INCORRECT

    @property
    def excused(self) -> bool:
        """Tell whether the student is excused from everything and has no score."""
        kinds = {item.ruling.kind for item in self.items if item.ruling is not None}
        return "excused" in kinds and not any(item.counts for item in self.items)

    @property
    def provisional(self) -> bool:
        """Tell whether a person has to look before this counts."""
        return any(item.waits for item in self.items) or self.waits_for_a_reader or self.waits_for_a_time

    @property
    def unread(self) -> tuple[Feedback, ...]:
        """Return why work with possible answers could not be read: all of it, or a file beside others that lack answers."""
        problem = self.submission.problem
        if problem is not None:
            return () if problem.code in _NOT_UNREAD else (problem,)
        lacking = any(item.result.verdict is Verdict.UNANSWERED and item.points for item in self.items)
        return tuple(remark for remark in self.submission.remarks if remark.code == UNREAD_FILE) if lacking else ()

    @property
    def waits_for_a_reader(self) -> bool:
        """Tell whether a person has to look at what could not be read, unless one has decided about any of it already."""
        decided = any(item.override or item.settled for item in self.items) or not any(item.counts for item in self.items)
        return bool(self.unread) and not self.unread_is_zero and not decided

    @property
    def waits_for_a_time(self) -> bool:
        """Tell whether a person has to say when it came, since that may cost points."""
        may_cost = any(item.earned or item.waits for item in self.items)
        return self.lateness is not None and self.lateness.unclear and may_cost


@dataclass(frozen=True, kw_only=True, slots=True)
class Gradebook:
    """What produced the grades, and a way to iterate over them as often as a report needs.

    Reports stream: `grades()` opens a fresh iterator and never holds a class in memory. `brief` does the
    same quicker and leaves out code, criteria and evidence. `missing` are the students of the course's
    roster who handed nothing in; `facts` the titles of what the roster knows besides id and name. `rules` is
    the text of the course's file, where its due time or a person's decisions may have changed totals, and `possible` what
    was possible then for somebody of whom it says nothing.
    """

    assignment: Assignment
    grades: Callable[[], Iterator[Grade]]
    isolation: str
    versions: Mapping[str, str]
    graded_at: str
    missing: tuple[Student, ...] = ()
    facts: tuple[str, ...] = ()
    brief: Callable[[], Iterator[Grade]] | None = None
    rules: str = ""
    possible: Fraction | None = None

    def totals(self) -> Iterator[Grade]:
        """Return the grades for whoever needs no more than names, verdicts, points and feedback."""
        return (self.brief or self.grades)()
