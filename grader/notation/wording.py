r"""What the words around a piece of mathematics say of it: an alternative, a doubt, a denial, a reason, a condition.

Cuts a text into clauses and these into words and formulas. Knows no answer and what is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from grader.algebra.functions import FUNCTIONS
from grader.notation.languages import LANGUAGES, single_words_of, words_of
from grader.notation.languages.words import ROLES
from grader.notation.signs import end_of_command
from grader.notation.vocabulary import FUNCTION_WORDS, Words

# Words of a task or an assumption, before what nobody claims yet.
SUPPOSED = frozenset(
    "hint hints suppose assume assuming show prove hinweis tipp angenommen zeige zeigen beweise indice montrer "
    "supposons montrez pista muestre demuestre supongamos mostrare supponiamo mostre suponha toon stel visa antag "
    "pokaż załóżmy докажите допустим".split()
)
# Verbs with which a remark begins that is about the answer.
IS_SAID = frozenset("is are ist sind est sont es son è sono é são är jest is zijn".split())
# Words of a remark that changes the value beside it.
CHANGED = frozenset(
    "sign signs flipped swapped swap exchanged opposite reversed reverse scaled rescaled should mean meant twice double half "
    "vertauscht umgekehrt vorzeichen gemeint inversé échangé signe inverso invertito scambiato cambiado signo omgekeerd".split()
)
_OF_ANOTHER_LANGUAGE = frozenset("of so as a i u o e y to da par per por si sin en om als ty med mal od po na w mais".split())
"""Words that mean something harmless in one language and speak against an answer in another."""


def _words_of(*roles: str) -> frozenset[str]:
    """Return the single words of these roles, without those that another language has for something harmless."""
    return single_words_of(*roles) - _OF_ANOTHER_LANGUAGE


# What follows is another answer.
ALTERNATIVE = _words_of("alternative", "disjunction") - {"not"}
# The author is not sure.
DOUBT = (_words_of("doubt") - {"might"}) | {"wait", "try", "attempt", "versuch", "essai", "intento", "tentativo", "✗", "unsure"}
# Another answer may follow, or a correction.
POSSIBLE = frozenset(
    "could might may another other second also correction actually autre andere otra altra outra andra inna другой".split()
)
_GONE = frozenset(
    "vanish vanishes disappears disappear gone irrelevant absent drops verschwindet disparaît desaparece scompare verdwijnt "
    "försvinner znika исчезает".split()
)
"""What is said of a term that is no longer there, which denies no answer."""
# What is near is not meant.
DENIAL = (_words_of("negation", "wrong") | {"unlike"}) - _GONE - {"independent"}
# What is said is called wrong.
WRONG = _words_of("wrong")
# What is said is called an answer, or right.
RIGHT = _words_of("right") | {"it", "hold", "holds", "valid", "gilt", "vale", "vaut"}
# A reason follows; its formulas are workings.
REASON = _words_of("reason", "because") | frozenset("as por per da par med als om".split())
# A condition follows.
CONDITION = _words_of("condition") | frozenset("si om als".split())
# What a condition says of a number, when it leaves some out.
RESTRICTED = _words_of("restriction")
# What follows is the same in another form.
SAME = _words_of("same")
# Words that compute: `squared` behind an answer changes it.
OPERATION = _words_of("operation") | {"mal", "hoch", "fois"}
# Who else may have written what follows: machines, books and friends.
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
_TEXT_COMMANDS = frozenset(("text", "textrm", "mbox", "textbf", "textit", "mathrm", "textnormal"))  # around words in TeX
# Commands whose argument is the name of an environment.
_ENVIRONMENTS = frozenset(("begin", "end"))
_PARTS = frozenset((";", "\n", "；", "。"))  # what parts clauses
_BETWEEN = " .\u00a0"  # signs between the words of a phrase: `w. r. t.`
# Signs around a formula that belong to its sentence.
_EDGES = " \t\r\n,.:!?*_`\"'–—→⇒⟹∴✓✔，、。：；"
# Phrases before what is not meant.
_NEVER_MEANT = frozenset(
    ("rather than", "instead of", "as opposed to", "anstatt", "statt", "au lieu de", "plutôt que", "en vez de", "en lugar de")
) | {"invece di", "em vez de", "in plaats van", "i stället för", "istället för", "zamiast", "вместо"}
# Phrases that say nothing of an answer.
_NEUTRAL = frozenset(("that is", "i e", "d h", "e g", "c à d", "resp", "das heißt", "es decir", "o sea", "то есть"))
# Phrases with a word of denial or condition in them that leave nothing out.
_ALL = frozenset(("not only", "no doubt", "without doubt", "without a doubt", "as well as", "for all", "for every", "for any"))
# Functions whose names are no words, and so are mathematics without brackets too.
_SHORT_FUNCTIONS = frozenset(name for name, row in FUNCTIONS.items() if not row.is_english) | {"ln"}
_LONGEST_PHRASE = 5  # words; `not entirely sure about it` is longer and begins with four


def _phrases() -> dict[tuple[str, ...], str]:
    """Return what phrases of several words say, as one word of the sets above; nothing for what says nothing."""
    found = {tuple(phrase.split()): "unsure" for phrase in words_of("doubt") if " " in phrase}
    found |= {tuple(phrase.split()): "squared" for phrase in words_of("operation") if " " in phrase}
    found |= {tuple(phrase.split()): "not" for phrase in _NEVER_MEANT}
    found |= {tuple(phrase.split()): "unsure" for phrase in ("up to", "bis auf", "à un", "no wait", "or rather", "in the order")}
    found |= {tuple(phrase.split()): "" for phrase in _NEUTRAL}
    found |= {tuple(phrase.split()): "all" for phrase in _ALL}
    hows, sure = ("entirely", "quite", "really", "so", "too"), ("sure", "certain")
    unsure = ["not sure", "not certain", "nicht sicher", "pas sûr", *(f"not {how} {word}" for how in hows for word in sure)]
    found |= {tuple(phrase.split()): "unsure" for phrase in unsure}
    found |= {("if", "not"): "else", ("w", "r", "t"): "by", ("wrt",): "by", ("w", "r", "t", "to"): "by"}
    return found


# Phrases as one word of the sets above; a sentence has few of them.
_THAT = frozenset("that dass daß que che dat att że что".split())  # the word before a clause that is said of something
_DOUBTING = frozenset("doubt doubts bezweifle dudo doute dubito duvido betwijfel tvivlar wątpię сомневаюсь".split())  # its verbs
WITHDRAWN = "\x06"
"""Begins a piece beside an answer that takes it back or only supposes it; a sign that no text has."""
_PHRASES = _phrases()  # several words as one word of the sets above; made once, for every text
_UNSPACED = tuple(
    sorted(
        {
            word
            for language in LANGUAGES
            if language.joined
            for role in ROLES
            for forms in getattr(language, role).split("|")
            for word in forms.split("/")
            if word
        },
        key=len,
        reverse=True,
    )
)
"""Words that are written without blanks between them, the longest first."""


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


def denies_a_clause(ahead: str) -> bool:
    """Tell whether a sentence denies or doubts the clause behind it: `Ich glaube nicht, dass`, `No creo que`."""
    head, _, leading = ahead.replace("n't", " not").replace("n’t", " not").rstrip().rpartition(" ")
    last = head.rstrip(" ,，")
    for sign in ",;.(，。；":
        last = last.rpartition(sign)[2]
    words = {last[start:end].lower() for start, end in _spans(last)}
    return leading.lower() in _THAT and not (DENIAL | DOUBT | _DOUBTING).isdisjoint(words)


def withdraws(ahead: str) -> bool:
    """Tell whether the words before an answer deny, disapprove or suppose it: `I do not think that f_x = …`, `Hint: f_x = …`."""
    last = ahead
    for sign in ",;.(，。；":
        last = last.rpartition(sign)[2]
    said = {ahead[start:end].lower() for start, end in _spans(ahead)}
    near = {last[start:end].lower() for start, end in _spans(last.replace("n't", " not").replace("n’t", " not"))}
    return bool(said & (WRONG | SUPPOSED) or near & (DENIAL - {"no"})) or denies_a_clause(ahead)


def denies(text: str) -> bool:
    """Tell whether a list has a word that denies, doubts or changes it."""
    return not (DENIAL | DOUBT | CHANGED).isdisjoint(text[start:end].lower() for start, end in _spans(text))


def offers(label: str) -> bool:
    """Tell whether a label names no quantity but offers another answer: `Or:`, `Alternative:`, `Second attempt:`."""
    words = {label[start:end].lower() for start, end in _spans(label)}
    return bool(words & (ALTERNATIVE | DOUBT | {"attempt", "try", "correction", "version", "possibility"}))


def clauses(text: str, words: Words) -> Iterator[Clause]:
    """Yield the clauses of a text, taken apart into words of a language and formulas in these variables."""
    plain = _without_commands(text.replace("n't", " not").replace("n’t", " not"))
    first = True
    for piece in _parts(plain):
        if piece.strip():
            yield _clause(piece, words, first=first)
            first = False


def _parts(text: str) -> Iterator[str]:
    """Yield what stands between full stops, semicolons and ends of lines."""
    start = 0
    for at, sign in enumerate(text):
        ends = sign in _PARTS or (sign in ".!" and (at + 1 == len(text) or text[at + 1].isspace()))
        if ends:
            yield text[start:at]
            start = at + 1
    yield text[start:]


def _without_commands(text: str) -> str:
    r"""Return the text with blanks for `\text{…}` around words and `\begin{…}`, and a semicolon for `\quad`."""
    kept = list(text)
    at = text.find("\\")
    while at >= 0:
        end = end_of_command(text, at)
        name = text[at + 1 : end]
        if name in _TEXT_COMMANDS and text[end : end + 1] == "{":
            close = text.find("}", end)
            kept[at : end + 1] = " " * (end + 1 - at)
            if close >= 0:
                kept[close] = " "
        elif name in ("lor", "vee"):
            kept[at:end] = " or "
        elif name in ("quad", "qquad"):
            kept[at:end] = ";" + " " * (end - at - 1)
        at = text.find("\\", max(end, at + 1))
    return "".join(kept)


def _clause(text: str, words: Words, *, first: bool) -> Clause:
    found = [(start, end) for start, end in _spans(text) if not _is_mathematics(text, start, end, words)]
    said = _said(text, found)
    edges = [0, *(at for start, end, _ in said for at in (start, end)), len(text)]
    spoken = tuple(word for _, _, word in said if word)
    formulas = []
    passed = 0
    for index in range(0, len(edges), 2):
        piece = text[edges[index] : edges[index + 1]].replace("$", " ").strip(_EDGES)
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
        if any(sign.isalnum() or sign in "\\√_" for sign in piece):
            formulas.append(Formula(piece, spoken[:passed], spoken[passed:], first and index == 0))
        if index // 2 < len(said):
            passed += bool(said[index // 2][2])
    return Clause(text, spoken, tuple(formulas))


def _said(text: str, found: list[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """Return the words and their places; a phrase is one word, an empty one if it says nothing."""
    said: list[tuple[int, int, str]] = []
    at = 0
    while at < len(found):
        longest = 1
        while (
            longest < _LONGEST_PHRASE
            and at + longest < len(found)
            and not text[found[at + longest - 1][1] : found[at + longest][0]].strip(_BETWEEN)
        ):
            longest += 1
        written = [text[start:end].lower().replace("’", "'") for start, end in found[at : at + longest]]
        size = next((size for size in range(longest, 0, -1) if tuple(written[:size]) in _PHRASES), 0)
        word = _PHRASES[tuple(written[:size])] if size else written[0]
        said.append((found[at][0], found[at + max(size, 1) - 1][1], word))
        at += max(size, 1)
    return said


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of words: runs of letters but for commands, indices and names of environments."""
    at = 0
    while at < len(text):
        if text[at] == "\\":
            end = end_of_command(text, at)
            if text[at + 1 : end] in _ENVIRONMENTS:
                end = text.find("}", end) + 1 or len(text)
            at = max(end, at + 1)
            continue
        if not _is_letter(text[at]):
            at += 1
            continue
        end = at + 1
        joined = _is_unspaced(text[at])
        while end < len(text) and _is_letter(text[end]) and _is_unspaced(text[end]) == joined:
            end += 1
        if joined:
            yield from _unspaced_words(text, at, end)
        else:
            if text[end : end + 1] in ("'", "’") and text[end + 1 : end + 2].isalpha():
                end += 2
                while end < len(text) and text[end].isalpha():
                    end += 1
            if not (at and text[at - 1] == "_") and not _closes(text, end):
                yield at, end
        at = end


