"""Pages of feedback get to their own students, by models of the importers, and nowhere else."""

from __future__ import annotations

import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.collect.entry_search import find
from grader.model import Origin
from grader.returning.feedback_zip import NAMES, archives_for, zipped
from tests.returning.importers import canvas_files, is_safe, moodle_files
from tests.submission.making import ANSWER, archive


def packed(tmp_path, files: dict[str, str]) -> tuple[bytes, list[str]]:
    """The archive for a download with these files, each student's page saying the id; and who is left out."""
    intake = find(archive(tmp_path / "download.zip", files))
    origins = {entry.student.id: (entry.student.name, entry.origins) for entry in intake.entries}
    (made,) = archives_for(origins, ".html")
    assert made.file.startswith("feedback-")
    content = zipped({path: student.encode() for student, path in made.paths.items()})
    assert content == zipped({path: student.encode() for student, path in reversed(made.paths.items())})
    return content, made.left_out


def test_canvas_attaches_each_page_to_its_own_submission(tmp_path):
    """Late, anonymous, with several files or attempts, and called by the student like somebody else's."""
    files = {
        "doejane_41_9001_hw.py": ANSWER,
        "doejane_41_9002_data.csv": "1",
        "leebo_LATE_42_9003_hw_43_9004_x.py": ANSWER,
        "müllerzoë_43_9004_hw.py": ANSWER,
        "müllerzoë_43_9014_hw-1.py": ANSWER,
        "typedtina_44_text.html": "<p>df_dx = 2*x</p>",
    }
    content, left_out = packed(tmp_path, files)
    attachments = {"41": {"9001", "9002"}, "42": {"9003"}, "43": {"9004", "9014"}, "44": set()}
    assert canvas_files(content, attachments) == {"41": b"41", "42": b"42", "43": b"43"}
    assert [line.partition(":")[0] for line in left_out] == ["typedtina"]


def test_canvas_attaches_pages_of_anonymous_work(tmp_path):
    """There the id is no number, and nobody has a name."""
    content, _ = packed(tmp_path, {"anon_Ab12c_9001_hw.py": ANSWER, "LATE_anon_Xy34z_9002_hw.py": ANSWER})
    assert canvas_files(content, {"Ab12c": {"9001"}, "Xy34z": {"9002"}}) == {"Ab12c": b"Ab12c", "Xy34z": b"Xy34z"}


@pytest.mark.parametrize(
    "form", ["{}_{}_assignsubmission_file/hw.py", "{}_{}_assignsubmission_file_/hw.py", "{}_{}_assignsubmission_file_hw.py"]
)
def test_moodle_gives_each_page_to_its_participant(tmp_path, form: str):
    """In each form of its download, also in blind marking and with names that look like another's number."""
    people = [("Doe, Jane", 11), ("Participant", 12), ("../x 11", 13), ("=1+1", 14)]
    files = {form.format(name.replace("/", "-"), number): ANSWER for name, number in people}
    content, _ = packed(tmp_path, files)
    numbers = {str(number) for _, number in people}
    assert moodle_files(content, numbers) == {number: {"feedback.html": number.encode()} for number in numbers}


def test_brightspace_gets_its_folders_back(tmp_path):
    """One folder a submission, as it was downloaded."""
    files = {
        "5-77 - Jane Doe - Mar 1, 2026 1158 PM/hw.py": ANSWER,
        "6-77 - Bo Lee - Mar 2, 2026 958 AM/hw.py": ANSWER,
        "index.html": "<html></html>",
    }
    content, _ = packed(tmp_path, files)
    with zipfile.ZipFile(tmp_path / "made.zip", "w") as _:
        (tmp_path / "made.zip").write_bytes(content)
    with zipfile.ZipFile(tmp_path / "made.zip") as made:
        assert made.namelist() == [
            "5-77 - Jane Doe - Mar 1, 2026 1158 PM/feedback.html", "6-77 - Bo Lee - Mar 2, 2026 958 AM/feedback.html",
        ]  # fmt: skip


def test_downloads_of_two_assignments_are_two_archives():
    """Each goes back to its own."""
    own = {
        "a": ("A", (
            Origin(known_by="Canvas id", account="1", archive="hw 1.zip", files=("a_1_2_x.py",)),
            Origin(known_by="Canvas id", account="1", archive="../hw 2.zip", files=("a_1_3_x.py",)),
        )),
    }  # fmt: skip
    made = archives_for(own, ".html")
    assert [(one.file, one.paths) for one in made] == [
        ("feedback-canvas-hw 1.zip", {"a": "a_1_2_feedback.html"}), ("feedback-canvas-_hw 2.zip", {"a": "a_1_3_feedback.html"}),
    ]  # fmt: skip


def test_two_students_never_share_a_page():
    """Of two with one name in the archive the second is left out and named."""
    origin = Origin(known_by="Canvas id", account="1", files=("a_1_2_x.py",))
    (made,) = archives_for({"a": ("A", (origin,)), "b": ("B", (origin,))}, ".html")
    assert made.paths == {"a": "a_1_2_feedback.html"}
    assert made.left_out == ["B: another student's page has that name already"]


PARTS = st.lists(
    st.sampled_from([*".~/\\_4a\n:", "..", "77", "LATE", "anon", "assignsubmission", "file", " - ", "5-77"]),
    max_size=12,
).map("".join)


@given(PARTS, st.sampled_from(sorted(NAMES)), st.sampled_from(["4", "77", "a", "5"]))
def test_no_name_leads_out_of_the_archive_or_to_another_student(name: str, known_by: str, account: str):
    """Whatever a download's names hold: a page is the account's own, or there is none."""
    path = NAMES[known_by].name(Origin(known_by=known_by, account=account, files=(name,)), ".html")
    if path is None:
        return
    assert is_safe(path)
    assert path.count("/") <= 1
    content = zipped({path: b"own"})
    if known_by == "Canvas id":
        assert set(canvas_files(content, {str(n): {str(m) for m in range(99)} for n in (4, 77, "a", 5)})) <= {account}
    elif known_by == "Moodle id":
        assert set(moodle_files(content, {"4", "77", "5"})) <= {account}
    else:
        assert path.startswith(f"{account}-")
