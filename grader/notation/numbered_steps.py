r"""The numbered points of a descent in words: `Step 1: (0.4, 1.9)`, `Erster Schritt`, `第1步`, "after the second step".

Finds which step a text speaks of, in any language of `languages`. Knows no exercise and no descent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from grader.notation.languages import LANGUAGES, ordinals, single_words_of, words_of

_COUNTERS = frozenset("nikj")  # the letters that count steps
_BEHIND = " :：.)-–—→>=⇒|,、"  # signs between a step's number and what is said of it
# Of a step by hand: two digits are more than anybody works out.
_MOST_STEP = 99
# Letters of a noun or ordinal: the longest in the tables has twenty.
_LONGEST_WORD = 24


@dataclass(frozen=True, slots=True)
class Mention:
    """The mention of a step in a text: its number, and its place."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


@lru_cache(maxsize=1)
def _tables() -> tuple[frozenset[str], dict[str, int], frozenset[str], tuple[str, ...]]:
    """Return the nouns for a step, the ordinals, the words that may stand before them, and what is written unspaced."""
    nouns = single_words_of("step")
    before = single_words_of("after", "articles", "then") | {"no", "nr", "number", "#"}
    unspaced = [word for language in LANGUAGES if language.joined for role in ("step", "ordinals", "after", "then", "articles")
                for phrase in getattr(language, role).split("|") for word in phrase.split("/")]  # fmt: skip
    return nouns, ordinals(), before, tuple(sorted(unspaced, key=len, reverse=True))


def leading_step(text: str) -> Mention | None:
    """Return the step at the beginning of a text, None if it names none."""
    first = next(mentions(text), None)
    if first is None:
        return None
    before = _words(text[: first.start])
    _, _, leading, _ = _tables()
    return first if all(word.text in leading for word in before) else None


def is_step(label: str) -> int | None:
    """Return the number of the step that a label is, as a whole."""
    found = leading_step(label)
    return found.number if found is not None and not label[found.end :].strip(_BEHIND) else None


def mentions(text: str) -> Iterator[Mention]:
    """Yield the steps that a text speaks of, in order: a noun with a number or an ordinal beside it, or `n = 1:`."""
    nouns, ordinal, _, _ = _tables()
    words = _words(text)
    at = last = 0
    while at < len(words):
        word = words[at]
        following = words[at + 1] if at + 1 < len(words) else None
        number = _number(word, ordinal)
        if word.text in nouns:
            counted = following is not None and following.text.isdecimal() and _is_number_of(text, word, following)
            if counted and following is not None and int(following.text[:3]) <= _MOST_STEP:
                end = following.end
                if at + 2 < len(words) and words[at + 2].text in nouns and words[at + 2].start == end:  # 第 1 步
                    end, at = words[at + 2].end, at + 1
                last = int(following.text[:3])
                yield Mention(last, word.start, _behind_bracket(text, end))
                at += 2
                continue
        elif (
            number is not None
            and following is not None
            and following.text in nouns
            and _counts(text[word.end : following.start], word)
        ):
            yield Mention(number, word.start, following.end)
            last = number
            at += 2
            continue
        elif _is_counter(word, following, text) and following is not None:
            yield Mention(int(following.text), word.start, following.end)
            at += 2
            continue
        elif number is not None and not word.text.isdecimal() and _is_alone(text, word, number, last):
            yield Mention(number, word.start, word.end)
            last = number
        at += 1


def _is_alone(text: str, word: _Word, number: int, last: int) -> bool:
    """Tell whether an ordinal means a step without its noun: `第一步`, `first: (0.4, 1.9)`, or the next one of a sentence."""
    behind = text[word.end :]
    begins = not text[: word.start].strip(" *_") and behind.lstrip(" *_")[:1] in (":", "：") and "(" in behind
    return word.text in _whole_ordinals() or begins or (last > 0 and number == last + 1 and "(" in behind)


def _is_number_of(text: str, word: _Word, number: _Word) -> bool:
    """Tell whether a number behind a noun is its number, `step #2`, `step (1)`, and not the first of a point."""
    between = text[word.end : number.start].replace("nr", "").replace("no", "").strip(" #.:_")
    return not between or (between == "(" and text[number.end : number.end + 1] == ")")


def _counts(between: str, word: _Word) -> bool:
    """Tell whether a number and the noun behind it are `1. Schritt`, `second step` or `1回目`, and no product."""
    return not between.strip(" .") and (not word.text.isdecimal() or "." in between or not between)


def _behind_bracket(text: str, end: int) -> int:
    return end + 1 if text[end : end + 1] == ")" and text.rfind("(", 0, end) > text.rfind(")", 0, end) else end


def _is_counter(word: _Word, following: _Word | None, text: str) -> bool:
    """Tell whether this is `n = 1`, with a sign behind it that leads to what is said."""
    if word.text not in _COUNTERS or following is None or not following.text.isdecimal() or len(following.text) > 2:
        return False
    between, behind = text[word.end : following.start].strip(), text[following.end :].lstrip()[:1]
    return between == "=" and word.start == len(text) - len(text.lstrip()) and (behind in (":", "：", "→", "|", "-") or not behind)


def _number(word: _Word, ordinal: dict[str, int]) -> int | None:
    if word.text.isdecimal():
        return int(word.text[:3]) if len(word.text) <= 2 else None
    return ordinal.get(word.text)


@lru_cache(maxsize=1)
def _whole_ordinals() -> frozenset[str]:
    """Return the ordinals that have their noun in them: `第一步`, `二回目`."""
    joined = (language for language in LANGUAGES if language.joined)
    return frozenset(
        word for language in joined for forms in language.ordinals.split("|") for word in forms.split("/") if word[-1] in "步目"
    )


def _words(text: str) -> list[_Word]:
    """Return the words of a text: runs of letters, runs of digits, and what is written unspaced by the words of its languages."""
    found: list[_Word] = []
    unspaced = _tables()[3]
    at = 0
    while at < len(text):
        sign = text[at]
        if sign.isdecimal():
            end = at
            while end < len(text) and text[end].isdecimal():
                end += 1
            end += 2 * (text[at : end + 2].lower() in _tables()[1] and not text[end : end + 1].isdecimal())
        elif "\u2e80" <= sign <= "\u9fff" or "\uf900" <= sign <= "\ufaff":
            piece = text[at : at + _LONGEST_WORD]
            end = at + max(1, next((len(word) for word in unspaced if piece.startswith(word)), 1))
        elif sign.isalpha():
            end = at
            while end < len(text) and (text[end].isalpha() or text[end] in "'’") and not "\u2e80" <= text[end] <= "\u9fff":
                end += 1
        else:
            at += 1
            continue
        found.append(_Word(text[at:end].lower(), at, end))
        at = end
    return found


def numbered_item(mark: str, text: str) -> Mention | None:
    """Return the step of an item that its list numbers: `1. Step: (0.4, 1.9)`."""
    words = _words(text[:_LONGEST_WORD])
    if not mark[:-1].isdecimal() or not words or words[0].text not in _tables()[0] or int(mark[:-1]) > _MOST_STEP:
        return None
    return Mention(int(mark[:-1]), words[0].start, words[0].end)


def says_gradient(text: str) -> bool:
    """Tell whether the words before a point say that it is the gradient there, and no place."""
    words = " ".join(word.text for word in _words(text)[-3:])
    return "∇" in text[-12:] or any(noun in words for noun in words_of("gradient"))
