"""`grader.check()`: what a student's own notebook has right so far, from what is in its memory now.

It runs on the student's machine, from exercise files without answers, and is the judge that grades: what it derives to
compare with stays in memory. It tells no right answer and knows no points; grading is done elsewhere, from the files,
and apart from everything.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from grader.selfcheck import stopping
from grader.selfcheck.asking import findings
from grader.selfcheck.questions import found_exercises, own_exercises, question_named
from grader.selfcheck.table import Report

_NO_LIMIT = "In this browser nothing stops a function that never ends. If this takes long, restart the kernel and check your loops."


def check(name: str | None = None) -> Report:
    """A table of what is right so far, or of one item or exercise alone, to be shown by a notebook.

    Looks at the variables and functions that the caller has now. Without a name these are the
    exercises of which anything is there. In a program the table is printed.
    """
    names = sys._getframe(1).f_globals
    if not stopping.is_possible():
        print(_NO_LIMIT)  # noqa: T201 - said before, since after a call that hangs nothing is shown any more
    report = _report(name, names)
    if not _is_shown_by_itself(names):
        print(report)  # noqa: T201 - a program's own check has no other place to show it
    return report


def _report(name: str | None, names: Mapping[str, object]) -> Report:
    folder, exercises = found_exercises(_places(names))
    if not exercises:
        return Report(problem="No exercises were found. Put the folder `exercises` of your course beside this notebook.")
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
    """Where to look for exercises: from the current folder up, then from the file's own."""
    files = [names.get(variable) for variable in ("__vsc_ipynb_file__", "__session__", "__file__")]
    folders = [Path.cwd(), *(Path(file).absolute().parent for file in files if isinstance(file, str))]
    return list(dict.fromkeys(place for folder in folders for place in (folder, *folder.parents)))


def _is_shown_by_itself(names: Mapping[str, object]) -> bool:
    """Whether whoever called shows the value of an expression: a notebook, or Python's own prompt."""
    return "get_ipython" in names or hasattr(sys, "ps1")
