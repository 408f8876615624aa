"""The file beneath the store: made private, locked for one run, in the journal mode that works there, told apart from foreign ones.

Turn what SQLite and the system refuse into sentences for the operator. Knows tables, not what they mean.
"""

from __future__ import annotations

import errno
import os
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from grader.errors import StoreError

FILE = "run.sqlite"  # in the folder of the reports, so that one folder is all of a run
LOCK = ".run.lock"  # beside it: SQLite's own locks are held for moments, and a run is to have the file for itself
FORMAT_VERSION = 2  # of the tables below; a newer one is refused, not guessed at; of version 1 `told` was not there
_APPLICATION = 0x67726164  # `grad` in the file's head, so that no other program's file is taken for ours
_MAGIC = b"SQLite format 3\0"  # how every file of SQLite begins, as in its file format, section 1.3.1
_VERSION_AT, _APPLICATION_AT = 60, 68  # https://www.sqlite.org/fileformat.html, section 1.3
_PATIENCE_SECONDS = 10.0  # for another that writes: it commits a row in milliseconds

# What was told at each hand-in, by its content: a text of the rooms above.
_TOLD = """
CREATE TABLE told (
    student TEXT NOT NULL, attempt INTEGER NOT NULL, content TEXT NOT NULL, causes TEXT NOT NULL,
    PRIMARY KEY (student, attempt, content)
);
"""
# `place` is the order of the class, none for who has left; `published` and `notes` are texts of the rooms above.
_TABLES = f"""
CREATE TABLE rows (
    student TEXT NOT NULL, attempt INTEGER NOT NULL, place INTEGER, content TEXT NOT NULL, keys TEXT NOT NULL,
    about TEXT NOT NULL, kept BLOB NOT NULL, details BLOB NOT NULL, conversations BLOB,
    graded_at TEXT NOT NULL, revision INTEGER NOT NULL,
    PRIMARY KEY (student, attempt)
);
CREATE INDEX rows_by_place ON rows (place) WHERE place IS NOT NULL;
CREATE TABLE published (student TEXT PRIMARY KEY, scores TEXT NOT NULL);
CREATE TABLE notes (name TEXT PRIMARY KEY, text TEXT NOT NULL);
{_TOLD}"""


