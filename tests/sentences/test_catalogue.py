"""The one catalogue of what is said: complete, without leftovers, and the only door."""

from __future__ import annotations

import ast
import string
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from grader.descent.step_directions import QUOTIENT, ROUNDED_CONSTANT, ROUNDED_SLOPE
from grader.quantities.slips.catalogue import COVERS, LEFT_UNDONE, RANKS
from grader.sentences.catalogue import SENTENCES, TABLES
from grader.sentences.english import about_slips
from grader.sentences.english.in_letters import SEVERAL

PACKAGE = Path(__file__).parents[2] / "grader"
FILES = [file for file in PACKAGE.rglob("*.py") if "sentences" not in file.parts]
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
    words = strings(*FILES)
    others = [code for code in SENTENCES if not code.startswith("slip.")]
    assert [code for code in others if code not in words and code.partition(".")[2] not in words] == []


def test_what_goes_differently_for_several_names_is_part_of_a_sentence_about_one():
    """A sentence that is reworded takes its plural with it."""
    told = [text.replace("`{name}`", "{name}") for text in SENTENCES.values()]
    assert [part for part in SEVERAL if not any(part in text for text in told)] == []


# --- Slips ----------------------------------------------------------------------------------------

NO_SLIPS = {"gradient", QUOTIENT, ROUNDED_CONSTANT, ROUNDED_SLOPE}  # directions that are right, or as near as can be
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
    """The names of slips in a program: what is named of a trial, and the directions that steps can go in by mistake."""
    found = set()
    for file in [*(PACKAGE / "descent").glob("*.py"), *(PACKAGE / "kinds" / "descent").glob("*.py")]:
        known = assigned(tree_of(file).body)
        for function in ast.walk(tree_of(file)):
            if isinstance(function, ast.FunctionDef):
                local = {**known, **assigned(ast.walk(function))}
                for node in ast.walk(function):
                    found |= texts_in(named_by(node, function.name), local)
    (shown,) = assigned(tree_of(PACKAGE / "descent" / "step_counts.py").body)["_SHOWN"]
    assert isinstance(shown, ast.Dict), "what programs show in place of the point, by the name of the slip"
    found |= {str(ast.literal_eval(key)) for key in shown.keys if key is not None}
    return found - NO_SLIPS


def named_by(node: ast.AST, function: str) -> ast.expr | None:
    """The name of a slip in a program, where this is a place in a function that gives one."""
    if isinstance(node, ast.Call) and node.args and ast.unparse(node.func).endswith((".name", "Direction")):
        return node.args[0]
    if isinstance(node, ast.keyword) and node.arg in ("mistake", "misconception"):
        return node.value
    if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple) and function == "_readings":
        return node.value.elts[0]
    return node.value if isinstance(node, ast.Return) and function.startswith("name_of_") else None


def assigned(nodes: Iterable[ast.AST]) -> dict[str, list[ast.expr]]:
    """What is assigned to names among these statements, also where several are assigned at once."""
    found: dict[str, list[ast.expr]] = {}
    for node in nodes:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        for target in targets:
            sides = [(target, node.value)]
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                sides = list(zip(target.elts, node.value.elts, strict=True))
            for one, value in sides:
                if isinstance(one, ast.Name) and value is not None:
                    found.setdefault(one.id, []).append(value)
    return found


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
    assert {code.partition(".")[0] for code in about_slips.SENTENCES} == {"slip", "within"}


def test_every_slip_that_can_be_named_has_its_sentence():
    """In values the usual one; in steps and programs their own, or the usual one."""
    assert {"ascends", "components_swapped", "gradient_instead_of_point", "another_step_size"} <= in_steps() & in_programs()
    assert [name for name in RANKS if (name,) not in SLIPS] == []
    assert [name for name in in_steps() if not {(name,), (name, "step")} & set(SLIPS)] == []
    assert [name for name in in_programs() if not {(name,), (name, "program")} & set(SLIPS)] == []


def test_every_sentence_of_a_slip_can_be_said():
    """There is a slip of this name, made where the sentence says."""
    quantities = [file for file in FILES if "quantities" in file.parts and file.name != "catalogue.py"]
    values, named = strings(*quantities), {"step": in_steps(), "program": in_programs()}
    usual = {name for name in RANKS if name in values}
    usual |= {name for case, names in named.items() for name in names if (name, case) not in SLIPS}
    for name, *case in SLIPS:
        there = name in usual if not case else name in named[case[0]] if case[0] in named else {name, case[0]} <= values
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
