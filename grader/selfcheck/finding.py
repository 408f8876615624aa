"""What a check of one's own finds out about an item: how it stands, and where to look next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How an answer stands, in the words that are shown."""

    RIGHT = "right"
    NOT_YET = "not right yet"
    UNANSWERED = "no answer yet"
    DID_NOT_RUN = "did not run"
    UNCHECKED = "not checked here"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One item: its name, how it stands, and a hint of a sentence or two."""

    exercise: str
    name: str
    state: State
    hint: str = ""