class Lock:
    """A file in the hands of one process; the system lets go of it when that ends, in whatever way."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)

    def take(self) -> bool:
        """Tell whether this process holds it now; True as well where the file system knows no locks."""
        try:
            import fcntl
        except ImportError:  # Windows; SQLite's own locks keep the file whole there
            return True
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            return error.errno not in (errno.EWOULDBLOCK, errno.EACCES)
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, f"{os.getpid()} on {socket.gethostname()}".encode(), 0)
        return True

    def holder(self) -> str:
        """Return who holds it, as that process wrote it down."""
        return os.pread(self._descriptor, 200, 0).decode("utf-8", "replace")

    def release(self) -> None:
        """Let others have it."""
        with suppress(OSError):
            os.close(self._descriptor)


def identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from another of its name; None where there is no file."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_dev, facts.st_ino


def locked(folder: Path) -> Lock:
    """Return the lock of a folder. Raises `StoreError` when another run holds it or the folder cannot be written."""
    path = folder / LOCK
    with explained(path):
        lock = Lock(path)
        if lock.take():
            return lock
        holder = lock.holder()
    lock.release()
    raise StoreError(
        f"Another `grade` is at work on {folder} (process {holder or 'unknown'}). "
        "Wait until it is done, or choose another folder with --out."
    )


def keep_out_of_git(folder: Path) -> None:
    """Write a `.gitignore` into the folder, so that no grade gets into a repository by accident."""
    path = folder / ".gitignore"
    with explained(path):
        if not path.exists() or path.stat().st_size == 0:  # a full disk leaves empty files
            path.write_text("# Grades are private.\n*\n", encoding="utf-8")


def connected(path: Path) -> sqlite3.Connection:
    """Return a connection to write; the file is made where it is not there."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    connection = sqlite3.connect(path, timeout=_PATIENCE_SECONDS, isolation_level=None)
    try:
        _leave_log_that_cannot_be_shared(connection)
        if _is_empty(connection):
            connection.executescript(
                f"BEGIN IMMEDIATE; PRAGMA application_id = {_APPLICATION}; PRAGMA user_version = {FORMAT_VERSION};{_TABLES} COMMIT;"
            )
        elif not has_told(connection):
            connection.executescript(f"BEGIN IMMEDIATE; PRAGMA user_version = {FORMAT_VERSION}; {_TOLD} COMMIT;")
        _choose_journal(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def has_told(connection: sqlite3.Connection) -> bool:
    """Tell whether a store is of a version that keeps what was told."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return bool(version >= FORMAT_VERSION)


def _leave_log_that_cannot_be_shared(connection: sqlite3.Connection) -> None:
    """Open a copy of a store in a place without write-ahead logs; alone with it, SQLite can leave the log."""
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError as error:
        if _primary(error) not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR):
            raise
        for pragma in ("locking_mode = EXCLUSIVE", "journal_mode = TRUNCATE", "locking_mode = NORMAL"):
            connection.execute(f"PRAGMA {pragma}")


def connected_to_read(path: Path) -> sqlite3.Connection:
    """Return a connection that changes nothing. Raises `StoreError` when there is no store."""
    refuse_what_is_not_ours(path)
    if not path.is_file():
        raise StoreError(f"There is no {path}; grade something into that folder first.")
    connection = _reading(path)
    if _is_empty(connection):
        connection.close()
        raise StoreError(f"{path} holds no grades yet.")
    return connection


def _reading(path: Path) -> sqlite3.Connection:
    """Return a connection to read; SQLite is told that nobody writes if it cannot lock the folder."""
    connection = sqlite3.connect(path, timeout=_PATIENCE_SECONDS)
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError as error:
        connection.close()
        if _primary(error) not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise
        return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    return connection


def _is_empty(connection: sqlite3.Connection) -> bool:
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return not tables


def _choose_journal(connection: sqlite3.Connection) -> None:
    """Choose a write-ahead log where it works; else, as on many network file systems, a journal beside the file.

    Either is written through to the disk at every commit, so that a power cut loses no more than a crash.
    """
    try:
        (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
        connection.execute("SELECT count(*) FROM rows").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise
        mode = "unknown"
    if mode != "wal":
        connection.execute("PRAGMA journal_mode = TRUNCATE")
    connection.execute("PRAGMA synchronous = FULL")


def refuse_what_is_not_ours(path: Path) -> None:
    """Raise `StoreError` for a store of a newer grader and for another program's file, by its first bytes alone.

    SQLite itself would tidy such a file up when it opens it.
    """
    with explained(path), suppress(FileNotFoundError), path.open("rb") as file:
        head = file.read(100)
        if head.startswith(_MAGIC) and len(head) == 100:
            _refuse(path, *(int.from_bytes(head[at : at + 4]) for at in (_APPLICATION_AT, _VERSION_AT)))


def _refuse(path: Path, application: int, version: int) -> None:
    if application != _APPLICATION:
        raise StoreError(f"{path} is another program's file; choose another folder with --out.")
    if version > FORMAT_VERSION:
        raise StoreError(
            f"{path} was written by a newer grade (format {version}; this one knows {FORMAT_VERSION}). "
            "Update grade, or choose another folder with --out. Nothing was changed."
        )


def put_aside_if_damaged(path: Path) -> Path | None:
    """Rename a store that cannot be read, with what belongs to it; return its new name, None when it is sound."""
    if not path.is_file() or path.stat().st_size == 0 or _is_sound(path):
        return None
    aside = path.with_name(f"{path.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}")
    with explained(path):
        for suffix in ("", "-wal", "-shm", "-journal"):
            with suppress(FileNotFoundError):
                path.with_name(path.name + suffix).rename(aside.with_name(aside.name + suffix))
    return aside


def _is_sound(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            if file.read(len(_MAGIC)) != _MAGIC:
                return False
        connection = sqlite3.connect(path, timeout=_PATIENCE_SECONDS)
        try:
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            return bool(found == "ok")
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        return _primary(error) not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _primary(error: sqlite3.Error) -> int:
    """Return the primary code of an error, without the details in its upper bits; 0 for errors of the module itself."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


# Why SQLite refuses, by its code, with what the operator can do.
_REASONS = {
    sqlite3.SQLITE_FULL: "the disk is full; free some space and run the same command again",
    sqlite3.SQLITE_IOERR: "the disk does not take what is written (is it full?); see to it and run the same command again",
    sqlite3.SQLITE_READONLY: "it may not be written; choose another folder with --out",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened there; choose another folder with --out",
    sqlite3.SQLITE_BUSY: "another program holds it; close that and run the same command again",
    sqlite3.SQLITE_LOCKED: "another program holds it; close that and run the same command again",
    sqlite3.SQLITE_CORRUPT: "it is damaged; run the same command again, which grades anew what cannot be read",
    sqlite3.SQLITE_NOTADB: "it is damaged; run the same command again, which grades anew what cannot be read",
}
SYSTEM_REASONS = {
    errno.ENOSPC: _REASONS[sqlite3.SQLITE_FULL],
    errno.EDQUOT: "your disk quota is used up; free some space and run the same command again",
    errno.EROFS: "the disk is read-only; choose another folder with --out",
    errno.EACCES: "you may not write there; choose another folder with --out",
    errno.EPERM: "you may not write there; choose another folder with --out",
}
"""The same for the system's own refusals."""


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system refuse in the block into a `StoreError` with the place and the remedy."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {_REASONS.get(_primary(error), str(error))}.") from error
    except OSError as error:
        reason = SYSTEM_REASONS.get(error.errno or 0) or (error.strerror or str(error))
        raise StoreError(f"{path}: {reason}.") from error
