"""Which variables an expression depends on, and which a student says it does.

The first is decided by the engine that compares expressions, so `x - x + y` depends on y alone. The second is
read from whatever people write for a set: a set, a list, a word, a sentence. Knows no item.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from grader.errors import GraderError
from grader.maths.compare import compare
from grader.maths.decision import Relation
from grader.maths.names import GREEK
from grader.maths.tidy import number, tidy
from grader.maths.tokens import Unreadable, quoted
from grader.maths.tree import (
    Application,
    Expression,
    Negative,
    Power,
    Product,
    Quotient,
    Sum,
    Variable,
    Vector,
    variables_in,
)
from grader.model import ArrayValue, SymbolicValue, Value

MOST_CHARACTERS = 500


class UndecidedDependenceError(GraderError):
    """It could not be decided whether an expression depends on a variable; somebody has to look."""


def depends_on(
    expression: Expression,
    variables: tuple[str, ...],
    *,
    domain: Mapping[str, tuple[float, float]] | None = None,
    seed: bytes = b"",
) -> frozenset[str]:
    """The variables whose value makes a difference somewhere in the domain.

    Raises:
        UndecidedDependenceError: the engine could not say for one of them.
    """
    return _depends_on(expression, variables, tuple((domain or {}).items()), seed)


@lru_cache(maxsize=256)
def _depends_on(
    expression: Expression, variables: tuple[str, ...], domain: tuple[tuple[str, tuple[float, float]], ...], seed: bytes
) -> frozenset[str]:
    """The same for a whole class, found once."""
    short = tidy(expression)
    present = [name for name in variables if name in variables_in(short)]
    return frozenset(name for name in present if _matters(short, name, variables, dict(domain), seed))


def _matters(
    expression: Expression,
    name: str,
    variables: tuple[str, ...],
    domain: Mapping[str, tuple[float, float]],
    seed: bytes,
) -> bool:
    """Whether the expression changes when this variable alone takes another value, where both values exist."""
    other = name + "_"
    while other in variables:
        other += "_"
    bounds = dict(domain)
    if name in bounds:
        bounds[other] = bounds[name]
    moved = _renamed(expression, name, other)
    # A reference that needs both values to exist: a point where one is undefined says nothing.
    both = Sum((expression, Product((_NOTHING, moved))))
    decision = compare(moved, both, variables=(*variables, other), domain=bounds, seed=seed)
    if decision.relation not in (Relation.EQUAL, Relation.NOT_EQUAL):
        raise UndecidedDependenceError(f"It could not be decided whether the expression depends on {name}.")
    return decision.relation is Relation.NOT_EQUAL


_NOTHING = number(0)


def _renamed(expression: Expression, name: str, other: str) -> Expression:
    """The same expression in another variable."""

    def again(part: Expression) -> Expression:
        return _renamed(part, name, other)

    result = expression
    match expression:
        case Variable(own) if own == name:
            result = Variable(other)
        case Sum(parts):
            result = Sum(tuple(again(part) for part in parts))
        case Product(parts):
            result = Product(tuple(again(part) for part in parts))
        case Negative(operand):
            result = Negative(again(operand))
        case Quotient(above, below):
            result = Quotient(again(above), again(below))
        case Power(base, exponent):
            result = Power(again(base), again(exponent))
        case Application(function, parts):
            result = Application(function, tuple(again(part) for part in parts))
        case Vector(parts):
            result = Vector(tuple(again(part) for part in parts))
    return result


def read_variable_set(value: Value, variables: tuple[str, ...]) -> frozenset[str]:
    """The variables that a student's answer names: a set, list, tuple, dict of booleans, array, symbol or text.

    Raises:
        Unreadable: it names something else, or nothing that can be understood; the reason is for the student.
    """
    if isinstance(value, str):
        return _Text(variables).read(value)
    if isinstance(value, SymbolicValue):
        return _of_structure(value.structure, variables)
    if isinstance(value, ArrayValue):
        return _of_many(value.elements, variables)
    if isinstance(value, dict):
        return _of_many([name for name, holds in value.items() if _holds(name, holds)], variables)
    if isinstance(value, list | tuple | frozenset | set):
        return _of_many(value, variables)
    raise Unreadable(f"Name the variables, for example as a set of names: {_example(variables)}.")


def _of_many(values: Iterable[Value], variables: tuple[str, ...]) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for value in values:
        if isinstance(value, str) and not value.strip():
            continue
        found |= read_variable_set(value, variables)
    return found


def _holds(name: Value, value: Value) -> bool:
    """Whether the student says yes beside this name."""
    word = str(value).strip().lower()
    if word in ("true", "1", "1.0", "yes", "y"):
        return True
    if word in ("false", "0", "0.0", "no", "n"):
        return False
    raise Unreadable(f"Beside {quoted(str(name))} should stand True or False, and there is {quoted(word)}.")


def _example(variables: tuple[str, ...]) -> str:
    shown = ", ".join(f'"{name}"' for name in variables[:2])
    return "{" + shown + "}"


_COLLECTION = re.compile(r"\b(?:FiniteSet|Set|Tuple|List|EmptySet|Symbol|Dummy|Str|set|list|tuple|frozenset)\b")
_SYMBOL = re.compile(r"(?:Symbol|Dummy|Str)\(\s*(['\"])(.{1,60}?)\1(?:\s*,\s*\w+\s*=\s*\w+)*\s*\)")


def _of_structure(structure: str, variables: tuple[str, ...]) -> frozenset[str]:
    """The symbols of a SymPy set, tuple or symbol; an expression in them is not an answer to this question."""
    if len(structure) > 10 * MOST_CHARACTERS:
        raise Unreadable("This is too long for a set of variables.")
    names = [match[2] for match in _SYMBOL.finditer(structure)]
    rest = _COLLECTION.sub("", _SYMBOL.sub("", structure)).replace("S.", "")
    if re.search(r"\w", rest):
        raise Unreadable(f"This is an expression. Name the variables in it, for example {_example(variables)}.")
    return _of_many(names, variables)


_COMMANDS = re.compile(r"\\(?:text|mathrm|mathit|textit|mathbf|textbf|operatorname|left|right|quad|qquad|big|Big)\b")
_EMPTY_SIGNS = re.compile(
    r"\\(?:emptyset|varnothing)\b|∅|Ø|\b(?:frozen)?set\(\s*\)|\{\s*\}|\[\s*\]|^\s*\(\s*\)\s*$"
)
_ASIDE = re.compile(
    r"\b(?:not (?:only|just)|nothing (?:but|except|other than)|when differentiat\w+|"
    r"(?:with respect to|w\.?r\.?t\.?)\s+(?:the variable )?[$`'\"]?\w+[$`'\"]?)", re.IGNORECASE
)
_CLAUSE = re.compile(
    r"[.;!\n]|\b(?:but|however|while)\b|\band (?=(?:(?:is|does|do) )?(?:not|independent)\b)|, (?=(?:and )?not\b)"
)
_LEAD = re.compile(
    r".*(?:\bdepend\w*(?:\s+(?:only|just|solely))?(?:\s+up)?on\b|\bdepend\w*\b|\bfunction of\b|=|:|∈|\\in\b)",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"\b(?:not|neither|nor|independent|without|except|excluding|doesn'?t|don'?t|isn'?t|cannot|constant (?:in|for))\b"
)
_ALL_BUT = re.compile(r"\b(?:all|everything|every|each)\b.*\b(?:except|excluding|without)\b")
_NONE = re.compile(r"\b(?:none|nothing|no|nil|null|any|constant|zero|neither|empty)\b")
_ALL = re.compile(r"\b(?:all|everything|every|each)\b")
_FILLING = """
    and or only on the variable variables var vars of both just it is are in a an to depend depends depending
    dependent independent function with respect does do not be by for this that these those derivative partial
    its value values them set as well also too here none nothing no nil null any all everything every each other
    others nor neither either empty constant zero answer which we has have there from at solely upon letter letters
    except excluding without doesn't don't isn't doesnt dont isnt cannot list tuple frozenset so exactly
