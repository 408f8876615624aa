"""Holds exercises to all rules: each exercise on a bench of its own, several at once where there are cores.

The table `RULES` holds one function a rule, in the order in which they are tried; what a rule proves is the first line of
its function's docstring, and the documentation shows these lines. Says what was tried and what is wrong, as texts with
file and line, and as a table for a terminal: without colour too, and at 80 columns.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.authoring import rules_answers, rules_prompt, rules_terms, rules_wrong
from grader.authoring.bench import Bench, Fault, Findings, Note
from grader.course.exercise_files import exercise_files
from grader.course.exercises import load_written
from grader.errors import GraderError, SpecError, UsageError
from grader.model import Limits
from grader.quantities.references import by_own_rules
from grader.reports.escaping import harmless, in_encoding
from grader.sandbox import Sandbox, processors


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and the column of the table in which it is counted; without a `needed` one, no other can be tried."""

    column: str
    check: Callable[[Bench], Findings]
    needed: bool = False

    @property
    def sentence(self) -> str:
        """Return what holds when the rule does."""
        said = (self.check.__doc__ or "").splitlines()[0].removeprefix("Check: ")
        return said[:1].upper() + said[1:]


RULES = (
    Rule("derived", rules_answers.check_derivatives, needed=True),
    Rule("derived", rules_terms.check_measured),
    Rule("derived", rules_answers.check_domain),
    Rule("derived", rules_terms.check_names_used),
    Rule("solved", rules_answers.check_reference_solution),
    Rule("solved", rules_answers.check_empty_submission),
    Rule("solved", rules_answers.check_template),
    Rule("solved", rules_answers.check_limits),
    Rule("accepts", rules_answers.check_accepted),
    Rule("rejects", rules_answers.check_rejected),
    Rule("rejects", rules_answers.check_misconceptions),
    Rule("no work", rules_wrong.check_effortless_answers),
    Rule("no work", rules_wrong.check_cheating_programs),
    Rule("no work", rules_wrong.check_starts),
    Rule("no work", rules_wrong.check_points_told_apart),
    Rule("no work", rules_wrong.check_sampled_points),
    Rule("no work", rules_terms.check_told_apart),
    Rule("no work", rules_terms.check_follow_through),
    Rule("wrong", rules_wrong.check_wrong_answers),
    Rule("wrong", rules_wrong.check_hedged_answers),
    Rule("wrong", rules_terms.check_loosened),
    Rule("wrong", rules_wrong.check_cut_functions),
    Rule("code", rules_wrong.check_changed_programs),
    Rule("prompt", rules_prompt.check_prompt_renders),
    Rule("prompt", rules_prompt.check_names_asked_for),
    Rule("prompt", rules_prompt.check_points_add_up),
    Rule("prompt", rules_prompt.check_printed_values),
    Rule("prompt", rules_prompt.check_unchecked_values),
    Rule("prompt", rules_prompt.check_approximate_values),
)
"""In the order in which they are tried: where the derived answers are in doubt, nothing else says anything."""


# seconds for a changed program: a right one needs a tenth of that, and of those that hang there are dozens
HASTY = Limits(statement_seconds=1.0, call_seconds=0.4, submission_seconds=1.2)
# of about a hundred changed programs, spread over all: `grade verify` then takes seconds, not minutes
SOME_PROGRAMS = 24
# exercises: for one alone, processes of their own only cost their start
FEWEST_FOR_WORKERS = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Verification:
    """What is asked for: the folders, how student-like code is kept apart, and how much is tried.

    `thorough` tries every changed program, else two dozen of them are tried for each exercise.
    """

    solutions: Path
    sandbox_mode: str = "auto"
    thorough: bool = False


@dataclass(frozen=True, order=True, slots=True)
class PlacedFault:
    """A fault or a note at its line, as authors read it: `exercises/x.yml:14: items[2].points: …`; and the rule's column."""

    line: int
    text: str
    column: str


@dataclass(kw_only=True, slots=True)
class Verified:
    """What came of one exercise: by column how many things were tried; the faults, and the notes, in the order of the file.

    An `unreadable` file is no exercise, so that nothing could be tried of it.
    """

    exercise: str
    unreadable: bool = False
    tried: Counter[str] = field(default_factory=Counter)
    faults: list[PlacedFault] = field(default_factory=list)
    notes: list[PlacedFault] = field(default_factory=list)


def exercises_at(path: Path) -> Path:
    """Return the folder or file of exercises that a path means: of a course's folder its `exercises/`."""
    inside = path / "exercises"
    return inside if path.is_dir() and not exercise_files(path) and exercise_files(inside) else path


def files_at(path: Path) -> list[Path]:
    """Return the exercise files of a folder, or the one named. Raises UsageError when there are none."""
    files = [path] if path.is_file() else exercise_files(path)
    if not files:
        raise UsageError(f"{path} holds no exercises (*.yml). Name their folder, or one file.")
    return files


def solutions_for(path: Path) -> Path:
    """Return the folder `reference_solutions/` beside that of the exercises."""
    folder = path.parent if path.is_file() else path
    return Path(os.path.normpath(folder / ".." / "reference_solutions"))


