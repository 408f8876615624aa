"""`grade`: arguments in, files and an exit status out. The only module that prints.

`grade PATH` grades; other jobs are words beside it. What a command does is in the rooms below;
here it is only asked for, shown, and turned into a status.
"""

from __future__ import annotations

import difflib
import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from grader.errors import GraderError, UsageError

if TYPE_CHECKING:
    from rich.console import Console

_Command = TypeVar("_Command", bound=Callable[..., Any])


class _Whole(click.IntRange):
    """A whole number in a range, asked for in words."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - click's
        """Return the number; what is none, or lies outside, is told as that."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"'{value}' is no whole number from {self.min} to {self.max}.", param, ctx)


class _Commands(click.Group):
    """A group whose first word may be a path: `grade submissions/` is `grade run submissions/`."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the first word names, else `run` with all words."""
        if args and args[0] in self.commands:
            return super().resolve_command(ctx, args)
        near = difflib.get_close_matches(args[0], self.commands, n=1, cutoff=0.6) if args else []
        if near and args[0].isalnum() and not Path(args[0]).exists():
            raise UsageError(f"There is no command and no path '{args[0]}'. Did you mean `grade {near[0]}`?")
        return super().resolve_command(ctx, ["run", *args])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Leave `--help` and `--version` to the group and every other option to `run`; the two are words as well."""
        if args and args[0] in ("help", "version") and not Path(args[0]).exists():
            args = [*args[1:2], "--help"] if args[0] == "help" else ["--version"]
        if args and args[0].startswith("-") and args[0] not in ("--help", "-h", "--version"):
            args = ["run", *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; an error that we can explain becomes one sentence and a status."""
        try:
            return super().invoke(ctx)
        except GraderError as error:
            click.echo(f"grade: {error}" if "\n" not in str(error) else str(error), err=True)
            sys.exit(error.exit_status)
        except KeyboardInterrupt:
            click.echo("grade: stopped", err=True)
            sys.exit(130)


def percentage(text: str) -> Fraction:
    """Return the number from 0 to 100 as it is written: 66.7 is 667/1000 and no float near it. Raises `click.BadParameter`."""
    try:
        number = Fraction(text.strip().removesuffix("%"))
    except (ValueError, ZeroDivisionError):
        raise click.BadParameter(f"{text!r} is no number.") from None
    if not 0 <= number <= 100:
        raise click.BadParameter(f"{text} does not lie between 0 and 100.")
    return number


def formats_named(text: str) -> tuple[str, ...]:
    """Return the names of report formats between commas; whether there are such is found where they are written."""
    return tuple(name for part in text.split(",") if (name := part.strip()))


@contextmanager
def _loading() -> Iterator[None]:
    """Load modules in the block and collect nothing meanwhile: all that they make stays, and looking is a tenth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


# What every word that reads exercises takes.
_EXERCISES = click.option(
    "--exercises", type=click.Path(path_type=Path), help="Folder of the exercises (*.yml), or `lesson` for the lesson's own."
)
# What every word takes that looks at a run.
_OUT = click.option("--out", type=click.Path(path_type=Path), default=Path("grades"), show_default=True, help="Where reports are.")
# What every word takes that looks at submissions.
_ATTEMPT = click.option(
    "--attempt", type=click.Choice(["first", "best", "last"]), default="last", show_default=True, help="Which attempt counts."
)
# What every word takes that prints a listing.
_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


def _of_a_run(command: _Command) -> _Command:
    """Give a command what names the results of a run, and by what it was graded."""
    course = click.option("--course", type=click.Path(path_type=Path), help="The course's file; course.yml by default.")
    only = click.option("--only", multiple=True, metavar="ID", help="What was graded, if that was not all exercises.")
    return _OUT(_EXERCISES(course(only(command))))


def _console(*, stderr: bool = False) -> Console:
    """Return what a command prints to; loaded only then, since `grade --help` has to be quick."""
    from rich.console import Console

    return Console(highlight=False, stderr=stderr)


# The sign \b keeps click from filling the lines below it into a paragraph.
_ABOUT = """Grade exercises on partial derivatives, gradients and gradient descent.

