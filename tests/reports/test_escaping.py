import pytest

from grader.reports.escaping import harmless, in_encoding


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "\ufffd[31mred\ufffd[0m"),
        ("a\u202egnp.exe", "a\ufffdgnp.exe"),
        ("two\r\nlines\tand\u2028more", "two lines and more"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("\x9b31m", "\ufffd31m"),
        ("lone \ud800", "lone \ufffd"),
        ("jose\u0301", "jos\u00e9"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("😀 王", "😀 王"),
    ],
)
def test_harmless(hostile: str, shown: str) -> None:
    """What a terminal would obey is replaced where one can see it; what people write stays."""
    assert harmless(hostile) == shown


def test_long_text_is_cut() -> None:
    """Text longer than the limit ends with an ellipsis and is not longer."""
    assert harmless("ab" * 100, 10) == "ababababa…"


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [("x² − é → ∂", "ascii", "x^2 - e -> d"), ("é²", "latin-1", "é²"), ("王", "ascii", "?"), ("Łódź", "ascii", "Lodz")],
)
def test_narrow_encoding(text: str, encoding: str, shown: str) -> None:
    """What an encoding lacks is spelled in ASCII, and the rest is left alone."""
    assert in_encoding(text, encoding) == shown
