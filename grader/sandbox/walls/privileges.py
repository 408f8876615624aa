"""Layer: gives up root and every way to get it back, and asks to be killed when the parent dies.

Runs in the student's process, Linux only for the last two. Knows nothing of files and system calls.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1  # linux/prctl.h: the signal at a parent's death
_PR_SET_DUMPABLE = 4  # linux/prctl.h: at 0 no other process of the user may look into this one
_PR_SET_NO_NEW_PRIVS = 38  # linux/prctl.h: setuid programs give nothing any more
_PR_SET_KEEPCAPS = 8  # linux/prctl.h: capabilities outlast a change of user
_CAP_DAC_READ_SEARCH = 2  # linux/capability.h: read whatever the modes of a file say
_CAPABILITY_VERSION_3 = 0x20080522  # linux/capability.h: two words of 32 bits a set
_NOBODY = 65534  # the user that owns nothing, on every Linux

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform != "win32" else None


def drop_root(uid: int, *, keep_reading: bool) -> str:
    """Change to a user id that owns nothing, when this is root; return `ok` also when there was nothing to give up.

    With `keep_reading` the process may still read what file modes forbid: for a Python that lies
    in a folder of root's alone, and only where Landlock says what can be read.
    """
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "ok"
    try:
        if keep_reading:
            _prctl(_PR_SET_KEEPCAPS, 1)
        os.setgroups([])
        for candidate in (uid, _NOBODY):
            try:
                os.setresgid(candidate, candidate, candidate)
                os.setresuid(candidate, candidate, candidate)
                break
            except OSError:  # a user namespace does not know the spare id
                if candidate == _NOBODY:
                    raise
        if keep_reading:
            _keep_only_reading()
    except OSError as error:
        return f"runs as root ({error.strerror})"
    return "ok"


def _keep_only_reading() -> None:
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    mask = 1 << _CAP_DAC_READ_SEARCH
    sets = (ctypes.c_uint32 * 6)(mask, mask, 0, 0, 0, 0)  # effective, permitted, inheritable; low half, then high
    assert _libc is not None
    if _libc.capset(header, sets) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def no_new_privileges() -> str:
    """Make setuid programs powerless from here on; return `ok` or why not."""
    if not sys.platform.startswith("linux"):
        return "not on this system"
    try:
        _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    except OSError as error:
        return str(error.strerror)
    return "ok"


def die_with_parent(parent: int) -> str:
    """Have this process killed when its parent ends; a change of user clears this, so it comes after."""
    if not sys.platform.startswith("linux"):
        return "not on this system"
    try:
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        _prctl(_PR_SET_DUMPABLE, 0)
    except OSError as error:
        return str(error.strerror)
    if os.getppid() != parent:
        os._exit(0)
    return "ok"


def _prctl(option: int, value: int) -> None:
    assert _libc is not None
    rest = ctypes.c_ulong(0)
    if _libc.prctl(option, ctypes.c_ulong(value), rest, rest, rest) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
