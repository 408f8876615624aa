"""Files as platforms export them, and scores to put into them."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from grader.model import Origin, Student
from grader.returning import worksheet_in
from grader.returning.cell_table import CellTable
from grader.returning.filling import Filling, Score, Wishes, filled
from grader.returning.matching import Person


def score(
    student: str, earned: Fraction | float | str, possible: int = 39, *, name: str = "", ids: Iterable[str] = (),
    account: tuple[str, str] | None = None, by: str = "roster", open_: str = "", excused: bool = False,
    comment: str = "Automatic feedback: all is well.",
) -> Score:
    """A score of a student, who is known by the roster unless something else is said."""
    origins = (Origin(known_by=account[0], account=account[1]),) if account else ()
    person = Person(student=Student(id=student, name=name or student, identified_by=by, ids=tuple(ids)), origins=origins)
    points = Fraction(str(earned)) if not isinstance(earned, Fraction) else earned
    return Score(
        person=person, earned=points, possible=Fraction(possible), open=open_, excused=excused, comment=lambda: comment
    )


def fill(content: bytes, scores: list[Score], lms: str = "", **wishes: object) -> tuple[bytes, Filling]:
    """The filled file, and what became of everybody."""
    asked = Wishes(**wishes)  # type: ignore[arg-type]
    platform, sheet = worksheet_in(content, "export.csv", lms, asked.column)
    filling = filled(sheet, platform, scores, asked)
    return sheet.table.written(filling.cells), filling


def changed(before: bytes, after: bytes) -> dict[tuple[int, int], tuple[str, str]]:
    """The cells that differ between two files, by row and column, each raw as it stands there; nothing else may differ."""
    old, new = CellTable.read(before), CellTable.read(after)
    assert (old.mark, old.encoding, old.delimiter) == (new.mark, new.encoding, new.delimiter)
    cells = {}
    assert [len(row) for row in old.rows] == [len(row) for row in new.rows]
    rest_of: list[list[str]] = [[], []]
    for y, row in enumerate(old.rows):
        for x, cell in enumerate(row):
            other = new.rows[y][x]
            raw, now = old.text[cell.start : cell.end], new.text[other.start : other.end]
            if raw != now:
                cells[y, x] = (raw, now)
    for rest, table in zip(rest_of, (old, new), strict=True):
        done = 0
        for cell in (cell for row in table.rows for cell in row):
            rest.append(table.text[done : cell.start])
            done = cell.end
        rest.append(table.text[done:])
    assert rest_of[0] == rest_of[1], "delimiters and line ends stay"
    return cells


CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Homework 1 (501),Homework 1 Final Grade (502),Homework Current Score,Final Score
    Points Possible,,,,,10.00,5,(read only),(read only)
"Doe, Jane",9001,u1,jdoe,Sec 1,,,,
"O'Brien ""Bo"", Sue",9002,u2,sue@x.org,Sec 1,3.5,1,50,
"=HYPERLINK(""x""), Eve",9003,u3,eve,"Sec 1 and Sec 2",7.25,,,
"Müller, Zoë",9004,u4,zoe,Sec 1,EX,,,
"Roe, Ann",9005,u5,ann,Sec 1,N/A,,,
"Stranger, One",9006,u6,one,Sec 1,4,,,
"Stranger, Two",9007,u7,two,Sec 1,,,,
"Stranger, Three",9008,u8,three,Sec 1,-,,,
"Lee, Kim",9009,u9,kim,Sec 1,5.0,,,
"Student, Test",9999,,t,Sec 1,,,,
"""
CANVAS_SCORES = [
    score("u1", Fraction(1, 3) * 39, name="Jane Doe"),
    score("9002", 39, name="sue", account=("Canvas id", "9002"), by="Canvas id"),
    score("s3", 0, name="Eve", ids=["u3"]),
    score("u4", 20, name="Zoë Müller"),
    score("u5", 20, name="Ann Roe"),
    score("u9", "19.5", name="Kim Lee"),
    score("gone1", 5),
    score("gone2", 5),
    score("gone3", 5),
]

