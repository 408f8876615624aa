"""A `.tar.gz` is opened like a `.zip`, within the same limits."""

from __future__ import annotations

import io
import tarfile

import pytest

from grader.collect.entry_search import find
from grader.errors import UsageError
from grader.submission.intake import read
from tests.submission.making import ANSWER, archive, ids, notebook, tree

NB = notebook(ANSWER)


def packed(files, mode="w:gz"):
    """The bytes of a `.tar` with these members; a content of None is a link to /etc/passwd."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode=mode) as opened:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            if content is None:
                member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
                opened.addfile(member)
                continue
            data = content if isinstance(content, bytes) else content.encode()
            member.size = len(data)
            opened.addfile(member, io.BytesIO(data))
    return held.getvalue()


MODES = [(".tar.gz", "w:gz"), (".tgz", "w:gz"), (".tar", "w"), (".tar.bz2", "w:bz2"), (".tar.xz", "w:xz")]


@pytest.mark.parametrize(("suffix", "mode"), MODES)
def test_a_students_tar_is_opened(tmp_path, suffix, mode):
    """In a folder, in a flat class, in a platform's archive, and archives in it."""
    held = packed({"work/hw.ipynb": NB, "work/._hw.ipynb": b"\0"}, mode)
    nested = packed({f"in{suffix}": held}, mode)
    files = {f"ann{suffix}": held, "ben.py": ANSWER, f"cem{suffix}": nested}
    for path in (tree(tmp_path / "flat", files), archive(tmp_path / "flat.zip", files)):
        found = {entry.student.id: read(entry) for entry in find(path).entries}
        assert sorted(found) == ["ann", "ben", "cem"]
        assert [each.problem for each in found.values()] == [None] * 3
        assert {each.statements[0].names for each in found.values()} == {("df_dx",)}


def test_a_class_as_a_tar(tmp_path):
    """A download that somebody packed anew is a class."""
    (tmp_path / "class.tar.gz").write_bytes(packed({f"c/{name}/hw.ipynb": NB for name in ("ann", "ben")}))
    assert ids(find(tmp_path / "class.tar.gz")) == ["ann", "ben"]


def test_what_is_no_tar_says_so(tmp_path):
    """Damaged archives, links and other kinds have a sentence; nothing outside is read."""
    whole = packed({"hw.ipynb": NB})
    files = {"a.tar.gz": whole[: len(whole) // 2], "b.tgz": b"\x1f\x8b" + bytes(40), "c.tar": "x"}
    files |= {"d.tar.gz": packed({"hw.ipynb": None})}
    for entry in find(tree(tmp_path / "s", files)).entries:
        said = read(entry).problem.text
        assert "damaged" in said or "link" in said
    with pytest.raises(UsageError, match="damaged"):
        find(tmp_path / "s" / "c.tar")


def test_names_in_a_tar_lead_nowhere(tmp_path):
    """`..` and absolute paths are names within it."""
    files = {"ann.tar.gz": packed({"../../x/hw.py": ANSWER, "/etc/y.py": "b = 1"}), "ben.py": ANSWER}
    entry, _ = find(tree(tmp_path / "s", files)).entries
    assert sorted(read(entry).files) == ["etc/y.py", "x/hw.py"]


def test_a_tar_that_grows_without_end_is_cut_off(tmp_path):
    """What is larger than is read has the sentence of every large file."""
    (entry,) = find(tree(tmp_path / "s", {"ann.tar.gz": packed({"hw.ipynb": bytes(60_000_000)})})).entries
    assert "too large" in read(entry).problem.text
