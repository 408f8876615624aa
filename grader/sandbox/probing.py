"""How well this machine keeps code apart, measured in a light process that takes on the layers and runs nothing.

Quicker than a sandbox, which has to be warm before it can say so. Knows no submissions; the word of every layer
comes from the layers themselves.
"""

from __future__ import annotations

import json
import subprocess

from grader.errors import SandboxError
from grader.sandbox import child as children
from grader.sandbox.child import Plan
from grader.sandbox.isolation import Isolation, described
from grader.sandbox.scratch import Scratches

_SECONDS = 30.0
_TELL = """
import json, sys
from grader.sandbox import layers
config, order = json.load(sys.stdin)
print(json.dumps(layers.enter(layers.prepared(config), order, parent=None)))
"""


def probed(plan: Plan, *, none: bool) -> Isolation:
    """The isolation that students' processes with this plan will have. Raises `SandboxError` when no process can be started."""
    scratches = Scratches()
    try:
        scratch = scratches.take()
        told = subprocess.run(
            children.light_command(_TELL),
            input=json.dumps([children.config(plan, scratches.base), children.order(plan, scratch)]).encode(),
            env=children.environment(scratches.base),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SandboxError(f"No Python process could be started ({error}).") from error
    finally:
        scratches.remove()
    if told.returncode:
        words = told.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise SandboxError(f"A student's process could not be started. {words}".rstrip())
    return described(json.loads(told.stdout), plan.layers, none=none)
