"""Where exercises are looked for. Reads none of them."""

from __future__ import annotations

import sysconfig
from pathlib import Path

from grader.errors import UsageError


def exercises_folder(here: Path) -> Path:
    """The folder `exercises/` here or above, else the exercises that are installed with the package."""
    for folder in (*(above / "exercises" for above in (here, *here.parents)), *installed_folders()):
        if any(folder.glob("*.yml")):
            return folder
    raise UsageError("No exercises were found. Name their folder with --exercises DIR.")


def installed_folders() -> tuple[Path, Path]:
    """Where the lesson's own exercises are: beside the package's source, or where pip put them."""
    installed = Path(sysconfig.get_path("data")) / "share" / "gradient-grader" / "exercises"
    return Path(__file__).resolve().parents[2] / "exercises", installed
