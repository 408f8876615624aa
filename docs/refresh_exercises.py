"""Write what the package says of itself into docs/exercises.md: operators, shapes, keys, rules, and a walk that is really walked.

`python docs/refresh_exercises.py` rewrites the page; with `--check` it only says whether the page is true today. A
block after `<!-- write: FILE -->` is written to that file in an empty folder, and `<!-- output: COMMAND -->` runs there.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

from pydantic import BaseModel

from grader.algebra.functions import FUNCTIONS
from grader.authoring.questions import QUESTIONS
from grader.authoring.verify import RULES
from grader.course.exercise_schema import (
    AcceptedKeys,
    ExerciseKeys,
    FunctionKeys,
    ItemKeys,
    LimitKeys,
    MisconceptionKeys,
    RejectedKeys,
)
from grader.course.exercises import read_exercise
from grader.descent.methods import METHODS
from grader.kinds.answer_options import AnswerOptions
from grader.kinds.descent.options import ProgramOptions, Rubric
from grader.kinds.program_of_fit import FitOptions
from grader.kinds.program_of_term import FunctionOptions
from grader.kinds.shapes import SHAPES, shape_of
from grader.kinds.shapes.shape import Shape
from grader.quantities.evaluation import evaluate
from grader.quantities.operators import NAMED, OPERATORS
from grader.quantities.operators.operator import HOLDS, Operator, Place
from grader.quantities.sheet import sheet_of

PAGE = Path(__file__).resolve().parent / "exercises.md"
MODELS: dict[str, type[BaseModel]] = {
    "exercise": ExerciseKeys,
    "function": FunctionKeys,
    "limits": LimitKeys,
    "item": ItemKeys,
    "answer": AnswerOptions,
    "program": ProgramOptions,
    "gives": FunctionOptions,
    "fits": FitOptions,
    "misconception": MisconceptionKeys,
    "accepts": AcceptedKeys,
    "rejects": RejectedKeys,
    "rubric": Rubric,
}
MARKED = re.compile(
    r"<!-- write: (?P<file>\S+) -->\n```\w*\n(?P<content>.*?)^```$|"
    r"<!-- (?P<what>output|file|keys|operators|arithmetic|methods|shapes|new|rules): (?P<of>.*?) -->\n.*?^<!-- end -->",
    re.MULTILINE | re.DOTALL,
)


def keys_table(model: type[BaseModel], without: frozenset[str] = frozenset()) -> str:
    """Return the keys of a model as a table: what each says, what holds when it is left out, and an example."""
    rows = ["| key | what it says | left out | example |", "| --- | --- | --- | --- |"]
    for key, field in model.model_fields.items():
        if key in without:
            continue
        default = "**needed**" if field.is_required() else _shown(field.get_default(call_default_factory=True))
        examples = ", ".join(f"`{_yaml(example)}`" for example in field.examples or [])
        description = field.description or (MODELS[key].__doc__ or "" if key in MODELS else "")
        rows.append(f"| `{field.alias or key}` | {_cell(description)} | {default} | {examples} |")
    return "\n".join(rows)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _shown(default: object) -> str:
    """Return what a key that is left out stands for; nothing if that is nothing."""
    if default is None or isinstance(default, BaseModel) or default in ([], {}, ()):
        return ""
    if isinstance(default, tuple):
        return f"`[{', '.join(map(str, default))}]`"
    return f"`{_yaml(default)}`"


def _yaml(value: object) -> str:
    return str(value) if isinstance(value, str | Fraction) else json.dumps(value).replace('"', "")


# the names that the operators' examples are written in
SAMPLE = """
title: A sheet
prompt: "`sample`"
functions:
  f(x, y): x**2*y + y**3
  E(a, b): mean((a*X + b - Y)**2)
