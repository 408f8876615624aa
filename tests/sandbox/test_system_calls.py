"""The filter of system calls, run here as the kernel runs it, for both processors: what it allows and what it does not.

`system_calls.txt` holds the kernel's own numbers, so that a number of ours that is wrong shows, also on the processor
that these tests do not run on.
"""

import ctypes
import errno
import pathlib
import platform
import re
import struct
import sys

import pytest

from grader.sandbox.walls import seccomp

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the filter of Linux")

ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
HEADERS = {
    "x86_64": ("/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "/usr/include/asm/unistd_64.h"),
    "aarch64": ("/usr/include/asm-generic/unistd.h",),
}
KILL, REFUSE, NOT_THERE, ALLOW = 0x80000000, 0x50000 | errno.EPERM, 0x50000 | errno.ENOSYS, 0x7FFF0000
PID = 4711


def kernel_numbers(machine):
    """The number of every system call of one processor, from the list that is checked in."""
    column = list(ARCHITECTURES).index(machine) + 1
    lines = pathlib.Path(__file__).with_name("system_calls.txt").read_text(encoding="ascii").splitlines()
    rows = [line.split() for line in lines if not line.startswith("#")]
    return {row[0]: int(row[column]) for row in rows if row[column] != "-"}


@pytest.fixture(params=ARCHITECTURES)
def machine(request):
    """Each processor that there is a table for."""
    return request.param


@pytest.fixture
def asked(machine, monkeypatch):
    """What the filter of a processor answers to a call."""
    monkeypatch.setattr(platform, "machine", lambda: machine)

    def answer(number, *arguments, architecture=ARCHITECTURES[machine], may_write=True):
        program = seccomp.prepare(may_write=may_write)
        words = [argument & (1 << 64) - 1 for argument in (*arguments, *[0] * 6)[:6]]
        return run(code_of(program), struct.pack("<IIQ6Q", number, architecture, 0, *words))

    return answer


def code_of(program):
    """The instructions that the kernel would be given."""
    length, start = struct.unpack("@HP", ctypes.string_at(program.for_process(PID), struct.calcsize("@HP")))
    return list(struct.iter_unpack("<HBBI", ctypes.string_at(start, length * 8)))


def run(code, call):
    """What a program of classic BPF returns for one call, by the rules of linux/filter.h."""
    at, held = 0, 0
    while True:
        operation, yes, no, value = code[at]
        at += 1
        if operation == 0x06:
            return value
        if operation == 0x20:
            (held,) = struct.unpack_from("<I", call, value)
        elif operation == 0x54:
            held &= value
        else:
            holds = {0x15: held == value, 0x35: held >= value, 0x45: bool(held & value)}[operation]
            at += yes if holds else no


def test_every_number_is_the_kernels(machine):
    """A name of our tables has the number that the kernel gives it, and none where the processor has no such call."""
    theirs = kernel_numbers(machine)
    ours = {}
    for table in (seccomp._READING, seccomp._CHANGING_FILES, seccomp._SPECIAL):
        ours |= seccomp._numbers(table, list(ARCHITECTURES).index(machine))
    assert ours == {name: theirs.get(name) for name in ours}
    named = {row.split()[0] for table in (seccomp._READING, seccomp._CHANGING_FILES, seccomp._SPECIAL) for row in table.split(",")}
    assert named - set(ours) == named - set(theirs)


def test_the_list_is_that_of_the_headers_here(machine):
    """Where the kernel's headers are installed they agree with the list that is checked in."""
    header = next((pathlib.Path(path) for path in HEADERS[machine] if pathlib.Path(path).exists()), None)
    if header is None:
        pytest.skip("no kernel headers here")
    defined = dict(re.findall(r"^#define __NR_(\w+) (\d+)\b", header.read_text(encoding="ascii"), re.MULTILINE))
    listed = kernel_numbers(machine)
    assert {name: int(number) for name, number in defined.items() if name in listed} == {
        name: listed[name] for name in listed if name in defined
    }
    assert len(set(defined) & set(listed)) > 250


FORBIDDEN = """
execve execveat fork vfork ptrace process_vm_readv process_vm_writev socket socketpair connect bind listen accept accept4 sendto
sendmsg recvmsg mount umount2 pivot_root chroot unshare setns bpf perf_event_open io_uring_setup io_uring_enter keyctl add_key
request_key memfd_create memfd_secret userfaultfd pidfd_open pidfd_getfd pidfd_send_signal rt_sigqueueinfo rt_tgsigqueueinfo
tkill chmod fchmod fchmodat chown fchown lchown fchownat utimensat utime utimes symlink symlinkat link linkat mknod mknodat
truncate setxattr setrlimit setuid setgid setresuid setresgid setgroups capset seccomp personality kexec_load init_module
finit_module delete_module reboot swapon swapoff acct quotactl name_to_handle_at open_by_handle_at inotify_init1 fanotify_init
shmget shmat msgget semget mq_open kcmp process_madvise process_mrelease landlock_add_rule landlock_restrict_self
migrate_pages move_pages mbind setpriority ioprio_set sched_setscheduler sched_setattr timer_create vmsplice splice tee
""".split()


def test_only_what_is_listed_is_allowed(asked, machine):
    """Of all calls of the processor, those that reach beyond the process answer EPERM, numbers that nobody knows too."""
    numbers = kernel_numbers(machine)
    assert {name: asked(numbers[name]) for name in FORBIDDEN if name in numbers} == {
        name: REFUSE for name in FORBIDDEN if name in numbers
    }
    assert [asked(number) for number in (470, 700, 4000)] == [REFUSE] * 3
    allowed = {name for name, number in numbers.items() if asked(number) == ALLOW}
    assert {"read", "write", "mmap", "futex", "clock_gettime", "exit_group", "getrandom"} <= allowed
    assert not allowed & set(FORBIDDEN)


def test_foreign_calls_kill(asked, machine):
    """A call by another processor's numbers, or by those of x32, ends the process."""
    other = next(value for name, value in ARCHITECTURES.items() if name != machine)
    assert asked(kernel_numbers(machine)["read"], architecture=other) == KILL
    assert asked(kernel_numbers(machine)["read"], architecture=0x40000003) == KILL
    assert asked(0x40000000) == KILL


def test_arguments_decide_where_a_call_can_do_good_and_harm(asked, machine):
    """Threads but no processes, signals to oneself alone, limits to read alone, flags and copies of descriptors alone."""
    number = kernel_numbers(machine)
    assert asked(number["clone"], 0x3D0F00) == ALLOW
    assert asked(number["clone"], 17) == REFUSE
    assert asked(number["clone3"]) == asked(number["openat2"]) == NOT_THERE
    for call in ("kill", "tgkill"):
        assert asked(number[call], PID, 9) == ALLOW
        assert [asked(number[call], who, 9) for who in (PID + 1, 0, -1, -PID)] == [REFUSE] * 4
    assert asked(number["prlimit64"], 0, 7, 0, 0x7000) == ALLOW
    assert asked(number["prlimit64"], 0, 7, 0x7000, 0) == REFUSE
    assert asked(number["prlimit64"], 0, 7, 0x7000 << 32, 0) == REFUSE
    assert asked(number["sched_setaffinity"], 1) == REFUSE
    assert asked(number["ioctl"], 1, 0x5413) == ALLOW
    assert asked(number["ioctl"], 1, 0x5412) == REFUSE  # typing into a terminal
    assert asked(number["fcntl"], 1, 8, 1) == REFUSE  # an owner, who would be signalled
    assert asked(number["prctl"], 4, 1) == REFUSE  # dumpable again


OPENINGS = {
    "reading": (0, ALLOW, ALLOW),
    "writing": (0o1101, ALLOW, REFUSE),
    "reading and writing": (0o2, ALLOW, REFUSE),
    "emptying while reading": (0o1000, REFUSE, REFUSE),
    "neither": (0o3, REFUSE, REFUSE),
    "emptying with neither": (0o1003, REFUSE, REFUSE),
}


@pytest.mark.parametrize(("flags", "with_rules", "without_rules"), OPENINGS.values(), ids=list(OPENINGS))
def test_how_files_may_be_opened(asked, machine, flags, with_rules, without_rules):
    """Writing is for Landlock to judge and refused where there is none; what an old Landlock overlooks is refused always."""
    number = kernel_numbers(machine)
    opens = [("openat", (0, 0, flags | 0o2000000))] + ([("open", (0, flags | 0o2000000))] if "open" in number else [])
    for name, arguments in opens:
        assert asked(number[name], *arguments) == with_rules
        assert asked(number[name], *arguments, may_write=False) == without_rules


def test_a_processor_without_a_table_is_told(monkeypatch):
    """Where the numbers are not known there is no filter, and the reason says why."""
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    assert seccomp.prepare(may_write=True) == "no table for riscv64"
    assert seccomp.enter("no table for riscv64") == "no table for riscv64"
