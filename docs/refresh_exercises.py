"""Write what the package says of itself into docs/exercises.md: keys, kinds, rules, and a walk that is really walked.

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
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

from pydantic import BaseModel

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
from grader.kinds import KINDS
from grader.kinds.descent.options import Rubric
from grader.kinds.protocol import Kind

PAGE = Path(__file__).resolve().parent / "exercises.md"
MODELS: dict[str, type[BaseModel]] = {
    "exercise": ExerciseKeys,
    "function": FunctionKeys,
    "limits": LimitKeys,
    "item": ItemKeys,
    "misconception": MisconceptionKeys,
    "accepts": AcceptedKeys,
    "rejects": RejectedKeys,
    "rubric": Rubric,
}
MARKED = re.compile(
    r"<!-- write: (?P<file>\S+) -->\n```\w*\n(?P<content>.*?)^```$|"
    r"<!-- (?P<what>output|file|keys|kinds|rules): (?P<of>.*?) -->\n.*?^<!-- end -->",
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
        rows.append(f"| `{key}` | {_cell(description)} | {default} | {examples} |")
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


def kinds_sections() -> str:
    """Return every kind: what it asks for, its keys, and an exercise with it."""
    return "\n\n".join("\n".join(_section(kind)) for kind in KINDS.values())


def _section(kind: Kind) -> Iterator[str]:
    yield from (f"### `{kind.name}`", "", kind.summary, "")
    yield from (keys_table(kind.options), "") if kind.options.model_fields else ()
    yield from (f"<!-- write: exercises/{kind.name}.yml -->", "```yaml", kind.example.strip(), "```")
    if kind.programming is not None:
        yield from ("", "Verification needs a right program, in `reference_solutions/` beside `exercises/`:", "")
        yield f"<!-- write: reference_solutions/{kind.name}.py -->"
        yield from ("```python", kind.programming.reference.strip(), "```")


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
    "kinds": lambda _: kinds_sections(),
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
