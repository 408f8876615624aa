"""Settles what a comma between two digits is, a decimal comma or the end of a component, and where a line goes on.

`(0,5; 2)` and `1,5y - 3,464y` have decimal commas, `(1,2)` has two components; where both can be meant, the text is
refused and both readings are shown. Looks at the commas of one bracket at a time, and at how many components are asked.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from grader.algebra.functions import FUNCTIONS
from grader.notation.tokens import Complaint, Token, quoted

if TYPE_CHECKING:
    from grader.notation.lexer import Lexer

_GOES_ON_BEFORE = frozenset(("+", "-", "*", "·", "/", "=", "≈", "over", ",", "^"))
"""Operators at the end of a row: the formula goes on in the next."""
_GOES_ON_AFTER = frozenset(("+", "-", "*", "·", "/", "=", "≈", "^"))  # … and at the beginning of one


def settled(tokens: list[Token], lexer: Lexer, size: int | None = None) -> list[Token]:
    """Return the tokens with decimals in one piece, and without the line ends within a formula."""
    if lexer.commas:
        tokens = _with_decimals(tokens, lexer, size)
    if any(token.value == "\n" for token in tokens):
        tokens = _without_line_ends(tokens)
    return tokens


def _without_line_ends(tokens: list[Token]) -> list[Token]:
    """Return the tokens without line ends that stand beside an operator or in brackets."""
    kept: list[Token] = []
    depth, count = 0, len(tokens)
    for index, token in enumerate(tokens):
        depth += (token.value in {"(", "["}) * ((token.kind == "open") - (token.kind == "close"))
        if token.value != "\n" or token.kind != "sign":
            kept.append(token)
            continue
        after = next((later for later in tokens[index + 1 : index + 4] if later.value != "\n"), tokens[count - 1])
        before = kept[-1] if kept else None
        goes_on = after.kind == "op" and after.value in _GOES_ON_AFTER
        begun = before is not None and before.kind == "op" and before.value in _GOES_ON_BEFORE
        if goes_on or begun or before is None:
            continue
        if depth <= 0:
            kept.append(token)
        elif token.end - token.start > 1 and before.kind != "open" and after.kind != "close":
            kept.append(token._replace(kind="op", value=","))  # a wide space, or a row's end, between two components
    return kept


def _with_decimals(tokens: list[Token], lexer: Lexer, size: int | None) -> list[Token]:
    decimal = dict[int, bool | None]()
    opened: list[tuple[int, list[int], list[int]]] = [(-1, [], [])]
    for index, token in enumerate(tokens):
        if token.kind == "open":
            opened.append((index, [], []))
        elif token.kind in {"close", "end"}:
            while opened:
                start, glued, others = opened.pop()
                if glued:
                    expected = _expected(tokens, start, lexer, size)
                    verdict = _are_decimals(tokens, start, glued, others, expected, lexer)
                    decimal.update(dict.fromkeys(glued, verdict))
                if token.kind == "close":
                    break
            if not opened:
                opened = [(-1, [], [])]
        elif token.is_op(",;|"):
            (opened[-1][1] if token.start in lexer.commas and token.value == "," else opened[-1][2]).append(index)
    return _joined(tokens, decimal, lexer)


def _expected(tokens: list[Token], start: int, lexer: Lexer, size: int | None) -> int | None:
    """Return how many components should stand in the bracket that opens at an index, -1 for the whole text."""
    if size is None and start >= 0 and tokens[start].value != "{":
        return None
    return size


def _are_decimals(  # noqa: PLR0913, PLR0917 - the commas of one bracket, and what is known of it
    tokens: list[Token], start: int, glued: list[int], others: list[int], expected: int | None, lexer: Lexer
) -> bool | None:
    """Tell whether the commas between digits are decimal commas; None where nobody can tell."""
    twice = any(after - before == 2 for before, after in pairwise(glued))
    pointed = any("." in lexer.text[token.start : token.end] for at in glued for token in (tokens[at - 1], tokens[at + 1]))
    if twice or pointed:
        return False
    as_decimals, as_list = len(others) + 1, len(others) + len(glued) + 1
    if expected is not None and (as_decimals == expected) != (as_list == expected):
        return as_decimals == expected
    if lexer.words.vocabulary.decimal_comma:
        return True
    if any(tokens[at].value in {";", "|"} for at in others):
        return True
    dimension = len(lexer.words.variables)
    function = str(tokens[start - 1].value) if start > 0 and tokens[start - 1].kind == "function" else ""
    if function in FUNCTIONS and function != "log" and FUNCTIONS[function].arity == 1:
        return None  # a function of one value is given two, or a decimal comma
    if others:
        return None if (as_decimals == dimension) == (as_list == dimension) else as_decimals == dimension
    if start >= 0 or all(token.kind in {"number", "end"} or token.value in {",", "-", "+", "="} for token in tokens):
        return False
    return True if len(glued) > 1 and as_list != dimension else None


def _joined(tokens: list[Token], decimal: dict[int, bool | None], lexer: Lexer) -> list[Token]:
    kept: list[Token] = []
    index = 0
    while index < len(tokens):
        verdict = decimal.get(index, False)
        if verdict is False:
            kept.append(tokens[index])
            index += 1
            continue
        whole, after = kept[-1], tokens[index + 1]
        text = lexer.written[whole.start : after.end]
        if verdict is None:
            gaps: dict[str, object] = {
                "text": quoted(text), "list": quoted(text.replace(",", ", ")), "decimal": quoted(text.replace(",", ".")),
            }  # fmt: skip
            kept[-1] = Token("bad", Complaint("decimal_comma", gaps), whole.start, after.end, whole.gap)
        else:
            kept[-1] = lexer.with_decimals(whole, lexer.text[after.start : after.end], after.end)
        index += 2
    return kept
