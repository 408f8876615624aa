"""Layer: which system calls a student's process may make. A list of those allowed; all others answer `EPERM`.

Honest code that asks for more sees a `PermissionError`, not a dead process. No new process, no program,
no socket, no signal to others, nothing of the kernel's rarer doors. Knows no paths: those are Landlock's.
Numbers are those of the kernel's unistd.h; the program is classic BPF as in linux/filter.h.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys

# classic BPF: what a step does
_LOAD, _AND, _JUMP_EQUAL, _JUMP_AT_LEAST, _JUMP_ANY_BIT, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x45, 0x06
# what a filter answers, as in linux/seccomp.h, and where in its input the call's parts stand
_KILL, _ALLOW = 0x80000000, 0x7FFF0000
_EPERM, _ENOSYS = 0x50000 | errno.EPERM, 0x50000 | 38
_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16
_PR_SET_SECCOMP, _MODE_FILTER = 22, 2
_CLONE_THREAD = 0x10000  # linux/sched.h: what is cloned is a thread of this process
_X32_BIT = 0x40000000  # calls of the x32 ABI have other numbers, so all of them are refused
_PID = 0x5EC0C0DE  # stands for the child's own id until `enter` knows it
_ACCESS, _CREATE, _TRUNCATE = 0o3, 0o100, 0o1000  # bits of an open's flags: how it is opened, O_CREAT, O_TRUNC
_WRITING = _ACCESS | _CREATE | _TRUNCATE  # any of these, and an open may change something

# by the machine's name: the column of the tables below, and the architecture as the kernel's audit calls it
_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7), "arm64": (1, 0xC00000B7)}

# name: (number on x86_64, number on arm64); None where there is none
_READING = """
read 0 63, readv 19 65, pread64 17 67, preadv 295 69, preadv2 327 286, write 1 64, writev 20 66, pwrite64 18 68,
pwritev 296 70, pwritev2 328 287, close 3 57, close_range 436 436, fstat 5 80, stat 4 -, lstat 6 -, newfstatat 262 79,
statx 332 291, fstatfs 138 44, statfs 137 43, poll 7 -, ppoll 271 73, select 23 -, pselect6 270 72, epoll_create 213 -,
epoll_create1 291 20, epoll_ctl 233 21, epoll_wait 232 -, epoll_pwait 281 22, lseek 8 62, mmap 9 222, mprotect 10 226,
munmap 11 215, brk 12 214, mremap 25 216, msync 26 227, madvise 28 233, mincore 27 232, rt_sigaction 13 134,
rt_sigprocmask 14 135, rt_sigreturn 15 139, rt_sigtimedwait 128 137, rt_sigpending 127 136, rt_sigsuspend 130 133,
sigaltstack 131 132, access 21 -, faccessat 269 48, faccessat2 439 439, pipe 22 -, pipe2 293 59, dup 32 23, dup2 33 -,
dup3 292 24, nanosleep 35 101, clock_nanosleep 230 115, getitimer 36 102, setitimer 38 103, alarm 37 -, pause 34 -,
getpid 39 172, getppid 110 173, gettid 186 178, getuid 102 174, geteuid 107 175, getgid 104 176, getegid 108 177,
getresuid 118 148, getresgid 120 150, getgroups 115 158, getpgrp 111 -, getpgid 121 155, getsid 124 156, uname 63 160,
getcwd 79 17, chdir 80 49, fchdir 81 50, getdents 78 -, getdents64 217 61, fsync 74 82, fdatasync 75 83, readlink 89 -,
readlinkat 267 78, umask 95 166, gettimeofday 96 169, time 201 -, clock_gettime 228 113, clock_getres 229 114,
times 100 153, getrusage 98 165, sysinfo 99 179, getrlimit 97 163, futex 202 98, futex_waitv 449 449,
set_robust_list 273 99, get_robust_list 274 100, rseq 334 293, set_tid_address 218 96, arch_prctl 158 -,
sched_yield 24 124, sched_getaffinity 204 123, sched_getparam 143 121, sched_getscheduler 145 120,
sched_get_priority_max 146 125, sched_get_priority_min 147 126, getcpu 309 168, getrandom 318 278, exit 60 93,
exit_group 231 94, restart_syscall 219 128, membarrier 324 283, eventfd2 290 19, sendfile 40 71,
copy_file_range 326 285, fadvise64 221 223, readahead 187 213, flock 73 32, wait4 61 260, waitid 247 95,
getpriority 140 141
"""
# what only a process under Landlock may do, which says where
_CHANGING_FILES = """
open 2 -, openat 257 56, creat 85 -, rename 82 -, renameat 264 38, renameat2 316 276, mkdir 83 -, mkdirat 258 34,
rmdir 84 -, unlink 87 -, unlinkat 263 35, ftruncate 77 46, fallocate 285 47
"""
# whose arguments decide
_SPECIAL = """
ioctl 16 29, fcntl 72 25, prctl 157 167, clone 56 220, clone3 435 435, openat2 437 437, kill 62 129, tgkill 234 131,
prlimit64 302 261, sched_setaffinity 203 122, open 2 -, openat 257 56
"""
# a terminal's state and size, bytes waiting, blocking, close-on-exec
_IOCTLS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
# copies, flags and locks; never an owner, who would be signalled
_FCNTLS = (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1032)
_PRCTLS = (15, 16, 0x53564D41)  # a thread's name, a mapping's name

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform.startswith("linux") else None


class Program:
    """A filter in memory as the kernel takes it, and where in it the process's own id has to be filled in."""

    def __init__(self, code: bytes, pid_offsets: tuple[int, ...]) -> None:
        self._code = ctypes.create_string_buffer(code, len(code))
        head = struct.pack("@HP", len(code) // 8, ctypes.addressof(self._code))
        self._head = ctypes.create_string_buffer(head, len(head))
        self._pid_offsets = pid_offsets

    def for_process(self, pid: int) -> int:
        """Return the address of the filter, with the process's id filled in."""
        for offset in self._pid_offsets:
            struct.pack_into("<I", self._code, offset, pid)
        return ctypes.addressof(self._head)


def enter(ready: Program | str) -> str:
    """Filter this process's system calls for good; return `ok` or why not. Needs no_new_privs."""
    if isinstance(ready, str) or _libc is None:
        return str(ready)
    address = ready.for_process(os.getpid())
    if _libc.prctl(_PR_SET_SECCOMP, ctypes.c_ulong(_MODE_FILTER), ctypes.c_ulong(address), 0, 0) != 0:
        return f"refused ({os.strerror(ctypes.get_errno())})"
    return "ok"


def prepare(*, may_write: bool) -> Program | str:
    """Return the filter for this machine; a sentence if its system call numbers are not known.

    Without `may_write` no file can be opened for writing: for where no Landlock says which.
    """
    if _libc is None:
        return "not on this system"
    machine = _MACHINES.get(platform.machine())
    if machine is None or struct.calcsize("P") != 8:
        return f"no table for {platform.machine()}"
    column, architecture = machine
    special = _numbers(_SPECIAL, column)
    plain = _numbers(_READING, column) | (_numbers(_CHANGING_FILES, column) if may_write else {})
    steps = [(_LOAD, 0, 0, _ARCHITECTURE_AT), (_JUMP_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _KILL)]
    steps += [(_LOAD, 0, 0, _NUMBER_AT), (_JUMP_AT_LEAST, 0, 1, _X32_BIT), (_RETURN, 0, 0, _KILL)]
    for name, block in _blocks(may_write=may_write).items():
        if name in special:
            steps += [(_JUMP_EQUAL, 0, len(block), special[name]), *block]
    for number in sorted(set(plain.values())):
        steps += [(_JUMP_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ALLOW)]
    steps.append((_RETURN, 0, 0, _EPERM))
    places = tuple(i * 8 + 4 for i, step in enumerate(steps) if step[3] == _PID)
    return Program(b"".join(struct.pack("<HBBI", *step) for step in steps), places)


_Step = tuple[int, int, int, int]


def _blocks(*, may_write: bool) -> dict[str, list[_Step]]:
    """Return what follows for each call whose arguments decide."""
    blocks = {
        "ioctl": _one_of(1, _IOCTLS),
        "fcntl": _one_of(1, _FCNTLS),
        "prctl": _one_of(0, _PRCTLS),
        "kill": _one_of(0, (_PID,)),
        "tgkill": _one_of(0, (_PID,)),
        "sched_setaffinity": _one_of(0, (0,)),
        "clone": _has_bits(0, _CLONE_THREAD, then=_ALLOW, otherwise=_EPERM),
        "clone3": [(_RETURN, 0, 0, _ENOSYS)],  # the C library then falls back to clone, whose flags can be read
        "openat2": [(_RETURN, 0, 0, _ENOSYS)],
        "prlimit64": [(_LOAD, 0, 0, _ARGUMENTS_AT + 8 * 2 + 4), (_JUMP_EQUAL, 1, 0, 0), (_RETURN, 0, 0, _EPERM), *_one_of(2, (0,))],
    }
    for name, flags in (("open", 1), ("openat", 2)):
        nothing_written = _has_bits(flags, _WRITING, then=_EPERM, otherwise=_ALLOW)
        blocks[name] = _opening(flags) if may_write else nothing_written
    return blocks


def _opening(flags: int) -> list[_Step]:
    """Refuse to empty a file that is not opened for writing, or to open one for neither: Landlock before version 3 does not."""
    return [
        (_LOAD, 0, 0, _ARGUMENTS_AT + 8 * flags),
        (_AND, 0, 0, _ACCESS | _TRUNCATE),
        (_JUMP_EQUAL, 3, 0, _TRUNCATE),
        (_JUMP_EQUAL, 2, 0, _ACCESS),
        (_JUMP_EQUAL, 1, 0, _ACCESS | _TRUNCATE),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _EPERM),
    ]


def _one_of(argument: int, values: tuple[int, ...]) -> list[_Step]:
    steps: list[_Step] = [(_LOAD, 0, 0, _ARGUMENTS_AT + 8 * argument)]
    for value in values:
        steps += [(_JUMP_EQUAL, 0, 1, value), (_RETURN, 0, 0, _ALLOW)]
    return [*steps, (_RETURN, 0, 0, _EPERM)]


def _has_bits(argument: int, bits: int, *, then: int, otherwise: int) -> list[_Step]:
    load = (_LOAD, 0, 0, _ARGUMENTS_AT + 8 * argument)
    return [load, (_JUMP_ANY_BIT, 0, 1, bits), (_RETURN, 0, 0, then), (_RETURN, 0, 0, otherwise)]


def _numbers(table: str, column: int) -> dict[str, int]:
    rows = (row.split() for row in table.split(","))
    return {row[0]: int(row[1 + column]) for row in rows if row[1 + column] != "-"}