def _closes(text: str, end: int) -> bool:
    """Tell whether a brace ends right behind a word, as in `x_{new}`."""
    while end < len(text) and (text[end].isalnum() or text[end] == "_"):
        end += 1
    return text[end : end + 1] == "}"


def _is_letter(sign: str) -> bool:
    """Tell whether a sign is a letter of a word; raised and lowered ones are none."""
    return sign.isalpha() and not "ₐ" <= sign <= "ₜ"


def _is_unspaced(sign: str) -> bool:
    return "\u2e80" <= sign <= "\u9fff"


def _unspaced_words(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        size = next((len(word) for word in _UNSPACED if text.startswith(word, start) and start + len(word) <= end), 1)
        yield start, start + size
        start += size


def _is_mathematics(text: str, start: int, end: int, words: Words) -> bool:
    """Tell whether a word is a variable, a constant or a function that is applied, and not one of a language."""
    written, last = text[start:end], end
    while last < len(text) and (text[last].isalnum() or text[last] == "_"):
        last += 1
    if words.declares(text[start:last]) or words.declares(written) or written in {"pi", "e", "π"}:
        return True
    behind = text[end:].lstrip()
    if written in FUNCTION_WORDS:
        return behind.startswith(("(", "^", "\\left", "_")) or written in _SHORT_FUNCTIONS
    if written in ("i", "j", "k"):
        return not behind or behind[0] in "-+,)"
    return 1 < len(written) <= 3 and all(words.declares(letter) for letter in written)


# --- Whole sentences --------------------------------------------------------------------------


_BEGINS_BEHIND = ".!?:\n"  # signs behind which a sentence begins


@lru_cache(maxsize=1)
def _asking() -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the words of a request: those at the beginning of a sentence, and those anywhere."""
    words = words_of("asks")
    anywhere = tuple(word for word in words if " " in word or "." in word or word in ("should", "must"))
    return words - {*anywhere}, anywhere


def asks_for_something(text: str) -> bool:
    """Tell whether a text asks somebody to do something."""
    lower = text.lower()
    verbs, anywhere = _asking()
    if any(f" {phrase} " in f" {lower} " or f" {phrase}," in lower for phrase in anywhere):
        return True
    for sign in _BEGINS_BEHIND:
        lower = lower.replace(sign, "\n")
    heads = (sentence.strip(" \t*_`#>-–0123456789()[]\x02\x03\x04\x05").split(maxsplit=1) for sentence in lower.split("\n"))
    return any(head and head[0].strip(",") in verbs for head in heads)


_MOST_OF_LABEL = 100  # characters up to a colon
_MOST_WORDS_OF_LABEL = 8  # what is longer is a sentence


def disowns(line: str, *, announces: bool = False) -> bool:
    """Tell whether a line says before its colon that what comes is somebody else's; with `announces`, in lines below it."""
    lead, colon, rest = line[:_MOST_OF_LABEL].replace("：", ":").partition(":")
    if not colon or (announces and rest.strip(" *_`")):
        return False
    plain = not any(sign in lead for sign in "=$|\x02")
    return plain and is_somebody_elses(lead) and len(lead.split()) <= _MOST_WORDS_OF_LABEL
