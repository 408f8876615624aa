"""Frames between the trusted host and the student's process: length-prefixed JSON, so that nothing but plain values crosses.

Stands alone, because it runs on both sides of the border. Knows how many bytes a frame may have
and what JSON is; what a frame means is no concern of this module.
"""

from __future__ import annotations

import json

# Bound once, with what they are made of: a student who rebinds names in `json` must not change how frames are made.
_ENCODER = json.JSONEncoder(ensure_ascii=True, allow_nan=True, separators=(",", ":"), check_circular=False)
_DECODER = json.JSONDecoder()  # as the encoder, for the same reason
_pieces, _raw_decode = json.JSONEncoder.iterencode, json.JSONDecoder.raw_decode
_join = "".join
_from_bytes = int.from_bytes

HEADER_BYTES = 4  # the length of what follows, little-endian
MAX_FRAME_BYTES = 4 * 1024 * 1024  # the largest answer that may cross takes a quarter; a host reads no more of one message


class FrameError(ValueError):
    """The bytes received are no frame: too long, not JSON, or cut short."""


def frame(message: object) -> bytes:
    """Return the bytes that carry one message; `ValueError` when it is too long to be received."""
    body = _join(_pieces(_ENCODER, message, _one_shot=True)).encode("ascii")
    if len(body) > MAX_FRAME_BYTES:
        raise FrameError("message too long")
    return len(body).to_bytes(HEADER_BYTES, "little") + body


class Frames:
    """Collect bytes as they arrive and give whole messages in order; raise `FrameError` on anything else."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, data: bytes) -> None:
        """Add bytes that arrived."""
        self._bytes += data

    def take(self) -> tuple[bool, object]:
        """Return `(True, message)` for the next whole message, `(False, None)` when more bytes are needed."""
        if len(self._bytes) < HEADER_BYTES:
            return False, None
        length = _from_bytes(self._bytes[:HEADER_BYTES], "little")
        if length > MAX_FRAME_BYTES:
            raise FrameError("frame too long")
        end = HEADER_BYTES + length
        if len(self._bytes) < end:
            return False, None
        body = bytes(self._bytes[HEADER_BYTES:end])
        del self._bytes[:end]
        return True, decode(body)


def decode(body: bytes) -> object:
    """Return the message in a frame's body; `FrameError` when it is not JSON or nested beyond reason."""
    try:
        text = body.decode("ascii")
        message, end = _raw_decode(_DECODER, text)
    except (ValueError, RecursionError) as error:
        raise FrameError("not a message") from error
    if end != len(text):
        raise FrameError("more than a message")
    return message
