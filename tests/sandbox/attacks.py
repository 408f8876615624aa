"""What hostile code tries, each attempt written so that it says `refused` or `done`, and does no harm when it is done."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Attack:
    """Code that defines `attack()`, and the layers without which it succeeds. `{…}` are filled in by the test."""

    source: str
    layers: tuple[str, ...]


def _tries(body, imports="import os"):
    lines = "\n        ".join(body.strip().splitlines())
    refusals = "(OSError, MemoryError, RuntimeError, ImportError, ValueError)"
    return (
        f"{imports}\ndef attack():\n    try:\n        {lines}\n    except {refusals}:\n        return 'refused'\n"
        "    return 'done'\n"
    )


def _system_call(number_x86, number_arm, *arguments):
    return _tries(
        f"""
number = {number_x86} if platform.machine() == 'x86_64' else {number_arm}
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
if libc.syscall(number, {", ".join(arguments) or "0"}) < 0: raise OSError(ctypes.get_errno())
""",
        "import ctypes, platform",
    )


_WALLS = ("landlock", "seccomp", "privileges")

ATTACKS = {
    "read a file of the course": Attack(_tries("open({canary!r}).read()"), ("landlock",)),
    "list a folder of the course": Attack(_tries("os.listdir(os.path.dirname({canary!r}))"), ("landlock",)),
    "read the grader's source": Attack(_tries("open({grader!r}).read()"), ("landlock",)),
    "read the users of the machine": Attack(_tries("open('/etc/passwd').read()"), ("landlock",)),
    "read the environment of the grader": Attack(
        _tries("if b'=' not in open('/proc/{host}/environ', 'rb').read(): raise OSError"), _WALLS
    ),
    "read the memory map of the warm process": Attack(
        _tries("open('/proc/%d/maps' % os.getppid()).read(1)"), ("landlock", "privileges")
    ),
    "read its own environment from the kernel": Attack(_tries("open('/proc/self/status').read()"), ("landlock",)),
    "follow a link out of the scratch folder": Attack(
        _tries("os.symlink({canary!r}, 'link')\nopen('link').read()"), ("landlock", "seccomp")
    ),
    "write outside": Attack(_tries("open({outside!r} + '/evil', 'w').write('x')"), ("landlock", "seccomp")),
    "remove a file outside": Attack(_tries("os.unlink({victim!r})"), ("landlock", "seccomp")),
    "make a folder outside": Attack(_tries("os.mkdir({outside!r} + '/evil')"), ("landlock", "seccomp")),
    "change modes": Attack(_tries("open('mine', 'w').close()\nos.chmod('mine', 0o777)"), ("seccomp",)),
    "make a link": Attack(_tries("os.symlink('a', 'b')"), ("seccomp", "landlock")),
    "make a FIFO": Attack(_tries("os.mkfifo('fifo')"), ("seccomp", "landlock")),
    "fork": Attack(_tries("if os.fork() == 0: os._exit(0)"), ("seccomp",)),
    "run a program": Attack(
        _tries("os.waitpid(os.posix_spawn('/bin/true', ['true'], {}), 0)"), ("seccomp", "landlock")
    ),
    "run a shell": Attack(_tries("if os.system('true') != 0: raise OSError"), ("seccomp", "landlock")),
    "replace itself by a program": Attack(_tries("os.execv('/nonexistent/program', ['x'])"), ()),
    "start a daemon": Attack(
        _tries(
            "if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        select.select([], [], [], 60)\n    os._exit(0)",
            "import os, select",
        ),
        ("seccomp",),
    ),
    "open a TCP socket": Attack(_tries("socket.socket()", "import socket"), ("seccomp",)),
    "connect": Attack(_tries("socket.socket().connect(('127.0.0.1', {port}))", "import socket"), ("seccomp", "landlock")),
    "send a datagram": Attack(
        _tries("socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', {port}))", "import socket"),
        ("seccomp",),
    ),
    "talk to a local service": Attack(_tries("socket.socket(socket.AF_UNIX)", "import socket"), ("seccomp",)),
    "kill the warm process": Attack(_tries("os.kill(os.getppid(), 0)"), _WALLS),
    "kill a stranger": Attack(_tries("os.kill({stranger}, 0)"), _WALLS),
    "kill everybody": Attack(_tries("os.kill({stranger}, 9)"), _WALLS),
    "trace": Attack(_system_call(101, 117, "0", "0", "0", "0"), ("seccomp",)),
    "userfaultfd": Attack(_system_call(323, 282, "1"), ("seccomp",)),
    "memfd": Attack(_system_call(319, 279, "b'x'", "0"), ("seccomp",)),
    "unshare": Attack(_system_call(272, 97, "0"), ("seccomp",)),
    "keyrings": Attack(_system_call(250, 219, "0", "-4", "1"), ("seccomp",)),
    "pidfd": Attack(_system_call(434, 434, "os.getpid()", "0").replace("import ctypes", "import os, ctypes"), ("seccomp",)),
    "raise its limits": Attack(
        _tries("r = resource\nr.setrlimit(r.RLIMIT_NOFILE, (16, 16))", "import resource"), ("seccomp",)
    ),
    "take all memory": Attack(_tries("numpy.empty(3 * 10**9, dtype=numpy.uint8)", "import numpy"), ("limits",)),
    "write a large file": Attack(
        _tries("signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nopen('big', 'wb').write(b'x' * 2 * 10**6)", "import signal"),
        ("limits",),
    ),
    "open files without end": Attack(_tries("held = [open('/dev/null') for n in range(400)]"), ("limits",)),
    "become root": Attack(_tries("os.setuid(0)\nos.setgroups([0])"), ("privileges", "seccomp")),
}
