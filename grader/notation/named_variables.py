"""Reads the variables that a sentence names: `x and y`, `nur $x$`, `none of them`, `all except z`, `x: yes, y: no`, `x、y`.

Names are affirmed, denied or doubtful, in any language of `languages`. Where one is doubtful, or where two sets are given,
a person has to decide; a name is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import takewhile

from grader.notation.languages import AND, LANGUAGES, ordinals, words_of
from grader.notation.signs import GREEK, spelled_subscripts
from grader.notation.tokens import Unreadable, quoted
from grader.notation.vocabulary import spellings
from grader.sentences.catalogue import sentence

MOST_CHARACTERS = 500
"""Of a text that names variables; the longest sentence with a reason that was seen has two hundred."""


class DoubtfulNames(Unreadable):
    """A set of names with an alternative or a doubt in it, from which no machine should choose."""


def read_names(text: str, variables: tuple[str, ...]) -> frozenset[str]:
    """Return the variables a text names.

    Raises:
        DoubtfulNames: it names them with a doubt, or two sets of them.
        Unreadable: it names none, with a sentence for the student.
    """
    if len(text) > MOST_CHARACTERS:
        raise DoubtfulNames("this is too long for a set of variables.")
    return _Text(text, variables).read()


def holds(name: object, value: object) -> bool:
    """Tell whether the student says yes beside this name."""
    word = str(value).strip().lower()
    if word in _YES or word in ("1", "1.0"):
        return True
    if word in _NO or word in ("0", "0.0"):
        return False
    raise Unreadable(sentence("named.mark", name=quoted(str(name)), word=quoted(word)))


def example(variables: tuple[str, ...]) -> dict[str, str]:
    """Return how a set may be written, with letters that are none of these variables: it is never the answer."""
    one, other = [letter for letter in _LETTERS if letter not in variables][:2]
    return {"one": one, "other": other, "example": f'{{"{one}", "{other}"}}'}


_LETTERS = "uvwpqrstabcdefgh"  # letters for an example: more of them than any exercise has variables that it may not take
# What stands beside a name that counts, in any language or as a tick.
_YES = words_of("yes") | frozenset("✓✔✅☑")
# What stands beside a name that does not count.
_NO = words_of("no") | frozenset("✗✘❌☒")
_ROLES = (
    ("lead", ("depends",)), ("doubt", ("doubt",)), ("only", ("only",)), ("but", ("but",)), ("excepting", ("excepting",)),
    ("nothing", ("nothing",)), ("not", ("negation",)), ("or", ("disjunction",)), ("and", ("conjunction",)),
    ("all", ("everything",)), ("because", ("because",)), ("constant", ("constant",)), ("other", ("alternative",)),
    ("both", ("both",)), ("variable", ("variables",)), ("filling", ("filling", "articles", "is_", "answer", "therefore")),
    ("filling", ("derivative", "with_respect_to", "pronouns", "gradient", "slope", "depends")),
)  # fmt: skip
"""What a word does in such a sentence, by its roles; the first that fits counts."""
# Commands of TeX that set type and say nothing of a set.
_TEX_WORDS = frozenset(
    "text mathrm mathit textit mathbf textbf operatorname left right quad qquad big Big mathsf boldsymbol partial frac cdot".split()
)
_COMMAND = re.compile(r"\\(?:([A-Za-z]+)|(.?))", re.DOTALL)  # a command of TeX, or a sign behind a backslash
# How the empty set is written, the longer first.
_EMPTY = ("\\emptyset", "\\varnothing", "∅", "Ø", "frozenset()", "set()", "{}", "[]", "{ }", "[ ]")
# Brackets around a set, with what closes them.
_PAIRED = {"(": ")", "[": "]", "{": "}", "<": ">", "⟨": "⟩"}
# Signs between names that say no more than a blank.
_SILENT = frozenset(",&+/(){}[]<>$`'\"*_-–—|\\~∪∧•·?⟨⟩“”‘’:=∈、・，,…^")
_STARTS = frozenset(".;!。；\n")  # what ends a clause
# Commas of Latin, Chinese and Japanese text: behind one a denial may begin.
_COMMAS = frozenset(",，、")
_MOST_WORDS = 5  # of a phrase
# The block of signs that are written without blanks, in Unicode.
_CJK = ("\u2e80", "\u9fff")
# Roles with which a bracket takes something back: `(not z)`.
_IN_BRACKETS = frozenset(("but", "not", "constant"))
_HYPHENATED = re.compile(r"(?<![\w-])([^\W\d_]\w*)[-‐‑]([^\W\d_]{2,})(?![\w-])")  # `z-direction`, `x-Ableitung`
_UNRELATED = frozenset(("无关", "無關"))  # what stands behind the names that it denies, which a comma parts from the others
# Words for the names that nobody named.
_OTHERS = frozenset("others other rest übrigen anderen restlichen autres reste otras otros resto altre altri outras outros".split())


@lru_cache(maxsize=1)
def _meanings() -> tuple[dict[tuple[str, ...], str], tuple[tuple[str, str], ...], dict[str, int]]:
    """Return what phrases mean, by their words; what is written unspaced, the longest first; and the numbers of words."""
    phrases: dict[tuple[str, ...], str] = {}
    unspaced: dict[str, str] = {}
    for role, fields in _ROLES:
        for language in LANGUAGES:
            for phrase in (each for name in fields for each in getattr(language, name).split("|") if each):
                if role == "lead" and phrase.startswith(("に", "依存")):
                    continue  # the verb stands behind the names
                if language.joined:
                    unspaced.setdefault(phrase, role)
                phrases.setdefault(tuple(phrase.replace("’", "'").split()), role)
    for word in AND:
        phrases.setdefault((word,), "and")
    for word in ("与", "跟", "與", "は", "と"):
        unspaced[word] = phrases[(word,)] = "and"
    phrases[("of",)] = "of"  # Dutch has it for "or", English before what is counted
    phrases[("da",)] = "filling"  # Italian and Portuguese before a name, German before a reason
    numbers = {w: n for language in LANGUAGES for n, forms in enumerate(language.numbers.split("|"), 2) for w in forms.split("/")}
    longest_first = sorted(unspaced.items(), key=lambda item: len(item[0]), reverse=True)
    return phrases, tuple(longest_first), numbers | {str(number): number for number in range(2, 5)}


@dataclass(frozen=True, slots=True)
class _Token:
    """A word or a sign: what it does, how it is written, and the variables that it names."""

    role: str
    written: str
    names: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Clause:
    """What one clause says of the names in it."""

    names: list[str] = field(default_factory=list)
    negative: bool = False
    none: bool = False
    everything: bool = False
    doubtful: bool = False
    joined: bool = False  # an "and" stands between its names
    since_comma: list[str] = field(default_factory=list)
    joined_since: bool = False


class _Text:
    """Reads a set of variables from words."""

    def __init__(self, text: str, variables: tuple[str, ...]) -> None:
        self.text = text
        self.variables = variables
        self.exact = {name: name for name in variables}
        self.exact |= {sign: name for sign, name in GREEK.items() if name in variables}
        self.exact |= {spelling: name for name in variables for spelling in spellings(name) if spelling not in variables}
        lower: dict[str, list[str]] = {}
        for name in variables:
            lower.setdefault(name.lower(), []).append(name)
        self.loose = {word: names[0] for word, names in lower.items() if len(names) == 1}

    def read(self) -> frozenset[str]:
        """Return the variables that the text names."""
        if "!=" in self.text or "≠" in self.text or "\\ne" in self.text:
            raise DoubtfulNames("it says what is not equal, and not what depends on what.")
        plain, empty = _without_empty(_HYPHENATED.sub(self._without_hyphen, _plain(self.text)))
        tokens = list(takewhile(lambda token: token.role != "because", self._tokens(plain)))
        tokens = tokens[: _begin_of_reason(tokens)]
        marked = self._marked(tokens)
        if marked is not None:
            return marked
        words = [_words(group, self.exact) for group in _groups(plain)]
        sets = [frozenset(self.exact[word] for word in group if word in self.exact) for group in words]
        if any(one & other and one != other for one in sets for other in sets):
            raise DoubtfulNames("it gives more than one set of variables.")
        tokens = _behind_lead(tokens)
        if not any(token.names for token in tokens):
            counted = self._counted(tokens)
            if counted is not None:
                return counted
        self._refuse_unknown(tokens)
        clauses = list(self._clauses(tokens))
        if any(clause.doubtful and clause.names and not clause.negative for clause in clauses):
            raise DoubtfulNames("it names variables with an alternative or a doubt.")
        begins = [token.role for token in tokens if token.role != ","][:2]
        alone = {token.role for token in tokens} <= {"nothing", "of", "filling", "variable", "name", ",", "and", "or"}
        if alone and begins in (["nothing", "of"], ["nothing", "filling"]) and {*self.variables} == {*clauses[0].names}:
            return frozenset()  # `none of x, y, z`
        if any(clause.none and clause.names for clause in clauses):
            raise DoubtfulNames("it names variables and says that there is none.")
        return self._settled(clauses, empty=empty)

    # --- Words ------------------------------------------------------------------------------------

    def _without_hyphen(self, found: re.Match[str]) -> str:
        """Return nothing for `z-direction`, which names a direction or a derivative and no variable."""
        name, word = found[1], found[2].lower()
        says = word in _YES | _NO | {"only"} or _meanings()[0].get((word,), "filling") != "filling"
        return found[0] if name not in self.exact or word in self.exact or says else " "

    def _tokens(self, text: str) -> Iterator[_Token]:
        """Yield the words and signs; phrases are one token, and names come before any word."""
        words = list(_words(text, self.exact))
        phrases, unspaced, _ = _meanings()
        at = 0
        while at < len(words):
            word = words[at]
            name = self.exact.get(word) or (self.loose.get(word.lower()) if not word.islower() else None)
            if name is not None:
                yield _Token("name", word, frozenset((name,)))
                at += 1
                continue
            runs = (words[at : at + size] for size in range(_MOST_WORDS if word not in _COMMAS else 0, 0, -1))
            said = (tuple(map(str.lower, run)) for run in runs if self.exact.keys().isdisjoint(run))
            phrase = next((phrase for phrase in said if phrase in phrases), None)
            if phrase is not None:
                yield _Token(phrases[phrase], " ".join(phrase))
                at += len(phrase)
                continue
            yield from self._word(word, words[at + 1] if at + 1 < len(words) else "", unspaced)
            at += 1

    def _word(self, word: str, following: str, unspaced: Sequence[tuple[str, str]]) -> Iterator[_Token]:
        """Yield the token of a single word, or several of what is written without blanks."""
        if word in _COMMAS:
            yield _Token(",", word)
        elif word in _STARTS or word in ("?", "!", "¬", "/"):
            yield _Token(word, word)
        elif word in _SILENT or word.strip("_") == "":
            yield _Token("sign", word)
        elif _CJK[0] <= word[0] <= _CJK[1]:
            at = 0
            while at < len(word):
                role, size = next(((role, len(each)) for each, role in unspaced if word.startswith(each, at)), ("unknown", 1))
                yield _Token(role, word[at : at + size])
                at += size
        elif following == "(" and word.lower() not in self.loose:
            yield _Token("filling", word)  # a function of what stands in brackets
        elif word.strip("_").lower() in self.loose:
            yield _Token("name", word, frozenset((self.loose[word.strip("_").lower()],)))
        elif len(word) > 1 and all(letter in self.exact for letter in word):
            yield _Token("name", word, frozenset(self.exact[letter] for letter in word))
        else:
            yield _Token("mark" if word in _YES | _NO else "number" if word.isdecimal() else "unknown", word)

    def _refuse_unknown(self, tokens: Sequence[_Token]) -> None:
        known = ", ".join(self.variables)
        _, _, numbers = _meanings()
        for at, token in enumerate(tokens):
            unnumbered = token.role == "number" and not (at + 1 < len(tokens) and tokens[at + 1].written in (".", ")") and not at)
            spoken = token.role == "unknown" and token.written.lower() not in numbers and token.written.lower() not in ordinals()
            product = token.written in ("*", "^") and at > 0 and bool(tokens[at - 1].names)
            if (product or (unnumbered and not _numbers_a_line(tokens, at))) and at + 1 < len(tokens) and tokens[at + 1].names:
                raise Unreadable(sentence("named.formula", text=quoted(self.text)))
            if spoken or (unnumbered and not _numbers_a_line(tokens, at)):
                raise Unreadable(sentence("named.other", text=quoted(token.written), names=known))

    # --- Sets -------------------------------------------------------------------------------------

    def _marked(self, tokens: Sequence[_Token]) -> frozenset[str] | None:
        """Return the variables with a yes beside them, None if not each has a yes or a no."""
        said = [token for token in tokens if token.role not in ("sign", ",", ";", "\n", ".") or token.written in _YES | _NO]
        pairs = list(zip(said[::2], said[1::2], strict=False))
        marks = [mark.written.lower() for _, mark in pairs]
        if not pairs or len(said) % 2 or not all(token.names for token, _ in pairs):
            return None
        if any(mark.names for _, mark in pairs) or not all(mark in _YES | _NO for mark in marks):
            unsure = [mark for mark in marks if mark not in _YES | _NO]
            if any(mark in _YES | _NO for mark in marks) and unsure:
                raise Unreadable(sentence("named.mark.unsure", word=quoted(unsure[0])))
            return None
        if all(mark in AND for mark in marks):
            return None
        return frozenset().union(*(token.names for (token, _), mark in zip(pairs, marks, strict=True) if mark in _YES))

    def _counted(self, tokens: Sequence[_Token]) -> frozenset[str] | None:
        """Return the variables that are told by their places: `the first two variables`, `the second variable`."""
        if not any(token.role == "variable" for token in tokens):
            return None
        _, _, numbers = _meanings()
        places = [ordinals()[token.written.lower()] for token in tokens if token.written.lower() in ordinals()]
        counts = [numbers[token.written.lower()] for token in tokens if token.written.lower() in numbers]
        other = [token for token in tokens if token.role in ("not", "or", "doubt", "excepting", "nothing", "?", "name", "constant")]
        if other or not places or any(place > len(self.variables) for place in places) or len(counts) > 1:
            return None
        if counts and places == [1] and counts[0] <= len(self.variables):
            return frozenset(self.variables[: counts[0]])
        return None if counts else frozenset(self.variables[place - 1] for place in places)

    def _clauses(self, tokens: Sequence[_Token]) -> Iterator[_Clause]:  # noqa: PLR0912 - one branch a role
        """Yield the clauses: a full stop, a "but", or a denial of the names behind it begins a new one."""
        clause = _Clause()
        for at, token in enumerate(tokens):
            inside = takewhile(lambda each: each.written != ")", tokens[at + 1 :] if token.written == "(" else ())
            role = token.role if token.written != "~" or at + 1 == len(tokens) or not tokens[at + 1].names else "¬"
            if role in ("!", "¬") and at + 1 < len(tokens) and tokens[at + 1].names and (not at or not tokens[at - 1].names):
                yield _Clause(names=list(tokens[at + 1].names), negative=True)
            elif at and tokens[at - 1].role in ("!", "¬") and token.names and (at < 2 or not tokens[at - 2].names):
                continue
            elif role == "," and any(each.written in _OTHERS for each in tokens[at + 1 : at + 4]):
                break
            elif (
                role in _STARTS
                or (role == "but" and not _means_except(clause, tokens, at))
                or (role == "only" and clause.negative and clause.names)
            ):
                yield clause
                clause = _Clause()
            elif role == "not":
                if clause.names and _denies_what_follows(tokens, at):
                    yield clause
                    clause = _Clause(negative=True)
                elif token.written in _UNRELATED or _denies_one(clause):
                    yield from _with_last_denied(clause)
                    clause = _Clause()
                else:
                    clause.negative = True
            elif role == "excepting" and clause.names:  # `x and z, everything but y`
                yield clause
                clause = _Clause(everything=token.written.lower().split()[0] in words_of("everything"), negative=True)
            elif role in ("excepting", "but"):
                clause.everything |= not clause.names
                clause.negative = True
            elif role == "constant":
                if clause.since_comma and clause.joined and not clause.joined_since and len(clause.names) > len(clause.since_comma):
                    yield from _with_last_denied(clause)
                    clause = _Clause()
                elif clause.negative and not clause.names:
                    clause.negative = False
                else:
                    clause.negative = True
                    clause.none |= not clause.names and not any(each.names for each in tokens[at + 1 :])
            elif role == "(" or (clause.names and any(each.role in _IN_BRACKETS for each in inside)):
                yield clause
                clause = _Clause()
            else:
                self._add(clause, token, tokens, at)
        yield clause

    def _add(self, clause: _Clause, token: _Token, tokens: Sequence[_Token], at: int) -> None:
        """Add what a word says to its clause."""
        if token.names:
            clause.names += token.names
            clause.since_comma += token.names
        elif token.role == ",":
            clause.since_comma, clause.joined_since = [], False
        elif token.role == "and":
            clause.joined, clause.joined_since = True, True
        elif token.role in ("or", "doubt", "other", "?"):
            clause.doubtful = True
        elif token.role in ("/", "of") or token.written == "/":
            between = at and at + 1 < len(tokens) and tokens[at - 1].names and tokens[at + 1].names
            if between and token.role == "/":
                raise DoubtfulNames("a stroke between two names may mean “and” or “or”.")
            clause.doubtful |= bool(between)
        elif token.role == "nothing":
            clause.none = True
        elif token.role == "all":
            clause.everything = True

    def _settled(self, clauses: Sequence[_Clause], *, empty: bool) -> frozenset[str]:
        """Return what all the clauses together say; a sentence when they contradict each other or say nothing."""
        named = {name for clause in clauses for name in clause.names if not clause.negative}
        excluded = {name for clause in clauses for name in clause.names if clause.negative}
        none = empty or any(clause.none or (clause.negative and clause.everything and not clause.names) for clause in clauses)
        none |= bool(clauses) and any(clause.negative and not clause.names for clause in clauses) and not named and not excluded
        if any(clause.everything and (not clause.negative or clause.names) for clause in clauses) and not none:
            named |= set(self.variables) - excluded
        if named & excluded or (named and none):
            raise Unreadable(sentence("named.two_ways", text=quoted(self.text)))
        if named or none:
            return frozenset(named)
        if excluded and excluded == set(self.variables):
            return frozenset()
        raise Unreadable(sentence("named.none", **example(self.variables)))


# --- Signs and words --------------------------------------------------------------------------


def _plain(text: str) -> str:
    r"""Return the text without commands of TeX that only set type, and with its lowered signs spelled out."""

    def said(command: re.Match[str]) -> str:
        word, sign = command.groups("")
        if not word:
            return sign if sign in "{}" else " "
        return " " if word in _TEX_WORDS else "∈" if word == "in" else command[0]

    return _COMMAND.sub(said, spelled_subscripts(text).replace("’", "'"))


def _without_empty(text: str) -> tuple[str, bool]:
    """Return the text without the signs of an empty set, and whether there was one."""
    shorter = text
    for sign in _EMPTY:
        shorter = shorter.replace(sign, " ")
    if shorter.strip() == "()":
        shorter = " "
    return shorter, shorter != text


def _words(text: str, exact: dict[str, str]) -> Iterator[str]:
    """Yield the words, numbers and signs; what is written without blanks, such as `x和y`, is parted at its letters."""
    at = 0
    while at < len(text):
        sign = text[at]
        if sign.isspace() and sign != "\n":
            at += 1
            continue
        end = at + 1
        if _CJK[0] <= sign <= _CJK[1] and sign not in "、。・":
            while end < len(text) and _CJK[0] <= text[end] <= _CJK[1] and text[end] not in "、。・" and text[at:end] not in exact:
                end += 1
        elif sign.isalpha() or sign == "_":
            while end < len(text) and (text[end].isalnum() or text[end] in "_'") and not _CJK[0] <= text[end] <= _CJK[1]:
                end += 1
            if text[end - 1] == "'":
                end -= 1
        elif sign.isdecimal():
            while end < len(text) and text[end].isdecimal():
                end += 1
        word = text[at:end]
        parts = [word] if word in exact or "'" not in word or word.lower() in _with_apostrophe() else word.split("'")
        yield from (part for part in parts if part)
        at = end


@lru_cache(maxsize=1)
def _with_apostrophe() -> frozenset[str]:
    return frozenset(word for phrase in _meanings()[0] for word in phrase if "'" in word)


def _groups(text: str) -> Iterator[str]:
    """Yield what stands in brackets, the innermost ones, that follow no word."""
    start: int | None = None
    for at, sign in enumerate(text):
        if sign in _PAIRED:
            start = at if not text[at - 1 : at].isalnum() or at == 0 else None
        elif sign in _PAIRED.values():
            if start is not None and _PAIRED[text[start]] == sign:
                yield text[start + 1 : at]
            start = None


def _behind_lead(tokens: list[_Token]) -> list[_Token]:
    """Return the words behind the last "depends on" or equals sign of the first clause; what stands before is its subject."""
    leads = [at for at, token in enumerate(tokens) if (token.role == "lead" or token.written in ("=", ":", "∈"))]
    if not leads:
        return tokens
    first = next((at for at, token in enumerate(tokens) if token.role in _STARTS), len(tokens))
    at = max((at for at in leads if at < first), default=-1)
    behind = tokens[at + 1 :]
    before = [token for token in tokens[: at + 1] if token.role in ("not", "only", "doubt")]
    if not any(token.names or token.role in ("nothing", "all") for token in behind) and at >= 0:
        return tokens
    kept = before if any(token.role in ("not", "doubt") for token in before) else []
    return [*kept, *behind]


def _begin_of_reason(tokens: Sequence[_Token]) -> int:
    """Return where behind `none, ` a reason begins, such as something being constant; else the number of tokens."""
    comma = next((at for at, token in enumerate(tokens) if token.role == ","), len(tokens))
    said, reason = tokens[:comma], tokens[comma:]
    is_none = any(token.role == "nothing" for token in said) and all(token.role in ("nothing", "of", "filling") for token in said)
    is_reason = any(token.role == "constant" for token in reason)
    is_reason = is_reason and not any(token.role in ("not", "but", "only", "excepting", "or", "doubt") for token in reason)
    return comma if is_none and is_reason else len(tokens)


def _denies_what_follows(tokens: Sequence[_Token], at: int) -> bool:
    """Tell whether a denial is of the names behind it: `x, not z`, `x and no y`."""
    ends = (*_STARTS, ",", "(", ")", "but")
    behind = takewhile(lambda token: token.role not in ends and token.written not in "()", tokens[at + 1 :])
    return any(token.names for token in behind)


def _denies_one(clause: _Clause) -> bool:
    """Tell whether a denial behind names is of the last alone: `x yes, y not`."""
    return bool(clause.since_comma) and len(clause.names) > len(clause.since_comma) and not clause.joined_since and clause.joined


def _with_last_denied(clause: _Clause) -> Iterator[_Clause]:
    """Yield a clause without the names behind its last comma, and one that denies these."""
    last = clause.since_comma
    yield _Clause(names=clause.names[: len(clause.names) - len(last)], doubtful=clause.doubtful, everything=clause.everything)
    yield _Clause(names=list(last), negative=True)


def _means_except(clause: _Clause, tokens: Sequence[_Token], at: int) -> bool:
    """Tell whether a "but" leaves names out of all: `all of the variables but z`."""
    following = tokens[at + 1].role if at + 1 < len(tokens) else ""
    return clause.everything and not clause.names and following != "not"


def _numbers_a_line(tokens: Sequence[_Token], at: int) -> bool:
    """Tell whether a number stands at the beginning of a line, before a full stop or a bracket."""
    begins = at == 0 or tokens[at - 1].role == "\n"
    return begins and at + 1 < len(tokens) and tokens[at + 1].written in (".", ")")
