"""Why a piece of code does not parse, in a sentence for the student with the own line.

Tells what was never filled in from Python 2 and both from everything else. Runs nothing, and gives
nothing away: it only looks at what is there.
"""

from __future__ import annotations

import re

from grader.intake.placeholders import placeholder_mark
from grader.model import Feedback, Place

_BLANK = re.compile(
    r"""(?:
      ^\s*(?:[^\W\d][\w.]*(?:\[[^\]\n]*\])?(?:\s*,\s*[^\W\d]\w*)*)\s*(?:[-+*/]|//|\*\*|@)?(?<![=<>!])=
    | ^\s*(?:return\s+)?.*\blambda\b[\w\s,=]*:
    | ^\s*(?:if|elif|while)\s*:
    | ^\s*for\s+[\w\s,()]*\s*(?:in\s*)?:
    )\s*[;,]?\s*(?:\#.*)?$""",
    re.VERBOSE,
)
_BLANK_ARGUMENT = re.compile(r"\(\s*,|,\s*,|=\s*[,)]")
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
    (re.compile(r"(?<![\w.])0[0-7]+[lL]?\b|(?<![\w.])[1-9]\d*[lL]\b"), "plain whole numbers"),
    (re.compile(r"(?<!\w)[uU][rR]['\"]"), "a plain string"),
)
_TYPOGRAPHIC = re.compile("[“”„‘’‚«»`´]")
_SHOWN = 100


def unfilled(place: Place, line: str, what: str) -> Feedback:
    """The feedback for a line that a template left open."""
    return Feedback(
        code="not_filled_in",
        text=f"{_capital(place)} was not filled in: {what}{_shown(line)}. Put your answer there.",
    )


def explain(place: Place, line: str, message: str, *, empty_body: str | None = None) -> Feedback:
    """The feedback for code that Python 3 cannot parse.

    `line` is the student's own line that the fault lies in, `message` what Python says of it, and
    `empty_body` the name of the function that has nothing below its first line.
    """
    if empty_body is not None:
        return unfilled(place, line, f"`{empty_body}` has no body")
    mark = placeholder_mark(_without_strings(line))
    if mark is not None:
        return unfilled(place, line, f"it still has `{mark}`")
    if _BLANK.match(line) or _BLANK_ARGUMENT.search(_without_strings(line)):
        return unfilled(place, line, "something is missing in it")
    newer = python2(line)
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


def python2(line: str) -> str | None:
    """How Python 3 writes what this line writes in Python 2, or None when it is not that."""
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
