"""The rules that keep the house as it is: names, reasons, plain English, rooms and no splinters."""

from __future__ import annotations

import ast
import doctest
import importlib
import io
import re
import tokenize
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "grader"

TWICE = {
    "answer.py": "an answer as text, and the item that asks for one: the noun of both rooms",
    "catalogue.py": "the mistakes that answers show, and the sentences: each is the catalogue of its room",
}
"""Base names that may stand in two rooms, each with its reason."""

KEPT = {
    "notation/form.py:_is_below_zero": "a question about an exponent, in a row of cases that are one call each",
    "notation/labels.py:_in_latin": "names what the letters become, where the loop would hide it in a long step",
    "notation/named_variables.py:_denies_one": "one reading of a denial among several, with an example",
    "notation/numbered_steps.py:_counts": "one of three shapes of a number beside a noun, each a function with its examples",
    "notation/numbered_steps.py:_behind_bracket": "a move over the text that the caller makes among others",
    "notation/trees.py:_is_degree": "a condition of mathematics by its name",
    "notation/trees.py:_power": "a builder of the table of signs",
    "submission/text_cells.py:_is_definition": "one of the questions about a side, beside `_is_written`",
    "descent/hand_steps.py:_counts": "a word for a column of numbers that go up by one",
    "quantities/automatic.py:_by_differences": "beside `_by_mygrad`, and named after Richardson's formula",
    "course/exercises.py:_built": "an item of the model out of what is written of it, key by key",
    "reports/formats/classroom50.py:_test": "the shape of one test, as the platform's schema names it",
    "reports/formats/gradebook_json.py:_assignment": "a shape that our schema names",
    "reports/formats/gradebook_json.py:_booking": "a shape that our schema names",
    "reports/formats/gradebook_json.py:_criterion": "a shape that our schema names",
    "reports/formats/class_page.py:_item": "a shape that our schema names",
    "reports/formats/gradescope_results.py:_test": "the shape of one test, as the platform's schema names it",
    "reports/identities.py:_kinds": "the notes of the function above it once more, in words that can be counted",
    "sandbox/walls/seccomp.py:_opening": "seven steps of a program for the kernel, whose rule its name and docstring say",
}
"""Private functions of one statement, called once, whose name says what the statement does not: each with its reason."""

EXAMPLES = {
    "algebra/differentiate.py:differentiate",
    "algebra/floats.py:agree",
    "descent/landscape.py:step_against",
    "equality/compare.py:compare",
    "equality/dependence.py:read_variable_set",
    "quantities/slips/recognise.py:recognise",
    "quantities/references.py:derivative",
    "quantities/unit_vectors.py:directional_derivative",
    "quantities/unit_vectors.py:unit_vector",
}
"""Functions of mathematics on which verdicts rest, each with an example that runs."""

FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
COMPOUND = (ast.For, ast.While, ast.If, ast.With, ast.Try, ast.Match, *FUNCTION, ast.ClassDef)
CONSTANT = re.compile(r"_?[A-Z][A-Z0-9_]*")

NO_VERBS = frozenset(
    "The A An This That These Those It Its He She They What Whatever Which Whether Who Whom Whose Where When Why How If As So "
    "At By For From In Into Of On Out Over To Under Up With Without About After Before Between Because And Or But Not No None "
    "Nothing Something Everything Everybody Somebody Nobody All Any Both Each Every Few First Last Less Many More Most Much "
    "One Only Other Others Several Some Such Two Three True False Always Also Never Then There Here Small Simple Right "
    "Text Type Types Value Evidence Markdown Python Argument Worker Reference Id Login Everyone Anything".split()
)
"""Words that open a docstring which names a thing in place of saying what is done."""
NO_VERB = re.compile(r".+(?:[^s]s|ing|ed|tion|ment|ness|ity|ly)")
"""Endings of plurals, of the third person, of participles, of nouns and adverbs: `Returns`, `Points`, `Rounded`."""
VERBS = frozenset("Bring Need Feed Embed Mention Question Position Comment Apply Reply Multiply Focus Process".split())
"""Verbs that end like none."""


