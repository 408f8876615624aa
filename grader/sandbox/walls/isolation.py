"""How strong the walls are, in one line for people: `full`, `partial` with what is open in words, or `none`.

Knows what each layer's absence means. Measures nothing itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_OPEN_WITHOUT = {
    "limits": "memory and file sizes not limited",
    "root": "runs as root",
    "privileges": "setuid programs not disarmed",
    "landlock": "file reads not limited",
    "seccomp": "processes and network not limited",
}
_LAYER_OF = {"root": "privileges"}


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
