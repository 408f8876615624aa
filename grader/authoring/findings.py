"""What a rule of verification finds: for each thing it tried, that it holds or what is wrong and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from grader.course.yaml_documents import Path


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with an exercise: the key it stands at (`("items", 0, "accepts", 2)`) and a sentence."""

    path: Path
    message: str


Findings = Iterator[Fault | None]
"""One for each thing tried; None where it holds."""
