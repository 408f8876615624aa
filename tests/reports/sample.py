"""A small class with everything in it that a report must survive: names, verdicts, criteria, evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from grader.model import (
    Assignment,
    Audience,
    CheckResult,
    Criterion,
    Exercise,
    Feedback,
    Function,
    Grade,
    Gradebook,
    Item,
    ItemGrade,
    Key,
    Place,
    Statement,
    Student,
    Submission,
    TextAnswer,
    Verdict,
)
from grader.reports.formats.class_table import ClassTable
from grader.reports.summary import ClassSummary

FULL = "isolation: full (landlock abi7, seccomp, rlimits)"
SECRET = "-3*x the expected value"


def class_table(gradebook: Gradebook) -> ClassTable:
    """Return the table of a gradebook, which is read once for it."""
    gathered = ClassSummary(gradebook.assignment)
    for grade in gradebook.grades():
        gathered.add(grade)
    return ClassTable(gathered, gradebook.isolation, gradebook.missing)


def _exercise(name: str, title: str, items: dict[str, tuple[str, str]]) -> Exercise:
    return Exercise(
        id=name,
        title=title,
        prompt="",
        functions=(Function(name="f", variables=("x", "y", "z"), expression="2*x**2 - 3*x*y + z**3"),),
        items=tuple(
            Item(id=item, kind=kind, name=item, points=Fraction(points), options=None) for item, (kind, points) in items.items()
        ),
    )


ASSIGNMENT = Assignment(
    id="gradient-lesson",
    title="Gradients and descent",
    exercises=(
        _exercise(
            "partial_derivatives",
            "Partial derivatives",
            {
                "df_dx": ("answer", "1"),
                "df_dy": ("answer", "1"),
                "df_dz": ("answer", "1"),
                "df_dx_depends_on": ("answer", "1/3"),
                "df_dy_depends_on": ("answer", "1/3"),
                "df_dz_depends_on": ("answer", "1/3"),
            },
        ),
        _exercise(
            "directional_derivative",
            "Directional derivative",
            {"gradient": ("answer", "1"), "u_hat": ("answer", "1"), "slope": ("answer", "1")},
        ),
        _exercise("descent_by_hand", "Descent by hand", {"steps": ("answer", "2")}),
        _exercise("single_variable_descent", "Descent in one variable", {"grad_descent": ("program", "3")}),
        _exercise("multivariable_descent", "Descent in two variables", {"multi_grad_descent": ("program", "3")}),
    ),
)

KEYS = [Key(exercise=e.id, item=i.id) for e in ASSIGNMENT.exercises for i in e.items]
POINTS = {Key(exercise=e.id, item=i.id): i.points for e in ASSIGNMENT.exercises for i in e.items}


def said(text: str, code: str = "said", audience: Audience = Audience.STUDENT) -> Feedback:
    """One remark."""
    return Feedback(code=code, text=text, audience=audience)


def judged(item: str, verdict: Verdict, credit: str = "0", **rest: object) -> CheckResult:
    """The result of the item of that name."""
    key = next(key for key in KEYS if key.item == item)
    return CheckResult(key=key, verdict=verdict, credit=Fraction(credit), **rest)  # type: ignore[arg-type]


def graded(submission: Submission, *results: CheckResult, isolation: str = FULL) -> Grade:
    """A grade with these results; every other item was not attempted."""
    found = {result.key: result for result in results}
    items = [
        ItemGrade(result=found.get(k, CheckResult(key=k, verdict=Verdict.UNANSWERED)), title=k.item, points=POINTS[k])
        for k in KEYS
    ]
    return Grade(
        submission=submission,
        items=tuple(items),
        isolation=isolation,
        versions={"python": "3.12.3"},
        seconds={"execute": 0.004},
    )


def handed_in(student: str, file: str = "", **rest: object) -> Submission:
    """A submission of one file by the student of that name."""
    return Submission(
        student=Student(id=student, name=student),
        files=(file or f"{student}.ipynb",),
        digest="ab" * 32,
        **rest,  # type: ignore[arg-type]
    )


def all_right(item: Key) -> CheckResult:
    """Full marks for an item."""
    return CheckResult(key=item, verdict=Verdict.CORRECT, credit=Fraction(1))


def perfect(student: str = "Ada Lovelace") -> Grade:
    """Somebody who has everything right."""
    return graded(handed_in(student), *(all_right(key) for key in KEYS))


CODE = """def grad_descent(x_start, n):
    x = mg.tensor(x_start)
    for _ in range(n):
        loss = x ** 2 / 2 + mg.exp(-x)
        loss.backward()
        x.data += 0.1 * x.grad
    return x.item()"""


def mixed(student: str = "José Núñez") -> Grade:
    """Somebody with every verdict at once."""
    file = f"{student}.ipynb"
    statements = (
        Statement(source="df_dy = 3*x", place=Place(file=file, line=2, cell=3), names=("df_dy",)),
        Statement(source="df_dz = 3 * zz**2", place=Place(file=file, line=1, cell=4), names=("df_dz",)),
        Statement(source=CODE, place=Place(file=file, line=3, cell=7), names=("grad_descent",)),
    )
    texts = (TextAnswer(name="df_dx", text="4x - 3y", place=Place(file=file, line=1, cell=2), markdown=True),)
    submission = handed_in(student, file, statements=statements, texts=texts, late=True)
    submission = replace(submission, remarks=(said("`plt.show()` was left out: nobody is looking at a figure here."),))
    return graded(submission, *_mixed_results())


def _mixed_results() -> Iterator[CheckResult]:
    yield judged("df_dx", Verdict.CORRECT, "1", understood="4*x - 3*y")
    yield judged(
        "df_dy",
        Verdict.INCORRECT,
        understood="3*x",
        misconception="sign",
        feedback=(
            said(
                "At x = 1, y = 2, z = 0 your derivative has the wrong sign. Which sign has the term with y in f?",
                "sign",
            ),
            said(f"Expected {SECRET}.", "expected", Audience.STAFF),
        ),
        evidence={"expected": SECRET, "at": {"x": 1.0, "y": 2.0}, "got": 3.0, "worst": float("nan")},
    )
    yield judged(
        "df_dz",
        Verdict.DID_NOT_RUN,
        feedback=(
            said(
                "`df_dz` was never set, because the line that would set it fails (cell 4, line 1):"
                " NameError: name 'zz' is not defined",
                "raised",
            ),
        ),
    )
    yield judged("df_dx_depends_on", Verdict.CORRECT, "1", understood="x, y")
    yield judged(
        "df_dy_depends_on",
        Verdict.PARTIAL,
        "1/2",
        understood="x, y",
        feedback=(said("One of the two is right. Look again at y."),),
    )
    yield judged("gradient", Verdict.CORRECT, "1", understood="(4*y, 4*x + 3*y**2)")
    yield judged(
        "u_hat",
        Verdict.NEEDS_REVIEW,
        understood="(-sqrt(3)/2, foo(1/2))",
        feedback=(
            said("Your answer could not be compared here. A person will look at it.", "undecided"),
            said("Equality was not decided: foo is unknown.", "undecided", Audience.STAFF),
        ),
    )
    yield judged(
        "slope", Verdict.SKIPPED, feedback=(said("`slope` builds on `u_hat`, which a person will look at first."),)
    )
    yield judged(
        "grad_descent",
        Verdict.PARTIAL,
        "2/3",
        criteria=(
            Criterion(
                id="runs",
                text="Runs and returns a number",
                verdict=Verdict.CORRECT,
                share=Fraction(1, 3),
                credit=Fraction(1),
            ),
            Criterion(
                id="zero", text="Takes n steps", verdict=Verdict.CORRECT, share=Fraction(1, 3), credit=Fraction(1)
            ),
            Criterion(
                id="downhill",
                text="Each step goes downhill",
                verdict=Verdict.INCORRECT,
                share=Fraction(1, 3),
                credit=Fraction(0),
                feedback="the first step from -1.0 goes up",
            ),
        ),
        feedback=(
            said(
                "`grad_descent(-1.0, 3)` gave -6.134: each step goes uphill. Which way does the gradient point?",
                "ascent",
            ),
        ),
        evidence={
            "call": "grad_descent(-1.0, 3)",
            "gave": "-6.134",
            "place": {"file": "", "line": 8, "cell": 7},
            "steps": [-1.0, float("-inf")],
        },
        seconds=0.0123,
    )
    yield judged(
        "multi_grad_descent",
        Verdict.DID_NOT_RUN,
        feedback=(
            said(
                "The call `multi_grad_descent(1.0, 1.0, 10)` did not finish within the time limit (cell 9, line 4)."
                " Is there a loop that never ends?",
                "timed_out",
            ),
        ),
        evidence={"call": "multi_grad_descent(1.0, 1.0, 10)"},
    )


def unreadable(student: str = "not-a-notebook") -> Grade:
    """Somebody whose file is none."""
    problem = said(
        "`essay.ipynb` is not a notebook: it is a PDF with another name. Save it as .ipynb and hand in again.",
        "not_a_notebook",
    )
    return graded(handed_in(student, "essay.ipynb", problem=problem))


HOSTILE_NAMES = (
    '=HYPERLINK("http://evil.example","you won")',
    "[bold red]mark[/] <script>alert(1)</script> $\\href{x}{y}$ `tick",
    "\x1b[31mred\x1b]0;title\x07\u202egnp.exe",
    "CON",
    "con",
    "../../etc/passwd",
    "a" * 300,
    "+49 171;=1+1",
    "jose\u0301",
    "jos\u00e9",
    "عائشة",
    "王小明 | @everyone #1",
    "-rf.",
    "lone \ud800 surrogate",
)


def hostile(name: str) -> Grade:
    """Somebody who writes attacks wherever text can stand."""
    submission = handed_in(name, remarks=(said(f"`{name}` is a strange name."),))
    return graded(
        submission,
        judged("df_dx", Verdict.INCORRECT, understood=name, feedback=(said(f"NameError: {name}"),)),
        judged("df_dy", Verdict.CORRECT, "1", understood="]]> & <b>"),
    )


def book(*grades: Grade, isolation: str = FULL) -> Gradebook:
    """A gradebook of these grades, or of a realistic class."""
    held = grades or (perfect(), mixed(), unreadable(), *(hostile(name) for name in HOSTILE_NAMES))
    return Gradebook(
        assignment=ASSIGNMENT,
        grades=lambda: iter(held),
        isolation=isolation,
        versions={"grader": "0.1.0", "python": "3.12.3"},
        graded_at="2026-11-24T10:00:00Z",
    )
