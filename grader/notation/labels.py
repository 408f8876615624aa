r"""Finds the names of answers in a line: `\frac{\partial f}{\partial x}`, `f'_x`, `D_1 f`, `∇f`, `û`, "unit vector".

A label is a run of tokens and the identifiers that it stands for, the one of the exercise first. Knows how names are
written by hand, in LaTeX and in Unicode; not what is said to be equal to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from grader.notation.grammar import Parser
from grader.notation.languages import AT, IS, single_words_of, words_of
from grader.notation.lexer import Lexer
from grader.notation.signs import GREEK
from grader.notation.tokens import Token, Unreadable
from grader.notation.vocabulary import Vocabulary, Words
from grader.notation.vocabulary import words_of as words_in
from grader.notation.wording import denies, withdraws

_DIFFERENTIALS = frozenset(("d", "D", "δ", "delta", "partial", "del", "∂"))  # how people write the d of a derivative
_NAMED = frozenset(("word", "variable", "constant", "unit"))  # kinds of tokens that may be a name, or a letter of one
_MOST_BRACES = 20  # of TeX around a name
_GRADIENTS = frozenset(("grad", "gradient", "Grad", "Gradient", "del", "Del", "nabla"))  # words for the sign ∇
_MOST_WORDS = 7  # of a name that is said in words: `directional_derivative_of_f_in_direction_u`
_LONGEST = 200  # characters of a label
_MARKUP = " \t\r\n>#-+•–*`$&\x02\x03\x04\x05"  # what stands around a label that is no part of it
LEADING = single_words_of("therefore", "articles", "answer", "is_") | {"for", "is", "are", "⇒", "→", "∴"}
"""Words before a name that are no part of it."""
_DEPENDS = tuple(sorted((phrase.split() for phrase in words_of("depends")), key=len, reverse=True))
"""Phrases behind the name of a derivative, the longest first."""
_DERIVATIVE = tuple(phrase.split() for phrase in words_of("derivative"))  # words for a derivative
_BY = tuple(sorted((phrase.split() for phrase in words_of("with_respect_to")), key=len, reverse=True))
""""with respect to" in all languages, the longest first."""
_FIRST_OF_BY = frozenset(phrase[0] for phrase in _BY) | {"of", "along", "at", "entlang", "von"}
"""With what a phrase behind a name begins."""
_STEPS = single_words_of("step", "steps") | {"answer"}  # words that a number belongs to
_DIRECTIONS = single_words_of("unit_vector")  # behind "in" no place follows: `slope (in direction (0, 1))`
_APPLIED = _GRADIENTS | _DIFFERENTIALS  # words behind which a name may stand
_FIRST_OF_IS = frozenset(phrase.split()[0] for phrase in IS)  # with what a sign in words begins
_MOST_TUPLE = 40  # tokens of three derivatives in TeX with commas between; brackets around them not counted


class Label(NamedTuple):
    """The tokens from `start` to before `end`, and what they may be called; no names for what stands at a point.

    `shape` says how it is written: `mathematical`, a `tuple` of names, or a `name` that may be a word as well.
    """

    names: tuple[str, ...]
    start: int
    end: int
    shape: str


class Labels:
    """The labels in one list of tokens."""

    def __init__(self, tokens: Sequence[Token], text: str, words: Words, brackets: Parser | None = None) -> None:
        self.tokens = tokens
        self.text = text
        self.words = words
        self.known = words.vocabulary.names
        self.function = words.vocabulary.function
        self.start = 0
        self._brackets = brackets or Parser(tokens, words)

    def _token(self, at: int) -> Token:
        """Return the token at a place, the end for any place behind it."""
        return self.tokens[min(at, len(self.tokens) - 1)]

    def all(self) -> list[Label]:
        """Return the labels from left to right; none lies in another."""
        found = []
        at = 0
        while at < len(self.tokens) - 1:
            label = self.at(at) if not self._is_within_words(at) else None
            if label is not None:
                found.append(label)
            at = label.end if label is not None else at + 1
        return found

    def _is_within_words(self, at: int) -> bool:
        """Tell whether a word has a word behind it, so that no sign of an equation can follow; most of prose does."""
        token, after = self._token(at), self._token(at + 1)
        if token.kind != "word" or after.kind != "word" or not after.gap:
            return False
        word = str(token.value)
        return len(word) > 1 and word.isalpha() and word not in _APPLIED and str(after.value).lower() not in _FIRST_OF_IS

    def at(self, start: int) -> Label | None:
        """Return the label that begins at a token."""
        self.start = start
        at, _ = self._opened(start)
        core = self._enclosed(at) or self._core(at)
        if core is None:
            return None
        names, end, shape = core
        opened = sum((token.kind == "open") - (token.kind == "close") for token in self.tokens[start:end] if token.value == "{")
        end, point = self._closed(end, opened, shape) if opened >= 0 else (-1, False)
        if end < 0:
            return None
        return Label(() if point else self._preferred(names), start, min(end, len(self.tokens) - 1), shape)

    # --- Braces and what follows a name ----------------------------------------------------------

    def _is(self, at: int, kind: str, value: str) -> bool:
        token = self._token(at)
        return token.kind == kind and token.value == value

    def _opened(self, at: int) -> tuple[int, int]:
        opened = 0
        while opened < _MOST_BRACES and self._is(at, "open", "{"):
            at, opened = at + 1, opened + 1
        return at, opened

    def _inner(self, at: int) -> int:
        """Return the place of the next token but braces of TeX."""
        last = at + _MOST_BRACES
        while at < last and (self._is(at, "open", "{") or self._is(at, "close", "{")):
            at += 1
        return at

    def _closed(self, end: int, opened: int, shape: str) -> tuple[int, bool]:
        """Go over what closes a label and what it is taken of: its arguments, a point; -1 where a brace stays open."""
        point = False
        while True:
            if self._is(end, "close", "{") and opened:
                end, opened = end + 1, opened - 1
            elif self._is(end, "open", "(") and not opened:
                closing = self._brackets.closing(end)
                if closing is None or self._is_factor(end, closing, shape):
                    break
                if shape == "name" and self._token(end).gap and not self._sign_at(closing + 1):
                    break
                point = point or not (self._is_list_of_names(end + 1, closing) or self._is_remark(end, closing))
                end = closing + 1
            elif self._token(end).value == "|" and self._is(end + 1, "op", "_"):
                point, end = True, min(end + 3, len(self.tokens) - 1)
            elif self._is(end, "op", "'"):
                end += 1
            else:
                break
        return (end, point) if not opened else (-1, point)

    def _is_factor(self, start: int, closing: int, shape: str) -> bool:
        """Tell whether a bracket behind a label is no list of arguments: it holds a formula, and no sign stands behind it."""
        if self._sign_at(closing + 1):
            return False
        return any(token.is_op("+-*/^") for token in self.tokens[start + 2 : closing])

    def _sign_at(self, at: int) -> bool:
        return self._token(at).is_op("=≈") or self._is(at, "sign", ":")

    def _is_list_of_names(self, start: int, end: int) -> bool:
        """Tell whether the tokens are letters with commas between them: the variables, and no point."""
        for token in self.tokens[start:end]:
            if token.kind in {"open", "close"} and token.value == "{":
                continue
            if token.kind not in _NAMED and not token.is_op(",;"):
                return False
            if token.kind == "word" and any(sign.isdigit() for sign in str(token.value)):
                return False
        return True

    def _is_remark(self, start: int, end: int) -> bool:
        """Tell whether a bracket apart from its name begins with a word, names no place and denies nothing: `(towards (0, 1))`."""
        first, inner = self._token(start + 1), self.tokens[start + 1 : end]
        said = [str(token.value).lower() for token in inner]
        led = self._token(start).gap and first.kind == "word" and len(said[0]) > 1 and said[0].isalpha()
        placed = any(one in _STEPS or (one in AT and other not in _DIRECTIONS) for one, other in pairwise((*said, "")))
        named = any(token.is_op("=≈") for token in inner)
        remark = self.text[first.start : self._token(end).start]
        return bool(led) and not (placed or named or denies(remark) or withdraws(remark))

    # --- The names themselves --------------------------------------------------------------------

    def _name(self, at: int) -> str:
        """Return the identifier that one token is; empty for any other."""
        token = self._token(at)
        if token.kind not in _NAMED:
            return ""
        if token.kind in {"word", "variable"}:
            return _in_latin(str(token.value))
        written = self.text[token.start : token.end].strip("\\ ")
        return written if written.isidentifier() else ""

    def _enclosed(self, at: int) -> tuple[tuple[str, ...], int, str] | None:
        """Return `(∂f/∂x)_y` and the tuple `(x_1, y_1)`."""
        if not (self._is(at, "open", "(") or self._is(at, "open", "[")):
            return None
        closing = self._brackets.closing(at)
        if closing is None or closing == at + 1:
            return None
        inner = self._core(self._inner(at + 1))
        if inner is not None and inner[2] == "mathematical" and self._inner(inner[1]) == closing:
            end = closing + 1
            if self._is(end, "op", "_"):
                end += 2
            elif self._name(end).startswith("_"):
                end += 1
            return inner[0], end, "mathematical"
        if closing - at - 1 > _MOST_TUPLE:
            return None
        names = []
        place = at + 1
        while place < closing:
            name = self._core(self._inner(place))
            if name is None or not name[0]:
                return None
            names.append(name[0][0])
            place = self._inner(name[1])
            if place < closing and not self._is(place, "op", ","):
                return None
            place += 1
        return ((", ".join(names),), closing + 1, "tuple") if len(names) > 1 else None

    def _core(self, at: int) -> tuple[tuple[str, ...], int, str] | None:
        found = self._derivative(at) or self._by_index(at) or self._nabla(at)
        if found is not None:
            return *found, "mathematical"
        return self._simple(at)

    def _preferred(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the spelling that the exercise has, else the first."""
        return next(((name,) for name in names if name in self.known), names[:1])

    # --- Derivatives -----------------------------------------------------------------------------

    def _differential(self, at: int) -> tuple[str, int, int] | None:
        """Return what `∂f`, `df` or `d` alone is of, where it ends, and its order."""
        token = self._token(at)
        if token.kind == "sign" and token.value == "∂":
            return self._of_what(at + 1)
        if token.kind != "word":
            return None
        word = str(token.value)
        if word in _DIFFERENTIALS:
            return self._of_what(at + 1)
        if len(word) > 1 and word[0] in "dDδ∂" and not word.startswith(("d_", "D_")):
            return word[1:], at + 1, 1
        return None

    def _of_what(self, at: int) -> tuple[str, int, int]:
        order = 1
        place = self._inner(at)
        if self._is(place, "op", "^"):
            place = self._inner(place + 1)
            value = self._token(place).value
            order = 2 if getattr(value, "value", 2) != 1 else 1
            at = place = place + 1
            place = self._inner(at)
        name = self._name(place)
        return (name, place + 1, order) if name else ("", at, order)

    def _derivative(self, at: int) -> tuple[tuple[str, ...], int] | None:
        above = self._differential(at)
        if above is None:
            return None
        of, end, order = above
        end = self._inner(end)
        if of and self._is(end, "open", "("):
            closing = self._brackets.closing(end)
            if closing is not None and self._is_list_of_names(end + 1, closing):
                end = self._inner(closing + 1)
        if not self._is(end, "op", "/"):
            return self._partial_by_index(at, of, end) if order == 1 else None
        below = self._differential(self._inner(end + 1))
        if below is None or not below[0]:
            return None
        by, end, _ = below
        end, raised = self._raised(end)
        end = self._braces_of(end)
        if not of:
            of, end = self._operand(end)
        if order > 1 or raised:
            return (f"d{order}{of}_d{by}{order}",), end
        return self._names_of(of, by), end

    def _partial_by_index(self, at: int, of: str, end: int) -> tuple[tuple[str, ...], int] | None:
        """Return `∂_x f`, `∂x f` and `∂ₓf`."""
        if self._token(at).value not in {"∂", "partial"}:
            return None
        if not of and self._is(end, "op", "_"):
            by, end = self._name(end + 1) or self._digit(end + 1), end + 2
        elif of.startswith("_") and len(of) > 1:
            by = of[1:]
        elif of in self.words.variables:
            by = of
        else:
            return None
        of, end = self._operand(end, needed=True)
        return (self._names_of(of, self._variable(by)), end) if of and by else None

    def _digit(self, at: int) -> str:
        return str(getattr(self._token(at).value, "value", ""))

    def _variable(self, index: str) -> str:
        """Return the variable of an index that may be its number: `D_1 f` is the derivative by the first."""
        variables = self.words.variables
        return variables[int(index) - 1] if index.isdigit() and index.isascii() and 0 < int(index) <= len(variables) else index

    def _raised(self, end: int) -> tuple[int, bool]:
        """Go over the order that stands on the variable: `dx^2`."""
        if not self._is(end, "op", "^"):
            return end, False
        return self._inner(end + 1) + 1, True

    def _braces_of(self, end: int) -> int:
        """Go over the braces that close those opened since the label began."""
        braces = [token.kind for token in self.tokens[self.start : end] if token.value == "{"]
        depth = braces.count("open") - braces.count("close")
        while depth > 0 and self._is(end, "close", "{"):
            end, depth = end + 1, depth - 1
        return end

    def _operand(self, at: int, *, needed: bool = False) -> tuple[str, int]:
        """Return the operand of an operator such as `∂/∂x`, and its end: `f`, `(f)`, or a whole formula."""
        place, _ = self._opened(at)
        name = self._name(place)
        behind = self._token(place + 1).kind
        ends = behind in {"end", "close"} or self._sign_at(place + 1) or self._is(place + 1, "open", "(")
        if name and name not in self.words.variables and (name == self.function or ends):
            return name, place + 1
        for bracket in ("(", "["):
            closing = self._brackets.closing(at) if self._is(at, "open", bracket) else None
            if closing is not None:
                inside = self._name(self._inner(at + 1))
                return (inside if closing == at + 2 and inside else self.function), closing + 1
        if needed:
            return "", at
        return self.function, at

    def _names_of(self, of: str, by: str) -> tuple[str, ...]:
        """Return the identifiers of a derivative, of one in a direction where it is by no variable."""
        bare = by.removesuffix("_hat").removesuffix("_vec")
        if by not in self.words.variables and (bare != by or (bare in {"u", "v", "n"} and self.words.variables)):
            return (f"D_{bare}_{of}", f"D_{bare}", f"D{bare}_{of}", f"d{of}_d{bare}")
        return derivative_names(of, by)

    def _by_index(self, at: int) -> tuple[tuple[str, ...], int] | None:
        r"""Return `D_x f`, `D_1 f`, `D_{\hat u} f`, `f'_x`, `f'(x)` and `f_{,x}`."""
        word = self._name(at)
        head, line, index = word.partition("_")
        if head in {"D", "d"} and line and index and "_" not in index.removesuffix("_hat").removesuffix("_vec"):
            of, end = self._operand(at + 1, needed=True)
            if of:
                index = self._variable(index)
                if index in self.words.variables:
                    return self._names_of(of, index), end
                bare = index.removesuffix("_hat").removesuffix("_vec")
                return (f"D_{bare}_{of}", f"D_{bare}", f"d{of}_d{bare}"), end
        if line and index.startswith(",") and len(index) > 1:
            return self._names_of(head, self._variable(index[1:])), at + 1
        if word and self._is(at + 1, "op", "'"):
            return self._primed(word, at + 1)
        return None

    def _primed(self, word: str, at: int) -> tuple[tuple[str, ...], int]:
        head, line, index = word.partition("_")
        if line and index in self.words.variables and not self._is(at + 1, "op", "'"):
            return self._names_of(head, index), at + 1  # `f_x'` for `f'_x`
        primes = 0
        while self._is(at, "op", "'"):
            at, primes = at + 1, primes + 1
        closing = self._brackets.closing(at) if self._is(at, "open", "(") else None
        if self._is(at, "op", "_") and self._name(at + 1):
            by, at = self._name(at + 1), at + 2
        elif self._name(at).startswith("_") and not self._token(at).gap:
            by, at = self._name(at)[1:], at + 1
        elif self._name(at) in self.words.variables and not self._token(at).gap:
            by, at = self._name(at), at + 1
        elif closing == at + 2 and self._name(at + 1):
            by, at = self._name(at + 1), at + 3
        else:
            variables = self.words.variables
            derived = self._names_of(word, variables[0]) if len(variables) == 1 and primes == 1 else ()
            return (f"{word}_prime" if primes == 1 else f"{word}_{primes}prime", *derived), at
        if primes > 1:
            return (f"d{primes}{word}_d{by}{primes}",), at
        return self._names_of(word, self._variable(by)), at

    # --- Gradients and plain names ---------------------------------------------------------------

    def _nabla(self, at: int) -> tuple[tuple[str, ...], int] | None:
        token = self._token(at)
        spoken = token.kind == "word" and token.value in _GRADIENTS
        if not spoken and not (token.kind == "sign" and token.value == "∇"):
            return None
        end, direction = at + 1, ""
        if self._is(end, "op", "_"):
            direction, end = self._name(end + 1), end + 2
        elif not spoken and self._name(end).startswith("_"):
            direction, end = self._name(end)[1:], end + 1
        place = self._inner(end)
        if self._is(place, "open", "(") and self._name(place + 1) and self._is(place + 2, "close", "("):
            name, end = self._name(place + 1), place + 3
        elif self._name(place) == "of" and self._name(place + 1):
            name, end = self._name(place + 1), place + 2
        elif (name := self._name(place)) and name not in self.words.variables and len(name) < (2 if spoken else 3):
            end = place + 1
        else:
            name = ""
        if not name and spoken:
            return None
        name = name or self.function
        end, direction = self._times_direction(end, direction)
        if direction:
            bare = direction.removesuffix("_hat").removesuffix("_vec")
            return (f"D_{bare}_{name}", f"D_{bare}"), end
        return ((f"grad_{name}", f"nabla_{name}") if spoken else (f"nabla_{name}", f"grad_{name}")), end

    def _times_direction(self, end: int, direction: str) -> tuple[int, str]:
        """Go over `(x, y) · û` behind a gradient."""
        after = end
        closing = self._brackets.closing(after) if self._is(after, "open", "(") else None
        if closing is not None and self._is_list_of_names(after + 1, closing):
            after = closing + 1
        point = self._is(after, "sign", ".") and self._token(after).gap and self._token(after + 1).gap
        if direction or not (point or self._is(after, "op", "·") or self._is(after, "op", "*")):
            return end, direction
        place = self._inner(after + 1)
        name = self._name(place)
        if not name or name in self.words.variables:
            return end, direction
        return self._braces_of(place + 1), name

    def _simple(self, at: int) -> tuple[tuple[str, ...], int, str] | None:
        r"""Return a name that is one already, such as `u_hat`, `f_x`, `x_1`, `\vec{x}^{(1)}`."""
        name = self._name(at)
        if not name or not name.replace(",", "").isidentifier():
            return None
        end = at + 1
        if self._is(end, "op", "^"):
            place = self._inner(end + 1)
            digit = self._digit(place + 1)
            if self._is(place, "open", "(") and digit.isdigit() and self._is(place + 2, "close", "("):
                stem = name.removesuffix("_vec")
                return (f"{stem}_{digit}",), self._braces_of(place + 3), "mathematical"
            return None
        bare = name.removesuffix("_vec")
        plain = lowered(name)
        return tuple(dict.fromkeys((plain, name, bare))), end, "name"


