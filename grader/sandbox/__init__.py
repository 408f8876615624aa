"""Untrusted code under limits: a trusted host, and a process for each student that only says what its code returned."""

from grader.sandbox.host.sandbox import Sandbox
from grader.sandbox.host.session import Session

__all__ = ["Sandbox", "Session"]
