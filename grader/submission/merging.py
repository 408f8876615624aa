"""Which of a student's files count: all of them where they answer different things, else the newest.

Decides by the names that the files define. Knows no exercise.
"""

from __future__ import annotations

from dataclasses import replace

from grader.model import UNREAD_FILE, Feedback
from grader.submission import file_types as filetypes
from grader.submission.intake import Work
from grader.submission.spelling import natural

_EVERYBODYS = frozenset([
    "np", "plt", "mg", "sp", "pd", "math", "numpy", "sympy", "mygrad", "matplotlib", "x", "y", "z", "f", "g",
    "n", "i", "j", "k", "t", "h", "delta", "step", "x0", "y0", "grader",
])  # fmt: skip


def chosen(works: list[Work]) -> tuple[list[Work], list[Feedback]]:
    """Return the files that count, in the order in which they run, and what the student should know about the choice."""
    if len(works) < 2:
        return works, []
    readable = [work for work in works if work.problem is None]
    if not readable:
        return works[:1], []
    remarks = [_unread(work) for work in works if work.problem is not None]
    kept: list[Work] = []
    for work in sorted(readable, key=_age, reverse=True):
        newer = next((other for other in kept if _answer_the_same(work, other)), None)
        if newer is None:
            kept.append(work)
        else:
            remarks.append(_left_out(work, newer))
    kept = [_on_its_own(work) for work in _without_templates(sorted(kept, key=_running_order))]
    if len(kept) > 1:
        names = ", ".join(f"`{work.source.name}`" for work in kept)
        remarks.append(Feedback(code="several_files", text=f"Your files were read together: {names}."))
    return kept, remarks


def _on_its_own(work: Work) -> Work:
    """A module of a package without the imports that it can make there alone; what they bring is read from its own file."""
    return replace(work, statements=tuple(s for s in work.statements if not s.source.startswith("from .")))


def _without_templates(works: list[Work]) -> list[Work]:
    """Return the files without the placeholders for what another file answers, and without files of nothing but those."""
    answered = {id(work): _answered(work) for work in works}
    kept = []
    for work in works:
        elsewhere = frozenset().union(*(names for other, names in answered.items() if other != id(work)))
        own = tuple(s for s in work.statements if not (s.placeholders and set(s.names) <= {*s.placeholders} & elsewhere))
        if own == work.statements or answered[id(work)] - _EVERYBODYS:
            kept.append(replace(work, statements=own))
    return kept or works[:1]


def _answered(work: Work) -> frozenset[str]:
    """Return the names that a file sets to something other than a placeholder, in code or in text."""
    names = {name for s in work.statements for name in s.names if name not in s.placeholders}
    return frozenset(names | {text.name for text in work.texts if text.markdown})


def _age(work: Work) -> tuple[object, ...]:
    """Return a key by which the newest is last; of two that are equally old a notebook counts as the newer."""
    return (work.source.modified, filetypes.type_of(work.source.name) == filetypes.NOTEBOOK, natural(work.source.name))


def _running_order(work: Work) -> tuple[object, ...]:
    """Programs before notebooks, since a notebook may use what a program beside it defines."""
    return (filetypes.type_of(work.source.name) != filetypes.SCRIPT, natural(work.source.name))


def _answer_the_same(one: Work, other: Work) -> bool:
    """Tell whether at least half of what the one with fewer names defines is in the other too."""
    if one.digest == other.digest:
        return True
    mine, theirs = _names(one), _names(other)
    fewer = min(len(mine), len(theirs))
    return fewer > 0 and 2 * len(mine & theirs) >= fewer


def _names(work: Work) -> frozenset[str]:
    """Return what a file answers, without imports and what every file sets."""
    imported = {name for s in work.statements if s.source.startswith(("import ", "from ")) for name in s.names}
    return _answered(work) - imported - _EVERYBODYS


def _left_out(work: Work, newer: Work) -> Feedback:
    return Feedback(
        code="older_file",
        text=f"`{work.source.name}` answers the same questions as `{newer.source.name}` and is the older one, "
        "so it was not graded.",
    )


def _unread(work: Work) -> Feedback:
    assert work.problem is not None
    return Feedback(code=UNREAD_FILE, text=work.problem.text)
