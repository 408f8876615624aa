"""Writes the real output of commands, as text or as a picture, and real files into README.md between its markers.

`python docs/refresh_readme.py` rewrites the page; with `--check` it only says whether the page is true today.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
PICTURE = re.compile(r"^<!-- picture: (\S+): (.*?) -->$", re.MULTILINE)
BLOCK = re.compile(r"^( *)<!-- (output|file): (.*?) -->\n.*?^ *<!-- end -->", re.MULTILINE | re.DOTALL)


def output_of(command: str, colour: str = "NO_COLOR") -> str:
    """What a command prints, as in a terminal of 100 columns; without colour, or with it (`FORCE_COLOR`)."""
    environment = {**os.environ, "COLUMNS": "100", colour: "1", "PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8"}
    with tempfile.TemporaryDirectory() as folder:
        words = command.replace("{out}", str(Path(folder) / "grades")).split()
        ran = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        printed = (ran.stdout + ran.stderr).replace(str(Path(folder) / "grades"), "grades")
    shown = command.replace(" --out {out}", "")
    return f"$ {shown}\n" + "\n".join(line.rstrip() for line in printed.rstrip().splitlines())


def picture_of(command: str) -> str:
    """The same as a picture of a terminal, in SVG."""
    console = Console(record=True, width=100, file=io.StringIO())
    console.print(Text.from_ansi(output_of(command, colour="FORCE_COLOR")))
    return console.export_svg(title=command.replace(" --out {out}", ""), unique_id="terminal")


def drawn(text: str) -> dict[Path, str]:
    """The pictures that the page names, as they are today."""
    return {ROOT / name: picture_of(command) for name, command in PICTURE.findall(text)}


def block(match: re.Match[str]) -> str:
    """A marked block with its content as it is today."""
    indent, kind, what = match.groups()
    text = output_of(what) if kind == "output" else (ROOT / what).read_text(encoding="utf-8").rstrip()
    fence = "```console" if kind == "output" else "```yaml"
    lines = [f"<!-- {kind}: {what} -->", fence, *text.splitlines(), "```", "<!-- end -->"]
    return "\n".join((indent + line).rstrip() for line in lines)


def main() -> int:
    """Rewrite the page, or with `--check` compare it; returns the exit status."""
    before = README.read_text(encoding="utf-8")
    after = BLOCK.sub(block, before)
    pictures = drawn(before)
    if "--check" in sys.argv:
        return int(before != after or any(path.read_text(encoding="utf-8") != svg for path, svg in pictures.items()))
    README.write_text(after, encoding="utf-8")
    for path, svg in pictures.items():
        path.write_text(svg, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