"""
_FILLERS = frozenset(_FILLING.split())
_WORD = re.compile(r"[^\W\d]\w*(?:'t)?|\d+|\S")
_SILENT = frozenset(",&+/(){}[]<>$`'\"*_-–—|\\~∪∧•·?⟨⟩“”‘’")


class _Text:
    """Reads a set of variables from words."""

    def __init__(self, variables: tuple[str, ...]) -> None:
        self.variables = variables
        self.exact = {name: name for name in variables}
        self.exact |= {sign: name for sign, name in GREEK.items() if name in variables}
        lower: dict[str, list[str]] = {}
        for name in variables:
            lower.setdefault(name.lower(), []).append(name)
        self.loose = {word: names[0] for word, names in lower.items() if len(names) == 1}

    def read(self, text: str) -> frozenset[str]:
        """The variables a text names."""
        if len(text) > MOST_CHARACTERS:
            raise Unreadable("This is too long for a set of variables; name them only.")
        plain = re.sub(r"\s*\\[,;:!]\s*|\\ |~", " ", _COMMANDS.sub(" ", text).replace("’", "'"))
        plain = re.sub(r"\\([{}])", r"\1", plain)
        bare, empty = _ASIDE.sub(" ", _EMPTY_SIGNS.sub(" ", plain)), _EMPTY_SIGNS.search(plain) is not None
        named, excluded, none, everything = set[str](), set[str](), empty, False
        for clause in _CLAUSE.split(bare):
            negative = _NEGATIVE.search(clause.lower()) is not None
            names = self._names(clause)
            (excluded if negative else named).update(names)
            words = self._words(clause)
            none = none or (not names and _NONE.search(words) is not None)
            everything = everything or _says_all(words, negative=negative)
        return self._settled(text, named, excluded, none=none, everything=everything)

    def _settled(
        self, text: str, named: set[str], excluded: set[str], *, none: bool, everything: bool
    ) -> frozenset[str]:
        """What all the clauses together say; a sentence when they contradict each other or say nothing."""
        if everything and not none:
            named |= set(self.variables) - excluded
        if named & excluded or (named and none):
            raise Unreadable(f"{quoted(text)} can be understood in two ways; name just the variables.")
        if named or none:
            return frozenset(named)
        if excluded and excluded == set(self.variables):
            return frozenset()
        raise Unreadable(
            f"Name the variables it depends on, for example {_example(self.variables)}, "
            "or write “none” if there is none."
        )

    def _words(self, clause: str) -> str:
        """The clause without the variables, so that a variable called `no` is not a word."""
        return " ".join(word for word in _WORD.findall(clause.lower()) if word not in self.exact)

    def _names(self, clause: str) -> set[str]:
        lead = _LEAD.match(clause)
        found: set[str] = set()
        rest = clause[lead.end() :] if lead else clause
        for match in _WORD.finditer(rest):
            word = match[0].strip("_") or "_"
            applied = rest[match.end() :].lstrip().startswith("(")
            found |= self._meaning(word, applied=applied)
        return found

    def _meaning(self, word: str, *, applied: bool) -> set[str]:
        """The variables that one word names; none for a filler."""
        if word in self.exact:
            return {self.exact[word]}
        if word.lower() in _FILLERS or word in _SILENT or applied:
            return set()
        if word.lower() in self.loose:
            return {self.loose[word.lower()]}
        if len(word) > 1 and all(letter in self.exact for letter in word):
            return {self.exact[letter] for letter in word}
        known = ", ".join(self.variables)
        raise Unreadable(f"{quoted(word)} is not one of the variables {known}. Name variables only, or write “none”.")


def _says_all(words: str, *, negative: bool) -> bool:
    """Whether a clause says all, or all but those it excludes."""
    return (_ALL_BUT if negative else _ALL).search(words) is not None