def _in_latin(name: str) -> str:
    """Return a name with the English names of its Greek letters: `δ_1` as `delta_1`."""
    return name if name.isascii() else "".join(GREEK.get(sign, sign) for sign in name)


def lowered(name: str) -> str:
    """Return a word that was written with capitals as an identifier is: `Slope` as `slope`, but `D_u` as it is."""
    letters = name.replace("_", "")
    spoken = letters.isalpha() and len(letters) > 1 and "_" not in name
    if spoken and (name.isupper() or (name[0].isupper() and name[1:].islower())):
        return name.lower()
    return name


def derivative_names(of: str, by: str) -> tuple[str, ...]:
    """Return the usual names of the derivative of a function by a variable, the proper one first."""
    return (f"d{of}_d{by}", f"{of}_{by}", f"d{of}d{by}", f"{of}{by}", f"d{of}_{by}")


def derivative_of(name: str, variables: tuple[str, ...]) -> tuple[str, str] | None:
    """Return the function and the variable in the name of a derivative: `df_dx`, `f_x`, `dfdx`, `df_x` and `fx`."""
    for variable in variables:
        for ending in (f"_d{variable}", f"d{variable}", f"_{variable}", variable):
            head = name.removesuffix(ending)
            of = head[1:] if head[:1] == "d" and len(head) > 1 else head
            if head != name and len(of) == 1 and of.isalpha() and of not in variables and (of != "d" or "_" in ending):
                return of, variable
    return None


