"""`grader.check()`: what a student's own notebook has right so far, from what is in its memory now.

It runs on the student's machine, from exercise files without answers, and derives none: each answer is held
to the property that makes it one, measured on the function that the prompt states. It proves nothing and
knows no points; grading is done elsewhere, from the files, and apart from everything.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from grader.errors import UsageError
from grader.selfcheck import stopping
from grader.selfcheck.asking import findings
from grader.selfcheck.questions import found_exercises, own_exercises, question_named
from grader.selfcheck.table import Report
from grader.spec import exercises_called, nothing_found

_REMEDY = (
    "Put the folder `exercises` of your course beside this notebook, or name it with `grader.check(exercises=\"DIR\")`; "
    "\"lesson\" takes those that came with the grader."
)
_NO_LIMIT = "In this browser nothing stops a function that never ends. If this takes long, restart the kernel and check your loops."


def check(name: str | None = None, *, exercises: str | Path | None = None) -> Report:
    """A table of what is right so far, or of one item or exercise alone, to be shown by a notebook.

    Looks at the variables and functions that the caller has now. Without a name these are the
    exercises of which anything is there. `exercises` is the folder of the exercises, where it is not beside the
    notebook; "lesson" means those that came with the package. In a program the table is printed.
    """
    names = sys._getframe(1).f_globals
    if not stopping.is_possible():
        print(_NO_LIMIT)  # noqa: T201 - said before, since after a call that hangs nothing is shown any more
    report = _report(name, names, Path(exercises) if exercises is not None else None)
    if not _is_shown_by_itself(names):
        print(report)  # noqa: T201 - a program's own check has no other place to show it
    return report


def _report(name: str | None, names: Mapping[str, object], wanted: Path | None) -> Report:
    places = _places(names)
    try:
        folders = [exercises_called(wanted)] if wanted is not None else [place / "exercises" for place in places]
    except UsageError as error:
        return Report(problem=str(error))
    folder, exercises = found_exercises(folders)
    if not exercises and wanted is not None:
        return Report(problem=f"There are no exercises (*.yml) in {wanted}.")
    if not exercises:
        return Report(problem=nothing_found(places, _REMEDY))
    if name is not None:
        chosen = question_named(name, exercises)
        if isinstance(chosen, str):
            return Report(problem=chosen)
        return Report(findings=findings(chosen, names, exercises), folder=folder)
    own = own_exercises(exercises, names)
    if not own:
        titles = ", ".join(f"“{exercise.title}”" for exercise in exercises)
        return Report(problem=f"Nothing of the exercises is defined yet ({titles}). Run your cells first, then this one.")
    questions = [(exercise, item) for exercise in own for item in exercise.items]
    others = tuple(exercise.title for exercise in exercises if exercise not in own)
    return Report(findings=findings(questions, names, exercises), others=others, folder=folder)


def _places(names: Mapping[str, object]) -> list[Path]:
    """Where to look for exercises: from the file's own folder up, where a file is known, then from the current one."""
    files = [names.get(variable) for variable in ("__vsc_ipynb_file__", "__session__", "__file__")]
    folders = [*(Path(file).absolute().parent for file in files if isinstance(file, str)), Path.cwd()]
    return list(dict.fromkeys(place for folder in folders for place in (folder, *folder.parents)))


def _is_shown_by_itself(names: Mapping[str, object]) -> bool:
    """Whether whoever called shows the value of an expression: a notebook, or Python's own prompt."""
    return "get_ipython" in names or hasattr(sys, "ps1")
