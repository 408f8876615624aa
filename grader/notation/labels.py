r"""Finds the names of answers in a line: `\frac{\partial f}{\partial x}`, `f'_x`, `D_1 f`, `∇f`, `û`, "unit vector".

A label is a run of tokens and the identifiers that it stands for, the one of the exercise first. Knows how names are
written by hand, in LaTeX and in Unicode; not what is said to be equal to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from grader.notation.grammar import Parser
from grader.notation.tokens import Token
from grader.notation.vocabulary import Words

_DIFFERENTIALS = frozenset(("d", "D", "δ", "delta", "partial", "del", "∂"))
_NAMED = frozenset(("word", "variable", "constant", "unit"))
_GRADIENTS = frozenset(("grad", "gradient", "Grad", "Gradient", "del", "Del", "nabla"))
_MOST_WORDS = 7  # of a name that is said in words: `directional_derivative_of_f_in_direction_u`
_MOST_TUPLE = 9  # tokens of `(x_1, y_1, z_1)`, brackets not counted


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

    def __init__(self, tokens: Sequence[Token], text: str, words: Words) -> None:
        self.tokens = tokens
        self.text = text
        self.words = words
        self.known = words.vocabulary.names
        self.function = words.vocabulary.function
        self.start = 0
        self._brackets = Parser(tokens, words)

    def all(self) -> list[Label]:
        """Return the labels from left to right; none lies in another."""
        found = []
        at = 0
        while at < len(self.tokens) - 1:
            label = self.at(at)
            if label is not None:
                found.append(label)
            at = label.end if label is not None else at + 1
        return found

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
        return Label(() if point else self._preferred(names), start, end, shape)

    # --- Braces and what follows a name ----------------------------------------------------------

    def _is(self, at: int, kind: str, value: str) -> bool:
        token = self.tokens[at] if at < len(self.tokens) else None
        return token is not None and token.kind == kind and token.value == value

    def _opened(self, at: int) -> tuple[int, int]:
        opened = 0
        while self._is(at, "open", "{"):
            at, opened = at + 1, opened + 1
        return at, opened

    def _inner(self, at: int) -> int:
        """Return where the next token stands that is no brace of TeX."""
        while self._is(at, "open", "{") or self._is(at, "close", "{"):
            at += 1
        return at

    def _closed(self, end: int, opened: int, shape: str) -> tuple[int, bool]:
        """Go over what closes a label and what it is taken of: its arguments, a point; -1 where a brace stays open."""
        point = False
        while True:
            if self._is(end, "close", "{") and opened:
                end, opened = end + 1, opened - 1
            elif self._is(end, "open", "(") and (shape != "name" or not self.tokens[end].gap) and not opened:
                closing = self._brackets.closing(end)
                if closing is None or self._is_factor(end, closing, shape):
                    break
                point = point or not self._is_list_of_names(end + 1, closing)
                end = closing + 1
            elif self._is_bar(end) and self._is(end + 1, "op", "_"):
                point, end = True, end + 3
            elif self._is(end, "op", "'"):
                end += 1
            else:
                break
        return (end, point) if not opened else (-1, point)

    def _is_factor(self, start: int, closing: int, shape: str) -> bool:
        """Tell whether a bracket behind a label is no list of arguments: it holds a formula, and no sign stands behind it."""
        computes = any(token.kind == "op" and token.value in {"+", "-", "*", "/", "^"} for token in self.tokens[start + 2 : closing])
        return computes and not self._sign_at(closing + 1)

    def _sign_at(self, at: int) -> bool:
        token = self.tokens[at] if at < len(self.tokens) else None
        return token is not None and (token.kind == "op" and token.value in {"=", "≈"} or token.kind == "sign" and token.value == ":")

    def _is_bar(self, at: int) -> bool:
        token = self.tokens[at] if at < len(self.tokens) else None
        return token is not None and token.value == "|"

    def _is_list_of_names(self, start: int, end: int) -> bool:
        """Tell whether the tokens are letters with commas between them: the variables, and no point."""
        for token in self.tokens[start:end]:
            if token.kind in {"open", "close"} and token.value == "{":
                continue
            if token.kind not in _NAMED and not (token.kind == "op" and token.value in {",", ";"}):
                return False
            if token.kind == "word" and any(sign.isdigit() for sign in str(token.value)):
                return False
        return True

    # --- The names themselves --------------------------------------------------------------------

    def _name(self, at: int) -> str:
        """Return the identifier that one token is; empty for any other."""
        token = self.tokens[at] if at < len(self.tokens) else None
        if token is None or token.kind not in _NAMED:
            return ""
        if token.kind in {"word", "variable"}:
            return str(token.value)
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
        named = self._simple(at)
        return named

    def _preferred(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the spelling that the exercise has, else the first."""
        known = [name for name in names if name in self.known]
        return (known or list(names))[:1]

    # --- Derivatives -----------------------------------------------------------------------------

    def _differential(self, at: int) -> tuple[str, int, int] | None:
        """Return what `∂f`, `df` or `d` alone is of, where it ends, and its order."""
        token = self.tokens[at]
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
            value = self.tokens[place].value
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
        if self.tokens[at].value not in {"∂", "partial"}:
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
        value = self.tokens[at].value if at < len(self.tokens) else ""
        return str(getattr(value, "value", ""))

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
        depth = sum((token.kind == "open") - (token.kind == "close") for token in self.tokens[self.start : end] if token.value == "{")
        while depth > 0 and self._is(end, "close", "{"):
            end, depth = end + 1, depth - 1
        return end

    def _operand(self, at: int, *, needed: bool = False) -> tuple[str, int]:
        """Return what an operator such as `∂/∂x` is applied to, and where that ends: `f`, `(f)`, or a whole formula."""
        place, _ = self._opened(at)
        name = self._name(place)
        if name and name not in self.words.variables and (name == self.function or self._ends_label(place + 1)):
            return name, place + 1
        for bracket in ("(", "["):
            closing = self._brackets.closing(at) if self._is(at, "open", bracket) else None
            if closing is not None:
                inside = self._name(self._inner(at + 1))
                return (inside if closing == at + 2 and inside else self.function), closing + 1
        if needed:
            return "", at
        return self.function, at

    def _ends_label(self, at: int) -> bool:
        token = self.tokens[at] if at < len(self.tokens) else None
        return token is None or token.kind in {"end", "close"} or self._sign_at(at) or self._is(at, "open", "(")

    def _names_of(self, of: str, by: str) -> tuple[str, ...]:
        """Return the identifiers of a derivative, of one in a direction where it is by no variable."""
        bare = by.removesuffix("_hat").removesuffix("_vec")
        if by not in self.words.variables and (bare != by or (bare in {"u", "v", "n"} and self.words.variables)):
            return (f"D_{bare}_{of}", f"D_{bare}", f"D{bare}_{of}", f"d{of}_d{bare}")
        return (f"d{of}_d{by}", f"{of}_{by}", f"d{of}d{by}", f"{of}{by}", f"d{of}_{by}")

    def _by_index(self, at: int) -> tuple[tuple[str, ...], int] | None:
        """Return `D_x f`, `D_1 f`, `D_{\\hat u} f`, `f'_x`, `f'(x)` and `f_{,x}`."""
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
        primes = 0
        while self._is(at, "op", "'"):
            at, primes = at + 1, primes + 1
        closing = self._brackets.closing(at) if self._is(at, "open", "(") else None
        if self._is(at, "op", "_") and self._name(at + 1):
            by, at = self._name(at + 1), at + 2
        elif self._name(at).startswith("_") and not self.tokens[at].gap:
            by, at = self._name(at)[1:], at + 1
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
        token = self.tokens[at]
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
        elif (name := self._name(place)) and name not in self.words.variables and len(name) < 3:
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
        if direction or not (self._is(after, "op", "·") or self._is(after, "op", "*")):
            return end, direction
        place = self._inner(after + 1)
        name = self._name(place)
        if not name or name in self.words.variables:
            return end, direction
        return self._braces_of(place + 1), name

    def _simple(self, at: int) -> tuple[tuple[str, ...], int, str] | None:
        """Return a name that is one already, such as `u_hat`, `f_x`, `x_1`, `\\vec{x}^{(1)}`."""
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


def lowered(name: str) -> str:
    """Return a word that was written with capitals as an identifier is: `Slope` as `slope`, but `D_u` as it is."""
    letters = name.replace("_", "")
    if letters.isalpha() and len(letters) > 1 and "_" not in name and (name.isupper() or (name[0].isupper() and name[1:].islower())):
        return name.lower()
    return name


def in_words(words: Sequence[str], known: frozenset[str]) -> tuple[int, str] | None:
    """Return the longest name that the last of some words make up, and how many they are."""
    for count in range(min(len(words), _MOST_WORDS), 0, -1):
        name = "_".join(word.lower() for word in words[-count:])
        if name in known:
            return count, name
    return None
