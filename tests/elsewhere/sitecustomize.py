"""Takes away from an interpreter, and from every Python that it starts, what another system lacks.

Found by Python itself on PYTHONPATH before anything else runs; `LACKING` names what is missing, separated by commas.
The student's processes are started without PYTHONPATH, so their programs get this text put in front.
Nothing in the grader knows that it is tested. It imitates: what macOS and Windows do otherwise is not seen here.
"""

import builtins
import io
import os
import select
import signal
import subprocess
import sys
import sysconfig
import threading
from pathlib import Path


def take_from(module, *names):
    """Deletes what is there of these names."""
    for name in names:
        if hasattr(module, name):
            delattr(module, name)


def take_module(*names):
    """Makes an import fail as it does where the module was not built."""
    for name in names:
        sys.modules[name] = None


def take_proc():
    """Lets nobody open or list what lies in /proc."""

    def refusing(function):
        def refused(path=".", *rest, **options):
            if isinstance(path, (str, os.PathLike)) and os.fspath(path).startswith("/proc/"):
                raise FileNotFoundError(2, "No such file or directory", os.fspath(path))
            return function(path, *rest, **options)

        return refused

    for module, name in ((os, "open"), (os, "listdir"), (os, "scandir"), (io, "open"), (builtins, "open")):
        setattr(module, name, refusing(getattr(module, name)))
    os.supports_dir_fd.add(os.open)  # so that what was told of the real ones is told of these
    os.supports_fd |= {os.listdir, os.scandir}


def be_without_forks():
    """Processes as Windows has them: no forks, no groups, nothing to wait for several pipes with."""
    take_from(os, "fork", "forkpty", "killpg", "setsid", "pidfd_open", "set_blocking")
    take_from(select, "poll", "epoll")


def take_threads():
    """Makes every start of a thread fail as in a browser."""

    def refused(thread):
        raise RuntimeError("can't start new thread")

    threading.Thread.start = refused


def be_a_mac():
    """The name alone: what is asked of it finds a system that has neither Landlock nor seccomp."""
    sysconfig.get_config_vars()  # kept from here on; there are none of a Mac's to read
    proxies = type(sys)("_scproxy")  # what `urllib.request` asks on every Mac, and only there
    proxies._get_proxy_settings = proxies._get_proxies = dict
    sys.modules["_scproxy"] = proxies
    sys.platform = "darwin"


def be_a_browser():
    """No processes, no threads, no timer that rings: Pyodide."""
    sysconfig.get_config_vars()
    sys.platform = "emscripten"
    take_threads()
    take_module("resource", "fcntl", "_multiprocessing", "termios")
    take_from(os, "fork", "sched_getaffinity", "sched_setaffinity", "getuid", "geteuid", "pidfd_open")

    def no_process(*_, **__):
        raise OSError(138, "emscripten does not support processes.")

    subprocess.Popen.__init__ = no_process
    signal.setitimer = lambda *_: (0.0, 0.0)  # it is there and never rings


LACKS = {
    "fork": be_without_forks,
    "sched_getaffinity": lambda: take_from(os, "sched_getaffinity", "sched_setaffinity"),
    "SIGALRM": lambda: take_from(signal, "SIGALRM", "setitimer", "getitimer", "ITIMER_REAL", "alarm", "pthread_sigmask"),
    "resource": lambda: take_module("resource"),
    "fcntl": lambda: (take_module("fcntl"), take_from(os, "pread", "pwrite")),
    "proc": take_proc,
    "getuid": lambda: take_from(os, "getuid", "geteuid", "getgid", "getegid", "getresuid", "setresuid", "chown", "getpgid"),
    "linux": be_a_mac,
    "browser": be_a_browser,
}


def pass_on(lacking):
    """Puts this text in front of every program that is given to a Python on its command line."""
    begin = subprocess.Popen.__init__
    here = f"__file__ = {__file__!r}\nLACKING = {lacking!r}\n{Path(__file__).read_text(encoding='utf-8')}\n"

    def started(process, arguments, *rest, **options):
        if isinstance(arguments, list) and arguments[0] == sys.executable and "-c" in arguments:
            at = arguments.index("-c") + 1
            arguments = [*arguments[:at], f"exec({here!r}, {{'__name__': 'elsewhere'}})\n{arguments[at]}", *arguments[at + 1 :]]
        begin(process, arguments, *rest, **options)

    subprocess.Popen.__init__ = started


LACKING = globals().get("LACKING") or os.environ.get("LACKING", "")
if LACKING:
    pass_on(LACKING)
    for lack in LACKING.split(","):
        LACKS[lack]()
