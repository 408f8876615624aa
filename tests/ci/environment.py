"""An environment with what the grader needs and without the grader: what pip finds there it did not have to fetch."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path


def empty_environment(folder: Path) -> dict[str, str]:
    """Make it in a folder; returns the environment variables to work in it, with no index to install anything from."""
    packages = folder / "packages"
    packages.mkdir(parents=True)
    for kind in ("purelib", "platlib"):
        for entry in Path(sysconfig.get_path(kind)).iterdir():
            is_ours = entry.name.startswith(("gradient_grader", "__editable__", "grader"))
            if not is_ours and entry.suffix != ".pth" and not (packages / entry.name).exists():
                (packages / entry.name).symlink_to(entry)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder / "venv")], check=True)
    (own,) = (folder / "venv").glob("lib/python3*/site-packages")
    (own / "needed.pth").write_text(f"{packages}\n", encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "PYTHON", "PIP_", "VIRTUAL"))}
    path = f"{folder / 'venv' / 'bin'}{os.pathsep}{kept['PATH']}"
    return {**kept, "PATH": path, "PIP_NO_INDEX": "1", "PYTHONIOENCODING": "utf-8"}
