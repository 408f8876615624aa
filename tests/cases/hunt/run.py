"""Grade the cases of `cases.jsonl` and print each whose verdict is not what a fair marker gives.

    python tests/cases/hunt/run.py [GRADE] [EXERCISES] [WORKDIR] [--jobs 2] [--only PREFIX] [--write]

The last line counts the rows by side: A are answers that deserve less, B honest ones. The exit status is 1 where a
row of those that `holds` marks does not hold; `--write` renews what the cases say was seen.
"""

from __future__ import annotations

import argparse
import collections
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
LESSON = HERE.parents[2] / "exercises"
SHOWN = 160  # characters of an answer, so that a row is a line or two of a terminal

Case = dict[str, Any]


def is_as_wanted(seen: str, want: str) -> bool:
    """Tell whether a verdict such as `partial 2/4` is what is wanted; a person's review counts as nothing earned yet."""
    found = re.match(r"(\w+) ([\d.]+)/([\d.]+)$", seen)
    if not found:
        return False
    earned, points, waits = float(found[2]), float(found[3]), found[1] == "needs_review"
    return {
        "full": earned == points and not waits,
        "not full": earned < points or waits,
        "none": earned == 0 or waits,
        "not none": earned > 0 or waits,
    }[want]


def notebook(case: Case) -> str:
    """Return the notebook of a case: one text cell, or the cells that it lists."""
    cells = [["markdown", case["source"]]] if case["kind"] == "md" else json.loads(case["source"])
    code = {"outputs": [], "execution_count": None}
    written = [
        {"cell_type": sort, "metadata": {}, "source": source, **(code if sort == "code" else {})}
        for sort, source in cells
    ]
    return json.dumps({"cells": written, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})


def hand_in(cases: Iterable[Case], folder: Path) -> None:
    """Write each case as the work of a student who bears its name."""
    for case in cases:
        own = folder / case["id"]
        own.mkdir(parents=True)
        is_program = case["kind"] == "py"
        text = case["source"] if is_program else notebook(case)
        (own / ("hw.py" if is_program else "hw.ipynb")).write_text(text, encoding="utf-8")


def graded(cases: list[Case], exercises: Path, folder: Path, options: argparse.Namespace) -> dict[str, str]:
    """Return what each case was given, such as `partial 2/4`, by its id."""
    shutil.rmtree(folder, ignore_errors=True)
    hand_in(cases, folder / "handed_in")
    command = [options.grade, "handed_in", "--exercises", str(exercises), "--out", "grades", "--quiet"]
    subprocess.run([*command, "--jobs", options.jobs], cwd=folder, check=False)
    book = json.loads((folder / "grades" / "gradebook.json").read_text(encoding="utf-8"))
    items = {(grade["student"]["id"], item["item"]): item for grade in book["grades"] for item in grade["items"]}
    seen = {}
    for case in cases:
        item = items.get((case["id"], case["item"]))
        seen[case["id"]] = f"{item['verdict']} {item['earned']}/{item['points']}" if item else "no item"
    return seen


def arguments() -> argparse.Namespace:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n", maxsplit=1)[0])
    parser.add_argument("grade", nargs="?", default="grade", help="the command that grades")
    parser.add_argument("exercises", nargs="?", type=Path, default=LESSON, help="the lesson's exercises")
    parser.add_argument("work", nargs="?", type=Path, help="a folder to work in")
    parser.add_argument("--jobs", default="2")
    parser.add_argument("--only", default="", help="only cases whose id begins with this")
    parser.add_argument("--write", action="store_true", help="renew what was seen")
    return parser.parse_args()


def main() -> int:
    """Grade all groups of cases and print what is not as wanted."""
    options = arguments()
    work = (options.work or Path(tempfile.mkdtemp(prefix="hunt-"))).resolve()
    cases = [json.loads(line) for line in (HERE / "cases.jsonl").read_text(encoding="utf-8").splitlines()]
    groups: dict[str, list[Case]] = collections.defaultdict(list)
    for case in cases:
        if case["id"].startswith(options.only):
            groups[case["exercise"] or ""].append(case)
    counts: collections.Counter[str] = collections.Counter()
    lost = 0
    for exercise, group in groups.items():
        where = HERE / "exercises" / exercise if exercise else options.exercises.resolve()
        seen = graded(group, where, work / (exercise or "lesson").removesuffix(".yml"), options)
        for case in group:
            now, holds = seen[case["id"]], is_as_wanted(seen[case["id"]], case["want"])
            counts[f"{case['side']} {'right' if holds else 'wrong'}"] += 1
            lost += case["holds"] and not holds
            if not holds:
                source = case["source"][:SHOWN].encode("unicode_escape").decode()
                told = f"want {case['want']} | seen {now} | was {case['seen']} | {source}"
                print(case["id"], exercise or "lesson", case["item"], told)
            if options.write:
                case["seen"] = now
    print(dict(sorted(counts.items())), f"{lost} that held no longer hold")
    if options.write:
        rows = "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases)
        (HERE / "cases.jsonl").write_text(rows, encoding="utf-8")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