given: {P: [1, 2], Q: [3, 1], v: [3, 4]}
data: {X: [1, 2, 3], Y: [2, 4, 5]}
items: [{id: sample, answer: "diff(f, x)"}]
"""


def shape_of_term(term: str) -> Shape:
    """Return the shape of what a term comes to on the sample sheet."""
    sheet = sheet_of(read_exercise(SAMPLE, "sample.yml", "sample"))
    shape = shape_of(evaluate(sheet.term(term), sheet))
    assert shape is not None, f"{term} is no answer"
    return shape


def asked() -> Iterator[Operator]:
    """Yield the operators that answer a question on a sheet."""
    return (operator for operator in NAMED if operator.asks)


def operators_table() -> str:
    """Return the questions that an operator answers, each with its term, what the operator takes, and what the answer is."""
    rows = ["| the question on your sheet | the term | it takes | the answer is |", "| --- | --- | --- | --- |"]
    for operator in asked():
        takes = "; ".join(map(_place, operator.places))
        rows.append(f"| {operator.asks} | `{operator.example}` | {takes} | {shape_of_term(operator.example).called} |")
    return "\n".join(rows)


def _place(place: Place) -> str:
    what = HOLDS[place.holds].partition(", such as")[0]
    return f"`{place.name}`: {what}{', once or more' if place.repeated else ''}{' (may be left out)' if place.optional else ''}"


def arithmetic() -> str:
    """Return what numbers, formulas and vectors may be made of without an operator that has a name of its own."""
    signs = " ".join(f"`{name}`" for name in OPERATORS if not name.isidentifier())
    functions = ", ".join(f"`{name}`" for name in FUNCTIONS)
    text = f"Numbers, formulas and vectors are put together with {signs} and brackets, and with {functions}."
    return "\n".join(textwrap.wrap(text, 128))


def methods_table() -> str:
    """Return the methods of descent, each with a rule and what one step is."""
    rows = ["| the rule | a step |", "| --- | --- |"]
    rows.extend(f"| `{method.example}` | {_cell(method.says)} |" for method in METHODS.values())
    return "\n".join(rows)


def shapes_table() -> str:
    """Return the shapes of answers: which terms lead to each, what `up_to` may say, and which other keys do something."""
    rows = ["| the answer is | as in | `up_to` may be | other keys that do something |", "| --- | --- | --- | --- |"]
    of_shape: dict[int, list[str]] = {}
    for operator in asked():
        of_shape.setdefault(id(shape_of_term(operator.example)), []).append(f"`{operator.example}`")
    for shape in SHAPES:
        loosenings = ", ".join(f"`{loosening}`" for loosening in shape.loosenings)
        keys = ", ".join(f"`{key}`" for key in shape.reads if key != "up_to")
        rows.append(f"| {shape.called} | {', '.join(of_shape[id(shape)][:2])} | {loosenings} | {keys} |")
    return "\n".join(rows)


def new_exercise_blocks(word: str) -> str:
    """Return the exercise that `grade new` writes of a question, without its comments, and the right program with it."""
    example = QUESTIONS[word]
    lines = [f"<!-- write: exercises/{word}.yml -->", "```yaml", example.text.strip(), "```"]
    if example.program:
        lines += ["", f"<!-- write: reference_solutions/{word}.py -->", "```python", example.program.strip(), "```"]
    return "\n".join(lines)


def rules_table() -> str:
    """Return what verification proves, by the column of its table."""
    rows = ["| column | what holds |", "| --- | --- |"]
    return "\n".join([*rows, *(f"| {rule.column} | {_cell(rule.sentence)} |" for rule in RULES)])


def output_of(command: str, folder: Path) -> str:
    """Return what a command prints in this folder, as in a terminal of 100 columns without colour."""
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8"}
    ran = subprocess.run(command.split(), cwd=folder, env=environment, capture_output=True, text=True, check=False)
    lines = [f"$ {command}", *(line.rstrip() for line in (ran.stdout + ran.stderr).rstrip().splitlines())]
    return "\n".join(["```console", *lines, "```"])


GENERATED: dict[str, Callable[[str], str]] = {
    "file": lambda of: "\n".join(("```yaml", (PAGE.parents[1] / of).read_text(encoding="utf-8").rstrip(), "```")),
    "keys": lambda of: keys_table(MODELS[of]),
    "operators": lambda _: operators_table(),
    "arithmetic": lambda _: arithmetic(),
    "methods": lambda _: methods_table(),
    "shapes": lambda _: shapes_table(),
    "new": new_exercise_blocks,
    "rules": lambda _: rules_table(),
}


def refreshed(page: str, folder: Path) -> str:
    """Return the page as it is today, with its files written into the folder and its commands run there, in order."""

    def again(match: re.Match[str]) -> str:
        if match["file"]:
            file = folder / match["file"]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(match["content"], encoding="utf-8")
            return match[0]
        of = match["of"]
        text = output_of(of, folder) if match["what"] == "output" else GENERATED[match["what"]](of)
        return f"<!-- {match['what']}: {of} -->\n{text}\n<!-- end -->"

    return MARKED.sub(again, page)


def main() -> int:
    """Rewrite the page, or with `--check` compare it; returns the exit status."""
    before = PAGE.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        after = refreshed(before, Path(folder))
    if "--check" in sys.argv:
        if before != after:
            sys.stdout.write("docs/exercises.md is not as it is today; run `python docs/refresh_exercises.py`\n")
        return int(before != after)
    PAGE.write_text(after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
