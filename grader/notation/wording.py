r"""What the words around a piece of mathematics say of it: an alternative, a doubt, a denial, a reason, a condition.

Cuts a text into clauses and these into words and formulas. Knows no answer and what is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from grader.algebra.functions import FUNCTIONS
from grader.notation.languages import single_words_of
from grader.notation.words import FUNCTION_WORDS, Names

_OF_ANOTHER_LANGUAGE = frozenset("of so as a i u o e y to da par per por si sin en om als ty med mal no's it's od po na w mais".split())
"""Words that mean something harmless in one language and speak against an answer in another."""


def _words_of(*roles: str) -> frozenset[str]:
    """Return the single words of these roles, without those that another language has for something harmless."""
    return single_words_of(*roles) - _OF_ANOTHER_LANGUAGE


ALTERNATIVE = _words_of("alternative", "disjunction") - {"not"}
DOUBT = _words_of("doubt") - {"might"}
POSSIBLE = frozenset("could might may another other second also correction actually autre andere otra altra outra andra inna другой".split())
_GONE = frozenset("vanish vanishes disappears disappear irrelevant absent drops verschwindet disparaît desaparece scompare verdwijnt försvinner znika".split())
"""What is said of a term that is no longer there, which denies no answer."""
DENIAL = (_words_of("negation", "wrong") | {"unlike"}) - _GONE - {"independent"}
WRONG = _words_of("wrong")
RIGHT = _words_of("right") | {"it"}
REASON = _words_of("reason", "because") | frozenset("as por per da par med als om".split())
CONDITION = _words_of("condition") | frozenset("si om als".split())
RESTRICTED = _words_of("restriction")
SAME = _words_of("same")
OPERATION = _words_of("operation") | {"mal", "hoch", "fois"}
_SOMEBODY = re.compile(
    r"\b(?:chat\s?-?gpt|gpt(?:-?\w+)?|copilot|gemini|deepseek|claude|photomath|symbolab|wolfram(?:\s?alpha)?|"
    r"(?:an?|the) (?:ai|chatbot|llm)|ki|examples?|beispiele?|exemples?|ejemplos?|esempi[oe]?|"
    r"(?:from|in|of) the (?:lesson|lecture|book|textbook|script|slides|course|notes|internet)|"
    r"my (?:friend|neighbou?r|classmate|partner|brother|sister|colleague)s?|somebody|someone)\b",
    re.IGNORECASE,
)
# Who checks an own answer with something, or goes on from an example, speaks of an own answer.
_OWN = re.compile(
    r"\b(?:check\w*|verif\w*|confirm\w*|agree\w*|same|mine|me|we|our|own|i|with|unlike|as in|like|"
    r"my(?! (?:friend|neigh|class|partner|brother|sister|colleague)))\b",
    re.IGNORECASE,
)
_PHRASES = tuple(
    (re.compile(phrase, re.IGNORECASE), said)
    for phrase, said in (
        (r"\b(?:not|n't|nicht|pas)\s+(?:entirely |quite |really |so |ganz |too )?(?:sure|certain|sicher|sûre?)\b", "unsure"),
        (r"\b(?:do(?: not|n't)|don’t)\s+know\b|\bno idea\b|\bkeine ahnung\b|\bpeut[- ]être\b|\btal vez\b", "unsure"),
        (r"\b(?:rather than|instead of|as opposed to|anstatt|au lieu de|statt)\b", "not"),
        (r"\b(?:that is|i\.\s?e\.|d\.\s?h\.|e\.\s?g\.|c\.-à-d\.|resp\.)", " "),
        (r"\bw\.?\s?r\.?\s?t\.?", "by"),
        (r"\bif not\b", "else"),
        (r"\bnot only\b|\bno doubt\b|\bwithout (?:a )?doubt\b|\bas well as\b|\bfor (?:all|every|any)\b", " all "),
    )
)
_WORDS_IN_LATEX = re.compile(r"\\(?:text|textrm|mbox|textbf|textit)\s*\{([^{}]*)\}")
_CLAUSE = re.compile(r"[;\n]|[.!](?=\s|$)|\\q?quad(?![A-Za-z])")
_LETTER = r"[^\W\d_²³¹⁰-ₜ]"  # raised and lowered signs are no letters of a word
_WORD = re.compile(rf"(?<![\\A-Za-z_]){_LETTER}+(?:['’][a-z]+)?(?![\w_]*\}})")
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\s*\{\w+\*?\}")
_SHORT_FUNCTIONS = frozenset(name for name, row in FUNCTIONS.items() if not row.is_english) | {"ln"}
_EDGES = " \t\r\n,.:!?*_`\"'–—→⇒⟹∴✓✔"


@dataclass(frozen=True, slots=True)
class Formula:
    """A piece of mathematics in a clause, with the words before and after it; `first` where it begins the whole text."""

    text: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    first: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: its words in order, and what stands between them."""

    text: str
    words: tuple[str, ...]
    formulas: tuple[Formula, ...]


