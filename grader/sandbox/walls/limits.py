"""Layer: what the operating system lets one process use of memory, processor, files and descriptors.

Runs in the student's process before the student's code. Knows numbers, no paths and no privileges.
"""

from __future__ import annotations

import math
import os

try:
    import resource
except ImportError:  # Windows, where a job object does the same from outside
    resource = None  # type: ignore[assignment]

_MEGABYTE = 1024 * 1024  # bytes, as the limits of an assignment count them
_OPEN_FILES = 64  # times the size of a file, this is the most that files without a name can take of the disk


def apply(memory_megabytes: int, file_megabytes: int, cpu_seconds: float) -> str:
    """Set the limits for this process, above what it uses already; return `ok`, or why not all could be set."""
    if resource is None:
        return "no resource limits on this system"
    refused = []
    seconds = math.ceil(cpu_seconds) + 1
    in_use = _address_space()
    if not in_use or not _set("RLIMIT_AS", in_use + memory_megabytes * _MEGABYTE):
        refused.append("memory")  # where nobody says what is in use, a limit might lie below it and cost honest work
    for name, value in (("RLIMIT_CORE", 0), ("RLIMIT_FSIZE", file_megabytes * _MEGABYTE), ("RLIMIT_NOFILE", _OPEN_FILES)):
        if not _set(name, value):
            refused.append(name.removeprefix("RLIMIT_").lower())
    usage = resource.getrusage(resource.RUSAGE_SELF)
    if not _set("RLIMIT_CPU", seconds + math.ceil(usage.ru_utime + usage.ru_stime)):
        refused.append("cpu")
    return "ok" if not refused else "not limited: " + ", ".join(refused)


def _set(name: str, value: int) -> bool:
    """Lower one limit, soft and hard, never raising one that the operator has set; tell whether it holds."""
    number = getattr(resource, name, None)
    if number is None:
        return False
    hard = resource.getrlimit(number)[1]
    wanted = value if hard == resource.RLIM_INFINITY else min(value, hard)
    try:
        resource.setrlimit(number, (wanted, wanted))
    except (ValueError, OSError):
        return False
    return resource.getrlimit(number)[0] == wanted


def _address_space() -> int:
    """Return the bytes of address space in use, to be added to the limit; 0 if nobody says."""
    try:
        statm = os.open("/proc/self/statm", os.O_RDONLY)
    except OSError:
        return 0
    try:
        return int(os.read(statm, 100).split()[0]) * resource.getpagesize()
    finally:
        os.close(statm)
