"""`python old_kernel.py COMMAND…` runs a command as on a kernel before 5.13, which has no Landlock (ENOSYS).

The answer comes from a filter of system calls, which the command and everything that it starts inherit. Nothing in
the grader knows that it is tested.
"""

import ctypes
import errno
import os
import struct
import sys

from grader.sandbox.walls import landlock, privileges, seccomp

_ALLOW, _NOT_THERE = 0x7FFF0000, 0x50000 | errno.ENOSYS
_STEPS = [
    (0x20, 0, 0, 0),
    (0x15, 0, 1, landlock._CREATE_RULESET),
    (0x06, 0, 0, _NOT_THERE),
    (0x06, 0, 0, _ALLOW),
]

if __name__ == "__main__":
    assert privileges.no_new_privileges() == "ok"
    program = seccomp.Program(b"".join(struct.pack("<HBBI", *step) for step in _STEPS), ())
    assert seccomp.enter(program) == "ok"
    assert ctypes.CDLL(None).syscall(landlock._CREATE_RULESET, None, 0, 1) == -1
    os.execvp(sys.argv[1], sys.argv[1:])
