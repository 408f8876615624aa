"""`grader.check()`: what a student's own notebook has right so far, from what is in its memory now.

It runs on the student's machine, from exercise files without answers, and is the judge that grades: what it derives to
compare with stays in memory. It tells no right answer and knows no points; grading is done elsewhere, from the files,
and apart from everything.

what it is about ............. own_notebook (the notebook as it was saved, the exercises beside it)
what is in memory, judged .... findings, memory (a session that calls what is there)
the kernel kept as it was .... kernel
what is shown ................ check_table
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from grader.course.exercise_files import exercises_called, nothing_found
from grader.errors import UsageError
from grader.model import Exercise
from grader.selfcheck.check_table import Finding, Report, show
from grader.selfcheck.findings import findings_of
from grader.selfcheck.kernel import can_stop
from grader.selfcheck.own_notebook import (
    Chosen,
    Notebook,
    found_exercises,
    language_beside,
    own_exercises,
    own_notebook,
    places_named,
    questions_of,
    set_below,
)
from grader.sentences.catalogue import sentence
from grader.sentences.figures import enumeration, together
from grader.sentences.languages import ENGLISH


def check(*wanted: object, exercises: str | Path | None = None) -> Report:
    """Return a table of what is right so far, or of some items or exercises alone, to be shown by a notebook.

    Looks at the variables and functions that the caller has now. Each of `wanted` is the name of an item or of
    an exercise, or an answer itself: `check("df_dx", "df_dy")` and `check(df_dx)`. Without any these are the exercises that the
    notebook was handed out for, else those of which anything is there. `exercises` is the folder of the exercises, where it is
    not beside the notebook; "lesson" means those that came with the package. In a program the table is printed.
    """
    names = sys._getframe(1).f_globals
    report = _report(wanted, names, Path(exercises) if exercises is not None else None)
    show(report, names)
    return report


def _report(wanted: Sequence[object], names: Mapping[str, object], named: Path | None) -> Report:
    places = _places(names)
    try:
        folders = [exercises_called(named)] if named is not None else [place / "exercises" for place in places]
    except UsageError as error:
        return Report(problem=str(error))
    folder, exercises = found_exercises(folders)
    if not exercises and named is not None:
        return Report(problem=sentence("check.no_exercises", folder=named))
    if not exercises:
        return Report(problem=nothing_found(places, sentence("check.remedy")))
    language = language_beside(folder) if folder is not None else ENGLISH
    if not can_stop():
        # said before, since after a call that hangs nothing is shown any more
        print(language.retell(sentence("check.no_limit")))  # noqa: T201
    notebook = own_notebook(names)
    chosen = _named(wanted, names, exercises) if wanted else _all_of(exercises, names, notebook)
    if isinstance(chosen, str):
        return Report(problem=language.retell(chosen))
    found = findings_of(chosen, names, exercises, language)
    return Report(findings=_told_of_order(found, chosen, names, notebook), folder=folder, language=language)


def _named(wanted: Sequence[object], names: Mapping[str, object], exercises: Sequence[Exercise]) -> Chosen | str:
    """Return the questions asked for, each once; a sentence if one is not known."""
    chosen: Chosen = []
    for each in wanted:
        found = questions_of(each, names, exercises)
        if isinstance(found, str):
            return found
        chosen += [pair for pair in found if pair not in chosen]
    return chosen


def _all_of(exercises: Sequence[Exercise], names: Mapping[str, object], notebook: Notebook | None) -> Chosen | str:
    """Return the questions of the exercises that the notebook is about."""
    own = [exercise for exercise in exercises if notebook is not None and exercise.id in notebook.exercises]
    own = own or own_exercises(exercises, names)
    if not own:
        titles = enumeration(sentence("check.title", title=exercise.title) for exercise in exercises)
        return sentence("check.nothing_defined", titles=titles)
    return [(exercise, item) for exercise in own for item in exercise.items]


def _told_of_order(
    found: tuple[Finding, ...], chosen: Chosen, names: Mapping[str, object], notebook: Notebook | None
) -> tuple[Finding, ...]:
    """Return the findings, with a word about each answer that a run from top to bottom would not give."""
    late = set_below(notebook, names) if notebook is not None else {}
    told = []
    for finding, (_, item) in zip(found, chosen, strict=True):
        name = next((name for name in item.names if name in late), None)
        said = [sentence("check.set_below", name=late[name])] if name is not None else []
        hints = [*([finding.hint] if finding.hint else []), *said]
        told.append(replace(finding, hint=together(hints) if hints else ""))
    return tuple(told)


def _places(names: Mapping[str, object]) -> list[Path]:
    """Return the folders to look in for exercises: the file's own and up, if it is known, then the current one and up."""
    folders = [*(file.parent for file in places_named(names)), Path.cwd()]
    return list(dict.fromkeys(place for folder in folders for place in (folder, *folder.parents)))
