"""Why a piece of code does not parse, in a sentence for the student with the own line.

Tells what was never filled in from Python 2 and both from everything else. Runs nothing, and gives
nothing away: it only looks at what is there.
"""

from __future__ import annotations

import re

from grader.model import Feedback, Place
from grader.submission.placeholders import placeholder_mark

_BLANK = re.compile(
    r"""(?:
      ^\s*(?:[^\W\d][\w.]*(?:\[[^\]\n]*\])?(?:\s*,\s*[^\W\d]\w*)*)\s*(?:[-+*/]|//|\*\*|@)?(?<![=<>!])=
    | ^\s*(?:return\s+)?.*\blambda\b[\w\s,=]*:
    | ^\s*(?:if|elif|while)\s*:
    | ^\s*for\b(?:(?!\bin\b)[\w\s,()])*(?:\bin\s*)?:
    )\s*[;,]?\s*(?:\#.*)?$""",
    re.VERBOSE,
)
_NOTHING_WRITTEN = re.compile(r"[\s,;()\[\]{}]*|(?:[\w.]*\b(?:array|asarray|tuple|list|Matrix)\s*)\([\s,()\[\]]*\)")
"""What stands right of `=` or `return` where a template left every place open: `(, )`, `[(, ), (, )]`, `np.array([, ])`."""
_ASSIGNED = re.compile(r"^\s*(?:return\b|[^=\n]*?(?<![=<>!])=(?!=))(.*?)(?:#.*)?$")
_DECIMAL_COMMA = re.compile(r"(?<![\w.,])(\d+),(0\d+)(?![\w.])")
"""`0,05`: a comma with figures directly after it, of which the first is 0, so that they are no whole number of Python."""
_PYTHON2 = (
    (
        re.compile(
            r"^\s*(?:[^#'\"]*[:;]\s*)?print\b\s*(?![\s(=.]|$)|^\s*print\s*>>|^\s*print\s*\(.*\)\s*[%,]|^\s*print\s+\("
        ),
        "print(…)",
    ),
    (re.compile(r"^\s*except\b[^:#]*[\w)\]]\s*,\s*\w+\s*:"), "except … as error:"),
    (re.compile(r"^\s*raise\s+[\w.]+\s*,"), "raise Error(…)"),
    (re.compile(r"^\s*exec\s+(?![(=.])"), "exec(…)"),
    (re.compile(r"<>"), "!="),
    (re.compile(r"`[^`\n]+`"), "repr(…)"),
    (re.compile(r"(?<![\w.,])0[0-7]+[lL]?\b|(?<![\w.])[1-9]\d*[lL]\b"), "plain whole numbers"),
    (re.compile(r"(?<!\w)[uU][rR]['\"]"), "a plain string"),
)
_TYPOGRAPHIC = re.compile("[“”„‘’‚«»`´]")
_SHOWN = 100


def unfilled(place: Place, line: str, what: str) -> Feedback:
    """Return the feedback for a line that a template left open."""
    return Feedback(
        code="not_filled_in",
        text=f"{_capital(place)} was not filled in: {what}{_shown(line)}. Put your answer there.",
    )


def outside(place: Place, line: str, function: str) -> Feedback:
    """Return the feedback for a `return` that stands below its function without being indented."""
    return Feedback(
        code="syntax",
        text=f"{_capital(place)} stands outside of `{function}`{_shown(line)}, because it is not indented, so Python "
        "does not run it. Indent what belongs to the function and run the cell again.",
    )


def explain(
    place: Place, line: str, message: str, *, empty_body: str | None = None, indentation: bool = False
) -> Feedback:
    """Return the feedback for code that Python 3 cannot parse.

    `line` is the student's own line that the fault lies in, `message` what Python says of it, and `empty_body` the
    name of the function that has nothing below its first line. With `indentation` the line itself is complete.
    """
    if empty_body is not None:
        return unfilled(place, line, f"`{empty_body}` has no body")
    mark = placeholder_mark(_without_strings(line))
    if mark is not None:
        return unfilled(place, line, f"it still has `{mark}`")
    if not indentation and (_BLANK.match(line) or _is_left_open(_without_strings(line))):
        return unfilled(place, line, "something is missing in it")
    number = _DECIMAL_COMMA.search(_without_strings(line))
    if number is not None and "leading zeros" in message:
        return Feedback(
            code="syntax",
            text=f"{_capital(place)} is no valid Python, so it was not run{_shown(line)}. A decimal comma separates "
            f"two numbers there: write `{number[1]}.{number[2]}` with a point and run the cell again.",
        )
    newer = None if indentation else python2(line)
    if newer is not None:
        return Feedback(
            code="python2",
            text=f"{_capital(place)} is Python 2, which does not run in Python 3{_shown(line)}. "
            f"Write it the new way, with `{newer}`, and run the cell again.",
        )
    return Feedback(
        code="syntax",
        text=f"{_capital(place)} is no valid Python, so it was not run{_shown(line)}. "
        f"Python says: {_said(line, message)}. Mend it and run the cell again.",
    )


def _is_left_open(bare: str) -> bool:
    """Tell whether a template left open what the line sets or returns: brackets and commas, and nothing in them."""
    written = _ASSIGNED.match(bare)
    return written is not None and _NOTHING_WRITTEN.fullmatch(written[1].strip()) is not None


def python2(line: str) -> str | None:
    """Return how Python 3 writes what this line writes in Python 2, or None when it is not that."""
    bare = _without_strings(line)
    return next((newer for sign, newer in _PYTHON2 if sign.search(bare)), None)


def _without_strings(line: str) -> str:
    return re.sub(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", "''", re.sub(r"#[^'\"]*$", "", line))


def _said(line: str, message: str) -> str:
    if _TYPOGRAPHIC.search(line) and "character" in message:
        return "the quotes are typographic ones; type them again on the keyboard"
    return message.partition(" (<")[0].rstrip(".")


def _shown(line: str) -> str:
    text = line.strip().replace("`", "'")
    return f" (`{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + '…'}`)" if text else ""


def _capital(place: Place) -> str:
    text = str(place)
    return text[:1].upper() + text[1:]
