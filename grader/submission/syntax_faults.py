"""Code that does not parse: why, in a sentence for the student, which names are lost, and what formula it may hold.

Tells what was never filled in from Python 2 and both from everything else. Looks at lines, since there is no syntax tree, and
knows what shell words a notebook lets pass. Runs nothing and gives nothing away.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from grader.model import Feedback, Place, Statement
from grader.sandbox.host.exceptions import parse_meaning
from grader.sentences.catalogue import say, sentence
from grader.sentences.sentence import Sentence
from grader.submission.logical_lines import Block
from grader.submission.placeholders import is_placeholder_text, placeholder_mark

# Lines that a template left open: `x =`, `lambda x:`, `if :`, `for i in :`, with nothing behind.
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
# What is set or returned by a line, without its comment.
_ASSIGNED = re.compile(r"^\s*(?:return\b|[^=\n]*?(?<![=<>!])=(?!=))(.*?)(?:#.*)?$")
_DECIMAL_COMMA = re.compile(r"(?<![\w.])(\d+),(0\d+)(?![\w.])")
"""`0,05`: a comma with figures directly after it, of which the first is 0, so that they are no whole number of Python."""
# What only Python 2 reads, and how Python 3 writes it.
_PYTHON2 = (
    (
        re.compile(r"^\s*(?:[^#'\"]*[:;]\s*)?print\b\s*(?![\s(=.]|$)|^\s*print\s*>>|^\s*print\s*\(.*\)\s*[%,]|^\s*print\s+\("),
        "print(…)",
    ),
    (re.compile(r"^\s*except\b[^:#]*[\w)\]]\s*,\s*\w+\s*:"), "except … as error:"),
    (re.compile(r"^\s*raise\s+[\w.]+\s*,"), "raise Error(…)"),
    (re.compile(r"^\s*exec\s+(?![(=.])"), "exec(…)"),
    (re.compile(r"<>"), "!="),
    (re.compile(r"`[^`\n]+`"), "repr(…)"),
    (re.compile(r"(?<![\w.,])0[0-7]+[lL]?\b|(?<![\w.])[1-9]\d*[lL]\b"), sentence("python2.numbers")),
    (re.compile(r"(?<!\w)[uU][rR]['\"]"), sentence("python2.string")),
)
_TYPOGRAPHIC = re.compile("[“”„‘’‚«»`´]")  # quotes of word processors and pages, which Python does not take
_SHOWN = 100  # characters of a student's line in a sentence; a line of code is rarely longer


def unfilled(place: Place, line: str, mark: str) -> Feedback:
    """Return the feedback for a line that still has a template's mark."""
    return say("not_filled_in.mark", place=place, line=_shown(line), mark=mark)


def outside(place: Place, line: str, function: str) -> Feedback:
    """Return the feedback for a `return` that stands below its function without being indented."""
    return say("syntax.outside", place=place, line=_shown(line), function=function)


def explain(place: Place, line: str, message: str, *, empty_body: str | None = None, indentation: bool = False) -> Feedback:
    """Return the feedback for code that Python 3 cannot parse.

    `line` is the student's own line that the fault lies in, `message` what Python says of it, and `empty_body` the
    name of the function that has nothing below its first line. With `indentation` the line itself is complete.
    """
    shown = _shown(line)
    if empty_body is not None:
        return say("not_filled_in.no_body", place=place, line=shown, name=empty_body)
    mark = placeholder_mark(_without_strings(line))
    if mark is not None:
        return unfilled(place, line, mark)
    if not indentation and (_BLANK.match(line) or _is_left_open(_without_strings(line))):
        return say("not_filled_in.missing", place=place, line=shown)
    number = _DECIMAL_COMMA.search(_without_strings(line))
    if number is not None and "leading zeros" in message:
        return say("syntax.decimal_comma", place=place, line=shown, number=f"{number[1]}.{number[2]}")
    newer = None if indentation else python2(line)
    if newer is not None:
        return say("python2", place=place, line=shown, newer=newer)
    means = parse_meaning(message, _without_strings(line))
    if means is not None:
        return say("syntax.means", place=place, line=shown, message=_said(line, message), means=means)
    return say("syntax", place=place, line=shown, message=_said(line, message))


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
        return sentence("syntax.typographic")
    if isinstance(message, Sentence):
        return message
    return message.partition(" (<")[0].rstrip(".")


def _shown(line: str) -> str:
    text = line.strip().replace("`", "'")
    return f" (`{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + '…'}`)" if text else ""


MOST_SOURCE = 4_000  # characters of a formula that is kept as text
# The name of a function or class, also where the rest of the line is no Python.
_DEFINES = re.compile(r"(?:async\s+)?(?:def|class)\s+([^\W\d]\w*)")
# Names, perhaps several, and the right side, also where that is a formula.
_ASSIGNS = re.compile(r"([^\W\d]\w*(?:\s*,\s*[^\W\d]\w*)*)\s*(?::[^=\n]*)?=(?!=)\s*(.*)")
# What people type into cells without `!` or `%`, which IPython takes all the same where it is installed.
_SHELL_WORDS = re.compile(r"(?:pip3?|conda|cd|ls|matplotlib|autoreload|load_ext)\s+[\w.~/-]|(?:ls|pwd|cls|clear)\s*$")
_PARAMETERS = re.compile(r"def\s+\w+\s*\(([^()]*)\)")  # what stands between a function's brackets
_ENDS_HEAD = re.compile(r":\s*(?:#.*)?$")  # the line that a head ends on, which may be several lines below
# How Python words it; the name and the line are taken from there.
_NO_BODY = re.compile(r"expected an indented block after (.*?)(?: statement| definition)? on line (\d+)")


