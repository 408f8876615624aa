"""Write the real output of commands, as text or as a picture, and real files between the markers of README.md and docs/.

`python docs/refresh_readme.py` rewrites the pages; with `--check` it only says whether they are true today.
docs/exercises.md has a script of its own, because its commands work on files that stand on the page.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import tempfile
from fractions import Fraction
from functools import cache
from pathlib import Path

from rich.console import Console
from rich.text import Text

from grader.authoring.function_pictures import pictures_of
from grader.course.exercises import load_assignment
from grader.model import CheckResult, Key, Verdict
from grader.reports.pictures.chosen import drawn as drawn_of
from grader.reports.pictures.svg import standing_alone

ROOT = Path(__file__).resolve().parent.parent
PAGES = [
    ROOT / name
    for name in ("README.md", "docs/commands.md", "docs/isolation.md", "docs/students.md", "examples/optimization_course/README.md")
]
PICTURE = re.compile(r"^<!-- picture: (\S+): (.*?) -->$", re.MULTILINE)
DRAWING = re.compile(r"^<!-- drawing: (\S+): (\S+) (\w+)/(\w+) (\d+) -->$", re.MULTILINE)
"""What is drawn of an answer: the file, the student (`exercise` for a function of one), the exercise, the item, the panel."""
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
BLOCK = re.compile(r"^( *)<!-- (output|file): (.*?) -->\n.*?^ *<!-- end -->", re.MULTILINE | re.DOTALL)
OF_THIS_MACHINE = re.compile(r"\d+(\.\d+)?(&#160;| )m?s\b|\babi\d+|\b(numpy|mygrad|python) \d[\d.]*")
"""What differs between two runs or two machines, and is no reason to write a page anew: durations and versions."""


@cache
def output_of(command: str, *, coloured: bool = False) -> str:
    """Return what a command prints, as in a terminal of 100 columns.

    Coloured, it is what stays on the screen: no bar shows how far grading is. The same command is run once.
    """
    colour = {"FORCE_COLOR": "1", "TTY_INTERACTIVE": "0"} if coloured else {"NO_COLOR": "1"}
    unset = {"FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"}
    environment = {name: value for name, value in os.environ.items() if name not in unset} | colour
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment.get('PATH', os.defpath)}"
    environment |= {"COLUMNS": "100", "PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8"}
    with tempfile.TemporaryDirectory() as folder:
        words = command.replace("{out}", str(Path(folder) / "grades")).split()
        ran = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        printed = (ran.stdout + ran.stderr).replace(str(Path(folder) / "grades"), "grades")
    shown = command.replace(" --out {out}", "")
    return f"$ {shown}\n" + "\n".join(line.rstrip() for line in printed.rstrip().splitlines())


def picture_of(command: str) -> str:
    """Return the same as a picture of a terminal, in SVG."""
    console = Console(record=True, width=100, file=io.StringIO())
    console.print(Text.from_ansi(output_of(command, coloured=True)))
    return console.export_svg(title=command.replace(" --out {out}", ""), unique_id="terminal")


@cache
def gradebook() -> dict[str, dict[tuple[str, str], dict[str, object]]]:
    """Return what the example class got, by student and by item."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["grade", "submissions_example", "--out", folder, "--formats", "json", "--quiet"]
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        subprocess.run(words, cwd=ROOT, env=os.environ | {"PATH": path}, capture_output=True, check=True)
        book = json.loads((Path(folder) / "gradebook.json").read_text(encoding="utf-8"))
    return {
        grade["student"]["id"]: {(item["exercise"], item["item"]): item for item in grade["items"]} for grade in book["grades"]
    }


def drawing_of(student: str, exercise_id: str, item_id: str, number: int) -> str:
    """Return one panel of what is drawn of an answer, or of the exercise's function as students see it."""
    exercise = next(each for each in load_assignment(ROOT / "exercises").exercises if each.id == exercise_id)
    if student == "exercise":
        drawing = next(pictures_of(exercise, solved=False))
    else:
        item, found = next(each for each in exercise.items if each.id == item_id), gradebook()[student][exercise_id, item_id]
        key, verdict = Key(exercise=exercise_id, item=item_id), Verdict(str(found["verdict"]))
        judged = CheckResult(key=key, verdict=verdict, credit=Fraction(0), evidence=found["evidence"])  # type: ignore[arg-type]
        made = drawn_of(exercise, item, judged)
        assert made is not None, f"nothing is drawn of {student}'s {key}"
        drawing = made
    return standing_alone(drawing.panels[number - 1], f"{student}-{item_id}-{number}") + "\n"


def nearly(before: str, after: str) -> str:
    """Return what is to stand there now: as before if only numbers differ, by less than can be seen."""
    olds, news = ([float(number) for number in NUMBER.findall(text)] for text in (before, after))
    alike = NUMBER.sub("", before) == NUMBER.sub("", after) and all(abs(a - b) <= 0.2 for a, b in zip(olds, news, strict=True))
    return before if alike else after


def drawn(text: str) -> dict[Path, str]:
    """Return the pictures that the page names, as they are today."""
    return {ROOT / name: picture_of(command) for name, command in PICTURE.findall(text)}


def block(match: re.Match[str]) -> str:
    """Return a marked block with its content as it is today."""
    indent, kind, what = match.groups()
    text = output_of(what) if kind == "output" else (ROOT / what).read_text(encoding="utf-8").rstrip()
    fence = "```console" if kind == "output" else "```yaml"
    lines = [f"<!-- {kind}: {what} -->", fence, *text.splitlines(), "```", "<!-- end -->"]
    return "\n".join((indent + line).rstrip() for line in lines)


def settled(before: str, after: str) -> str:
    """Return what is to stand there now: as before if only durations or versions differ."""
    return before if OF_THIS_MACHINE.sub("", before) == OF_THIS_MACHINE.sub("", after) else after


def refreshed() -> dict[Path, str]:
    """Return every file that this writes, as it is to be today."""
    files = {}
    for path in PAGES:
        page = path.read_text(encoding="utf-8")
        files[path] = BLOCK.sub(lambda match: settled(match[0], block(match)), page)
        for name, *what, number in DRAWING.findall(page):
            files[ROOT / name] = nearly(read(ROOT / name), drawing_of(*what, int(number)))
        files |= {picture: settled(read(picture), svg) for picture, svg in drawn(page).items()}
    return files


def read(path: Path) -> str:
    """Return a file's text, nothing if there is none yet."""
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def main() -> int:
    """Rewrite the files that changed, or with `--check` name them; returns the exit status."""
    changed = {path: text for path, text in refreshed().items() if read(path) != text}
    for path, text in changed.items():
        if "--check" in sys.argv:
            sys.stdout.write(f"{path.relative_to(ROOT)} is not as it is today; run `python docs/refresh_readme.py`\n")
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return int("--check" in sys.argv and bool(changed))


if __name__ == "__main__":
    sys.exit(main())
