"""Answers that are kept together: in a dictionary, in a class, as a list of functions."""

from dataclasses import replace

import pytest

from grader.model import FunctionValue, Outcome, Place, Probe, TextAnswer

from .handed_in import submission

KEPT = """
def fx(x, y): return 4 * y
def fy(x): return 4 * x
answers = {"in_dict": lambda x: x + 1, "number": 2.5}
class Work:
    factor = 3
    def method(self, x): return self.factor * x
    @staticmethod
    def static(x): return x - 1
class Needs:
    def __init__(self, size): self.size = size
    def with_size(self, x): return self.size * x
needs = Needs(10)
pair = [fx, fy]
by_name = {"x": fx, "y": lambda x, y: x - y}
mixed = [fx, 3]
class Explodes:
    def __init__(self): raise SystemExit
    def __dir__(self): raise SystemExit
    def lost(self, x): return x
"""


@pytest.mark.parametrize(
    ("name", "arguments", "value"),
    [
        ("in_dict", (1.0,), 2.0),
        ("method", (2.0,), 6.0),
        ("static", (2.0,), 1.0),
        ("with_size", (2.0,), 20.0),
        ("pair", (2.0, 5.0), [20.0, 8.0]),
        ("by_name", (2.0, 5.0), {"x": 20.0, "y": -3.0}),
    ],
)
def test_a_function_that_is_kept_in_something_is_called(box, name, arguments, value):
    """By its own name, with the arguments that each of several functions has parameters for."""
    with box.open(submission(KEPT)) as session:
        observation = session.ask(Probe(names=(name,), arguments=(arguments,)))
    assert (observation.name, observation.calls[0].outcome, observation.calls[0].value) == (name, Outcome.RETURNED, value)


def test_functions_in_a_row_have_the_parameters_of_the_widest(box):
    """So that they are called like one function that returns a vector."""
    with box.open(submission(KEPT)) as session:
        value = session.ask(Probe(names=("pair",))).calls[0].value
    assert isinstance(value, FunctionValue)
    assert [parameter.name for parameter in value.parameters or ()] == ["x", "y"]


def test_what_is_defined_at_top_level_or_asked_for_first_counts(box):
    """A name of its own comes before an entry of the same name, and the asked name before an alias."""
    with box.open(submission(KEPT + "number = 7\nother = 8\n")) as session:
        assert session.ask(Probe(names=("number",))).calls[0].value == 7
    with box.open(submission(KEPT + "other = 8\n")) as session:
        assert session.ask(Probe(names=("number", "other"))).calls[0].value == 2.5


@pytest.mark.parametrize("name", ["lost", "missing", "keys", "factor_"])
def test_what_nothing_holds_is_missing(box, name):
    """Also where an object cannot be made, or lies about what it has."""
    with box.open(submission(KEPT)) as session:
        assert session.ask(Probe(names=(name,))).calls[0].outcome is Outcome.MISSING
        assert session.ask(Probe(names=("number",))).calls[0].value == 2.5


@pytest.mark.parametrize("name", ["number", "method"])
def test_an_answer_in_words_is_not_hidden_by_what_holds_the_same_name(box, name):
    """A dictionary's entry or a class's method answers where nothing else does; beside a text it is a setting or a helper."""
    plain = submission(KEPT)
    text = TextAnswer(name="spelled", text="4y", place=Place(file="hw.ipynb", line=1, cell=2), markdown=True)
    probe = Probe(names=(name, "spelled"))
    with box.open(plain) as session:
        assert session.ask(probe).name == name
    with box.open(replace(plain, texts=(text,))) as session:
        assert session.ask(probe).calls[0].outcome is Outcome.MISSING
        assert session.ask(Probe(names=(name,))).name == name
    with box.open(replace(submission(KEPT + f"{name} = 8\n"), texts=(text,))) as session:
        assert session.ask(probe).calls[0].value == 8
