"""Layer: which files a student's process may read and write, and that it may not reach the network or other processes.

Linux's Landlock by system call, its version asked of the kernel and never of a file. Knows paths, not
what lies in them. Numbers are those of linux/landlock.h.
"""

from __future__ import annotations

import ctypes
import errno
import os
import stat
import struct
import sys
from dataclasses import dataclass

# numbers of the system calls, the same on every architecture
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION_FLAG = 1  # ask for the version and make nothing
_PATH_BENEATH = 1  # the kind of rule that is about a path

# what may be done with files, bit by bit
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR, _REMOVE_DIR, _REMOVE_FILE = (1 << bit for bit in range(6))
_MAKE_DIR, _MAKE_REG = 1 << 7, 1 << 8
_REFER, _TRUNCATE, _IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
_ALL_OF_FIRST_VERSION = (1 << 13) - 1  # what version 1 can deny; later ones add the line above
_NETWORK = 0b11  # from version 4: binding and connecting TCP sockets
_SCOPES = (0b11, 0b10, 0b01, 0)  # from version 6: abstract sockets and signals of others, both before one of them

_READ = _READ_FILE | _READ_DIR  # of packages and libraries; nothing there may be run
# of the scratch folder: no device, socket, pipe or link may be made there, and nothing run
_SCRATCH = _READ | _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _REFER | _TRUNCATE
# without which Python and NumPy do not work
_DEVICES = {"/dev/null": _READ_FILE | _WRITE_FILE, "/dev/zero": _READ_FILE, "/dev/urandom": _READ_FILE, "/dev/random": _READ_FILE}

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform.startswith("linux") else None


@dataclass(frozen=True)
class Rules:
    """A rule set that the kernel holds for us, by its descriptor, and the version it was made for."""

    descriptor: int
    abi: int

    def close(self) -> None:
        """Let go of them, once they hold: nobody is to add to them."""
        os.close(self.descriptor)


def abi() -> int:
    """Return the kernel's Landlock version; 0 where there is none or it is switched off."""
    if _libc is None or struct.calcsize("P") != 8:
        return 0
    return max(0, _call(_CREATE_RULESET, None, 0, _VERSION_FLAG))


def prepare(readable: list[str], listable: list[str], scratch: str) -> Rules | str:
    """Return rules that allow reading these paths, listing those, and writing to `scratch` alone; or why there are none."""
    version = abi()
    if not sys.platform.startswith("linux"):
        return "not on this system"
    if version == 0:
        return "Landlock is switched off in this kernel" if ctypes.get_errno() == errno.EOPNOTSUPP else "the kernel has no Landlock"
    handled = _handled(version)
    descriptor = _create(handled, version)
    if descriptor < 0:
        return f"the kernel refused the rules ({os.strerror(ctypes.get_errno())})"
    for path in readable:
        _allow(descriptor, path, _READ & handled)
    for path in listable:
        _allow(descriptor, path, _READ_DIR)
    for path, access in _DEVICES.items():
        _allow(descriptor, path, access & handled)
    _allow(descriptor, scratch, _SCRATCH & handled)
    return Rules(descriptor, version)


def enter(rules: Rules | str) -> str:
    """Put this process under the rules for good; return `ok` with the version, or why not. Needs no_new_privs."""
    if isinstance(rules, str):
        return rules
    if _call(_RESTRICT_SELF, rules.descriptor, 0) != 0:
        return f"refused ({os.strerror(ctypes.get_errno())})"
    return f"ok abi{rules.abi}"


def _handled(version: int) -> int:
    handled = _ALL_OF_FIRST_VERSION
    for since, access in ((2, _REFER), (3, _TRUNCATE), (5, _IOCTL_DEV)):
        if version >= since:
            handled |= access
    return handled


def _create(handled: int, version: int) -> int:
    """Return a new rule set, with fewer scopes on a kernel that claims more than it has."""
    network = _NETWORK if version >= 4 else 0
    for scopes in _SCOPES if version >= 6 else (0,):
        attributes = struct.pack("QQQ", handled, network, scopes)
        size = 8 if version < 4 else 16 if version < 6 else 24
        descriptor = _call(_CREATE_RULESET, ctypes.create_string_buffer(attributes, 24), size, 0)
        if descriptor >= 0 or ctypes.get_errno() != errno.EINVAL:
            return descriptor
    return -1


def _allow(ruleset: int, path: str, access: int) -> None:
    """Add one rule; a path that is not there or is of another kind needs none."""
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(opened).st_mode):
            access &= _READ_FILE | _WRITE_FILE | _TRUNCATE
        rule = ctypes.create_string_buffer(struct.pack("<Qi", access, opened), 12)
        _call(_ADD_RULE, ruleset, _PATH_BENEATH, rule, 0)
    finally:
        os.close(opened)


def _call(number: int, *arguments: object) -> int:
    assert _libc is not None
    converted = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return int(_libc.syscall(ctypes.c_long(number), *converted))
