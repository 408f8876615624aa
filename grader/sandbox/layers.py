"""The isolation layers in the order in which a child takes them on, each with its reason to come there.

Runs in the student's process. What a layer does stands in its own file; this one knows the order,
the settings, and that every layer's word is told before any student code runs.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from grader.sandbox import landlock, limits, privileges, seccomp

ALL = ("limits", "privileges", "landlock", "seccomp")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What one child may use and who it becomes; `wanted` names the layers to take on."""

    wanted: tuple[str, ...] = ALL
    memory_megabytes: int = 1024
    file_megabytes: int = 16
    cpu_seconds: float = 60.0
    uid: int = 65534
    parent: int | None = None
    keep_reading: bool = False


@dataclass(kw_only=True)
class Prepared:
    """What is the same for every child and made once: the Landlock rules by folder, the seccomp program."""

    readable: tuple[str, ...]
    listable: tuple[str, ...] = ()
    programs: dict[bool, seccomp.Program] = field(default_factory=dict)
    rules: dict[str, landlock.Rules | str] = field(default_factory=dict)

    def rules_for(self, folder: str) -> landlock.Rules | str:
        """The Landlock rules that let a child write to this folder alone; a sentence where there can be none."""
        if folder not in self.rules:
            self.rules[folder] = landlock.prepare(self.readable, self.listable, folder)
        return self.rules[folder]


def enter(prepared: Prepared, folder: str, settings: Settings) -> dict[str, str]:
    """Takes on the wanted layers; gives each one's word, `ok` or why not.

    Limits come first, as they need /proc. Root goes before no_new_privs, since a change of user clears
    the signal for a parent's death. Landlock needs no_new_privs. The system call filter comes last: it forbids
    what the others use.
    """
    said: dict[str, str] = {}
    wanted = settings.wanted
    if "limits" in wanted:
        said["limits"] = limits.apply(settings.memory_megabytes, settings.file_megabytes, settings.cpu_seconds)
    if "privileges" in wanted:
        walled = "landlock" in wanted and isinstance(prepared.rules_for(folder), landlock.Rules)
        said["root"] = privileges.drop_root(settings.uid, keep_reading=settings.keep_reading and walled)
        said["privileges"] = privileges.no_new_privileges()
    if settings.parent is not None:
        privileges.die_with_parent(settings.parent)
    if "landlock" in wanted:
        said["landlock"] = landlock.enter(prepared.rules_for(folder))
    if "seccomp" in wanted:
        said["seccomp"] = seccomp.enter(prepared.programs, may_write=said.get("landlock", "").startswith("ok"))
    return said
