"""What the host tells the processes that it starts: shapes only, so that both sides of the border read the same.

Stands alone. Nothing of a submission is in them, and nothing of a course.
"""

from __future__ import annotations

from typing import TypedDict


class Allowance(TypedDict):
    """What student code may use, as in `model.Limits`."""

    statement_seconds: float
    call_seconds: float
    submission_seconds: float
    memory_megabytes: int
    output_kilobytes: int
    file_megabytes: int


class Config(TypedDict):
    """What all children of one sandbox have in common."""

    base: str
    packages: list[str]
    readable: list[str]
    listable: list[str]
    sys_path: list[str]
    not_on_path: list[str]


class Order(TypedDict):
    """One child: its number, its folder and where in it its code begins, who it becomes, which layers it takes on."""

    id: int
    folder: str
    working: str
    uid: int
    processor: int
    layers: list[str]
    limits: Allowance
    keep_reading: bool
