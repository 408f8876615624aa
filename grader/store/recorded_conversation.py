"""Plays a kept conversation to a check, so that it judges again without any student code at work.

A check that asks for more than was recorded gets no answer here: `NotRecordedError` says that the code itself has
to be asked. Knows no store.
"""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from types import MappingProxyType

from grader.model import Feedback, Observation, Probe, Submission
from grader.pipeline import NotRecordedError, Session, code_left
from grader.sandbox.host.wire_values import to_wire


class Recorded:
    """A session that repeats what was observed; what was asked twice is answered in the order of that time."""

    def __init__(self, observations: Iterable[Observation]) -> None:
        self._replies: dict[str, deque[Observation]] = defaultdict(deque)
        for observation in observations:
            self._replies[_text(observation.probe)].append(observation)

    def ask(self, probe: Probe) -> Observation:
        """Return what came of the probe then. Raises `NotRecordedError`."""
        replies = self._replies[_text(probe)]
        if not replies:
            raise NotRecordedError
        return replies.popleft()

    def remarks(self) -> tuple[Feedback, ...]:
        """Nothing: those of that time are kept beside the conversation."""
        return ()

    def seconds(self) -> Mapping[str, float]:
        """Nothing: nothing ran."""
        return {}


class RecordedSandbox:
    """A sandbox whose sessions are recordings of a submission's, in every state of its code that was asked."""

    isolation = ""
    versions: Mapping[str, str] = MappingProxyType({})

    def __init__(self, submission: Submission, observations: Iterable[Observation]) -> None:
        self._submission = submission
        self._observations = tuple(observations)

    def open(self, submission: Submission) -> AbstractContextManager[Session]:
        """Return the recording of this state of the code, from its beginning."""
        code = code_left(submission, self._submission)
        return nullcontext(Recorded(o for o in self._observations if o.code == code))


def _text(probe: Probe) -> str:
    """Return a probe as a text that is equal for equal questions: 1 and 1.0 are two, and `nan` is one."""
    sets = probe.arguments and [[to_wire(argument) for argument in arguments] for arguments in probe.arguments]
    return json.dumps([list(probe.names), sets, list(probe.keywords)])