\b
grade submissions/       grades a folder, a .zip, a notebook or a .py file
grade COMMAND --help     tells more about a command

A path that is named like a command is written ./verify.
"""


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]}, subcommand_metavar="PATH | COMMAND", help=_ABOUT
)
@click.version_option(package_name="gradient-grader", prog_name="grade")
def main() -> None:
    """Read the command line."""


@main.command("run")
@click.argument("path", type=click.Path(path_type=Path))
@_EXERCISES
@click.option("--course", type=click.Path(path_type=Path), help="Due time, overrides, …; course.yml by default.")
@click.option("--only", multiple=True, metavar="ID", help="Grade only this exercise; may be repeated.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("grades"), show_default=True, help="Where reports go.")
@click.option("--jobs", type=_Whole(1, 256), help="Processes at once; all cores by default.")
@click.option("--cluster", metavar="ADDRESS", help="Grade on a Dask cluster: tcp://scheduler:8786, or slurm, kubernetes, …")
@click.option(
    "--sandbox",
    type=click.Choice(["auto", "strict", "none"]),
    default="auto",
    show_default=True,
    help="How student code is kept apart.",
)
@click.option("--fail-under", type=percentage, help="Exit with 1 when a score is below this percentage.")
@click.option("--roster", type=click.Path(path_type=Path), help="CSV of students: id, name.")
@click.option("--student", metavar="NAME", help="All of PATH is the work of this one student.")
@_ATTEMPT
@click.option("--assignment", metavar="NAME", help="Of several assignments at PATH grade this one.")
@click.option("--secret", envvar="GRADE_SECRET", default="", help="The course's secret; decides the points of comparison.")
@click.option("--again", is_flag=True, help="Grade everything anew, also what has not changed since the last run.")
@click.option("--quiet", is_flag=True, help="Print only what went wrong.")
@click.option("--ci", is_flag=True, envvar="GITHUB_ACTIONS", help="Step summary, annotations and outputs; on in Actions.")
@click.option("--classroom", is_flag=True, help="Also the result that GitHub Classroom's reporter reads.")
@click.option("--classroom50", is_flag=True, help="Also result.json and release-body.md for Classroom 50.")
@click.option("--gradescope", is_flag=True, help="Also results.json for Gradescope.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document; what people read goes to standard error.")
@click.option("--formats", type=formats_named, help="Reports: csv, json, markdown, html, class, junit; by default all but junit.")
@click.option("--open", "open_page", is_flag=True, help="Show the page of the one student in the browser.")
@click.option("--junit", type=click.Path(path_type=Path), help="Also a JUnit XML file, for other CI systems.")
def run(path: Path, **options: Any) -> None:  # noqa: ANN401 - click's
    """Grade PATH: a folder, a .zip, a notebook or a .py file."""
    with _loading():
        from grader.ci import OF_ONE, Systems
        from grader.commands.run import Outlets, Request, run_and_report

    if click.get_current_context().get_parameter_source("out") is click.core.ParameterSource.DEFAULT:
        options["out"] = None
    of_one = tuple(name for name in OF_ONE if options.pop(name))
    systems = Systems(ci=options.pop("ci"), junit=options.pop("junit"), of_one=of_one)
    as_json = options.pop("as_json")
    console = _console(stderr=as_json)
    listing = sys.stdout if as_json else None
    options = {name: value for name, value in options.items() if name != "formats" or value}
    outlets = Outlets(console=console, quiet=options.pop("quiet"), listing=listing, systems=systems)
    sys.exit(run_and_report(Request(path=path, **options), outlets))


@main.command("diff")
@click.argument("old", required=False, type=click.Path(path_type=Path))
@click.argument("new", required=False, type=click.Path(path_type=Path))
@click.option("--returned", is_flag=True, help="Between what was last returned (grade return) and the reports in OLD, or grades.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 when anything is different, as `git diff` does.")
@_JSON
def show_difference(old: Path | None, new: Path | None, returned: bool, exit_code: bool, as_json: bool) -> None:
    """Show whose scores differ between OLD and NEW, and why.

    Each is a folder of reports, or a gradebook.json.
    """
    console = _console()
    if returned:
        from grader.commands.return_scores import show_since_returned

        if new is not None:
            raise UsageError("With --returned name one folder of reports, or none for grades.")
        sys.exit(int(show_since_returned(old or Path("grades"), console, as_json=as_json) and exit_code))
    if old is None or new is None:
        raise UsageError("Name two folders of reports, the older first: grade diff OLD NEW. Or say --returned.")
    from grader.changes import difference_between

    sys.exit(int(difference_between(old, new, console, as_json=as_json) and exit_code))


@main.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--roster", type=click.Path(path_type=Path), help="CSV of students: id, name.")
@_ATTEMPT
@click.option("--assignment", metavar="NAME", help="Of several assignments at PATH show this one.")
@_JSON
def who(path: Path, **wanted: Any) -> None:  # noqa: ANN401 - click's
    """Show whose submissions lie at PATH; grade nothing.

    With a roster, also who handed nothing in.
    """
    from grader.commands.who import show_students

    show_students(path, _console(), **wanted)


@main.command("class")
@_of_a_run
def class_(out: Path, **where: Any) -> None:  # noqa: ANN401 - click's
    """Open the page on what the class got wrong; grade nothing.

    It is for staff: questions by what they cost, mistakes with how many made them, wrong answers that have no hint yet.
    """
    from grader.commands.explain import setting_kept
    from grader.commands.show_class import show_class

    show_class(out, setting_kept(out, **where), _console())


@main.command()
@click.argument("question", required=False)
@click.argument("identity", metavar="[ID]", required=False)
@click.option(
    "--exercises",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("exercises"),
    show_default=True,
    help="Folder of the exercises.",
)
def new(question: str | None, identity: str | None, exercises: Path) -> None:
    """Write a commented exercise that asks QUESTION.

    It is an example that holds, with a right program where one is needed: change it, and try it with `grade verify`.
    Without a QUESTION all of them are listed, each with the term that asks it.
    """
    from grader.authoring.new import listed_questions, new_exercise

    if question is None:
        click.echo("grade new QUESTION [ID] writes an exercise with a comment at every key. The questions, each with its term:")
        for line in listed_questions():
            click.echo(line)
        return
    for file in new_exercise(question, identity, exercises):
        click.echo(f"wrote {file}")


@main.command()
@click.argument("student")
@click.argument("item", required=False)
@_of_a_run
def explain(student: str, item: str | None, out: Path, **where: Any) -> None:  # noqa: ANN401 - click's
    """Show all that led to the score of STUDENT, or of one ITEM.

    It is for staff, with the expected answers.
    """
    from grader.commands.explain import explain as explained
    from grader.commands.explain import setting_kept

    explained(out, student, item, setting_kept(out, **where), _console())


@main.command()
@_of_a_run
@click.option("--decisions", type=click.Path(path_type=Path), help="Write a CSV with a row for each group of equal answers.")
@_JSON
def review(out: Path, decisions: Path | None, as_json: bool, **where: Any) -> None:  # noqa: ANN401 - click's
    """Show what waits for a person, the most frequent reason first."""
    from grader.commands.explain import review as reviewed
    from grader.commands.explain import setting_kept, write_decisions

    console = _console()
    if decisions is not None:
        write_decisions(out, setting_kept(out, **where), decisions, console)
    else:
        reviewed(out, setting_kept(out, **where), console, as_json=as_json)


@main.command("return")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--feedback", is_flag=True, help="Pack the pages of feedback for the platform; FILE may be left out.")
@click.option("--markdown", is_flag=True, help="Pack the pages in Markdown, not in HTML.")
@click.option(
    "--canvas", nargs=2, type=int, metavar="COURSE ASSIGNMENT", help="By Canvas's interface; both numbers are in its address."
)
@click.option("--confirm", is_flag=True, help="With --canvas: send the scores; without it they are shown only.")
@click.option(
    "--lms", type=click.Choice(["canvas", "moodle", "blackboard", "brightspace"]),
    help="Whose file it is, where it does not tell; moodle without FILE writes a list to import.",
)  # fmt: skip
@click.option("--column", default="", metavar="TITLE", help="Into which column; needed where there are several.")
@click.option(
    "--provisional", type=click.Choice(["leave", "include"]), default="leave", show_default=True,
    help="What to do with scores that a person has still to look at.",
)  # fmt: skip
@click.option("--no-comments", is_flag=True, help="Write scores only, where the file has room for a comment.")
@click.option("--download", type=click.Path(path_type=Path), help="The graded download, where it lies elsewhere now.")
@_of_a_run
def return_(provisional: str, no_comments: bool, **wanted: Any) -> None:  # noqa: ANN401 - click's
    """Fill FILE with the scores, for the upload to the platform.

    FILE is the gradebook or worksheet as you downloaded it from Canvas, Moodle, Blackboard or Brightspace. The copy
    in `return/` below the reports differs in the intended cells only. Without --confirm nothing is sent anywhere.
    """
    from grader.commands.return_scores import Request, return_scores

    request = Request(provisional=provisional == "include", comments=not no_comments, **wanted)
    return_scores(request, _console())


@main.command()
@click.argument("student")
@_OUT
def forget(student: str, out: Path) -> None:
    """Remove all that is kept of STUDENT.

    That is results, rows of reports, feedback and copies. STUDENT is an id or a whole name.
    """
    from grader.commands.forget import forget as forgotten

    forgotten(out, student, _console())


@main.command()
@click.argument("what", type=click.Choice(["exercise", "course"]), default="exercise")
def schema(what: str) -> None:
    """Print the JSON Schema of exercise files or course.yml."""
    from grader.course.json_schemas import course_schema_text, schema_text

    click.echo(schema_text() if what == "exercise" else course_schema_text(), nl=False)


@main.command()
@click.argument("beginning", required=False, default="")
@click.option("--course", type=click.Path(path_type=Path), help="The course's file, whose language and sentences count.")
@_JSON
def sentences(beginning: str, course: Path | None, as_json: bool) -> None:
    """List what students are told, with examples.

    With BEGINNING only sentences whose code begins so: `grade sentences slip.sign`. A course changes one by its code, in a
    file that course.yml names under `sentences`.
    """
    from grader.commands.sentences import list_sentences
    from grader.commands.setting import language_at

    list_sentences(beginning, language_at(course), _console(), as_json=as_json)


@main.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the pages; a new one by default.")
def show(path: Path, out: Path | None) -> None:
    """Show an exercise as a page, with pictures and every answer.

    PATH is its file, or a folder of exercises. For its author: the page holds the answers.
    """
    from grader.commands.show import show as shown

    for line in shown(path, out):
        click.echo(line)


@main.command()
@click.argument("out", type=click.Path(path_type=Path))
@_EXERCISES
@click.option("--only", multiple=True, metavar="ID", help="Hand out only this exercise; may be repeated.")
@click.option("--one-notebook/--per-exercise", help="One notebook for all exercises, or one for each (as by default).")
@click.option("--pictures", is_flag=True, help="With pictures of the functions, without what gives an answer away.")
@click.option("--classroom", is_flag=True, help="The workflow also reports to GitHub Classroom.")
@click.option("--requirement", default="", help="What pip installs the grader from, in place of its own wheel.")
@click.option("--force", is_flag=True, help="Write over files that are there.")
def handout(out: Path, exercises: Path | None, only: tuple[str, ...], force: bool, **choices: Any) -> None:  # noqa: ANN401 - click's
    """Make a folder OUT for students, without answers.

    It has notebooks, programs, checks, and a workflow that grades a push. Where an answer would stand
    in it, the place is named and nothing is written.
    """
    from grader.authoring.handout import Choices, write_handout
    from grader.authoring.handout import handout as made
    from grader.commands.setting import found_at
    from grader.course.exercises import load_assignment

    folder, course = found_at(exercises)
    address, language = (course.repository, course.language) if course else ("", "en")
    chosen = Choices(repository=address, language=language, **choices)
    texts = made(load_assignment(folder, only), chosen)
    write_handout(texts, out, force=force, wheel=chosen.wheel)
    click.echo(f"{len(texts) + (chosen.wheel is not None)} files are in {out}/. Students begin with its README.md.")
    if chosen.wheel is not None:
        click.echo(f"They install {chosen.wheel.name} (SHA-256 {chosen.wheel.sha256}), made of the grader that runs here.")


@main.command()
@click.argument("exercises", required=False, type=click.Path(path_type=Path))
@click.option("--exercises", "named", type=click.Path(path_type=Path), help="The same as EXERCISES, as other commands call it.")
@click.option("--solutions", type=click.Path(path_type=Path), help="Folder of the reference solutions.")
@click.option("--thorough", is_flag=True, help="Try every changed program, not two dozen for each exercise.")
@click.option("--sandbox", type=click.Choice(["auto", "strict", "none"]), default="auto", show_default=True)
def verify(exercises: Path | None, named: Path | None, solutions: Path | None, thorough: bool, sandbox: str) -> None:
    """Try exercises out before a student sees them.

    EXERCISES is a folder of them, a course's folder that has them in `exercises/`, or one file.

    Exits with 1 when anything does not hold, with 2 when a file cannot be read as an exercise; the others are tried.
    """
    from grader.authoring.verify import Verification, exercises_at, files_at, show, solutions_for
    from grader.authoring.verify import verify as verified_by
    from grader.commands.setting import found_at
    from grader.errors import SpecError

    if exercises is not None and named is not None:
        raise UsageError("The exercises are named twice. Leave out --exercises.")
    path = exercises_at(found_at(exercises or named)[0])
    files = files_at(path)
    wanted = Verification(solutions=solutions or solutions_for(path), sandbox_mode=sandbox, thorough=thorough)
    found = list(verified_by(files, wanted))
    if all(verified.unreadable for verified in found):
        raise SpecError([fault.text for verified in found for fault in verified.faults])
    show(found, _console())
    sys.exit(2 if any(verified.unreadable for verified in found) else int(any(verified.faults for verified in found)))


@main.command()
@click.argument("out", type=click.Path(path_type=Path))
@_EXERCISES
@click.option("--requirement", default="", help="What pip installs the grader from, in place of its own wheel.")
def gradescope(out: Path, exercises: Path | None, requirement: str) -> None:
    """Write OUT, a .zip that is an autograder for Gradescope."""
    from grader.authoring.archives import autograder
    from grader.commands.setting import setting_of
    from grader.reports.files import write_bytes

    setting = setting_of(exercises=exercises)  # what is wrong with an exercise is said now and not at Gradescope
    write_bytes(out, autograder(setting.exercises, requirement, setting.assignment.files))
    click.echo(f"{out} is ready. Upload it at Gradescope as the autograder; it holds your exercises whole.")


@main.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--sandbox", type=click.Choice(["auto", "strict", "none"]), default="auto", show_default=True)
def doctor(path: Path | None, sandbox: str) -> None:
    """Show what keeps student code apart on this machine.

    A real child process attacks it. With PATH, also which well-known packages its submissions
    import that are not installed here.
    Exits with 1 when an attack was possible, or failed for a reason that is no refusal.
    """
    from grader.commands.doctor import examine

    sys.exit(examine(path, sandbox, _console()))


if __name__ == "__main__":
    main()
