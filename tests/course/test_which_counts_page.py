"""docs/course.md is true of whose work counts: each list of files on it ends with the table below it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.collect.entry_search import find

PAGE = (Path(__file__).parents[2] / "docs/course.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(
    r"<!-- files: (?P<name>[\w ]+?)(?: --(?P<option>\w+) (?P<value>.+?))? -->\n"
    r"```text\n(?P<files>.*?)^```\n\n(?P<table>.*?)(?=\n\n)",
    re.MULTILINE | re.DOTALL,
)
EXAMPLES = {match["name"]: match for match in EXAMPLE.finditer(PAGE)}


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_counts_is_what_the_page_says(name: str, tmp_path: Path):
    """For each student the files of the attempts that count, and nobody else."""
    example, root = EXAMPLES[name], tmp_path / "subs"
    for file in example["files"].split("\n"):
        if file:
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).write_text("x = 1\n")
    options = {example["option"]: example["value"]} if example["option"] else {}
    if "roster" in options:
        lines = ["id,name,login", *options["roster"].split(";")]
        (tmp_path / "r.csv").write_text("\n".join(lines) + "\n")
        options["roster"] = str(tmp_path / "r.csv")
    counted = {
        entry.student.id: {str(Path(source.path).relative_to(root)) for source in entry.sources}
        for entry in find(root, **options).entries
    }
    rows = [line.strip("|").split("|") for line in example["table"].splitlines()[2:]]
    assert counted == {who.strip(): {file.strip() for file in files.split(",")} for who, files in rows}


def test_every_list_of_files_is_run():
    """No list on the page stands there unproved."""
    assert PAGE.count("```text") == len(EXAMPLES) > 4
