r"""The left side of a written answer as an identifier: `\frac{\partial f}{\partial x}` is `df_dx`.

One rule for all spellings, in `identifier_of`. Knows how mathematics is written by hand, in LaTeX
and in Unicode; not which identifiers any exercise asks for.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from grader.notation.words import GREEK

_LETTERS = {name.lower() if name[0].islower() else name: name.rstrip("_") for name in GREEK.values()}
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥᵧ", "0123456789aeoxhklmnpstijruvy")
_SUBSCRIPT_RUN = re.compile("[₀-₉ₐ-ₜᵢⱼᵣᵤᵥᵧ]+")
_ACCENTS = {"\u0302": "hat", "\u0304": "bar", "\u20d7": "vec", "\u0303": "tilde"}
_FONTS = re.compile(
    r"\\(?:mathbf|mathrm|mathit|mathsf|boldsymbol|bm|text|textbf|textit|operatorname\*?|mathcal|underline)\s*\{([^{}]*)\}"
)
_WRAPPERS = re.compile(
    r"\\(?:mathbf|mathrm|mathit|mathsf|boldsymbol|bm|text|textbf|textit|operatorname\*?|mathcal|underline|displaystyle"
    r"|left|right|bigl?|bigr?|Bigl?|Bigr?|limits|,|;|:|!|quad|qquad|,)(?![A-Za-z])"
)
_HATS = re.compile(
    r"\\(?:wide)?(hat|bar|vec|tilde|overline|overrightarrow)\s*(?:\{\s*\{([^{}]*)\}\s*\}|\{([^{}]*)\}|(\\?[A-Za-z]+|\S))"
)
_FRACTION = re.compile(r"\\[dtc]?frac\s*(?:\{([^{}]*)\}|(\w))\s*(?:\{([^{}]*)\}|(\w))")
_VARIABLES = re.compile(r"\(\s*[^\W\d](?:_?\w)?(?:\s*,\s*[^\W\d](?:_?\w)?)*\s*\)$")
_D = r"(?:d|D|∂)"
_SYMBOL = r"[^\W\d](?:_?\d+)?"
_DERIVATIVE = re.compile(
    rf"{_D} ?({_SYMBOL}) ?/ ?{_D} ?([^\W\d]\w*)|{_D} ?/ ?{_D} ?([^\W\d]\w*?) ?[(\[]? ?({_SYMBOL}) ?[)\]]?"
)
_DIRECTIONAL = re.compile(
    rf"(?:D|∇)_?([^\W\d])(?:_?(?:hat|vec))? ?[(]?({_SYMBOL})[)]?"
    rf"|∇ ?({_SYMBOL}) ?(?:\([\w ,]*\))? ?· ?([^\W\d])(?:_?(?:hat|vec))?"
)
_DEPENDS = re.compile(
    r"[\s_]+(?:only[\s_]+)?(?:depends?|depending)(?:[\s_]+only)?[\s_]+(?:up)?on$|[\s_]+is[\s_]+a[\s_]+function[\s_]+of$",
    re.IGNORECASE,
)
_SECOND = re.compile(rf"{_D}(?:\^|\*\*)?[2²]|[′']['′]|″")
_ABOUT = re.compile(
    r"(?:the )?(?:first |partial )*derivative (?:of ([^\W\d]) )?(?:with respect to|w\.?r\.?t\.?|in|by|for|to) ([^\W\d]\w*)",
    re.IGNORECASE,
)
_FILLERS = re.compile(
    r"^(?:(?:so|thus|hence|then|and|therefore|now|finally|also|we|get|have|find|obtain|the|a|an|my|our|your|is|are|final|"
    r"answers?|solutions?|results?|value|for|that|means|gives?|where|with|let|i|to|be|as|⇒|→|∴|=>|->)\b[\s,:]*|[⇒→∴⟹]\s*)+",
    re.IGNORECASE,
)
_ENUMERATOR = re.compile(
    r"^\s*(?:(?:part|question|exercise|problem|task|q|ex)\.?\s*)?\(?(?:\d{1,2}(?:\.\d{1,2})*[a-z]?|[a-z]|[ivx]{1,4})[.):]+\s+",
    re.IGNORECASE,
)
_MOST_WORDS = 7
_LONGEST = 200


@lru_cache(maxsize=4096)
def identifier_of(label: str) -> str | None:
    r"""Return the identifier that a label stands for, or None where it names nothing.

    - derivatives, however written (`\frac{\partial f}{\partial x}`, `∂f/∂x`, `df/dx`, `\partial_x f`,
      `f'(x)`, "derivative with respect to x"): `df_dx`; higher ones `d2f_dx2`, told apart and no more;
    - `\nabla f`, `∇f(x, y)`: `nabla_f`; `grad f`: `grad_f`; in a direction (`D_{\hat u} f`, `∇f · û`): `D_u_f`;
    - `\hat{u}`, `û`: `u_hat`; `\vec{u}`: `u_vec`; Greek letters by their English names; subscripts by `_`;
    - a list of variables after it is left out, `f(x, y)` is `f`; at a point (`f(1, 2)`) it names something else: None;
    - words are joined by `_` in lower case, without numbering and without "the", "my answer", "therefore";
    - what "depends on" something gets `_depends_on`.
    """
    if len(label) > _LONGEST:
        return None
    text = _plain(label)
    text, depends = _without_verb(text)
    if not text or len(text.split()) > _MOST_WORDS:
        return None
    name = _mathematical(text) or _at_the_end(text) or _worded(text)
    return f"{name}_depends_on" if name and depends else name


def _plain(label: str) -> str:
    """Return the label without markup, LaTeX commands and numbering."""
    text = unicodedata.normalize("NFC", label)
    text = re.sub(r"[$`]|\*\*", "", text).replace("\\_", "_")
    text = re.sub(r"^[\s>#\-+•–]+|^\*\s+", "", text)
    text = re.sub(r"(?<![\w\\}])(__|_|\*)(?=[^\s{])(.*?)(?<=\S)\1(?!\w)", r"\2", text)
    text = _ENUMERATOR.sub("", text)
    text = _FILLERS.sub("", text.strip().rstrip(":=?.,; \t"))
    return _without_latex(text)


def _without_latex(text: str) -> str:
    text = re.sub(r"\\(?:nabla|grad)(?![A-Za-z])", "∇", text)
    text = re.sub(r"\\partial(?![A-Za-z])", "∂", text)
    text = re.sub(r"\\(?:cdot|bullet)(?![A-Za-z])|[⋅•∙]", "·", text)
    if re.fullmatch(r"[^/=]*(?:\\delta|δ)[^/=]*(?:/|\}\s*\{)\s*(?:\\delta|δ)[^/=]*", text):
        text = re.sub(r"\\delta(?![A-Za-z])|δ", "∂", text)  # many write δf/δx for a partial derivative
    for _ in range(3):
        text = _FONTS.sub(r" \1", text)
    text = _WRAPPERS.sub(" ", text)
    for _ in range(3):
        text = _HATS.sub(lambda found: f"{_bare(found[2] or found[3] or found[4])}_{_hat(found[1])}", text)
    for _ in range(3):
        text = _FRACTION.sub(lambda found: f"{found[1] or found[2]}/{found[3] or found[4]}", text)
    text = re.sub(r"\\([A-Za-z]+)", lambda found: _LETTERS.get(found[1], found[1]), text)
    text = _SUBSCRIPT_RUN.sub(lambda found: "_" + found[0].translate(_SUBSCRIPTS), text)
    text = "".join(_accented(sign) for sign in text)
    text = re.sub("([^\\W\\d_])([\u0302\u0304\u20d7\u0303])", lambda found: f"{found[1]}_{_ACCENTS[found[2]]}", text)
    text = "".join(GREEK.get(sign, sign) for sign in text)
    text = re.sub(r"_\s*\{\s*([^{}]*?)\s*\}", lambda found: "_" + found[1].replace(" ", "") + " ", text)
    text = re.sub(r"[{}]", " ", text).replace("\\", " ").replace("′", "'").replace("’", "'")
    return " ".join(text.split())


def _bare(inner: str) -> str:
    return re.sub(r"[\\\s]", "", inner)


def _hat(command: str) -> str:
    return {"overline": "bar", "overrightarrow": "vec"}.get(command, command)


def _accented(sign: str) -> str:
    """`û` as `u` and its hat; other accents belong to words and stay."""
    if sign.isascii():
        return sign
    apart = unicodedata.normalize("NFD", sign)
    return apart if len(apart) == 2 and apart[1] in ("\u0302", "\u20d7") else sign


def _without_verb(text: str) -> tuple[str, bool]:
    """Return the subject of "… depends on", and whether that was there."""
    found = _DEPENDS.search(text)
    return (text[: found.start()].strip(), True) if found else (text, False)


def _mathematical(text: str) -> str | None:
    """Return the identifier of a mathematical label, or None when it is words or names nothing."""
    arguments = _VARIABLES.search(text)
    shorter = text[: arguments.start()].strip() if arguments and arguments.start() else text
    if _SECOND.search(shorter):
        digits = re.sub(r"[^\w]+", "_", shorter.replace("∂", "d").replace("²", "2").replace("^", "")).strip("_")
        return digits if re.fullmatch(r"[^\W\d]\w*", digits) and "/" in shorter else None
    return _derivative(shorter, arguments[0] if arguments else "") or _gradient(shorter) or _simple(shorter)


def _derivative(text: str, arguments: str) -> str | None:
    found = _DERIVATIVE.fullmatch(re.sub(r"(?<=\w) ?\( ?[^\W\d](?: ?, ?[^\W\d])* ?\)", "", text))
    if found:
        return f"d{found[1] or found[4]}_d{found[2] or found[3]}"
    found = re.fullmatch(rf"(?:∂|D(?=_?[xyzt]\b)|d)_([^\W\d]) ?[(\[]? ?({_SYMBOL}) ?[)\]]?", text)
    if found:
        return f"d{found[2]}_d{found[1]}"
    found = re.fullmatch(r"([^\W\d])'", text)
    if found:
        variable = re.fullmatch(r"\( *([^\W\d]\w*) *\)", arguments)
        return f"d{found[1]}_d{variable[1]}" if variable else f"{found[1]}_prime"
    found = _ABOUT.fullmatch(text)
    return f"d{found[1] or 'f'}_d{found[2]}" if found else None


def _gradient(text: str) -> str | None:
    found = re.fullmatch(rf"(?:∇|Del |del )_?vec? ?({_SYMBOL})|∇ ?({_SYMBOL})", text)
    if found:
        return f"nabla_{found[1] or found[2]}"
    found = re.fullmatch(r"grad(?:ient)?[ _(]*(?:of )?([^\W\d])\)?", text, re.IGNORECASE)
    if found:
        return f"grad_{found[1]}"
    found = _DIRECTIONAL.fullmatch(text)
    if found and ((found[1] and ("_" in text or " " in text)) or found[4]):
        return f"D_{found[1] or found[4]}_{found[2] or found[3]}"
    return None


def _simple(text: str) -> str | None:
    """Return a name that is one already, such as `u_hat`, `f_x`, `x_1`, `delta`."""
    joined = re.sub(r"(?<=\w) ?_ ?(?=\w)", "_", text)
    return _lowered(joined) if joined.isidentifier() else None


def _lowered(name: str) -> str:
    return name.lower() if re.fullmatch(r"[A-Z][a-z]+|[A-Z]{2,}", name) else name


def _worded(text: str) -> str | None:
    """Words joined by `_`; None where signs of mathematics are left between them."""
    if re.search(r"[+*/^=<>()\[\]|·∇∂√,\d]", text):
        steps = re.fullmatch(r"((?:step|iteration|point|position|answer|schritt)s?) ?\(?#?(\d+)\)?", text, re.IGNORECASE)
        return f"{steps[1].lower()}_{steps[2]}" if steps else None
    words = [_lowered(word) for word in re.findall(r"\w+", text)]
    name = "_".join(words)
    return name if name.isidentifier() else None


def _at_the_end(text: str) -> str | None:
    """`∇f` in "Gradient ∇f": words, and then the sign for what they say."""
    found = re.fullmatch(r"(?:[^\W\d_]{3,},? )+(?:of )?((?:[∇∂]|D_|d\w/|\w+_)[^\s]*(?: [^\W\d])?)", text)
    return _mathematical(found[1]) if found else None
