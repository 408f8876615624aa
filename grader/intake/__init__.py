"""From what a TA has in hand to submissions: `find` says whose files there are, `read` takes one apart."""

from grader.intake.entries import READING, Entry, Intake, ReadingLimits, Source
from grader.intake.finding import find, must_be_there
from grader.intake.fingerprint import fingerprint
from grader.intake.reading import read, read_text

__all__ = [
    "READING",
    "Entry",
    "Intake",
    "ReadingLimits",
    "Source",
    "find",
    "fingerprint",
    "must_be_there",
    "read",
    "read_text",
]