def in_words(words: Sequence[str], known: frozenset[str]) -> tuple[int, str] | None:
    """Return the longest name that the last of some words make up, and how many they are."""
    for count in range(min(len(words), _MOST_WORDS), 0, -1):
        name = "_".join(word.lower() for word in words[-count:])
        if name in known:
            return count, name
    return None


def derivative_in_words(said: Sequence[str], words: Words) -> tuple[int, str] | None:
    """Return the name of "partial derivative of f with respect to x", and how many of the last words that are."""
    lower = [word.lower().strip(".") for word in said]
    if not lower:
        return None
    further = _before_a_phrase(said, lower, words)
    if further is not None:
        return further
    if len(lower[-1]) > 2 and lower[-1] not in map(str.lower, words.variables):
        return None
    by = said[-1] if said[-1] in words.variables or not words.variables else lower[-1]
    phrase = next((phrase for phrase in _BY if lower[-1 - len(phrase) : -1] == phrase), None)
    if phrase is None:
        return None
    rest = lower[: -1 - len(phrase)]
    of = words.vocabulary.function
    if len(rest) > 2 and rest[-2] in {"of", "von", "de", "di", "av", "van"} and len(rest[-1]) == 1:
        of, rest = said[len(rest) - 1], rest[:-2]
    elif len(rest) > 1 and len(rest[-1]) == 1 and rest[-1] not in words.variables:
        of, rest = said[len(rest) - 1], rest[:-1]
    named = in_words(rest, words.vocabulary.names)
    if named is not None:  # `slope of f in direction u`
        return len(said) - len(rest) + named[0], named[1]
    kind = next((kind for kind in sorted(_DERIVATIVE, key=len, reverse=True) if rest[-len(kind) :] == kind), None)
    if kind is None or (words.variables and lower[-1] not in map(str.lower, words.variables)):
        return None
    names = Labels((), "", words)._preferred((f"d{of}_d{by}", f"{of}_{by}", f"d{of}d{by}"))
    return len(said) - len(rest) + len(kind), names[0]


