"""The folders that student code may write to: one for each live process, used again when it is empty.

Knows where temporary files may lie and whose a folder has to be; not what is in it.
"""

from __future__ import annotations

import itertools
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from grader.sandbox import emptying
from grader.sandbox.walls import readable_folders as readable

FIRST_SPARE_UID = 0x71000000


@dataclass(kw_only=True)
class Scratch:
    """A folder that one child at a time may write to, and the user that it belongs to where we are root.

    `working` is the folder below it that the student's code begins in.
    """

    folder: Path
    uid: int
    working: str = ""


class Scratches:
    """Scratch folders by number; each is used again once its child has gone."""

    def __init__(self) -> None:
        self.base = Path(tempfile.mkdtemp(prefix="grader-", dir=_temporary())).resolve()
        self._root = hasattr(os, "geteuid") and os.geteuid() == 0
        self._free: list[Scratch] = []
        self._count = itertools.count()
        self.base.chmod(0o711 if self._root else 0o700)

    def take(self) -> Scratch:
        """Return an empty folder; one that could not be emptied is not used again."""
        while self._free:
            scratch = self._free.pop()
            if not os.listdir(scratch.folder):  # noqa: PTH208  (names alone are wanted)
                scratch.working = ""
                return scratch
        number = next(self._count)
        scratch = Scratch(folder=self.base / str(number), uid=FIRST_SPARE_UID + number)
        scratch.folder.mkdir(mode=0o700)
        if self._root:
            os.chown(scratch.folder, scratch.uid, scratch.uid)
        return scratch

    def give_back(self, scratch: Scratch) -> None:
        """Offers a folder again; it has to be empty."""
        self._free.append(scratch)

    def remove(self) -> None:
        """Removes every folder."""
        emptying.remove(str(self.base))


def _temporary() -> str:
    """Return the first temporary folder that a user without rights can reach, since root's children are such users."""
    for candidate in (tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm"):
        if readable.open_to_all([candidate]) and os.access(candidate, os.W_OK):
            return candidate
    return tempfile.gettempdir()
