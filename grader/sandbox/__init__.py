"""Untrusted code under limits: a trusted host, and a process for each student that only says what its code returned."""

from grader.sandbox.host import Sandbox
from grader.sandbox.session import Session

__all__ = ["Sandbox", "Session"]
