import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.reports.files import feedback_names

from .sample import HOSTILE_NAMES

RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def _is_safe(name: str) -> bool:
    stem = name.removesuffix(".md")
    return (
        0 < len(name.encode()) <= 143
        and not re.search(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]', name)
        and not RESERVED.match(stem)
        and stem == stem.strip(" ").rstrip(".")
        and stem[0] not in ".-"
    )


@given(st.lists(st.text(max_size=150) | st.sampled_from(["CON", "con", "a", "A", "é", "e\u0301", "ﬁ", "fi", "..", ""])))
def test_safe_and_different(ids: list[str]) -> None:
    """Whatever the ids, names are safe on every system and differ even where case is not told apart."""
    names = feedback_names(ids)
    assert len(names) == len(ids)
    assert all(map(_is_safe, names))
    assert len({name.casefold() for name in names}) == len(names)


def test_ordinary_names_are_kept() -> None:
    """A student whose id is fit for every system finds it unchanged."""
    assert feedback_names(["Ada Lovelace", "josé", "s1234.v2"]) == ["Ada Lovelace.md", "josé.md", "s1234.v2.md"]


def test_order_does_not_matter() -> None:
    """The same set of ids gives each the same name in any order."""
    ids = [*HOSTILE_NAMES, "Josè", "JOSÉ"]
    expected = dict(zip(ids, feedback_names(ids), strict=True))
    shuffled = random.Random(1).sample(ids, len(ids))
    assert dict(zip(shuffled, feedback_names(shuffled), strict=True)) == expected


def test_nobody_can_take_another_ones_name() -> None:
    """An id made to look like another one's hashed name does not share it."""
    hashed = feedback_names(["CON", "con"])
    names = feedback_names(["CON", "con", hashed[0].removesuffix(".md")])
    assert len({name.casefold() for name in names}) == 3


@pytest.mark.parametrize("name", ["CON", "nul.txt", "com1", "LPT9.x"])
def test_reserved(name: str) -> None:
    """A name that Windows keeps for a device is not used."""
    assert _is_safe(feedback_names([name])[0])
