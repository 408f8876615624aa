"""An event loop for `await` at the top level of a cell: it knows clocks alone, since sockets are shut behind the walls.

Runs beside the student's code, and only where that says `async` or `await`.
"""

from __future__ import annotations

import time
from collections.abc import Coroutine
from typing import Any


def prepare() -> None:
    """Sees to it that `asyncio` makes loops of this kind, also where the student's code asks for one."""
    import asyncio
    from asyncio import base_events, events

    class Loop(base_events.BaseEventLoop):
        """A loop whose only events are those of its clock."""

        def __init__(self) -> None:
            super().__init__()
            self._selector = _Sleep()

        def _process_events(self, event_list: object) -> None:
            """Nothing: no file and no socket is watched."""

        def _write_to_self(self) -> None:
            """Nothing: no other thread has to wake it."""

    events.new_event_loop = asyncio.new_event_loop = Loop  # `asyncio.run` takes the first, a student the second


def run(coroutine: Coroutine[Any, Any, object]) -> None:
    """Runs a coroutine to its end."""
    import asyncio

    asyncio.run(coroutine)


class _Sleep:
    """What the loop asks for events: it sleeps until the next is due and has none."""

    def select(self, seconds: float | None) -> list[object]:
        """Return no events, after so many seconds."""
        if seconds is None:
            raise RuntimeError("this waits for something that never comes")
        time.sleep(seconds)
        return []

    def close(self) -> None:
        """Nothing is open."""