def _before_a_phrase(said: Sequence[str], lower: list[str], words: Words) -> tuple[int, str] | None:
    """Return the name before "in this direction" and the like, and how many of the last words all of that is."""
    for at in range(len(said) - 1, max(0, len(said) - 5), -1):
        if lower[at] in _FIRST_OF_BY:
            named = in_words(said[:at], words.vocabulary.names)
            if named is not None:
                return len(said) - at + named[0], named[1]
    return None


@lru_cache(maxsize=4096)
def identifier_of(label: str, vocabulary: Vocabulary = Vocabulary()) -> str | None:  # noqa: B008 - frozen
    r"""Return the identifier of a heading, a table's header or a left side, None where it names nothing.

    - derivatives, however written (`\frac{\partial f}{\partial x}`, `∂f/∂x`, `df/dx`, `\partial_x f`,
      `f'(x)`, "derivative with respect to x"): `df_dx`; higher ones are told apart and no more;
    - `\nabla f`, `∇f(x, y)`: `nabla_f`; `grad f`: `grad_f`; in a direction (`D_{\hat u} f`, `∇f · û`): `D_u_f`;
    - `\hat{u}`, `û`: `u_hat`; `\vec{u}`: `u_vec`; Greek letters by their English names; subscripts by `_`;
    - a list of variables after it is left out, `f(x, y)` is `f`; at a point (`f(1, 2)`) it names something else: None;
    - words are joined by `_` in lower case, without numbering and without "the", "my answer", "therefore";
    - what "depends on" something gets `_depends_on`.
    """
    if len(label) > _LONGEST:
        return None
    words = words_in(vocabulary)
    text = label.replace("**", "  ").replace("\\_", "_").strip(_MARKUP).rstrip(":=?.,; \t" + _MARKUP)
    if text[:1] in {"_", "*"} and text[:1] == text[-1:]:
        text = text[1:-1]
    try:
        tokens = Lexer(text, words).tokens()
    except Unreadable:
        return None
    tokens, depends = _without_verb(tokens, text)
    name = _name_of(tokens[enumerated(tokens) :], text, words)
    return f"{name}_depends_on" if name and depends else name