# By language: the titles, the word before a participant's number, the decimal sign, and how `yes` is said.
MOODLE = {
    "en": (
        "Identifier,Full name,ID number,Email address,Status,Grade,Maximum grade,Grade can be changed,"
        "Last modified (submission),Last modified (grade),Feedback comments",
        "Participant ", ".", "Yes", "No",
    ),
    "de": (
        "ID,Vollständiger Name,Matrikelnummer,E-Mail-Adresse,Status,Bewertung,Bestwertung,Bewertung kann geändert werden,"
        "Zuletzt geändert (Abgabe),Zuletzt geändert (Bewertung),Feedback als Kommentar",
        "Teilnehmer/in", ",", "Ja", "Nein",
    ),
    "fr": (
        "Identifiant,Nom complet,Numéro d’identification,Adresse de courriel,Statut,Note,Note maximale,"
        "La note peut être modifiée,Dernière modification (travail remis),Dernière modification (note),Feedback par commentaires",
        "Participant", ",", "Oui", "Non",
    ),
    "es": (
        "Identificador,Nombre completo,Número de ID,Dirección de correo,Estado,Calificación,Calificación máxima,"
        "La calificación puede ser cambiada,Última modificación (entrega),Última modificación (calificación),"
        "Comentarios de retroalimentación",
        "Participante ", ",", "Sí", "No",
    ),
    "it": (
        "Codice identificativo,Nome e cognome,Numero ID,Email,Stato,Valutazione,Valutazione massima,Valutazione modificabile,"
        "Ultima modifica (consegna),Ultima modifica (valutazione),Commenti di feedback",
        "Partecipante ", ",", "Sì", "No",
    ),
}  # fmt: skip


def moodle(language: str, delimiter: str = ",", end: str = "\r\n") -> str:
    """A worksheet as Moodle writes it in a language, with names and comments that could go wrong."""
    titles, word, decimal, yes, no = MOODLE[language]
    old, most = f"5{decimal}00", f"10{decimal}00"
    rows = [
        titles.split(","),
        [f"{word}4711", "Jane Doe", "m1", "jane@x.org", "Submitted", "", most, yes, "Monday, 1 March 2026, 9:00", "-", ""],
        [f"{word}4712", '=1+1, "Bo"', "m2", "bo@x.org", "Submitted", old, most, yes, "-", "-", "<p>Well <b>done</b></p>"],
        [f"{word}4713", "Zoë; Müller", "m3", "zoe@x.org", "Submitted", old, most, yes, "-", "-", "line\r\ntwo"],
        [f"{word}4714", "Ann Roe", "", "ann@x.org", "Draft", "", most, no, "-", "-", ""],
        *([f"{word}{n}", f"Stranger {n}", "", f"s{n}@x.org", "-", "", most, yes, "-", "-", ""] for n in (4801, 4802, 4803)),
        [f"{word}4715", "Max Over", "m5", "max@x.org", "-", "", most, yes, "-", "-", ""],
    ]
    return end.join(delimiter.join(_as_php(cell, delimiter) for cell in row) for row in rows) + end


def _as_php(cell: str, delimiter: str) -> str:
    """A cell as PHP writes it: in quotes where it has a blank, a quote, a backslash or the delimiter."""
    needed = any(sign in cell for sign in f' "\\\t\r\n{delimiter}')
    return '"' + cell.replace('"', '""') + '"' if needed else cell


MOODLE_SCORES = [
    score("4711", Fraction(1, 3) * 39, name="Jane Doe", account=("Moodle id", "4711"), by="Moodle id"),
    score("m2", 39, name="m2"),
    score("zoe@x.org", 0, name="Zoë Müller"),
    score("Ann Roe", 12, by="folder name"),
    score("m5", 40, name="Max Over"),
    score("gone1", 5),
    score("gone2", 5),
    score("4801", 5, name="Jim Poe", account=("Canvas id", "4801"), by="Canvas id"),
]
