"""How well this machine keeps code apart, measured in a light process that takes on the layers and runs nothing.

Quicker than a sandbox, which has to be warm before it can say so. Knows no submissions; the word of every layer
comes from the layers themselves.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from grader.errors import SandboxError
from grader.sandbox.host import child as children
from grader.sandbox.host.child import Plan
from grader.sandbox.host.scratch import FIRST_SPARE_UID, Scratch
from grader.sandbox.walls.isolation import Isolation, described

_SECONDS = 30.0
# Nothing is written, so there is no folder that a kill could leave behind.
_NOWHERE = Scratch(folder=Path("/nowhere/to/write"), uid=FIRST_SPARE_UID)
_TELL = """
import json, sys
from grader.sandbox.walls import layers
config, order = json.load(sys.stdin)
print(json.dumps(layers.enter(layers.prepared(config), order, parent=None)))
"""


def probed(plan: Plan, *, none: bool) -> Isolation:
    """The isolation that students' processes with this plan will have. Raises `SandboxError` when no process can be started."""
    try:
        told = subprocess.run(
            children.light_command(_TELL),
            input=json.dumps([children.config(plan, _NOWHERE.folder), children.order(plan, _NOWHERE)]).encode(),
            env=children.environment(_NOWHERE.folder),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SandboxError(f"No Python process could be started ({error}).") from error
    if told.returncode:
        words = told.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise SandboxError(f"A student's process could not be started. {words}".rstrip())
    return described(json.loads(told.stdout), plan.layers, none=none)
