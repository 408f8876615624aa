"""The store gives back what was put into it, and says clearly what is wrong with the place where it lies."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.errors import StoreError
from grader.store import storage
from grader.store.keys import Key
from grader.store.rows import Row
from grader.store.store import Store

KEY = Key(asked="a", environment="e", judged="j", grader="g")


def row(student: str, attempt: int = 1, content: str = "c") -> Row:
    """A row with something in every column."""
    return Row(
        student=student, attempt=attempt, content=content, keys={"x": KEY}, about="{}", kept=b"k", details=b"d",
        conversations=b"o", graded_at="2026-01-01",
    )  # fmt: skip


def test_rows_come_back_as_they_were(tmp_path: Path):
    """A row is the same after the store was closed and opened again; a second one of its name replaces it."""
    with Store.open(tmp_path) as store:
        store.put(row("é 1"))
        store.put(row("b"))
        store.put(row("b", content="other"))
    with Store.look(tmp_path) as store:
        assert store.row(("é 1", 1)) == row("é 1")
        assert store.row(("b", 1)) == row("b", content="other")
        assert store.row(("b", 2)) is None


def test_the_class_is_read_in_its_order(tmp_path: Path):
    """More rows than a page, in the order of the class and not of grading; who is not in the class is left out."""
    names = [(f"s{number}", 1) for number in range(250)]
    with Store.open(tmp_path) as store:
        for student, _ in reversed(names):
            store.put(row(student))
        store.arrange(names[5:])
        assert [found.name for found in store.rows()] == names[5:]
        assert {found.details for found in store.rows(brief=True)} == {None}
        assert len(store.heads()) == 250


def test_only_the_owner_may_read_grades(tmp_path: Path):
    """The file and its log are private whatever the umask, and Git leaves them alone."""
    before = os.umask(0)
    try:
        with Store.open(tmp_path) as store:
            store.put(row("a"))
            modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.glob("run.sqlite*")}
    finally:
        os.umask(before)
    assert set(modes.values()) == {0o600}
    assert (tmp_path / ".gitignore").read_text().splitlines()[-1] == "*"


def test_two_runs_do_not_share_a_folder(tmp_path: Path):
    """The second is told who is at work there; when the first is done, it can begin. Looking is always possible."""
    with Store.open(tmp_path) as first:
        first.put(row("a"))
        with pytest.raises(StoreError, match=f"Another `grade` is at work .*process {os.getpid()}"):
            Store.open(tmp_path)
        with Store.look(tmp_path) as watching:
            assert watching.row(("a", 1))
    with Store.open(tmp_path) as second:
        assert second.row(("a", 1))


@pytest.mark.parametrize(
    ("pragma", "said"),
    [("user_version = 99", "written by a newer grade"), ("application_id = 7", "another program's file")],
)
@pytest.mark.parametrize("opened", [Store.open, Store.look])
def test_what_is_not_ours_is_not_touched(tmp_path: Path, pragma: str, said: str, opened: Any):
    """A newer grader's store and a stranger's file are refused with a remedy, and stay as they are to the byte."""
    Store.open(tmp_path).close()
    with sqlite3.connect(tmp_path / "run.sqlite") as connection:
        connection.execute(f"PRAGMA {pragma}")
    connection.close()
    before = (tmp_path / "run.sqlite").read_bytes()
    with pytest.raises(StoreError, match=said):
        opened(tmp_path)
    assert (tmp_path / "run.sqlite").read_bytes() == before
    assert {file.name for file in tmp_path.iterdir()} <= {"run.sqlite", ".run.lock", ".gitignore"}


def _emptied_in_the_middle(content: bytes) -> bytes:
    return content[:4096] + bytes(len(content) - 4096)


@pytest.mark.parametrize(
    "damage", [lambda content: b"no database", lambda content: content[: len(content) // 2], _emptied_in_the_middle]
)
def test_a_damaged_store_is_kept_aside(tmp_path: Path, damage: Any):
    """What cannot be read is renamed, not deleted, and said aloud; the run begins with an empty store."""
    with Store.open(tmp_path) as store:
        for number in range(200):
            store.put(row(f"s{number}"))
    path = tmp_path / "run.sqlite"
    path.write_bytes(damage(path.read_bytes()))
    with Store.open(tmp_path) as store:
        assert not store.heads()
        assert "was damaged" in store.remarks[0]
    assert len(list(tmp_path.glob("run.sqlite.damaged-*"))) == 1


def test_an_empty_file_is_a_new_store(tmp_path: Path):
    """A run that was killed at its very beginning leaves nothing that the next one could not use."""
    (tmp_path / "run.sqlite").touch()
    with Store.open(tmp_path) as store:
        assert not store.remarks
        assert not store.heads()


_connect = sqlite3.connect


def without_shared_memory(path: Path | str, **options: Any) -> sqlite3.Connection:
    """A connection as on many network file systems."""
    address = str(path) if str(path).startswith("file:") else f"{Path(path).as_uri()}?"
    return _connect(f"{address}&vfs=unix-dotfile", **{**options, "uri": True})


def test_without_a_write_ahead_log_another_journal_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Where shared memory is missing, as on many network file systems, every row is kept all the same."""
    monkeypatch.setattr(storage.sqlite3, "connect", without_shared_memory)
    with Store.open(tmp_path) as store:
        store.put(row("a"))
        assert store._connection.execute("PRAGMA journal_mode").fetchone() == ("truncate",)
        assert store.row(("a", 1)) == row("a")


