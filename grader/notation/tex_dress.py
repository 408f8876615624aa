r"""TeX without its dress: colours, boxes and braces below a term are taken off, and what is cancelled is gone.

Works command by command, with braces that nest; what a formula means is for its reader.
"""

from __future__ import annotations

from grader.notation.signs import end_of_command

# Commands whose argument its author took back, or that leave it unseen.
_CANCELLED = frozenset(("cancel", "xcancel", "bcancel", "hcancel", "cancelto", "sout", "st", "phantom", "hphantom", "vphantom"))
# Commands that draw something around a formula and change nothing in it.
_WRAPPERS = frozenset(("boxed", "fbox", "underline", "underbrace", "overbrace", "colorbox", "fcolorbox", "mathbox", "framebox"))
# Commands whose argument is no part of the formula.
_WITH_ARGUMENT = frozenset(
    ("color", "tag", "label", "hspace", "vspace", "ref", "eqref", "mathchoice", "tag*", "hspace*", "vspace*")
)
_COLOURED = frozenset(("textcolor", "colorbox"))  # the first argument is the colour, the second is coloured
_PALE = ("white", "#fff", "#ffffff", "transparent")  # colours of the paper
# Commands that say how large or where a formula is set.
_SILENT = frozenset(("displaystyle", "textstyle", "scriptstyle", "notag", "nonumber", "limits", "nolimits", "hfill", "hfil"))
_MOST_DEPTH = 40  # of commands inside of commands


def undressed(tex: str) -> str:
    r"""Return a formula without `\color{…}`, `\boxed{…}` and the like, and without what `\cancel{…}` strikes out."""
    if "\\" not in tex:
        return tex
    return _undressed(tex, 0)


def _undressed(tex: str, depth: int) -> str:
    kept: list[str] = []
    at = 0
    while at < len(tex):
        slash = tex.find("\\", at)
        if slash < 0:
            break
        kept.append(tex[at:slash])
        name, end = _command(tex, slash)
        at = end
        if name in _SILENT:
            kept.append(" ")
        elif name == "begin" and tex.startswith("{array}", end) and (rows := _rows_of_array(tex, end)) is not None:
            kept.append(_undressed(rows[0], depth + 1) if depth < _MOST_DEPTH else rows[0])
            at = rows[1]
        elif name in _CANCELLED:
            at = _argument(tex, end)[1]
            kept = [_without_last_sign("".join(kept), tex[at : at + 20]), " "]
        elif name in _WITH_ARGUMENT:
            told, at = _argument(tex, end)
            kept.append(" ? " if name == "color" and (told or "").strip().lower() in _PALE else " ")
        elif name in _COLOURED or name in _WRAPPERS:
            inner, at = _argument(tex, end)
            if name in _COLOURED:
                pale = (inner or "").strip().lower() in _PALE
                inner, at = _argument(tex, at)
                kept.append(" ? " if pale else "")
            if inner is None:
                continue
            body = _undressed(inner, depth + 1) if depth < _MOST_DEPTH else inner
            at = _behind_brace(tex, at) if name in ("underbrace", "overbrace") else at
            kept.append(f"{{{body}}}" if _needs_braces("".join(kept[-2:]), body, tex[at : at + 20]) else f" {body} ")
        else:
            kept.append(tex[slash:end])
    return "".join((*kept, tex[at:]))


def _rows_of_array(tex: str, at: int) -> tuple[str, int] | None:
    """Return the rows of an array of equations and its end; None for a matrix."""
    close = tex.find("\\end{array}", at)
    start = at + len("{array}")
    if tex[start : start + 1] == "{":
        start = tex.find("}", start) + 1
    if close < 0 or not at < start <= close or "=" not in tex[start:close]:
        return None
    return tex[start:close].replace("\\\\", "\n").replace("&", " "), close + len("\\end{array}")


def _without_last_sign(before: str, behind: str) -> str:
    """Return what stands before a cancelled term without its sign, where no other term follows."""
    bare = before.rstrip()
    follows = behind.lstrip()[:1]
    if bare[-1:] in ("+", "-", "−") and (not follows or follows in "=,;.&$\\+-−)"):
        return bare[:-1]
    return before


def _needs_braces(before: str, body: str, behind: str) -> bool:
    """Tell whether what stood in a box is one factor or exponent of what is around it."""
    last, following = before.rstrip()[-1:], behind.lstrip()[:1]
    if "=" in body or "\\approx" in body:
        return False
    alone = last in ("", "=", ":", "&", ",") and following in ("", ".", ",", ";", "\\", "&")
    return not alone and (last in ("^", "_") or last.isalpha() or "+" in body or "-" in body)


def _command(tex: str, slash: int) -> tuple[str, int]:
    """Return the name behind a backslash and where it ends; a sign is a name of its own."""
    end = end_of_command(tex, slash)
    if end == slash + 1:
        return tex[end : end + 1], min(end + 1, len(tex))
    if tex[end : end + 1] == "*" and f"{tex[slash + 1 : end]}*" in _WITH_ARGUMENT:
        end += 1
    return tex[slash + 1 : end], end


def _argument(tex: str, at: int) -> tuple[str | None, int]:
    """Return what is in the braces behind a command, or the next word, and its end; None for nothing."""
    start = at
    while start < len(tex) and tex[start].isspace():
        start += 1
    if tex[start : start + 1] == "[":  # `\color[rgb]{…}`
        close = tex.find("]", start)
        return _argument(tex, close + 1) if close > 0 else (None, at)
    if tex[start : start + 1] != "{":
        end = start
        while end < len(tex) and tex[end].isalpha():
            end += 1
        return (tex[start:end], end) if end > start > at else (None, at)
    depth, place = 0, start
    while place < len(tex):
        sign = tex[place]
        if sign == "\\":
            place += 2
            continue
        depth += (sign == "{") - (sign == "}")
        place += 1
        if depth == 0:
            return tex[start + 1 : place - 1], place
    return None, at


def _behind_brace(tex: str, at: int) -> int:
    r"""Return where the remark below a brace ends: `\underbrace{4x}_{=f_x}`."""
    start = at
    while start < len(tex) and tex[start].isspace():
        start += 1
    if tex[start : start + 1] in ("_", "^") and tex[start : start + 1]:
        inner, end = _argument(tex, start + 1)
        return end if inner is not None else at
    return at
