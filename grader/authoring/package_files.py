"""The fixed texts that handouts and autograders are made with, and the version of the grader that they ask for."""

from __future__ import annotations

import importlib.metadata
from importlib.resources import files


def file_text(name: str) -> str:
    """The text of a file that came with the package."""
    return files("grader.authoring").joinpath("files", name).read_text(encoding="utf-8")


def this_version() -> str:
    """What pip installs exactly this version of the grader from."""
    return f"gradient-grader=={importlib.metadata.version('gradient-grader')}"
