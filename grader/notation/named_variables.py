"""Reads the variables that a sentence names: `x and y`, `only $x$`, `none of them`, `all except z`, `x: yes, y: no`.

Names are affirmed, denied or doubtful. Where one is doubtful, or where two sets are given, a person has to decide;
a name is never guessed.
"""

from __future__ import annotations

import re

from grader.notation.signs import spelled_subscripts
from grader.notation.tokens import Unreadable, quoted
from grader.notation.words import GREEK, spellings

MOST_CHARACTERS = 500


class DoubtfulNames(Unreadable):
    """A set of names with an alternative or a doubt in it, from which no machine should choose."""


def read_names(text: str, variables: tuple[str, ...]) -> frozenset[str]:
    """Return the variables a text names.

    Raises:
        DoubtfulNames: it names them with a doubt, or two sets of them.
        Unreadable: it names none, with a sentence for the student.
    """
    return _Text(variables).read(text)


def holds(name: object, value: object) -> bool:
    """Tell whether the student says yes beside this name."""
    word = str(value).strip().lower()
    if word in ("true", "1", "1.0", "yes", "y"):
        return True
    if word in ("false", "0", "0.0", "no", "n"):
        return False
    raise Unreadable(f"Beside {quoted(str(name))} should stand True or False, and there is {quoted(word)}.")


def example(variables: tuple[str, ...]) -> str:
    """Return how a set of these variables may be written."""
    shown = ", ".join(f'"{name}"' for name in variables[:2])
    return "{" + shown + "}"


_COMMANDS = re.compile(r"\\(?:text|mathrm|mathit|textit|mathbf|textbf|operatorname|left|right|quad|qquad|big|Big)\b")
_EMPTY_SIGNS = re.compile(
    r"\\(?:emptyset|varnothing)\b|∅|Ø|\b(?:frozen)?set\(\s*\)|\{\s*\}|\[\s*\]|^\s*\(\s*\)\s*$"
)
_ASIDE = re.compile(
    r"\b(?:not (?:only|just)|nothing (?:but|except|other than)|when differentiat\w+|"
    r"(?:with respect to|w\.?r\.?t\.?)\s+(?:the variable )?[$`'\"]?\w+[$`'\"]?)", re.IGNORECASE
)
_DENIED = r"(?:not|no|neither|without|independent)\b"
_CLAUSE = re.compile(
    rf"[.;!\n]|\b(?:but|however|while)\b|\((?=[^()]*\b(?:not|no|neither|without|independent|constants?|fixed)\b)|"
    rf"\band (?=(?:(?:is|does|do) )?{_DENIED})|, ?(?=(?:and )?(?:{_DENIED}|(?:the )?(?:others?|rest)\b))"
)
_STRUCK_OUT = re.compile(r"(?<![\w)\]}])[!¬]\s*([^\W\d]\w*)")  # `!x` as in a program
_DOUBT = re.compile(
    r"\?|\b(?:or|either|alternatively|maybe|perhaps|possibly|probably|presumably|guess|unsure|oder|vielleicht)\b",
    re.IGNORECASE,
)
_UNSURE = re.compile(r"\bnot (?:quite |really )?(?:sure|certain)\b|\bdon[’']?t know\b", re.IGNORECASE)
_NOTHING = re.compile(r"\b(?:none|nothing|nil|null|empty)\b(?! of\b)", re.IGNORECASE)
_BY_A_STROKE = re.compile(r"(\w+)[ $`'\"]*/[ $`'\"]*(?=(\w+))")
_GROUP = re.compile(r"(?<![\w'\"])[(\[{]([^()\[\]{}]*)[)\]}]")
_LEAD = re.compile(
    r".*(?:\bdepend\w*(?:\s+(?:only|just|solely))?(?:\s+up)?on\b|\bdepend\w*\b|\bfunction of\b|=|:|∈|\\in\b)",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"\b(?:not|neither|nor|independent|without|except|excluding|doesn'?t|don'?t|isn'?t|cannot|constants?|fixed|"
    r"no(?! (?:variable|other|one\b)))\b"
)
_ALL_BUT = re.compile(r"\b(?:all|everything|every|each)\b.*\b(?:except|excluding|without)\b")
_NONE = re.compile(r"\b(?:none|nothing|no|nil|null|any|constant|zero|neither|empty|independent of (?:all|every\w*))\b")
_ALL = re.compile(r"\b(?:all|everything|every|each)\b")
_BUT = re.compile(r"\b(all|everything|every|each)((?: of)?(?: the)?(?: variables?)?) but\b(?! not)", re.IGNORECASE)
_REASON = re.compile(r"\b(?:because|since|due to)\b.*", re.IGNORECASE | re.DOTALL)
_NUMBERED = re.compile(r"^\s*\d+[.)]\s+", re.MULTILINE)
_MARK = re.compile(r"\W*([^\W\d]\w*)[\s:=-]+(yes|no|true|false)\W*", re.IGNORECASE)
_FILLING = """
    and or only on the variable variables var vars of both just it is are in a an to depend depends depending
    dependent independent function with respect does do not be by for this that these those derivative partial
    its value values them set as well also too here none nothing no nil null any all everything every each other
    others nor neither either empty constant zero answer which we has have there from at solely upon letter letters
    except excluding without doesn't don't isn't doesnt dont isnt cannot list tuple frozenset so exactly alone
    two three four plus it's that's constants fixed held kept treated und et och és
    unsure maybe perhaps possibly probably presumably guess alternatively
"""
_JOINING = frozenset(("and", "und", "et"))  # between names that a language has as well: `no and q`
_LISTED = re.compile(r"[\w\s,]+")
_FILLERS = frozenset(_FILLING.split())
_WORD = re.compile(r"[^\W\d]\w*(?:'[ts])?|\d+|\S")
_SILENT = frozenset(",&+/(){}[]<>$`'\"*_-–—|\\~∪∧•·?⟨⟩“”‘’")


