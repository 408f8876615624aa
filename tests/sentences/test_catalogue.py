"""The one catalogue of what is said: complete, without leftovers, and the only door."""

from __future__ import annotations

import ast
import importlib
import json
import pickle
import re
import string
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from grader.kinds.descent.costs import COSTS
from grader.quantities.slips.catalogue import COVERS, LEFT_UNDONE, RANKS
from grader.sentences.catalogue import CHECKS, SENTENCES, TABLES, from_plain, sentence, slip_text, to_plain
from grader.sentences.english import about_slips

PACKAGE = Path(__file__).parents[2] / "grader"
FILES = [file for file in PACKAGE.rglob("*.py") if "sentences" not in file.parts]
BESIDE = [PACKAGE / "sentences" / name for name in ("catalogue.py", "figures.py")]  # they say some sentences themselves
NAMES_A_CAUSE = re.compile(
    r"\b(because|since|so that|looks as if|forgotten|Check|Look for|should be|overflows)\b"
)  # the words with which a sentence gives a reason, or sends a student to one
FREE = {"in_letters", "about_scores", "about_formulas"}  # words around findings; rules of the course; what was read where it stands
OWN = {"under", "audience"}  # what `say` itself takes, so no gap


def calls(names: set[str]) -> list[tuple[str, ast.Call]]:
    """Every call of one of these functions in the package, with its file."""
    return [
        (file.name, node)
        for file in FILES
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
    ]


def strings(*files: Path) -> set[str]:
    """Every text that stands in these files."""
    nodes = (node for file in files for node in ast.walk(tree_of(file)) if isinstance(node, ast.Constant))
    return {node.value for node in nodes if isinstance(node.value, str)}


@cache
def tree_of(file: Path) -> ast.Module:
    """A file of the package, parsed."""
    return ast.parse(file.read_text(encoding="utf-8"))


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
    words = strings(*FILES, *BESIDE)
    others = [code for code in SENTENCES if not code.startswith(("slip.", "example."))]
    assert [code for code in others if code not in words and code.partition(".")[2] not in words] == []


def thing(dotted: str) -> object:
    """What a dotted name of the package stands for."""
    parts = dotted.split(".")
    module = next(n for n in range(len(parts), 0, -1) if (PACKAGE.parent / "/".join(parts[:n])).with_suffix(".py").exists())
    found: object = importlib.import_module(".".join(parts[:module]))
    for name in parts[module:]:
        found = getattr(found, name)
    return found


def test_what_decides_a_cause_is_there():
    """A check is a function, an operator or a deviation of the package, and its sentences are in the catalogue."""
    assert all(thing(check) is not None for check in CHECKS.values())
    assert CHECKS.keys() <= SENTENCES.keys()


def test_a_sentence_that_names_a_cause_has_a_check():
    """Every slip, and whatever gives a reason or sends to one; else the file says that it was merely seen."""
    for table in TABLES:
        seen = getattr(table, "SEEN", ())
        for code, text in table.SENTENCES.items():
            causal = code.startswith("slip.") or (table.__name__.split(".")[-1] not in FREE and NAMES_A_CAUSE.search(text))
            assert not causal or (code in CHECKS) != (code in seen), f"{code} names a cause: which check decides it?"


def test_a_sentence_remembers_how_it_was_made():
    """A text can be said again from its code and its gaps, also after it was kept as JSON."""
    said = sentence("within.part", part="gradient", slip=slip_text("sign"))
    again = from_plain(json.loads(json.dumps(to_plain(said))))
    assert (again, again.code, again.gaps) == (said, said.code, said.gaps)
    assert pickle.loads(pickle.dumps(said)).gaps == said.gaps


def test_a_gap_that_is_not_given_is_an_error():
    """Nobody reads `{name}`."""
    with pytest.raises(KeyError):
        sentence("missing")


# --- Slips ----------------------------------------------------------------------------------------

SLIPS = [tuple(code.split(".")[1:]) for code in SENTENCES if code.startswith("slip.")]  # name, and case if there is one


def in_steps() -> set[str]:
    """The names of slips in a step by hand: what the methods yield with a place, and what they return alone."""
    found = set()
    for file in (PACKAGE / "descent" / "methods").glob("*.py"):
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
                found |= texts_in(node.value.elts[0], {})
            elif isinstance(node, ast.Return) and isinstance(node.value, ast.IfExp):
                found |= texts_in(node.value, {})
    return found


def in_programs() -> set[str]:
    """The names of slips in a program: those that cost something."""
    return {name.partition(".")[0] for name in COSTS}


def texts_in(node: ast.expr | None, known: dict[str, list[ast.expr]]) -> set[str]:
    """The texts that an expression may be, as far as they stand in it or are assigned to its name."""
    if isinstance(node, ast.Constant):
        return {node.value} if isinstance(node.value, str) else set()
    if isinstance(node, ast.IfExp):
        return texts_in(node.body, known) | texts_in(node.orelse, known)
    if isinstance(node, ast.BoolOp):
        return set().union(*(texts_in(value, known) for value in node.values))
    if isinstance(node, ast.Name):
        return set().union(*(texts_in(value, {}) for value in known.get(node.id, [])))
    return set()


def test_slips_stand_in_one_table():
    """All of them, and nothing in it but them and the words around them."""
    assert {code for code in SENTENCES if code.startswith("slip.")} <= set(about_slips.SENTENCES)
    assert {code.partition(".")[0] for code in about_slips.SENTENCES} == {"slip", "within", "part"}


def test_every_slip_that_can_be_named_has_its_sentence():
    """In values the usual one; in steps and programs their own, or the usual one."""
    assert {"ascends", "components_swapped", "gradient_instead_of_point", "another_step_size"} <= in_steps() & in_programs()
    assert [name for name in RANKS if (name,) not in SLIPS] == []
    assert [name for name in in_steps() if not {(name,), (name, "step")} & set(SLIPS)] == []
    assert [name for name in in_programs() if not {(name,), (name, "program")} & set(SLIPS)] == []


def test_every_sentence_of_a_slip_can_be_said():
    """There is a slip of this name, made where the sentence says."""
    made_of_code = PACKAGE / "kinds" / "numbers_put_in.py"
    quantities = [file for file in FILES if "quantities" in file.parts and file.name != "catalogue.py"] + [made_of_code]
    values, named = strings(*quantities), {"step": in_steps(), "program": in_programs()}
    usual = {name for name in RANKS if name in values}
    usual |= {name for case, names in named.items() for name in names if (name, case) not in SLIPS}
    for name, *case in SLIPS:
        there = name in usual if not case else name in named[case[0]] if case[0] in named else {name, case[0]} <= values
        there = there or ".".join((name, *case)) in COSTS  # told of a program under this name
        assert there, (name, *case)


def test_no_two_slips_of_one_place_are_told_alike():
    """Two names with the same words would be one slip."""
    for case, names in (("", set(RANKS)), ("step", in_steps()), ("program", in_programs())):
        told = [SENTENCES.get(f"slip.{name}.{case}", SENTENCES.get(f"slip.{name}")) for name in names]
        if not case:
            told += [SENTENCES[".".join(("slip", *slip))] for slip in SLIPS if len(slip) > 1 and slip[1] not in ("step", "program")]
        assert [text for text, count in Counter(told).items() if count > 1] == []


def test_what_covers_another_has_a_rank():
    """Names that are compared by value stand in one table."""
    assert {*COVERS, *LEFT_UNDONE}.union(*COVERS.values()) <= set(RANKS)
