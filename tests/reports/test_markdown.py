from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from grader.reports.escaping import cell, code, prose
from grader.reports.formats.markdown_letter import feedback_markdown

from .sample import ASSIGNMENT, HOSTILE_NAMES, SECRET, hostile, mixed, perfect, unreadable

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
PLAIN = {"text", "softbreak", "code_inline"}


def _inline(text: str) -> list[Token]:
    blocks = READER.parse(text)
    return [child for block in blocks for child in (block.children or [])]


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_no_text_of_a_student_is_obeyed(name: str) -> None:
    """No name and no answer becomes HTML, a link, an image or mathematics."""
    text = feedback_markdown(hostile(name), ASSIGNMENT)
    tokens = _inline(text)
    assert not [token for token in tokens if token.type in {"html_inline", "link_open", "image", "s_open", "em_open"}]
    assert not [block for block in READER.parse(text) if block.type == "html_block"]
    shown = "".join(token.content for token in tokens if token.type == "text")
    assert not set("$<@\\") & set(shown)


@given(st.text(max_size=60) | st.text(alphabet="`*_[]()<>$\\|!#@-+=~:./ a1", max_size=40))
def test_prose_is_one_paragraph_of_words_and_code(text: str) -> None:
    """Any sentence is one block of plain text and code spans, with no sign outside code that means something."""
    marked = prose(text)
    blocks = READER.parse(marked)
    assert [block.type for block in blocks] in ([], ["paragraph_open", "inline", "paragraph_close"])
    children = _inline(marked)
    assert {child.type for child in children} <= PLAIN
    assert not set("$<>\\*_`@#[]") & set("".join(c.content for c in children if c.type == "text"))


@given(st.text(max_size=40), st.sampled_from(["`", "``", "|", " "]))
def test_code_shows_the_text(text: str, sign: str) -> None:
    """A code span is one span whatever it holds, also inside a table."""
    marked = code(text + sign)
    tokens = [token for token in _inline(marked) if token.type != "text" or token.content]
    assert [token.type for token in tokens] == (["code_inline"] if marked else [])
    rows = READER.parse(f"| a | b |\n|---|---|\n| {cell(marked)} | z |")
    assert [t.content for t in rows if t.type == "inline"][-1] == "z"


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Look at y.", "Look at y."),
        ("`a*b` is wrong", "`a*b` is wrong"),
        ("use df_dx, not 4*x - 3*y.", "use `df_dx`, not `4*x - 3*y`."),
        ("- not a list", "`-` not a list"),
        ("1. no", "`1.` no"),
        ("see http://x.example, www.y.example", "see `http://x.example`, `www.y.example`"),
    ],
)
def test_ordinary_words_stay(text: str, marked: str) -> None:
    """Only words that could mean something to Markdown become code."""
    assert prose(text) == marked


def test_letters_read_well(golden: Callable[[str, str], None]) -> None:
    """The letters say what they said when somebody last read them."""
    golden("mixed.md", feedback_markdown(mixed(), ASSIGNMENT))
    golden("perfect.md", feedback_markdown(perfect(), ASSIGNMENT))
    golden("unreadable.md", feedback_markdown(unreadable(), ASSIGNMENT))


def test_staff_notes_stay_behind() -> None:
    """The expected value is in no letter."""
    assert SECRET not in feedback_markdown(mixed(), ASSIGNMENT)
