"""What crosses the border: frames, and values that are checked before anything is made of them."""

import json

import pytest

from grader.model import ArrayValue, OpaqueValue
from grader.sandbox import codec
from grader.sandbox.host.wire_values import WireError, clean, from_wire, to_wire


def test_frames_arrive_whole_however_they_are_cut():
    """Messages come out in order and whole when their bytes arrive one at a time."""
    messages = [["a", 1], {"b": [1.5, None]}, "ü", float("inf")]
    frames, got = codec.Frames(), []
    for byte in b"".join(map(codec.frame, messages)):
        frames.feed(bytes([byte]))
        whole, message = frames.take()
        got += [message] if whole else []
    assert got == messages


@pytest.mark.parametrize("data", [b"\xff\xff\xff\xff", b"\x02\x00\x00\x00{]", b"\x01\x00\x00\x00\xff", b"\x00\x00\x00\x00"])
def test_what_is_no_frame_is_refused(data):
    """A length beyond the cap, broken JSON, foreign bytes and an empty body are errors, not messages."""
    frames = codec.Frames()
    frames.feed(data)
    with pytest.raises(codec.FrameError):
        frames.take()


def test_deep_nesting_is_refused():
    """A message nested beyond reason is an error of the frame and never a crash of ours."""
    with pytest.raises(codec.FrameError):
        codec.decode(b"[" * 1_000_000)


ARGUMENTS = [
    1, -(2**80), 0.1, "x", None, True, 2j, [1, [2.0]], (1, "a"),
    ArrayValue(dtype="float64", shape=(2,), elements=(1.0, 2.0)),
    ArrayValue(dtype="complex128", shape=(1,), elements=(1j,)),
    ArrayValue(dtype="float64", shape=(), elements=(1.0,), tensor=True),
]  # fmt: skip


@pytest.mark.parametrize("value", ARGUMENTS, ids=repr)
def test_arguments_survive_the_wire(value):
    """What is sent, read back by the strict reader, is equal and of the same type."""
    read = from_wire(json.loads(json.dumps(to_wire(value))))
    assert repr(read) == repr(value)


BROKEN = [
    {}, [], ["?"], [1], ["l"], ["l", 3], ["l", [], []], ["a"], ["a", "float64", [2], [1.0], False],
    ["a", "float64", [-1], [], False], ["a", "float64", [True], [1.0], False], ["a", 1, [], [1.0], False],
    ["a", "float64", [1], [{}], False], ["c", 1.0], ["c", "x", 1.0], ["I", "12"], ["I", "0x" + "f" * 9999], ["I", 5],
    ["d", [1]], ["d", [[1, 2, 3]]], ["f", 3], ["f", [["x", "sideways", False]]], ["f", [["x"]]], ["o", 3], ["y", None],
]  # fmt: skip


@pytest.mark.parametrize("wire", BROKEN, ids=lambda wire: repr(wire)[:40])
def test_what_the_encoder_cannot_have_made_is_refused(wire):
    """Wrong shapes, lengths and types are an error that makes the reply malformed."""
    with pytest.raises(WireError):
        from_wire(wire)


def test_values_nested_too_deep_are_refused():
    """Depth has a cap on the trusted side as well."""
    wire = 1
    for _ in range(40):
        wire = ["l", [wire]]
    with pytest.raises(WireError):
        from_wire(wire)


def test_type_names_are_shown_harmlessly():
    """A type's name with terminal codes in it is spelled out and cut."""
    assert from_wire(["o", "\x1b[2J" + "x" * 500]) == OpaqueValue(type_name=clean("\x1b[2J" + "x" * 500, 100))
    assert "\x1b" not in clean("\x1b[2J", 100)