def _without_verb(tokens: list[Token], text: str) -> tuple[list[Token], bool]:
    """Return the subject of "… depends on", and whether that was there."""
    said = [str(text[token.start : token.end]).lower() for token in tokens[:-1]]
    for phrase in _DEPENDS:
        if len(said) > len(phrase) and said[-len(phrase) :] == phrase and phrase[-1] not in {"variables", "var", "vars"}:
            return [*tokens[: -1 - len(phrase)], tokens[-1]], True
    return tokens, False


def enumerated(tokens: Sequence[Token]) -> int:
    """Return where the tokens begin behind `a)`, `1.`, `(ii)` or "Question 3:" at the beginning of a line."""
    at = 1 if tokens[0].kind == "open" and tokens[0].value == "(" else 0
    mark, end = tokens[at], at + 1
    if mark.kind not in {"number", *_NAMED} or mark.end - mark.start > 4:
        return 0
    while tokens[end].kind in _NAMED and not tokens[end].gap and end < at + 4:  # the letters of `iii`
        end += 1
    if len(tokens) < end + 2:
        return 0
    after, then = tokens[end], tokens[end + 1]
    if after.kind == "close" and after.value == "(" and then.gap and then.kind not in {"op", "end"}:
        return end + 1 if at == 0 or mark.kind != "variable" else 0
    counted = mark.kind == "number" and after.kind == "sign" and after.value == "." and not after.gap and then.gap
    if counted and at == 0 and mark.end - mark.start < 3 and then.kind != "op":
        return end + 1
    pointed = getattr(mark.value, "significant_digits", None) is not None and getattr(mark.value, "value", 0.5) % 1 == 0
    if mark.kind == "number" and at == 0 and pointed and after.gap and after.kind not in {"op", "end"}:
        return 1
    dotted = after.kind == "sign" and after.value == "." and not after.gap and then.gap
    return end + 1 if dotted and at == 0 and mark.kind != "number" and mark.end - mark.start < 4 else 0


