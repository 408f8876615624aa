"""The commands of LaTeX that can stand in an answer, sorted by what they do to it.

Tables only; `latex_lexer` reads by them.
"""

from __future__ import annotations

import re

from grader.notation.old_lexer import BRACKETS
from grader.notation.words import GREEK

IGNORED = frozenset(
    ("left", "right", "middle", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr",
     "Biggl", "Biggr", ",", ";", ":", "!", " ", "\n", ">", "quad", "qquad", "displaystyle", "textstyle",
     "scriptstyle", "limits", "nolimits", "thinspace", "medspace", "thickspace", "enspace", "nonumber", "notag",
     "(", ")", "[", "]", "mathstrut", "strut", "/", "rm", "it", "bf", "ensuremath"),
)  # fmt: skip
OPERATORS = {
    "cdot": "·", "bullet": "·", "times": "*", "ast": "*", "div": "/", "approx": "≈", "simeq": "≈", "degree": "°",
    "cdotp": "·", "*": "*",
    **dict.fromkeys(("Rightarrow", "Longrightarrow", "implies", "iff", "Leftrightarrow", "equiv", "coloneqq",
                     "triangleq"), "="),
}  # fmt: skip
SIZED = frozenset(("left", "right", "middle", "big", "Big", "bigl", "bigr", "Bigl", "Bigr"))
COLUMNS = frozenset(("binom", "dbinom", "tbinom"))
FRACTIONS = frozenset(("frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac"))
UNSEEN = frozenset(("color", "textcolor", "tag", "tag*", "label", "hspace", "hspace*", "vspace"))
DELIMITERS = {
    "langle": BRACKETS["<"], "rangle": BRACKETS[">"], "{": BRACKETS["("], "}": BRACKETS[")"],
    "lbrace": BRACKETS["("], "rbrace": BRACKETS[")"], "lbrack": BRACKETS["["], "rbrack": BRACKETS["]"],
    "lparen": BRACKETS["("], "rparen": BRACKETS[")"],
    "lvert": ("open", "|"), "rvert": ("close", "|"), "lVert": ("open", "|"), "rVert": ("close", "|"),
    "vert": ("op", "|"), "Vert": ("op", "|"), "mid": ("op", "|"), "|": ("op", "|"),
}  # fmt: skip
WORDS = frozenset(("operatorname", "mathrm", "text", "textrm", "mathit", "mathsf", "textit", "mbox", "operatorname*"))
DRESS = frozenset(
    ("mathbf", "boldsymbol", "bm", "hat", "widehat", "vec", "overrightarrow", "textbf", "boxed", "underline",
     "overline", "mathnormal")
)  # fmt: skip
MATRICES = frozenset(("bmatrix", "pmatrix", "matrix", "Bmatrix", "smallmatrix", "array"))
LINES = frozenset(("aligned", "align", "align*", "equation", "equation*", "gather", "gather*", "split", "gathered"))
LETTERS = re.compile(r"[A-Za-z]+")
COMMAND = re.compile(r"\\([A-Za-z]+\*?|.|\n)", re.DOTALL)
DIGITS = re.compile(r"\d+(?:\.\d+|\.(?!\w))?|\.\d+", re.ASCII)
AXIS = re.compile(r"\{?\s*(?:\\(?:hat|mathbf|bm|boldsymbol|vec|mathrm)\s*\{?\s*)*\\?([ijkxyz])(?:(?<=[ij])math\b)?\s*\}*")
BASIS = re.compile(r"\{?\s*(?:\\(?:hat|mathbf|bm|boldsymbol|vec|mathrm)\s*\{?\s*)*e\s*\}*\s*_\s*\{?\s*([123xyz])\s*\}*")
AXES = {"i": 0, "j": 1, "k": 2, "x": 0, "y": 1, "z": 2, "1": 0, "2": 1, "3": 2}
TRANSPOSED = re.compile(r"\{?\s*(?:T\b|\\top\b|\\mathsf\s*\{?T\}?|\\intercal\b|\\mathrm\s*\{T\})\s*\}?")
GREEK_NAMES = frozenset(GREEK.values()) | {f"var{name}" for name in ("phi", "theta", "epsilon", "rho")}
