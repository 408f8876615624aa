r"""Markdown as students write it: lines, headings, bullets, tables, and the formulas inside a line.

Displayed formulas of several lines are put on one line, so that whoever reads sees lines only.
Knows nothing of answers.
"""

from __future__ import annotations

import re

SPANS = re.compile("[\ue000-\uf8fe]")  # each stands for one formula of a line: the first, the second, …
_FIRST = 0xE000
_MOST_SPANS = 6_000
_TAG = re.compile(
    r"</?(?:b|i|u|em|strong|font|span|div|p|center|details|summary|mark|code|pre|small|ul|ol|li|h[1-6]|a)\b[^<>\n]{0,300}>",
    re.IGNORECASE,
)
_BRACE = re.compile(r"(?<!\\)[{}]")
_RAISED = re.compile(r"<(sup|sub)>([^<>\n]{1,80})</\1>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LINK = re.compile(r"!\[[^\]\n]{0,300}\]\([^)\n]*\)|(?<![\w\\(])\[([^\]\n]{1,300})\]\((?:https?:|#|\.|/)[^)\n]*\)")
# One tilde strikes out too, unless it is LaTeX's blank between letters (`x~y`).
_STRUCK = re.compile(
    r"<(del|s|strike)\b[^<>\n]{0,300}>.{0,2000}?</\1>|(?<![~\w\\}])(~~?)(?=[^~\s])[^~\n]{1,500}?(?<=[^~\s])\2(?!~)",
    re.IGNORECASE | re.DOTALL,
)
_CANCELLED = re.compile(r"\\(?:[xbh]?cancel|sout|st)\s*(?=\{)")
_FENCE = re.compile(r"^[ \t]*(?:```|~~~).*$", re.MULTILINE)
_DISPLAY = re.compile(
    r"\$\$(.{1,4000}?)\$\$|\\\\?\[(.{1,4000}?)\\\\?\](?!\()"
    r"|(\\begin\{(equation|align|aligned|alignat|gather|eqnarray|multline|split|flalign)(\*?)\}.{1,4000}?\\end\{\4\5\})",
    re.DOTALL,
)
_SPAN = re.compile(r"\$\$([^$]+)\$\$|(?<![\\$])\$(?!\s*\$)((?:[^$\\]|\\.)+)\$|\\\\?\((.+?)\\\\?\)")
_UNIT_VECTOR = re.compile(r"\s*(\*{1,2})([ijk])\1(?=\s*(?:[-+−,.]|$))")  # `4y **i** + 2x **j**`
_BULLET = re.compile(r"^[ \t]*(?:>[ \t]*)*(?:[-+*•][ \t]+|\d{1,2}[.)][ \t]+|\(?[a-z][.)][ \t]+)?")
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(.*?)[ \t#]*$")
_SEPARATOR = re.compile(
    r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$|^[ \t]*\|[ \t]*:?-+:?[ \t]*\|[ \t]*$"
)
_LABEL = re.compile(r".{1,120}:\**\s*$|\*\*[^*]{1,80}\*\*[.:]?\s*$|__[^_]{1,80}__[.:]?\s*$|`[^`]{1,40}`[.:]?\s*$")
_ADDRESS = re.compile(r"https?://[^\s)>\]]*")
_ASKS = re.compile(
    r"(?:^|[.!?:]\s+)\W*(?:Define|Find|Compute|Calculate|Determine|Implement|Complete|Write|Give|Store|Assign|Return|Fill|"
    r"Replace|Derive|Enter|Put|Type|Use|Name)\b|\b(?:for example|e\.g\.|such as|in the form|should|must)\b"
)
_QUOTED_EQUATION = re.compile(r"`[^`\n]*=[^`\n]*`")
_ONE_LINE = "\x02"
BREAK = "\x03"  # parts two lines that HTML has put on one


def lines_of(source: str) -> list[str]:
    """The lines of a cell, without what is struck out, comments, tags, pictures and fences; a displayed formula is one line."""
    text = without_struck_out(source)
    if "<" in text:
        text = _RAISED.sub(lambda found: f"{'^' if found[1].lower() == 'sup' else '_'}{{{found[2]}}}", text)
        text = _BREAK.sub(BREAK, _TAG.sub("", _without_comments(text)))
    if "://" in text:
        text = _ADDRESS.sub("", text)
    if "](" in text:
        text = _LINK.sub(lambda found: found[1] or "", text)
    text = _FENCE.sub("", text) if "```" in text or "~~~" in text else text
    if not text.isascii():
        text = SPANS.sub("", text)
    if "$$" in text or "\\" in text:
        text = _DISPLAY.sub(_on_one_line, text)
    return _without_prompts(text).split("\n") if "`" in text else text.split("\n")


def without_struck_out(text: str) -> str:
    r"""Return the text without `~~…~~`, `<del>…</del>`, `\cancel{…}` and `\sout{…}`, which its author took back."""
    if "~" in text or "</" in text:
        text = _STRUCK.sub(lambda found: " " + "\n" * found[0].count("\n"), text)
    return _without_cancelled(text) if "cancel" in text or "\\s" in text else text


def _without_cancelled(text: str) -> str:
    kept, at = [], 0
    for found in _CANCELLED.finditer(text):
        if found.start() < at:
            continue
        depth = 0
        for brace in _BRACE.finditer(text, found.end()):
            depth += 1 if brace[0] == "{" else -1
            if depth == 0:
                kept += [text[at : found.start()], " "]
                at = brace.end()
                break
        else:
            break
    return "".join((*kept, text[at:]))


def _without_comments(text: str) -> str:
    """Return the text with each comment of HTML replaced by the line ends in it."""
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept += [text[at:start], "\n" * text.count("\n", start, end)]
        at = end + 3
    return "".join((*kept, text[at:]))


def _without_prompts(text: str) -> str:
    """Return the text without the code that a paragraph asks for: `Define steps: steps = [(x1, y1), …]` is no answer."""
    paragraphs = re.split(r"(\n[ \t]*\n)", text)
    return "".join(_QUOTED_EQUATION.sub("", part) if _ASKS.search(part) else part for part in paragraphs)


def _on_one_line(found: re.Match[str]) -> str:
    """Return the formula between `$$`, with its line ends kept as a sign that stands for them."""
    formula = found[1] or found[2] or found[3]
    return f"$${formula}$$".replace("\n", _ONE_LINE) + "\n" * found[0].count("\n")


def unmarked(line: str) -> tuple[str, bool]:
    """Return the line without its bullet, number or `#`, and whether it is a heading."""
    heading = _HEADING.match(line)
    if heading:
        return heading[1].strip(), True
    text = _UNIT_VECTOR.sub(r" \2", _BULLET.sub("", line)).strip()
    emphasised = re.fullmatch(r"(\*\*|__|\*|_)(?=[^\s*_])((?:(?!\1).|(?<=\w)_(?=\w))+)\1", text) if text[:1] in ("*", "_") else None
    return (emphasised[2] if emphasised and "=" in text else text), False


def last_heading(source: str) -> str:
    """Return the last heading in a cell of text; empty where there is none."""
    found = [heading[1] for line in source.split("\n") if "#" in line and (heading := _HEADING.match(line))]
    return found[-1].strip() if found else ""


def is_rule(text: str) -> bool:
    """Tell whether a line only draws a line."""
    return not text.strip(" \t|:=-_*")


def is_label(text: str) -> bool:
    """Tell whether a line is nothing but a label: it ends with a colon, or all of it is bold or code."""
    return _LABEL.match(text) is not None


def spans_of(text: str) -> tuple[str, list[str]]:
    """Return the line with a sign in the place of each formula, and the formulas."""
    spans: list[str] = []

    def taken(found: re.Match[str]) -> str:
        if len(spans) >= _MOST_SPANS:
            return " "
        spans.append((found[1] or found[2] or found[3]).replace(_ONE_LINE, "\n"))
        return chr(_FIRST + len(spans) - 1)

    return (_SPAN.sub(taken, text) if "$" in text or "\\(" in text else text), spans


def filled(outer: str, spans: list[str], math: str = "") -> str:
    """Return the text, or any part of it, with its formulas put back between `math`."""
    return SPANS.sub(lambda found: f" {math}{spans[ord(found[0]) - _FIRST]}{math} ", outer) if spans else outer


def table_end(lines: list[str], at: int) -> int:
    """Return where a table that begins at a line ends; the line itself when none begins there."""
    if at + 1 >= len(lines) or "|" not in lines[at] or not _SEPARATOR.match(lines[at + 1]):
        return at
    end = at + 2
    while end < len(lines) and "|" in lines[end]:
        end += 1
    return end


def rows_of(table: list[str]) -> list[list[str]]:
    """Return the cells of a table, row by row, without the line below its head."""
    return [
        [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", row.strip().strip("|"))]
        for number, row in enumerate(table)
        if number != 1
    ]
