"""Every attack on the list is refused, and each is shown to succeed when the layers that stop it are switched off."""

import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile

import pytest

import grader
from grader.model import Probe
from grader.sandbox import Sandbox

from .attacks import ATTACKS
from .conftest import LIMITS, WITHOUT
from .handed_in import submission

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the walls of Linux")


@pytest.fixture(scope="module")
def surroundings():
    """A canary, a folder and a file that all may change, a listening port, a process to kill: nothing worth protecting."""
    # pytest shuts its own temporary folders to other users, and a mode that refuses would hide the layer that should
    folder = pathlib.Path(tempfile.mkdtemp(prefix="course-"))
    folder.chmod(0o755)
    outside = folder / "open"
    outside.mkdir()
    outside.chmod(0o777)
    (folder / "answers.yml").write_text("df_dx: 4*x - 3*y\n")
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    yield {
        "canary": str(folder / "answers.yml"),
        "outside": str(outside),
        "port": listener.getsockname()[1],
        "stranger": stranger.pid,
        "host": os.getpid(),
        "grader": str(pathlib.Path(grader.__file__).parent / "model.py"),
    }
    listener.close()
    stranger.kill()
    stranger.wait()
    shutil.rmtree(folder)


def attempt(box, name, surroundings):
    """What an attack says of itself."""
    outside = pathlib.Path(surroundings["outside"])
    if (outside / "evil").is_dir():
        (outside / "evil").rmdir()
    (outside / "evil").unlink(missing_ok=True)
    (outside / "victim").write_text("x")
    filled = ATTACKS[name].source
    for key, value in {**surroundings, "victim": str(outside / "victim")}.items():
        filled = filled.replace("{" + key + "!r}", repr(value)).replace("{" + key + "}", str(value))
    with box.open(submission(filled)) as session:
        return session.ask(Probe(names=("attack",), arguments=((),))).calls[0]


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_refused(box, surroundings, name):
    """With every layer on, the attempt is refused and the next submission is none the wiser."""
    call = attempt(box, name, surroundings)
    assert call.value == "refused", call
    with box.open(submission("x = 1")) as session:
        assert session.ask(Probe(names=("x",))).calls[0].value == 1


@pytest.fixture(scope="module")
def weaker():
    """Sandboxes with layers left out, each started once."""
    made = {}

    def make(layers):
        if layers not in made:
            made[layers] = Sandbox(LIMITS, without=layers)
            made[layers].start()
        return made[layers]

    yield make
    for sandbox in made.values():
        sandbox.close()


@pytest.mark.skipif(bool(WITHOUT), reason="layers are off already")
@pytest.mark.parametrize("name", [name for name, attack in ATTACKS.items() if attack.layers])
def test_the_attack_is_real(weaker, surroundings, name):
    """Without the layers that stop it the same attempt succeeds: the test above is able to fail."""
    if name == "kill everybody":
        pytest.skip("its harmless form is `kill a stranger`")
    if name == "become root" and os.geteuid() != 0:
        pytest.skip("nobody can become root who is not")
    call = attempt(weaker(ATTACKS[name].layers), name, surroundings)
    assert call.value == "done", call


def test_root_is_given_up(box):
    """Student code that root grades does not run as root, and cannot become root again."""
    code = "import os\nwho = [os.getuid(), os.geteuid(), os.getgid(), os.getegid(), len(os.getgroups())]"
    with box.open(submission(code)) as session:
        who = session.ask(Probe(names=("who",))).calls[0].value
    assert 0 not in who[:4] or os.geteuid() != 0 or "privileges" in WITHOUT
    assert 0 not in who[:4]


def test_two_children_of_root_are_two_users():
    """Where root grades, submissions that run at once belong to different users."""
    if os.geteuid() != 0:
        pytest.skip("not root")
    probe = Probe(names=("who",))
    with Sandbox(LIMITS) as box, box.open(submission("import os\nwho = os.getuid()")) as one:
        first = one.ask(probe).calls[0].value
        with box.open(submission("import os\nwho = os.getuid()")) as two:
            assert two.ask(probe).calls[0].value != first


def test_nothing_of_the_grader_reaches_the_student(box, monkeypatch):
    """The environment, the path and the modules of the student's process hold nothing of the grader's."""
    code = (
        "import os, sys\nenvironment = dict(os.environ)\npath = list(sys.path)\n"
        "modules = [n for n in sys.modules if n.startswith('grader.')]\narguments = sys.argv\n"
    )
    with box.open(submission(code)) as session:
        seen = {name: session.ask(Probe(names=(name,))).calls[0].value for name in ("environment", "path", "modules")}
    assert "GITHUB_TOKEN" not in seen["environment"]
    assert not {"PYTEST_CURRENT_TEST", "PYTHONPATH", "USER"} & set(seen["environment"])
    assert seen["modules"] == []
    checkout = str(pathlib.Path(grader.__file__).parents[1])
    assert checkout not in seen["path"] or checkout.endswith("site-packages")


def test_a_daemon_is_swept_where_forks_are_not_denied():
    """Without the system call filter a process that a student leaves behind is found and killed."""
    code = (
        "import os, select\nwarm = os.getppid()\npid = os.fork()\nif pid == 0:\n    os.setsid()\n"
        "    if os.fork():\n        os._exit(0)\n    select.select([], [], [], 300)\nos.waitpid(pid, 0)\n"
    )
    with Sandbox(LIMITS, without=("seccomp",), executor="zygote") as box:
        with box.open(submission(code)) as session:
            warm = session.ask(Probe(names=("warm",))).calls[0].value
            during = _children_of(warm)
        with box.open(submission("x = 1")) as session:  # the end of the one before is done by the time this one runs
            own = session.ask(Probe(names=("x",))).calls[0].value
            after = _children_of(warm)
    assert own == 1
    assert len(during) == 2, "the student's process and the daemon, which the warm process adopts"
    assert len(after) == 1, "the next student's process"


def _children_of(parent):
    """The processes with this parent: whoever runs the tests may read that of every process, and of no other sandbox's."""
    return {entry.name for entry in pathlib.Path("/proc").glob("[0-9]*") if _parent_of(entry) == parent}


def _parent_of(process):
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None
