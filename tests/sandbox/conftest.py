"""One sandbox for each executor of this platform, shared by the tests of a module, as they are shared in a run."""

import os
import sys

import pytest

from grader.model import Limits
from grader.sandbox import Sandbox

# A mode of these tests: `GRADER_TESTS_WITHOUT=landlock,seccomp pytest tests/sandbox` shows that they fail without.
WITHOUT = tuple(filter(None, os.environ.get("GRADER_TESTS_WITHOUT", "").split(",")))
EXECUTORS = ("zygote", "spawn") if sys.platform.startswith("linux") else ("spawn",)
LIMITS = Limits(
    statement_seconds=0.6,
    call_seconds=0.6,
    submission_seconds=30,
    memory_megabytes=400,
    output_kilobytes=8,
    file_megabytes=1,
)


@pytest.fixture(scope="module", params=EXECUTORS)
def executor(request):
    """The name of each way to start a process on this platform."""
    return request.param


@pytest.fixture(scope="module")
def box(executor):
    """A running sandbox with short limits."""
    with Sandbox(LIMITS, executor=executor, without=WITHOUT) as sandbox:
        yield sandbox