@dataclass(frozen=True, slots=True)
class Lost:
    """Code that does not parse: its `text`, how many lines of the cell are `above` it, and what Python says.

    `below` is what the cell goes on with, a block that is read by itself.
    """

    text: str
    above: int
    error: SyntaxError
    below: Block | None

    def statement(self, place: Callable[[int], Place]) -> Statement | None:
        """Return the statement with its problem; None for what a notebook runs though it is no Python (`pip install x`)."""
        own = self.text.split("\n")
        if _SHELL_WORDS.match(self._head()):
            return None
        opened = self._opened_in_vain(own)
        at, name = opened or (min(self.error.lineno or 1, len(own)), "")
        where, line, message = place(self.above + at), own[at - 1], self.error.msg or "invalid syntax"
        if name is None:
            problem = say("syntax.body", place=where, line=_shown(line))
        else:
            indentation = isinstance(self.error, IndentationError) and opened is None
            problem = explain(where, line, message, empty_body=name or None, indentation=indentation)
        names = self._names()
        return Statement(
            source=self.text.rstrip(),
            place=place(self.above + 1),
            names=names,
            problem=problem,
            placeholders=names if problem.code == "not_filled_in" else (),
        )

    def formula(self) -> tuple[str, str] | None:
        """Return name and right side of what is no Python and yet a formula: `df_dx = 4x - 3y` in a cell of code."""
        assigns = _ASSIGNS.match(self._head())
        if assigns is None or "," in assigns[1]:
            return None
        text = re.sub(r"\s*#.*$", "", assigns[2]).strip()
        return (assigns[1], text) if text and len(text) <= MOST_SOURCE and not is_placeholder_text(text) else None

    def _head(self) -> str:
        """Return the line that says what it is."""
        own = self.text.split("\n")
        return next((line for line in own if line.strip() and not line.lstrip().startswith(("#", "@"))), own[0])

    def _opened_in_vain(self, own: list[str]) -> tuple[int, str | None] | None:
        """Return the line (from 1) and the name of what has nothing below it; no name if its body is there, not indented."""
        found = _NO_BODY.search(self.error.msg or "")
        if found is None or not 1 <= int(found[2]) <= len(own):
            return None
        at = int(found[2])
        end = next((i for i in range(at, len(own) + 1) if _ENDS_HEAD.search(own[i - 1])), at)
        if self._has_body_at_the_margin("".join(own[at - 1 : end]), own[end:]):
            return at, None
        name = _DEFINES.search(own[at - 1])
        return at, name[1] if name else found[1].strip("'")

    def _has_body_at_the_margin(self, head: str, below: list[str]) -> bool:
        """Tell whether what follows a head was meant as its body.

        It stands directly below; or no comment of a template holds its place; or it returns or reads the parameters.
        """
        comments = [line for line in below if line.lstrip().startswith("#")]
        lines = [line for line in below if line.strip() and line not in comments]
        if lines:
            return lines[0] == below[0] or not any(is_placeholder_text(line.strip().lstrip("#")) for line in comments)
        if self.below is None or not below:
            return self.below is not None
        returns = re.match(r"return\b", self.below.text) is not None
        return returns or (len(comments) == len(below) and _reads_parameter(head, self.below.text))

    def _names(self) -> tuple[str, ...]:
        """Return the names that it would have bound, as its lines begin."""
        head = self._head().lstrip()
        if not opens_block(head) or _DEFINES.match(head):
            return _names_of_line(head)
        lines = (line.strip() for line in self.text.split("\n"))
        return tuple(dict.fromkeys(name for line in lines for name in _names_of_line(line)))


def _reads_parameter(head: str, text: str) -> bool:
    """Tell whether code reads a parameter of the function whose head this is."""
    taken = _PARAMETERS.search(head)
    names = re.findall(r"(?:^|,)[\s*]*([^\W\d]\w*)", taken[1]) if taken else []
    code = re.sub(r"#.*|(['\"]).*?\1", "", text)
    return any(re.search(rf"=.*\b{name}\b", code) for name in names)


def opens_block(line: str) -> bool:
    """Tell whether a line opens a block, perhaps without its colon."""
    words = r"(?:async|def|class|if|elif|else|for|while|with|try|except|finally|match)\b"
    return re.match(words, line) is not None


def _names_of_line(line: str) -> tuple[str, ...]:
    defines = _DEFINES.match(line)
    if defines:
        return (defines[1],)
    assigns = _ASSIGNS.match(line)
    return tuple(name.strip() for name in assigns[1].split(",")) if assigns else ()