def is_somebody_elses(text: str) -> bool:
    """Tell whether these words name somebody else as the author of what they are about."""
    return _SOMEBODY.search(text) is not None and _OWN.search(text) is None


def denies(text: str) -> bool:
    """Tell whether a text that lists something has a word that denies or doubts it."""
    return not (DENIAL | DOUBT).isdisjoint(re.findall(rf"{_LETTER}+", text.lower()))


def offers(label: str) -> bool:
    """Tell whether a label names no quantity but offers another answer: `Or:`, `Alternative:`, `Second attempt:`."""
    words = set(re.findall(rf"{_LETTER}+", label.lower()))
    return bool(words & (ALTERNATIVE | DOUBT | {"attempt", "try", "correction", "version", "possibility"}))


def clauses(text: str, names: Names) -> Iterator[Clause]:
    """Yield the clauses of a text, taken apart into words of a language and formulas in these names."""
    plain = _WORDS_IN_LATEX.sub(r" \1 ", text)
    for phrase, said in _PHRASES:
        plain = phrase.sub(f" {said} ", plain)
    first = True
    for piece in _CLAUSE.split(plain):
        if piece.strip():
            yield _clause(piece, names, first=first)
            first = False


def _clause(text: str, names: Names, *, first: bool) -> Clause:
    masked = _ENVIRONMENT.sub(lambda found: "\x00" * len(found[0]), text)
    found = [word for word in _WORD.finditer(masked) if not _is_mathematics(word, masked, names)]
    words = tuple(word[0].lower().replace("’", "'") for word in found)
    edges = [0, *(at for word in found for at in word.span()), len(text)]
    formulas = []
    for index in range(0, len(edges), 2):
        piece = _unbracketed(text[edges[index] : edges[index + 1]])
        if re.search(r"[\w\\√]", piece):
            count = index // 2
            formulas.append(Formula(piece, words[:count], words[count:], first and index == 0))
    return Clause(text, words, tuple(formulas))


def _is_mathematics(word: re.Match[str], text: str, names: Names) -> bool:
    """Tell whether a word is a variable, a constant or a function that is applied, and not one of a language."""
    written = word[0]
    whole = re.compile(r"\w*").match(text, word.start())
    if whole is not None and names.declares(whole[0]):
        return True
    if names.declares(written) or written in {"pi", "e", "π"}:
        return True
    if written in FUNCTION_WORDS:
        applied = re.match(r"\s*(?:\(|\^|\\left|_)", text[word.end() :]) is not None
        return applied or written in _SHORT_FUNCTIONS
    if len(written) == 1 and written in names.axes:
        return re.match(r"\s*(?:[-+,)]|$)", text[word.end() :]) is not None
    token = names.read(written, 0)
    return len(token) > 1 and all(part.kind != "bad" for part in token) and _is_run(written, names)


def _is_run(word: str, names: Names) -> bool:
    """Tell whether a run of letters is a product of variables such as `xy`, and no word that happens to be one."""
    return len(word) <= 3 and all(names.declares(letter) for letter in word)


def _unbracketed(text: str) -> str:
    """Return the text without punctuation at its ends and without brackets there that nothing closes or opens."""
    piece = text.replace("$", " ").strip(_EDGES)
    while piece:
        opened, closed = (sum(piece.count(sign) for sign in signs) for signs in ("([", ")]"))
        if piece[0] in "([" and opened > closed:
            piece = piece[1:].strip(_EDGES)
        elif piece[-1] in ")]" and closed > opened:
            piece = piece[:-1].strip(_EDGES)
        elif piece[-1] in "([" or piece[0] in ")]":
            piece = (piece[:-1] if piece[-1] in "([" else piece[1:]).strip(_EDGES)
        else:
            break
    return piece
