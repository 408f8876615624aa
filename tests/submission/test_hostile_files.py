"""Files that are broken or built to do harm: each costs its own row at most, and says why."""

from __future__ import annotations

import contextlib
import io
import json
import os
import stat
import tempfile
import zipfile
from pathlib import Path

import pytest

from grader.collect.entry_search import find
from grader.errors import UsageError
from grader.submission.entries import ReadingLimits
from grader.submission.intake import read
from tests.submission.making import ANSWER, archive, ids, notebook, only, tree

NB = notebook(ANSWER)

UNREADABLE = {
    "garbage": (b"\x93\x00\xff garbage", "damaged"),
    "empty": (b"", "empty"),
    "blank": (b" \n\n", "empty"),
    "cut off": (NB[:-30].encode(), "damaged"),
    "a list": (b"[1, 2]", "no Jupyter notebook"),
    "no cells": (b'{"nbformat": 4, "cells": []}', "no cells"),
    "other JSON": (b'{"a": 1}', "no Jupyter notebook"),
    "deep": (b'{"cells": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", "nested too deeply"),
    "deep and open": (b'{"a":' * 200_000, "nested too deeply"),
    "PDF": (b"%PDF-1.7 x", "PDF"),
    "Word": (b"PK\x03\x04 x", "Office"),
    "picture": (b"\x89PNG\r\n", "picture"),
    "page": (b"<!DOCTYPE html><html><body>{}</body>", "web page"),
    "merge": (b'{\n<<<<<<< HEAD\n"cells": []\n=======\n>>>>>>> x\n}', "Git merge"),
    "R": (notebook("x <- 3", language="R").encode(), "written for R"),
    "Julia": (notebook("x = 3", language="julia").encode(), "written for Julia"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_is_no_notebook_is_a_row_with_a_sentence(tmp_path, name):
    """What cannot be read says in a sentence what it is and what to hand in."""
    content, words = UNREADABLE[name]
    found = only(tree(tmp_path / "s", {"ann.ipynb": content}))
    assert found.problem is not None
    assert words in found.problem.text
    assert found.problem.code == ("empty" if name in ("empty", "blank", "no cells") else "unreadable")
    assert found.problem.text.endswith(".")
    assert found.statements == ()


ODD = {
    "byte order mark": b"\xef\xbb\xbf" + NB.encode(),
    "UTF-16": NB.encode("utf-16"),
    "UTF-16 without its mark": NB.encode("utf-16-le"),
    "UTF-16, big end first": NB.encode("utf-16-be"),
    "Windows lines": json.dumps(json.loads(NB), indent=1).replace("\n", "\r\n").encode(),
    "Windows lines in the source": notebook("df_dx = 4*x - 3*y\r\nz = 1\r\n").encode(),
    "something after the end": NB.encode() + b"\n\0\0garbage",
    "control signs in strings": NB.replace("4*x", "4\t*x").replace("\\t", "\t").encode(),
    "no metadata": json.dumps({"cells": [{"cell_type": "code", "source": ANSWER}]}).encode(),
    "metadata of another kind": json.dumps({"metadata": [], "cells": [{"cell_type": "code", "source": ANSWER}]}).encode(),
    "odd cells": json.dumps({"cells": [None, 3, {}, {"cell_type": "code", "source": [ANSWER, 5, None]}]}).encode(),
    "both kinds of cells": json.dumps(
        {"cells": None, "worksheets": [{"cells": [{"cell_type": "code", "input": ANSWER}]}, 4]}
    ).encode(),
    "NaN": NB.replace('"metadata"', '"x": NaN, "metadata"', 1).encode(),
    "a program under a notebook's name": ANSWER.encode(),
    "half a character": NB.replace("4*x", "4*x # \\ud800").encode(),
    "a NUL": NB.replace("4*x", "4\\u0000*x").encode(),
    "sage": notebook(ANSWER, language="sage").encode(),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_notebooks_are_read_all_the_same(tmp_path, name):
    """What a platform or an editor did to a notebook does not cost the answer in it."""
    found = only(tree(tmp_path / "s", {"ann.ipynb": ODD[name]}))
    assert found.problem is None
    assert ("df_dx",) in [statement.names for statement in found.statements]


def test_latin_1_is_read_with_a_remark(tmp_path):
    """A file that is not UTF-8 is read as Windows writes it, and the student is told."""
    found = only(tree(tmp_path / "s", {"ann.py": "name = 'Müller'\n".encode("latin-1")}))
    assert found.statements[0].source == "name = 'Müller'"
    assert [remark.code for remark in found.remarks] == ["encoding"]
    declared = only(tree(tmp_path / "t", {"ann.py": "# -*- coding: cp1251 -*-\nname = 'Ж'\n".encode("cp1251")}))
    assert declared.statements[0].source == "name = 'Ж'"


def test_a_huge_notebook_is_refused_by_its_size(tmp_path):
    """A notebook above the limit is not read into memory, and the sentence says how to make it small."""
    path = tmp_path / "s" / "ann.ipynb"
    path.parent.mkdir()
    with path.open("wb") as stream:
        stream.truncate(100_000_000)
    found = only(path.parent)
    assert found.problem is not None
    assert "too large (100 MB" in found.problem.text
    assert "outputs" in found.problem.text


def test_huge_outputs_are_read_past(tmp_path):
    """Outputs, attachments and widgets are not looked at."""
    made = json.loads(NB)
    made["cells"][0]["outputs"] = [{"data": {"image/png": "A" * 5_000_000}}]
    made["metadata"]["widgets"] = {"x": "B" * 1_000_000}
    found = only(tree(tmp_path / "s", {"ann.ipynb": json.dumps(made)}))
    assert [statement.names for statement in found.statements] == [("df_dx",)]


def test_too_much_code_is_refused(tmp_path):
    """A table of numbers pasted into code is a sentence, not a minute of work."""
    found = only(tree(tmp_path / "s", {"ann.py": "x = 1\n" * 300_000}))
    assert found.problem is not None
    assert "characters of code" in found.problem.text


def test_pipes_and_links_are_not_opened(tmp_path):
    """A pipe would wait for ever and a link may lead to another student's work; both are rows with a sentence."""
    folder = tree(tmp_path / "s", {"bob.ipynb": NB})
    os.mkfifo(folder / "ann.ipynb")
    (folder / "carl.ipynb").symlink_to(folder / "bob.ipynb")
    (folder / "dora.ipynb").symlink_to("/dev/zero")
    (folder / "elsa.ipynb").symlink_to(folder / "nowhere")
    (folder / "fred").symlink_to(tmp_path)
    found = {entry.student.id: read(entry) for entry in find(folder).entries}
    assert sorted(found) == ["ann", "bob", "carl", "dora", "elsa", "fred"]
    assert "pipe" in found["ann"].problem.text
    assert found["bob"].problem is None
    for student in ("carl", "dora", "elsa", "fred"):
        assert "link" in found[student].problem.text


def test_a_path_that_is_a_pipe_or_a_link(tmp_path):
    """A link that the TA named is followed; a pipe is refused without waiting."""
    tree(tmp_path, {"real.ipynb": NB})
    (tmp_path / "ann.ipynb").symlink_to(tmp_path / "real.ipynb")
    assert only(tmp_path / "ann.ipynb").problem is None
    os.mkfifo(tmp_path / "pipe.ipynb")
    assert only(tmp_path / "pipe.ipynb").problem is not None


@contextlib.contextmanager
def without_rights():
    """As an ordinary user, also where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_what_may_not_be_read_is_a_row():
    """A file and a folder without the right to read them are rows that say so."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)
        tree(folder, {"ann/hw.ipynb": NB, "bob/hw.ipynb": NB, "carl/hw.ipynb": NB})
        (folder / "ann" / "hw.ipynb").chmod(0)
        (folder / "bob").chmod(0)
        try:
            with without_rights():
                found = {entry.student.id: read(entry) for entry in find(folder).entries}
        finally:
            (folder / "bob").chmod(stat.S_IRWXU)
    assert "may not be read" in found["ann"].problem.text
    assert "may not be read" in found["bob"].problem.text
    assert found["carl"].problem is None


NAMES = [
    "new\nline",
    "tab\tand\x1b[31mred",
    "right\u202eto left",
    "zero\u200bwidth",
    b"not \xff UTF-8".decode("utf-8", "surrogateescape"),
    "a..b",
    "<script>",
    "=cmd|'x'!A1",
    "a" * 200,
]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_names_are_made_harmless(tmp_path, name):
    """Whatever a file is called, the student's id holds no sign that a terminal or a reader would trip over."""
    folder = tree(tmp_path / "s", {f"{name}.ipynb": NB})
    found = only(folder)
    assert found.problem is None
    assert all(sign.isprintable() for sign in found.student.id)
    assert found.student.id.encode("utf-8")
    assert all(file.encode("utf-8") for file in found.files)
    assert not set(found.student.id) & set("\u202e\u200b\n\x1b")


def test_names_that_lead_out_of_an_archive_lead_nowhere(tmp_path):
    """A member called `../../x` is read as a file like any other, and nothing is written anywhere."""
    path = archive(tmp_path / "a.zip", {"../../evil.ipynb": NB, "/etc/ann.ipynb": NB, "C:\\x\\bob.ipynb": NB})
    before = sorted(tmp_path.parent.rglob("*"))
    intake = find(path)
    assert all(read(entry).problem is None for entry in intake.entries)
    assert not any(".." in entry.student.id for entry in intake.entries)
    assert sorted(tmp_path.parent.rglob("*")) == before


def test_a_bomb_in_an_archive_is_cut_off(tmp_path):
    """A member that unpacks to more than the limit is refused, and the others are read."""
    path = archive(tmp_path / "a.zip", {"ann.ipynb": b" " * 60_000_000, "bob.ipynb": NB})
    found = {entry.student.id: read(entry) for entry in find(path).entries}
    assert "too large" in found["ann"].problem.text
    assert found["bob"].problem is None


def test_a_bomb_of_archives_in_archives_is_cut_off(tmp_path):
    """Archives in archives are looked into a few levels deep and no deeper."""
    content = archive(tmp_path / "0.zip", {"hw.ipynb": NB}).read_bytes()
    for depth in range(1, 8):
        content = archive(tmp_path / f"{depth}.zip", {f"{n}.zip": content for n in range(3)}).read_bytes()
    found = only(tree(tmp_path / "s", {"ann.zip": content}))
    assert found.problem is not None


def _encrypted() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as opened:
        opened.writestr("hw.ipynb", NB)
    content = bytearray(stream.getvalue())
    content[6] |= 1
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def _linked() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as opened:
        link = zipfile.ZipInfo("hw.ipynb")
        link.create_system = 3
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        opened.writestr(link, "/etc/passwd")
    return stream.getvalue()


BAD_ARCHIVES = {
    "password": (_encrypted(), "password"),
    "link": (_linked(), "link"),
    "garbage": (b"PK\x03\x04 garbage", "damaged"),
    "empty": (b"", "damaged"),
}


@pytest.mark.parametrize("name", BAD_ARCHIVES)
def test_a_bad_archive_of_a_student_is_a_row(tmp_path, name):
    """An archive that is encrypted, damaged or holds a link is a row with a sentence."""
    content, words = BAD_ARCHIVES[name]
    found = only(tree(tmp_path / "s", {"ann.zip": content}))
    assert words in found.problem.text


@pytest.mark.parametrize("cut", [10, 60, 200])
def test_a_damaged_member_costs_its_own_row(tmp_path, cut):
    """Bytes that were turned over in one member are that student's row only."""
    path = archive(tmp_path / "a.zip", {"ann.ipynb": NB * 1, "bob.ipynb": NB})
    content = bytearray(path.read_bytes())
    content[40 + cut % 50] ^= 0xFF
    path.write_bytes(content)
    try:
        found = {entry.student.id: read(entry) for entry in find(path).entries}
    except UsageError:
        pytest.skip("the archive's own list was hit")
    assert found["bob"].problem is None


def test_an_archive_without_work_is_a_row(tmp_path):
    """A student's archive with pictures only is a row that says what was looked for."""
    inner = archive(tmp_path / "i.zip", {"a.png": b"x"}).read_bytes()
    assert "no notebook" in only(tree(tmp_path / "s", {"ann.zip": inner})).problem.text


def test_thousands_of_files_of_a_student_are_limited(tmp_path):
    """Only so many files of one student are read."""
    folder = tree(tmp_path / "s", {f"ann/f{n:04}.py": f"v{n} = 1" for n in range(80)} | {"bob/a.py": "x = 1"})
    ann = next(entry for entry in find(folder).entries if entry.student.id == "ann")
    assert len(read(ann, ReadingLimits(files=10)).files) == 10


def test_a_fault_of_ours_costs_one_row(tmp_path, monkeypatch):
    """When the reader itself fails, the row says that it is no fault of the student, and staff learn what it was."""

    def failing(*_: object) -> None:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr("grader.submission.handed_in_work.decode", failing)
    found = only(tree(tmp_path / "s", {"ann.ipynb": NB}))
    assert found.problem.code == "grader_failed"
    assert "not your fault" in found.problem.text
    assert any("ZeroDivisionError" in remark.text for remark in found.remarks)


def test_modules_beside_a_submission_are_files_like_others(tmp_path):
    """A `numpy.py` beside the notebook is read as a file of the student, never imported by the grader."""
    folder = tree(tmp_path / "s", {"ann/hw.ipynb": NB, "ann/numpy.py": "raise SystemExit", "bob/hw.py": ANSWER})
    assert ids(find(folder)) == ["ann", "bob"]
    assert read(find(folder).entries[0]).problem is None