def _name_of(tokens: Sequence[Token], text: str, words: Words) -> str | None:
    """Return the identifier of tokens that are a label as a whole."""
    at, end = 0, len(tokens) - 1
    while at < end - 1 and tokens[at].kind in {"word", "op", "sign"} and str(tokens[at].value).lower() in LEADING | {",", ":"}:
        at += 1
    if at >= end:
        return None
    finder = Labels(tokens, text, words)
    for start in range(at, end):
        label = finder.at(start)
        spoken = label is not None and label.shape != "mathematical" and "_" not in "".join(label.names[:1])
        if label is not None and label.end == end and (start == at or not spoken):
            return label.names[0] if label.names and ", " not in label.names[0] else None
        if not (tokens[start].kind == "word" and tokens[start].end - tokens[start].start > 2) and start > at:
            break
    return _worded(tokens[at:end], text, words)


def _worded(tokens: Sequence[Token], text: str, words: Words) -> str | None:
    """Return words joined by `_`; None where signs of mathematics are left between them."""
    said: list[str] = []
    for token in tokens:
        written = text[token.start : token.end]
        if token.kind == "sign" and written in {".", ":", "-", "'", "’", "?"}:
            continue
        if token.kind == "word" and written.endswith("."):
            said.append(written.strip("."))
        elif said and not token.gap and written.isalpha():
            said[-1] += written
        elif written.isidentifier() if token.kind != "number" else said and said[-1].lower() in _STEPS and written.isdigit():
            said.append(written)
        elif token.is_op(",'") or written in {"#", "(", ")"}:
            continue
        else:
            return None
    if not said or len(said) > _MOST_WORDS:
        return None
    derived = derivative_in_words(said, words)
    if derived is not None:
        return derived[1]
    if len(said) > 1 and said[-1].isdigit() and len(said) != 2:
        return None
    return "_".join(lowered(word) for word in said)
