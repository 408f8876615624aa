"""After a run there is no process, no file and no warm process, however the run ended."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from grader.model import Probe
from grader.sandbox import Sandbox

from .conftest import EXECUTORS, LIMITS
from .handed_in import submission

HANGING = """
import sys
import tempfile
sys.path.insert(0, {here!r})
from tests.sandbox.handed_in import submission
from grader.model import Limits, Probe
from grader.sandbox import Sandbox
with Sandbox(Limits(), executor={executor!r}) as box:
    with box.open(submission({code!r})) as session:
        session.ask(Probe(names=("x",)))
        print(session.ask(Probe(names=("where",))).calls[0].value, flush=True)
        session.ask(Probe(names=("f",), arguments=((1,),)))
"""
CODE = (
    "import os\nopen('mine.txt', 'w').write('x')\nx = 1\nwhere = [os.getcwd(), os.getpid(), os.getppid()]\n"
    "def f(x):\n    while True: pass\n"
)


def gone(what, seconds=10.0):
    """Whether something is over within a while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not what():
            return True
        time.sleep(0.05)
    return False


def lives(pid):
    """Whether a process runs, dead ones that nobody has waited for left aside."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.parametrize("executor", EXECUTORS)
def test_nothing_is_left_when_the_grader_is_killed(executor):
    """The host killed half-way by SIGKILL leaves no process and no scratch folder behind."""
    script = HANGING.format(here=str(Path(__file__).parents[2]), executor=executor, code=CODE)
    host = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    folder, child, parent = eval(host.stdout.readline())
    assert lives(child)
    time.sleep(0.3)
    host.send_signal(signal.SIGKILL)
    host.wait()
    host.stdout.close()
    assert gone(lambda: lives(child))
    assert gone(lambda: lives(parent))
    assert gone(Path(folder).parent.exists)


def test_nothing_is_left_after_a_run(executor):
    """Closing a sandbox removes its scratch folders and ends its processes, also of sessions still open."""
    with Sandbox(LIMITS, executor=executor) as box:
        first = box.open(submission(CODE))
        folder, child, _ = first.ask(Probe(names=("where",))).calls[0].value
        with box.open(submission(CODE)) as second:
            other = second.ask(Probe(names=("where",))).calls[0].value
            assert other[0] != folder
        assert gone(lambda: any(Path(other[0]).glob("*")))
        assert lives(child)
    assert gone(lambda: lives(child))
    assert not Path(folder).parent.exists()


def test_descriptors_do_not_add_up(executor):
    """A hundred submissions leave no more open files in the grader than one."""
    if not Path("/proc/self/fd").exists():
        pytest.skip("reads /proc")
    with Sandbox(LIMITS, executor=executor) as box:

        def one():
            with box.open(submission("def f(x): return x")) as session:
                session.ask(Probe(names=("f",), arguments=((1,),)))

        one()
        before = len(list(Path("/proc/self/fd").iterdir()))
        for _ in range(100 if executor == "zygote" else 3):
            one()
        assert len(list(Path("/proc/self/fd").iterdir())) <= before + 1


def test_scratch_folders_are_used_again_and_empty():
    """A submission finds nothing of the one before it in its folder."""
    with Sandbox(LIMITS) as box:
        for _ in range(5):
            with box.open(submission("import os\nthere = os.listdir('.')\nopen('left', 'w').write('x')\nos.mkdir('d')")) as session:
                assert session.ask(Probe(names=("there",))).calls[0].value == []


def test_two_sandboxes_do_not_meet():
    """Sandboxes of one host share nothing, and closing one leaves the other at work."""
    code = submission("import os\nwhere = os.getcwd()\ndef f(x): return x")
    with Sandbox(LIMITS) as one:
        with Sandbox(LIMITS) as other, one.open(code) as first, other.open(code) as second:
            probe = Probe(names=("where",))
            assert first.ask(probe).calls[0].value != second.ask(probe).calls[0].value
        with one.open(code) as session:
            assert session.ask(Probe(names=("f",), arguments=((3,),))).calls[0].value == 3


def test_a_dead_warm_process_is_replaced():
    """When the warm process dies, the next submission gets a new one."""
    if not sys.platform.startswith("linux"):
        pytest.skip("no warm process here")
    with Sandbox(LIMITS) as box:
        with box.open(submission("import os\nparent = os.getppid()")) as session:
            parent = session.ask(Probe(names=("parent",))).calls[0].value
            os.kill(parent, signal.SIGKILL)
        with box.open(submission("x = 5")) as session:
            assert session.ask(Probe(names=("x",))).calls[0].value == 5


TREES = {
    "deeper than a path may be long": "for n in range(3000):\n    os.mkdir('a' * 40)\n    os.chdir('a' * 40)\n",
    "shut by modes": "os.mkdir('shut', 0)\nos.mkdir('blind', 0o300)\nopen('blind/file', 'w').close()\nos.mkdir('d', 0o500)\n",
    "more files than anybody needs": "for n in range(10**7): open(f'f{n}', 'w').close()\n",
}


@pytest.mark.parametrize("what", TREES)
def test_whatever_is_written_is_removed(executor, what):
    """Folders that are deep, shut or full cost nobody but their author, and are gone when the run is over."""
    with Sandbox(LIMITS, executor=executor) as box:
        for _ in range(2):
            code = f"import os\nthere = os.listdir('.')\nhome = os.getcwd()\n{TREES[what]}"
            with box.open(submission(code)) as session:
                assert session.ask(Probe(names=("there",))).calls[0].value == []
                home = session.ask(Probe(names=("home",))).calls[0].value
        with box.open(submission("x = 1")) as session:
            assert session.ask(Probe(names=("x",))).calls[0].value == 1
    assert not Path(home).parent.exists()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_nothing_is_left_when_the_grader_is_killed_at_its_start():
    """The host killed while the warm process is still getting ready leaves no process and no folder either."""
    temporary = Path(tempfile.mkdtemp(prefix="killed-early-"))
    temporary.chmod(0o777)
    script = "from grader.sandbox import Sandbox\nSandbox().start()"
    host = subprocess.Popen([sys.executable, "-c", script], env={**os.environ, "TMPDIR": str(temporary)})
    children = Path(f"/proc/{host.pid}/task/{host.pid}/children")
    assert gone(lambda: not children.read_text(), 60)
    warm = int(children.read_text())
    host.send_signal(signal.SIGKILL)
    host.wait()
    assert gone(lambda: lives(warm), 60)
    assert not list(temporary.iterdir())
    temporary.rmdir()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kills with a signal")
def test_nothing_is_left_when_the_grader_is_killed_while_it_measures():
    """The isolation is measured without a folder to write to, so a kill in the midst of it leaves none."""
    temporary = Path(tempfile.mkdtemp(prefix="killed-measuring-"))
    temporary.chmod(0o777)
    script = (
        "import os, subprocess\nfrom grader.sandbox import Sandbox\n"
        "subprocess.run = lambda *_, **__: os.kill(os.getpid(), 9)\nSandbox().expected()"
    )
    host = subprocess.run([sys.executable, "-c", script], env={**os.environ, "TMPDIR": str(temporary)}, check=False)
    assert host.returncode == -signal.SIGKILL
    assert not list(temporary.iterdir())
    temporary.rmdir()