@dataclass(frozen=True, kw_only=True)
class Module:
    """One file of the package, read once for all rules."""

    path: str
    tree: ast.Module
    commented: frozenset[int]  # lines with a comment
    alone: frozenset[int]  # lines with nothing but a comment

    @property
    def room(self) -> str:
        """The room that it lies in: the first part of its path."""
        return self.path.split("/")[0].removesuffix(".py")


def module(source: str, path: str = "room/example.py") -> Module:
    """A file with this text."""
    comments = [token for token in tokenize.generate_tokens(io.StringIO(source).readline) if token.type == tokenize.COMMENT]
    alone = frozenset(token.start[0] for token in comments if token.line.strip().startswith("#"))
    return Module(
        path=path, tree=ast.parse(source), commented=frozenset(token.start[0] for token in comments), alone=alone
    )


@cache
def modules() -> tuple[Module, ...]:
    """All files of the package."""
    return tuple(
        module(file.read_text(encoding="utf-8"), file.relative_to(PACKAGE).as_posix())
        for file in sorted(PACKAGE.rglob("*.py"))
    )


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Functions, methods and properties, wherever they stand."""
    return (node for node in ast.walk(tree) if isinstance(node, FUNCTION))


def without_reason(file: Module) -> Iterator[str]:
    """Constants of the module with no comment beside or above and no string below.

    A table that has a module of its own is told of by the module's docstring.
    """
    if file.path.startswith("sentences/english/"):
        return
    for node, following in zip(file.tree.body, [*file.tree.body[1:], None], strict=True):
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target if isinstance(node, ast.AnnAssign) else None
        if not (isinstance(target, ast.Name) and CONSTANT.fullmatch(target.id)) or node.value is None:
            continue
        if isinstance(node.value, ast.Call) and ast.unparse(node.value.func) in {"TypeVar", "ParamSpec"}:
            continue
        told = isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant)
        if not (told or {node.lineno, node.end_lineno} & file.commented or node.lineno - 1 in file.alone):
            yield f"{file.path}:{node.lineno}: {target.id} has no reason beside it"


def splinters(file: Module) -> Iterator[str]:
    """Private functions of one simple statement with one caller: they say no more than their body, or are in `KEPT`."""
    named = Counter(node.id for node in ast.walk(file.tree) if isinstance(node, ast.Name))
    named += Counter(node.attr for node in ast.walk(file.tree) if isinstance(node, ast.Attribute))
    called = {ast.unparse(node.func).split(".")[-1] for node in ast.walk(file.tree) if isinstance(node, ast.Call)}
    for node in functions(file.tree):
        body = node.body[1:] if ast.get_docstring(node) else node.body
        once = named[node.name] == 1 and node.name in called
        private = node.name.startswith("_") and not node.name.startswith("__") and not node.decorator_list
        splinter = private and once and len(body) == 1 and not isinstance(body[0], COMPOUND)
        if splinter and f"{file.path}:{node.name}" not in KEPT:
            yield f"{file.path}:{node.lineno}: {node.name} is one statement, called once"


def first_lines(file: Module) -> Iterator[str]:
    """Docstrings whose first line opens with no verb, or holds more than one `where`, `that` or `which`."""
    for node in ast.walk(file.tree):
        if not isinstance(node, (*FUNCTION, ast.ClassDef)) or not (text := ast.get_docstring(node)):
            continue
        line = text.split("\n")[0]
        if isinstance(node, FUNCTION) and not opens_with_a_verb(line):
            yield f"{file.path}:{node.lineno}: no verb opens: {line}"
        if len(re.findall(r"\b(?:where|that|which)\b", line, re.IGNORECASE)) > 1:
            yield f"{file.path}:{node.lineno}: more than one `where`, `that` or `which`: {line}"


def opens_with_a_verb(line: str) -> bool:
    """`Return …`, `Tell whether …`, `Keep …`: a capital word that is not known to be something else."""
    word = re.match(r"[A-Z][a-z]+(?=[ .:]|$)", line)
    return word is not None and (word[0] in VERBS or not (word[0] in NO_VERBS or NO_VERB.fullmatch(word[0])))


def unmapped(file: Module) -> Iterator[str]:
    """Files and rooms beside an `__init__` that its map does not name."""
    folder = (PACKAGE / file.path).parent
    if not file.path.endswith("/__init__.py") or not folder.is_dir():
        return
    said = ast.get_docstring(file.tree) or ""
    for entry in sorted(folder.iterdir()):
        named = (entry.suffix == ".py" and entry.stem != "__init__") or (entry / "__init__.py").is_file()
        if named and not re.search(rf"\b{entry.stem}\b", said):
            yield f"{file.path}: the map does not name {entry.stem}"


@pytest.mark.parametrize("rule", [without_reason, splinters, first_lines, unmapped])
def test_every_rule_holds_in_every_room(rule):
    """A constant has its reason, a private function says more than its body, a docstring opens with a verb, a map is whole."""
    assert [fault for file in modules() for fault in rule(file)] == []


def test_no_base_name_stands_twice():
    """Whoever opens a file by its name finds one, but where a reason is written down."""
    names = Counter(Path(file.path).name for file in modules())
    twice = {name for name, count in names.items() if count > 1 and name != "__init__.py"}
    assert twice <= set(TWICE)
    assert set(TWICE) <= twice, "a reason for what is not there any more"


def test_every_file_says_why_it_is_there():
    """Its first statement is a docstring."""
    assert [file.path for file in modules() if not ast.get_docstring(file.tree)] == []


def test_reasons_and_rooms_are_of_what_is_there():
    """The lists of exceptions hold nothing that is gone."""
    there = {f"{file.path}:{node.name}" for file in modules() for node in functions(file.tree)}
    assert set(KEPT) <= there


@pytest.mark.parametrize("path", [file.path for file in modules() if ">>>" in (ast.unparse(file.tree))])
def test_examples_in_docstrings_are_true(path: str):
    """An example of a right answer and of a wrong one is worked out as it stands."""
    name = "grader." + path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert result.failed == 0


def test_the_public_functions_of_mathematics_have_an_example():
    """What decides about answers shows in its docstring what it takes for right and for wrong."""
    shown = {
        f"{file.path}:{node.name}"
        for file in modules()
        for node in functions(file.tree)
        if ">>>" in (ast.get_docstring(node) or "")
    }
    assert shown >= EXAMPLES


CASES = {
    without_reason: {
        "LIMIT = 3": 1,
        "LIMIT = 3  # as many as fit on a screen": 0,
        "# as many as fit on a screen\nLIMIT = 3": 0,
        'LIMIT = 3\n"""As many as fit on a screen."""': 0,
        "# of this one\nLIMIT = 3\nOTHER = 4": 1,
        "NAMES = {\n    '#': 1,\n}": 1,
        "T = TypeVar('T')\nAnswer = int | str": 0,
    },
    splinters: {
        "def _twice(x):\n    return 2 * x\n\ndef f(x):\n    return _twice(x)": 1,
        "def _twice(x):\n    return 2 * x\n\ndef f(x):\n    return _twice(x) + _twice(1)": 0,
        "def _twice(x):\n    return 2 * x\n\ndef f(x):\n    return map(_twice, x)": 0,
        "def _twice(x):\n    for y in x:\n        yield 2 * y\n\ndef f(x):\n    return _twice(x)": 0,
        "class A:\n    def _two(self):\n        '''Two.'''\n        return 2\n\n    def f(self):\n        return self._two()": 1,
    },
    first_lines: {
        **{f"def f():\n    '''{line}'''": 0 for line in ("Return x.", "Tell whether x is y.", "Keep what is there.")},
        **{
            f"def f():\n    '''{line}'''": 1
            for line in ("Returns x.", "The x.", "Whether x.", "`x` of y.", "Points.", "Rounded.", "Return that which is.")
        },
        "class A:\n    '''The x of y.'''": 0,
        "class A:\n    '''The x that is where y is.'''": 1,
    },
}
"""For each rule, files and how many faults it finds in each."""


@pytest.mark.parametrize(
    ("rule", "source", "faults"), [(rule, source, faults) for rule, cases in CASES.items() for source, faults in cases.items()]
)
def test_a_rule_finds_what_it_is_made_for(rule, source: str, faults: int):
    """And nothing else: a rule that finds nothing proves nothing."""
    assert len(list(rule(module(source)))) == faults
