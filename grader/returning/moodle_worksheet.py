"""Moodle: the offline grading worksheet of an assignment.

All its titles are in the site's language, so it is known by what stands below them: the first column holds one word and the
participant's number. Source: `mod/assign/feedback/offline/importgradeslib.php` and `gradingtable.php` of Moodle.
"""

from __future__ import annotations

import re

from grader.returning.cell_table import CellTable
from grader.returning.worksheet import Above, Column, Line, Platform, Worksheet, decimal_sign, number_in, spelled
from grader.submission.spelling import folded

# `Participant 4711`, `Teilnehmer/in4711`; in some languages the number may stand first.
_PARTICIPANT = re.compile(r"(?P<word>\D*)(?P<number>\d+)(?P<behind>\D*)")
# The title of the column behind the grade, in the languages whose worksheets were seen; elsewhere it is known by its cells.
_MAXIMUM = ("maximum grade", "bestwertung", "note maximale", "calificación máxima")
# The same column of an assignment that is graded by a scale.
_SCALE = ("scale", "skala", "barème", "escala")
_COMMENT = ("feedback", "comment", "kommentar", "retroaliment", "rückmeldung")  # words in the title of the comments' column
_NO = ("no", "nein", "non", "nee", "não", "nej")  # `Grade can be changed`, where it cannot
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")  # an e-mail address among what identifies a student


def read(table: CellTable, wanted: str = "") -> Worksheet | None:
    """Return the worksheet; grades go into the column that somebody named, else into the one before the maximum."""
    head, rows = table.head, [at for at, _ in table.body]
    marks = [_PARTICIPANT.fullmatch(table.rows[at][0].text.strip()) for at in rows]
    words = {mark["word"] + mark["behind"] for mark in marks if mark is not None}
    if not rows or None in marks or len(words) != 1 or not any(map(str.isalpha, *words)) or len(head) < 3:
        return None
    texts = [[table.rows[at][column].text.strip() for at in rows] for column in range(len(head))]
    grade = _grade_column(head, texts, wanted)
    if grade is None:
        return None
    beyond = texts[grade + 1] if grade + 1 < len(head) else []
    is_scale = bool(beyond) and number_in(beyond[0]) is None
    scale = tuple(filter(None, (word.strip() for word in re.split(r"[,\n\t]| {2,}", beyond[0])))) if is_scale else ()
    maximum = next(iter({number_in(text) for text in beyond}), None) if beyond and not is_scale else None
    comment = _last_called(head, grade, _COMMENT)
    # Behind the maximum stands whether the grade can be changed, perhaps with the state of marking between the two.
    changeable = [column for column in (grade + 2, grade + 3) if column < len(head) and len(set(texts[column])) <= 2]
    lines = []
    for place, (at, mark) in enumerate(zip(rows, marks, strict=True)):
        cells = [texts[column][place] for column in range(grade)]
        name = cells[1] if len(cells) > 1 and not _ADDRESS.fullmatch(cells[1]) else ""
        locked = any(folded(texts[column][place]) in _NO for column in changeable)
        ids = tuple(cell for cell in cells[2:] if _ADDRESS.fullmatch(cell) or re.fullmatch(r"\w*\d\w*", cell))
        number, why = mark["number"] if mark else "", "Moodle has locked the grade" if locked else ""
        lines.append(Line(at=at, account=number, ids=ids, name=name, names=spelled(name), locked=why))
    column = Column(at=grade, title=head[grade], maximum=maximum, scale=scale)
    return Worksheet(
        table=table, columns=(column,), lines=tuple(lines), comment=comment, decimal=decimal_sign([*beyond, *texts[grade]])
    )


def _grade_column(head: tuple[str, ...], texts: list[list[str]], wanted: str) -> int | None:
    """Return the column before the maximum: by its title, else as the first with one number in all cells, or as it is named."""
    titles = [folded(title) for title in head]
    if wanted:
        return next((at for at, title in enumerate(titles) if at and title == folded(wanted)), None)
    named = next((at for at, title in enumerate(titles) if at > 1 and title in (*_MAXIMUM, *_SCALE)), None)
    if named is not None:
        return named - 1
    for at in range(2, len(head)):
        numbers = {number_in(text) for text in texts[at]}
        before = [number_in(text) for text in texts[at - 1] if text not in ("", "-")]
        if len(numbers) == 1 and None not in numbers and None not in before and len(texts[at]) > 1:
            return at - 1
    return None


def _last_called(head: tuple[str, ...], grade: int, words: tuple[str, ...]) -> int | None:
    """Return the last column behind the grade with one of these words in its title."""
    found = [at for at, title in enumerate(head) if at > grade + 1 and any(word in folded(title) for word in words)]
    return found[-1] if found else None


MOODLE = Platform(
    name="moodle",
    title="Moodle grading worksheet",
    known_by="Moodle id",
    read=read,
    upload=(
        "In Moodle open the assignment, View all submissions, Upload grading worksheet. Grades that were changed there after "
        "your download are skipped unless you tick Allow updating records that have been modified more recently."
    ),
    above=Above.DROPPED,
)
"""What Moodle takes and how it is said."""
