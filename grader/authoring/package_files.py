"""The fixed texts that handouts and autograders are made with."""

from __future__ import annotations

from importlib.resources import files


def file_text(name: str) -> str:
    """Return the text of a file that came with the package."""
    return files("grader.authoring").joinpath("files", name).read_text(encoding="utf-8")
