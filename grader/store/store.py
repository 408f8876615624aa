"""`run.sqlite`: every grading as it comes in, so that a killed run loses nothing but what was in flight.

    with Store.open(out) as store:          # for a run: locked, made where it is not there
        heads = store.heads()               # what is kept, without the gradings themselves
        store.put(row)                      # committed at once, with what is told of it
        store.arrange([("s01", 1), …])      # who is in the class now, in this order
        for row in store.rows(): …          # the class in order, read as it goes, as often as wanted
        store.publish({"s01": …}.items())   # what reports said, to tell next time what has changed
    with Store.look(out) as store:          # only to read, also while a run is at work
        row = store.row(("s01", 1))         # one row, with what its student's code was asked and replied

Rows of students who are no longer in the class stay, without a place in it, and are used again when they come back.
Knows no grade: a row's content is a record to it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from grader.errors import StoreGoneError
from grader.store import storage
from grader.store.keys import Key
from grader.store.rows import Name, Row, keys_from, keys_text

_PAGE = 100  # rows read at once: a few megabytes, however large the class
# all, in the order of `_row`
_COLUMNS = ("student", "attempt", "content", "keys", "about", "kept", "details", "conversations", "graded_at")
_OF_A_REPORT = tuple("NULL" if name == "conversations" else name for name in _COLUMNS)  # without what code was asked
_OF_A_TABLE = tuple("NULL" if name == "details" else name for name in _OF_A_REPORT)  # and without its details


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """A row without its gradings: enough to tell whether they still hold. `revision` is another after each grading."""

    content: str
    keys: Mapping[str, Key]
    about: str
    revision: int


class Store:
    """The kept gradings of one folder of reports. A context manager; one process writes, others may look."""

    def __init__(self, path: Path, connection: sqlite3.Connection, lock: storage.Lock | None = None) -> None:
        self.path = path
        self.remarks: tuple[str, ...] = ()
        self._connection = connection
        self._lock = lock
        self._revision = 0
        self._identity = storage.identity(path)
        self._has_told = storage.has_told(connection)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Return the store of a folder, for one run at a time; made where it is not there.

        `remarks` says aloud what was found: a damaged store is put aside under another name.
        Raises `StoreError` when another run is at work there, when a newer grader wrote the
        store, and when the system will not have it.
        """
        lock = storage.locked(folder)
        try:
            storage.keep_out_of_git(folder)
            path = folder / storage.FILE
            storage.refuse_what_is_not_ours(path)
            aside = storage.put_aside_if_damaged(path)
            with storage.explained(path):
                store = cls(path, storage.connected(path), lock)
        except BaseException:
            lock.release()
            raise
        if aside is not None:
            store.remarks = (f"{path} was damaged. It is kept as {aside.name}, and everything is graded anew.",)
        return store

    @classmethod
    def look(cls, folder: Path) -> Self:
        """Return the store of a folder, to read only. Raises `StoreError` when there is none or it cannot be read."""
        path = folder / storage.FILE
        with storage.explained(path):
            return cls(path, storage.connected_to_read(path))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
        if self._lock is not None:
            self._lock.release()

    # --- gradings ---

    def heads(self) -> dict[Name, Head]:
        """Return what is kept, by the row's name."""
        with self._asked("SELECT student, attempt, content, keys, about, revision FROM rows") as found:
            return {
                (student, attempt): Head(content=content, keys=keys_from(keys), about=about, revision=revision)
                for student, attempt, content, keys, about, revision in found
            }

    def row(self, name: Name) -> Row | None:
        """Return the whole row of this name, or None."""
        query = f"SELECT {', '.join(_COLUMNS)} FROM rows WHERE student = ? AND attempt = ?"
        with self._asked(query, name) as found:
            return next((_row(columns) for columns in found), None)

    def put(self, row: Row, told: Mapping[str, str] | None = None) -> None:
        """Keep a row, in place of an earlier one of the same name; with what is told of it, by item, if that is given."""
        if not self._revision:
            with self._asked("SELECT coalesce(max(revision), 0) FROM rows") as found:
                ((self._revision,),) = found
        self._revision += 1
        columns = (
            row.student, row.attempt, row.content, keys_text(row.keys), row.about, row.kept, row.details,
            row.conversations, row.graded_at, self._revision,
        )  # fmt: skip
        places = ", ".join("?" * len(columns))
        updates = ", ".join(f"{name} = excluded.{name}" for name in (*_COLUMNS[2:], "revision"))
        query = f"INSERT INTO rows ({', '.join(_COLUMNS)}, revision) VALUES ({places})"
        hand_in = [] if told is None else [(row.student, row.attempt, row.content, json.dumps(dict(told)))]
        self._write(
            [
                (f"{query} ON CONFLICT DO UPDATE SET {updates}", [columns]),
                ("INSERT OR REPLACE INTO told (student, attempt, content, causes) VALUES (?, ?, ?, ?)", hand_in),
            ]
        )

    def times_told(self, row: Row) -> dict[str, int]:
        """Return at how many hand-ins, up to this one, each item was told what it is told at this one.

        A hand-in is another one where its content differs; grading the same again is none.
        """
        if not self._has_told:
            return {}
        query = "SELECT content, causes FROM told WHERE student = ? AND attempt <= ?"
        with self._asked(query, row.name) as found:
            by_content = {content: json.loads(causes) for content, causes in found}
        now = by_content.get(row.content, {})
        return {item: sum(each.get(item) == cause for each in by_content.values()) for item, cause in now.items()}

    def drop(self, name: Name) -> None:
        """Forget a row."""
        self._write([("DELETE FROM rows WHERE student = ? AND attempt = ?", [name])])

    def forget(self, student: str) -> int:
        """Forget all of a student, so that nothing of it is left in the file; return how many gradings there were."""
        with self._asked("SELECT count(*) FROM rows WHERE student = ?", (student,)) as found:
            ((count,),) = found
        self._write([(f"DELETE FROM {table} WHERE student = ?", [(student,)]) for table in ("rows", "published", "told")])
        with storage.explained(self.path):
            self._connection.execute("VACUUM")  # what was deleted would else stay in free pages
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return int(count)

    def arrange(self, names: Iterable[Name], abouts: Mapping[Name, str] | None = None) -> None:
        """Keep who is in the class now, in this order, and what the layout knows of them if that has changed."""
        placed = [(place, *name) for place, name in enumerate(names)]
        told = [(about, *name) for name, about in (abouts or {}).items()]
        self._write(
            [
                ("UPDATE rows SET place = NULL WHERE place IS NOT NULL", [()]),
                ("UPDATE rows SET place = ? WHERE student = ? AND attempt = ?", placed),
                ("UPDATE rows SET about = ? WHERE student = ? AND attempt = ?", told),
            ]
        )

    def rows(self, *, brief: bool = False) -> Iterator[Row]:
        """Yield the class in order, a page at a time, without conversations; if `brief`, without details too."""
        columns, place = ", ".join(_OF_A_TABLE if brief else _OF_A_REPORT), -1
        while True:
            query = f"SELECT {columns}, place FROM rows WHERE place > ? ORDER BY place LIMIT {_PAGE}"
            with self._asked(query, (place,)) as found:
                page = list(found)
            for *own, place in page:  # noqa: B007  (where the next page begins)
                yield _row(own)
            if len(page) < _PAGE:
                return

    def last_graded_at(self) -> str:
        """Return when the newest grading of the class was made; empty for an empty class."""
        with self._asked("SELECT coalesce(max(graded_at), '') FROM rows WHERE place IS NOT NULL") as found:
            return next(str(moment) for (moment,) in found)

    def state(self) -> list[tuple[object, ...]]:
        """Return what tells whether the class is still the same: each row's name, revision, and what the layout knows."""
        with self._asked("SELECT student, attempt, revision, about FROM rows WHERE place IS NOT NULL ORDER BY place") as found:
            return list(found)

    # --- what was published ---

    def publish(self, scores: Iterable[tuple[str, str]]) -> None:
        """Keep what the reports say of each student, as a text, in place of what they said before."""
        self._write([("DELETE FROM published", [()]), ("INSERT INTO published (student, scores) VALUES (?, ?)", scores)])

    def published(self) -> Iterator[tuple[str, str]]:
        """Yield what the last reports said: each student's id and text."""
        with self._asked("SELECT student, scores FROM published ORDER BY rowid") as found:
            yield from found

    # --- notes on the whole ---

    def note(self, name: str, text: str) -> None:
        """Keep a text about the whole under a name."""
        self._write([("INSERT OR REPLACE INTO notes (name, text) VALUES (?, ?)", [(name, text)])])

    def noted(self, name: str) -> str | None:
        """Return the text that was kept under this name, or None."""
        with self._asked("SELECT text FROM notes WHERE name = ?", (name,)) as found:
            return next((str(text) for (text,) in found), None)

    # --- talking to SQLite ---

    @contextmanager
    def _asked(self, query: str, values: Iterable[object] = ()) -> Iterator[sqlite3.Cursor]:
        with storage.explained(self.path), closing(self._connection.execute(query, tuple(values))) as cursor:
            yield cursor

    def _write(self, statements: Iterable[tuple[str, Iterable[tuple[object, ...]]]]) -> None:
        """Write all of it or nothing. Raises `StoreGoneError` if the file was removed: SQLite would go on writing to it."""
        with storage.explained(self.path), self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            for statement, values in statements:
                self._connection.executemany(statement, values)
        if storage.identity(self.path) != self._identity:
            raise StoreGoneError(
                f"{self.path} was removed or replaced while it was written to, and nothing of this run is kept. "
                "Leave the folder as it is and run the same command again."
            )


def _row(columns: Sequence[Any]) -> Row:
    student, attempt, content, keys, about, kept, details, conversations, graded_at = columns
    return Row(
        student=student, attempt=attempt, content=content, keys=keys_from(keys), about=about, kept=kept,
        details=details, conversations=conversations, graded_at=graded_at,
    )  # fmt: skip
