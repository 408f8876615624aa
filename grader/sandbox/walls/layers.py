"""The isolation layers in the order in which a child takes them on, each with its reason to come there.

Runs in the student's process. What a layer does stands in its own file; this one knows the order,
the settings, and that every layer's word is told before any student code runs.
"""

from __future__ import annotations

from grader.sandbox.orders import Config, Order
from grader.sandbox.walls import landlock, limits, privileges, seccomp

ALL = ("limits", "privileges", "landlock", "seccomp")


class Prepared:
    """What is the same for every child and made once: the Landlock rules by folder, the system call filters."""

    def __init__(self, readable: list[str], listable: list[str]) -> None:
        self._readable, self._listable = readable, listable
        self.filters = {may_write: seccomp.prepare(may_write=may_write) for may_write in (True, False)}
        self._rules: dict[str, landlock.Rules | str] = {}

    def rules_for(self, folder: str) -> landlock.Rules | str:
        """Return the Landlock rules that let a child write to this folder alone; a sentence where there can be none."""
        if folder not in self._rules:
            self._rules[folder] = landlock.prepare(self._readable, self._listable, folder)
        return self._rules[folder]

    def descriptor_for(self, folder: str) -> int:
        """Return the descriptor of these rules, which a child needs until they hold; -1 where there are none."""
        rules = self.rules_for(folder)
        return rules.descriptor if isinstance(rules, landlock.Rules) else -1


def prepared(config: Config) -> Prepared:
    """Return what children with this configuration have in common."""
    return Prepared(config["readable"], config["listable"])


def enter(ready: Prepared, order: Order, *, parent: int | None) -> dict[str, str]:
    """Takes on the layers that the order names; gives each one's word, `ok` or why not.

    Limits come first, as they need /proc. Root goes before no_new_privs, since a change of user clears
    the signal for a parent's death. Landlock needs no_new_privs. The system call filter comes last: it forbids
    what the others use.
    """
    said: dict[str, str] = {}
    wanted, allowed = order["layers"], order["limits"]
    rules = ready.rules_for(order["folder"]) if "landlock" in wanted else "switched off"
    if "limits" in wanted:
        said["limits"] = limits.apply(
            allowed["memory_megabytes"], allowed["file_megabytes"], allowed["submission_seconds"]
        )
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