def test_a_store_may_move_to_where_its_log_does_not_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """What was graded on one disk and is copied to a network drive is read, and written, there."""
    with Store.open(tmp_path) as store:
        store.put(row("a"))
    monkeypatch.setattr(storage.sqlite3, "connect", without_shared_memory)
    with Store.look(tmp_path) as store:
        assert store.row(("a", 1)) == row("a")
    with Store.open(tmp_path) as store:
        store.put(row("b"))
        assert len(store.heads()) == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_an_error_with_a_remedy(tmp_path: Path):
    """Who grades into a folder of somebody else's is told to choose another."""
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="choose another folder with --out"):
        Store.open(tmp_path)


def test_looking_where_nothing_was_graded_is_an_error(tmp_path: Path):
    """There is no store to look at, and looking makes none."""
    with pytest.raises(StoreError, match="grade something into that folder first"):
        Store.look(tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be removed there")
@pytest.mark.parametrize("how", ["removed", "replaced", "folder removed"])
def test_a_store_that_was_taken_away_is_noticed_at_the_next_row(tmp_path: Path, how: str):
    """SQLite would go on writing into a file that nobody can find; the run ends instead."""
    folder = tmp_path / "grades"
    folder.mkdir()
    with Store.open(folder) as store:
        store.put(row("a"))
        if how == "folder removed":
            shutil.rmtree(folder)
        else:
            store.path.unlink()
        if how == "replaced":
            store.path.write_bytes(b"")
        with pytest.raises(StoreError, match="run the same command again"):
            store.put(row("b"))


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be removed there")
def test_a_run_whose_folder_is_removed_ends_with_4(tmp_path: Path):
    """Reports without their store would be told as done, and graded anew the next time as if nothing had been."""
    (tmp_path / "class").mkdir()
    remover = f"import shutil; shutil.rmtree({str(tmp_path / 'grades')!r})"
    for number in range(3):
        (tmp_path / "class" / f"s{number}.py").write_text("df_dx = '4*x - 3*y'\n")
    script = (
        "import sys\nfrom grader.store.store import Store\nput = Store.put\n"
        f"def first(store, row, told):\n    put(store, row, told)\n    Store.put = put\n    {remover}\n"
        "Store.put = first\nfrom grader.cli import main\n"
        f"main([{str(tmp_path / 'class')!r}, '--exercises', 'lesson', '--out', {str(tmp_path / 'grades')!r}])"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (ended.returncode, "Traceback" in ended.stderr) == (4, False)
    assert "run the same command again" in ended.stderr