def verify(files: Sequence[Path], wanted: Verification) -> Iterator[Verified]:
    """Yield each exercise as it was found, in order; a file that cannot be read keeps no other from being tried.

    Raises:
        SandboxError: student-like code cannot be run as asked for.
    """
    first: dict[str, Path] = {}
    for file, found in zip(files, _verified_each(files, wanted), strict=True):
        other = first.setdefault(found.exercise, file)
        if other != file and not found.unreadable:
            text = f"{file}:1: id: `{found.exercise}` is the exercise id of {other.name} as well; give one another id"
            found.faults.insert(0, PlacedFault(1, text, RULES[0].column))
            found.unreadable = True
        yield found


def _verified_each(files: Sequence[Path], wanted: Verification) -> Iterator[Verified]:
    """Yield the files one after the other, or several at once."""
    cores = processors.count()
    if min(len(files), cores) < FEWEST_FOR_WORKERS:
        yield from (verify_file(file, wanted) for file in files)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(len(files), cores), mp_context=context) as pool:
        yield from pool.map(verify_file, files, [wanted] * len(files))


def verify_file(file: Path, wanted: Verification) -> Verified:
    """Return what comes of one exercise."""
    try:
        written = load_written(file)
    except SpecError as error:
        faults = [PlacedFault(0, problem, RULES[0].column) for problem in error.problems]
        return Verified(exercise=file.stem, unreadable=True, faults=faults)
    limits = replace(Limits(), **written.exercise.limits)  # type: ignore[arg-type]
    with (
        by_own_rules(written.exercise.for_students),
        Sandbox(limits, wanted.sandbox_mode) as sandbox,
        Sandbox(_least(limits, HASTY), wanted.sandbox_mode) as hasty,
    ):
        bench = Bench(
            written=written,
            solution=wanted.solutions / f"{written.exercise.id}.py",
            sandbox=sandbox,
            hasty=hasty,
            limits=limits,
            most_programs=100_000 if wanted.thorough else SOME_PROGRAMS,
        )
        return verified(bench)


def _least(limits: Limits, hasty: Limits) -> Limits:
    """Return the exercise's limits with no more time than this."""
    seconds = ("statement_seconds", "call_seconds", "submission_seconds")
    least: Mapping[str, float] = {name: min(getattr(limits, name), getattr(hasty, name)) for name in seconds}
    return replace(limits, **least)  # type: ignore[arg-type]


def verified(bench: Bench) -> Verified:
    """Return what all rules find about the exercise on this bench."""
    found = Verified(exercise=bench.exercise.id)
    for rule in RULES:
        findings = list(_findings(rule, bench, found.tried))
        for finding in findings:
            problems = bench.written.problems
            (found.notes if isinstance(finding, Note) else found.faults).append(
                PlacedFault(problems.line_of(finding.path), problems.text_at(finding.path, finding.message), rule.column)
            )
        if found.faults and rule.needed:
            break
    found.faults.sort()
    found.notes.sort()
    return found


def _findings(rule: Rule, bench: Bench, tried: Counter[str]) -> Iterator[Fault | Note]:
    """Yield what a rule finds; if the rule itself cannot be tried, that."""
    try:
        for finding in rule.check(bench):
            tried[rule.column] += 1
            if finding is not None:
                yield finding
    except GraderError as error:
        yield Fault((), str(error))
    except Exception as error:  # a fault of ours in one rule must not hide what the others find
        yield Fault((), f"{rule.check.__name__} failed: {type(error).__name__}: {error}. Please report this.")


# in the order of the rules
COLUMNS = tuple(dict.fromkeys(rule.column for rule in RULES))


def show(found: Sequence[Verified], console: Console) -> None:
    """Print the table, the faults and the notes in the order of the files, and one line that sums up."""
    table = Table(box=None, header_style="bold", padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("exercise", overflow="fold")
    for column in COLUMNS:
        table.add_column(column, justify="right", no_wrap=True)
    for verified in found:
        table.add_row(verified.exercise, *(_cell(verified, column, console) for column in COLUMNS))
    console.print(table)
    faults = [fault.text for verified in found for fault in verified.faults]
    notes = [note.text for verified in found for note in verified.notes]
    console.print()
    for texts, style in ((faults, "red"), (notes, "dim")):
        for text in dict.fromkeys(texts):
            console.print(Text(in_encoding(harmless(text), console.encoding), style=style), soft_wrap=True)
    if faults or notes:
        console.print()
    console.print(Text(summary(found), style="bold red" if faults else "green"))


def summary(found: Sequence[Verified]) -> str:
    """Return how much was tried and whether it held."""
    tried = sum(sum(verified.tried.values()) for verified in found)
    faults = sum(len(verified.faults) for verified in found)
    what = f"{len(found)} {'exercise' if len(found) == 1 else 'exercises'}, {tried} things tried"
    return f"{what}: {f'{faults} faults' if faults > 1 else '1 fault' if faults else 'everything holds'}"


def _cell(verified: Verified, column: str, console: Console) -> Text:
    """Return how many things were tried in this column, with a mark; a dash where there is nothing to try."""
    good, bad = ("✓", "✗") if in_encoding("✓", console.encoding) == "✓" else ("ok", "BAD")
    faults = [fault for fault in verified.faults if fault.column == column]
    if faults:
        return Text(f"{bad} {len(faults)}", style="bold red")
    count = verified.tried[column]
    return Text(f"{good} {count}", style="green") if count else Text("-", style="dim")
