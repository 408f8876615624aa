"""Sentences said again: in another language, in a teacher's own words, with a decimal comma."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polib
import pytest

from grader.model import Verdict
from grader.reports.formats.markdown_letter import feedback_markdown
from grader.sentences import languages
from grader.sentences.catalogue import SENTENCES, from_plain, recognised, sentence, slip_text, to_plain
from grader.sentences.examples import _ELSEWHERE, _FILLINGS, example, gaps_of
from grader.sentences.figures import figures as number
from grader.sentences.figures import point_text as point
from grader.sentences.figures import shortened
from grader.sentences.languages import LANGUAGES, TRANSLATIONS, Language
from grader.sentences.sentence import Number
from tests.reports.sample import ASSIGNMENT, graded, handed_in, judged

GERMAN = {
    "slip.sign": "Ein Vorzeichen ist falsch; sonst stimmt die Antwort.",
    "within.part": "Im Teil {part}: {slip}",
    "slip.step_size_too_large": "Mit der Schrittweite {size} kommt es von {start} nicht zur Ruhe. {largest}",
    "step_size_too_large.unknown": "Nimm eine kleinere.",
    "next_step.title": "Als Nächstes:",
}


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Language]:
    """A translation of a few sentences."""
    file = polib.POFile()
    file.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    for code, said in GERMAN.items():
        file.append(polib.POEntry(msgctxt=code, msgid=SENTENCES[code], msgstr=said))
    file.save(str(tmp_path / "de.po"))
    monkeypatch.setattr(languages, "TRANSLATIONS", tmp_path)
    languages._translator.cache_clear()
    yield Language(code="de")
    languages._translator.cache_clear()


def test_a_sentence_is_said_in_another_language_with_all_that_stands_in_it(german: Language):
    """Gaps that are sentences are said so too; what has no translation stays English."""
    assert german.retell(sentence("within.part", part="Winkel", slip=slip_text("sign"))) == (
        "Im Teil Winkel: Ein Vorzeichen ist falsch; sonst stimmt die Antwort."
    )
    assert german.retell(sentence("missing", name="x")) == sentence("missing", name="x")
    assert german.retell("as it is") == "as it is"


def test_numbers_have_a_comma_where_it_is_written_so(german: Language):
    """And points a semicolon; in code and in English both stay."""
    smaller = sentence("step_size_too_large.unknown")
    said = sentence("slip.step_size_too_large", size=number(0.25), start=point((1.5, -2.0)), largest=smaller)
    assert german.retell(said) == "Mit der Schrittweite 0,25 kommt es von (1,5; -2) nicht zur Ruhe. Nimm eine kleinere."
    assert "about 0.25" in said


def test_what_was_kept_is_said_in_the_language_of_today(german: Language):
    """The record has codes and gaps, so nothing is graded anew."""
    kept = from_plain(json.loads(json.dumps(to_plain(sentence("within.part", part="x", slip=slip_text("sign"))))))
    assert german.retell(kept).startswith("Im Teil x: Ein Vorzeichen")


def test_a_reworded_sentence_has_no_translation_until_somebody_reads_it_again(german: Language, monkeypatch: pytest.MonkeyPatch):
    """A translation belongs to the English it was made of."""
    monkeypatch.setattr(languages, "SENTENCES", {**SENTENCES, "slip.sign": "Mind the signs."})
    assert german.retell(slip_text("sign")) == "Mind the signs."


def test_a_letter_is_in_one_language_and_in_the_course_s_own_words(german: Language):
    """The labels of a format and the findings; what the course says goes before both."""
    grade = graded(handed_in("a"), judged("df_dx", Verdict.INCORRECT, feedback=(german_feedback(),)))
    text = feedback_markdown(grade, replace(ASSIGNMENT, language="de"))
    assert "**Als Nächstes:**" in text
    assert "Ein Vorzeichen ist falsch" in text
    own = feedback_markdown(grade, replace(ASSIGNMENT, language="de", sentences={"slip.sign": "Signs!"}))
    assert "- Signs!" in own
    assert "Vorzeichen" not in own


def german_feedback():
    """A finding that the translation has."""
    from grader.sentences.catalogue import say

    return say("slip.sign")


# --- Examples, and translations that are packed ----------------------------------------------------------


@pytest.mark.parametrize("code", SENTENCES)
def test_every_sentence_has_an_example(code: str):
    """`grade sentences` fills every gap, and leaves no brace open."""
    shown = example(code)
    assert shown.strip()
    assert not any(f"{{{gap}}}" in shown for gap in gaps_of(SENTENCES[code]))


def test_no_example_is_left_over():
    """Every filling is of a gap that there is, and every beginning of codes that there are."""
    gaps = set().union(*(gaps_of(text) for text in SENTENCES.values()))
    assert _FILLINGS.keys() <= gaps
    assert [begin for begin in _ELSEWHERE if not any(code.startswith(begin) for code in SENTENCES)] == []


def test_every_translation_is_whole():
    """Every sentence has one, of the English as it is today, with the same gaps."""
    for name in LANGUAGES:
        if name == "en":
            continue
        entries = {entry.msgctxt: entry for entry in polib.pofile(str(TRANSLATIONS / f"{name}.po")) if entry.translated()}
        lacking = {code: text for code, text in SENTENCES.items() if code not in entries or entries[code].msgid != text}
        assert lacking == {}, f"no {name} yet: run docs/refresh_translations.py, and fill in what it lists"
        assert [code for code, text in SENTENCES.items() if gaps_of(entries[code].msgstr) != gaps_of(text)] == []
        assert list(entries) == list(SENTENCES), "docs/refresh_translations.py puts them in the catalogue's order"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.3999999999999999, "0.4"), (17.755859375, "17.8"), (-6.50678e45, "-6.51·10^45"), (2.0, "2"), (0.05, "0.05"),
     (1234.5, "1234"), (1e-6, "1·10^-6"), (-1.75183e-11, "-1.75·10^-11"),
     (0.0, "0"), (-0.5671432, "-0.567"), (123456.0, "123456"), (0.9999, "1")],
)  # fmt: skip
def test_numbers_are_for_people(value: float, text: str):
    """Three figures, whole numbers whole, no exponent of a programming language."""
    assert number(value) == text
    assert isinstance(number(value), Number)


def test_long_decimals_in_a_text_are_shortened():
    """In what a call gave or an answer was read as; names and whole numbers stay."""
    assert shortened("[0.3999999999999999, 1.96]") == "[0.4, 1.96]"
    assert shortened("(x2, 10, 0.15425144988758405)") == "(x2, 10, 0.154)"


def test_what_a_handed_function_says_is_known_again():
    """It came back as an exception's text, from a process that knows no sentences."""
    wanted = sentence("handed.several", count=2, names="x, y")
    said = recognised(str(sentence("handed.count", name="f", wanted=wanted, given=3)), "handed")
    assert Language(code="de").retell(said) == "f braucht 2 Zahlen, x, y, oder ein Array davon; hier sind es 3"
    text = sentence("handed.no_number", name="f", shown=sentence("handed.text"))
    assert Language(code="de").retell(recognised(str(text), "handed")) == "f braucht Zahlen, und hier steht ein Text"
    assert recognised("something else", "handed") == "something else"


def test_a_sentence_after_a_colon_begins_small_in_english_and_as_the_language_has_it_elsewhere():
    """Also one that was kept."""
    said = sentence("term.slip", term="x**2", variable="x", slip=slip_text("sign", "in_term"))
    kept = from_plain(json.loads(json.dumps(to_plain(said))))
    assert said == kept == "The derivative of `x**2` with respect to x: the sign is wrong."
    assert Language(code="de").retell(kept).endswith("nach x: Das Vorzeichen ist falsch.")
