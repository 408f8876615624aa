"""The isolation layers in the order in which a child takes them on, what it is told of them, and how strong they are.

What a layer does stands in its own file; this one knows the order, the settings, and that every layer's word is told
before any student code runs. Nothing of a submission and nothing of a course is in what a child is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict

from grader.sandbox.walls import landlock, limits, privileges, seccomp

ALL = ("limits", "privileges", "landlock", "seccomp")  # in the order in which `enter` takes them on

# What is open to student code where a layer has not said `ok`, in words for people.
_OPEN_WITHOUT = {
    "limits": "memory and file sizes not limited",
    "root": "runs as root",
    "privileges": "setuid programs not disarmed",
    "landlock": "file reads not limited",
    "seccomp": "processes and network not limited",
}
_LAYER_OF = {"root": "privileges"}  # one layer has two words: root is given up, and cannot come back


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
    """One child: its number, its folder and the start of its code there, its user, its layers."""

    id: int
    folder: str
    working: str
    uid: int
    processor: int
    layers: list[str]
    limits: Allowance
    keep_reading: bool


class Prepared:
    """What is the same for every child and made once: the Landlock rules by folder, the system call filters."""

    def __init__(self, readable: list[str], listable: list[str]) -> None:
        self._readable, self._listable = readable, listable
        self.filters = {may_write: seccomp.prepare(may_write=may_write) for may_write in (True, False)}
        self._rules: dict[str, landlock.Rules | str] = {}

    def rules_for(self, folder: str) -> landlock.Rules | str:
        """Return the Landlock rules for a child that may write to this folder alone; a sentence if there can be none."""
        if folder not in self._rules:
            self._rules[folder] = landlock.prepare(self._readable, self._listable, folder)
        return self._rules[folder]

    def descriptor_for(self, folder: str) -> int:
        """Return the descriptor of these rules, which a child needs until they hold; -1 if there are none."""
        rules = self.rules_for(folder)
        return rules.descriptor if isinstance(rules, landlock.Rules) else -1


def prepared(config: Config) -> Prepared:
    """Return what children with this configuration have in common."""
    return Prepared(config["readable"], config["listable"])


def enter(ready: Prepared, order: Order, *, parent: int | None) -> dict[str, str]:
    """Take on the layers that the order names; return each one's word, `ok` or why not.

    Limits come first, as they need /proc. Root goes before no_new_privs, since a change of user clears
    the signal for a parent's death. Landlock needs no_new_privs. The system call filter comes last: it forbids
    what the others use.
    """
    said: dict[str, str] = {}
    wanted, allowed = order["layers"], order["limits"]
    rules = ready.rules_for(order["folder"]) if "landlock" in wanted else "switched off"
    if "limits" in wanted:
        said["limits"] = limits.apply(allowed["memory_megabytes"], allowed["file_megabytes"], allowed["submission_seconds"])
    if "privileges" in wanted:
        walled = isinstance(rules, landlock.Rules)
        said["root"] = privileges.drop_root(order["uid"], keep_reading=order["keep_reading"] and walled)
        said["privileges"] = privileges.no_new_privileges()
    if parent is not None:
        privileges.die_with_parent(parent)
    if "landlock" in wanted:
        said["landlock"] = landlock.enter(rules)
        if isinstance(rules, landlock.Rules):
            rules.close()
    if "seccomp" in wanted:
        may_write = said.get("landlock", "").startswith("ok")
        said["seccomp"] = seccomp.enter(ready.filters[may_write])
    return said


@dataclass(frozen=True, kw_only=True)
class Isolation:
    """`level` is `full`, `partial` or `none`; `line` says it to people."""

    level: str
    line: str


def described(said: Mapping[str, str], wanted: tuple[str, ...], *, none: bool) -> Isolation:
    """Return the line for what the layers of a real child said about themselves."""
    if none:
        return Isolation(level="none", line="none: student code can read your files and use the network (limits and timeouts only)")
    open_doors = [_door(layer, said, wanted) for layer in _OPEN_WITHOUT]
    found = [door for door in open_doors if door]
    if found:
        return Isolation(level="partial", line="partial: " + ", ".join(found))
    abi = str(said["landlock"]).removeprefix("ok ")
    return Isolation(level="full", line=f"full (landlock {abi}, seccomp, rlimits)")


def _door(layer: str, said: Mapping[str, str], wanted: tuple[str, ...]) -> str | None:
    word = str(said.get(layer, "switched off" if _LAYER_OF.get(layer, layer) not in wanted else "no word"))
    if word.startswith("ok"):
        return None
    if word.startswith("not limited: "):
        return f"{word.removeprefix('not limited: ')} not limited"
    return f"{_OPEN_WITHOUT[layer]} ({word})"
