"""Lines as people write them: where equations begin and end, what is prose and what cannot be read."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.notation.answer import read_answer
from grader.notation.line import Equation, Piece, Unread, read_line
from grader.notation.printing import plain
from grader.notation.tokens import Unreadable
from grader.notation.vocabulary import Vocabulary

TABLE = Path(__file__).with_name("lines.tsv")
ROWS = [
    tuple(line.split("\t"))
    for line in TABLE.read_text(encoding="utf-8").split("\n")
    if line and not line.startswith("#")
]
OF_THREE = Vocabulary(variables=("x", "y", "z"), names=frozenset("df_dx df_dy df_dz f_x f_y f_z dfdx fx".split()))
OF_TWO = Vocabulary(
    variables=("x", "y"),
    names=frozenset("gradient grad_f nabla_f u_hat u slope D_u_f directional_derivative unit_vector f_x f_y".split()),
)
SEPARATORS = [
    ",", ";", " and ", " und ", " et ", " y ", " e ", " i ", " и ", " og ", " och ", "，", "、", " 和 ", "；", " | ", " || ", " / ",
    " // ", " · ", " • ", " & ", " ∧ ", r" \wedge ", r"\land ", r",\ ", r",\quad ", r"\quad ", r" \qquad ", r"\\ ", " – ", " — ",
    " → ", " ⇒ ", "  ", ", and ", " (and) ", "; also ", " while ", r" \text{ and } ", r" \text{und} ", " 以及 ", "と", " . ", ". ",
    " ... ", " [1] ", " (1), (2) ", " sowie ", " as well as ",
]  # fmt: skip


def shown(pieces: tuple[Piece, ...]) -> str:
    """The equations and what is not read, as the table writes them."""
    parts = []
    for piece in pieces:
        if isinstance(piece, Equation):
            parts.append(f"{', '.join(piece.labels)}: {plain(piece.tree)}")
        elif isinstance(piece, Unread):
            parts.append(f"{', '.join(piece.labels)}?")
    return " ¦ ".join(parts)


@pytest.mark.parametrize(("variables", "line", "expected"), ROWS)
def test_a_line_is_split_as_a_person_reads_it(variables: str, line: str, expected: str) -> None:
    """Labels, formulas, remarks behind them and mathematics that cannot be read."""
    assert shown(read_line(line, OF_TWO if variables == "2" else OF_THREE)) == expected


@pytest.mark.parametrize("separator", SEPARATORS)
def test_an_equation_begins_where_a_label_and_its_sign_follow(separator: str) -> None:
    """Whatever stands between two equations, both are read and neither takes anything of the other."""
    pieces = read_line(f"f_x = 4y{separator}f_y = 4x + 3y^2", OF_TWO)
    assert shown(pieces) == "f_x: 4*y ¦ f_y: 4*x + 3*y**2"


@pytest.mark.parametrize("between", [" + ", " - ", "*", "^", " y y ", " x ", " 3 ", " Y ", " ± ", " < ", " cos "])
def test_what_computes_is_no_separator(between: str) -> None:
    """An operator, a factor or a number before the next label never leaves the first equation with `4y`."""
    first = read_line(f"f_x = 4y{between}f_y = 4x", OF_TWO)[0]
    assert not (isinstance(first, Equation) and plain(first.tree) == "4*y")


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("delta_h: h'' = 8, so δ = 1/8", [("h_2prime",), ("delta_h", "delta")]),
        ("delta_h: L = 8, therefore delta_h = 1/8", [("L",), ("delta_h",)]),
        ("delta_h: δ = 1/8", [("delta_h", "delta")]),
        ("delta_h: m = 1/8, n = 4", [("delta_h", "m"), ("n",)]),
    ],
)
def test_a_name_above_a_reason_is_that_of_what_it_leads_to(line: str, labels: list[tuple[str, ...]]) -> None:
    """The reason comes first where somebody explains an answer; without another equation of the name it is the answer."""
    pieces = read_line(line, Vocabulary(variables=("x", "y"), names=frozenset(("delta_h", "delta_f"))))
    assert [piece.labels for piece in pieces if isinstance(piece, Equation)] == labels


def test_positions_are_those_of_the_line() -> None:
    """Each piece says where it stands, and what is written there."""
    line = "So f_x = 2·2x - 3y = 4x - 3y, because z is constant"
    prose, equation, reason = read_line(line, OF_THREE)
    assert isinstance(equation, Equation)
    assert line[equation.start : equation.end] == "f_x = 2·2x - 3y = 4x - 3y"
    assert (equation.written, equation.members) == ("4x - 3y", ("2·2x - 3y",))
    assert (line[prose.start : prose.end], line[reason.start : reason.end]) == ("So", ", because z is constant")


def test_what_is_written_of_a_formula_is_whole() -> None:
    """A formula whose last letter stands in braces of a command is given back with its closing brace."""
    for formula in (r"2 \text{price}", r"y + \mathrm{e}"):
        (piece,) = read_line(f"df_dx = ${formula}$", Vocabulary(variables=("price", "y"), names=frozenset({"df_dx"})))
        assert isinstance(piece, Equation)
        assert piece.written == formula


def test_marks_of_documents_are_no_text() -> None:
    """TeX and code that a document marked are read as such."""
    (equation,) = read_line("\x04f_x\x05 = \x02\\frac12x^23\x03", OF_TWO)
    assert isinstance(equation, Equation)
    assert plain(equation.tree) == plain(read_answer(r"$\frac12 x^2 3$".replace(" 3", r" \cdot 3"), OF_TWO))


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet="xyzei fd_=0123.,;:+-*/^()[]{}|\\'<>°²√π∂∇$&\"fracandis\n", max_size=60))
def test_any_line_is_read_or_left(line: str) -> None:
    """Nothing but pieces inside the line comes back, in order, and nothing is raised."""
    last = 0
    for piece in read_line(line, OF_TWO):
        assert 0 <= piece.start <= piece.end <= len(line)
        assert piece.start >= last or not line[piece.start : last].strip()
        last = max(last, piece.start)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    """An answer is a tree or `Unreadable`, and a line is pieces, whatever the text."""
    read_line(text, OF_THREE)
    with suppress(Unreadable):
        read_answer(text, OF_THREE)


@pytest.mark.parametrize(
    "unit",
    [
        "x + ", "(", "|x", "f_x = 4y, ", "the slope is so ", r"\frac{1}{2}x + ", r"\text{a ", r"\hat{", "x_{", "4x (see a) ",
        ",x", "{",
    ],
)
def test_the_time_is_linear_in_the_text(unit: str) -> None:
    """Eight times the text takes about eight times as long, and never sixty-four times."""

    def seconds(length: int) -> float:
        begun = time.process_time()
        read_line((unit * length)[:length], OF_TWO)
        return time.process_time() - begun

    short, long = (min(seconds(length) for _ in range(3)) for length in (1_000, 8_000))
    assert long < 0.03 + 24 * short
