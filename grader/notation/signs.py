r"""What single signs and the commands of LaTeX mean, however they are typed: tables, and no grammar.

A sign of another script or width counts as the sign that it looks like (`folded`), so that the lexer knows few signs.
"""

from __future__ import annotations

import re
import unicodedata

BLANKS = frozenset(
    " \t\r\v\f`\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f"
    "\u202f\u205f\u2060\u2061\u2062\u2063\u3000\ufeff\ufe0e\ufe0f"
)  # what separates and says nothing; a line's end is a sign of its own
BLANKS_OF_MATRICES = BLANKS | frozenset("~\n")  # in TeX a tie and a line break are blanks
BLANKS_OF_TEX = BLANKS_OF_MATRICES | {"&"}  # outside of matrices `&` aligns lines
OPERATORS = {
    **dict(zip("+-*/^!,;=|°'", "+-*/^!,;=|°'", strict=True)),
    **dict.fromkeys("−–—‒﹣‐‑", "-"),
    **dict.fromkeys("×∗✕⨯", "*"),
    **dict.fromkeys("·⋅∙•@", "·"),
    **dict.fromkeys("÷∕⁄", "/"),
    **dict.fromkeys("≈≅≃~", "≈"),
    **dict.fromkeys("≡⇒⟹⇔⟺≔≝", "="),
    **dict.fromkeys("º˚∘", "°"),
    **dict.fromkeys("∣❘｜", "|"),
    **dict.fromkeys("，、", ","),
    **dict.fromkeys("；", ";"),
    **dict.fromkeys("′’ʹ", "'"),
}  # signs of the grammar, by all their drawings
TWO = {
    "**": "^", "==": "=", ":=": "=", "=>": "=", "=?": "=?", "->": "→", "−>": "→", "~=": "≈", "<=": "≤", ">=": "≥", "!=": "≠",
    "//": "//", "<-": "←",
}  # fmt: skip
"""Signs that are typed as two; those that are no operators of a formula are signs of a sentence."""
HATTED = frozenset("ûîĵŷẑêâôŵĉĝĥŝ")  # letters that come with their hat as one sign
DASHES = frozenset("–—")  # a minus for most who type them, and a dash between a formula and words
BRACKETS = {
    "(": ("open", "("), ")": ("close", "("), "[": ("open", "["), "]": ("close", "["),
    "{": ("open", "{"), "}": ("close", "{"), "<": ("open", "<"), ">": ("close", "<"),
    "⟨": ("open", "<"), "⟩": ("close", "<"), "\u2329": ("open", "<"), "\u232a": ("close", "<"),
    "\u3008": ("open", "<"), "\u3009": ("close", "<"),
    "❨": ("open", "("), "❩": ("close", "("), "❲": ("open", "["), "❳": ("close", "["),
}  # fmt: skip
CLOSING = {"(": ")", "[": "]", "{": "}", "<": ">", "|": "|"}  # what a sentence shows of a bracket
SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿˣʸᶻʳᵏᵃᵇᵗ⸍", "0123456789+-()nxyzrkabt/", strict=True))  # what is typed as a raised sign
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥᵧ", "0123456789aeoxhklmnpstijruvy", strict=True))  # … as a lowered one
ROOTS = {"√": "sqrt", "∛": "cbrt"}  # signs that are functions
VULGAR = dict.fromkeys("½", (1, 2)) | {
    "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5),
    "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
}  # fmt: skip
ACCENTS = {"\u0302": "hat", "\u0304": "bar", "\u0305": "bar", "\u20d7": "vec", "\u0303": "tilde", "\u20d1": "vec"}
"""Combining signs on a letter that name another thing."""
GREEK = dict(
    zip(
        "αβγδεζηθικλμνξορστυφχψωΓΔΘΛΞΠΣΥΦΨΩϕϑϵϱ",
        (
            *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu"),
            *("nu", "xi", "omicron", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega"),
            *("Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi_", "Sigma", "Upsilon", "Phi", "Psi", "Omega"),
            *("phi", "theta", "epsilon", "rho"),
        ),
        strict=True,
    )
)
"""Greek letters with their English names; `Pi_` is no constant."""
GREEK_NAMES = frozenset(GREEK.values()) | {f"var{name}" for name in ("phi", "theta", "epsilon", "rho")}
"""Commands of TeX that are letters."""
_LOOK_ALIKES = dict(
    zip("хуасеорзХУАВСЕНКМОРТѕіјΧΥΖΑΒΕΗΙΚΜΝΟΡΤοχκνρια", "xyaceopzXYABCEHKMOPTsijXYZABEHIKMNOPToxkvpia", strict=True)
)
"""Letters of Cyrillic and Greek that nobody can tell from a Latin one; they count where that is a variable."""


def folded(text: str, variables: frozenset[str]) -> str:
    """Return a text of the same length with full-width, bold and look-alike characters as the usual ones.

    A look-alike counts where it stands for a variable and no other letter of its script is beside it.
    """
    if text.isascii():
        return text
    signs = [sign if sign < "\u0080" else _usual(sign) for sign in text]
    for at, sign in enumerate(signs):
        if sign in _LOOK_ALIKES and _LOOK_ALIKES[sign] in variables and sign not in variables:
            beside = text[max(0, at - 1) : at] + text[at + 1 : at + 2]
            if not any(other > "\u036f" and other.isalpha() and _LOOK_ALIKES.get(other) not in variables for other in beside):
                signs[at] = _LOOK_ALIKES[sign]
    return "".join(signs)


def _usual(sign: str) -> str:
    if sign in _KNOWN:
        return sign
    usual = unicodedata.normalize("NFKC", sign)
    return usual if len(usual) == 1 else sign


_KNOWN = frozenset().union(
    BLANKS, OPERATORS, BRACKETS, SUPERSCRIPTS, SUBSCRIPTS, ROOTS, VULGAR, ACCENTS, GREEK, "ûîĵŷẑêñ…″ᵀ"
)  # signs with a meaning of their own, which must not be folded into a digit or a letter

# --- Commands of LaTeX, sorted by what they do to an expression ------------------------------------

IGNORED = frozenset(
    ("left", "right", "middle", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr",
     "Biggl", "Biggr", ",", ";", ":", "!", " ", "\n", ">", "(", ")", "[", "]", "displaystyle", "textstyle", "scriptstyle", "limits",
     "nolimits", "thinspace", "medspace", "thickspace", "enspace", "nonumber", "notag", "mathstrut", "strut", "/",
     "rm", "it", "bf", "ensuremath", "space", "allowbreak", "nobreak", "hfill", "centering", "noindent", "rmfamily", "normalsize",
     "large", "Large", "small", "boldmath", "par", "null", "relax"),
)  # fmt: skip
SAID = {
    **dict.fromkeys(("quad", "qquad", "hskip", "newline", "\\", "cr"), "\n"), "nabla": "∇", "grad": "∇", "partial": "∂",
    **dict.fromkeys(("to", "rightarrow", "longrightarrow", "Longmapsto", "gets"), "→"),
    **dict.fromkeys(("mapsto", "longmapsto"), "↦"), "therefore": "∴", "because": "∵", "forall": "∀", "exists": "∃",
    "in": "∈", "wedge": "∧", "land": "∧", "vee": "∨", "lor": "∨", "checkmark": "✓", "square": "□", "Box": "□",
    "blacksquare": "■", "qed": "∎", "dots": "…", "ldots": "…", "cdots": "…", "dotsc": "…", "hline": "\n",
    **dict.fromkeys(("leq", "le", "leqslant"), "≤"), **dict.fromkeys(("geq", "ge", "geqslant"), "≥"), "neq": "≠", "ne": "≠",
    "#": "#", "%": "%", "&": "&", ".": ".", "?": "?", "'": "'", "ominus": "⊖", "oplus": "⊕", "sim": "∼", "propto": "∝",
    "emptyset": "∅", "varnothing": "∅", "cup": "∪", "cap": "∩", "hbar": "ħ", "R": "ℝ", "ell": "ℓ",
}
"""Signs that a sentence or a label has; a wide space counts as a line's end."""
REFUSED = {"pm": "plus_minus", "mp": "plus_minus", "infty": "infinity", "infin": "infinity"}
"""Commands that say what no answer can be, with the case of the sentence about them."""
COMMANDS = {
    "cdot": "·", "bullet": "·", "times": "*", "ast": "*", "div": "/", "approx": "≈", "simeq": "≈", "cong": "≈",
    "degree": "°", "cdotp": "·", "*": "*", "-": "-", "+": "+", "=": "=", "circ": "°",
    "prime": "'", "colon": ":", "lt": "<", "gt": ">",
    **dict.fromkeys(("Rightarrow", "Longrightarrow", "implies", "iff", "Leftrightarrow", "equiv", "coloneqq",
                     "triangleq", "eq", "Longleftrightarrow", "doteq"), "="),
}  # fmt: skip
SIZED = frozenset(
    ("left", "right", "middle", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "Biggl",
     "Biggr", "mleft", "mright")
)  # fmt: skip
COLUMNS = frozenset(("binom", "dbinom", "tbinom"))  # commands that people take for a column of two
FRACTIONS = frozenset(("frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac", "flatfrac", "xfrac"))
"""Commands with a numerator and a denominator."""
UNSEEN = frozenset(
    ("color", "tag", "tag*", "label", "hspace", "hspace*", "vspace", "vspace*", "phantom", "hphantom", "vphantom", "kern")
)  # with an argument that is no part of the expression
COLOURED = frozenset(("textcolor", "colorbox", "fcolorbox", "mathcolor"))  # with a colour before their argument
STRUCK = frozenset(("cancel", "bcancel", "xcancel", "sout", "st", "not"))  # what is in them is gone
BRACED = frozenset(
    ("underbrace", "overbrace", "underset", "overset", "stackrel", "underline", "underbracket", "overbracket")
)  # with a remark above or below
DELIMITERS = {
    "langle": BRACKETS["<"], "rangle": BRACKETS[">"], "{": BRACKETS["("], "}": BRACKETS[")"],
    "lbrace": BRACKETS["("], "rbrace": BRACKETS[")"], "lbrack": BRACKETS["["], "rbrack": BRACKETS["]"],
    "lparen": BRACKETS["("], "rparen": BRACKETS[")"],
    "lvert": ("open", "|"), "rvert": ("close", "|"), "lVert": ("open", "|"), "rVert": ("close", "|"),
    "vert": ("op", "|"), "Vert": ("op", "|"), "mid": ("op", "|"), "|": ("op", "|"),
}  # fmt: skip
WORDS = frozenset(
    ("operatorname", "mathrm", "text", "textrm", "mathit", "mathsf", "textit", "mbox", "operatorname*", "texttt", "mathtt",
     "textnormal", "hbox", "mathbb", "textsf", "mathord", "mathop")
)  # fmt: skip
ACCENTED = {
    "hat": "hat", "widehat": "hat", "vec": "vec", "overrightarrow": "vec", "bar": "bar", "overline": "bar",
    "tilde": "tilde", "widetilde": "tilde",
}  # fmt: skip
DRESS = frozenset(
    ("mathbf", "boldsymbol", "bm", "textbf", "boxed", "mathnormal", "mathcal", "pmb", "bold", "fbox", "symbf", "bbox", "emph")
)  # how something looks
BOLD = frozenset(("mathbf", "boldsymbol", "bm", "mathrm", "textbf", "pmb", "bold", "symbf", "mathit"))
"""In bold `i`, `j`, `k` are unit vectors."""
MATRICES = frozenset(("bmatrix", "pmatrix", "matrix", "Bmatrix", "smallmatrix", "array", "psmallmatrix", "bsmallmatrix"))
"""Environments of rows and columns."""
LINES = frozenset(
    ("aligned", "align", "align*", "equation", "equation*", "gather", "gather*", "split", "gathered", "alignat", "alignat*",
     "eqnarray", "eqnarray*", "multline", "multline*", "displaymath", "math", "alignedat")
)  # fmt: skip
COMMAND = re.compile(r"\\([A-Za-z]+\*?|.|\n)", re.DOTALL)  # a command of TeX: a word, or one sign
_NAME = re.compile(r"\\[A-Za-z]*")  # a backslash with the name of a command


def end_of_command(text: str, at: int) -> int:
    """Return the end of the command of TeX whose backslash stands here."""
    found = _NAME.match(text, at)
    return found.end() if found else at


def spelled_subscripts(text: str) -> str:
    """Return `x₁` as `x_1`."""
    return re.sub("_?[₀-₉]+", lambda run: "_" + "".join(SUBSCRIPTS[digit] for digit in run[0].lstrip("_")), text)
