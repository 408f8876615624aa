"""What became different in a class since earlier scores: how many totals went up or down, which misconceptions went and stayed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from grader.changes.comparison import compared
from grader.changes.scores import Report, Scores, from_text
from grader.reports.class_figures import ClassChange, MistakeChange


def class_change(since: str, before: Report, now: Iterable[Scores], causes: Mapping[str, str]) -> ClassChange | None:
    """Return what became different since an earlier report; None without a student in both.

    An earlier version kept no misconceptions: then nothing is said of them.
    """
    gone, stayed, came = Counter[str](), Counter[str](), Counter[str]()

    def watched() -> Iterator[Scores]:
        for scores in now:
            if (text := before.texts.get(scores.student)) is not None:
                then, own = _shown(from_text(scores.student, text)), _shown(scores)
                gone.update(then - own)
                stayed.update(then & own)
                came.update(own - then)
            yield scores

    difference = compared(before, watched(), causes)
    students = len(difference.changes) + len(difference.same)
    if not students:
        return None
    names = Counter(gone) + stayed  # those that were there; without any, none were kept
    frequent = sorted((names + came).items(), key=lambda pair: (-pair[1], pair[0])) if names else []
    return ClassChange(
        since=since,
        students=students,
        changed=len(difference.changes),
        up=sum(change.after > change.before for change in difference.changes),
        down=sum(change.after < change.before for change in difference.changes),
        new=len(difference.new),
        mistakes=tuple(MistakeChange(name=name, gone=gone[name], stayed=stayed[name], came=came[name]) for name, _ in frequent),
    )


def _shown(scores: Scores) -> set[str]:
    """Return the misconceptions that somebody's answers showed."""
    return {item.misconception for item in scores.items.values() if item.misconception}