class _Text:
    """Reads a set of variables from words."""

    def __init__(self, variables: tuple[str, ...]) -> None:
        self.variables = variables
        self.exact = {name: name for name in variables}
        self.exact |= {sign: name for sign, name in GREEK.items() if name in variables}
        self.exact |= {spelling: name for name in variables for spelling in spellings(name) if spelling not in variables}
        lower: dict[str, list[str]] = {}
        for name in variables:
            lower.setdefault(name.lower(), []).append(name)
        self.loose = {word: names[0] for word, names in lower.items() if len(names) == 1}

    def read(self, text: str) -> frozenset[str]:
        """Return the variables a text names."""
        if len(text) > MOST_CHARACTERS:
            raise Unreadable("This is too long for a set of variables; name them only.")
        listed = re.findall(r"\w+", text) if _LISTED.fullmatch(text) else []
        if any(word in self.exact for word in listed) and all(word in self.exact or word in _JOINING for word in listed):
            return frozenset(self.exact[word] for word in listed if word in self.exact)
        marks = [_MARK.fullmatch(part) for part in re.split(r"[,;\n]", text) if part.strip()]
        if marks and all(marks):
            return self._marked([(mark[1], mark[2]) for mark in marks if mark])
        text = _UNSURE.sub("unsure", text)
        text = spelled_subscripts(_NUMBERED.sub("", _BUT.sub(r"\1\2 except", _REASON.sub("", text) or text)))
        plain = re.sub(r"\s*\\[,;:!]\s*|\\ |~", " ", _COMMANDS.sub(" ", text).replace("’", "'"))
        plain = _STRUCK_OUT.sub(r"; not \1;", re.sub(r"\\([{}])", r"\1", plain))
        bare, empty = _ASIDE.sub(" ", _EMPTY_SIGNS.sub(" ", plain)), _EMPTY_SIGNS.search(plain) is not None
        named, excluded, none, everything = set[str](), set[str](), empty, False
        for clause in _CLAUSE.split(bare):
            negative, words = _NEGATIVE.search(clause.lower()) is not None, self._words(clause)
            names = self._names(clause)
            if names and ("?" in clause or _DOUBT.search(words)) and not negative:
                raise DoubtfulNames("it names variables with an alternative or a doubt.")
            if names and _NOTHING.search(words):
                raise DoubtfulNames("it names variables and says that there is none.")
            (excluded if negative else named).update(names)
            none = none or (not names and _NONE.search(words) is not None)
            everything = everything or _says_all(words, negative=negative)
        if self._overlap([group[1] for group in _GROUP.finditer(bare)]):
            raise DoubtfulNames("it gives more than one set of variables.")
        return self._settled(text, named, excluded, none=none, everything=everything)

    def _overlap(self, groups: list[str]) -> bool:
        """Tell whether two groups in brackets share a variable and are not the same set."""
        sets = [self._names(group) for group in groups]
        return any(one & other and one != other for one in sets for other in sets)

    def _marked(self, marks: list[tuple[str, str]]) -> frozenset[str]:
        """Return the variables beside which stands a yes."""
        return frozenset().union(*(self._meaning(name, applied=False) for name, mark in marks if holds(name, mark)))

    def _settled(
        self, text: str, named: set[str], excluded: set[str], *, none: bool, everything: bool
    ) -> frozenset[str]:
        """Return what all the clauses together say; a sentence when they contradict each other or say nothing."""
        if everything and not none:
            named |= set(self.variables) - excluded
        if named & excluded or (named and none):
            raise Unreadable(f"{quoted(text)} can be understood in two ways; name just the variables.")
        if named or none:
            return frozenset(named)
        if excluded and excluded == set(self.variables):
            return frozenset()
        raise Unreadable(
            f"Name the variables it depends on, for example {example(self.variables)}, "
            "or write “none” if there is none."
        )

    def _words(self, clause: str) -> str:
        """Return the clause without the variables, so that a variable called `no` is not a word."""
        return " ".join(word for word in _WORD.findall(clause.lower()) if word not in self.exact)

    def _names(self, clause: str) -> set[str]:
        lead = _LEAD.match(clause)
        found: set[str] = set()
        rest = clause[lead.end() :] if lead else clause
        if any(one in self.exact and other in self.exact for one, other in _BY_A_STROKE.findall(rest)):
            raise DoubtfulNames("a stroke between two names may mean “and” or “or”.")
        for match in _WORD.finditer(rest):
            word = match[0] if match[0] in self.exact else match[0].strip("_") or "_"
            applied = rest[match.end() :].lstrip().startswith("(")
            found |= self._meaning(word, applied=applied)
        return found

    def _meaning(self, word: str, *, applied: bool) -> set[str]:
        """Return the variables that one word names; none for a filler."""
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
    """Tell whether a clause says all, or all but those it excludes."""
    return (_ALL_BUT if negative else _ALL).search(words) is not None
