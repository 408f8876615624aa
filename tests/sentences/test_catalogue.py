"""The one catalogue of what is said: complete, without leftovers, and the only door."""

from __future__ import annotations

import ast
import string
from pathlib import Path

from grader.sentences.catalogue import SENTENCES, TABLES
from grader.sentences.english.in_letters import SEVERAL

PACKAGE = Path(__file__).parents[2] / "grader"
FILES = [file for file in PACKAGE.rglob("*.py") if "sentences" not in file.parts]
OWN = {"under", "audience"}  # what `say` itself takes, so no gap


def calls(names: set[str]) -> list[tuple[str, ast.Call]]:
    """Every call of one of these functions in the package, with its file."""
    return [
        (file.name, node)
        for file in FILES
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
    ]


def gaps(text: str) -> set[str]:
    """The named gaps of a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_no_code_stands_in_two_tables():
    """A code means one sentence."""
    assert sum(len(table.SENTENCES) for table in TABLES) == len(SENTENCES)


def test_every_code_that_is_said_has_its_sentence_with_just_these_gaps():
    """What a caller fills in is what the sentence asks for."""
    for file, call in calls({"sentence", "say"}):
        if call.args and isinstance(call.args[0], ast.Constant):
            code = call.args[0].value
            assert code in SENTENCES, f"{file}:{call.lineno}: {code}"
            if all(keyword.arg for keyword in call.keywords):
                given = {str(keyword.arg) for keyword in call.keywords} - OWN
                assert given == gaps(SENTENCES[code]), f"{file}:{call.lineno}: {code}"


def test_every_sentence_is_said_somewhere():
    """No sentence is left over: its code, or the part of it after the dot, stands in the package."""
    words = {
        node.value
        for file in FILES
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert [code for code in SENTENCES if code not in words and code.partition(".")[2] not in words] == []


def test_what_goes_differently_for_several_names_is_part_of_a_sentence_about_one():
    """A sentence that is reworded takes its plural with it."""
    told = [text.replace("`{name}`", "{name}") for text in SENTENCES.values()]
    assert [part for part in SEVERAL if not any(part in text for text in told)] == []
