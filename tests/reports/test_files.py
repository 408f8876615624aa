import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from grader.errors import StoreError, UsageError
from grader.model import Grade
from grader.reports import FORMATS, write_all
from grader.reports.files import append, refused, whole_file

from .sample import book, mixed, perfect


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps permissions in another way")
def test_private(tmp_path: Path) -> None:
    """Nobody else can read the reports: folders are 0700 and files 0600, whatever the umask."""
    before = os.umask(0)
    try:
        write_all(book(), tmp_path / "grades", FORMATS)
    finally:
        os.umask(before)
    for path in [tmp_path / "grades", *(tmp_path / "grades").rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_folder_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    """A folder that we did not make is left as it is."""
    tmp_path.chmod(0o755)
    write_all(book(mixed()), tmp_path, ["csv"])
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_all_formats_are_where_they_say(tmp_path: Path) -> None:
    """What `write_all` returns is there, and nothing unfinished beside it."""
    paths = write_all(book(), tmp_path, FORMATS)
    assert all(path.exists() for path in paths)
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in paths}


def test_what_a_killed_run_left_half_written_is_cleared_away(tmp_path: Path) -> None:
    """The next run's folders hold reports alone."""
    (tmp_path / "feedback").mkdir()
    for leftover in (tmp_path / ".unfinished-a.csv", tmp_path / "feedback" / ".unfinished-b.md"):
        leftover.write_text("half", encoding="utf-8")
    write_all(book(mixed()), tmp_path)
    assert not list(tmp_path.rglob(".unfinished-*"))


def test_stopped_run_leaves_the_former_report(tmp_path: Path) -> None:
    """When grades stop with an error, the reports of the run before are still whole."""
    write_all(book(perfect()), tmp_path, ["csv", "json", "junit"])
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}

    def breaks(grade: Grade) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_all(book(mixed()), tmp_path, ["csv", "json", "junit"], watching=[breaks])
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_grades_are_read_twice_at_most(tmp_path: Path) -> None:
    """All formats and watchers together read the grades once, after one reading for the names."""
    readings = 0
    seen: list[Grade] = []
    gradebook = book(mixed(), perfect())
    grades = gradebook.grades

    def counted() -> Iterator[Grade]:
        nonlocal readings
        readings += 1
        return grades()

    write_all(replace(gradebook, grades=counted), tmp_path, FORMATS, watching=[seen.append])
    assert readings == 2
    assert len(seen) == 2


def test_unknown_format(tmp_path: Path) -> None:
    """A format that is not there is a usage error that names those that are."""
    with pytest.raises(UsageError, match=r"'pdf'.*csv"):
        write_all(book(), tmp_path, ["pdf"])


def test_a_file_in_the_way(tmp_path: Path) -> None:
    """Where the folder cannot be made, the operator reads why and what to do."""
    (tmp_path / "grades").write_text("")
    with pytest.raises(StoreError, match="choose another folder"):
        write_all(book(), tmp_path / "grades" / "deeper")
    with pytest.raises(StoreError, match="choose another folder"):
        write_all(book(), tmp_path / "grades")


def test_full_disk(tmp_path: Path) -> None:
    """A disk that is full in the middle is one sentence, and no half of a file is left."""

    def half() -> None:
        with whole_file(tmp_path / "x.csv") as stream:
            stream.write("half")
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(StoreError, match="the disk is full"):
        half()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
def test_append_to_a_full_disk() -> None:
    """Adding to a file on a full disk is the same sentence."""
    with pytest.raises(StoreError, match="the disk is full"):
        append(Path("/dev/full"), "x" * 10_000)


def test_unknown_reasons_are_passed_on() -> None:
    """A reason that we have no advice for is at least said."""
    assert "Input/output error" in str(refused(Path("x"), OSError(errno.EIO, "Input/output error")))
