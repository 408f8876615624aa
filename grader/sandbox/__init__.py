"""Run untrusted code under limits: a trusted host, and a process for each student that only says what its code returned.

What is done where:

    the side that orders, asks and believes nothing .... host
    the side that runs beside the student's code ....... guest
    what keeps a process apart ......................... walls
    frames between the two ............................. codec
    what both sides need of a system ................... processors, remains
"""

from grader.sandbox.host.sandbox import Sandbox
from grader.sandbox.host.session import Session

__all__ = ["Sandbox", "Session"]
